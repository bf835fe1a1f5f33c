import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { Accounts, ErrorCode, failOnPartial, Groups, TimClient } from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { Topic } from "../src/emulator/state/Topics.ts"
import { makeRandom } from "../src/emulator/random.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { startSeconds, timTest } from "./support/suite.ts"

const ids = (count: number) => Array.from({ length: count }, (_, index) => `user${index}`)

/** A group `club` of a type with its owner `owner`, and accounts that could join. */
const withClub = Effect.fnUntraced(function*(
  type: "Private" | "Public" | "ChatRoom",
  ...userIds: ReadonlyArray<string>
) {
  const accounts = yield* Accounts
  const groups = yield* Groups
  yield* failOnPartial(accounts.importMany(["owner", ...userIds]))
  yield* groups.create(type, "Club", { GroupId: "club", Owner_Account: "owner" })
  return groups
})

const memberIds = Effect.fnUntraced(function*(groupId: string) {
  const groups = yield* Groups
  const members = yield* Stream.runCollect(groups.members(groupId))
  return members.map(({ Member_Account }) => Member_Account)
})

timTest("added members are there, and each tells how it went", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("Public", "alice", "bob")
    yield* TestClock.adjust("1 minute")
    const first = yield* groups.addMembers("club", ["alice", "owner", "alice"], { Silence: 1 })
    assert.deepEqual(first.ok, [
      { Member_Account: "alice", Result: 1 },
      { Member_Account: "owner", Result: 2 },
      { Member_Account: "alice", Result: 2 }
    ])
    const { ok } = yield* groups.getMembers("club", ["alice", "bob"])
    assert.deepEqual(ok, [{
      Member_Account: "alice",
      Role: "Member",
      JoinTime: startSeconds + 60,
      MsgSeq: 0,
      MsgFlag: "AcceptAndNotify",
      LastSendMsgTime: 0,
      MuteUntil: 0,
      NameCard: ""
    }])
  }))

timTest("a newcomer has nothing unread", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("Public", "alice")
    const { app } = yield* Emulator
    const club = app().groups.get("club")
    assert.ok(club !== undefined)
    club.nextMsgSeq = 8
    yield* groups.addMembers("club", ["alice"])
    const { ok } = yield* groups.getMembers("club", ["alice"], { MemberInfoFilter: ["MsgSeq"] })
    assert.deepEqual(ok, [{ Member_Account: "alice", MsgSeq: 7 }])
  }))

timTest("301 members are added in two calls, and 301 in one are refused", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("Public", ...ids(301))
    const client = yield* TimClient
    const MemberList = ids(301).map((Member_Account) => ({ Member_Account }))
    const tooMany = client.call("v4/group_open_http_svc/add_group_member", { GroupId: "club", MemberList })
    yield* refusedWith(ErrorCode.GroupTooManyAccounts, tooMany)
    const { failed, ok } = yield* groups.addMembers("club", ids(301))
    assert.deepEqual(failed, [])
    assert.equal(ok.filter(({ Result }) => Result === 1).length, 301)
    assert.deepEqual(yield* memberIds("club"), ["owner", ...ids(301)])
    const removed = yield* groups.removeMembers("club", ids(301))
    assert.equal(removed.ok.length, 301)
    assert.deepEqual(yield* memberIds("club"), ["owner"])
  }))

timTest("an account that does not exist refuses the call as a whole", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("Public", "alice")
    yield* refusedWith(ErrorCode.GroupAccountNotFound, groups.addMembers("club", ["alice", "nobody"]))
    assert.deepEqual(yield* memberIds("club"), ["owner"])
    yield* refusedWith(ErrorCode.GroupNotFound, groups.addMembers("nothing", ["alice"]))
  }))

timTest("a full group takes nobody, while those who are in stay in", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("Public", "alice", "bob", "carol")
    yield* groups.modifyInfo("club", { MaxMemberNum: 3 })
    yield* refusedWith(ErrorCode.GroupFull, groups.addMembers("club", ["alice", "bob", "carol"]))
    assert.deepEqual(yield* memberIds("club"), ["owner"])
    yield* groups.addMembers("club", ["alice", "bob"])
    const { ok } = yield* groups.addMembers("club", ["alice"])
    assert.deepEqual(ok, [{ Member_Account: "alice", Result: 2 }])
    yield* refusedWith(ErrorCode.GroupFull, groups.addMembers("club", ["carol"]))
  }))

timTest("a group that fills up between two calls lists the rest as failed", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("Public", ...ids(301))
    yield* groups.modifyInfo("club", { MaxMemberNum: 301 })
    const { failed, ok } = yield* groups.addMembers("club", ids(301))
    assert.equal(ok.length, 300)
    assert.deepEqual(failed.map(({ code, item }) => [item, code]), [["user300", ErrorCode.GroupFull]])
  }))

timTest("removed members are gone, and strangers do not fail the call", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("Public", "alice", "bob")
    yield* groups.addMembers("club", ["alice", "bob"])
    const { failed, ok } = yield* groups.removeMembers("club", ["alice", "nobody"], { Silence: 1, Reason: "Enough" })
    assert.deepEqual([ok, failed], [["alice", "nobody"], []])
    assert.deepEqual(yield* memberIds("club"), ["owner", "bob"])
    assert.equal((yield* groups.listJoined("alice")).TotalCount, 0)
    yield* refusedWith(ErrorCode.GroupPermissionDenied, groups.removeMembers("club", ["owner"]))
    yield* refusedWith(ErrorCode.GroupNotFound, groups.removeMembers("nothing", ["alice"]))
  }))

timTest("members are paged through by offset, and can be chosen by role", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("Public", ...ids(5))
    yield* groups.addMembers("club", ids(5))
    yield* groups.modifyMember("club", "user3", { Role: "Admin" })
    const page = yield* groups.listMembers("club", { Limit: 2, Offset: 4, MemberInfoFilter: ["Role"] })
    assert.equal(page.MemberNum, 6)
    assert.deepEqual(page.MemberList, [
      { Member_Account: "user3", Role: "Admin" },
      { Member_Account: "user4", Role: "Member" }
    ])
    assert.deepEqual((yield* groups.listMembers("club", { Offset: 6 })).MemberList, [])
    const admins = yield* Stream.runCollect(
      groups.members("club", { Limit: 2, MemberRoleFilter: ["Owner", "Admin"], MemberInfoFilter: [] })
    )
    assert.deepEqual(admins, [{ Member_Account: "owner" }, { Member_Account: "user3" }])
    const walked = yield* Stream.runCollect(groups.members("club", { Limit: 1 }))
    assert.deepEqual(walked.map(({ Member_Account }) => Member_Account), ["owner", ...ids(5)])
    yield* notSent("Limit", groups.listMembers("club", { Limit: 6001 }))
    yield* refusedWith(ErrorCode.GroupNotFound, groups.listMembers("nothing"))
  }))

timTest("members of a community are paged through by a cursor", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const groups = yield* Groups
    yield* failOnPartial(accounts.importMany(ids(5)))
    const { GroupId } = yield* groups.create("Community", "Big")
    yield* groups.addMembers(GroupId, ids(5))
    const page = yield* groups.listMembers(GroupId, { Limit: 3, Next: "", MemberInfoFilter: [] })
    assert.deepEqual(page.MemberList, ids(3).map((Member_Account) => ({ Member_Account })))
    const rest = yield* groups.listMembers(GroupId, { Limit: 3, Next: page.Next ?? "", MemberInfoFilter: [] })
    assert.deepEqual(rest.MemberList, [{ Member_Account: "user3" }, { Member_Account: "user4" }])
    assert.equal(rest.Next, "")
    const walked = yield* Stream.runCollect(groups.members(GroupId, { Limit: 2 }))
    assert.deepEqual(walked.map(({ Member_Account }) => Member_Account), ids(5))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, groups.listMembers(GroupId, { Limit: 3 }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, groups.listMembers(GroupId, { Limit: 101, Next: "" }))
  }))

timTest("51 members are read by their accounts in two calls, strangers left out", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("Public", ...ids(51))
    const client = yield* TimClient
    yield* groups.addMembers("club", ids(51))
    const { failed, ok } = yield* groups.getMembers("club", ["nobody", ...ids(51)], { MemberRoleFilter: ["Member"] })
    assert.deepEqual(failed, [])
    assert.deepEqual(ok.map(({ Member_Account }) => Member_Account), ids(51))
    const tooMany = { GroupId: "club", Member_List_Account: ids(51) }
    yield* refusedWith(
      ErrorCode.GroupParameterInvalid,
      client.call("v4/group_open_http_svc/get_specified_group_member_info", tooMany)
    )
  }))

timTest(
  "a member can be given role, name card, receiving option, custom fields and a mute",
  () =>
    Effect.gen(function*() {
      const groups = yield* withClub("Public", "alice")
      yield* groups.addMembers("club", ["alice"])
      yield* groups.modifyMember("club", "alice", {
        Role: "Admin",
        MsgFlag: "Discard",
        NameCard: "Al",
        AppMemberDefinedData: [{ Key: "badge", Value: "gold" }],
        MuteTime: 60
      })
      const { ok } = yield* groups.getMembers("club", ["alice"])
      const [alice] = ok
      assert.deepEqual(
        [alice?.Role, alice?.MsgFlag, alice?.NameCard, alice?.MuteUntil, alice?.AppMemberDefinedData],
        ["Admin", "Discard", "Al", startSeconds + 60, [{ Key: "badge", Value: "gold" }]]
      )
      yield* TestClock.adjust("1 minute")
      yield* groups.modifyMember("club", "alice", {
        Role: "Member",
        AppMemberDefinedData: [{ Key: "badge", Value: "" }]
      })
      const later = yield* groups.getMembers("club", ["alice"], {
        MemberInfoFilter: ["Role", "MuteUntil", "NameCard"],
        AppDefinedDataFilter_GroupMember: ["badge"]
      })
      assert.deepEqual(later.ok, [{ Member_Account: "alice", Role: "Member", MuteUntil: 0, NameCard: "Al" }])
    }),
  { memberFields: ["badge"] }
)

timTest("what a member cannot be given is refused", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("Public", "alice")
    yield* refusedWith(ErrorCode.GroupParameterInvalid, groups.modifyMember("club", "alice", { NameCard: "Al" }))
    yield* refusedWith(ErrorCode.GroupPermissionDenied, groups.modifyMember("club", "owner", { Role: "Member" }))
    const AppMemberDefinedData = [{ Key: "unknown", Value: "x" }]
    yield* refusedWith(ErrorCode.GroupParameterInvalid, groups.modifyMember("club", "owner", { AppMemberDefinedData }))
    yield* notSent("NameCard", groups.modifyMember("club", "owner", { NameCard: "x".repeat(51) }))
    const long = [{ Key: "badge", Value: "x".repeat(65) }]
    yield* notSent(
      "AppMemberDefinedData[0].Value",
      groups.modifyMember("club", "owner", { AppMemberDefinedData: long })
    )
  }), { memberFields: ["badge"] })

timTest("roles are told of members and strangers alike", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("ChatRoom", "alice")
    yield* groups.addMembers("club", ["alice"])
    const { ok } = yield* groups.getRoles("club", ["owner", "alice", "nobody"])
    assert.deepEqual(ok.map(({ Role }) => Role), ["Owner", "Member", "NotMember"])
    assert.equal((yield* groups.getRoles("club", ids(501))).ok.length, 501)
    yield* refusedWith(ErrorCode.GroupNotFound, groups.getRoles("nothing", ["alice"]))
  }))

timTest("a group goes to a new owner, the former one stays as a member", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("Public", "alice", "bob")
    yield* refusedWith(ErrorCode.GroupParameterInvalid, groups.changeOwner("club", "alice"))
    yield* groups.addMembers("club", ["alice", "bob"])
    yield* groups.changeOwner("club", "bob", { From_Account: "owner" })
    const { ok } = yield* groups.getRoles("club", ["owner", "alice", "bob"])
    assert.deepEqual(ok.map(({ Role }) => Role), ["Member", "Member", "Owner"])
    assert.deepEqual(yield* memberIds("club"), ["bob", "owner", "alice"])
    const { ok: [info] } = yield* groups.getInfo(["club"], { GroupBaseInfoFilter: ["Owner_Account", "InfoSeq"] })
    assert.deepEqual([info?.Owner_Account, info?.InfoSeq], ["bob", 1])
    yield* groups.removeMembers("club", ["owner"])
    assert.deepEqual(yield* memberIds("club"), ["bob", "alice"])
  }))

timTest("a group without an owner can be given to a member", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("Public", "alice")
    yield* groups.create("Public", "Nobody's", { GroupId: "free", MemberList: [{ Member_Account: "alice" }] })
    yield* groups.changeOwner("free", "alice")
    assert.deepEqual((yield* groups.getRoles("free", ["alice"])).ok, [{ Member_Account: "alice", Role: "Owner" }])
  }))

timTest("muted members are listed until the mute is over, or lifted", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("Public", "alice", "bob", "carol")
    yield* groups.addMembers("club", ["alice", "bob", "carol"])
    yield* groups.muteMembers("club", ["alice", "bob"], 60)
    yield* groups.muteMembers("club", ["carol"], 4_294_967_295)
    yield* groups.muteMembers("club", ["bob"], 0)
    const { GroupId, MutedAccountList } = yield* groups.listMuted("club")
    assert.equal(GroupId, "club")
    assert.deepEqual(MutedAccountList, [
      { Member_Account: "alice", MutedUntil: startSeconds + 60 },
      { Member_Account: "carol", MutedUntil: 4_294_967_295 }
    ])
    const { ShuttedUinList } = yield* groups.listShutted("club")
    assert.deepEqual(ShuttedUinList[0], { Member_Account: "alice", ShuttedUntil: startSeconds + 60 })
    // A mute survives leaving and coming back.
    yield* groups.removeMembers("club", ["alice"])
    yield* groups.addMembers("club", ["alice"])
    const { ok } = yield* groups.getMembers("club", ["alice"], { MemberInfoFilter: ["MuteUntil"] })
    assert.deepEqual(ok, [{ Member_Account: "alice", MuteUntil: startSeconds + 60 }])
    yield* TestClock.adjust("1 minute")
    const left = yield* Stream.runCollect(groups.mutes("club"))
    assert.deepEqual(left.map(({ Member_Account }) => Member_Account), ["carol"])
  }))

timTest("mutes are refused for strangers to the app and unknown groups", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("Public")
    yield* refusedWith(ErrorCode.GroupParameterInvalid, groups.muteMembers("club", ["nobody"], 60))
    yield* refusedWith(ErrorCode.GroupNotFound, groups.muteMembers("nothing", ["owner"], 60))
    yield* refusedWith(ErrorCode.GroupNotFound, groups.listMuted("nothing"))
    yield* refusedWith(ErrorCode.GroupNotFound, groups.listShutted("nothing"))
    yield* refusedWith(ErrorCode.CommunityNotEnabled, groups.muteMembers("club", ["owner"], 60, { TopicId: "topic" }))
    yield* notSent("MuteTime", groups.muteMembers("club", ["owner"], 4_294_967_296))
  }))

timTest("a mute in a topic of a community is apart from that of the whole community", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const groups = yield* Groups
    const { app } = yield* Emulator
    yield* accounts.import("alice")
    const { GroupId } = yield* groups.create("Community", "Big", { SupportTopic: 1 })
    const TopicId = `${GroupId}@TOPIC#_news`
    app().groups.get(GroupId)?.topics.set(TopicId, new Topic(TopicId))
    yield* groups.muteMembers(GroupId, ["alice"], 60, { TopicId })
    assert.deepEqual((yield* groups.listMuted(GroupId)).MutedAccountList, [])
    assert.deepEqual((yield* groups.listMuted(GroupId, { TopicId })).MutedAccountList, [
      { Member_Account: "alice", MutedUntil: startSeconds + 60 }
    ])
    const other = `${GroupId}@TOPIC#_other`
    yield* refusedWith(ErrorCode.GroupNotFound, groups.muteMembers(GroupId, ["alice"], 60, { TopicId: other }))
  }))

timTest("a banned member leaves at once and cannot come back before the ban is over", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("Public", "alice", "bob")
    yield* groups.addMembers("club", ["alice", "bob"])
    yield* groups.banMembers("club", ["alice"], 60, { Description: "Shouting" })
    assert.deepEqual(yield* memberIds("club"), ["owner", "bob"])
    const { failed } = yield* groups.addMembers("club", ["alice"])
    assert.deepEqual(failed, [{ item: "alice", code: undefined, info: "" }])
    assert.deepEqual((yield* groups.listBanned("club")).BannedAccountList, [
      { Member_Account: "alice", BannedUntil: startSeconds + 60 }
    ])
    yield* TestClock.adjust("1 minute")
    assert.deepEqual((yield* groups.listBanned("club")).BannedAccountList, [])
    assert.deepEqual((yield* groups.addMembers("club", ["alice"])).ok, [{ Member_Account: "alice", Result: 1 }])
    yield* refusedWith(ErrorCode.GroupPermissionDenied, groups.banMembers("club", ["owner"], 60))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, groups.banMembers("club", ["nobody"], 60))
  }))

timTest("a ban can be lifted", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("Public", "alice")
    yield* groups.banMembers("club", ["alice"], 60)
    const { ok } = yield* groups.unbanMembers("club", ["alice", "owner"])
    assert.deepEqual(ok, ["alice", "owner"])
    assert.deepEqual(yield* memberIds("club"), ["owner"])
    assert.deepEqual((yield* groups.addMembers("club", ["alice"])).ok, [{ Member_Account: "alice", Result: 1 }])
    yield* refusedWith(ErrorCode.GroupNotFound, groups.unbanMembers("nothing", ["alice"]))
  }))

timTest("bans are listed page by page, whose ends first", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("Public", ...ids(130))
    const client = yield* TimClient
    yield* groups.banMembers("club", ids(129), 60)
    yield* groups.banMembers("club", ["user129"], 30)
    const page = yield* groups.listBanned("club", { Limit: 1 })
    assert.deepEqual(page.BannedAccountList, [{ Member_Account: "user129", BannedUntil: startSeconds + 30 }])
    assert.equal(page.NextOffset, 1)
    const walked = yield* Stream.runCollect(groups.bans("club"))
    assert.deepEqual(walked.map(({ Member_Account }) => Member_Account), ["user129", ...ids(129)])
    const tooMany = { GroupId: "club", Members_Account: ids(21), Duration: 60 }
    yield* refusedWith(
      ErrorCode.GroupTooManyAccounts,
      client.call("v4/group_open_http_svc/ban_group_member", tooMany)
    )
    yield* notSent("Limit", groups.listBanned("club", { Limit: 101 }))
  }))

timTest("bans need the premium edition", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("Public", "alice")
    yield* refusedWith(ErrorCode.GroupPermissionDenied, groups.banMembers("club", ["alice"], 60))
    yield* refusedWith(ErrorCode.GroupPermissionDenied, groups.unbanMembers("club", ["alice"]))
    yield* refusedWith(ErrorCode.GroupPermissionDenied, groups.listBanned("club"))
  }), { edition: "standard" })

timTest("an imported group has the past it is given", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("Public", "alice")
    const CreateTime = startSeconds - 86_400
    const { GroupId } = yield* groups.import("Private", "Old", { GroupId: "old", Owner_Account: "alice", CreateTime })
    assert.equal(GroupId, "old")
    const { ok: [info] } = yield* groups.getInfo(["old"])
    assert.deepEqual([info?.Type, info?.CreateTime, info?.Owner_Account], ["Private", CreateTime, "alice"])
    assert.equal(info?.MemberList?.[0]?.JoinTime, CreateTime)
    yield* refusedWith(ErrorCode.GroupIdTaken, groups.import("Public", "Again", { GroupId: "old" }))
    yield* refusedWith(
      ErrorCode.GroupParameterInvalid,
      groups.import("Public", "Future", { CreateTime: startSeconds + 1 })
    )
    const client = yield* TimClient
    const live = { Type: "AVChatRoom", Name: "Live" }
    yield* refusedWith(ErrorCode.GroupPermissionDenied, client.call("v4/group_open_http_svc/import_group", live))
  }))

timTest("imported members have role, join time and unread count, and fail one by one", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("Public", "alice", "bob", "carol")
    const { app } = yield* Emulator
    yield* groups.import("Public", "Old", { GroupId: "old", CreateTime: startSeconds - 100 })
    const old = app().groups.get("old")
    assert.ok(old !== undefined)
    old.nextMsgSeq = 11
    const { failed, ok } = yield* groups.importMembers("old", [
      { Member_Account: "alice", Role: "Admin", JoinTime: startSeconds - 50, UnreadMsgNum: 4 },
      { Member_Account: "bob", UnreadMsgNum: 99 },
      { Member_Account: "carol", JoinTime: startSeconds - 101 },
      "alice",
      "nobody"
    ])
    assert.deepEqual(ok.map(({ Member_Account, Result }) => [Member_Account, Result]), [
      ["alice", 1],
      ["bob", 1],
      ["alice", 2]
    ])
    assert.deepEqual(failed.map(({ item }) => item), ["carol", "nobody"])
    const { ok: members } = yield* groups.getMembers("old", ["alice", "bob"], {
      MemberInfoFilter: ["Role", "JoinTime", "MsgSeq"]
    })
    assert.deepEqual(members, [
      { Member_Account: "alice", Role: "Admin", JoinTime: startSeconds - 50, MsgSeq: 6 },
      { Member_Account: "bob", Role: "Member", JoinTime: startSeconds, MsgSeq: 0 }
    ])
    yield* refusedWith(ErrorCode.GroupNotFound, groups.importMembers("nothing", ["alice"]))
  }))

timTest("301 members are imported in two calls", () =>
  Effect.gen(function*() {
    const groups = yield* withClub("Public", ...ids(301))
    const { failed, ok } = yield* groups.importMembers("club", ids(301))
    assert.deepEqual([ok.length, failed], [301, []])
    const client = yield* TimClient
    const MemberList = ids(301).map((Member_Account) => ({ Member_Account }))
    yield* refusedWith(
      ErrorCode.GroupTooManyAccounts,
      client.call("v4/group_open_http_svc/import_group_member", { GroupId: "club", MemberList })
    )
  }))

for (const seed of [1, 2, 3]) {
  timTest(
    `after any sequence of comings and goings the count is that of the list (seed ${seed})`,
    () =>
      Effect.gen(function*() {
        const everybody = ids(30)
        const groups = yield* withClub("Public", ...everybody)
        const random = makeRandom(seed)
        const some = () => everybody.filter(() => random() < 0.2)
        const expected = new Set(["owner"])
        for (let step = 0; step < 60; step++) {
          const chosen = some()
          if (chosen.length === 0) continue
          if (random() < 0.5) {
            const { ok } = yield* groups.addMembers("club", chosen)
            for (const { Member_Account, Result } of ok) {
              assert.equal(Result, expected.has(Member_Account) ? 2 : 1)
              expected.add(Member_Account)
            }
          } else {
            yield* groups.removeMembers("club", chosen)
            for (const id of chosen) expected.delete(id)
          }
          const { MemberList, MemberNum } = yield* groups.listMembers("club", { MemberInfoFilter: [] })
          assert.equal(MemberNum, MemberList.length)
          assert.deepEqual(new Set(MemberList.map(({ Member_Account }) => Member_Account)), expected)
        }
        for (const id of everybody) {
          assert.equal((yield* groups.listJoined(id)).TotalCount, expected.has(id) ? 1 : 0)
        }
      })
  )
}
