/** Rules for what goes wrong on purpose, ready made. */
import type { FaultRule } from "../emulator/Faults.ts"

/** Which calls a rule is for, and how often. All calls, always, when left out. */
export type FaultMatch = Omit<FaultRule, "fault">

/**
 * Ready-made rules for `faults.add`. The second argument says which calls they are for, by `command` (`sendmsg`,
 * `v4/openim/sendmsg`, `v4/openim/*`) and `account` (one that the body names), and how often, by `nth`, `probability`,
 * `count` and `expiresIn` (in milliseconds).
 *
 * @example
 * ```ts
 * import { fault, tenant } from "timkit/testing"
 * import { ErrorCode, isRefusedWith } from "timkit"
 *
 * await using chat = await tenant()
 * chat.faults.add(fault.errorCode(ErrorCode.AccountNotFound, { command: "account_import", count: 1 }))
 * const first = await chat.tim.accounts.import("alice").catch((error: unknown) => error)
 * const asTold = isRefusedWith(first, ErrorCode.AccountNotFound) // true
 * await chat.tim.accounts.import("alice")
 * ```
 */
export const fault = {
  /** The service answers an error code, and does nothing. */
  errorCode: (code: number, match?: FaultMatch): FaultRule => ({ ...match, fault: { kind: "error-code", code } }),
  /** Something in between answers an HTTP status, and nothing is done. */
  httpStatus: (status: number, match?: FaultMatch): FaultRule => ({ ...match, fault: { kind: "http-status", status } }),
  /** The connection breaks, and nothing is done. */
  dropBefore: (match?: FaultMatch): FaultRule => ({ ...match, fault: { kind: "drop", when: "before" } }),
  /** The call is done, and the connection breaks before the answer. */
  dropAfter: (match?: FaultMatch): FaultRule => ({ ...match, fault: { kind: "drop", when: "after" } }),
  /** Nothing is done, and nobody ever answers. */
  silenceBefore: (match?: FaultMatch): FaultRule => ({ ...match, fault: { kind: "silence", when: "before" } }),
  /** The call is done, and nobody ever answers. */
  silenceAfter: (match?: FaultMatch): FaultRule => ({ ...match, fault: { kind: "silence", when: "after" } }),
  /** The call is done, and its answer is cut off in the middle. */
  truncate: (match?: FaultMatch): FaultRule => ({ ...match, fault: { kind: "truncate" } }),
  /** The call is done some milliseconds late. */
  delay: (milliseconds: number, match?: FaultMatch): FaultRule => ({ ...match, fault: { kind: "delay", milliseconds } })
} as const
