/**
 * Webhooks as a route of `effect/http`.
 *
 * @module
 */
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import type { WebhookOptions } from "./options.ts"
import { type EffectHandlers, type HandlersOption, make, type OnlyCommands } from "./Webhook.ts"

/**
 * A route that answers webhooks, with handlers that are effects. What handlers need is provided to the whole, by
 * `Layer.provideMerge`.
 *
 * @example
 * ```ts
 * import { layer } from "timkit/webhook/router"
 * import { refuse } from "timkit/webhook"
 * import * as Effect from "effect/Effect"
 *
 * const webhooks = layer("/tim", {
 *   sdkAppId: 1400000000,
 *   tokens: "token from the console",
 *   on: { "Group.CallbackBeforeCreateGroup": ({ body }) => body.Type === "Public" ? refuse(10100, "No") : undefined }
 * })
 * ```
 */
export const layer = <const Handlers extends EffectHandlers, Other = void>(
  path: HttpRouter.PathInput,
  options: Omit<WebhookOptions, "path"> & HandlersOption<Handlers, Other> & OnlyCommands<Handlers>
) =>
  Layer.unwrap(
    Effect.map(make(options), ({ handle }) =>
      HttpRouter.add("*", path, (request) =>
        HttpServerRequest.toWeb(request).pipe(
          Effect.flatMap((web) =>
            handle(web)
          ),
          Effect.map(HttpServerResponse.fromWeb)
        )))
  )
