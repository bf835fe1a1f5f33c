import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import {
  Accounts,
  ErrorCode,
  GroupMessages,
  Groups,
  LiveEngine,
  type LiveRoomOptions,
  LiveRooms,
  TimClient,
  type TimError
} from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { textBody } from "./support/groups.ts"
import { layerOn, scripted, success } from "./support/scripted.ts"
import { inVirtualTime, startSeconds, timTest } from "./support/suite.ts"

const ids = (count: number, prefix = "user") => Array.from({ length: count }, (_, index) => `${prefix}${index}`)

/** Calls past the client's own checks. */
const raw = (command: string, body: object) =>
  Effect.flatMap(TimClient, (client) => client.call(`v4/live_engine_http_srv/${command}`, body))

/** A live room of alice's, and accounts that may come. */
const withRoom = Effect.fnUntraced(function*(userIds: ReadonlyArray<string> = [], options?: LiveRoomOptions) {
  yield* (yield* Accounts).importMany(["alice", "bob", "carol", ...userIds])
  const engine = yield* LiveEngine
  yield* engine.create("room", { Owner_Account: "alice", ...options })
  return { engine, app: (yield* Emulator).app() }
})

const infoOf = (roomId = "room") =>
  Effect.flatMap(LiveEngine, (engine) => Effect.map(engine.get(roomId), ({ Response }) => Response.RoomInfo))

const listedRooms = () =>
  Effect.flatMap(
    LiveEngine,
    (engine) => Effect.map(Stream.runCollect(engine.rooms()), (rooms) => rooms.map(({ RoomId }) => RoomId))
  )

const hello = (From_Account: string) => ({ GroupId: "room", From_Account, MsgBody: textBody("hello") })

timTest("a room keeps what it was created with", () =>
  Effect.gen(function*() {
    const options: LiveRoomOptions = {
      RoomName: "Room",
      Owner_Account: "bob",
      CoverURL: "https://example.com/c.png",
      Notice: "Welcome",
      IsMessageDisabled: true,
      Category: [1, 2, 3],
      ActivityStatus: 7,
      IsPublicVisible: false,
      IsSeatEnabled: true,
      TakeSeatMode: "ApplyToTake",
      MaxSeatCount: 9,
      MaxMemberCount: 100,
      IsUnlimitedRoomEnabled: true,
      SeatLayoutTemplateId: 600,
      SeatTemplate: "VideoDynamicGrid9Seats"
    }
    const { engine } = yield* withRoom([], options)
    const { RequestId, Response } = yield* engine.get("room")
    assert.deepEqual(Response.RoomInfo, {
      RoomId: "room",
      RoomType: "Live",
      CreateTime: startSeconds,
      ViewCount: 0,
      ...options
    })
    assert.match(RequestId ?? "", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  }))

timTest("a room of which nothing is said is the caller's, open and public", () =>
  Effect.gen(function*() {
    const engine = yield* LiveEngine
    const { RequestId } = yield* engine.create("room")
    assert.notEqual(RequestId, undefined)
    assert.deepEqual(yield* infoOf(), {
      RoomId: "room",
      RoomType: "Live",
      RoomName: "room",
      Owner_Account: "administrator",
      CreateTime: startSeconds,
      CoverURL: "",
      Notice: "",
      Category: [],
      ActivityStatus: 0,
      ViewCount: 0,
      IsMessageDisabled: false,
      IsPublicVisible: true,
      IsSeatEnabled: false,
      TakeSeatMode: "FreeToTake",
      IsUnlimitedRoomEnabled: false
    })
  }))

timTest("rooms that cannot be are not made", () =>
  Effect.gen(function*() {
    const { engine } = yield* withRoom()
    yield* (yield* Groups).create("AVChatRoom", "Taken", { GroupId: "taken" })
    const wrong = ErrorCode.LiveParameterInvalid
    yield* refusedWith(wrong, engine.create("room"))
    yield* refusedWith(wrong, engine.create("taken"))
    yield* refusedWith(wrong, engine.create("größe"))
    yield* refusedWith(wrong, engine.create("other", { Owner_Account: "nobody" }))
    yield* notSent("RoomInfo.RoomId", engine.create("x".repeat(49)))
    yield* notSent("RoomInfo.Category", engine.create("other", { Category: [1, 2, 3, 4] }))
    yield* notSent("RoomInfo.RoomName", engine.create("other", { RoomName: "x".repeat(101) }))
    yield* notSent("RoomInfo.CoverURL", engine.create("other", { CoverURL: "x".repeat(201) }))
    yield* notSent("RoomInfo.Notice", engine.create("other", { Notice: "x".repeat(101) }))
    yield* refusedWith(wrong, raw("create_room", { RoomInfo: { RoomId: "other", RoomType: "Conference" } }))
    yield* refusedWith(wrong, raw("create_room", { RoomInfo: { RoomId: "other" } }))
    yield* refusedWith(wrong, raw("create_room", { RoomInfo: { RoomId: "x".repeat(49), RoomType: "Live" } }))
    yield* refusedWith(wrong, raw("create_room", {}))
    yield* refusedWith(ErrorCode.LiveRoomNotFound, engine.get("other"))
  }))

timTest("only the given parts of a room change", () =>
  Effect.gen(function*() {
    const { engine } = yield* withRoom([], { RoomName: "Room", Notice: "Welcome" })
    const before = yield* infoOf()
    yield* engine.update("room", { RoomName: "Other", TakeSeatMode: "ApplyToTake", MaxMemberCount: 5 })
    const changed = { ...before, RoomName: "Other", TakeSeatMode: "ApplyToTake", MaxMemberCount: 5 }
    assert.deepEqual(yield* infoOf(), changed)
    yield* engine.update("room", {
      CoverURL: "c",
      Category: [4],
      ActivityStatus: 2,
      IsPublicVisible: false,
      IsMessageDisabled: true,
      Notice: ""
    })
    assert.deepEqual(yield* infoOf(), {
      ...changed,
      CoverURL: "c",
      Category: [4],
      ActivityStatus: 2,
      IsPublicVisible: false,
      IsMessageDisabled: true,
      Notice: ""
    })
    yield* refusedWith(ErrorCode.LiveRoomNotFound, engine.update("nothing", { RoomName: "x" }))
    yield* refusedWith(
      ErrorCode.LiveParameterInvalid,
      raw("update_room_info", { RoomInfo: { RoomId: "room", IsMessageDisabled: "On" } })
    )
  }))

timTest("nobody speaks in a room whose messages are disabled", () =>
  Effect.gen(function*() {
    const { engine } = yield* withRoom()
    const messages = yield* GroupMessages
    yield* engine.update("room", { IsMessageDisabled: true })
    yield* refusedWith(ErrorCode.GroupSenderMuted, messages.send(hello("bob")))
    yield* engine.update("room", { IsMessageDisabled: false })
    yield* messages.send(hello("bob"))
  }))

timTest("dissolving a room answers what happened in it", () =>
  Effect.gen(function*() {
    const { app, engine } = yield* withRoom()
    for (const id of ["bob", "carol", "bob"]) {
      app.live.enter("room", id, startSeconds)
      app.live.leave("room", id)
    }
    const room = app.liveEngine.get("room")
    room?.give("bob", 10)
    room?.give("bob", 5)
    room?.give("carol", 1)
    room?.like()
    room?.like(4)
    assert.equal((yield* infoOf()).ViewCount, 3)
    const { Response } = yield* engine.destroy("room")
    assert.deepEqual(Response.Statistic, {
      TotalViewers: 3,
      TotalGiftsSent: 3,
      TotalGiftCoins: 16,
      TotalUniqueGiftSenders: 2,
      TotalLikesReceived: 5
    })
    yield* refusedWith(ErrorCode.LiveRoomNotFound, engine.destroy("room"))
    yield* refusedWith(ErrorCode.GroupNotFound, (yield* LiveRooms).countOnline("room"))
    yield* engine.create("room")
    assert.equal((yield* infoOf()).ViewCount, 0)
  }))

timTest("a room goes with the group behind it", () =>
  Effect.gen(function*() {
    const { engine } = yield* withRoom()
    yield* (yield* Groups).destroy("room")
    yield* refusedWith(ErrorCode.LiveRoomNotFound, engine.get("room"))
    assert.deepEqual(yield* listedRooms(), [])
  }))

timTest("public rooms are listed by how often they were seen, 20 a page, each once", () =>
  Effect.gen(function*() {
    const { app, engine } = yield* withRoom(ids(3))
    for (const id of ids(45, "r")) yield* engine.create(id)
    yield* engine.update("r7", { IsPublicVisible: false })
    app.live.enter("r30", "user0", startSeconds)
    for (const id of ids(3)) app.live.enter("r40", id, startSeconds)
    app.live.enter("r40", "user0", startSeconds)
    const others = ["room", ...ids(45, "r")].filter((id) => !["r7", "r30", "r40"].includes(id))
    assert.deepEqual(yield* listedRooms(), ["r40", "r30", ...others])
    const { Response } = yield* engine.list({ Count: 2 })
    assert.deepEqual(Response.RoomList.map(({ RoomId, ViewCount }) => [RoomId, ViewCount]), [["r40", 3], ["r30", 1]])
    const next = yield* engine.list({ Next: Response.Next, Count: 1 })
    assert.deepEqual(next.Response.RoomList, [{
      RoomId: "room",
      RoomName: "room",
      Owner_Account: "alice",
      CreateTime: startSeconds,
      CoverURL: "",
      Category: [],
      ActivityStatus: 0,
      ViewCount: 0
    }])
    yield* engine.destroy("r40")
    yield* engine.update("r7", { IsPublicVisible: true })
    assert.equal((yield* listedRooms()).indexOf("r7"), 9)
    yield* notSent("Count", engine.list({ Count: 21 }))
    yield* refusedWith(ErrorCode.LiveParameterInvalid, raw("get_room_list", { Next: "", Count: 21 }))
    yield* refusedWith(ErrorCode.LiveParameterInvalid, engine.list({ Next: "soon" }))
  }))

timTest("exactly one page of rooms is the last one", () =>
  Effect.gen(function*() {
    const engine = yield* LiveEngine
    for (const id of ids(20, "r")) yield* engine.create(id)
    const { Response } = yield* engine.list()
    assert.equal(Response.RoomList.length, 20)
    assert.equal(Response.Next, "")
  }))

const metadataOf = (keys?: ReadonlyArray<string>) =>
  Effect.flatMap(LiveEngine, (engine) =>
    Effect.map(
      engine.getMetadata("room", keys),
      ({ Response }) => Object.fromEntries(Response.Metadata.map(({ Key, Value }) => [Key, Value]))
    ))

timTest("metadata is set, read and deleted by key", () =>
  Effect.gen(function*() {
    const { engine } = yield* withRoom()
    assert.deepEqual(yield* metadataOf(), {})
    yield* engine.setMetadata("room", { topic: "music", colour: "red" })
    yield* engine.setMetadata("room", { colour: "", size: "big" })
    assert.deepEqual(yield* metadataOf(), { topic: "music", colour: "", size: "big" })
    assert.deepEqual(yield* metadataOf(["size", "unknown"]), { size: "big" })
    yield* engine.deleteMetadata("room", ["topic", "unknown"])
    assert.deepEqual(yield* metadataOf(), { colour: "", size: "big" })
    yield* notSent("Keys", engine.deleteMetadata("room", []))
    yield* refusedWith(ErrorCode.LiveParameterInvalid, raw("del_room_metadata", { RoomId: "room", Keys: [] }))
    yield* refusedWith(ErrorCode.LiveRoomNotFound, engine.getMetadata("nothing"))
    yield* refusedWith(ErrorCode.LiveRoomNotFound, engine.setMetadata("nothing", { topic: "music" }))
    yield* refusedWith(ErrorCode.LiveRoomNotFound, engine.deleteMetadata("nothing", ["topic"]))
  }))

timTest("a room has ten keys of metadata and 16 KB of values", () =>
  Effect.gen(function*() {
    const { engine } = yield* withRoom()
    const many = (count: number, value = "x") => Object.fromEntries(ids(count, "key").map((key) => [key, value]))
    yield* notSent("Metadata", engine.setMetadata("room", many(11)))
    yield* notSent("Metadata", engine.setMetadata("room", {}))
    yield* notSent("Metadata[0].Key", engine.setMetadata("room", { ["x".repeat(51)]: "x" }))
    yield* notSent("Metadata[0].Value", engine.setMetadata("room", { key: "x".repeat(2_049) }))
    yield* notSent("", engine.setMetadata("room", many(9, "x".repeat(2_048))))
    yield* engine.setMetadata("room", many(8, "x".repeat(2_048)))
    yield* refusedWith(ErrorCode.LiveParameterInvalid, engine.setMetadata("room", { more: "x" }))
    yield* engine.setMetadata("room", { ...many(8), key8: "y", key9: "y" })
    yield* refusedWith(ErrorCode.LiveParameterInvalid, engine.setMetadata("room", { key0: "z", more: "" }))
    assert.deepEqual(yield* metadataOf(), { ...many(8), key8: "y", key9: "y" })
    const Metadata = [{ Key: "x".repeat(51), Value: "x" }]
    yield* refusedWith(ErrorCode.LiveParameterInvalid, raw("set_room_metadata", { RoomId: "room", Metadata }))
  }))

timTest("members are paged through, each once", () =>
  Effect.gen(function*() {
    const people = ids(250)
    const { app, engine } = yield* withRoom(people)
    for (const id of people) app.live.enter("room", id, startSeconds)
    assert.deepEqual(yield* Stream.runCollect(engine.members("room")), people.toReversed())
    const { Response } = yield* engine.listMembers("room")
    assert.equal(Response.MemberCount, 250)
    assert.deepEqual(Response.MemberList[0], { Member_Account: "user249" })
    const second = yield* engine.listMembers("room", Response.Next)
    assert.deepEqual(second.Response.MemberList[0], { Member_Account: "user149" })
    assert.equal((yield* (yield* LiveRooms).countOnline("room")).OnlineMemberNum, 250)
    yield* refusedWith(ErrorCode.LiveParameterInvalid, engine.listMembers("room", "soon"))
    yield* refusedWith(ErrorCode.LiveRoomNotFound, engine.listMembers("nothing"))
  }))

timTest("a room that is full lets nobody in, unless it is unlimited", () =>
  Effect.gen(function*() {
    const { app, engine } = yield* withRoom([], { MaxMemberCount: 1 })
    assert.equal(app.live.enter("room", "bob", startSeconds), true)
    assert.equal(app.live.enter("room", "carol", startSeconds), false)
    assert.equal(app.live.enter("room", "bob", startSeconds), true)
    assert.deepEqual(yield* Stream.runCollect(engine.members("room")), ["bob"])
    yield* engine.create("wide", { MaxMemberCount: 1, IsUnlimitedRoomEnabled: true })
    assert.equal(app.live.enter("wide", "bob", startSeconds), true)
    assert.equal(app.live.enter("wide", "carol", startSeconds), true)
  }))

const mutedIn = () =>
  Effect.flatMap(
    LiveEngine,
    (engine) => Effect.map(engine.listMuted("room"), ({ Response }) => Response.MutedAccountList)
  )

timTest("who is muted cannot speak until the mute is over or lifted", () =>
  Effect.gen(function*() {
    const { engine } = yield* withRoom()
    const messages = yield* GroupMessages
    yield* engine.muteMembers("room", ["bob", "carol"], 60)
    assert.deepEqual(yield* mutedIn(), [
      { Member_Account: "bob", MutedUntil: startSeconds + 60 },
      { Member_Account: "carol", MutedUntil: startSeconds + 60 }
    ])
    yield* refusedWith(ErrorCode.GroupSenderMuted, messages.send(hello("bob")))
    yield* engine.muteMembers("room", ["bob"], 0)
    yield* messages.send(hello("bob"))
    yield* refusedWith(ErrorCode.GroupSenderMuted, messages.send(hello("carol")))
    yield* TestClock.adjust("60 seconds")
    assert.deepEqual(yield* mutedIn(), [])
    yield* messages.send(hello("carol"))
    yield* refusedWith(ErrorCode.LiveParameterInvalid, engine.muteMembers("room", ["nobody"], 60))
    yield* refusedWith(ErrorCode.LiveRoomNotFound, engine.muteMembers("nothing", ["bob"], 60))
    yield* refusedWith(ErrorCode.LiveRoomNotFound, engine.listMuted("nothing"))
    yield* notSent("MuteTime", engine.muteMembers("room", ["bob"], -1))
  }))

timTest("who is banned is out, and back when the ban is over or lifted", () =>
  Effect.gen(function*() {
    const { app, engine } = yield* withRoom()
    for (const id of ["bob", "carol"]) app.live.enter("room", id, startSeconds)
    const { ok } = yield* engine.banMembers("room", ["bob", "carol"], 60, { Reason: "noise" })
    assert.deepEqual(ok, ["bob", "carol"])
    assert.deepEqual(yield* Stream.runCollect(engine.members("room")), [])
    assert.equal(app.live.enter("room", "bob", startSeconds + 59), false)
    yield* engine.unbanMembers("room", ["bob", "alice"])
    assert.equal(app.live.enter("room", "bob", startSeconds + 59), true)
    assert.equal(app.live.enter("room", "carol", startSeconds + 60), true)
    yield* refusedWith(ErrorCode.LiveParameterInvalid, engine.banMembers("room", ["alice"], 60))
    yield* refusedWith(ErrorCode.LiveParameterInvalid, engine.banMembers("room", ["nobody"], 60))
    yield* refusedWith(ErrorCode.LiveRoomNotFound, engine.banMembers("nothing", ["bob"], 60))
    yield* refusedWith(ErrorCode.LiveRoomNotFound, engine.unbanMembers("nothing", ["bob"]))
    yield* notSent("Reason", engine.banMembers("room", ["bob"], 60, { Reason: "x".repeat(201) }))
    yield* refusedWith(
      ErrorCode.LiveParameterInvalid,
      raw("ban_member", { RoomId: "room", MemberList_Account: ids(21), Duration: 60 })
    )
  }))

timTest(
  "bans are made 20 a call and paged through by 100, each once, the shortest first",
  () =>
    Effect.gen(function*() {
      const people = ids(230)
      const { engine } = yield* withRoom(people)
      yield* engine.banMembers("room", people.slice(0, 200), 600)
      const { failed, ok } = yield* engine.banMembers("room", people.slice(200), 60)
      assert.deepEqual({ failed, ok }, { failed: [], ok: people.slice(200) })
      const bans = yield* Stream.runCollect(engine.bans("room"))
      assert.deepEqual(bans.map(({ Member_Account }) => Member_Account), [
        ...people.slice(200),
        ...people.slice(0, 200)
      ])
      assert.equal(bans[0]?.BannedUntil, startSeconds + 60)
      const { Response: page } = yield* engine.listBanned("room", { Offset: 220, Limit: 10 })
      assert.deepEqual(page.BannedAccountList.map(({ Member_Account }) => Member_Account), people.slice(190, 200))
      assert.equal(page.NextOffset, 0)
      yield* engine.unbanMembers("room", people.slice(0, 195))
      yield* TestClock.adjust("60 seconds")
      const left = yield* engine.listBanned("room")
      assert.equal(left.Response.BannedAccountList.length, 5)
      yield* notSent("Limit", engine.listBanned("room", { Limit: 101 }))
      yield* refusedWith(ErrorCode.LiveRoomNotFound, engine.listBanned("nothing"))
    })
)

timTest("a later call of a batch that fails leaves what was done", () =>
  Effect.gen(function*() {
    const people = ids(20)
    const { engine } = yield* withRoom(people)
    const { failed, ok } = yield* engine.banMembers("room", [...people, "nobody"], 60)
    assert.deepEqual(ok, people)
    assert.deepEqual(failed.map(({ code, item }) => [item, code]), [["nobody", ErrorCode.LiveParameterInvalid]])
  }))

timTest("admins are named by plain ids and shared with the group behind the room", () =>
  Effect.gen(function*() {
    const { engine } = yield* withRoom()
    yield* engine.addAdmins("room", ["bob", "carol"])
    yield* engine.removeAdmins("room", ["bob", "nobody"])
    assert.deepEqual((yield* engine.listAdmins("room")).Response.Admin_Account, ["carol"])
    assert.deepEqual((yield* (yield* LiveRooms).listAdmins("room")).Admin_List, [{ Admin_Account: "carol" }])
    yield* refusedWith(ErrorCode.LiveParameterInvalid, engine.addAdmins("room", ["nobody"]))
    yield* refusedWith(ErrorCode.LiveRoomNotFound, engine.addAdmins("nothing", ["bob"]))
    yield* refusedWith(ErrorCode.LiveRoomNotFound, engine.listAdmins("nothing"))
  }))

timTest("a room gets another owner", () =>
  Effect.gen(function*() {
    const { engine } = yield* withRoom()
    yield* engine.changeOwner("room", "bob")
    assert.equal((yield* infoOf()).Owner_Account, "bob")
    yield* refusedWith(ErrorCode.LiveParameterInvalid, engine.changeOwner("room", "nobody"))
    yield* refusedWith(ErrorCode.LiveRoomNotFound, engine.changeOwner("nothing", "bob"))
  }))

timTest("a room has three robots, which are among its members", () =>
  Effect.gen(function*() {
    const { engine } = yield* withRoom(["dan"])
    const robotsOf = Effect.map(engine.listRobots("room"), ({ Response }) => Response.RobotList_Account)
    yield* engine.addRobots("room", ["alice", "bob"])
    yield* engine.addRobots("room", ["bob", "carol"])
    yield* refusedWith(ErrorCode.LiveParameterInvalid, engine.addRobots("room", ["dan"]))
    yield* notSent("RobotList_Account", engine.addRobots("room", ["alice", "bob", "carol", "dan"]))
    assert.deepEqual(yield* robotsOf, ["alice", "bob", "carol"])
    yield* engine.removeRobots("room", ["alice", "dan"])
    yield* (yield* LiveRooms).removeRobots("room", ["bob"])
    assert.deepEqual(yield* robotsOf, ["carol"])
    assert.deepEqual(yield* Stream.runCollect(engine.members("room")), ["carol"])
    yield* refusedWith(ErrorCode.LiveParameterInvalid, engine.addRobots("room", ["nobody"]))
    assert.equal((yield* infoOf()).ViewCount, 0)
  }))

timTest("calls about robots tell rooms of another type from rooms that do not exist", () =>
  Effect.gen(function*() {
    const { engine } = yield* withRoom()
    yield* (yield* Groups).create("AVChatRoom", "Other", { GroupId: "other" })
    const calls = (id: string): ReadonlyArray<Effect.Effect<unknown, TimError>> => [
      engine.addRobots(id, ["bob"]),
      engine.listRobots(id),
      engine.removeRobots(id, ["bob"])
    ]
    for (const call of calls("other")) yield* refusedWith(ErrorCode.LiveRoomTypeInvalid, call)
    for (const call of calls("nothing")) yield* refusedWith(ErrorCode.LiveRoomNotFound, call)
  }))

test("older answers with a number for TakeSeatMode and for the owner are read as well", () => {
  const RoomInfo = { RoomId: "room", RoomType: "Live", Owner_Account: 144115, TakeSeatMode: 2 }
  const script = scripted(success({ RequestId: "r", Response: { RoomInfo } }))
  return inVirtualTime(
    Effect.map(infoOf(), (info) => assert.deepEqual(info, RoomInfo)).pipe(Effect.provide(layerOn(script.transport)))
  )
})
