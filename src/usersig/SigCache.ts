/** One UserSig for many calls: signed once, renewed before it runs out, never by two calls at a time. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"

/** A cache of one UserSig. */
export interface SigCache<E> {
  /** A UserSig that is valid for a good while. */
  readonly get: Effect.Effect<string, E>
  /** Forgets a UserSig that the service did not accept, unless another call has renewed it already. */
  readonly forget: (userSig: string) => void
}

/**
 * Makes a cache.
 *
 * A UserSig is renewed when less than a tenth of its validity is left. While one is being made, other calls wait for
 * that one.
 *
 * @param sign makes a UserSig that is valid from now on
 * @param expire its validity in seconds
 */
export const makeSigCache = <E>(sign: Effect.Effect<string, E>, expire: number): SigCache<E> => {
  let current: string | undefined
  let renewAt = 0
  const one = Semaphore.makeUnsafe(1)
  const known = (clock: Clock.Clock): Effect.Effect<string> | undefined =>
    current !== undefined && clock.currentTimeMillisUnsafe() < renewAt ? Effect.succeed(current) : undefined
  const renewed = (clock: Clock.Clock): Effect.Effect<string, E> =>
    Effect.suspend(() => {
      const now = clock.currentTimeMillisUnsafe()
      return Effect.map(sign, (userSig) => {
        current = userSig
        renewAt = now + expire * 900
        return userSig
      })
    })
  return {
    // Another call may have renewed it while this one waited.
    get: Clock.clockWith((clock) =>
      known(clock) ?? one.withPermit(Effect.suspend(() => known(clock) ?? renewed(clock)))
    ),
    forget: (userSig) => {
      if (current === userSig) current = undefined
    }
  }
}
