import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { Accounts, allMemberPush, AllMemberPush, CurrentCallLimits, ErrorCode, msg, Push, pushMessage } from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import type { BodyOf } from "../src/webhook/mod.ts"
import { refusedWith } from "./support/assertions.ts"
import { startSeconds, timTest } from "./support/suite.ts"
import { listening } from "./support/webhooks.ts"

type Bodies = ReadonlyArray<BodyOf<"Push.AllMemberPush">>

const notice = { OfflinePushInfo: { Title: "News" } }

/** Alice is online on the web and was on an iPhone, Bob was on Android; Carol and the administrator have no device. */
const people = Effect.gen(function*() {
  yield* (yield* Accounts).importMany(["alice", "bob", "carol"])
  const { app } = yield* Emulator
  app().accounts.get("alice")?.platforms.set("Web", "Online").set("iPhone", "PushOnline")
  app().accounts.get("bob")?.platforms.set("Android", "PushOnline")
  return yield* Push
})

const eventsOf = (bodies: Bodies) => bodies.flatMap(({ Events }) => Events)

/** Who was pushed to, how, how far it came, and with which code. */
const ways = (bodies: Bodies) =>
  eventsOf(bodies).map((
    { ErrCode, EventType, PushPlatform, PushStage, To_Account }
  ) => [To_Account, EventType, PushPlatform, PushStage, ErrCode])

const all = [
  ["administrator", 1, 0, 1, -2],
  ["alice", 2, 0, 1, 0],
  ["alice", 2, 0, 2, 0],
  ["alice", 1, 1, 1, 0],
  ["alice", 1, 1, 2, 0],
  ["bob", 1, 4, 1, 0],
  ["bob", 1, 4, 2, 0],
  ["carol", 1, 0, 1, -2]
]

timTest("of a push to all it is told what became of it at each device, and who has none", () =>
  Effect.gen(function*() {
    const push = yield* people
    const { told } = yield* listening({})
    const { TaskId } = yield* push.send({ ...notice, MsgRandom: 7, DataId: "news-1" })
    const bodies = yield* told("Push.AllMemberPush")
    assert.deepEqual(bodies.map(Object.keys), [["Events"]])
    assert.deepEqual(ways(bodies), all)
    assert.deepEqual(eventsOf(bodies)[1], {
      CallbackCommand: "Push.AllMemberPush",
      TaskId,
      DataId: "news-1",
      TaskTime: startSeconds,
      EventTime: startSeconds,
      To_Account: "alice",
      EventType: 2,
      PushPlatform: 0,
      DeviceType: 0,
      PushStage: 1,
      ErrCode: 0,
      ErrInfo: "OK"
    })
    assert.equal(eventsOf(bodies)[0]?.ErrInfo, "token not uploaded")
  }))

timTest("a push that is repeated or comes too soon is not told", () =>
  Effect.gen(function*() {
    const push = yield* people
    const { told } = yield* listening({})
    const body = { ...notice, MsgRandom: 7 }
    yield* push.send(body)
    yield* push.send(body)
    const tooSoon = Effect.provideService(push.send({ ...body, MsgRandom: 8 }), CurrentCallLimits, { maxAttempts: 1 })
    yield* refusedWith(ErrorCode.PushTooFrequent, tooSoon)
    assert.equal((yield* told("Push.AllMemberPush")).length, 1)
    yield* TestClock.adjust("2 seconds")
    yield* push.send(body)
    assert.equal((yield* told("Push.AllMemberPush")).length, 1)
  }))

timTest("a push to listed users is told for those who exist", () =>
  Effect.gen(function*() {
    const push = yield* people
    const { told } = yield* listening({})
    const body = { From_Account: "administrator", To_Account: ["bob", "nobody"], MsgRandom: 7, ...notice }
    const { TaskId } = yield* push.sendBatch(body)
    yield* push.sendBatch(body)
    const bodies = yield* told("Push.AllMemberPush")
    assert.deepEqual(ways(bodies), [["bob", 1, 4, 1, 0], ["bob", 1, 4, 2, 0]])
    assert.deepEqual(eventsOf(bodies).map((event) => event.TaskId), [TaskId, TaskId])
  }))

timTest("a push for users who are online says nothing of the others", () =>
  Effect.gen(function*() {
    yield* people
    const { told } = yield* listening({})
    const older = yield* AllMemberPush
    yield* older.send(allMemberPush(msg().text("hi")))
    const bodies = yield* told("Push.AllMemberPush")
    assert.deepEqual(ways(bodies), [["alice", 2, 0, 1, 0], ["alice", 2, 0, 2, 0]])
    yield* TestClock.adjust("2 seconds")
    yield* older.send(allMemberPush(msg().text("hi")).msgLifeTime(60))
    assert.deepEqual(ways((yield* told("Push.AllMemberPush")).slice(bodies.length)), all)
  }))

const manyOnAndroid = Effect.fnUntraced(function*(count: number) {
  const ids = Array.from({ length: count }, (_, index) => `user${index}`)
  yield* (yield* Accounts).importMany(ids)
  const { app } = yield* Emulator
  for (const id of ids) app().accounts.get(id)?.platforms.set("Android", "PushOnline")
  return yield* Push
})

timTest("a webhook has at most 100 events", () =>
  Effect.gen(function*() {
    const push = yield* manyOnAndroid(120)
    const { told } = yield* listening({})
    yield* push.send(notice)
    const bodies = yield* told("Push.AllMemberPush")
    assert.deepEqual(bodies.map(({ Events }) => Events.length).toSorted((one, other) => one - other), [41, 100, 100])
  }))

timTest("a stored message is told as it is delivered, with the second in which it came", () =>
  Effect.gen(function*() {
    const push = yield* manyOnAndroid(299)
    const { told } = yield* listening({})
    const { TaskId } = yield* push.send(pushMessage().body(msg().text("We move")))
    const receivers = Effect.map(told("Push.AllMemberPush"), (bodies) =>
      eventsOf(bodies).filter(({ PushStage }) =>
        PushStage === 1
      ).map(({ EventTime }) => EventTime - startSeconds))
    const seconds = (first: number, second: number) => [...Array(first).fill(0), ...Array(second).fill(1)]
    assert.deepEqual((yield* receivers).toSorted(), seconds(200, 0))
    yield* TestClock.adjust("2 seconds")
    // Nothing but the time has to pass: the next call of all tells, even one that is refused.
    yield* refusedWith(ErrorCode.MessageJsonParseError, push.revoke("no task"))
    assert.deepEqual((yield* receivers).toSorted(), seconds(200, 100))
    yield* push.revoke(TaskId)
    yield* TestClock.adjust("2 seconds")
    yield* push.getAttrNames()
    assert.equal((yield* receivers).length, 300)
  }))

timTest("of a push that is taken back it is told who got it until then", () =>
  Effect.gen(function*() {
    const push = yield* manyOnAndroid(299)
    const { told, webhooks } = yield* listening({})
    const { TaskId } = yield* push.send(pushMessage().body(msg().text("We move")))
    yield* push.revoke(TaskId)
    // A webhook that is under way would count as not answered once the clock is moved.
    yield* webhooks.settled
    yield* TestClock.adjust("5 seconds")
    yield* push.getAttrNames()
    const users = new Set(eventsOf(yield* told("Push.AllMemberPush")).map(({ To_Account }) => To_Account))
    assert.equal(users.size, 200)
  }))
