import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { Accounts, ErrorCode, Messages, msg, Robots, type StreamContent, textOf, type TimError } from "../mod.ts"
import { refusedWith } from "./support/assertions.ts"
import { startSeconds, timTest } from "./support/suite.ts"
import { namesToldBy, toldBy } from "./support/toldBy.ts"
import { listening } from "./support/webhooks.ts"

const alice = { From_Account: "alice" }

/** Messages between alice and bob, and what is told of what becomes of them. */
const talking = Effect.gen(function*() {
  const accounts = yield* Accounts
  yield* accounts.importMany(["alice", "bob", "carol"])
  return { messages: yield* Messages, heard: yield* listening({}) }
})

const hi = (text: string) => msg().text(text).from("alice").to("bob")

timTest("a recalled message is told with what the receiver has not read then", () =>
  Effect.gen(function*() {
    const { heard, messages } = yield* talking
    const told = (call: Effect.Effect<unknown, TimError>) => toldBy(heard, "C2C.CallbackAfterMsgWithDraw", call)
    const { MsgId, MsgKey } = yield* messages.send(hi("one"))
    yield* messages.send(msg().text("two").from("carol").to("bob"))
    const unknown = refusedWith(ErrorCode.RecallMessageNotFound, messages.recall("bob", "alice", MsgKey))
    assert.deepEqual(yield* told(unknown), [])
    assert.deepEqual(yield* told(messages.recall("alice", "bob", MsgKey)), [{
      CallbackCommand: "C2C.CallbackAfterMsgWithDraw",
      EventTime: startSeconds * 1000,
      From_Account: "alice",
      To_Account: "bob",
      MsgKey,
      MsgId,
      UnreadMsgNum: 1
    }])
    const again = refusedWith(ErrorCode.MessageAlreadyRecalled, messages.recall("alice", "bob", MsgKey))
    assert.deepEqual(yield* told(again), [])
  }))

timTest(
  "a conversation that is marked read is told, unless the mark stays and nothing was unread",
  () =>
    Effect.gen(function*() {
      const { heard, messages } = yield* talking
      const told = (call: Effect.Effect<unknown, TimError>) => toldBy(heard, "C2C.CallbackAfterMsgReport", call)
      assert.deepEqual(yield* told(messages.markRead("bob", "alice")), [])
      yield* messages.send(hi("one"))
      yield* messages.send(msg().text("two").from("carol").to("bob"))
      yield* TestClock.adjust(10_000)
      yield* messages.send(hi("three"))
      const event = {
        CallbackCommand: "C2C.CallbackAfterMsgReport",
        EventTime: (startSeconds + 10) * 1000,
        Report_Account: "bob",
        Peer_Account: "alice"
      }
      assert.deepEqual(yield* told(messages.markRead("bob", "alice", { MsgReadTime: String(startSeconds) })), [
        { ...event, LastReadTime: startSeconds, UnreadMsgNum: 2 }
      ])
      const toNow = { ...event, LastReadTime: startSeconds + 10, UnreadMsgNum: 1 }
      assert.deepEqual(yield* told(messages.markRead("bob", "alice")), [toNow])
      assert.deepEqual(yield* told(messages.markRead("bob", "alice")), [])
      assert.deepEqual(yield* told(messages.markRead("bob", "alice", { MsgReadTime: startSeconds })), [])
      assert.deepEqual(yield* told(refusedWith(ErrorCode.ToAccountInvalid, messages.markRead("bob", "nobody"))), [])
      yield* messages.send(hi("as old as the mark"))
      assert.deepEqual(yield* told(messages.markRead("bob", "alice")), [toNow])
    })
)

timTest("read receipts are told for the messages that had none", () =>
  Effect.gen(function*() {
    const { heard, messages } = yield* talking
    const told = (call: Effect.Effect<unknown, TimError>) => toldBy(heard, "C2C.CallbackAfterMsgReadReceipt", call)
    const first = yield* messages.send(hi("one").needReadReceipt())
    const second = yield* messages.send(hi("two").needReadReceipt())
    const event = (MsgKey: string, MsgId: string | undefined) => ({
      CallbackCommand: "C2C.CallbackAfterMsgReadReceipt",
      EventTime: startSeconds * 1000,
      Operator_Account: "bob",
      Peer_Account: "alice",
      C2CMsgInfo: [{ From_Account: "alice", To_Account: "bob", MsgKey, MsgId }]
    })
    const byTheSender = messages.sendReadReceipts("alice", "bob", [first.MsgKey])
    assert.deepEqual(yield* told(refusedWith(ErrorCode.MessageRequestIllegal, byTheSender)), [])
    const twice = messages.sendReadReceipts("bob", "alice", [first.MsgKey, first.MsgKey])
    assert.deepEqual(yield* told(twice), [event(first.MsgKey, first.MsgId)])
    const both = messages.sendReadReceipts("bob", "alice", [first.MsgKey, second.MsgKey])
    assert.deepEqual(yield* told(both), [event(second.MsgKey, second.MsgId)])
    assert.deepEqual(yield* told(both), [])
  }))

timTest(
  "a message that was modified is told as it is now, by the administrator who did it",
  () =>
    Effect.gen(function*() {
      const { heard, messages } = yield* talking
      const told = (call: Effect.Effect<unknown, TimError>) => toldBy(heard, "C2C.CallbackAfterModifyMsg", call)
      const { MsgKey } = yield* messages.send(hi("one"))
      const [MsgSeq, MsgRandom, MsgTime] = MsgKey.split("_").map(Number)
      const { elements } = msg().text("two")
      const event = {
        CallbackCommand: "C2C.CallbackAfterModifyMsg",
        EventTime: startSeconds * 1000,
        Operator_Account: "administrator",
        From_Account: "alice",
        To_Account: "bob",
        MsgKey,
        MsgSeq,
        MsgRandom,
        MsgTime,
        MsgBody: elements
      }
      const modify = (changes: { readonly MsgBody?: typeof elements; readonly CloudCustomData?: string }) =>
        told(messages.modify("alice", "bob", MsgKey, changes))
      assert.deepEqual(yield* modify({ MsgBody: elements }), [event])
      assert.deepEqual(yield* modify({ MsgBody: elements }), [])
      const withData = { ...event, CloudCustomData: "edited" }
      assert.deepEqual(yield* modify({ CloudCustomData: "edited" }), [withData])
      assert.deepEqual(yield* modify({ MsgBody: elements, CloudCustomData: "edited" }), [])
      const unknown = messages.modify("bob", "alice", MsgKey, { CloudCustomData: "edited again" })
      assert.deepEqual(yield* told(refusedWith(ErrorCode.RecallMessageNotFound, unknown)), [])
    })
)

timTest("extensions that are set, deleted and cleared are told with their versions", () =>
  Effect.gen(function*() {
    const { heard, messages } = yield* talking
    const told = (call: Effect.Effect<unknown, TimError>) => toldBy(heard, "C2C.CallbackAfterC2CMsgExtension", call)
    const { MsgKey } = yield* messages.send(hi("vote").supportExtension())
    const plain = yield* messages.send(hi("no vote"))
    const pairs = [{ Key: "yes", Value: "1" }, { Key: "no", Value: "2" }]
    const event = {
      CallbackCommand: "C2C.CallbackAfterC2CMsgExtension",
      EventTime: startSeconds * 1000,
      From_Account: "alice",
      To_Account: "bob",
      MsgKey
    }
    const refused = messages.setExtensions("bob", plain.MsgKey, pairs, alice)
    assert.deepEqual(yield* told(refusedWith(ErrorCode.MessageExtensionNotSupported, refused)), [])
    assert.deepEqual(yield* told(messages.setExtensions("bob", MsgKey, pairs, alice)), [
      { ...event, OperateType: 1, ExtensionList: pairs.map((pair) => ({ ...pair, Seq: 1 })), Seq: 1 }
    ])
    assert.deepEqual(yield* told(messages.deleteExtensions("bob", MsgKey, ["yes"], alice)), [
      { ...event, OperateType: 2, ExtensionList: [{ Key: "yes", Value: "", Seq: 2 }], Seq: 2 }
    ])
    assert.deepEqual(yield* told(messages.clearExtensions("bob", MsgKey, alice)), [
      { ...event, OperateType: 3, ExtensionList: [], Seq: 3 }
    ])
  }))

timTest(
  "an extension of the administrator's own message is told with the administrator as the sender",
  () =>
    Effect.gen(function*() {
      const { heard, messages } = yield* talking
      const { MsgKey } = yield* messages.send(msg().text("vote").to("bob").supportExtension())
      yield* messages.setExtensions("bob", MsgKey, [{ Key: "yes", Value: "1" }])
      const [event] = yield* heard.told("C2C.CallbackAfterC2CMsgExtension")
      assert.equal(event?.From_Account, "administrator")
    })
)

timTest("a robot is told of what is sent to it until it is disabled", () =>
  Effect.gen(function*() {
    const { heard, messages } = yield* talking
    const robots = yield* Robots
    assert.deepEqual(yield* namesToldBy(heard, robots.create("@RBT#guide", { Nick: "Guide" })), [])
    const where = messages.send(msg().text("where?").from("alice").to("@RBT#guide"))
    const [event] = yield* toldBy(heard, "Bot.OnC2CMessage", where)
    assert.deepEqual(
      [event?.From_Account, event?.To_Account, event?.SendMsgResult, event?.UnreadMsgNum],
      ["alice", "@RBT#guide", 0, 1]
    )
    assert.equal(textOf(event?.MsgBody ?? []), "where?")
    yield* robots.delete("@RBT#guide")
    const anybody = messages.send(msg().text("anybody?").from("alice").to("@RBT#guide"))
    assert.deepEqual(yield* toldBy(heard, "Bot.OnC2CMessage", anybody), [])
  }))

timTest(
  "streams, messages to many, imported ones and deletions for one side are not told",
  () =>
    Effect.gen(function*() {
      const { heard, messages } = yield* talking
      const robots = yield* Robots
      yield* robots.create("@RBT#guide")
      yield* robots.sendStreamText("@RBT#guide", "alice", "there", { Finish: 1 })
      const piece: StreamContent = { Chunks: [{ EventType: "data", Index: 1, Markdown: "# here", IsLast: true }] }
      yield* messages.sendStream("alice", piece, { From_Account: "bob" })
      const MsgBody = msg().text("hi").elements
      yield* messages.sendBatch({ ...alice, To_Account: ["bob", "@RBT#guide"], MsgBody })
      yield* messages.import({
        ...alice,
        SyncFromOldSystem: 5,
        To_Account: "bob",
        MsgSeq: 7,
        MsgRandom: 8,
        MsgTimeStamp: startSeconds,
        MsgBody
      })
      yield* messages.deleteOneSided("bob", "alice", [`7_8_${startSeconds}`])
      assert.deepEqual(yield* heard.commands, [])
    })
)
