import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { Accounts, CurrentCallLimits, ErrorCode, GroupMessages, Groups } from "../mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { makeRoom, sendTexts, text, withoutEnvelope } from "./support/groups.ts"
import { layerOn, scripted, success } from "./support/scripted.ts"
import { inVirtualTime, timTest } from "./support/suite.ts"

const receipted = { ...text("read this"), NeedReadReceipt: 1 as const }

timTest("receipts count who has read a message and who has not, without its sender", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const messages = yield* GroupMessages
    yield* messages.send(receipted)
    yield* messages.send(text("without"))
    const before = yield* messages.getReceipts("room", [1, 2, 3])
    assert.deepEqual(before.ok, [{ MsgSeq: 1, ReadNum: 0, UnreadNum: 2 }])
    assert.deepEqual(before.failed.map(({ code, item }) => [item, code]), [
      ["2", ErrorCode.ReadReceiptNotFound],
      ["3", ErrorCode.ReadReceiptNotFound]
    ])
    assert.deepEqual((yield* messages.sendReceipt("room", "bob", [1])).ok, [1])
    yield* messages.sendReceipt("room", "bob", [1])
    yield* messages.sendReceipt("room", "alice", [1])
    assert.deepEqual((yield* messages.getReceipts("room", [1])).ok, [{ MsgSeq: 1, ReadNum: 1, UnreadNum: 1 }])
    assert.deepEqual(yield* Stream.runCollect(messages.readers("room", 1)), ["bob"])
    assert.deepEqual(yield* Stream.runCollect(messages.nonReaders("room", 1)), ["carol"])
  }))

timTest("a message without receipts cannot be marked as read, and strangers cannot mark", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const messages = yield* GroupMessages
    yield* messages.send(receipted)
    yield* messages.send(text("without"))
    yield* refusedWith(ErrorCode.ReadReceiptNotFound, messages.sendReceipt("room", "bob", [1, 2]))
    assert.deepEqual((yield* messages.getReceipts("room", [1])).ok, [{ MsgSeq: 1, ReadNum: 0, UnreadNum: 2 }])
    yield* refusedWith(ErrorCode.GroupPermissionDenied, messages.sendReceipt("room", "administrator", [1]))
    yield* refusedWith(ErrorCode.ReadReceiptNotFound, messages.listReceiptMembers("room", 2, 0))
    yield* refusedWith(ErrorCode.GroupNotFound, messages.getReceipts("nowhere", [1]))
    yield* refusedWith(
      ErrorCode.OnlineMessageNoReceipt,
      messages.send({ ...receipted, OnlineOnlyFlag: 1 })
    )
  }))

timTest("who has read a message is listed page by page, from a cursor to the next", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const messages = yield* GroupMessages
    const ids = Array.from({ length: 5 }, (_, index) => `user${index}`)
    yield* (yield* Accounts).importMany(ids)
    yield* (yield* Groups).addMembers("room", ids)
    yield* messages.send(receipted)
    for (const id of ids) yield* messages.sendReceipt("room", id, [1])
    const first = yield* messages.listReceiptMembers("room", 1, 0, { Count: 3 })
    assert.deepEqual(withoutEnvelope(first), {
      IsFinish: 0,
      IsFinished: 0,
      MsgSeq: 1,
      Cursor: "3",
      ReadList: ["user0", "user1", "user2"].map((Read_Account) => ({ Read_Account }))
    })
    const second = yield* messages.listReceiptMembers("room", 1, 0, { Count: 3, Cursor: "3" })
    assert.deepEqual([second.IsFinish, second.Cursor, second.ReadList?.length], [1, "0", 2])
    const unread = yield* messages.listReceiptMembers("room", 1, 1)
    assert.deepEqual(unread.UnreadList, [{ Unread_Account: "bob" }, { Unread_Account: "carol" }])
    assert.equal(unread.ReadList, undefined)
    yield* refusedWith(
      ErrorCode.GroupParameterInvalid,
      messages.listReceiptMembers("room", 1, 0, { Cursor: "not a number" })
    )
    yield* notSent("Count", messages.listReceiptMembers("room", 1, 0, { Count: 201 }))
  }))

timTest(
  "a newcomer does not count for older messages, and a group of 201 has no receipts",
  () =>
    Effect.gen(function*() {
      yield* makeRoom()
      const messages = yield* GroupMessages
      yield* messages.send(receipted)
      yield* TestClock.adjust("1 minute")
      const ids = Array.from({ length: 198 }, (_, index) => `user${index}`)
      yield* (yield* Accounts).importMany(ids)
      yield* (yield* Groups).addMembers("room", ids.slice(1))
      assert.deepEqual((yield* messages.getReceipts("room", [1])).ok, [{ MsgSeq: 1, ReadNum: 0, UnreadNum: 2 }])
      yield* (yield* Groups).addMembers("room", ids.slice(0, 1))
      yield* refusedWith(ErrorCode.GroupTooLargeForReceipts, messages.send(receipted))
      yield* refusedWith(ErrorCode.GroupTooLargeForReceipts, messages.getReceipts("room", [1]))
    })
)

timTest("a message to named receivers is read by those alone", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const messages = yield* GroupMessages
    yield* messages.send({ ...receipted, To_Account: ["carol"] })
    assert.deepEqual(yield* Stream.runCollect(messages.nonReaders("room", 1)), ["carol"])
  }))

const readersPage = (fields: object, id: string) => success({ MsgSeq: 1, ReadList: [{ Read_Account: id }], ...fields })

test("a walk through readers ends at either name of the last page, and at the cursor 0", async () => {
  const walk = (...pages: ReadonlyArray<ReturnType<typeof readersPage>>) => {
    const script = scripted(...pages)
    return inVirtualTime(
      Effect.gen(function*() {
        const ids = yield* Stream.runCollect((yield* GroupMessages).readers("room", 1))
        return [ids, script.sent.map(({ body }) => JSON.parse(body).Cursor)]
      }).pipe(Effect.provide(layerOn(script.transport)))
    )
  }
  const large = "18446744073709551615"
  const first = readersPage({ IsFinish: 0, Cursor: large }, "a")
  assert.deepEqual(await walk(first, readersPage({ IsFinish: 1, Cursor: "5" }, "b")), [["a", "b"], ["", large]])
  assert.deepEqual(await walk(first, readersPage({ IsFinished: 1, Cursor: "5" }, "b")), [["a", "b"], ["", large]])
  assert.deepEqual(await walk(first, readersPage({ Cursor: "0" }, "b")), [["a", "b"], ["", large]])
})

const extensible = { ...text("vote"), SupportMessageExtension: 1 as const }

const pairs = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: `v${index}` }))

timTest("key values are set, changed, deleted and cleared", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const messages = yield* GroupMessages
    yield* messages.send(extensible)
    const { ok } = yield* messages.setExtensions("room", 1, pairs(2))
    assert.deepEqual(ok, [{ Key: "k0", Value: "v0", Seq: 1 }, { Key: "k1", Value: "v1", Seq: 1 }])
    yield* messages.setExtensions("room", 1, [{ Key: "k0", Value: "new" }])
    assert.deepEqual(withoutEnvelope(yield* messages.getExtensions("room", 1)), {
      ExtensionList: [{ Key: "k1", Value: "v1", Seq: 1 }, { Key: "k0", Value: "new", Seq: 2 }],
      CompleteFlag: 1,
      LatestSeq: 2,
      ClearSeq: 0
    })
    const later = yield* messages.getExtensions("room", 1, { StartSeq: 2 })
    assert.deepEqual(later.ExtensionList?.map(({ Key }) => Key), ["k0"])
    assert.deepEqual((yield* messages.deleteExtensions("room", 1, ["k1"])).ok, ["k1"])
    assert.deepEqual(yield* Stream.runCollect(messages.extensions("room", 1)), [{ Key: "k0", Value: "new", Seq: 2 }])
    yield* messages.clearExtensions("room", 1)
    const cleared = yield* messages.getExtensions("room", 1)
    assert.deepEqual(cleared.ExtensionList, [])
    assert.equal(cleared.ClearSeq, cleared.LatestSeq)
  }))

timTest(
  "300 keys go in calls of twenty, come back each once, and are all that a message takes",
  () =>
    Effect.gen(function*() {
      yield* makeRoom()
      const messages = yield* GroupMessages
      yield* messages.send(extensible)
      const { failed, ok } = yield* messages.setExtensions("room", 1, pairs(301))
      assert.equal(ok.length, 300)
      assert.deepEqual(failed.map(({ code, item }) => [item, code]), [["k300", ErrorCode.GroupParameterInvalid]])
      assert.equal((yield* messages.getExtensions("room", 1)).CompleteFlag, 0)
      const all = yield* Stream.runCollect(messages.extensions("room", 1))
      assert.deepEqual(all.map(({ Key, Value }) => ({ Key, Value })), pairs(300))
    })
)

timTest("key values need a message that takes them, and come with a limit a minute", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const messages = yield* GroupMessages
    yield* messages.send(extensible)
    yield* messages.send(text("plain"))
    yield* refusedWith(ErrorCode.MessageExtensionNotSupported, messages.setExtensions("room", 2, pairs(1)))
    yield* refusedWith(ErrorCode.MessageExtensionMessageNotFound, messages.setExtensions("room", 3, pairs(1)))
    yield* refusedWith(ErrorCode.MessageExtensionMessageNotFound, messages.getExtensions("room", 3))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, messages.getExtensions("nowhere", 1))
    yield* notSent("ExtensionList[0].Key", messages.setExtensions("room", 1, [{ Key: "x".repeat(101), Value: "" }]))
    yield* notSent("ExtensionList[0].Value", messages.setExtensions("room", 1, [{ Key: "x", Value: "x".repeat(1001) }]))
    for (let count = 0; count < 100; count++) yield* messages.setExtensions("room", 1, pairs(1))
    yield* TestClock.adjust("2 seconds")
    for (let count = 0; count < 100; count++) yield* messages.setExtensions("room", 1, pairs(1))
    yield* refusedWith(ErrorCode.MessageExtensionRateLimited, messages.setExtensions("room", 1, pairs(1))).pipe(
      Effect.provideService(CurrentCallLimits, { maxAttempts: 1 })
    )
    yield* TestClock.adjust("1 minute")
    assert.equal((yield* messages.setExtensions("room", 1, pairs(1))).ok[0]?.Seq, 201)
  }))

timTest("key values need the premium edition", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const messages = yield* GroupMessages
    yield* messages.send(extensible)
    yield* refusedWith(ErrorCode.GroupPlanRequired, messages.setExtensions("room", 1, pairs(1)))
    yield* refusedWith(ErrorCode.GroupPermissionDenied, messages.pin("room", 1))
  }), { edition: "standard" })

const extensionsPage = (CompleteFlag: number, ...keys: ReadonlyArray<[string, number]>) =>
  success({
    ExtensionList: keys.map(([Key, Seq]) => ({ Key, Value: "", Seq })),
    CompleteFlag,
    LatestSeq: 9,
    ClearSeq: 1
  })

test("keys that share a version over two pages come once, and cleared ones not at all", async () => {
  const script = scripted(
    extensionsPage(0, ["gone", 1], ["a", 2], ["b", 3]),
    extensionsPage(0, ["b", 3], ["c", 3]),
    extensionsPage(1, ["d", 4], ["a", 5])
  )
  const keys = await inVirtualTime(
    Effect.gen(function*() {
      const all = yield* Stream.runCollect((yield* GroupMessages).extensions("room", 1))
      return all.map(({ Key }) => Key)
    }).pipe(Effect.provide(layerOn(script.transport)))
  )
  assert.deepEqual(keys, ["a", "b", "c", "d", "a"])
  assert.deepEqual(script.sent.map(({ body }) => JSON.parse(body).StartSeq), [0, 3, 4])
})

timTest("pins are listed newest first, ten at most, and go with their message", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    yield* sendTexts(12)
    const messages = yield* GroupMessages
    const pinned = Effect.map(messages.listPinned("room"), ({ PinnedMsgList = [] }) =>
      PinnedMsgList.map(({ MsgSeq }) => MsgSeq))
    for (let seq = 1; seq <= 10; seq++) {
      yield* messages.pin("room", seq)
    }
    yield* refusedWith(ErrorCode.PinnedMessageLimitReached, messages.pin("room", 11))
    yield* messages.pin("room", 1, { Pinner_Account: "bob" })
    const { PinnedMsgList } = yield* messages.listPinned("room")
    assert.deepEqual(PinnedMsgList?.slice(0, 2), [
      { MsgSeq: 1, Pinner_Account: "bob" },
      { MsgSeq: 10, Pinner_Account: "administrator" }
    ])
    yield* messages.unpin("room", 10)
    yield* messages.recall("room", [9])
    assert.deepEqual(yield* pinned, [1, 8, 7, 6, 5, 4, 3, 2])
    yield* TestClock.adjust("31 days")
    assert.deepEqual(yield* pinned, [])
  }))

timTest("only messages that are there can be pinned, and only pinned ones unpinned", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    yield* sendTexts(2)
    const messages = yield* GroupMessages
    yield* messages.pin("room", 1)
    yield* refusedWith(ErrorCode.GroupParameterInvalid, messages.pin("room", 3))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, messages.pin("room", 2, { Pinner_Account: "nobody" }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, messages.unpin("room", 2))
    yield* refusedWith(ErrorCode.GroupNotFound, messages.listPinned("nowhere"))
    yield* makeRoom("live", "AVChatRoom")
    yield* refusedWith(ErrorCode.GroupPermissionDenied, messages.listPinned("live"))
    assert.equal((yield* messages.listPinned("room")).PinnedMsgList?.length, 1)
  }))
