/** A call that is under way. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import {
  AnswerInvalid,
  type Applied,
  type Issue,
  NotReached,
  type Reason,
  Refused,
  TimError
} from "../errors/TimError.ts"
import { type Callable, type Prepared, uint32 } from "./request.ts"
import type { CallLimits } from "./retry.ts"
import type { AnyContext } from "./within.ts"

/** Bounds for the calls of a part of a program; what is left out stays as the client was configured. */
export const CurrentCallLimits: Context.Reference<Partial<CallLimits>> = /* @__PURE__ */ Context.Reference<
  Partial<CallLimits>
>("timkit/CurrentCallLimits", { defaultValue: () => noLimits })

const noLimits: Partial<CallLimits> = {}

const none: ReadonlyArray<string> = []

/** What a call is about, and what happened so far. */
export class Call {
  readonly endpoint: Callable
  readonly prepared: Prepared
  readonly context: AnyContext
  readonly limits: CallLimits
  readonly clock: Clock.Clock
  /** When it began, in milliseconds since 1970. */
  readonly started: number
  /** The random number by which attempts are told to be the same call. */
  readonly mark: number
  attempts = 0
  renewed = false
  /** When the request was sent first, in milliseconds since 1970; 0 before. */
  sentAt = 0
  /** Whether a request is under way. */
  inFlight = false
  /** What the attempts that are over may have done. */
  applied: Applied = "no"
  last: Reason | undefined = undefined
  /** The signatures that were sent. */
  userSigs: ReadonlyArray<string> = none

  constructor(endpoint: Callable, prepared: Prepared, limits: CallLimits, context: AnyContext) {
    this.endpoint = endpoint
    this.prepared = prepared
    this.context = context
    const own = Context.get(context, CurrentCallLimits)
    this.limits = own === noLimits ? limits : { ...limits, ...own }
    this.clock = Context.get(context, Clock.Clock)
    this.started = this.clock.currentTimeMillisUnsafe()
    this.mark = uint32(Context.get(context, Random.Random))
  }

  /** How many milliseconds are left until the deadline. */
  get left(): number {
    return this.limits.deadline - (this.clock.currentTimeMillisUnsafe() - this.started)
  }

  /** The failure of a call that ran out of time: what it was told last, unless a request was under way. */
  tooLate(): Effect.Effect<never, TimError> {
    const { applied, attempts, endpoint, inFlight, last, limits } = this
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
}

export const fail = (reason: Reason): Effect.Effect<never, TimError> => Effect.fail(new TimError({ reason }))

/** Takes secrets out of a text. */
export type Clean = (text: string) => string

export const cleanIssues = (issues: ReadonlyArray<Issue>, clean: Clean): ReadonlyArray<Issue> =>
  issues.map(({ message, path }) => ({ path: clean(path), message: clean(message) }))

const worst = (earlier: Applied, now: Applied): Applied => earlier === "unknown" && now === "no" ? "unknown" : now

/** A reason with what happened so far, and without the secrets that others may have put into it. */
export const withProgress = (reason: Reason, progress: Call, clean: Clean): Reason => {
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
