import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import {
  Accounts,
  CurrentCallLimits,
  CurrentTransport,
  ErrorCode,
  Messages,
  msg,
  textOf,
  Tim,
  TimClient,
  type Transport,
  TransportFailure
} from "../mod.ts"
import { Emulator, emulator } from "../src/emulator/mod.ts"
import { notSent, reasonOf, refusedWith } from "./support/assertions.ts"
import { inVirtualTime, startSeconds, timTest } from "./support/suite.ts"

const ids = (count: number) => Array.from({ length: count }, (_, index) => `user${index}`)

/** The plain body of a text from alice to bob. */
const text = (Text: string) => ({
  From_Account: "alice",
  To_Account: "bob",
  MsgRandom: 7,
  MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text } }] as const
})

const people = Effect.gen(function*() {
  const accounts = yield* Accounts
  yield* accounts.importMany(["alice", "bob", "carol"])
  return yield* Messages
})

/** The history that an account has with another one, oldest first. */
const historyOf = (userId: string, peerId: string) =>
  Effect.gen(function*() {
    const messages = yield* Messages
    const { MsgList } = yield* messages.getHistory(userId, peerId, {
      MaxCnt: 100,
      MinTime: 0,
      MaxTime: startSeconds + 1_000_000
    })
    return MsgList
  })

const textsOf = (userId: string, peerId: string) =>
  Effect.map(historyOf(userId, peerId), (list) => list.map(({ MsgBody }) => textOf(MsgBody)))

const unreadOf = (userId: string, peerId?: string) =>
  Effect.gen(function*() {
    const messages = yield* Messages
    if (peerId === undefined) return (yield* messages.getUnreadCount(userId)).AllC2CUnreadMsgNum
    const { C2CUnreadMsgNumList } = yield* messages.getUnreadCount(userId, { Peer_Account: [peerId] })
    return C2CUnreadMsgNumList?.[0]?.C2CUnreadMsgNum
  })

timTest(
  "a message that was sent is in the history of both sides, with everything that it carries",
  () =>
    Effect.gen(function*() {
      const messages = yield* people
      const { MsgId, MsgKey, MsgTime } = yield* messages.send(
        msg().text("hi").from("alice").to("bob").msgSeq(1).msgRandom(2).cloudCustomData("mine").needReadReceipt()
      )
      assert.equal(MsgTime, startSeconds)
      assert.equal(MsgKey, `1_2_${startSeconds}`)
      const expected = [{
        From_Account: "alice",
        To_Account: "bob",
        MsgSeq: 1,
        MsgRandom: 2,
        MsgTimeStamp: startSeconds,
        MsgClientTime: startSeconds,
        MsgFlagBits: 0,
        IsPeerRead: 0,
        IsNeedReadReceipt: 1,
        MsgKey,
        MsgId,
        SupportMessageExtension: 0,
        MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "hi" } }],
        CloudCustomData: "mine"
      }]
      assert.deepEqual(yield* historyOf("alice", "bob"), expected)
      assert.deepEqual(yield* historyOf("bob", "alice"), expected)
    })
)

timTest(
  "the administrator is the sender where none is named, and plain bodies are taken",
  () =>
    Effect.gen(function*() {
      const messages = yield* people
      yield* messages.send({
        To_Account: "bob",
        MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "welcome" } }]
      })
      const [message] = yield* historyOf("bob", "administrator")
      assert.equal(message?.From_Account, "administrator")
      assert.equal(textOf(message?.MsgBody ?? []), "welcome")
    })
)

timTest("a message counts as unread for its receiver, unless it says otherwise", () =>
  Effect.gen(function*() {
    const messages = yield* people
    yield* messages.send(msg().text("1").from("alice").to("bob").msgSeq(1))
    yield* messages.send(msg().text("2").from("carol").to("bob"))
    yield* messages.send(msg().text("3").from("alice").to("bob").msgSeq(3).noUnread())
    assert.equal(yield* unreadOf("bob", "alice"), 1)
    assert.equal(yield* unreadOf("bob"), 2)
    assert.equal(yield* unreadOf("alice", "bob"), 0)
    assert.deepEqual(yield* textsOf("bob", "alice"), ["1", "3"])
  }))

timTest("a message for online receivers only is not stored and not counted", () =>
  Effect.gen(function*() {
    const messages = yield* people
    const { MsgKey } = yield* messages.send(msg().text("1").from("alice").to("bob").onlineOnly())
    assert.match(MsgKey, /^\d+_\d+_1700000000$/)
    yield* messages.send(msg().text("2").from("alice").to("bob").msgLifeTime(0))
    yield* messages.send(msg().text("3").from("alice").to("bob").msgLifeTime(604_800))
    assert.deepEqual(yield* textsOf("bob", "alice"), ["3"])
    assert.equal(yield* unreadOf("bob"), 1)
  }))

timTest("a message that is not synchronized is kept from its sender alone", () =>
  Effect.gen(function*() {
    const messages = yield* people
    yield* messages.send(msg().text("1").from("alice").to("bob").syncOtherMachine(false))
    yield* messages.send(msg().text("2").from("alice").to("bob").syncOtherMachine(true))
    assert.deepEqual(yield* textsOf("alice", "bob"), ["2"])
    assert.equal((yield* textsOf("bob", "alice")).length, 2)
  }))

timTest(
  "the conversation list shows the last message, except one that leaves it as it is",
  () =>
    Effect.gen(function*() {
      const messages = yield* people
      const { app } = yield* Emulator
      const shown = (userId: string, peerId: string) =>
        app().conversations.get(userId, peerId)?.side(userId).lastMessage?.key
      const { MsgKey: first } = yield* messages.send(msg().text("1").from("alice").to("bob"))
      yield* messages.send(msg().text("2").from("alice").to("bob").noLastMsg())
      assert.equal(shown("alice", "bob"), first)
      const { MsgKey: third } = yield* messages.send(msg().text("3").from("alice").to("bob").syncOtherMachine(false))
      assert.equal(shown("alice", "bob"), first)
      assert.equal(shown("bob", "alice"), third)
    })
)

timTest(
  "accounts that are not imported are refused, the receiver and the sender each in their own way",
  () =>
    Effect.gen(function*() {
      const messages = yield* people
      yield* refusedWith(ErrorCode.ToAccountNotRegistered, messages.send(msg().text("hi").to("nobody")))
      yield* refusedWith(ErrorCode.MessageAccountInvalid, messages.send(msg().text("hi").from("nobody").to("bob")))
    })
)

timTest("what breaks a limit is not sent, and the field is named", () =>
  Effect.gen(function*() {
    const messages = yield* people
    yield* notSent("MsgBody", messages.send(msg().to("bob")))
    yield* notSent("MsgBody", messages.send(msg().custom("1").custom("2").to("bob")))
    yield* notSent("MsgLifeTime", messages.send(msg().text("hi").to("bob").msgLifeTime(604_801)))
    yield* notSent("To_Account", messages.send(msg().text("hi").to("")))
    yield* notSent("MsgRandom", messages.send(msg().text("hi").to("bob").msgRandom(2 ** 32)))
    const face = { MsgType: "TIMFaceElem", MsgContent: { Index: 1.5 } } as const
    yield* notSent("MsgBody[0].MsgContent.Index", messages.send({ To_Account: "bob", MsgBody: [face] }))
  }))

timTest("the service refuses malformed messages, each field with its own code", () =>
  Effect.gen(function*() {
    yield* people
    const client = yield* TimClient
    const refused = (code: number, change: object) =>
      refusedWith(code, client.call("v4/openim/sendmsg", { ...text("hi"), ...change }))
    yield* refused(ErrorCode.MsgBodyNotArray, { MsgBody: "hi" })
    yield* refused(ErrorCode.MsgBodyInvalid, { MsgBody: [] })
    yield* refused(ErrorCode.MsgBodyInvalid, { MsgBody: [{ MsgType: "TIMNoElem", MsgContent: {} }] })
    yield* refused(ErrorCode.MessageFormatInvalid, { MsgBody: [{ MsgType: "TIMTextElem", MsgContent: {} }] })
    yield* refused(ErrorCode.ToAccountInvalid, { To_Account: ["bob"] })
    yield* refused(ErrorCode.MsgRandomInvalid, { MsgRandom: "7" })
    yield* refused(ErrorCode.MsgLifeTimeInvalid, { MsgLifeTime: "7" })
    yield* refused(ErrorCode.MsgLifeTimeTooLarge, { MsgLifeTime: 604_801 })
    yield* refused(ErrorCode.SyncOtherMachineInvalid, { SyncOtherMachine: "1" })
    yield* refused(ErrorCode.OfflinePushInfoInvalid, { OfflinePushInfo: { PushFlag: 2 } })
    assert.deepEqual(yield* historyOf("bob", "alice"), [])
  }))

timTest("a message above 12 KB is not sent, and refused where it is sent all the same", () =>
  Effect.gen(function*() {
    const messages = yield* people
    const client = yield* TimClient
    const long = "é".repeat(6_144)
    yield* notSent("", messages.send(text(long)))
    yield* refusedWith(ErrorCode.MessageBodyTooLarge, client.call("v4/openim/sendmsg", text(long)))
    const longData = { ...text("hi"), CloudCustomData: long }
    yield* refusedWith(ErrorCode.JsonTooLarge, client.call("v4/openim/sendmsg", longData))
    const batch = { ...text(long), To_Account: ["bob"] }
    yield* refusedWith(ErrorCode.BatchMessageTooLarge, client.call("v4/openim/batchsendmsg", batch))
    yield* messages.send(text("é".repeat(6_000)))
    assert.equal((yield* historyOf("bob", "alice")).length, 1)
  }))

timTest("the service makes up a MsgSeq where there is none", () =>
  Effect.gen(function*() {
    yield* people
    const client = yield* TimClient
    const { MsgKey } = yield* client.call("v4/openim/sendmsg", text("hi"))
    const [message] = yield* historyOf("bob", "alice")
    assert.equal(message?.MsgKey, MsgKey)
    assert.equal(message?.MsgRandom, 7)
  }))

timTest(
  "a repeated message is answered like the first one and stored once, for two minutes",
  () =>
    Effect.gen(function*() {
      const messages = yield* people
      const message = msg().text("hi").from("alice").to("bob").msgSeq(1).msgRandom(2)
      const first = yield* messages.send(message)
      yield* TestClock.adjust("2 minutes")
      assert.deepEqual(yield* messages.send(message), first)
      assert.equal(yield* unreadOf("bob"), 1)
      yield* messages.send(message.text("!"))
      yield* messages.send(message.msgSeq(3))
      yield* messages.send(message.from("carol"))
      assert.equal((yield* historyOf("bob", "alice")).length, 3)
      yield* TestClock.adjust("1 second")
      const { MsgKey } = yield* messages.send(message)
      assert.equal(MsgKey, `1_2_${startSeconds + 121}`)
      assert.equal((yield* historyOf("bob", "alice")).length, 4)
    })
)

/** A transport that loses the answer of each path's first call, and keeps the path. */
const losingFirstAnswers = (transport: Transport, lost: Set<string>): Transport => {
  return {
    send: (request) =>
      Effect.flatMap(transport.send(request), (response) => {
        if (lost.has(request.path)) return Effect.succeed(response)
        lost.add(request.path)
        return Effect.fail(new TransportFailure({ detail: "the answer was lost" }))
      })
  }
}

test("a call whose answer is lost is tried again, and sends nothing twice", () => {
  const made = emulator()
  const lost = new Set<string>()
  const { fetch: _fetch, ...options } = made.options
  const layer = Tim.layer(options).pipe(
    Layer.provide(Layer.succeed(CurrentTransport)(losingFirstAnswers(made.transport, lost)))
  )
  for (const id of ["alice", "bob"]) made.app().accounts.add(id)
  return inVirtualTime(
    Effect.gen(function*() {
      const messages = yield* Messages
      const { MsgKey } = yield* messages.send(msg().text("1").from("alice").to("bob"))
      yield* TestClock.adjust("1 second")
      yield* messages.import({ ...text("0"), SyncFromOldSystem: 2, MsgTimeStamp: startSeconds - 5 })
      const seen = [
        ...made.app().conversations.get("bob", "alice")?.view("bob", {
          minTime: 0,
          maxTime: startSeconds + 100
        }) ?? []
      ]
      assert.deepEqual(seen.map(({ body }) => textOf(body)), ["1", "0"])
      assert.equal(seen[0]?.key, MsgKey)
      assert.equal(lost.size, 2)
      // Without pauses between attempts no time has to pass.
    }).pipe(Effect.provideService(CurrentCallLimits, { backoff: 0 }), Effect.provide(layer))
  )
})

test("a batch whose answer is lost is not sent again: the service may have forgotten it", () => {
  const made = emulator()
  const { fetch: _fetch, ...options } = made.options
  const layer = Tim.layer(options).pipe(
    Layer.provide(Layer.succeed(CurrentTransport)(losingFirstAnswers(made.transport, new Set())))
  )
  for (const id of ["alice", "bob"]) made.app().accounts.add(id)
  return inVirtualTime(
    Effect.gen(function*() {
      const messages = yield* Messages
      const reason = yield* reasonOf(messages.sendBatch(msg().text("2").from("alice").to(["bob"])))
      assert.ok(reason._tag === "NotReached")
      assert.deepEqual([reason.attempts, reason.applied], [1, "unknown"])
      assert.equal(made.app().timeline.items.size, 1)
    }).pipe(Effect.provide(layer))
  )
})

timTest("a batch reaches each receiver under one key", () =>
  Effect.gen(function*() {
    const messages = yield* people
    const { failed, ok } = yield* messages.sendBatch(
      msg().text("hi").from("alice").to(["bob", "carol"]).msgSeq(1).msgRandom(2)
    )
    const MsgKey = `1_2_${startSeconds}`
    assert.deepEqual(ok, [{ To_Account: "bob", MsgKey }, { To_Account: "carol", MsgKey }])
    assert.deepEqual(failed, [])
    for (const id of ["bob", "carol"]) {
      const [message] = yield* historyOf(id, "alice")
      assert.equal(message?.MsgKey, MsgKey)
      assert.equal(yield* unreadOf(id), 1)
    }
    assert.deepEqual(yield* textsOf("alice", "carol"), ["hi"])
  }))

timTest(
  "a batch lists the receivers that do not exist, and answers the same when it is repeated",
  () =>
    Effect.gen(function*() {
      const messages = yield* people
      const client = yield* TimClient
      const batch = msg().text("hi").from("alice").to(["bob", "nobody", "carol"]).msgSeq(1).msgRandom(2)
      const first = yield* messages.sendBatch(batch)
      assert.deepEqual(first.ok.map(({ To_Account }) => To_Account), ["bob", "carol"])
      assert.deepEqual(first.failed, [{ item: "nobody", code: ErrorCode.AccountNotFound, info: "" }])
      assert.deepEqual(yield* messages.sendBatch(batch), first)
      assert.equal((yield* historyOf("bob", "alice")).length, 1)
      const answer = yield* client.call("v4/openim/batchsendmsg", batch.msgRandom(3).toJSON())
      assert.deepEqual([answer.ActionStatus, answer.ErrorCode], ["SomeError", 0])
    })
)

timTest("a batch without any receiver that exists fails, and so does one from nobody", () =>
  Effect.gen(function*() {
    const messages = yield* people
    yield* refusedWith(ErrorCode.ToAccountNotRegistered, messages.sendBatch(msg().text("hi").to(["x", "y"])))
    yield* refusedWith(ErrorCode.ToAccountNotRegistered, messages.sendBatch(msg().text("hi").to(ids(501))))
    yield* refusedWith(ErrorCode.FromAccountInvalid, messages.sendBatch(msg().text("hi").from("x").to(["bob"])))
    assert.deepEqual(yield* messages.sendBatch(msg().text("hi").to([])), { ok: [], failed: [] })
  }))

timTest("501 receivers go in two calls, and 501 in one call are refused", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const messages = yield* Messages
    const client = yield* TimClient
    yield* accounts.importMany(ids(501))
    const { failed, ok } = yield* messages.sendBatch(msg().text("hi").to(ids(501)).msgSeq(1).msgRandom(2 ** 32 - 1))
    assert.equal(ok.length, 501)
    assert.deepEqual(failed, [])
    assert.equal(ok[499]?.MsgKey, `1_4294967295_${startSeconds}`)
    assert.equal(ok[500]?.MsgKey, `1_0_${startSeconds}`)
    for (const id of ["user0", "user499", "user500"]) {
      assert.deepEqual(yield* textsOf(id, "administrator"), ["hi"])
    }
    const batch = msg().text("hi").to(ids(501)).toJSON()
    yield* refusedWith(
      ErrorCode.BatchTargetsExceeded,
      client.call("v4/openim/batchsendmsg", { ...batch, MsgRandom: 3 })
    )
    yield* notSent("To_Account[0]", messages.sendBatch(msg().text("hi").to([""])))
  }))

timTest("receivers behind 500 that do not exist are reached all the same", () =>
  Effect.gen(function*() {
    const messages = yield* people
    const { failed, ok } = yield* messages.sendBatch(msg().text("hi").to([...ids(500), "bob", "nobody"]))
    assert.deepEqual(ok.map(({ To_Account }) => To_Account), ["bob"])
    assert.equal(failed.length, 501)
    assert.equal(failed[0]?.code, ErrorCode.ToAccountNotRegistered)
    assert.deepEqual(failed[500], { item: "nobody", code: ErrorCode.AccountNotFound, info: "" })
    assert.deepEqual(yield* textsOf("bob", "administrator"), ["hi"])
  }))

const old = (MsgTimeStamp: number, Text: string) => ({
  ...text(Text),
  SyncFromOldSystem: 2 as const,
  MsgSeq: 1,
  MsgTimeStamp
})

timTest("an imported message has its own time, and history does not count as unread", () =>
  Effect.gen(function*() {
    const messages = yield* people
    yield* messages.import(old(startSeconds - 100, "old"))
    yield* messages.send(msg().text("new").from("bob").to("alice"))
    yield* messages.import({ ...old(startSeconds - 50, "middle"), SyncFromOldSystem: 5, CloudCustomData: "mine" })
    const list = yield* historyOf("bob", "alice")
    assert.deepEqual(list.map(({ MsgBody }) => textOf(MsgBody)), ["old", "middle", "new"])
    assert.equal(list[0]?.MsgKey, `1_7_${startSeconds - 100}`)
    assert.equal(list[1]?.CloudCustomData, "mine")
    assert.equal(yield* unreadOf("bob"), 1)
  }))

timTest("importing the same numbers and time again changes nothing, in either direction", () =>
  Effect.gen(function*() {
    const messages = yield* people
    yield* messages.import(old(startSeconds - 100, "first"))
    yield* messages.import(old(startSeconds - 100, "second"))
    yield* messages.import({ ...old(startSeconds - 100, "third"), From_Account: "bob", To_Account: "alice" })
    yield* messages.import(old(startSeconds - 99, "fourth"))
    yield* messages.import({ ...old(startSeconds - 100, "elsewhere"), To_Account: "carol" })
    assert.deepEqual(yield* textsOf("alice", "bob"), ["first", "fourth"])
    assert.deepEqual(yield* textsOf("alice", "carol"), ["elsewhere"])
  }))

timTest("importing refuses unknown accounts and other ways to import", () =>
  Effect.gen(function*() {
    const messages = yield* people
    const client = yield* TimClient
    const message = old(startSeconds, "hi")
    yield* refusedWith(ErrorCode.FromAccountInvalid, messages.import({ ...message, From_Account: "nobody" }))
    yield* refusedWith(ErrorCode.ToAccountNotRegistered, messages.import({ ...message, To_Account: "nobody" }))
    const refused = (code: number, change: object) =>
      refusedWith(code, client.call("v4/openim/importmsg", { ...message, ...change }))
    yield* refused(ErrorCode.SyncFromOldSystemInvalid, { SyncFromOldSystem: 1 })
    yield* refused(ErrorCode.MsgTimeStampInvalid, { MsgTimeStamp: "now" })
    yield* refused(ErrorCode.JsonTooLarge, { CloudCustomData: "x".repeat(12_288) })
    yield* notSent("", messages.import({ ...message, CloudCustomData: "x".repeat(12_288) }))
  }))
