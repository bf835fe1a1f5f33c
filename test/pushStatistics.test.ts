import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import {
  Accounts,
  CurrentRateLimiter,
  CurrentTransport,
  ErrorCode,
  msg,
  Push,
  pushMessage,
  TimClient,
  unlimited
} from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { startSeconds, timTest } from "./support/suite.ts"

const day = 86_400
const news = pushMessage().title("News")

/** Alice is online on the web and was on an iPhone, Bob was on Android; Carol and the administrator have no device. */
const people = Effect.gen(function*() {
  const accounts = yield* Accounts
  const { app } = yield* Emulator
  yield* accounts.importMany(["alice", "bob", "carol"])
  app().accounts.get("alice")?.platforms.set("Web", "Online").set("iPhone", "PushOnline")
  app().accounts.get("bob")?.platforms.set("Android", "PushOnline")
})

/** A client that does not wait for the next second between two calls. */
const unhurried = Effect.map(
  Emulator,
  ({ options: { fetch: _fetch, ...connection }, transport }) =>
    TimClient.layer(connection).pipe(
      Layer.provide(Layer.succeed(CurrentTransport)(transport)),
      Layer.provide(Layer.succeed(CurrentRateLimiter)(unlimited))
    )
)

const counts = (TotalCount: number, SentCount = TotalCount) => ({
  TotalCount,
  SentCount,
  DeliveredCount: SentCount,
  ClickCount: 0
})

const platforms = [
  { EventType: 2, PushPlatform: 0, ...counts(1) },
  { EventType: 1, PushPlatform: 1, ...counts(1) },
  { EventType: 1, PushPlatform: 4, ...counts(1) }
]

timTest("the figures of a push are those of its receivers' devices", () =>
  Effect.gen(function*() {
    const push = yield* Push
    yield* people
    const { TaskId } = yield* push.send(news)
    const { ok } = yield* push.taskStatistics([TaskId], startSeconds, startSeconds + day)
    assert.deepEqual(ok, [{ TaskID: TaskId, ...counts(5, 3), PlatformStatistics: platforms }])
  }))

timTest("all pushes of a span are summed up, and those outside of it are not", () =>
  Effect.gen(function*() {
    const push = yield* Push
    yield* people
    yield* push.send(news)
    yield* TestClock.adjust("1 hours")
    yield* push.send(news)
    const both = yield* push.totalStatistics(startSeconds, startSeconds + day)
    const [total] = both.Results
    assert.deepEqual([both.Results.length, total?.TaskID, total?.TotalCount, total?.SentCount], [1, "", 10, 6])
    assert.equal(both.ErrorInfo, "sucess")
    yield* TestClock.adjust("2 seconds")
    const first = yield* push.totalStatistics({ StartTime: startSeconds, EndTime: startSeconds + 60, TaskID: [] })
    assert.equal(first.Results[0]?.TotalCount, 5)
  }))

timTest("the figures of a stored message grow as it is delivered", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const push = yield* Push
    const { app } = yield* Emulator
    const ids = Array.from({ length: 299 }, (_, index) => `user${index}`)
    yield* accounts.importMany(ids)
    for (const id of ids) app().accounts.get(id)?.platforms.set("Android", "PushOnline")
    const { TaskId } = yield* push.send(pushMessage().body(msg().text("We move")))
    const figures = push.taskStatistics([TaskId], startSeconds, startSeconds + day)
    const read = Effect.map(figures, ({ ok }) => ok[0]?.SentCount)
    assert.equal(yield* read, 199)
    yield* TestClock.adjust("2 seconds")
    assert.equal(yield* read, 299)
  }))

timTest("receivers without a device are lost before sending", () =>
  Effect.gen(function*() {
    const push = yield* Push
    yield* people
    const { TaskId } = yield* push.send(news)
    const loss = [{ ErrCode: "-2", ErrCount: 2, ErrInfo: "token not uploaded" }]
    const expected = {
      ReadyToSendLoss: loss,
      PostSendDeliveredLoss: [],
      PlatformReadyToSendLoss: [{ EventType: 1, PushPlatform: 0, ...loss[0] }],
      PlatformPostSendDeliveredLoss: []
    }
    const { ok } = yield* push.taskLoss([TaskId], startSeconds, startSeconds)
    assert.deepEqual(ok, [{ TaskID: TaskId, ...expected }])
    yield* TestClock.adjust("2 seconds")
    const { Results } = yield* push.totalLoss(startSeconds, startSeconds)
    assert.deepEqual(Results, [{ TaskID: "", ...expected }])
  }))

timTest("figures of more than 5 tasks are read in several calls, each task once", () =>
  Effect.gen(function*() {
    const push = yield* Push
    const tasks: Array<string> = []
    for (let count = 0; count < 7; count++) {
      tasks.push((yield* push.send(news)).TaskId)
      yield* TestClock.adjust("2 seconds")
    }
    const { failed, ok } = yield* Effect.gen(function*() {
      const { taskStatistics } = Push.make(yield* TimClient)
      return yield* taskStatistics([...tasks, "nothing"], startSeconds, startSeconds + day)
    }).pipe(Effect.provide(yield* unhurried))
    assert.deepEqual(ok.map(({ TaskID }) => TaskID), tasks)
    assert.deepEqual(failed, [])
  }))

timTest("a push is traced to each device of a user", () =>
  Effect.gen(function*() {
    const push = yield* Push
    yield* people
    const { TaskId } = yield* push.send(news)
    const { InstanceTrace } = yield* push.traceTask(TaskId, "alice")
    assert.deepEqual(
      InstanceTrace.map(({ EventType, PushPlatform, System }) => [System, EventType, PushPlatform]),
      [["Web", 2, 0], ["APNS", 1, 1]]
    )
    assert.equal(InstanceTrace[0]?.OfflinePushStat, undefined)
    assert.deepEqual(InstanceTrace[1]?.OfflinePushStat?.DeviceStat, {
      PushStatus: 1,
      ErrorCode: 0,
      ErrorInfo: "",
      EventTime: "2023-11-14 22:13:20"
    })
    yield* TestClock.adjust("2 seconds")
    assert.deepEqual((yield* push.traceTask(TaskId, "carol")).InstanceTrace, [])
    yield* TestClock.adjust("8 days")
    assert.deepEqual((yield* push.traceTask(TaskId, "alice")).InstanceTrace, [])
  }))

timTest("figures reach back 30 days and losses 7", () =>
  Effect.gen(function*() {
    const push = yield* Push
    yield* TestClock.adjust("30 days")
    const end = startSeconds + 30 * day
    yield* push.totalStatistics(startSeconds, end)
    yield* push.messageStatistics(startSeconds, end)
    yield* TestClock.adjust("2 seconds")
    yield* refusedWith(ErrorCode.MessageJsonParseError, push.totalStatistics(startSeconds, end))
    yield* refusedWith(ErrorCode.MessageJsonParseError, push.messageStatistics(startSeconds, end))
    yield* refusedWith(ErrorCode.MessageJsonParseError, push.totalLoss(end - 8 * day, end))
    yield* refusedWith(ErrorCode.MessageJsonParseError, push.messageLoss(end - 8 * day, end))
  }))

timTest("messages have no figures, since they are not pushed here", () =>
  Effect.gen(function*() {
    const push = yield* Push
    const figures = yield* push.messageStatistics(startSeconds - day, startSeconds)
    assert.deepEqual([figures.TotalCount, figures.PlatformStatistics], [0, []])
    const loss = yield* push.messageLoss(startSeconds - day, startSeconds)
    assert.deepEqual([loss.ReadyToSendLoss, loss.PostSendDeliveredLoss], [[], []])
    assert.deepEqual((yield* push.traceMessage("144115-1700000000-1")).InstanceTrace, [])
  }))

timTest("spans that end before they begin, and more than 5 tasks a call, are not sent", () =>
  Effect.gen(function*() {
    const push = yield* Push
    const client = yield* TimClient
    yield* notSent("", push.messageStatistics(startSeconds, startSeconds - 1))
    yield* notSent("", push.messageLoss(startSeconds, startSeconds - 1))
    yield* notSent("PushID", push.traceMessage(""))
    yield* notSent("UserID", push.traceTask("task", ""))
    const TaskID = ["1", "2", "3", "4", "5", "6"]
    const body = { StartTime: startSeconds, EndTime: startSeconds, TaskID }
    yield* notSent("TaskID", push.totalLoss(body))
    const ofTasks = ["all_member_push_statistics", "all_member_push_loss", "all_member_push_trace"]
    for (const command of [...ofTasks, "normal_push_trace"]) {
      yield* refusedWith(ErrorCode.MessageJsonParseError, client.call(`v4/timpush/${command}`, body))
    }
  }))
