/** What runners do: they register the workflow, and call the items of the parts that come to them. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Activity from "effect/workflow/Activity"
import type { WorkflowEngine } from "effect/workflow/WorkflowEngine"
import { parseJson } from "../../endpoint/json.ts"
import { TimClient } from "../../endpoint/TimClient.ts"
import type { Chunk } from "../chunks.ts"
import type { Item, Job } from "../Job.ts"
import { jobs } from "../kinds.ts"
import { type Manner, performer } from "../perform.ts"
import { JobPart, Outcome, type PartPayload } from "./JobPart.ts"

/**
 * How many calls are kept as one. A runner that is lost leaves at most so many of a part in doubt; fewer would mean more
 * writes for each call.
 */
const callsAtOnce = 10

/** How long after its note a call may still count as the first one, in milliseconds. A process may have stood still. */
const freshFor = 30_000

type Calls = PartPayload["calls"]

const chunkOf = (call: Calls[number]): Chunk => ({
  last: call.at(-1)?.number ?? 0,
  lines: call.map(({ number, text }) => ({ number, text, item: parseJson(text) as Item, problem: undefined })),
  settled: new Map()
})

const Note = Schema.Struct({ token: Schema.String, at: Schema.Number })

/** Calls that must not be made twice, noted for good before they are made. */
class Notes {
  /** What this process has noted and not used. Whoever finds another note does not know how far its author came. */
  readonly #unused = new Set<string>()

  take: Effect.Effect<typeof Note.Type> = Effect.map(Clock.currentTimeMillis, (at) => {
    const token = crypto.randomUUID()
    this.#unused.add(token)
    return { token, at }
  })

  /** Whether nothing was called under a note so far. Answers yes only once. */
  isUnused({ at, token }: typeof Note.Type, now: number): boolean {
    return this.#unused.delete(token) && now - at < freshFor
  }
}

/** Which lines may have been called before: those that are known from an earlier attempt, or all of these. */
const begunBefore = (
  earlier: Manner["begun"],
  own: NonNullable<Manner["begun"]> | undefined
): Manner["begun"] =>
  own === undefined || earlier === undefined
    ? own ?? earlier
    : { through: Math.max(own.through, earlier.through), at: Math.min(own.at, earlier.at) }

/**
 * Lets this process take part in durable jobs: it calls the items of the parts that the engine gives to it. A runner has
 * to know the jobs that it meets; your own go into `known`.
 *
 * What a runner needs beside it is an engine, for example `ClusterWorkflowEngine.layer` on PostgreSQL, and a client.
 *
 * @example
 * ```ts
 * import { jobRunner } from "timkit/jobs/durable"
 * import { Emulator } from "timkit/emulator"
 * import * as Layer from "effect/Layer"
 * import * as WorkflowEngine from "effect/workflow/WorkflowEngine"
 *
 * // In memory, for tests; docs/jobs.md shows a cluster.
 * const runner = jobRunner().pipe(
 *   Layer.provideMerge(WorkflowEngine.layerMemory),
 *   Layer.provideMerge(Emulator.layer())
 * )
 * ```
 */
export const jobRunner = (
  known: Iterable<Job> = Object.values(jobs)
): Layer.Layer<never, never, WorkflowEngine | TimClient> => {
  const byName = new Map(Array.from(known, (job) => [job.name, job]))
  const notes = new Notes()
  return JobPart.toLayer((part) =>
    Effect.gen(function*() {
      const { digest } = part
      const results: Array<(typeof Outcome.Type)["results"][number]> = []
      const job = byName.get(part.job)
      if (job === undefined) {
        return { digest, results, stopped: { detail: `A runner does not know the job ${part.job}` } }
      }
      for (let from = 0; from < part.calls.length; from += callsAtOnce) {
        const outcome = yield* callAll(job, part, part.calls.slice(from, from + callsAtOnce), notes)
        results.push(...outcome.results)
        if (outcome.stopped !== undefined) return { digest, results, stopped: outcome.stopped }
      }
      return { digest, results }
    })
  )
}

/** Makes calls, and keeps what became of them. */
const callAll = Effect.fnUntraced(function*(job: Job, part: PartPayload, calls: Calls, notes: Notes) {
  const name = `${calls[0]?.[0]?.number ?? 0}`
  const through = calls.at(-1)?.at(-1)?.number ?? 0
  const note = job.endpoint.repeatability === "repeatable"
    ? undefined
    : yield* Activity.make({ name: `begin ${name}`, success: Note, execute: notes.take })
  return yield* Activity.make({
    name: `call ${name}`,
    success: Outcome,
    execute: Effect.gen(function*() {
      const isFirst = note === undefined || notes.isUnused(note, yield* Clock.currentTimeMillis)
      const begun = begunBefore(part.begun, isFirst ? undefined : { through, at: note.at })
      const perform = performer(job, yield* TimClient, { id: part.run, patience: part.patience, begun })
      // Where one stops the others come to their ends, so that it is known of each.
      const ends = yield* Effect.forEach(calls, (call) => Effect.result(perform(chunkOf(call))), {
        concurrency: "unbounded"
      })
      const results = ends.flatMap((end) => end._tag === "Success" ? end.success : [])
      const stopped = ends.find((end) => end._tag === "Failure")?.failure
      if (stopped === undefined) return { results }
      const doubtful = note === undefined ? part.begun : begunBefore(part.begun, { through, at: note.at })
      return { results, stopped: { detail: stopped.detail, ...doubtful === undefined ? {} : { begun: doubtful } } }
    })
  })
})
