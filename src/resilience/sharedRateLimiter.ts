/** One quota for all processes of an app. */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Persistence from "effect/persistence/RateLimiter"
import {
  CurrentRateLimiter,
  lateness,
  type Limited,
  makeRateLimiter,
  type RateLimiter,
  windowMilliseconds,
  wouldBeLate
} from "../endpoint/RateLimiter.ts"

/** How a shared limiter is made. */
export interface SharedRateLimiterOptions {
  /** The app whose quota it is. */
  readonly sdkAppId: number
}

/** How long the store may take, in milliseconds. Some clients of Redis wait for as long as it is away. */
const storePatience = 2_000

const tooSlow = new Persistence.RateLimiterError({
  reason: new Persistence.RateLimitStoreError({ message: `no answer within ${storePatience} ms` })
})

const makeShared = (shared: Persistence.RateLimiter, sdkAppId: number): RateLimiter => {
  const alone = makeRateLimiter()
  const used = new Map<string, Limited>()
  let isAlone = false

  const keyOf = ({ path }: Limited): string => `timkit:${sdkAppId}:${path}`
  /** How far calls are apart. A bucket that could save up calls would let twice the quota through in its first second. */
  const distanceOf = ({ ratePerSecond }: Limited): number => windowMilliseconds / ratePerSecond

  const consume = (options: Parameters<Persistence.RateLimiter["consume"]>[0]) =>
    Effect.timeoutOrElse(shared.consume(options), {
      duration: storePatience,
      orElse: () => Effect.fail(tooSlow)
    })

  const take = (endpoint: Limited, tokens: number) =>
    Effect.map(
      consume({
        algorithm: "token-bucket",
        onExceeded: "delay",
        key: keyOf(endpoint),
        limit: 1,
        window: distanceOf(endpoint),
        tokens
      }),
      ({ delay }) => Duration.toMillis(delay)
    )

  /** Waits for the next place. Answers how late it is then, in milliseconds. */
  const waitForPlace = (endpoint: Limited, patience: number) =>
    Effect.flatMap(take(endpoint, 1), (wait) => {
      if (wait > patience) {
        // Nobody will use this place, and it is the last one: it is given back.
        return Effect.andThen(take(endpoint, -1), Effect.fail(wouldBeLate(endpoint, wait)))
      }
      return Clock.clockWith((clock) => {
        const due = clock.currentTimeMillisUnsafe() + wait
        return Effect.map(wait === 0 ? Effect.void : Effect.sleep(wait), () => clock.currentTimeMillisUnsafe() - due)
      })
    })

  /** While the store is away each process keeps count for itself: late answers are worse than refusals. */
  const orAlone = <A, E>(together: Effect.Effect<A, E | Persistence.RateLimiterError>, apart: Effect.Effect<A, E>) =>
    Effect.matchEffect(together, {
      onSuccess: (done) => {
        isAlone = false
        return Effect.succeed(done)
      },
      onFailure: (error) => {
        if (!(error instanceof Persistence.RateLimiterError)) return Effect.fail(error)
        if (isAlone) return apart
        isAlone = true
        return Effect.andThen(
          Effect.logWarning(
            "timkit: the store of the rate limiter does not answer; this process counts for itself",
            error.reason.message
          ),
          apart
        )
      }
    })

  /** Moves everything that has no place yet, unless another process did so for the same second. */
  const push = (endpoint: Limited, milliseconds: number) =>
    consume({ key: `${keyOf(endpoint)}:held`, limit: 1, window: milliseconds }).pipe(
      Effect.matchEffect({
        onSuccess: () => Effect.asVoid(take(endpoint, Math.ceil(milliseconds / distanceOf(endpoint)))),
        onFailure: (error) => error.reason._tag === "RateLimitExceeded" ? Effect.void : Effect.fail(error)
      })
    )

  return {
    take: (endpoint, patience) => {
      used.set(endpoint.path, endpoint)
      return orAlone(
        Effect.flatMap(waitForPlace(endpoint, patience), (late) =>
          // A place that was missed is given up, once: used late, it would make the second too full.
          late <= lateness ? Effect.void : Effect.asVoid(waitForPlace(endpoint, patience))),
        alone.take(endpoint, patience)
      )
    },
    slowDown: (endpoint, milliseconds, scope) =>
      orAlone(
        Effect.forEach(
          scope === "app" ? [...used.values()] : [endpoint],
          (each) => push(each, milliseconds),
          { discard: true }
        ),
        alone.slowDown(endpoint, milliseconds, scope)
      )
  }
}

/**
 * Keeps all processes that use an app within its quota together, on the `RateLimiter` of `effect/persistence` that is
 * provided, whose store may be Redis.
 *
 * Calls to an endpoint leave evenly, one each 1,005 ms divided by its rate, whichever process they come from. The clocks
 * of the machines should agree to a few milliseconds. While the store does not answer, each process counts for itself,
 * with a warning in the log.
 *
 * @example
 * ```ts
 * import { Tim } from "timkit"
 * import { sharedRateLimiter } from "timkit/resilience"
 * import * as Layer from "effect/Layer"
 * import * as RateLimiter from "effect/persistence/RateLimiter"
 *
 * // In production: RateLimiter.layerStoreRedis() on NodeRedis.layer of @effect/platform-node.
 * const layer = Tim.layerConfig.pipe(
 *   Layer.provide(sharedRateLimiter({ sdkAppId: 1400000000 })),
 *   Layer.provide(RateLimiter.layer),
 *   Layer.provide(RateLimiter.layerStoreMemory)
 * )
 * ```
 */
export const sharedRateLimiter = (
  { sdkAppId }: SharedRateLimiterOptions
): Layer.Layer<never, never, Persistence.RateLimiter> =>
  Layer.effect(CurrentRateLimiter, Effect.map(Persistence.RateLimiter, (shared) => makeShared(shared, sdkAppId)))
