/** How the emulator answers the endpoints about one-to-one messages that were sent before. */
import * as Effect from "effect/Effect"
import {
  adminMsgwithdraw,
  adminSetMsgRead,
  c2cMsgReadReceipt,
  deleteC2cMsgRamble,
  getC2cUnreadMsgNum,
  modifyC2cMsg
} from "../../api/messages/endpoints.ts"
import { c2cModified, c2cRead, c2cReadReceipt, c2cRecalled } from "../../webhook/commands/c2c.ts"
import { refuse } from "../Refusal.ts"
import { type Route, route } from "../Route.ts"
import { type Message, parseKey } from "../state/Conversations.ts"
import { messageFields, messageLimits, unknown } from "./messagesCommon.ts"
import { namesOf, shownOf } from "./messageWebhooks.ts"

/** The routes about messages that were sent before. */
export const storedMessageRoutes: ReadonlyArray<Route> = [
  route(
    adminMsgwithdraw,
    {
      invalid: 90001,
      fields: { From_Account: 90008, To_Account: 90003, MsgKey: 90054 },
      notes: ["The body of a recalled message stays in the history."],
      webhooks: [c2cRecalled]
    },
    ({ From_Account, MsgKey, To_Account }, call) => {
      const refusal = unknown(call, [From_Account, 90008], [To_Account, 90003])
      if (refusal !== undefined) return Effect.fail(refusal)
      if (parseKey(MsgKey) === undefined) return Effect.fail(refuse(90054))
      const found = call.app.conversations.find(From_Account, To_Account, MsgKey, call.now)
      if (found === undefined) return Effect.fail(refuse(20022))
      if (found.recalled) return Effect.fail(refuse(20023))
      const { conversations } = call.app
      conversations.recall(found, call.now)
      call.tell(c2cRecalled, () => ({
        ...namesOf(found),
        UnreadMsgNum: conversations.unreadOf(To_Account, call.now)
      }))
      return {}
    }
  ),

  route(
    adminSetMsgRead,
    {
      invalid: 90001,
      fields: { Report_Account: 90008, Peer_Account: 90003 },
      notes: ["A call that neither moves the mark nor reads a message is not told, which is assumed."],
      webhooks: [c2cRead]
    },
    ({ MsgReadTime, Peer_Account, Report_Account }, call) => {
      const refusal = unknown(call, [Report_Account, 90008], [Peer_Account, 90003])
      if (refusal !== undefined) return Effect.fail(refusal)
      const { conversations } = call.app
      const side = conversations.get(Report_Account, Peer_Account)?.side(Report_Account)
      if (side === undefined) return {}
      if (conversations.markRead(side, Number(MsgReadTime ?? call.now), call.now)) {
        call.tell(c2cRead, () => ({
          Report_Account,
          Peer_Account,
          LastReadTime: side.readTime,
          UnreadMsgNum: conversations.unreadOf(Report_Account, call.now)
        }))
      }
      return {}
    }
  ),

  route(
    c2cMsgReadReceipt,
    {
      invalid: 90001,
      fields: { Operator_Account: 90008, Peer_Account: 90003 },
      notes: [
        "A message that is not found, or that has other accounts, has the whole call refused with 20001: assumed.",
        "Messages that did not ask for a receipt take one all the same.",
        "A message that has its receipt already is not told again, which is assumed."
      ],
      webhooks: [c2cReadReceipt]
    },
    ({ C2CMsgInfo, Operator_Account, Peer_Account }, call) => {
      const refusal = unknown(call, [Operator_Account, 90008], [Peer_Account, 90003])
      if (refusal !== undefined) return Effect.fail(refusal)
      const read: Array<Message> = []
      for (const { From_Account, MsgKey, To_Account } of C2CMsgInfo) {
        const fits = From_Account === Peer_Account && To_Account === Operator_Account
        const found = fits ? call.app.conversations.find(From_Account, To_Account, MsgKey, call.now) : undefined
        if (found === undefined) return Effect.fail(refuse(20001, `${MsgKey} is not a message of the conversation`))
        read.push(found)
      }
      const unread = [...new Set(read)].filter(({ peerRead }) => !peerRead)
      for (const each of unread) each.peerRead = true
      if (unread.length > 0) {
        call.tell(c2cReadReceipt, () => ({ Operator_Account, Peer_Account, C2CMsgInfo: unread.map(namesOf) }))
      }
      return {}
    }
  ),

  route(
    getC2cUnreadMsgNum,
    {
      invalid: 90001,
      fields: { To_Account: 90003, Peer_Account: 90008 },
      limits: { Peer_Account: 90001 },
      notes: ["More than 10 others are refused with 90001, which is assumed."]
    },
    ({ Peer_Account, To_Account }, call) => {
      const refusal = unknown(call, [To_Account, 90003])
      if (refusal !== undefined) return Effect.fail(refusal)
      const { accounts, conversations } = call.app
      if (Peer_Account === undefined) return { AllC2CUnreadMsgNum: conversations.unreadOf(To_Account, call.now) }
      const failed = Peer_Account.filter((id) => !accounts.has(id))
      return {
        C2CUnreadMsgNumList: Peer_Account.filter((id) => accounts.has(id)).map((id) => {
          const side = conversations.get(To_Account, id)?.side(To_Account)
          return { Peer_Account: id, C2CUnreadMsgNum: side === undefined ? 0 : conversations.unreadIn(side, call.now) }
        }),
        ...(failed.length === 0 ? {} : { ErrorList: failed.map((id) => ({ Peer_Account: id, ErrorCode: 70107 })) })
      }
    }
  ),

  route(
    modifyC2cMsg,
    {
      invalid: 90001,
      fields: { ...messageFields, From_Account: 20003, To_Account: 90003 },
      limits: messageLimits,
      notes: [
        "A message that is not found is refused with 20022, a recalled one with 20023, one of a push with 20001; " +
        "none of them is documented.",
        "Calls are answered one after the other, so that two changes never collide (20028).",
        "A call that leaves the message as it was is not told, which is assumed."
      ],
      webhooks: [c2cModified]
    },
    ({ CloudCustomData, From_Account, MsgBody, MsgKey, To_Account }, call) => {
      const refusal = unknown(call, [From_Account, 20003], [To_Account, 90012])
      if (refusal !== undefined) return Effect.fail(refusal)
      const found = call.app.conversations.find(From_Account, To_Account, MsgKey, call.now)
      if (found === undefined) return Effect.fail(refuse(20022))
      if (found.recalled) return Effect.fail(refuse(20023))
      if (found.fixed) return Effect.fail(refuse(20001, "messages of pushes cannot be modified"))
      const { body, cloudCustomData } = found
      if (MsgBody !== undefined) found.body = MsgBody
      if (CloudCustomData !== undefined) found.cloudCustomData = CloudCustomData
      found.modified = true
      call.app.timeline.changed(found)
      if (found.cloudCustomData !== cloudCustomData || JSON.stringify(found.body) !== JSON.stringify(body)) {
        call.tell(c2cModified, () => ({ Operator_Account: call.identifier, ...shownOf(found) }))
      }
      return { ErrorInfo: "succeed" }
    }
  ),

  route(
    deleteC2cMsgRamble,
    {
      invalid: 90001,
      fields: { Operator_Account: 90008, Peer_Account: 90003 },
      notes: [
        "Keys of messages that do not exist are passed over, more than 30 keys are refused with 90001, and a deleted " +
        "message that is unread still counts as unread: all assumed."
      ]
    },
    ({ MsgKeyList, Operator_Account, Peer_Account }, call) => {
      const refusal = unknown(call, [Operator_Account, 90008], [Peer_Account, 90003])
      if (refusal !== undefined) return Effect.fail(refusal)
      const conversation = call.app.conversations.get(Operator_Account, Peer_Account)
      const invalid = MsgKeyList.filter((key) => parseKey(key) === undefined)
      if (conversation !== undefined) {
        const { bit } = conversation.side(Operator_Account)
        for (const found of MsgKeyList.flatMap((key) => conversation.withKey(key))) found.hidden |= bit
      }
      return invalid.length === 0 ? {} : { InvalidMsgKeyList: invalid }
    }
  )
]
