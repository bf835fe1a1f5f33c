import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import { Accounts, AllMemberPush, ErrorCode, Push, TimClient } from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { notSent, reasonOf, refusedWith } from "./support/assertions.ts"
import { timTest } from "./support/suite.ts"

const ids = (count: number) => Array.from({ length: count }, (_, index) => `user${index}`)

const tags = (count: number, prefix = "tag") => Array.from({ length: count }, (_, index) => `${prefix}${index}`)

const people = Effect.gen(function*() {
  const accounts = yield* Accounts
  yield* accounts.importMany(["alice", "bob"])
})

const codes = (failed: ReadonlyArray<{ readonly item: string; readonly code: number | undefined }>) =>
  failed.map(({ code, item }) => [item, code])

timTest("attributes are named by number, and read back with their kinds", () =>
  Effect.gen(function*() {
    const push = yield* Push
    yield* push.setAttrNames(["sex", "city"])
    yield* push.setAttrNames({ AttrNames: { 9: "device" }, AttrTypes: { 9: 1 } })
    const { AttrNames, AttrTypes } = yield* push.getAttrNames()
    assert.deepEqual(AttrNames, { 0: "sex", 1: "city", 9: "device" })
    assert.deepEqual(AttrTypes, { 0: 0, 1: 0, 9: 1 })
  }))

timTest("a name that another attribute has, or another kind than before, is refused", () =>
  Effect.gen(function*() {
    const push = yield* Push
    const client = yield* TimClient
    yield* push.setAttrNames(["sex", "city"])
    const reason = yield* reasonOf(push.setAttrNames({ AttrNames: { 2: "city", 3: "new" } }))
    assert.equal(reason._tag === "Refused" ? reason.errorInfo : "", "attrName:city already exists at index:1")
    yield* refusedWith(ErrorCode.PushAttributeInvalid, push.setAttrNames(["same", "same"]))
    yield* refusedWith(
      ErrorCode.PushAttributeInvalid,
      push.setAttrNames({ AttrNames: { 1: "city" }, AttrTypes: { 1: 1 } })
    )
    assert.deepEqual((yield* push.getAttrNames()).AttrNames, { 0: "sex", 1: "city" })
    yield* notSent("AttrNames", push.setAttrNames(tags(11)))
    yield* notSent("AttrNames.0", push.setAttrNames(["x".repeat(51)]))
    yield* notSent("", push.setAttrNames({ AttrNames: { 1: "city" }, AttrTypes: { 2: 0 } }))
    yield* refusedWith(
      ErrorCode.MessageJsonParseError,
      client.call("v4/timpush/set_attr_name", { AttrNames: { x: "city" } })
    )
  }))

timTest("attributes of users are merged, read and removed", () =>
  Effect.gen(function*() {
    const push = yield* Push
    yield* people
    yield* push.setAttrNames(["sex", "city"])
    yield* push.setAttrs(["alice", "bob"], { city: "Paris" })
    yield* push.setAttrs([{ To_Account: "bob", Attrs: { sex: "m" } }])
    assert.deepEqual((yield* push.getAttrs(["alice", "bob"])).ok, [
      { To_Account: "alice", Attrs: { city: "Paris" } },
      { To_Account: "bob", Attrs: { city: "Paris", sex: "m" } }
    ])
    yield* push.removeAttrs(["alice", "bob"], ["city"])
    assert.deepEqual((yield* push.getAttrs(["alice", "bob"])).ok, [
      { To_Account: "alice", Attrs: {} },
      { To_Account: "bob", Attrs: { sex: "m" } }
    ])
  }))

timTest("a renamed attribute keeps its users' values", () =>
  Effect.gen(function*() {
    const push = yield* Push
    yield* people
    yield* push.setAttrNames(["city"])
    yield* push.setAttrs(["alice"], { city: "Paris" })
    yield* push.setAttrNames(["town"])
    assert.deepEqual((yield* push.getAttrs(["alice"])).ok, [{ To_Account: "alice", Attrs: { town: "Paris" } }])
    yield* refusedWith(ErrorCode.PushAttributeInvalid, push.setAttrs(["alice"], { city: "Rome" }))
  }))

timTest(
  "an attribute without a name fails the call, an account that does not exist fails alone",
  () =>
    Effect.gen(function*() {
      const push = yield* Push
      yield* people
      yield* push.setAttrNames(["city"])
      const written = yield* push.setAttrs(["alice", "nobody"], { city: "Paris" })
      assert.deepEqual([written.ok, codes(written.failed)], [["alice"], [["nobody", ErrorCode.AccountNotFound]]])
      const read = yield* push.getAttrs(["nobody", "alice"])
      assert.deepEqual(read.ok, [{ To_Account: "alice", Attrs: { city: "Paris" } }])
      assert.deepEqual(codes(read.failed), [["nobody", ErrorCode.AccountNotFound]])
      const removed = yield* push.removeAttrs(["alice", "nobody"], ["city"])
      assert.deepEqual([removed.ok, codes(removed.failed)], [["alice"], [["nobody", ErrorCode.AccountNotFound]]])
      yield* refusedWith(ErrorCode.PushAttributeInvalid, push.setAttrs(["alice"], { sex: "f" }))
      yield* refusedWith(ErrorCode.PushAttributeInvalid, push.removeAttrs(["alice"], ["sex"]))
    })
)

timTest("an attribute or tag serves UserIDs or RegistrationIDs, not both", () =>
  Effect.gen(function*() {
    const push = yield* Push
    const { app } = yield* Emulator
    yield* people
    app().push.audience.register("device-1")
    yield* push.setAttrNames({ AttrNames: { 0: "city", 1: "model" }, AttrTypes: { 1: 1 } })
    const attrs = yield* push.setAttrs(["device-1", "alice"], { model: "x" })
    assert.deepEqual([attrs.ok, codes(attrs.failed)], [["device-1"], [["alice", ErrorCode.PushAccountTypeConflict]]])
    yield* push.addTags(["alice"], ["a"])
    const added = yield* push.addTags(["device-1", "bob"], ["a"])
    assert.deepEqual([added.ok, codes(added.failed)], [["bob"], [["device-1", ErrorCode.PushAccountTypeConflict]]])
    const { TaskId } = yield* push.send({
      OfflinePushInfo: { Title: "Hi" },
      Condition: { AttrsAnd: { model: "x" } }
    })
    assert.deepEqual(app().push.task(TaskId)?.receivers, ["device-1"])
  }))

timTest("tags are added, replaced, removed and cleared; attributes stay", () =>
  Effect.gen(function*() {
    const push = yield* Push
    yield* people
    const read = Effect.map(push.getTags(["alice", "bob"]), ({ ok }) => ok.map(({ Tags }) => Tags))
    yield* push.setAttrNames(["city"])
    yield* push.setAttrs(["alice"], { city: "Paris" })
    yield* push.addTags(["alice", "bob"], ["a", "b"])
    yield* push.addTags([{ To_Account: "bob", Tags: ["b", "c"] }])
    assert.deepEqual(yield* read, [["a", "b"], ["a", "b", "c"]])
    yield* push.replaceTags(["alice"], tags(100))
    yield* push.removeTags(["bob"], ["a", "never-had"])
    assert.deepEqual(yield* read, [tags(100), ["b", "c"]])
    yield* push.clearTags(["alice", "bob"])
    assert.deepEqual(yield* read, [[], []])
    assert.deepEqual((yield* push.getAttrs(["alice"])).ok, [{ To_Account: "alice", Attrs: { city: "Paris" } }])
  }))

timTest("accounts that do not exist fail alone in every call about tags", () =>
  Effect.gen(function*() {
    const push = yield* Push
    yield* people
    const both = ["alice", "nobody"]
    const results = [
      yield* push.addTags(both, ["a"]),
      yield* push.replaceTags(both, ["a"]),
      yield* push.removeTags(both, ["a"]),
      yield* push.clearTags(both)
    ]
    for (const { failed, ok } of results) {
      assert.deepEqual([ok, codes(failed)], [["alice"], [["nobody", ErrorCode.AccountNotFound]]])
    }
    const { failed, ok } = yield* push.getTags(both)
    assert.deepEqual(ok, [{ To_Account: "alice", Tags: [] }])
    assert.deepEqual(codes(failed), [["nobody", ErrorCode.AccountNotFound]])
  }))

timTest("a user has at most 100 tags, an app 1000", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const push = yield* Push
    yield* accounts.importMany(ids(11))
    yield* push.replaceTags(["user0"], tags(100, "0-"))
    const full = yield* push.addTags(["user0", "user1"], ["one-more"])
    assert.deepEqual([full.ok, codes(full.failed)], [["user1"], [["user0", ErrorCode.PushTagCountExceeded]]])
    yield* push.clearTags(["user1"])
    for (let index = 1; index < 10; index++) yield* push.replaceTags([`user${index}`], tags(100, `${index}-`))
    const many = yield* push.addTags(["user10"], ["the-1001st"])
    assert.deepEqual(codes(many.failed), [["user10", ErrorCode.PushTagCountExceeded]])
    assert.deepEqual((yield* push.addTags(["user10"], ["0-0"])).ok, ["user10"])
  }))

timTest("101 users go in two calls, for writing and for reading", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const push = yield* Push
    const all = ids(101)
    yield* accounts.importMany(all)
    yield* push.setAttrNames(["city"])
    assert.deepEqual(yield* push.setAttrs(all, { city: "Paris" }), { ok: all, failed: [] })
    assert.deepEqual(yield* push.addTags(all, ["a"]), { ok: all, failed: [] })
    const attrs = yield* push.getAttrs(all)
    assert.deepEqual(attrs.ok, all.map((To_Account) => ({ To_Account, Attrs: { city: "Paris" } })))
    const read = yield* push.getTags(all)
    assert.deepEqual(read.ok, all.map((To_Account) => ({ To_Account, Tags: ["a"] })))
    assert.deepEqual((yield* push.clearTags(all)).ok, all)
    assert.deepEqual(yield* push.addTags([], ["a"]), { ok: [], failed: [] })
  }))

timTest("lists that are too long are not sent", () =>
  Effect.gen(function*() {
    const push = yield* Push
    yield* notSent("", push.addTags(["alice"], tags(11)))
    yield* notSent("UserTags[0].Tags", push.replaceTags(["alice"], tags(101)))
    yield* notSent("UserTags[0].Tags", push.removeTags(["alice"], tags(11)))
    yield* notSent("UserTags[0].Tags[0]", push.addTags(["alice"], [""]))
    yield* notSent("UserAttrs[0].Attrs.city", push.setAttrs(["alice"], { city: "x".repeat(51) }))
  }))

const tagged = (Tags: ReadonlyArray<string>) => ({ UserTags: [{ To_Account: "alice", Tags }] })
const withCity = (city: string) => ({ UserAttrs: [{ To_Account: "alice", Attrs: { city } }] })

for (
  const [generation, service, codeOfLongTag] of [
    ["timpush", { tags: "add_tag", untag: "remove_tag", attrs: "set_attr", read: "get_tag" }, 90034],
    ["all_member_push", { tags: "im_add_tag", untag: "im_remove_tag", attrs: "im_set_attr", read: "im_get_tag" }, 90020]
  ] as const
) {
  timTest(`${generation} has a code for each list that is too long`, () =>
    Effect.gen(function*() {
      const client = yield* TimClient
      const call = (command: string, body: object) => client.call(`v4/${generation}/${command}`, body)
      const many = ids(101).map((To_Account) => ({ To_Account, Tags: ["a"], Attrs: { city: "Paris" } }))
      yield* refusedWith(ErrorCode.AccountBatchExceeded, call(service.tags, { UserTags: many }))
      yield* refusedWith(ErrorCode.AccountBatchExceeded, call(service.untag, { UserTags: many }))
      yield* refusedWith(ErrorCode.AccountBatchExceeded, call(service.attrs, { UserAttrs: many }))
      yield* refusedWith(ErrorCode.AccountBatchExceeded, call(service.read, { To_Account: ids(101) }))
      yield* refusedWith(ErrorCode.PushTagCountExceeded, call(service.tags, tagged(tags(11))))
      yield* refusedWith(codeOfLongTag, call(service.tags, tagged(["x".repeat(51)])))
      yield* refusedWith(ErrorCode.PushTagEmpty, call(service.tags, tagged([""])))
      yield* refusedWith(ErrorCode.PushAttributeInvalid, call(service.attrs, withCity("")))
      yield* refusedWith(ErrorCode.PushAttributeInvalid, call(service.attrs, withCity("Paris")))
      yield* refusedWith(ErrorCode.MessageJsonParseError, call(service.read, { To_Account: [] }))
      yield* refusedWith(ErrorCode.MessageJsonParseError, call(service.tags, {}))
    }))
}

timTest("the older generation writes what the newer one reads", () =>
  Effect.gen(function*() {
    const older = yield* AllMemberPush
    const push = yield* Push
    yield* people
    yield* older.setAttrNames(["city", "level"])
    assert.deepEqual((yield* older.getAttrNames()).AttrNames, { 0: "city", 1: "level" })
    assert.deepEqual((yield* older.setAttrs(["alice", "bob"], { city: "Paris", level: "1" })).ok, ["alice", "bob"])
    yield* older.removeAttrs([{ To_Account: "bob", Attrs: ["city"] }])
    assert.deepEqual((yield* push.getAttrs(["alice", "bob"])).ok, [
      { To_Account: "alice", Attrs: { city: "Paris", level: "1" } },
      { To_Account: "bob", Attrs: { level: "1" } }
    ])
    yield* older.addTags(["alice", "bob"], ["a", "b"])
    yield* older.removeTags(["bob"], ["a"])
    assert.deepEqual((yield* push.getTags(["alice", "bob"])).ok, [
      { To_Account: "alice", Tags: ["a", "b"] },
      { To_Account: "bob", Tags: ["b"] }
    ])
    yield* older.clearTags(["alice"])
    assert.deepEqual((yield* older.getTags(["alice", "bob"])).ok, [
      { To_Account: "alice", Tags: [] },
      { To_Account: "bob", Tags: ["b"] }
    ])
  }))

timTest(
  "the older generation answers attributes in an order of its own, and something of unknown users too",
  () =>
    Effect.gen(function*() {
      const older = yield* AllMemberPush
      yield* people
      yield* older.setAttrNames(["city"])
      yield* older.setAttrs(["bob", "nobody"], { city: "Paris" })
      const { failed, ok } = yield* older.getAttrs(["alice", "bob", "nobody"])
      assert.deepEqual(failed, [])
      assert.deepEqual(ok, [
        { To_Account: "bob", Attrs: { city: "Paris" } },
        { To_Account: "alice", Attrs: {} },
        { To_Account: "nobody", Attrs: {} }
      ])
      yield* refusedWith(ErrorCode.PushAttributeInvalid, older.setAttrs(["alice"], { sex: "f" }))
      yield* refusedWith(ErrorCode.PushAttributeInvalid, older.removeAttrs(["alice"], ["sex"]))
      yield* refusedWith(ErrorCode.MessageJsonParseError, older.setAttrNames({ AttrNames: { 5: "city" } }))
    })
)

timTest("the older generation refuses the 101st tag of a user", () =>
  Effect.gen(function*() {
    const older = yield* AllMemberPush
    yield* people
    for (let index = 0; index < 10; index++) yield* older.addTags(["alice"], tags(10, `${index}-`))
    yield* refusedWith(ErrorCode.PushTagCountExceeded, older.addTags(["alice"], ["one-more"]))
    assert.equal((yield* older.getTags(["alice"])).ok[0]?.Tags.length, 100)
  }))
