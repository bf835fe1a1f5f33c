/** How the emulator answers the endpoints about one-to-one messages. */
import * as Effect from "effect/Effect"
import { adminGetroammsg, batchsendmsg, importmsg, sendmsg } from "../../api/messages/endpoints.ts"
import type { BodyOf } from "../../endpoint/Endpoint.ts"
import { utf8Length } from "../../endpoint/wire.ts"
import { afterC2cMessage, beforeC2cMessage } from "../../webhook/commands/c2c.ts"
import { botC2cMessage } from "../../webhook/commands/robots.ts"
import { unwrapped } from "../atOnce.ts"
import { refuse } from "../Refusal.ts"
import { type Call, type Route, route } from "../Route.ts"
import { keyOf, type Message, messageIdOf, type NewMessage, parseKey, type Sent } from "../state/Conversations.ts"
import { hashOf } from "../state/Recent.ts"
import type { Verdict } from "../state/Webhooks.ts"
import { messageExtensionRoutes } from "./messageExtensions.ts"
import { messageFields, messageLimits, unknown } from "./messagesCommon.ts"
import { streamRoutes } from "./messageStreams.ts"
import { askAbout, tellAbout } from "./messageWebhooks.ts"
import { storedMessageRoutes } from "./storedMessages.ts"
import { filtered, filterNote, textRefused } from "./textFilter.ts"
import { changed } from "./verdicts.ts"

/** The largest answer of a history, in bytes: about 13 KB. */
const maxHistoryBytes = 13 * 1024

type Sending = BodyOf<typeof sendmsg> | BodyOf<typeof batchsendmsg>

/** The message that a call sends, to each of its receivers. */
const composed = (body: Sending, call: Call): Omit<NewMessage, "to"> => ({
  from: body.From_Account ?? call.identifier,
  seq: body.MsgSeq ?? Math.floor(call.random() * 2 ** 32),
  random: body.MsgRandom,
  time: call.now,
  body: body.MsgBody,
  cloudCustomData: body.CloudCustomData,
  needsReceipt: body.IsNeedReadReceipt === 1,
  extensible: body.SupportMessageExtension === 1
})

/** What makes two calls the same; nothing where `MsgSeq` was made up, so that no other call can be the same. */
const sameness = (
  { MsgSeq }: Sending,
  { body, cloudCustomData = "", from, random }: Omit<NewMessage, "to">
): string | undefined =>
  MsgSeq === undefined
    ? undefined
    : `${MsgSeq}_${random}_${hashOf(JSON.stringify(body))}_${hashOf(cloudCustomData)}_${from}`

/** Refuses to send from or to accounts that are not there. */
const stranger = ({ From_Account, To_Account }: BodyOf<typeof sendmsg>, { app, identifier }: Call) => {
  const from = From_Account ?? identifier
  if (!app.accounts.has(from)) return refuse(20003, `${from} is not imported`)
  return app.accounts.has(To_Account) ? undefined : refuse(90012, `${To_Account} is not imported`)
}

/** Sends a message to accounts that exist, unless nothing of it is to be stored. */
const deliver = (
  body: Sending,
  message: Omit<NewMessage, "to">,
  receivers: ReadonlyArray<string>,
  call: Call
): Sent => {
  const control = body.SendMsgControl ?? []
  call.app.figures.c2cSent(message.from, call.now, receivers.length)
  if (body.OnlineOnlyFlag !== 1 && body.MsgLifeTime !== 0) {
    const arrival = {
      unread: !control.includes("NoUnread"),
      listed: !control.includes("NoLastMsg"),
      forSender: body.SyncOtherMachine !== 2
    }
    for (const to of receivers) call.app.conversations.addTo(to, message, arrival, call.now)
  }
  return { MsgTime: message.time, MsgKey: keyOf(message), MsgId: messageIdOf(message) }
}

/** Sends a message as the app has decided, and remembers what was answered. */
const send = (
  body: BodyOf<typeof sendmsg>,
  message: Omit<NewMessage, "to">,
  mark: string | undefined,
  verdict: Verdict,
  call: Call
): Sent => {
  const decided = changed(message, verdict)
  const answer = deliver(body, decided, verdict.dropped ? [] : [body.To_Account], call)
  if (mark !== undefined) call.app.conversations.sent.set(mark, answer, call.nowMillis)
  if (!verdict.dropped) tellAbout(body, decided, 0, call)
  return answer
}

const onWire = (message: Message) => ({
  From_Account: message.from,
  To_Account: message.to,
  MsgSeq: message.seq,
  MsgRandom: message.random,
  MsgTimeStamp: message.time,
  MsgClientTime: message.time,
  MsgFlagBits: message.recalled ? 8 : 0,
  IsPeerRead: message.peerRead ? 1 : 0,
  IsNeedReadReceipt: message.needsReceipt ? 1 : 0,
  MsgKey: message.key,
  MsgId: messageIdOf(message),
  SupportMessageExtension: message.extensions === undefined ? 0 : 1,
  MsgBody: message.body,
  ...(message.cloudCustomData === undefined ? {} : { CloudCustomData: message.cloudCustomData })
})

const sendingFields = { SyncOtherMachine: 90031, MsgLifeTime: 90044, OfflinePushInfo: 90043 }
const sendingLimits = { MsgLifeTime: 90026, OfflinePushInfo: 90043 }

const sendingNotes = [
  "A repeated call is answered with the first one's MsgKey, which is assumed. Sender, MsgSeq, MsgRandom and content " +
  "are compared, not the receiver.",
  "Receivers count as offline, and nothing is pushed: a message for online receivers only is answered and forgotten.",
  "A message counts as delivered to each receiver, whether it is stored or not, which is assumed.",
  "The daily limits of small editions are not counted."
]

/** The routes about one-to-one messages. */
export const messageRoutes: ReadonlyArray<Route> = [
  route(
    sendmsg,
    {
      invalid: 90001,
      fields: { ...messageFields, ...sendingFields, To_Account: 90003, From_Account: 20003 },
      limits: { ...messageLimits, ...sendingLimits },
      tooLarge: 93000,
      messageTooLarge: 80002,
      notes: [
        ...sendingNotes,
        "A body above 12 KB is refused with 80002 where MsgBody alone is longer, otherwise with 93000: assumed.",
        "MsgLifeTime other than 0 changes nothing. MsgTimeStamp is not looked at.",
        filterNote,
        "The app is asked after its keywords were looked for, and a message that is dropped is answered like any " +
        "other.",
        "Messages of deleted accounts stay; whether the service keeps them is not documented."
      ],
      webhooks: [beforeC2cMessage, afterC2cMessage, botC2cMessage]
    },
    (body, call) => {
      const { sent } = call.app.conversations
      const refusal = stranger(body, call)
      if (refusal !== undefined) return Effect.fail(refusal)
      const made = composed(body, call)
      const mark = sameness(body, made)
      const before = mark === undefined ? undefined : sent.get(mark, call.nowMillis)
      if (before !== undefined) return before
      const passed = filtered(body, call)
      if (passed === undefined) {
        tellAbout(body, made, textRefused, call)
        return Effect.fail(refuse(textRefused))
      }
      const message = passed === made.body ? made : { ...made, body: passed }
      const asked = unwrapped(askAbout(body, message, call))
      // Where nobody had to be asked, nothing can have changed meanwhile.
      if (!Effect.isEffect(asked)) return send(body, message, mark, asked, call)
      return Effect.flatMap(asked, (verdict) => {
        // While the app was asked, the same message may have come once more, and accounts may have gone.
        const meanwhile = mark === undefined ? undefined : sent.get(mark, call.nowMillis)
        if (meanwhile !== undefined) return Effect.succeed(meanwhile)
        const refusal = stranger(body, call)
        return refusal === undefined ? Effect.succeed(send(body, message, mark, verdict, call)) : Effect.fail(refusal)
      })
    }
  ),

  route(
    batchsendmsg,
    {
      invalid: 90001,
      fields: { ...messageFields, ...sendingFields, MsgSeq: 90004, To_Account: 90003, From_Account: 90008 },
      limits: { ...messageLimits, ...sendingLimits, To_Account: 90011, "To_Account[]": 90003 },
      empty: { To_Account: 90029 },
      tooLarge: 93000,
      messageTooLarge: 90055,
      notes: [
        ...sendingNotes,
        "A body above 12 KB is refused with 90055 where MsgBody alone is longer, otherwise with 93000: assumed.",
        "Repeated calls are dropped as with sendmsg, and an account that is named twice gets one message: assumed.",
        "The 12000 receivers a minute are not counted, and the app's own keywords are not looked for: no code for " +
        "them is documented."
      ]
    },
    (body, call) => {
      const refusal = unknown(call, [body.From_Account ?? call.identifier, 90008])
      if (refusal !== undefined) return Effect.fail(refusal)
      const { sent } = call.app.conversations
      const made = composed(body, call)
      const mark = sameness(body, made)
      let answer = mark === undefined ? undefined : sent.get(mark, call.nowMillis)
      if (answer === undefined) {
        const receivers = [...new Set(body.To_Account)]
        const failed = receivers.filter((id) => !call.app.accounts.has(id))
        if (failed.length === receivers.length) return Effect.fail(refuse(90012))
        const ErrorList = failed.map((To_Account) => ({ To_Account, ErrorCode: 70107 }))
        const known = failed.length === 0 ? receivers : receivers.filter((id) => call.app.accounts.has(id))
        answer = { ...deliver(body, made, known, call), ErrorList }
        if (mark !== undefined) sent.set(mark, answer, call.nowMillis)
      }
      const { ErrorList = [], MsgId, MsgKey } = answer
      return ErrorList.length === 0 ? { MsgKey, MsgId } : { ActionStatus: "SomeError", MsgKey, MsgId, ErrorList }
    }
  ),

  route(
    importmsg,
    {
      invalid: 90001,
      fields: {
        ...messageFields,
        SyncFromOldSystem: 90030,
        MsgTimeStamp: 90006,
        From_Account: 90008,
        To_Account: 90003
      },
      limits: messageLimits,
      tooLarge: 93000,
      notes: ["A message older than the history period is taken, and cannot be found, which is assumed."]
    },
    (body, call) => {
      const refusal = unknown(call, [body.From_Account, 90008], [body.To_Account, 90012])
      if (refusal !== undefined) return Effect.fail(refusal)
      const { conversations } = call.app
      const made = {
        from: body.From_Account,
        to: body.To_Account,
        seq: body.MsgSeq ?? Math.floor(call.random() * 2 ** 32),
        random: body.MsgRandom,
        time: body.MsgTimeStamp,
        body: body.MsgBody,
        cloudCustomData: body.CloudCustomData
      }
      if (conversations.get(made.from, made.to)?.has(keyOf(made)) !== true) {
        conversations.add(made, { unread: body.SyncFromOldSystem === 5 }, call.now)
      }
      return {}
    }
  ),

  route(
    adminGetroammsg,
    {
      invalid: 90001,
      fields: { Operator_Account: 90008, Peer_Account: 90003 },
      notes: [
        "Histories reach back 30 days in the premium edition and 7 days in the others, by the time of the message.",
        "LastMsgKey need not be the key of a stored message; one that has not the form of a key is refused with 90054.",
        "Clocks of clients are not known: MsgClientTime is MsgTimeStamp."
      ]
    },
    ({ LastMsgKey, MaxCnt, MaxTime, MinTime, Operator_Account, Peer_Account }, call) => {
      const refusal = unknown(call, [Operator_Account, 90008], [Peer_Account, 90003])
      if (refusal !== undefined) return Effect.fail(refusal)
      const before = LastMsgKey === undefined ? undefined : parseKey(LastMsgKey)
      if (LastMsgKey !== undefined && before === undefined) return Effect.fail(refuse(90054))
      const { conversations } = call.app
      const minTime = Math.max(MinTime, call.now - conversations.historyPeriod)
      const seen = conversations.get(Operator_Account, Peer_Account)
        ?.view(Operator_Account, { minTime, maxTime: MaxTime, before }) ?? []
      const { complete, list } = pageOf(seen, MaxCnt)
      const [oldest] = list
      return {
        Complete: complete ? 1 : 0,
        MsgCnt: list.length,
        ...(oldest === undefined ? {} : { LastMsgTime: oldest.MsgTimeStamp, LastMsgKey: oldest.MsgKey }),
        MsgList: list
      }
    }
  ),

  ...storedMessageRoutes,
  ...messageExtensionRoutes,
  ...streamRoutes
]

type OnWire = ReturnType<typeof onWire>

/**
 * The newest messages of a history that fit into one answer, in ascending order, and whether those are all. Messages
 * with the same key stay together, since the next page begins behind a key.
 */
const pageOf = (
  seen: Iterable<Message>,
  maxCount: number
): { readonly list: ReadonlyArray<OnWire>; readonly complete: boolean } => {
  const list: Array<OnWire> = []
  let bytes = 200
  for (const message of seen) {
    const item = onWire(message)
    bytes += utf8Length(JSON.stringify(item)) + 1
    const last = list.at(-1)
    if (last !== undefined && last.MsgKey !== item.MsgKey && (list.length >= maxCount || bytes > maxHistoryBytes)) {
      return { list: list.toReversed(), complete: false }
    }
    list.push(item)
  }
  return { list: list.toReversed(), complete: true }
}
