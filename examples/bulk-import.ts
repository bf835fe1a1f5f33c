/**
 * Imports accounts from a file of any length: lines of JSON, or a table (`.csv`) whose first row names the fields.
 *
 * ```sh
 * printf 'UserID,Nick\nalice,Alice\nbob,Bob\n' > users.csv
 * bun examples/bulk-import.ts users.csv
 * ```
 *
 * Ctrl-C stops it once the calls under way are over; the same command goes on from there. This shows how a program does
 * it. From a shell there is `timkit import accounts users.csv`, whose journal survives a crash of the machine as well.
 */
import { createReadStream } from "node:fs"
import { readFile, rm, writeFile } from "node:fs/promises"
import process from "node:process"
import type { ConnectOptions } from "timkit"
import { type Counts, csvLines, jobs, ndjsonLines, type Progress, type Result, runJob } from "timkit/jobs"

interface Options {
  /** How many calls of 100 accounts may be under way at a time. */
  readonly concurrency?: number | undefined
  /** Stops the import once the calls under way are over. */
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Is told what could not be imported, and why. `line` counts items, from 1. */
  readonly onFailed?: ((result: Result) => void) | undefined
}

/** The items of a file behind the first so many. One at a time: the file may be larger than memory. */
async function* itemsOf(file: string, skip: number): AsyncGenerator<unknown> {
  const bytes = createReadStream(file)
  let position = 0
  for await (const { item } of file.endsWith(".csv") ? csvLines(jobs.importAccounts, bytes) : ndjsonLines(bytes)) {
    // What is no item goes along, too: the job tells that it is invalid, and goes on with the next.
    if (position++ >= skip) yield item
  }
}

/** Imports what is not imported yet, and answers what became of it. Rejects with the reason of the signal. */
export const importAccounts = async (
  connection: ConnectOptions,
  file: string,
  options: Options = {}
): Promise<Counts> => {
  const { concurrency, onFailed, onProgress, signal } = options
  const note = `${file}.position`
  const before = Number(await readFile(note, "utf8").catch(() => "0"))
  const counts = await runJob(connection, jobs.importAccounts, itemsOf(file, before), {
    concurrency,
    signal,
    onProgress,
    onResults: async (results) => {
      for (const result of results) {
        if (result.status !== "done") onFailed?.({ ...result, line: before + result.line })
      }
      // Results come in the order of the file, so the last one tells how far all of it is. If the machine stops before
      // this is written, a few accounts are imported again, which does no harm. With messages it would: see `id`.
      await writeFile(note, String(before + (results.at(-1)?.line ?? 0)))
    }
  })
  await rm(note, { force: true }) // done, so that the next run begins anew
  return counts
}

if (import.meta.main) {
  const [, , file] = process.argv
  const { TIM_BASE_URL: baseUrl, TIM_SDK_APP_ID, TIM_SECRET_KEY: secretKey = "" } = process.env
  if (file === undefined) throw new Error("Which file?")
  const stop = new AbortController()
  process.once("SIGINT", () => stop.abort(new Error("Stopped. The same command goes on from here.")))
  const counts = await importAccounts({ sdkAppId: Number(TIM_SDK_APP_ID), secretKey, baseUrl }, file, {
    signal: stop.signal,
    onProgress: ({ perSecond, settled }) => console.log(`${settled} so far, ${Math.round(perSecond)} a second`),
    onFailed: ({ code, id, info, line, status }) =>
      console.error(`item ${line} (${id}): ${status}`, code ?? "", info ?? "")
  })
  console.log(counts)
}
