/**
 * What to do about an error code: the service's codes fall into four classes.
 *
 * This small table is all that a client needs to decide about retries; names, meanings and advice are in
 * `errorCatalogue.ts`, which a program that counts kilobytes can leave out.
 */

import { type Dialect, dialectOf } from "./dialect.ts"

/**
 * - `never`: the same request fails again.
 * - `transient`: something went wrong inside the service; whether the request took effect is not known.
 * - `rate-limited`: refused before it was processed, because calls come too often.
 * - `auth`: the signature was not accepted; a new one may be.
 */
export type RetryClass = "never" | "transient" | "rate-limited" | "auth"

const transient = new Set([
  1003,
  2001,
  10002,
  20004,
  20005,
  20018,
  20028,
  22002,
  30006,
  30007,
  30008,
  40006,
  50004,
  50005,
  51007,
  60004,
  60005,
  60008,
  60014,
  70169,
  70202,
  70500,
  90992,
  90994,
  90995,
  91000,
  93001,
  93006,
  100001,
  110007,
  130011,
  130012,
  130014,
  141002
])

const rateLimited = new Set([
  10006,
  10023,
  10049,
  22006,
  23003,
  30540,
  31707,
  60007,
  60011,
  60018,
  60019,
  70050,
  70114,
  72010,
  90024,
  90057
])

/** Refusals for frequency that are about all calls of the app. */
const appWide = new Set([60011, 60018, 60019, 70050])

/** Refusals for frequency that are about one group, message or account, and tell nothing of calls about others. */
const ofOneObject = new Set([10023, 10049, 23003, 30540, 31707, 70114, 72010])

/** What came too often, after a refusal for frequency: calls of the app, calls to the path, or what was done to one object. */
export const rateScopeOf = (code: number): "app" | "endpoint" | "object" =>
  appWide.has(code) ? "app" : ofOneObject.has(code) ? "object" : "endpoint"

const auth = new Set([10001, 20002, 70001, 70002, 70003, 70005, 70009, 70013, 70014, 70052])

/** The classes of numbers that one part of the service means otherwise than the rest. */
const own: { readonly [Part in Dialect]?: { readonly [code: number]: RetryClass } } = {
  config: { 130009: "transient", 130010: "transient" },
  officialAccounts: { 10004: "transient" },
  push: { 90057: "never" }
}

/**
 * The class of an error code, as the call to a path means it where numbers mean different things. Codes that nobody has
 * documented count as `never`.
 */
export const retryClassOf = (code: number, path?: string): RetryClass => {
  const dialect = path === undefined ? undefined : dialectOf(path)
  const special = dialect === undefined ? undefined : own[dialect]?.[code]
  if (special !== undefined) return special
  return transient.has(code) ? "transient" : rateLimited.has(code) ? "rate-limited" : auth.has(code) ? "auth" : "never"
}
