import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"
import {
  deflate,
  fromBase64,
  fromSigAlphabet,
  inflate,
  toBase64,
  toSigAlphabet,
  utf8
} from "../src/usersig/encoding.ts"
import { CurrentPlatform, node, web, webAtFirst } from "../src/usersig/platform.ts"
import { makeSigCache } from "../src/usersig/SigCache.ts"
import { inspect, makeUserbuf, sign, UserSigInvalid, verify } from "../src/usersig/UserSig.ts"
import { inVirtualTime } from "./support/suite.ts"
import { vectors } from "./support/usersigVectors.ts"

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")

const document = async (userSig: string): Promise<Record<string, unknown>> =>
  JSON.parse(new TextDecoder().decode(await inflate(fromBase64(fromSigAlphabet(userSig)), 10_000)))

/** What a verification must fail with. */
const failsWith = <A>(code: number, effect: Effect.Effect<A, UserSigInvalid>) =>
  Effect.map(Effect.flip(effect), (error) => assert.equal(error.code, code, error.message))

for (const vector of vectors) {
  const { expire, identifier, secretKey, sdkAppId, time, userbufHex } = vector
  const userbuf = userbufHex === undefined
    ? undefined
    : new Uint8Array(userbufHex.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [])

  test(`${vector.name}: what is signed holds the documented signature`, async () => {
    const userSig = await Effect.runPromise(sign({ sdkAppId, secretKey, identifier, expire, time, userbuf }))
    assert.match(userSig, /^[A-Za-z0-9*\-_]+$/)
    assert.deepEqual(await document(userSig), vector.document)
  })

  test(`${vector.name}: the documented UserSig verifies until it runs out`, () =>
    inVirtualTime(Effect.gen(function*() {
      const { userSig } = vector
      yield* TestClock.setTime((time + expire) * 1000)
      const content = yield* verify({ userSig, sdkAppId, secretKey, identifier })
      assert.deepEqual({ ...content, userbuf: content.userbuf && hex(content.userbuf) }, {
        sdkAppId,
        identifier,
        time,
        expire,
        validUntil: vector.validUntil,
        userbuf: userbufHex
      })
      yield* TestClock.adjust("1 second")
      yield* failsWith(70001, verify({ userSig, sdkAppId, secretKey }))
    })))
}

for (
  const [name, platform] of [["what every runtime has", web], [
    "Node's modules, where there are any",
    node() ?? web
  ]] as const
) {
  test(`UserSigs made with ${name} are the documented ones, and verify with either`, () =>
    inVirtualTime(Effect.gen(function*() {
      for (const { document: expected, expire, identifier, name, sdkAppId, secretKey, time, userbufHex } of vectors) {
        if (userbufHex !== undefined) continue
        const options = { sdkAppId, secretKey, identifier, expire, time }
        const userSig = yield* Effect.provideService(sign(options), CurrentPlatform, platform)
        assert.deepEqual(yield* Effect.promise(() => document(userSig)), expected, name)
        yield* TestClock.setTime(time * 1000)
        for (const verifying of [web, node() ?? web]) {
          const verified = verify({ userSig, sdkAppId, secretKey, identifier })
          assert.equal((yield* Effect.provideService(verified, CurrentPlatform, verifying)).time, time, name)
        }
      }
    })))
}

test("an empty key neither signs nor verifies, whatever signs", () =>
  inVirtualTime(Effect.gen(function*() {
    const options = { sdkAppId: 1, secretKey: "", identifier: "alice" }
    const userSig = yield* sign({ ...options, secretKey: "key" })
    for (const platform of [web, node() ?? web]) {
      for (const effect of [Effect.asVoid(sign(options)), Effect.asVoid(verify({ ...options, userSig }))]) {
        const exit = yield* Effect.exit(Effect.provideService(effect, CurrentPlatform, platform))
        assert.ok(Exit.hasDies(exit))
      }
    }
  })))

test("Node's modules are used where the runtime has them", () => {
  const { process } = globalThis as { readonly process?: { readonly getBuiltinModule?: unknown } }
  assert.equal(node() !== undefined, process?.getBuiltinModule !== undefined)
})

test("a program that makes many UserSigs goes over to Node's modules, and its UserSigs still verify", () =>
  inVirtualTime(Effect.gen(function*() {
    const options = { sdkAppId: 1, secretKey: "key", identifier: "alice" }
    const platform = webAtFirst()
    const waits: Array<boolean> = []
    for (let index = 0; index < 20; index++) {
      waits.push(platform.hmac("key", "text") instanceof Promise)
      const userSig = yield* Effect.provideService(sign(options), CurrentPlatform, platform)
      yield* Effect.provideService(verify({ ...options, userSig }), CurrentPlatform, web)
    }
    assert.equal(waits[0], true)
    assert.equal(waits.at(-1), node() === undefined)
  })))

test("a stand-in for Node whose modules are empty is not used", () => {
  const own = Object.getOwnPropertyDescriptor(globalThis, "process")
  try {
    for (const getBuiltinModule of [undefined, () => undefined, () => ({})]) {
      Object.defineProperty(globalThis, "process", { configurable: true, value: { getBuiltinModule } })
      assert.equal(node(), undefined)
    }
  } finally {
    if (own === undefined) delete (globalThis as { process?: unknown }).process
    else Object.defineProperty(globalThis, "process", own)
  }
})

test("the userbufs of the documented vectors are made from their rooms", () => {
  const numeric = makeUserbuf({
    sdkAppId: 1400000000,
    identifier: "administrator",
    room: 10000,
    validUntil: 1700003600
  })
  const text = makeUserbuf({
    sdkAppId: 1400000000,
    identifier: "user_001-a",
    room: "room-1",
    validUntil: 1700003600,
    privileges: 42
  })
  assert.deepEqual(
    [numeric, text].map(hex),
    vectors.flatMap(({ userbufHex }) => userbufHex === undefined ? [] : [userbufHex])
  )
})

const app = { sdkAppId: 1400000000, secretKey: Redacted.make("key"), identifier: "alice" }

test("a UserSig fails for another account, app or key, each with its own code", () =>
  inVirtualTime(Effect.gen(function*() {
    const userSig = yield* sign(app)
    assert.equal((yield* verify({ ...app, userSig })).identifier, "alice")
    yield* failsWith(70013, verify({ ...app, userSig, identifier: "bob" }))
    yield* failsWith(70014, verify({ ...app, userSig, sdkAppId: 1400000001 }))
    yield* failsWith(70009, verify({ ...app, userSig, secretKey: "other" }))
  })))

test("a UserSig that was changed anywhere does not verify", () =>
  inVirtualTime(Effect.gen(function*() {
    const userSig = yield* sign(app)
    for (let index = 0; index < userSig.length; index += 7) {
      const changed = userSig[index] === "A" ? "B" : "A"
      const forged = userSig.slice(0, index) + changed + userSig.slice(index + 1)
      const result = yield* Effect.result(verify({ ...app, userSig: forged }))
      assert.equal(result._tag, "Failure", `changed at ${index}`)
    }
  })))

test("what is no UserSig is said to be unreadable", () =>
  inVirtualTime(Effect.gen(function*() {
    const zipped = async (text: string) => toSigAlphabet(toBase64(await deflate(utf8(text))))
    const bad = [
      "",
      "not a usersig!",
      "AAAA",
      (yield* sign(app)).slice(0, 40),
      yield* Effect.promise(() => zipped("no json")),
      yield* Effect.promise(() => zipped("null")),
      yield* Effect.promise(() => zipped(`{"TLS.identifier":7}`)),
      yield* Effect.promise(() => zipped(" ".repeat(1_000_000)))
    ]
    for (const userSig of bad) yield* failsWith(70003, inspect(userSig))
  })))

test("nothing is signed for an empty identifier, one with a line break, or an impossible time", () =>
  inVirtualTime(Effect.gen(function*() {
    yield* failsWith(70402, sign({ ...app, identifier: "" }))
    yield* failsWith(70402, sign({ ...app, identifier: "alice\nTLS.sdkappid:1" }))
    yield* failsWith(70402, sign({ ...app, expire: 0 }))
    yield* failsWith(70402, sign({ ...app, expire: 1.5 }))
    yield* failsWith(70402, sign({ ...app, time: -1 }))
    yield* failsWith(70402, sign({ ...app, sdkAppId: Number.NaN }))
  })))

test("identifiers of any script survive signing and reading", () =>
  inVirtualTime(Effect.gen(function*() {
    for (const identifier of ["@RBT#001", "用户", "a b", "😀", "x".repeat(32)]) {
      const userSig = yield* sign({ ...app, identifier })
      assert.equal((yield* verify({ ...app, identifier, userSig })).identifier, identifier)
    }
  })))

test("neither key nor UserSig shows in a failure", () =>
  inVirtualTime(Effect.gen(function*() {
    const userSig = yield* sign({ ...app, secretKey: "canary-key" })
    const error = yield* Effect.flip(verify({ ...app, userSig, secretKey: "canary-other" }))
    const shown = [error.message, error.stack ?? "", JSON.stringify(error), String(error)].join("\n")
    assert.ok(!shown.includes("canary"))
    assert.ok(!shown.includes(userSig))
  })))

const counting = (expire: number) => {
  let signed = 0
  const cache = makeSigCache(Effect.sync(() => `sig${++signed}`).pipe(Effect.delay("10 millis")), expire)
  return { cache, signed: () => signed }
}

test("many calls at once share one signing", () =>
  inVirtualTime(Effect.gen(function*() {
    const { cache, signed } = counting(1_000)
    const calls = yield* Effect.forkChild(Effect.all(Array.from({ length: 50 }, () => cache.get), { concurrency: 50 }))
    yield* TestClock.adjust("10 millis")
    assert.deepEqual(new Set(yield* Fiber.join(calls)), new Set(["sig1"]))
    assert.equal(signed(), 1)
  })))

const getNow = <E>(cache: { readonly get: Effect.Effect<string, E> }) =>
  Effect.gen(function*() {
    const call = yield* Effect.forkChild(cache.get)
    yield* TestClock.adjust("10 millis")
    return yield* Fiber.join(call)
  })

test("a UserSig is renewed when a tenth of its validity is left, again and again", () =>
  inVirtualTime(Effect.gen(function*() {
    const { cache } = counting(1_000)
    assert.equal(yield* getNow(cache), "sig1")
    yield* TestClock.adjust("890 seconds")
    assert.equal(yield* getNow(cache), "sig1")
    yield* TestClock.adjust("10 seconds")
    assert.equal(yield* getNow(cache), "sig2")
    for (let day = 3; day < 30; day++) {
      yield* TestClock.adjust("1000 seconds")
      assert.equal(yield* getNow(cache), `sig${day}`)
    }
  })))

test("a UserSig that was refused is forgotten once, not the one that replaced it", () =>
  inVirtualTime(Effect.gen(function*() {
    const { cache } = counting(1_000)
    yield* getNow(cache)
    cache.forget("sig1")
    assert.equal(yield* getNow(cache), "sig2")
    cache.forget("sig1")
    assert.equal(yield* getNow(cache), "sig2")
  })))

test("when signing fails, the next call signs again", () =>
  inVirtualTime(Effect.gen(function*() {
    let failures = 1
    const cache = makeSigCache(
      Effect.suspend(() => failures-- > 0 ? Effect.fail("no key" as const) : Effect.succeed("sig")),
      1_000
    )
    assert.equal(yield* Effect.flip(cache.get), "no key")
    assert.equal(yield* cache.get, "sig")
  })))
