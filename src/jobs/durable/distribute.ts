/** What submitters do: they cut a job into parts, and gather what became of them. */
import * as Effect from "effect/Effect"
import type * as Latch from "effect/Latch"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { WorkflowEngine } from "effect/workflow/WorkflowEngine"
import type { Chunk } from "../chunks.ts"
import type { Job } from "../Job.ts"
import type { Line } from "../lines.ts"
import { JobStopped } from "../JobStopped.ts"
import { makeProgress } from "../progress.ts"
import type { Result } from "../Result.ts"
import type { Step } from "../run.ts"
import { JobPart, type Outcome, type PartPayload } from "./JobPart.ts"
import { openLines, type Part, partsOf } from "./parts.ts"

/** How a job is distributed. */
export interface DistributeOptions {
  /**
   * Names the run. With the same id and the same lines, a job that was interrupted goes on, and one that is over answers
   * what became of it; the random numbers of messages come from it. Another id does everything anew.
   */
  readonly id: string
  /** How many parts, of up to 50 calls, may be under way at a time, on all runners together. 16 when left out. */
  readonly concurrency?: number | undefined
  /** How long runners wait for a service that cannot be reached, in milliseconds, before they stop. 600,000 when left out. */
  readonly patience?: number | undefined
  /** How many lines there are, where that is known: then progress tells the time that is left. */
  readonly total?: number | undefined
  /** Closed while no further parts shall begin. */
  readonly gate?: Latch.Latch | undefined
}

/** Settled results and those of runners, in the order of the lines. */
const inOrder = (chunks: ReadonlyArray<Chunk>, called: ReadonlyMap<number, Result>): ReadonlyArray<Result> =>
  chunks.flatMap(({ lines, settled }) => lines.flatMap(({ number }) => settled.get(number) ?? called.get(number) ?? []))

const changed = (part: Part) =>
  new JobStopped({
    detail: `An earlier run with this id had other lines, at or before line ${part.chunks.at(-1)?.last ?? 0}`
  })

/** What became of an attempt, from the store where it is there; and whether it is new. */
const attempt = Effect.fnUntraced(function*(payload: PartPayload) {
  const known = yield* Effect.flatMap(JobPart.executionId(payload), (id) => JobPart.poll(id))
  return Option.isSome(known) && known.value._tag === "Complete"
    ? { outcome: yield* known.value.exit, isNew: false }
    : { outcome: yield* JobPart.execute(payload), isNew: true }
})

const runPart = Effect.fnUntraced(function*(job: Job, part: Part, { id, patience = 600_000 }: DistributeOptions) {
  const called = new Map<number, Result>()
  let begun: NonNullable<(typeof Outcome.Type)["stopped"]>["begun"]
  for (let attempts = 0;; attempts++) {
    const calls = part.chunks.map((chunk) =>
      openLines(chunk).filter(({ number }) => !called.has(number))
        // Not as it was read: fields may have been added since.
        .map(({ item, number }) => ({ number, text: JSON.stringify(item) }))
    ).filter(({ length }) => length > 0)
    if (calls.length === 0) return inOrder(part.chunks, called)
    const { isNew, outcome } = yield* attempt({
      job: job.name,
      run: id,
      part: part.number,
      attempt: attempts,
      digest: part.digest,
      patience,
      calls,
      ...begun === undefined ? {} : { begun }
    })
    if (outcome.digest !== part.digest) return yield* changed(part)
    for (const result of outcome.results) called.set(result.line, result)
    if (outcome.stopped === undefined) return inOrder(part.chunks, called)
    // What stopped an earlier run may be mended by now.
    if (isNew) return yield* new JobStopped({ detail: outcome.stopped.detail })
    begun = outcome.stopped.begun
  }
})

/**
 * Runs a job on all runners that share an engine. What comes out are the results in the order of the lines, with the
 * progress so far; the job is over when the stream ends.
 *
 * Runners keep what is done. One that is lost is replaced by the others, which go on with what it has left: what may be
 * repeated is called again, and so are messages while the service still knows their random numbers. Everything else that
 * it may have called is told as `unknown`. A submitter that is lost can be started again with the same id and lines.
 *
 * Fails with `JobStopped` when a runner cannot go on, when the lines are not those of an earlier run with the same id, or
 * when the engine fails.
 *
 * @example
 * ```ts
 * import { Emulator } from "timkit/emulator"
 * import { jobs, valueLines } from "timkit/jobs"
 * import { distribute, jobRunner } from "timkit/jobs/durable"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 * import * as Stream from "effect/Stream"
 * import * as WorkflowEngine from "effect/workflow/WorkflowEngine"
 *
 * // One runner and an engine in memory. In production it is a cluster, and runners are processes of their own.
 * const runner = jobRunner().pipe(Layer.provideMerge(WorkflowEngine.layerMemory), Layer.provide(Emulator.layer()))
 *
 * const accounts = valueLines([{ UserID: "alice" }, { UserID: "bob" }])
 * const steps = Stream.runCollect(distribute(jobs.importAccounts, accounts, { id: "first import" }))
 * const last = (await Effect.runPromise(Effect.provide(steps, runner))).at(-1)
 * console.log(last?.progress.counts.done) // 2
 * ```
 */
export const distribute = (
  job: Job,
  lines: AsyncIterable<Line>,
  options: DistributeOptions
): Stream.Stream<Step, JobStopped, WorkflowEngine> =>
  Stream.unwrap(Effect.sync(() => {
    const { concurrency = 16, gate, total } = options
    const progressOf = makeProgress(total)
    const handle = (part: Part) =>
      Effect.andThen(gate === undefined ? Effect.void : gate.await, runPart(job, part, options)).pipe(
        Effect.catchDefect((defect) =>
          Effect.fail(new JobStopped({ detail: `The engine failed, and what is done is kept: ${String(defect)}` }))
        )
      )
    const unreadable = () => new JobStopped({ detail: "The input cannot be read to its end" })
    return Stream.fromAsyncIterable(partsOf(job, lines), unreadable).pipe(
      Stream.mapEffect(handle, { concurrency }),
      Stream.mapEffect((results) => Effect.map(progressOf(results), (progress) => ({ results, progress })))
    )
  }))
