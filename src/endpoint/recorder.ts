/** Who is told of calls that are over. */
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
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

/** Takes note of a call that is over. */
export type Recorder = (call: CallRecord) => Effect.Effect<void>

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
export const CurrentRecorder: Context.Reference<Recorder> = /* @__PURE__ */ Context.Reference<Recorder>(
  "timkit/CurrentRecorder",
  { defaultValue: () => () => Effect.void }
)
