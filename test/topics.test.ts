import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { ErrorCode, GroupMessages, Groups, TimClient, topic, Topics } from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { club, idOf, makeClub, makeTopics } from "./support/communities.ts"
import { text } from "./support/groups.ts"
import { inVirtualTime, startSeconds, timTest } from "./support/suite.ts"
import { layerOn, scripted, success } from "./support/scripted.ts"

const messageOf = (userId: string, own: string) => ({
  ...text("hi"),
  GroupId: club,
  From_Account: userId,
  TopicId: idOf(own)
})

timTest("a topic is there as it was created", () =>
  Effect.gen(function*() {
    const topics = yield* Topics
    yield* makeClub()
    const texts = {
      CustomString: "{\"colour\":\"red\"}",
      FaceUrl: "https://example.com/a.png",
      Notification: "Tuesday",
      Introduction: "What is new"
    }
    const { TopicId } = yield* topics.create(club, "News", { TopicId: idOf("news"), From_Account: "alice", ...texts })
    assert.equal(TopicId, idOf("news"))
    assert.deepEqual(yield* topics.get(club, "carol"), {
      ok: [{
        TopicId,
        GroupID: club,
        TopicName: "News",
        ...texts,
        NextMsgSeq: 1,
        CreateTime: startSeconds,
        LastMsgTime: 0,
        MuteAllMember: "Off",
        SelfInfo: { ShutUpTime: 0, MsgSeq: 0, MsgFlag: "AcceptAndNotify" }
      }],
      failed: []
    })
  }))

timTest("the service makes up an id that tells the community", () =>
  Effect.gen(function*() {
    const topics = yield* Topics
    yield* makeClub()
    const first = yield* topics.create({ GroupId: club, TopicName: "One" })
    const second = yield* topics.create(club, "Two")
    assert.match(first.TopicId, /^@TGS#_club@TOPIC#_@TOPIC#c[A-Z\d]{9}$/)
    assert.notEqual(second.TopicId, first.TopicId)
    const { ok } = yield* topics.get(club, "alice", undefined, ["TopicName"])
    assert.deepEqual(ok.map(({ TopicName }) => TopicName), ["One", "Two"])
  }))

timTest("a built topic is created, and imported", () =>
  Effect.gen(function*() {
    const topics = yield* Topics
    yield* makeClub()
    const built = topic("News").in(club).custom({ colour: "red" })
    yield* topics.create(built.id("new"))
    yield* topics.import(built.id("old"))
    const { ok } = yield* topics.get(club, "alice", [idOf("new"), idOf("old")], ["CustomString"])
    assert.deepEqual(ok.map(({ CustomString, TopicId }) => [TopicId, CustomString]), [
      [idOf("new"), "{\"colour\":\"red\"}"],
      [idOf("old"), "{\"colour\":\"red\"}"]
    ])
  }))

timTest("an id that is taken is refused, by creating and importing differently", () =>
  Effect.gen(function*() {
    const topics = yield* Topics
    yield* makeClub()
    yield* topics.create(club, "News", { TopicId: idOf("news") })
    yield* refusedWith(ErrorCode.GroupIdTakenByOperator, topics.create(club, "Again", { TopicId: idOf("news") }))
    yield* refusedWith(ErrorCode.GroupIdTaken, topics.import(club, "Again", { TopicId: idOf("news") }))
    const { ok } = yield* topics.get(club, "alice")
    assert.deepEqual(ok.map(({ TopicName }) => TopicName), ["News"])
  }))

timTest("ids that no topic of the community can have are not sent, and refused", () =>
  Effect.gen(function*() {
    const topics = yield* Topics
    const client = yield* TimClient
    yield* makeClub()
    const wrong = [
      "news",
      "@TGS#_other@TOPIC#_news",
      idOf(""),
      idOf("@TOPIC#cNEWS"),
      idOf("a@TOPIC#_@TOPIC#b"),
      idOf("@TGS#_news"),
      idOf("é")
    ]
    for (const TopicId of wrong) {
      yield* notSent("", topics.create(club, "News", { TopicId }))
      yield* notSent("", topics.import(club, "News", { TopicId }))
      yield* refusedWith(
        ErrorCode.TopicIdInvalid,
        client.call("v4/million_group_open_http_svc/create_topic", { GroupId: club, TopicName: "News", TopicId })
      )
    }
    yield* notSent("TopicId", topics.create(club, "News", { TopicId: idOf("x".repeat(79)) }))
    const longest = idOf("x".repeat(78))
    assert.equal(longest.length, 96)
    yield* topics.create(club, "News", { TopicId: longest })
  }))

timTest("only communities with topics take topics", () =>
  Effect.gen(function*() {
    const topics = yield* Topics
    const groups = yield* Groups
    const client = yield* TimClient
    yield* groups.create("Community", "Plain", { GroupId: "@TGS#_plain" })
    yield* groups.create("Public", "Room", { GroupId: "room" })
    yield* refusedWith(ErrorCode.CommunityNotEnabled, topics.create("@TGS#_plain", "News"))
    yield* refusedWith(ErrorCode.CommunityNotEnabled, topics.import("@TGS#_plain", "News"))
    yield* refusedWith(ErrorCode.CommunityNotEnabled, topics.modify("@TGS#_plain", "t", { TopicName: "News" }))
    yield* refusedWith(ErrorCode.CommunityNotEnabled, topics.get("@TGS#_plain", "administrator"))
    yield* refusedWith(ErrorCode.CommunityNotEnabled, topics.destroy("@TGS#_plain", ["t"]))
    yield* refusedWith(ErrorCode.GroupNotFound, topics.create("@TGS#_nothing", "News"))
    yield* refusedWith(ErrorCode.GroupIdInvalid, topics.destroy("@TGS#_nothing", ["t"]))
    yield* notSent("GroupId", topics.create("room", "News"))
    const path = "v4/million_group_open_http_svc/create_topic"
    yield* refusedWith(ErrorCode.GroupIdInvalid, client.call(path, { GroupId: "room", TopicName: "News" }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, client.call(path, { GroupId: "@TGS#_plain" }))
  }))

timTest("texts have limits in bytes, and the one who made it must exist", () =>
  Effect.gen(function*() {
    const topics = yield* Topics
    yield* makeClub()
    yield* notSent("TopicName", topics.create(club, "x".repeat(31)))
    yield* notSent("TopicName", topics.create(club, "é".repeat(16)))
    yield* notSent("TopicName", topics.create(club, ""))
    yield* notSent("CustomString", topics.create(club, "News", { CustomString: "x".repeat(3001) }))
    yield* notSent("FaceUrl", topics.create(club, "News", { FaceUrl: "x".repeat(101) }))
    yield* notSent("Notification", topics.create(club, "News", { Notification: "x".repeat(301) }))
    yield* notSent("Introduction", topics.create(club, "News", { Introduction: "x".repeat(241) }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, topics.create(club, "News", { From_Account: "nobody" }))
  }))

timTest("a community takes 200 topics, and one more once one is gone", () =>
  Effect.gen(function*() {
    const topics = yield* Topics
    yield* makeClub()
    const ids = yield* makeTopics(200)
    yield* refusedWith(ErrorCode.UserGroupLimitReached, topics.create(club, "201"))
    yield* refusedWith(ErrorCode.UserGroupLimitReached, topics.import(club, "201"))
    assert.equal((yield* topics.get(club, "alice")).ok.length, 200)
    yield* topics.destroy(club, ids.slice(0, 1))
    yield* topics.create(club, "201")
  }))

timTest("topics that are deleted are gone, with their messages and mutes", () =>
  Effect.gen(function*() {
    const topics = yield* Topics
    const messages = yield* GroupMessages
    const groups = yield* Groups
    yield* makeClub()
    yield* makeTopics(2)
    yield* messages.send(messageOf("carol", "1"))
    yield* groups.muteMembers(club, ["carol"], 60, { TopicId: idOf("1") })
    assert.deepEqual(yield* topics.destroy(club, [idOf("1"), idOf("3")]), {
      ok: [idOf("1")],
      failed: [{ item: idOf("3"), code: ErrorCode.TopicDeleted, info: "TopicDeleted" }]
    })
    yield* refusedWith(ErrorCode.GroupNotFound, messages.send(messageOf("carol", "1")))
    yield* refusedWith(ErrorCode.GroupNotFound, topics.modify(club, idOf("1"), { TopicName: "Back" }))
    const { failed, ok } = yield* topics.get(club, "alice", [idOf("2"), idOf("1")])
    assert.deepEqual(ok.map(({ TopicId }) => TopicId), [idOf("2")])
    assert.deepEqual(failed.map(({ code, item }) => [item, code]), [[idOf("1"), ErrorCode.TopicDeleted]])
    // The id is free again, and nothing of the old topic is left.
    yield* topics.create(club, "Back", { TopicId: idOf("1") })
    assert.equal((yield* messages.send(messageOf("carol", "1"))).MsgSeq, 1)
  }))

timTest("the answer to a deletion says ok", () =>
  Effect.gen(function*() {
    const client = yield* TimClient
    yield* makeClub()
    yield* makeTopics(1)
    const path = "v4/million_group_open_http_svc/destroy_topic"
    const { DestroyResultItem, ErrorInfo } = yield* client.call(path, { GroupId: club, TopicIdList: [idOf("1")] })
    assert.equal(ErrorInfo, "ok")
    assert.deepEqual(DestroyResultItem, [{ TopicId: idOf("1"), ErrorCode: 0, ErrorInfo: "ok" }])
  }))

timTest("more topics than one call takes go in several, and an empty list makes no call", () =>
  Effect.gen(function*() {
    const topics = yield* Topics
    yield* makeClub()
    const ids = yield* makeTopics(200)
    const asked = [...ids, idOf("none")]
    const read = yield* topics.get(club, "alice", asked, ["TopicName"])
    assert.deepEqual(read.ok.map(({ TopicId }) => TopicId), ids)
    assert.deepEqual(read.failed.map(({ item }) => item), [idOf("none")])
    assert.deepEqual(yield* topics.get(club, "alice", []), { ok: [], failed: [] })
    const { failed, ok } = yield* topics.destroy(club, asked)
    assert.deepEqual(ok, ids)
    assert.deepEqual(failed.map(({ item }) => item), [idOf("none")])
    assert.deepEqual(yield* topics.get(club, "alice"), { ok: [], failed: [] })
  }))

timTest("a filter leaves the ids, and somebody who is no member has no side of a topic", () =>
  Effect.gen(function*() {
    const topics = yield* Topics
    yield* makeClub()
    yield* makeTopics(1)
    const { ok } = yield* topics.get(club, "stranger", undefined, ["MuteAllMember"])
    assert.deepEqual(ok, [{ TopicId: idOf("1"), GroupID: club, MuteAllMember: "Off" }])
    yield* refusedWith(ErrorCode.GroupParameterInvalid, topics.get(club, "nobody"))
  }))

timTest("a user's side of a topic tells what was read, and the mute", () =>
  Effect.gen(function*() {
    const topics = yield* Topics
    const messages = yield* GroupMessages
    const groups = yield* Groups
    yield* makeClub()
    yield* makeTopics(2)
    yield* messages.send(messageOf("alice", "1"))
    yield* messages.send(messageOf("carol", "1"))
    yield* groups.muteMembers(club, ["carol"], 60, { TopicId: idOf("1") })
    const { ok: [first, second] } = yield* topics.get(club, "carol", undefined, ["NextMsgSeq", "LastMsgTime"])
    assert.deepEqual(first, {
      TopicId: idOf("1"),
      GroupID: club,
      NextMsgSeq: 3,
      LastMsgTime: startSeconds,
      SelfInfo: { ShutUpTime: startSeconds + 60, MsgSeq: 2, MsgFlag: "AcceptAndNotify" }
    })
    assert.deepEqual(second?.SelfInfo, { ShutUpTime: 0, MsgSeq: 0, MsgFlag: "AcceptAndNotify" })
    // The list of joined communities sums up over the topics.
    const { GroupIdList: [joined] } = yield* groups.listJoined("carol", { SupportTopic: 1 })
    assert.equal(joined?.GrossTopicNextMsgSeq, 4)
    assert.equal(joined?.SelfInfo?.GrossTopicReadSeq, 2)
  }))

timTest("only what is given of a topic changes", () =>
  Effect.gen(function*() {
    const topics = yield* Topics
    yield* makeClub()
    yield* topics.create(club, "News", { TopicId: idOf("news"), Introduction: "Old", FaceUrl: "a.png" })
    yield* topics.modify(club, idOf("news"), { Introduction: "New", CustomString: "x", From_Account: "bob" })
    yield* topics.modify(club, idOf("news"), { TopicName: "Today", FaceUrl: "", Notification: "!" })
    const { ok: [info] } = yield* topics.get(club, "alice")
    assert.deepEqual(
      [info?.TopicName, info?.Introduction, info?.CustomString, info?.FaceUrl, info?.Notification],
      ["Today", "New", "x", "", "!"]
    )
    yield* refusedWith(
      ErrorCode.GroupParameterInvalid,
      topics.modify(club, idOf("news"), { TopicName: "Tomorrow", From_Account: "nobody" })
    )
    yield* notSent("TopicName", topics.modify(club, idOf("news"), { TopicName: "x".repeat(31) }))
  }))

timTest(
  "in a topic that is muted only owner and admins speak, and where permission groups decide no admins",
  () =>
    Effect.gen(function*() {
      const topics = yield* Topics
      const messages = yield* GroupMessages
      const groups = yield* Groups
      yield* makeClub()
      yield* makeTopics(2)
      yield* topics.modify(club, idOf("1"), { MuteAllMember: "On" })
      yield* refusedWith(ErrorCode.GroupSenderMuted, messages.send(messageOf("carol", "1")))
      yield* messages.send(messageOf("carol", "2"))
      yield* messages.send(messageOf("bob", "1"))
      yield* groups.modifyInfo(club, { EnablePermission: 1 })
      yield* refusedWith(ErrorCode.GroupSenderMuted, messages.send(messageOf("bob", "1")))
      yield* messages.send(messageOf("alice", "1"))
      yield* topics.modify(club, idOf("1"), { MuteAllMember: "Off" })
      yield* messages.send(messageOf("carol", "1"))
      const inside = yield* Stream.runCollect(messages.history(club, { TopicId: idOf("1") }))
      assert.deepEqual(inside.map(({ From_Account }) => From_Account), ["carol", "alice", "bob"])
    })
)

timTest("an imported topic keeps when it was made, and needs no name", () =>
  Effect.gen(function*() {
    const topics = yield* Topics
    const client = yield* TimClient
    yield* makeClub()
    yield* topics.import(club, "Old", { TopicId: idOf("old"), CreateTime: startSeconds - 1000, Type: "Community" })
    yield* topics.import({ GroupId: club, TopicId: idOf("nameless") })
    const { ok } = yield* topics.get(club, "alice", undefined, ["TopicName", "CreateTime"])
    assert.deepEqual(ok.map(({ CreateTime, TopicName }) => [TopicName, CreateTime]), [
      ["Old", startSeconds - 1000],
      ["", startSeconds]
    ])
    yield* refusedWith(
      ErrorCode.GroupParameterInvalid,
      topics.import(club, "Future", { CreateTime: startSeconds + 1 })
    )
    yield* refusedWith(
      ErrorCode.GroupParameterInvalid,
      client.call("v4/group_open_http_svc/import_topic", { GroupId: club, TopicName: "Odd", Type: "Public" })
    )
  }))

timTest("who is online in a community is counted every four minutes", () =>
  Effect.gen(function*() {
    const topics = yield* Topics
    const groups = yield* Groups
    const { app } = yield* Emulator
    yield* makeClub()
    app().accounts.get("alice")?.platforms.set("Web", "Online")
    app().accounts.get("bob")?.platforms.set("iPhone", "PushOnline")
    app().accounts.get("stranger")?.platforms.set("Web", "Online")
    assert.equal((yield* topics.countOnline(club)).OnlineMemberNum, 1)
    app().accounts.get("carol")?.platforms.set("Web", "Online")
    yield* TestClock.adjust("239 seconds")
    assert.equal((yield* topics.countOnline(club)).OnlineMemberNum, 1)
    yield* TestClock.adjust("1 second")
    assert.equal((yield* topics.countOnline(club)).OnlineMemberNum, 2)
    yield* groups.create("Public", "Room", { GroupId: "room" })
    yield* refusedWith(ErrorCode.GroupPermissionDenied, topics.countOnline("room"))
    yield* refusedWith(ErrorCode.GroupNotFound, topics.countOnline("@TGS#_nothing"))
  }))

test("a failed topic whose id the service leaves out is told by its place", async () => {
  const { transport } = scripted(success({
    TopicAndSelfInfo: [
      { ErrorCode: 110003, ErrorInfo: "gone" },
      { ErrorCode: 0, ErrorInfo: "ok", TopicInfo: { TopicId: idOf("2"), GroupID: club, ShutUpAllFlag: 1 } }
    ]
  }))
  const result = await inVirtualTime(Effect.provide(
    Effect.flatMap(Topics, (topics) => topics.get(club, "alice", [idOf("1"), idOf("2")])),
    layerOn(transport)
  ))
  assert.deepEqual(result, {
    ok: [{ TopicId: idOf("2"), GroupID: club, ShutUpAllFlag: 1 }],
    failed: [{ item: idOf("1"), code: 110003, info: "gone" }]
  })
})
