import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { elementsOf, ErrorCode, GroupMessages, Groups, TimClient } from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { makeRoom, sendTexts, text, textBody } from "./support/groups.ts"
import { layerOn, scripted, success } from "./support/scripted.ts"
import { inVirtualTime, startSeconds, timTest } from "./support/suite.ts"

type HistoryOptions = Parameters<GroupMessages["Service"]["history"]>[1]

const seqsOf = (options?: HistoryOptions) =>
  Effect.gen(function*() {
    const all = yield* Stream.runCollect((yield* GroupMessages).history("room", options))
    return all.map(({ MsgSeq }) => MsgSeq)
  })

/** The numbers from one down to another. */
const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, index) => from - index)

timTest(
  "a history of some hundred messages comes over its pages, each message exactly once",
  () =>
    Effect.gen(function*() {
      yield* makeRoom()
      yield* sendTexts(330)
      const all = yield* Stream.runCollect((yield* GroupMessages).history("room"))
      assert.deepEqual(all.map(({ MsgSeq }) => MsgSeq), down(330, 1))
      assert.deepEqual(all.map(({ MsgBody }) => MsgBody), down(330, 1).map((seq) => textBody(String(seq))))
      assert.deepEqual(yield* seqsOf({ ReqMsgSeq: 45 }), down(45, 1))
      assert.deepEqual(yield* seqsOf({ ReqMsgSeq: 4_000_000_000 }), down(330, 1))
    })
)

timTest("messages that come while a history is read do not shift it", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    yield* sendTexts(50)
    const messages = yield* GroupMessages
    const seen: Array<number> = []
    yield* Stream.runForEach(messages.history("room"), ({ MsgSeq }) =>
      Effect.gen(function*() {
        seen.push(MsgSeq)
        if (MsgSeq % 20 === 0) yield* messages.send(text("more"))
      }))
    assert.deepEqual(seen, down(50, 1))
  }))

timTest("an empty history has no messages, and one of an unknown group is refused", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    assert.deepEqual(yield* seqsOf(), [])
    const { IsFinished, RspMsgList } = yield* (yield* GroupMessages).getHistory("room", 20)
    assert.deepEqual([IsFinished, RspMsgList], [1, []])
    yield* refusedWith(ErrorCode.GroupNotFound, (yield* GroupMessages).getHistory("nowhere", 20))
    yield* notSent("ReqMsgNumber", (yield* GroupMessages).getHistory("room", 21))
  }))

timTest("pages of recalled messages do not end a history", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    yield* sendTexts(100)
    const messages = yield* GroupMessages
    const { failed, ok } = yield* messages.recall("room", [...down(100, 31), 101])
    assert.deepEqual(ok, down(100, 31))
    assert.deepEqual(failed, [{ item: "101", code: ErrorCode.GroupRecallMessageNotFound, info: "" }])
    assert.deepEqual((yield* messages.getHistory("room", 20)).RspMsgList, [])
    assert.deepEqual(yield* seqsOf(), down(30, 1))
    const all = yield* Stream.runCollect(messages.history("room", { WithRecalledMsg: 1 }))
    assert.deepEqual(all.map(({ MsgSeq }) => MsgSeq), down(100, 1))
    assert.deepEqual([all[0]?.IsPlaceMsg, all.at(-1)?.IsPlaceMsg], [2, 0])
    yield* refusedWith(ErrorCode.GroupNotFound, messages.recall("nowhere", [1]))
    yield* refusedWith(
      ErrorCode.GroupParameterInvalid,
      (yield* TimClient).call("v4/group_open_http_svc/group_msg_recall", { GroupId: "room", MsgSeqList: [1] })
    )
  }))

timTest("expired messages leave placeholders, which a history leaves out", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    yield* sendTexts(30)
    yield* TestClock.adjust("29 days")
    const messages = yield* GroupMessages
    yield* messages.send(text("young"))
    yield* TestClock.adjust("1 day")
    const { RspMsgList } = yield* messages.getHistory("room", 3)
    assert.deepEqual(RspMsgList?.map(({ IsPlaceMsg, MsgSeq }) => [MsgSeq, IsPlaceMsg]), [[31, 0], [30, 1], [29, 1]])
    assert.deepEqual(RspMsgList?.slice(1).map(elementsOf), [[], []])
    assert.deepEqual(yield* seqsOf(), [31])
    const { failed } = yield* messages.recall("room", [30])
    assert.deepEqual(failed.map(({ code }) => code), [ErrorCode.GroupRecallMessageNotFound])
    assert.equal((yield* messages.send(text("next"))).MsgSeq, 32)
  }))

const message = (MsgSeq: number, IsPlaceMsg = 0) => ({
  MsgSeq,
  IsPlaceMsg,
  MsgBody: IsPlaceMsg === 0 ? textBody("x") : ""
})

const page = (IsFinished: number, list: ReadonlyArray<object>, name = "RspMsgList") =>
  success({ GroupId: "room", IsFinished, [name]: list })

/** A history that is read from scripted pages: its numbers, and where each page began. */
const scriptedHistory = (...pages: ReadonlyArray<ReturnType<typeof success>>) => {
  const script = scripted(...pages)
  return inVirtualTime(
    Effect.gen(function*() {
      const seqs = yield* seqsOf()
      return { seqs, asked: script.sent.map(({ body }) => JSON.parse(body).ReqMsgSeq) }
    }).pipe(Effect.provide(layerOn(script.transport)))
  )
}

test("a page that was cut short is gone on with, and ends where everything has expired", async () => {
  const { asked, seqs } = await scriptedHistory(
    page(0, [message(70), message(69)]),
    page(1, [message(68), message(68, 1), message(67, 2)], "MsgList"),
    page(2, [message(66, 1)])
  )
  assert.deepEqual(seqs, [70, 69, 68])
  assert.deepEqual(asked, [undefined, 68, 66])
})

test("a page that the service leaves empty does not end a history, and overlapping pages repeat nothing", async () => {
  const { asked, seqs } = await scriptedHistory(
    page(1, [message(50)]),
    page(1, []),
    page(1, [message(29), message(28)]),
    page(1, [message(28), message(27), message(1)])
  )
  assert.deepEqual(seqs, [50, 29, 28, 27, 1])
  assert.deepEqual(asked, [undefined, 49, 29, 27])
})

test("tips whose body is no list are read", async () => {
  const tip = { MsgSeq: 1, IsPlaceMsg: 0, IsSystemMsg: 1, MsgBody: { OpType: 2 } }
  const script = scripted(page(1, [tip]))
  const read = await inVirtualTime(
    Effect.gen(function*() {
      const messages = yield* GroupMessages
      const { RspMsgList = [] } = yield* messages.getHistory("room", 20)
      return { raw: RspMsgList[0]?.MsgBody, all: yield* Stream.runCollect(messages.history("room")) }
    }).pipe(Effect.provide(layerOn(script.transport)))
  )
  assert.deepEqual(read, { raw: { OpType: 2 }, all: [{ ...tip, MsgBody: [] }] })
})

timTest("what one sender wrote among the latest thousand messages is recalled", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const messages = yield* GroupMessages
    const { app } = yield* Emulator
    yield* messages.send({ ...text("old"), From_Account: "bob" })
    yield* messages.send({ ...text("young"), From_Account: "bob" })
    const room = app().groups.get("room")
    const young = room?.messages.get(2, app(), startSeconds)
    assert.ok(room !== undefined && young !== undefined)
    for (let count = 0; count < 999; count++) room.messages.store({ ...young, from: "alice" })
    yield* messages.deleteBySender("room", "bob")
    const { RspMsgList } = yield* messages.getHistory("room", 2, { ReqMsgSeq: 2, WithRecalledMsg: 1 })
    assert.deepEqual(RspMsgList?.map(({ IsPlaceMsg, MsgSeq }) => [MsgSeq, IsPlaceMsg]), [[2, 2], [1, 0]])
    yield* refusedWith(ErrorCode.GroupNotFound, messages.deleteBySender("nowhere", "bob"))
  }))

timTest("a cleared history is still read here, and numbers go on", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    yield* sendTexts(3)
    const messages = yield* GroupMessages
    const { app } = yield* Emulator
    yield* messages.clearHistory("room", { MsgSeq: 2 })
    assert.equal(app().groups.get("room")?.messages.clearedUpTo, 2)
    yield* messages.clearHistory("room")
    assert.equal(app().groups.get("room")?.messages.clearedUpTo, 3)
    assert.deepEqual(yield* seqsOf(), [3, 2, 1])
    assert.equal((yield* messages.send(text("next"))).MsgSeq, 4)
    yield* makeRoom("@TGS#_all", "Community")
    yield* refusedWith(ErrorCode.GroupPermissionDenied, messages.clearHistory("@TGS#_all"))
  }))

timTest("a message is changed in the parts that are given", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const messages = yield* GroupMessages
    const client = yield* TimClient
    yield* messages.send({ ...text("first"), CloudCustomData: "one" })
    const read = Effect.map(
      messages.getHistory("room", 1, { ReqMsgSeq: 1 }),
      ({ RspMsgList }) => [RspMsgList?.[0]?.MsgBody, RspMsgList?.[0]?.CloudCustomData]
    )
    yield* messages.modify("room", 1, { CloudCustomData: "two" })
    assert.deepEqual(yield* read, [textBody("first"), "two"])
    yield* messages.modify({ GroupId: "room", MsgSeq: 1, MsgBody: textBody("second") })
    assert.deepEqual(yield* read, [textBody("second"), "two"])
    yield* refusedWith(ErrorCode.MessageRequestIllegal, messages.modify("room", 2, { CloudCustomData: "" }))
    yield* refusedWith(ErrorCode.MessageRequestIllegal, messages.modify("nowhere", 1, { CloudCustomData: "" }))
    const raw = (MsgBody: unknown) => client.call("v4/openim/modify_group_msg", { GroupId: "room", MsgSeq: 1, MsgBody })
    yield* refusedWith(ErrorCode.MsgBodyNotArray, raw("hi"))
    yield* refusedWith(ErrorCode.MsgBodyInvalid, raw([{ MsgType: "TIMTextElem" }]))
    yield* refusedWith(ErrorCode.MsgBodyInvalid, raw([]))
    yield* messages.recall("room", [1])
    yield* refusedWith(ErrorCode.MessageRequestIllegal, messages.modify("room", 1, { CloudCustomData: "" }))
  }))

const imported = (SendTime: number, Text = String(SendTime - startSeconds)) => ({
  From_Account: "bob",
  SendTime,
  MsgBody: textBody(Text)
})

timTest(
  "imported messages keep their times, go in calls of seven and leave nothing unread",
  () =>
    Effect.gen(function*() {
      yield* makeRoom()
      yield* TestClock.adjust("1 hour")
      const messages = yield* GroupMessages
      const { app } = yield* Emulator
      const { failed, ok } = yield* messages.import(
        "room",
        Array.from({ length: 30 }, (_, index) => imported(startSeconds + 1 + index))
      )
      assert.deepEqual(failed, [])
      assert.deepEqual(ok.slice(-1), [{ MsgSeq: 30, MsgTime: startSeconds + 30 }])
      const all = yield* Stream.runCollect(messages.history("room"))
      assert.deepEqual(
        all.map(({ MsgTimeStamp }) => MsgTimeStamp),
        down(30, 1).map((seconds) => startSeconds + seconds)
      )
      assert.deepEqual(all[0]?.MsgBody, textBody("30"))
      const room = app().groups.get("room")
      assert.deepEqual([...room?.members.values() ?? []].map(({ msgSeq }) => msgSeq), [30, 30, 30])
      assert.equal((yield* messages.send(text("next"))).MsgSeq, 31)
    })
)

timTest("an imported message that is too early, too late or too long fails alone", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    yield* TestClock.adjust("1 hour")
    const messages = yield* GroupMessages
    const { failed, ok } = yield* messages.import("room", [
      imported(startSeconds),
      imported(startSeconds + 10),
      imported(startSeconds + 9),
      imported(startSeconds + 3600),
      imported(startSeconds + 11, "x".repeat(12_000)),
      { ...imported(startSeconds + 12), From_Account: "nobody" },
      imported(startSeconds + 13),
      imported(startSeconds + 5)
    ])
    assert.deepEqual(ok.map(({ MsgSeq, MsgTime }) => [MsgSeq, MsgTime]), [
      [1, startSeconds + 10],
      [2, startSeconds + 13]
    ])
    assert.deepEqual(failed.map(({ code, item }) => [item, code]), [
      ["0", ErrorCode.GroupParameterInvalid],
      ["2", ErrorCode.GroupParameterInvalid],
      ["3", ErrorCode.GroupParameterInvalid],
      ["4", ErrorCode.MessageBodyTooLarge],
      ["5", ErrorCode.GroupParameterInvalid],
      ["7", ErrorCode.GroupParameterInvalid]
    ])
    assert.deepEqual(yield* seqsOf(), [2, 1])
  }))

timTest("importing the same Random again answers the first place and stores nothing", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    yield* TestClock.adjust("1 hour")
    const messages = yield* GroupMessages
    const twice = [{ ...imported(startSeconds + 10), Random: 7 }]
    const first = yield* messages.import("room", twice)
    assert.deepEqual(yield* messages.import("room", twice), first)
    assert.deepEqual(yield* seqsOf(), [1])
  }))

timTest(
  "AVChatRooms and unknown groups take no imported messages, and one call no more than seven",
  () =>
    Effect.gen(function*() {
      yield* makeRoom("live", "AVChatRoom")
      yield* TestClock.adjust("1 hour")
      const messages = yield* GroupMessages
      const one = [imported(startSeconds + 10)]
      yield* refusedWith(ErrorCode.GroupPermissionDenied, messages.import("live", one))
      yield* refusedWith(ErrorCode.GroupNotFound, messages.import("nowhere", one))
      const MsgList = Array.from({ length: 8 }, () => imported(startSeconds + 10))
      yield* refusedWith(
        ErrorCode.GroupParameterInvalid,
        (yield* TimClient).call("v4/group_open_http_svc/import_group_msg", { GroupId: "live", MsgList })
      )
    })
)

test("every imported message is sent with a number of its own that keeps it from being imported twice", async () => {
  const script = scripted(success({ ImportMsgResult: [{ Result: 0 }, { Result: 0 }] }))
  await inVirtualTime(
    Effect.flatMap(GroupMessages, (messages) => messages.import("room", [imported(1), { ...imported(2), Random: 7 }]))
      .pipe(Effect.provide(layerOn(script.transport)))
  )
  const [first, second] = JSON.parse(script.sent[0]?.body ?? "").MsgList
  assert.ok(Number.isInteger(first.Random) && first.Random >= 0 && first.Random < 2 ** 32)
  assert.equal(second.Random, 7)
})

timTest("a group that was disbanded has no history any more", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    yield* sendTexts(1)
    yield* (yield* Groups).destroy("room")
    yield* refusedWith(ErrorCode.GroupNotFound, (yield* GroupMessages).getHistory("room", 20))
  }))
