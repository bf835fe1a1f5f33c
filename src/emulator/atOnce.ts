/** Effects that are over before anybody runs them: calls that need not wait are answered without a fiber. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"

/** Whether an effect is over already. */
export const isOver = <A, E>(effect: Effect.Effect<A, E>): effect is Exit.Exit<A, E> => Exit.isExit(effect)

/** The value of an effect, at once where it is over. */
export const settled = <A, E>(effect: Effect.Effect<A, E>, options: Effect.RunOptions): A | Promise<A> =>
  isOver(effect) && Exit.isSuccess(effect) ? effect.value : Effect.runPromise(effect, options)

/** The time of programs that are not made of effects. */
export const programClock: Clock.Clock = Clock.Clock.defaultValue()
