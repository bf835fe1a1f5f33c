import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { Accounts, ErrorCode, Groups, LiveEngine, TimClient, type TimError } from "../mod.ts"
import type { modifyGroupBaseInfo } from "../src/api/groups/endpoints/lifecycle.ts"
import type { modifyGroupMemberInfo } from "../src/api/groups/endpoints/members.ts"
import { Emulator } from "../src/emulator/mod.ts"
import type { RequestOf } from "../src/endpoint/Endpoint.ts"
import { type CommandName, leaveOut, refuse } from "../src/webhook/mod.ts"
import { refusedWith } from "./support/assertions.ts"
import { makeRoom } from "./support/groups.ts"
import { timTest } from "./support/suite.ts"
import { namesToldBy, toldBy } from "./support/toldBy.ts"
import { bodyOf, listed } from "./support/webhookBodies.ts"
import { listening } from "./support/webhooks.ts"

/** The room with alice, bob and carol, dave outside, and what is told of it from now on. */
const room = Effect.gen(function*() {
  yield* makeRoom()
  yield* (yield* Accounts).importMany(["dave", "erin"])
  const groups = yield* Groups
  const heard = yield* listening({})
  const told = <Name extends CommandName>(command: Name, call: Effect.Effect<unknown, TimError>) =>
    toldBy(heard, command, call)
  return { groups, heard, told }
})

const ofRoom = { GroupId: "room", Type: "Public", Operator_Account: "administrator" }

const memberIds = Effect.fnUntraced(function*(groupId: string) {
  const groups = yield* Groups
  return (yield* Stream.runCollect(groups.members(groupId))).map(({ Member_Account }) => Member_Account)
})

timTest("a new group is asked about, and told with its members and custom fields", () =>
  Effect.gen(function*() {
    yield* (yield* Accounts).importMany(["alice", "bob", "carol"])
    const groups = yield* Groups
    const { told } = yield* listening({})
    yield* groups.create("Public", "Room", {
      GroupId: "room",
      Owner_Account: "alice",
      AppDefinedData: [{ Key: "level", Value: "7" }],
      MemberList: [{ Member_Account: "bob" }, { Member_Account: "carol", Role: "Admin" }]
    })
    const asked = {
      Operator_Account: "administrator",
      Owner_Account: "alice",
      Type: "Public",
      Name: "Room",
      MemberList: listed("bob", "carol")
    }
    const before = yield* told("Group.CallbackBeforeCreateGroup")
    assert.deepEqual(before, [bodyOf("Group.CallbackBeforeCreateGroup", asked)])
    assert.deepEqual(yield* told("Group.CallbackAfterCreateGroup"), [
      bodyOf("Group.CallbackAfterCreateGroup", {
        ...asked,
        GroupId: "room",
        UserDefinedDataList: [{ Key: "level", Value: "7" }]
      })
    ])
  }), { groupFields: ["level"] })

timTest(
  "a group without an owner and members is told without them, under the id that it got",
  () =>
    Effect.gen(function*() {
      const groups = yield* Groups
      const { told } = yield* listening({})
      const { GroupId } = yield* groups.create("AVChatRoom", "Show")
      assert.deepEqual(yield* told("Group.CallbackAfterCreateGroup"), [
        bodyOf("Group.CallbackAfterCreateGroup", {
          GroupId,
          Type: "AVChatRoom",
          Operator_Account: "administrator",
          Owner_Account: "",
          Name: "Show"
        })
      ])
    })
)

timTest("a group that the app refuses is not made, nor told", () =>
  Effect.gen(function*() {
    const groups = yield* Groups
    const { commands } = yield* listening({
      "Group.CallbackBeforeCreateGroup": ({ body }) => body.Name === "No" ? refuse() : refuse(10123, "too late")
    })
    yield* refusedWith(10016, groups.create("Public", "No", { GroupId: "room" }))
    yield* refusedWith(10123, groups.create("Public", "Late", { GroupId: "room" }))
    const { app } = yield* Emulator
    assert.equal(app().groups.size, 0)
    assert.deepEqual(yield* commands, ["Group.CallbackBeforeCreateGroup", "Group.CallbackBeforeCreateGroup"])
  }))

timTest(
  "the app is not asked about a group that is refused anyway, and nothing is told of imported ones",
  () =>
    Effect.gen(function*() {
      const groups = yield* Groups
      yield* (yield* Accounts).importMany(["alice"])
      const { commands } = yield* listening({})
      yield* refusedWith(10019, groups.create("Public", "Room", { Owner_Account: "nobody" }))
      yield* groups.import("Public", "Old", { GroupId: "old" })
      yield* groups.importMembers("old", ["alice"])
      assert.deepEqual(yield* commands, [])
    })
)

timTest("an id that is taken while the app is asked is not given twice", () =>
  Effect.gen(function*() {
    const groups = yield* Groups
    const { told } = yield* listening({
      "Group.CallbackBeforeCreateGroup": ({ body }) =>
        Effect.ignore(body.Name === "Slow" ? groups.create("Public", "Quick", { GroupId: "room" }) : Effect.void)
    })
    yield* refusedWith(10021, groups.create("Public", "Slow", { GroupId: "room" }))
    const made = yield* told("Group.CallbackAfterCreateGroup")
    assert.deepEqual(made.map(({ Name }) => Name), ["Quick"])
  }))

timTest("a group that is destroyed is told with those who were in it", () =>
  Effect.gen(function*() {
    const { groups, told } = yield* room
    assert.deepEqual(yield* told("Group.CallbackAfterGroupDestroyed", groups.destroy("room")), [
      bodyOf("Group.CallbackAfterGroupDestroyed", {
        GroupId: "room",
        Type: "Public",
        Owner_Account: "alice",
        Name: "Room",
        MemberList: listed("alice", "bob", "carol")
      })
    ])
    const again = refusedWith(10010, groups.destroy("room"))
    assert.deepEqual(yield* told("Group.CallbackAfterGroupDestroyed", again), [])
  }))

timTest("communities and AVChatRooms are destroyed without a list of members", () =>
  Effect.gen(function*() {
    const { groups, told } = yield* room
    yield* groups.create("Community", "Club", { GroupId: "@TGS#_club", Owner_Account: "alice" })
    yield* groups.create("AVChatRoom", "Show", { GroupId: "show", Owner_Account: "alice" })
    for (const GroupId of ["@TGS#_club", "show"]) {
      const [body] = yield* told("Group.CallbackAfterGroupDestroyed", groups.destroy(GroupId))
      assert.equal(body?.GroupId, GroupId)
      assert.equal(body.MemberList, undefined)
    }
  }))

timTest("a room of the live engine is told as one", () =>
  Effect.gen(function*() {
    const { groups, told } = yield* room
    yield* (yield* LiveEngine).create("live", { RoomName: "Live", Owner_Account: "alice" })
    const [body] = yield* told("Group.CallbackAfterGroupInfoChanged", groups.modifyInfo("live", { Name: "On air" }))
    assert.equal(body?.Type, "Live")
  }))

timTest("of a changed group only what changed of its four texts is told", () =>
  Effect.gen(function*() {
    const { groups, told } = yield* room
    const change = (changes: Omit<RequestOf<typeof modifyGroupBaseInfo>, "GroupId">) =>
      told("Group.CallbackAfterGroupInfoChanged", groups.modifyInfo("room", changes))
    assert.deepEqual(yield* change({ Name: "Hall", Notification: "Hi", Introduction: "", MaxMemberNum: 10 }), [
      bodyOf("Group.CallbackAfterGroupInfoChanged", { ...ofRoom, Name: "Hall", Notification: "Hi" })
    ])
    assert.deepEqual(yield* change({ Introduction: "New", FaceUrl: "https://example.com/a.png" }), [
      bodyOf("Group.CallbackAfterGroupInfoChanged", {
        ...ofRoom,
        Introduction: "New",
        FaceUrl: "https://example.com/a.png"
      })
    ])
    assert.deepEqual(yield* change({ Name: "Hall", MuteAllMember: "On", ApplyJoinOption: "FreeAccess" }), [])
    const refused = refusedWith(10004, groups.modifyInfo("room", { Name: "Not", From_Account: "nobody" }))
    assert.deepEqual(yield* told("Group.CallbackAfterGroupInfoChanged", refused), [])
  }))

timTest("new members are asked about and told, those who are in already are not", () =>
  Effect.gen(function*() {
    const { groups, heard, told } = yield* room
    const added = yield* told("Group.CallbackAfterNewMemberJoin", groups.addMembers("room", ["bob", "dave", "erin"]))
    assert.deepEqual(added, [
      bodyOf("Group.CallbackAfterNewMemberJoin", {
        ...ofRoom,
        JoinType: "Invited",
        NewMemberList: listed("dave", "erin")
      })
    ])
    assert.deepEqual(yield* heard.told("Group.CallbackBeforeInviteJoinGroup"), [
      bodyOf("Group.CallbackBeforeInviteJoinGroup", { ...ofRoom, DestinationMembers: listed("dave", "erin") })
    ])
    assert.deepEqual(yield* namesToldBy(heard, groups.addMembers("room", ["bob", "dave"])), [])
    assert.deepEqual(yield* namesToldBy(heard, refusedWith(10019, groups.addMembers("room", ["nobody"]))), [])
  }))

timTest("members whom the app leaves out, or refuses, stay outside", () =>
  Effect.gen(function*() {
    yield* room
    const groups = yield* Groups
    const { told } = yield* listening({
      "Group.CallbackBeforeInviteJoinGroup": ({ body }) =>
        body.DestinationMembers.length > 1 ? leaveOut(["dave"]) : refuse(10150, "closed")
    })
    const client = yield* TimClient
    const answer = yield* client.call("v4/group_open_http_svc/add_group_member", {
      GroupId: "room",
      MemberList: listed("alice", "dave", "erin")
    })
    assert.deepEqual(answer["MemberList"], [
      { Member_Account: "alice", Result: 2 },
      { Member_Account: "dave", Result: 0 },
      { Member_Account: "erin", Result: 1 }
    ])
    const before = ["alice", "bob", "carol", "erin"]
    assert.deepEqual(yield* memberIds("room"), before)
    const joined = yield* told("Group.CallbackAfterNewMemberJoin")
    assert.deepEqual(joined.map(({ NewMemberList }) => NewMemberList), [listed("erin")])
    yield* refusedWith(10150, groups.addMembers("room", ["dave"]))
    assert.deepEqual(yield* memberIds("room"), before)
    assert.equal((yield* told("Group.CallbackAfterNewMemberJoin")).length, 1)
  }))

timTest("a plain refusal of new members is 10016", () =>
  Effect.gen(function*() {
    const { groups } = yield* room
    yield* listening({ "Group.CallbackBeforeInviteJoinGroup": () => refuse() })
    yield* refusedWith(10016, groups.addMembers("room", ["dave"]))
    assert.deepEqual(yield* memberIds("room"), ["alice", "bob", "carol"])
  }))

timTest("the last place goes to one only, whoever asks for it meanwhile", () =>
  Effect.gen(function*() {
    yield* room
    const groups = yield* Groups
    yield* groups.modifyInfo("room", { MaxMemberNum: 4 })
    const { told } = yield* listening({
      "Group.CallbackBeforeInviteJoinGroup": ({ body }) =>
        body.DestinationMembers[0]?.Member_Account === "dave"
          ? Effect.ignore(groups.addMembers("room", ["erin"]))
          : Effect.void
    })
    yield* refusedWith(10014, groups.addMembers("room", ["dave"]))
    assert.deepEqual(yield* memberIds("room"), ["alice", "bob", "carol", "erin"])
    assert.equal((yield* told("Group.CallbackAfterGroupFull")).length, 2)
  }))

timTest("nobody is added to a group that is dissolved while the app is asked", () =>
  Effect.gen(function*() {
    yield* room
    const groups = yield* Groups
    const { commands } = yield* listening({
      "Group.CallbackBeforeInviteJoinGroup": () => Effect.ignore(groups.destroy("room"))
    })
    yield* refusedWith(10010, groups.addMembers("room", ["dave"]))
    assert.deepEqual(yield* commands, ["Group.CallbackBeforeInviteJoinGroup", "Group.CallbackAfterGroupDestroyed"])
  }))

timTest("a group that is filled, or has no room for all, is told as full", () =>
  Effect.gen(function*() {
    const { groups, heard, told } = yield* room
    yield* groups.modifyInfo("room", { MaxMemberNum: 5 })
    assert.deepEqual(yield* told("Group.CallbackAfterGroupFull", groups.addMembers("room", ["dave"])), [])
    assert.deepEqual(yield* told("Group.CallbackAfterGroupFull", groups.addMembers("room", ["erin"])), [
      bodyOf("Group.CallbackAfterGroupFull", { GroupId: "room" })
    ])
    const tooMany = refusedWith(ErrorCode.GroupFull, groups.addMembers("room", ["administrator"]))
    assert.deepEqual(yield* namesToldBy(heard, tooMany), ["Group.CallbackAfterGroupFull"])
    assert.deepEqual(yield* namesToldBy(heard, groups.addMembers("room", ["erin"])), [])
  }))

timTest("members who are removed are told, those who were not in are not", () =>
  Effect.gen(function*() {
    const { groups, told } = yield* room
    const remove = (...userIds: ReadonlyArray<string>) =>
      told("Group.CallbackAfterMemberExit", groups.removeMembers("room", userIds, { Silence: 1 }))
    assert.deepEqual(yield* remove("bob", "dave", "carol"), [
      bodyOf("Group.CallbackAfterMemberExit", { ...ofRoom, ExitType: "Kicked", ExitMemberList: listed("bob", "carol") })
    ])
    assert.deepEqual(yield* remove("bob"), [])
    const owner = refusedWith(10007, groups.removeMembers("room", ["alice"]))
    assert.deepEqual(yield* told("Group.CallbackAfterMemberExit", owner), [])
  }))

timTest("of a changed member only a new role and a new name card are told", () =>
  Effect.gen(function*() {
    const { groups, told } = yield* room
    const change = (changes: Omit<RequestOf<typeof modifyGroupMemberInfo>, "GroupId" | "Member_Account">) =>
      told("Group.CallbackAfterMemberFieldChanged", groups.modifyMember("room", "bob", changes))
    const ofBob = { ...ofRoom, Member_Account: "bob" }
    const command = "Group.CallbackAfterMemberFieldChanged"
    assert.deepEqual(yield* change({ Role: "Admin", MuteTime: 60 }), [bodyOf(command, { ...ofBob, Role: "Admin" })])
    const named = yield* change({ Role: "Admin", NameCard: "Bob" })
    assert.deepEqual(named, [bodyOf(command, { ...ofBob, NameCard: "Bob" })])
    assert.deepEqual(yield* change({ Role: "Admin", NameCard: "Bob", MsgFlag: "Discard" }), [])
    const stranger = refusedWith(10004, groups.modifyMember("room", "dave", { NameCard: "Dave" }))
    assert.deepEqual(yield* told(command, stranger), [])
  }))

timTest("a new owner is told with the former one", () =>
  Effect.gen(function*() {
    const { groups, told } = yield* room
    const give = (userId: string) => told("Group.CallbackAfterChangeGroupOwner", groups.changeOwner("room", userId))
    assert.deepEqual(yield* give("bob"), [
      bodyOf("Group.CallbackAfterChangeGroupOwner", { ...ofRoom, OldOwner_Account: "alice", NewOwner_Account: "bob" })
    ])
    assert.deepEqual(yield* give("bob"), [])
    const stranger = refusedWith(10004, groups.changeOwner("room", "dave"))
    assert.deepEqual(yield* told("Group.CallbackAfterChangeGroupOwner", stranger), [])
  }))

timTest(
  "attributes are told as they are set, modified, deleted and cleared, where that changes any",
  () =>
    Effect.gen(function*() {
      const { groups, told } = yield* room
      const write = (call: Effect.Effect<unknown, TimError>) => told("Group.CallbackAfterGroupAttrChanged", call)
      const written = (OptionType: string, attributes?: ReadonlyArray<readonly [string, string]>) => [
        bodyOf("Group.CallbackAfterGroupAttrChanged", {
          ...ofRoom,
          OptionType,
          ...(attributes === undefined ? {} : { GroupAttr: attributes.map(([key, value]) => ({ key, value })) })
        })
      ]
      const set = written("set", [["a", "1"], ["b", "2"]])
      assert.deepEqual(yield* write(groups.setAttributes("room", { a: "1", b: "2" })), set)
      const modified = written("modify", [["b", "3"], ["c", "4"]])
      assert.deepEqual(yield* write(groups.modifyAttributes("room", { a: "1", b: "3", c: "4" })), modified)
      assert.deepEqual(yield* write(groups.modifyAttributes("room", { a: "1" })), [])
      assert.deepEqual(yield* write(refusedWith(10050, groups.deleteAttributes("room", ["a", "none"]))), [])
      assert.deepEqual(yield* write(groups.deleteAttributes("room", ["a"])), written("delete", [["a", ""]]))
      assert.deepEqual(yield* write(groups.clearAttributes("room")), written("clear"))
    })
)

timTest(
  "attributes that are set as they were, or cleared where there are none, are not told",
  () =>
    Effect.gen(function*() {
      const { groups, heard } = yield* room
      yield* groups.setAttributes("room", { a: "1", b: "2" })
      assert.deepEqual(yield* namesToldBy(heard, groups.setAttributes("room", { b: "2", a: "1" })), [])
      yield* groups.clearAttributes("room")
      assert.deepEqual(yield* namesToldBy(heard, groups.clearAttributes("room")), [])
    })
)

timTest("bans, mutes and counters send no webhooks", () =>
  Effect.gen(function*() {
    const { groups, heard } = yield* room
    yield* groups.muteMembers("room", ["bob"], 60)
    yield* groups.banMembers("room", ["carol"], 60)
    yield* groups.updateCounters("room", "Set", { likes: 1 })
    assert.deepEqual(yield* heard.commands, [])
  }))
