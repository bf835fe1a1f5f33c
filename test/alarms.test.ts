import assert from "node:assert/strict"
import { test } from "node:test"
import { Alarms, type Timers } from "../src/endpoint/alarms.ts"

/** Timers whose time passes when a test says so. */
class Fake implements Timers {
  #now = 0
  readonly #set = new Map<() => void, number>()
  made = 0
  readonly #shared: boolean

  constructor(shared = true) {
    this.#shared = shared
  }

  readonly now = () => this.#now

  readonly after = (milliseconds: number, ring: () => void) => {
    this.made++
    this.#set.set(ring, this.#now + milliseconds)
    return () => void this.#set.delete(ring)
  }

  readonly areShared = () => this.#shared

  /** How many timers are set. */
  get pending(): number {
    return this.#set.size
  }

  pass(milliseconds: number): void {
    const until = this.#now + milliseconds
    for (;;) {
      const [next] = [...this.#set].filter(([, due]) => due <= until).toSorted(([, a], [, b]) => a - b)
      if (next === undefined) break
      this.#now = next[1]
      this.#set.delete(next[0])
      next[0]()
    }
    this.#now = until
  }
}

/** Work that notes when it was told, and is over then. */
const working = (timers: Fake, rung: Array<string>, name: string) => ({
  ring: () => void rung.push(`${name} at ${timers.now()}`)
})

test("work that may take the same time has one timer, and each is told at its own time", () => {
  const timers = new Fake()
  const alarms = new Alarms(timers)
  const rung: Array<string> = []
  for (const name of ["a", "b", "c"]) {
    alarms.after(1_000).add(working(timers, rung, name))
    timers.pass(100)
    assert.equal(timers.pending, 1)
  }
  timers.pass(699)
  assert.deepEqual(rung, [])
  timers.pass(10_000)
  assert.deepEqual(rung, ["a at 1000", "b at 1100", "c at 1200"])
  assert.equal(timers.pending, 0)
})

test("who may take longer does not hold up who may not", () => {
  const timers = new Fake()
  const alarms = new Alarms(timers)
  const rung: Array<string> = []
  alarms.after(5_000).add(working(timers, rung, "long"))
  alarms.after(1_000).add(working(timers, rung, "short"))
  timers.pass(5_000)
  assert.deepEqual(rung, ["short at 1000", "long at 5000"])
})

test("work that is over is not told, and the last takes the timer along", () => {
  const timers = new Fake()
  const alarms = new Alarms(timers)
  const rung: Array<string> = []
  const works = ["a", "b"].map((name) => working(timers, rung, name))
  const alarm = alarms.after(1_000)
  for (const work of works) alarm.add(work)
  for (const work of works) {
    assert.equal(timers.pending, 1)
    alarm.delete(work)
  }
  assert.equal(timers.pending, 0)
  assert.equal(alarms.size, 0)
  timers.pass(2_000)
  assert.deepEqual(rung, [])
})

test("work that begins when other work is told is told in its turn", () => {
  const timers = new Fake()
  const alarms = new Alarms(timers)
  const rung: Array<string> = []
  const again = working(timers, rung, "again")
  for (const name of ["a", "b"]) {
    const { ring } = working(timers, rung, name)
    alarms.after(1_000).add({
      ring: () => {
        ring()
        if (name === "a") alarms.after(1_000).add(again)
      }
    })
  }
  timers.pass(1_000)
  assert.deepEqual(rung, ["a at 1000", "b at 1000"])
  timers.pass(1_000)
  assert.deepEqual(rung.slice(2), ["again at 2000"])
  assert.equal(alarms.size, 0)
})

test("a timer that is early by less than a millisecond is taken for punctual", () => {
  const timers = new Fake()
  let early = 0
  const alarms = new Alarms({ ...timers, now: () => timers.now() - early })
  const rung: Array<string> = []
  alarms.after(1_000).add(working(timers, rung, "a"))
  alarms.after(1_000).add(working(timers, rung, "b"))
  early = 0.4
  timers.pass(1_000)
  assert.deepEqual(rung, ["a at 1000", "b at 1000"])
})

test("where timers are bound to who set them, each work has its own", () => {
  const timers = new Fake(false)
  const alarms = new Alarms(timers)
  const rung: Array<string> = []
  const first = working(timers, rung, "first")
  const alarm = alarms.after(1_000)
  alarm.add(first)
  alarms.after(1_000).add(working(timers, rung, "second"))
  assert.equal(timers.pending, 2)
  alarm.delete(first)
  timers.pass(1_000)
  assert.deepEqual(rung, ["second at 1000"])
})
