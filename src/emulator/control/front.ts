/** Everything that a server answers beside the API of the service: the control API and the console. */
import * as ByteSize from "effect/ByteSize"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import * as HttpIncomingMessage from "effect/http/HttpIncomingMessage"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServer from "effect/http/HttpServer"
import * as HttpServerError from "effect/http/HttpServerError"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import { consoleResponse } from "../console/serve.ts"
import { BadRequests, ControlApi } from "./api.ts"
import { type GuardOptions, maxBytes, whyRefused } from "./guard.ts"
import type { Controlled } from "./controlled.ts"
import { controlHandlers } from "./handlers.ts"
import { ControlProblem } from "./schemas.ts"

/** Control API and console as one function. */
export interface Front {
  readonly fetch: (request: Request) => Promise<Response>
  readonly close: () => Promise<void>
}

const guarded = (response: Response): Response => {
  const headers = new Headers(response.headers)
  headers.set("x-content-type-options", "nosniff")
  headers.set("cache-control", "no-store")
  const isStream = headers.get("content-type")?.startsWith("text/event-stream") === true
  const body = isStream && response.body !== null ? announced(response.body) : response.body
  return new Response(body, { status: response.status, headers })
}

/** A stream of events that begins with a comment: servers send nothing, not even headers, before there is something. */
const announced = (events: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> => {
  const reader = events.getReader()
  return new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode(": listening\n\n")),
    pull: async (controller) => {
      const { done, value } = await reader.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: (reason) => reader.cancel(reason)
  })
}

/** The longest reason that is answered, in characters: it may quote what was sent. */
const maxReason = 500

/** Says what is wrong with a request. An answer that does not fit its schema is a mistake of the emulator. */
const badRequests = HttpApiMiddleware.layerSchemaErrorTransform(
  BadRequests,
  (error) =>
    error.kind === "Body" || error.kind === "ResponseHeaders"
      ? Effect.fail(error)
      : Effect.fail(
        new ControlProblem({
          message: `${error.kind.toLowerCase()}: ${error.cause.message.slice(0, maxReason)}`
        })
      )
)

/** Whether a defect is a mistake of the emulator, unlike a path that is none, or a body that is too long. */
const isMistake = (defect: unknown): boolean =>
  !HttpServerResponse.isHttpServerResponse(defect) && !HttpServerError.isHttpServerError(defect)

/** Makes the control API and the console of an emulator. */
export const makeFront = (controlled: Controlled, guard: GuardOptions): Front => {
  const routes = HttpApiBuilder.layer(ControlApi, { openapiPath: "/__tim/openapi.json" }).pipe(
    Layer.provide(controlHandlers(controlled)),
    Layer.provide(badRequests),
    Layer.provide(HttpServer.layerServices)
  )
  const { dispose, handler } = HttpRouter.toWebHandler(routes, {
    disableLogger: true,
    // Long enough for any name, each of whose bytes may take three characters.
    routerConfig: { maxParamLength: 1_000 },
    // Nothing may go wrong unseen.
    middleware: Effect.tapDefect((defect) =>
      isMistake(defect) ? Effect.logError("the control API failed", defect) : Effect.void
    )
  })
  return {
    fetch: async (request) => {
      const refused = whyRefused(request, guard)
      if (refused !== undefined) return guarded(refused)
      const limit = Context.make(HttpIncomingMessage.MaxBodySize, ByteSize.bytes(maxBytes(request)))
      return consoleResponse(new URL(request.url).pathname) ?? guarded(await handler(request, limit))
    },
    close: dispose
  }
}
