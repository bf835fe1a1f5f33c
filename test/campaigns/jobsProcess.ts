/** A process that imports accounts from a file, and tells how far it is and how much memory it needs. */
import process from "node:process"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { TimClient } from "../../mod.ts"
import { jobs, runFile } from "../../src/jobs/mod.ts"

/** The input, and after how many items each to say something. */
const [, , input = "", every = ""] = process.argv

/** What the process says, one line of JSON each. */
export interface Said {
  readonly settled: number
  readonly done: number
  /** In MB, once everything was collected. */
  readonly heap: number
  /** What the process has worked so far, in milliseconds. Collecting for `heap` is not in it. */
  readonly cpu: number
}

let collecting = 0

const worked = (): number => {
  const { system, user } = process.cpuUsage()
  return (system + user) / 1_000
}

const heap = (): number => {
  const before = worked()
  const { gc } = globalThis as { readonly gc?: () => void }
  gc?.()
  collecting += worked() - before
  return process.memoryUsage().heapUsed / 2 ** 20
}

await Effect.runPromise(
  Effect.gen(function*() {
    const { steps } = yield* runFile(jobs.importAccounts, input)
    let told = 0
    const tell = (progress: { readonly settled: number; readonly counts: { readonly done: number } }) => {
      const said: Said = {
        settled: progress.settled,
        done: progress.counts.done,
        heap: heap(),
        cpu: worked() - collecting
      }
      process.stdout.write(`${JSON.stringify(said)}\n`)
    }
    yield* Stream.runForEach(steps, ({ progress }) =>
      Effect.sync(() => {
        if (progress.settled - told < Number(every)) return
        told = progress.settled
        tell(progress)
      }))
  }).pipe(
    Effect.scoped,
    Effect.provide(Layer.mergeAll(NodeFileSystem.layer, TimClient.layerConfig))
  )
)
