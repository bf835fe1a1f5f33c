/** The client of commands, as the environment says. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { TimClient } from "../endpoint/TimClient.ts"
import { explain } from "../errors/errorCatalogue.ts"
import { ErrorExplainer } from "../errors/explain.ts"
import { CommandFailed } from "./secretKey.ts"

/** A client that the environment configures; what is missing is told by its name. */
export const clientFromEnvironment: Layer.Layer<TimClient, CommandFailed> = TimClient.layerConfig.pipe(
  Layer.provide(Layer.succeed(ErrorExplainer)(explain)),
  Layer.catch((error) => Layer.effect(TimClient, Effect.fail(new CommandFailed({ detail: error.message }))))
)

/** A client for those who call nothing. */
export const clientForNothing: Layer.Layer<TimClient> = Layer.orDie(TimClient.layer({ sdkAppId: 1, secretKey: "none" }))
