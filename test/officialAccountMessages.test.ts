import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { Accounts, CurrentCallLimits, ErrorCode, msg, OfficialAccounts, TimClient } from "../mod.ts"
import type { MessageElement } from "../src/api/messages/elements.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { startSeconds, timTest } from "./support/suite.ts"

const news = "@TOA#_news"

const text = (Text: string): ReadonlyArray<MessageElement> => [{ MsgType: "TIMTextElem", MsgContent: { Text } }]

const withNews = Effect.gen(function*() {
  const accounts = yield* Accounts
  const officialAccounts = yield* OfficialAccounts
  yield* accounts.import("alice")
  yield* officialAccounts.create("alice", "News", { OfficialAccountUserID: news })
  return officialAccounts
})

/** Sends messages half an hour apart, and answers their keys. */
const sendMany = Effect.fnUntraced(function*(count: number) {
  const officialAccounts = yield* OfficialAccounts
  const keys: Array<string> = []
  for (let index = 1; index <= count; index++) {
    keys.push((yield* officialAccounts.send(news, text(`message ${index}`))).MsgKey)
    yield* TestClock.adjust("30 minutes")
  }
  return keys
})

/** A call that is made once, since nobody moves the clock while it waits. */
const once = <A, E, R>(call: Effect.Effect<A, E, R>) =>
  Effect.provideService(call, CurrentCallLimits, { maxAttempts: 1 })

const tooOften = <A, E, R>(call: Effect.Effect<A, E, R>) => refusedWith(ErrorCode.GroupMessageRateLimited, once(call))

const raw = (command: string, body: object) =>
  Effect.flatMap(TimClient, (client) => client.call(`v4/official_account_open_http_svc/${command}`, body))

const seqs = (messages: ReadonlyArray<{ readonly MsgSeq: number }>) => messages.map(({ MsgSeq }) => MsgSeq)

/** The numbers from one down to another. */
const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, index) => from - index)

timTest("a message is in the history, under the key that sending answered", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews
    const options = { Random: 7, CloudCustomData: "data" }
    const sent = yield* officialAccounts.send(news, msg().text("hello").elements, options)
    assert.deepEqual([sent.MsgTime, sent.MsgKey], [startSeconds, `1_1_${startSeconds}`])
    yield* TestClock.adjust("1 second")
    const next = yield* officialAccounts.send({ Official_Account: news, MsgBody: text("again"), Random: 8 })
    assert.equal(next.MsgKey, `2_1_${startSeconds + 1}`)
    const history = yield* officialAccounts.getHistory(news)
    assert.equal(history.IsFinished, 1)
    assert.equal(history.LastMsgKey, sent.MsgKey)
    assert.deepEqual(history.RspMsgList, [
      {
        From_Account: news,
        IsPlaceMsg: 0,
        MsgBody: text("again"),
        MsgSeq: 2,
        MsgKey: next.MsgKey,
        MsgTimeStamp: startSeconds + 1,
        MsgRandom: 8
      },
      {
        From_Account: news,
        IsPlaceMsg: 0,
        MsgBody: text("hello"),
        MsgSeq: 1,
        MsgKey: sent.MsgKey,
        MsgTimeStamp: startSeconds,
        MsgRandom: 7,
        CloudCustomData: "data"
      }
    ])
    const { ok } = yield* officialAccounts.getInfo([news], ["LastMsgTime"])
    assert.equal(ok[0]?.LastMsgTime, startSeconds + 1)
  }))

timTest("the same content with the same random number is one message for five minutes", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews
    const send = (Text: string, Random: number) =>
      Effect.map(once(officialAccounts.send(news, text(Text), { Random })), ({ MsgKey }) => MsgKey)
    const first = yield* send("a", 1)
    assert.equal(yield* send("a", 1), first)
    yield* TestClock.adjust("4 minutes")
    assert.equal(yield* send("a", 1), first)
    const otherContent = yield* send("b", 1)
    assert.notEqual(otherContent, first)
    yield* TestClock.adjust("1 hour")
    const late = yield* send("a", 1)
    yield* TestClock.adjust("1 second")
    const otherRandom = yield* send("a", 2)
    assert.deepEqual(
      (yield* officialAccounts.getHistory(news)).RspMsgList.map(({ MsgKey }) => MsgKey),
      [otherRandom, late, otherContent, first]
    )
  }))

timTest("an official account sends once a second and twice an hour", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews
    yield* officialAccounts.send(news, text("1"))
    yield* TestClock.adjust("999 millis")
    yield* tooOften(officialAccounts.send(news, text("2")))
    yield* TestClock.adjust("1 millis")
    yield* officialAccounts.send(news, text("2"))
    yield* TestClock.adjust("30 minutes")
    yield* tooOften(officialAccounts.send(news, text("3")))
    yield* officialAccounts.create("alice", "Other", { OfficialAccountUserID: "@TOA#_other" })
    yield* officialAccounts.send("@TOA#_other", text("1"))
    yield* TestClock.adjust("30 minutes")
    const third = yield* officialAccounts.send(news, text("3"))
    assert.match(third.MsgKey, /^3_1_/)
  }))

timTest("a message for those online only takes a number and leaves no text", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews
    const { MsgKey } = yield* officialAccounts.send(news, text("now"), { OnlineOnlyFlag: 1 })
    const { RspMsgList } = yield* officialAccounts.getHistory(news)
    assert.deepEqual(RspMsgList.map(({ IsPlaceMsg, MsgBody }) => [IsPlaceMsg, MsgBody]), [[1, []]])
    assert.deepEqual(yield* Stream.runCollect(officialAccounts.history(news)), [])
    const { failed } = yield* officialAccounts.recall(news, [MsgKey])
    assert.deepEqual(failed.map(({ code }) => code), [ErrorCode.GroupRecallMessageNotFound])
  }))

timTest("OnlineOnlyFlag and NoLastMsg exclude each other", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews
    const both = { OnlineOnlyFlag: 1, SendMsgControl: ["NoLastMsg"] } as const
    yield* notSent("", officialAccounts.send(news, text("x"), both))
    yield* refusedWith(
      ErrorCode.GroupParameterInvalid,
      raw("send_official_account_msg", { Official_Account: news, Random: 1, MsgBody: text("x"), ...both })
    )
    yield* officialAccounts.send(news, text("x"), { SendMsgControl: ["NoLastMsg"] })
  }))

timTest("a message that is no message is refused", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews
    const send = (body: object) => raw("send_official_account_msg", { Official_Account: news, Random: 1, ...body })
    yield* notSent("MsgBody", officialAccounts.send(news, []))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, send({}))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, send({ MsgBody: [] }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, send({ MsgBody: text("x"), Random: -1 }))
    yield* notSent("", officialAccounts.send(news, text("x".repeat(12 * 1024))))
    yield* refusedWith(ErrorCode.MessageBodyTooLarge, send({ MsgBody: text("x".repeat(12 * 1024)) }))
    yield* refusedWith(ErrorCode.GroupNotFound, officialAccounts.send("@TOA#_none", text("x")))
  }))

timTest("every message is streamed once, the newest first", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews
    const keys = yield* sendMany(45)
    const all = yield* Stream.runCollect(officialAccounts.history(news))
    assert.deepEqual(seqs(all), down(45, 1))
    assert.deepEqual(all.at(-1)?.MsgBody, text("message 1"))
    const older = yield* Stream.runCollect(officialAccounts.history(news, { LastMsgKey: keys[40] ?? "" }))
    assert.deepEqual(seqs(older), down(40, 1))
  }))

timTest("a page of twenty is whole even where older messages follow", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews
    yield* sendMany(25)
    const first = yield* officialAccounts.getHistory(news, { ReqMsgNumber: 20 })
    assert.equal(first.IsFinished, 1)
    assert.deepEqual(seqs(first.RspMsgList), down(25, 6))
    const rest = yield* officialAccounts.getHistory(news, { ReqMsgNumber: 20, LastMsgKey: first.LastMsgKey })
    assert.deepEqual([rest.IsFinished, seqs(rest.RspMsgList)], [1, down(5, 1)])
    const end = yield* officialAccounts.getHistory(news, { LastMsgKey: rest.LastMsgKey })
    assert.deepEqual([end.IsFinished, end.RspMsgList], [1, []])
    const cut = yield* officialAccounts.getHistory(news, { ReqMsgNumber: 21 })
    assert.deepEqual([cut.IsFinished, cut.RspMsgList.length], [0, 20])
    yield* notSent("ReqMsgNumber", officialAccounts.getHistory(news, { ReqMsgNumber: 0 }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, officialAccounts.getHistory(news, { LastMsgKey: "9_1_9" }))
  }))

timTest(
  "recalled messages are left out unless asked for, and a page of them does not end the stream",
  () =>
    Effect.gen(function*() {
      const officialAccounts = yield* withNews
      const keys = yield* sendMany(45)
      const { failed, ok } = yield* officialAccounts.recall(news, [...keys.slice(20), keys[44] ?? "", "99_1_99"], {
        Reason: "mistake"
      })
      assert.deepEqual(ok, keys.slice(20))
      const code = ErrorCode.GroupRecallMessageNotFound
      assert.deepEqual(failed, [{ item: keys[44], code, info: "" }, { item: "99_1_99", code, info: "" }])
      assert.deepEqual((yield* officialAccounts.getHistory(news)).RspMsgList, [])
      assert.deepEqual(seqs(yield* Stream.runCollect(officialAccounts.history(news))), down(20, 1))
      const all = yield* Stream.runCollect(officialAccounts.history(news, { WithRecalledMsg: 1 }))
      assert.deepEqual(seqs(all), down(45, 1))
      assert.deepEqual(all.map(({ IsPlaceMsg }) => IsPlaceMsg), down(45, 1).map((seq) => seq > 20 ? 2 : 0))
      assert.deepEqual(all[0]?.MsgBody, [])
    })
)

timTest("recalling takes ten messages a call and a reason of 100 bytes", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews
    const [key = ""] = yield* sendMany(1)
    yield* notSent("Reason", officialAccounts.recall(news, [key], { Reason: "x".repeat(101) }))
    const recall = (body: object) =>
      raw("official_account_msg_recall", { Official_Account: news, MsgKeyList: [key], ...body })
    yield* refusedWith(ErrorCode.GroupParameterInvalid, recall({ Reason: "x".repeat(101) }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, recall({ MsgKeyList: [] }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, recall({ MsgKeyList: Array.from({ length: 11 }, () => key) }))
    const { ok } = yield* officialAccounts.recall(news, [key])
    assert.deepEqual(ok, [key])
  }))

timTest("messages expire: a page says so, and the stream ends", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews
    yield* sendMany(2)
    yield* TestClock.adjust("29 days")
    const [third = ""] = yield* sendMany(1)
    yield* TestClock.adjust("1 day")
    const page = yield* officialAccounts.getHistory(news)
    assert.equal(page.IsFinished, 1)
    assert.deepEqual(page.RspMsgList.map(({ IsPlaceMsg, MsgSeq }) => [MsgSeq, IsPlaceMsg]), [[3, 0], [2, 1], [1, 1]])
    const newest = yield* officialAccounts.getHistory(news, { ReqMsgNumber: 1 })
    assert.deepEqual([newest.IsFinished, seqs(newest.RspMsgList)], [2, [3]])
    const older = yield* officialAccounts.getHistory(news, { LastMsgKey: third })
    assert.deepEqual([older.IsFinished, older.RspMsgList], [2, []])
    assert.deepEqual(seqs(yield* Stream.runCollect(officialAccounts.history(news))), [3])
    yield* TestClock.adjust("29 days")
    const { failed } = yield* officialAccounts.recall(news, [third])
    assert.deepEqual(failed.map(({ code }) => code), [ErrorCode.GroupRecallMessageNotFound])
  }))

timTest("a trial keeps messages for seven days", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews
    yield* officialAccounts.send(news, text("hello"))
    yield* TestClock.adjust("167 hours")
    assert.deepEqual(seqs(yield* Stream.runCollect(officialAccounts.history(news))), [1])
    yield* TestClock.adjust("1 hour")
    assert.deepEqual(yield* Stream.runCollect(officialAccounts.history(news)), [])
  }), { edition: "trial" })
