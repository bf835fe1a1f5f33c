/** Everything at once, for programs that do not count kilobytes: the client and all services. */
import * as Layer from "effect/Layer"
import type { TimOptions } from "./endpoint/Config.ts"
import { TimClient } from "./endpoint/TimClient.ts"
import { explain } from "./errors/errorCatalogue.ts"
import { ErrorExplainer } from "./errors/explain.ts"
import type { TimError } from "./errors/TimError.ts"
import { type Services, services } from "./services.ts"

type AnyServiceLayer = Layer.Layer<Services, never, TimClient>

/** All services on a client that is provided from elsewhere. */
export const layerServices: AnyServiceLayer = /* @__PURE__ */ Layer.mergeAll(
  .../* @__PURE__ */ Object.values(services).map((service) => service.layer) as unknown as [AnyServiceLayer]
)

const layerExplainer = /* @__PURE__ */ Layer.succeed(ErrorExplainer)(explain)

/** All services on the given client, with failures that name and explain their codes. */
export const complete = <E>(client: Layer.Layer<TimClient, E>): Layer.Layer<Services | TimClient, E> =>
  layerServices.pipe(Layer.provideMerge(client), Layer.provide(layerExplainer))

/**
 * All services on a client for the given options, with failures that name and explain their codes.
 *
 * @example
 * ```ts
 * import { Messages, msg, Tim } from "timkit"
 * import * as Effect from "effect/Effect"
 *
 * const program = Effect.gen(function*() {
 *   const messages = yield* Messages
 *   return yield* messages.send(msg().text("hi").to("alice"))
 * }).pipe(Effect.provide(Tim.layer({ sdkAppId: 1400000000, secretKey: "key", region: "singapore" })))
 * ```
 */
export const layer = (options: TimOptions): Layer.Layer<Services | TimClient, TimError> =>
  complete(TimClient.layer(options))

/** All services on a client that is configured by the environment, see `configFromEnvironment`. */
export const layerConfig: Layer.Layer<Services | TimClient, TimError> = /* @__PURE__ */ complete(TimClient.layerConfig)
