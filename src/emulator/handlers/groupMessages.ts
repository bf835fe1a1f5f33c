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
  sendGroupSystemNotification,
  setUnreadMsgNum
} from "../../api/groupMessages/endpoints.ts"
import { groupMessageModified, groupMessageRecalled } from "../../webhook/commands/groupMessages.ts"
import { refuse } from "../Refusal.ts"
import { isLonger, type Route, route } from "../Route.ts"
import type { StoredMessage } from "../state/GroupMessages.ts"
import { priorities, sendGroupMsgRoute } from "./groupMessageSending.ts"
import { intact, placeOf } from "./groupPlace.ts"
import { keep } from "./groupSaying.ts"
import { ofGroup } from "./groupsCommon.ts"
import { namesOf } from "./groupWebhooks.ts"

/** The most that one imported message takes, in bytes. */
const maxImportedBytes = 12_000

/** How many of the latest messages are looked at for those of one sender. */
const latestMessages = 1_000

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
  sendGroupMsgRoute,

  route(
    sendGroupSystemNotification,
    {
      ...ofGroup,
      notes: ["Members named in an AVChatRoom are refused with 10007, which is assumed. Nothing goes to clients."]
    },
    Effect.fnUntracedEager(function*(sent, call) {
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
    Effect.fnUntracedEager(function*(sent, { app, identifier, now, nowMillis }) {
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
    Effect.fnUntracedEager(function*(body, call) {
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
        const { seq } = keep(
          {
            from: From_Account,
            random: Random ?? Math.floor(call.random() * 2 ** 32),
            time: SendTime,
            body: MsgBody,
            priority: priorities.Normal,
            counted: group.type !== "ChatRoom",
            listed: movesUp ? app.recentContacts.nextSerial() : undefined,
            needReceipt: false,
            extensible: false
          },
          place,
          call
        )
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
      notes: [
        "Recalling again succeeds and sends no webhook, which is assumed.",
        "Clients are not told, and the reason is not kept."
      ],
      webhooks: [groupMessageRecalled]
    },
    Effect.fnUntracedEager(function*(body, call) {
      const { group, messages, topic } = yield* placeOf(body, call)
      if (group.type === "AVChatRoom") return yield* refuse(10033)
      const recalled: Array<{ readonly MsgSeq: number }> = []
      const results = body.MsgSeqList.map(({ MsgSeq }) => {
        const message = messages.get(MsgSeq, call.app, call.now)
        if (message?.recalled === false) {
          messages.recall(message)
          call.app.timeline.changed(message)
          recalled.push({ MsgSeq })
        }
        return { MsgSeq, RetCode: message === undefined ? 10030 : 0 }
      })
      if (recalled.length > 0) {
        call.tell(groupMessageRecalled, () => ({
          Operator_Account: call.identifier,
          ...namesOf(group, call),
          ...(topic === undefined ? {} : { TopicId: topic.topicId }),
          MsgSeqList: recalled
        }))
      }
      return { RecallRetList: results }
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
    Effect.fnUntracedEager(function*(body, call) {
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
    {
      ...ofGroup,
      notes: ["What was recalled so shows as recalled (IsPlaceMsg 2), and no webhook is sent, which is assumed."]
    },
    Effect.fnUntracedEager(function*(body, call) {
      const { group, messages } = yield* placeOf(body, call)
      if (group.type === "AVChatRoom") return {}
      const { lastSeq } = messages
      for (let seq = lastSeq; seq >= 1 && seq > lastSeq - latestMessages; seq--) {
        const message = messages.get(seq, call.app, call.now)
        if (message?.from !== body.Sender_Account) continue
        messages.recall(message)
        call.app.timeline.changed(message)
      }
      return {}
    })
  ),

  route(
    clearGroupMsg,
    { ...ofGroup, notes: ["A community is refused with 10007, which is assumed."] },
    Effect.fnUntracedEager(function*(body, call) {
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
    Effect.fnUntracedEager(function*({ GroupId, Member_Account, UnreadMsgNum }, call) {
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
        "of more than 12 KB with 93000: all assumed.",
        "What is given as it was is no change for the webhook, which is assumed."
      ],
      webhooks: [groupMessageModified]
    },
    Effect.fnUntracedEager(function*(body, call) {
      const place = yield* Effect.mapError(placeOf(body, call), ({ info }) => refuse(20001, info))
      const message = intact(place, body.MsgSeq, call)
      if (message === undefined) return yield* refuse(20001, "no such message")
      const { body: formerBody, customData } = message
      if (body.MsgBody !== undefined) message.body = body.MsgBody
      if (body.CloudCustomData !== undefined) message.customData = body.CloudCustomData
      message.modified = true
      call.app.timeline.changed(message)
      const changes = {
        ...(JSON.stringify(formerBody) === JSON.stringify(message.body) ? {} : { MsgBody: message.body }),
        ...(customData === message.customData ? {} : { CloudCustomData: message.customData })
      }
      if (Object.keys(changes).length > 0) {
        call.tell(groupMessageModified, () => ({
          Operator_Account: call.identifier,
          GroupId: place.group.groupId,
          TopicId: place.topic?.topicId ?? "",
          MsgSeq: message.seq,
          ...changes
        }))
      }
      return { ErrorInfo: "succeed" }
    })
  )
]
