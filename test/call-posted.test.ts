import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import { type Receiver, TimClient, type Transport, TransportFailure } from "../mod.ts"
import { accountImport } from "../src/api/accounts/endpoints.ts"
import { reasonOf } from "./support/assertions.ts"
import { layerOn } from "./support/scripted.ts"
import { inVirtualTime } from "./support/suite.ts"

const alice = { UserID: "alice" }

for (const way of ["posted in fibers", "begun without fibers"] as const) {
  test(`what an attempt that was given up tells later changes nothing (${way})`, () => {
    const receivers: Array<Receiver> = []
    const transport: Transport = {
      send: () => Effect.die("a transport that can post is asked to"),
      post: (_request, receiver) => {
        receivers.push(receiver)
        return { abort: () => undefined }
      }
    }
    const limits = { attemptTimeout: 1_000, deadline: 1_500, backoff: 0, maxBackoff: 0 }
    return inVirtualTime(
      Effect.gen(function*() {
        const client = yield* TimClient
        const call = yield* Effect.forkChild(reasonOf(client.call(accountImport, alice)))
        yield* TestClock.adjust(1_200)
        assert.equal(receivers.length, 2)
        receivers[0]?.done(new TransportFailure({ detail: "late", applied: "no" }))
        yield* TestClock.adjust(300)
        const reason = yield* Fiber.join(call)
        assert.ok(reason._tag === "NotReached")
        assert.equal(reason.detail, "the call took longer than 1500 ms")
        assert.deepEqual([reason.attempts, reason.applied], [2, "unknown"])
      }).pipe(Effect.provide(layerOn(transport, { limits, way })))
    )
  })

  test(`a transport that throws does not tell what it threw (${way})`, () => {
    const transport: Transport = {
      send: () => Effect.die("a transport that can post is asked to"),
      post: ({ baseUrl, query }) => {
        throw new TypeError(`cannot reach ${baseUrl}?${query}`)
      }
    }
    return inVirtualTime(
      Effect.gen(function*() {
        const client = yield* TimClient
        const reason = yield* reasonOf(client.call(accountImport, alice))
        assert.ok(reason._tag === "NotReached")
        assert.equal(reason.detail, "the transport failed (TypeError)")
      }).pipe(Effect.provide(layerOn(transport, { limits: { maxAttempts: 1 }, way })))
    )
  })
}
