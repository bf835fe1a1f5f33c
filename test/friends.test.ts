import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { Accounts, ErrorCode, friend, Friends, profile, Profiles, TimClient } from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { startSeconds, timTest } from "./support/suite.ts"

const ids = (count: number, prefix = "user") => Array.from({ length: count }, (_, index) => `${prefix}${index}`)

const people = Effect.fnUntraced(function*(...userIds: ReadonlyArray<string>) {
  const accounts = yield* Accounts
  yield* accounts.importMany(["alice", "bob", ...userIds])
  return { friends: yield* Friends, profiles: yield* Profiles, accounts }
})

const bothWays = "CheckResult_Type_BothWay"
const relation = Effect.fnUntraced(function*(from: string, to: string) {
  const friends = yield* Friends
  const { ok } = yield* friends.check(from, [to])
  return ok[0]?.Relation.replace("CheckResult_Type_", "")
})

const codes = (failed: ReadonlyArray<{ readonly item: string; readonly code: number | undefined }>) =>
  failed.map(({ code, item }) => [item, code])

timTest(
  "a two-way add puts each into the other's list; only the adding side keeps remark, group and wording",
  () =>
    Effect.gen(function*() {
      const { friends } = yield* people()
      const bob = friend("bob").remark("Bobby").group("Work").source("App").wording("It is me")
      const { failed, ok } = yield* friends.add("alice", [bob])
      assert.deepEqual(ok, [{ To_Account: "bob", pending: false }])
      assert.deepEqual(failed, [])
      assert.equal(yield* relation("alice", "bob"), "BothWay")
      assert.deepEqual(yield* Stream.runCollect(friends.all("alice")), [{
        userId: "bob",
        remark: "Bobby",
        groups: ["Work"],
        source: "App",
        wording: "It is me",
        addTime: startSeconds
      }])
      const reverse = yield* Stream.runCollect(friends.all("bob"))
      assert.deepEqual(reverse, [{ userId: "alice", source: "App", addTime: startSeconds }])
    })
)

timTest(
  "a one-way add changes one list only, and the check types see as much as they say",
  () =>
    Effect.gen(function*() {
      const { friends } = yield* people()
      yield* friends.add("alice", ["bob"], { AddType: "Add_Type_Single" })
      assert.equal(yield* relation("alice", "bob"), "AWithB")
      assert.equal(yield* relation("bob", "alice"), "BWithA")
      const oneWay = yield* friends.check("bob", ["alice"], "CheckResult_Type_Single")
      assert.deepEqual(oneWay.ok, [{ To_Account: "alice", Relation: "CheckResult_Type_NoRelation" }])
      const unknown = yield* friends.check("bob", ["nobody", "alice"])
      assert.deepEqual(codes(unknown.failed), [["nobody", ErrorCode.RelationAccountNotFound]])
      assert.equal(unknown.ok.length, 1)
    })
)

timTest(
  "the other's AllowType decides: at once, pending, or refused; force does not ask it",
  () =>
    Effect.gen(function*() {
      const { friends, profiles } = yield* people("carol", "dave")
      yield* profiles.set("carol", profile().allowType("needConfirm"))
      yield* profiles.set("dave", profile().allowType("denyAny"))
      const { failed, ok } = yield* friends.add("alice", ["bob", "carol", "dave"])
      assert.deepEqual(ok, [{ To_Account: "bob", pending: false }, { To_Account: "carol", pending: true }])
      assert.deepEqual(codes(failed), [["dave", ErrorCode.PeerDeniesFriends]])
      assert.equal(yield* relation("alice", "carol"), "NoRelation")
      const forced = yield* friends.add("alice", ["carol", "dave"], { ForceAddFlags: 1 })
      assert.deepEqual(forced.ok.map(({ pending }) => pending), [false, false])
      assert.equal(yield* relation("alice", "dave"), "BothWay")
      const { app } = yield* Emulator
      assert.equal(app().friends.received("carol").size, 0)
    })
)

timTest("on the wire a pending request is an item code of a success", () =>
  Effect.gen(function*() {
    const { profiles } = yield* people()
    const client = yield* TimClient
    yield* profiles.set("bob", profile().allowType("needConfirm"))
    const AddFriendItem = [{ To_Account: "bob", AddSource: "AddSource_Type_App" }]
    const answer = yield* client.call("v4/sns/friend_add", { From_Account: "alice", AddFriendItem })
    assert.equal(answer.ErrorCode, 0)
    const [item] = answer["ResultItem"] as ReadonlyArray<{ readonly ResultCode: number }>
    assert.equal(item?.ResultCode, ErrorCode.FriendPending)
    assert.equal(answer["Fail_Account"], undefined)
  }))

timTest(
  "an accepted request becomes a friendship with what was asked for, a refused one nothing",
  () =>
    Effect.gen(function*() {
      const { friends, profiles } = yield* people("carol")
      const { app } = yield* Emulator
      yield* profiles.set("alice", profile().allowType("needConfirm"))
      yield* friends.add("bob", [friend("alice").remark("Al").group("Work")])
      yield* friends.add("carol", ["alice"])
      assert.equal(app().friends.received("alice").size, 2)
      yield* TestClock.adjust("1 hour")
      assert.equal(app().friends.answer("alice", "bob", "accept", startSeconds + 3600), undefined)
      assert.equal(app().friends.answer("alice", "carol", "refuse", startSeconds + 3600), undefined)
      assert.equal(app().friends.answer("alice", "carol", "accept", startSeconds + 3600), ErrorCode.PendingNotFound)
      const { ok } = yield* friends.read("bob", ["alice"])
      assert.equal(ok[0]?.remark, "Al")
      assert.deepEqual(ok[0]?.groups, ["Work"])
      assert.equal(ok[0]?.addTime, startSeconds + 3600)
      assert.equal(yield* relation("alice", "bob"), "BothWay")
      assert.equal(yield* relation("alice", "carol"), "NoRelation")
    })
)

timTest("whoever may not send requests, or adds a friend, itself or nobody, fails alone", () =>
  Effect.gen(function*() {
    const { friends, profiles } = yield* people("carol")
    yield* friends.add("alice", ["bob"])
    const { failed, ok } = yield* friends.add("alice", ["bob", "alice", "nobody", "carol"])
    assert.deepEqual(ok.map(({ To_Account }) => To_Account), ["carol"])
    assert.deepEqual(codes(failed), [
      ["bob", ErrorCode.RelationParameterInvalid],
      ["alice", ErrorCode.RelationParameterInvalid],
      ["nobody", ErrorCode.RelationAccountNotFound]
    ])
    yield* profiles.set("bob", profile().adminForbidType("sendOut"))
    const forbidden = yield* friends.add("bob", ["carol"])
    assert.deepEqual(codes(forbidden.failed), [["carol", ErrorCode.FriendAddForbidden]])
    yield* refusedWith(ErrorCode.RelationAccountNotFound, friends.add("nobody", ["alice"]))
  }))

timTest("a request that breaks a limit is not sent, and the service refuses it", () =>
  Effect.gen(function*() {
    const { friends } = yield* people()
    const client = yield* TimClient
    yield* notSent("AddFriendItem[0].AddSource", friends.add("alice", [friend("bob").source("TooLongKeyword")]))
    yield* notSent("AddFriendItem[0].Remark", friends.add("alice", [friend("bob").remark("x".repeat(97))]))
    yield* notSent("AddFriendItem[0].AddWording", friends.add("alice", [friend("bob").wording("x".repeat(257))]))
    yield* notSent("AddFriendItem[0].GroupName", friends.add("alice", [friend("bob").group("x".repeat(31))]))
    const call = (item: object) =>
      client.call("v4/sns/friend_add", { From_Account: "alice", AddFriendItem: [{ To_Account: "bob", ...item }] })
    yield* refusedWith(ErrorCode.RelationParameterInvalid, call({}))
    yield* refusedWith(ErrorCode.RelationParameterInvalid, call({ AddSource: "App" }))
    yield* refusedWith(
      ErrorCode.RelationParameterInvalid,
      call({ AddSource: "AddSource_Type_App", GroupName: ["Work"] })
    )
  }))

timTest("a user has 3000 friends at most, whichever side is full", () =>
  Effect.gen(function*() {
    const { accounts, friends } = yield* people()
    const many = ids(3001)
    yield* accounts.importMany(many)
    const { failed, ok } = yield* friends.import("alice", many)
    assert.equal(ok.length, 3000)
    assert.deepEqual(codes(failed), [["user3000", ErrorCode.FriendLimitReached]])
    const own = yield* friends.add("alice", ["bob"])
    assert.deepEqual(codes(own.failed), [["bob", ErrorCode.FriendLimitReached]])
    const others = yield* friends.add("bob", ["alice"])
    assert.deepEqual(codes(others.failed), [["alice", ErrorCode.PeerFriendLimitReached]])
    const oneWay = yield* friends.add("bob", ["alice"], { AddType: "Add_Type_Single" })
    assert.deepEqual(oneWay.failed, [])
  }))

timTest("a user has 100 pending requests at most; asking again does not count twice", () =>
  Effect.gen(function*() {
    const { accounts, friends } = yield* people()
    const { app } = yield* Emulator
    yield* accounts.importMany(ids(101))
    for (const id of ids(101)) {
      app().accounts.get(id)?.profile.set("Tag_Profile_IM_AllowType", "AllowType_Type_NeedConfirm")
    }
    const { failed, ok } = yield* friends.add("alice", ids(101))
    assert.equal(ok.filter(({ pending }) => pending).length, 100)
    assert.deepEqual(codes(failed), [["user100", ErrorCode.PendingLimitReached]])
    const again = yield* friends.add("alice", ["user0"])
    assert.deepEqual(again.ok, [{ To_Account: "user0", pending: true }])
  }))

timTest("friends come page by page, each once, in the order in which they were added", () =>
  Effect.gen(function*() {
    const { accounts, friends } = yield* people()
    yield* accounts.importMany(ids(250))
    yield* friends.add("alice", ids(250))
    const all = yield* Stream.runCollect(friends.all("alice"))
    assert.deepEqual(all.map(({ userId }) => userId), ids(250))
    const first = yield* friends.get("alice", 0)
    assert.deepEqual([first.UserDataItem?.length, first.FriendNum, first.CompleteFlag, first.NextStartIndex], [
      100,
      250,
      0,
      100
    ])
    const last = yield* friends.get("alice", 200)
    assert.deepEqual([last.UserDataItem?.length, last.CompleteFlag, last.NextStartIndex], [50, 1, 0])
    assert.deepEqual(yield* Stream.runCollect(friends.all("bob")), [])
    yield* refusedWith(ErrorCode.RelationAccountNotFound, Stream.runCollect(friends.all("nobody")))
  }))

timTest("a reading with the last sequences leaves out what did not change", () =>
  Effect.gen(function*() {
    const { friends } = yield* people("carol")
    yield* friends.import("alice", [friend("bob").imported().custom("level", "3"), "carol"])
    const { CustomSequence, StandardSequence } = yield* friends.get("alice", 0)
    const known = { CustomSequence: CustomSequence ?? -1, StandardSequence: StandardSequence ?? -1 }
    const nothing = yield* friends.get("alice", 0, known)
    assert.deepEqual([nothing.UserDataItem, nothing.CompleteFlag, nothing.FriendNum], [[], 1, 2])
    yield* friends.update("alice", [{ userId: "bob", custom: { level: "4" } }])
    const custom = yield* friends.get("alice", 0, known)
    assert.deepEqual(custom.UserDataItem, [
      { To_Account: "bob", ValueItem: [{ Tag: "Tag_SNS_Custom_level", Value: "4" }] }
    ])
    assert.equal(custom.StandardSequence, StandardSequence)
    yield* friends.update("alice", [{ userId: "bob", remark: "Bobby" }])
    const { StandardSequence: after = 0 } = yield* friends.get("alice", 0)
    assert.ok(after > known.StandardSequence)
  }), { friendTags: ["Tag_SNS_Custom_level"] })

timTest("an import asks nobody, goes one way and keeps times, groups and custom fields", () =>
  Effect.gen(function*() {
    const { friends, profiles } = yield* people("carol")
    yield* profiles.set("bob", profile().allowType("denyAny"))
    const bob = friend("bob").group("Work").imported().group("Family").custom("level", 3).addedAt(1_600_000_000)
    const { failed, ok } = yield* friends.import("alice", [bob, friend("carol").group("Work"), "nobody", "bob"])
    assert.deepEqual(ok, ["bob", "carol"])
    assert.deepEqual(codes(failed), [
      ["nobody", ErrorCode.RelationAccountNotFound],
      ["bob", ErrorCode.RelationParameterInvalid]
    ])
    assert.equal(yield* relation("alice", "bob"), "AWithB")
    const read = yield* friends.read("alice", ["bob"], { custom: ["level"] })
    assert.deepEqual(read.ok, [{
      userId: "bob",
      groups: ["Work", "Family"],
      source: "Server",
      addTime: 1_600_000_000,
      custom: { level: 3 },
      profile: {}
    }])
  }), { friendTags: ["Tag_SNS_Custom_level"] })

timTest("1001 friends are imported in two calls; 1001 in one are refused", () =>
  Effect.gen(function*() {
    const { accounts, friends } = yield* people()
    const client = yield* TimClient
    yield* accounts.importMany(ids(1001))
    const { ok } = yield* friends.import("alice", ids(1001))
    assert.equal(ok.length, 1001)
    const tooMany = ids(1001).map((To_Account) => ({ To_Account, AddSource: "AddSource_Type_App" }))
    yield* refusedWith(
      ErrorCode.RelationParameterInvalid,
      client.call("v4/sns/friend_import", { From_Account: "bob", AddFriendItem: tooMany })
    )
    const gone = yield* friends.delete("alice", ids(1001))
    assert.equal(gone.ok.length, 1001)
    assert.deepEqual(yield* Stream.runCollect(friends.all("alice")), [])
  }))

timTest("a custom field that is not configured is refused for its friend", () =>
  Effect.gen(function*() {
    const { friends } = yield* people()
    const imported = yield* friends.import("alice", [friend("bob").imported().custom("vip", 1)])
    assert.deepEqual(codes(imported.failed), [["bob", ErrorCode.RelationParameterInvalid]])
    yield* friends.add("alice", ["bob"])
    const updated = yield* friends.update("alice", [{ userId: "bob", custom: { vip: "1" } }])
    assert.deepEqual(codes(updated.failed), [["bob", ErrorCode.RelationParameterInvalid]])
  }))

timTest(
  "an update changes one side; groups replace, and what cannot be changed is refused alone",
  () =>
    Effect.gen(function*() {
      const { friends } = yield* people("carol")
      yield* friends.add("alice", [friend("bob").group("Work"), "carol"])
      const { failed, ok } = yield* friends.update("alice", [
        { userId: "bob", remark: "Bobby", groups: ["Family", "School"] },
        { To_Account: "carol", SnsItem: [{ Tag: "Tag_SNS_IM_AddSource", Value: "AddSource_Type_App" }] },
        { userId: "nobody", remark: "?" }
      ])
      assert.deepEqual(ok, ["bob"])
      assert.deepEqual(codes(failed), [
        ["carol", ErrorCode.RelationParameterInvalid],
        ["nobody", ErrorCode.RelationParameterInvalid]
      ])
      const read = yield* friends.read("alice", ["bob"])
      assert.deepEqual(read.ok.map(({ groups, remark }) => [remark, groups]), [["Bobby", ["Family", "School"]]])
      const other = yield* friends.read("bob", ["alice"])
      assert.equal(other.ok[0]?.remark, undefined)
      const tooLong = [{ userId: "bob", remark: "x".repeat(97) }]
      yield* notSent("UpdateItem[0].SnsItem[0]", friends.update("alice", tooLong))
      yield* notSent("UpdateItem[0].SnsItem", friends.update("alice", [{ userId: "bob" }]))
    })
)

timTest("deleting takes from one list or from both, and 31704 is no friend", () =>
  Effect.gen(function*() {
    const { friends } = yield* people("carol", "dave")
    yield* friends.add("alice", ["bob", "carol"])
    const { failed, ok } = yield* friends.delete("alice", ["bob", "dave"])
    assert.deepEqual(ok, ["bob"])
    assert.deepEqual(codes(failed), [["dave", ErrorCode.NotFriends]])
    assert.equal(yield* relation("alice", "bob"), "BWithA")
    yield* friends.delete("alice", ["carol"], { DeleteType: "Delete_Type_Both" })
    assert.equal(yield* relation("alice", "carol"), "NoRelation")
    yield* refusedWith(ErrorCode.RelationAccountNotFound, friends.delete("nobody", ["bob"]))
  }))

timTest("deleting all friends clears one list, or the user from theirs too", () =>
  Effect.gen(function*() {
    const { friends } = yield* people("carol")
    yield* friends.add("alice", [friend("bob").group("Work"), "carol"])
    yield* friends.deleteAll("alice")
    assert.deepEqual(yield* Stream.runCollect(friends.all("alice")), [])
    assert.equal(yield* relation("bob", "alice"), "AWithB")
    const { ResultItem } = yield* friends.getGroups("alice")
    assert.deepEqual(ResultItem, [{ GroupName: "Work", FriendNumber: 0 }])
    yield* friends.deleteAll("bob", { DeleteType: "Delete_Type_Both" })
    assert.equal(yield* relation("bob", "alice"), "NoRelation")
    yield* refusedWith(ErrorCode.RelationAccountNotFound, friends.deleteAll("nobody"))
  }))

timTest(
  "reading given friends gives profile and friend fields; whoever is no friend fails alone",
  () =>
    Effect.gen(function*() {
      const { friends, profiles } = yield* people()
      yield* profiles.set("bob", profile().nick("Bob").richLv(3))
      yield* friends.add("alice", [friend("bob").remark("Bobby")])
      const { failed, ok } = yield* friends.read("alice", ["bob", "nobody"], { profile: ["nick", "richLv"] })
      assert.deepEqual(ok.map(({ profile, remark }) => [remark, profile]), [["Bobby", { nick: "Bob", richLv: 3 }]])
      assert.deepEqual(codes(failed), [["nobody", ErrorCode.RelationParameterInvalid]])
      const { InfoItem, Fail_Account } = yield* friends.getList("alice", ["bob", "nobody"], ["Tag_SNS_IM_Remark"])
      assert.deepEqual(InfoItem[0]?.SnsProfileItem, [{ Tag: "Tag_SNS_IM_Remark", Value: "Bobby" }])
      assert.equal(InfoItem[1]?.SnsProfileItem, undefined)
      assert.deepEqual(Fail_Account, ["nobody"])
      yield* refusedWith(ErrorCode.RelationParameterInvalid, friends.getList("alice", ["bob"], ["Nick"]))
    })
)

timTest("the older friend_get_all still pages, and leaves out what its sequence knows", () =>
  Effect.gen(function*() {
    const { friends, profiles } = yield* people("carol")
    yield* profiles.set("bob", profile().nick("Bob"))
    yield* friends.add("alice", ["bob", "carol"])
    const first = yield* friends.getAll("alice", 0, { GetCount: 1, TagList: ["Tag_Profile_IM_Nick"] })
    assert.deepEqual(first.InfoItem, [
      { Info_Account: "bob", SnsProfileItem: [{ Tag: "Tag_Profile_IM_Nick", Value: "Bob" }] }
    ])
    assert.deepEqual([first.NeedUpdateAll, first.FriendNum, first.StartIndex], ["GetAll_Type_YES", 2, 1])
    const second = yield* friends.getAll("alice", 1, { GetCount: 1 })
    assert.deepEqual([second.InfoItem?.[0]?.Info_Account, second.StartIndex], ["carol", 0])
    const known = yield* friends.getAll("alice", 0, { LastStandardSequence: first.CurrentStandardSequence })
    assert.deepEqual([known.NeedUpdateAll, known.InfoItem], ["GetAll_Type_NO", []])
    yield* notSent("GetCount", friends.getAll("alice", 0, { GetCount: 101 }))
    yield* refusedWith(ErrorCode.RelationAccountNotFound, friends.getAll("nobody", 0))
  }))

timTest("a deleted account is nobody's friend any more", () =>
  Effect.gen(function*() {
    const { accounts, friends } = yield* people()
    yield* friends.add("alice", [friend("bob").group("Work")])
    yield* accounts.delete(["bob"])
    assert.deepEqual(yield* Stream.runCollect(friends.all("alice")), [])
    const { ResultItem } = yield* friends.getGroups("alice")
    assert.deepEqual(ResultItem, [{ GroupName: "Work", FriendNumber: 0 }])
  }))

timTest("the plain wire body is taken as well, and more than 1000 users are cut", () =>
  Effect.gen(function*() {
    const { accounts, friends } = yield* people()
    const client = yield* TimClient
    yield* friends.add("alice", [{ To_Account: "bob", AddSource: "AddSource_Type_App" }])
    yield* friends.deleteAll({ From_Account: "alice" })
    assert.deepEqual(yield* Stream.runCollect(friends.all("alice")), [])
    yield* accounts.importMany(ids(1001))
    yield* friends.add("alice", ["user1000"])
    const { ok } = yield* friends.check("alice", ids(1001))
    const related = ok.filter(({ Relation }) => Relation === bothWays)
    assert.deepEqual(related.map(({ To_Account }) => To_Account), ["user1000"])
    const body = { From_Account: "alice", To_Account: ids(1001), CheckType: "CheckResult_Type_Both" }
    yield* refusedWith(ErrorCode.RelationParameterInvalid, client.call("v4/sns/friend_check", body))
  }))
