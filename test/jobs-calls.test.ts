import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { CurrentRateLimiter, GroupMessages, msg, RequestInvalid, TimError, Topics, unlimited } from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import {
  type Item,
  type Job,
  jobs,
  type Journal,
  JobStopped,
  type Result,
  run,
  runJob,
  type RunOptions,
  valueLines
} from "../src/jobs/mod.ts"
import { fault, tenant } from "../src/testing/mod.ts"
import { layerOn, type Outcome, refusal, scripted, success } from "./support/scripted.ts"
import { inVirtualTime, startSeconds, timTest } from "./support/suite.ts"

const resultsOf = (job: Job, items: ReadonlyArray<unknown>, options?: RunOptions) =>
  Effect.map(
    Stream.runCollect(run(job, valueLines(items), options)),
    (steps) => steps.flatMap(({ results }) => results)
  )

const statuses = (results: ReadonlyArray<Result>) => results.map(({ status }) => status)

const accounts = (count: number): ReadonlyArray<Item> =>
  Array.from({ length: count }, (_, index) => ({ UserID: `user${index}` }))

/** A journal that an earlier process has left, and keeps nothing. */
const left = (through: number, at: number): Journal => ({
  earlier: {
    settled: 0,
    counts: { done: 0, failed: 0, unknown: 0, invalid: 0, duplicate: 0 },
    begun: { through, at },
    finished: false
  },
  begin: () => Effect.void,
  settle: () => Effect.void,
  finish: Effect.void
})

/** Runs a job on a transport that follows a script, while virtual time goes by. */
const onScript = (job: Job, items: ReadonlyArray<unknown>, outcomes: ReadonlyArray<Outcome>, options?: RunOptions) => {
  const { sent, transport } = scripted(...outcomes)
  const results = inVirtualTime(
    Effect.gen(function*() {
      const running = yield* Effect.forkChild(Effect.exit(resultsOf(job, items, options)), { startImmediately: true })
      yield* Effect.repeat(TestClock.adjust("1 second"), { times: 120 })
      return yield* Fiber.join(running)
    }).pipe(Effect.provide(layerOn(transport)), Effect.provideService(CurrentRateLimiter, unlimited))
  )
  return results.then((exit) => ({ sent, exit, results: exit._tag === "Success" ? exit.value : [] }))
}

timTest(
  "messages of a group are imported in the order of their lines, however many calls are under way",
  () =>
    Effect.gen(function*() {
      yield* resultsOf(jobs.importAccounts, accounts(1))
      yield* resultsOf(jobs.importGroups, [jobs.importGroups.example])
      yield* TestClock.adjust("100 seconds")
      const results = yield* resultsOf(
        jobs.importGroupMessages,
        Array.from({ length: 60 }, (_, index) => ({
          ...jobs.importGroupMessages.example,
          From_Account: "user0",
          SendTime: startSeconds + 1 + index
        }))
      )
      assert.deepEqual(new Set(statuses(results)), new Set(["done"]))
      const history = yield* Stream.runCollect((yield* GroupMessages).history("readers"))
      const times = history.map(({ MsgTimeStamp }) => MsgTimeStamp)
      assert.deepEqual(times, Array.from({ length: 60 }, (_, index) => startSeconds + 60 - index))
    })
)

timTest("what belongs to the call of group messages goes there: each topic has its own", () =>
  Effect.gen(function*() {
    yield* resultsOf(jobs.importAccounts, accounts(1))
    const community = { Type: "Community", Name: "C", GroupId: "@TGS#_c", SupportTopic: 1 }
    assert.deepEqual(statuses(yield* resultsOf(jobs.importGroups, [community])), ["done"])
    const { TopicId } = yield* (yield* Topics).create("@TGS#_c", "T")
    yield* TestClock.adjust("10 seconds")
    const message = {
      ...jobs.importGroupMessages.example,
      GroupId: "@TGS#_c",
      From_Account: "user0",
      SendTime: startSeconds + 5
    }
    yield* resultsOf(jobs.importGroupMessages, [{ ...message, TopicId }, { ...message, TopicId }])
    const history = yield* Stream.runCollect((yield* GroupMessages).history("@TGS#_c", { TopicId }))
    assert.equal(history.length, 2)
  }))

test("a group whose import may have been done is imported again only if the service knows it by its id", async () => {
  const { GroupId: _id, ...nameless } = jobs.importGroups.example
  const taken = refusal(10021)
  const named = await onScript(jobs.importGroups, [jobs.importGroups.example], [taken], {
    journal: left(1, startSeconds * 1_000)
  })
  assert.deepEqual(statuses(named.results), ["done"])
  const unnamed = await onScript(jobs.importGroups, [nameless], [success({ GroupId: "made-up" })], {
    journal: left(1, startSeconds * 1_000)
  })
  assert.deepEqual(statuses(unnamed.results), ["unknown"])
  assert.equal(unnamed.sent.length, 0)
  const lost = await onScript(jobs.importGroups, [jobs.importGroups.example], [{ status: 502, body: "" }, taken])
  assert.deepEqual(statuses(lost.results), ["done"])
  const others = await onScript(jobs.importGroups, [jobs.importGroups.example], [taken])
  assert.deepEqual(statuses(others.results), ["failed"])
})

test("the patience of a job that goes on does not count what the earlier one waited", async () => {
  const { exit, results } = await onScript(
    jobs.importMessages,
    [jobs.importMessages.example],
    [
      "refused connection",
      "refused connection",
      "refused connection",
      "refused connection",
      "refused connection",
      success()
    ],
    { journal: left(1, (startSeconds - 86_400) * 1_000), patience: 60_000 }
  )
  assert.equal(exit._tag, "Success")
  assert.deepEqual(statuses(results), ["done"])
})

test("a service that is not reached for too long stops the job, when what came before is noted", async () => {
  const noted: Array<number> = []
  const journal: Journal = {
    ...left(0, 0),
    earlier: undefined,
    settle: (_, lines) =>
      Effect.sync(() => {
        noted.push(...lines.map(({ number }) => number))
      })
  }
  const { exit } = await onScript(
    jobs.send,
    accounts(6).map(({ UserID }) => ({ ...jobs.send.example, To_Account: UserID })),
    [{ ...success() as object, delay: 3_000 } as Outcome, success(), "refused connection"],
    { journal, patience: 20_000, concurrency: 3 }
  )
  assert.equal(exit._tag, "Failure")
  assert.match(String(exit._tag === "Failure" ? exit.cause : ""), /not reached for 20 s/)
  assert.deepEqual(noted, [1, 2])
})

test("a call that is too long to be sent is cut in halves", async () => {
  const sizes: Array<number> = []
  const tooLong = new TimError({ reason: new RequestInvalid({ endpoint: "import", issues: [], docs: undefined }) })
  const job: Job = {
    ...jobs.importAccounts,
    make: () => (items) =>
      items.length > 10 ? Effect.fail(tooLong) : Effect.sync(() => {
        sizes.push(items.length)
        return { failed: [] }
      })
  }
  const { results } = await onScript(job, accounts(100), [success()])
  assert.deepEqual(statuses(results), Array.from({ length: 100 }, () => "done"))
  assert.equal(sizes.reduce((sum, size) => sum + size, 0), 100)
})

timTest(
  "a group that does not exist is asked for once, not once for each of its members",
  () =>
    Effect.gen(function*() {
      const { world } = yield* Emulator
      const members = accounts(100).map(({ UserID }) => ({ GroupId: "nowhere", Member_Account: UserID }))
      const results = yield* resultsOf(jobs.importMembers, members)
      assert.deepEqual(new Set(statuses(results)), new Set(["failed"]))
      assert.equal(world.log.size, 1)
    })
)

timTest("a job pauses while its gate is closed, and can be ended there", () =>
  Effect.gen(function*() {
    const { world } = yield* Emulator
    const gate = yield* Latch.make(false)
    const ending = yield* Latch.make(false)
    const paused = yield* Effect.forkChild(
      resultsOf(jobs.importAccounts, accounts(300), { gate, ending: ending.await })
    )
    yield* TestClock.adjust("1 minute")
    assert.equal(world.log.size, 0)
    yield* ending.open
    assert.deepEqual(yield* Fiber.join(paused), [])
    assert.equal(world.log.size, 0)
    const going = yield* Effect.forkChild(resultsOf(jobs.importAccounts, accounts(300), { gate }))
    yield* gate.open
    assert.equal((yield* Fiber.join(going)).length, 300)
  }))

timTest("builders are items, and what cannot be written as JSON keeps its place", () =>
  Effect.gen(function*() {
    yield* resultsOf(jobs.importAccounts, accounts(2))
    const circle: Record<string, unknown> = {}
    circle["circle"] = circle
    const results = yield* resultsOf(jobs.send, [
      msg().text("hi").to("user0"),
      circle,
      { To_Account: 7n },
      undefined,
      msg().text("hi").to("user1")
    ])
    assert.deepEqual(statuses(results), ["done", "invalid", "invalid", "invalid", "done"])
  }))

test("scripts get the counts, the progress and the results as they come", async () => {
  await using chat = await tenant()
  const results: Array<Result> = []
  const settled: Array<number> = []
  const counts = await runJob(chat.options, jobs.importAccounts, [...accounts(250), { UserID: "" }], {
    onProgress: async (progress) => {
      await Promise.resolve()
      settled.push(progress.settled)
    },
    onResults: (more) => results.push(...more)
  })
  assert.deepEqual(counts, { done: 250, failed: 0, unknown: 0, invalid: 1, duplicate: 0 })
  assert.equal(settled.at(-1), 251)
  assert.equal(results.length, 251)
})

test("scripts can abort a job, and learn what stopped it", async () => {
  await using chat = await tenant()
  const aborting = new AbortController()
  const seen: Array<number> = []
  await assert.rejects(
    runJob(chat.options, jobs.importAccounts, accounts(20_000), {
      concurrency: 1,
      signal: aborting.signal,
      onProgress: ({ settled }) => {
        seen.push(settled)
        aborting.abort(new Error("enough"))
      }
    }),
    /^Error: enough$/
  )
  assert.ok((seen.at(-1) ?? 0) < 20_000)
  await assert.rejects(
    runJob(chat.options, jobs.importAccounts, [], { signal: AbortSignal.abort(new Error("late")) }),
    /late/
  )
  await assert.rejects(
    runJob(chat.options, jobs.importAccounts, accounts(1), { onProgress: () => Promise.reject(new Error("mine")) }),
    /^Error: mine$/
  )
  chat.faults.add(fault.errorCode(70009))
  await assert.rejects(runJob(chat.options, jobs.importAccounts, accounts(1)), (error) => error instanceof JobStopped)
  await assert.rejects(runJob({ sdkAppId: 0, secretKey: "" }, jobs.importAccounts, []), /configuration is not valid/)
})
