/** Jobs from files. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { TimClient } from "../endpoint/TimClient.ts"
import { csvLines } from "./csvLines.ts"
import { fileJournal, filesOf, type JobFiles } from "./fileJournal.ts"
import type { Item, Job } from "./Job.ts"
import type { JobStopped } from "./JobStopped.ts"
import { type Line, ndjsonLines, withDefaults } from "./lines.ts"
import { isTable, measure } from "./measure.ts"
import { type Earlier, run, type RunOptions, type Step } from "./run.ts"

/** The lines of a file: a table where its name ends in `.csv`, otherwise lines of JSON. */
export const fileLines = (
  job: Job,
  path: string
): Effect.Effect<AsyncIterable<Line>, never, FileSystem.FileSystem> =>
  Effect.map(FileSystem.FileSystem, (fs) => {
    const bytes = Stream.toAsyncIterable(fs.stream(path))
    return isTable(path) ? csvLines(job, bytes) : ndjsonLines(bytes)
  })

/** How a job is run from a file. */
export interface FileOptions extends Omit<RunOptions, "journal" | "id" | "total"> {
  /** Forgets an earlier run, and begins with another id: messages are sent anew. */
  readonly again?: boolean | undefined
  /** Fields that each item has unless it names them itself: the message, where the file has only who gets it. */
  readonly defaults?: Item | undefined
}

/** A job that runs from a file. */
export interface FileRun {
  /** Where results go. A dry run writes none. */
  readonly files: JobFiles
  /** How many items the file has about. */
  readonly total: number
  /** What an earlier process has done. Where that is all of it, there are no steps left. */
  readonly earlier: Earlier | undefined
  /** What an earlier process has not done yet. */
  readonly steps: Stream.Stream<Step, JobStopped, TimClient>
}

/**
 * Prepares a job on a file, and on what an earlier process has left of it: run its steps, within the same scope.
 * Results, failures and the journal are written beside the input, see `filesOf`. A dry run writes nothing, and heeds no
 * journal.
 *
 * Needs the file system of the platform: `NodeFileSystem.layer` of `@effect/platform-node-shared` on Node, Bun and
 * Deno.
 *
 * @example
 * ```ts
 * import { Emulator } from "timkit/emulator"
 * import { jobs, runFile } from "timkit/jobs"
 * import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
 * import * as Effect from "effect/Effect"
 * import * as FileSystem from "effect/FileSystem"
 * import * as Stream from "effect/Stream"
 *
 * const program = Effect.scoped(Effect.gen(function*() {
 *   const fs = yield* FileSystem.FileSystem
 *   const file = `${yield* fs.makeTempDirectoryScoped()}/users.csv`
 *   yield* fs.writeFileString(file, "UserID,Nick\nalice,Alice\nbob,Bob\n")
 *   const { files, steps } = yield* runFile(jobs.importAccounts, file)
 *   yield* Stream.runDrain(steps)
 *   console.log(yield* fs.readFileString(files.results))
 * }))
 * await Effect.runPromise(program.pipe(Effect.provide([Emulator.layer(), NodeFileSystem.layer])))
 * ```
 */
export const runFile = Effect.fnUntraced(function*(
  job: Job,
  path: string,
  { again, defaults, ...options }: FileOptions = {}
): Effect.fn.Return<FileRun, JobStopped, FileSystem.FileSystem | Scope.Scope> {
  const read = yield* fileLines(job, path)
  const lines = defaults === undefined ? read : withDefaults(read, defaults)
  if (options.dryRun === true) {
    const total = (yield* measure(path, "")).items
    return { files: filesOf(path), total, earlier: undefined, steps: run(job, lines, { ...options, total }) }
  }
  const journal = yield* fileJournal({ input: path, job, again, defaults })
  const { earlier, files, id, items: total } = journal
  const steps = earlier?.finished === true ? Stream.empty : run(job, lines, { ...options, id, journal, total })
  return { files, total, earlier, steps }
})
