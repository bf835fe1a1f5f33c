import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import { Emulator, emulator } from "../src/emulator/mod.ts"
import { read, Unreadable, write } from "../src/emulator/state/codec.ts"
import { Accounts, Groups, Messages, msg, textOf } from "../mod.ts"
import { startSeconds, timTest } from "./support/suite.ts"

class Point {
  readonly x: number
  friend: Point | undefined
  constructor(x: number) {
    this.x = x
  }
}

const options = { classes: { Point }, outside: {} }

test("a graph of maps, sets, lists and objects is the same after it was written and read", () => {
  const point = new Point(1)
  const other = new Point(2)
  point.friend = other
  other.friend = point
  const gappy: Array<number | undefined> = []
  gappy[2] = 7
  const root = {
    map: new Map<unknown, unknown>([["a", point], [point, Infinity], [-Infinity, 0]]),
    set: new Set([1, "1", other]),
    list: [undefined, null, true, 12n, [[]]],
    gaps: gappy
  }
  const written = write(root, options)
  const copy = read(JSON.parse(JSON.stringify(written)), options) as typeof root
  assert.deepEqual(copy.gaps, [undefined, undefined, 7])
  assert.deepEqual(copy.list, root.list)
  assert.equal(copy.map.size, 3)
  assert.equal(copy.map.get(-Infinity), 0)
  const again = copy.map.get("a") as Point
  assert.ok(again instanceof Point)
  assert.equal(again.x, 1)
  assert.equal(copy.map.get(again), Infinity)
  assert.ok(copy.set.has(1) && copy.set.has("1") && again.friend !== undefined && copy.set.has(again.friend))
  assert.equal(again.friend?.friend, again)
  assert.deepEqual(write(copy, options), written)
})

test("a chain of a hundred thousand things does not exhaust the stack", () => {
  let last: Point | undefined
  for (let index = 0; index < 100_000; index++) {
    const next = new Point(index)
    next.friend = last
    last = next
  }
  const copy = read(write({ last }, options), options) as { readonly last: Point }
  assert.equal(copy.last.x, 99_999)
  assert.equal(copy.last.friend?.x, 99_998)
})

test("what was not written by it is not read", () => {
  const documents = [
    undefined,
    {},
    { nodes: [] },
    { nodes: [null] },
    { nodes: [{ x: 1 }] },
    { nodes: [{ o: {}, c: "Unknown" }] },
    { nodes: [{ o: {}, c: "__proto__" }] },
    { nodes: [{ a: [[7]] }] },
    { nodes: [{ m: "no list" }] },
    { nodes: [{ v: "outside", n: "toString" }] },
    { nodes: [{ v: "bigint", n: "12; drop" }] }
  ]
  for (const document of documents) assert.throws(() => read(document, options), Unreadable, JSON.stringify(document))
  const polluted = read({ nodes: [{ o: { ["__proto__"]: [1] } }, { o: { polluted: true } }] }, options)
  assert.equal(({} as { polluted?: boolean }).polluted, undefined)
  assert.equal(Object.getPrototypeOf(polluted), Object.prototype)
})

timTest("an app that is exported, imported and exported again is the same", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const messages = yield* Messages
    const groups = yield* Groups
    const service = yield* Emulator
    const { world } = service
    const { sdkAppId } = service.app()
    yield* accounts.importMany(["alice", "bob"])
    yield* groups.create({ Type: "Public", Name: "Club", GroupId: "club", Owner_Account: "alice" })
    yield* groups.addMembers("club", ["bob"])
    yield* messages.send(msg().text("before").from("alice").to("bob"))
    const saved = JSON.parse(JSON.stringify(world.save(sdkAppId)))
    yield* messages.send(msg().text("after").from("alice").to("bob"))
    yield* accounts.delete(["bob"])
    world.load(sdkAppId, saved)
    assert.deepEqual(JSON.parse(JSON.stringify(world.save(sdkAppId))), saved)
    const { MsgList } = yield* messages.getHistory("bob", "alice", {
      MaxCnt: 10,
      MinTime: 0,
      MaxTime: startSeconds + 60
    })
    assert.deepEqual(MsgList.map(({ MsgBody }) => textOf(MsgBody)), ["before"])
    yield* groups.removeMembers("club", ["bob"])
    world.reset(sdkAppId)
    assert.equal(service.app().accounts.has("alice"), false)
    assert.ok(service.app().accounts.has("administrator"))
  }))

test("a state never holds the key of its app", () => {
  const service = emulator({ secretKey: "canary-key" })
  assert.doesNotMatch(JSON.stringify(service.world.save(service.app().sdkAppId)), /canary-key/)
})
