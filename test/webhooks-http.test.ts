import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import { callback, fixtures } from "../src/testing/mod.ts"
import {
  type Handler,
  handler,
  type HandlerOptions,
  type NotAccepted,
  refuse,
  replaceBody,
  signatureOf,
  type WebhookEvent
} from "../src/webhook/mod.ts"
import { layer } from "../src/webhook/router.ts"

const sdkAppId = 1400000000
const token = "token-of-the-console"
const canary = "canary-5d41"
const [after, before] = ["Group.CallbackAfterGroupFull", "C2C.CallbackBeforeSendMsg"] as const

const fail = (): never => {
  throw new Error(canary, { cause: { canary } })
}

/** What is answered, to the letter. */
const allowed = { ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "" }
const lines = {
  400: "The request is not a webhook",
  401: "The request is not signed as it must be",
  404: "Nothing is here",
  405: "Webhooks are POST requests",
  413: "The body is too long",
  415: "The body must be JSON"
} as const

type Status = keyof typeof lines

/** A request, as it differs from one that is in order. */
interface Asked {
  readonly method?: string
  readonly path?: string
  /** Parameters to change or, where undefined, to leave out. */
  readonly query?: { readonly [name: string]: string | undefined }
  /** Parameters to add at the end, whatever is there already. */
  readonly more?: ReadonlyArray<readonly [name: string, value: string]>
  readonly headers?: Record<string, string>
  readonly body?: BodyInit | null
}

const inOrder = async (command: string = after): Promise<URLSearchParams> =>
  new URL((await callback({ sdkAppId, token, command })).url).searchParams

const requestOf = async (asked: Asked): Promise<Request> => {
  const { body = JSON.stringify({ GroupId: canary }), headers = {}, method = "POST", more = [], path = "/" } = asked
  const query = await inOrder()
  query.append("trace", canary)
  for (const [name, value] of Object.entries(asked.query ?? {})) {
    if (value === undefined) query.delete(name)
    else query.set(name, value)
  }
  for (const [name, value] of more) query.append(name, value)
  const sent = method === "POST" ? { body, duplex: "half" } : {}
  const init = { method, headers: { "x-trace": canary, ...headers }, ...sent }
  return new Request(`http://localhost${path}?${query}`, init)
}

const outcomeOf = async (request: Request, options: Partial<HandlerOptions> = {}) => {
  const events: Array<WebhookEvent> = []
  const problems: Array<NotAccepted> = []
  const handle = handler({
    sdkAppId,
    ...(options.unverified === true ? {} : { tokens: token }),
    otherwise: (event) => events.push(event),
    onError: () => undefined,
    onNotAccepted: (problem) => problems.push(problem),
    ...options
  })
  const response = await handle(request)
  const headers = Object.fromEntries(response.headers)
  return { status: response.status, text: await response.text(), headers, events, problems }
}

/** Checks that a request is not accepted, to the letter, and that nobody is told what it holds. Gives the reason. */
const refused = async (status: Status, asked: Asked | Request, options?: Partial<HandlerOptions>): Promise<string> => {
  const request = asked instanceof Request ? asked : await requestOf(asked)
  const { events, headers, problems, status: given, text } = await outcomeOf(request, options)
  assert.equal(given, status)
  assert.equal(text, lines[status])
  assert.deepEqual(headers, {
    "content-type": "text/plain; charset=utf-8",
    ...(status === 405 ? { allow: "POST" } : {})
  })
  assert.deepEqual(events, [])
  const [problem] = problems
  assert.deepEqual(problems.map(({ status }) => status), [status])
  const detail = problem?.detail ?? ""
  assert.notEqual(detail, "")
  // All that the problem has, and that a log would print.
  const printed = [detail, String(problem), JSON.stringify(problem)].join("\n")
  const sent = [canary, token, ...new URL(request.url).searchParams.values()].filter((value) => value.length > 3)
  for (const value of sent) assert.ok(!printed.includes(value), `the reason holds ${value}`)
  return detail
}

/** Checks that a request is answered as a webhook that is allowed, and gives its event. */
const accepted = async (asked: Asked | Request, options?: Partial<HandlerOptions>): Promise<WebhookEvent> => {
  const request = asked instanceof Request ? asked : await requestOf(asked)
  const { events, headers, problems, status, text } = await outcomeOf(request, options)
  assert.deepEqual(problems.map(({ detail }) => detail), [])
  assert.equal(status, 200)
  assert.deepEqual(JSON.parse(text), allowed)
  assert.deepEqual(Object.keys(headers), ["content-type"])
  assert.match(headers["content-type"] ?? "", /^application\/json/)
  const [event] = events
  assert.ok(event !== undefined && events.length === 1, "one event")
  return event
}

/** Makes a body of chunks, and counts those that were asked for. */
const streamOf = (chunks: number, bytesEach: number) => {
  const counted = { pulled: 0, cancelled: false }
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      counted.pulled++
      controller.enqueue(new Uint8Array(bytesEach).fill(32))
      if (counted.pulled === chunks) controller.close()
    },
    cancel: () => {
      counted.cancelled = true
    }
  }, { highWaterMark: 0 })
  return { body, counted }
}

test("only the path that was given is answered", async () => {
  const options = { path: "/webhooks/1d0f7c" }
  await accepted({ path: "/webhooks/1d0f7c" }, options)
  for (const path of ["/", "/webhooks", "/webhooks/1d0f7c/", "/webhooks/1D0F7C", "//webhooks/1d0f7c"]) {
    assert.equal(await refused(404, { path }, options), "another path is for webhooks")
  }
  await accepted({ path: "/webhooks/./1d0f7c" }, options)
})

test("only POST is answered", async () => {
  for (const method of ["GET", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH"]) {
    assert.equal(await refused(405, { method }), "webhooks are POST requests")
  }
})

test("a body may be said to be JSON, text or a form, or nothing at all", async () => {
  const json = ["application/json", "Application/JSON;charset=UTF-8", "text/json", "application/cloudevents+json"]
  const others = ["text/plain;charset=UTF-8", "application/x-www-form-urlencoded", "application/octet-stream"]
  for (const type of [...json, ...others]) await accepted({ headers: { "content-type": type } })
  await accepted({ body: new TextEncoder().encode("{}") })
})

test("a body that is said to be something else than JSON is not read", async () => {
  const not = ["multipart/form-data; boundary=x", "text/html", "image/png", "application/xml", "text/xml", canary]
  for (const type of not) {
    const { body, counted } = streamOf(3, 8)
    const detail = await refused(415, { headers: { "content-type": type }, body })
    assert.equal(detail, "the body is said to be something else than JSON")
    assert.equal(counted.pulled, 0)
  }
})

test("the query may say that the body is JSON, in any case", async () => {
  for (const contenttype of ["JSON", "Json", "json", undefined]) await accepted({ query: { contenttype } })
  for (const contenttype of ["xml", "", canary]) await refused(415, { query: { contenttype } })
})

test("a body of exactly the longest length is taken, and not one byte more", async () => {
  const maxBodyBytes = 64
  const padded = (length: number) => JSON.stringify({ GroupId: canary }).padEnd(length)
  await accepted({ body: padded(64) }, { maxBodyBytes })
  assert.equal(await refused(413, { body: padded(65) }, { maxBodyBytes }), "the body is longer than 64 bytes")
  await refused(413, { body: JSON.stringify({ GroupId: "你".repeat(20) }) }, { maxBodyBytes })
})

test("a body that says it is too long is not read", async () => {
  const { body, counted } = streamOf(1, 8)
  const detail = await refused(413, { headers: { "content-length": "1048577" }, body })
  assert.equal(detail, "the body is longer than 1048576 bytes")
  assert.equal(counted.pulled, 0)
})

test("ten megabytes are not read to their end, whatever length they are said to have", async () => {
  for (const headers of [{}, { "content-length": "5" }, { "content-length": "many" }, { "content-length": "-1" }]) {
    const { body, counted } = streamOf(160, 65_536)
    await refused(413, { headers, body })
    assert.ok(counted.pulled >= 17 && counted.pulled <= 19, `${counted.pulled} chunks were pulled`)
    assert.equal(counted.cancelled, true)
  }
})

test("a request that is not signed is not accepted, nor is its body read", async () => {
  const wrong = "0".repeat(64)
  const details: Array<string> = []
  const changes: ReadonlyArray<{ readonly [name: string]: string | undefined }> = [
    { Sign: undefined },
    { RequestTime: undefined },
    { Sign: undefined, RequestTime: undefined },
    { RequestTime: "" },
    { RequestTime: "1700000001" },
    { Sign: wrong },
    ...["", wrong.slice(1), `${wrong}0`, "g".repeat(64), ` ${wrong.slice(1)}`, "０".repeat(64)].map((Sign) => ({
      Sign
    }))
  ]
  for (const query of changes) {
    const { body, counted } = streamOf(1, 8)
    details.push(await refused(401, { query, body }))
    assert.equal(counted.pulled, 0)
  }
  const missing = "Sign or RequestTime is missing: switch authentication on in the console"
  const notHex = "Sign is not 64 hexadecimal digits"
  const notMade = "Sign was not made with any of the tokens"
  const noTime = "RequestTime is no time in seconds"
  const notHexes = Array.from({ length: 6 }, () => notHex)
  assert.deepEqual(details, [missing, missing, missing, noTime, notMade, notMade, ...notHexes])
})

test("a signature may be written in upper case", async () => {
  await accepted({ query: { Sign: (await inOrder()).get("Sign")?.toUpperCase() } })
})

test("a signature of half a token, or of the token without the time, is not accepted", async () => {
  const time = (await inOrder()).get("RequestTime") ?? ""
  for (const [half, text] of [[token.slice(0, -1), time], [token, ""], ["", time], [token, `${time} `]] as const) {
    await refused(401, { query: { Sign: await Effect.runPromise(signatureOf(half, text)) } })
  }
})

test("a time that is old, ahead or no time is not accepted, though it is signed", async () => {
  const signed = async (RequestTime: string) => ({
    query: { RequestTime, Sign: await Effect.runPromise(signatureOf(token, RequestTime)) }
  })
  assert.match(await refused(401, await signed("1600000000")), /^RequestTime is \d+ s old, 60 s are allowed$/)
  assert.match(await refused(401, await signed("1")), /^RequestTime is \d+ s old, 60 s are allowed$/)
  assert.match(await refused(401, await signed("4000000000")), /^RequestTime is \d+ s ahead, 60 s are allowed$/)
  const none = [
    "NaN",
    "-1",
    "1e99",
    "Infinity",
    "",
    " ",
    "0x6553f100",
    "1700000000.5",
    "1700000000123",
    "１７００００００００"
  ]
  for (const time of none) assert.equal(await refused(401, await signed(time)), "RequestTime is no time in seconds")
})

test("a webhook of another app is not accepted", async () => {
  for (const SdkAppid of ["1400000001", "", "01400000000", "1400000000.0", "1.4e9", "NaN", undefined]) {
    assert.equal(await refused(401, { query: { SdkAppid } }), "SdkAppid is not that of the app")
    await refused(401, { query: { SdkAppid } }, { unverified: true })
  }
})

test("while a token is changed, the old one and the new one are taken, and no third", async () => {
  const tokens = ["old-token", "new-token"]
  const signedBy = (by: string) => callback({ sdkAppId, token: by, command: after, body: { GroupId: "g" } })
  for (const by of tokens) await accepted(await signedBy(by), { tokens })
  await refused(401, await signedBy("old-tokennew-token"), { tokens })
  await refused(401, await signedBy(token), { tokens })
})

test("a request without a command is no webhook", async () => {
  for (const CallbackCommand of [undefined, ""]) {
    assert.equal(await refused(400, { query: { CallbackCommand } }), "CallbackCommand is missing")
  }
})

test("a parameter that is there twice makes a request ambiguous", async () => {
  const query = await inOrder()
  const names = ["SdkAppid", "CallbackCommand", "contenttype", "ClientIP", "OptPlatform", "RequestTime", "Sign"]
  for (const name of names) {
    for (const second of [name, name.toLowerCase(), name.toUpperCase()]) {
      const more = [[second, query.get(name) ?? ""], [name, canary]] as const
      assert.equal(await refused(400, { more }), `${name} is in the query twice`)
      await refused(400, { more }, { unverified: true })
    }
  }
  const event = await accepted({ more: [["trace", "again"]] })
  assert.equal(event.query["trace"], "again")
})

test("parameters are known in any case", async () => {
  const query = await inOrder()
  const upper = [...query].map(([name, value]) => [name === "SdkAppid" ? "SDKAppID" : name.toUpperCase(), value])
  const request = new Request(`http://localhost/?${new URLSearchParams(upper)}`, { method: "POST", body: "{}" })
  const event = await accepted(request)
  assert.deepEqual(event.query, {
    SdkAppid: String(sdkAppId),
    CallbackCommand: after,
    contenttype: "json",
    ClientIP: "127.0.0.1",
    OptPlatform: "RESTAPI",
    RequestTime: query.get("RequestTime")
  })
})

test("an event never has the signature, however it is spelt", async () => {
  const query = await inOrder()
  const sign = query.get("Sign") ?? ""
  query.delete("Sign")
  for (const name of ["Sign", "sign", "SIGN", "sIgN", "%53ign"]) {
    const request = new Request(`http://localhost/?${query}&${name}=${sign}`, { method: "POST", body: "{}" })
    assert.ok(!JSON.stringify(await accepted(request)).includes(sign))
  }
})

test("a body that is no JSON object is no webhook", async () => {
  const others = ["", " ", "hello", "null", "true", "7", `"text"`, "[]", `[{"GroupId":"g"}]`, "GroupId=g", "<xml>"]
  const ends = [`{"GroupId":"g"`, `{"GroupId":"g`, `{"GroupId":"g"}}`, `{"GroupId":"g"} {}`, `{"GroupId":"g",}`]
  const words = [`{"GroupId":'g'}`, `{GroupId:"g"}`, `{"a":NaN}`, `{"a":01234567890123456789}`, `{"a":"\u0000"}`]
  for (const body of [...others, ...ends, ...words]) {
    assert.equal(await refused(400, { body }), "the body is no JSON object", body)
  }
  await refused(400, { body: null })
})

test("bytes that are no UTF-8 are replaced within texts, and are no JSON elsewhere", async () => {
  const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
  const event = await accepted({ body: bytes(`{"GroupId":"a\xff\xc3b\xed\xa0\x80"}`) })
  assert.match(String((event.body as { readonly GroupId: unknown }).GroupId), /^a\ufffd+b\ufffd+$/)
  await refused(400, { body: bytes(`{"GroupId":"g"\xff}`) })
  await refused(400, { body: bytes("{\0\"\0}\0") })
  await accepted({ body: bytes(`\xef\xbb\xbf{"GroupId":"g"}`) })
})

test("a letter that is spread over two chunks stays one", async () => {
  const bytes = new TextEncoder().encode(`{"GroupId":"你😀"}`)
  let at = 0
  const body = new ReadableStream({
    pull: (controller) => at < bytes.length ? controller.enqueue(bytes.slice(at, ++at)) : controller.close()
  })
  assert.deepEqual((await accepted({ body })).body, { GroupId: "你😀" })
})

test("of two fields with one name the last one counts", async () => {
  const event = await accepted({ body: `{"GroupId":7,"GroupId":"first","GroupId":"last"}` })
  assert.deepEqual(event.body, { GroupId: "last" })
  assert.equal(event.known, true)
})

const pollutedOf = (value: object): unknown => (value as { readonly polluted?: unknown }).polluted

/** Ways to write `__proto__` in JSON. */
const prototypeKeys = [
  "__proto__",
  "\\u005f_proto__",
  "\\u005F\\u005Fproto\\u005f\\u005f",
  "__pr\\u006fto__",
  "__\\u0070roto__",
  [..."__proto__"].map((letter) => `\\u00${letter.charCodeAt(0).toString(16)}`).join("")
]

const hasPrototypeKey = (value: unknown): boolean =>
  typeof value === "object" && value !== null &&
  (Object.hasOwn(value, "__proto__") || Object.values(value).some(hasPrototypeKey))

for (const key of prototypeKeys) {
  test(`a body with the key ${key} pollutes no prototype, nor does a copy of it`, async () => {
    const evil = `"${key}":{"polluted":true}`
    const list = `[{"Deep":{${evil}}},[[{${evil},"kept":1}]]]`
    const nested = `{"GroupId":"g",${evil},"List":${list},"Big":12345678901234567890}`
    for (const CallbackCommand of [after, "Group.CallbackAfterTomorrow", before]) {
      const { body } = await accepted({ query: { CallbackCommand }, body: nested })
      assert.equal(pollutedOf({}), undefined)
      assert.equal(hasPrototypeKey(body), false)
      for (const copy of [Object.assign({}, body), { ...body }, structuredClone(body)] as ReadonlyArray<object>) {
        assert.equal(Object.getPrototypeOf(copy), Object.prototype)
        assert.equal(pollutedOf(copy), undefined)
      }
      assert.deepEqual(JSON.parse(JSON.stringify(body)), {
        GroupId: "g",
        List: [{ Deep: {} }, [[{ kept: 1 }]]],
        Big: "12345678901234567890"
      })
    }
    await refused(400, { body: `{${evil},"a":` })
    assert.equal(pollutedOf({}), undefined)
  })
}

test("the keys constructor and prototype are data like any other", async () => {
  const body = `{"GroupId":"g","constructor":{"prototype":{"polluted":true}},"prototype":[1],"toString":"text"}`
  const event = await accepted({ body })
  assert.equal(JSON.stringify(event.body), body)
  assert.ok(Object.hasOwn(event.body, "constructor"))
  assert.equal(pollutedOf({}), undefined)
  assert.equal(pollutedOf({ ...event.body }), undefined)
  assert.equal(({}).constructor, Object)
})

test("parameters with the names of what objects have pollute nothing", async () => {
  const more = [["__proto__", "polluted"], ["constructor", canary], ["hasOwnProperty", canary]] as const
  const { query } = await accepted({ more })
  assert.equal(Object.getPrototypeOf(query), Object.prototype)
  assert.equal(Object.hasOwn(query, "__proto__"), false)
  assert.equal(Object.hasOwn(query, "constructor"), true)
  assert.equal(pollutedOf({}), undefined)
})

test("a command with the name of what objects have is an unknown one", async () => {
  for (const CallbackCommand of ["__proto__", "toString", "constructor", "hasOwnProperty", "prototype", canary, " "]) {
    const event = await accepted({ query: { CallbackCommand } })
    assert.equal(event.known, false)
    assert.equal(event.command, CallbackCommand)
    assert.deepEqual(event.known ? undefined : event.issues, [])
  }
})

test("a hundred thousand levels of nesting crash nothing", async () => {
  const arrays = "[".repeat(100_000) + "]".repeat(100_000)
  const objects = `${"{\"a\":".repeat(100_000)}1${"}".repeat(100_000)}`
  const prototypes = `${"{\"__proto__\":".repeat(50_000)}1${"}".repeat(50_000)}`
  const fields = ["GroupId", "FriendItem", "MsgBody", "any"]
  const bodies = [
    arrays,
    objects,
    prototypes,
    ...[arrays, objects, prototypes].flatMap((deep) => fields.map((field) => `{"${field}":${deep}}`)),
    `{"FriendItem":[{"To_Account":${arrays}}]}`
  ]
  for (const CallbackCommand of [after, before, "Sns.CallbackPrevFriendAdd", "Group.CallbackAfterTomorrow"]) {
    for (const body of bodies) {
      const request = await requestOf({ query: { CallbackCommand }, body })
      const { status, text } = await outcomeOf(request, { whenFailing: "refuse", deduplicate: true })
      assert.ok(status === 200 || status === 400)
      if (status === 400) assert.equal(text, lines[400])
      else assert.equal((JSON.parse(text) as { readonly ActionStatus: unknown }).ActionStatus, "OK")
    }
  }
})

test("a megabyte of what is wrong is looked through only once", async () => {
  const length = 1_000_000
  const filled = (head: string, unit: string, tail: string) =>
    `${head}${unit.repeat(Math.floor((length - head.length) / unit.length))}${tail}`
  // Without its end each of the quotes could be the beginning of the text.
  await refused(400, { body: filled(`{"a":1234567890123456,"b":"`, `\\"`, "") })
  await refused(400, { body: filled(`{"a":1234567890123456,"b":"`, `\\\\`, `\\`) })
  await refused(400, { body: filled(`{"a":`, "1.", "}") })
  const texts = await accepted({ body: filled(`{"GroupId":"g","a":12345678901234567890,"b":"`, "\\n", `"}`) })
  assert.equal(texts.known, true)
  const reports: Array<unknown> = []
  const wrong = await requestOf({ query: { CallbackCommand: before }, body: filled(`{"MsgBody":[{}`, ",{}", "]}") })
  const { events, status } = await outcomeOf(wrong, { onError: (error) => reports.push(error) })
  assert.equal(status, 200)
  assert.equal(events[0]?.known, false)
  assert.ok(String(reports[0]).length < 2_000, "the report is short")
})

test("what is wrong with a short body is told in full to the handler, and in short to the log", async () => {
  const reports: Array<unknown> = []
  const body = JSON.stringify({ ...fixtures[before], MsgBody: Array.from({ length: 50 }, () => ({})) })
  const onError = (error: unknown) => reports.push(error)
  const { events } = await outcomeOf(await requestOf({ query: { CallbackCommand: before }, body }), { onError })
  const [event] = events
  assert.ok(event?.known === false && event.issues.length >= 50)
  assert.match(String(reports[0]), /MsgBody\[0\].*; and \d+ more$/)
})

test("a body whose stream fails is no webhook", async () => {
  const failing = (chunks: number) => {
    let left = chunks
    return new ReadableStream({
      pull: (controller) => {
        if (left-- > 0) controller.enqueue(new TextEncoder().encode(`{"GroupId":`))
        else controller.error(new Error(canary))
      }
    })
  }
  for (const chunks of [0, 1]) {
    assert.equal(await refused(400, { body: failing(chunks) }), "the body could not be read to its end")
  }
})

test("a body that was read before is no webhook", async () => {
  const request = await requestOf({})
  await request.text()
  await refused(400, request)
  const locked = await requestOf({})
  locked.body?.getReader()
  assert.equal(await refused(400, locked), "the body could not be read to its end")
})

test("a list of friends that is not as documented names only those who are named", async () => {
  const FriendItem = [null, 7, "text", [], {}, { To_Account: 7 }, { To_Account: { canary } }, { To_Account: "bob" }]
  const body = JSON.stringify({ FriendItem, ResponseFriendItem: FriendItem })
  for (const CallbackCommand of ["Sns.CallbackPrevFriendAdd", "Sns.CallbackPrevFriendResponse"]) {
    const request = await requestOf({ query: { CallbackCommand }, body })
    const { status, text } = await outcomeOf(request)
    assert.equal(status, 200)
    assert.doesNotMatch(text, new RegExp(canary))
    const ResultItem = [{ To_Account: "bob", ResultCode: 0, ResultInfo: "" }]
    assert.deepEqual(JSON.parse(text), { ...allowed, ResultItem })
  }
})

test("events with wrong bodies are not taken for repeated ones", async () => {
  const events: Array<WebhookEvent> = []
  const otherwise = (event: WebhookEvent) => events.push(event)
  const handle = handler({ sdkAppId, tokens: token, deduplicate: true, otherwise, onError: () => undefined })
  const CallbackCommand = "C2C.CallbackAfterSendMsg"
  for (const body of [`{"Renamed":1}`, `{"Renamed":2}`, `{"Renamed":2}`]) {
    await handle(await requestOf({ query: { CallbackCommand }, body }))
  }
  assert.equal(events.length, 2)
})

test("an answer that cannot be written as JSON is reported, and another goes out", async () => {
  const MsgContent: { Text: string; self?: unknown } = { Text: "x" }
  MsgContent.self = MsgContent
  const reports: Array<unknown> = []
  for (const content of [MsgContent, { Text: "x", large: 1n }]) {
    const { status, text } = await outcomeOf(await callback({ sdkAppId, token, command: before }), {
      on: { [before]: () => replaceBody([{ MsgType: "TIMTextElem", MsgContent: content } as never]) },
      onError: (error) => reports.push(error)
    })
    assert.equal(status, 200)
    assert.equal((JSON.parse(text) as { readonly ActionStatus: unknown }).ActionStatus, "OK")
    assert.doesNotMatch(text, /MsgBody/)
  }
  assert.equal(reports.length, 2)
})

test("an answer holds nothing of what a handler threw", async () => {
  for (const whenFailing of ["allow", "refuse"] as const) {
    for (const broken of [fail, async () => fail()]) {
      const options = { whenFailing, on: { [before]: broken } }
      const { headers, status, text } = await outcomeOf(await callback({ sdkAppId, token, command: before }), options)
      assert.equal(status, 200)
      assert.deepEqual(JSON.parse(text), { ...allowed, ErrorCode: whenFailing === "allow" ? 0 : 1 })
      assert.deepEqual(Object.keys(headers), ["content-type"])
    }
  }
})

test("an answer holds neither token nor signature nor anything else of the request", async () => {
  const body = { ...fixtures[before], From_Account: canary, CloudCustomData: canary }
  const request = await callback({ sdkAppId, token, command: before, clientIp: canary, body })
  const sign = new URL(request.url).searchParams.get("Sign") ?? ""
  const { headers, text } = await outcomeOf(request, { on: { [before]: () => refuse(120_001, "no") } })
  for (const secret of [token, sign, canary]) assert.ok(!(text + JSON.stringify(headers)).includes(secret))
  assert.deepEqual(JSON.parse(text), { ActionStatus: "OK", ErrorCode: 120_001, ErrorInfo: "no" })
})

test("an observer of what is not accepted may fail", async () => {
  const { headers, status, text } = await outcomeOf(await requestOf({ method: "GET" }), { onNotAccepted: fail })
  assert.deepEqual([status, text, headers["allow"]], [405, lines[405], "POST"])
})

const withRouter = async (use: (handle: Handler, events: Array<WebhookEvent>) => Promise<void>): Promise<void> => {
  const events: Array<WebhookEvent> = []
  const { dispose, handler: handle } = HttpRouter.toWebHandler(
    layer("/tim/webhooks", {
      sdkAppId,
      tokens: token,
      on: {
        [before]: ({ body }) => Effect.succeed(refuse(120_001, `not from ${body.From_Account}`)),
        "Group.CallbackBeforeSendMsg": () => Effect.fail(new Error(canary))
      },
      otherwise: (event) => void events.push(event)
    }),
    { disableLogger: true }
  )
  await use((request) => handle(request), events).finally(dispose)
}

test("a route of effect/http answers webhooks", () =>
  withRouter(async (handle, events) => {
    const url = "http://localhost/tim/webhooks"
    const decided = await handle(await callback({ sdkAppId, token, command: before, url }))
    assert.equal(decided.status, 200)
    assert.match(decided.headers.get("content-type") ?? "", /^application\/json/)
    assert.deepEqual(await decided.json(), { ActionStatus: "OK", ErrorCode: 120_001, ErrorInfo: "not from alice" })
    const told = await handle(await callback({ sdkAppId, token, command: after, url }))
    assert.deepEqual(await told.json(), allowed)
    assert.deepEqual(events.map(({ body }) => body), [fixtures[after]])
    assert.ok(!Object.keys(events[0]?.query ?? {}).some((name) => /^sign$/i.test(name)))
    const failed = await handle(await callback({ sdkAppId, token, command: "Group.CallbackBeforeSendMsg", url }))
    assert.deepEqual(await failed.json(), allowed)
  }))

test("a route of effect/http refuses what is no webhook", () =>
  withRouter(async (handle, events) => {
    const path = "/tim/webhooks"
    const { body, counted } = streamOf(160, 65_536)
    const cases: ReadonlyArray<readonly [Status, Asked]> = [
      [400, { body: "[]" }],
      [401, { query: { Sign: "0".repeat(64) } }],
      [405, { method: "GET" }],
      [405, { method: "PUT" }],
      [413, { body }],
      [415, { headers: { "content-type": "image/png" } }]
    ]
    for (const [status, asked] of cases) {
      const response = await handle(await requestOf({ path, ...asked }))
      assert.equal(response.status, status)
      assert.equal(response.headers.get("allow"), status === 405 ? "POST" : null)
      assert.equal(await response.text(), lines[status])
    }
    assert.ok(counted.pulled <= 19)
    const elsewhere = await handle(await requestOf({ path: "/tim" }))
    assert.equal(elsewhere.status, 404)
    assert.doesNotMatch(await elsewhere.text(), new RegExp(canary))
    assert.deepEqual(events, [])
  }))
