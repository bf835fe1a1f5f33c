/** Bounds how long work may take. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"

type AnyFiber = Fiber.Fiber<unknown, unknown>

/** Begins work that tells what came of it. What comes back abandons it. */
export type Begin<Came> = (done: (came: Came) => void) => () => Effect.Effect<void>

/** The clock of programs that were given no other one. */
const platformClock: Clock.Clock = /* @__PURE__ */ Context.get(/* @__PURE__ */ Context.empty(), Clock.Clock)

/** The longest time that the platform's timers take. */
const longest = 2 ** 31 - 1

/** Does something so many milliseconds later, by the clock of a fiber, unless what comes back is called before. */
const after = (fiber: AnyFiber, milliseconds: number, ring: () => void): () => void => {
  // The platform's own timer takes less than a fiber that sleeps.
  if (fiber.getRef(Clock.Clock) === platformClock && milliseconds <= longest) {
    const timer = setTimeout(ring, milliseconds)
    return () => clearTimeout(timer)
  }
  const sleeping = Effect.runForkWith(fiber.context)(Effect.sleep(milliseconds))
  sleeping.addObserver(({ _tag }) => {
    if (_tag === "Success") ring()
  })
  return () => sleeping.interruptUnsafe()
}

/** What bounds work, and what follows it. */
export interface Bounds<Came, A, E> {
  /** The fiber that waits. */
  readonly fiber: AnyFiber
  readonly milliseconds: number
  readonly then: (came: Came) => Effect.Effect<A, E>
  /** What follows instead when the work took too long, and was abandoned. */
  readonly late: () => Effect.Effect<A, E>
}

/** Work that is abandoned after so many milliseconds. It needs no fiber but the one that waits for it. */
export const beginWithin = <Came, A, E>(
  begin: Begin<Came>,
  { fiber, late, milliseconds, then }: Bounds<Came, A, E>
): Effect.Effect<A, E> =>
  Effect.callback((resume) => {
    let isOver = false
    let forget: (() => void) | undefined
    const abandon = begin((came) => {
      // What was abandoned may still tell something.
      if (isOver) return
      isOver = true
      forget?.()
      resume(then(came))
    })
    // The clock is asked for a timer only once the work turns out to wait.
    if (isOver) return
    forget = after(fiber, milliseconds, () => {
      isOver = true
      resume(Effect.andThen(abandon(), Effect.suspend(late)))
    })
    return Effect.suspend(() => {
      isOver = true
      forget?.()
      return abandon()
    })
  })

/**
 * An effect that is abandoned after so many milliseconds for what `late` makes.
 *
 * `Effect.timeoutOrElse` does the same by a race, which takes twice the time and memory.
 */
export const within = <A, E>(
  work: Effect.Effect<A, E>,
  milliseconds: number,
  late: () => Effect.Effect<A, E>
): Effect.Effect<A, E> =>
  Exit.isExit(work) ? work : Effect.withFiber((fiber) =>
    beginWithin<Exit.Exit<A, E>, A, E>((done) => {
      const working = Effect.runForkWith(fiber.context)(work)
      working.addObserver(done)
      return () => Fiber.interrupt(working)
    }, { fiber, milliseconds, then: (exit) => exit, late })
  )
