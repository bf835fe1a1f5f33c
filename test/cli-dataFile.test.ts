// needs a host: writes files
import assert from "node:assert/strict"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { after, test } from "node:test"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import * as PlatformError from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import { keepData } from "../src/cli/dataFile.ts"
import { emulator } from "../src/emulator/mod.ts"
import type { Keeper } from "../src/emulator/Keeper.ts"

const folder = mkdtempSync(join(tmpdir(), "timkit-data-"))
after(() => rmSync(folder, { recursive: true }))

let files = 0

/** A path where nothing is yet. */
const newFile = (): string => join(folder, `${++files}.json`)

interface Kept {
  readonly path: string
  readonly keeper: Keeper
  /** Changes the state, as a call would. */
  readonly change: (userId: string) => void
  /** Puts into the state what cannot be written. */
  readonly spoil: (spoilt: boolean) => void
  /** Whether the file has an account. */
  readonly has: (userId: string) => boolean
}

/** An emulator that is kept in a file. */
const kept = Effect.fnUntraced(function*(path: string) {
  const service = emulator()
  const { world } = service
  yield* keepData(world, path)
  const { keeper } = world
  assert.ok(keeper)
  const change = (userId: string) => {
    service.app().accounts.add(userId)
    world.log.push({ id: world.log.nextId } as never)
  }
  const spoil = (spoilt: boolean) => {
    Object.assign(service.app().moderation, { spoilt: spoilt ? () => undefined : 0 })
    world.log.push({ id: world.log.nextId } as never)
  }
  const has = (userId: string) => readFileSync(path, "utf8").includes(`"${userId}"`)
  return { path, keeper, change, spoil, has } satisfies Kept
})

const host = Layer.merge(NodeFileSystem.layer, NodePath.layer)

/** Runs something with the files of this machine, or others. */
const run = <A, E>(
  effect: Effect.Effect<A, E, FileSystem.FileSystem | Path.Path | Scope.Scope>,
  files: (own: FileSystem.FileSystem) => FileSystem.FileSystem = (own) => own
): Promise<A> =>
  Effect.runPromise(
    Effect.scoped(Effect.gen(function*() {
      const own = yield* FileSystem.FileSystem
      return yield* Effect.provideService(effect, FileSystem.FileSystem, files(own))
    })).pipe(Effect.provide(host))
  )

/** What a save says that must fail. */
const whyNot = ({ save }: Keeper): Effect.Effect<string, number> =>
  Effect.map(Effect.flip(save), ({ message }) => message)

test("a disk that is full is told of, costs nothing that was there, and is tried again", async () => {
  const disk = { full: false }
  const noRoom = PlatformError.systemError({
    _tag: "Unknown",
    module: "FileSystem",
    method: "writeAll",
    cause: new Error("ENOSPC: no space left on device, write")
  })
  /** Takes half of what it is given while the disk is full. */
  const filling = (own: FileSystem.FileSystem): FileSystem.FileSystem => ({
    ...own,
    open: (path, options) =>
      Effect.map(own.open(path, options), (file) => {
        const whole = file.writeAll.bind(file)
        const writeAll: typeof whole = (bytes) =>
          disk.full ? Effect.andThen(whole(bytes.subarray(0, bytes.length / 2)), Effect.fail(noRoom)) : whole(bytes)
        return Object.defineProperty(file, "writeAll", { value: writeAll })
      })
  })
  await run(
    Effect.gen(function*() {
      const { change, has, keeper, path } = yield* kept(newFile())
      change("alice")
      yield* keeper.save
      const { saved } = keeper
      const before = readFileSync(path, "utf8")
      disk.full = true
      change("bob")
      assert.match(yield* whyNot(keeper), /json cannot be written: ENOSPC: no space left/)
      assert.equal(readFileSync(path, "utf8"), before)
      assert.equal(existsSync(`${path}.next`), false, "half a file takes room")
      assert.equal(keeper.saved, saved)
      disk.full = false
      assert.ok((yield* keeper.save) >= saved)
      assert.ok(has("alice") && has("bob"))
    }),
    filling
  )
})

test("a file that cannot be written is told of, at the start as well", async () => {
  await run(Effect.gen(function*() {
    const { change, has, keeper, path } = yield* kept(newFile())
    change("alice")
    // What no system lets a file take the place of, whoever asks.
    mkdirSync(join(`${path}.next`, "in the way"), { recursive: true })
    assert.match(yield* whyNot(keeper), /cannot be written: .*\.next/)
    assert.equal(has("alice"), false)
    rmSync(`${path}.next`, { recursive: true })
    yield* keeper.save
    assert.ok(has("alice"))
    const { message } = yield* Effect.flip(kept(join(folder, "nowhere", "state.json")))
    assert.match(message, /cannot be written: ENOENT/)
  }))
})

test("a state that cannot be written is told of, and does not end the saving", async () => {
  await run(Effect.gen(function*() {
    const { change, has, keeper, spoil } = yield* kept(newFile())
    change("alice")
    spoil(true)
    assert.match(yield* whyNot(keeper), /cannot be written: the state holds a function/)
    spoil(false)
    yield* keeper.save
    assert.ok(has("alice"))
  }))
})

test("what a process left behind that died while it saved does no harm", async () => {
  const path = newFile()
  await run(Effect.gen(function*() {
    const { change } = yield* kept(path)
    change("alice")
  }))
  writeFileSync(`${path}.next`, "{\"format\":\"timkit-data\",\"ver", { mode: 0o644 })
  await run(Effect.gen(function*() {
    const { has } = yield* kept(path)
    assert.ok(has("alice"))
    assert.equal(existsSync(`${path}.next`), false)
  }))
  if (process.platform === "win32") return
  assert.equal(statSync(path).mode & 0o077, 0, "nobody else may read the keys in it")
  // Nor does what somebody else put there.
  const precious = newFile()
  writeFileSync(precious, "precious")
  symlinkSync(precious, `${path}.next`)
  await run(kept(path))
  assert.equal(readFileSync(precious, "utf8"), "precious")
})

test("saves that meet come one after the other", async () => {
  await run(Effect.gen(function*() {
    const { change, has, keeper } = yield* kept(newFile())
    yield* Effect.forEach(
      ["alice", "bob", "carol", "dora"],
      (userId) =>
        Effect.gen(function*() {
          change(userId)
          yield* keeper.save
          assert.ok(has(userId))
          JSON.parse(readFileSync(join(folder, `${files}.json`), "utf8"))
        }),
      { concurrency: "unbounded" }
    )
  }))
})

test("a save goes on to its end though nobody waits for it any longer", async () => {
  await run(Effect.gen(function*() {
    const { change, has, keeper, path } = yield* kept(newFile())
    change("alice")
    const saving = yield* Effect.forkChild(keeper.save, { startImmediately: true })
    yield* Fiber.interrupt(saving)
    assert.ok(has("alice"))
    assert.equal(existsSync(`${path}.next`), false)
  }))
})

test("what was saved is told by its moment, also where nothing has changed since", async () => {
  await run(Effect.gen(function*() {
    const { change, keeper, path } = yield* kept(newFile())
    change("alice")
    const before = Date.now()
    const saved = yield* keeper.save
    assert.ok(saved >= before && saved <= Date.now())
    assert.equal(keeper.saved, saved)
    const { ino } = statSync(path)
    assert.ok((yield* keeper.save) >= saved)
    assert.equal(statSync(path).ino, ino, "it was written once more")
  }))
})
