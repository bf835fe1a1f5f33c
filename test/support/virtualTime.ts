/**
 * Time that is made of events: it stands while anything runs, and jumps to the next wake-up when nothing does. Half an
 * hour of sleeping takes no time at all, so that what it takes is work.
 *
 * `TestClock` is moved on by the test, and tests stay with it. Here nobody knows how far to go: thousands of calls
 * sleep and wake by each other, some of them behind promises, where `TestClock` does not see that work goes on.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Scheduler from "effect/Scheduler"

interface Sleeper {
  readonly at: number
  /** Sleepers of one time wake in the order in which they went to sleep. */
  readonly order: number
  /** Nothing once it was woken or called off. */
  wake: (() => void) | undefined
}

const isBefore = (one: Sleeper, other: Sleeper): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order)

/** A binary heap: the first to wake is at the top. */
class Sleepers {
  readonly #heap: Array<Sleeper> = []

  get first(): Sleeper | undefined {
    return this.#heap[0]
  }

  add(sleeper: Sleeper): void {
    const heap = this.#heap
    let index = heap.length
    while (index > 0) {
      const above = (index - 1) >> 1
      const parent = heap[above]
      if (parent === undefined || !isBefore(sleeper, parent)) break
      heap[index] = parent
      index = above
    }
    heap[index] = sleeper
  }

  removeFirst(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let index = 0
    while (true) {
      let below = 2 * index + 1
      let child = heap[below]
      const right = heap[below + 1]
      if (child !== undefined && right !== undefined && isBefore(right, child)) {
        below++
        child = right
      }
      if (child === undefined || !isBefore(child, last)) break
      heap[index] = child
      index = below
    }
    heap[index] = last
  }
}

const { setImmediate, setTimeout } = globalThis

/** A turn of the real event loop, after which every promise that could go on has done so. */
const turn = (): Promise<void> =>
  new Promise((done) => {
    // Workers have no setImmediate.
    if (setImmediate === undefined) setTimeout(done, 0)
    else setImmediate(done)
  })

/** A clock, and the scheduler that tells it when nothing is left to run. */
export class VirtualTime {
  readonly clock: Clock.Clock
  readonly scheduler: Scheduler.Scheduler
  #now: number
  #order = 0
  #sleeping = 0
  #standing = 0
  readonly #sleepers = new Sleepers()
  #tasks: Array<() => void> = []
  #quiet: Array<() => void> = []

  /** @param start in milliseconds since 1970 */
  constructor(start: number) {
    this.#now = start
    const now = () => this.#now
    const nanos = () => BigInt(Math.round(this.#now)) * 1_000_000n
    this.clock = {
      currentTimeMillisUnsafe: now,
      currentTimeMillis: Effect.sync(now),
      currentTimeNanosUnsafe: nanos,
      currentTimeNanos: Effect.sync(nanos),
      monotonicTimeNanosUnsafe: nanos,
      monotonicTimeNanos: Effect.sync(nanos),
      sleep: (duration) => {
        const millis = Duration.toMillis(duration)
        if (millis <= 0) return Effect.yieldNow
        if (millis === Infinity) return Effect.never
        return Effect.callback<void>((resume) => {
          const cancel = this.after(millis, () => resume(Effect.void))
          return Effect.sync(cancel)
        })
      }
    }
    this.scheduler = new Scheduler.MixedScheduler("async", (task) => {
      let wanted = true
      this.#tasks.push(() => {
        if (wanted) task()
      })
      return () => {
        wanted = false
      }
    })
  }

  /** Milliseconds since 1970. */
  get now(): number {
    return this.#now
  }

  /** How many sleep. */
  get sleeping(): number {
    return this.#sleeping
  }

  /** What makes effects live in this time. */
  get context(): Context.Context<never> {
    return Context.make(Clock.Clock, this.clock).pipe(Context.add(Scheduler.Scheduler, this.scheduler))
  }

  /** Does something once so many milliseconds are over; answers what calls it off. */
  after(millis: number, wake: () => void): () => void {
    // Whole milliseconds, as real timers keep them.
    const sleeper: Sleeper = { at: this.#now + Math.max(0, Math.ceil(millis)), order: this.#order++, wake }
    this.#sleepers.add(sleeper)
    this.#sleeping++
    return () => {
      if (sleeper.wake === undefined) return
      // It stays in the heap until its time comes, but keeps nothing alive.
      sleeper.wake = undefined
      this.#sleeping--
    }
  }

  /** Sleeps, for those who have promises. */
  readonly pause = (millis: number): Promise<void> => new Promise((done) => void this.after(millis, done))

  /** Lets time stand while an effect runs whose work is done elsewhere, such as cryptography or reading a file. */
  standing<A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> {
    return Effect.acquireUseRelease(
      Effect.sync(() => void this.#standing++),
      () => effect,
      () => Effect.sync(() => void this.#standing--)
    )
  }

  /** Runs an effect in this time. */
  run<A, E>(effect: Effect.Effect<A, E>): Promise<A> {
    return this.drive(Effect.runPromiseWith(this.context)(effect))
  }

  /** Waits until nothing runs any more at this time, and nothing is done elsewhere. */
  quiet(): Promise<void> {
    return new Promise((done) => void this.#quiet.push(done))
  }

  /** Moves time on until a promise is settled. Rejects where it waits for something that never comes. */
  async drive<A>(work: Promise<A>): Promise<A> {
    let over = false
    const settle = () => {
      over = true
    }
    work.then(settle, settle)
    while (true) {
      await turn()
      if (over) return work
      if (this.#tasks.length > 0) {
        const tasks = this.#tasks
        this.#tasks = []
        for (const task of tasks) task()
      } else if (this.#standing > 0) {
        continue
      } else if (this.#quiet.length > 0) {
        for (const done of this.#quiet.splice(0)) done()
      } else if (!this.#jump()) {
        throw new Error("Nobody sleeps, nothing runs, and it is not over: it waits for something that never comes")
      }
    }
  }

  /** Goes to the next wake-up, and wakes all whose time it is; answers whether there was any. */
  #jump(): boolean {
    let woken = false
    for (let first = this.#sleepers.first; first !== undefined; first = this.#sleepers.first) {
      const { at, wake } = first
      if (woken && at > this.#now) break
      this.#sleepers.removeFirst()
      if (wake === undefined) continue
      this.#now = at
      first.wake = undefined
      this.#sleeping--
      woken = true
      wake()
    }
    return woken
  }
}
