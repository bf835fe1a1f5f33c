/** How the emulator answers an endpoint. */
import type * as Effect from "effect/Effect"
import type { Endpoint, Envelope } from "../endpoint/Endpoint.ts"
import { utf8Length } from "../endpoint/wire.ts"
import type { AnyCommand, Command } from "../webhook/Command.ts"
import type { Refusal } from "./Refusal.ts"
import type { App } from "./state/App.ts"
import type { Verdict } from "./state/Webhooks.ts"

/** What a handler knows beside the body. */
export interface Call {
  readonly app: App
  /** The administrator that makes the call. */
  readonly identifier: string
  /** The emulator's time in milliseconds since 1970. */
  readonly nowMillis: number
  /** The emulator's time in seconds since 1970. */
  readonly now: number
  /** The next random number from 0 up to 1, from the emulator's seed. */
  readonly random: () => number
  /** Asks the app before something happens. Fails with the code that the caller is refused with. */
  readonly ask: <Body extends object>(
    command: Command<string, Body, unknown>,
    body: () => Omit<Body, "CallbackCommand" | "EventTime">
  ) => Effect.Effect<Verdict, Refusal>
  /** Tells the app what has happened, once the call is answered. Whoever waits for the answer does not wait for it. */
  readonly tell: <Body extends object>(
    command: Command<string, Body, unknown>,
    body: () => Omit<Body, "CallbackCommand" | "EventTime">
  ) => void
}

/** An answer without the parts of the envelope that a success has anyway. */
export type AnswerBody<Response> = Omit<Response, keyof Envelope> & Partial<Envelope>

/** Answers a request whose body fits the endpoint's schema. */
export type Handler<Response, Body> = (
  body: Body,
  call: Call
) => AnswerBody<Response> | Effect.Effect<AnswerBody<Response>, Refusal>

/** How close an endpoint of the emulator comes to the service. */
export interface Fidelity {
  /** What is assumed, simplified or left out; empty where everything documented is done. */
  readonly notes?: ReadonlyArray<string>
  /** The webhooks that a call may send. A handler that sends another one dies. */
  readonly webhooks?: ReadonlyArray<AnyCommand>
}

/** An endpoint with its handler. */
export interface Route {
  readonly endpoint: Endpoint<never, unknown, never>
  readonly handler: Handler<unknown, never>
  /** The code for a field that is missing or of the wrong type. */
  readonly invalid: (field: string) => number
  /** The code for a field that breaks a limit, in a body whose types fit. */
  readonly beyond: (field: string, body: object) => number
  /** The code for a body that is longer than the endpoint takes. */
  readonly tooLarge: (body: object) => number
  readonly notes: ReadonlyArray<string>
  /** The webhooks that a call may send. */
  readonly webhooks: ReadonlyArray<AnyCommand>
}

/**
 * Codes by field, as in `{ "MsgBody": 90007, "MsgBody[]": 90002, "MsgBody.MsgContent": 90010 }`. The longest name that
 * fits wins. `[]` is any item of a list; it may be left out.
 */
export type FieldCodes = { readonly [field: string]: number }

/** How a route refuses bodies that do not fit the schema. */
export interface RouteOptions<Body = never> extends Fidelity {
  /** The code for a body that does not fit. */
  readonly invalid: number
  /** Codes for single fields that are missing or of the wrong type. */
  readonly fields?: FieldCodes
  /** Codes for single fields that break a limit: too long, too many, out of range. Where left out, as in `fields`. */
  readonly limits?: FieldCodes
  /** Codes for single lists and texts that are empty and must not be. Where left out, as in `limits`. */
  readonly empty?: FieldCodes
  /** The code for a body that breaks a limit, where one field has several codes. Asked before `limits`. */
  excess?(body: Body): number | undefined
  /** The code for a body above the endpoint's `maxBodyBytes`. Where left out, `invalid`. */
  readonly tooLarge?: number
  /** The same, where `MsgBody` alone is above it. Where left out, as `tooLarge`. */
  readonly messageTooLarge?: number
}

const codeOf = (field: string, codes: FieldCodes | undefined): number | undefined => {
  if (codes === undefined) return undefined
  const names = field.replace(/\[\d+\]/g, "[]").split(".")
  for (let length = names.length; length > 0; length--) {
    const name = names.slice(0, length).join(".")
    const code = codes[name] ?? codes[name.replaceAll("[]", "")]
    if (code !== undefined) return code
  }
  return undefined
}

/** What a body holds at a path such as `AddFriendItem[0].GroupName`. */
const valueAt = (body: object, field: string): unknown =>
  field.split(/[.[\]]+/).filter((name) => name !== "")
    .reduce<unknown>((value, name) => (value as { readonly [name: string]: unknown } | undefined)?.[name], body)

const isEmpty = (value: unknown): boolean => value === "" || (Array.isArray(value) && value.length === 0)

/** Gives an endpoint its handler. */
export const route = <Request, Response, Body>(
  endpoint: Endpoint<Request, Response, Body>,
  options: RouteOptions<NoInfer<Body>>,
  handler: Handler<Response, Body>
): Route => {
  const { empty, fields, limits, messageTooLarge, notes = [], tooLarge = options.invalid, webhooks = [] } = options
  const { maxBodyBytes = Infinity } = endpoint
  const invalid = (field: string) => codeOf(field, fields) ?? options.invalid
  return {
    endpoint: endpoint as unknown as Route["endpoint"],
    handler: handler as Route["handler"],
    invalid,
    beyond: (field, body) =>
      options.excess?.(body as Body) ??
        (isEmpty(valueAt(body, field)) ? empty?.[field.replace(/\[\d+\]/g, "[]")] : undefined) ??
        codeOf(field, limits) ??
        invalid(field),
    tooLarge: (body) =>
      messageTooLarge !== undefined && isLonger(JSON.stringify(valueAt(body, "MsgBody")) ?? "", maxBodyBytes)
        ? messageTooLarge
        : tooLarge,
    notes,
    webhooks
  }
}

/** Whether a text is longer than so many bytes. */
export const isLonger = (text: string, bytes: number): boolean => text.length * 3 > bytes && utf8Length(text) > bytes
