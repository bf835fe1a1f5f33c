/** Jobs for those who do not use Effect. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Cause from "effect/Cause"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import type { ConnectOptions } from "../connection.ts"
import { TimClient } from "../endpoint/TimClient.ts"
import { CurrentTransport, makeFetchTransport } from "../endpoint/Transport.ts"
import type { Job } from "./Job.ts"
import { valueLines } from "./lines.ts"
import { type Counts, noCounts, type Progress, type Result } from "./Result.ts"
import { run, type RunOptions } from "./run.ts"

/** How a job is run from a script. */
export interface RunJobOptions extends Pick<RunOptions, "id" | "concurrency" | "dryRun" | "patience" | "total"> {
  /** Called whenever items came to an end. The job waits for what it returns. */
  readonly onProgress?: ((progress: Progress) => unknown) | undefined
  /** Called with what became of items, in their order. The job waits for what it returns. */
  readonly onResults?: ((results: ReadonlyArray<Result>) => unknown) | undefined
  /** Aborts the job: calls that are under way come to their end, no other begins, and the promise is rejected. */
  readonly signal?: AbortSignal | undefined
}

const waitFor = (signal: AbortSignal): Effect.Effect<void> =>
  Effect.callback((resume) => {
    const wake = () => resume(Effect.void)
    if (signal.aborted) return wake()
    signal.addEventListener("abort", wake, { once: true })
    return Effect.sync(() => signal.removeEventListener("abort", wake))
  })

/** What a callback of the caller's throws is the caller's. */
class Thrown {
  readonly error: unknown
  constructor(error: unknown) {
    this.error = error
  }
}

const tell = <A>(callback: ((value: A) => unknown) | undefined, value: A): Effect.Effect<void, Thrown> =>
  callback === undefined ? Effect.void : Effect.asVoid(Effect.tryPromise({
    try: async () => callback(value),
    catch: (error) => new Thrown(error)
  }))

/**
 * Runs a job over values, and answers how many came to each end. The values are plain objects or builders, in a list or
 * in anything that can be iterated; memory does not grow with them. There is no journal: what is interrupted begins
 * anew, unless `id` says that it is the same run.
 *
 * Rejects with a `JobStopped` when the job cannot go on, with a `TimError` when the options are wrong, with the reason
 * of the signal when it was aborted, and with whatever a callback throws.
 *
 * @example
 * ```ts
 * import { emulator } from "timkit/emulator"
 * import { jobs, runJob } from "timkit/jobs"
 *
 * const { options } = emulator()
 * const users = [{ UserID: "alice", Nick: "Alice" }, { UserID: "bob" }]
 * const counts = await runJob(options, jobs.importAccounts, users, {
 *   onProgress: ({ settled }) => console.log(settled)
 * })
 * console.log(counts.done) // 2
 * ```
 */
export const runJob = async (
  options: ConnectOptions,
  job: Job,
  values: Iterable<unknown> | AsyncIterable<unknown>,
  { onProgress, onResults, signal, ...rest }: RunJobOptions = {}
): Promise<Counts> => {
  signal?.throwIfAborted()
  const { fetch, layer, ...connection } = options
  const ending = signal === undefined ? undefined : waitFor(signal)
  const counts = Stream.runFoldEffect(
    run(job, valueLines(values), { ...rest, ending }),
    () => noCounts,
    (_, { progress, results }) =>
      tell(onResults, results).pipe(Effect.andThen(tell(onProgress, progress)), Effect.as(progress.counts))
  )
  const transport = fetch === undefined ? Layer.empty : Layer.succeed(CurrentTransport)(makeFetchTransport(fetch))
  const client = TimClient.layer(connection).pipe(
    Layer.provide(Layer.merge(transport, layer ?? Layer.empty))
  )
  const exit = await Effect.runPromiseExit(Effect.provide(counts, client))
  signal?.throwIfAborted()
  if (Exit.isSuccess(exit)) return exit.value
  const error = Cause.squash(exit.cause)
  throw error instanceof Thrown ? error.error : error
}
