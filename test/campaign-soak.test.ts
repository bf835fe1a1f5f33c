import assert from "node:assert/strict"
import { test } from "node:test"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { sign } from "../src/usersig/UserSig.ts"
import { soak } from "./campaigns/soak.ts"
import { Census } from "./support/census.ts"
import { VirtualTime } from "./support/virtualTime.ts"

test("six seconds at full rate leave nothing behind", async () => {
  const { figures, violations } = await soak.run({ size: 0.1, seed: 1 })
  assert.deepEqual(violations, [])
  for (const kind of ["fibers", "spans", "sleepers", "timers", "abort listeners"]) {
    assert.equal(figures[`${kind} before / after`], "0 / 0", kind)
  }
  assert.equal(figures["timers in all"], 0)
  assert.equal(figures["refused for frequency, not injected"], 0)
  assert.equal(figures["under way at the end"], 500)
  const atLeast = {
    "calls": 1_200,
    "faults injected": 20,
    "abandoned by their callers": 10,
    "UserSigs made": 2,
    "webhooks": 100
  }
  for (const [figure, least] of Object.entries(atLeast)) assert.ok(Number(figures[figure]) >= least, figure)
})

test("virtual time jumps from one wake-up to the next, and stands while work is done elsewhere", async () => {
  const time = new VirtualTime(0)
  const seen: Array<string> = []
  const note = (name: string) => Effect.sync(() => void seen.push(`${name} ${time.now}`))
  const sleeper = (name: string, millis: number) => Effect.andThen(Effect.sleep(millis), note(name))
  const signing = time.standing(sign({ sdkAppId: 1400000000, secretKey: "key", identifier: "alice" }))
  await time.drive(
    Effect.runPromiseWith(time.context)(Effect.gen(function*() {
      const endless = yield* Effect.forkChild(Effect.sleep("2 days"))
      const signed = Effect.andThen(signing, note("signed"))
      yield* Effect.all([sleeper("late", 86_400_000), sleeper("early", 0.5), signed, sleeper("second", 1)], {
        concurrency: "unbounded"
      })
      yield* Fiber.interrupt(endless)
    }))
  )
  assert.deepEqual(seen, ["signed 0", "early 1", "second 1", "late 86400000"])
  assert.equal(time.sleeping, 0)
  await assert.rejects(time.drive(new Promise(() => undefined)), /never comes/)
})

test("the census sees what is left behind, and what is not", async () => {
  const time = new VirtualTime(0)
  const census = new Census()
  try {
    const run = Effect.runForkWith(Context.merge(time.context, census.context))
    const { signal } = new AbortController()
    const over = new AbortController()
    const listener = () => undefined
    for (const one of [signal, over.signal]) {
      one.addEventListener("abort", listener)
      one.addEventListener("abort", listener)
      one.addEventListener("abort", () => undefined, { once: true })
    }
    const endless = run(Effect.withSpan(Effect.never, "endless"), { signal })
    run(Effect.sleep("1 second"))
    run(Effect.withSpan(Effect.void, "done"), { signal })
    clearTimeout(setTimeout(listener, 60_000))
    const timer = setTimeout(listener, 60_000)
    const counts = () => [census.fibers, census.spans, census.listeners, census.timers].map(({ now }) => now)
    assert.deepEqual([...counts(), time.sleeping, census.on(signal).now], [2, 1, 5, 1, 1, 3])
    over.abort()
    signal.removeEventListener("abort", listener)
    assert.deepEqual(counts(), [2, 1, 2, 1])
    await time.drive(time.pause(2_000))
    await Effect.runPromise(Fiber.interrupt(endless))
    clearTimeout(timer)
    assert.deepEqual([...counts(), time.sleeping], [0, 0, 1, 0, 0])
    assert.deepEqual([census.listeners.total, census.listeners.most, census.timers.total], [5, 5, 2])
  } finally {
    census.close()
  }
})
