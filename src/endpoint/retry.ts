/** When a call is tried again: a pure decision over the failure, the endpoint and what was tried so far. */
import type { NotReached, Reason } from "../errors/TimError.ts"
import type { Endpoint } from "./Endpoint.ts"

/** Bounds of a call. All times are in milliseconds. */
export interface CallLimits {
  /** How many times a request is sent at most. */
  readonly maxAttempts: number
  /** How long one attempt may take. The service's own gateway gives up after 3 s, so this should be longer. */
  readonly attemptTimeout: number
  /** How long the call may take as a whole, waiting for the rate limit and all attempts included. */
  readonly deadline: number
  /** The pause before the second attempt; it doubles with each further one. */
  readonly backoff: number
  /** The longest pause. */
  readonly maxBackoff: number
}

/** The bounds that hold when nothing else is asked for. The longest call takes `deadline`, 20 s. */
export const defaultLimits: CallLimits = {
  maxAttempts: 4,
  attemptTimeout: 5_000,
  deadline: 20_000,
  backoff: 200,
  maxBackoff: 5_000
}

/** What was tried so far. */
export interface Attempted {
  /** How many times the request was sent. */
  readonly attempts: number
  /** Whether the signature was renewed in this call. */
  readonly renewed: boolean
  /** How many milliseconds ago the request was sent for the first time. */
  readonly since: number
}

/** What to do after a failed attempt. */
export type Decision =
  | { readonly _tag: "GiveUp" }
  | { readonly _tag: "RetryAfter"; readonly milliseconds: number }
  | { readonly _tag: "RenewSignature" }

const giveUp: Decision = { _tag: "GiveUp" }

/**
 * Whether sending again is harmless when nobody knows if an earlier request took effect, given how many milliseconds
 * after the first one the last is over for certain.
 */
export const isHarmless = (
  { deduplicatedFor, repeatability }: Pick<Endpoint<never, unknown, never>, "repeatability" | "deduplicatedFor">,
  over: number
): boolean => repeatability !== "not-repeatable" && over <= deduplicatedFor * 1_000

/**
 * Half of the exponential pause is fixed and half is random: callers that failed together do not come back together,
 * and none comes back at once.
 */
export const backoff = (attempts: number, limits: CallLimits, random: number): number => {
  const pause = Math.min(limits.backoff * 2 ** (attempts - 1), limits.maxBackoff)
  return pause / 2 + random * pause / 2
}

/** The service counts calls by the second, so a refusal for frequency waits at least that long. */
const rateLimitPause = 1_000

/** How long to wait before another attempt; nothing where there is no sense in one. */
const pauseAfter = (reason: Reason, tried: Attempted, limits: CallLimits, random: number): number | undefined => {
  const pause = backoff(tried.attempts, limits, random)
  switch (reason._tag) {
    case "Refused":
      switch (reason.retryClass) {
        case "auth":
          // One new signature can mend an expired one; a second refusal means that key, app or identifier are wrong.
          return tried.renewed ? undefined : 0
        case "rate-limited":
          return rateLimitPause + pause
        case "transient":
          return pause
        case "never":
          return undefined
      }
      break
    case "NotReached":
      if (isHeldBack(reason.kind)) return undefined
      return reason.kind === "http-status" && !isTransientStatus(reason.status) ? undefined : pause
    case "AnswerInvalid":
      // An answer that was cut off can arrive whole the next time; one of an unknown shape will not change.
      return reason.kind === "not-json" ? pause : undefined
    default:
      return undefined
  }
}

/** What to do after a failed attempt, whose reason tells of all attempts. `random` is a number from 0 to 1. */
export const decide = (
  reason: Reason,
  endpoint: Pick<Endpoint<never, unknown, never>, "repeatability" | "deduplicatedFor">,
  tried: Attempted,
  limits: CallLimits,
  random: number
): Decision => {
  if (tried.attempts >= limits.maxAttempts) return giveUp
  const milliseconds = pauseAfter(reason, tried, limits, random)
  if (milliseconds === undefined) return giveUp
  const isUnapplied = "applied" in reason && reason.applied === "no"
  if (!isUnapplied && !isHarmless(endpoint, tried.since + milliseconds + limits.attemptTimeout)) return giveUp
  return reason._tag === "Refused" && reason.retryClass === "auth"
    ? { _tag: "RenewSignature" }
    : { _tag: "RetryAfter", milliseconds }
}

/** Whether a request was not sent so that nobody has to wait: trying again at once would undo that. */
const isHeldBack = (kind: NotReached["kind"]): boolean =>
  kind === "rate-limit" || kind === "circuit-open" || kind === "bulkhead-full"

/** Whether an HTTP status other than 200, which only something in between can answer, may go away by itself. */
const isTransientStatus = (status: number | undefined): boolean =>
  status !== undefined && (status === 408 || status === 429 || status >= 500)
