// needs a host: the control API stands on Effect's HTTP server
import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import { connect } from "../mod.ts"
import { controls, type Controls } from "./support/control.ts"

/** Sends messages past the client, which would keep to the documented rate. */
const sendMany = async ({ service }: Controls, count: number): Promise<void> => {
  const caller = { app: service.app(), identifier: "administrator" }
  for (let index = 0; index < count; index++) {
    const MsgBody = [{ MsgType: "TIMTextElem", MsgContent: { Text: `message ${index}` } }]
    const body = { From_Account: "alice", To_Account: "bob", MsgSeq: index, MsgRandom: index, MsgBody }
    const { code } = await Effect.runPromise(service.calls.callAs(caller, "v4/openim/sendmsg", body))
    assert.equal(code, 0)
  }
}

const nextTurn = () => new Promise((next) => setTimeout(next, 1))

/** Reads a stream of events until so many have come, and lets it go. */
const read = async (response: Response, count: number): Promise<number> => {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let seen = 0
  while (reader !== undefined && seen < count) {
    const { done, value } = await reader.read()
    if (done) break
    seen += decoder.decode(value, { stream: true }).split("data: ").length - 1
  }
  await reader?.cancel()
  return seen
}

test("a hundred listeners, of which ten never read, block no sender and go without a trace", async () => {
  await using stage = controls()
  const { world } = stage.service
  const tim = await connect(stage.service.options)
  await tim.accounts.importMany(["alice", "bob"])
  const listen = () => stage.fetch(new Request("http://127.0.0.1:7480/__tim/events"))
  const slow = await Promise.all(Array.from({ length: 10 }, listen))
  const quick = await Promise.all(Array.from({ length: 90 }, listen))
  const reading = Promise.all(quick.map((response) => read(response, 100)))
  while (world.feed.size < 90) await nextTurn()
  await sendMany(stage, 2_000)
  for (const seen of await reading) assert.ok(seen >= 100)
  await Promise.all(slow.map((response) => response.body?.cancel()))
  while (world.feed.size > 0) await nextTurn()
  assert.equal(stage.service.app().timeline.items.size, 2_000)
})

test("the log keeps its latest hundred thousand calls, and says how many it forgot", async () => {
  await using stage = controls()
  const { log } = stage.service.world
  const tim = await connect(stage.service.options)
  await tim.accounts.import("alice")
  const [call] = log.newest()
  assert.ok(call !== undefined)
  while (log.nextId <= 100_010) log.push({ ...call, id: log.nextId })
  assert.equal(log.size, 100_000)
  const { json } = await stage.ask("GET", "log?limit=1000")
  assert.equal(json?.["forgotten"], 10)
  assert.equal(Array.isArray(json?.["items"]) && json["items"].length, 1_000)
})

test("a conversation of ten thousand messages is read to its beginning", async () => {
  await using stage = controls()
  const tim = await connect(stage.service.options)
  await tim.accounts.importMany(["alice", "bob"])
  await sendMany(stage, 10_000)
  let seen = 0
  let before = Infinity
  while (before > 1) {
    const { json } = await stage.ask("GET", `messages?limit=1000${before === Infinity ? "" : `&before=${before}`}`)
    const items = (json?.["items"] ?? []) as ReadonlyArray<{ readonly serial: number }>
    seen += items.length
    before = items.at(-1)?.serial ?? 0
  }
  assert.equal(seen, 10_000)
})
