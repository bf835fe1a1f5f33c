import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { textOf } from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import {
  type Item,
  type Job,
  jobs,
  ndjsonLines,
  type Result,
  run,
  type RunOptions,
  valueLines
} from "../src/jobs/mod.ts"
import { startSeconds, timTest } from "./support/suite.ts"

const encoder = new TextEncoder()

/** Bytes in pieces of odd lengths, so that lines and letters are cut anywhere. */
async function* bytesOf(text: string, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = encoder.encode(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
}

const linesOf = async (text: string, size?: number) => {
  const lines = []
  for await (const line of ndjsonLines(bytesOf(text, size))) lines.push(line)
  return lines
}

/** All results of a job on values. */
const resultsOf = (job: Job, items: ReadonlyArray<unknown>, options?: RunOptions) =>
  Effect.map(Stream.runCollect(run(job, valueLines(items), options)), (steps) => ({
    results: steps.flatMap(({ results }) => results),
    counts: steps.at(-1)?.progress.counts
  }))

const accounts = (count: number, from = 0): ReadonlyArray<Item> =>
  Array.from({ length: count }, (_, index) => ({ UserID: `user${from + index}` }))

test("lines keep their numbers, wherever they are cut, and what is no item keeps its place", async () => {
  const text = `{"UserID":"你好"}\n\n  \nnonsense\n[1]\n{"UserID":"bob","Big":12345678901234567890}\r\n{"UserID":"ca`
  for (const size of [1, 2, 3, 1_000]) {
    const lines = await linesOf(text, size)
    assert.deepEqual(lines.map(({ item, number, problem }) => [number, item?.["UserID"], problem]), [
      [1, "你好", undefined],
      [4, undefined, "is no JSON"],
      [5, undefined, "is no JSON object"],
      [6, "bob", undefined],
      [7, undefined, "is no JSON; the file ends in the middle of it"]
    ])
    assert.equal(lines[3]?.item?.["Big"], "12345678901234567890")
  }
})

test("a line that is far too long does not fill the memory, and is told apart", async () => {
  const long = `{"UserID":"${"x".repeat(5_000_000)}"}`
  const lines = await linesOf(`{"UserID":"a"}\n${long}\n{"UserID":"b"}\n`, 100_000)
  assert.deepEqual(lines.map(({ number, problem }) => [number, problem]), [[1, undefined], [2, "is too long"], [
    3,
    undefined
  ]])
  assert.ok((lines[1]?.text.length ?? 0) <= 1_000)
})

timTest(
  "accounts are imported a hundred a call, each with a result in the order of the lines",
  () =>
    Effect.gen(function*() {
      const { app, world } = yield* Emulator
      const { counts, results } = yield* resultsOf(jobs.importAccounts, accounts(250))
      assert.deepEqual(counts, { done: 250, failed: 0, unknown: 0, invalid: 0, duplicate: 0 })
      assert.deepEqual(results.map(({ line }) => line), Array.from({ length: 250 }, (_, index) => index + 1))
      assert.ok(app().accounts.has("user249"))
      assert.equal(world.log.size, 3)
    })
)

timTest("what cannot be sent is told by line and field, and everything else goes on", () =>
  Effect.gen(function*() {
    const { results } = yield* resultsOf(jobs.importAccounts, [
      { UserID: "alice" },
      { UserID: "" },
      { UserID: "bob", Nick: 7 },
      "nonsense",
      { UserID: "carol" }
    ])
    assert.deepEqual(results.map(({ status }) => status), ["done", "invalid", "invalid", "invalid", "done"])
    assert.match(results[1]?.info ?? "", /^UserID: /)
    assert.match(results[2]?.info ?? "", /^Nick: /)
    const { app } = yield* Emulator
    assert.ok(app().accounts.has("carol"))
  }))

timTest("a dry run checks everything and calls nothing", () =>
  Effect.gen(function*() {
    const { counts } = yield* resultsOf(jobs.importAccounts, [...accounts(150), { UserID: "" }], { dryRun: true })
    assert.deepEqual([counts?.done, counts?.invalid], [150, 1])
    assert.equal((yield* Emulator).world.log.size, 0)
  }))

timTest("members go in one call a group, and what fails is told one by one", () =>
  Effect.gen(function*() {
    const { world } = yield* Emulator
    yield* resultsOf(jobs.importAccounts, accounts(3))
    yield* resultsOf(jobs.importGroups, [
      { Type: "Public", Name: "A", GroupId: "groupA" },
      { Type: "Public", Name: "B", GroupId: "groupB" }
    ])
    const before = world.log.size
    const { results } = yield* resultsOf(jobs.importMembers, [
      { GroupId: "groupA", Member_Account: "user0" },
      { GroupId: "groupA", Member_Account: "nobody" },
      { GroupId: "groupB", Member_Account: "user1" },
      { GroupId: "groupB", Member_Account: "user2" }
    ])
    assert.equal(world.log.size - before, 2)
    assert.deepEqual(results.map(({ status }) => status), ["done", "failed", "done", "done"])
  }))

timTest("friends, profiles and messages are imported, and deleted accounts are gone", () =>
  Effect.gen(function*() {
    const { app } = yield* Emulator
    yield* resultsOf(jobs.importAccounts, accounts(3))
    const done = [
      yield* resultsOf(jobs.importFriends, [{
        From_Account: "user0",
        To_Account: "user1",
        AddSource: "AddSource_Type_Import"
      }]),
      yield* resultsOf(jobs.importProfiles, [{ From_Account: "user0", Tag_Profile_IM_Nick: "Zero" }]),
      yield* resultsOf(jobs.importMessages, [{
        ...jobs.importMessages.example,
        From_Account: "user0",
        To_Account: "user1"
      }]),
      yield* resultsOf(jobs.importGroups, [{ ...jobs.importGroups.example }]),
      yield* resultsOf(jobs.importMembers, [{ GroupId: "readers", Member_Account: "user0" }]),
      yield* Effect.andThen(
        TestClock.adjust("10 seconds"),
        resultsOf(jobs.importGroupMessages, [
          { ...jobs.importGroupMessages.example, From_Account: "user0", SendTime: startSeconds + 5 }
        ])
      ),
      yield* resultsOf(jobs.sendToGroups, [{ ...jobs.sendToGroups.example, From_Account: "user0" }]),
      yield* resultsOf(jobs.deleteAccounts, [{ UserID: "user2" }])
    ]
    for (const { counts, results } of done) assert.equal(counts?.done, 1, JSON.stringify(results))
    assert.equal(app().accounts.has("user2"), false)
  }))

timTest("the examples of all jobs are items that can be sent", () =>
  Effect.sync(() => {
    for (const job of Object.values(jobs)) assert.deepEqual(job.issuesOf(job.example), [], job.name)
  }))

timTest("nobody gets a message twice, even if listed twice", () =>
  Effect.gen(function*() {
    const { app } = yield* Emulator
    yield* resultsOf(jobs.importAccounts, accounts(2))
    const message = { MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "hi" } }] }
    const { results } = yield* resultsOf(
      jobs.send,
      ["user0", "user1", "user0"].map((To_Account) => ({ To_Account, ...message }))
    )
    assert.deepEqual(results.map(({ info, status }) => [status, info]), [
      ["done", undefined],
      ["done", undefined],
      ["duplicate", "the same as in line 1"]
    ])
    assert.equal([...app().timeline.items.newest()].length, 2)
  }))

timTest(
  "the same message goes to five hundred accounts a call, another in a call of its own",
  () =>
    Effect.gen(function*() {
      const { app, world } = yield* Emulator
      yield* resultsOf(jobs.importAccounts, accounts(700))
      const before = world.log.size
      const body = (Text: string) => ({ MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text } }] })
      const { results } = yield* resultsOf(jobs.sendInBatches, [
        ...accounts(600).map(({ UserID }) => ({ To_Account: UserID, ...body("one") })),
        { To_Account: "nobody", ...body("two") },
        { To_Account: "user650", ...body("two") }
      ])
      assert.equal(world.log.size - before, 3)
      assert.deepEqual(results.slice(599).map(({ code, id, status }) => [id, status, code]), [
        ["user599", "done", undefined],
        ["nobody", "failed", 70107],
        ["user650", "done", undefined]
      ])
      assert.equal([...app().timeline.items.newest()].length, 601)
    })
)

timTest("the same run sends the same message once, another run sends it again", () =>
  Effect.gen(function*() {
    const { app } = yield* Emulator
    yield* resultsOf(jobs.importAccounts, accounts(1))
    const messages = [{ ...jobs.send.example, To_Account: "user0" }]
    for (const id of ["one", "one", "two"]) yield* resultsOf(jobs.send, messages, { id })
    const texts = [...app().timeline.items.newest()].map(({ message }) => textOf(message.body))
    assert.deepEqual(texts, ["hi", "hi"])
  }))

timTest("one account that the service does not take leaves the other ninety-nine alone", () =>
  Effect.gen(function*() {
    const { app } = yield* Emulator
    app().faults.add({ account: "user42", fault: { kind: "error-code", code: 70107 } }, 0)
    const { counts, results } = yield* resultsOf(jobs.importAccounts, accounts(100))
    assert.deepEqual([counts?.done, counts?.failed], [99, 1])
    assert.deepEqual(results.find(({ status }) => status === "failed")?.id, "user42")
  }))

timTest("a job whose key is not accepted stops, instead of putting it down to the items", () =>
  Effect.gen(function*() {
    const { app } = yield* Emulator
    app().faults.add({ fault: { kind: "error-code", code: 70009 } }, 0)
    const error = yield* Effect.flip(resultsOf(jobs.importAccounts, accounts(5)))
    assert.equal(error._tag, "JobStopped")
    assert.match(error.message, /does not accept the key/)
  }))

timTest(
  "of what may have been called before, that which must not be repeated is left alone, and told",
  () =>
    Effect.gen(function*() {
      const { world } = yield* Emulator
      const journal = {
        earlier: {
          settled: 1,
          counts: { done: 1, failed: 0, unknown: 0, invalid: 0, duplicate: 0 },
          begun: { through: 2, at: 0 },
          finished: false
        },
        begin: () => Effect.void,
        settle: () => Effect.void,
        finish: Effect.void
      }
      yield* resultsOf(jobs.importAccounts, accounts(3))
      const messages = accounts(3).map(({ UserID }) => ({ ...jobs.send.example, To_Account: UserID }))
      const before = world.log.size
      const { counts, results } = yield* resultsOf(jobs.send, messages, { journal })
      assert.deepEqual(results.map(({ line, status }: Result) => [line, status]), [[2, "unknown"], [3, "done"]])
      assert.equal(counts?.done, 2)
      assert.equal(world.log.size - before, 1)
    })
)
