import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import {
  Accounts,
  Blocklists,
  ErrorCode,
  Follows,
  friend,
  Friends,
  profile,
  Profiles,
  Robots,
  TimClient,
  type TimError
} from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import type { CommandName } from "../src/webhook/mod.ts"
import { refusedWith } from "./support/assertions.ts"
import { startSeconds, timTest } from "./support/suite.ts"
import { namesToldBy, toldBy } from "./support/toldBy.ts"
import { listening } from "./support/webhooks.ts"

const pair = (From_Account: string, To_Account: string) => ({ From_Account, To_Account })

const headOf = <Name extends CommandName>(CallbackCommand: Name) => ({
  CallbackCommand,
  EventTime: startSeconds * 1000
})

/** People, and what is told of a command. */
const people = <const Name extends CommandName>(command: Name) =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    yield* accounts.importMany(["alice", "bob", "carol", "dave"])
    const heard = yield* listening({})
    return { heard, told: (call: Effect.Effect<unknown, TimError>) => toldBy(heard, command, call) }
  })

timTest("fields of a profile that changed are told, each once with its last value", () =>
  Effect.gen(function*() {
    const { told } = yield* people("Profile.CallbackPortraitSet")
    const profiles = yield* Profiles
    const client = yield* TimClient
    const event = {
      ...headOf("Profile.CallbackPortraitSet"),
      Operator_Account: "administrator",
      From_Account: "alice"
    }
    const nick = (Value: string) => ({ Tag: "Tag_Profile_IM_Nick", Value })
    const level = { Tag: "Tag_Profile_IM_Level", Value: 3 }
    assert.deepEqual(yield* told(profiles.set("alice", profile().nick("Alice").level(3))), [
      { ...event, ProfileItem: [nick("Alice"), level] }
    ])
    assert.deepEqual(yield* told(profiles.set("alice", profile().nick("Al").level(3))), [
      { ...event, ProfileItem: [nick("Al")] }
    ])
    assert.deepEqual(yield* told(profiles.set("alice", profile().nick("Al"))), [])
    const path = "v4/profile/portrait_set"
    const twice = client.call(path, { From_Account: "alice", ProfileItem: [nick("A"), nick("B")] })
    assert.deepEqual(yield* told(twice), [{ ...event, ProfileItem: [nick("B")] }])
    const unknownTag = { From_Account: "alice", ProfileItem: [nick("C"), { Tag: "Tag_Profile_Custom_x", Value: "" }] }
    assert.deepEqual(yield* told(refusedWith(ErrorCode.ProfileTagUnknown, client.call(path, unknownTag))), [])
  }))

timTest("profiles that come with an account are not told", () =>
  Effect.gen(function*() {
    const { heard } = yield* people("Profile.CallbackPortraitSet")
    const accounts = yield* Accounts
    const robots = yield* Robots
    assert.deepEqual(yield* namesToldBy(heard, accounts.import("erin", { Nick: "Erin" })), [])
    assert.deepEqual(yield* namesToldBy(heard, accounts.importMany([{ UserID: "frank", Nick: "Frank" }])), [])
    assert.deepEqual(yield* namesToldBy(heard, robots.create("@RBT#guide", { Nick: "Guide" })), [])
  }))

timTest("a kick logs out whoever is online, and only those", () =>
  Effect.gen(function*() {
    const { told } = yield* people("State.StateChange")
    const accounts = yield* Accounts
    const { app } = yield* Emulator
    app().accounts.get("alice")?.platforms.set("Web", "Online").set("iPhone", "PushOnline")
    assert.deepEqual(yield* told(accounts.kick("bob")), [])
    assert.deepEqual(yield* told(refusedWith(ErrorCode.AccountNotFound, accounts.kick("nobody"))), [])
    assert.deepEqual(yield* told(accounts.kick("alice")), [{
      ...headOf("State.StateChange"),
      Info: { Action: "Logout", To_Account: "alice", Reason: "Unregister" }
    }])
    assert.deepEqual(yield* told(accounts.kick("alice")), [])
  }))

timTest(
  "new friends are told with each list that they came into, failed and pending ones are not",
  () =>
    Effect.gen(function*() {
      const { told } = yield* people("Sns.CallbackFriendAdd")
      const friends = yield* Friends
      const profiles = yield* Profiles
      yield* profiles.set("carol", profile().allowType("needConfirm"))
      const event = { ...headOf("Sns.CallbackFriendAdd"), ClientCmd: "friend_add", Admin_Account: "administrator" }
      const byAlice = (from: string, to: string) => ({ ...pair(from, to), Initiator_Account: "alice" })
      const asked = [friend("bob"), friend("carol"), friend("nobody"), friend("bob")]
      assert.deepEqual(yield* told(friends.add("alice", asked)), [
        { ...event, PairList: [byAlice("alice", "bob"), byAlice("bob", "alice")], ForceFlag: 0 }
      ])
      assert.deepEqual(yield* told(friends.add("alice", ["bob", "carol"])), [])
      const single = { AddType: "Add_Type_Single" } as const
      assert.deepEqual(yield* told(friends.add("alice", ["carol"], { ...single, ForceAddFlags: 1 })), [
        { ...event, PairList: [byAlice("alice", "carol")], ForceFlag: 1 }
      ])
      yield* friends.add("dave", ["alice"], single)
      assert.deepEqual(yield* told(friends.add("alice", ["dave"])), [
        { ...event, PairList: [byAlice("alice", "dave")], ForceFlag: 0 }
      ])
      assert.deepEqual(yield* told(friends.import("bob", [friend("carol")])), [])
      assert.deepEqual(yield* told(refusedWith(ErrorCode.RelationAccountNotFound, friends.add("nobody", ["bob"]))), [])
    })
)

timTest("deleted friends are told with each list that they left", () =>
  Effect.gen(function*() {
    const { told } = yield* people("Sns.CallbackFriendDelete")
    const friends = yield* Friends
    yield* friends.add("alice", ["bob", "carol"])
    yield* friends.add("dave", ["alice"], { AddType: "Add_Type_Single" })
    const head = headOf("Sns.CallbackFriendDelete")
    const both = { DeleteType: "Delete_Type_Both" } as const
    assert.deepEqual(yield* told(friends.delete("alice", ["bob", "bob", "nobody"])), [
      { ...head, PairList: [pair("alice", "bob")] }
    ])
    assert.deepEqual(yield* told(friends.delete("alice", ["bob", "dave"])), [])
    assert.deepEqual(yield* told(friends.delete("alice", ["bob", "carol", "dave"], both)), [{
      ...head,
      PairList: [pair("bob", "alice"), pair("alice", "carol"), pair("carol", "alice"), pair("dave", "alice")]
    }])
  }))

timTest("all friends of a user who are deleted are told at once", () =>
  Effect.gen(function*() {
    const { told } = yield* people("Sns.CallbackFriendDelete")
    const friends = yield* Friends
    const head = headOf("Sns.CallbackFriendDelete")
    assert.deepEqual(yield* told(friends.deleteAll("alice")), [])
    yield* friends.add("alice", ["bob", "carol"])
    assert.deepEqual(yield* told(friends.deleteAll("alice")), [
      { ...head, PairList: [pair("alice", "bob"), pair("alice", "carol")] }
    ])
    yield* friends.add("alice", ["bob"])
    assert.deepEqual(yield* told(friends.deleteAll("alice", { DeleteType: "Delete_Type_Both" })), [
      { ...head, PairList: [pair("alice", "bob"), pair("bob", "alice")] }
    ])
  }))

timTest("who is newly blocked is told, and not the friendship that ends by it", () =>
  Effect.gen(function*() {
    const { heard, told } = yield* people("Sns.CallbackBlackListAdd")
    const blocklists = yield* Blocklists
    const friends = yield* Friends
    yield* friends.add("alice", ["bob"])
    const head = headOf("Sns.CallbackBlackListAdd")
    const names = yield* namesToldBy(heard, blocklists.add("alice", ["bob"]))
    assert.deepEqual(names, ["Sns.CallbackBlackListAdd"])
    assert.deepEqual(yield* told(blocklists.add("alice", ["bob", "alice", "nobody"])), [])
    assert.deepEqual(yield* told(blocklists.add("alice", ["bob", "carol", "carol", "dave"])), [
      { ...head, PairList: [pair("alice", "carol"), pair("alice", "dave")] }
    ])
  }))

timTest("who is blocked no more is told", () =>
  Effect.gen(function*() {
    const { told } = yield* people("Sns.CallbackBlackListDelete")
    const blocklists = yield* Blocklists
    yield* blocklists.add("alice", ["bob", "carol"])
    assert.deepEqual(yield* told(blocklists.delete("alice", ["bob", "carol", "bob", "dave"])), [
      { ...headOf("Sns.CallbackBlackListDelete"), PairList: [pair("alice", "bob"), pair("alice", "carol")] }
    ])
    assert.deepEqual(yield* told(blocklists.delete("alice", ["bob"])), [])
    const unknown = blocklists.delete("nobody", ["bob"])
    assert.deepEqual(yield* told(refusedWith(ErrorCode.RelationAccountNotFound, unknown)), [])
  }))

timTest("new follows are told, repeated and failed ones are not", () =>
  Effect.gen(function*() {
    const { told } = yield* people("Follow.CallbackAfterFollowAdd")
    const follows = yield* Follows
    const event = { ...headOf("Follow.CallbackAfterFollowAdd"), From_Account: "alice" }
    assert.deepEqual(yield* told(follows.add("alice", ["bob", "alice", "nobody", "bob"])), [
      { ...event, FollowList: [{ To_Account: "bob" }] }
    ])
    assert.deepEqual(yield* told(follows.add("alice", ["bob", "carol", "dave"])), [
      { ...event, FollowList: [{ To_Account: "carol" }, { To_Account: "dave" }] }
    ])
    assert.deepEqual(yield* told(follows.add("alice", ["bob"])), [])
  }))

timTest("ended follows are told as plain ids", () =>
  Effect.gen(function*() {
    const { told } = yield* people("Follow.CallbackAfterFollowDelete")
    const follows = yield* Follows
    yield* follows.add("alice", ["bob", "carol"])
    assert.deepEqual(yield* told(follows.delete("alice", ["bob", "carol", "bob", "dave", "nobody"])), [
      { ...headOf("Follow.CallbackAfterFollowDelete"), From_Account: "alice", To_Account: ["bob", "carol"] }
    ])
    assert.deepEqual(yield* told(follows.delete("alice", ["bob"])), [])
  }))

timTest("nothing is told of following where the edition does not have it", () =>
  Effect.gen(function*() {
    const { heard } = yield* people("Follow.CallbackAfterFollowAdd")
    const follows = yield* Follows
    const refused = refusedWith(ErrorCode.FollowFeatureDisabled, follows.add("alice", ["bob"]))
    assert.deepEqual(yield* namesToldBy(heard, refused), [])
  }), { edition: "standard" })

timTest(
  "an account that is deleted ends quietly: its relations and its being online are not told",
  () =>
    Effect.gen(function*() {
      const { heard } = yield* people("Sns.CallbackFriendDelete")
      const accounts = yield* Accounts
      const friends = yield* Friends
      const follows = yield* Follows
      yield* friends.add("alice", ["bob"])
      yield* follows.add("alice", ["bob"])
      const { app } = yield* Emulator
      app().accounts.get("alice")?.platforms.set("Web", "Online")
      assert.deepEqual(yield* namesToldBy(heard, accounts.delete(["alice"])), [])
    })
)
