/**
 * Without Effect: what a connection runs with is a layer, so that is where telemetry goes.
 *
 * `docker run --rm -p 16686:16686 -p 4318:4318 jaegertracing/all-in-one` shows the spans at http://localhost:16686.
 */
import { connect, msg } from "timkit"
import { emulator } from "timkit/emulator"
import { telemetry } from "./telemetry.ts"

const collector = process.env["OTEL_EXPORTER_OTLP_ENDPOINT"] ?? "http://localhost:4318"

await using tim = await connect({ ...emulator().options, layer: telemetry("script", collector) })
await tim.accounts.import("alice")
await tim.messages.send(msg().text("hi").to("alice"))
await tim.accounts.kick("nobody").catch(() => console.log("refused, which the span tells as well"))
