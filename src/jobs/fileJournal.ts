/**
 * The journal of a job in files beside its input, so that a process that was killed can go on.
 *
 * - `<input>.results.ndjson`: a line for each item, in order.
 * - `<input>.failed.ndjson`: the items that were not done, as they were read; it can be fed in again.
 * - `<input>.unknown.ndjson`: the items that may have been done.
 * - `<input>.journal`: where the job is. Notes are only added, so a process that dies leaves at most half a note, which
 *   does not count.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import type { Job } from "./Job.ts"
import type { Line } from "./lines.ts"
import { JobStopped } from "./perform.ts"
import { count, type Counts, noCounts, type Result } from "./Result.ts"
import type { Earlier, Journal } from "./run.ts"

/** The files of a job, by what is in them. */
export const filesOf = (input: string) => ({
  journal: `${input}.journal`,
  results: `${input}.results.ndjson`,
  failed: `${input}.failed.ndjson`,
  unknown: `${input}.unknown.ndjson`
})

const outputs = ["results", "failed", "unknown"] as const
type Output = (typeof outputs)[number]

/** How often results are noted, in milliseconds. What comes in between is done again after a kill, where that may be. */
const settleEvery = 500

const Head = Schema.Struct({ job: Schema.String, id: Schema.String, input: Schema.String, bytes: Schema.Number })

/** Through which line calls may have been made since when; in milliseconds since 1970. */
const Begun = Schema.Struct({ begun: Schema.Number, at: Schema.Number })

const Settled = Schema.Struct({
  settled: Schema.Number,
  counts: Schema.Struct({
    done: Schema.Number,
    failed: Schema.Number,
    unknown: Schema.Number,
    invalid: Schema.Number,
    duplicate: Schema.Number
  }),
  /** How long the files are. */
  bytes: Schema.Struct({ results: Schema.Number, failed: Schema.Number, unknown: Schema.Number }),
  finished: Schema.Boolean
})

const isHead = Schema.is(Head)
const isBegun = Schema.is(Begun)
const isSettled = Schema.is(Settled)

/** What the notes of a journal come to. */
interface Read {
  readonly head: typeof Head.Type
  readonly settled: typeof Settled.Type
  readonly begun: ReadonlyArray<typeof Begun.Type>
}

const nothing: typeof Settled.Type = {
  settled: 0,
  counts: noCounts,
  bytes: { results: 0, failed: 0, unknown: 0 },
  finished: false
}

const readNotes = (text: string): Read | undefined => {
  let head: typeof Head.Type | undefined
  let settled = nothing
  let begun: Array<typeof Begun.Type> = []
  for (const line of text.split("\n")) {
    let note: unknown
    try {
      note = JSON.parse(line)
    } catch {
      // The process died while it wrote this one.
      continue
    }
    if (isHead(note)) head = note
    else if (isSettled(note)) {
      settled = note
      begun = begun.filter((each) => each.begun > settled.settled)
    } else if (isBegun(note)) begun.push(note)
  }
  return head === undefined ? undefined : { head, settled, begun }
}

/** Which job on which input this is. */
export interface JournalOptions {
  /** The file with the items; the others are beside it. */
  readonly input: string
  readonly job: Job
  /** Whether to forget an earlier run, and to begin with another id. */
  readonly again?: boolean | undefined
}

/** A journal in files, and the id of its run. */
export interface FileJournal extends Journal {
  readonly id: string
  readonly files: ReturnType<typeof filesOf>
}

const stopped = (what: string) => ({ reason }: PlatformError) =>
  new JobStopped({ detail: `The ${what} cannot be written (${reason._tag}); nothing that was noted is lost` })

/**
 * Opens the journal of a job on an input, and whatever an earlier process has left. Only one process may do so at a time.
 *
 * Fails with `JobStopped` when the files cannot be written, or belong to another job or another input.
 */
export const fileJournal = Effect.fnUntraced(function*(
  { again = false, input, job }: JournalOptions
): Effect.fn.Return<FileJournal, JobStopped, FileSystem.FileSystem | Scope.Scope> {
  const fs = yield* FileSystem.FileSystem
  const files = filesOf(input)
  const unreadable = () => new JobStopped({ detail: `The input ${input} cannot be read` })
  const bytes = Number((yield* Effect.mapError(fs.stat(input), unreadable)).size)
  const exists = yield* Effect.mapError(fs.exists(files.journal), stopped("journal"))
  const text = exists && !again ? yield* Effect.mapError(fs.readFileString(files.journal), stopped("journal")) : ""
  const read = readNotes(text)
  if (read !== undefined && (read.head.job !== job.name || read.head.bytes !== bytes)) {
    const what = read.head.job === job.name ? "the input has changed since" : `it belongs to ${read.head.job}`
    return yield* new JobStopped({ detail: `${files.journal} is of an earlier run and ${what}; remove it to begin anew` })
  }
  const id = read?.head.id ?? crypto.randomUUID()
  const encoder = new TextEncoder()

  // What was written after the last note is written again.
  for (const output of outputs) {
    const length = read?.settled.bytes[output] ?? 0
    const path = files[output]
    if (length === 0) yield* Effect.mapError(fs.writeFileString(path, ""), stopped(output))
    else yield* Effect.mapError(fs.truncate(path, length), stopped(output))
  }
  const open = (path: string) => Effect.mapError(fs.open(path, { flag: "a" }), stopped("journal"))
  const lineOf = (value: object) => `${JSON.stringify(value)}\n`

  // What the notes come to takes their place as a whole: whenever this process dies, one of both is there.
  const sum = [{ job: job.name, id, input, bytes }, read?.settled ?? nothing, ...read?.begun ?? []].map(lineOf).join("")
  yield* Effect.gen(function*() {
    const next = `${files.journal}.next`
    yield* Effect.scoped(Effect.gen(function*() {
      const file = yield* fs.open(next, { flag: "w" })
      yield* file.writeAll(encoder.encode(sum))
      yield* file.sync
    }))
    yield* fs.rename(next, files.journal)
  }).pipe(Effect.mapError(stopped("journal")))
  const notes = yield* open(files.journal)
  const handles = {
    results: yield* open(files.results),
    failed: yield* open(files.failed),
    unknown: yield* open(files.unknown)
  }

  const one = Semaphore.makeUnsafe(1)
  const note = (value: object) =>
    Effect.andThen(notes.writeAll(encoder.encode(lineOf(value))), notes.sync).pipe(
      Effect.mapError(stopped("journal"))
    )

  let state = read?.settled ?? nothing

  let counts: Counts = state.counts
  let waiting: Record<Output, string> = { results: "", failed: "", unknown: "" }
  let settled = state.settled
  let notedAt = yield* Clock.currentTimeMillis

  /** Writes what waits, and then notes that it is there. */
  const flush = (finished: boolean) =>
    one.withPermit(Effect.gen(function*() {
      const texts = waiting
      const through = { settled, counts, finished }
      waiting = { results: "", failed: "", unknown: "" }
      const lengths = { ...state.bytes }
      for (const output of outputs) {
        if (texts[output] === "") continue
        const written = encoder.encode(texts[output])
        yield* Effect.mapError(Effect.andThen(handles[output].writeAll(written), handles[output].sync), stopped(output))
        lengths[output] += written.length
      }
      state = { ...through, bytes: lengths }
      yield* note(state)
      notedAt = yield* Clock.currentTimeMillis
    }))

  /** Through which line it was asked to begin, and through which that was noted. */
  let asked = 0
  let begun = 0
  const begin = (line: number): Effect.Effect<void, JobStopped> =>
    Effect.suspend(() => {
      asked = Math.max(asked, line)
      return one.withPermit(Effect.gen(function*() {
        // Who waited may find that somebody else has noted it for both.
        if (begun >= line) return
        const through = asked
        yield* note({ begun: through, at: yield* Clock.currentTimeMillis })
        begun = through
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
  yield* Effect.addFinalizer(() => Effect.ignore(state.finished ? Effect.void : flush(false)))

  const earlier: Earlier | undefined = read === undefined
    ? undefined
    : {
      settled: read.settled.settled,
      counts: read.settled.counts,
      finished: read.settled.finished,
      begun: read.begun.length === 0
        ? undefined
        : { through: Math.max(...read.begun.map((each) => each.begun)), at: Math.min(...read.begun.map(({ at }) => at)) }
    }
  return { id, files, earlier, begin, settle, finish: flush(true) }
})
