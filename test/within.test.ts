import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import { within } from "../src/endpoint/within.ts"
import { inVirtualTime } from "./support/suite.ts"

const late = () => Effect.succeed("late")

/** Work that takes a while, and notes how it ended. */
const slow = (ends: Array<string>) =>
  Effect.as(Effect.sleep(1_000), "done").pipe(Effect.onExit(({ _tag }) => Effect.sync(() => void ends.push(_tag))))

test("work that is over in time ends as it does by itself", () =>
  inVirtualTime(Effect.gen(function*() {
    const done = yield* Effect.forkChild(within<string, never>(slow([]), 1_001, late))
    const failed = yield* Effect.forkChild(Effect.exit(within(Effect.delay(Effect.fail("no"), 1_000), 1_001, late)))
    yield* TestClock.adjust(1_000)
    assert.equal(yield* Fiber.join(done), "done")
    assert.deepEqual(yield* Fiber.join(failed), Exit.fail("no"))
  })))

test("work that takes too long is abandoned, and only then what stands in its place begins", () =>
  inVirtualTime(Effect.gen(function*() {
    const ends: Array<string> = []
    const later = () => Effect.sync(() => ends.push("late"))
    const fiber = yield* Effect.forkChild(within<unknown, never>(slow(ends), 999, later))
    yield* TestClock.adjust(998)
    assert.deepEqual(ends, [])
    yield* TestClock.adjust(1)
    yield* Fiber.join(fiber)
    assert.deepEqual(ends, ["Failure", "late"])
  })))

test("who is interrupted abandons the work", () =>
  inVirtualTime(Effect.gen(function*() {
    const ends: Array<string> = []
    const fiber = yield* Effect.forkChild(within<string, never>(slow(ends), 5_000, late))
    yield* TestClock.adjust(10)
    yield* Fiber.interrupt(fiber)
    assert.deepEqual(ends, ["Failure"])
  })))

test("work that does not wait is done even if no time is left", () =>
  inVirtualTime(Effect.gen(function*() {
    assert.equal(yield* within<string, never>(Effect.sync(() => "done"), 0, late), "done")
  })))
