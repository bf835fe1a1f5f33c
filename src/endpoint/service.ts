/** How services are made from a client. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { TimClientService } from "./client.ts"
import type { TimClient } from "./TimClient.ts"

/** The key of `TimClient` without its layers, which a program that uses other ways to connect does not need. */
const client = /* @__PURE__ */ Context.Service<TimClient, TimClientService>("timkit/TimClient")

/** The layer of a service that is made from a client. */
/* @__NO_SIDE_EFFECTS__ */
export function serviceLayer<Self, Shape>(
  service: Context.Key<Self, Shape>,
  make: (client: TimClientService) => Shape
): Layer.Layer<Self, never, TimClient> {
  return Layer.effect(service, Effect.map(client, make))
}
