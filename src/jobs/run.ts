/** Runs a job: from lines to results, as fast as the service grants. */
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Stream from "effect/Stream"
import { TimClient } from "../endpoint/TimClient.ts"
import { type Chunk, chunksOf } from "./chunks.ts"
import type { Job } from "./Job.ts"
import type { Line } from "./lines.ts"
import { JobStopped } from "./JobStopped.ts"
import { performer } from "./perform.ts"
import { makeProgress } from "./progress.ts"
import type { Counts, Progress, Result } from "./Result.ts"

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

/** How many calls of a job are under way at a time: 200 a second are granted, and one may take half a second. */
export const defaultConcurrency = 100

/** How a job is run. */
export interface RunOptions {
  /**
   * Names the run: the random numbers of messages come from it, so that the service knows a repeated one. The same for
   * a job that goes on, another for one that is meant to send again. Made up when left out.
   */
  readonly id?: string | undefined
  /** How many calls may be under way at a time. `defaultConcurrency` when left out. */
  readonly concurrency?: number | undefined
  /** Checks all lines, and calls nothing. */
  readonly dryRun?: boolean | undefined
  /** How long a service that cannot be reached is waited for before the job stops, in milliseconds; 600,000. */
  readonly patience?: number | undefined
  /** How many lines there are, where that is known: then progress tells the time that is left. */
  readonly total?: number | undefined
  /** Keeps what is done. Without one, a job that is interrupted has to begin anew. */
  readonly journal?: Journal | undefined
  /** Closed while the job shall pause: calls that are under way come to their end, no other begins. */
  readonly gate?: Latch.Latch | undefined
  /**
   * Ends the job once this is over: calls that are under way come to their end and are noted, no other begins. The
   * stream then ends early.
   */
  readonly ending?: Effect.Effect<unknown> | undefined
}

/** Lets those go one after the other that have the same order. */
class Queues {
  readonly #last = new Map<string, Latch.Latch>()

  /** Waits for those that came before. To be called in the order of lines. */
  readonly inTurn = <A, E, R>(keys: ReadonlyArray<string>, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.suspend(() => {
      if (keys.length === 0) return effect
      const own = Latch.makeUnsafe(false)
      const before = keys.flatMap((key) => this.#last.get(key) ?? [])
      for (const key of keys) this.#last.set(key, own)
      const leave = Effect.suspend(() => {
        for (const key of keys) if (this.#last.get(key) === own) this.#last.delete(key)
        return own.open
      })
      const turn = Effect.forEach(before, (latch) => latch.await, { discard: true })
      return Effect.ensuring(Effect.andThen(turn, effect), leave)
    })
}

/** What has an order of its own among lines that share a call. */
const ordersOf = (job: Job, { lines, settled }: Chunk): ReadonlyArray<string> => [
  ...new Set(lines.flatMap(({ item, number }) => {
    const order = item === undefined || settled.has(number) ? "" : job.orderOf(item)
    return order === "" ? [] : [order]
  }))
]

/** What went wrong, in the words of whoever it went wrong for. */
const wordsOf = (error: unknown): string => error instanceof Error ? error.message : String(error)

/** What became of lines without a call, for those who only want to know. */
const pretend = (job: Job, { lines, settled }: Chunk): ReadonlyArray<Result> =>
  lines.map(({ item = {}, number }) => settled.get(number) ?? { line: number, id: job.idOf(item), status: "done" })

/** Results as they come, in the order of their lines, each with how far the job is then. */
export interface Step {
  readonly results: ReadonlyArray<Result>
  readonly progress: Progress
}

/** What became of a chunk; nothing where the job ended before its turn. */
interface Handled {
  readonly chunk: Chunk
  readonly results: ReadonlyArray<Result> | undefined
}

/**
 * Runs a job over lines. What comes out are the results in the order of the lines, with the progress so far; the job is
 * over when the stream ends. Memory does not grow with the input.
 *
 * Fails with `JobStopped` when the job cannot go on: the service does not accept the key, cannot be reached for too
 * long, or what is done cannot be kept. What came before is done by then. Interrupting it is safe at any time; with a
 * journal it goes on from there. `ending` ends it more gently.
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
    const { concurrency = defaultConcurrency, dryRun = false, ending, gate, patience = 600_000, total } = options
    const { id = crypto.randomUUID() } = options
    const journal = dryRun ? undefined : options.journal
    const client = yield* TimClient
    const earlier = journal?.earlier
    const perform = performer(job, client, { id, patience, ending, begun: earlier?.begun })
    const progressOf = makeProgress(total, earlier?.counts)
    const queues = new Queues()
    // What made the job stop. Nothing is called any more behind it: that would not be noted.
    let stopped: JobStopped | undefined
    let isRead = false
    let isCut = false
    /** Waits while the job pauses. False where it ends meanwhile. */
    const mayGo: Effect.Effect<boolean> = gate === undefined
      ? Effect.succeed(true)
      : Effect.raceFirst(Effect.as(gate.await, true), ending === undefined ? Effect.never : Effect.as(ending, false))

    const makeCalls = (chunk: Chunk): Effect.Effect<Handled> =>
      Effect.gen(function*() {
        if (!(yield* mayGo) || stopped !== undefined) return { chunk, results: undefined }
        const mustBeNoted = chunk.settled.size < chunk.lines.length && job.endpoint.repeatability !== "repeatable"
        if (journal !== undefined && mustBeNoted) yield* journal.begin(chunk.last)
        return { chunk, results: yield* perform(chunk) }
      }).pipe(
        Effect.catch((reason: JobStopped) => {
          stopped ??= reason
          return Effect.succeed({ chunk, results: undefined })
        })
      )
    const handle = (chunk: Chunk): Effect.Effect<Handled> =>
      dryRun
        ? Effect.map(mayGo, (may) => ({ chunk, results: may ? pretend(job, chunk) : undefined }))
        : queues.inTurn(ordersOf(job, chunk), makeCalls(chunk))
    const keep = ({ chunk, results }: Handled): Effect.Effect<Step | undefined, JobStopped> =>
      Effect.gen(function*() {
        if (results === undefined) {
          isCut = true
          return yield* stopped ?? Effect.undefined
        }
        if (journal !== undefined) yield* journal.settle(results, chunk.lines)
        return { results, progress: yield* progressOf(results) }
      })
    const finish = Effect.suspend(() => journal === undefined || !isRead || isCut ? Effect.void : journal.finish)

    const source = async function*() {
      yield* chunksOf(job, lines, earlier?.settled ?? 0)
      isRead = true
    }
    const chunks = Stream.fromAsyncIterable(source(), (error) => {
      const detail = `The input cannot be read to its end: ${wordsOf(error)}`
      return error instanceof JobStopped ? error : new JobStopped({ detail })
    })
    const whole = ending === undefined ? chunks : Stream.haltWhen(chunks, ending)
    return whole.pipe(
      Stream.mapEffect(handle, { concurrency }),
      Stream.mapEffect(keep),
      Stream.takeWhile((step) => step !== undefined),
      Stream.concat(Stream.drain(Stream.fromEffect(finish)))
    )
  }))
