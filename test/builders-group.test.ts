import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import { Accounts, failOnPartial, group, Groups } from "../mod.ts"
import { notSent } from "./support/assertions.ts"
import { timTest } from "./support/suite.ts"

test("a built group is the body of create_group", () => {
  const built = group("Public")
    .name("Readers")
    .id("readers")
    .owner("alice")
    .introduction("We read")
    .notification("Tuesday")
    .faceUrl("https://example.com/a.png")
    .maxMembers(50)
    .applyJoin("FreeAccess")
    .inviteJoin("NeedPermission")
    .custom("level", 7)
    .custom("theme", "dark")
    .member("bob", { role: "Admin", custom: { badge: { gold: true } } })
    .members(["carol", "dave"])
  assert.deepEqual(built.toJSON(), {
    Type: "Public",
    Name: "Readers",
    GroupId: "readers",
    Owner_Account: "alice",
    Introduction: "We read",
    Notification: "Tuesday",
    FaceUrl: "https://example.com/a.png",
    MaxMemberCount: 50,
    ApplyJoinOption: "FreeAccess",
    InviteJoinOption: "NeedPermission",
    AppDefinedData: [{ Key: "level", Value: "7" }, { Key: "theme", Value: "dark" }],
    MemberList: [
      { Member_Account: "bob", Role: "Admin", AppMemberDefinedData: [{ Key: "badge", Value: "{\"gold\":true}" }] },
      { Member_Account: "carol" },
      { Member_Account: "dave" }
    ]
  })
})

test("each step leaves the builder before it as it was", () => {
  const template = group("ChatRoom").name("Meeting").member("alice")
  const one = template.id("one").custom("level", "1").member("bob")
  const two = template.id("two").custom("level", "2")
  assert.deepEqual(template.toJSON(), { Type: "ChatRoom", Name: "Meeting", MemberList: [{ Member_Account: "alice" }] })
  assert.deepEqual(one.toJSON().MemberList, [{ Member_Account: "alice" }, { Member_Account: "bob" }])
  assert.deepEqual(two.toJSON().MemberList, [{ Member_Account: "alice" }])
  assert.deepEqual(two.toJSON().AppDefinedData, [{ Key: "level", Value: "2" }])
})

test("what is set again is replaced", () => {
  const built = group("Public").name("Before").name("After").custom("level", 1).custom("level", 2)
    .members(["alice", "bob"]).member("alice", { role: "Admin" })
  assert.deepEqual(built.toJSON(), {
    Type: "Public",
    Name: "After",
    AppDefinedData: [{ Key: "level", Value: "2" }],
    MemberList: [{ Member_Account: "alice", Role: "Admin" }, { Member_Account: "bob" }]
  })
})

test("a community may hold topics", () => {
  const plain = group("Community").name("Big")
  assert.deepEqual(plain.topics().toJSON(), { Type: "Community", Name: "Big", SupportTopic: 1 })
  assert.deepEqual(plain.topics({ defaultPermission: 3 }).toJSON(), {
    Type: "Community",
    Name: "Big",
    SupportTopic: 1,
    EnablePermission: 1,
    DefaultPermission: 3
  })
})

test("what a type of group does not have does not compile", () => {
  const wrong = [
    // @ts-expect-error a live-streaming group stores no members
    () => group("AVChatRoom").name("Live").member("alice"),
    // @ts-expect-error nor has it a limit of them
    () => group("AVChatRoom").maxMembers(10),
    // @ts-expect-error nobody invites to a live-streaming group
    () => group("AVChatRoom").inviteJoin("FreeAccess"),
    // @ts-expect-error nor can one choose who invites to a community
    () => group("Community").inviteJoin("FreeAccess"),
    // @ts-expect-error only communities hold topics
    () => group("Public").topics(),
    // @ts-expect-error only Public groups choose how one applies
    () => group("ChatRoom").applyJoin("FreeAccess"),
    // @ts-expect-error a Private group has no admins
    () => group("Private").member("alice", { role: "Admin" }),
    // @ts-expect-error the owner is given by owner()
    () => group("Public").member("alice", { role: "Owner" }),
    // @ts-expect-error there is no such type
    () => group("Club"),
    // @ts-expect-error there is no such option
    () => group("Public").applyJoin("Sometimes"),
    // @ts-expect-error a group without a name is no body yet
    () => group("Public").id("readers").toJSON()
  ]
  void wrong
})

timTest("a built group is created", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const groups = yield* Groups
    yield* failOnPartial(accounts.importMany(["alice", "bob", "carol"]))
    const readers = group("Public").name("Readers").owner("alice").applyJoin("FreeAccess")
    yield* groups.create(readers.id("readers").member("bob", { role: "Admin" }).members(["carol"]))
    const { ok: [info] } = yield* groups.getInfo(["readers"])
    assert.deepEqual([info?.Name, info?.ApplyJoinOption, info?.Owner_Account], ["Readers", "FreeAccess", "alice"])
    assert.deepEqual(info?.MemberList?.map(({ Member_Account, Role }) => [Member_Account, Role]), [
      ["alice", "Owner"],
      ["bob", "Admin"],
      ["carol", "Member"]
    ])
  }))

timTest("a group without a name is not created, whatever the compiler was told", () =>
  Effect.gen(function*() {
    const groups = yield* Groups
    // @ts-expect-error a group without a name is no body yet
    yield* notSent("Name", groups.create(group("Public")))
  }))
