/**
 * A transport on Effect's own `HttpClient`, for programs that already have one: with a proxy, with middleware, with a
 * recorder for tests.
 *
 * `effect/http` is marked unstable, so this is a door of its own and never reached from the core.
 *
 * @example
 * ```ts
 * import { Tim } from "timkit"
 * import * as HttpClientTransport from "timkit/transport/http-client"
 * import * as FetchHttpClient from "effect/http/FetchHttpClient"
 * import * as Layer from "effect/Layer"
 *
 * const layer = Tim.layerConfig.pipe(
 *   Layer.provide(HttpClientTransport.layer),
 *   Layer.provide(FetchHttpClient.layer)
 * )
 * ```
 *
 * @module
 */
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import type { HttpClientError } from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Layer from "effect/Layer"
import { CurrentTransport, type Transport, TransportFailure } from "./Transport.ts"

/** The client's own words hold the URL, and with it the signature; the tag of its reason tells enough. */
const rebuild = (error: HttpClientError): TransportFailure =>
  new TransportFailure({ detail: `the HTTP client failed (${error.reason._tag})` })

/** A transport on an `HttpClient`. Its client spans are switched off: each call has a span that hides the query. */
export const make = (client: HttpClient.HttpClient): Transport => ({
  send: ({ baseUrl, body, path, query }) =>
    client.execute(
      HttpClientRequest.post(`${baseUrl}/${path}?${query}`).pipe(HttpClientRequest.bodyText(body, "application/json"))
    ).pipe(
      Effect.flatMap((response) => Effect.map(response.text, (text) => ({ status: response.status, body: text }))),
      Effect.mapError(rebuild),
      Effect.provideService(HttpClient.TracerDisabledWhen, () => true)
    )
})

/** Makes clients send through the `HttpClient` that is provided. */
export const layer: Layer.Layer<never, never, HttpClient.HttpClient> = Layer.effect(
  CurrentTransport,
  Effect.map(HttpClient.HttpClient, make)
)
