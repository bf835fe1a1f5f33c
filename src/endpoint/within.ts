/** Work that begins without a fiber of its own, and is bounded in time. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Effectable from "effect/Effectable"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { Alarm, Alarms } from "./alarms.ts"

/** The context that work runs in. */
export type AnyContext = Context.Context<never>

/** How an effect ended, where it is over before anybody runs it. */
export const exitOf = <A, E>(effect: Effect.Effect<A, E>): Exit.Exit<A, E> | undefined =>
  Exit.isExit(effect) ? effect as Exit.Exit<A, E> : undefined

/** The clock of programs that were given no other one. */
const platformClock: Clock.Clock = /* @__PURE__ */ Context.get(/* @__PURE__ */ Context.empty(), Clock.Clock)

const alarms = /* @__PURE__ */ new Alarms()

/** The longest time that the platform's timers take. */
const longest = 2 ** 31 - 1

/**
 * Work that is abandoned when it takes too long. It is an effect, for fibers to wait for, and can as well be begun by who
 * has none: a fiber, with all that stands on its stack, takes as much memory as all the rest of a call. To be begun once.
 */
export abstract class Bounded<A, E> extends Effectable.Class<A, E> {
  /** The context that it runs in. */
  protected readonly context: AnyContext
  /** How long it may take. */
  protected readonly milliseconds: number
  #isOver = false
  #then: ((outcome: Effect.Effect<A, E>) => void) | undefined
  #timer: Alarm | Fiber.Fiber<void> | undefined

  constructor(context: AnyContext, milliseconds: number) {
    super()
    this.context = context
    this.milliseconds = milliseconds
  }

  /** Begins. */
  protected abstract work(): void

  /** Abandons what was begun. */
  protected abstract stop(): Effect.Effect<void>

  /** What follows when it took too long, and was abandoned. */
  protected abstract late(): Effect.Effect<A, E>

  /** Whether it came to an end. What was abandoned may still tell something afterwards. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** It ended by itself. */
  protected end(outcome: Effect.Effect<A, E>): void {
    if (!this.#isOver) this.#end()(outcome)
  }

  #end(): (outcome: Effect.Effect<A, E>) => void {
    this.#isOver = true
    const timer = this.#timer
    if (timer instanceof Alarm) timer.delete(this)
    else timer?.interruptUnsafe()
    const then = this.#then
    this.#then = this.#timer = undefined
    return then ?? (() => undefined)
  }

  /** Begins, and tells once what follows. */
  begin(then: (outcome: Effect.Effect<A, E>) => void): void {
    this.#then = then
    this.work()
    // The clock is asked for a timer only once the work turns out to wait.
    if (this.#isOver) return
    // The platform's own timers take less than fibers that sleep.
    if (Context.get(this.context, Clock.Clock) === platformClock && this.milliseconds <= longest) {
      this.#timer = alarms.after(this.milliseconds)
      return this.#timer.add(this)
    }
    const sleeping = Effect.runForkWith(this.context)(Effect.sleep(this.milliseconds))
    this.#timer = sleeping
    sleeping.addObserver(({ _tag }) => {
      if (_tag === "Success") this.ring()
    })
  }

  /** Its time is over. */
  ring(): void {
    if (this.#isOver) return
    this.#end()(Effect.andThen(this.stop(), Effect.suspend(() => this.late())))
  }

  /** Nobody wants it any more. */
  abandon(): Effect.Effect<void> {
    if (this.#isOver) return Effect.void
    this.#end()
    return this.stop()
  }

  override asEffect(): Effect.Effect<A, E> {
    return Effect.callback((resume) => {
      this.begin(resume)
      return this.isOver ? undefined : Effect.suspend(() => this.abandon())
    })
  }
}

/** An effect that is bounded in time. */
class BoundedEffect<A, E> extends Bounded<A, E> {
  readonly #effect: Effect.Effect<A, E>
  readonly #late: () => Effect.Effect<A, E>
  #fiber: Fiber.Fiber<A, E> | undefined

  constructor(effect: Effect.Effect<A, E>, context: AnyContext, milliseconds: number, late: () => Effect.Effect<A, E>) {
    super(context, milliseconds)
    this.#effect = effect
    this.#late = late
  }

  protected override work(): void {
    this.#fiber = Effect.runForkWith(this.context)(this.#effect)
    this.#fiber.addObserver((exit) => this.end(exit))
  }

  protected override stop(): Effect.Effect<void> {
    return this.#fiber === undefined ? Effect.void : Fiber.interrupt(this.#fiber)
  }

  protected override late(): Effect.Effect<A, E> {
    return this.#late()
  }
}

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
  Exit.isExit(work)
    ? work
    : Effect.withFiber(({ context }) => new BoundedEffect(work, context, milliseconds, late))
