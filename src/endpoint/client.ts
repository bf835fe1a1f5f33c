/**
 * The client: takes an endpoint and a request through checking, signing, rate limit, transport, envelope, decoding and
 * retry.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import type { Span } from "effect/Tracer"
import { ErrorExplainer, type Explain, type ExplainLater, type Explanation } from "../errors/explain.ts"
import { rateScopeOf } from "../errors/retryClass.ts"
import {
  AnswerInvalid,
  type Applied,
  ConfigInvalid,
  type Issue,
  NotReached,
  type Reason,
  Refused,
  RequestInvalid,
  TimError
} from "../errors/TimError.ts"
import { makeSigCache } from "../usersig/SigCache.ts"
import { CurrentSigner, type UserSigInvalid } from "../usersig/UserSig.ts"
import { check } from "./check.ts"
import type { TimConfig } from "./Config.ts"
import type { Endpoint, Input, Repeatability } from "./Endpoint.ts"
import { CurrentBulkhead, CurrentCircuitBreaker, type HeldBack } from "./guards.ts"
import { hide, type Secret } from "./hide.ts"
import { type Answer, isHealthy, notReached, open, type Opened } from "./opened.ts"
import { CurrentRateLimiter, makeRateLimiter } from "./RateLimiter.ts"
import { CurrentRecorder, errorTypeOf, rpcSystem } from "./recorder.ts"
import { bodyOf, type Callable, encode, type Prepared, serialize, uint32 } from "./request.ts"
import { type CallLimits, decide } from "./retry.ts"
import {
  CurrentTransport,
  failureOf,
  TransportFailure,
  type TransportRequest,
  type TransportResponse
} from "./Transport.ts"
import { beginWithin, within } from "./within.ts"

/** How a path without an endpoint value is called. */
export interface RawCallOptions {
  /** What a second call would do. Taken to be `not-repeatable` when left out, so that nothing is sent twice. */
  readonly repeatability?: Repeatability | undefined
  /** Calls a second. 200 when left out. */
  readonly ratePerSecond?: number | undefined
}

/** Calls endpoints. */
export interface TimClientService {
  /** The app and account that calls are made for. The key is not among it. */
  readonly sdkAppId: number
  readonly identifier: string
  readonly baseUrl: string
  readonly call: {
    /**
     * Calls an endpoint. The request may be a builder.
     *
     * Fails with `TimError`, see its reasons.
     */
    <Request, Response, Body>(
      endpoint: Endpoint<Request, Response, Body>,
      request: Input<Request>
    ): Effect.Effect<Response, TimError>
    /**
     * Calls any path, for what is not modelled here. The body is sent as it is; everything else is as with an
     * endpoint.
     */
    (path: string, body: object, options?: RawCallOptions): Effect.Effect<Answer, TimError>
  }
  /** Makes a UserSig for an account of the app, for its client to log in with. */
  readonly signFor: (
    identifier: string,
    options?: { readonly expire?: number | undefined }
  ) => Effect.Effect<string, TimError>
}

const noLimits: Partial<CallLimits> = {}
const none: ReadonlyArray<string> = []

/** Bounds for the calls of a part of a program; what is left out stays as the client was configured. */
export const CurrentCallLimits: Context.Reference<Partial<CallLimits>> = /* @__PURE__ */ Context.Reference<
  Partial<CallLimits>
>("timkit/CurrentCallLimits", { defaultValue: () => noLimits })

/** A call that is under way: what it is about, and what happened so far. */
interface Call {
  readonly endpoint: Callable
  readonly prepared: Prepared
  readonly limits: CallLimits
  /** The fiber that waits for it. */
  readonly fiber: Fiber.Fiber<unknown, unknown>
  readonly clock: Clock.Clock
  readonly random: Random.Random
  /** When it began, in milliseconds since 1970. */
  readonly started: number
  /** The random number by which attempts are told to be the same call. */
  readonly mark: number
  attempts: number
  renewed: boolean
  /** When the request was sent first, in milliseconds since 1970; 0 before. */
  sentAt: number
  /** Whether a request is under way. */
  inFlight: boolean
  /** What the attempts that are over may have done. */
  applied: Applied
  last: Reason | undefined
  /** The signatures that were sent. */
  userSigs: ReadonlyArray<string>
}

/** What a transport made of a request. */
type Came = TransportResponse | TransportFailure

/** What is told of a transport that died. Its own words may hold the URL. */
const died = "the transport failed"

const worst = (earlier: Applied, now: Applied): Applied => earlier === "unknown" && now === "no" ? "unknown" : now

type Clean = (text: string) => string

const cleanIssues = (issues: ReadonlyArray<Issue>, clean: Clean): ReadonlyArray<Issue> =>
  issues.map(({ message, path }) => ({ path: clean(path), message: clean(message) }))

/** A reason with what happened so far, and without the secrets that others may have put into it. */
const withProgress = (reason: Reason, progress: Call, clean: Clean): Reason => {
  if (!("attempts" in reason)) return reason
  const outcome = { attempts: progress.attempts, applied: worst(progress.applied, reason.applied) }
  switch (reason._tag) {
    case "Refused": {
      // The service, or what is in between, may quote the request's query.
      const { errorInfo, requestId } = reason
      const told = { errorInfo: clean(errorInfo), requestId: requestId === undefined ? undefined : clean(requestId) }
      return new Refused({ ...reason, ...outcome, ...told })
    }
    case "NotReached":
      return new NotReached({ ...reason, ...outcome, detail: clean(reason.detail) })
    case "AnswerInvalid":
      return new AnswerInvalid({ ...reason, ...outcome, issues: cleanIssues(reason.issues, clean) })
  }
}

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

const fail = (reason: Reason): Effect.Effect<never, TimError> => Effect.fail(new TimError({ reason }))

const cannotSign = (message: string): TimError =>
  new TimError({ reason: new ConfigInvalid({ issues: [{ path: "identifier", message }] }) })

const rawPath = /^v4\/\w+\/\w+$/

const rawEndpoint = (path: string, options: RawCallOptions | undefined): Callable => ({
  path,
  repeatability: options?.repeatability ?? "not-repeatable",
  deduplicatedFor: Infinity,
  ratePerSecond: options?.ratePerSecond ?? 200,
  maxBodyBytes: undefined,
  integers64: [],
  docs: "https://trtc.io/document/34621"
})

/** Makes a client from a checked configuration. */
export const make = /* @__PURE__ */ Effect.fnUntraced(function*(config: TimConfig): Effect.fn.Return<TimClientService> {
  const transport = yield* CurrentTransport
  const signer = yield* CurrentSigner
  const limiter = (yield* CurrentRateLimiter) ?? makeRateLimiter()
  const bulkhead = yield* CurrentBulkhead
  const breaker = yield* CurrentCircuitBreaker
  const explain = yield* ErrorExplainer
  const recorder = yield* CurrentRecorder
  const { baseUrl, identifier, sdkAppId, secretKey } = config

  const cleanOf = (userSigs: ReadonlyArray<string>): Clean => (text) =>
    hide(text, [[Redacted.value(secretKey), "<key>"], ...userSigs.map((userSig): Secret => [userSig, "<usersig>"])])

  const signFor: TimClientService["signFor"] = (account, options) =>
    Effect.suspend(() =>
      signer.sign({ sdkAppId, secretKey, identifier: account, expire: options?.expire ?? config.userSigExpire })
    ).pipe(
      // What a signer of somebody else's tells, or dies of, may hold the key.
      Effect.mapError(({ detail }: UserSigInvalid) => cannotSign(cleanOf([])(detail))),
      Effect.catchDefect((defect) =>
        Effect.fail(cannotSign(cleanOf([])(failureOf(defect, "the signer failed").detail)))
      )
    )
  const signature = makeSigCache(signFor(identifier), config.userSigExpire)
  const who = `sdkappid=${sdkAppId}&identifier=${encodeURIComponent(identifier)}&contenttype=json`

  let latest: { readonly userSig: string; readonly query: string } | undefined
  /** What every query holds. A signature is written for it once, not with each call. */
  const signedQuery = (userSig: string): string => {
    if (latest?.userSig !== userSig) latest = { userSig, query: `${who}&usersig=${encodeURIComponent(userSig)}` }
    return latest.query
  }

  /** A signature, as soon as the rate limit lets a request through; a text when that is at once. */
  const turn = (call: Call, patience: number): string | Effect.Effect<string, TimError | HeldBack> => {
    const { clock, endpoint } = call
    const now = clock.currentTimeMillisUnsafe()
    // Signing takes a moment: who has a place in the rate limit must not wait for it.
    const isSigned = signature.known(now) !== undefined
    const place = isSigned
      ? limiter.take(endpoint, patience, clock)
      : Effect.andThen(signature.get, Effect.suspend(() => limiter.take(endpoint, patience)))
    const userSig = Exit.isExit(place) && Exit.isSuccess(place) ? signature.known(now) : undefined
    return userSig ?? Effect.andThen(place, signature.get)
  }

  /** What came of an attempt that is over. */
  const received = (call: Call, userSig: string, came: Came): Opened => {
    call.inFlight = false
    if (came instanceof TransportFailure) return notReached(call.endpoint, "network", came.detail, came.applied)
    const opened = open(call.endpoint, came)
    if (!opened.ok && opened.reason._tag === "Refused" && opened.reason.retryClass === "auth") signature.forget(userSig)
    return opened
  }

  const requestOf = ({ endpoint, mark, prepared: { body, query } }: Call, userSig: string): TransportRequest => ({
    baseUrl,
    path: endpoint.path,
    query: `${signedQuery(userSig)}&random=${mark}${query}`,
    body
  })

  /** Sends, and waits for what comes back: as long as an attempt may take, and never beyond the deadline. */
  const send = (call: Call, userSig: string): Effect.Effect<Opened, TimError> => {
    const { clock, endpoint, limits: { attemptTimeout } } = call
    const left = leftOf(call)
    if (left <= 0) return tooLate(call)
    if (call.attempts === 0) call.sentAt = clock.currentTimeMillisUnsafe()
    call.attempts++
    call.inFlight = true
    if (!call.userSigs.includes(userSig)) call.userSigs = [...call.userSigs, userSig]
    const late = () => {
      if (attemptTimeout > left) return tooLate(call)
      call.inFlight = false
      return Effect.succeed(notReached(endpoint, "timeout", `no answer within ${attemptTimeout} ms`))
    }
    const milliseconds = Math.min(attemptTimeout, left)
    const request = requestOf(call, userSig)
    const { post } = transport
    if (post !== undefined) {
      return beginWithin<Came, Opened, TimError>((done) => {
        try {
          const abandon = post.call(transport, request, done)
          return () => Effect.sync(abandon)
        } catch (error) {
          done(failureOf(error, died))
          return () => Effect.void
        }
      }, { fiber: call.fiber, milliseconds, then: (came) => Effect.succeed(received(call, userSig, came)), late })
    }
    const sending = Effect.suspend(() => transport.send(request)).pipe(
      Effect.catchDefect((defect) => Effect.succeed(failureOf(defect, died))),
      Effect.catch(Effect.succeed),
      Effect.map((came) => received(call, userSig, came))
    )
    return within<Opened, TimError>(sending, milliseconds, late)
  }

  /** What is held back is not sent, and ends as any attempt without an answer. */
  const heldBack = (
    { endpoint }: Call,
    tried: Effect.Effect<Opened, TimError | HeldBack>
  ): Effect.Effect<Opened, TimError> =>
    Effect.catchTag(
      tried,
      "HeldBack",
      ({ detail, kind }) => Effect.succeed(notReached(endpoint, kind, detail, "no"))
    )

  const sendGuarded = (call: Call, userSig: string): Effect.Effect<Opened, TimError> =>
    breaker === undefined
      ? send(call, userSig)
      : heldBack(call, breaker.run(call.endpoint, Effect.suspend(() => send(call, userSig)), isHealthy))

  /** Sends once, as soon as everything that stands before it lets it. */
  const attempt = (call: Call): Effect.Effect<Opened, TimError> => {
    const patience = leftOf(call)
    const userSig = turn(call, patience)
    if (typeof userSig === "string") return sendGuarded(call, userSig)
    return heldBack(
      call,
      Effect.flatMap(
        within<string, TimError | HeldBack>(userSig, patience, () => tooLate(call)),
        (userSig) => sendGuarded(call, userSig)
      )
    )
  }

  /** An attempt with what may stand around it, and hold it back or up. */
  const guarded = (call: Call): Effect.Effect<Opened, TimError> => {
    if (bulkhead === undefined && breaker === undefined) return attempt(call)
    const tried = Effect.suspend(() => attempt(call))
    const inside = bulkhead === undefined ? tried : heldBack(call, bulkhead.run(call.endpoint, tried, isHealthy))
    return within(inside, leftOf(call), () => tooLate(call))
  }

  /** How long to wait before the next attempt. Fails where there is no more sense in one. */
  const pauseAfter = Effect.fnUntraced(function*(call: Call, failed: Reason) {
    const { clock, endpoint, limits } = call
    const bare = withProgress(failed, call, cleanOf(call.userSigs))
    if ("applied" in bare) call.applied = bare.applied
    call.last = bare
    const reason = bare._tag === "Refused" ? yield* explained(bare, explain) : bare
    call.last = reason
    const { attempts, renewed } = call
    const since = clock.currentTimeMillisUnsafe() - call.sentAt
    const decision = decide(reason, endpoint, { attempts, renewed, since }, limits, call.random.nextDoubleUnsafe())
    if (decision._tag === "GiveUp") return yield* fail(reason)
    if (decision._tag === "RenewSignature") {
      call.renewed = true
      return 0
    }
    const pause = decision.milliseconds
    if (pause >= leftOf(call)) return yield* fail(reason)
    if (reason._tag === "Refused" && reason.retryClass === "rate-limited") {
      const scope = rateScopeOf(reason.code)
      if (scope !== "object") yield* limiter.slowDown(endpoint, pause, scope)
    }
    if (recorder !== undefined) yield* recorder.again(endpoint.path, pause, reason.message)
    return pause
  })

  /** Sends until there is an answer or no more sense in trying. Whatever may wait does so until the deadline at most. */
  const attempts = <A>(call: Call, finish: (answer: Answer) => A | AnswerInvalid): Effect.Effect<A, TimError> =>
    Effect.flatMap(guarded(call), (opened) => {
      if (!opened.ok) {
        return within(pauseAfter(call, opened.reason), leftOf(call), () => tooLate(call)).pipe(
          Effect.flatMap(Effect.sleep),
          Effect.flatMap(() => attempts(call, finish))
        )
      }
      const finished = finish(opened.answer)
      return finished instanceof AnswerInvalid
        ? fail(withProgress(finished, call, cleanOf(call.userSigs)))
        : Effect.succeed(finished)
    })

  const { hostname, port, protocol } = new URL(baseUrl)
  /** What all spans have. The names are OpenTelemetry's for remote calls, see docs/observability.md. */
  const common = {
    "rpc.system.name": rpcSystem,
    "server.address": hostname,
    "server.port": Number(port) || (protocol === "https:" ? 443 : 80),
    "tim.sdk_app_id": sdkAppId
  }

  /** A whole call, with its deadline and span, and a record of it. */
  const run = <A>(
    endpoint: Callable,
    prepare: (random: Random.Random) => Prepared | RequestInvalid,
    finish: (answer: Answer) => A | AnswerInvalid
  ): Effect.Effect<A, TimError> =>
    Effect.withFiber((fiber) => {
      const called = (span: Span | undefined): Effect.Effect<A, TimError> => {
        const random = fiber.getRef(Random.Random)
        const prepared = prepare(random)
        if (prepared instanceof RequestInvalid) {
          span?.attribute("error.type", prepared._tag)
          // A path names the keys of maps, which may be anything.
          return fail(new RequestInvalid({ ...prepared, issues: cleanIssues(prepared.issues, cleanOf([])) }))
        }
        const clock = fiber.getRef(Clock.Clock)
        const limits = fiber.getRef(CurrentCallLimits)
        const call: Call = {
          endpoint,
          prepared,
          limits: limits === noLimits ? config.limits : { ...config.limits, ...limits },
          fiber,
          clock,
          random,
          started: clock.currentTimeMillisUnsafe(),
          mark: uint32(random),
          attempts: 0,
          renewed: false,
          sentAt: 0,
          inFlight: false,
          applied: "no",
          last: undefined,
          userSigs: none
        }
        return Effect.onExit(attempts(call, finish), (exit) => {
          const errorType = errorTypeOf(exit)
          if (call.attempts > 1) span?.attribute("http.request.resend_count", call.attempts - 1)
          if (errorType !== undefined) span?.attribute("error.type", errorType)
          const milliseconds = clock.currentTimeMillisUnsafe() - call.started
          return recorder === undefined
            ? Effect.void
            : recorder.done({ endpoint: endpoint.path, errorType, attempts: call.attempts, milliseconds })
        })
      }
      // Without a tracer nobody ever sees a span.
      return fiber.cache.tracer === undefined
        ? called(undefined)
        : Effect.useSpan(
          endpoint.path,
          { kind: "client", attributes: { ...common, "rpc.method": endpoint.path } },
          called
        )
    })

  const call = <Request, Response, Body>(
    target: Endpoint<Request, Response, Body> | string,
    request: Input<Request>,
    options?: RawCallOptions
  ): Effect.Effect<unknown, TimError> => {
    if (typeof target !== "string") {
      return run(target, (random) => encode(target, request, random), (answer) => finish(target, answer))
    }
    const path = target.replace(/^\//, "")
    if (!rawPath.test(path)) {
      const issues: ReadonlyArray<Issue> = [{ path: "path", message: "must look like v4/service/command" }]
      return fail(new RequestInvalid({ endpoint: "call", issues, docs: undefined }))
    }
    const endpoint = rawEndpoint(path, options)
    return run(endpoint, () => serialize(endpoint, bodyOf(endpoint, request)), (answer) => answer)
  }

  return { sdkAppId, identifier, baseUrl, signFor, call: call as TimClientService["call"] }
})

/** How many milliseconds are left until the deadline of a call. */
const leftOf = ({ clock, limits, started }: Call): number =>
  limits.deadline - (clock.currentTimeMillisUnsafe() - started)

/** The failure of a call that ran out of time: what it was told last, unless a request was under way. */
const tooLate = ({ applied, attempts, endpoint, inFlight, last, limits }: Call): Effect.Effect<never, TimError> => {
  if (last !== undefined && !inFlight) return fail(last)
  return fail(
    new NotReached({
      endpoint: endpoint.path,
      kind: "timeout",
      status: undefined,
      detail: `the call took longer than ${limits.deadline} ms`,
      attempts,
      applied: inFlight ? "unknown" : applied
    })
  )
}

/** The answer itself if it has the documented shape. Fields that are not documented stay in it. */
const finish = <Request, Response, Body>(
  endpoint: Endpoint<Request, Response, Body>,
  answer: Answer
): Response | AnswerInvalid => {
  const issues = check(endpoint.response as never, answer)
  return issues.length === 0
    ? answer as Response
    : new AnswerInvalid({ endpoint: endpoint.path, kind: "shape", issues, attempts: 1, applied: "yes" })
}
