/**
 * Without Effect: what a connection runs with is a layer, so that is where telemetry goes. `callTelemetry` makes calls
 * take note of themselves.
 *
 * `docker run --rm -p 16686:16686 -p 4318:4318 jaegertracing/all-in-one` shows the spans at http://localhost:16686.
 */
import { callTelemetry, connect, msg } from "timkit"
import { emulator } from "timkit/emulator"
import * as Layer from "effect/Layer"
import { telemetry } from "./telemetry.ts"

const collector = process.env["OTEL_EXPORTER_OTLP_ENDPOINT"] ?? "http://localhost:4318"

const layer = Layer.merge(callTelemetry, telemetry("script", collector))

await using tim = await connect({ ...emulator().options, layer })
await tim.accounts.import("alice")
await tim.messages.send(msg().text("hi").to("alice"))
await tim.accounts.kick("nobody").catch(() => console.log("refused, which the span tells as well"))
