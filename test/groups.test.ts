import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import {
  Accounts,
  ErrorCode,
  failOnPartial,
  type GroupInfo,
  Groups,
  type GroupType,
  prefixedGroupId,
  TimClient
} from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { startSeconds, timTest } from "./support/suite.ts"

const ids = (count: number) => Array.from({ length: count }, (_, index) => `user${index}`)

/** Imports accounts and gives the service. */
const withAccounts = Effect.fnUntraced(function*(...userIds: ReadonlyArray<string>) {
  const accounts = yield* Accounts
  yield* failOnPartial(accounts.importMany(userIds))
  return yield* Groups
})

/** The only group of an answer. */
const only = (infos: ReadonlyArray<GroupInfo>): GroupInfo => {
  const [info] = infos
  assert.ok(info !== undefined && infos.length === 1, `${infos.length} groups`)
  return info
}

const infoOf = Effect.fnUntraced(function*(groupId: string) {
  const groups = yield* Groups
  const { failed, ok } = yield* groups.getInfo([groupId])
  assert.deepEqual(failed, [])
  return only(ok)
})

timTest("a created group is there, with owner, first members and profile", () =>
  Effect.gen(function*() {
    const groups = yield* withAccounts("alice", "bob", "carol")
    const { GroupId } = yield* groups.create("Public", "Readers", {
      GroupId: "readers",
      Owner_Account: "alice",
      Introduction: "We read",
      MaxMemberCount: 50,
      ApplyJoinOption: "FreeAccess",
      AppDefinedData: [{ Key: "level", Value: "7" }],
      MemberList: [
        { Member_Account: "bob", Role: "Admin", AppMemberDefinedData: [{ Key: "badge", Value: "gold" }] },
        { Member_Account: "carol" }
      ]
    })
    assert.equal(GroupId, "readers")
    const { MemberList, ...profile } = yield* infoOf("readers")
    assert.deepEqual(profile, {
      GroupId: "readers",
      ErrorCode: 0,
      ErrorInfo: "",
      Type: "Public",
      Name: "Readers",
      Introduction: "We read",
      Notification: "",
      FaceUrl: "",
      Owner_Account: "alice",
      CreateTime: startSeconds,
      InfoSeq: 0,
      LastInfoTime: startSeconds,
      LastMsgTime: 0,
      NextMsgSeq: 1,
      MemberNum: 3,
      MaxMemberNum: 50,
      ApplyJoinOption: "FreeAccess",
      InviteJoinOption: "DisableInvite",
      MuteAllMember: "Off",
      Appid: 1_400_000_000,
      AppDefinedData: [{ Key: "level", Value: "7" }]
    })
    assert.deepEqual(MemberList?.map(({ Member_Account, Role }) => [Member_Account, Role]), [
      ["alice", "Owner"],
      ["bob", "Admin"],
      ["carol", "Member"]
    ])
    assert.deepEqual(MemberList?.[1]?.AppMemberDefinedData, [{ Key: "badge", Value: "gold" }])
  }), { groupFields: ["level"], memberFields: ["badge"] })

timTest("ids that the service gives tell the kind of group", () =>
  Effect.gen(function*() {
    const groups = yield* Groups
    const idOf = (type: "Private" | "AVChatRoom" | "Community") =>
      Effect.map(groups.create(type, "Some"), ({ GroupId }) => GroupId)
    assert.match(yield* idOf("Private"), /^@TGS#[A-Z0-9]{9}$/)
    assert.match(yield* idOf("AVChatRoom"), /^@TGS#a/)
    assert.match(yield* idOf("Community"), /^@TGS#_@TGS#c/)
  }))

timTest("each type has options of its own that cannot be chosen away", () =>
  Effect.gen(function*() {
    const groups = yield* Groups
    const optionsOf = Effect.fnUntraced(function*(type: GroupType) {
      const { GroupId } = yield* groups.create(type, "Some", {
        ApplyJoinOption: "NeedPermission",
        InviteJoinOption: "NeedPermission"
      })
      const { ApplyJoinOption, InviteJoinOption } = yield* infoOf(GroupId)
      return [ApplyJoinOption, InviteJoinOption]
    })
    assert.deepEqual(yield* optionsOf("Private"), ["DisableApply", "NeedPermission"])
    assert.deepEqual(yield* optionsOf("Public"), ["NeedPermission", "NeedPermission"])
    assert.deepEqual(yield* optionsOf("ChatRoom"), ["FreeAccess", "NeedPermission"])
    assert.deepEqual(yield* optionsOf("AVChatRoom"), ["FreeAccess", "DisableInvite"])
    assert.deepEqual(yield* optionsOf("Community"), ["FreeAccess", "FreeAccess"])
  }))

timTest("a taken id is refused, with another code for its owner", () =>
  Effect.gen(function*() {
    const groups = yield* withAccounts("alice", "bob")
    yield* groups.create("Public", "First", { GroupId: "taken", Owner_Account: "alice" })
    yield* refusedWith(
      ErrorCode.GroupIdTakenByOperator,
      groups.create("Public", "Second", { GroupId: "taken", Owner_Account: "alice" })
    )
    yield* refusedWith(
      ErrorCode.GroupIdTaken,
      groups.create("Public", "Second", { GroupId: "taken", Owner_Account: "bob" })
    )
    yield* refusedWith(ErrorCode.GroupIdTaken, groups.create("Public", "Second", { GroupId: "taken" }))
  }))

timTest("names and ids beyond the limits are not sent, and refused when they are", () =>
  Effect.gen(function*() {
    const groups = yield* Groups
    const client = yield* TimClient
    yield* notSent("Name", groups.create("Public", "é".repeat(51)))
    yield* notSent("Introduction", groups.create("Public", "Some", { Introduction: "x".repeat(401) }))
    yield* notSent("GroupId", groups.create("Public", "Some", { GroupId: "x".repeat(49) }))
    yield* notSent("", groups.create("Public", "Some", { GroupId: "@TGS#mine" }))
    yield* notSent("", groups.create("Public", "Some", { GroupId: "grüße" }))
    yield* notSent("", groups.create("Community", "Some", { GroupId: "mine" }))
    const create = (body: object) => client.call("v4/group_open_http_svc/create_group", body)
    yield* refusedWith(ErrorCode.GroupParameterInvalid, create({ Type: "Public" }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, create({ Type: "Club", Name: "Some" }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, create({ Type: "Public", Name: "x".repeat(101) }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, create({ Type: "Public", Name: "Some", GroupId: "@TGS#mine" }))
    const MemberList = ids(101).map((Member_Account) => ({ Member_Account }))
    yield* refusedWith(ErrorCode.GroupTooManyAccounts, create({ Type: "Public", Name: "Some", MemberList }))
    const { GroupId } = yield* groups.create("Community", "Some", { GroupId: "@TGS#_mine" })
    assert.equal(GroupId, "@TGS#_mine")
  }))

timTest("accounts that do not exist cannot own or join a new group", () =>
  Effect.gen(function*() {
    const groups = yield* Groups
    yield* refusedWith(ErrorCode.GroupAccountNotFound, groups.create("Public", "Some", { Owner_Account: "nobody" }))
    const MemberList = [{ Member_Account: "nobody" }]
    yield* refusedWith(ErrorCode.GroupAccountNotFound, groups.create("Public", "Some", { MemberList }))
    assert.equal((yield* groups.listAll()).TotalCount, 0)
  }))

timTest("a live-streaming group stores no members, not even its owner", () =>
  Effect.gen(function*() {
    const groups = yield* withAccounts("alice", "bob")
    const MemberList = [{ Member_Account: "bob" }]
    yield* refusedWith(ErrorCode.GroupPermissionDenied, groups.create("AVChatRoom", "Live", { MemberList }))
    yield* groups.create("AVChatRoom", "Live", { GroupId: "live", Owner_Account: "alice" })
    const info = yield* infoOf("live")
    assert.equal(info.Owner_Account, "alice")
    assert.equal(info.MemberNum, 0)
    assert.equal(info.MemberList, undefined)
    yield* refusedWith(ErrorCode.GroupPermissionDenied, groups.listMembers("live"))
    yield* refusedWith(ErrorCode.GroupPermissionDenied, groups.addMembers("live", ["bob"]))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, groups.removeMembers("live", ["bob"]))
    yield* refusedWith(ErrorCode.GroupPermissionDenied, groups.getRoles("live", ["bob"]))
    yield* refusedWith(ErrorCode.GroupPermissionDenied, groups.changeOwner("live", "bob"))
    yield* refusedWith(ErrorCode.GroupPermissionDenied, groups.importMembers("live", ["bob"]))
  }))

timTest("a Private group has no admins and no member mutes", () =>
  Effect.gen(function*() {
    const groups = yield* withAccounts("alice", "bob")
    const MemberList = [{ Member_Account: "bob", Role: "Admin" as const }]
    yield* refusedWith(ErrorCode.GroupPermissionDenied, groups.create("Private", "Work", { MemberList }))
    yield* groups.create("Private", "Work", { GroupId: "work", MemberList: [{ Member_Account: "bob" }] })
    yield* refusedWith(ErrorCode.GroupPermissionDenied, groups.modifyMember("work", "bob", { Role: "Admin" }))
    yield* refusedWith(ErrorCode.GroupPermissionDenied, groups.modifyMember("work", "bob", { MuteTime: 60 }))
    yield* refusedWith(ErrorCode.GroupPermissionDenied, groups.muteMembers("work", ["bob"], 60))
    assert.deepEqual((yield* groups.getRoles("work", ["bob"])).ok, [{ Member_Account: "bob", Role: "Member" }])
  }))

timTest("a community answers its type and its topic options", () =>
  Effect.gen(function*() {
    const groups = yield* Groups
    const created = yield* groups.create("Community", "Big", {
      SupportTopic: 1,
      EnablePermission: 1,
      DefaultPermission: 7
    })
    assert.equal(created.Type, "Community")
    const info = yield* infoOf(created.GroupId)
    assert.deepEqual([info.SupportTopic, info.EnablePermission, info.DefaultPermission], [1, 1, 7])
    assert.equal(info.MaxMemberNum, 100_000)
  }))

timTest("communities need the premium edition", () =>
  Effect.gen(function*() {
    const groups = yield* Groups
    yield* refusedWith(ErrorCode.CommunityNotEnabled, groups.create("Community", "Big"))
  }), { edition: "standard" })

timTest(
  "the trial edition has 10 live-streaming groups, 100 groups and 20 members a group",
  () =>
    Effect.gen(function*() {
      const groups = yield* withAccounts(...ids(21))
      const MemberList = ids(21).map((Member_Account) => ({ Member_Account }))
      yield* refusedWith(ErrorCode.GroupMemberLimitReached, groups.create("Public", "Many", { MemberList }))
      yield* refusedWith(ErrorCode.GroupParameterInvalid, groups.create("Public", "Many", { MaxMemberCount: 21 }))
      for (let count = 0; count < 10; count++) yield* groups.create("AVChatRoom", "Live")
      yield* refusedWith(ErrorCode.AvChatRoomLimitReached, groups.create("AVChatRoom", "Live"))
      for (let count = 10; count < 100; count++) yield* groups.create("Public", "Some")
      yield* refusedWith(ErrorCode.TrialGroupLimitReached, groups.create("Public", "Some"))
    }),
  { edition: "trial" }
)

timTest("in the trial edition a user is in at most 50 groups", () =>
  Effect.gen(function*() {
    const groups = yield* withAccounts("alice")
    for (let count = 0; count < 50; count++) yield* groups.create("Public", "Some", { Owner_Account: "alice" })
    yield* refusedWith(ErrorCode.UserGroupLimitReached, groups.create("Public", "Some", { Owner_Account: "alice" }))
    yield* groups.create("Public", "Some", { GroupId: "last" })
    yield* refusedWith(ErrorCode.UserGroupLimitReached, groups.addMembers("last", ["alice"]))
  }), { edition: "trial" })

timTest("custom fields need to be configured, and an empty value deletes them", () =>
  Effect.gen(function*() {
    const groups = yield* Groups
    const AppDefinedData = [{ Key: "unknown", Value: "x" }]
    yield* refusedWith(ErrorCode.GroupParameterInvalid, groups.create("Public", "Some", { AppDefinedData }))
    yield* groups.create("Public", "Some", { GroupId: "some", AppDefinedData: [{ Key: "level", Value: "7" }] })
    yield* refusedWith(ErrorCode.GroupParameterInvalid, groups.modifyInfo("some", { AppDefinedData }))
    yield* groups.modifyInfo("some", { AppDefinedData: [{ Key: "colour", Value: "red" }] })
    const both = [{ Key: "level", Value: "7" }, { Key: "colour", Value: "red" }]
    assert.deepEqual((yield* infoOf("some")).AppDefinedData, both)
    yield* groups.modifyInfo("some", { AppDefinedData: [{ Key: "level", Value: "" }] })
    assert.deepEqual((yield* infoOf("some")).AppDefinedData, [{ Key: "colour", Value: "red" }])
    yield* notSent(
      "AppDefinedData[0].Value",
      groups.modifyInfo("some", { AppDefinedData: [{ Key: "level", Value: "x".repeat(513) }] })
    )
  }), { groupFields: ["level", "colour"] })

timTest("a disbanded group is gone with its members, and its id is free again", () =>
  Effect.gen(function*() {
    const groups = yield* withAccounts("alice")
    yield* groups.create("Public", "First", { GroupId: "club", Owner_Account: "alice" })
    yield* groups.setAttributes("club", { colour: "red" })
    yield* groups.destroy("club")
    yield* refusedWith(ErrorCode.GroupNotFound, groups.destroy("club"))
    yield* refusedWith(ErrorCode.GroupNotFound, groups.listMembers("club"))
    assert.equal((yield* groups.listJoined("alice")).TotalCount, 0)
    yield* groups.create("Private", "Second", { GroupId: "club" })
    assert.deepEqual((yield* groups.getAttributes("club")).GroupAttrAry, [])
    assert.equal((yield* infoOf("club")).Type, "Private")
  }))

timTest("an id that no group can have is refused as such", () =>
  Effect.gen(function*() {
    const groups = yield* Groups
    const client = yield* TimClient
    yield* notSent("GroupId", groups.destroy("x".repeat(97)))
    yield* refusedWith(ErrorCode.GroupIdInvalid, groups.destroy("grüße"))
    const destroy = (GroupId: string) => client.call("v4/group_open_http_svc/destroy_group", { GroupId })
    yield* refusedWith(ErrorCode.GroupIdInvalid, destroy("x".repeat(97)))
    yield* refusedWith(ErrorCode.GroupNotFound, destroy("nothing"))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, client.call("v4/group_open_http_svc/destroy_group", {}))
  }))

timTest("groups that cannot be read fail one by one, while the call succeeds", () =>
  Effect.gen(function*() {
    const groups = yield* Groups
    const client = yield* TimClient
    yield* groups.create("Public", "Here", { GroupId: "here" })
    yield* groups.create("Public", "Gone", { GroupId: "gone" })
    yield* groups.destroy("gone")
    const { failed, ok } = yield* groups.getInfo(["never", "here", "gone"])
    assert.deepEqual(ok.map(({ Name }) => Name), ["Here"])
    assert.deepEqual(failed.map(({ code, item }) => [item, code]), [
      ["never", ErrorCode.GroupIdInvalid],
      ["gone", ErrorCode.GroupNotFound]
    ])
    const raw = yield* client.call("v4/group_open_http_svc/get_group_info", { GroupIdList: ["never"] })
    assert.equal(raw.ErrorCode, 0)
    assert.equal(raw.ActionStatus, "OK")
  }))

timTest("51 groups are read in two calls, and one call with 51 is refused", () =>
  Effect.gen(function*() {
    const groups = yield* Groups
    const client = yield* TimClient
    const all = ids(51)
    for (const GroupId of all) yield* groups.create("Public", GroupId, { GroupId })
    const { failed, ok } = yield* groups.getInfo(all)
    assert.deepEqual(failed, [])
    assert.deepEqual(ok.map(({ GroupId }) => GroupId), all)
    const tooMany = client.call("v4/group_open_http_svc/get_group_info", { GroupIdList: all })
    yield* refusedWith(ErrorCode.GroupParameterInvalid, tooMany)
  }))

timTest("with a filter only the named fields of groups and members are answered", () =>
  Effect.gen(function*() {
    const groups = yield* withAccounts("alice")
    yield* groups.create("Public", "Some", {
      GroupId: "some",
      Owner_Account: "alice",
      AppDefinedData: [{ Key: "level", Value: "7" }, { Key: "colour", Value: "red" }]
    })
    const named = yield* groups.getInfo(["some"], {
      GroupBaseInfoFilter: ["Name", "ShutUpAllMember"],
      MemberInfoFilter: ["Account", "Role", "ShutUpUntil"],
      AppDefinedDataFilter_Group: ["colour"]
    })
    assert.deepEqual(only(named.ok), {
      GroupId: "some",
      ErrorCode: 0,
      ErrorInfo: "",
      Name: "Some",
      ShutUpAllMember: "Off",
      AppDefinedData: [{ Key: "colour", Value: "red" }],
      MemberList: [{ Member_Account: "alice", Role: "Owner", ShutUpUntil: 0 }]
    })
    const bare = yield* groups.getInfo(["some"], { GroupBaseInfoFilter: ["Type"] })
    assert.deepEqual(only(bare.ok), { GroupId: "some", ErrorCode: 0, ErrorInfo: "", Type: "Public" })
  }), { groupFields: ["level", "colour"] })

timTest("changing a profile keeps what is not given, and counts the changes", () =>
  Effect.gen(function*() {
    const groups = yield* withAccounts("alice")
    yield* groups.create("Public", "Before", { GroupId: "some", Introduction: "Stays" })
    yield* TestClock.adjust("1 minute")
    yield* groups.modifyInfo("some", {
      Name: "After",
      MaxMemberNum: 10,
      MuteAllMember: "On",
      InviteJoinOption: "FreeAccess",
      From_Account: "alice"
    })
    const info = yield* infoOf("some")
    assert.deepEqual(
      [info.Name, info.Introduction, info.MaxMemberNum, info.MuteAllMember, info.InviteJoinOption],
      ["After", "Stays", 10, "On", "FreeAccess"]
    )
    assert.deepEqual([info.InfoSeq, info.LastInfoTime, info.CreateTime], [1, startSeconds + 60, startSeconds])
    yield* refusedWith(ErrorCode.GroupNotFound, groups.modifyInfo("nothing", { Name: "New" }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, groups.modifyInfo("some", { From_Account: "nobody" }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, groups.modifyInfo("some", { MaxMemberNum: 6001 }))
    assert.equal((yield* infoOf("some")).InfoSeq, 1)
  }))

timTest("all groups are listed page by page, by type where asked", () =>
  Effect.gen(function*() {
    const groups = yield* Groups
    for (const GroupId of ids(5)) yield* groups.create("Public", GroupId, { GroupId })
    yield* groups.create("Private", "Other", { GroupId: "other" })
    // The service grants one page a second, so time has to pass between two pages.
    const walk = Stream.tap(groups.allGroups({ Limit: 2 }), () => TestClock.adjust("1 second"))
    assert.deepEqual(yield* Stream.runCollect(walk), [...ids(5), "other"])
    const page = yield* groups.listAll({ GroupType: "Public", Limit: 4 })
    assert.equal(page.TotalCount, 5)
    assert.deepEqual(page.GroupIdList.map(({ GroupId }) => GroupId), ids(4))
    yield* TestClock.adjust("10 seconds")
    const rest = yield* groups.listAll({ GroupType: "Public", Limit: 4, Next: page.Next })
    assert.deepEqual(rest.GroupIdList, [{ GroupId: "user4" }])
    assert.equal(rest.Next, 0)
    yield* notSent("Limit", groups.listAll({ Limit: 10_001 }))
  }))

timTest("a group that goes between two pages moves none of the others", () =>
  Effect.gen(function*() {
    const groups = yield* Groups
    const client = yield* TimClient
    const list = (Next: unknown) =>
      client.call("v4/group_open_http_svc/get_appid_group_list", { Limit: 2, Next }, { ratePerSecond: 200 })
    for (const GroupId of ids(4)) yield* groups.create("Public", GroupId, { GroupId })
    const page = yield* list(0)
    yield* groups.destroy("user0")
    const rest = yield* list(page["Next"])
    assert.deepEqual(rest["GroupIdList"], [{ GroupId: "user2" }, { GroupId: "user3" }])
  }))

timTest("the groups of a user are listed with what is asked for", () =>
  Effect.gen(function*() {
    const groups = yield* withAccounts("alice", "bob")
    yield* groups.create("Public", "One", { GroupId: "one", Owner_Account: "alice" })
    yield* groups.create("ChatRoom", "Two", { GroupId: "two", MemberList: [{ Member_Account: "alice" }] })
    yield* groups.create("Public", "Not hers", { GroupId: "three", Owner_Account: "bob" })
    const bare = yield* groups.listJoined("alice")
    assert.equal(bare.TotalCount, 2)
    assert.deepEqual(bare.GroupIdList, [{ GroupId: "one" }, { GroupId: "two" }])
    const full = yield* groups.listJoined("alice", {
      GroupType: "ChatRoom",
      ResponseFilter: { GroupBaseInfoFilter: ["Name", "MemberNum"], SelfInfoFilter: ["Role", "MsgFlag"] }
    })
    assert.deepEqual(full.GroupIdList, [{
      GroupId: "two",
      Name: "Two",
      MemberNum: 1,
      SelfInfo: { Role: "Member", MsgFlag: "AcceptNotNotify" }
    }])
    const walked = yield* Stream.runCollect(groups.joinedGroups("alice", { Limit: 1 }))
    assert.deepEqual(walked, [{ GroupId: "one" }, { GroupId: "two" }])
    assert.deepEqual((yield* groups.listJoined("nobody")).GroupIdList, [])
    yield* notSent("Limit", groups.listJoined("alice", { Limit: 5001 }))
    yield* refusedWith(
      ErrorCode.GroupParameterInvalid,
      groups.listJoined("alice", { GroupType: "Public", SupportTopic: 1 })
    )
  }))

timTest("a Private group is hidden from its members until something is said", () =>
  Effect.gen(function*() {
    const groups = yield* withAccounts("alice", "bob")
    const { app } = yield* Emulator
    yield* groups.create("Private", "Work", {
      GroupId: "work",
      Owner_Account: "alice",
      MemberList: [{ Member_Account: "bob" }]
    })
    const countOf = (userId: string, WithNoActiveGroups: 0 | 1) =>
      Effect.map(groups.listJoined(userId, { WithNoActiveGroups }), ({ TotalCount }) => TotalCount)
    assert.deepEqual([yield* countOf("alice", 0), yield* countOf("bob", 0), yield* countOf("bob", 1)], [1, 0, 1])
    const work = app().groups.get("work")
    assert.ok(work !== undefined)
    work.nextMsgSeq++
    assert.equal(yield* countOf("bob", 0), 1)
  }))

timTest("communities with topics are listed apart", () =>
  Effect.gen(function*() {
    const groups = yield* withAccounts("alice")
    yield* groups.create("Community", "Plain", { GroupId: "@TGS#_plain", Owner_Account: "alice" })
    yield* groups.create("Community", "Topics", {
      GroupId: "@TGS#_topics",
      Owner_Account: "alice",
      SupportTopic: 1
    })
    const joined = (SupportTopic?: 0 | 1) =>
      Effect.map(groups.listJoined("alice", { GroupType: "Community", SupportTopic }), ({ GroupIdList }) =>
        GroupIdList.map(({ GroupId }) => GroupId))
    assert.deepEqual(yield* joined(), ["@TGS#_plain"])
    assert.deepEqual(yield* joined(0), ["@TGS#_plain"])
    assert.deepEqual(yield* joined(1), ["@TGS#_topics"])
  }))

timTest("a deleted account leaves its groups, and those it owned have no owner", () =>
  Effect.gen(function*() {
    const groups = yield* withAccounts("alice", "bob")
    const accounts = yield* Accounts
    yield* groups.create("Public", "Some", {
      GroupId: "some",
      Owner_Account: "alice",
      MemberList: [{ Member_Account: "bob" }]
    })
    yield* accounts.delete(["alice"])
    const info = yield* infoOf("some")
    assert.deepEqual([info.Owner_Account, info.MemberNum], ["", 1])
  }))

timTest("an answer of more than 1 MB is refused", () =>
  Effect.gen(function*() {
    const groups = yield* Groups
    const { app } = yield* Emulator
    yield* groups.create("Public", "Large", { GroupId: "large", MaxMemberCount: 6000 })
    const large = app().groups.get("large")
    assert.ok(large !== undefined)
    const nameCard = "A name of fifty bytes, which is the longest one."
    for (const id of ids(6000)) large.join(id, startSeconds).nameCard = nameCard
    yield* refusedWith(ErrorCode.GroupResponseTooLarge, groups.getInfo(["large"]))
    yield* refusedWith(ErrorCode.GroupResponseTooLarge, groups.listMembers("large"))
    const { ok } = yield* groups.getInfo(["large"], { GroupBaseInfoFilter: ["MemberNum"] })
    assert.equal(only(ok).MemberNum, 6000)
    const { MemberList } = yield* groups.listMembers("large", { MemberInfoFilter: ["Role"] })
    assert.equal(MemberList.length, 6000)
  }))

timTest("a prefix tells an app's own kinds of groups apart", () =>
  Effect.gen(function*() {
    const groups = yield* Groups
    const superGroup = prefixedGroupId("@GLG#")
    const GroupId = superGroup.make("lobby")
    assert.equal(GroupId, "@GLG#lobby")
    assert.equal(superGroup.make(GroupId), GroupId)
    assert.deepEqual([superGroup.is(GroupId), superGroup.is("lobby"), superGroup.is("@GLG#")], [true, false, false])
    assert.deepEqual([superGroup.strip(GroupId), superGroup.strip("lobby")], ["lobby", "lobby"])
    assert.equal(superGroup.make("x".repeat(43)).length, 48)
    assert.throws(() => superGroup.make("x".repeat(44)), RangeError)
    assert.throws(() => superGroup.make(""), RangeError)
    assert.throws(() => superGroup.make("grüße"), RangeError)
    for (const prefix of ["", "@TGS#", "@TGS#x", "@TG", "é", "x".repeat(48)]) {
      assert.throws(() => prefixedGroupId(prefix), RangeError, prefix)
    }
    yield* groups.create("Public", "Lobby", { GroupId })
    assert.equal((yield* infoOf(GroupId)).Name, "Lobby")
  }))
