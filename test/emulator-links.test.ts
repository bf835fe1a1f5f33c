import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import {
  Accounts,
  beijingHour,
  Blocklists,
  CurrentCallLimits,
  ErrorCode,
  Friends,
  GroupMessages,
  Groups,
  Messages,
  Moderation,
  msg,
  Operations,
  Push,
  pushCondition,
  pushMessage,
  Robots,
  textOf,
  TimClient
} from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { refusedWith } from "./support/assertions.ts"
import { makeRoom, text, textBody } from "./support/groups.ts"
import { startSeconds, timTest } from "./support/suite.ts"

const hour = beijingHour(startSeconds * 1000)

const hi = msg().text("hi").from("alice").to("bob")

const piece = (Index: number, IsLast = false) => ({ EventType: "data" as const, Index, Markdown: `${Index}`, IsLast })

/** The texts that an account sees of a conversation. */
const seen = (userId: string, peerId: string) =>
  Effect.gen(function*() {
    const messages = yield* Messages
    const history = yield* Stream.runCollect(messages.history(userId, peerId))
    return history.map(({ MsgBody }) => textOf(MsgBody))
  })

const figuresOf = (...names: ReadonlyArray<"C2CUpMsgNum" | "C2CDownMsgNum" | "GroupUpMsgNum" | "GroupDownMsgNum">) =>
  Effect.gen(function*() {
    const { Result: [today] } = yield* (yield* Operations).dailyFigures({ RequestField: names })
    return names.map((name) => today?.[name])
  })

/** The size of an archive's file that holds these messages. */
const sizeOf = (chatType: string, sdkAppId: number, messages: ReadonlyArray<object>) =>
  new TextEncoder().encode(
    `{"SdkAppId":${sdkAppId},"ChatType":"${chatType}","MsgTime":"${hour}","MsgList":[\n` +
      `${messages.map((message) => JSON.stringify(message)).join(",\n")}\n]}`
  ).length

timTest("the archive of an hour lists what groups said, streams as far as they came", () =>
  Effect.gen(function*() {
    const messages = yield* GroupMessages
    const operations = yield* Operations
    const robots = yield* Robots
    const { sdkAppId } = yield* TimClient
    yield* makeRoom()
    yield* messages.send(text("hé"))
    yield* messages.send({ ...text("not stored"), OnlineOnlyFlag: 1 })
    const { StreamMsgID } = yield* robots.sendGroupStream("room", { index: 1, markdown: "a" })
    const last = { index: 2, markdown: "b", streamMsgId: StreamMsgID, last: true }
    yield* robots.sendGroupStream("room", last)
    yield* TestClock.adjust("1 hour")
    yield* messages.send(text("an hour later"))
    yield* TestClock.adjust("50 minutes")
    const { File: [file] } = yield* operations.history("Group", hour)
    const common = { GroupId: "room", MsgTimestamp: startSeconds }
    const chunk = (Index: number, Markdown: string, IsLast: boolean) => ({ EventType: "data", Index, Markdown, IsLast })
    const stream = {
      MsgType: "TIMStreamElem",
      MsgContent: { Chunks: [chunk(1, "a", false), chunk(2, "b", true)], StreamMsgID }
    }
    assert.equal(
      file?.FileSize,
      sizeOf("Group", sdkAppId, [
        { From_Account: "alice", ...common, MsgSeq: 1, MsgBody: textBody("hé") },
        { From_Account: "administrator", ...common, MsgSeq: 2, MsgBody: [stream] }
      ])
    )
    yield* refusedWith(ErrorCode.HistoryFileNotReady, operations.history("C2C", hour))
    yield* refusedWith(
      ErrorCode.HistoryFileNotReady,
      operations.history("Group", beijingHour((startSeconds - 3600) * 1000))
    )
  }))

timTest("imported messages are archived in the hour of their time, the oldest first", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const messages = yield* Messages
    const operations = yield* Operations
    const { sdkAppId } = yield* TimClient
    yield* accounts.importMany(["alice", "bob"])
    yield* TestClock.adjust("2 hours")
    const ofTime = (MsgTimeStamp: number) => ({
      SyncFromOldSystem: 2 as const,
      From_Account: "alice",
      To_Account: "bob",
      MsgSeq: 1,
      MsgRandom: 2,
      MsgTimeStamp,
      MsgBody: textBody("old")
    })
    for (const time of [startSeconds + 2, startSeconds, startSeconds - 7200]) yield* messages.import(ofTime(time))
    const { File: [file] } = yield* operations.history("C2C", hour)
    const line = (MsgTimestamp: number) => ({
      From_Account: "alice",
      To_Account: "bob",
      MsgTimestamp,
      MsgSeq: 1,
      MsgRandom: 2,
      MsgBody: textBody("old")
    })
    assert.equal(file?.FileSize, sizeOf("C2C", sdkAppId, [line(startSeconds), line(startSeconds + 2)]))
    const { app } = yield* Emulator
    const kept = app().archive.c2c.at(startSeconds - startSeconds % 3600)
    assert.deepEqual(kept.map(({ time }) => time), [startSeconds, startSeconds + 2])
  }))

timTest("hours that nobody can ask for any more are dropped", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const messages = yield* Messages
    const { app } = yield* Emulator
    const first = startSeconds - startSeconds % 3600
    yield* accounts.importMany(["alice", "bob"])
    yield* messages.send(hi)
    assert.equal(app().archive.c2c.at(first).length, 1)
    yield* TestClock.adjust("8 days")
    yield* messages.send(hi)
    assert.equal(app().archive.c2c.at(first).length, 0)
    yield* refusedWith(ErrorCode.HistoryFileExpired, (yield* Operations).history("C2C", hour))
  }))

timTest(
  "a global mute keeps somebody from groups until it ends, but not from messages that the API sends",
  () =>
    Effect.gen(function*() {
      const groupMessages = yield* GroupMessages
      const messages = yield* Messages
      const operations = yield* Operations
      yield* makeRoom()
      yield* operations.mute("alice", { c2c: 60, group: 60 })
      yield* messages.send(hi)
      assert.deepEqual(yield* seen("bob", "alice"), ["hi"])
      yield* refusedWith(ErrorCode.GroupSenderMuted, groupMessages.send(text("hi")))
      const { MsgSeq } = yield* groupMessages.send({ ...text("hi"), From_Account: "bob" })
      assert.equal(MsgSeq, 1)
      yield* TestClock.adjust("60 seconds")
      assert.equal((yield* groupMessages.send(text("hi"))).MsgSeq, 2)
    })
)

timTest(
  "the app's own keywords replace words, or refuse a message, unless it asks for no check",
  () =>
    Effect.gen(function*() {
      const accounts = yield* Accounts
      const messages = yield* Messages
      const moderation = yield* Moderation
      yield* accounts.importMany(["alice", "bob"])
      yield* moderation.addLocalKeywords([
        { Keyword: "darn", WordType: 1, FilterType: 1, ReplacedContent: "***" },
        { Keyword: "casino", WordType: 1, FilterType: 2 }
      ])
      const say = (words: string) => messages.send(msg().text(words).from("alice").to("bob"))
      yield* say("darn it")
      yield* refusedWith(ErrorCode.TextModerationBlocked, say("to the casino"))
      yield* messages.send({
        From_Account: "alice",
        To_Account: "bob",
        MsgBody: textBody("a casino, darn"),
        SendMsgControl: ["NoMsgCheck"]
      })
      assert.deepEqual((yield* seen("bob", "alice")).toSorted(), ["*** it", "a casino, darn"])
      assert.deepEqual(yield* figuresOf("C2CUpMsgNum"), ["2"])
    })
)

timTest(
  "groups take neither keywords nor sensitive words in messages, profiles and name cards",
  () =>
    Effect.gen(function*() {
      const groups = yield* Groups
      const messages = yield* GroupMessages
      const moderation = yield* Moderation
      yield* makeRoom()
      yield* moderation.addLocalKeywords([
        { Keyword: "darn", WordType: 1, FilterType: 1, ReplacedContent: "***" },
        { Keyword: "casino", WordType: 1, FilterType: 2 }
      ])
      yield* moderation.addDirtyWords(["slot"])
      assert.equal((yield* messages.send(text("a slot, darn"))).MsgSeq, 1)
      yield* TestClock.adjust("5 minutes")
      yield* refusedWith(ErrorCode.TextModerationBlocked, messages.send(text("a slot")))
      yield* refusedWith(ErrorCode.TextModerationBlocked, messages.send(text("a casino")))
      yield* refusedWith(ErrorCode.TextModerationBlocked, groups.create("Public", "slots"))
      yield* refusedWith(ErrorCode.TextModerationBlocked, groups.modifyInfo("room", { Introduction: "slots" }))
      yield* refusedWith(ErrorCode.TextModerationBlocked, groups.modifyMember("room", "bob", { NameCard: "slot" }))
      const history = yield* Stream.runCollect(messages.history("room"))
      assert.deepEqual(history.map(({ MsgBody }) => textOf(MsgBody)), ["a slot, ***"])
      yield* messages.send({ ...text("a slot"), SendMsgControl: ["NoMsgCheck"] })
    })
)

timTest("what is sent shows in the daily figures, and repeated calls do not", () =>
  Effect.gen(function*() {
    const groups = yield* Groups
    const groupMessages = yield* GroupMessages
    const messages = yield* Messages
    const operations = yield* Operations
    const robots = yield* Robots
    yield* makeRoom()
    const once = { From_Account: "alice", To_Account: "bob", MsgSeq: 1, MsgRandom: 1, MsgBody: textBody("hi") }
    yield* messages.send(once)
    yield* messages.send(once)
    const three = ["bob", "carol", "nobody"]
    yield* messages.sendBatch({ From_Account: "alice", To_Account: three, MsgBody: textBody("hi") })
    yield* messages.sendStream("bob", { Chunks: [piece(1, true)] }, { From_Account: "carol" })
    yield* robots.create("@RBT#1")
    yield* robots.sendStreamText("@RBT#1", "bob", "hi")
    yield* groupMessages.send(text("hi"))
    yield* groupMessages.send({ ...text("to bob"), To_Account: ["bob"] })
    yield* robots.sendGroupStream("room", { index: 1, markdown: "hi" })
    const names = ["C2CUpMsgNum", "C2CDownMsgNum", "GroupUpMsgNum", "GroupDownMsgNum"] as const
    assert.deepEqual(yield* figuresOf(...names), ["4", "5", "3", "6"])
    yield* groups.create("Public", "Another", { GroupId: "another" })
    yield* groups.destroy("another")
    const { Result: [today, yesterday] } = yield* operations.dailyFigures()
    assert.deepEqual(
      [today?.C2CSendMsgUserNum, today?.GroupSendMsgUserNum, today?.GroupSendMsgGroupNum, today?.SendMsgUserNum],
      ["3", "2", "1", "4"]
    )
    assert.deepEqual(
      [today?.GroupNewGroupNum, today?.GroupDestroyGroupNum, today?.GroupAllGroupNum, yesterday?.GroupAllGroupNum],
      ["2", "1", "1", "0"]
    )
    assert.equal(today?.GroupJoinGroupTimes, "2")
  }))

timTest(
  "a push with a message comes into conversations, 200 accounts a second, and cannot be modified",
  () =>
    Effect.gen(function*() {
      const accounts = yield* Accounts
      const messages = yield* Messages
      const push = yield* Push
      const ids = Array.from({ length: 250 }, (_, index) => `user${index}`)
      yield* accounts.importMany(["alice", ...ids])
      yield* push.send({ From_Account: "alice", MsgBody: textBody("We move") })
      assert.deepEqual(yield* seen("user0", "alice"), ["We move"])
      assert.deepEqual(yield* seen("user249", "alice"), [])
      assert.equal((yield* messages.getUnreadCount("user0")).AllC2CUnreadMsgNum, 1)
      yield* accounts.delete(["user248"])
      yield* TestClock.adjust("1 second")
      const [late] = yield* Stream.runCollect(messages.history("user249", "alice"))
      assert.deepEqual([late?.From_Account, late?.MsgTimeStamp], ["alice", startSeconds + 1])
      assert.deepEqual(yield* seen("alice", "alice"), [])
      yield* refusedWith(
        ErrorCode.MessageRequestIllegal,
        messages.modify("alice", "user249", late?.MsgKey ?? "", { MsgBody: textBody("We stay") })
      )
    }),
  { edition: "premium" }
)

timTest(
  "a push that is taken back comes to nobody else, and unread messages are recalled",
  () =>
    Effect.gen(function*() {
      const accounts = yield* Accounts
      const messages = yield* Messages
      const push = yield* Push
      const ids = Array.from({ length: 250 }, (_, index) => `user${index}`)
      yield* accounts.importMany(["alice", ...ids])
      const { TaskId } = yield* push.send({ From_Account: "alice", MsgBody: textBody("We move") })
      yield* messages.markRead("user0", "alice")
      yield* push.revoke(TaskId)
      yield* TestClock.adjust("5 seconds")
      const flags = (userId: string) =>
        Effect.map(
          Stream.runCollect(messages.history(userId, "alice")),
          (history) => history.map(({ MsgFlagBits }) => MsgFlagBits)
        )
      assert.deepEqual(yield* flags("user0"), [0])
      assert.deepEqual(yield* flags("user1"), [8])
      assert.deepEqual(yield* flags("user249"), [])
      assert.equal((yield* messages.getUnreadCount("user1")).AllC2CUnreadMsgNum, 0)
    })
)

timTest(
  "pushes without a message, or for those who are online only, leave conversations as they are",
  () =>
    Effect.gen(function*() {
      const accounts = yield* Accounts
      const push = yield* Push
      yield* accounts.importMany(["alice", "bob"])
      yield* push.send({ From_Account: "alice", MsgBody: textBody("now"), OnlineOnlyFlag: 1 })
      yield* TestClock.adjust("2 seconds")
      yield* push.send(pushMessage().title("News").desc("Read it").toJSON())
      yield* TestClock.adjust("2 seconds")
      assert.deepEqual(yield* seen("bob", "alice"), [])
      assert.deepEqual(yield* seen("bob", "administrator"), [])
    })
)

timTest(
  "an account that is deleted takes everything along, and another of its name finds nothing",
  () =>
    Effect.gen(function*() {
      const accounts = yield* Accounts
      const blocklists = yield* Blocklists
      const friends = yield* Friends
      const groups = yield* Groups
      const messages = yield* Messages
      const push = yield* Push
      const robots = yield* Robots
      const { app } = yield* Emulator
      yield* makeRoom()
      yield* friends.add("alice", ["bob"])
      yield* blocklists.add("bob", ["alice"])
      yield* push.addTags(["alice"], ["vip"])
      yield* messages.send(hi)
      yield* messages.send(msg().text("hello").from("bob").to("alice"))
      yield* robots.create("@RBT#1")
      yield* robots.sendStreamText("@RBT#1", "alice", "text")
      yield* accounts.delete(["alice", "@RBT#1"])
      assert.equal(app().robots.texts.size, 0)
      assert.deepEqual(yield* robots.list(), [])
      assert.equal(app().conversations.of("alice").size, 0)
      yield* accounts.import("alice")
      assert.deepEqual(yield* seen("alice", "bob"), [])
      assert.equal((yield* messages.getUnreadCount("alice")).AllC2CUnreadMsgNum, 0)
      assert.deepEqual((yield* seen("bob", "alice")).toSorted(), ["hello", "hi"])
      assert.deepEqual((yield* groups.getRoles("room", ["alice"])).ok.map(({ Role }) => Role), ["NotMember"])
      assert.deepEqual(yield* Stream.runCollect(friends.all("bob")), [])
      assert.deepEqual(yield* Stream.runCollect(blocklists.all("bob")), [])
      assert.deepEqual((yield* push.getTags(["alice"])).ok, [{ To_Account: "alice", Tags: [] }])
      const { TaskId } = yield* push.send(pushMessage().title("a").desc("b").where(pushCondition().anyTag("vip")))
      assert.deepEqual(app().push.task(TaskId)?.receivers, [])
      yield* messages.send(hi)
      assert.deepEqual(yield* seen("alice", "bob"), ["hi"])
      assert.deepEqual((yield* seen("bob", "alice")).toSorted(), ["hello", "hi", "hi"])
    }),
  { edition: "trial" }
)

timTest("a body that is too long is refused with the code of its call", () =>
  Effect.gen(function*() {
    const client = yield* TimClient
    yield* makeRoom()
    const long = textBody("火".repeat(4096))
    const data = "x".repeat(12_288)
    const c2c = { From_Account: "alice", To_Account: "bob", MsgRandom: 1 }
    const room = { GroupId: "room", From_Account: "alice", Random: 1 }
    const imported = { ...c2c, SyncFromOldSystem: 2, MsgTimeStamp: startSeconds }
    const Chunks = [{ ...piece(1), Markdown: "x".repeat(131_072) }]
    const stream = [{ MsgType: "TIMStreamElem", MsgContent: { Chunks } }]
    const cases: ReadonlyArray<readonly [string, object, number]> = [
      ["openim/sendmsg", { ...c2c, MsgBody: long }, ErrorCode.MessageBodyTooLarge],
      ["openim/sendmsg", { ...c2c, MsgBody: textBody("hi"), CloudCustomData: data }, ErrorCode.JsonTooLarge],
      ["openim/batchsendmsg", { ...c2c, To_Account: ["bob"], MsgBody: long }, ErrorCode.BatchMessageTooLarge],
      ["openim/importmsg", { ...imported, MsgBody: long }, ErrorCode.JsonTooLarge],
      ["openim/modify_group_msg", { ...room, MsgSeq: 1, MsgBody: long }, ErrorCode.JsonTooLarge],
      ["group_open_http_svc/send_group_msg", { ...room, MsgBody: long }, ErrorCode.MessageBodyTooLarge],
      ["group_open_http_svc/send_broadcast_msg", { ...room, MsgBody: long }, ErrorCode.GroupParameterInvalid],
      ["stream_msg/send_c2c_stream_msg", { ...c2c, MsgBody: stream }, ErrorCode.MessageBodyTooLarge],
      ["stream_msg/send_group_stream_msg", { ...room, MsgBody: stream }, ErrorCode.MessageBodyTooLarge]
    ]
    for (const [path, body, code] of cases) yield* refusedWith(code, client.call(`v4/${path}`, body))
  }))

timTest("a list that is empty is refused otherwise than one that is too long", () =>
  Effect.gen(function*() {
    const client = yield* TimClient
    yield* makeRoom()
    const ids = (count: number) => Array.from({ length: count }, (_, index) => `user${index}`)
    const batch = (To_Account: ReadonlyArray<string>) => ({ To_Account, MsgRandom: 1, MsgBody: textBody("hi") })
    const members = (list: ReadonlyArray<string>) => ({
      GroupId: "room",
      MemberList: list.map((Member_Account) => ({ Member_Account }))
    })
    const cases: ReadonlyArray<readonly [string, object, number]> = [
      ["openim/batchsendmsg", batch([]), ErrorCode.ToAccountEmpty],
      ["openim/batchsendmsg", batch(ids(501)), ErrorCode.BatchTargetsExceeded],
      ["openim/batchsendmsg", batch([""]), ErrorCode.ToAccountInvalid],
      ["openim/query_online_status", { To_Account: [] }, ErrorCode.MessageJsonParseError],
      ["openim/query_online_status", { To_Account: ids(501) }, ErrorCode.BatchTargetsExceeded],
      ["group_open_http_svc/add_group_member", members([]), ErrorCode.GroupParameterInvalid],
      ["group_open_http_svc/add_group_member", members(ids(301)), ErrorCode.GroupTooManyAccounts]
    ]
    for (const [path, body, code] of cases) yield* refusedWith(code, client.call(`v4/${path}`, body))
  }))

timTest(
  "a one-to-one stream takes five further pieces a second, and the trial edition 1000 streams a day",
  () =>
    Effect.gen(function*() {
      const accounts = yield* Accounts
      const messages = yield* Messages
      const { app } = yield* Emulator
      yield* accounts.importMany(["alice", "bob"])
      const send = (index: number, StreamMsgID?: string) =>
        messages.sendStream("bob", { Chunks: [piece(index)], StreamMsgID }, { From_Account: "alice" }).pipe(
          Effect.provideService(CurrentCallLimits, { maxAttempts: 1 })
        )
      const { StreamMsgID } = yield* send(1)
      for (const index of [2, 3, 4, 5, 6]) yield* send(index, StreamMsgID)
      yield* refusedWith(ErrorCode.RestApiRateLimited, send(7, StreamMsgID))
      for (let count = 1; count < 1_000; count++) app().streams.begin("20231115")
      yield* refusedWith(ErrorCode.TrialDailyVolumeExceeded, send(1))
      yield* TestClock.adjust("1 second")
      assert.equal((yield* send(7, StreamMsgID)).StreamMsgID, StreamMsgID)
    }),
  { edition: "trial" }
)
