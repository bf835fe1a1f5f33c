import assert from "node:assert/strict"
import { test } from "node:test"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as CircuitBreaker from "effect/persistence/CircuitBreaker"
import * as RateLimiter from "effect/persistence/RateLimiter"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"
import {
  connect,
  CurrentCallLimits,
  CurrentRateLimiter,
  makeFetchTransport,
  makeRateLimiter,
  TimClient,
  type TimClientService,
  TimError
} from "../mod.ts"
import { accountCheck, accountImport } from "../src/api/accounts/endpoints.ts"
import { createGroup } from "../src/api/groups/endpoints/lifecycle.ts"
import { emulator } from "../src/emulator/mod.ts"
import { bulkhead, circuitBreaker, circuitBreakerFrom, sharedRateLimiter } from "../src/resilience/mod.ts"
import { reasonOf } from "./support/assertions.ts"
import { VirtualTime } from "./support/virtualTime.ts"
import { layerOn, type Outcome, refusal, scripted, success } from "./support/scripted.ts"
import { inVirtualTime, startSeconds } from "./support/suite.ts"

const alice = { UserID: "alice" }
const group = { Type: "Public" as const, Name: "room" }
const found = success({ ResultItem: [] })
const once = Effect.provideService(CurrentCallLimits, { maxAttempts: 1 })

type Body = (client: TimClientService, script: ReturnType<typeof scripted>) => Effect.Effect<void, unknown, TimClient>

/** Runs calls against scripted outcomes, behind what protects them. */
const guarded = (
  name: string,
  outcomes: ReadonlyArray<Outcome>,
  protection: Layer.Layer<never, TimError>,
  body: Body
) =>
  test(name, () => {
    const script = scripted(...outcomes)
    const layer = layerOn(script.transport).pipe(Layer.provide(protection))
    return inVirtualTime(Effect.flatMap(TimClient, (client) => body(client, script)).pipe(Effect.provide(layer)))
  })

const nothing = Layer.empty

/** What a failure says of what was held back. */
const kindOf = <A, R>(call: Effect.Effect<A, TimError, R>) =>
  Effect.map(
    reasonOf(call),
    (reason) => reason._tag === "NotReached" ? [reason.kind, reason.attempts, reason.applied] : [reason._tag]
  )

// A circuit breaker.

guarded(
  "after so many failures in a row nothing is sent for a while",
  ["refused connection"],
  circuitBreaker({ failures: 3 }),
  (client, { sent }) =>
    Effect.gen(function*() {
      for (let times = 0; times < 3; times++) {
        assert.deepEqual(yield* kindOf(once(client.call(accountImport, alice))), ["network", 1, "unknown"])
      }
      assert.deepEqual(yield* kindOf(client.call(accountImport, alice)), ["circuit-open", 0, "no"])
      assert.equal(sent.length, 3)
      yield* TestClock.adjust("10 seconds")
      yield* reasonOf(once(client.call(accountImport, alice)))
      assert.equal(sent.length, 4)
      assert.deepEqual(yield* kindOf(client.call(accountImport, alice)), ["circuit-open", 0, "no"])
    })
)

guarded(
  "one answer closes the circuit",
  ["refused connection", "refused connection", success()],
  circuitBreaker({ failures: 2 }),
  (client, { sent }) =>
    Effect.gen(function*() {
      for (let times = 0; times < 2; times++) yield* reasonOf(once(client.call(accountImport, alice)))
      yield* TestClock.adjust("10 seconds")
      for (let times = 0; times < 5; times++) yield* client.call(accountImport, alice)
      assert.equal(sent.length, 7)
    })
)

guarded(
  "retries stop when the circuit opens, and the call says what may have happened",
  ["silence"],
  circuitBreaker({ failures: 2 }),
  (client, { sent }) =>
    Effect.gen(function*() {
      const fiber = yield* Effect.forkChild(kindOf(client.call(accountImport, alice)))
      for (let step = 0; step < 150; step++) yield* TestClock.adjust("100 millis")
      assert.deepEqual(yield* Fiber.join(fiber), ["circuit-open", 2, "unknown"])
      assert.equal(sent.length, 2)
    })
)

for (
  const [what, outcome, opens] of [
    ["a time-out", "silence", true],
    ["HTTP status 502", { status: 502, body: "" }, true],
    ["HTTP status 404", { status: 404, body: "" }, false],
    ["an answer that was cut off", { body: "{" }, true],
    ["an error inside the service", refusal(10002), true],
    ["a refusal for frequency", refusal(60007), false],
    ["any other refusal", refusal(10015), false],
    ["success", success(), false]
  ] as const
) {
  guarded(
    `${what} ${opens ? "counts" : "does not count"} as a failure`,
    [outcome],
    circuitBreaker({ failures: 1 }),
    (client) =>
      Effect.gen(function*() {
        const fiber = yield* Effect.forkChild(Effect.exit(once(client.call(createGroup, group))))
        yield* TestClock.adjust("6 seconds")
        yield* Fiber.join(fiber)
        const second = yield* Effect.forkChild(Effect.exit(once(client.call(createGroup, group))))
        yield* TestClock.adjust("2 seconds")
        const held = second.pollUnsafe()?.toString().includes("circuit-open") ?? false
        assert.equal(held, opens)
        yield* Fiber.interrupt(second)
      })
  )
}

guarded(
  "each endpoint has a circuit of its own, unless the app has one",
  ["refused connection"],
  circuitBreaker({ failures: 1 }),
  (client, { sent }) =>
    Effect.gen(function*() {
      yield* reasonOf(once(client.call(accountImport, alice)))
      yield* reasonOf(once(client.call(accountCheck, { CheckItem: [alice] })))
      assert.equal(sent.length, 2)
    })
)

guarded(
  "the app has one circuit where wanted",
  ["refused connection"],
  circuitBreaker({ failures: 1, by: "app" }),
  (client, { sent }) =>
    Effect.gen(function*() {
      yield* reasonOf(once(client.call(accountImport, alice)))
      assert.deepEqual(yield* kindOf(client.call(accountCheck, { CheckItem: [alice] })), ["circuit-open", 0, "no"])
      assert.equal(sent.length, 1)
    })
)

const policy = CircuitBreaker.layer({
  tripPolicy: CircuitBreaker.rate({ threshold: 0.5, size: 4 }),
  openDuration: "1 minute"
}).pipe(Layer.provide(CircuitBreaker.layerStoreMemory()))

guarded(
  "another policy takes the place of the usual one",
  [success(), "refused connection", success(), "refused connection"],
  circuitBreakerFrom().pipe(Layer.provide(policy)),
  (client) =>
    Effect.gen(function*() {
      for (let times = 0; times < 4; times++) {
        yield* Effect.exit(once(client.call(accountImport, alice)))
      }
      assert.deepEqual(yield* kindOf(client.call(accountImport, alice)), ["circuit-open", 0, "no"])
    })
)

// A bulkhead.

guarded(
  "a bulkhead lets so many through at a time, lets so many wait and holds back the rest",
  [{ ...(success() as { readonly body: string }), delay: 1_000 }],
  bulkhead({ maxConcurrent: 3, maxWaiting: 4 }),
  (client, { sent }) =>
    Effect.gen(function*() {
      const calls = Array.from({ length: 10 }, () => Effect.exit(client.call(accountImport, alice)))
      const fiber = yield* Effect.forkChild(Effect.all(calls, { concurrency: "unbounded" }))
      yield* TestClock.adjust("500 millis")
      assert.equal(sent.length, 3)
      yield* TestClock.adjust("1 second")
      assert.equal(sent.length, 6)
      yield* TestClock.adjust("1 second")
      assert.equal(sent.length, 7)
      yield* TestClock.adjust("1 second")
      const exits = yield* Fiber.join(fiber)
      assert.equal(exits.filter((exit) => exit._tag === "Success").length, 7)
      assert.equal(
        exits.filter((exit) => exit._tag === "Failure" && String(exit.cause).includes("bulkhead-full")).length,
        3
      )
      // All places are free again.
      const after = yield* Effect.forkChild(Effect.all(calls.slice(0, 7), { concurrency: "unbounded" }))
      yield* TestClock.adjust("3 seconds")
      assert.ok((yield* Fiber.join(after)).every((exit) => exit._tag === "Success"))
    })
)

guarded(
  "a call that waits between two attempts holds no place",
  [refusal(10002), found],
  bulkhead({ maxConcurrent: 1, maxWaiting: 0 }),
  (client, { sent }) =>
    Effect.gen(function*() {
      const waiting = yield* Effect.forkChild(client.call(accountImport, alice))
      yield* Effect.yieldNow
      assert.equal(sent.length, 1)
      yield* client.call(accountCheck, { CheckItem: [alice] })
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(waiting)
      assert.equal(sent.length, 3)
    })
)

guarded(
  "who waits for a place until the deadline was not sent",
  ["silence"],
  bulkhead({ maxConcurrent: 1 }),
  (client, { sent }) =>
    Effect.gen(function*() {
      const long = yield* Effect.forkChild(Effect.exit(client.call(accountImport, alice)))
      const short = yield* Effect.forkChild(
        kindOf(client.call(accountImport, alice)).pipe(Effect.provideService(CurrentCallLimits, { deadline: 1_000 }))
      )
      yield* TestClock.adjust("2 seconds")
      assert.deepEqual(yield* Fiber.join(short), ["timeout", 0, "no"])
      assert.equal(sent.length, 1)
      yield* Fiber.interrupt(long)
    })
)

test("numbers that make no sense are refused when the layer is built", async () => {
  const wrong = [
    bulkhead({ maxConcurrent: 0 }),
    bulkhead({ maxConcurrent: 1.5 }),
    bulkhead({ maxConcurrent: 1, maxWaiting: -1 }),
    circuitBreaker({ failures: 0 }),
    circuitBreaker({ openFor: Number.NaN })
  ]
  for (const layer of wrong) {
    const error = await Effect.runPromise(Effect.flip(Effect.scoped(Layer.build(layer))))
    assert.ok(error instanceof TimError && error.reason._tag === "ConfigInvalid", error.message)
  }
})

// Refusals for frequency.

guarded(
  "a refusal for frequency holds back every call to its endpoint, and the pace is slower afterwards",
  [refusal(60007), success()],
  nothing,
  (client, { sent }) =>
    Effect.gen(function*() {
      const calls = Array.from({ length: 300 }, () => client.call(accountImport, alice))
      const first = yield* Effect.forkChild(client.call(accountImport, alice))
      yield* Effect.yieldNow
      const others = yield* Effect.forkChild(Effect.all(calls, { concurrency: "unbounded" }))
      yield* TestClock.adjust("1 second")
      assert.equal(sent.length, 1)
      for (let step = 0; step < 300; step++) yield* TestClock.adjust("10 millis")
      yield* Fiber.join(first)
      yield* Fiber.join(others)
      assert.equal(sent.length, 302)
      const [, second, ...rest] = sent.map(({ at }) => at)
      // 301 calls at 80 % of 200 a second, growing by 2 % a second, take 1.85 s; at full pace they would take one.
      const took = (rest.at(-1) ?? 0) - (second ?? 0)
      assert.ok(took > 1_700 && took < 1_900, String(took))
    })
)

guarded(
  "a refusal for what is done to one group leaves calls about others alone",
  [refusal(10023), success()],
  nothing,
  (client, { sent }) =>
    Effect.gen(function*() {
      const first = yield* Effect.forkChild(client.call(accountImport, alice))
      yield* Effect.yieldNow
      yield* client.call(accountImport, alice)
      assert.equal(sent.length, 2)
      yield* TestClock.adjust("2 seconds")
      yield* Fiber.join(first)
    })
)

guarded(
  "a refusal for the frequency of all calls holds back those to every endpoint",
  [refusal(60011), found],
  nothing,
  (client, { sent }) =>
    Effect.gen(function*() {
      const first = yield* Effect.forkChild(client.call(accountImport, alice))
      yield* Effect.yieldNow
      const other = yield* Effect.forkChild(client.call(accountCheck, { CheckItem: [alice] }))
      yield* TestClock.adjust("900 millis")
      assert.equal(sent.length, 1)
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(first)
      yield* Fiber.join(other)
    })
)

test("the pace comes back", () =>
  inVirtualTime(Effect.gen(function*() {
    const limiter = makeRateLimiter()
    yield* limiter.slowDown(accountImport, 1_000, "endpoint")
    yield* TestClock.adjust("1 second")
    const takeAll = Effect.all(Array.from({ length: 200 }, () => limiter.take(accountImport, 10_000)))
    const slow = yield* Effect.forkChild(takeAll)
    yield* TestClock.adjust("1 second")
    assert.equal(slow.pollUnsafe(), undefined)
    yield* TestClock.adjust("20 seconds")
    yield* Fiber.join(slow)
    // Nobody moves the clock: all of a second's calls may go at once again.
    yield* takeAll
  })))

test("a process that wakes late does not catch up within the same second", () => {
  const time = new VirtualTime(startSeconds * 1_000)
  return time.run(Effect.gen(function*() {
    const clock = yield* Clock.Clock
    // Whoever sleeps until the second second is late by a tenth.
    const late: Clock.Clock = {
      ...clock,
      sleep: (duration) =>
        clock.sleep(Duration.toMillis(duration) < 1_500 ? Duration.sum(duration, Duration.millis(100)) : duration)
    }
    const limiter = makeRateLimiter()
    const endpoint = { path: "v4/openim/made_up", ratePerSecond: 10 }
    const take = Effect.andThen(limiter.take(endpoint, 60_000), Effect.sync(() => time.now))
    const takes = Effect.all(Array.from({ length: 30 }, () => take), { concurrency: "unbounded" })
    const times = yield* Effect.provideService(takes, Clock.Clock, late)
    for (const [index, at] of times.entries()) assert.ok(at - (times[index - 10] ?? 0) >= 1_000)
    assert.equal((times[10] ?? 0) - (times[0] ?? 0), 1_105)
  }))
})

// One quota for several clients.

/** Clients that share a store, each as if it were a process of its own. */
const sharing = (clients: number, store: Layer.Layer<RateLimiter.RateLimiterStore> = RateLimiter.layerStoreMemory) =>
  Effect.gen(function*() {
    const context = yield* Layer.build(store)
    const own = sharedRateLimiter({ sdkAppId: 1400000000 }).pipe(
      Layer.provide(Layer.fresh(RateLimiter.layer)),
      Layer.provide(Layer.succeedContext(context))
    )
    return yield* Effect.forEach(
      Array.from({ length: clients }),
      () => Effect.provide(CurrentRateLimiter, Layer.fresh(own))
    )
  })

test("clients that share a store keep within the quota together, and use it", () =>
  inVirtualTime(Effect.scoped(Effect.gen(function*() {
    const limiters = yield* sharing(3)
    const times: Array<number> = []
    const clock = yield* Clock.Clock
    for (const limiter of limiters) {
      assert.ok(limiter !== undefined)
      for (let call = 0; call < 1_000; call++) {
        yield* Effect.forkChild(
          Effect.tap(
            limiter.take(accountImport, 60_000),
            () => Effect.sync(() => times.push(clock.currentTimeMillisUnsafe()))
          )
        )
      }
    }
    for (let step = 0; step < 15_100; step += 5) yield* TestClock.adjust("5 millis")
    assert.equal(times.length, 3_000)
    for (const [index, at] of times.entries()) assert.ok(at - (times[index - 200] ?? 0) >= 1_000)
    const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000
    assert.ok(3_000 / seconds >= 198, `${3_000 / seconds} calls a second`)
  }))))

test("a call whose turn would come too late gives its place in the shared queue back", () =>
  inVirtualTime(Effect.scoped(Effect.gen(function*() {
    const [limiter] = yield* sharing(1)
    assert.ok(limiter !== undefined)
    yield* limiter.take(accountImport, 0)
    for (let times = 0; times < 100; times++) {
      assert.equal((yield* Effect.flip(limiter.take(accountImport, 5))).kind, "rate-limit")
    }
    const next = yield* Effect.forkChild(limiter.take(accountImport, 1_000))
    yield* TestClock.adjust("6 millis")
    yield* Fiber.join(next)
  }))))

test("a refusal for frequency holds back the clients that share a store, once", () =>
  inVirtualTime(Effect.scoped(Effect.gen(function*() {
    const limiters = yield* sharing(3)
    for (const limiter of limiters) yield* limiter?.slowDown(accountImport, 1_000, "endpoint") ?? Effect.void
    for (const limiter of limiters) {
      assert.equal(
        (yield* Effect.flip(limiter?.take(accountImport, 900) ?? Effect.die("no limiter"))).kind,
        "rate-limit"
      )
    }
    yield* TestClock.adjust("1050 millis")
    yield* limiters[0]?.take(accountImport, 0) ?? Effect.void
  }))))

test("while the store does not answer, each client counts for itself", () => {
  const silent = Effect.never
  const warnings: Array<unknown> = []
  const logger = Logger.make(({ logLevel, message }) => {
    if (logLevel === "Warn") warnings.push(message)
  })
  const store = Layer.succeed(RateLimiter.RateLimiterStore)({
    fixedWindow: () => silent,
    tokenBucket: () => silent,
    adaptiveConsume: () => silent,
    adaptiveFeedback: () => silent
  })
  return inVirtualTime(Effect.scoped(
    Effect.gen(function*() {
      const [limiter] = yield* sharing(1, store)
      assert.ok(limiter !== undefined)
      const fiber = yield* Effect.forkChild(
        Effect.all(Array.from({ length: 201 }, () => limiter.take(accountImport, 60_000)), { concurrency: "unbounded" })
      )
      yield* TestClock.adjust("2 seconds")
      assert.equal(fiber.pollUnsafe(), undefined)
      yield* TestClock.adjust("1005 millis")
      yield* Fiber.join(fiber)
      assert.equal(warnings.length, 1)
    }).pipe(Effect.provide(Logger.layer([logger])))
  ))
})

// Connections.

test("a connection takes a layer, and releases what it holds when it is closed", async () => {
  const events: Array<string> = []
  const noted = Layer.effectDiscard(Effect.acquireRelease(
    Effect.sync(() => events.push("acquired")),
    () => Effect.sync(() => events.push("released"))
  ))
  const { secretKey, ...options } = emulator({ administrators: ["administrator"] }).options
  const plain = Redacted.isRedacted(secretKey) ? Redacted.value(secretKey) : secretKey
  const layer = Layer.merge(noted, bulkhead({ maxConcurrent: 1, maxWaiting: 0 }))
  const tim = await connect({ ...options, secretKey: plain, layer })
  assert.deepEqual(events, ["acquired"])
  const results = await Promise.allSettled(["alice", "bob"].map((account) => tim.accounts.import(account)))
  assert.deepEqual(results.map(({ status }) => status), ["fulfilled", "rejected"])
  await tim.close()
  assert.deepEqual(events, ["acquired", "released"])
})

test("a layer that cannot be built makes connecting fail, and leaves nothing behind", async () => {
  const events: Array<string> = []
  const noted = Layer.effectDiscard(
    Effect.acquireRelease(Effect.void, () => Effect.sync(() => events.push("released")))
  )
  const layer = Layer.provideMerge(bulkhead({ maxConcurrent: 0 }), noted)
  await assert.rejects(connect({ ...emulator().options, layer }), { name: "TimError" })
  assert.deepEqual(events, ["released"])
})

// Connections that never came about.

for (
  const [runtime, error] of [
    [
      "Node",
      Object.assign(new TypeError("fetch failed"), { cause: Object.assign(new Error("x"), { code: "ECONNREFUSED" }) })
    ],
    ["Bun", Object.assign(new TypeError("Unable to connect"), { code: "ECONNREFUSED" })],
    [
      "Deno",
      new TypeError("fetch failed", {
        cause: new Error("error sending request for url (https://x/): client error (Connect): dns error")
      })
    ]
  ] as const
) {
  test(`what was not sent, since there was no connection on ${runtime}, is tried again whatever it does`, () => {
    let calls = 0
    const transport = makeFetchTransport(() => {
      calls++
      return calls === 1 ? Promise.reject(error) : Promise.resolve(new Response(`{"ErrorCode":0,"GroupId":"@TGS#1"}`))
    })
    return inVirtualTime(
      Effect.gen(function*() {
        const client = yield* TimClient
        const fiber = yield* Effect.forkChild(client.call(createGroup, group))
        for (let step = 0; step < 20; step++) {
          yield* TestClock.adjust("100 millis")
          yield* Effect.promise(() => Promise.resolve())
        }
        assert.equal(calls, 2)
        assert.equal((yield* Fiber.join(fiber)).GroupId, "@TGS#1")
      }).pipe(Effect.provide(layerOn(transport)))
    )
  })
}

test("what may have been sent on a connection that broke is not tried again unless it may be", () => {
  let calls = 0
  const transport = makeFetchTransport(() => {
    calls++
    return Promise.reject(Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNRESET" } }))
  })
  return inVirtualTime(
    Effect.gen(function*() {
      const client = yield* TimClient
      assert.deepEqual(yield* kindOf(client.call(createGroup, group)), ["network", 1, "unknown"])
      assert.equal(calls, 1)
    }).pipe(Effect.provide(layerOn(transport)))
  )
})
