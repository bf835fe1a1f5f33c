/** Keeps calls within the rate that the service grants. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
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
   * would be later than in `patience` milliseconds.
   */
  readonly take: (endpoint: Limited, patience: number) => Effect.Effect<void, HeldBack>
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

/** What is left of the pace after a refusal, and what of the whole pace comes back with each millisecond. */
const slowed = 0.8
const regainedPerMillisecond = 0.02 / 1_000

/** The slowest pace: someone else may use most of the quota, but hardly all of it. */
const slowest = 0.1

/** The failure of a call that would have to wait for too long. */
export const wouldBeLate = ({ ratePerSecond }: Limited, wait: number): HeldBack =>
  new HeldBack({
    kind: "rate-limit",
    detail: `it would have to wait ${Math.ceil(wait)} ms for its turn at ${ratePerSecond} calls a second, longer than it ` +
      "may take; make fewer calls at a time, or give it a longer deadline"
  })

/** The service's own second. */
const secondMilliseconds = 1_000

/** When a call begins, or began, in milliseconds since 1970. */
interface Place {
  at: number
}

/** The latest calls to one endpoint, as many as a second allows. */
class Window {
  readonly rate: number
  readonly #places: Array<Place>
  #next = 0
  #latest = Number.NEGATIVE_INFINITY
  #heldUntil: number
  /** How much of the pace was lost at the last refusal. */
  #lost = 0
  #lostAt = 0

  constructor(rate: number, heldUntil: number) {
    this.rate = rate
    this.#places = Array.from({ length: Math.max(1, rate) }, () => ({ at: Number.NEGATIVE_INFINITY }))
    this.#heldUntil = heldUntil
  }

  /** When the next free place begins. */
  next(now: number): number {
    const pace = this.#paceAt(now)
    // At its whole pace a second's calls may go at once; a slower one is kept by an even distance.
    const spaced = pace === 1 ? now : this.#latest + windowMilliseconds / (this.rate * pace)
    return Math.max(now, this.#oldest.at + windowMilliseconds, this.#heldUntil, spaced)
  }

  /** The place that the next one takes over: a second ago, one call was there. */
  get #oldest(): Place {
    return this.#places[this.#next] as Place
  }

  /** Reserves the place that begins then, and waits for it. */
  reserve(start: number, clock: Clock.Clock): Effect.Effect<void> {
    const before = this.#oldest
    const place: Place = { at: start }
    this.#places[this.#next] = place
    this.#latest = start
    this.#next = (this.#next + 1) % this.#places.length
    const wait = start - clock.currentTimeMillisUnsafe()
    if (wait <= 0) return Effect.void
    // A process that was busy wakes late. Who is a second behind must not catch up with it.
    return Effect.flatMap(Effect.sleep(wait), () => {
      const now = clock.currentTimeMillisUnsafe()
      place.at = Math.max(now, before.at + secondMilliseconds)
      return place.at > now ? Effect.sleep(place.at - now) : Effect.void
    })
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
  return {
    take: (endpoint, patience) =>
      Clock.clockWith((clock): Effect.Effect<void, HeldBack> => {
        const now = clock.currentTimeMillisUnsafe()
        const window = windowOf(endpoint)
        const start = window.next(now)
        if (start - now > patience) return Effect.fail(wouldBeLate(endpoint, start - now))
        return window.reserve(start, clock)
      }),
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
