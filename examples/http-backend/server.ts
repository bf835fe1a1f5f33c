/** The backend: routes on tickets, tickets on the chat. `TIM_…` and `SUPPORT_AGENTS` set it up; `bun` serves it. */
import { Tim } from "timkit"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServer from "effect/http/HttpServer"
import * as Layer from "effect/Layer"
import { Api } from "./api.ts"
import { Tickets } from "./Tickets.ts"

/** The handlers. What a service fails with, the API declares, so there is nothing to translate. */
export const handlers = HttpApiBuilder.group(
  Api,
  "tickets",
  Effect.fn(function*(handlers) {
    const tickets = yield* Tickets
    return handlers.handleAll({
      open: ({ payload }) => tickets.open(payload.userId, payload.question),
      reply: ({ params, payload }) => tickets.reply(params.id, payload.userId, payload.text),
      read: ({ params }) => tickets.read(params.id)
    })
  })
)

/** All routes, on whatever chat is provided: the real one below, an emulator in tests. */
export const routes = HttpApiBuilder.layer(Api, { openapiPath: "/openapi.json" }).pipe(
  Layer.provide(handlers),
  Layer.provide(Tickets.layer),
  Layer.provide(HttpServer.layerServices)
)

/** A `fetch` function, for Bun, Deno and workers. For Node there is `NodeHttpServer` in `@effect/platform-node`. */
export const serve = () => HttpRouter.toWebHandler(Layer.provide(routes, Tim.layerConfig))

export default import.meta.main ? { fetch: serve().handler } : undefined
