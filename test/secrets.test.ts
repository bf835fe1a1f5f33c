import assert from "node:assert/strict"
import { test } from "node:test"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Logger from "effect/Logger"
import * as Metric from "effect/Metric"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import * as TestClock from "effect/testing/TestClock"
import { connect, makeFetchTransport, TimClient, type Transport } from "../mod.ts"
import { layerOn, type Outcome, refusal, scripted } from "./support/scripted.ts"
import { inVirtualTime } from "./support/suite.ts"

/** Everything that a person or a program may see of a failure. */
const shownOf = (error: unknown): string => {
  const seen: Array<string> = []
  const visit = (value: unknown, depth: number): void => {
    seen.push(String(value))
    if (typeof value !== "object" || value === null || depth > 6) return
    if (value instanceof Error) seen.push(value.message, value.stack ?? "")
    for (const key of Reflect.ownKeys(value)) {
      seen.push(String(key))
      visit(Reflect.get(value, key), depth + 1)
    }
    try {
      seen.push(JSON.stringify(value) ?? "")
    } catch {
      // A circular value is walked above.
    }
  }
  visit(error, 0)
  return seen.join("\n")
}

const holdsSecret = (shown: string): boolean => shown.includes("canary") || shown.includes("usersig=")

/** A fetch that fails as the runtimes do: with the URL wherever it can be put. */
const leaky = (url: string): Promise<never> => {
  const cause = Object.assign(new Error(`error sending request for url (${url})`), { code: "ECONNREFUSED" })
  return Promise.reject(Object.assign(new TypeError(`Unable to connect to ${url}`, { cause }), { path: url, code: "ConnectionRefused" }))
}

const outcomes: ReadonlyArray<readonly [name: string, outcome: Outcome]> = [
  ["a refusal that quotes the signature", refusal(70402, "bad query: x canary-sig1 y canary-sig1")],
  ["a proxy's page that quotes the URL", { status: 502, body: "GET /v4/x?usersig=canary-sig1" }],
  ["an answer that is not JSON", { body: "canary-sig1" }],
  ["an answer of the wrong shape", { body: `{"ErrorCode":"canary-sig1"}` }],
  ["silence", "silence"],
  ["no connection", "refused connection"]
]

const failureOn = (transport: Transport): Promise<{ readonly shown: string; readonly observed: string }> => {
  const observed: Array<unknown> = []
  const logger = Logger.make(({ cause, message }) => {
    observed.push(message, Cause.pretty(cause))
  })
  const tracer = Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      observed.push(span)
      return span
    }
  })
  return inVirtualTime(
    Effect.gen(function*() {
      const client = yield* TimClient
      const exit = yield* Effect.exit(client.call("v4/openim/anything", { Field: 1 }))
      assert.ok(Exit.isFailure(exit))
      const metrics = yield* Metric.snapshot
      return {
        shown: [shownOf(exit), Cause.pretty(exit.cause), shownOf(Cause.squash(exit.cause))].join("\n"),
        observed: [...observed.map(shownOf), shownOf(metrics)].join("\n")
      }
    }).pipe(
      Effect.provide(layerOn(transport, { limits: { maxAttempts: 2, attemptTimeout: 1, deadline: 1_000_000 } })),
      Effect.provide(Logger.layer([logger])),
      Effect.provideService(References.MinimumLogLevel, "Trace"),
      Effect.provideService(Tracer.Tracer, tracer),
      withRunningClock
    )
  )
}

/** Lets the time-outs of a call pass: virtual time stands still otherwise. */
const withRunningClock = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.raceFirst(
    effect,
    Effect.forever(Effect.andThen(TestClock.adjust("10 millis"), Effect.yieldNow))
  )

for (const [name, outcome] of outcomes) {
  test(`neither key nor signature shows after ${name}`, async () => {
    const { observed, shown } = await failureOn(scripted(outcome).transport)
    assert.ok(!holdsSecret(shown), shown)
    assert.ok(!holdsSecret(observed), observed)
    assert.match(observed, /v4\/openim\/anything/)
  })
}

test("a runtime's network error is rebuilt without its URL", async () => {
  const { observed, shown } = await failureOn(makeFetchTransport(leaky))
  assert.ok(!holdsSecret(shown), shown)
  assert.ok(!holdsSecret(observed), observed)
  assert.match(shown, /ECONNREFUSED/)
})

test("a rejected promise shows neither", async () => {
  const tim = await connect({ sdkAppId: 1, secretKey: "canary-key", fetch: leaky, limits: { maxAttempts: 1 } })
  const shown = await tim.accounts.import("alice").then(() => "no failure", shownOf)
  assert.ok(!holdsSecret(shown), shown)
  assert.ok(!holdsSecret(shownOf(tim)))
  assert.match(shown, /ECONNREFUSED/)
})
