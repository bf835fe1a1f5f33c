/**
 * The journal of a job in files beside its input, so that a process that was killed can go on.
 *
 * - `<input>.results.ndjson`: a line for each item, in order.
 * - `<input>.failed.ndjson`: the items that were not done, as they were read; it can be fed in again.
 * - `<input>.unknown.ndjson`: the items that may have been done.
 * - `<input>.lock`: there while a process is at it.
 * - `<input>.journal`: where the job is. Notes are only added, so a process that dies leaves at most half a note, which
 *   does not count.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import type { Item, Job } from "./Job.ts"
import { JobStopped } from "./JobStopped.ts"
import type { Line } from "./lines.ts"
import { lock } from "./lock.ts"
import { measure } from "./measure.ts"
import { inShort, noteLine, nothing, type Notes, readNotes } from "./notes.ts"
import { count, type Result } from "./Result.ts"
import type { Earlier, Journal } from "./run.ts"
import { whyOf } from "./whyOf.ts"

/** The files of a job, by what is in them. */
export interface JobFiles {
  readonly journal: string
  readonly results: string
  readonly failed: string
  readonly unknown: string
  /** There while a process is at it. */
  readonly lock: string
}

/**
 * The files of a job on an input, by what is in them. They are beside it.
 *
 * @example
 * ```ts
 * import { filesOf } from "timkit/jobs"
 *
 * console.log(filesOf("users.csv").failed) // users.csv.failed.ndjson
 * ```
 */
export const filesOf = (input: string): JobFiles => ({
  journal: `${input}.journal`,
  results: `${input}.results.ndjson`,
  failed: `${input}.failed.ndjson`,
  unknown: `${input}.unknown.ndjson`,
  lock: `${input}.lock`
})

const outputs = ["results", "failed", "unknown"] as const
type Output = (typeof outputs)[number]

/** How often results are noted, in milliseconds. What comes in between is done again after a kill, where it may. */
const settleEvery = 500

/** After how many notes the journal is written anew, in short: a long job would leave hundreds of megabytes. */
const longestJournal = 20_000

/** Which job on which input this is. */
export interface JournalOptions {
  /** The file with the items; the others are beside it. */
  readonly input: string
  readonly job: Job
  /** Whether to forget an earlier run, and to begin with another id. */
  readonly again?: boolean | undefined
  /** Fields that each item has unless it names them itself. Others than those of an earlier run are another input. */
  readonly defaults?: Item | undefined
}

/** A journal in files, and the id of its run. */
export interface FileJournal extends Journal {
  readonly id: string
  readonly files: JobFiles
  /** How many items the input has about. */
  readonly items: number
}

const stopped = (what: string) => (error: PlatformError) =>
  new JobStopped({ detail: `${what} cannot be written (${whyOf(error)}); nothing that was noted is lost` })

/** What an earlier run has left, where it is one of the same job on the same input. */
const readEarlier = (
  text: string,
  { again = false, input, job }: JournalOptions,
  sum: string
): Notes | JobStopped | undefined => {
  const notes = again ? undefined : readNotes(text)
  const path = filesOf(input).journal
  const otherwise = "begin anew with `again`, which does everything once more, or move it away"
  if (notes === undefined) {
    // What was not written by a job is not overwritten by one.
    return text.trim() === "" || readNotes(text) !== undefined
      ? undefined
      : new JobStopped({ detail: `${path} is no journal; move it away` })
  }
  if (notes.head.job !== job.name) {
    return new JobStopped({ detail: `${path} belongs to the job ${notes.head.job}, not ${job.name}; ${otherwise}` })
  }
  return notes.head.sum === sum ? notes : new JobStopped({
    detail: `${input}, or what is merged into its items, has changed since ${path} was begun; ${otherwise}`
  })
}

const earlierOf = ({ begun, settled }: Notes): Earlier => ({
  settled: settled.settled,
  counts: settled.counts,
  finished: settled.finished,
  begun: begun.length === 0
    ? undefined
    : { through: Math.max(...begun.map((each) => each.begun)), at: Math.min(...begun.map(({ at }) => at)) }
})

/**
 * Opens the journal of a job on an input, and whatever an earlier process has left. Only one process may do so at a
 * time. Where the job is finished already, nothing is touched.
 *
 * Fails with `JobStopped` when the input cannot be read, the files cannot be written, or belong to another job or
 * another input.
 */
export const fileJournal = Effect.fnUntraced(function*(
  options: JournalOptions
): Effect.fn.Return<FileJournal, JobStopped, FileSystem.FileSystem | Scope.Scope> {
  const { defaults = {}, input, job } = options
  const fs = yield* FileSystem.FileSystem
  const files = filesOf(input)
  const { items, sum } = yield* measure(input, JSON.stringify(defaults))
  yield* lock(files.lock)
  const exists = yield* Effect.mapError(fs.exists(files.journal), stopped(files.journal))
  const text = exists ? yield* Effect.mapError(fs.readFileString(files.journal), stopped(files.journal)) : ""
  const read = readEarlier(text, options, sum)
  if (read instanceof JobStopped) return yield* read
  if (read?.settled.finished === true) {
    const { id } = read.head
    const done = Effect.void
    return { id, files, items, earlier: earlierOf(read), begin: () => done, settle: () => done, finish: done }
  }

  const fresh = () => ({ head: { job: job.name, id: crypto.randomUUID(), input, sum }, settled: nothing, begun: [] })
  let notes: Notes = read ?? fresh()
  const encoder = new TextEncoder()
  const writeTo = (file: FileSystem.File, written: string) =>
    Effect.andThen(file.writeAll(encoder.encode(written)), file.sync)

  // A file that is shorter would be filled up with nothing.
  for (const output of outputs) {
    const length = notes.settled.bytes[output]
    const size = yield* Effect.orElseSucceed(Effect.map(fs.stat(files[output]), (info) => Number(info.size)), () => 0)
    if (size >= length) continue
    return yield* new JobStopped({
      detail: `${files[output]} is shorter than ${files.journal} says: put it back, or begin anew with \`again\``
    })
  }

  const scope = yield* Scope.Scope
  /** What the notes come to takes their place as a whole: whenever this process dies, one of both is there. */
  const shorten = Effect.gen(function*() {
    const next = `${files.journal}.next`
    yield* fs.remove(next, { force: true })
    yield* Effect.scoped(Effect.flatMap(fs.open(next, { flag: "wx" }), (file) => writeTo(file, inShort(notes))))
    yield* fs.rename(next, files.journal)
    // The name shall outlive a power cut as well: without a journal everything would begin anew. Where folders cannot
    // be opened, the system decides.
    const folder = files.journal.replace(/[^/\\]*$/, "") || "."
    yield* Effect.ignore(Effect.scoped(Effect.flatMap(fs.open(folder, { flag: "r" }), ({ sync }) => sync)))
    return yield* Scope.provide(fs.open(files.journal, { flag: "a" }), scope)
  }).pipe(Effect.mapError(stopped(files.journal)))
  let journal = yield* shorten
  let written = 0

  // Only now: what was written after the last note is written again.
  const openOutput = (output: Output) =>
    Effect.gen(function*() {
      const file = yield* fs.open(files[output], { flag: "a" })
      yield* fs.truncate(files[output], notes.settled.bytes[output])
      return file
    }).pipe(Effect.mapError(stopped(files[output])))
  const handles = {
    results: yield* openOutput("results"),
    failed: yield* openOutput("failed"),
    unknown: yield* openOutput("unknown")
  }

  const one = Semaphore.makeUnsafe(1)
  let isBroken = false
  /**
   * One after the other, and to its end though nobody waits for it any longer: half of it would be noted as all. What
   * has gone wrong once has left who knows what behind the last note; only another process may look at that.
   */
  const exclusively = (effect: Effect.Effect<void, JobStopped>): Effect.Effect<void, JobStopped> =>
    Effect.suspend(() =>
      isBroken ? Effect.fail(new JobStopped({ detail: `${files.journal} was not written before` })) : effect
    ).pipe(
      Effect.tapError(() =>
        Effect.sync(() => {
          isBroken = true
        })
      ),
      one.withPermit,
      Effect.uninterruptible
    )
  const note = (value: Parameters<typeof noteLine>[0]) =>
    Effect.gen(function*() {
      yield* Effect.mapError(writeTo(journal, noteLine(value)), stopped(files.journal))
      if (++written < longestJournal) return
      journal = yield* shorten
      written = 0
    })

  let { counts, settled } = notes.settled
  let waiting: Record<Output, string> = { results: "", failed: "", unknown: "" }
  let notedAt = yield* Clock.currentTimeMillis

  /** Writes what waits, and then notes that it is there. */
  const flush = (finished: boolean) =>
    exclusively(Effect.gen(function*() {
      const texts = waiting
      const through = { settled, counts, finished }
      if (through.settled === notes.settled.settled && !finished) return
      waiting = { results: "", failed: "", unknown: "" }
      const bytes = { ...notes.settled.bytes }
      for (const output of outputs) {
        if (texts[output] === "") continue
        yield* Effect.mapError(writeTo(handles[output], texts[output]), stopped(files[output]))
        bytes[output] += encoder.encode(texts[output]).length
      }
      notes = {
        ...notes,
        settled: { ...through, bytes },
        begun: notes.begun.filter(({ begun }) => begun > through.settled)
      }
      yield* note(notes.settled)
      notedAt = yield* Clock.currentTimeMillis
    }))

  /** Through which line it was asked to begin, and through which that was noted. */
  let asked = 0
  let begun = 0
  const begin = (line: number): Effect.Effect<void, JobStopped> =>
    Effect.suspend(() => {
      asked = Math.max(asked, line)
      return exclusively(Effect.gen(function*() {
        // Who waited may find that somebody else has noted it for both.
        if (begun >= line) return
        const through = { begun: asked, at: yield* Clock.currentTimeMillis }
        notes = { ...notes, begun: [...notes.begun, through] }
        yield* note(through)
        begun = through.begun
      }))
    })

  const settle = (results: ReadonlyArray<Result>, lines: ReadonlyArray<Line>): Effect.Effect<void, JobStopped> =>
    Effect.suspend(() => {
      for (const [place, result] of results.entries()) {
        const { text = "" } = lines[place] ?? {}
        waiting.results += `${JSON.stringify(result)}\n`
        if (result.status === "failed" || result.status === "invalid") waiting.failed += `${text}\n`
        if (result.status === "unknown") waiting.unknown += `${text}\n`
      }
      counts = count(counts, results)
      settled = lines.at(-1)?.number ?? settled
      return Effect.flatMap(Clock.currentTimeMillis, (now) => now - notedAt < settleEvery ? Effect.void : flush(false))
    })

  // Whoever interrupts a job, or stops it, finds what is done noted.
  yield* Effect.addFinalizer(() => notes.settled.finished || isBroken ? Effect.void : Effect.ignore(flush(false)))

  const earlier = read === undefined ? undefined : earlierOf(read)
  return { id: notes.head.id, files, items, earlier, begin, settle, finish: flush(true) }
})
