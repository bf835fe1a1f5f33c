/** What tests about messages of groups share. */
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { Accounts, type Envelope, GroupMessages, Groups, type TimError } from "../../mod.ts"
import type { RequestOf } from "../../src/endpoint/Endpoint.ts"
import type { createGroup } from "../../src/api/groups/endpoints/lifecycle.ts"

/** Makes a group with alice as its owner and bob and carol as members. */
export const makeRoom = Effect.fnUntraced(function*(
  GroupId = "room",
  Type: RequestOf<typeof createGroup>["Type"] = "Public"
) {
  yield* (yield* Accounts).importMany(["alice", "bob", "carol"])
  const groups = yield* Groups
  yield* groups.create(Type, "Room", { GroupId, Owner_Account: "alice" })
  if (Type !== "AVChatRoom") yield* groups.addMembers(GroupId, ["bob", "carol"])
})

/** The elements of a text message. */
export const textBody = (Text: string) => [{ MsgType: "TIMTextElem" as const, MsgContent: { Text } }]

/** A text message of alice to the room. */
export const text = (Text: string) => ({ GroupId: "room", From_Account: "alice", MsgBody: textBody(Text) })

/** Sends texts to the room, 40 a second: `1`, `2` and so on. */
export const sendTexts = Effect.fnUntraced(function*(
  count: number,
  options?: object
): Effect.fn.Return<void, TimError, GroupMessages> {
  const messages = yield* GroupMessages
  for (let index = 1; index <= count; index++) {
    yield* messages.send({ ...text(String(index)), ...options })
    if (index % 40 === 0) yield* TestClock.adjust("1100 millis")
  }
})

/** An answer without its envelope. */
export const withoutEnvelope = <A extends Envelope>(
  { ActionStatus: _status, ErrorCode: _code, ErrorDisplay: _display, ErrorInfo: _info, RequestId: _id, ...fields }: A
) => fields
