/** Tables as lines: each row is an item, whose fields are named by the first row. */
import { type JsonSchema, jsonSchemaOf } from "../reference/jsonSchema.ts"
import type { Job } from "./Job.ts"
import { JobStopped } from "./JobStopped.ts"
import type { Line } from "./lines.ts"

/** The fields whose cells are JSON: numbers, lists, objects. All others are texts as they stand. */
const jsonFields = (schema: JsonSchema, found: Set<string> = new Set()): ReadonlySet<string> => {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const kinds = field.anyOf ?? [field]
    if (kinds.every(({ type }) => type !== undefined && type !== "string")) found.add(name)
    for (const inner of [field, ...kinds]) jsonFields(inner, found)
  }
  if (schema.items !== undefined) jsonFields(schema.items, found)
  return found
}

/** A longer row is none: somewhere in it a quote is missing. */
const maxRowCharacters = 1024 * 1024

/** How much of a row that is none is kept, in characters. */
const keptOfSpoilt = 10_000

/** A row as it was found. */
interface Row {
  readonly cells: ReadonlyArray<string>
  readonly problem: string | undefined
  /** Where the next row begins. */
  readonly end: number
}

/** Where the line ends that a place is in, behind its line end. */
const endOfLine = (text: string, from: number): number => {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\n") return at + 1
    if (text[at] === "\r") return text[at + 1] === "\n" ? at + 2 : at + 1
  }
  return text.length
}

/**
 * Reads the row that begins at a place; nothing where more text is needed. A row with misplaced quotes ends with the
 * line that they are in, so that it does not take its neighbours along.
 */
const readRow = (text: string, from: number, delimiter: string, isEnd: boolean): Row | undefined => {
  const cells: Array<string> = []
  const spoilt = (problem: string, at: number): Row | undefined => {
    const end = endOfLine(text, at)
    // A line end may come in two pieces. What never ends is told in pieces, so that it does not fill the memory.
    const isWhole = isEnd || end < text.length || text.length - from > 2 * maxRowCharacters
    return isWhole ? { cells, problem, end } : undefined
  }
  for (let at = from;;) {
    let cell: string
    if (text[at] === "\"") {
      let close = at
      do close = text.indexOf("\"", close + 1)
      while (close >= 0 && text[close + 1] === "\"" && ++close > 0)
      if (close < 0) {
        return isEnd || text.length - from > maxRowCharacters ? spoilt("a quote is not closed", from) : undefined
      }
      cell = text.slice(at + 1, close).replaceAll("\"\"", "\"")
      at = close + 1
    } else {
      const begin = at
      while (at < text.length && text[at] !== delimiter && text[at] !== "\n" && text[at] !== "\r") at++
      cell = text.slice(begin, at)
      if (cell.includes("\"")) return spoilt("a quote stands within a cell that does not begin with one", at)
    }
    cells.push(cell)
    if (at - from > maxRowCharacters) return spoilt("is too long", at)
    if (at >= text.length) return isEnd ? { cells, problem: undefined, end: at } : undefined
    if (text[at] === delimiter) at++
    else if (text[at] === "\n") return { cells, problem: undefined, end: at + 1 }
    else if (text[at] !== "\r") return spoilt("something stands behind a closing quote", at)
    else if (at + 1 >= text.length && !isEnd) return undefined
    else return { cells, problem: undefined, end: text[at + 1] === "\n" ? at + 2 : at + 1 }
  }
}

const countLineEnds = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0

/** What separates cells: whatever the line of names has most of. */
const delimiterOf = (names: string): string => {
  const countOf = (mark: string): number => names.split(mark).length
  return ["\t", ";"].reduce((best, mark) => countOf(mark) > countOf(best) ? mark : best, ",")
}

/** The names of fields; those at the end that are empty name nothing. */
const namesOf = ({ cells, problem }: Row): ReadonlyArray<string> => {
  const names = cells.map((name) => name.trim())
  const wrong = problem ??
    (names.every((name) => name === "") ? "it names no field" : undefined) ??
    (new Set(names.filter((name) => name !== "")).size < names.filter((name) => name !== "").length
      ? "it names a field twice"
      : undefined)
  if (wrong === undefined) return names
  throw new JobStopped({ detail: `The first row of the table must name the fields, but ${wrong}` })
}

/** A row as an item; empty cells are left out. */
const toItem = (names: ReadonlyArray<string>, { cells, problem }: Row, json: ReadonlySet<string>) => {
  if (problem !== undefined) return problem
  if (cells.length !== names.length) return `has ${cells.length} cells instead of ${names.length}`
  const entries: Array<readonly [string, unknown]> = []
  for (const [place, cell] of cells.entries()) {
    const name = names[place] ?? ""
    if (cell === "") continue
    if (name === "") return "has a cell without a name in the first row"
    if (!json.has(name)) {
      entries.push([name, cell])
      continue
    }
    try {
      entries.push([name, JSON.parse(cell)])
    } catch {
      return `${name}: is no JSON`
    }
  }
  return Object.fromEntries(entries)
}

/**
 * Reads a table in UTF-8: comma, semicolon or tab separated, quoted by `"`, with a first row of field names. Rows are
 * numbered by the line that they begin in. A row that cannot be read keeps its place, with what is wrong with it, and
 * leaves the rows behind it alone.
 *
 * Cells of fields that are no texts hold JSON: numbers, lists, objects. An empty cell leaves its field out.
 *
 * @example
 * ```ts
 * import { csvLines, jobs } from "timkit/jobs"
 *
 * const table = new TextEncoder().encode("UserID,Nick\nalice,\"Alice, or Al\"\n")
 * for await (const { item, number } of csvLines(jobs.importAccounts, [table])) {
 *   console.log(number, item) // 2 { UserID: "alice", Nick: "Alice, or Al" }
 * }
 * ```
 */
export async function* csvLines(
  job: Job,
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
): AsyncGenerator<Line, void, undefined> {
  const json = jsonFields(jsonSchemaOf(job.endpoint.request as never))
  const decoder = new TextDecoder()
  let names: ReadonlyArray<string> | undefined
  let delimiter: string | undefined
  let number = 1
  let rest = ""
  const read = function*(more: string, isEnd: boolean): Generator<Line> {
    rest += more
    let from = 0
    while (from < rest.length) {
      if (delimiter === undefined) {
        const end = endOfLine(rest, from)
        if (end >= rest.length && !isEnd && rest.length < maxRowCharacters) break
        delimiter = delimiterOf(rest.slice(from, end))
      }
      const row = readRow(rest, from, delimiter, isEnd)
      if (row === undefined) break
      const raw = rest.slice(from, row.end)
      const begun = number
      from = row.end
      number += countLineEnds(raw)
      if (raw.trim() === "") continue
      if (names === undefined) {
        names = namesOf(row)
        continue
      }
      const item = toItem(names, row, json)
      yield typeof item === "string"
        // On one line, whatever it held.
        ? { number: begun, text: JSON.stringify(raw.slice(0, keptOfSpoilt).trimEnd()), item: undefined, problem: item }
        // It is fed in again as JSON, which needs no row of names.
        : { number: begun, text: JSON.stringify(item), item, problem: undefined }
    }
    rest = rest.slice(from)
  }
  for await (const chunk of bytes) yield* read(decoder.decode(chunk, { stream: true }), false)
  yield* read(decoder.decode(), true)
}
