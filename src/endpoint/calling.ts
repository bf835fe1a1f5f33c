/** How a client calls: rate limit, guards, attempts, retries, decoding, span and record. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Random from "effect/Random"
import type { Span } from "effect/Tracer"
import { ErrorExplainer, type Explain, type ExplainLater, type Explanation } from "../errors/explain.ts"
import { rateScopeOf } from "../errors/retryClass.ts"
import { AnswerInvalid, type Reason, Refused, RequestInvalid, type TimError } from "../errors/TimError.ts"
import type { SigCache } from "../usersig/SigCache.ts"
import { type Begun, Call, CallEffect, type Clean, cleanIssues, fail, withProgress } from "./call.ts"
import { check } from "./check.ts"
import type { TimConfig } from "./Config.ts"
import { CurrentBulkhead, CurrentCircuitBreaker, type Guard, type HeldBack } from "./guards.ts"
import { type Answer, isHealthy, notReached, type Opened } from "./opened.ts"
import { CurrentRateLimiter, makeRateLimiter, type RateLimiter } from "./RateLimiter.ts"
import { CurrentRecorder, errorTypeOf, type Recorder, rpcSystem } from "./recorder.ts"
import { type Callable, encode } from "./request.ts"
import { decide } from "./retry.ts"
import { Sender } from "./sender.ts"
import { CurrentTransport } from "./Transport.ts"
import { type AnyContext, Bounded, exitOf, within } from "./within.ts"

/** A refusal with what is known of its code. */
const explained = (reason: Refused, explain: Explain | ExplainLater): Effect.Effect<Refused> => {
  const explanation = explain(reason.code, reason.endpoint)
  const add = (known: Explanation | undefined): Refused => {
    if (known === undefined) return reason
    const { advice, domain, name } = known
    return new Refused({ ...reason, advice, domain, name })
  }
  return explanation instanceof Promise
    ? Effect.promise(() => explanation.then(add, () => reason))
    : Effect.succeed(add(explanation))
}

/** What is held back is not sent, and ends as any attempt without an answer. */
const heldBack = (
  { endpoint }: Call,
  tried: Effect.Effect<Opened, TimError | HeldBack>
): Effect.Effect<Opened, TimError> =>
  Effect.catchTag(tried, "HeldBack", ({ detail, kind }) => Effect.succeed(notReached(endpoint, kind, detail, "no")))

/** What a client calls with. */
export class Calling {
  readonly #config: TimConfig
  readonly #signature: SigCache<TimError>
  readonly #cleanOf: (userSigs: ReadonlyArray<string>) => Clean
  readonly #sender: Sender
  readonly #limiter: RateLimiter
  readonly #bulkhead: Guard | undefined
  readonly #breaker: Guard | undefined
  readonly #explain: Explain | ExplainLater
  readonly #recorder: Recorder | undefined

  constructor(
    config: TimConfig,
    context: AnyContext,
    signature: SigCache<TimError>,
    cleanOf: (userSigs: ReadonlyArray<string>) => Clean
  ) {
    this.#config = config
    this.#signature = signature
    this.#cleanOf = cleanOf
    this.#sender = new Sender(config, Context.get(context, CurrentTransport), signature)
    this.#limiter = Context.get(context, CurrentRateLimiter) ?? makeRateLimiter()
    this.#bulkhead = Context.get(context, CurrentBulkhead)
    this.#breaker = Context.get(context, CurrentCircuitBreaker)
    this.#explain = Context.get(context, ErrorExplainer)
    this.#recorder = Context.get(context, CurrentRecorder)
  }

  /** A signature, as soon as the rate limit lets a request through; a text when that is at once. */
  #turn(call: Call, patience: number): string | Effect.Effect<string, TimError | HeldBack> {
    const { clock, endpoint } = call
    const now = clock.currentTimeMillisUnsafe()
    // Signing takes a moment: who has a place in the rate limit must not wait for it.
    const place = this.#signature.known(now) === undefined
      ? Effect.andThen(this.#signature.get, Effect.suspend(() => this.#limiter.take(endpoint, patience)))
      : this.#limiter.take(endpoint, patience, clock)
    const userSig = exitOf(place)?._tag === "Success" ? this.#signature.known(now) : undefined
    return userSig ?? Effect.andThen(place, this.#signature.get)
  }

  #send(call: Call, userSig: string): Effect.Effect<Opened, TimError> {
    if (this.#breaker === undefined) return this.#sender.send(call, userSig)
    const sending = Effect.suspend(() => this.#sender.send(call, userSig))
    return heldBack(call, this.#breaker.run(call.endpoint, sending, isHealthy))
  }

  /** Sends once, as soon as everything that stands before it lets it. */
  #attempt(call: Call): Effect.Effect<Opened, TimError> {
    const patience = call.left
    const turn = this.#turn(call, patience)
    if (typeof turn === "string") return this.#send(call, turn)
    const userSig = within<string, TimError | HeldBack>(turn, patience, () => call.tooLate())
    return heldBack(call, Effect.flatMap(userSig, (userSig) => this.#send(call, userSig)))
  }

  /** An attempt with what may stand around it, and hold it back or up. */
  attempt(call: Call): Effect.Effect<Opened, TimError> {
    if (this.#bulkhead === undefined && this.#breaker === undefined) return this.#attempt(call)
    const attempt = Effect.suspend(() => this.#attempt(call))
    const guarded = this.#bulkhead === undefined
      ? attempt
      : heldBack(call, this.#bulkhead.run(call.endpoint, attempt, isHealthy))
    return within(guarded, call.left, () => call.tooLate())
  }

  /** How long to wait before the next attempt. Fails where there is no more sense in one. */
  #pauseAfter(call: Call, failed: Reason): Effect.Effect<number, TimError> {
    const bare = withProgress(failed, call, this.#cleanOf(call.userSigs))
    if ("applied" in bare) call.applied = bare.applied
    call.last = bare
    const told: Effect.Effect<Reason> = bare._tag === "Refused" ? explained(bare, this.#explain) : Effect.succeed(bare)
    return Effect.flatMap(told, (reason) => {
      call.last = reason
      const { attempts, clock, context, endpoint, limits, renewed } = call
      const since = clock.currentTimeMillisUnsafe() - call.sentAt
      const random = Context.get(context, Random.Random).nextDoubleUnsafe()
      const decision = decide(reason, endpoint, { attempts, renewed, since }, limits, random)
      if (decision._tag === "GiveUp") return fail(reason)
      if (decision._tag === "RenewSignature") {
        call.renewed = true
        return Effect.succeed(0)
      }
      const pause = decision.milliseconds
      if (pause >= call.left) return fail(reason)
      const scope = reason._tag === "Refused" && reason.retryClass === "rate-limited"
        ? rateScopeOf(reason.code)
        : undefined
      const slower = scope === undefined || scope === "object"
        ? Effect.void
        : this.#limiter.slowDown(endpoint, pause, scope)
      const recorded = this.#recorder?.again(endpoint.path, pause, reason.message) ?? Effect.void
      return Effect.as(Effect.andThen(slower, recorded), pause)
    })
  }

  /** Goes on after an attempt: to the end, or to the next attempt. Whatever may wait does so until the deadline at most. */
  settle<A>(call: Call, opened: Opened): Effect.Effect<A, TimError> {
    if (opened.ok) {
      const { response } = call.endpoint
      const issues = response === undefined ? [] : check(response, opened.answer)
      // Fields that are not documented stay in the answer.
      if (issues.length === 0) return Effect.succeed(opened.answer as A)
      const { path } = call.endpoint
      const invalid = new AnswerInvalid({ endpoint: path, kind: "shape", issues, attempts: 1, applied: "yes" })
      return fail(withProgress(invalid, call, this.#cleanOf(call.userSigs)))
    }
    return within(this.#pauseAfter(call, opened.reason), call.left, () => call.tooLate()).pipe(
      Effect.flatMap(Effect.sleep),
      Effect.flatMap(() => this.attempts<A>(call))
    )
  }

  /** Sends until there is an answer or no more sense in trying. */
  attempts<A>(call: Call): Effect.Effect<A, TimError> {
    return Effect.flatMap(this.attempt(call), (opened) => this.settle<A>(call, opened))
  }

  /** A call that is ready to be sent, or why it cannot be. */
  prepare(endpoint: Callable, request: unknown, context: AnyContext): Call | RequestInvalid {
    const prepared = encode(endpoint, request, Context.get(context, Random.Random))
    if (!(prepared instanceof RequestInvalid)) return new Call(endpoint, prepared, this.#config.limits, context)
    // A path names the keys of maps, which may be anything.
    return new RequestInvalid({ ...prepared, issues: cleanIssues(prepared.issues, this.#cleanOf([])) })
  }

  /** Takes note of a call that is over, and says what went wrong, if anything. */
  record(
    { attempts, clock, context, endpoint, started }: Call,
    exit: Exit.Exit<unknown, TimError>
  ): string | undefined {
    const errorType = errorTypeOf(exit)
    const milliseconds = clock.currentTimeMillisUnsafe() - started
    this.#recorder?.done({ endpoint: endpoint.path, errorType, attempts, milliseconds }, context)
    return errorType
  }

  /** What all spans have. The names are OpenTelemetry's for remote calls, see docs/observability.md. */
  spanOf({ path }: Callable): { readonly kind: "client"; readonly attributes: Record<string, unknown> } {
    const { baseUrl, sdkAppId } = this.#config
    const { hostname, port, protocol } = new URL(baseUrl)
    return {
      kind: "client",
      attributes: {
        "rpc.system.name": rpcSystem,
        "rpc.method": path,
        "server.address": hostname,
        "server.port": Number(port) || (protocol === "https:" ? 443 : 80),
        "tim.sdk_app_id": sdkAppId
      }
    }
  }
}

/** The effect that calls an endpoint. */
export class EndpointCall extends CallEffect<Answer> {
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
  override asEffect(): Effect.Effect<Answer, TimError> {
    return Effect.withFiber(({ cache, context }) =>
      // Without a tracer nobody ever sees a span.
      cache.tracer === undefined
        ? this.#within(context, undefined)
        : Effect.useSpan(
          this.#endpoint.path,
          this.#calling.spanOf(this.#endpoint),
          (span) => this.#within(context, span)
        )
    )
  }

  #within(context: AnyContext, span: Span | undefined): Effect.Effect<Answer, TimError> {
    const call = this.#calling.prepare(this.#endpoint, this.#request, context)
    if (call instanceof RequestInvalid) {
      span?.attribute("error.type", call._tag)
      return fail(call)
    }
    return Effect.onExit(this.#calling.attempts<Answer>(call), (exit) => {
      const errorType = this.#calling.record(call, exit)
      if (call.attempts > 1) span?.attribute("http.request.resend_count", call.attempts - 1)
      if (errorType !== undefined) span?.attribute("error.type", errorType)
      return Effect.void
    })
  }

  override begin(context: AnyContext, ended: (exit: Exit.Exit<Answer, TimError>) => void): Begun {
    return beginCall(this.#calling, this.#calling.prepare(this.#endpoint, this.#request, context), ended)
  }
}

const nothing: Begun = { abandon: () => Effect.void }

const beginCall = (
  calling: Calling,
  call: Call | RequestInvalid,
  ended: (exit: Exit.Exit<Answer, TimError>) => void
): Begun => {
  if (call instanceof Call) return new CallUnderWay(calling, call, ended)
  Effect.runCallback(fail(call), { onExit: ended })
  return nothing
}

/** A call that began without a fiber. It gets one when it must wait for anything but its first answer. */
class CallUnderWay implements Begun {
  readonly #calling: Calling
  readonly #call: Call
  readonly #ended: (exit: Exit.Exit<Answer, TimError>) => void
  #waiting: Bounded<Opened, TimError> | Fiber.Fiber<Answer, TimError> | undefined

  constructor(calling: Calling, call: Call, ended: (exit: Exit.Exit<Answer, TimError>) => void) {
    this.#calling = calling
    this.#call = call
    this.#ended = ended
    const attempt = calling.attempt(call)
    if (attempt instanceof Bounded) {
      this.#waiting = attempt
      attempt.begin((outcome: Effect.Effect<Opened, TimError>) => this.#goOn(this.#settle(outcome)))
    } else {
      this.#goOn(this.#settle(attempt))
    }
  }

  #settle(attempt: Effect.Effect<Opened, TimError>): Effect.Effect<Answer, TimError> {
    const exit = exitOf(attempt)
    return exit?._tag === "Success"
      ? this.#calling.settle(this.#call, exit.value)
      : Effect.flatMap(attempt, (opened) => this.#calling.settle(this.#call, opened))
  }

  #goOn(rest: Effect.Effect<Answer, TimError>): void {
    const exit = exitOf(rest)
    if (exit !== undefined) return this.#end(exit)
    const fiber = Effect.runForkWith(this.#call.context)(rest)
    this.#waiting = fiber
    fiber.addObserver((exit) => this.#end(exit))
  }

  #end(exit: Exit.Exit<Answer, TimError>): void {
    this.#calling.record(this.#call, exit)
    this.#ended(exit)
  }

  abandon(): Effect.Effect<void> {
    const waiting = this.#waiting
    if (!(waiting instanceof Bounded)) return waiting === undefined ? Effect.void : Fiber.interrupt(waiting)
    if (waiting.isOver) return Effect.void
    return Effect.andThen(waiting.abandon(), Effect.sync(() => this.#end(Exit.interrupt())))
  }
}
