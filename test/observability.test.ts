import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Tracer from "effect/Tracer"
import { Accounts, CurrentRateLimiter, TimClient, unlimited } from "../mod.ts"
import { accountImport } from "../src/api/accounts/endpoints.ts"
import { layerOn, refusal, scripted, success } from "./support/scripted.ts"
import { inVirtualTime } from "./support/suite.ts"

const path = accountImport.path

/** What a tracer and the metrics see of two calls: one that is renewed and succeeds, one that is refused. */
const observe = Effect.gen(function*() {
  const spans: Array<Tracer.NativeSpan> = []
  const tracer = Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      spans.push(span)
      return span
    }
  })
  const { transport } = scripted(refusal(70001), success(), refusal(70107))
  const metrics = yield* Effect.gen(function*() {
    const client = yield* TimClient
    yield* client.call(accountImport, { UserID: "alice" })
    yield* Effect.exit(client.call(accountImport, { UserID: "alice" }))
    return yield* Metric.snapshot
  }).pipe(
    Effect.provide(layerOn(transport)),
    Effect.provideService(Tracer.Tracer, tracer),
    Effect.provideService(Metric.MetricRegistry, new Map())
  )
  return { spans, metrics }
})

test("each call has one span with endpoint, attempts and outcome", () =>
  inVirtualTime(Effect.map(observe, ({ spans }) => {
    assert.deepEqual(spans.map(({ name }) => name), [`tim ${path}`, `tim ${path}`])
    assert.deepEqual(spans.map(({ attributes }) => Object.fromEntries(attributes)), [
      { "tim.endpoint": path, "tim.sdk_app_id": 1400000000, "tim.attempts": 2, "tim.outcome": "ok" },
      { "tim.endpoint": path, "tim.sdk_app_id": 1400000000, "tim.attempts": 1, "tim.outcome": "70107" }
    ])
    assert.ok(spans.every(({ kind }) => kind === "client"))
  })))

test("calls are counted by endpoint and outcome, and timed", () =>
  inVirtualTime(Effect.map(observe, ({ metrics }) => {
    const calls = metrics.filter(({ id }) => id === "timkit_calls")
    assert.deepEqual(
      calls.map((
        { attributes, state }
      ) => [attributes?.["endpoint"], attributes?.["outcome"], "count" in state ? state.count : undefined]),
      [[path, "ok", 1], [path, "70107", 1]]
    )
    const [attempts] = metrics.filter(({ id }) => id === "timkit_attempts")
    assert.ok(attempts !== undefined && "count" in attempts.state)
    assert.equal(attempts.state.count, 3)
    assert.ok(metrics.some(({ id }) => id === "timkit_call_duration"))
  })))

test("however many codes are answered, only so many are counted one by one", () =>
  inVirtualTime(Effect.gen(function*() {
    const refusals = Array.from({ length: 200 }, (_, at) => refusal(20_000 + at))
    const kick = Effect.flatMap(Accounts, (accounts) => Effect.exit(accounts.kick("alice")))
    const snapshot = yield* Effect.andThen(Effect.replicateEffect(kick, 200, { discard: true }), Metric.snapshot).pipe(
      Effect.provide(layerOn(scripted(...refusals).transport, { limits: { maxAttempts: 1 } })),
      Effect.provideService(CurrentRateLimiter, unlimited),
      Effect.provideService(Metric.MetricRegistry, new Map())
    )
    const calls = snapshot.filter(({ id }) => id === "timkit_calls")
    assert.equal(calls.length, 65)
    const together = calls.find(({ attributes }) => attributes?.["outcome"] === "Refused")
    assert.equal(together !== undefined && "count" in together.state && together.state.count, 200 - 64)
  })))
