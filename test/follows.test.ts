import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { Accounts, ErrorCode, Follows, TimClient } from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { startSeconds, timTest } from "./support/suite.ts"

const ids = (count: number) => Array.from({ length: count }, (_, index) => `user${index}`)

const people = Effect.gen(function*() {
  const accounts = yield* Accounts
  yield* accounts.importMany(["alice", { UserID: "bob", Nick: "Bob", FaceUrl: "b.png" }, "carol"])
  return { accounts, follows: yield* Follows }
})

const usersOf = (users: ReadonlyArray<{ readonly To_Account: string }>) => users.map(({ To_Account }) => To_Account)

timTest("whoever follows is a follower of the other, with time, name and avatar", () =>
  Effect.gen(function*() {
    const { follows } = yield* people
    const { failed, ok } = yield* follows.add("alice", ["bob", "nobody", "alice"])
    assert.deepEqual(ok, ["bob"])
    assert.deepEqual(failed.map(({ code, item }) => [item, code]), [
      ["nobody", ErrorCode.RelationAccountNotFound],
      ["alice", ErrorCode.RelationParameterInvalid]
    ])
    assert.deepEqual(yield* Stream.runCollect(follows.following("alice")), [{
      To_Account: "bob",
      FollowTime: startSeconds,
      ProfileItem: [{ Tag: "Tag_Profile_IM_Nick", Value: "Bob" }, { Tag: "Tag_Profile_IM_Image", Value: "b.png" }]
    }])
    assert.deepEqual(yield* Stream.runCollect(follows.followers("bob")), [
      { To_Account: "alice", FollowTime: startSeconds }
    ])
    assert.deepEqual(yield* Stream.runCollect(follows.mutual("alice")), [])
    yield* refusedWith(ErrorCode.RelationAccountNotFound, follows.add("nobody", ["alice"]))
  }))

timTest("following back makes it mutual; unfollowing leaves the other direction", () =>
  Effect.gen(function*() {
    const { follows } = yield* people
    yield* follows.add("alice", ["bob"])
    yield* TestClock.adjust("1 minute")
    yield* follows.add("bob", ["alice"])
    yield* follows.add("alice", ["bob"])
    assert.deepEqual(usersOf(yield* Stream.runCollect(follows.mutual("bob"))), ["alice"])
    const own = yield* Stream.runCollect(follows.mutual("alice"))
    assert.deepEqual(own.map(({ FollowTime }) => FollowTime), [startSeconds])
    const { failed, ok } = yield* follows.delete("alice", ["bob", "carol", "nobody"])
    assert.deepEqual(ok, ["bob", "carol"])
    assert.deepEqual(failed.map(({ code, item }) => [item, code]), [["nobody", ErrorCode.RelationAccountNotFound]])
    assert.deepEqual(usersOf(yield* Stream.runCollect(follows.followers("alice"))), ["bob"])
    assert.deepEqual(yield* Stream.runCollect(follows.mutual("alice")), [])
    yield* refusedWith(ErrorCode.RelationAccountNotFound, follows.delete("nobody", ["alice"]))
  }))

timTest("the check tells both directions", () =>
  Effect.gen(function*() {
    const { follows } = yield* people
    const client = yield* TimClient
    yield* follows.add("alice", ["bob"])
    yield* follows.add("carol", ["alice"])
    const { failed, ok } = yield* follows.check("alice", ["bob", "carol", "administrator", "nobody"])
    assert.deepEqual(ok, [
      { To_Account: "bob", following: true, followed: false },
      { To_Account: "carol", following: false, followed: true },
      { To_Account: "administrator", following: false, followed: false }
    ])
    assert.deepEqual(failed.map(({ item }) => item), ["nobody"])
    const body = { From_Account: "alice", To_Account: ["carol"] }
    const raw = yield* client.call("v4/follow/follow_check", body)
    assert.deepEqual(raw["ResultItem"], [{ To_Account: "carol", ResultCode: 0, ResultInfo: "", FollowType: 1 }])
    yield* refusedWith(ErrorCode.RelationAccountNotFound, follows.check("nobody", ["bob"]))
  }))

timTest("counts belong to those who are counted, whoever asks", () =>
  Effect.gen(function*() {
    const { follows } = yield* people
    yield* follows.add("alice", ["bob", "carol"])
    yield* follows.add("bob", ["alice"])
    const { failed, ok } = yield* follows.counts("carol", ["alice", "bob", "nobody"])
    assert.deepEqual(ok, [
      { To_Account: "alice", followers: 1, following: 2, mutual: 1 },
      { To_Account: "bob", followers: 1, following: 1, mutual: 1 }
    ])
    assert.deepEqual(failed.map(({ code, item }) => [item, code]), [["nobody", ErrorCode.RelationAccountNotFound]])
    yield* follows.delete("bob", ["alice"])
    const own = yield* follows.counts("alice")
    assert.deepEqual(own.ok, [{ To_Account: "alice", followers: 0, following: 2, mutual: 0 }])
    yield* refusedWith(ErrorCode.RelationAccountNotFound, follows.counts("nobody"))
  }))

timTest("lists come page by page, newest first, each user once", () =>
  Effect.gen(function*() {
    const { accounts, follows } = yield* people
    yield* accounts.importMany(ids(105))
    const { ok } = yield* follows.add("alice", ids(105))
    assert.equal(ok.length, 105)
    const newestFirst = ids(105).toReversed()
    assert.deepEqual(usersOf(yield* Stream.runCollect(follows.following("alice"))), newestFirst)
    assert.deepEqual(usersOf(yield* Stream.runCollect(follows.following("alice", { WantNum: 21 }))), newestFirst)
    const first = yield* follows.get("alice", 2)
    assert.equal(first.FollowItem?.length, 100)
    yield* follows.delete("alice", ["user5", "user100"])
    const second = yield* follows.get("alice", 2, { StartCursor: first.NextCursor ?? "" })
    assert.deepEqual(usersOf(second.FollowItem ?? []), ["user4", "user3", "user2", "user1", "user0"])
    assert.equal(second.NextCursor, "")
  }))

timTest("the pages of mutual follows hold those who follow back only", () =>
  Effect.gen(function*() {
    const { accounts, follows } = yield* people
    yield* accounts.importMany(ids(20))
    yield* follows.add("alice", ids(20))
    for (const id of ids(20).filter((_, index) => index % 2 === 0)) yield* follows.add(id, ["alice"])
    const mutual = yield* Stream.runCollect(follows.mutual("alice", { WantNum: 5 }))
    assert.deepEqual(usersOf(mutual), ids(20).filter((_, index) => index % 2 === 0).toReversed())
    const end = yield* follows.get("alice", 3, { WantNum: 10 })
    assert.equal(end.NextCursor, "")
  }))

timTest("a list stays right when most of it is unfollowed", () =>
  Effect.gen(function*() {
    const { accounts, follows } = yield* people
    yield* accounts.importMany(ids(100))
    yield* follows.add("alice", ids(100))
    yield* follows.delete("alice", ids(97))
    yield* follows.add("alice", ["user0"])
    const left = yield* Stream.runCollect(follows.following("alice", { WantNum: 2 }))
    assert.deepEqual(usersOf(left), ["user0", "user99", "user98", "user97"])
  }))

timTest("a user follows 5000 at most", () =>
  Effect.gen(function*() {
    const { follows } = yield* people
    const { app } = yield* Emulator
    for (const id of ids(5000)) app().follows.add("alice", id, startSeconds)
    const { failed } = yield* follows.add("alice", ["bob"])
    assert.deepEqual(failed.map(({ code, item }) => [item, code]), [["bob", ErrorCode.FollowLimitReached]])
    yield* follows.delete("alice", ["user0"])
    const after = yield* follows.add("alice", ["bob"])
    assert.deepEqual(after.ok, ["bob"])
  }))

timTest("21 users in one call, an unknown list or a foreign cursor are refused", () =>
  Effect.gen(function*() {
    const { follows } = yield* people
    const client = yield* TimClient
    const FollowItem = ids(21).map((To_Account) => ({ To_Account }))
    const call = (command: string, body: object) =>
      refusedWith(
        ErrorCode.RelationParameterInvalid,
        client.call(`v4/follow/${command}`, { From_Account: "alice", ...body })
      )
    yield* call("follow_add", { FollowItem })
    yield* call("follow_delete", { To_Account: ids(21) })
    yield* call("follow_get_info", { To_Account: ids(21) })
    yield* call("follow_check", { To_Account: ids(101) })
    yield* call("follow_get", { FollowType: 4, StartCursor: "" })
    yield* call("follow_get", { FollowType: 1, StartCursor: "elsewhere" })
    yield* call("follow_get", { FollowType: 1 })
    yield* notSent("WantNum", follows.get("alice", 1, { WantNum: 1001 }))
    yield* refusedWith(ErrorCode.RelationAccountNotFound, follows.get("nobody", 1))
  }))

timTest("an edition without following refuses every call about it", () =>
  Effect.gen(function*() {
    const { follows } = yield* people
    yield* refusedWith(ErrorCode.FollowFeatureDisabled, follows.add("alice", ["bob"]))
    yield* refusedWith(ErrorCode.FollowFeatureDisabled, follows.delete("alice", ["bob"]))
    yield* refusedWith(ErrorCode.FollowFeatureDisabled, follows.check("alice", ["bob"]))
    yield* refusedWith(ErrorCode.FollowFeatureDisabled, follows.get("alice", 1))
    yield* refusedWith(ErrorCode.FollowFeatureDisabled, follows.counts("alice"))
  }), { edition: "standard" })

timTest("a deleted account follows nobody and is followed by nobody", () =>
  Effect.gen(function*() {
    const { accounts, follows } = yield* people
    yield* follows.add("alice", ["bob"])
    yield* follows.add("bob", ["alice"])
    yield* accounts.delete(["bob"])
    const { ok } = yield* follows.counts("alice")
    assert.deepEqual(ok, [{ To_Account: "alice", followers: 0, following: 0, mutual: 0 }])
  }))
