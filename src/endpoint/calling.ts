/** How a client calls: rate limit, guards, attempts, retries, decoding, span and record. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import * as Random from "effect/Random"
import type { Span } from "effect/Tracer"
import { ErrorExplainer, type Explain, type ExplainLater, type Explanation } from "../errors/explain.ts"
import { rateScopeOf } from "../errors/retryClass.ts"
import { AnswerInvalid, type Reason, Refused, RequestInvalid, type TimError } from "../errors/TimError.ts"
import type { SigCache } from "../usersig/SigCache.ts"
import { Call, type Clean, cleanIssues, fail, withProgress } from "./call.ts"
import { check } from "./check.ts"
import type { TimConfig } from "./Config.ts"
import { CurrentBulkhead, CurrentCircuitBreaker, type HeldBack } from "./guards.ts"
import { isHealthy, notReached, type Opened } from "./opened.ts"
import { CurrentRateLimiter, makeRateLimiter } from "./RateLimiter.ts"
import { CurrentRecorder, errorTypeOf } from "./recorder.ts"
import { type Callable, encode } from "./request.ts"
import { decide } from "./retry.ts"
import { makeSend } from "./send.ts"
import { CurrentTransport } from "./Transport.ts"
import { type AnyContext, exitOf, within } from "./within.ts"

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
export interface Calling {
  /** One attempt with what may stand around it, and hold it back or up. */
  readonly attempt: (call: Call) => Effect.Effect<Opened, TimError>
  /** Goes on after an attempt: to the end, or to the next attempt. */
  readonly settle: <A>(call: Call, opened: Opened) => Effect.Effect<A, TimError>
  /** A call that is ready to be sent, or why it cannot be. */
  readonly prepare: (endpoint: Callable, request: unknown, context: AnyContext) => Call | RequestInvalid
  /** Takes note of a call that is over, and says what went wrong, if anything. */
  readonly record: (call: Call, exit: Exit.Exit<unknown, TimError>) => string | undefined
  /** Puts a call into a span, where somebody takes note of calls. */
  readonly traced: <A, E>(
    path: string,
    work: (span: Span | undefined) => Effect.Effect<A, E>
  ) => Effect.Effect<A, E>
}

/** Makes what a client calls with, of what its context has. Closures rather than a class, which weighs half more. */
export const makeCalling = (
  { baseUrl, identifier, limits, sdkAppId }: TimConfig,
  context: AnyContext,
  signature: SigCache<TimError>,
  cleanOf: (userSigs: ReadonlyArray<string>) => Clean
): Calling => {
  const who = `sdkappid=${sdkAppId}&identifier=${encodeURIComponent(identifier)}&contenttype=json`
  const send = makeSend(baseUrl, who, Context.get(context, CurrentTransport), signature.forget)
  const limiter = Context.get(context, CurrentRateLimiter) ?? makeRateLimiter()
  const bulkhead = Context.get(context, CurrentBulkhead)
  const breaker = Context.get(context, CurrentCircuitBreaker)
  const explain = Context.get(context, ErrorExplainer)
  const recorder = Context.get(context, CurrentRecorder)

  /** A signature, as soon as the rate limit lets a request through; a text when that is at once. */
  const turn = (call: Call, patience: number): string | Effect.Effect<string, TimError | HeldBack> => {
    const { clock, endpoint } = call
    const now = clock.currentTimeMillisUnsafe()
    // Signing takes a moment: who has a place in the rate limit must not wait for it.
    const place = signature.known(now) === undefined
      ? Effect.andThen(signature.get, Effect.suspend(() => limiter.take(endpoint, patience)))
      : limiter.take(endpoint, patience, clock)
    const userSig = exitOf(place)?._tag === "Success" ? signature.known(now) : undefined
    return userSig ?? Effect.andThen(place, signature.get)
  }

  const sendGuarded = (call: Call, userSig: string): Effect.Effect<Opened, TimError> =>
    breaker === undefined
      ? send(call, userSig)
      : heldBack(call, breaker.run(call.endpoint, Effect.suspend(() => send(call, userSig)), isHealthy))

  /** Sends once, as soon as everything that stands before it lets it. */
  const attemptBare = (call: Call): Effect.Effect<Opened, TimError> => {
    const patience = call.left
    const userSig = turn(call, patience)
    if (typeof userSig === "string") return sendGuarded(call, userSig)
    const inTime = within<string, TimError | HeldBack>(userSig, patience, () => call.tooLate())
    return heldBack(call, Effect.flatMap(inTime, (userSig) => sendGuarded(call, userSig)))
  }

  const attempt = (call: Call): Effect.Effect<Opened, TimError> => {
    if (bulkhead === undefined && breaker === undefined) return attemptBare(call)
    const bare = Effect.suspend(() => attemptBare(call))
    const guarded = bulkhead === undefined ? bare : heldBack(call, bulkhead.run(call.endpoint, bare, isHealthy))
    return within(guarded, call.left, () => call.tooLate())
  }

  /** How long to wait before the next attempt. Fails where there is no more sense in one. */
  const pauseAfter = (call: Call, failed: Reason): Effect.Effect<number, TimError> => {
    const bare = withProgress(failed, call, cleanOf(call.userSigs))
    if ("applied" in bare) call.applied = bare.applied
    call.last = bare
    const told: Effect.Effect<Reason> = bare._tag === "Refused" ? explained(bare, explain) : Effect.succeed(bare)
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
        : "object"
      const slower = scope === "object" ? Effect.void : limiter.slowDown(endpoint, pause, scope)
      const recorded = recorder?.again(endpoint.path, pause, reason.message) ?? Effect.void
      return Effect.as(Effect.andThen(slower, recorded), pause)
    })
  }

  /** Whatever may wait does so until the deadline at most. */
  const settle = <A>(call: Call, opened: Opened): Effect.Effect<A, TimError> => {
    if (!opened.ok) {
      return within(pauseAfter(call, opened.reason), call.left, () => call.tooLate()).pipe(
        Effect.flatMap(Effect.sleep),
        Effect.flatMap(() => attempt(call)),
        Effect.flatMap((opened) => settle<A>(call, opened))
      )
    }
    const { path, response } = call.endpoint
    const issues = response === undefined ? [] : check(response, opened.answer)
    // Fields that are not documented stay in the answer.
    if (issues.length === 0) return Effect.succeed(opened.answer as A)
    const invalid = new AnswerInvalid({ endpoint: path, kind: "shape", issues, attempts: 1, applied: "yes" })
    return fail(withProgress(invalid, call, cleanOf(call.userSigs)))
  }

  return {
    attempt,
    settle,
    prepare: (endpoint, request, context) => {
      const prepared = encode(endpoint, request, Context.get(context, Random.Random))
      if (!(prepared instanceof RequestInvalid)) return new Call(endpoint, prepared, limits, context)
      // A path names the keys of maps, which may be anything.
      return new RequestInvalid({ ...prepared, issues: cleanIssues(prepared.issues, cleanOf([])) })
    },
    record: ({ attempts, clock, context, endpoint, started }, exit) => {
      const errorType = errorTypeOf(exit)
      const milliseconds = clock.currentTimeMillisUnsafe() - started
      recorder?.done({ endpoint: endpoint.path, errorType, attempts, milliseconds }, context)
      return errorType
    },
    traced: (endpoint, work) => recorder?.traced({ endpoint, baseUrl, sdkAppId }, work) ?? work(undefined)
  }
}
