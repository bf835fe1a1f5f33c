import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import {
  Accounts,
  CurrentRateLimiter,
  CurrentTransport,
  ErrorCode,
  GroupMessages,
  Groups,
  readData,
  textOf,
  TimClient,
  type Transport,
  TransportFailure,
  unlimited,
  wasDropped
} from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { Topic } from "../src/emulator/state/Topics.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { makeRoom, sendTexts, text, textBody, withoutEnvelope } from "./support/groups.ts"
import { startSeconds, timTest } from "./support/suite.ts"

const textsOf = (groupId = "room") =>
  Effect.gen(function*() {
    const all = yield* Stream.runCollect((yield* GroupMessages).history(groupId))
    return all.map(({ MsgBody }) => textOf(MsgBody))
  })

timTest("a sent message is in the history with all that it carried", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const messages = yield* GroupMessages
    const sent = yield* messages.send({ ...text("hi"), Random: 7, MsgPriority: "High", CloudCustomData: "{}" })
    assert.deepEqual(withoutEnvelope(sent), { MsgTime: startSeconds, MsgSeq: 1 })
    const { IsFinished, RspMsgList } = yield* messages.getHistory("room", 20)
    assert.equal(IsFinished, 1)
    assert.deepEqual(RspMsgList, [{
      From_Account: "alice",
      IsPlaceMsg: 0,
      MsgBody: textBody("hi"),
      MsgPriority: 1,
      MsgRandom: 7,
      MsgSeq: 1,
      MsgTimeStamp: startSeconds,
      CloudCustomData: "{}"
    }])
  }))

timTest("numbers count up from 1 and raise the group's next one", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    yield* sendTexts(3)
    const { ok: [info] } = yield* (yield* Groups).getInfo(["room"])
    assert.equal(info?.NextMsgSeq, 4)
    assert.equal(info?.LastMsgTime, startSeconds)
    assert.deepEqual(yield* textsOf(), ["3", "2", "1"])
  }))

timTest("a message to an unknown group, or of an unknown sender, is refused", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const messages = yield* GroupMessages
    yield* refusedWith(ErrorCode.GroupNotFound, messages.send({ ...text("hi"), GroupId: "nowhere" }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, messages.send({ ...text("hi"), From_Account: "nobody" }))
    yield* refusedWith(
      ErrorCode.CommunityNotEnabled,
      messages.send({ ...text("hi"), TopicId: "room@TOPIC#_one" })
    )
  }))

timTest(
  "a message with the same Random of the same sender is stored once within five minutes",
  () =>
    Effect.gen(function*() {
      yield* makeRoom()
      const messages = yield* GroupMessages
      const first = yield* messages.send({ ...text("once"), Random: 7 })
      yield* TestClock.adjust("299 seconds")
      assert.deepEqual(yield* messages.send({ ...text("once"), Random: 7 }), first)
      const other = yield* messages.send({ ...text("of bob"), Random: 7, From_Account: "bob" })
      assert.equal(other.MsgSeq, 2)
      yield* TestClock.adjust("2 seconds")
      const later = yield* messages.send({ ...text("again"), Random: 7 })
      assert.deepEqual(withoutEnvelope(later), { MsgTime: startSeconds + 301, MsgSeq: 3 })
      assert.deepEqual(yield* textsOf(), ["again", "of bob", "once"])
    })
)

timTest("a message whose answer is lost is sent again and stored once", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const { options, transport } = yield* Emulator
    let sent = 0
    const losses = yield* Queue.unbounded<void>()
    const lossy: Transport = {
      send: (request) =>
        Effect.tap(transport.send(request), () =>
          ++sent === 3
            ? Effect.void
            : Effect.andThen(
              Queue.offer(losses, undefined),
              Effect.fail(new TransportFailure({ detail: "the answer got lost" }))
            ))
    }
    const { fetch: _fetch, ...connection } = options
    const fiber = yield* Effect.gen(function*() {
      return yield* GroupMessages.make(yield* TimClient).send(text("once"))
    }).pipe(
      Effect.provide(TimClient.layer(connection)),
      Effect.provideService(CurrentTransport, lossy),
      Effect.forkChild
    )
    for (let loss = 0; loss < 2; loss++) {
      yield* Queue.take(losses)
      yield* Effect.yieldNow
      yield* TestClock.adjust("1 second")
    }
    const { MsgSeq } = yield* Fiber.join(fiber)
    assert.equal(sent, 3)
    assert.equal(MsgSeq, 1)
    assert.deepEqual(yield* textsOf(), ["once"])
  }))

timTest("the 41st message of a second is dropped although the answer is a success", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const messages = yield* GroupMessages
    const answers = yield* Effect.forEach(
      Array.from({ length: 42 }, (_, index) => index),
      (index) => messages.send({ ...text(String(index)), From_Account: index % 2 === 0 ? "alice" : "bob" })
    )
    assert.deepEqual(answers.map(wasDropped), [...Array.from({ length: 40 }, () => false), true, true])
    assert.equal(answers[40]?.MsgDropReason, "MsgFreqCtrl")
    yield* TestClock.adjust("1 second")
    const next = yield* messages.send(text("next"))
    assert.deepEqual([next.MsgSeq, wasDropped(next)], [41, false])
    const texts = yield* textsOf()
    assert.deepEqual([texts.length, texts[0], texts[1]], [41, "next", "39"])
  }))

timTest("data of an app is encoded once and read back", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const messages = yield* GroupMessages
    const values = [{ id: 7, name: "火箭" }, "a text", "{\"looks\":\"like JSON\"}", [1, null], 0.5, null]
    for (const value of values) yield* messages.sendRoomData("room", "gift", value, { From_Account: "bob" })
    const { RspMsgList = [] } = yield* messages.getHistory("room", 20)
    assert.deepEqual(RspMsgList[5]?.MsgBody, [
      { MsgType: "TIMCustomElem", MsgContent: { Data: "{\"msgType\":\"gift\",\"data\":{\"id\":7,\"name\":\"火箭\"}}" } }
    ])
    assert.equal(RspMsgList[0]?.From_Account, "bob")
    const all = yield* Stream.runCollect(messages.history("room"))
    const read = all.flatMap(({ MsgBody }) => MsgBody.map(readData))
    assert.deepEqual(read.toReversed(), values.map((data) => ({ msgType: "gift", data })))
    assert.equal(readData({ MsgType: "TIMCustomElem", MsgContent: { Data: "no JSON" } }), undefined)
    assert.equal(readData({ MsgType: "TIMCustomElem", MsgContent: { Data: "{}" } }), undefined)
    yield* refusedWith(ErrorCode.GroupNotFound, messages.sendRoomData("nowhere", "gift", 1))
  }))

timTest("who is muted may not speak until the mute is over", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const messages = yield* GroupMessages
    yield* (yield* Groups).muteMembers("room", ["bob"], 60)
    yield* refusedWith(ErrorCode.GroupSenderMuted, messages.send({ ...text("hi"), From_Account: "bob" }))
    assert.equal((yield* messages.send(text("hi"))).MsgSeq, 1)
    yield* TestClock.adjust("60 seconds")
    assert.equal((yield* messages.send({ ...text("hi"), From_Account: "bob" })).MsgSeq, 2)
  }))

timTest("in a muted group only owner, admins and administrators of the app speak", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const messages = yield* GroupMessages
    const groups = yield* Groups
    yield* groups.modifyInfo("room", { MuteAllMember: "On" })
    yield* groups.modifyMember("room", "carol", { Role: "Admin" })
    yield* refusedWith(ErrorCode.GroupSenderMuted, messages.send({ ...text("hi"), From_Account: "bob" }))
    yield* messages.send(text("owner"))
    yield* messages.send({ ...text("admin"), From_Account: "carol" })
    yield* messages.send({ GroupId: "room", MsgBody: textBody("app") })
    assert.deepEqual(yield* textsOf(), ["app", "admin", "owner"])
  }))

timTest("the administrator of the app speaks without being a member", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const messages = yield* GroupMessages
    yield* messages.send({ GroupId: "room", MsgBody: textBody("hi") })
    const { RspMsgList } = yield* messages.getHistory("room", 1)
    assert.equal(RspMsgList?.[0]?.From_Account, "administrator")
  }))

timTest("an online-only message is delivered, not stored, and takes no number", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const messages = yield* GroupMessages
    const { app } = yield* Emulator
    yield* messages.send({ ...text("fleeting"), OnlineOnlyFlag: 1 })
    assert.equal((yield* messages.send(text("lasting"))).MsgSeq, 1)
    assert.deepEqual(yield* textsOf(), ["lasting"])
    const deliveries = app().groups.get("room")?.messages.deliveries.items
    assert.deepEqual(deliveries?.map(({ content, from }) => [from, content]), [["alice", textBody("fleeting")]])
  }))

timTest("an AVChatRoom numbers its messages and has no history", () =>
  Effect.gen(function*() {
    yield* makeRoom("live", "AVChatRoom")
    const messages = yield* GroupMessages
    const { app } = yield* Emulator
    const live = { ...text("hi"), GroupId: "live" }
    const seqs = [yield* messages.send(live), yield* messages.send(live)].map(({ MsgSeq }) => MsgSeq)
    assert.deepEqual(seqs, [1, 2])
    assert.equal(app().groups.get("live")?.messages.deliveries.items.length, 2)
    yield* refusedWith(ErrorCode.GroupPermissionDenied, messages.getHistory("live", 20))
    yield* refusedWith(ErrorCode.GroupTypeNoRecall, messages.recall("live", [1]))
    yield* messages.deleteBySender("live", "alice")
    const refused = [
      { OnlineOnlyFlag: 1 as const },
      { SendMsgControl: ["NoUnread" as const] },
      { GroupAtInfo: [{ GroupAtAllFlag: 1 as const }] },
      { SupportMessageExtension: 1 as const },
      { To_Account: ["bob"] },
      { NeedReadReceipt: 1 as const }
    ]
    for (const field of refused) {
      yield* refusedWith(ErrorCode.GroupPermissionDenied, messages.send({ ...live, ...field }))
    }
  }))

timTest("unread messages are counted without those that are not to count", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const messages = yield* GroupMessages
    const { app } = yield* Emulator
    const unread = (userId: string) => {
      const room = app().groups.get("room")
      return room?.messages.unreadAfter(room.members.get(userId)?.msgSeq ?? NaN)
    }
    yield* messages.send(text("counts"))
    yield* messages.send({ ...text("silent"), SendMsgControl: ["NoUnread"] })
    yield* messages.send({ ...text("for carol"), To_Account: ["carol"] })
    yield* messages.send(text("counts as well"))
    assert.deepEqual([unread("alice"), unread("bob")], [0, 2])
    yield* messages.setUnreadCount("room", "bob", 1)
    assert.equal(unread("bob"), 1)
    yield* messages.setUnreadCount("room", "bob", 1000)
    const { MemberList } = yield* (yield* Groups).listMembers("room")
    assert.equal(MemberList.find(({ Member_Account }) => Member_Account === "bob")?.MsgSeq, 0)
    yield* refusedWith(ErrorCode.GroupParameterInvalid, messages.setUnreadCount("room", "nobody", 1))
  }))

timTest("ChatRooms ignore unread counts and refuse NoUnread", () =>
  Effect.gen(function*() {
    yield* makeRoom("room", "ChatRoom")
    const messages = yield* GroupMessages
    const { app } = yield* Emulator
    yield* messages.send(text("hi"))
    const room = app().groups.get("room")
    assert.equal(room?.messages.unreadAfter(0), 0)
    const before = room?.members.get("bob")?.msgSeq
    yield* messages.setUnreadCount("room", "bob", 1)
    assert.equal(room?.members.get("bob")?.msgSeq, before)
    yield* refusedWith(
      ErrorCode.GroupPermissionDenied,
      messages.send({ ...text("hi"), SendMsgControl: ["NoUnread"] })
    )
  }))

timTest("what breaks a limit is not sent, and refused when it is", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const messages = yield* GroupMessages
    const client = yield* TimClient
    const mentions = Array.from({ length: 31 }, () => ({ GroupAtAllFlag: 0 as const, GroupAt_Account: "bob" }))
    const raw = (fields: object) =>
      client.call("v4/group_open_http_svc/send_group_msg", { ...text("hi"), Random: 1, ...fields })
    yield* notSent("GroupAtInfo", messages.send({ ...text("hi"), GroupAtInfo: mentions }))
    yield* refusedWith(ErrorCode.GroupAtCountExceeded, raw({ GroupAtInfo: mentions }))
    yield* notSent("", messages.send(text("x".repeat(12 * 1024))))
    yield* refusedWith(ErrorCode.MessageBodyTooLarge, raw(text("火".repeat(4096))))
    yield* notSent("", messages.send({ ...text("hi"), OnlineOnlyFlag: 1, SendMsgControl: ["NoLastMsg"] }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, raw({ OnlineOnlyFlag: 1, SendMsgControl: ["NoLastMsg"] }))
    yield* notSent("GroupAtInfo[0]", messages.send({ ...text("hi"), GroupAtInfo: [{ GroupAtAllFlag: 0 }] }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, raw({ To_Account: Array.from({ length: 51 }, String) }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, raw({ MsgBody: [] }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, raw({ Random: "7" }))
    yield* refusedWith(ErrorCode.GroupIdInvalid, raw({ GroupId: "x".repeat(97) }))
    yield* messages.send({ ...text("hi"), GroupAtInfo: mentions.slice(1) })
    assert.deepEqual(yield* textsOf(), ["hi"])
  }))

timTest("named receivers and receipts need the premium edition", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const messages = yield* GroupMessages
    yield* refusedWith(ErrorCode.GroupPermissionDenied, messages.send({ ...text("hi"), To_Account: ["bob"] }))
    yield* refusedWith(ErrorCode.GroupPermissionDenied, messages.send({ ...text("hi"), NeedReadReceipt: 1 }))
    yield* refusedWith(ErrorCode.GroupPermissionDenied, messages.sendBroadcast({ MsgBody: textBody("hi") }))
    yield* messages.send(text("hi"))
    assert.deepEqual(yield* textsOf(), ["hi"])
  }), { edition: "standard" })

timTest("a topic counts apart from its community", () =>
  Effect.gen(function*() {
    const community = "@TGS#_room"
    const topic = { GroupId: community, TopicId: `${community}@TOPIC#_one` }
    yield* makeRoom(community, "Community")
    const messages = yield* GroupMessages
    const { app } = yield* Emulator
    const group = app().groups.get(community)
    assert.ok(group !== undefined)
    group.supportTopic = true
    group.topics.set(topic.TopicId, new Topic(topic.TopicId))
    yield* messages.send({ ...text("outside"), GroupId: community })
    yield* messages.send({ ...text("outside"), GroupId: community })
    assert.equal((yield* messages.send({ ...text("inside"), ...topic })).MsgSeq, 1)
    const inside = yield* Stream.runCollect(messages.history(community, { TopicId: topic.TopicId }))
    assert.deepEqual(inside.map(({ MsgBody, MsgSeq }) => [MsgSeq, MsgBody]), [[1, textBody("inside")]])
    yield* (yield* Groups).muteMembers(community, ["bob"], 60, { TopicId: topic.TopicId })
    const ofBob = { ...text("hi"), GroupId: community, From_Account: "bob" }
    yield* refusedWith(ErrorCode.GroupSenderMuted, messages.send({ ...ofBob, ...topic }))
    yield* messages.send(ofBob)
    yield* refusedWith(ErrorCode.GroupNotFound, messages.send({ ...ofBob, TopicId: `${community}@TOPIC#_two` }))
  }))

timTest(
  "a system notification goes to all, or to some, and leaves no trace in the history",
  () =>
    Effect.gen(function*() {
      yield* makeRoom()
      const messages = yield* GroupMessages
      const { app } = yield* Emulator
      yield* messages.sendSystemNotification("room", "for all")
      yield* messages.sendSystemNotification("room", "for bob", { ToMembers_Account: ["bob"] })
      const deliveries = app().groups.get("room")?.messages.deliveries.items ?? []
      assert.deepEqual(deliveries.map(({ content, to }) => [content, to === undefined ? undefined : [...to]]), [
        ["for all", undefined],
        ["for bob", ["bob"]]
      ])
      assert.equal((yield* messages.send(text("hi"))).MsgSeq, 1)
      yield* refusedWith(ErrorCode.GroupNotFound, messages.sendSystemNotification("nowhere", "hi"))
      const many = Array.from({ length: 501 }, String)
      yield* notSent("ToMembers_Account", messages.sendSystemNotification("room", "hi", { ToMembers_Account: many }))
    })
)

timTest("a broadcast goes out once a second and once for each Random", () =>
  Effect.gen(function*() {
    yield* (yield* Accounts).import("alice")
    const messages = yield* GroupMessages
    const { app, options, transport } = yield* Emulator
    const { fetch: _fetch, ...connection } = options
    const hasty = GroupMessages.make(
      yield* TimClient.pipe(
        Effect.provide(TimClient.layer({ ...connection, limits: { maxAttempts: 1 } })),
        Effect.provideService(CurrentTransport, transport),
        Effect.provideService(CurrentRateLimiter, unlimited)
      )
    )
    const first = yield* hasty.sendBroadcast({ From_Account: "alice", MsgBody: textBody("hi"), Random: 7 })
    assert.equal(first.MsgSeq, 1)
    const again = yield* hasty.sendBroadcast({ From_Account: "alice", MsgBody: textBody("hi"), Random: 7 })
    assert.equal(again.MsgSeq, 1)
    yield* refusedWith(ErrorCode.GroupMessageRateLimited, hasty.sendBroadcast({ MsgBody: textBody("hi"), Random: 8 }))
    yield* TestClock.adjust("2 seconds")
    assert.equal((yield* messages.sendBroadcast({ MsgBody: textBody("later") })).MsgSeq, 2)
    assert.deepEqual(app().broadcasts.deliveries.items.map(({ content, from }) => [from, content]), [
      ["alice", textBody("hi")],
      ["administrator", textBody("later")]
    ])
    yield* TestClock.adjust("2 seconds")
    yield* refusedWith(
      ErrorCode.GroupParameterInvalid,
      messages.sendBroadcast({ From_Account: "nobody", MsgBody: textBody("hi") })
    )
  }))
