import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import { CurrentCallLimits, type TimClientService } from "../mod.ts"
import { accountImport } from "../src/api/accounts/endpoints.ts"
import { success } from "./support/scripted.ts"
import { inAMinute, scriptedTest } from "./support/scriptedTest.ts"

scriptedTest(
  "calls keep to the endpoint's rate in any second",
  [success()],
  (client, { sent }) =>
    Effect.gen(function*() {
      const calls = Array.from({ length: 450 }, (_, index) => client.call(accountImport, { UserID: `u${index}` }))
      yield* inAMinute(Effect.all(calls, { concurrency: "unbounded" })).pipe(
        Effect.provideService(CurrentCallLimits, { deadline: 60_000 })
      )
      const times = sent.map(({ at }) => at).toSorted((a, b) => a - b)
      assert.equal(times.length, 450)
      for (const [index, at] of times.entries()) {
        const earlier = times[index - 200]
        if (earlier !== undefined) assert.ok(at - earlier >= 1_000, `${at - earlier} ms`)
      }
      assert.ok((times.at(-1) ?? 0) - (times[0] ?? 0) < 2_200)
    })
)

/** A path that takes ten calls a second. */
const slowCall = (client: TimClientService) => client.call("v4/openim/not_modelled", {}, { ratePerSecond: 10 })

scriptedTest(
  "calls that are abandoned while they wait give their places to others",
  [success()],
  (client, { sent }) =>
    Effect.gen(function*() {
      const start = yield* Effect.clockWith((clock) => clock.currentTimeMillis)
      const fibers = yield* Effect.forEach(Array.from({ length: 40 }), () => Effect.forkChild(slowCall(client)))
      yield* TestClock.adjust("100 millis")
      assert.equal(sent.length, 10)
      // In any order: the second ten keep their places, those behind them do not.
      yield* Effect.forEach(fibers.slice(20).toReversed(), Fiber.interrupt)
      yield* Effect.forEach(Array.from({ length: 15 }), () => Effect.forkChild(slowCall(client)))
      yield* TestClock.adjust("4 seconds")
      const after = sent.map(({ at }) => at - start)
      const at = (millis: number, count: number) => Array.from({ length: count }, () => millis)
      assert.deepEqual(after, [...at(0, 10), ...at(1_005, 10), ...at(2_010, 10), ...at(3_015, 5)])
    })
)

scriptedTest(
  "a place that was given back and missed is not made up for",
  [success()],
  (client, { sent }) =>
    Effect.gen(function*() {
      const fibers = yield* Effect.forEach(Array.from({ length: 30 }), () => Effect.forkChild(slowCall(client)))
      yield* TestClock.adjust("100 millis")
      yield* Effect.forEach(fibers.slice(10), Fiber.interrupt)
      yield* TestClock.adjust("1900 millis")
      for (let call = 0; call < 30; call++) yield* Effect.forkChild(slowCall(client))
      yield* TestClock.adjust("4 seconds")
      const times = sent.map(({ at }) => at)
      assert.equal(times.length, 40)
      for (const [index, at] of times.entries()) {
        const earlier = times[index - 10]
        if (earlier !== undefined) assert.ok(at - earlier >= 1_000, `${at - earlier} ms`)
      }
    })
)

scriptedTest(
  "with three times the calls that fit, as many are sent as fit",
  [success()],
  (client, { sent }) =>
    Effect.gen(function*() {
      const outcomes: Array<"sent" | "too late"> = []
      for (let tenth = 0; tenth < 200; tenth++) {
        for (let call = 0; call < 3; call++) {
          yield* Effect.forkChild(Effect.matchEager(slowCall(client), {
            onSuccess: () => void outcomes.push("sent"),
            onFailure: () => void outcomes.push("too late")
          }))
        }
        yield* TestClock.adjust("100 millis")
      }
      yield* TestClock.adjust("2 seconds")
      assert.equal(outcomes.length, 600)
      assert.equal(outcomes.filter((outcome) => outcome === "sent").length, sent.length)
      assert.ok(sent.length >= 200, `${sent.length} were sent`)
    }),
  { limits: { deadline: 1_500 } }
)
