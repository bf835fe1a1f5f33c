/** How the emulator answers the endpoints about the messages of official accounts. */
import * as Effect from "effect/Effect"
import {
  officialAccountMsgGetSimple,
  officialAccountMsgRecall,
  sendOfficialAccountMsg
} from "../../api/officialAccounts/endpoints.ts"
import type { BodyOf } from "../../endpoint/Endpoint.ts"
import {
  afterOfficialAccountMessage,
  beforeOfficialAccountMessage,
  officialAccountMessageRecalled
} from "../../webhook/commands/officialAccounts.ts"
import { refuse, type Refusal } from "../Refusal.ts"
import { type Call, type Route, route } from "../Route.ts"
import type { NewOfficialMessage, OfficialAccount, OfficialMessage } from "../state/OfficialAccounts.ts"
import { unasked } from "../state/Webhooks.ts"
import { changed, isForbidden } from "./verdicts.ts"

/** The codes of the service for calls about messages, which are those of groups. */
const codes = { invalid: 10004, notFound: 10010, tooOften: 10023, notRecallable: 10030, tooLarge: 80002 }

const prefixAssumed = "An id without the prefix is refused with 10004, which is assumed."

const invalidMessage = { invalid: codes.invalid }

/** The official account of a call about messages; refuses where there is none. */
const senderOf = (id: string, { app: { officialAccounts } }: Call): Effect.Effect<OfficialAccount, Refusal> => {
  const account = officialAccounts.get(id)
  return account === undefined
    ? Effect.fail(refuse(codes.notFound, "no such official account"))
    : Effect.succeed(account)
}

/** Whether a message is older than the app's history reaches. */
const hasExpired = ({ time }: OfficialMessage, { app, now }: Call): boolean =>
  now - time >= (app.edition === "premium" ? 30 : 7) * 86_400

/** How many messages a page of the history holds at most. */
const pageSize = 20

const stored = (account: OfficialAccount, message: OfficialMessage, call: Call) => {
  const identity = {
    From_Account: account.id,
    MsgSeq: message.seq,
    MsgKey: message.key,
    MsgTimeStamp: message.time,
    MsgRandom: message.random
  }
  if (!message.stored || hasExpired(message, call)) return { ...identity, IsPlaceMsg: 1, MsgBody: [] }
  if (message.recalled) return { ...identity, IsPlaceMsg: 2, MsgBody: [] }
  const { body, cloudCustomData } = message
  return {
    ...identity,
    IsPlaceMsg: 0,
    MsgBody: body,
    ...(cloudCustomData === undefined ? {} : { CloudCustomData: cloudCustomData })
  }
}

/** An official account that may send now, and what a repeated call is answered with. */
const mayItSend = Effect.fnUntracedEager(function*(id: string, asked: NewOfficialMessage, call: Call) {
  const account = yield* senderOf(id, call)
  const repeated = account.duplicateOf(asked, call.now)
  if (repeated === undefined && account.isTooSoon(call.nowMillis)) {
    return yield* refuse(codes.tooOften, "an official account sends once a second and twice an hour")
  }
  return { account, repeated }
})

/** What webhooks show of a message that a call sends. */
const shownOf = (
  { Official_Account, OnlineOnlyFlag = 0 }: BodyOf<typeof sendOfficialAccountMsg>,
  { body, cloudCustomData }: NewOfficialMessage
) => ({
  Official_Account,
  OnlineOnlyFlag,
  MsgBody: body,
  ...(cloudCustomData === undefined ? {} : { CloudCustomData: cloudCustomData })
})

/** The routes about the messages of official accounts. */
export const officialAccountMessageRoutes: ReadonlyArray<Route> = [
  route(
    sendOfficialAccountMsg,
    {
      ...invalidMessage,
      tooLarge: codes.tooLarge,
      notes: [
        prefixAssumed,
        "More than one message a second or two an hour are refused with 10023, which is assumed.",
        "A body above 12 KB is refused with 80002, which is assumed.",
        "A dropped duplicate answers the first message's key, and the app is not asked about it, which is assumed.",
        "A message that the app drops counts for the rate and is not in the history, which is assumed.",
        "Nothing is pushed, and subscribers get no conversation."
      ],
      webhooks: [beforeOfficialAccountMessage, afterOfficialAccountMessage]
    },
    Effect.fnUntracedEager(function*(sent, call) {
      const { CloudCustomData, MsgBody, Official_Account, OnlineOnlyFlag, Random } = sent
      const asked = { random: Random, body: MsgBody, cloudCustomData: CloudCustomData, stored: OnlineOnlyFlag !== 1 }
      const before = yield* mayItSend(Official_Account, asked, call)
      if (before.repeated !== undefined) return { MsgTime: before.repeated.time, MsgKey: before.repeated.key }
      const verdict = isForbidden(sent, "Before")
        ? unasked
        : yield* call.ask(beforeOfficialAccountMessage, () => shownOf(sent, asked))
      // While the app was asked, the account may have sent something else, the same message, or have been destroyed.
      const { account, repeated } = yield* mayItSend(Official_Account, asked, call)
      if (repeated !== undefined) return { MsgTime: repeated.time, MsgKey: repeated.key }
      const message = changed(asked, verdict)
      const { key, time } = verdict.dropped
        ? account.drop(asked, call.nowMillis)
        : account.send(message, call.nowMillis, asked)
      const answer = { MsgTime: time, MsgKey: key }
      const kept = account.message(key)
      if (kept !== undefined) {
        call.app.timeline.add(account.id, { kind: "official", account: account.id }, kept, !kept.stored)
      }
      if (!verdict.dropped && !isForbidden(sent, "After")) {
        call.tell(afterOfficialAccountMessage, () => ({ ...shownOf(sent, message), ...answer }))
      }
      return answer
    })
  ),

  route(
    officialAccountMsgGetSimple,
    {
      ...invalidMessage,
      notes: [
        prefixAssumed,
        "A page covers as many messages as were asked for, recalled ones included; without `WithRecalledMsg` it may " +
        "hold fewer, which is assumed. The size of an answer is not limited.",
        "Messages are kept for 7 days, 30 in the highest edition, as one-to-one messages are; this is assumed.",
        "The sender is the official account. Recalled messages have an empty body. Both are assumed."
      ]
    },
    Effect.fnUntracedEager(
      function*({ LastMsgKey = "", Official_Account, ReqMsgNumber = pageSize, WithRecalledMsg }, call) {
        const account = yield* senderOf(Official_Account, call)
        const last = LastMsgKey === "" ? undefined : account.message(LastMsgKey)
        if (LastMsgKey !== "" && last === undefined) {
          return yield* refuse(codes.invalid, "LastMsgKey is not the key of a message")
        }
        const end = last === undefined ? account.messages.length : last.seq - 1
        const start = Math.max(0, end - Math.min(ReqMsgNumber, pageSize))
        const page = account.messages.slice(start, end).toReversed()
        const newest = page[0]
        const older = account.messages[start - 1]
        const answer = { Official_Account, LastMsgKey: page.at(-1)?.key ?? LastMsgKey }
        if (newest !== undefined && hasExpired(newest, call)) {
          return { ...answer, LastMsgKey, IsFinished: 2, RspMsgList: [] }
        }
        const restExpired = older !== undefined && hasExpired(older, call)
        return {
          ...answer,
          IsFinished: restExpired ? 2 : ReqMsgNumber > pageSize && older !== undefined ? 0 : 1,
          RspMsgList: page.filter(({ recalled }) => !recalled || WithRecalledMsg === 1)
            .map((message) => stored(account, message, call))
        }
      }
    )
  ),

  route(
    officialAccountMsgRecall,
    {
      ...invalidMessage,
      notes: [prefixAssumed, "Messages that were never stored or have expired fail with 10030, as assumed."],
      webhooks: [officialAccountMessageRecalled]
    },
    ({ MsgKeyList, Official_Account }, call) =>
      Effect.map(senderOf(Official_Account, call), (account) => {
        const RecallRetList = MsgKeyList.map((MsgKey) => {
          const sent = account.message(MsgKey)
          if (sent === undefined || !sent.stored || sent.recalled || hasExpired(sent, call)) {
            return { MsgKey, RetCode: codes.notRecallable }
          }
          sent.recalled = true
          call.app.timeline.changed(sent)
          return { MsgKey, RetCode: 0 }
        })
        const recalled = RecallRetList.filter(({ RetCode }) => RetCode === 0)
        if (recalled.length > 0) {
          call.tell(officialAccountMessageRecalled, () => ({
            Official_Account,
            WithdrawMsgList: recalled.map(({ MsgKey }) => ({ MsgKey }))
          }))
        }
        return { RecallRetList }
      })
  )
]
