/** The client as a service of Effect. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { TimError } from "../errors/TimError.ts"
import { make, type TimClientService } from "./client.ts"
import { configFromEnvironment, makeConfig, type TimConfig, type TimOptions } from "./Config.ts"
import { telemetryRecorder } from "./metrics.ts"
import { CurrentRecorder, type Recorder } from "./recorder.ts"

/** Counts and times calls, and logs on level Debug which are tried again. */
const recorder: Recorder = {
  ...telemetryRecorder,
  again: (endpoint, pause, reason) =>
    Effect.logDebug(`timkit: trying ${endpoint} again in ${Math.round(pause)} ms`, reason)
}

const recorded = (config: Effect.Effect<TimConfig, TimError>): Effect.Effect<TimClientService, TimError> =>
  Effect.provideService(Effect.flatMap(config, make), CurrentRecorder, recorder)

/**
 * The client as a service of Effect. Its calls have spans and metrics; those that are tried
 * again are logged on level Debug.
 *
 * @example
 * ```ts
 * import { Messages, msg, TimClient } from "timkit"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const program = Effect.gen(function*() {
 *   const messages = yield* Messages
 *   return yield* messages.send(msg().text("hi").to("alice"))
 * })
 *
 * program.pipe(Effect.provide(Messages.layer.pipe(Layer.provide(TimClient.layerConfig))))
 * ```
 */
export class TimClient extends /* @__PURE__ */ Context.Service<TimClient, TimClientService>()("timkit/TimClient") {
  /** A client for the given options. */
  static readonly layer = (options: TimOptions): Layer.Layer<TimClient, TimError> =>
    Layer.effect(TimClient, recorded(makeConfig(options)))

  /** A client configured by the environment, see `configFromEnvironment`. */
  static readonly layerConfig: Layer.Layer<TimClient, TimError> = /* @__PURE__ */ Layer.effect(
    TimClient,
    /* @__PURE__ */ recorded(configFromEnvironment)
  )
}
