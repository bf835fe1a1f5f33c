/** Keeps calls within the rate that the service grants. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Endpoint } from "./Endpoint.ts"

/** What the limiter needs to know of an endpoint. */
export type Limited = Pick<Endpoint<never, unknown, never>, "path" | "ratePerSecond">

/**
 * Makes calls wait for their turn.
 *
 * The service counts the calls of an app to each path by the second. The default keeps count in this process alone;
 * several processes that share an app need a limiter that shares a store.
 */
export interface RateLimiter {
  /** Waits until one more call to the endpoint is allowed. */
  readonly take: (endpoint: Limited) => Effect.Effect<void>
  /** Holds back every further call to the endpoint, after the service said that calls come too often. */
  readonly slowDown: (endpoint: Limited, milliseconds: number) => Effect.Effect<void>
}

/**
 * A little longer than the service's second: requests that leave 1,000 ms apart can arrive a bit closer together.
 * It costs half a percent of the quota.
 */
const windowMilliseconds = 1_005

/** The times of the latest calls to one endpoint, as many as a second allows. */
class Window {
  readonly rate: number
  readonly #starts: Float64Array
  #next = 0
  #heldUntil = Number.NEGATIVE_INFINITY

  constructor(rate: number) {
    this.rate = rate
    this.#starts = new Float64Array(Math.max(1, rate)).fill(Number.NEGATIVE_INFINITY)
  }

  /** Reserves the next free place and tells when it begins. */
  reserve(now: number): number {
    const oldest = this.#starts[this.#next] ?? Number.NEGATIVE_INFINITY
    const start = Math.max(now, oldest + windowMilliseconds, this.#heldUntil)
    this.#starts[this.#next] = start
    this.#next = (this.#next + 1) % this.#starts.length
    return start
  }

  hold(until: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, until)
  }
}

/** A limiter that counts in memory. */
export const makeRateLimiter = (): RateLimiter => {
  const windows = new Map<string, Window>()
  const windowOf = (endpoint: Limited): Window => {
    const known = windows.get(endpoint.path)
    // Of two rates for one path the lower one holds: a path may be called raw, with a guess, before its endpoint is.
    if (known !== undefined && known.rate <= endpoint.ratePerSecond) return known
    const window = new Window(endpoint.ratePerSecond)
    windows.set(endpoint.path, window)
    return window
  }
  return {
    take: (endpoint) =>
      Clock.clockWith((clock) => {
        const now = clock.currentTimeMillisUnsafe()
        const start = windowOf(endpoint).reserve(now)
        return start <= now ? Effect.void : Effect.sleep(start - now)
      }),
    slowDown: (endpoint, milliseconds) =>
      Clock.clockWith((clock) =>
        Effect.sync(() => windowOf(endpoint).hold(clock.currentTimeMillisUnsafe() + milliseconds))
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
