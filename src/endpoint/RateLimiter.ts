/** Keeps calls within the rate that the service grants. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import type { Endpoint } from "./Endpoint.ts"
import { HeldBack } from "./guards.ts"

/** What the limiter needs to know of an endpoint. */
export type Limited = Pick<Endpoint<never, unknown, never>, "path" | "ratePerSecond">

/**
 * Makes calls wait for their turn.
 *
 * The service counts the calls of an app to each path by the second. The default keeps count in this process alone;
 * several processes that share an app need a limiter that shares a store, see `timkit/resilience`.
 */
export interface RateLimiter {
  /**
   * Waits until one more call to the endpoint is allowed. Fails at once, and takes no place in the queue, when that
   * would be later than in `patience` milliseconds. A caller that has a clock at hand gives it, and may be answered
   * without any waiting then.
   */
  readonly take: (endpoint: Limited, patience: number, clock?: Clock.Clock) => Effect.Effect<void, HeldBack>
  /**
   * Holds back further calls, after the service said that calls come too often: all those to the endpoint, or all of
   * the app.
   */
  readonly slowDown: (endpoint: Limited, milliseconds: number, scope: "endpoint" | "app") => Effect.Effect<void>
}

/**
 * A little longer than the service's second: requests that leave 1,000 ms apart can arrive a bit closer together.
 * It costs half a percent of the quota.
 */
export const windowMilliseconds = 1_005

/** How much later than its place a call may leave: what the window is longer than the service's second. */
export const lateness = windowMilliseconds - 1_000

/** What is left of the pace after a refusal, and what of the whole pace comes back with each millisecond. */
const slowed = 0.8
const regainedPerMillisecond = 0.02 / 1_000

/** The slowest pace: someone else may use most of the quota, but hardly all of it. */
const slowest = 0.1

/** The failure of a call that would have to wait for too long. */
export const wouldBeLate = ({ ratePerSecond }: Limited, wait: number): HeldBack =>
  new HeldBack({
    kind: "rate-limit",
    detail:
      `it would have to wait ${Math.ceil(wait)} ms for its turn at ${ratePerSecond} calls a second, longer than it ` +
      "may take; make fewer calls at a time, or give it a longer deadline"
  })

/** The calls to one endpoint: those of the last second, and those that wait. */
class Window {
  readonly rate: number
  /** Waiting is a queue: who is in front looks out for the next place. Whoever gives up leaves no gap. */
  readonly #front = Semaphore.makeUnsafe(1)
  #waiting = 0
  /** When the latest calls began, as many as a second allows, in milliseconds since 1970. */
  readonly #starts: Float64Array
  #next = 0
  #latest = Number.NEGATIVE_INFINITY
  #heldUntil: number
  /** How much of the pace was lost at the last refusal. */
  #lost = 0
  #lostAt = 0

  constructor(rate: number, heldUntil: number) {
    this.rate = rate
    this.#starts = new Float64Array(Math.max(1, rate)).fill(Number.NEGATIVE_INFINITY)
    this.#heldUntil = heldUntil
  }

  take(endpoint: Limited, patience: number, clock: Clock.Clock): Effect.Effect<void, HeldBack> {
    const now = clock.currentTimeMillisUnsafe()
    const due = this.#dueAfter(this.#waiting, now)
    if (due - now > patience) return Effect.fail(wouldBeLate(endpoint, due - now))
    if (this.#waiting === 0 && due <= now) {
      this.#begin(due, now)
      return Effect.void
    }
    this.#waiting++
    return Effect.ensuring(
      this.#front.withPermit(this.#waitForPlace(clock)),
      Effect.sync(() => {
        this.#waiting--
      })
    )
  }

  #waitForPlace(clock: Clock.Clock): Effect.Effect<void> {
    return Effect.suspend(() => {
      const now = clock.currentTimeMillisUnsafe()
      const due = this.#dueAfter(0, now)
      if (due > now) return Effect.andThen(Effect.sleep(due - now), this.#waitForPlace(clock))
      this.#begin(due, now)
      return Effect.void
    })
  }

  /** When the place of a call begins, or began, that so many others are in front of. */
  #dueAfter(others: number, now: number): number {
    const places = this.#starts.length
    const before = this.#starts[(this.#next + others) % places] ?? 0
    const free = before + (1 + Math.floor(others / places)) * windowMilliseconds
    const pace = this.#paceAt(now)
    // At its whole pace a second's calls may go at once; a slower one is kept by an even distance.
    const spaced = pace === 1 ? free : this.#latest + (1 + others) * windowMilliseconds / (this.rate * pace)
    return Math.max(free, spaced, this.#heldUntil)
  }

  #begin(due: number, now: number): void {
    // A timer that is a little late must not put off everything behind it: that is what the window is longer for.
    const start = now - due <= lateness ? due : now
    this.#starts[this.#next] = this.#latest = start
    this.#next = (this.#next + 1) % this.#starts.length
  }

  slowDown(now: number, until: number): void {
    // What was under way together is refused together: that counts once.
    if (now >= this.#heldUntil) {
      this.#lost = 1 - Math.max(slowest, this.#paceAt(now) * slowed)
      this.#lostAt = until
    }
    this.#heldUntil = Math.max(this.#heldUntil, until)
  }

  #paceAt(now: number): number {
    return Math.min(1, 1 - this.#lost + Math.max(0, now - this.#lostAt) * regainedPerMillisecond)
  }
}

/**
 * A limiter that counts in memory.
 *
 * After a refusal for frequency nothing is sent until its pause is over, and then a fifth less than before: someone else
 * may be using the same quota. The pace comes back by 2 % of the whole each second.
 */
export const makeRateLimiter = (): RateLimiter => {
  const windows = new Map<string, Window>()
  let appHeldUntil = Number.NEGATIVE_INFINITY
  const windowOf = (endpoint: Limited): Window => {
    const known = windows.get(endpoint.path)
    // Of two rates for one path the lower one holds: a path may be called raw, with a guess, before its endpoint is.
    if (known !== undefined && known.rate <= endpoint.ratePerSecond) return known
    const window = new Window(endpoint.ratePerSecond, appHeldUntil)
    windows.set(endpoint.path, window)
    return window
  }
  const take = (endpoint: Limited, patience: number, clock: Clock.Clock) =>
    windowOf(endpoint).take(endpoint, patience, clock)
  return {
    take: (endpoint, patience, clock) =>
      clock === undefined
        ? Clock.clockWith((clock) => take(endpoint, patience, clock))
        : take(endpoint, patience, clock),
    slowDown: (endpoint, milliseconds, scope) =>
      Clock.clockWith((clock) =>
        Effect.sync(() => {
          const now = clock.currentTimeMillisUnsafe()
          const until = now + milliseconds
          const window = windowOf(endpoint)
          if (scope === "endpoint") return window.slowDown(now, until)
          appHeldUntil = Math.max(appHeldUntil, until)
          for (const each of windows.values()) each.slowDown(now, until)
        })
      )
  }
}

/** A limiter that lets everything through. */
export const unlimited: RateLimiter = {
  take: () => Effect.void,
  slowDown: () => Effect.void
}

/**
 * The limiter that clients use. Left alone, each client counts in memory for itself.
 */
export const CurrentRateLimiter: Context.Reference<RateLimiter | undefined> = /* @__PURE__ */ Context.Reference<
  RateLimiter | undefined
>("timkit/CurrentRateLimiter", { defaultValue: () => undefined })
