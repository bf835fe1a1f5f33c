/** How services turn endpoints into verbs. */
import type * as Effect from "effect/Effect"
import type { TimError } from "../errors/TimError.ts"
import type { Endpoint, Input } from "./Endpoint.ts"
import type { TimClientService } from "./client.ts"

/**
 * A verb of a service. It takes what the endpoint needs in the order of a sentence, or the plain wire body (or a
 * builder of it) as its only argument.
 */
export interface Verb<Args extends ReadonlyArray<unknown>, Request, Response> {
  (...args: Args): Effect.Effect<Response, TimError>
  (request: Input<Request>): Effect.Effect<Response, TimError>
}

/** The verb of an endpoint that takes nothing but its body, plain or built. */
export interface BodyVerb<Request, Response> {
  (request: Input<Request>): Effect.Effect<Response, TimError>
}

/** The verb of an endpoint, by the endpoint. */
export type VerbOf<Args extends ReadonlyArray<unknown>, E> = E extends
  Endpoint<infer Request, infer Response, infer _Body> ? Verb<Args, Request, Response> : never

/** The verb of an endpoint that takes nothing but its body, by the endpoint. */
export type BodyVerbOf<E> = E extends Endpoint<infer Request, infer Response, infer _Body> ? BodyVerb<Request, Response>
  : never

const isBody = (args: ReadonlyArray<unknown>): boolean =>
  args.length === 1 && typeof args[0] === "object" && args[0] !== null && !Array.isArray(args[0])

/**
 * Makes the verb of an endpoint. The first argument of `body` must be a text, a number or a list, so that it cannot be
 * mistaken for a wire body.
 */
export const verb = <
  Request,
  Response,
  Body,
  const Args extends readonly [string | number | ReadonlyArray<unknown>, ...ReadonlyArray<unknown>]
>(
  client: TimClientService,
  endpoint: Endpoint<Request, Response, Body>,
  body: (...args: Args) => Input<Request>
): Verb<Args, Request, Response> =>
(...args: Args | [Input<Request>]) =>
  client.call(endpoint, isBody(args) ? args[0] as Input<Request> : body(...args as Args))

/** Makes the verb of an endpoint that takes nothing but its body. */
export const bodyVerb = <Request, Response, Body>(
  client: TimClientService,
  endpoint: Endpoint<Request, Response, Body>
): BodyVerb<Request, Response> =>
(request) => client.call(endpoint, request)
