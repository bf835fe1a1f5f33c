/** Lists that are longer than one call takes, and answers in which some items failed. */
import * as Effect from "effect/Effect"
import { retryClassOf } from "../errors/retryClass.ts"
import { PartlyFailed, TimError } from "../errors/TimError.ts"

/** An item of a list that failed. */
export interface FailedItem {
  /** The id of the item as it was given: an account, a group, a message. */
  readonly item: string
  /** The service's code for it; absent where the service names no code. */
  readonly code: number | undefined
  /** What the service wrote about it; may be empty. */
  readonly info: string
  /** Set when the call that held the item failed as a whole, or was not made after another had failed. */
  readonly error?: TimError | undefined
}

/** What became of a list: which items were done, and which failed. */
export interface BatchResult<Done = string> {
  readonly ok: ReadonlyArray<Done>
  readonly failed: ReadonlyArray<FailedItem>
}

/** The failure of an item that was answered with a code; none where the code is 0. */
export const failedBy = (item: string | number, code: number, info = ""): FailedItem | undefined =>
  code === 0 ? undefined : { item: String(item), code, info }

/** Sorts the results of a list: those with a failure are failed, the others are done. */
export const sortResults = <Result, Done>(
  results: ReadonlyArray<Result>,
  failureOf: (result: Result) => FailedItem | undefined,
  doneOf: (result: Result) => Done
): BatchResult<Done> => {
  const ok: Array<Done> = []
  const failed: Array<FailedItem> = []
  for (const result of results) {
    const failure = failureOf(result)
    if (failure === undefined) ok.push(doneOf(result))
    else failed.push(failure)
  }
  return { ok, failed }
}

/** The id of an item that is its own id. */
export const itself = (id: string): string => id

/** The list in pieces of at most `size` items, in order. */
export const chunksOf = <T>(items: ReadonlyArray<T>, size: number): ReadonlyArray<ReadonlyArray<T>> => {
  const chunks: Array<ReadonlyArray<T>> = []
  for (let index = 0; index < items.length; index += size) chunks.push(items.slice(index, index + size))
  return chunks
}

/**
 * Cuts a list into calls, makes them one after the other and merges what became of the items.
 *
 * When the first call fails as a whole, so does the batch. When a later one does, the items of that call and of all
 * that follow are listed as failed and no further call is made, so that nothing of what was done gets lost.
 */
export const inBatches = /* @__PURE__ */ Effect.fnUntraced(function*<T, Done>(
  items: ReadonlyArray<T>,
  options: {
    /** How many items one call takes. */
    readonly size: number
    readonly idOf: (item: T) => string
    readonly call: (chunk: ReadonlyArray<T>) => Effect.Effect<BatchResult<Done>, TimError>
  }
): Effect.fn.Return<BatchResult<Done>, TimError> {
  const ok: Array<Done> = []
  const failed: Array<FailedItem> = []
  const chunks = chunksOf(items, options.size)
  for (const [index, chunk] of chunks.entries()) {
    const exit = yield* Effect.result(options.call(chunk))
    if (exit._tag === "Success") {
      ok.push(...exit.success.ok)
      failed.push(...exit.success.failed)
      continue
    }
    const error = exit.failure
    if (index === 0) return yield* error
    for (const item of chunks.slice(index).flat()) {
      failed.push({ item: options.idOf(item), code: error.code, info: error.message, error })
    }
    break
  }
  return { ok, failed }
})

/**
 * Turns a batch in which some items failed into a failure with the reason `PartlyFailed`.
 *
 * @example
 * ```ts
 * import { Accounts, failOnPartial } from "timkit"
 * import * as Effect from "effect/Effect"
 *
 * const program = Effect.gen(function*() {
 *   const accounts = yield* Accounts
 *   return yield* failOnPartial(accounts.importMany(["alice", "bob"]))
 * })
 * ```
 */
export const failOnPartial = <Done, R>(
  batch: Effect.Effect<BatchResult<Done>, TimError, R>
): Effect.Effect<ReadonlyArray<Done>, TimError, R> =>
  Effect.flatMap(batch, ({ failed, ok }) =>
    failed.length === 0
      ? Effect.succeed(ok)
      : Effect.fail(new TimError({ reason: new PartlyFailed({ failed, succeeded: ok.length }) })))

/** Whether trying a failed item again may help. */
export const isWorthRetrying = (failed: FailedItem): boolean =>
  failed.code !== undefined && retryClassOf(failed.code) !== "never"
