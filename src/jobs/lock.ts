/** Keeps a second process away from a job that is under way: it would do everything a second time. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import { JobStopped } from "./JobStopped.ts"
import { whyOf } from "./whyOf.ts"

/** What Node, Bun and Deno tell of processes; nothing elsewhere. */
interface Processes {
  readonly pid: number
  readonly kill: (pid: number, signal: 0) => unknown
}

/** What this process holds: a lock that has its number, and is not among them, is of one that had the same before. */
const held = new Set<string>()

const isAlive = ({ kill, pid: own }: Processes, path: string, pid: number): boolean => {
  if (pid === own) return held.has(path)
  try {
    kill(pid, 0)
    return true
  } catch (error) {
    // One of somebody else's.
    return (error as { readonly code?: unknown }).code === "EPERM"
  }
}

const isInTheWay = ({ reason }: PlatformError): boolean => reason._tag === "AlreadyExists"

/** Holds a lock file for as long as the scope is open. One that a process left behind that died does not count. */
export const lock = (path: string): Effect.Effect<void, JobStopped, FileSystem.FileSystem | Scope.Scope> =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const { process: found } = globalThis as { readonly process?: Processes }
    if (found?.pid === undefined) return
    // `kill` wants to be called on its object.
    const processes: Processes = { pid: found.pid, kill: (pid, signal) => found.kill(pid, signal) }
    const take = fs.writeFileString(path, `${processes.pid}\n`, { flag: "wx" })
    yield* Effect.acquireRelease(
      Effect.gen(function*() {
        const taken = yield* Effect.result(take)
        if (taken._tag === "Failure") {
          if (!isInTheWay(taken.failure)) return yield* taken.failure
          const pid = Number((yield* fs.readFileString(path)).trim())
          if (Number.isSafeInteger(pid) && pid > 0 && isAlive(processes, path, pid)) {
            return yield* new JobStopped({
              detail: `Process ${pid} is at this job already; if that is none of timkit's, remove ${path}`
            })
          }
          yield* fs.remove(path, { force: true })
          yield* take
        }
        held.add(path)
      }).pipe(
        Effect.mapError((error) =>
          error instanceof JobStopped
            ? error
            : new JobStopped({ detail: `${path} cannot be written (${whyOf(error)}); nothing was called` })
        )
      ),
      () => Effect.andThen(Effect.sync(() => held.delete(path)), Effect.ignore(fs.remove(path, { force: true })))
    )
  })
