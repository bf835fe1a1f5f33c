/** What the handlers about conversations share. */
import * as Effect from "effect/Effect"
import type { Endpoint } from "../../endpoint/Endpoint.ts"
import { refuse } from "../Refusal.ts"
import { type Handler, type Route, route, type RouteOptions } from "../Route.ts"

/** The code for whatever is wrong with a body. */
export const invalid = 50002

/** The code for a user who is not imported. */
const unknownUser = 50001

/** A route that acts for a user, who must be imported. */
export const conversationRoute = <Request, Response, Body extends { readonly From_Account: string }>(
  endpoint: Endpoint<Request, Response, Body>,
  options: Omit<RouteOptions<NoInfer<Body>>, "invalid">,
  handler: Handler<Response, Body>
): Route =>
  route(endpoint, { ...options, invalid }, (body, call) =>
    call.app.accounts.has(body.From_Account)
      ? handler(body, call)
      : Effect.fail(refuse(unknownUser, "From_Account is not imported")))
