/** What the handlers about one-to-one messages share. */
import { refuse } from "../Refusal.ts"
import type { Call } from "../Route.ts"

/** Refuses unknown accounts, each with its own code. */
export const unknown = ({ app }: Call, ...accounts: ReadonlyArray<readonly [userId: string, code: number]>) => {
  const found = accounts.find(([userId]) => !app.accounts.has(userId))
  return found === undefined ? undefined : refuse(found[1], `${found[0]} is not imported`)
}

/** The codes for fields of a message. */
export const messageFields = { MsgBody: 90007, "MsgBody[]": 90002, "MsgBody.MsgContent": 90010, MsgRandom: 90005 }

/** The codes for limits of those fields. */
export const messageLimits = { ...messageFields, MsgBody: 90002 }
