import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { Accounts, Blocklists, ErrorCode, Friends, profile, Profiles, TimClient } from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { startSeconds, timTest } from "./support/suite.ts"

const ids = (count: number) => Array.from({ length: count }, (_, index) => `user${index}`)

const people = Effect.gen(function*() {
  const accounts = yield* Accounts
  yield* accounts.importMany(["alice", "bob", "carol"])
  return { accounts, blocklists: yield* Blocklists, friends: yield* Friends }
})

const relations = (results: ReadonlyArray<{ readonly To_Account: string; readonly Relation: string }>) =>
  results.map(({ Relation, To_Account }) => [To_Account, Relation.replace("BlackCheckResult_Type_", "")])

timTest("a blocked user is on the list with the time, and unblocked gone from it", () =>
  Effect.gen(function*() {
    const { blocklists } = yield* people
    yield* blocklists.add("alice", ["bob"])
    yield* TestClock.adjust("1 minute")
    yield* blocklists.add("alice", ["carol"])
    assert.deepEqual(yield* Stream.runCollect(blocklists.all("alice")), [
      { To_Account: "bob", AddBlackTimeStamp: startSeconds },
      { To_Account: "carol", AddBlackTimeStamp: startSeconds + 60 }
    ])
    const { failed, ok } = yield* blocklists.delete("alice", ["bob", "nobody"])
    assert.deepEqual(ok, ["bob"])
    assert.deepEqual(failed.map(({ code, item }) => [item, code]), [["nobody", ErrorCode.RelationParameterInvalid]])
    const left = yield* Stream.runCollect(blocklists.all("alice"))
    assert.deepEqual(left.map(({ To_Account }) => To_Account), ["carol"])
  }))

timTest("whoever is blocked already, unknown or oneself fails alone", () =>
  Effect.gen(function*() {
    const { blocklists } = yield* people
    yield* blocklists.add("alice", ["bob"])
    const { failed, ok } = yield* blocklists.add("alice", ["bob", "nobody", "alice", "carol"])
    assert.deepEqual(ok, ["carol"])
    assert.deepEqual(failed.map(({ code, item }) => [item, code]), [
      ["bob", ErrorCode.RelationParameterInvalid],
      ["nobody", ErrorCode.RelationAccountNotFound],
      ["alice", ErrorCode.RelationParameterInvalid]
    ])
    assert.equal(failed[0]?.info, "Err_SNS_BlackListAdd_Already_Exist")
    yield* refusedWith(ErrorCode.RelationAccountNotFound, blocklists.add("nobody", ["bob"]))
    yield* refusedWith(ErrorCode.RelationAccountNotFound, blocklists.delete("nobody", ["bob"]))
  }))

timTest(
  "blocking ends a friendship on both sides for good, and neither can add the other",
  () =>
    Effect.gen(function*() {
      const { blocklists, friends } = yield* people
      yield* friends.add("alice", ["bob"])
      yield* blocklists.add("alice", ["bob"])
      const { ok } = yield* friends.check("alice", ["bob"])
      assert.deepEqual(ok, [{ To_Account: "bob", Relation: "CheckResult_Type_NoRelation" }])
      const own = yield* friends.add("alice", ["bob"])
      assert.deepEqual(own.failed.map(({ code }) => code), [ErrorCode.PeerInOwnBlocklist])
      const other = yield* friends.add("bob", ["alice"], { ForceAddFlags: 1 })
      assert.deepEqual(other.failed.map(({ code }) => code), [ErrorCode.InPeerBlocklist])
      yield* blocklists.delete("alice", ["bob"])
      const after = yield* friends.check("alice", ["bob"])
      assert.deepEqual(after.ok, ok)
      const again = yield* friends.add("bob", ["alice"])
      assert.deepEqual(again.failed, [])
    })
)

timTest("blocking ends what was asked between the two", () =>
  Effect.gen(function*() {
    const { blocklists, friends } = yield* people
    const profiles = yield* Profiles
    const { app } = yield* Emulator
    yield* profiles.set("alice", profile().allowType("needConfirm"))
    yield* friends.add("bob", ["alice"])
    assert.equal(app().friends.received("alice").size, 1)
    yield* blocklists.add("alice", ["bob"])
    assert.equal(app().friends.received("alice").size, 0)
  }))

timTest("the check types see as much as they say", () =>
  Effect.gen(function*() {
    const { blocklists } = yield* people
    yield* blocklists.add("alice", ["bob"])
    yield* blocklists.add("carol", ["alice"])
    const two = yield* blocklists.check("alice", ["bob", "carol", "administrator", "nobody"])
    assert.deepEqual(relations(two.ok), [["bob", "AWithB"], ["carol", "BWithA"], ["administrator", "NO"]])
    assert.deepEqual(two.failed.map(({ code, item }) => [item, code]), [["nobody", ErrorCode.RelationAccountNotFound]])
    const one = yield* blocklists.check("alice", ["bob", "carol"], "BlackCheckResult_Type_Single")
    assert.deepEqual(relations(one.ok), [["bob", "AWithB"], ["carol", "NO"]])
    yield* blocklists.add("bob", ["alice"])
    const mutual = yield* blocklists.check("alice", ["bob"])
    assert.deepEqual(relations(mutual.ok), [["bob", "BothWay"]])
    yield* refusedWith(ErrorCode.RelationAccountNotFound, blocklists.check("nobody", ["bob"]))
  }))

timTest(
  "a blocklist holds 1000, more go in several calls, and its pages hold each user once",
  () =>
    Effect.gen(function*() {
      const { accounts, blocklists } = yield* people
      const client = yield* TimClient
      yield* accounts.importMany(ids(1001))
      const { failed, ok } = yield* blocklists.add("alice", ids(1001))
      assert.equal(ok.length, 1000)
      assert.deepEqual(failed.map(({ code, item }) => [item, code]), [["user1000", ErrorCode.BlocklistLimitReached]])
      const all = yield* Stream.runCollect(blocklists.all("alice", { MaxLimited: 300 }))
      assert.deepEqual(all.map(({ To_Account }) => To_Account), ids(1000))
      const last = yield* blocklists.get("alice", { StartIndex: 900, MaxLimited: 100, LastSequence: 0 })
      assert.deepEqual([last.BlackListItem?.length, last.StartIndex, last.CurruentSequence], [100, 0, 1000])
      const first = yield* blocklists.get("alice", { StartIndex: 0, MaxLimited: 100, LastSequence: 0 })
      assert.equal(first.StartIndex, 100)
      const body = { From_Account: "bob", To_Account: ids(1001) }
      yield* refusedWith(ErrorCode.RelationParameterInvalid, client.call("v4/sns/black_list_add", body))
    })
)

timTest("all four fields of a page are needed", () =>
  Effect.gen(function*() {
    const { blocklists } = yield* people
    const client = yield* TimClient
    const body = { From_Account: "alice", StartIndex: 0, MaxLimited: 10 }
    yield* refusedWith(ErrorCode.RelationParameterInvalid, client.call("v4/sns/black_list_get", body))
    const page = { StartIndex: 0, MaxLimited: 1001, LastSequence: 0 }
    yield* notSent("MaxLimited", blocklists.get("alice", page))
    yield* refusedWith(ErrorCode.RelationAccountNotFound, Stream.runCollect(blocklists.all("nobody")))
  }))

timTest("a deleted account is on no blocklist any more", () =>
  Effect.gen(function*() {
    const { accounts, blocklists } = yield* people
    yield* blocklists.add("alice", ["bob"])
    yield* blocklists.add("bob", ["alice"])
    yield* accounts.delete(["bob"])
    assert.deepEqual(yield* Stream.runCollect(blocklists.all("alice")), [])
  }))
