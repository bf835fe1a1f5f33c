/** Jobs from files. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { TimClient } from "../endpoint/TimClient.ts"
import { csvLines } from "./csvLines.ts"
import { type FileJournal, fileJournal } from "./fileJournal.ts"
import type { Job } from "./Job.ts"
import { type Line, ndjsonLines } from "./lines.ts"
import { JobStopped } from "./perform.ts"
import { run, type RunOptions, type Step } from "./run.ts"

/** The lines of a file: a table where its name ends in `.csv`, otherwise lines of JSON. */
export const fileLines = (
  job: Job,
  path: string
): Effect.Effect<AsyncIterable<Line>, never, FileSystem.FileSystem> =>
  Effect.map(FileSystem.FileSystem, (fs) => {
    const bytes = Stream.toAsyncIterable(fs.stream(path))
    return path.toLowerCase().endsWith(".csv") ? csvLines(job, bytes) : ndjsonLines(bytes)
  })

/** How a job is run from a file. */
export interface FileOptions extends Omit<RunOptions, "journal" | "id" | "total"> {
  /** Forgets an earlier run, and begins with another id: messages are sent anew. */
  readonly again?: boolean | undefined
}

/** A job that runs from a file. */
export interface FileRun {
  readonly journal: FileJournal
  /** What an earlier process has not done yet. */
  readonly steps: Stream.Stream<Step, JobStopped, TimClient>
}

/** How many items a file has: what it has lines, for a table but the first. Reads it once. */
const countLines = (path: string): Effect.Effect<number, JobStopped, FileSystem.FileSystem> =>
  Effect.flatMap(FileSystem.FileSystem, (fs) =>
    Stream.runFold(fs.stream(path), () => ({ lines: 0, inLine: false }), ({ inLine, lines }, bytes) => {
      let count = lines
      let within = inLine
      for (const byte of bytes) {
        if (byte === 10) {
          if (within) count++
          within = false
        } else if (byte !== 13) within = true
      }
      return { lines: count, inLine: within }
    })).pipe(
      Effect.map(({ inLine, lines }) => lines + (inLine ? 1 : 0) - (path.toLowerCase().endsWith(".csv") ? 1 : 0)),
      Effect.mapError(() => new JobStopped({ detail: `The input ${path} cannot be read` }))
    )

/**
 * Prepares a job on a file, and on what an earlier process has left of it: run its steps. Results, failures and the
 * journal are written beside the input, see `filesOf`.
 */
export const runFile = Effect.fnUntraced(function*(
  job: Job,
  path: string,
  { again, ...options }: FileOptions = {}
): Effect.fn.Return<FileRun, JobStopped, FileSystem.FileSystem | Scope.Scope> {
  const total = yield* countLines(path)
  const journal = yield* fileJournal({ input: path, job, again })
  const lines = yield* fileLines(job, path)
  return { journal, steps: run(job, lines, { ...options, id: journal.id, journal, total }) }
})
