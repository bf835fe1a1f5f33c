/** How the emulator answers the endpoints about messages of groups. */
import * as Effect from "effect/Effect"
import {
  clearGroupMsg,
  deleteGroupMsgBySender,
  groupMsgGetSimple,
  groupMsgRecall,
  importGroupMsg,
  modifyGroupMsg,
  sendBroadcastMsg,
  sendGroupMsg,
  sendGroupSystemNotification,
  setUnreadMsgNum
} from "../../api/groupMessages/endpoints.ts"
import type { BodyOf } from "../../endpoint/Endpoint.ts"
import { refuse } from "../Refusal.ts"
import { type Call, isLonger, type Route, route } from "../Route.ts"
import type { NewMessage, StoredMessage } from "../state/GroupMessages.ts"
import type { Group } from "../state/Groups.ts"
import { intact, isSmallType, type Place, placeOf, whyNoReceipts } from "./groupPlace.ts"
import { keep, say } from "./groupSaying.ts"
import { ofGroup } from "./groupsCommon.ts"
import { filteredInGroup, filterNote, textRefused } from "./textFilter.ts"

type Sent = BodyOf<typeof sendGroupMsg>

/** The most that one imported message takes, in bytes. */
const maxImportedBytes = 12_000

/** How many of the latest messages are looked at for those of one sender. */
const latestMessages = 1_000

const priorities = { High: 1, Normal: 2, Low: 3 } as const

/** What a message asks for that its group does not have, as an error code; nothing where all is well. */
const whyNotSent = (sent: Sent, group: Group, call: Call): number | undefined => {
  const { GroupAtInfo = [], NeedReadReceipt, OnlineOnlyFlag, SendMsgControl = [], To_Account } = sent
  const { type } = group
  const live = type === "AVChatRoom"
  if (live && (OnlineOnlyFlag === 1 || GroupAtInfo.some(({ GroupAtAllFlag }) => GroupAtAllFlag === 1))) return 10007
  if ((live || type === "ChatRoom") && SendMsgControl.includes("NoUnread")) return 10007
  if (sent.SupportMessageExtension === 1 && !isSmallType(type)) return 10007
  if (To_Account !== undefined && (!isSmallType(type) || call.app.edition !== "premium")) return 10007
  if (NeedReadReceipt === 1) return whyNoReceipts(group, call) ?? (OnlineOnlyFlag === 1 ? 10061 : undefined)
  return undefined
}

/** Whether somebody may not speak now. */
const isMuted = ({ group, topic }: Place, userId: string, { app, now }: Call): boolean => {
  if (app.mutes.groupMutedUntil(userId) > now) return true
  if (group.mutedUntil(userId, now) > 0) return true
  if (topic !== undefined && group.mutedUntil(userId, now, topic.topicId) > 0) return true
  if (!group.muteAll && topic?.muteAll !== true) return false
  if (app.administrators.has(userId) || group.owner === userId) return false
  // A live-streaming group stores no members. Where permission groups decide, admins are plain members.
  return group.type === "AVChatRoom"
    ? !app.live.of(group).admins(app).has(userId)
    : group.members.get(userId)?.role !== "Admin" || group.enablePermission
}

/** The message that a call sends, with what the filter left of its elements. */
const composed = (
  sent: Sent,
  from: string,
  body: Sent["MsgBody"],
  { group }: Place,
  { app, now }: Call
): NewMessage => {
  const { SendMsgControl = [], To_Account } = sent
  return {
    from,
    random: sent.Random,
    time: now,
    body,
    customData: sent.CloudCustomData,
    priority: priorities[sent.MsgPriority ?? "Normal"],
    to: To_Account === undefined ? undefined : new Set(To_Account),
    counted: group.type !== "ChatRoom" && To_Account === undefined && !SendMsgControl.includes("NoUnread"),
    listed: SendMsgControl.includes("NoLastMsg") ? undefined : app.recentContacts.nextSerial(),
    needReceipt: sent.NeedReadReceipt === 1,
    extensible: sent.SupportMessageExtension === 1
  }
}

/** A message, or its place, as the history answers it. */
const toAnswer = (seq: number, message: StoredMessage | undefined) =>
  message === undefined ? { IsPlaceMsg: 1, MsgBody: [], MsgSeq: seq } : {
    From_Account: message.from,
    IsPlaceMsg: message.recalled ? 2 : 0,
    MsgBody: message.body,
    MsgPriority: message.priority,
    MsgRandom: message.random,
    MsgSeq: seq,
    MsgTimeStamp: message.time,
    ...(message.customData === undefined ? {} : { CloudCustomData: message.customData })
  }

/** The routes about messages of groups. */
export const groupMessageRoutes: ReadonlyArray<Route> = [
  route(
    sendGroupMsg,
    {
      ...ofGroup,
      limits: { ...ofGroup.limits, GroupAtInfo: 10053 },
      tooLarge: 80002,
      notes: [
        "A second is one of the clock. Within it the first 40 messages are taken, whatever their priorities.",
        "A dropped or online-only message answers the number that the next message will get, which is assumed.",
        "A message in an AVChatRoom takes a number though it is not stored, which is assumed.",
        "A duplicate is one of the same sender with the same Random, whatever its content.",
        "An unknown sender is refused with 10004, which is assumed. Receivers and mentions are not looked at.",
        "What a group type or an edition does not have is refused with 10007, which is assumed.",
        "A global mute of the sender counts as well: calls of administrators are not excepted, which is assumed.",
        filterNote,
        "No webhooks, no offline push, no daily limit of the trial edition.",
        "No stored tips: joins and changes of the profile take no numbers."
      ]
    },
    Effect.fnUntraced(function*(sent, call) {
      const place = yield* placeOf(sent, call)
      const { app, now, nowMillis } = call
      const from = sent.From_Account ?? call.identifier
      if (!app.accounts.has(from)) return yield* refuse(10004, "From_Account does not exist")
      const why = whyNotSent(sent, place.group, call)
      if (why !== undefined) return yield* refuse(why)
      if (isMuted(place, from, call)) return yield* refuse(10017)
      const { messages } = place
      const key = `${sent.Random}:${from}`
      const first = messages.seen.get(key, nowMillis)
      if (first !== undefined) return { MsgTime: first.time, MsgSeq: first.seq }
      if (!messages.admit(now)) return { MsgTime: now, MsgSeq: messages.lastSeq + 1, MsgDropReason: "MsgFreqCtrl" }
      const body = filteredInGroup(sent, call)
      if (body === undefined) return yield* refuse(textRefused)
      const message = composed(sent, from, body, place, call)
      const { seq } = say(message, { onlineOnly: sent.OnlineOnlyFlag === 1 }, place, call)
      messages.seen.set(key, { seq, time: now }, nowMillis)
      return { MsgTime: now, MsgSeq: seq }
    })
  ),

  route(
    sendGroupSystemNotification,
    {
      ...ofGroup,
      notes: ["Members named in an AVChatRoom are refused with 10007, which is assumed. Nothing goes to clients."]
    },
    Effect.fnUntraced(function*(sent, call) {
      const { group, messages } = yield* placeOf(sent, call)
      const { Content, ToMembers_Account = [] } = sent
      const named = ToMembers_Account.length > 0
      if (named && group.type === "AVChatRoom") return yield* refuse(10007)
      const to = named ? new Set(ToMembers_Account) : undefined
      messages.deliveries.push({ from: "", time: call.now, content: Content, to })
      return {}
    })
  ),

  route(
    sendBroadcastMsg,
    {
      ...ofGroup,
      notes: [
        "Only the premium edition has broadcasts, once a second; the others are refused with 10007.",
        "A body of more than 12 KB is refused with 10004. Nothing goes to clients."
      ]
    },
    Effect.fnUntraced(function*(sent, { app, identifier, now, nowMillis }) {
      if (app.edition !== "premium") return yield* refuse(10007)
      const from = sent.From_Account ?? identifier
      if (!app.accounts.has(from)) return yield* refuse(10004, "From_Account does not exist")
      const { broadcasts } = app
      const key = `${sent.Random}:${from}`
      const first = broadcasts.seen.get(key, nowMillis)
      if (first !== undefined) return { MsgSeq: first.seq }
      const seq = broadcasts.next(now)
      if (seq === undefined) return yield* refuse(10023)
      broadcasts.seen.set(key, { seq, time: now }, nowMillis)
      broadcasts.deliveries.push({ from, time: now, content: sent.MsgBody })
      return { MsgSeq: seq }
    })
  ),

  route(
    importGroupMsg,
    {
      ...ofGroup,
      notes: [
        "A message of the same second as the latest one is taken, and one of an unknown sender fails alone with " +
        "10004: both assumed.",
        "More than 7 messages are refused, though a page of the vendor speaks of 20."
      ]
    },
    Effect.fnUntraced(function*(body, call) {
      const place = yield* placeOf(body, call)
      const { group, messages, topic } = place
      const { app, now, nowMillis } = call
      if (group.type === "AVChatRoom") return yield* refuse(10007)
      const counter = topic ?? group
      const before = messages.lastSeq
      const movesUp = body.RecentContactFlag === 1 && group.type !== "Community"
      const results = body.MsgList.map(({ From_Account, MsgBody, Random, SendTime }) => {
        const key = `import:${Random}`
        const first = Random === undefined ? undefined : messages.seen.get(key, nowMillis)
        if (first !== undefined) return { MsgSeq: first.seq, MsgTime: first.time, Result: 0 }
        if (SendTime <= group.createTime || SendTime < counter.lastMsgTime || SendTime >= now) return { Result: 10004 }
        if (!app.accounts.has(From_Account)) return { Result: 10004 }
        if (isLonger(JSON.stringify(MsgBody), maxImportedBytes)) return { Result: 80002 }
        const { seq } = keep({
          from: From_Account,
          random: Random ?? Math.floor(call.random() * 2 ** 32),
          time: SendTime,
          body: MsgBody,
          priority: priorities.Normal,
          counted: group.type !== "ChatRoom",
          listed: movesUp ? app.recentContacts.nextSerial() : undefined,
          needReceipt: false,
          extensible: false
        }, place, call)
        if (Random !== undefined) messages.seen.set(key, { seq, time: SendTime }, nowMillis)
        return { MsgSeq: seq, MsgTime: SendTime, Result: 0 }
      })
      if (messages.lastSeq > before) {
        for (const member of group.members.values()) {
          if (topic === undefined) member.msgSeq = messages.lastSeq
          else topic.readSeqs.set(member.userId, messages.lastSeq)
        }
      }
      return { ImportMsgResult: results }
    })
  ),

  route(
    groupMsgRecall,
    {
      ...ofGroup,
      notes: ["Recalling again succeeds, which is assumed. Clients are not told, and the reason is not kept."]
    },
    Effect.fnUntraced(function*(body, call) {
      const { group, messages } = yield* placeOf(body, call)
      if (group.type === "AVChatRoom") return yield* refuse(10033)
      return {
        RecallRetList: body.MsgSeqList.map(({ MsgSeq }) => {
          const message = messages.get(MsgSeq, call.app, call.now)
          if (message !== undefined) messages.recall(message)
          return { MsgSeq, RetCode: message === undefined ? 10030 : 0 }
        })
      }
    })
  ),

  route(
    groupMsgGetSimple,
    {
      ...ofGroup,
      notes: [
        "No page is cut short, so IsFinished is always 1; more than 20 messages are refused with 10004.",
        "A ReqMsgSeq above the newest reads from the newest, and a recalled message keeps its body: both assumed."
      ]
    },
    Effect.fnUntraced(function*(body, call) {
      const { group, messages } = yield* placeOf(body, call)
      if (group.type === "AVChatRoom") return yield* refuse(10007)
      const newest = Math.min(body.ReqMsgSeq ?? Infinity, messages.lastSeq)
      const page: Array<ReturnType<typeof toAnswer>> = []
      for (let seq = newest; seq >= 1 && seq > newest - body.ReqMsgNumber; seq--) {
        const message = messages.get(seq, call.app, call.now)
        if (message?.recalled === true && body.WithRecalledMsg !== 1) continue
        page.push(toAnswer(seq, message))
      }
      return { GroupId: body.GroupId, IsFinished: 1, RspMsgList: page }
    })
  ),

  route(
    deleteGroupMsgBySender,
    { ...ofGroup, notes: ["What was recalled so shows as recalled (IsPlaceMsg 2), which is assumed."] },
    Effect.fnUntraced(function*(body, call) {
      const { group, messages } = yield* placeOf(body, call)
      if (group.type === "AVChatRoom") return {}
      const { lastSeq } = messages
      for (let seq = lastSeq; seq >= 1 && seq > lastSeq - latestMessages; seq--) {
        const message = messages.get(seq, call.app, call.now)
        if (message?.from === body.Sender_Account) messages.recall(message)
      }
      return {}
    })
  ),

  route(
    clearGroupMsg,
    { ...ofGroup, notes: ["A community is refused with 10007, which is assumed."] },
    Effect.fnUntraced(function*(body, call) {
      const { group, messages } = yield* placeOf(body, call)
      if (group.type === "Community") return yield* refuse(10007)
      const upTo = Math.min(body.MsgSeq ?? Infinity, messages.lastSeq)
      messages.clearedUpTo = Math.max(messages.clearedUpTo, upTo)
      return {}
    })
  ),

  route(
    setUnreadMsgNum,
    { ...ofGroup, notes: ["Somebody who is no member is refused with 10004, which is assumed."] },
    Effect.fnUntraced(function*({ GroupId, Member_Account, UnreadMsgNum }, call) {
      const { group, messages } = yield* placeOf({ GroupId }, call)
      if (group.type === "AVChatRoom" || group.type === "ChatRoom") return {}
      const member = group.members.get(Member_Account)
      if (member === undefined) return yield* refuse(10004, "Member_Account is no member")
      member.msgSeq = messages.lastSeq - Math.min(UnreadMsgNum, messages.lastSeq)
      return {}
    })
  ),

  route(
    modifyGroupMsg,
    {
      invalid: 90001,
      fields: { MsgBody: 90007, "MsgBody[]": 90002 },
      limits: { MsgBody: 90002 },
      tooLarge: 93000,
      notes: [
        "An unknown group, topic or message, an AVChatRoom and a recalled message are refused with 20001, and a body " +
        "of more than 12 KB with 93000: all assumed."
      ]
    },
    Effect.fnUntraced(function*(body, call) {
      const place = yield* Effect.mapError(placeOf(body, call), ({ info }) => refuse(20001, info))
      const message = intact(place, body.MsgSeq, call)
      if (message === undefined) return yield* refuse(20001, "no such message")
      if (body.MsgBody !== undefined) message.body = body.MsgBody
      if (body.CloudCustomData !== undefined) message.customData = body.CloudCustomData
      return { ErrorInfo: "succeed" }
    })
  )
]
