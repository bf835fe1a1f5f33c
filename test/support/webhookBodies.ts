/** What webhooks hold, as tests expect it. */
import type { CommandName } from "../../src/webhook/mod.ts"
import { startSeconds } from "./suite.ts"

/** A body with the two fields that nearly all have, sent when the test begins. */
export const bodyOf = <Fields extends object>(CallbackCommand: CommandName, fields: Fields) => ({
  CallbackCommand,
  EventTime: startSeconds * 1000,
  ...fields
})

/** Users as bodies list them. */
export const listed = (...userIds: ReadonlyArray<string>) => userIds.map((Member_Account) => ({ Member_Account }))
