/**
 * The one failure of every call, and the reasons behind it.
 *
 * Nothing in here ever holds the key, a UserSig, a URL with its query or the payload, so a failure can be logged as
 * it is.
 */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type { FailedItem } from "../endpoint/batch.ts"
import type { RetryClass } from "./retryClass.ts"

/** One thing that is wrong with a request, an answer or a configuration. */
export interface Issue {
  /** Where: a field's path such as `MsgBody[0].MsgContent.Text`, or the name of a variable. Empty for the whole. */
  readonly path: string
  /** What is wrong there. Never holds the value itself. */
  readonly message: string
}

/**
 * Whether the request took effect in spite of the failure.
 *
 * - `no`: the service did not process it; it can be sent again as it is.
 * - `unknown`: it may have been processed. Only a request that is repeatable may be sent again blindly.
 * - `yes`: the service reported success, but its answer is not understood.
 */
export type Applied = "no" | "unknown" | "yes"

/** A text as it stands in a message. Answers may hold texts of any length; a message goes into a line of a log. */
const inBrief = (text: string, most: number): string => text.length <= most ? text : `${text.slice(0, most)}…`

/** How many issues a message tells. A long list of wrong items has as many. */
const toldIssues = 8

const listIssues = (issues: ReadonlyArray<Issue>): string => {
  const told = issues.slice(0, toldIssues).map(({ message, path }) =>
    path === "" ? inBrief(message, 200) : `${inBrief(path, 100)}: ${inBrief(message, 100)}`
  )
  return `${told.join("; ")}${issues.length > toldIssues ? `; and ${issues.length - toldIssues} more` : ""}`
}

/**
 * The service answered with an error code.
 *
 * `code` is typed as a number since the service may answer any; compare it with `ErrorCode`.
 */
export class Refused extends /* @__PURE__ */ Data.TaggedClass("Refused")<{
  /** Service and command, for example `v4/openim/sendmsg`. */
  readonly endpoint: string
  /** The service's error code, or one of the app's own from a webhook. */
  readonly code: number
  /** The code's name, where the error catalogue is loaded and knows it. */
  readonly name: string | undefined
  /** The part of the service that the code belongs to. */
  readonly domain: string | undefined
  /** What the service wrote about it. */
  readonly errorInfo: string
  readonly retryClass: RetryClass
  /** What to do, where the error catalogue is loaded and knows it. */
  readonly advice: string | undefined
  /** The vendor's page about the endpoint. */
  readonly docs: string
  readonly requestId: string | undefined
  /** How many times the request was sent. */
  readonly attempts: number
  readonly applied: Applied
}> {
  get message(): string {
    const name = this.name === undefined ? "" : ` ${this.name}`
    const info = this.errorInfo === "" ? "" : `: ${inBrief(this.errorInfo, 500)}`
    const advice = this.advice === undefined ? "" : `. ${this.advice}`
    return `${this.endpoint} was refused with ${this.code}${name}${info}${advice}`
  }
}

/** No answer of the service arrived. */
export class NotReached extends /* @__PURE__ */ Data.TaggedClass("NotReached")<{
  readonly endpoint: string
  /**
   * - `network`: no connection, or it broke.
   * - `timeout`: one attempt, or the call as a whole, took too long.
   * - `http-status`: something in between answered with an HTTP status other than 200.
   * - `rate-limit`: its turn at the documented rate would have come after its deadline.
   * - `circuit-open`: held back by a circuit breaker, since the service did not answer lately.
   * - `bulkhead-full`: held back by a bulkhead, since too many requests were under way.
   */
  readonly kind: "network" | "timeout" | "http-status" | "rate-limit" | "circuit-open" | "bulkhead-full"
  readonly status: number | undefined
  readonly detail: string
  readonly attempts: number
  readonly applied: Applied
}> {
  get message(): string {
    const unknown = this.applied === "unknown" ? "; whether the request took effect is not known" : ""
    return `${this.endpoint} was not reached (${this.kind}) after ${this.attempts} ${
      this.attempts === 1 ? "attempt" : "attempts"
    }: ${this.detail}${unknown}`
  }
}

/** An answer arrived that is not what the service answers. */
export class AnswerInvalid extends /* @__PURE__ */ Data.TaggedClass("AnswerInvalid")<{
  readonly endpoint: string
  /**
   * - `not-json`: cut off, or not JSON at all, such as the error page of a proxy.
   * - `no-envelope`: JSON without an `ErrorCode`.
   * - `shape`: success was answered, but a documented field is missing or of another type.
   */
  readonly kind: "not-json" | "no-envelope" | "shape"
  readonly issues: ReadonlyArray<Issue>
  readonly attempts: number
  readonly applied: Applied
}> {
  get message(): string {
    return `${this.endpoint} gave an answer that is not understood (${this.kind}): ${listIssues(this.issues)}`
  }
}

/** The request breaks a documented rule. It was not sent. */
export class RequestInvalid extends /* @__PURE__ */ Data.TaggedClass("RequestInvalid")<{
  readonly endpoint: string
  readonly issues: ReadonlyArray<Issue>
  readonly docs: string | undefined
}> {
  get message(): string {
    return `${this.endpoint} was not sent, the request is not valid: ${listIssues(this.issues)}`
  }
}

/** The configuration is incomplete or wrong. Names the variables, never their values. */
export class ConfigInvalid extends /* @__PURE__ */ Data.TaggedClass("ConfigInvalid")<{
  readonly issues: ReadonlyArray<Issue>
}> {
  get message(): string {
    return `The configuration is not valid: ${listIssues(this.issues)}`
  }
}

/** Some items of a list failed. Only `failOnPartial` makes it; batches themselves list what failed. */
export class PartlyFailed extends /* @__PURE__ */ Data.TaggedClass("PartlyFailed")<{
  readonly failed: ReadonlyArray<FailedItem>
  /** How many items were done. */
  readonly succeeded: number
}> {
  get message(): string {
    const shown = this.failed.slice(0, 3).map(({ code, item }) =>
      `${inBrief(item, 100)}${code === undefined ? "" : ` (${code})`}`
    )
    const more = this.failed.length > shown.length ? ` and ${this.failed.length - shown.length} more` : ""
    return `${this.failed.length} of ${this.failed.length + this.succeeded} items failed: ${shown.join(", ")}${more}`
  }
}

/** Why a call failed. */
export type Reason = Refused | NotReached | AnswerInvalid | RequestInvalid | ConfigInvalid | PartlyFailed

/**
 * The failure of a call. Its `reason` says what happened.
 *
 * @example
 * ```ts
 * import { catchCode, ErrorCode, Messages, msg } from "timkit"
 * import * as Effect from "effect/Effect"
 *
 * const send = Effect.gen(function*() {
 *   const messages = yield* Messages
 *   return yield* messages.send(msg().text("hi").to("alice"))
 * })
 *
 * // Catch everything, one reason, or one code.
 * send.pipe(Effect.catchTag("TimError", (error) => Effect.logError(error.message)))
 * send.pipe(Effect.catchReason("TimError", "NotReached", () => Effect.succeed("offline")))
 * send.pipe(catchCode(ErrorCode.ToAccountNotRegistered, () => Effect.succeed("no such account")))
 * ```
 */
export class TimError extends /* @__PURE__ */ Data.TaggedError("TimError")<{ readonly reason: Reason }> {
  override get message(): string {
    return this.reason.message
  }

  /** The service's error code, if the service refused the call. */
  get code(): number | undefined {
    return this.reason._tag === "Refused" ? this.reason.code : undefined
  }
}

/** Whether something thrown or failed is a refusal with one of the given codes. */
export const isRefusedWith = (error: unknown, ...codes: ReadonlyArray<number>): error is TimError =>
  error instanceof TimError && error.reason._tag === "Refused" && codes.includes(error.reason.code)

/**
 * Handles a refusal with one of the given codes; every other failure goes on.
 *
 * @example
 * ```ts
 * import { Accounts, catchCode, ErrorCode } from "timkit"
 * import * as Effect from "effect/Effect"
 *
 * const forget = Effect.gen(function*() {
 *   const accounts = yield* Accounts
 *   yield* accounts.kick("alice")
 * }).pipe(catchCode(ErrorCode.AccountNotFound, () => Effect.void))
 * ```
 */
export const catchCode = <B, E2, R2>(
  code: number | ReadonlyArray<number>,
  handle: (refusal: Refused) => Effect.Effect<B, E2, R2>
) => {
  const codes = typeof code === "number" ? [code] : code
  return <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A | B, E | E2, R | R2> =>
    Effect.catchIf(
      self,
      (error) => isRefusedWith(error, ...codes),
      (error) => handle((error as TimError).reason as Refused)
    )
}
