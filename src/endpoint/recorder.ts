/** Who is told of what becomes of calls. */
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Exit from "effect/Exit"
import type { TimError } from "../errors/TimError.ts"

/** A call that is over. */
export interface CallRecord {
  /** Service and command, for example `v4/openim/sendmsg`. */
  readonly endpoint: string
  /** `ok`, an error code, the tag of a reason, `interrupted` or `defect`. */
  readonly outcome: string
  /** How many times the request was sent. */
  readonly attempts: number
  /** How long the call took, all waiting and retrying included. */
  readonly milliseconds: number
}

/** Takes note of what becomes of calls. */
export interface Recorder {
  /** A call is over. */
  readonly done: (call: CallRecord) => Effect.Effect<void>
  /** A call is tried again after a pause in milliseconds, for a reason in words. */
  readonly again: (endpoint: string, pause: number, reason: string) => Effect.Effect<void>
}

/** The outcome of a call as one word. */
export const outcomeOf = (exit: Exit.Exit<unknown, TimError>): string => {
  if (exit._tag === "Success") return "ok"
  const error = Cause.findErrorOption(exit.cause)
  if (Option.isNone(error)) return Cause.hasInterrupts(exit.cause) ? "interrupted" : "defect"
  const { reason } = error.value
  return reason._tag === "Refused" ? String(reason.code) : reason._tag
}

/**
 * Takes note of the calls of the clients that are made in its reach: nobody, unless `callMetrics` is provided, as
 * `connect` and the layers of `TimClient` and `Tim` do.
 */
export const CurrentRecorder: Context.Reference<Recorder | undefined> = /* @__PURE__ */ Context.Reference<
  Recorder | undefined
>("timkit/CurrentRecorder", { defaultValue: () => undefined })
