/**
 * The client: takes an endpoint and a request through checking, signing, rate limit, transport, envelope, decoding and
 * retry.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
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
import { CurrentTransport, failureOf } from "./Transport.ts"
import { within } from "./within.ts"

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

/** Bounds for the calls of a part of a program; what is left out stays as the client was configured. */
export const CurrentCallLimits: Context.Reference<Partial<CallLimits>> = /* @__PURE__ */ Context.Reference<
  Partial<CallLimits>
>("timkit/CurrentCallLimits", { defaultValue: () => ({}) })

/** A call that is under way: what it is about, and what happened so far. */
interface Call {
  readonly endpoint: Callable
  readonly prepared: Prepared
  readonly limits: CallLimits
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
  readonly userSigs: Array<string>
}

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

  /** A signature, as soon as the rate limit lets a request through. */
  const turn = ({ endpoint }: Call, patience: number): Effect.Effect<string, TimError | HeldBack> =>
    signature.get.pipe(
      // Signing takes a moment: who has a place in the rate limit must not wait for it.
      Effect.andThen(limiter.take(endpoint, patience)),
      Effect.andThen(signature.get)
    )

  /** Sends, and waits for what comes back: as long as an attempt may take, and never beyond the deadline. */
  const send = (call: Call, userSig: string): Effect.Effect<Opened, TimError> => {
    const { clock, endpoint, limits: { attemptTimeout }, prepared: { body, query } } = call
    const sending = Effect.suspend(() =>
      transport.send({
        baseUrl,
        path: endpoint.path,
        query: `${signedQuery(userSig)}&random=${call.mark}${query}`,
        body
      })
    ).pipe(
      // What a transport of somebody else's dies of may hold the URL.
      Effect.catchDefect((defect) => Effect.fail(failureOf(defect, "the transport failed"))),
      Effect.match({
        onSuccess: (response) => open(endpoint, response),
        onFailure: ({ applied, detail }) => notReached(endpoint, "network", detail, applied)
      })
    )
    return Effect.suspend(() => {
      const left = leftOf(call)
      if (left <= 0) return tooLate(call)
      if (call.attempts === 0) call.sentAt = clock.currentTimeMillisUnsafe()
      call.attempts++
      call.inFlight = true
      if (!call.userSigs.includes(userSig)) call.userSigs.push(userSig)
      const answered = attemptTimeout <= left
        ? within(
          sending,
          attemptTimeout,
          () => Effect.succeed(notReached(endpoint, "timeout", `no answer within ${attemptTimeout} ms`))
        )
        : within<Opened, TimError>(sending, left, () => tooLate(call))
      return Effect.map(answered, (opened) => {
        call.inFlight = false
        if (!opened.ok && opened.reason._tag === "Refused" && opened.reason.retryClass === "auth") {
          signature.forget(userSig)
        }
        return opened
      })
    })
  }

  /** Sends once, as soon as everything that stands before it lets it. */
  const attempt = (call: Call): Effect.Effect<Opened, TimError | HeldBack> =>
    Effect.suspend(() => {
      const patience = leftOf(call)
      return Effect.flatMap(within(turn(call, patience), patience, () => tooLate(call)), (userSig) => {
        const sending = send(call, userSig)
        return breaker === undefined ? sending : breaker.run(call.endpoint, sending, isHealthy)
      })
    })

  /** An attempt with what may stand around it, and hold it back or up. */
  const guarded = (call: Call): Effect.Effect<Opened, TimError> => {
    const tried = attempt(call)
    const inside = bulkhead === undefined ? tried : bulkhead.run(call.endpoint, tried, isHealthy)
    const opened = Effect.catchTag(
      inside,
      "HeldBack",
      ({ detail, kind }) => Effect.succeed(notReached(call.endpoint, kind, detail, "no"))
    )
    return bulkhead === undefined && breaker === undefined
      ? opened
      : within(opened, leftOf(call), () => tooLate(call))
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
  const attempts = Effect.fnUntraced(function*<A>(call: Call, finish: (answer: Answer) => A | AnswerInvalid) {
    while (true) {
      const opened = yield* guarded(call)
      if (!opened.ok) {
        yield* Effect.sleep(yield* within(pauseAfter(call, opened.reason), leftOf(call), () => tooLate(call)))
        continue
      }
      const finished = finish(opened.answer)
      if (!(finished instanceof AnswerInvalid)) return finished
      return yield* fail(withProgress(finished, call, cleanOf(call.userSigs)))
    }
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
        const call: Call = {
          endpoint,
          prepared,
          limits: { ...config.limits, ...fiber.getRef(CurrentCallLimits) },
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
          userSigs: []
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
