/** One UserSig for many calls: signed once, renewed before it runs out, never by two calls at a time. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"

/** A cache of one UserSig. */
export interface SigCache<E> {
  /** A UserSig that is valid for a good while. */
  readonly get: Effect.Effect<string, E>
  /** The one there is at a time in milliseconds since 1970, if it is valid for a good while. */
  readonly known: (now: number) => string | undefined
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
  const known = (now: number): string | undefined => now < renewAt ? current : undefined
  const knownOrNew = Clock.clockWith((clock) => {
    const now = clock.currentTimeMillisUnsafe()
    const userSig = known(now)
    if (userSig !== undefined) return Effect.succeed(userSig)
    return Effect.map(sign, (userSig) => {
      current = userSig
      renewAt = now + expire * 900
      return userSig
    })
  })
  return {
    known,
    get: Clock.clockWith((clock) => {
      const userSig = known(clock.currentTimeMillisUnsafe())
      // Another call may renew it while this one waits.
      return userSig === undefined ? one.withPermit(knownOrNew) : Effect.succeed(userSig)
    }),
    forget: (userSig) => {
      if (current === userSig) current = undefined
    }
  }
}
