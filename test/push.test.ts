import assert from "node:assert/strict"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import {
  Accounts,
  allMemberPush,
  AllMemberPush,
  CurrentCallLimits,
  ErrorCode,
  msg,
  Push,
  pushCondition,
  pushMessage,
  TimClient
} from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { timTest } from "./support/suite.ts"

const path = "v4/timpush/push"
const olderPath = "v4/all_member_push/im_push"
const text = (Text: string) => [{ MsgType: "TIMTextElem", MsgContent: { Text } }]
const news = pushMessage().title("News").desc("Read it first")

/** A call that is made once, whatever the service says. */
const once = Effect.provideService(CurrentCallLimits, { maxAttempts: 1 })

/** Past the interval between two pushes. */
const pause = TestClock.adjust("2 seconds")

const people = Effect.gen(function*() {
  const accounts = yield* Accounts
  yield* accounts.importMany(["alice", "bob", "carol", "dave"])
})

/** Who got a push. */
const receiversOf = (taskId: string) => Effect.map(Emulator, ({ app }) => app().push.task(taskId)?.receivers)

timTest("a push without a condition goes to every account", () =>
  Effect.gen(function*() {
    const push = yield* Push
    yield* people
    const { TaskId } = yield* push.send(news)
    assert.deepEqual(yield* receiversOf(TaskId), ["administrator", "alice", "bob", "carol", "dave"])
    assert.match(TaskId, /^6553f100_[0-9a-f]+_20000[0-9a-f]{10}_[0-9a-f]+_1$/)
  }))

timTest("conditions over tags name who has any, all, and not all of them", () =>
  Effect.gen(function*() {
    const push = yield* Push
    yield* people
    yield* push.addTags([
      { To_Account: "alice", Tags: ["a", "x"] },
      { To_Account: "bob", Tags: ["b", "x", "y"] },
      { To_Account: "carol", Tags: ["a", "b"] },
      { To_Account: "dave", Tags: ["x", "y"] }
    ])
    const cases = [
      [pushCondition().anyTag("a", "b"), ["alice", "carol", "bob"]],
      [pushCondition().allTags("a", "b"), ["carol"]],
      [pushCondition().anyTag("a", "b").allTags("x"), ["alice", "bob"]],
      [pushCondition().anyTag("a", "b").notAllTags("x", "y"), ["alice", "carol"]],
      [pushCondition().notAllTags("x"), ["administrator", "carol"]],
      [pushCondition().anyTag("nobody-has-it"), []]
    ] as const
    for (const [condition, expected] of cases) {
      const { TaskId } = yield* push.send(news.where(condition))
      assert.deepEqual(yield* receiversOf(TaskId), expected, JSON.stringify(condition))
      yield* pause
    }
  }))

timTest("conditions over attributes name who has any or all of the values", () =>
  Effect.gen(function*() {
    const push = yield* Push
    yield* people
    yield* push.setAttrNames(["city", "level"])
    yield* push.setAttrs([
      { To_Account: "alice", Attrs: { city: "Paris", level: "1" } },
      { To_Account: "bob", Attrs: { city: "Paris", level: "2" } },
      { To_Account: "carol", Attrs: { level: "2" } }
    ])
    const cases = [
      [pushCondition().anyAttr({ city: "Paris", level: "2" }), ["alice", "bob", "carol"]],
      [pushCondition().allAttrs({ city: "Paris", level: "2" }), ["bob"]],
      [pushCondition().anyAttr({ city: "Paris" }).allAttrs({ level: "1" }), ["alice"]],
      [pushCondition().anyAttr({ city: "Rome" }), []]
    ] as const
    for (const [condition, expected] of cases) {
      const { TaskId } = yield* push.send(news.where(condition))
      assert.deepEqual(yield* receiversOf(TaskId), expected, JSON.stringify(condition))
      yield* pause
    }
  }))

timTest(
  "an account that was deleted is not pushed to, and its tags do not come back with its name",
  () =>
    Effect.gen(function*() {
      const accounts = yield* Accounts
      const push = yield* Push
      yield* people
      yield* push.addTags(["alice", "bob"], ["a"])
      yield* accounts.delete(["alice"])
      const first = yield* push.send(news.where(pushCondition().anyTag("a")))
      assert.deepEqual(yield* receiversOf(first.TaskId), ["bob"])
      yield* TestClock.adjust("91 days")
      yield* accounts.import("alice")
      const second = yield* push.send(news.where(pushCondition().anyTag("a")))
      assert.deepEqual(yield* receiversOf(second.TaskId), ["bob"])
      assert.deepEqual((yield* push.getTags(["alice"])).ok, [{ To_Account: "alice", Tags: [] }])
    })
)

timTest("a condition that names nobody, mixes kinds or repeats a tag is not sent", () =>
  Effect.gen(function*() {
    const push = yield* Push
    const send = (Condition: object) => push.send({ OfflinePushInfo: { Title: "News" }, Condition })
    yield* notSent("Condition", send({}))
    yield* notSent("Condition", send({ AttrsOr: {} }))
    yield* notSent("Condition", send({ Undocumented: null }))
    yield* notSent("Condition", send({ TagsOr: ["a"], AttrsOr: { city: "Paris" } }))
    yield* notSent("Condition", send({ TagsOr: ["a", "b"], TagsAnd: ["b"] }))
    yield* notSent("Condition.TagsOr", send({ TagsOr: [] }))
    yield* notSent("Condition.TagsOr[0]", send({ TagsOr: ["é".repeat(26)] }))
    yield* notSent("Condition.AttrsOr.city", send({ AttrsOr: { city: "" } }))
    yield* notSent("DataId", push.send(news.dataId("x".repeat(65))))
    yield* notSent("", push.send({}))
  }))

timTest("a field of a condition that is not documented may hold anything", () =>
  Effect.gen(function*() {
    const { app, calls } = yield* Emulator
    const push = yield* Push
    const body = { MsgRandom: 1, OfflinePushInfo: { Title: "News" }, Condition: { Undocumented: null, TagsOr: ["a"] } }
    const { code } = yield* calls.callAs({ app: app(), identifier: "administrator" }, path, body)
    assert.equal(code, 0)
    yield* pause
    yield* push.send(body)
  }))

timTest("the service has a code for each thing that is wrong with a push", () =>
  Effect.gen(function*() {
    const client = yield* TimClient
    const OfflinePushInfo = { Title: "News" }
    const call = (body: object) => once(client.call(path, { MsgRandom: 1, OfflinePushInfo, ...body }))
    const where = (Condition: object) => call({ Condition })
    const eleven = Array.from({ length: 11 }, (_, index) => `tag${index}`)
    yield* refusedWith(ErrorCode.PushConditionConflict, where({ TagsOr: ["a"], AttrsAnd: { city: "Paris" } }))
    yield* refusedWith(ErrorCode.PushTagEmpty, where({ TagsAnd: [""] }))
    yield* refusedWith(ErrorCode.PushTagTooLong, where({ TagsNot: ["x".repeat(51)] }))
    yield* refusedWith(ErrorCode.PushTagCountExceeded, where({ TagsOr: eleven }))
    yield* refusedWith(ErrorCode.PushConditionTagsRepeated, where({ TagsOr: ["a"], TagsAnd: ["a"] }))
    yield* refusedWith(ErrorCode.PushAttributeInvalid, where({ AttrsOr: { city: "x".repeat(51) } }))
    yield* refusedWith(ErrorCode.PushAttributeInvalid, where({ AttrsOr: { city: "Paris" } }))
    yield* refusedWith(ErrorCode.MessageJsonParseError, where({ TagsOr: "a" }))
    yield* refusedWith(ErrorCode.MsgRandomInvalid, call({ MsgRandom: "1" }))
    yield* refusedWith(ErrorCode.MsgBodyNotArray, call({ MsgBody: "hi" }))
    yield* refusedWith(ErrorCode.MsgBodyInvalid, call({ OfflinePushInfo: undefined }))
    yield* refusedWith(ErrorCode.OfflinePushInfoInvalid, call({ OfflinePushInfo: "hi" }))
    yield* refusedWith(ErrorCode.BatchSendRateLimited, call({ DataId: "x".repeat(65) }))
  }))

timTest("the same MsgRandom is the same task for 7 days, and pushes nothing again", () =>
  Effect.gen(function*() {
    const push = yield* Push
    const { app } = yield* Emulator
    const again = news.msgRandom(7)
    const first = yield* push.send(again)
    yield* TestClock.adjust("6 days")
    const second = yield* push.send(again)
    assert.equal(second.TaskId, first.TaskId)
    assert.equal([...app().push.tasks()].length, 1)
    yield* TestClock.adjust("1 days")
    const third = yield* push.send(again)
    assert.notEqual(third.TaskId, first.TaskId)
  }))

timTest("pushes of either generation that are not more than a second apart are refused", () =>
  Effect.gen(function*() {
    const client = yield* TimClient
    const raw = (MsgRandom: number) =>
      once(client.call(path, { MsgRandom, OfflinePushInfo: { Title: "News" } }, { ratePerSecond: 200 }))
    yield* raw(1)
    yield* TestClock.adjust("1 seconds")
    yield* refusedWith(ErrorCode.PushTooFrequent, raw(2))
    yield* TestClock.adjust("1 millis")
    yield* raw(2)
    yield* refusedWith(ErrorCode.PushTooFrequent, once(client.call(olderPath, { MsgRandom: 3, MsgBody: text("hi") })))
  }))

timTest("a push right after another is refused, a second later it is not", () =>
  Effect.gen(function*() {
    const push = yield* Push
    const { app } = yield* Emulator
    yield* push.send(news)
    yield* refusedWith(ErrorCode.PushTooFrequent, push.send(news)).pipe(
      Effect.provideService(CurrentCallLimits, { maxAttempts: 1 })
    )
    yield* pause
    yield* push.send(news)
    assert.equal([...app().push.tasks()].length, 2)
  }))

timTest("100 pushes are granted a day, over both generations", () =>
  Effect.gen(function*() {
    const push = yield* Push
    const older = yield* AllMemberPush
    for (let count = 0; count < 99; count++) {
      yield* push.send(news)
      yield* pause
    }
    yield* older.send(allMemberPush(msg().text("hi")))
    yield* pause
    yield* refusedWith(ErrorCode.PushDailyQuotaExceeded, push.send(news))
    yield* TestClock.adjust("1 days")
    yield* push.send(news)
  }))

timTest("the trial edition has 10 pushes a day, and not the older generation", () =>
  Effect.gen(function*() {
    const push = yield* Push
    const older = yield* AllMemberPush
    for (let count = 0; count < 10; count++) {
      yield* push.send(news)
      yield* pause
    }
    yield* refusedWith(ErrorCode.PushDailyQuotaExceeded, push.send(news))
    yield* refusedWith(ErrorCode.PushNotEnabled, older.send(allMemberPush(msg().text("hi"))))
  }), { edition: "trial" })

timTest("with PushFlag 1 a notification reaches only who is online", () =>
  Effect.gen(function*() {
    const push = yield* Push
    const { app } = yield* Emulator
    yield* people
    app().accounts.get("alice")?.platforms.set("Web", "Online")
    app().accounts.get("bob")?.platforms.set("Android", "PushOnline")
    const { TaskId } = yield* push.send(news.offlinePush((push) => push.off()))
    assert.deepEqual(yield* receiversOf(TaskId), ["alice"])
  }))

timTest("a stored message reaches 200 users a second until it is revoked", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const push = yield* Push
    const { app } = yield* Emulator
    yield* accounts.importMany(Array.from({ length: 999 }, (_, index) => `user${index}`))
    const { TaskId } = yield* push.send(pushMessage().body(msg().text("We move")))
    const reached = Effect.map(Clock.currentTimeMillis, (now) => app().push.task(TaskId)?.deliveredTo(now).length)
    assert.equal(yield* reached, 200)
    yield* TestClock.adjust("2 seconds")
    assert.equal(yield* reached, 600)
    yield* push.revoke(TaskId)
    yield* TestClock.adjust("1 minutes")
    assert.equal(yield* reached, 600)
  }))

timTest("a revoked notification is replaced, which needs a replacement, within 24 hours", () =>
  Effect.gen(function*() {
    const push = yield* Push
    const { app } = yield* Emulator
    const { TaskId } = yield* push.send(news)
    yield* refusedWith(ErrorCode.MessageJsonParseError, push.revoke(TaskId))
    yield* pause
    yield* push.revoke(TaskId, { Title: "Sorry" })
    assert.deepEqual(app().push.task(TaskId)?.revoked?.replacement, { Title: "Sorry" })
    yield* TestClock.adjust("1 days")
    yield* refusedWith(ErrorCode.MessageJsonParseError, push.revoke(TaskId, { Title: "Sorry" }))
    yield* pause
    yield* refusedWith(ErrorCode.MessageJsonParseError, push.revoke("nothing", { Title: "Sorry" }))
    yield* notSent("TaskId", push.revoke(""))
  }))

timTest("a push to listed users tells who does not exist, 500 a call and task", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const push = yield* Push
    const { app } = yield* Emulator
    const ids = Array.from({ length: 600 }, (_, index) => `user${index}`)
    yield* accounts.importMany(ids)
    const to = [...ids, "nobody"]
    const { failed, ok } = yield* push.sendTo(to, "administrator", { Title: "Hi" }, { MsgRandom: 2 ** 32 - 1 })
    assert.deepEqual(failed.map(({ code, item }) => [item, code]), [["nobody", ErrorCode.AccountNotFound]])
    assert.deepEqual(ok.map(({ To_Account }) => To_Account), ids)
    const tasks = [...new Set(ok.map(({ TaskId }) => TaskId))]
    assert.equal(tasks.length, 2)
    assert.match(tasks[0] ?? "", /^batch_/)
    assert.deepEqual(tasks.map((id) => app().push.task(id)?.receivers.length), [500, 100])
  }))

timTest("a push to nobody makes no call, and one to 501 in one call is not sent", () =>
  Effect.gen(function*() {
    const push = yield* Push
    const client = yield* TimClient
    assert.deepEqual(yield* push.sendTo([], "administrator", { Title: "Hi" }), { ok: [], failed: [] })
    const To_Account = Array.from({ length: 501 }, (_, index) => `user${index}`)
    const body = { From_Account: "administrator", To_Account, OfflinePushInfo: { Title: "Hi" } }
    yield* notSent("To_Account", push.sendBatch(body))
    const raw = (change: object) => client.call("v4/timpush/batch", { ...body, ...change })
    yield* refusedWith(ErrorCode.MessageJsonParseError, raw({ MsgRandom: 1 }))
    yield* refusedWith(ErrorCode.MessageJsonParseError, raw({ To_Account: ["bob"] }))
  }))

timTest("the same MsgRandom for listed users is dropped within a second only", () =>
  Effect.gen(function*() {
    const push = yield* Push
    yield* people
    const hi = news.from("alice").msgRandom(7).to(["bob", "nobody"])
    const first = yield* push.sendBatch(hi)
    const second = yield* push.sendBatch(hi)
    assert.equal(second.TaskId, first.TaskId)
    assert.deepEqual(second.ErrorList, first.ErrorList)
    yield* TestClock.adjust("1 seconds")
    const third = yield* push.sendBatch(hi)
    assert.notEqual(third.TaskId, first.TaskId)
  }))

timTest("an edition's calls for listed users a second are counted", () =>
  Effect.gen(function*() {
    const push = yield* Push
    yield* people
    const hi = news.from("alice").to(["bob"])
    for (let count = 0; count < 10; count++) yield* push.sendBatch(hi)
    yield* refusedWith(ErrorCode.RestApiRateLimited, once(push.sendBatch(hi)))
    yield* TestClock.adjust("1 seconds")
    yield* push.sendBatch(hi)
  }), { edition: "trial" })

timTest("the older generation reaches who is online, and with a lifetime everybody", () =>
  Effect.gen(function*() {
    const older = yield* AllMemberPush
    const { app } = yield* Emulator
    yield* people
    app().accounts.get("alice")?.platforms.set("Web", "Online")
    yield* older.addTags(["alice", "bob"], ["a"])
    const hi = allMemberPush(msg().text("hi")).where(pushCondition().anyTag("a"))
    const online = yield* older.send(hi)
    assert.deepEqual(yield* receiversOf(online.TaskId), ["alice"])
    assert.match(online.TaskId, /^1400000000_144115\d{12}_\d+_1$/)
    yield* pause
    const all = yield* older.send(hi.msgLifeTime(60))
    assert.deepEqual(yield* receiversOf(all.TaskId), ["alice", "bob"])
  }))

timTest("the older generation has its refusals, and cannot be revoked", () =>
  Effect.gen(function*() {
    const older = yield* AllMemberPush
    const push = yield* Push
    const client = yield* TimClient
    const call = (body: object) => once(client.call(olderPath, { MsgRandom: 1, MsgBody: text("hi"), ...body }))
    yield* refusedWith(ErrorCode.MsgLifeTimeTooLarge, call({ MsgLifeTime: 604_801 }))
    yield* refusedWith(ErrorCode.MsgRandomInvalid, call({ MsgRandom: null }))
    yield* refusedWith(ErrorCode.MsgBodyNotArray, call({ MsgBody: {} }))
    yield* refusedWith(ErrorCode.PushConditionConflict, call({ Condition: { TagsOr: ["a"], AttrsOr: { b: "c" } } }))
    yield* refusedWith(ErrorCode.MessageJsonParseError, call({ Condition: { TagsNot: ["a"] } }))
    yield* notSent("MsgLifeTime", older.send(allMemberPush(msg().text("hi")).msgLifeTime(604_801)))
    const { TaskId } = yield* older.send(allMemberPush(msg().text("hi")))
    yield* refusedWith(ErrorCode.MessageJsonParseError, push.revoke(TaskId, { Title: "Sorry" }))
  }))
