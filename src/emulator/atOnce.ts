/** What is over before anybody runs it: calls that need not wait are answered without effects and fibers. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { exitOf } from "../endpoint/within.ts"

/** What comes of something: the value where nothing had to be waited for, otherwise an effect. */
export type AtOnce<A, E = never> = A | Effect.Effect<A, E>

/** The value of an effect that is over and a success. */
export const unwrapped = <A, E>(effect: Effect.Effect<A, E>): AtOnce<A, E> => {
  const exit = exitOf(effect)
  return exit?._tag === "Success" ? exit.value : effect
}

/** The same as an effect in any case. */
export const asEffect = <A, E>(done: AtOnce<A, E>): Effect.Effect<A, E> =>
  Effect.isEffect(done) ? done : Effect.succeed(done)

/** The time of programs that are not made of effects. */
export const programClock: Clock.Clock = Clock.Clock.defaultValue()
