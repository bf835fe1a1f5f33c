/**
 * Imports accounts from a file into an emulator, by a process that is killed ten times on the way: each account must be
 * there, the summary exact, and memory flat.
 */
import { once } from "node:events"
import { createReadStream, mkdtempSync, rmSync, statSync } from "node:fs"
import { open } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import type { Readable } from "node:stream"
import { fileURLToPath } from "node:url"
import { emulator } from "../../src/emulator/mod.ts"
import { makeRandom } from "../../src/emulator/random.ts"
import { serve } from "../../src/emulator/server.ts"
import { filesOf, jobs as kinds, type Result } from "../../src/jobs/mod.ts"
import type { Campaign, Extent, Report } from "../support/campaign.ts"
import { environmentOf, startNode } from "../support/emulatorProcess.ts"
import type { Said } from "./jobsProcess.ts"

/** How many kills a whole campaign has, and how many a small one. */
const killsOf = (size: number): number => size >= 100_000 ? 10 : 2

/** How much the heap may grow between the first and the last third of what was said, in MB. */
const growthBound = 10

const { endpoint, size: itemsPerCall } = kinds.importAccounts

const userOf = (index: number): string => `user${index}`

const writeInput = async (path: string, items: number): Promise<void> => {
  const file = await open(path, "w")
  for (let from = 0; from < items; from += 10_000) {
    const lines = Array.from(
      { length: Math.min(10_000, items - from) },
      (_, index) => `{"UserID":"${userOf(from + index)}","Nick":"Number ${from + index}"}\n`
    )
    await file.write(lines.join(""))
  }
  await file.close()
}

/** Runs the process until it ends, or is killed once it has settled so many items. */
const runProcess = async (
  input: string,
  environment: Record<string, string>,
  limits: { readonly every: number; readonly killAt: number },
  said: Array<Said>
): Promise<"ended" | "killed"> => {
  const script = fileURLToPath(new URL("jobsProcess.ts", import.meta.url))
  const args = ["--expose-gc", script, input, String(limits.every)]
  const child = startNode(args, environment, "inherit")
  const closed = once(child, "close")
  let killed = false
  for await (const line of createInterface({ input: child.stdout as Readable })) {
    const tells = JSON.parse(line) as Said
    said.push(tells)
    if (tells.settled >= limits.killAt && !killed) killed = child.kill("SIGKILL")
  }
  const [code] = await closed
  if (!killed && code !== 0) throw new Error(`the process ended with ${String(code)}`)
  return killed ? "killed" : "ended"
}

/** What the results say: how many lines there are, and how many numbers are missing or there twice. */
const readResults = async (path: string, items: number) => {
  const seen = new Uint8Array(items + 1)
  const counts = { lines: 0, done: 0, twice: 0, missing: 0 }
  for await (const text of createInterface({ input: createReadStream(path) })) {
    const { line, status } = JSON.parse(text) as Result
    counts.lines++
    if (status === "done") counts.done++
    if (seen[line] === 1) counts.twice++
    seen[line] = 1
  }
  for (let line = 1; line <= items; line++) if (seen[line] !== 1) counts.missing++
  return counts
}

/** What the last process has worked for a thousand items, its start left out. */
const cpuOf = (said: ReadonlyArray<Said>): number => {
  const last = said.at(-1)
  const first = said.find(({ cpu }, index) => said.slice(index).every((later) => later.cpu >= cpu))
  return last === undefined || first === undefined || first === last
    ? Number.NaN
    : (last.cpu - first.cpu) / (last.settled - first.settled) * 1_000
}

const mean = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0) / values.length

const run = async ({ seed, size }: Extent): Promise<Report> => {
  const folder = mkdtempSync(join(tmpdir(), "timkit-jobs-"))
  const input = join(folder, "accounts.ndjson")
  try {
    const kills = killsOf(size)
    await writeInput(input, size)
    const service = emulator()
    await using server = await serve(service)
    const calls = { all: 0, refused: 0 }
    service.world.feed.listen((happening) => {
      if (happening.type !== "call") return
      calls.all++
      if (happening.call.code !== 0) calls.refused++
    })
    service.app().limits.enabled = true
    const random = makeRandom(seed)
    const environment = environmentOf(service, server.url)
    const said: Array<Said> = []
    const started = performance.now()
    let killed = 0

    while (true) {
      // Each time somewhere in the next tenth of the file.
      const killAt = killed < kills ? (killed + random()) * size / (kills + 1) : Infinity
      if (await runProcess(input, environment, { every: size / 50, killAt }, said) === "ended") break
      killed++
    }
    const seconds = (performance.now() - started) / 1_000
    const accounts = service.app().accounts
    let missing = 0
    for (let index = 0; index < size; index++) if (!accounts.has(userOf(index))) missing++
    const results = await readResults(filesOf(input).results, size)
    const heaps = said.map(({ heap }) => heap)
    const third = Math.max(1, Math.floor(heaps.length / 3))
    const growth = mean(heaps.slice(-third)) - mean(heaps.slice(0, third))
    const violations = [
      missing === 0 ? [] : [`${missing} accounts are missing`],
      results.missing + results.twice === 0
        ? []
        : [`${results.missing} results are missing, ${results.twice} are there twice`],
      results.done === size ? [] : [`${results.done} of ${size} results say done`],
      killed === kills ? [] : [`only ${killed} of ${kills} kills`],
      growth < growthBound ? [] : [`the heap grew by ${growth.toFixed(1)} MB`]
    ].flat()
    return {
      figures: {
        "accounts": size,
        "kills": killed,
        "accounts there": size - missing,
        "results": results.lines,
        "- done": results.done,
        "- missing, there twice": `${results.missing}, ${results.twice}`,
        "calls": calls.all,
        "- more than needed": calls.all - Math.ceil(size / itemsPerCall),
        // A process does not know what the one before it has called in the same second.
        "- refused for frequency, and made later": calls.refused,
        "heap in MB, least and most": `${Math.min(...heaps).toFixed(1)}, ${Math.max(...heaps).toFixed(1)}`,
        "heap growth, first to last third, MB": growth.toFixed(1),
        "CPU of the last process, ms for 1,000 accounts": cpuOf(said).toFixed(1),
        "bytes of results an account": Math.round(statSync(filesOf(input).results).size / size),
        "bytes of the journal": statSync(filesOf(input).journal).size,
        "accounts a second, starts included": Math.round(size / seconds),
        "the quota allows": endpoint.ratePerSecond * itemsPerCall,
        "seconds": Math.round(seconds)
      },
      violations
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const jobs: Campaign = {
  title: "accounts imported from a file, by a process that is killed ten times",
  unit: "accounts",
  size: 1_000_000,
  run
}
