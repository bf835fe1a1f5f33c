// needs a host: the control API stands on Effect's HTTP server
import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import { connect } from "../mod.ts"
import type { EmulatorService } from "../src/emulator/mod.ts"
import { eventsOf, makeControlled } from "./support/front.ts"

/** Sends messages past the client, which would keep to the documented rate. */
const sendMany = async (service: EmulatorService, count: number): Promise<void> => {
  const caller = { app: service.app(), identifier: "administrator" }
  for (let index = 0; index < count; index++) {
    const MsgBody = [{ MsgType: "TIMTextElem", MsgContent: { Text: `message ${index}` } }]
    const body = { From_Account: "alice", To_Account: "bob", MsgSeq: index, MsgRandom: index, MsgBody }
    const { code } = await Effect.runPromise(service.calls.callAs(caller, "v4/openim/sendmsg", body))
    assert.equal(code, 0)
  }
}

interface Page {
  readonly items: ReadonlyArray<{ readonly serial: number }>
  readonly forgotten: number
}

const nextTurn = () => new Promise((next) => setTimeout(next, 1))

/** Reads so many events of a stream, and lets it go. */
const read = async (response: Response, count: number): Promise<number> => {
  const { next, stop } = eventsOf(response)
  let seen = 0
  while (seen < count && await next() !== undefined) seen++
  await stop()
  return seen
}

test("a hundred listeners, of which ten never read, block no sender and go without a trace", async () => {
  const { send, service, world } = makeControlled()
  const tim = await connect(service.options)
  await tim.accounts.importMany(["alice", "bob"])
  const listen = () => send("GET", "/events")
  const slow = await Promise.all(Array.from({ length: 10 }, listen))
  const quick = await Promise.all(Array.from({ length: 90 }, listen))
  const reading = Promise.all(quick.map((response) => read(response, 100)))
  while (world.feed.size < 90) await nextTurn()
  await sendMany(service, 2_000)
  for (const seen of await reading) assert.ok(seen >= 100)
  await Promise.all(slow.map((response) => response.body?.cancel()))
  while (world.feed.size > 0) await nextTurn()
  assert.equal(service.app().timeline.items.size, 2_000)
})

test("the log keeps its latest hundred thousand calls, and says how many it forgot", async () => {
  const { send, service, world: { log } } = makeControlled()
  const tim = await connect(service.options)
  await tim.accounts.import("alice")
  const [call] = log.newest()
  assert.ok(call !== undefined)
  while (log.nextId <= 100_010) log.push({ ...call, id: log.nextId })
  assert.equal(log.size, 100_000)
  const page = await (await send("GET", "/log?limit=1000")).json() as Page
  assert.equal(page.forgotten, 10)
  assert.equal(page.items.length, 1_000)
})

test("a conversation of ten thousand messages is read to its beginning", async () => {
  const { send, service } = makeControlled()
  const tim = await connect(service.options)
  await tim.accounts.importMany(["alice", "bob"])
  await sendMany(service, 10_000)
  let seen = 0
  let before = Infinity
  while (before > 1) {
    const older = before === Infinity ? "" : `&before=${before}`
    const { items } = await (await send("GET", `/messages?limit=1000${older}`)).json() as Page
    seen += items.length
    before = items.at(-1)?.serial ?? 0
  }
  assert.equal(seen, 10_000)
})
