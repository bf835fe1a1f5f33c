import { catchCode, ErrorCode, GroupMessages, Groups, msg, Tim } from "timkit"
import * as Effect from "effect/Effect"

/** Welcomes a member, and says whether there was a room to do it in. */
export const welcome = Effect.fn("welcome")(function*(groupId: string, userId: string) {
  const groups = yield* Groups
  const groupMessages = yield* GroupMessages
  yield* groups.addMembers(groupId, [userId])
  yield* groupMessages.send(msg().text(`Welcome, ${userId}!`).toGroup(groupId).priority("High"))
  return true
}, catchCode([ErrorCode.GroupNotFound, ErrorCode.GroupIdInvalid], () => Effect.succeed(false)))

/** The real service. A test provides `Emulator.layer()` in its place. */
export const main = Effect.provide(welcome("room", "alice"), Tim.layerConfig)
