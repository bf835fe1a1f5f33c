import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { Accounts, CurrentRateLimiter, Groups, unlimited } from "../mod.ts"
import { fromBigInt, mayBeLarge, parseJson, stringifyJson } from "../src/endpoint/json.ts"
import { makeRandom } from "../src/emulator/random.ts"
import { layerOn, scripted, success } from "./support/scripted.ts"
import { inVirtualTime, timTest } from "./support/suite.ts"

test("integers beyond 2^53 are read as texts, all else as JSON reads it", () => {
  const text = `{"a":9007199254740993,"b":-9223372036854775808,"c":[18446744073709551615,9007199254740991],
    "d":1.5000000000000000000,"e":1e300,"f":"12345678901234567890","g":"\\"9007199254740993\\"","9007199254740993":1}`
  assert.deepEqual(parseJson(text), {
    a: "9007199254740993",
    b: "-9223372036854775808",
    c: ["18446744073709551615", 9007199254740991],
    d: 1.5,
    e: 1e300,
    f: "12345678901234567890",
    g: `"9007199254740993"`,
    "9007199254740993": 1
  })
})

test("16 digits in a row are found wherever they stand, and no fewer", () => {
  for (let before = 0; before < 40; before++) {
    for (let digits = 12; digits < 40; digits++) {
      for (const between of ["", "1234567.890123 ", "123456789012345,"]) {
        const text = `${between}${"x".repeat(before)}${"7".repeat(digits)}${between}`
        assert.equal(mayBeLarge(text), /\d{16}/.test(text), text)
      }
    }
  }
})

test("an integer in the place of a name is no JSON, however long", () => {
  for (const text of ["{12:1}", "{12345678901234567890:1}", "{12345678901234567890 \n :1}"]) {
    assert.throws(() => parseJson(text), SyntaxError)
  }
})

test("any 64-bit integer survives reading and writing", () => {
  const random = makeRandom(7)
  for (let round = 0; round < 2_000; round++) {
    const bits = BigInt(Math.floor(random() * 2 ** 32)) << 32n | BigInt(Math.floor(random() * 2 ** 32))
    const value = BigInt.asIntN(64, bits >> BigInt(Math.floor(random() * 64)))
    const text = `{"Next":${value},"Text":"\\"Next\\":\\"${value}\\""}`
    const read = parseJson(text) as { Next: number | string }
    assert.equal(read.Next, fromBigInt(value))
    assert.equal(stringifyJson(read, ["Next"]), text)
  }
})

test("what is not JSON is no JSON either with large integers in it", () => {
  for (const text of [`{"a":90071992547409931`, `{"a":"9007199254740993}`, `9007199254740993x`]) {
    assert.throws(() => parseJson(text), SyntaxError)
  }
})

test("a cursor of 64 bits goes back as it came", () => {
  const page = (Next: string, ...ids: ReadonlyArray<string>) => ({
    body: `{"ActionStatus":"OK","ErrorCode":0,"TotalCount":3,"GroupIdList":${
      JSON.stringify(ids.map((GroupId) => ({ GroupId })))
    },"Next":${Next}}`
  })
  const { sent, transport } = scripted(page("18446744073709551614", "a"), page("9007199254740993", "b"), page("0", "c"))
  return inVirtualTime(
    Effect.gen(function*() {
      const groups = yield* Groups
      assert.deepEqual(yield* Stream.runCollect(groups.allGroups()), ["a", "b", "c"])
      assert.deepEqual(sent.map(({ body }) => body), [
        `{"Next":0}`,
        `{"Next":18446744073709551614}`,
        `{"Next":9007199254740993}`
      ])
    }).pipe(Effect.provide(layerOn(transport)), Effect.provideService(CurrentRateLimiter, unlimited))
  )
})

timTest("a counter keeps all its 64 bits", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const groups = yield* Groups
    yield* accounts.import("alice")
    yield* groups.create("Public", "room", { GroupId: "room" })
    yield* groups.updateCounters("room", "Set", { gold: "9223372036854775806" })
    const { GroupCounter } = yield* groups.updateCounters("room", "Increase", { gold: 1 })
    assert.deepEqual(GroupCounter, [{ Key: "gold", Value: "9223372036854775807" }])
    yield* groups.updateCounters("room", "Set", { gold: 5 })
    assert.deepEqual((yield* groups.getCounters("room")).GroupCounter, [{ Key: "gold", Value: 5 }])
  }))

test("a success is what its text says", () => {
  assert.deepEqual(parseJson((success({ A: 1 }) as { body: string }).body), {
    ActionStatus: "OK",
    ErrorCode: 0,
    ErrorInfo: "",
    A: 1
  })
})
