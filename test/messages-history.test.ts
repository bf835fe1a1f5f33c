import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { Accounts, ErrorCode, type HistoryMessage, isElement, Messages, msg, textOf, TimClient } from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { startSeconds, timTest } from "./support/suite.ts"

const texts = (list: ReadonlyArray<HistoryMessage>) => list.map(({ MsgBody }) => textOf(MsgBody))

const always = { MinTime: 0, MaxTime: startSeconds + 10_000_000, MaxCnt: 100 }

const historyOf = (userId: string, peerId: string) =>
  Effect.flatMap(Messages, (messages) => Stream.runCollect(messages.history(userId, peerId)))

const unreadOf = (userId: string, peerId: string) =>
  Effect.gen(function*() {
    const messages = yield* Messages
    const { ok } = yield* messages.getUnreadCounts(userId, [peerId])
    return ok[0]?.C2CUnreadMsgNum
  })

/** Accounts with the given number of messages from alice to bob, `step` seconds apart. */
const conversation = (count: number, step = 1) =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const messages = yield* Messages
    yield* accounts.importMany(["alice", "bob", "carol"])
    const keys: Array<string> = []
    for (let index = 0; index < count; index++) {
      const message = msg().text(String(index)).from("alice").to("bob").msgSeq(index)
      keys.push((yield* messages.send(message)).MsgKey)
      yield* TestClock.adjust(step * 1000)
    }
    return { messages, keys }
  })

timTest("a history gives each message once, newest first, over all pages", () =>
  Effect.gen(function*() {
    const { messages } = yield* conversation(0)
    const all = Array.from({ length: 57 }, (_, index) => String(index))
    for (const Text of all) {
      const fromAlice = Number(Text) % 3 > 0
      yield* messages.send(
        msg().text(Text).from(fromAlice ? "alice" : "bob").to(fromAlice ? "bob" : "alice").msgSeq(Number(Text))
      )
      // Ten messages a second, so that pages end within a second.
      if (Number(Text) % 10 === 9) yield* TestClock.adjust("1 second")
    }
    for (const MaxCnt of [1, 7, 56, 57, 58]) {
      const list = yield* Stream.runCollect(messages.history("alice", "bob", { MaxCnt }))
      assert.deepEqual(texts(list), all.toReversed(), `pages of ${MaxCnt}`)
    }
  }))

timTest("pages are in ascending order, and the last one says that it is", () =>
  Effect.gen(function*() {
    const { keys, messages } = yield* conversation(5)
    const first = yield* messages.getHistory("alice", "bob", { ...always, MaxCnt: 3 })
    assert.deepEqual(texts(first.MsgList), ["2", "3", "4"])
    assert.deepEqual([first.Complete, first.MsgCnt], [0, 3])
    assert.deepEqual([first.LastMsgKey, first.LastMsgTime], [keys[2], startSeconds + 2])
    const second = yield* messages.getHistory("alice", "bob", {
      ...always,
      MaxCnt: 3,
      MaxTime: startSeconds + 2,
      LastMsgKey: keys[2]
    })
    assert.deepEqual(texts(second.MsgList), ["0", "1"])
    assert.deepEqual([second.Complete, second.MsgCnt], [1, 2])
    const exact = yield* messages.getHistory("alice", "bob", { ...always, MaxCnt: 5 })
    assert.equal(exact.Complete, 1)
  }))

timTest("a page ends before its answer is longer than 13 KB", () =>
  Effect.gen(function*() {
    const { messages } = yield* conversation(0)
    const client = yield* TimClient
    for (let index = 0; index < 10; index++) {
      yield* messages.send(msg().text(`${index}${"é".repeat(1_900)}`).from("alice").to("bob"))
      yield* TestClock.adjust("1 second")
    }
    const request = { Operator_Account: "bob", Peer_Account: "alice", ...always }
    const answer = yield* client.call("v4/openim/admin_getroammsg", request)
    assert.equal(answer["Complete"], 0)
    assert.equal(answer["MsgCnt"], 3)
    assert.ok(new TextEncoder().encode(JSON.stringify(answer)).length <= 13 * 1024)
    const list = yield* historyOf("bob", "alice")
    assert.deepEqual(texts(list).map((text) => text[0]), [..."9876543210"])
  }))

timTest("a message that alone is longer than a page is a page", () =>
  Effect.gen(function*() {
    const { messages } = yield* conversation(0)
    yield* messages.send(msg().text("a".repeat(12_000)).from("alice").to("bob"))
    yield* TestClock.adjust("1 second")
    yield* messages.send(msg().text("b".repeat(12_000)).from("alice").to("bob"))
    const list = yield* historyOf("bob", "alice")
    assert.deepEqual(texts(list).map((text) => text[0]), ["b", "a"])
  }))

timTest("messages of both sides with the same key are each given once", () =>
  Effect.gen(function*() {
    const { messages } = yield* conversation(0)
    yield* messages.send(msg().text("from alice").from("alice").to("bob").msgSeq(1).msgRandom(1))
    yield* messages.send(msg().text("from bob").from("bob").to("alice").msgSeq(1).msgRandom(1))
    yield* messages.send(msg().text("later").from("bob").to("alice").msgSeq(2).msgRandom(1))
    const list = yield* Stream.runCollect(messages.history("alice", "bob", { MaxCnt: 1 }))
    assert.deepEqual(texts(list), ["later", "from bob", "from alice"])
  }))

timTest("a history can be read between two times, both included", () =>
  Effect.gen(function*() {
    const { messages } = yield* conversation(6)
    const range = { MinTime: startSeconds + 1, MaxTime: startSeconds + 4, MaxCnt: 2 }
    const list = yield* Stream.runCollect(messages.history("bob", "alice", range))
    assert.deepEqual(texts(list), ["4", "3", "2", "1"])
  }))

timTest("only as many pages are read as are needed", () =>
  Effect.gen(function*() {
    yield* conversation(10)
    const client = yield* TimClient
    let calls = 0
    const messages = Messages.make({
      ...client,
      call: ((...args: Parameters<typeof client.call>) => {
        calls++
        return client.call(...args)
      }) as typeof client.call
    })
    const some = messages.history("bob", "alice", { MaxCnt: 2 }).pipe(Stream.take(3))
    assert.deepEqual(texts(yield* Stream.runCollect(some)), ["9", "8", "7"])
    assert.equal(calls, 2)
  }))

timTest("messages of one second are in the order of MsgSeq", () =>
  Effect.gen(function*() {
    const { messages } = yield* conversation(0)
    for (const seq of [3, 1, 2]) yield* messages.send(msg().text(String(seq)).from("alice").to("bob").msgSeq(seq))
    assert.deepEqual(texts(yield* historyOf("bob", "alice")), ["3", "2", "1"])
  }))

timTest("a history reaches back 30 days in the top edition", () =>
  Effect.gen(function*() {
    yield* conversation(2)
    yield* TestClock.adjust("29 days")
    assert.equal((yield* historyOf("bob", "alice")).length, 2)
    yield* TestClock.adjust("1 day")
    assert.equal((yield* historyOf("bob", "alice")).length, 0)
  }))

timTest("a history reaches back 7 days in the others", () =>
  Effect.gen(function*() {
    const { keys, messages } = yield* conversation(1)
    yield* TestClock.adjust("7 days")
    assert.equal((yield* historyOf("bob", "alice")).length, 0)
    yield* refusedWith(ErrorCode.RecallMessageNotFound, messages.recall("alice", "bob", keys[0] ?? ""))
  }), { edition: "standard" })

timTest("elements that are not known are read as they came", () =>
  Effect.gen(function*() {
    yield* conversation(0)
    const { app } = yield* Emulator
    const body = [{ MsgType: "TIMFutureElem", MsgContent: { Some: ["thing"] } }]
    const message = { from: "alice", to: "bob", seq: 1, random: 1, time: startSeconds, body }
    app().conversations.add(message, {}, startSeconds)
    const [read] = yield* historyOf("bob", "alice")
    assert.deepEqual(read?.MsgBody, body)
    assert.equal(read?.MsgBody.some((element) => isElement(element, "TIMTextElem")), false)
    assert.equal(textOf(read?.MsgBody ?? []), "")
  }))

timTest("a history of accounts that do not exist, or behind no key, is refused", () =>
  Effect.gen(function*() {
    const { messages } = yield* conversation(0)
    yield* refusedWith(ErrorCode.FromAccountInvalid, messages.getHistory("nobody", "bob", always))
    yield* refusedWith(ErrorCode.ToAccountInvalid, Stream.runCollect(messages.history("bob", "nobody")))
    const behind = { ...always, LastMsgKey: "no key" }
    yield* refusedWith(ErrorCode.MsgKeyInvalid, messages.getHistory("alice", "bob", behind))
    yield* notSent("MaxCnt", messages.getHistory("alice", "bob", { ...always, MaxCnt: 0 }))
  }))

timTest(
  "a recalled message stays in the history as recalled, and does not count as unread",
  () =>
    Effect.gen(function*() {
      const { keys, messages } = yield* conversation(2)
      const [first = ""] = keys
      assert.equal(yield* unreadOf("bob", "alice"), 2)
      yield* messages.recall("alice", "bob", first)
      assert.equal(yield* unreadOf("bob", "alice"), 1)
      assert.deepEqual((yield* historyOf("bob", "alice")).map(({ MsgFlagBits }) => MsgFlagBits), [0, 8])
      yield* refusedWith(ErrorCode.MessageAlreadyRecalled, messages.recall("alice", "bob", first))
      const changes = { CloudCustomData: "too late" }
      yield* refusedWith(ErrorCode.MessageAlreadyRecalled, messages.modify("alice", "bob", first, changes))
    })
)

timTest("a recall needs the message's direction, and a key of the right form", () =>
  Effect.gen(function*() {
    const { keys: [key = ""], messages } = yield* conversation(1)
    yield* refusedWith(ErrorCode.RecallMessageNotFound, messages.recall("bob", "alice", key))
    yield* refusedWith(ErrorCode.RecallMessageNotFound, messages.recall("alice", "bob", "1_2_3"))
    yield* refusedWith(ErrorCode.MsgKeyInvalid, messages.recall("alice", "bob", "1-2-3"))
    yield* refusedWith(ErrorCode.ToAccountInvalid, messages.recall("alice", "nobody", key))
    yield* notSent("MsgKey", messages.recall("alice", "bob", ""))
    assert.equal((yield* historyOf("bob", "alice"))[0]?.MsgFlagBits, 0)
  }))

timTest("a modified message has what was given, and keeps the rest for both sides", () =>
  Effect.gen(function*() {
    const { keys: [key = ""], messages } = yield* conversation(1)
    yield* messages.modify("alice", "bob", key, { CloudCustomData: "mine" })
    yield* messages.modify("alice", "bob", key, { MsgBody: msg().text("new").elements })
    const [message] = yield* historyOf("bob", "alice")
    assert.equal(textOf(message?.MsgBody ?? []), "new")
    assert.deepEqual([message?.CloudCustomData, message?.MsgKey], ["mine", key])
    assert.deepEqual(texts(yield* historyOf("alice", "bob")), ["new"])
    assert.equal(yield* unreadOf("bob", "alice"), 1)
  }))

timTest("modifying what is not there, or by nothing, fails", () =>
  Effect.gen(function*() {
    const { keys: [key = ""], messages } = yield* conversation(1)
    const changes = { CloudCustomData: "mine" }
    yield* refusedWith(ErrorCode.RecallMessageNotFound, messages.modify("bob", "alice", key, changes))
    yield* refusedWith(ErrorCode.ToAccountNotRegistered, messages.modify("alice", "nobody", key, changes))
    yield* notSent("", messages.modify("alice", "bob", key, {}))
    yield* notSent("MsgBody", messages.modify("alice", "bob", key, { MsgBody: [] }))
  }))

timTest("a message deleted for one side stays for the other", () =>
  Effect.gen(function*() {
    const { keys, messages } = yield* conversation(3)
    const [first = "", , third = ""] = keys
    const { failed, ok } = yield* messages.deleteOneSided("bob", "alice", [first, "no key", "1_2_3", third])
    assert.deepEqual(ok, [first, "1_2_3", third])
    assert.deepEqual(failed, [{ item: "no key", code: undefined, info: "" }])
    assert.deepEqual(texts(yield* historyOf("bob", "alice")), ["1"])
    assert.deepEqual(texts(yield* historyOf("alice", "bob")), ["2", "1", "0"])
  }))

timTest("31 messages are deleted in two calls, and 31 in one call are refused", () =>
  Effect.gen(function*() {
    const { keys, messages } = yield* conversation(31)
    const client = yield* TimClient
    const request = { Operator_Account: "bob", Peer_Account: "alice", MsgKeyList: keys }
    yield* refusedWith(
      ErrorCode.MessageJsonParseError,
      client.call("v4/openim/delete_c2c_msg_ramble", request)
    )
    const { ok } = yield* messages.deleteOneSided("bob", "alice", keys)
    assert.equal(ok.length, 31)
    assert.deepEqual(yield* historyOf("bob", "alice"), [])
    yield* refusedWith(ErrorCode.FromAccountInvalid, messages.deleteOneSided("nobody", "alice", keys))
  }))

timTest("a read mark leaves later messages unread, and never moves back", () =>
  Effect.gen(function*() {
    const { messages } = yield* conversation(5)
    yield* messages.markRead("bob", "alice", { MsgReadTime: startSeconds + 2 })
    assert.equal(yield* unreadOf("bob", "alice"), 2)
    yield* messages.markRead("bob", "alice", { MsgReadTime: String(startSeconds) })
    assert.equal(yield* unreadOf("bob", "alice"), 2)
    yield* messages.markRead("bob", "alice")
    assert.equal(yield* unreadOf("bob", "alice"), 0)
    yield* messages.send(msg().text("more").from("alice").to("bob"))
    assert.equal(yield* unreadOf("bob", "alice"), 1)
    assert.deepEqual((yield* historyOf("bob", "alice")).map(({ IsPeerRead }) => IsPeerRead), [0, 0, 0, 0, 0, 0])
    yield* refusedWith(ErrorCode.FromAccountInvalid, messages.markRead("nobody", "alice"))
    yield* refusedWith(ErrorCode.ToAccountInvalid, messages.markRead("bob", "nobody"))
    yield* notSent("MsgReadTime", messages.markRead("bob", "alice", { MsgReadTime: "now" }))
  }))

timTest("a read receipt acknowledges single messages, and leaves the unread count", () =>
  Effect.gen(function*() {
    const { keys, messages } = yield* conversation(3)
    yield* messages.sendReadReceipts("bob", "alice", [keys[0] ?? "", keys[2] ?? ""])
    assert.deepEqual((yield* historyOf("alice", "bob")).map(({ IsPeerRead }) => IsPeerRead), [1, 0, 1])
    assert.equal(yield* unreadOf("bob", "alice"), 3)
  }))

timTest("a read receipt for a message of the account itself changes nothing", () =>
  Effect.gen(function*() {
    const { keys, messages } = yield* conversation(2)
    yield* refusedWith(ErrorCode.MessageRequestIllegal, messages.sendReadReceipts("alice", "bob", keys))
    const [first = "", second = ""] = keys
    const crossed = {
      Operator_Account: "bob",
      Peer_Account: "alice",
      C2CMsgInfo: [
        { From_Account: "alice", To_Account: "bob", MsgKey: first },
        { From_Account: "bob", To_Account: "alice", MsgKey: second }
      ]
    }
    yield* refusedWith(ErrorCode.MessageRequestIllegal, messages.sendReadReceipts(crossed))
    assert.deepEqual((yield* historyOf("alice", "bob")).map(({ IsPeerRead }) => IsPeerRead), [0, 0])
    yield* notSent("C2CMsgInfo", messages.sendReadReceipts("bob", "alice", []))
  }))

timTest("unread counts are asked for of any number of others, unknown ones fail alone", () =>
  Effect.gen(function*() {
    const { messages } = yield* conversation(2)
    const accounts = yield* Accounts
    const client = yield* TimClient
    const others = Array.from({ length: 10 }, (_, index) => `user${index}`)
    yield* accounts.importMany(others)
    yield* messages.send(msg().text("hi").from("user9").to("bob"))
    const { failed, ok } = yield* messages.getUnreadCounts("bob", ["nobody", ...others, "alice"])
    assert.deepEqual(failed, [{ item: "nobody", code: ErrorCode.AccountNotFound, info: "" }])
    assert.deepEqual(ok.filter(({ C2CUnreadMsgNum }) => C2CUnreadMsgNum > 0), [
      { Peer_Account: "user9", C2CUnreadMsgNum: 1 },
      { Peer_Account: "alice", C2CUnreadMsgNum: 2 }
    ])
    assert.equal((yield* messages.getUnreadCount("bob")).AllC2CUnreadMsgNum, 3)
    yield* refusedWith(ErrorCode.ToAccountInvalid, messages.getUnreadCount("nobody"))
    const eleven = { To_Account: "bob", Peer_Account: [...others, "alice"] }
    yield* notSent("Peer_Account", messages.getUnreadCount(eleven))
    yield* refusedWith(ErrorCode.MessageJsonParseError, client.call("v4/openim/get_c2c_unread_msg_num", eleven))
  }))

timTest("at most 250 messages of a conversation count as unread, for 7 days", () =>
  Effect.gen(function*() {
    const { messages } = yield* conversation(260, 0.01)
    assert.equal(yield* unreadOf("bob", "alice"), 250)
    assert.equal((yield* Stream.runCollect(messages.history("bob", "alice"))).length, 260)
    yield* TestClock.adjust((7 * 86_400 - 3) * 1000)
    assert.equal(yield* unreadOf("bob", "alice"), 250)
    yield* TestClock.adjust("4 seconds")
    assert.equal(yield* unreadOf("bob", "alice"), 0)
    yield* messages.send(msg().text("hi").from("alice").to("bob"))
    assert.equal((yield* messages.getUnreadCount("bob")).AllC2CUnreadMsgNum, 1)
  }))

timTest("messages of at most 100 conversations count as unread", () =>
  Effect.gen(function*() {
    const { messages } = yield* conversation(0)
    const accounts = yield* Accounts
    const others = Array.from({ length: 101 }, (_, index) => `user${index}`)
    yield* accounts.importMany(others)
    for (const id of others) yield* messages.send(msg().text("hi").from(id).to("bob"))
    assert.equal((yield* messages.getUnreadCount("bob")).AllC2CUnreadMsgNum, 100)
    assert.equal(yield* unreadOf("bob", "user100"), 0)
    yield* messages.markRead("bob", "user0")
    yield* messages.send(msg().text("hi").from("user100").to("bob"))
    assert.equal(yield* unreadOf("bob", "user100"), 1)
  }))
