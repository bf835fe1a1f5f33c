/** The file that keeps an emulator's state. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type * as Scope from "effect/Scope"
import { loadAll, saveAll } from "../emulator/persistence.ts"
import type { World } from "../emulator/World.ts"
import { CommandFailed } from "./secretKey.ts"

/** How long what was answered may be unsaved, in seconds. */
const saveEvery = 2

/**
 * Loads the state from a file, and saves it there: every two seconds in which something changed, and at the end. The
 * file is replaced as a whole, so it is complete whenever the process dies; what was answered after the last save is
 * lost then. It holds the keys of the apps, so nobody else may read it.
 */
export const keepData = Effect.fnUntraced(function*(
  world: World,
  path: string
): Effect.fn.Return<void, CommandFailed, FileSystem.FileSystem | Scope.Scope> {
  const files = yield* FileSystem.FileSystem
  const failed = (what: string) => () => new CommandFailed({ detail: `the data file ${path} cannot be ${what}` })
  if (yield* Effect.mapError(files.exists(path), failed("looked for"))) {
    const text = yield* Effect.mapError(files.readFileString(path), failed("read"))
    yield* Effect.try({ try: () => loadAll(world, JSON.parse(text)), catch: failed("understood: it is no state") })
  }
  let saved = -1
  const save = Effect.gen(function*() {
    const { changes } = world
    if (changes === saved) return
    const text = yield* Effect.sync(() => JSON.stringify(saveAll(world)))
    const next = `${path}.next`
    yield* Effect.scoped(Effect.gen(function*() {
      const file = yield* files.open(next, { flag: "w", mode: 0o600 })
      yield* file.writeAll(new TextEncoder().encode(text))
      // Without this the new name might reach the disk before the content does.
      yield* file.sync
    }))
    yield* files.rename(next, path)
    saved = changes
  }).pipe(Effect.mapError(failed("written")))
  yield* save
  yield* Effect.addFinalizer(() => Effect.orDie(save))
  const loudly = Effect.catch(save, (error) => Effect.logError(error.message))
  yield* Effect.forkScoped(Effect.forever(Effect.andThen(Effect.sleep(saveEvery * 1_000), loudly)))
})
