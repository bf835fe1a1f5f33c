/** Webhooks as the service would send them. */
import * as Effect from "effect/Effect"
import type { BodyOf, CommandName } from "../webhook/events.ts"
import { type Delivery, requestOf } from "../webhook/send.ts"
import { fixtures } from "./fixtures/fixtures.ts"

/** What to send. */
export type Callback<Name extends string> = Omit<Delivery, "body" | "command" | "url"> & {
  readonly command: Name
  /** The fixture of the command when left out. */
  readonly body?: (Name extends CommandName ? BodyOf<Name> : object) | undefined
  /** `http://localhost/` when left out. */
  readonly url?: string | undefined
}

/**
 * A webhook request as the service would send it, signed where a token is given.
 *
 * @example
 * ```ts
 * import { callback } from "timkit/testing"
 * import { handler, refuse } from "timkit/webhook"
 *
 * const token = "token from the console"
 * const handle = handler({
 *   sdkAppId: 1400000000,
 *   tokens: token,
 *   on: { "Group.CallbackBeforeSendMsg": () => refuse(10100, "Closed") }
 * })
 * const request = await callback({ sdkAppId: 1400000000, token, command: "Group.CallbackBeforeSendMsg" })
 * const answer = await (await handle(request)).json() // { ActionStatus: "OK", ErrorCode: 10100, ErrorInfo: "Closed" }
 * ```
 */
export const callback = <const Name extends CommandName | (string & {})>(options: Callback<Name>): Promise<Request> =>
  Effect.runPromise(callbackRequest(options))

/** The same as an effect, in the time of the program. */
export const callbackRequest = <const Name extends CommandName | (string & {})>(
  options: Callback<Name>
): Effect.Effect<Request> =>
  requestOf({
    clientIp: "127.0.0.1",
    platform: "RESTAPI",
    ...options,
    url: options.url ?? "http://localhost/",
    body: options.body ?? (fixtures as { readonly [name: string]: object })[options.command] ?? {}
  })
