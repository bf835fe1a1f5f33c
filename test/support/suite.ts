/** How tests run: each on a new emulator, in virtual time, the same on every runtime. */
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { CurrentRateLimiter, type Services, type TimClient, unlimited } from "../../mod.ts"
import { Emulator, type EmulatorOptions } from "../../src/emulator/mod.ts"

/** When the virtual time of every test begins: 2023-11-14T22:13:20Z, in seconds since 1970. */
export const startSeconds = 1_700_000_000

/** What a test has at hand: all services, connected to an emulator of its own. */
export type World = Emulator | Services | TimClient

const clock = Layer.effectDiscard(TestClock.setTime(startSeconds * 1000)).pipe(Layer.provideMerge(TestClock.layer()))

/** Runs an effect in virtual time. */
export const inVirtualTime = <A, E>(effect: Effect.Effect<A, E>): Promise<A> =>
  Effect.runPromise(Effect.provide(effect, clock))

/**
 * A test whose calls go to an emulator of its own, in virtual time. Calls do not wait for the rate limit: nobody would
 * move the clock for them.
 */
export const timTest = (
  name: string,
  body: () => Effect.Effect<void, unknown, World>,
  options?: EmulatorOptions
): void => {
  test(name, () =>
    inVirtualTime(
      Effect.provide(Effect.suspend(body), Emulator.layer(options)).pipe(
        Effect.provideService(CurrentRateLimiter, unlimited)
      )
    ))
}
