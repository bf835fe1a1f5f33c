/** What the handlers about official accounts share. */
import * as Effect from "effect/Effect"
import { refuse, type Refusal } from "../Refusal.ts"
import type { Call } from "../Route.ts"
import type { OfficialAccount } from "../state/OfficialAccounts.ts"

/** The codes of the service for calls about official accounts and their subscribers. */
export const codes = { invalid: 6017, notFound: 130004, idInvalid: 130007, idTaken: 130008, full: 130010, off: 131000 }

export const invalidAssumed =
  "A field that is missing or breaks a limit is refused with 6017; which code it is was not documented."

/** The options that the routes about an official account begin with. */
export const invalidAccount = {
  invalid: codes.invalid,
  limits: { Official_Account: codes.idInvalid, OfficialAccountUserID: codes.idInvalid }
}

/** An official account; refuses where there is none. */
export const accountOf = (
  id: string,
  { app: { officialAccounts } }: Call
): Effect.Effect<OfficialAccount, Refusal> => {
  if (!officialAccounts.enabled) return Effect.fail(refuse(codes.off))
  const account = officialAccounts.get(id)
  return account === undefined ? Effect.fail(refuse(codes.notFound)) : Effect.succeed(account)
}

/** The named fields of a record; all of them where none are named. */
export const pick = <Fields extends object>(
  fields: Fields,
  wanted: ReadonlyArray<keyof Fields> | undefined
): Partial<Fields> => {
  if (wanted === undefined) return fields
  const picked: Partial<Fields> = {}
  for (const name of wanted) picked[name] = fields[name]
  return picked
}

/** What answers show of an official account. */
export const profileOf = (account: OfficialAccount) => ({
  CreateTime: account.createTime,
  Name: account.name,
  Owner_Account: account.owner,
  LastMsgTime: account.lastMsgTime,
  SubscriberNum: account.subscribers.size,
  Introduction: account.introduction,
  FaceUrl: account.faceUrl,
  Organization: account.organization,
  CustomString: account.customString
})
