/** How the emulator answers the endpoints about read receipts, key values and pins of group messages. */
import * as Effect from "effect/Effect"
import {
  getGroupMsgReceipt,
  getGroupMsgReceiptDetail,
  getPinnedMessages,
  groupGetKeyValues,
  groupMsgReceipt,
  groupSetKeyValues,
  pinMessage,
  unpinMessage
} from "../../api/groupMessages/marks.ts"
import { groupExtensionChanged, groupReadReceipt } from "../../webhook/commands/groupMessages.ts"
import { type Refusal, refuse } from "../Refusal.ts"
import { type Call, type Route, route } from "../Route.ts"
import type { Extensions } from "../state/Extensions.ts"
import { intact, type Place, placeOf, whyNoReceipts } from "./groupPlace.ts"
import { isAddressed, type Receipted, tellReceipts, unreadBy, withReceipts } from "./groupReceipts.ts"
import { ofGroup } from "./groupsCommon.ts"

/** How many key values a page holds. */
const extensionPage = 200

/** How many messages of a group can be pinned. */
const maxPins = 10

/** The group of a call about receipts. */
const receiptPlace = Effect.fnUntracedEager(function*(body: { readonly GroupId: string }, call: Call) {
  const place = yield* placeOf({ GroupId: body.GroupId }, call)
  const why = whyNoReceipts(place.group, call)
  if (why !== undefined) return yield* refuse(why)
  return place
})

const receiptNotes = [
  "A member that came after a message, or was not named by it, does not count for it, which is assumed."
]

/** A page of a list. The cursor is the place of its first item. */
const pageOf = (all: ReadonlyArray<string>, start: number, count: number) => {
  const last = start + count >= all.length
  return { items: all.slice(start, start + count), last, cursor: last ? "0" : String(start + count) }
}

/** The key values of the message that a call names. */
const extensionsOf = Effect.fnUntracedEager(function*(
  { GroupId, MsgSeq }: { readonly GroupId: string; readonly MsgSeq: number },
  call: Call
): Effect.fn.Return<Extensions, Refusal> {
  if (call.app.edition !== "premium") return yield* refuse(10008)
  const place = yield* Effect.mapError(placeOf({ GroupId }, call), ({ info }) => refuse(10004, info))
  const message = intact(place, MsgSeq, call)
  if (message === undefined) return yield* refuse(23004)
  if (message.extensions === undefined) return yield* refuse(23002)
  return message.extensions
})

const extensionNotes = [
  "An unknown group is refused with 10004, and reading from a message without key values with 23002: both assumed."
]

/** The group or topic of a call about pins. */
const pinPlace = Effect.fnUntracedEager(function*(
  body: { readonly GroupId: string; readonly TopicId?: string | undefined },
  call: Call
): Effect.fn.Return<Place, Refusal> {
  if (call.app.edition !== "premium") return yield* refuse(10007)
  const place = yield* placeOf(body, call)
  if (place.group.type === "AVChatRoom") return yield* refuse(10007)
  if (place.group.supportTopic && place.topic === undefined) return yield* refuse(10004, "TopicId is needed")
  return place
})

const pinNotes = [
  "An unknown message or account, or one that is not pinned, is refused with 10004, and an AVChatRoom with 10007: " +
  "both assumed. Only communities with topics need a TopicId."
]

/** The routes about what is attached to messages of groups. */
export const groupMessageMarkRoutes: ReadonlyArray<Route> = [
  route(
    groupMsgReceipt,
    {
      ...ofGroup,
      notes: [
        ...receiptNotes,
        "When one message has no receipts, nothing of the call is done. Somebody who is no member is refused with " +
        "10007, and reading one's own message does nothing: all assumed.",
        "The webhook names the messages that the member had not read before, which is assumed."
      ],
      webhooks: [groupReadReceipt]
    },
    Effect.fnUntracedEager(function*(body, call) {
      const place = yield* receiptPlace(body, call)
      const reader = place.group.members.get(body.From_Account)
      if (reader === undefined) return yield* refuse(10007, "From_Account is no member")
      const messages = body.MsgSeqList.map(({ MsgSeq }) => withReceipts(intact(place, MsgSeq, call)))
      for (const message of messages) if (message === undefined) return yield* refuse(10062)
      const read = new Set<Receipted>()
      for (const message of messages) {
        if (message === undefined || !isAddressed(reader, message) || message.readers.has(reader.userId)) continue
        message.readers.add(reader.userId)
        read.add(message)
      }
      tellReceipts([...read], [reader.userId], place.group, call)
      return {}
    })
  ),

  route(
    getGroupMsgReceipt,
    { ...ofGroup, notes: receiptNotes },
    Effect.fnUntracedEager(function*(body, call) {
      const place = yield* receiptPlace(body, call)
      return {
        GroupMsgReceiptList: body.MsgSeqList.map(({ MsgSeq }) => {
          const message = withReceipts(intact(place, MsgSeq, call))
          return message === undefined
            ? { Code: 10062, MsgSeq }
            : { Code: 0, MsgSeq, ReadNum: message.readers.size, UnreadNum: unreadBy(message, place.group).length }
        })
      }
    })
  ),

  route(
    getGroupMsgReceiptDetail,
    {
      ...ofGroup,
      notes: [
        ...receiptNotes,
        "The cursor is a place in the list, so a member can be missed that reads the message between two pages.",
        "A Count above 200 is refused with 10004 where the service takes it for 200."
      ]
    },
    Effect.fnUntracedEager(function*({ Count, Cursor, Filter, GroupId, MsgSeq }, call) {
      const place = yield* receiptPlace({ GroupId }, call)
      if (!/^\d{0,10}$/.test(Cursor)) return yield* refuse(10004, "Cursor is not one that was answered")
      const message = withReceipts(intact(place, MsgSeq, call))
      if (message === undefined) return yield* refuse(10062)
      const all = Filter === 0 ? [...message.readers] : unreadBy(message, place.group)
      const { cursor, items, last } = pageOf(all, Number(Cursor), Count)
      const finished = last ? 1 : 0
      return {
        IsFinish: finished,
        IsFinished: finished,
        MsgSeq,
        Cursor: cursor,
        ...(Filter === 0
          ? { ReadList: items.map((Read_Account) => ({ Read_Account })) }
          : { UnreadList: items.map((Unread_Account) => ({ Unread_Account })) })
      }
    })
  ),

  route(
    groupSetKeyValues,
    {
      ...ofGroup,
      notes: [
        ...extensionNotes,
        "Calls are made by administrators, whose Seq is not looked at, so that no key conflicts (23001).",
        "The keys of one call get the same Seq, one above the latest; more than 300 keys are refused with 10004, and " +
        "the limit of settings counts calls: all assumed.",
        "Deleting keys that are not there, and clearing what is empty, sends the webhook, which is assumed."
      ],
      webhooks: [groupExtensionChanged]
    },
    Effect.fnUntracedEager(function*(body, call) {
      const extensions = yield* extensionsOf(body, call)
      const { ExtensionList = [], OperateType } = body
      const keys = ExtensionList.map(({ Key }) => Key)
      if (OperateType === 1 && !extensions.hasRoomFor(keys)) return yield* refuse(10004, "more than 300 keys")
      if (!extensions.mayChange(call.nowMillis)) return yield* refuse(23003)
      if (OperateType === 3) extensions.clear()
      const changed = OperateType === 1
        ? extensions.set(ExtensionList)
        : OperateType === 2
        ? extensions.delete(keys)
        : []
      call.tell(groupExtensionChanged, () => ({
        GroupId: body.GroupId,
        MsgSeq: body.MsgSeq,
        OperateType,
        ExtensionList: changed,
        Seq: extensions.latestSeq
      }))
      return { ExtensionList: changed.map((Extension) => ({ ErrorCode: 0, Extension })) }
    })
  ),

  route(
    groupGetKeyValues,
    { ...ofGroup, notes: extensionNotes },
    Effect.fnUntracedEager(function*(body, call) {
      const extensions = yield* extensionsOf(body, call)
      const all = extensions.from(body.StartSeq ?? 0)
      return {
        ExtensionList: all.slice(0, extensionPage),
        CompleteFlag: all.length <= extensionPage ? 1 : 0,
        LatestSeq: extensions.latestSeq,
        ClearSeq: extensions.clearSeq
      }
    })
  ),

  route(
    pinMessage,
    { ...ofGroup, notes: [...pinNotes, "The eleventh pin is refused with 10070; pinning again moves it in front."] },
    Effect.fnUntracedEager(function*(body, call) {
      const place = yield* pinPlace(body, call)
      const { MsgSeq, Pinner_Account = call.identifier } = body
      if (!call.app.accounts.has(Pinner_Account)) return yield* refuse(10004, "Pinner_Account does not exist")
      if (intact(place, MsgSeq, call) === undefined) return yield* refuse(10004, "no such message")
      const { messages } = place
      const pins = messages.pins(call.app, call.now)
      if (pins.length >= maxPins && !messages.isPinned(MsgSeq)) return yield* refuse(10070)
      messages.pin(MsgSeq, Pinner_Account)
      return {}
    })
  ),

  route(
    unpinMessage,
    { ...ofGroup, notes: pinNotes },
    Effect.fnUntracedEager(function*(body, call) {
      const { messages } = yield* pinPlace(body, call)
      const { MsgSeq, UnPinner_Account = call.identifier } = body
      if (!call.app.accounts.has(UnPinner_Account)) return yield* refuse(10004, "UnPinner_Account does not exist")
      if (!messages.isPinned(MsgSeq)) return yield* refuse(10004, "the message is not pinned")
      messages.unpin(MsgSeq)
      return {}
    })
  ),

  route(
    getPinnedMessages,
    { ...ofGroup, notes: pinNotes },
    Effect.fnUntracedEager(function*(body, call) {
      const { messages } = yield* pinPlace(body, call)
      return {
        PinnedMsgList: messages.pins(call.app, call.now).map(({ by, seq }) => ({ MsgSeq: seq, Pinner_Account: by }))
      }
    })
  )
]
