import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import { Accounts, ErrorCode, friend, Friends, TimClient } from "../mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { timTest } from "./support/suite.ts"

const names = (count: number) => Array.from({ length: count }, (_, index) => `group${index}`)

const codesOf = (failed: ReadonlyArray<{ readonly code: number | undefined }>) => failed.map(({ code }) => code)

const aliceAndFriends = Effect.gen(function*() {
  const accounts = yield* Accounts
  const friends = yield* Friends
  yield* accounts.importMany(["alice", "bob", "carol", "dave"])
  yield* friends.add("alice", ["bob", "carol"])
  return friends
})

timTest(
  "friend groups are made with friends in them, and whoever is no friend fails alone",
  () =>
    Effect.gen(function*() {
      const friends = yield* aliceAndFriends
      const { failed, ok } = yield* friends.addToGroups("alice", ["Work", "Family"], ["bob", "dave"])
      assert.deepEqual(ok, ["bob"])
      assert.deepEqual(failed.map(({ code, item }) => [item, code]), [["dave", ErrorCode.FriendGroupMemberNotFriend]])
      const { ResultItem } = yield* friends.getGroups("alice", { NeedFriend: "Need_Friend_Type_Yes" })
      assert.deepEqual(ResultItem, [
        { GroupName: "Work", FriendNumber: 1, To_Account: ["bob"] },
        { GroupName: "Family", FriendNumber: 1, To_Account: ["bob"] }
      ])
      const read = yield* friends.read("alice", ["bob"])
      assert.deepEqual(read.ok[0]?.groups, ["Work", "Family"])
    })
)

timTest("more friends than go in one call are put into a group", () =>
  Effect.gen(function*() {
    const friends = yield* aliceAndFriends
    const accounts = yield* Accounts
    const many = Array.from({ length: 101 }, (_, index) => `user${index}`)
    yield* accounts.importMany(many)
    yield* friends.add("alice", many)
    const { ok } = yield* friends.addToGroups("alice", ["Work"], many)
    assert.equal(ok.length, 101)
    const { ResultItem } = yield* friends.getGroups("alice")
    assert.deepEqual(ResultItem, [{ GroupName: "Work", FriendNumber: 101 }])
  }))

timTest(
  "groups are read by name, without members unless asked for; unknown ones are left out",
  () =>
    Effect.gen(function*() {
      const friends = yield* aliceAndFriends
      yield* friends.addGroups("alice", ["Work", "Family"], ["bob"])
      const some = yield* friends.getGroups("alice", { GroupName: ["Family", "nothing"] })
      assert.deepEqual(some.ResultItem, [{ GroupName: "Family", FriendNumber: 1 }])
      yield* refusedWith(ErrorCode.RelationAccountNotFound, friends.getGroups("nobody"))
      yield* notSent("GroupName", friends.getGroups("alice", { GroupName: names(33) }))
    })
)

timTest("the sequence grows with each change and stays without one", () =>
  Effect.gen(function*() {
    const friends = yield* aliceAndFriends
    const made = yield* friends.addGroups("alice", ["Work"])
    assert.equal(made.ResultItem, undefined)
    const again = yield* friends.addGroups("alice", ["Work"])
    assert.equal(again.CurrentSequence, made.CurrentSequence)
    const filled = yield* friends.addGroups("alice", ["Work"], ["bob"])
    assert.ok((filled.CurrentSequence ?? 0) > (made.CurrentSequence ?? 0))
    const { CurrentSequence } = yield* friends.getGroups("alice")
    assert.equal(CurrentSequence, filled.CurrentSequence)
  }))

timTest("a deleted group is gone, its members stay friends", () =>
  Effect.gen(function*() {
    const friends = yield* aliceAndFriends
    yield* friends.addGroups("alice", ["Work", "Family"], ["bob"])
    yield* friends.deleteGroups("alice", ["Work", "nothing"])
    const { ResultItem } = yield* friends.getGroups("alice")
    assert.deepEqual(ResultItem?.map(({ GroupName }) => GroupName), ["Family"])
    const read = yield* friends.read("alice", ["bob"])
    assert.deepEqual(read.ok[0]?.groups, ["Family"])
    yield* refusedWith(ErrorCode.RelationAccountNotFound, friends.deleteGroups("nobody", ["Work"]))
    yield* notSent("GroupName", friends.deleteGroups("alice", []))
  }))

timTest("a user has 32 groups at most, whichever call would make one more", () =>
  Effect.gen(function*() {
    const friends = yield* aliceAndFriends
    const client = yield* TimClient
    yield* friends.addGroups("alice", names(32))
    yield* friends.addGroups("alice", ["group0"], ["bob"])
    yield* refusedWith(ErrorCode.FriendGroupLimitReached, friends.addGroups("alice", ["one-more"]))
    const added = yield* friends.add("alice", [friend("dave").group("one-more")])
    assert.deepEqual(codesOf(added.failed), [ErrorCode.FriendGroupLimitReached])
    const imported = yield* friends.import("alice", [friend("dave").group("one-more")])
    assert.deepEqual(codesOf(imported.failed), [ErrorCode.FriendGroupLimitReached])
    const updated = yield* friends.update("alice", [{ userId: "bob", groups: ["one-more"] }])
    assert.deepEqual(codesOf(updated.failed), [ErrorCode.FriendGroupLimitReached])
    const empty = client.call("v4/sns/group_add", { From_Account: "alice", GroupName: [""] })
    yield* refusedWith(ErrorCode.RelationParameterInvalid, empty)
    yield* notSent("GroupName[0]", friends.addGroups("alice", ["x".repeat(31)]))
  }))

timTest("a friend who is deleted leaves the groups", () =>
  Effect.gen(function*() {
    const friends = yield* aliceAndFriends
    yield* friends.addGroups("alice", ["Work"], ["bob", "carol"])
    yield* friends.delete("alice", ["bob"])
    const { ResultItem } = yield* friends.getGroups("alice", { NeedFriend: "Need_Friend_Type_Yes" })
    assert.deepEqual(ResultItem, [{ GroupName: "Work", FriendNumber: 1, To_Account: ["carol"] }])
  }))
