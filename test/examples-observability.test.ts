import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import { callTelemetry, connect } from "../mod.ts"
import { welcome } from "../examples/observability/backend.ts"
import { telemetry } from "../examples/observability/telemetry.ts"
import { Emulator, emulator } from "../src/emulator/mod.ts"
import { Collector } from "./support/collector.ts"

const collectorUrl = "http://collector.example:4318"

/** The example's layer, with a collector in this process, and metrics of its own. */
const observed = (collector: Collector) =>
  telemetry("shop", collectorUrl).pipe(
    Layer.provide(collector.layer),
    Layer.provideMerge(Layer.sync(Metric.MetricRegistry, () => new Map()))
  )

const common = (sdkAppId: number) => ({
  "rpc.system.name": "tim",
  "server.address": "127.0.0.1",
  "server.port": 80,
  "tim.sdk_app_id": sdkAppId
})

test("a backend's calls are exported within its own spans", async () => {
  const collector = new Collector()
  const sdkAppId = 1400000001
  await Effect.runPromise(
    welcome("alice").pipe(Effect.provide(Layer.merge(Emulator.layer({ sdkAppId }), observed(collector))))
  )
  const spans = collector.spans()
  const [own] = spans.filter(({ name }) => name === "welcome")
  const calls = spans.filter(({ name }) => name !== "welcome")
  assert.deepEqual(
    calls.map((
      { attributes, kind, name, parentSpanId, status }
    ) => [name, kind, parentSpanId, status.code, attributes]),
    ["v4/im_open_login_svc/account_import", "v4/openim/sendmsg"].map((
      path
    ) => [path, 3, own?.spanId, 1, { ...common(sdkAppId), "rpc.method": path }])
  )
  assert.deepEqual([...collector.services()], ["shop"])
  assert.ok(collector.requests.some(({ path, text }) => path === "/v1/logs" && text.includes("welcomed")))
})

test("a connection's calls are exported when it is closed: spans with their failures, and metrics", async () => {
  const collector = new Collector()
  const service = emulator()
  const { sdkAppId, secretKey } = service.options
  const tim = await connect({ ...service.options, layer: Layer.merge(callTelemetry, observed(collector)) })
  await tim.accounts.import("alice")
  await assert.rejects(tim.accounts.kick("nobody"))
  await tim.close()

  const [kick] = collector.spans().filter(({ name }) => name === "v4/im_open_login_svc/kick")
  assert.equal(kick?.status.code, 2)
  assert.deepEqual(kick?.attributes, {
    ...common(sdkAppId),
    "rpc.method": "v4/im_open_login_svc/kick",
    "error.type": "70107"
  })
  const [duration, requests] = ["rpc.client.call.duration", "timkit.client.requests"].map((wanted) =>
    collector.metrics().find(({ name }) => name === wanted)
  )
  assert.equal(duration?.unit, "s")
  assert.deepEqual(duration?.points[0]?.explicitBounds?.slice(0, 3), [0.005, 0.01, 0.025])
  assert.deepEqual(
    duration?.points.map(({ attributes, count }) => [attributes["rpc.method"], attributes["error.type"], count]),
    [["v4/im_open_login_svc/account_import", undefined, 1], ["v4/im_open_login_svc/kick", "70107", 1]]
  )
  assert.equal(requests?.unit, "{request}")
  assert.deepEqual(requests?.points.map(({ asDouble }) => asDouble), [1, 1])

  const all = collector.requests.map(({ text }) => text).join("\n")
  for (const secret of [String(secretKey), "usersig", "identifier="]) assert.ok(!all.includes(secret), secret)
})
