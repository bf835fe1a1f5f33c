/** With Effect: the calls lie in the spans of the program, since all of them have the same tracer. */
import { Accounts, Messages, msg, Tim } from "timkit"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { telemetry } from "./telemetry.ts"

export const welcome = Effect.fn("welcome")(function*(userId: string) {
  const accounts = yield* Accounts
  const messages = yield* Messages
  yield* accounts.import(userId)
  yield* messages.send(msg().text("Welcome!").to(userId))
  yield* Effect.logInfo("welcomed") // logs know the span that they were written in
})

const collector = Config.String("OTEL_EXPORTER_OTLP_ENDPOINT").pipe(Config.withDefault("http://localhost:4318"))

const observed = Layer.unwrap(Effect.map(collector, (baseUrl) => telemetry("backend", baseUrl)))

/** The real service. A test provides `Emulator.layer()` and a collector of its own. */
export const main = Effect.provide(welcome("alice"), Layer.merge(Tim.layerConfig, observed))
