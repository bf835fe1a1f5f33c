/** From an HTTP request to an event: everything that must be in order before a handler sees it. */
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import { check } from "../endpoint/check.ts"
import { parseJson } from "../endpoint/json.ts"
import type { AnyCommand } from "./Command.ts"
import { type DeliveryQuery, events, type UnknownEvent, type WebhookEvent } from "./events.ts"
import { isSignedBy, type Token } from "./signature.ts"

/** Why a request is not answered as a webhook. The caller gets the status and no more than one general line. */
export class NotAccepted extends /* @__PURE__ */ Data.TaggedError("NotAccepted")<{
  readonly status: 400 | 401 | 404 | 405 | 408 | 413 | 415
  /** What is wrong, for the operator. Holds nothing that the caller sent. */
  readonly detail: string
}> {
  override get message(): string {
    return this.detail
  }
}

/** What is accepted. */
export interface Gate {
  readonly sdkAppId: number
  /** The tokens that may sign; nothing where signatures are not looked at. */
  readonly tokens: ReadonlyArray<Token> | undefined
  /** How far `RequestTime` may be off, in seconds, in either direction. */
  readonly tolerance: number
  readonly maxBodyBytes: number
  /** How long the body may take to arrive, in milliseconds. */
  readonly deadline: number
  /** The only path that is answered; any where left out. */
  readonly path: string | undefined
}

/** An event, and what tells it from others. */
export interface Received {
  readonly event: WebhookEvent
  /** The value of the command; nothing where its name is not known. */
  readonly command: AnyCommand | undefined
  /** The body as it came. */
  readonly text: string
}

const no = (status: NotAccepted["status"], detail: string): NotAccepted => new NotAccepted({ status, detail })

/**
 * Media types that a body may have. The vendor's samples have none at all, and HTTP libraries add one of the last three
 * where nobody says what it is; the body has to be JSON in any case.
 */
const mediaTypes =
  /^(application\/([\w.+-]+\+)?json|text\/json|text\/plain|application\/x-www-form-urlencoded|application\/octet-stream)$/

const mediaTypeOf = (request: Request): string | undefined =>
  request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() || undefined

/** The parameters that the protocol gives a meaning. The vendor's pages spell some of them in several ways. */
const parameters = ["SdkAppid", "CallbackCommand", "contenttype", "ClientIP", "OptPlatform", "RequestTime", "Sign"]
const spelling = /* @__PURE__ */ new Map(/* @__PURE__ */ parameters.map((name) => [name.toLowerCase(), name]))

/** The parameters of the query; a text with the first one that is there twice. */
const readQuery = (search: URLSearchParams): Map<string, string> | string => {
  const query = new Map<string, string>()
  for (const [name, value] of search) {
    const known = spelling.get(name.toLowerCase())
    if (known !== undefined && query.has(known)) return known
    query.set(known ?? name, value)
  }
  return query
}

/** The body as text, as long as it is no longer than allowed. */
const readBody = async (request: Request, maxBytes: number): Promise<string | undefined> => {
  if (request.body === null) return ""
  const reader = request.body.getReader()
  const decoder = new TextDecoder()
  let bytes = 0
  let text = ""
  while (true) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.length
    if (bytes > maxBytes) {
      // Whether the rest can still be cancelled changes nothing.
      reader.cancel().catch(() => undefined)
      return undefined
    }
    text += decoder.decode(value, { stream: true })
  }
}

/** A key that would change an object's prototype when its fields are copied one by one. No body of the service has it. */
const withoutPrototypes = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.map(withoutPrototypes)
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => name !== "__proto__").map((
      [name, inner]
    ) => [name, withoutPrototypes(inner)])
  )
}

const parse = (text: string): object | undefined => {
  try {
    const value = parseJson(text)
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined
    // Any of the key's letters may be written as an escape.
    return text.includes("__proto__") || text.includes("\\u00") ? withoutPrototypes(value) as object : value
  } catch {
    return undefined
  }
}

const timeOf = (body: object): number | undefined => {
  const { EventTime } = body as { readonly EventTime?: unknown }
  const time = typeof EventTime === "string" && EventTime !== "" ? Number(EventTime) : EventTime
  return typeof time === "number" && Number.isFinite(time) ? time : undefined
}

const authenticate = /* @__PURE__ */ Effect.fnUntraced(function*(query: ReadonlyMap<string, string>, gate: Gate) {
  const { sdkAppId, tokens, tolerance } = gate
  if (query.get("SdkAppid") !== String(sdkAppId)) return yield* no(401, "SdkAppid is not that of the app")
  if (tokens === undefined) return
  const sign = query.get("Sign")
  const requestTime = query.get("RequestTime")
  if (sign === undefined || requestTime === undefined) {
    return yield* no(401, "Sign or RequestTime is missing: switch authentication on in the console")
  }
  if (!/^[0-9a-f]{64}$/i.test(sign)) return yield* no(401, "Sign is not 64 hexadecimal digits")
  if (!/^\d{1,12}$/.test(requestTime)) return yield* no(401, "RequestTime is no time in seconds")
  const nowMillis = yield* Clock.currentTimeMillis
  const fits = yield* isSignedBy(tokens, { sign: sign.toLowerCase(), requestTime })
  if (!fits) return yield* no(401, "Sign was not made with any of the tokens")
  const off = Math.floor(nowMillis / 1000) - Number(requestTime)
  if (Math.abs(off) > tolerance) {
    return yield* no(401, `RequestTime is ${Math.abs(off)} s ${off > 0 ? "old" : "ahead"}, ${tolerance} s are allowed`)
  }
})

const publicQuery = (query: ReadonlyMap<string, string>): DeliveryQuery =>
  Object.fromEntries([...query].filter(([name]) => name !== "Sign" && name !== "__proto__")) as unknown as DeliveryQuery

/** The event that a request brings. */
export const receive = /* @__PURE__ */ Effect.fnUntraced(
  function*(request: Request, gate: Gate): Effect.fn.Return<Received, NotAccepted> {
    const url = new URL(request.url)
    if (gate.path !== undefined && url.pathname !== gate.path) return yield* no(404, "another path is for webhooks")
    if (request.method !== "POST") return yield* no(405, "webhooks are POST requests")
    const query = readQuery(url.searchParams)
    if (typeof query === "string") return yield* no(400, `${query} is in the query twice`)
    const mediaType = mediaTypeOf(request)
    const contentType = query.get("contenttype")?.toLowerCase() ?? "json"
    if ((mediaType !== undefined && !mediaTypes.test(mediaType)) || contentType !== "json") {
      return yield* no(415, "the body is said to be something else than JSON")
    }
    yield* authenticate(query, gate)
    const name = query.get("CallbackCommand")
    if (name === undefined || name === "") return yield* no(400, "CallbackCommand is missing")
    if (Number(request.headers.get("content-length") ?? 0) > gate.maxBodyBytes) return yield* tooLong(gate)
    const text = yield* Effect.tryPromise({
      try: () => readBody(request, gate.maxBodyBytes),
      catch: () => no(400, "the body could not be read to its end")
    }).pipe(
      Effect.timeoutOrElse({
        duration: gate.deadline,
        orElse: () => Effect.fail(no(408, "the body did not arrive in time"))
      })
    )
    if (text === undefined) return yield* tooLong(gate)
    const body = parse(text)
    if (body === undefined) return yield* no(400, "the body is no JSON object")
    return { ...toEvent(name, body, text, publicQuery(query)), text }
  }
)

const tooLong = ({ maxBodyBytes }: Gate): NotAccepted => no(413, `the body is longer than ${maxBodyBytes} bytes`)

/** The longest body, in characters, of which everything that is wrong is told; of longer ones it is the first thing. */
const fullyChecked = 16_384

/** The event of a body: a known one where command and body are as documented. */
const toEvent = (name: string, body: object, text: string, query: DeliveryQuery): Omit<Received, "text"> => {
  const command: AnyCommand | undefined = Object.hasOwn(events, name) ? events[name as keyof typeof events] : undefined
  const issues = command === undefined ? [] : check(command.body as never, body, { first: text.length > fullyChecked })
  const time = timeOf(body)
  if (command !== undefined && issues.length === 0) {
    return { command, event: { known: true, command: name, body, query, time } as WebhookEvent }
  }
  const event: UnknownEvent = { known: false, command: name, body: body as UnknownEvent["body"], query, time, issues }
  return { command, event }
}
