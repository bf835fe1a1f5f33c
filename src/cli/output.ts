/** How commands tell their results, on standard output. */
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import * as Terminal from "effect/Terminal"
import type { BatchResult } from "../endpoint/batch.ts"
import { errorNameOf } from "../errors/errorName.ts"
import { Ended } from "./failures.ts"
import { resolvedFormat } from "./settings.ts"
import { linesOf, tableOf } from "./table.ts"

/** What a terminal is taken for where there is none. */
const usualWidth = 80

/** How wide a line may be. */
const lineWidth = Effect.gen(function*() {
  if (!(yield* (yield* Stdio.Stdio).stdoutIsTerminal)) return usualWidth
  const columns = yield* (yield* Terminal.Terminal).columns
  return columns > 0 ? columns : usualWidth
})

const pretty = (value: unknown): string => JSON.stringify(value, null, 2)

type Fields = { readonly [field: string]: unknown }

/** The fields of an answer that say no more than that it is one. */
const isEnvelope = (name: string, value: unknown): boolean =>
  ["ActionStatus", "ErrorCode", "ErrorInfo", "ErrorDisplay"].includes(name) &&
  (value === 0 || value === "" || value === "OK" || name === "ErrorInfo")

/** An answer for people. */
const answerText = (answer: Fields, width: number): string => {
  const told = Object.entries(answer).filter(([name, value]) => !isEnvelope(name, value))
  return told.length === 0 ? "done" : linesOf(Object.fromEntries(told), width)
}

/** Tells one answer. `raw` is the text that it came in, where it is known. */
export const showAnswer = Effect.fnUntraced(function*(answer: object, raw?: string) {
  const format = yield* resolvedFormat
  if (format === "table") return yield* Console.log(answerText(answer as Fields, yield* lineWidth))
  yield* Console.log(raw ?? (format === "json" ? pretty(answer) : JSON.stringify(answer)))
})

/** Tells items, as they come in `ndjson` and `json`, and all together in a table. */
export const showItems = Effect.fnUntraced(function*<A, E, R>(items: Stream.Stream<A, E, R>) {
  const format = yield* resolvedFormat
  if (format === "ndjson") return yield* Stream.runForEach(items, (item) => Console.log(JSON.stringify(item)))
  if (format === "json") {
    let count = 0
    yield* Stream.runForEach(items, (item) => Console.log(`${count++ === 0 ? "[" : ","}${JSON.stringify(item)}`))
    return yield* Console.log(count === 0 ? "[]" : "]")
  }
  const all = yield* Stream.runCollect(items)
  yield* Console.log(all.length === 0 ? "nothing" : tableOf(all, yield* lineWidth))
})

/** Tells the items of a list. */
export const showList = (items: ReadonlyArray<unknown>) => showItems(Stream.fromIterable(items))

/** Tells what became of the items of a list, and ends with 1 where some failed. */
export const showBatch = Effect.fnUntraced(function*<Done>(batch: BatchResult<Done>, path?: string) {
  const format = yield* resolvedFormat
  const failed = batch.failed.map(({ code, info, item }) => ({
    item,
    code,
    name: code === undefined ? undefined : errorNameOf(code, path),
    info
  }))
  const done = batch.ok.map((item) => typeof item === "object" ? item : { item })
  if (format === "json") yield* Console.log(pretty({ ok: batch.ok, failed }))
  else if (format === "ndjson") {
    for (const item of done) yield* Console.log(JSON.stringify({ ok: true, ...item }))
    for (const item of failed) yield* Console.log(JSON.stringify({ ok: false, ...item }))
  } else {
    const width = yield* lineWidth
    if (done.length > 0) yield* Console.log(tableOf(done, width))
    if (failed.length > 0) {
      yield* Console.log(`${done.length > 0 ? "\n" : ""}${failed.length} failed:\n${tableOf(failed, width)}`)
    }
  }
  if (failed.length > 0) return yield* new Ended({ code: 1 })
})
