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
  const cached = Clock.clockWith((clock) =>
    Effect.succeed(current !== undefined && clock.currentTimeMillisUnsafe() < renewAt ? current : undefined)
  )
  const renew = Effect.gen(function*() {
    const known = yield* cached
    if (known !== undefined) return known
    const now = yield* Clock.currentTimeMillis
    const userSig = yield* sign
    current = userSig
    renewAt = now + expire * 900
    return userSig
  }).pipe(one.withPermits(1))
  return {
    get: Effect.flatMap(cached, (known) => known === undefined ? renew : Effect.succeed(known)),
    forget: (userSig) => {
      if (current === userSig) current = undefined
    }
  }
}
