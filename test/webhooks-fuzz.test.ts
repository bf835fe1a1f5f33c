import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import { check } from "../src/endpoint/check.ts"
import { fixtures } from "../src/testing/mod.ts"
import {
  allow,
  type CommandName,
  drop,
  events,
  type Handler,
  handler,
  type HandlerOptions,
  leaveOut,
  refuse,
  replaceBody,
  replaceCustomData,
  type WebhookEvent
} from "../src/webhook/mod.ts"
import { queryOf } from "../src/webhook/send.ts"
import { valuesOf } from "./support/generate.ts"
import { makeMutator, type Spoilt, watchPrototypes, watchRejections } from "./support/mutate.ts"

const requests = 200_000

/** How many requests are under way at once, and how many share one signature. */
const together = 100
const signedTogether = 4_000

const sdkAppId = 1400000000
const token = "token-of-the-console"
const canary = "canary-5d41"
const path = "/hooks"
const maxBodyBytes = 32_768

const names = Object.keys(events) as ReadonlyArray<CommandName>

/** Bodies that are in order, by command. Each holds a text that must not come back. */
const corpus = new Map(names.map((name) => {
  const made = valuesOf(events[name].body as never, { count: 4, seed: name.length })
  return [name, [fixtures[name], ...made].map((body) => JSON.stringify({ ...body, trace: canary }))]
}))

const bodyOf = (name: CommandName): string => pick(corpus.get(name) ?? [])

const encoder = new TextEncoder()

const { below, chance, junk, mutate, pick } = makeMutator({
  seed: 20_261_117,
  canary,
  other: () => bodyOf(pick(names))
})

/** A body in pieces, which may break off. */
const inPieces = (body: Spoilt, broken: boolean): ReadableStream<Uint8Array<ArrayBuffer>> => {
  const bytes = typeof body === "string" ? encoder.encode(body) : body
  const cut = below(bytes.length + 1)
  return new ReadableStream({
    start: (controller) => {
      controller.enqueue(bytes.slice(0, cut))
      if (broken) controller.error(new Error(canary))
      else {
        controller.enqueue(bytes.slice(cut))
        controller.close()
      }
    }
  })
}

type Query = Array<[name: string, value: string]>

const otherCase = (name: string): string => chance(0.5) ? name.toUpperCase() : name.toLowerCase()

/** What a parameter may be instead: something else of its own kind, or anything. */
const instead = (name: string, value: string): string => {
  if (chance(0.3)) return junk()
  switch (name) {
    case "CallbackCommand":
      return pick<string>([...names, "__proto__", "constructor", "Group.CallbackAfterTomorrow"])
    case "contenttype":
      return pick(["JSON", "xml"])
    case "RequestTime":
      return pick(["NaN", "-1", "1e99", "1700000000", "4000000000", "1700000000.5", `${value}0`])
    case "Sign": {
      const at = below(value.length)
      const changed = `${value.slice(0, at)}${pick([..."0123456789abcdefg"])}${value.slice(at + 1)}`
      return pick([value.toUpperCase(), value.slice(1), changed])
    }
    default:
      return pick([`${value}0`, value.slice(1), ` ${value}`])
  }
}

const queryMutations: ReadonlyArray<(query: Query, at: number) => void> = [
  (query, at) => void query.splice(at, 1),
  (query, at) => {
    const [name, value] = query[at] ?? ["", ""]
    query[at] = [name, instead(name, value)]
  },
  (query, at) => {
    const [name, value] = query[at] ?? ["", ""]
    query[at] = [otherCase(name), value]
  },
  (query, at) => {
    const [name, value] = query[at] ?? ["", ""]
    query.splice(below(query.length), 0, [chance(0.5) ? name : otherCase(name), chance(0.5) ? value : junk()])
  },
  (query) => void query.push([pick(["__proto__", "constructor", "trace", "sign ", "\u0000"]), junk()])
]

const toSearch = (query: Query): string => {
  const search = new URLSearchParams(query).toString()
  if (!chance(0.02)) return search
  const at = below(search.length)
  return `${search.slice(0, at)}${pick(["%", "%zz", "&", "=", "+", "%00", "é", ";"])}${search.slice(at + 1)}`
}

const taken = ["application/json", "application/json; charset=utf-8", "text/plain", "application/x-www-form-urlencoded"]
const mediaTypes = [...taken, "multipart/form-data; boundary=x", "text/html", "image/png", "text/xml", ";", canary]
const lengths = ["0", "5", "-1", "1e99", "NaN", "32769", "99999999", "0x1"]
const methods = ["GET", "HEAD", "PUT", "OPTIONS", "DELETE", "PATCH", "post"]
const tooLong = `{"trace":"${canary}${" ".repeat(maxBodyBytes)}"}`

/** A request, and whether it is one that the service could have sent. */
interface Made {
  readonly url: string
  readonly init: RequestInit
  readonly body: Spoilt
  readonly valid: boolean
}

/** Makes up a request. Two of five could have been sent by the service. */
const make = (name: CommandName, signed: Query): Made => {
  const valid = chance(0.4)
  let body: Made["body"] = bodyOf(name)
  if (valid) {
    const headers = chance(0.8) ? { "content-type": pick(taken) } : {}
    const search = signed.map(([key, value]) => `${key}=${key === "CallbackCommand" ? name : value}`).join("&")
    return { url: `http://localhost${path}?${search}`, init: { method: "POST", headers, body }, body, valid }
  }
  const query = signed.map(([key, value]): [string, string] => [key, key === "CallbackCommand" ? name : value])
  if (chance(0.6)) body = mutate(body)
  if (chance(0.01)) body = tooLong
  if (chance(0.5)) pick(queryMutations)(query, below(query.length))
  const headers: Record<string, string> = {}
  if (chance(0.15)) headers["content-type"] = pick(mediaTypes)
  if (chance(0.02)) headers["content-length"] = pick(lengths)
  const method = chance(0.15) ? pick(methods) : "POST"
  const hasBody = method !== "GET" && method !== "HEAD"
  const payload = chance(0.05) ? inPieces(body, chance(0.2)) : body
  const url = `http://localhost${chance(0.06) ? pick(["/", "/hooks/", `/${canary}`, "//"]) : path}?${toSearch(query)}`
  return { url, init: { method, headers, ...(hasBody ? { body: payload, duplex: "half" } : {}) }, body, valid }
}

const lines: { readonly [status: number]: string } = {
  400: "The request is not a webhook",
  401: "The request is not signed as it must be",
  404: "Nothing is here",
  405: "Webhooks are POST requests",
  413: "The body is too long",
  415: "The body must be JSON"
}

const fail = (): never => {
  throw new Error(canary)
}

/** What handlers decide in turn, of all kinds, much of which the command at hand does not have. */
const decisions: ReadonlyArray<() => unknown> = [
  () => undefined,
  () => null,
  () => "casino",
  () => ({ _tag: "Other" }),
  fail,
  async () => fail(),
  allow,
  () => refuse(),
  () => refuse(120_001, "no"),
  () => refuse(10_100),
  () => refuse(38_000),
  async () => refuse(7, "no"),
  () => leaveOut(["bob"]),
  () => leaveOut(["bob"], 38_001),
  () => leaveOut([7 as never]),
  drop,
  async () => drop(),
  () => replaceCustomData("new"),
  () => replaceBody([]),
  () => replaceBody([{ MsgType: "TIMTextElem", MsgContent: { Text: "new" } }]),
  () => replaceBody([{ MsgType: "TIMTextElem", MsgContent: { Text: "new", large: 1n } } as never])
]

const hasPrototypeKey = (value: unknown): boolean =>
  typeof value === "object" && value !== null &&
  (Object.hasOwn(value, "__proto__") || Object.values(value).some(hasPrototypeKey))

/** What was seen while requests were answered. */
const seen = {
  /** What must not be, each once. */
  wrong: new Set<string>(),
  details: new Set<string>(),
  known: 0,
  unknown: 0,
  statuses: new Map<number, number>(),
  answered: new Set<string>()
}

let turn = 0

const inspect = (event: WebhookEvent): void => {
  const tooMuch = Object.keys(event.query).some((name) => /^(sign|__proto__)$/i.test(name))
  if (tooMuch) seen.wrong.add("the query holds too much")
  // Deep bodies would take most of the time.
  try {
    if (turn++ % 4 === 0 && hasPrototypeKey(event.body)) seen.wrong.add(`${event.command}: a key changes prototypes`)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
}

const optionsOf = (more: Partial<HandlerOptions>): HandlerOptions => ({
  sdkAppId,
  path,
  maxBodyBytes,
  // However slow the machine is, nothing is late.
  deadline: 600_000,
  on: Object.fromEntries(names.map((name) => [name, (event: WebhookEvent) => {
    seen.known++
    const fits = event.known && event.command === name && check(events[name].body as never, event.body).length === 0
    if (!fits) seen.wrong.add(`${name}: the handler saw what is not as documented`)
    inspect(event)
    return chance(0.2) ? pick(decisions)() : undefined
  }])),
  otherwise: (event) => {
    seen.unknown++
    if (event.known) seen.wrong.add(`${event.command}: a known event did not get to its handler`)
    inspect(event)
    if (chance(0.1)) fail()
  },
  onError: () => undefined,
  onNotAccepted: ({ detail, status }) => seen.details.add(`${status}: ${detail.replace(/\d+/g, "0")}`),
  ...more
})

/** Most of the time would go into signatures, so most requests go where they are not looked at. */
const unverified = handler(optionsOf({ unverified: true }))
const handlers: ReadonlyArray<Handler> = [
  ...Array.from({ length: 22 }, () => unverified),
  handler(optionsOf({ unverified: true, whenFailing: "refuse", deduplicate: true })),
  handler(optionsOf({ tokens: ["token-before", token], whenFailing: "refuse" }))
]

const okay = JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "" })

/** The command that a request names. */
const commandOf = (url: string): string | undefined =>
  [...new URL(url).searchParams].find(([name]) => name.toLowerCase() === "callbackcommand")?.[1]

/** What is wrong with an answer; nothing where it is in order. */
const oddity = (made: Made, response: Response, text: string, sign: string): string | undefined => {
  const { status } = response
  if (status !== 200) {
    if (text !== lines[status]) return "the answer is none of the general ones"
    if (response.headers.get("allow") !== (status === 405 ? "POST" : null)) return "the header allow"
    return made.valid ? "what is in order was not accepted" : undefined
  }
  if (text === okay && !/sns/i.test(made.url)) return undefined
  const name = commandOf(made.url) ?? ""
  const asksFriends = /^Sns\.CallbackPrevFriend(Add|Response)$/.test(name)
  // Whom a request names may be named in the answer.
  const secrets = asksFriends ? [token, sign] : [token, sign, canary]
  if (secrets.some((secret) => text.includes(secret))) return "the answer tells too much"
  if (text === okay && !asksFriends) return undefined
  if (!Object.hasOwn(events, name)) return "an unknown command was not allowed"
  const { answer, blocking } = events[name as CommandName]
  if (!blocking) return "what has happened was decided"
  const issues = check(answer as never, JSON.parse(text), { strict: true })
  if (issues.length > 0) return `the answer is not valid: ${issues[0]?.path} ${issues[0]?.message}`
  seen.answered.add(name)
  return undefined
}

test(`${requests} made-up requests get the answers that the protocol has, and break nothing`, async () => {
  const unchanged = watchPrototypes()
  const rejections = watchRejections()
  let valid = 0
  let sign = ""
  let signed: Query = []
  for (let first = 0; first < requests; first += together) {
    if (first % signedTogether === 0) {
      const delivery = { sdkAppId, token, command: "", body: {}, url: "", clientIp: "127.0.0.1", platform: "RESTAPI" }
      signed = [...await Effect.runPromise(queryOf(delivery))]
      sign = signed.find(([name]) => name === "Sign")?.[1] ?? ""
    }
    await Promise.all(Array.from({ length: together }, async (_, at) => {
      const index = first + at
      const made = make(names[index % names.length] as CommandName, signed)
      const describe = () => `request ${index}: ${made.init.method} ${made.url}\n${String(made.body).slice(0, 2_000)}`
      let response: Response
      try {
        response = await (handlers[index % handlers.length] as Handler)(new Request(made.url, made.init))
      } catch (error) {
        throw new Error(`no answer to ${describe()}`, { cause: error })
      }
      const odd = oddity(made, response, await response.text(), sign)
      if (odd !== undefined) assert.fail(`${odd}\n${response.status} to ${describe()}`)
      if (made.valid) valid++
      seen.statuses.set(response.status, (seen.statuses.get(response.status) ?? 0) + 1)
    }))
  }
  await rejections.stop()
  assert.deepEqual(rejections.found.map(String), [])
  assert.deepEqual([...seen.wrong], [])
  assert.ok(unchanged(), "prototypes were changed")
  // All that can happen did.
  assert.deepEqual([...seen.statuses.keys()].toSorted(), [200, ...Object.keys(lines).map(Number)])
  assert.ok(valid > requests * 0.35 && seen.known > requests * 0.4 && seen.unknown > requests * 0.02)
  assert.deepEqual([...seen.answered].toSorted(), names.filter((name) => events[name].blocking).toSorted())
  // Reasons are of a kind, whatever was sent.
  for (const detail of seen.details) assert.doesNotMatch(detail, new RegExp(`${canary}|${token}|undefined|NaN`))
  assert.ok(seen.details.size <= 25, [...seen.details].join("\n"))
})
