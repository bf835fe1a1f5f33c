/** Runs a job: from lines to results, as fast as the service grants. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Stream from "effect/Stream"
import { TimClient } from "../endpoint/TimClient.ts"
import { type Chunk, chunksOf } from "./chunks.ts"
import type { Job } from "./Job.ts"
import type { Line } from "./lines.ts"
import { JobStopped, performer } from "./perform.ts"
import { count, type Counts, noCounts, type Progress, type Result } from "./Result.ts"

/** What is kept of a job while it runs, so that another process can go on. */
export interface Journal {
  /** What an earlier process has left behind; nothing where this one is the first. */
  readonly earlier: Earlier | undefined
  /** Notes, for good, that everything through a line may be called from now on. */
  readonly begin: (line: number) => Effect.Effect<void, JobStopped>
  /** Notes what became of the next lines. */
  readonly settle: (results: ReadonlyArray<Result>, lines: ReadonlyArray<Line>) => Effect.Effect<void, JobStopped>
  /** Everything is settled. */
  readonly finish: Effect.Effect<void, JobStopped>
}

/** What an earlier process has left behind. */
export interface Earlier {
  /** The last line that is settled. */
  readonly settled: number
  readonly counts: Counts
  /** What may have been called beyond that, and when at the earliest. */
  readonly begun: { readonly through: number; readonly at: number } | undefined
  /** Whether all is done. */
  readonly finished: boolean
}

/** How a job is run. */
export interface RunOptions {
  /**
   * Names the run: the random numbers of messages come from it, so that the service knows a repeated one. The same for a
   * job that goes on, another for one that is meant to send again. Made up when left out.
   */
  readonly id?: string | undefined
  /** How many calls may be under way at a time. 50 when left out. */
  readonly concurrency?: number | undefined
  /** Checks all lines, and calls nothing. */
  readonly dryRun?: boolean | undefined
  /** How long a service that cannot be reached is waited for, in milliseconds, before the job stops. 600,000 when left out. */
  readonly patience?: number | undefined
  /** How many lines there are, where that is known: then progress tells the time that is left. */
  readonly total?: number | undefined
  /** Keeps what is done. Without one, a job that is interrupted has to begin anew. */
  readonly journal?: Journal | undefined
  /** Closed while the job shall pause. */
  readonly gate?: Latch.Latch | undefined
}

/** Speeds of the last seconds. */
class Speed {
  readonly #times: Array<readonly [at: number, settled: number]> = []

  note(at: number, settled: number): number {
    this.#times.push([at, settled])
    while (this.#times.length > 2 && at - (this.#times[0]?.[0] ?? at) > 10_000) this.#times.shift()
    const [since, before] = this.#times[0] ?? [at, settled]
    return at === since ? 0 : (settled - before) / (at - since) * 1_000
  }
}

const sumOf = (counts: Counts): number => Object.values(counts).reduce((sum, each) => sum + each, 0)

/** What became of lines without a call, for those who only want to know. */
const pretend = (job: Job, { lines, settled }: Chunk): ReadonlyArray<Result> =>
  lines.map(({ item = {}, number }) => settled.get(number) ?? { line: number, id: job.idOf(item), status: "done" })

/** Results as they come, in the order of their lines, each with how far the job is then. */
export interface Step {
  readonly results: ReadonlyArray<Result>
  readonly progress: Progress
}

/**
 * Runs a job over lines. What comes out are the results in the order of the lines, with the progress so far; the job is
 * over when the stream ends. Memory does not grow with the input.
 *
 * Fails with `JobStopped` when the job cannot go on: the service does not accept the key, cannot be reached for too long,
 * or what is done cannot be kept. Interrupting it is safe at any time; with a journal it goes on from there.
 *
 * @example
 * ```ts
 * import { Emulator } from "timkit/emulator"
 * import { jobs, run, valueLines } from "timkit/jobs"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * const accounts = valueLines([{ UserID: "alice" }, { UserID: "bob" }])
 * const steps = Stream.runCollect(run(jobs.importAccounts, accounts)).pipe(Effect.provide(Emulator.layer()))
 * const last = (await Effect.runPromise(steps)).at(-1)
 * console.log(last?.progress.counts.done) // 2
 * ```
 */
export const run = (
  job: Job,
  lines: AsyncIterable<Line>,
  options: RunOptions = {}
): Stream.Stream<Step, JobStopped, TimClient> =>
  Stream.unwrap(Effect.gen(function*() {
    const { concurrency = 50, dryRun = false, gate, id = crypto.randomUUID(), journal, patience = 600_000, total } = options
    const client = yield* TimClient
    const earlier = journal?.earlier
    const perform = performer(job, client, { id, patience, begun: earlier?.begun })
    const speed = new Speed()
    let counts = earlier?.counts ?? noCounts
    const handle = (chunk: Chunk) =>
      Effect.gen(function*() {
        if (dryRun) return { chunk, results: pretend(job, chunk) }
        if (gate !== undefined) yield* gate.await
        const needsCall = chunk.settled.size < chunk.lines.length
        if (journal !== undefined && needsCall && job.endpoint.repeatability !== "repeatable") yield* journal.begin(chunk.last)
        return { chunk, results: yield* perform(chunk) }
      })
    const keep = ({ chunk, results }: { readonly chunk: Chunk; readonly results: ReadonlyArray<Result> }) =>
      Effect.gen(function*() {
        if (journal !== undefined && !dryRun) yield* journal.settle(results, chunk.lines)
        counts = count(counts, results)
        const settled = sumOf(counts)
        const perSecond = speed.note(yield* Clock.currentTimeMillis, settled)
        const secondsLeft = total === undefined || perSecond === 0 ? undefined : (total - settled) / perSecond
        return { results, progress: { counts, settled, perSecond, total, secondsLeft } }
      })
    const finish = journal === undefined || dryRun ? Effect.void : journal.finish
    const unreadable = () => new JobStopped({ detail: "The input cannot be read to its end" })
    return Stream.fromAsyncIterable(chunksOf(job, lines, earlier?.settled ?? 0), unreadable).pipe(
      Stream.mapEffect(handle, { concurrency }),
      Stream.mapEffect(keep),
      Stream.concat(Stream.drain(Stream.fromEffect(finish)))
    )
  }))
