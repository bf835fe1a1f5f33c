// needs a host: writes files
import assert from "node:assert/strict"
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FileSystem from "effect/FileSystem"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as PlatformError from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { CurrentTransport, TimClient, type Transport } from "../mod.ts"
import { Emulator, emulator } from "../src/emulator/mod.ts"
import {
  type FileOptions,
  filesOf,
  type Item,
  type Job,
  jobs,
  type JobStopped,
  type Result,
  runFile
} from "../src/jobs/mod.ts"

const folder = mkdtempSync(join(tmpdir(), "timkit-"))
after(() => rmSync(folder, { recursive: true, force: true }))

let inputs = 0

const input = (items: ReadonlyArray<unknown> | string, ending = "ndjson"): string => {
  const path = join(folder, `${++inputs}.${ending}`)
  writeFileSync(path, typeof items === "string" ? items : items.map((item) => `${JSON.stringify(item)}\n`).join(""))
  return path
}

const accounts = (count: number): ReadonlyArray<Item> =>
  Array.from({ length: count }, (_, index) => ({ UserID: `user${index}` }))
const messages = (count: number): ReadonlyArray<Item> =>
  accounts(count).map(({ UserID }) => ({ ...jobs.send.example, To_Account: UserID }))

type World = Emulator | TimClient | FileSystem.FileSystem

/** Runs on an emulator of its own, in real time: files wait for nobody. */
const onFiles = (name: string, body: () => Effect.Effect<void, unknown, World>): void => {
  test(
    name,
    () => Effect.runPromise(Effect.suspend(body).pipe(Effect.provide([Emulator.layer(), NodeFileSystem.layer])))
  )
}

/** Runs a job to its end, or as far as it gets. */
const perform = (job: Job, path: string, options?: FileOptions) =>
  Effect.scoped(Effect.gen(function*() {
    const { earlier, steps, total } = yield* runFile(job, path, options)
    const last = yield* Stream.runFold(steps, () => earlier?.counts, (_, { progress }) => progress.counts)
    return { counts: last, earlier, total }
  }))

/** Runs a job until it has noted so many lines at least, and interrupts it. */
const interrupted = (job: Job, path: string, lines: number) =>
  Effect.gen(function*() {
    const reached = yield* Deferred.make<void>()
    const steps = Stream.unwrap(Effect.map(runFile(job, path, { concurrency: 3 }), (run) => run.steps))
    const running = yield* Effect.forkChild(Effect.scoped(
      Stream.runForEach(steps, ({ progress }) =>
        progress.settled >= lines ? Deferred.succeed(reached, undefined) : Effect.void)
    ))
    yield* Deferred.await(reached)
    yield* Fiber.interrupt(running)
  })

const results = (path: string): ReadonlyArray<Result> =>
  readFileSync(filesOf(path).results, "utf8").split("\n").slice(0, -1).map((line) => JSON.parse(line) as Result)

const reason = <A, R>(effect: Effect.Effect<A, JobStopped, R>) =>
  Effect.map(Effect.flip(effect), ({ message }) => message)

onFiles("results, failures and the journal are written beside the input", () =>
  Effect.gen(function*() {
    const path = input(
      `${JSON.stringify({ UserID: "alice" })}\nnonsense\n${JSON.stringify({ UserID: "", Nick: "x" })}\n{"UserID":"ca`
    )
    const { counts, total } = yield* perform(jobs.importAccounts, path)
    assert.equal(total, 4)
    assert.deepEqual(counts, { done: 1, failed: 0, unknown: 0, invalid: 3, duplicate: 0 })
    assert.deepEqual(results(path).map(({ line, status }) => [line, status]), [
      [1, "done"],
      [2, "invalid"],
      [3, "invalid"],
      [4, "invalid"]
    ])
    assert.match(results(path)[3]?.info ?? "", /the file ends in the middle of it/)
    assert.equal(
      readFileSync(filesOf(path).failed, "utf8"),
      "nonsense\n{\"UserID\":\"\",\"Nick\":\"x\"}\n{\"UserID\":\"ca\n"
    )
    assert.equal(existsSync(filesOf(path).lock), false)
  }))

onFiles(
  "a job that is interrupted goes on where it was: nothing is lost, nothing is told or done twice",
  () =>
    Effect.gen(function*() {
      const { app } = yield* Emulator
      yield* perform(jobs.importAccounts, input(accounts(60)))
      const path = input(messages(60))
      for (const lines of [5, 20, 40]) yield* interrupted(jobs.send, path, lines)
      const { counts } = yield* perform(jobs.send, path)
      const told = results(path)
      assert.deepEqual(told.map(({ line }) => line), Array.from({ length: 60 }, (_, index) => index + 1))
      // Within 120 seconds the service drops what it has, so all of it could be sent again.
      assert.deepEqual(counts, { done: 60, failed: 0, unknown: 0, invalid: 0, duplicate: 0 })
      assert.equal([...app().timeline.items.newest()].length, 60)
    })
)

onFiles("a job that is finished does nothing, and says what came of it", () =>
  Effect.gen(function*() {
    const { world } = yield* Emulator
    const path = input(accounts(3))
    yield* perform(jobs.importAccounts, path)
    const before = world.log.size
    rmSync(filesOf(path).failed)
    const { counts, earlier } = yield* perform(jobs.importAccounts, path)
    assert.equal(earlier?.finished, true)
    assert.equal(counts?.done, 3)
    assert.equal(world.log.size, before)
    assert.equal(existsSync(filesOf(path).failed), false)
  }))

onFiles("what is to be sent again is sent again, and what was to go on is not", () =>
  Effect.gen(function*() {
    const { app } = yield* Emulator
    yield* perform(jobs.importAccounts, input(accounts(2)))
    const path = input(accounts(2).map(({ UserID }) => ({ To_Account: UserID })))
    const defaults = { MsgBody: jobs.send.example["MsgBody"] }
    yield* perform(jobs.send, path, { defaults })
    yield* perform(jobs.send, path, { defaults })
    assert.equal([...app().timeline.items.newest()].length, 2)
    yield* perform(jobs.send, path, { defaults, again: true })
    assert.equal([...app().timeline.items.newest()].length, 4)
    assert.equal(results(path).length, 2)
  }))

onFiles("a dry run writes nothing, and forgets no earlier run", () =>
  Effect.gen(function*() {
    const fresh = input(accounts(3))
    const { counts } = yield* perform(jobs.importAccounts, fresh, { dryRun: true })
    assert.equal(counts?.done, 3)
    for (const file of Object.values(filesOf(fresh))) assert.equal(existsSync(file), false)
    const path = input(accounts(3))
    yield* perform(jobs.importAccounts, path)
    const before = readFileSync(filesOf(path).journal, "utf8")
    const again = yield* perform(jobs.importAccounts, path, { dryRun: true, again: true })
    assert.equal(again.counts?.done, 3)
    assert.equal(readFileSync(filesOf(path).journal, "utf8"), before)
  }))

/** A journal after which so many of the lines are settled. */
const settledThrough = (path: string, lines: number) =>
  Effect.sync(() => {
    const [head = ""] = readFileSync(filesOf(path).journal, "utf8").split("\n")
    const told = readFileSync(filesOf(path).results, "utf8").split("\n").slice(0, lines).map((line) => `${line}\n`)
      .join("")
    const counts = { done: lines, failed: 0, unknown: 0, invalid: 0, duplicate: 0 }
    const bytes = { results: Buffer.byteLength(told), failed: 0, unknown: 0 }
    writeFileSync(
      filesOf(path).journal,
      `${head}\n${JSON.stringify({ settled: lines, counts, bytes, finished: false })}\n`
    )
  })

onFiles(
  "half a note does not count, and what was written behind the last one is written again",
  () =>
    Effect.gen(function*() {
      const path = input(accounts(250))
      yield* perform(jobs.importAccounts, path)
      yield* settledThrough(path, 100)
      appendFileSync(filesOf(path).journal, "{\"settled\":200,\"counts\":{\"do")
      appendFileSync(filesOf(path).failed, "rubbish\n")
      const { counts, earlier } = yield* perform(jobs.importAccounts, path)
      assert.equal(earlier?.settled, 100)
      assert.equal(counts?.done, 250)
      assert.deepEqual(results(path).map(({ line }) => line), Array.from({ length: 250 }, (_, index) => index + 1))
      assert.equal(readFileSync(filesOf(path).failed, "utf8"), "")
    })
)

onFiles("results that were taken away are asked for, not filled up with nothing", () =>
  Effect.gen(function*() {
    const path = input(accounts(250))
    yield* perform(jobs.importAccounts, path)
    yield* settledThrough(path, 100)
    rmSync(filesOf(path).results)
    assert.match(yield* reason(perform(jobs.importAccounts, path)), /results\.ndjson is shorter than .*put it back/)
    assert.equal((yield* perform(jobs.importAccounts, path, { again: true })).counts?.done, 250)
  }))

onFiles(
  "an input that has changed is refused, also at the same length, and so is another message",
  () =>
    Effect.gen(function*() {
      const path = input(accounts(3))
      yield* perform(jobs.importAccounts, path)
      writeFileSync(path, readFileSync(path, "utf8").replace("user1", "userX"))
      assert.match(yield* reason(perform(jobs.importAccounts, path)), /has changed since/)
      assert.equal((yield* perform(jobs.importAccounts, path, { again: true })).counts?.done, 3)
      assert.match(
        yield* reason(perform(jobs.importAccounts, path, { defaults: { Nick: "x" } })),
        /merged into its items, has changed/
      )
    })
)

onFiles("the journal of another job, and what is none, is refused", () =>
  Effect.gen(function*() {
    const path = input(accounts(3))
    yield* perform(jobs.importAccounts, path)
    assert.match(
      yield* reason(perform(jobs.deleteAccounts, path)),
      /belongs to the job import-accounts, not delete-accounts/
    )
    writeFileSync(filesOf(path).journal, "precious\n")
    for (const again of [false, true]) {
      assert.match(yield* reason(perform(jobs.importAccounts, path, { again })), /is no journal; move it away/)
    }
    assert.equal(readFileSync(filesOf(path).journal, "utf8"), "precious\n")
  }))

onFiles("an input that is missing, or no UTF-8, is told of before anything is called", () =>
  Effect.gen(function*() {
    const { world } = yield* Emulator
    for (const options of [{}, { dryRun: true }]) {
      assert.match(
        yield* reason(perform(jobs.importAccounts, join(folder, "none"), options)),
        /cannot be read \(NotFound\)/
      )
      const path = input("")
      writeFileSync(
        path,
        new Uint8Array([...Buffer.from("{\"UserID\":\"a\"}\n{\"UserID\":\""), 0xc4, 0xe3, 0x22, 0x7d])
      )
      assert.match(yield* reason(perform(jobs.importAccounts, path, options)), /not UTF-8, somewhere after line \d/)
    }
    assert.equal(world.log.size, 0)
  }))

onFiles("an input without items is finished at once", () =>
  Effect.gen(function*() {
    for (const text of ["", "\n \n"]) {
      const path = input(text)
      const { total } = yield* perform(jobs.importAccounts, path)
      assert.equal(total, 0)
      assert.equal((yield* perform(jobs.importAccounts, path)).earlier?.finished, true)
    }
  }))

onFiles("a table is counted by its rows, with the journal of lines", () =>
  Effect.gen(function*() {
    const path = input("UserID,Nick\nalice,\"two\nlines\"\n\nbob,B\ncarol\n", "csv")
    const { counts, total } = yield* perform(jobs.importAccounts, path)
    assert.equal(total, 3)
    assert.deepEqual([counts?.done, counts?.invalid], [2, 1])
    assert.deepEqual(results(path).map(({ line }) => line), [2, 5, 6])
  }))

onFiles("where nothing can be written, nothing is called", () =>
  Effect.gen(function*() {
    const { world } = yield* Emulator
    for (const file of ["lock", "journal", "results"] as const) {
      const path = input(accounts(3))
      // What no system lets a file take the place of, whoever asks.
      mkdirSync(join(filesOf(path)[file], "in the way"), { recursive: true })
      yield* reason(perform(jobs.importAccounts, path))
      rmSync(filesOf(path)[file], { recursive: true })
      assert.equal(existsSync(filesOf(path).lock), false)
      assert.equal(world.log.size, 0, file)
    }
  }))

onFiles(
  "two processes do not do the same job at a time, and a dead one is in nobody's way",
  () =>
    Effect.gen(function*() {
      const path = input(accounts(3))
      yield* Effect.scoped(Effect.gen(function*() {
        yield* runFile(jobs.importAccounts, path)
        assert.match(yield* reason(perform(jobs.importAccounts, path)), /Process \d+ is at this job already/)
      }))
      for (const pid of ["", "2147483646", String(process.pid)]) {
        writeFileSync(filesOf(path).lock, `${pid}\n`)
        assert.equal((yield* perform(jobs.importAccounts, path, { again: true })).counts?.done, 3)
      }
    })
)

/** Writes that fail halfway once the disk is full. */
const filling = (own: FileSystem.FileSystem, isFull: () => boolean): FileSystem.FileSystem => ({
  ...own,
  open: (path, options) =>
    Effect.map(own.open(path, options), (file) => {
      const whole = file.writeAll.bind(file)
      const failure = PlatformError.systemError({ _tag: "Unknown", module: "FileSystem", method: "writeAll" })
      const writeAll: typeof whole = (bytes) =>
        isFull() && path.endsWith(".results.ndjson")
          ? Effect.andThen(whole(bytes.subarray(0, bytes.length / 2)), Effect.fail(failure))
          : whole(bytes)
      return Object.defineProperty(file, "writeAll", { value: writeAll })
    })
})

onFiles(
  "a disk that is full stops the job, and nothing of what was done is lost once there is room",
  () =>
    Effect.gen(function*() {
      const path = input(accounts(250))
      const own = yield* FileSystem.FileSystem
      const failing = Effect.provideService(
        perform(jobs.importAccounts, path) as Effect.Effect<unknown, JobStopped, World | Scope.Scope>,
        FileSystem.FileSystem,
        filling(own, () => true)
      )
      assert.match(yield* reason(Effect.scoped(failing)), /results\.ndjson cannot be written/)
      const { counts } = yield* perform(jobs.importAccounts, path)
      assert.equal(counts?.done, 250)
      assert.deepEqual(results(path).map(({ line }) => line), Array.from({ length: 250 }, (_, index) => index + 1))
    })
)

onFiles(
  "a job can be ended gently: what is under way is noted, and the same job goes on from there",
  () =>
    Effect.gen(function*() {
      const path = input(accounts(10_000))
      const ending = yield* Latch.make()
      const { options: { fetch: _, ...app }, transport } = emulator()
      let calls = 0
      // However late the first progress is told, the job is not at its end by then, and hears of the ending before it is:
      // calls that wait for nothing would all be made in one go.
      const gated: Transport = {
        send: (request) =>
          (++calls > 5 ? Effect.andThen(ending.await, Effect.yieldNow) : Effect.void).pipe(
            Effect.andThen(transport.send(request))
          )
      }
      const client = TimClient.layer(app).pipe(Layer.provide(Layer.succeed(CurrentTransport)(gated)))
      yield* Effect.gen(function*() {
        const seen: Array<number> = []
        yield* Effect.scoped(Effect.gen(function*() {
          const { steps } = yield* runFile(jobs.importAccounts, path, { concurrency: 2, ending: ending.await })
          yield* Stream.runForEach(steps, ({ progress }) => {
            seen.push(progress.settled)
            return ending.open
          })
        }))
        const settled = seen.at(-1) ?? 0
        assert.ok(settled > 0 && settled < 10_000, String(settled))
        assert.equal(results(path).length, settled)
        const { counts, earlier } = yield* perform(jobs.importAccounts, path)
        assert.equal(earlier?.settled, settled)
        assert.equal(counts?.done, 10_000)
      }).pipe(Effect.provide(client))
    })
)
