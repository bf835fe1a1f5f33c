import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import { msg } from "../mod.ts"
import type { LiveEvent } from "../src/emulator/control/schemas.ts"
import type { EmulatorService } from "../src/emulator/mod.ts"
import { Ring } from "../src/emulator/Ring.ts"
import { eventsOf, makeControlled, until } from "./support/front.ts"

const run = Effect.runPromise

/** Calls the API in the name of the administrator. */
const callOf = (service: EmulatorService) => (path: string, body: object) =>
  Effect.map(
    service.calls.callAs({ app: service.app(), identifier: "administrator" }, path, body),
    ({ body: text, code }) => {
      assert.equal(code, 0, text.slice(0, 300))
      return JSON.parse(text) as { readonly [field: string]: unknown }
    }
  )

/** Two accounts, and messages from one to the other. */
const talk = (service: EmulatorService, messages: number, from = 0) =>
  Effect.gen(function*() {
    const call = callOf(service)
    if (from === 0) yield* call("v4/im_open_login_svc/multiaccount_import", { Accounts: ["alice", "bob"] })
    for (let index = from; index < from + messages; index++) {
      yield* call("v4/openim/sendmsg", {
        From_Account: "alice",
        To_Account: "bob",
        MsgRandom: index + 1,
        MsgBody: msg().text(`message ${index}`).elements
      })
    }
  })

const textOf = (body: ReadonlyArray<{ readonly MsgContent: unknown }>): unknown =>
  (body[0]?.MsgContent as { readonly Text?: unknown } | undefined)?.Text

test("a conversation of 10,000 messages is read whole, by the API and by the control API", async () => {
  const made = makeControlled()
  const { control, service, world } = made
  await run(talk(service, 10_000))
  const call = callOf(service)
  const texts = new Set<unknown>()
  let last: object = {}
  for (let complete: unknown = 0; complete !== 1;) {
    const page = await run(call("v4/openim/admin_getroammsg", {
      Operator_Account: "bob",
      Peer_Account: "alice",
      MaxCnt: 100,
      MinTime: 0,
      MaxTime: 4_000_000_000,
      ...last
    }))
    const { Complete, LastMsgKey, LastMsgTime, MsgList } = page as {
      readonly Complete: number
      readonly LastMsgKey: string
      readonly LastMsgTime: number
      readonly MsgList: ReadonlyArray<{ readonly MsgBody: ReadonlyArray<{ readonly MsgContent: unknown }> }>
    }
    for (const { MsgBody } of MsgList) texts.add(textOf(MsgBody))
    complete = Complete
    last = { MaxTime: LastMsgTime, LastMsgKey }
  }
  assert.equal(texts.size, 10_000)
  const serials: Array<number> = []
  let before: number | undefined
  for (let more = true; more;) {
    const page = await run(control.records.messages({ query: { limit: 1_000, before } }))
    serials.push(...page.items.map(({ serial }) => serial))
    before = serials.at(-1)
    more = page.more
  }
  assert.deepEqual(serials, Array.from({ length: 10_000 }, (_, index) => 10_000 - index))
  const { items } = await run(control.records.messages({ query: { q: "\"message 4711\"" } }))
  assert.deepEqual(items.map(({ body }) => textOf(body)), ["message 4711"])
  const [conversation] = (await run(control.records.conversations({ query: {} }))).items
  assert.deepEqual([conversation?.messages, conversation?.last?.serial], [10_000, 10_000])
  const saved = JSON.stringify(world.save(service.app().sdkAppId))
  world.load(service.app().sdkAppId, JSON.parse(saved))
  assert.equal(JSON.stringify(world.save(service.app().sdkAppId)), saved)
})

test("the log holds the latest 100,000 calls, and says how many it forgot", async () => {
  const { control, service, world } = makeControlled()
  const nowhere = service.calls.call("v4/openim/unheard_of", "", "{}")
  await run(Effect.gen(function*() {
    for (let call = 0; call < 100_500; call++) yield* nowhere
  }))
  assert.deepEqual([world.log.size, world.log.forgotten, world.log.nextId], [100_000, 500, 100_501])
  const first = await run(control.records.log({ query: { limit: 3 } }))
  assert.deepEqual([first.items.map(({ id }) => id), first.forgotten, first.more], [
    [100_500, 100_499, 100_498],
    500,
    true
  ])
  const last = await run(control.records.log({ query: { before: 502 } }))
  assert.deepEqual([last.items.map(({ id }) => id), last.more], [[501], false])
  assert.deepEqual((await run(control.records.log({ query: { before: 501 } }))).items, [])
  assert.equal(world.log.get(500), undefined)
  await run(control.records.clearLog())
  await run(nowhere)
  assert.deepEqual((await run(control.records.log({ query: {} }))).items.map(({ id }) => id), [100_501])
})

test("the timeline holds the latest 100,000 messages; conversations whose last one is forgotten stay", async () => {
  const { control, service } = makeControlled()
  const { timeline } = service.app()
  const say = (to: string) => timeline.add("alice", { kind: "c2c", to }, { time: 1, body: msg().text("hi").elements })
  say("bob")
  for (let message = 0; message < 100_000; message++) say("carol")
  assert.deepEqual([timeline.items.size, timeline.items.forgotten], [100_000, 1])
  const { items } = await run(control.records.conversations({ query: {} }))
  assert.deepEqual(items.map(({ conversation, last, messages }) => [conversation, messages, last?.serial]), [
    ["c2c:alice:carol", 100_000, 100_001],
    ["c2c:alice:bob", 1, undefined]
  ])
  assert.deepEqual((await run(control.records.messages({ query: { conversation: "c2c:alice:bob" } }))).items, [])
})

test("a ring keeps as many as it may, and finds them by their ids, however often it was emptied", () => {
  interface Item {
    readonly id: number
    readonly text: string
  }
  const ring = new Ring<Item>(3)
  const push = (text: string) => ring.push({ id: ring.nextId, text })
  const texts = (before?: number) => [...ring.newest(before)].map(({ text }) => text)
  assert.deepEqual([ring.size, texts()], [0, []])
  for (const text of ["one", "two"]) push(text)
  assert.deepEqual([ring.size, ring.forgotten, texts()], [2, 0, ["two", "one"]])
  for (const text of ["three", "four", "five"]) push(text)
  assert.deepEqual([ring.size, ring.forgotten, texts()], [3, 2, ["five", "four", "three"]])
  assert.deepEqual([ring.get(2), ring.get(3)?.text, ring.get(5)?.text, ring.get(6)], [
    undefined,
    "three",
    "five",
    undefined
  ])
  assert.deepEqual([texts(5), texts(3), texts(100)], [["four", "three"], [], ["five", "four", "three"]])
  ring.replace({ id: 4, text: "FOUR" })
  ring.replace({ id: 1, text: "never" })
  assert.deepEqual(texts(), ["five", "FOUR", "three"])
  ring.clear()
  assert.deepEqual([ring.size, ring.nextId, texts()], [0, 6, []])
  for (const text of ["six", "seven", "eight", "nine"]) push(text)
  assert.deepEqual([ring.size, texts()], [3, ["nine", "eight", "seven"]])
})

type Event = (typeof LiveEvent)["Type"]

/** How many events wait for a listener. */
const mostWaiting = 512

test("100 listeners, of which 10 do not read, hold up nobody and get what they can take", async () => {
  const { send, service, world } = makeControlled()
  const responses: Array<Response> = []
  for (let listener = 0; listener < 100; listener++) responses.push(await send("GET", "/events"))
  assert.equal(world.feed.size, 100)
  const listeners = responses.map(eventsOf)
  const lazy = listeners.slice(0, 10)
  const busy = listeners.slice(10).map((listener) => ({ ...listener, got: new Array<Event>() }))
  const reading = busy.map(async ({ got, next }) => {
    for (let event = await next(); event !== undefined; event = await next()) got.push(event)
  })
  const rounds = 4
  const messages = 100
  for (let round = 0; round < rounds; round++) {
    // Nobody reads while messages are sent, since nothing here waits.
    await run(talk(service, messages, round * messages))
    const events = 1 + 2 * messages * (round + 1)
    await until(() => busy.every(({ got }) => got.length === events))
  }
  const total = 1 + 2 * messages * rounds
  for (const { got } of busy) {
    assert.equal(got.length, total)
    const serials = got.flatMap((event) => event.type === "message" ? [event.message.serial] : [])
    assert.deepEqual(serials, Array.from({ length: messages * rounds }, (_, index) => index + 1))
    assert.ok(!got.some(({ type }) => type === "missed"))
  }
  for (const { next } of lazy) {
    let got = 0
    let event = await next()
    for (; event?.type === "message" || event?.type === "call"; event = await next()) got++
    assert.deepEqual(event, { type: "missed", count: total - got })
    // Its stream has taken out those of the first round already.
    assert.ok(got <= mostWaiting + 1 + 2 * messages, `${got} waited`)
  }
  await Promise.all(listeners.map(({ stop }) => stop()))
  await Promise.all(reading)
  assert.equal(world.feed.size, 0)
})

test("as many may wait as like to, and none is left when what they wait for comes", async () => {
  const { control, service, world } = makeControlled()
  await run(talk(service, 1))
  const waiting = Array.from(
    { length: 200 },
    () => run(control.records.wait({ query: { of: "messages", q: "\"message 2\"" } }))
  )
  await until(() => world.feed.size === 200)
  await run(talk(service, 2, 1))
  const found = await Promise.all(waiting)
  assert.deepEqual(new Set(found.map((row) => "serial" in row ? row.serial : undefined)), new Set([3]))
  assert.equal(world.feed.size, 0)
})

test("the latest 1,000 webhooks are kept, and how many were forgotten is counted", async () => {
  const { control, service } = makeControlled()
  const { webhooks } = service.app()
  let got = 0
  webhooks.settings = {
    target: () =>
      Effect.sync(() => {
        got++
        return Response.json({ ErrorCode: 0 })
      }),
    commands: ["C2C.CallbackAfterSendMsg"]
  }
  await run(talk(service, 1_300))
  await run(webhooks.settled)
  assert.equal(got, 1_300)
  assert.deepEqual([webhooks.deliveries.length, webhooks.forgotten], [1_000, 300])
  const { forgotten, items } = await run(control.behaviour.deliveries({ query: { limit: 1 } }))
  assert.deepEqual([items[0]?.id, items[0]?.status, forgotten], [1_300, 200, 300])
})

test("what is very long is kept in part", async () => {
  const { control, service } = makeControlled()
  await run(talk(service, 1))
  const path = "v4/openim/sendmsg"
  const body = { From_Account: "alice", To_Account: "bob", Data: "x".repeat(200_000) }
  await run(service.calls.callAs({ app: service.app(), identifier: "administrator" }, path, body))
  const { items: [logged] } = await run(control.records.log({ query: { limit: 1 } }))
  assert.ok(typeof logged?.request === "string")
  assert.ok(logged.request.length < 70_000)
  assert.match(logged.request, /… \(\d+ characters\)$/)
})
