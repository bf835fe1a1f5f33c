/** Kills an emulator while it starts, writes and saves, and looks at what its data file has kept. */
import type { ChildProcess } from "node:child_process"
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { makeRandom } from "../../src/emulator/random.ts"
import type { Campaign } from "../support/campaign.ts"
import { type Emulating, bundleInto, emulate, start, stop } from "../support/emulatorProcess.ts"
import { ask, type Item, kinds, lookInto, prepare, write } from "./crashItems.ts"

/** How many files are written to side by side: as many as a small machine has cores. */
const lanes = 2

/** How many deaths a file sees before the next one begins, so that none grows without end. */
const killsOfAFile = 25

/** How many long messages a file begins with, so that a save takes a while: in the suite, and in the whole campaign. */
const ballast = { suite: 100, whole: 600 }

/** From the end of a save to the beginning of the next, as documented, in milliseconds. */
const saveEvery = 2_000

/** How much longer it may take on a machine that is busy with other things, in milliseconds. */
const patience = 500

/** How many calls are on their way at the same time. */
const writers = 3

/** What is going on when the process dies. */
type Moment = "starting" | "saving" | "writing" | "left alone"

/** A moment by a random number. */
const momentAt = (random: number): Moment =>
  random < 0.2 ? "starting" : random < 0.65 ? "saving" : random < 0.9 ? "writing" : "left alone"

/** What was counted, over all files. */
const makeCounts = () => ({
  kills: 0,
  startUps: 0,
  saves: 0,
  restarts: 0,
  written: 0,
  acknowledged: 0,
  kept: 0,
  keptAlone: 0,
  keptAndLost: 0,
  lost: 0,
  largest: 0,
  /** How long the latest start and the latest save took, and the longest save, in milliseconds. */
  startUp: 0,
  latestSave: 0,
  longestSave: 0
})

/** What all files share. */
interface Shared {
  readonly counts: ReturnType<typeof makeCounts>
  readonly violations: Set<string>
  /** The file that holds the command. */
  readonly program: string
  /** A number that was not used before. */
  readonly number: () => number
}

/** How it is known that everything before a moment is kept. */
type SavePoint = "a save that was asked for" | "the moment that it told" | "the documented time"

/** What was sent to one process. */
interface Sent {
  /** When each thing was acknowledged, in milliseconds since 1970; nothing where no answer came. */
  readonly items: Map<Item, number | undefined>
  /** What a save point has promised to keep, and which. */
  readonly kept: Map<Item, SavePoint>
  /** Whether it was killed: what fails now may fail. */
  dead: boolean
}

const nothingSent = (): Sent => ({ items: new Map(), kept: new Map(), dead: false })

/** Everything that was acknowledged before a moment is kept. */
const promise = ({ items, kept }: Sent, moment: number, savePoint: SavePoint): void => {
  for (const [item, answered] of items) if (answered !== undefined && answered < moment) kept.set(item, savePoint)
}

const pause = (milliseconds: number): Promise<void> => new Promise((done) => void setTimeout(done, milliseconds))

/** Saves, and counts how long it takes. */
const save = async (url: string, { counts }: Shared): Promise<number> => {
  const began = performance.now()
  const { saved } = await ask<{ readonly saved: number }>(url, "save", "POST")
  counts.latestSave = performance.now() - began
  counts.longestSave = Math.max(counts.longestSave, counts.latestSave)
  return saved
}

/** Up to when a process says that everything is kept. */
const savedAt = async (url: string): Promise<number> => (await ask<{ readonly saved: number }>(url, "health")).saved

/** A file, and the processes that write to it, one after the other. */
class Life {
  private readonly file: string
  private readonly shared: Shared
  private readonly random: () => number
  /** What the latest process has loaded. */
  private loaded: ReadonlySet<Item>
  /** What was sent to it. */
  private sent: Sent = nothingSent()
  private child: ChildProcess | undefined

  constructor(file: string, loaded: ReadonlySet<Item>, shared: Shared, seed: number) {
    this.file = file
    this.loaded = loaded
    this.shared = shared
    this.random = makeRandom(seed)
  }

  /** Kills so many processes, or fewer where one does not start any more. */
  async run(kills: number): Promise<void> {
    const { counts, violations } = this.shared
    // Chosen before anything begins, so that it depends on the seed alone.
    const plan = Array.from({ length: kills }, () => ({ moment: momentAt(this.random()), wait: this.random() }))
    try {
      for (const { moment, wait } of plan) {
        await this.once(moment, wait)
        counts.kills++
        if (!existsSync(this.file)) throw new Error("a dead process left no data file")
        if (existsSync(`${this.file}.next`)) counts.saves++
        counts.largest = Math.max(counts.largest, statSync(this.file).size)
      }
      const { child } = await this.begin()
      if (await stop(child, "SIGTERM") !== 0) violations.add("a process that was asked to stop failed")
    } catch (error) {
      violations.add(String(error).slice(0, 1_000))
      if (this.child !== undefined) await stop(this.child, "SIGKILL")
    }
  }

  /** Starts a process, and looks at what it has loaded. */
  private async begin(): Promise<Emulating> {
    const { counts, violations } = this.shared
    const began = performance.now()
    const emulating = await emulate(["--auth", "off", "--data", this.file], this.shared)
    this.child = emulating.child
    counts.startUp = performance.now() - began
    counts.restarts++
    if (existsSync(`${this.file}.next`)) violations.add("half a file is still there after a start")
    const { broken, items } = await lookInto(emulating.ready.url)
    for (const what of broken) violations.add(what)
    this.compare(items)
    this.loaded = items
    this.sent = nothingSent()
    return emulating
  }

  /** What is there against what must be there, and what may. */
  private compare(found: ReadonlySet<Item>): void {
    const { loaded, sent: { items, kept }, shared: { counts, violations } } = this
    for (const item of loaded) if (!found.has(item)) violations.add(`lost ${item}, which a process had loaded`)
    for (const item of found) if (!loaded.has(item) && !items.has(item)) violations.add(`${item} came from nowhere`)
    for (const [item, answered] of items) {
      counts.written++
      if (answered === undefined) continue
      counts.acknowledged++
      if (kept.has(item)) counts.kept++
      if (found.has(item)) continue
      const savePoint = kept.get(item)
      if (savePoint === undefined) counts.lost++
      else {
        counts.keptAndLost++
        violations.add(`lost ${item}, which was acknowledged before ${savePoint}`)
      }
    }
  }

  /** Starts a process, lets it work, and kills it. */
  private async once(moment: Moment, wait: number): Promise<void> {
    const { counts } = this.shared
    if (moment === "starting") {
      this.child = start(["emulator", "--port", "0", "--auth", "off", "--data", this.file], this.shared)
      this.child.stdout?.resume()
      this.child.stderr?.resume()
      // Rather late than early: at first, it only reads its own sources.
      await pause(Math.sqrt(wait) * counts.startUp)
      counts.startUps++
      return this.kill(this.child)
    }
    const { child, ready: { url } } = await this.begin()
    const { sent } = this
    const work = Array.from({ length: writers }, () => this.unlessDead(() => this.writeOn(url)))
    if (moment === "writing") {
      // Two, so that saves meet.
      for (let asking = 0; asking < 2; asking++) work.push(this.unlessDead(() => this.askOn(url)))
      await pause(wait * 800)
    } else if (moment === "saving") {
      // Once as it should be, and once more with the end in the middle.
      await pause(this.random() * 100)
      await this.unlessDead(() => this.savePoint(url))
      await pause(this.random() * 100)
      work.push(this.unlessDead(() => this.savePoint(url)))
      await pause(wait * 1.1 * counts.latestSave)
    } else {
      await this.leaveAlone(url, wait)
      counts.keptAlone += sent.kept.size
    }
    await this.kill(child)
    await Promise.all(work)
  }

  private async kill(child: ChildProcess): Promise<void> {
    this.sent.dead = true
    this.child = undefined
    await stop(child, "SIGKILL")
  }

  /** Does something that may fail once the process is dead, and only then. */
  private async unlessDead(work: () => Promise<void>): Promise<void> {
    const { sent } = this
    try {
      await work()
    } catch (error) {
      if (!sent.dead) this.shared.violations.add(`a living process did not answer: ${String(error)}`)
    }
  }

  private async writeOn(url: string): Promise<void> {
    const { sent, shared } = this
    while (!sent.dead) {
      const number = shared.number()
      const item: Item = `${kinds[number % kinds.length] ?? "message"} ${number}`
      sent.items.set(item, undefined)
      await write(url, item)
      sent.items.set(item, Date.now())
      // The file must not outgrow the time that there is.
      await pause(5)
    }
  }

  /** Saves, and holds the answer to its word. */
  private async savePoint(url: string): Promise<void> {
    const { sent, shared } = this
    const before = [...sent.items].flatMap(([item, answered]) => answered === undefined ? [] : [item])
    promise(sent, await save(url, shared), "the moment that it told")
    for (const item of before) sent.kept.set(item, "a save that was asked for")
  }

  /**
   * Waits for the saves that nobody asks for. How long they take shows from outside, and has to: on a machine whose disk
   * is busy, it may be seconds.
   */
  private async leaveAlone(url: string, wait: number): Promise<void> {
    const { file, sent, shared: { counts } } = this
    const began = performance.now()
    const step = 50
    let late = 0
    let longest = 0
    const documented = () => saveEvery + 2 * longest + patience
    let last = 0
    for (let before = began; before - began < documented() + 250 + wait * 1_500;) {
      await pause(step)
      const saved = await savedAt(url)
      if (last !== 0 && saved !== last) longest = Math.max(longest, Date.now() - saved)
      last = saved
      const now = performance.now()
      late = Math.max(late, now - before - step)
      before = now
    }
    counts.longestSave = Math.max(counts.longestSave, longest)
    // A save that is on its way waits for the disk, which nothing is promised about.
    const moment = Date.now() - documented() - 2 * late
    if (!existsSync(`${file}.next`)) promise(sent, moment, "the documented time")
    promise(sent, last, "the moment that it told")
  }

  /** Saves now and then, and asks how far the process has come with it by itself. */
  private async askOn(url: string): Promise<void> {
    const { sent } = this
    while (!sent.dead) {
      await pause(this.random() * 200)
      if (this.random() < 0.5) await this.savePoint(url)
      else promise(sent, await savedAt(url), "the moment that it told")
    }
  }
}

/** Makes a file to begin with, and answers what is in it. */
const makeFile = async (file: string, messages: number, shared: Shared): Promise<ReadonlySet<Item>> => {
  const { child, ready: { url } } = await emulate(["--auth", "off", "--data", file], shared)
  try {
    await prepare(url)
    for (let message = 0; message < messages; message++) await write(url, `ballast ${shared.number()}`)
    await save(url, shared)
    return (await lookInto(url)).items
  } finally {
    await stop(child, "SIGTERM")
  }
}

/** The seed decides when processes die; what they had done by then depends on the machine. */
export const crash: Campaign = {
  title: "kill -9 at random moments, and what the data file has kept",
  unit: "kills",
  size: 200,
  run: async ({ seed, size }) => {
    const began = performance.now()
    const counts = makeCounts()
    const violations = new Set<string>()
    const folder = mkdtempSync(join(tmpdir(), "timkit-crash-"))
    try {
      let last = 0
      const shared: Shared = { counts, violations, program: bundleInto(folder), number: () => ++last }
      const first = join(folder, "first.json")
      const loaded = await makeFile(first, size < killsOfAFile ? ballast.suite : ballast.whole, shared)
      const perFile = Math.min(killsOfAFile, Math.ceil(size / lanes))
      let begun = 0
      await Promise.all(Array.from({ length: lanes }, async () => {
        while (begun < size) {
          const at = begun
          begun += perFile
          const file = join(folder, `${at}.json`)
          copyFileSync(first, file)
          await new Life(file, loaded, shared, seed * 1_000 + at).run(Math.min(perFile, size - at))
        }
      }))
    } finally {
      rmSync(folder, { recursive: true })
    }
    return {
      figures: {
        "kills": counts.kills,
        "kills during a save": counts.saves,
        "kills during a start": counts.startUps,
        "restarts that loaded": counts.restarts,
        "writes": counts.written,
        "acknowledged": counts.acknowledged,
        "acknowledged before the last save point": counts.kept,
        "of these by a save that nobody asked for": counts.keptAlone,
        "of these lost": counts.keptAndLost,
        "lost after it, which is allowed": counts.lost,
        "largest file, in bytes": counts.largest,
        "longest save, in milliseconds": Math.round(counts.longestSave),
        "seconds": Math.round((performance.now() - began) / 1_000)
      },
      violations: [...violations]
    }
  }
}
