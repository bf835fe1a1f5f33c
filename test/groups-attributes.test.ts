import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { attributes as newAttributes, CurrentCallLimits, ErrorCode, Groups, TimClient } from "../mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { timTest } from "./support/suite.ts"

const withGroup = Effect.fnUntraced(function*(type: "Public" | "AVChatRoom" | "Community" = "Public") {
  const groups = yield* Groups
  const { GroupId } = yield* groups.create(type, "Some")
  return { groups, id: GroupId }
})

const attributesOf = Effect.fnUntraced(function*(groupId: string) {
  const groups = yield* Groups
  const { GroupAttrAry } = yield* groups.getAttributes(groupId)
  return Object.fromEntries(GroupAttrAry.map(({ key, value }) => [key, value]))
})

const keys = (count: number) => Array.from({ length: count }, (_, index) => `key${index}`)

const attributes = (count: number, value = "x") => Object.fromEntries(keys(count).map((key) => [key, value]))

timTest("setting attributes replaces all of them, changing them keeps the others", () =>
  Effect.gen(function*() {
    const { groups, id } = yield* withGroup()
    assert.deepEqual(yield* attributesOf(id), {})
    yield* groups.setAttributes(id, { colour: "red", size: "big" })
    yield* groups.modifyAttributes(id, { size: "small", shape: "round" })
    assert.deepEqual(yield* attributesOf(id), { colour: "red", size: "small", shape: "round" })
    yield* groups.setAttributes({ GroupId: id, GroupAttr: [{ key: "only", value: "one" }] })
    assert.deepEqual(yield* attributesOf(id), { only: "one" })
    const { GroupAttrAry } = yield* groups.getAttributesLegacy(id)
    assert.deepEqual(GroupAttrAry, [{ key: "only", value: "one" }])
  }))

timTest("attributes are deleted by key, all of the named or none", () =>
  Effect.gen(function*() {
    const { groups, id } = yield* withGroup()
    yield* groups.setAttributes(id, { colour: "red", size: "big" })
    yield* refusedWith(ErrorCode.GroupAttrNotFound, groups.deleteAttributes(id, ["colour", "shape"]))
    assert.deepEqual(yield* attributesOf(id), { colour: "red", size: "big" })
    yield* groups.deleteAttributes(id, ["colour"])
    assert.deepEqual(yield* attributesOf(id), { size: "big" })
    yield* refusedWith(ErrorCode.GroupAttrNotFound, groups.deleteAttributes(id, ["colour"]))
  }))

timTest("all attributes can be cleared, but not in a community", () =>
  Effect.gen(function*() {
    const { groups, id } = yield* withGroup("AVChatRoom")
    yield* groups.setAttributes(id, { colour: "red" })
    yield* groups.clearAttributes(id)
    yield* groups.clearAttributes(id)
    assert.deepEqual(yield* attributesOf(id), {})
    const community = yield* withGroup("Community")
    yield* groups.setAttributes(community.id, { colour: "red" })
    yield* refusedWith(ErrorCode.GroupPermissionDenied, groups.clearAttributes(community.id))
    assert.deepEqual(yield* attributesOf(community.id), { colour: "red" })
  }))

timTest("attributes beyond the limits are not sent, and refused when they are", () =>
  Effect.gen(function*() {
    const { groups, id } = yield* withGroup()
    const client = yield* TimClient
    yield* notSent("GroupAttr", groups.setAttributes(id, attributes(17)))
    yield* notSent("GroupAttr[0].key", groups.setAttributes(id, { ["x".repeat(33)]: "x" }))
    yield* notSent("GroupAttr[0].value", groups.setAttributes(id, { colour: "x".repeat(4001) }))
    yield* notSent("", groups.setAttributes(id, attributes(5, "x".repeat(3201))))
    const set = (given: Record<string, string>) =>
      client.call("v4/group_open_http_svc/set_group_attr", {
        GroupId: id,
        GroupAttr: Object.entries(given).map(([key, value]) => ({ key, value }))
      })
    yield* refusedWith(ErrorCode.GroupAttrCountExceeded, set(attributes(17)))
    yield* refusedWith(ErrorCode.GroupAttrKeyTooLong, set({ ["x".repeat(33)]: "x" }))
    yield* refusedWith(ErrorCode.GroupAttrValueTooLong, set({ colour: "x".repeat(4001) }))
    yield* refusedWith(ErrorCode.GroupAttrTotalTooLong, set(attributes(5, "x".repeat(3201))))
    yield* refusedWith(
      ErrorCode.GroupParameterInvalid,
      client.call("v4/group_open_http_svc/set_group_attr", { GroupId: id, GroupAttr: [{ Key: "k", Value: "v" }] })
    )
    assert.deepEqual(yield* attributesOf(id), {})
  }))

timTest("the limits hold for what comes out of a change", () =>
  Effect.gen(function*() {
    const { groups, id } = yield* withGroup()
    yield* groups.setAttributes(id, attributes(16))
    yield* refusedWith(ErrorCode.GroupAttrCountExceeded, groups.modifyAttributes(id, { more: "x" }))
    yield* groups.modifyAttributes(id, { key0: "y" })
    yield* groups.setAttributes(id, attributes(4, "x".repeat(4000)))
    yield* refusedWith(ErrorCode.GroupAttrTotalTooLong, groups.modifyAttributes(id, { more: "x" }))
    assert.deepEqual(Object.keys(yield* attributesOf(id)), keys(4))
  }))

timTest("a group takes five attribute writes a second", () =>
  Effect.gen(function*() {
    const { groups, id } = yield* withGroup()
    for (let count = 0; count < 5; count++) yield* groups.setAttributes(id, { count: String(count) })
    const sixth = groups.setAttributes(id, { count: "six" }).pipe(
      Effect.provideService(CurrentCallLimits, { maxAttempts: 1 })
    )
    yield* refusedWith(ErrorCode.GroupAttrRateLimited, sixth)
    assert.deepEqual(yield* attributesOf(id), { count: "4" })
    yield* TestClock.adjust("1 second")
    yield* sixth
    assert.deepEqual(yield* attributesOf(id), { count: "six" })
  }))

timTest("attribute calls about unknown groups are refused", () =>
  Effect.gen(function*() {
    const groups = yield* Groups
    yield* refusedWith(ErrorCode.GroupNotFound, groups.getAttributes("nothing"))
    yield* refusedWith(ErrorCode.GroupNotFound, groups.getAttributesLegacy("nothing"))
    yield* refusedWith(ErrorCode.GroupNotFound, groups.setAttributes("nothing", { colour: "red" }))
    yield* refusedWith(ErrorCode.GroupNotFound, groups.modifyAttributes("nothing", { colour: "red" }))
    yield* refusedWith(ErrorCode.GroupNotFound, groups.deleteAttributes("nothing", ["colour"]))
    yield* refusedWith(ErrorCode.GroupNotFound, groups.clearAttributes("nothing"))
  }))

timTest("counters are set, raised and lowered, also below nothing", () =>
  Effect.gen(function*() {
    const { groups, id } = yield* withGroup()
    const set = yield* groups.updateCounters(id, "Set", { likes: 5, views: 10 })
    assert.deepEqual(set.GroupCounter, [{ Key: "likes", Value: 5 }, { Key: "views", Value: 10 }])
    const raised = yield* groups.updateCounters(id, "Increase", { likes: 2, shares: 1 })
    assert.deepEqual(raised.GroupCounter, [{ Key: "likes", Value: 7 }, { Key: "shares", Value: 1 }])
    const lowered = yield* groups.updateCounters(id, "Decrease", { likes: 10 })
    assert.deepEqual(lowered.GroupCounter, [{ Key: "likes", Value: -3 }])
    const plain = yield* groups.updateCounters({ GroupId: id, GroupCounter: [{ Key: "views", Value: 1 }] })
    assert.deepEqual(plain.GroupCounter, [{ Key: "views", Value: 1 }])
    const { GroupCounter } = yield* groups.getCounters(id, ["views", "unknown", "likes"])
    assert.deepEqual(GroupCounter, [{ Key: "views", Value: 1 }, { Key: "likes", Value: -3 }])
    assert.equal((yield* groups.getCounters(id)).GroupCounter.length, 3)
  }))

timTest("a group has at most 20 counters, and a refused call changes none", () =>
  Effect.gen(function*() {
    const { groups, id } = yield* withGroup()
    const counters = Object.fromEntries(keys(20).map((key) => [key, 1]))
    yield* groups.updateCounters(id, "Set", counters)
    yield* refusedWith(ErrorCode.GroupCounterLimitReached, groups.updateCounters(id, "Increase", { key0: 1, more: 1 }))
    assert.deepEqual((yield* groups.getCounters(id, ["key0", "more"])).GroupCounter, [{ Key: "key0", Value: 1 }])
    yield* notSent("GroupCounter[0].Key", groups.updateCounters(id, "Set", { ["x".repeat(129)]: 1 }))
    yield* notSent("GroupCounter[0].Value", groups.updateCounters(id, "Set", { half: 0.5 }))
    yield* refusedWith(
      ErrorCode.GroupParameterInvalid,
      groups.updateCounters(id, "Increase", { key0: "9223372036854775807" })
    )
  }))

timTest("counters are deleted by key, and all of them only when that is meant", () =>
  Effect.gen(function*() {
    const { groups, id } = yield* withGroup()
    yield* groups.updateCounters(id, "Set", { likes: 1, views: 2, shares: 3 })
    yield* groups.deleteCounters(id, ["likes", "unknown"])
    assert.equal((yield* groups.getCounters(id)).GroupCounter.length, 2)
    yield* notSent("GroupCounterKeys", groups.deleteCounters(id, []))
    yield* notSent("", groups.deleteCounters({ GroupId: id, GroupCounterKeys: undefined }))
    assert.equal((yield* groups.getCounters(id)).GroupCounter.length, 2)
    yield* groups.deleteCounters({ GroupId: id })
    assert.deepEqual((yield* groups.getCounters(id)).GroupCounter, [])
  }))

timTest("communities have no counters", () =>
  Effect.gen(function*() {
    const { groups, id } = yield* withGroup("Community")
    yield* refusedWith(ErrorCode.GroupPermissionDenied, groups.getCounters(id))
    yield* refusedWith(ErrorCode.GroupPermissionDenied, groups.updateCounters(id, "Set", { likes: 1 }))
    yield* refusedWith(ErrorCode.GroupPermissionDenied, groups.deleteCounters(id, ["likes"]))
    yield* refusedWith(ErrorCode.GroupNotFound, groups.getCounters("nothing"))
  }))

timTest("counters need the premium edition", () =>
  Effect.gen(function*() {
    const { groups, id } = yield* withGroup()
    yield* refusedWith(ErrorCode.GroupFeatureNotInPlan, groups.getCounters(id))
    yield* refusedWith(ErrorCode.GroupFeatureNotInPlan, groups.updateCounters(id, "Set", { likes: 1 }))
    yield* refusedWith(ErrorCode.GroupFeatureNotInPlan, groups.deleteCounters(id, ["likes"]))
  }), { edition: "standard" })

timTest("attributes are built step by step, and texts are kept as they are", () =>
  Effect.gen(function*() {
    const { groups, id } = yield* withGroup()
    const template = newAttributes().set("mode", "quiz").set("round", { number: 3 })
    yield* groups.setAttributes(id, template.set("extra", 1).without("extra"))
    yield* groups.modifyAttributes(id, newAttributes().set("mode", "chat"))
    assert.deepEqual(yield* attributesOf(id), { mode: "chat", round: `{"number":3}` })
    assert.deepEqual(template.toJSON(), { mode: "quiz", round: `{"number":3}` })
  }))
