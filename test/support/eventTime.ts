/**
 * Virtual time that goes on by itself: from one event to the next as soon as nothing else is left to do. Half an hour of
 * calls passes in seconds, in the same order each time.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scheduler from "effect/Scheduler"
import { startSeconds } from "./suite.ts"

interface Sleeper {
  readonly at: number
  /** Of those that wake at the same time, who went to sleep first wakes first. */
  readonly order: number
  readonly wake: () => void
  state: "asleep" | "gone" | "awake"
}

const isBefore = (a: Sleeper, b: Sleeper): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

/** Sleepers, the next to wake on top: a binary heap. */
class Sleepers {
  #heap: Array<Sleeper> = []
  #gone = 0

  get size(): number {
    return this.#heap.length - this.#gone
  }

  add(sleeper: Sleeper): void {
    const heap = this.#heap
    let at = heap.push(sleeper) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isBefore(sleeper, heap[parent] as Sleeper)) break
      heap[at] = heap[parent] as Sleeper
      at = parent
    }
    heap[at] = sleeper
  }

  /** Takes one out. It stays where it is until its time comes, unless too many others do. */
  remove(sleeper: Sleeper): void {
    if (sleeper.state !== "asleep") return
    sleeper.state = "gone"
    this.#gone++
    if (this.#gone < 1_000 || this.#gone < this.#heap.length / 2) return
    const kept = this.#heap.filter(({ state }) => state === "asleep")
    this.#heap = []
    this.#gone = 0
    for (const each of kept) this.add(each)
  }

  next(): Sleeper | undefined {
    for (let top = this.#pop(); top !== undefined; top = this.#pop()) {
      if (top.state === "asleep") {
        top.state = "awake"
        return top
      }
      this.#gone--
    }
    return undefined
  }

  #pop(): Sleeper | undefined {
    const heap = this.#heap
    const top = heap[0]
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return top
    let at = 0
    for (let child = 1; child < heap.length; child = at * 2 + 1) {
      const right = heap[child + 1]
      if (right !== undefined && isBefore(right, heap[child] as Sleeper)) child++
      if (!isBefore(heap[child] as Sleeper, last)) break
      heap[at] = heap[child] as Sleeper
      at = child
    }
    heap[at] = last
    return top
  }
}

/** Lets everything real that is under way go on for a moment: promises, cryptography, sockets. */
const realMoment = (): Promise<void> =>
  new Promise((resume) => "setImmediate" in globalThis ? setImmediate(resume) : setTimeout(resume, 0))

const kept = Promise.resolve()

/** Time that goes from event to event. */
export class EventTime {
  readonly #sleepers = new Sleepers()
  readonly #tasks: Array<() => void> = []
  #now = startSeconds * 1_000
  #order = 0
  #working = 0

  /** Milliseconds since 1970. */
  get now(): number {
    return this.#now
  }

  /** How many effects are asleep. */
  get sleeping(): number {
    return this.#sleepers.size
  }

  /** Keeps time from going on while something real is under way: cryptography, a database. */
  readonly whileReal = <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.suspend(() => {
      this.#working++
      return Effect.ensuring(work, Effect.sync(() => {
        this.#working--
      }))
    })

  /** Runs an effect to its end. Throws when it waits for what never comes. */
  async run<A, E>(effect: Effect.Effect<A, E>): Promise<A> {
    const services = Context.make(Clock.Clock, this.#clock).pipe(Context.add(Scheduler.Scheduler, this.#scheduler))
    const fiber = Effect.runForkWith(services)(effect)
    let idle = 0
    let ended = fiber.pollUnsafe()
    for (; ended === undefined; ended = fiber.pollUnsafe()) {
      if (this.#runTasks()) continue
      // A promise that was kept is seen a few turns later.
      for (let turn = 0; turn < 12; turn++) await kept
      if (this.#tasks.length > 0) continue
      if (this.#working > 0) {
        await realMoment()
        continue
      }
      const next = this.#sleepers.next()
      if (next === undefined) {
        if (++idle > 1_000) throw new Error("everybody waits for somebody else")
        await realMoment()
        continue
      }
      idle = 0
      this.#now = Math.max(this.#now, next.at)
      next.wake()
    }
    if (Exit.isFailure(ended)) throw new Error("the effect failed", { cause: ended.cause })
    return ended.value
  }

  #runTasks(): boolean {
    const tasks = this.#tasks.splice(0)
    for (const task of tasks) task()
    return tasks.length > 0
  }

  readonly #scheduler = new Scheduler.MixedScheduler("async", (task) => {
    let cancelled = false
    this.#tasks.push(() => {
      if (!cancelled) task()
    })
    return () => {
      cancelled = true
    }
  })

  readonly #nanos = (): bigint => BigInt(Math.round(this.#now * 1_000)) * 1_000n

  readonly #clock: Clock.Clock = {
    currentTimeMillisUnsafe: () => this.#now,
    currentTimeMillis: Effect.sync(() => this.#now),
    currentTimeNanosUnsafe: this.#nanos,
    currentTimeNanos: Effect.sync(this.#nanos),
    monotonicTimeNanosUnsafe: this.#nanos,
    monotonicTimeNanos: Effect.sync(this.#nanos),
    sleep: (duration) => {
      const milliseconds = Duration.toMillis(duration)
      if (milliseconds <= 0) return Effect.yieldNow
      return Effect.callback<void>((resume) => {
        const sleeper: Sleeper = {
          at: this.#now + milliseconds,
          order: this.#order++,
          wake: () => resume(Effect.void),
          state: "asleep"
        }
        this.#sleepers.add(sleeper)
        return Effect.sync(() => this.#sleepers.remove(sleeper))
      })
    }
  }
}
