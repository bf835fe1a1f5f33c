/** Who is told of what becomes of calls. */
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Exit from "effect/Exit"
import type { Span } from "effect/Tracer"
import type { TimError } from "../errors/TimError.ts"

/** What names this kind of remote calls in OpenTelemetry. */
export const rpcSystem = "tim"

/** A call that is over. */
export interface CallRecord {
  /** Service and command, for example `v4/openim/sendmsg`. */
  readonly endpoint: string
  /** What went wrong, as `errorTypeOf` says it; nothing where nothing did. */
  readonly errorType: string | undefined
  /** How many times the request was sent. */
  readonly attempts: number
  /** How long the call took, all waiting and retrying included. */
  readonly milliseconds: number
}

/** What the span of a call tells. */
export interface Traced {
  /** Service and command, for example `v4/openim/sendmsg`. */
  readonly endpoint: string
  readonly baseUrl: string
  readonly sdkAppId: number
}

/** Takes note of what becomes of calls. */
export interface Recorder {
  /** Puts a call into a span, where there is a tracer. */
  readonly traced: <A, E>(
    call: Traced,
    work: (span: Span | undefined) => Effect.Effect<A, E>
  ) => Effect.Effect<A, E>
  /** A call is over, which ran in a context. */
  readonly done: (call: CallRecord, context: Context.Context<never>) => void
  /** A call is tried again after a pause in milliseconds, for a reason in words. */
  readonly again: (endpoint: string, pause: number, reason: string) => Effect.Effect<void>
}

/** OpenTelemetry's word for a kind of failure that has no word of its own. */
export const otherError = "_OTHER"

/**
 * What went wrong as one word, for `error.type`: the code of a refusal, the kind of `NotReached`, the tag of any other
 * reason, `interrupted`, or `_OTHER` for a defect. Nothing where nothing did.
 */
export const errorTypeOf = (exit: Exit.Exit<unknown, TimError>): string | undefined => {
  if (exit._tag === "Success") return undefined
  const error = Cause.findErrorOption(exit.cause)
  if (Option.isNone(error)) return Cause.hasInterrupts(exit.cause) ? "interrupted" : otherError
  const { reason } = error.value
  if (reason._tag === "Refused") return String(reason.code)
  return reason._tag === "NotReached" ? reason.kind : reason._tag
}

/**
 * Takes note of the calls of the clients that are made in its reach: nobody, unless `callTelemetry` is provided. The
 * layers of `TimClient` and `Tim` do that.
 */
export const CurrentRecorder: Context.Reference<Recorder | undefined> = /* @__PURE__ */ Context.Reference<
  Recorder | undefined
>("timkit/CurrentRecorder", { defaultValue: () => undefined })
