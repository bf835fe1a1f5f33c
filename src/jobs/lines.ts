/** Where items come from: lines of files, or values of a program. */
import * as Stream from "effect/Stream"
import { unbuild } from "../endpoint/Endpoint.ts"
import { parseJson } from "../endpoint/json.ts"
import type { Item } from "./Job.ts"

/** An item with its place, or what stands in its place and why it is none. */
export interface Line {
  /** Counts up from 1. In a table the line of names is the first. */
  readonly number: number
  /** As it was read, to be fed in again. */
  readonly text: string
  readonly item: Item | undefined
  /** Why it is no item. */
  readonly problem: string | undefined
}

/** Longer lines are no items: the largest request that an endpoint takes is far shorter. */
const maxLineCharacters = 4 * 1024 * 1024

/** How much of a line that is too long is kept. */
const keptOfLong = 1_000

const toLine = (number: number, text: string, isWhole: boolean): Line => {
  const wrong = (problem: string): Line => ({ number, text, item: undefined, problem })
  let value: unknown
  try {
    value = parseJson(text)
  } catch {
    return wrong(isWhole ? "is no JSON" : "is no JSON; the file ends in the middle of it")
  }
  return isItem(value)
    ? { number, text, item: value, problem: undefined }
    : wrong("is no JSON object")
}

/**
 * Reads lines of JSON. Empty lines are left out, but counted. A line that is no JSON object keeps its place, with what
 * is wrong with it.
 *
 * @example
 * ```ts
 * import { ndjsonLines } from "timkit/jobs"
 *
 * const file = new TextEncoder().encode('{"UserID":"alice"}\n{"UserID":\n')
 * for await (const { item, number, problem } of ndjsonLines([file])) {
 *   console.log(number, item, problem) // 2 undefined is no JSON
 * }
 * ```
 */
export async function* ndjsonLines(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
): AsyncGenerator<Line, void, undefined> {
  const decoder = new TextDecoder()
  let number = 0
  let rest = ""
  let isTooLong = false
  const toLines = function*(text: string, isEnd: boolean): Generator<Line> {
    rest += text
    let from = 0
    for (let to = rest.indexOf("\n"); to >= 0; to = rest.indexOf("\n", from)) {
      const line = rest.slice(from, to)
      from = to + 1
      number++
      if (isTooLong) yield { number, text: line.slice(0, keptOfLong), item: undefined, problem: "is too long" }
      else if (line.trim() !== "") yield toLine(number, line, true)
      isTooLong = false
    }
    rest = rest.slice(from)
    if (rest.length > maxLineCharacters) {
      isTooLong = true
      rest = rest.slice(0, keptOfLong)
    }
    if (isEnd && rest.trim() !== "") yield toLine(++number, rest, false)
  }
  for await (const chunk of bytes) yield* toLines(decoder.decode(chunk, { stream: true }), false)
  yield* toLines(decoder.decode(), true)
}

const isItem = (value: unknown): value is Item => typeof value === "object" && value !== null && !Array.isArray(value)

/** A value as it would stand in a file. */
const valueLine = (number: number, value: unknown): Line => {
  let text = ""
  try {
    // Builders become what they build.
    const body = unbuild(value)
    text = JSON.stringify(body) ?? ""
    if (isItem(body)) return { number, text, item: body, problem: undefined }
  } catch {
    return { number, text, item: undefined, problem: "cannot be written as JSON" }
  }
  return { number, text, item: undefined, problem: "is no object" }
}

/**
 * Values of a program as lines, in builders where wanted. What is no object keeps its place, with what is wrong with
 * it.
 *
 * @example
 * ```ts
 * import { valueLines } from "timkit/jobs"
 *
 * for await (const { item, number } of valueLines([{ UserID: "alice" }, { UserID: "bob" }])) {
 *   console.log(number, item) // 1 { UserID: "alice" }, then 2 { UserID: "bob" }
 * }
 * ```
 */
export async function* valueLines(
  values: Iterable<unknown> | AsyncIterable<unknown> | Stream.Stream<unknown, unknown>
): AsyncGenerator<Line, void, undefined> {
  let number = 0
  for await (const value of Stream.isStream(values) ? Stream.toAsyncIterable(values) : values) {
    yield valueLine(++number, value)
  }
}

/** Lines whose items have further fields, unless they name them themselves. Their texts stay. */
export async function* withDefaults(lines: AsyncIterable<Line>, defaults: Item): AsyncGenerator<Line, void, undefined> {
  for await (const line of lines) {
    yield line.item === undefined ? line : { ...line, item: { ...defaults, ...line.item } }
  }
}
