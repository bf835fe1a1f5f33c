import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import { Accounts, customTag, ErrorCode, profile, Profiles, readProfile, standardTags, TimClient } from "../mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { timTest } from "./support/suite.ts"

const withAlice = Effect.gen(function*() {
  const accounts = yield* Accounts
  yield* accounts.import("alice")
  return yield* Profiles
})

timTest("a profile is read back as it was written, in words and on the wire", () =>
  Effect.gen(function*() {
    const profiles = yield* withAlice
    yield* profiles.set("alice", profile().nick("Alice").gender("female").birthday(20190419).allowType("denyAny"))
    const { ok } = yield* profiles.read(["alice"])
    assert.deepEqual(ok, [{
      userId: "alice",
      nick: "Alice",
      gender: "female",
      birthday: 20190419,
      allowType: "denyAny"
    }])
    const { UserProfileItem } = yield* profiles.get(["alice"], [standardTags.gender.tag])
    assert.deepEqual(UserProfileItem, [{
      To_Account: "alice",
      ProfileItem: [{ Tag: "Tag_Profile_IM_Gender", Value: "Gender_Type_Female" }],
      ResultCode: 0,
      ResultInfo: ""
    }])
  }))

timTest("setting some fields leaves the others as they are", () =>
  Effect.gen(function*() {
    const profiles = yield* withAlice
    yield* profiles.set("alice", profile().nick("Alice").location("SZ"))
    yield* profiles.set("alice", [{ Tag: standardTags.nick.tag, Value: "Alicia" }])
    const { ok } = yield* profiles.read(["alice"], ["nick", "location"])
    assert.deepEqual(ok, [{ userId: "alice", nick: "Alicia", location: "SZ" }])
  }))

timTest("a profile that knows whose it is is a request of its own", () =>
  Effect.gen(function*() {
    const profiles = yield* withAlice
    yield* profiles.set(profile().nick("Alice").for("alice"))
    yield* profiles.set({ From_Account: "alice", ProfileItem: [{ Tag: standardTags.level.tag, Value: 7 }] })
    const { ok } = yield* profiles.read(["alice"], ["nick", "level"])
    assert.deepEqual(ok, [{ userId: "alice", nick: "Alice", level: 7 }])
  }))

timTest("levels are set one by one, and -1 or nothing leaves a level as it is", () =>
  Effect.gen(function*() {
    const profiles = yield* withAlice
    const levels = Effect.map(profiles.read(["alice"], ["richLv", "charmLv"]), ({ ok }) => ok[0])
    yield* profiles.setLevels("alice", { richLv: 3, charmLv: 0 })
    assert.deepEqual(yield* levels, { userId: "alice", richLv: 3, charmLv: 0 })
    yield* profiles.setLevels("alice", { richLv: -1, charmLv: 5 })
    assert.deepEqual(yield* levels, { userId: "alice", richLv: 3, charmLv: 5 })
    yield* profiles.setLevels("alice", { richLv: 4 })
    assert.deepEqual(yield* levels, { userId: "alice", richLv: 4, charmLv: 5 })
    yield* profiles.setLevels("alice", {})
    assert.deepEqual(yield* levels, { userId: "alice", richLv: 4, charmLv: 5 })
  }))

timTest("a robot's profile says that it is one", () =>
  Effect.gen(function*() {
    const profiles = yield* withAlice
    yield* profiles.setRobot("alice", profile().nick("Helper"))
    const { ok } = yield* profiles.read(["alice"], ["nick", "isRobot"])
    assert.deepEqual(ok, [{ userId: "alice", nick: "Helper", isRobot: true }])
    yield* profiles.set("alice", profile().isRobot(false))
    const { ok: later } = yield* profiles.read(["alice"], ["isRobot"])
    assert.deepEqual(later, [{ userId: "alice", isRobot: false }])
  }))

timTest("an app's own field is written by its own builder and read by its own name", () =>
  Effect.gen(function*() {
    const profiles = yield* withAlice
    const vip = customTag.integer("vip")
    yield* profiles.set("alice", profile.extend({ vip })().vip(7))
    const { UserProfileItem } = yield* profiles.get(["alice"], [vip.tag])
    assert.deepEqual(readProfile(UserProfileItem[0]?.ProfileItem ?? [], { vip }), { vip: 7 })
  }), { profileTags: ["Tag_Profile_Custom_vip"] })

timTest("users who cannot be read are listed, and the others are read", () =>
  Effect.gen(function*() {
    const profiles = yield* withAlice
    yield* profiles.set("alice", profile().nick("Alice"))
    const many = Array.from({ length: 150 }, (_, index) => `nobody${index}`)
    const { failed, ok } = yield* profiles.read([...many, "alice"], ["nick"])
    assert.deepEqual(ok, [{ userId: "alice", nick: "Alice" }])
    assert.equal(failed.length, 150)
    assert.ok(failed.every(({ code }) => code === ErrorCode.ProfileAccountNotFound))
  }))

timTest("what a profile cannot be is refused, and nothing of the call is set", () =>
  Effect.gen(function*() {
    const profiles = yield* withAlice
    const client = yield* TimClient
    const raw = (ProfileItem: unknown) => client.call("v4/profile/portrait_set", { From_Account: "alice", ProfileItem })
    yield* refusedWith(ErrorCode.ProfileAccountNotFound, profiles.set("nobody", profile().nick("x")))
    yield* refusedWith(
      ErrorCode.ProfileTagUnknown,
      profiles.set("alice", profile().nick("x").tag("Tag_Profile_Custom_what", "y"))
    )
    yield* refusedWith(
      ErrorCode.ProfileValueInvalid,
      profiles.set("alice", profile().tag(standardTags.gender.tag, "robot"))
    )
    yield* refusedWith(
      ErrorCode.ProfileValueTypeInvalid,
      profiles.set("alice", profile().tag(standardTags.level.tag, "7"))
    )
    yield* refusedWith(ErrorCode.ProfileValueTypeInvalid, raw([{ Tag: standardTags.nick.tag, Value: true }]))
    yield* refusedWith(ErrorCode.ProfileValueTooLong, raw([{ Tag: standardTags.nick.tag, Value: "x".repeat(501) }]))
    yield* notSent("ProfileItem[0].Value", profiles.set("alice", profile().nick("é".repeat(251))))
    yield* refusedWith(ErrorCode.ProfileTagUnknown, profiles.get(["alice"], ["Tag_Profile_IM_What"]))
    const { ok } = yield* profiles.read(["alice"], ["nick"])
    assert.deepEqual(ok, [{ userId: "alice" }])
  }))
