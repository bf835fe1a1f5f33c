/** The effects that call endpoints. */
import * as Effect from "effect/Effect"
import * as Effectable from "effect/Effectable"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import type { Span } from "effect/Tracer"
import { RequestInvalid, TimError } from "../errors/TimError.ts"
import { type Call, fail } from "./call.ts"
import type { Calling } from "./calling.ts"
import type { Opened } from "./opened.ts"
import type { Callable } from "./request.ts"
import { type AnyContext, Bounded, exitOf } from "./within.ts"

/** A call that was begun. */
export interface Begun {
  /** Abandons it. It ends as what is interrupted does. */
  readonly abandon: () => Effect.Effect<void>
}

type Ended<A> = (exit: Exit.Exit<A, TimError>) => void

/** What a fiber makes of what throws: parts of somebody else's may, and then nobody must wait for ever. */
const guarded = <A, E>(work: () => Effect.Effect<A, E>): Effect.Effect<A, E> => {
  try {
    return work()
  } catch (defect) {
    return Exit.die(defect)
  }
}

const nothing: Begun = { abandon: () => Effect.void }

/** The effect that calls an endpoint, which who has no fiber can begin as well. */
export class CallEffect<A> extends Effectable.Class<A, TimError> {
  readonly #calling: Calling
  readonly #endpoint: Callable
  readonly #request: unknown

  constructor(calling: Calling, endpoint: Callable, request: unknown) {
    super()
    this.#calling = calling
    this.#endpoint = endpoint
    this.#request = request
  }

  /** A whole call, with its span, and a record of it. */
  override asEffect(): Effect.Effect<A, TimError> {
    return Effect.withFiber(({ context }) =>
      this.#calling.traced(this.#endpoint.path, (span) => this.#within(context, span))
    )
  }

  #within(context: AnyContext, span: Span | undefined): Effect.Effect<A, TimError> {
    const { attempt, prepare, record, settle } = this.#calling
    const call = prepare(this.#endpoint, this.#request, context)
    if (call instanceof RequestInvalid) {
      span?.attribute("error.type", call._tag)
      return fail(call)
    }
    const answer = Effect.flatMap(attempt(call), (opened) => settle<A>(call, opened))
    return Effect.onExit(answer, (exit) => {
      const errorType = record(call, exit)
      if (call.attempts > 1) span?.attribute("http.request.resend_count", call.attempts - 1)
      if (errorType !== undefined) span?.attribute("error.type", errorType)
      return Effect.void
    })
  }

  /** Begins the call in a context, and tells once how it ended. There is no span of it then. */
  begin(context: AnyContext, ended: Ended<A>): Begun {
    const call = this.#calling.prepare(this.#endpoint, this.#request, context)
    if (!(call instanceof RequestInvalid)) return new CallUnderWay(this.#calling, call, ended)
    ended(Exit.fail(new TimError({ reason: call })))
    return nothing
  }
}

/** A call that began without a fiber. It gets one when it must wait for anything but its first answer. */
class CallUnderWay<A> implements Begun {
  readonly #calling: Calling
  readonly #call: Call
  readonly #ended: Ended<A>
  #waiting: Bounded<Opened, TimError> | Fiber.Fiber<A, TimError> | undefined

  constructor(calling: Calling, call: Call, ended: Ended<A>) {
    this.#calling = calling
    this.#call = call
    this.#ended = ended
    const attempt = guarded(() => calling.attempt(call))
    if (attempt instanceof Bounded) {
      this.#waiting = attempt
      attempt.begin((outcome: Effect.Effect<Opened, TimError>) => this.#goOn(outcome))
    } else {
      this.#goOn(attempt)
    }
  }

  #goOn(outcome: Effect.Effect<Opened, TimError>): void {
    const opened = exitOf(outcome)
    const settle = (opened: Opened) => this.#calling.settle<A>(this.#call, opened)
    const rest = opened?._tag === "Success"
      ? guarded(() => settle(opened.value))
      : Effect.flatMap(outcome, settle)
    const exit = exitOf(rest)
    if (exit !== undefined) return this.#end(exit)
    const fiber = Effect.runForkWith(this.#call.context)(rest)
    this.#waiting = fiber
    fiber.addObserver((exit) => this.#end(exit))
  }

  #end(exit: Exit.Exit<A, TimError>): void {
    const recorded = guarded(() => {
      this.#calling.record(this.#call, exit)
      return exit
    })
    this.#ended(exitOf(recorded) ?? exit)
  }

  abandon(): Effect.Effect<void> {
    const waiting = this.#waiting
    if (!(waiting instanceof Bounded)) return waiting === undefined ? Effect.void : Fiber.interrupt(waiting)
    if (waiting.isOver) return Effect.void
    return Effect.andThen(waiting.abandon(), Effect.sync(() => this.#end(Exit.interrupt())))
  }
}
