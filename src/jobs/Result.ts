/** What became of items, and how far a job is. */

/**
 * - `done`: the service has it.
 * - `failed`: the service refused it, with a code.
 * - `unknown`: it may have been done. It is not tried again, since that could do it twice.
 * - `invalid`: it was not sent: no JSON, or it breaks a rule.
 * - `duplicate`: it was not sent: the same id came before.
 */
export type Status = "done" | "failed" | "unknown" | "invalid" | "duplicate"

/** What became of an item. */
export interface Result {
  /** The number of its line. */
  readonly line: number
  /** The account, group or message that it is about. */
  readonly id: string
  readonly status: Status
  /** The service's code. */
  readonly code?: number | undefined
  readonly info?: string | undefined
}

/** How many items came to each end. */
export type Counts = { readonly [S in Status]: number }

/** Nothing so far. */
export const noCounts: Counts = { done: 0, failed: 0, unknown: 0, invalid: 0, duplicate: 0 }

/** Counts with more results. */
export const count = (counts: Counts, results: ReadonlyArray<Result>): Counts => {
  const more: Record<Status, number> = { ...counts }
  for (const { status } of results) more[status]++
  return more
}

/** How far a job is. */
export interface Progress {
  readonly counts: Counts
  /** Items that came to an end so far, of this and earlier runs. */
  readonly settled: number
  /** Items a second, lately. */
  readonly perSecond: number
  /** Of how many items, where that is known. */
  readonly total: number | undefined
  /** Seconds until the end at this speed, where the total is known. */
  readonly secondsLeft: number | undefined
}
