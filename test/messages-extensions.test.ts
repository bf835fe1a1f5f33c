import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { Accounts, CurrentCallLimits, ErrorCode, Messages, msg, type StreamContent, TimClient } from "../mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { startSeconds, timTest } from "./support/suite.ts"

const alice = { From_Account: "alice" }

const people = Effect.gen(function*() {
  const accounts = yield* Accounts
  yield* accounts.importMany(["alice", "bob"])
  return yield* Messages
})

/** A message from alice to bob that takes extensions. */
const extensible = Effect.gen(function*() {
  const messages = yield* people
  const { MsgKey } = yield* messages.send(msg().text("vote").from("alice").to("bob").supportExtension())
  return { messages, MsgKey }
})

const pairs = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ Key: `k${from + index}`, Value: String(from + index) }))

const keysOf = (list: ReadonlyArray<{ readonly Key: string }>) => list.map(({ Key }) => Key)

timTest("extensions that were set are read, with a version for each call", () =>
  Effect.gen(function*() {
    const { messages, MsgKey } = yield* extensible
    const { failed, ok } = yield* messages.setExtensions("bob", MsgKey, pairs(1, 2), alice)
    assert.deepEqual(failed, [])
    assert.deepEqual(ok, [{ Key: "k1", Value: "1", Seq: 1 }, { Key: "k2", Value: "2", Seq: 1 }])
    yield* messages.setExtensions("bob", MsgKey, [{ Key: "k1", Value: "new" }], alice)
    const read = yield* messages.getExtensions("bob", MsgKey, alice)
    assert.deepEqual(read.ExtensionList, [{ Key: "k2", Value: "2", Seq: 1 }, { Key: "k1", Value: "new", Seq: 2 }])
    assert.deepEqual([read.CompleteFlag, read.LatestSeq, read.ClearSeq], [1, 2, 0])
    const later = yield* messages.getExtensions("bob", MsgKey, { ...alice, StartSeq: 2 })
    assert.deepEqual(keysOf(later.ExtensionList ?? []), ["k1"])
  }))

timTest("extensions can be deleted one by one, or all together", () =>
  Effect.gen(function*() {
    const { messages, MsgKey } = yield* extensible
    yield* messages.setExtensions("bob", MsgKey, pairs(1, 3), alice)
    const { ok } = yield* messages.deleteExtensions("bob", MsgKey, ["k2"], alice)
    assert.deepEqual(ok, [{ Key: "k2", Value: "", Seq: 2 }])
    assert.deepEqual(keysOf(yield* Stream.runCollect(messages.extensions("bob", MsgKey, alice))), ["k1", "k3"])
    yield* messages.clearExtensions("bob", MsgKey, alice)
    const read = yield* messages.getExtensions("bob", MsgKey, alice)
    assert.deepEqual([read.ExtensionList, read.LatestSeq, read.ClearSeq], [[], 3, 3])
  }))

timTest(
  "300 extensions are set 20 a call and read over all pages, each once; one more is refused",
  () =>
    Effect.gen(function*() {
      const { messages, MsgKey } = yield* extensible
      // Versions of 7 pairs, so that a page of 200 ends within one.
      for (let from = 0; from < 294; from += 7) yield* messages.setExtensions("bob", MsgKey, pairs(from, 7), alice)
      yield* messages.setExtensions("bob", MsgKey, pairs(294, 6), alice)
      const first = yield* messages.getExtensions("bob", MsgKey, alice)
      assert.deepEqual([first.ExtensionList?.length, first.CompleteFlag], [200, 0])
      const all = yield* Stream.runCollect(messages.extensions("bob", MsgKey, alice))
      assert.deepEqual(keysOf(all), keysOf(pairs(0, 300)))
      yield* refusedWith(
        ErrorCode.GroupParameterInvalid,
        messages.setExtensions("bob", MsgKey, pairs(300, 1), alice)
      )
      const { failed, ok } = yield* messages.setExtensions("bob", MsgKey, [...pairs(0, 20), ...pairs(299, 2)], alice)
      assert.equal(ok.length, 20)
      assert.deepEqual(failed.map(({ code, item }) => [item, code]), [
        ["k299", ErrorCode.GroupParameterInvalid],
        ["k300", ErrorCode.GroupParameterInvalid]
      ])
    })
)

timTest("a message takes 200 changes a minute", () =>
  Effect.gen(function*() {
    const { messages, MsgKey } = yield* extensible
    const client = yield* TimClient
    const change = {
      ...alice,
      To_Account: "bob",
      MsgKey,
      OperateType: 1,
      ExtensionList: [{ Key: "k", Value: "v" }]
    }
    const set = client.call("v4/openim_msg_ext_http_svc/set_key_values", change)
    for (let count = 0; count < 200; count++) {
      yield* set
      if (count === 100) yield* TestClock.adjust("1 second")
    }
    yield* TestClock.adjust("50 seconds")
    const once = Effect.provideService(set, CurrentCallLimits, { maxAttempts: 1 })
    yield* refusedWith(ErrorCode.MessageExtensionRateLimited, once)
    yield* TestClock.adjust("10 seconds")
    yield* once
    assert.equal((yield* messages.getExtensions("bob", MsgKey, alice)).LatestSeq, 201)
  }))

timTest("extensions need a message that is there and takes them", () =>
  Effect.gen(function*() {
    const { messages, MsgKey } = yield* extensible
    const { MsgKey: plain } = yield* messages.send(msg().text("hi").from("alice").to("bob"))
    const set = (key: string) => messages.setExtensions("bob", key, pairs(1, 1), alice)
    yield* refusedWith(ErrorCode.MessageExtensionNotSupported, set(plain))
    yield* refusedWith(ErrorCode.MessageExtensionMessageNotFound, set("1_2_3"))
    yield* refusedWith(ErrorCode.MessageExtensionMessageNotFound, messages.getExtensions("bob", MsgKey))
    yield* messages.recall("alice", "bob", MsgKey)
    yield* refusedWith(ErrorCode.MessageExtensionMessageNotFound, set(MsgKey))
  }))

timTest(
  "extensions beyond their limits are not sent, and refused where they are sent all the same",
  () =>
    Effect.gen(function*() {
      const { messages, MsgKey } = yield* extensible
      const client = yield* TimClient
      const set = (pair: { Key: string; Value: string }) => messages.setExtensions("bob", MsgKey, [pair], alice)
      yield* notSent("ExtensionList[0].Key", set({ Key: "k".repeat(101), Value: "" }))
      yield* notSent("ExtensionList[0].Value", set({ Key: "k", Value: "v".repeat(1001) }))
      const request = { ...alice, To_Account: "bob", MsgKey, OperateType: 1 }
      const path = "v4/openim_msg_ext_http_svc/set_key_values"
      yield* refusedWith(ErrorCode.GroupParameterInvalid, client.call(path, request))
      const tooMany = { ...request, ExtensionList: pairs(1, 21) }
      yield* refusedWith(ErrorCode.GroupParameterInvalid, client.call(path, tooMany))
      assert.deepEqual(yield* Stream.runCollect(messages.extensions("bob", MsgKey, alice)), [])
    })
)

timTest("extensions need the top edition", () =>
  Effect.gen(function*() {
    const { messages, MsgKey } = yield* extensible
    yield* refusedWith(ErrorCode.GroupPlanRequired, messages.getExtensions("bob", MsgKey, alice))
    yield* refusedWith(ErrorCode.GroupPlanRequired, messages.setExtensions("bob", MsgKey, pairs(1, 1), alice))
  }), { edition: "standard" })

const piece = (Index: number, Markdown: string, IsLast = false) => ({
  EventType: "data" as const,
  Index,
  Markdown,
  IsLast
})

const streamed = Effect.gen(function*() {
  const messages = yield* Messages
  const [message] = yield* Stream.runCollect(messages.history("bob", "alice"))
  const element = message?.MsgBody[0]
  assert.equal(element?.MsgType, "TIMStreamElem")
  return element?.MsgContent as StreamContent | undefined
})

timTest("a streamed message grows piece by piece until its last one", () =>
  Effect.gen(function*() {
    const messages = yield* people
    const { MsgKey, StreamMsgID } = yield* messages.sendStream("bob", {
      Chunks: [piece(1, "Hel")],
      CompatibleText: "A bot writes"
    }, alice)
    assert.equal((yield* messages.getUnreadCount("bob")).AllC2CUnreadMsgNum, 1)
    yield* TestClock.adjust("15 seconds")
    yield* messages.sendStream("bob", { StreamMsgID, Chunks: [piece(2, "l"), piece(3, "o")] }, alice)
    yield* TestClock.adjust("15 seconds")
    const last = yield* messages.sendStream("bob", { StreamMsgID, Chunks: [piece(7, "!", true)] }, alice)
    assert.deepEqual([last.StreamMsgID, last.MsgKey, last.MsgTime], [StreamMsgID, MsgKey, startSeconds])
    const content = yield* streamed
    assert.equal(content?.Chunks.map(({ Markdown }) => Markdown).join(""), "Hello!")
    assert.deepEqual([content?.StreamMsgID, content?.CompatibleText], [StreamMsgID, "A bot writes"])
    assert.equal((yield* messages.getUnreadCount("bob")).AllC2CUnreadMsgNum, 1)
    const late = { StreamMsgID, Chunks: [piece(8, "?")] }
    yield* refusedWith(ErrorCode.MessageRequestIllegal, messages.sendStream("bob", late, alice))
  }))

timTest("a stream ends when there is no piece for 15 seconds", () =>
  Effect.gen(function*() {
    const messages = yield* people
    const { StreamMsgID } = yield* messages.sendStream("bob", { Chunks: [piece(1, "Hel")] }, alice)
    yield* TestClock.adjust("15001 millis")
    const late = { StreamMsgID, Chunks: [piece(2, "lo")] }
    yield* refusedWith(ErrorCode.MessageRequestIllegal, messages.sendStream("bob", late, alice))
    assert.deepEqual((yield* streamed)?.Chunks, [piece(1, "Hel")])
  }))

timTest("pieces must ascend from 1, and belong to the stream's accounts", () =>
  Effect.gen(function*() {
    const messages = yield* people
    const send = (content: StreamContent, to = "bob") => messages.sendStream(to, content, alice)
    yield* refusedWith(ErrorCode.MessageFormatInvalid, send({ Chunks: [piece(2, "a")] }))
    const { StreamMsgID } = yield* send({ Chunks: [piece(1, "a"), piece(2, "b")] })
    yield* refusedWith(ErrorCode.MessageFormatInvalid, send({ StreamMsgID, Chunks: [piece(2, "c")] }))
    yield* refusedWith(
      ErrorCode.MessageFormatInvalid,
      send({ StreamMsgID, Chunks: [piece(3, "c", true), piece(4, "d")] })
    )
    yield* refusedWith(ErrorCode.MessageRequestIllegal, send({ StreamMsgID, Chunks: [piece(3, "c")] }, "administrator"))
    yield* refusedWith(ErrorCode.MessageRequestIllegal, send({ StreamMsgID: "none", Chunks: [piece(3, "c")] }))
    yield* refusedWith(ErrorCode.ToAccountNotRegistered, send({ Chunks: [piece(1, "a")] }, "nobody"))
    yield* notSent("MsgBody[0].MsgContent.Chunks", send({ Chunks: [] }))
    assert.deepEqual((yield* streamed)?.Chunks, [piece(1, "a"), piece(2, "b")])
  }))

timTest("the text of a streamed message stays below 128 KB", () =>
  Effect.gen(function*() {
    const messages = yield* people
    const send = (content: StreamContent) => messages.sendStream("bob", content, alice)
    yield* notSent("", send({ Chunks: [piece(1, "x".repeat(131_072))] }))
    const { StreamMsgID } = yield* send({ Chunks: [piece(1, "x".repeat(131_071 - 1_000))] })
    yield* send({ StreamMsgID, Chunks: [piece(2, "y".repeat(1_000))] })
    yield* refusedWith(ErrorCode.MessageBodyTooLarge, send({ StreamMsgID, Chunks: [piece(3, "z")] }))
  }))
