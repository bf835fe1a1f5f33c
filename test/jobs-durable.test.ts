import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as WorkflowEngine from "effect/workflow/WorkflowEngine"
import { TimClient } from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { distribute, jobRunner } from "../src/jobs/durable/mod.ts"
import { type Item, type Job, jobs, run, valueLines, withDefaults } from "../src/jobs/mod.ts"
import { timTest } from "./support/suite.ts"

// What runners that are lost leave behind is tested on a real PostgreSQL, in processes/durable.test.ts.

/** A runner, and an engine in memory. */
const inMemory = (known?: Iterable<Job>) =>
  Effect.map(TimClient, (client) =>
    jobRunner(known).pipe(
      Layer.provideMerge(WorkflowEngine.layerMemory),
      Layer.provide(Layer.succeed(TimClient)(client))
    ))

const resultsOf = (job: Job, items: ReadonlyArray<unknown>, id = "run") =>
  Effect.map(Stream.runCollect(distribute(job, valueLines(items), { id })), (steps) => ({
    parts: steps.length,
    results: steps.flatMap(({ results }) => results),
    counts: steps.at(-1)?.progress.counts
  }))

const accounts = (count: number): ReadonlyArray<Item> =>
  Array.from({ length: count }, (_, index) => ({ UserID: `user${index}` }))

const message = (To_Account: string) => ({ ...jobs.send.example, To_Account })

timTest(
  "a job that is distributed has the results of one that is not, in the same order",
  () =>
    Effect.gen(function*() {
      const layer = yield* inMemory()
      const items = [...accounts(120), { UserID: "" }, "nonsense", ...accounts(130)]
      const together = yield* Effect.provide(resultsOf(jobs.importAccounts, items), layer)
      const alone = yield* Stream.runCollect(run(jobs.importAccounts, valueLines(items)))
      assert.deepEqual(together.results, alone.flatMap(({ results }) => results))
      assert.deepEqual(together.counts, { done: 250, failed: 0, unknown: 0, invalid: 2, duplicate: 0 })
      assert.ok((yield* Emulator).app().accounts.has("user129"))
    })
)

timTest(
  "nobody gets a message twice, though the job is asked for again and lists them twice, in parts that are far apart",
  () =>
    Effect.gen(function*() {
      const layer = yield* inMemory()
      const { app, world } = yield* Emulator
      const items = [...accounts(120), ...accounts(5)].map(({ UserID }) => message(String(UserID)))
      yield* Effect.gen(function*() {
        yield* resultsOf(jobs.importAccounts, accounts(120))
        const first = yield* resultsOf(jobs.send, items)
        assert.deepEqual([first.parts, first.counts?.done, first.counts?.duplicate], [3, 120, 5])
        const calls = world.log.size
        assert.deepEqual(yield* resultsOf(jobs.send, items), first)
        assert.equal(world.log.size, calls)
      }).pipe(Effect.provide(layer))
      assert.equal([...app().timeline.items.newest()].length, 120)
    })
)

timTest("what is called are the items, not the texts that they were read from", () =>
  Effect.gen(function*() {
    const layer = yield* inMemory()
    const { app } = yield* Emulator
    const from = (From_Account: string) =>
      withDefaults(valueLines([{ To_Account: "user0" }]), { MsgBody: jobs.send.example["MsgBody"], From_Account })
    yield* Effect.gen(function*() {
      yield* resultsOf(jobs.importAccounts, accounts(2))
      const last = yield* Stream.runLast(distribute(jobs.send, from("user1"), { id: "run" }))
      assert.equal(Option.getOrThrow(last).progress.counts.done, 1)
      const error = yield* Effect.flip(Stream.runLast(distribute(jobs.send, from("user0"), { id: "run" })))
      assert.match(error.message, /had other lines/)
    }).pipe(Effect.provide(layer))
    assert.deepEqual([...app().timeline.items.newest()].map((item) => item.from), ["user1"])
  }))

timTest("a run does not go on with other lines, but another run takes them", () =>
  Effect.gen(function*() {
    const layer = yield* inMemory()
    yield* Effect.gen(function*() {
      yield* resultsOf(jobs.importAccounts, accounts(3))
      const error = yield* Effect.flip(resultsOf(jobs.importAccounts, accounts(4)))
      assert.match(error.message, /had other lines, at or before line 4/)
      assert.equal((yield* resultsOf(jobs.importAccounts, accounts(4), "another run")).counts?.done, 4)
    }).pipe(Effect.provide(layer))
  }))

timTest("a job that stops goes on with the same run, once what stopped it is mended", () =>
  Effect.gen(function*() {
    const layer = yield* inMemory()
    const { app } = yield* Emulator
    yield* Effect.gen(function*() {
      yield* resultsOf(jobs.importAccounts, accounts(30))
      const messages = accounts(30).map(({ UserID }) => message(String(UserID)))
      const rule = app().faults.add({ account: "user15", fault: { kind: "error-code", code: 70009 } }, 0)
      for (let time = 0; time < 2; time++) {
        const error = yield* Effect.flip(resultsOf(jobs.send, messages))
        assert.match(error.message, /does not accept the key/)
      }
      app().faults.remove(rule.id)
      assert.equal((yield* resultsOf(jobs.send, messages)).counts?.done, 30)
    }).pipe(Effect.provide(layer))
    assert.equal([...app().timeline.items.newest()].length, 30)
  }))

timTest("a runner that does not know a job says so", () =>
  Effect.gen(function*() {
    const layer = yield* inMemory([jobs.send])
    const error = yield* Effect.flip(Effect.provide(resultsOf(jobs.importAccounts, accounts(1)), layer))
    assert.match(error.message, /does not know the job import-accounts/)
  }))
