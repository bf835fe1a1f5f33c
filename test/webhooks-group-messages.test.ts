import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { ErrorCode, GroupMessages, Groups, msg, Robots, textOf, TimClient, type TimError } from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import {
  type CommandName,
  drop,
  type EffectHandlers,
  refuse,
  replaceBody,
  replaceCustomData
} from "../src/webhook/mod.ts"
import { refusedWith } from "./support/assertions.ts"
import { club, idOf, makeClub, makeTopics } from "./support/communities.ts"
import { makeRoom, sendTexts, text, textBody, withoutEnvelope } from "./support/groups.ts"
import { startSeconds, timTest } from "./support/suite.ts"
import { namesToldBy, toldBy } from "./support/toldBy.ts"
import { bodyOf, listed } from "./support/webhookBodies.ts"
import { listening } from "./support/webhooks.ts"

/** The room, and what is told of its messages from now on. */
const talking = <const Handlers extends EffectHandlers>(on: Handlers) =>
  Effect.gen(function*() {
    yield* makeRoom()
    return { messages: yield* GroupMessages, heard: yield* listening(on) }
  })

const ofRoom = { GroupId: "room", Type: "Public" }

/** A text of alice as webhooks have it. */
const ofText = (Text: string, Random: number) => ({
  ...ofRoom,
  From_Account: "alice",
  Operator_Account: "administrator",
  Random,
  OnlineOnlyFlag: 0,
  MsgBody: textBody(Text)
})

/** What the history has, the newest first: custom data, or else the text. */
const stored = Effect.gen(function*() {
  const all = yield* Stream.runCollect((yield* GroupMessages).history("room"))
  return all.map(({ CloudCustomData, MsgBody }) => CloudCustomData ?? textOf(MsgBody))
})

timTest("a message is asked about, and told with its number, time and mentions", () =>
  Effect.gen(function*() {
    const { heard, messages } = yield* talking({})
    const GroupAtInfo = [{ GroupAtAllFlag: 1 }, { GroupAtAllFlag: 0, GroupAt_Account: "bob" }] as const
    yield* messages.send({ ...text("hi"), Random: 7, CloudCustomData: "{}", GroupAtInfo })
    const asked = { ...ofText("hi", 7), CloudCustomData: "{}" }
    const before = yield* heard.told("Group.CallbackBeforeSendMsg")
    assert.deepEqual(before, [bodyOf("Group.CallbackBeforeSendMsg", asked)])
    assert.deepEqual(yield* heard.told("Group.CallbackAfterSendMsg"), [
      bodyOf("Group.CallbackAfterSendMsg", { ...asked, MsgSeq: 1, MsgTime: startSeconds, GroupAtInfo })
    ])
    assert.equal((yield* heard.commands).length, 2)
  }))

timTest(
  "a message to a topic is told with the topic, one for those who are online as such",
  () =>
    Effect.gen(function*() {
      yield* makeClub()
      const [TopicId = ""] = yield* makeTopics(1)
      const messages = yield* GroupMessages
      const heard = yield* listening({})
      for (const OnlineOnlyFlag of [0, 1] as const) {
        const length = (yield* heard.told("Group.CallbackBeforeSendMsg")).length
        const send = messages.send({
          ...text("hi"),
          GroupId: club,
          TopicId,
          ...(OnlineOnlyFlag === 1 ? { OnlineOnlyFlag } : {})
        })
        const after = yield* toldBy(heard, "Group.CallbackAfterSendMsg", send)
        const before = (yield* heard.told("Group.CallbackBeforeSendMsg")).slice(length)
        for (const bodies of [before, after]) {
          const seen = bodies.map((body) => [body.GroupId, body.TopicId, body.Type, body.OnlineOnlyFlag])
          assert.deepEqual(seen, [[club, TopicId, "Community", OnlineOnlyFlag]])
        }
      }
    })
)

timTest(
  "a message to a group that the app refuses, drops or changes is refused, dropped and changed",
  () =>
    Effect.gen(function*() {
      const { heard, messages } = yield* talking({
        "Group.CallbackBeforeSendMsg": ({ body }) => {
          const said = textOf(body.MsgBody)
          if (said === "refuse") return refuse()
          if (said === "refuse by code") return refuse(10101, "not here")
          if (said === "drop") return drop()
          if (said === "change") return replaceBody(msg().text("***"))
          if (said === "mark") return replaceCustomData("marked")
          return undefined
        }
      })
      yield* refusedWith(10016, messages.send(text("refuse")))
      yield* refusedWith(10101, messages.send(text("refuse by code")))
      const dropped = yield* messages.send({ ...text("drop"), Random: 7 })
      assert.deepEqual(withoutEnvelope(dropped), { MsgTime: startSeconds, MsgSeq: 1 })
      assert.deepEqual(yield* messages.send({ ...text("drop"), Random: 7 }), dropped)
      yield* messages.send(text("change"))
      yield* messages.send(text("mark"))
      yield* messages.send(text("pass"))
      assert.deepEqual(yield* stored, ["pass", "marked", "***"])
      const after = yield* heard.told("Group.CallbackAfterSendMsg")
      assert.deepEqual(after.map(({ MsgBody, MsgSeq }) => [MsgSeq, textOf(MsgBody)]), [
        [1, "***"],
        [2, "mark"],
        [3, "pass"]
      ])
      assert.equal(after[1]?.CloudCustomData, "marked")
      assert.deepEqual(yield* heard.told("Group.CallbackSendMsgException"), [])
    })
)

timTest("a caller can keep webhooks out of a message to a group", () =>
  Effect.gen(function*() {
    const { heard, messages } = yield* talking({ "Group.CallbackBeforeSendMsg": () => refuse() })
    const silent = ["ForbidBeforeSendMsgCallback", "ForbidAfterSendMsgCallback"] as const
    yield* messages.send({ ...text("hi"), ForbidCallbackControl: silent })
    assert.deepEqual(yield* heard.commands, [])
    yield* messages.send({ ...text("ho"), ForbidCallbackControl: ["ForbidBeforeSendMsgCallback"] })
    assert.deepEqual(yield* heard.commands, ["Group.CallbackAfterSendMsg"])
  }))

timTest("a message that is sent twice while the app is asked is stored and told once", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const messages = yield* GroupMessages
    let asked = 0
    const { told } = yield* listening({
      "Group.CallbackBeforeSendMsg": () =>
        Effect.ignore(asked++ === 0 ? messages.send({ ...text("hi"), Random: 7 }) : Effect.void)
    })
    const { MsgSeq } = yield* messages.send({ ...text("hi"), Random: 7 })
    assert.deepEqual([asked, MsgSeq], [2, 1])
    assert.deepEqual(yield* stored, ["hi"])
    assert.equal((yield* told("Group.CallbackAfterSendMsg")).length, 1)
  }))

timTest("nothing is said in a group that is dissolved while the app is asked", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const groups = yield* Groups
    const messages = yield* GroupMessages
    const { told } = yield* listening({
      "Group.CallbackBeforeSendMsg": () => Effect.ignore(Effect.andThen(groups.destroy("room"), makeRoom()))
    })
    yield* refusedWith(ErrorCode.GroupNotFound, messages.send(text("hi")))
    assert.deepEqual(yield* stored, [])
    assert.deepEqual(yield* told("Group.CallbackAfterSendMsg"), [])
  }))

timTest("a message that fails before the app is asked is told with the reason", () =>
  Effect.gen(function*() {
    const { heard, messages } = yield* talking({})
    const { app } = yield* Emulator
    const failing = (code: number, body: object) =>
      toldBy(heard, "Group.CallbackSendMsgException", refusedWith(code, messages.send({ ...text("hi"), ...body })))
    const [unknown] = yield* failing(10004, { From_Account: "nobody", Random: 7 })
    const { ErrorInfo = "", ...told } = unknown ?? {}
    assert.deepEqual(
      told,
      bodyOf("Group.CallbackSendMsgException", { ...ofText("hi", 7), From_Account: "nobody", ErrorCode: 10004 })
    )
    assert.notEqual(ErrorInfo, "")
    const codes = (bodies: ReadonlyArray<{ readonly ErrorCode: number }>) => bodies.map(({ ErrorCode }) => ErrorCode)
    assert.deepEqual(codes(yield* failing(10061, { NeedReadReceipt: 1, OnlineOnlyFlag: 1 })), [10061])
    assert.deepEqual(codes(yield* failing(10010, { GroupId: "none" })), [])
    yield* (yield* Groups).muteMembers("room", ["alice"], 60)
    assert.deepEqual(codes(yield* failing(10017, {})), [10017])
    const word = { keyword: "hi", wordType: 1, filterType: 2, replacement: "" } as const
    app().moderation.addLocal(word, startSeconds)
    assert.deepEqual(codes(yield* failing(80001, { From_Account: "bob" })), [80001])
    assert.deepEqual(new Set(yield* heard.commands), new Set(["Group.CallbackSendMsgException"]))
  }))

timTest(
  "a message above the 40 of a second is told as failed, though its caller reads of no failure",
  () =>
    Effect.gen(function*() {
      const { heard, messages } = yield* talking({})
      for (let index = 0; index < 40; index++) yield* messages.send(text("hi"))
      const told = yield* toldBy(heard, "Group.CallbackSendMsgException", messages.send(text("too much")))
      assert.deepEqual(told.map(({ ErrorCode }) => ErrorCode), [10023])
      assert.equal((yield* heard.told("Group.CallbackAfterSendMsg")).length, 40)
    })
)

timTest("robots are told where they are mentioned by name, and not with everybody", () =>
  Effect.gen(function*() {
    const { heard, messages } = yield* talking({ "Group.CallbackBeforeSendMsg": () => undefined })
    const robots = yield* Robots
    yield* robots.create("@RBT#one")
    yield* robots.create("@RBT#two")
    const told = (GroupAtInfo: ReadonlyArray<{ readonly GroupAtAllFlag: 0 | 1; readonly GroupAt_Account?: string }>) =>
      toldBy(
        heard,
        "Bot.OnGroupMessage",
        messages.send({
          ...text("hi"),
          Random: 7 + GroupAtInfo.length,
          ForbidCallbackControl: ["ForbidAfterSendMsgCallback"],
          GroupAtInfo
        })
      )
    const named = ["@RBT#two", "bob", "@RBT#one", "@RBT#two"]
      .map((GroupAt_Account) => ({ GroupAtAllFlag: 0 as const, GroupAt_Account }))
    assert.deepEqual(yield* told(named), [
      bodyOf("Bot.OnGroupMessage", {
        ...ofText("hi", 11),
        MsgSeq: 1,
        MsgTime: startSeconds,
        AtRobots_Account: ["@RBT#two", "@RBT#one"]
      })
    ])
    assert.deepEqual(yield* told([{ GroupAtAllFlag: 1 }]), [])
    assert.deepEqual(yield* told([{ GroupAtAllFlag: 1 }, { GroupAtAllFlag: 0, GroupAt_Account: "bob" }]), [])
  }))

timTest("read receipts are told as a message is sent and as members read it", () =>
  Effect.gen(function*() {
    const { heard, messages } = yield* talking({})
    const told = (call: Effect.Effect<unknown, TimError>) => toldBy(heard, "Group.CallbackAfterReadReceipt", call)
    const receipts = (...list: ReadonlyArray<object>) => [
      bodyOf("Group.CallbackAfterReadReceipt", { ...ofRoom, GroupMsgReceiptList: list })
    ]
    const sent = yield* told(messages.send({ ...text("one"), NeedReadReceipt: 1 }))
    assert.deepEqual(sent, receipts({ MsgSeq: 1, ReadNum: 0, UnreadNum: 2 }))
    yield* messages.send({ ...text("two"), NeedReadReceipt: 1 })
    assert.deepEqual(yield* told(messages.send(text("no receipts"))), [])
    const ReadReceiptMembers = listed("bob")
    assert.deepEqual(
      yield* told(messages.sendReceipt("room", "bob", [1])),
      receipts({ MsgSeq: 1, ReadNum: 1, UnreadNum: 1, ReadReceiptMembers })
    )
    assert.deepEqual(
      yield* told(messages.sendReceipt("room", "bob", [1, 2])),
      receipts({ MsgSeq: 2, ReadNum: 1, UnreadNum: 1, ReadReceiptMembers })
    )
    assert.deepEqual(yield* told(messages.sendReceipt("room", "bob", [1, 2])), [])
    assert.deepEqual(yield* told(messages.sendReceipt("room", "alice", [1])), [])
    const without = refusedWith(10062, messages.sendReceipt("room", "carol", [1, 3]))
    assert.deepEqual(yield* told(without), [])
  }))

timTest("recalled messages are told together, and each once", () =>
  Effect.gen(function*() {
    const { heard, messages } = yield* talking({})
    yield* sendTexts(3)
    const recall = (...seqs: ReadonlyArray<number>) =>
      toldBy(heard, "Group.CallbackAfterRecallMsg", messages.recall("room", seqs))
    const recalled = (...seqs: ReadonlyArray<number>) => [
      bodyOf("Group.CallbackAfterRecallMsg", {
        ...ofRoom,
        Operator_Account: "administrator",
        MsgSeqList: seqs.map((MsgSeq) => ({ MsgSeq }))
      })
    ]
    assert.deepEqual(yield* recall(2), recalled(2))
    assert.deepEqual(yield* recall(1, 2, 3, 9), recalled(1, 3))
    assert.deepEqual(yield* recall(1), [])
    assert.deepEqual(yield* recall(9), [])
  }))

timTest("messages of a topic are recalled and changed with the topic's id", () =>
  Effect.gen(function*() {
    yield* makeClub()
    const [TopicId = ""] = yield* makeTopics(1)
    const messages = yield* GroupMessages
    const { told } = yield* listening({})
    yield* messages.send({ ...text("hi"), GroupId: club, TopicId })
    yield* messages.modify(club, 1, { TopicId, MsgBody: textBody("ho") })
    yield* messages.recall(club, [1], { TopicId })
    const [modified] = yield* told("Group.CallbackAfterModifyMsg")
    const [recalled] = yield* told("Group.CallbackAfterRecallMsg")
    assert.deepEqual([modified?.GroupId, modified?.TopicId], [club, idOf("1")])
    assert.deepEqual([recalled?.GroupId, recalled?.TopicId], [club, idOf("1")])
  }))

timTest("of a modified message of a group what is new is told", () =>
  Effect.gen(function*() {
    const { heard, messages } = yield* talking({})
    yield* messages.send(text("hi"))
    const modify = (change: { readonly MsgBody?: ReturnType<typeof textBody>; readonly CloudCustomData?: string }) =>
      toldBy(heard, "Group.CallbackAfterModifyMsg", messages.modify("room", 1, change))
    const modified = (changes: object) => [
      bodyOf("Group.CallbackAfterModifyMsg", {
        Operator_Account: "administrator",
        GroupId: "room",
        TopicId: "",
        MsgSeq: 1,
        ...changes
      })
    ]
    const both = { MsgBody: textBody("ho"), CloudCustomData: "{}" }
    assert.deepEqual(yield* modify(both), modified(both))
    const body = { MsgBody: textBody("hm") }
    assert.deepEqual(yield* modify({ ...body, CloudCustomData: "{}" }), modified(body))
    assert.deepEqual(yield* modify({ CloudCustomData: "" }), modified({ CloudCustomData: "" }))
    assert.deepEqual(yield* modify({ ...body, CloudCustomData: "" }), [])
    const unknown = refusedWith(20001, messages.modify("room", 9, both))
    assert.deepEqual(yield* toldBy(heard, "Group.CallbackAfterModifyMsg", unknown), [])
  }))

timTest("extensions of a group's message are told with their versions", () =>
  Effect.gen(function*() {
    const { heard, messages } = yield* talking({})
    yield* messages.send({ ...text("hi"), SupportMessageExtension: 1 })
    const told = (call: Effect.Effect<unknown, TimError>) => toldBy(heard, "Group.CallbackAfterGroupMsgExtension", call)
    const done = (OperateType: number, Seq: number, ...pairs: ReadonlyArray<readonly [string, string]>) => [
      bodyOf("Group.CallbackAfterGroupMsgExtension", {
        GroupId: "room",
        MsgSeq: 1,
        OperateType,
        ExtensionList: pairs.map(([Key, Value]) => ({ Key, Value, Seq })),
        Seq
      })
    ]
    const set = yield* told(messages.setExtensions("room", 1, [{ Key: "a", Value: "1" }, { Key: "b", Value: "2" }]))
    assert.deepEqual(set, done(1, 1, ["a", "1"], ["b", "2"]))
    assert.deepEqual(yield* told(messages.deleteExtensions("room", 1, ["a"])), done(2, 2, ["a", ""]))
    assert.deepEqual(yield* told(messages.clearExtensions("room", 1)), done(3, 3))
    assert.deepEqual(yield* told(refusedWith(23004, messages.clearExtensions("room", 9))), [])
  }))

timTest(
  "what is imported, notified, pinned, cleared or deleted by sender sends no webhooks",
  () =>
    Effect.gen(function*() {
      const { heard, messages } = yield* talking({})
      yield* TestClock.adjust("1 minute")
      const silent: ReadonlyArray<Effect.Effect<unknown, TimError>> = [
        messages.import("room", [{ From_Account: "alice", SendTime: startSeconds + 30, MsgBody: textBody("old") }]),
        messages.sendSystemNotification("room", "closing"),
        messages.sendBroadcast({ MsgBody: textBody("all") }),
        messages.pin("room", 1),
        messages.unpin("room", 1),
        messages.deleteBySender("room", "alice"),
        messages.clearHistory("room")
      ]
      for (const call of silent) yield* call
      assert.deepEqual(yield* heard.commands, [])
    })
)

timTest("a message to an AVChatRoom is told with its number", () =>
  Effect.gen(function*() {
    yield* makeRoom("show", "AVChatRoom")
    const heard = yield* listening({})
    const client = yield* TimClient
    const send = client.call("v4/group_open_http_svc/send_group_msg", { ...text("hi"), GroupId: "show", Random: 7 })
    assert.deepEqual(
      (yield* namesToldBy(heard, send)).toSorted(),
      [
        "Group.CallbackAfterSendMsg",
        "Group.CallbackBeforeSendMsg"
      ] satisfies ReadonlyArray<CommandName>
    )
    const [after] = yield* heard.told("Group.CallbackAfterSendMsg")
    assert.deepEqual([after?.Type, after?.MsgSeq, after?.OnlineOnlyFlag], ["AVChatRoom", 1, 0])
  }))
