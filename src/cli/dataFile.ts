/** The file that keeps an emulator's state. */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import { loadAll, saveAll } from "../emulator/persistence.ts"
import type { World } from "../emulator/World.ts"
import { CommandFailed } from "./failures.ts"

/** How long it is from the end of a save to the beginning of the next, in seconds. */
const saveEvery = 2

/** What went wrong. What the system says of a file tells more than what is made of it. */
const wordsOf = (error: unknown): string =>
  error instanceof Error ? (error.cause instanceof Error ? error.cause : error).message : String(error)

/**
 * Loads the state from a file, and keeps it there: it is saved at the start, two seconds after each save where
 * something was called meanwhile, when the control API is asked to, and at the end.
 *
 * What was answered before a save began is on the disk once the save is over; what was answered later is lost when the
 * process dies. The file is replaced as a whole, by a rename, so whenever the process dies there is a complete one: the
 * last that was saved. It holds the keys of the apps, so nobody else may read it.
 */
export const keepData = Effect.fnUntraced(function*(
  world: World,
  path: string
): Effect.fn.Return<void, CommandFailed, FileSystem.FileSystem | Path.Path | Scope.Scope> {
  const files = yield* FileSystem.FileSystem
  const folder = (yield* Path.Path).dirname(path)
  const failed = (what: string) => (error: unknown) =>
    new CommandFailed({ detail: `the data file ${path} cannot be ${what}: ${wordsOf(error)}` })
  if (yield* Effect.mapError(files.exists(path), failed("looked for"))) {
    const text = yield* Effect.mapError(files.readFileString(path), failed("read"))
    yield* Effect.try({
      try: () => loadAll(world, JSON.parse(text)),
      // Not in the words of the parser, which quote what may be a key.
      catch: () => failed("understood")("it is no state")
    })
  }

  const next = `${path}.next`
  const replace = (text: string) =>
    Effect.gen(function*() {
      // What a process left behind that died while it saved may be anything: it is neither read nor written to.
      yield* files.remove(next, { force: true })
      yield* Effect.scoped(Effect.gen(function*() {
        const file = yield* files.open(next, { flag: "wx", mode: 0o600 })
        yield* file.writeAll(new TextEncoder().encode(text))
        // Without this the new name might reach the disk before the content does.
        yield* file.sync
      }))
      yield* files.rename(next, path)
      // The same for the name itself. Windows opens no folders, and some network file systems sync none: there the
      // system decides when the name reaches the disk, which matters where the machine dies, not the process alone.
      yield* Effect.ignore(Effect.scoped(Effect.flatMap(files.open(folder, { flag: "r" }), ({ sync }) => sync)))
    }).pipe(
      // Half a file is of no use to anybody, and takes room where there may be none.
      Effect.onError(() => Effect.ignore(files.remove(next, { force: true })))
    )

  let saved = 0
  let savedChanges = -1
  const lock = yield* Semaphore.make(1)
  const save = Effect.gen(function*() {
    const now = yield* Clock.currentTimeMillis
    const { changes } = world
    if (changes !== savedChanges) {
      yield* replace(yield* Effect.try({ try: () => JSON.stringify(saveAll(world)), catch: wordsOf }))
    }
    savedChanges = changes
    return saved = now
  }).pipe(
    Effect.mapError(failed("written")),
    // Two saves would write into each other's file, and one that is left halfway might still write after it.
    lock.withPermit,
    Effect.uninterruptible
  )
  yield* save
  world.keeper = {
    save,
    get saved() {
      return saved
    }
  }
  const loudly = Effect.tapCause(save, (cause) => Effect.logError(wordsOf(Cause.squash(cause))))
  yield* Effect.addFinalizer(() => Effect.orDie(loudly))
  // What goes wrong once is tried again.
  const tried = Effect.ignoreCause(loudly)
  yield* Effect.forkScoped(Effect.forever(Effect.andThen(Effect.sleep(saveEvery * 1_000), tried)))
})
