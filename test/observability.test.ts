import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Metric from "effect/Metric"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import {
  Accounts,
  callTelemetry,
  connect,
  type ConnectOptions,
  connectWith,
  CurrentRateLimiter,
  TimClient,
  unlimited
} from "../mod.ts"
import { accountImport } from "../src/api/accounts/endpoints.ts"
import { emulator } from "../src/emulator/mod.ts"
import { layerOn, refusal, scripted, success } from "./support/scripted.ts"
import { keepSpans } from "./support/spans.ts"
import { inVirtualTime } from "./support/suite.ts"

const path = accountImport.path

/** What a tracer and the metrics see of two calls: one that is renewed and succeeds, one that is refused. */
const observe = Effect.gen(function*() {
  const { spans, tracer } = keepSpans()
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

const common = {
  "rpc.system.name": "tim",
  "server.address": "tim.example",
  "server.port": 443,
  "tim.sdk_app_id": 1400000000
}

test("each call has one span, which tells what is called, how often it was sent again and how it failed", () =>
  inVirtualTime(Effect.map(observe, ({ spans }) => {
    assert.deepEqual(spans.map(({ name }) => name), [path, path])
    assert.deepEqual(spans.map(({ attributes }) => Object.fromEntries(attributes)), [
      { ...common, "rpc.method": path, "http.request.resend_count": 1 },
      { ...common, "rpc.method": path, "error.type": "70107" }
    ])
    assert.ok(spans.every(({ kind }) => kind === "client"))
  })))

test("a request that is not sent has a span that says so, and counts as no call", () =>
  inVirtualTime(Effect.gen(function*() {
    const { spans, tracer } = keepSpans()
    const snapshot = yield* Effect.flatMap(
      TimClient,
      (client) => Effect.exit(client.call(accountImport, { UserID: "" }))
    )
      .pipe(
        Effect.andThen(Metric.snapshot),
        Effect.provide(layerOn(scripted(success()).transport)),
        Effect.provideService(Tracer.Tracer, tracer),
        Effect.provideService(Metric.MetricRegistry, new Map())
      )
    assert.deepEqual(spans.map(({ attributes }) => attributes.get("error.type")), ["RequestInvalid"])
    assert.deepEqual(snapshot, [])
  })))

test("calls are timed by method and failure in seconds, and requests are counted", () =>
  inVirtualTime(Effect.map(observe, ({ metrics }) => {
    const seen = metrics.map((
      { attributes, id, state }
    ) => [id, attributes, "count" in state ? state.count : undefined])
    const method = { "rpc.system.name": "tim", "rpc.method": path }
    assert.deepEqual(seen, [
      ["rpc.client.call.duration", { ...method, unit: "s" }, 1],
      ["timkit.client.requests", { ...method, unit: "{request}" }, 3],
      ["rpc.client.call.duration", { ...method, unit: "s", "error.type": "70107" }, 1]
    ])
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
    const calls = snapshot.filter(({ id }) => id === "rpc.client.call.duration")
    assert.equal(calls.length, 65)
    const together = calls.find(({ attributes }) => attributes?.["error.type"] === "_OTHER")
    assert.equal(together !== undefined && "count" in together.state && together.state.count, 200 - 64)
  })))

test("a call that is tried again says so in the log, on level Debug", () =>
  inVirtualTime(Effect.gen(function*() {
    const lines: Array<string> = []
    const logger = Logger.make(({ logLevel, message }) => {
      lines.push(`${logLevel} ${String(message)}`)
    })
    const kick = Effect.flatMap(Accounts, (accounts) => accounts.kick("alice"))
    yield* kick.pipe(
      Effect.provide(layerOn(scripted(refusal(60008), success()).transport, { limits: { backoff: 0, maxBackoff: 0 } })),
      Effect.provide(Logger.layer([logger])),
      Effect.provideService(References.MinimumLogLevel, "Debug")
    )
    assert.equal(lines.length, 1)
    assert.match(lines[0] ?? "", /^Debug timkit: trying v4\/im_open_login_svc\/kick again in \d+ ms.*60008/)
  })))

for (
  const [name, connected] of Object.entries({
    "a connection": connect,
    "a connection of single services": (options: ConnectOptions) => connectWith({ accounts: Accounts }, options)
  })
) {
  test(`${name} takes note of its calls when it is given the layer for that, and else does not`, async () => {
    for (const layer of [callTelemetry, Layer.empty]) {
      const isTold = layer === callTelemetry
      const registry = new Map<string, { readonly id: string }>()
      const { spans, tracer } = keepSpans()
      const withBoth = Layer.mergeAll(
        layer,
        Layer.succeed(Metric.MetricRegistry)(registry as never),
        Layer.succeed(Tracer.Tracer)(tracer)
      )
      await using tim = await connected({ ...emulator().options, layer: withBoth })
      await tim.accounts.import("alice")
      const ids = [...registry.values()].map(({ id }) => id).toSorted()
      assert.deepEqual(ids, isTold ? ["rpc.client.call.duration", "timkit.client.requests"] : [])
      assert.deepEqual(spans.filter(({ kind }) => kind === "client").map(({ name }) => name), isTold ? [path] : [])
    }
  })

  test(`${name} counts its calls without a tracer, too`, async () => {
    const registry = new Map<string, { readonly id: string; readonly attributes: object }>()
    const layer = Layer.merge(callTelemetry, Layer.succeed(Metric.MetricRegistry)(registry as never))
    await using tim = await connected({ ...emulator().options, layer })
    await tim.accounts.import("alice")
    await assert.rejects(tim.accounts.import(""))
    await assert.rejects(tim.accounts.kick("nobody"))
    const durations = [...registry.values()].filter(({ id }) => id === "rpc.client.call.duration")
    const errorTypes = durations.map(({ attributes }) => (attributes as { "error.type"?: string })["error.type"])
    // What is not valid is not sent, and not counted.
    assert.deepEqual(errorTypes, [undefined, "70107"])
  })
}
