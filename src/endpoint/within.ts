/** Bounds how long work may take. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"

/**
 * Work that is abandoned after so many milliseconds for what `late` makes.
 *
 * `Effect.timeoutOrElse` does the same by a race, which takes twice the time and memory. Here the clock is asked for a
 * timer only once the work turns out to wait.
 */
export const within = <A, E>(
  work: Effect.Effect<A, E>,
  milliseconds: number,
  late: () => Effect.Effect<A, E>
): Effect.Effect<A, E> =>
  Exit.isExit(work) ? work : Effect.withFiber((fiber) => {
    const fork = Effect.runForkWith(fiber.context)
    const working = fork(work)
    return working.pollUnsafe() ?? Effect.callback((resume) => {
      const timer = fork(Effect.sleep(milliseconds))
      working.addObserver((exit) => {
        timer.interruptUnsafe()
        resume(exit)
      })
      timer.addObserver(({ _tag }) => {
        if (_tag === "Success") resume(Effect.andThen(Fiber.interrupt(working), Effect.suspend(late)))
      })
      return Effect.suspend(() => Fiber.interruptAll([timer, working]))
    })
  })
