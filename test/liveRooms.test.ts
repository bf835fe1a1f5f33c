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
  LiveRooms,
  profile,
  Profiles,
  TimClient,
  type TimError
} from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { eachOnce } from "../src/api/live/pages.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { makeRoom, textBody } from "./support/groups.ts"
import { layerOn, scripted, success } from "./support/scripted.ts"
import { inVirtualTime, startSeconds, timTest } from "./support/suite.ts"

const ids = (count: number, prefix = "user") => Array.from({ length: count }, (_, index) => `${prefix}${index}`)

/** Calls past the client's own checks. */
const raw = (command: string, body: object) =>
  Effect.flatMap(TimClient, (client) => client.call(`v4/group_open_avchatroom_http_svc/${command}`, body))

/** An AVChatRoom that nobody is in, and accounts that may come. */
const withRoom = Effect.fnUntraced(function*(userIds: ReadonlyArray<string> = []) {
  yield* makeRoom("room", "AVChatRoom")
  if (userIds.length > 0) yield* (yield* Accounts).importMany(userIds)
  return { rooms: yield* LiveRooms, live: (yield* Emulator).app().live }
})

/** As `withRoom`, with everybody in the room, one a second. */
const withPeople = Effect.fnUntraced(function*(userIds: ReadonlyArray<string>) {
  const world = yield* withRoom(userIds)
  userIds.forEach((id, index) => assert.ok(world.live.enter("room", id, startSeconds + index)))
  return world
})

const countOnline = (groupId = "room") =>
  Effect.flatMap(LiveRooms, (rooms) => Effect.map(rooms.countOnline(groupId), ({ OnlineMemberNum }) => OnlineMemberNum))

const namesOf = Effect.fnUntraced(function*(Mark?: number) {
  const rooms = yield* LiveRooms
  const members = yield* Stream.runCollect(rooms.members("room", Mark === undefined ? {} : { Mark }))
  return members.map(({ Member_Account }) => Member_Account)
})

timTest("those who enter are counted and listed, the newest first, until they leave", () =>
  Effect.gen(function*() {
    const { live, rooms } = yield* withPeople(["ann", "ben", "cleo"])
    yield* (yield* Profiles).set("ben", profile().nick("Ben").image("https://example.com/b.png"))
    assert.equal(yield* countOnline(), 3)
    const { MemberList, NextTimestamp } = yield* rooms.listMembers("room")
    assert.deepEqual(MemberList, [
      { Member_Account: "cleo", JoinTime: startSeconds + 2 },
      { Member_Account: "ben", JoinTime: startSeconds + 1, NickName: "Ben", Avatar: "https://example.com/b.png" },
      { Member_Account: "ann", JoinTime: startSeconds }
    ])
    assert.equal(NextTimestamp, 0)
    assert.equal(live.leave("room", "ben"), true)
    assert.equal(live.leave("room", "ben"), false)
    assert.deepEqual(yield* namesOf(), ["cleo", "ann"])
    assert.equal(yield* countOnline(), 2)
  }))

timTest(
  "nobody enters a room that does not exist, or is of another type, or without an account",
  () =>
    Effect.gen(function*() {
      const { live } = yield* withRoom()
      yield* (yield* Groups).create("Public", "Other", { GroupId: "other" })
      assert.equal(live.enter("nothing", "alice", startSeconds), false)
      assert.equal(live.enter("other", "alice", startSeconds), false)
      assert.equal(live.enter("room", "nobody", startSeconds), false)
      assert.equal(live.leave("nothing", "alice"), false)
      assert.equal(yield* countOnline(), 0)
    })
)

timTest("members are paged through by 250, each once, and only the newest 1,000", () =>
  Effect.gen(function*() {
    const people = ids(1_010)
    const { rooms } = yield* withPeople(people)
    const newest = people.toReversed().slice(0, 1_000)
    assert.deepEqual(yield* namesOf(), newest)
    const first = yield* rooms.listMembers("room")
    assert.deepEqual(first.MemberList.map(({ Member_Account }) => Member_Account), newest.slice(0, 250))
    const second = yield* rooms.listMembers({ GroupId: "room", Timestamp: first.NextTimestamp })
    assert.equal(second.MemberList[0]?.Member_Account, newest[250])
    assert.deepEqual(
      (yield* rooms.checkMembers("room", ["user0", "alice", "user1009", "user0"])).Member_Account,
      ["user0", "user1009"]
    )
  }))

timTest(
  "a page that overlaps the one before gives each member once, also when the walk is made again",
  () =>
    Effect.gen(function*() {
      const pages = new Map([[0, ["a", "b"]], [5, ["b", "c"]], [7, ["a", "d"]]])
      const next = new Map([[0, 5], [5, 7], [7, 7]])
      const walk = eachOnce({
        first: 0,
        idOf: (item: string) => item,
        read: (cursor: number): Effect.Effect<{ items: ReadonlyArray<string>; next: number }, TimError> =>
          Effect.succeed({ items: pages.get(cursor) ?? [], next: next.get(cursor) ?? 0 })
      })
      assert.deepEqual(yield* Stream.runCollect(walk), ["a", "b", "c", "d"])
      assert.deepEqual(yield* Stream.runCollect(walk), ["a", "b", "c", "d"])
    })
)

timTest("from 300 members on a count is up to ten seconds old", () =>
  Effect.gen(function*() {
    const { live } = yield* withPeople(ids(300))
    assert.equal(yield* countOnline(), 300)
    live.enter("room", "alice", startSeconds)
    yield* TestClock.adjust("9 seconds")
    assert.equal(yield* countOnline(), 300)
    yield* TestClock.adjust("1 second")
    assert.equal(yield* countOnline(), 301)
    live.leave("room", "alice")
    live.leave("room", "user0")
    live.leave("room", "user1")
    assert.equal(yield* countOnline(), 298)
  }))

timTest("marks are set, listed, removed, and gone with their member", () =>
  Effect.gen(function*() {
    const { live, rooms } = yield* withPeople(["ann", "ben", "cleo"])
    const set = yield* rooms.setMarks("room", [
      { Member_Account: "ann", Marks: [1000, 1001] },
      { Member_Account: "alice", Marks: [1000] },
      { Member_Account: "cleo", Marks: [1000] }
    ])
    assert.deepEqual(set, { ok: ["ann", "cleo"], failed: [{ item: "alice", code: undefined, info: "" }] })
    assert.deepEqual(yield* namesOf(1000), ["cleo", "ann"])
    assert.deepEqual(yield* namesOf(1001), ["ann"])
    assert.deepEqual(yield* namesOf(1002), [])
    const removed = yield* rooms.removeMarks("room", [{ Member_Account: "ann", Marks: [1000] }])
    assert.deepEqual(removed, { ok: ["ann"], failed: [] })
    assert.deepEqual(yield* namesOf(1000), ["cleo"])
    live.leave("room", "ann")
    live.enter("room", "ann", startSeconds)
    assert.deepEqual(yield* namesOf(1001), [])
    assert.deepEqual(yield* namesOf(), ["ann", "cleo", "ben"])
  }))

timTest("members with the mark 600 are listed only when it is asked for", () =>
  Effect.gen(function*() {
    const { rooms } = yield* withPeople(["ann", "ben"])
    yield* rooms.setMarks("room", [{ Member_Account: "ann", Marks: [600, 1000] }])
    assert.deepEqual(yield* namesOf(), ["ben"])
    assert.deepEqual(yield* namesOf(1000), [])
    assert.deepEqual(yield* namesOf(600), ["ann"])
    assert.equal(yield* countOnline(), 2)
    yield* rooms.removeMarks("room", [{ Member_Account: "ann", Marks: [600] }])
    assert.deepEqual(yield* namesOf(1000), ["ann"])
  }))

timTest("a room has ten different marks, and a mark a thousand members", () =>
  Effect.gen(function*() {
    const { rooms } = yield* withPeople(ids(1_001))
    const marks = Array.from({ length: 10 }, (_, index) => 1000 + index)
    yield* rooms.setMarks("room", [{ Member_Account: "user0", Marks: [...marks, 500, 600] }])
    const eleventh = [{ Member_Account: "user1", Marks: [1010] }]
    yield* refusedWith(ErrorCode.GroupParameterInvalid, rooms.setMarks("room", eleventh))
    yield* rooms.removeMarks("room", [{ Member_Account: "user0", Marks: [1009] }])
    yield* rooms.setMarks("room", eleventh)
    assert.deepEqual(yield* namesOf(1010), ["user1"])
    const rest = ids(1_001).slice(1).map((Member_Account) => ({ Member_Account, Marks: [1000] }))
    const { failed, ok } = yield* rooms.setMarks("room", rest)
    assert.equal(ok.length, 500)
    assert.equal(failed.length, 500)
    assert.equal(failed[0]?.code, ErrorCode.GroupParameterInvalid)
    const { ok: fitting } = yield* rooms.setMarks("room", rest.slice(500, 999))
    assert.equal(fitting.length, 499)
    assert.equal((yield* rooms.listMembers("room", { Mark: 1000 })).MemberList.length, 250)
    // And user0, which is hidden.
    assert.equal((yield* namesOf(1000)).length, 999)
    assert.deepEqual(yield* namesOf(600), ["user0"])
  }))

timTest("more than 500 accounts are marked by several calls", () =>
  Effect.gen(function*() {
    const people = ids(1_200)
    const { rooms } = yield* withPeople(people.slice(0, 900))
    const members = people.slice(0, 1_000).map((Member_Account) => ({ Member_Account, Marks: [2000] }))
    const { failed, ok } = yield* rooms.setMarks("room", members)
    assert.deepEqual(ok, people.slice(0, 900))
    assert.deepEqual(failed.map(({ item }) => item), people.slice(900, 1_000))
    assert.equal((yield* namesOf(2000)).length, 900)
    yield* refusedWith(
      ErrorCode.GroupTooManyAccounts,
      raw("modify_user_info", { GroupId: "room", CommandType: 1, MemberList: members.slice(0, 501) })
    )
  }))

timTest(
  "marks that do not exist are not sent, and those who are offline are refused together",
  () =>
    Effect.gen(function*() {
      const { rooms } = yield* withPeople(["ann"])
      yield* notSent("MemberList[0].Marks[0]", rooms.setMarks("room", [{ Member_Account: "ann", Marks: [999] }]))
      yield* notSent("MemberList[0].Marks", rooms.setMarks("room", [{ Member_Account: "ann", Marks: [] }]))
      const MemberList = [{ Member_Account: "ann", Marks: [1] }]
      yield* refusedWith(
        ErrorCode.GroupParameterInvalid,
        raw("modify_user_info", { GroupId: "room", CommandType: 1, MemberList })
      )
      yield* refusedWith(
        ErrorCode.GroupParameterInvalid,
        rooms.setMarks("room", [{ Member_Account: "alice", Marks: [1000] }, { Member_Account: "nobody", Marks: [500] }])
      )
      yield* refusedWith(
        ErrorCode.GroupParameterInvalid,
        rooms.removeMarks("room", [{ Member_Account: "alice", Marks: [500] }])
      )
    })
)

timTest(
  "robots are online without a client, by mark or by call, until they are taken out",
  () =>
    Effect.gen(function*() {
      const { live, rooms } = yield* withPeople(["ann"])
      yield* rooms.addRobots("room", ["alice", "bob"])
      yield* rooms.addRobots("room", ["alice"])
      const { ok } = yield* rooms.setMarks("room", [{ Member_Account: "carol", Marks: [1000, 500] }])
      assert.deepEqual(ok, ["carol"])
      assert.deepEqual(yield* namesOf(), ["carol", "bob", "alice", "ann"])
      assert.deepEqual(yield* namesOf(500), ["carol", "bob", "alice"])
      assert.deepEqual(yield* namesOf(1000), ["carol"])
      live.enter("room", "bob", startSeconds)
      live.leave("room", "bob")
      live.enter("room", "alice", startSeconds)
      assert.equal(yield* countOnline(), 4)
      yield* rooms.removeRobots("room", ["alice", "ann"])
      yield* rooms.removeMarks("room", [{ Member_Account: "carol", Marks: [500] }])
      assert.deepEqual(yield* namesOf(), ["bob", "alice", "ann"])
      assert.deepEqual(yield* namesOf(1000), [])
      yield* refusedWith(ErrorCode.GroupParameterInvalid, rooms.addRobots("room", ["nobody"]))
      yield* refusedWith(ErrorCode.GroupNotFound, rooms.addRobots("nothing", ["alice"]))
      yield* refusedWith(ErrorCode.GroupNotFound, rooms.removeRobots("nothing", ["alice"]))
    })
)

timTest("a room has five admins, in the room or not", () =>
  Effect.gen(function*() {
    const { live, rooms } = yield* withPeople(["ann", "ben", "cleo"])
    yield* (yield* Profiles).set("ann", profile().nick("Ann"))
    yield* rooms.addAdmins("room", ["alice", "bob", "carol", "ann"])
    yield* rooms.addAdmins("room", ["ben", "ann"])
    live.leave("room", "ann")
    yield* refusedWith(ErrorCode.GroupParameterInvalid, rooms.addAdmins("room", ["cleo"]))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, rooms.addAdmins("room", ["nobody"]))
    yield* rooms.removeAdmins("room", ["alice", "bob", "carol", "cleo"])
    const { Admin_List } = yield* rooms.listAdmins("room")
    assert.deepEqual(Admin_List, [{ Admin_Account: "ann", NickName: "Ann" }, { Admin_Account: "ben" }])
    yield* notSent("Admin_Account", rooms.addAdmins("room", []))
    yield* refusedWith(
      ErrorCode.GroupParameterInvalid,
      raw("modify_admin", { GroupId: "room", CommandType: 3, Admin_Account: ["ann"] })
    )
    yield* (yield* Accounts).delete(["ben"])
    assert.deepEqual((yield* rooms.listAdmins("room")).Admin_List.map(({ Admin_Account }) => Admin_Account), ["ann"])
  }))

timTest("whoever is banned is out at once, and back when the ban is over", () =>
  Effect.gen(function*() {
    const { live } = yield* withPeople(["ann", "ben"])
    yield* (yield* Groups).banMembers("room", ["ann"], 60)
    assert.deepEqual(yield* namesOf(), ["ben"])
    assert.equal(live.enter("room", "ann", startSeconds + 59), false)
    assert.equal(live.enter("room", "ann", startSeconds + 60), true)
    assert.deepEqual(yield* namesOf(), ["ann", "ben"])
  }))

timTest("deleted accounts and those that are logged out are in no room", () =>
  Effect.gen(function*() {
    const { rooms } = yield* withPeople(["ann", "ben", "cleo"])
    yield* rooms.addRobots("room", ["cleo"])
    const accounts = yield* Accounts
    yield* accounts.delete(["ann"])
    yield* accounts.kick("ben")
    yield* accounts.kick("cleo")
    assert.deepEqual(yield* namesOf(), ["cleo"])
  }))

timTest("a room that is made again is empty", () =>
  Effect.gen(function*() {
    const { live, rooms } = yield* withPeople(["ann"])
    yield* rooms.addAdmins("room", ["ann"])
    const groups = yield* Groups
    yield* groups.destroy("room")
    yield* refusedWith(ErrorCode.GroupNotFound, rooms.countOnline("room"))
    assert.equal(live.enter("room", "ann", startSeconds), false)
    yield* groups.create("AVChatRoom", "Room", { GroupId: "room" })
    assert.equal(yield* countOnline(), 0)
    assert.deepEqual((yield* rooms.listAdmins("room")).Admin_List, [])
  }))

timTest("in other groups those members count that are online", () =>
  Effect.gen(function*() {
    yield* makeRoom("room", "Public")
    assert.equal(yield* countOnline(), 0)
    const app = (yield* Emulator).app()
    app.accounts.get("bob")?.platforms.set("Web", "Online")
    app.accounts.get("carol")?.platforms.set("iPhone", "PushOnline")
    assert.equal(yield* countOnline(), 1)
  }))

timTest("the calls about live rooms refuse other groups and unknown ones", () =>
  Effect.gen(function*() {
    yield* makeRoom("room", "Public")
    const rooms = yield* LiveRooms
    const calls = (id: string): ReadonlyArray<Effect.Effect<unknown, TimError>> => [
      rooms.listMembers(id),
      rooms.checkMembers(id, ["bob"]),
      rooms.setMarks(id, [{ Member_Account: "bob", Marks: [1000] }]),
      rooms.addAdmins(id, ["bob"]),
      rooms.listAdmins(id),
      rooms.addRobots(id, ["bob"]),
      rooms.removeRobots(id, ["bob"])
    ]
    for (const call of calls("room")) yield* refusedWith(ErrorCode.GroupPermissionDenied, call)
    for (const call of calls("nothing")) yield* refusedWith(ErrorCode.GroupNotFound, call)
    yield* refusedWith(ErrorCode.GroupNotFound, rooms.countOnline("nothing"))
    yield* refusedWith(ErrorCode.GroupIdInvalid, rooms.countOnline("größe"))
    yield* notSent("Member_Account", rooms.checkMembers("room", []))
    const body = { GroupId: "room", Member_Account: "bob" }
    yield* refusedWith(ErrorCode.GroupParameterInvalid, raw("check_members", body))
  }))

timTest("other editions list the newest 30 members and have little else", () =>
  Effect.gen(function*() {
    const { rooms } = yield* withPeople(ids(40))
    assert.deepEqual(yield* namesOf(), ids(40).toReversed().slice(0, 30))
    assert.equal(yield* countOnline(), 40)
    yield* refusedWith(ErrorCode.GroupPermissionDenied, rooms.checkMembers("room", ["user0"]))
    yield* refusedWith(ErrorCode.GroupPermissionDenied, rooms.addRobots("room", ["user0"]))
    yield* refusedWith(ErrorCode.GroupPermissionDenied, rooms.addAdmins("room", ["user0"]))
    yield* (yield* Groups).create("Public", "Other", { GroupId: "other" })
    yield* refusedWith(ErrorCode.GroupPermissionDenied, rooms.countOnline("other"))
  }), { edition: "standard" })

timTest("whoever is muted in a room cannot speak there", () =>
  Effect.gen(function*() {
    yield* withPeople(["ann"])
    const messages = yield* GroupMessages
    const hello = { GroupId: "room", From_Account: "ann", MsgBody: textBody("hello") }
    yield* messages.send(hello)
    yield* (yield* Groups).muteMembers("room", ["ann"], 60)
    yield* refusedWith(ErrorCode.GroupSenderMuted, messages.send(hello))
  }))

test("marks may be missing from an answer, and accounts that are missing have failed", () => {
  const script = scripted(success({ MemberList: [{ Member_Account: "ann" }] }))
  return inVirtualTime(
    Effect.gen(function*() {
      const rooms = yield* LiveRooms
      const members = ["ann", "ben"].map((Member_Account) => ({ Member_Account, Marks: [1000] }))
      const { failed, ok } = yield* rooms.setMarks("room", members)
      assert.deepEqual(ok, ["ann"])
      assert.deepEqual(failed, [{ item: "ben", code: undefined, info: "" }])
      assert.deepEqual(JSON.parse(script.sent[0]?.body ?? ""), {
        GroupId: "room",
        CommandType: 1,
        MemberList: members
      })
    }).pipe(Effect.provide(layerOn(script.transport)))
  )
})

timTest("while a room is muted, its owner and its admins still speak", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const groups = yield* Groups
    const live = yield* LiveRooms
    const groupMessages = yield* GroupMessages
    yield* accounts.importMany(["owner", "admin", "viewer"])
    const { GroupId } = yield* groups.create("AVChatRoom", "show", { Owner_Account: "owner" })
    yield* live.addAdmins(GroupId, ["admin"])
    yield* groups.modifyInfo(GroupId, { MuteAllMember: "On" })
    const say = (From_Account: string) => groupMessages.send({ GroupId, From_Account, MsgBody: textBody("hi") })
    yield* say("owner")
    yield* say("admin")
    yield* refusedWith(ErrorCode.GroupSenderMuted, say("viewer"))
  }))
