/** Makes the calls of a job: with patience where it may, and never twice where it must not. */
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import { isHarmless } from "../endpoint/retry.ts"
import type { TimClientService } from "../endpoint/TimClient.ts"
import type { TimError } from "../errors/TimError.ts"
import type { Chunk } from "./chunks.ts"
import type { Item, Job } from "./Job.ts"
import type { Line } from "./lines.ts"
import type { Result } from "./Result.ts"

/** A job cannot go on. What was done so far is kept; the same job goes on from there. */
export class JobStopped extends Data.TaggedError("JobStopped")<{
  /** What happened, and what to do. */
  readonly detail: string
  /** The call that did not succeed. */
  readonly cause?: TimError | undefined
}> {
  override get message(): string {
    return this.detail
  }
}

/** How calls are made. */
export interface Manner {
  /** Names the run; the random numbers of items come from it. */
  readonly id: string
  /** How long a service that cannot be reached is waited for, in milliseconds, before the job stops. */
  readonly patience: number
  /** Lines that an earlier process may have called, and when it did at the earliest; in milliseconds since 1970. */
  readonly begun: { readonly through: number; readonly at: number } | undefined
}

const uint32 = 0x1_0000_0000

/** A number that is always the same for the same text: FNV-1a, stirred. */
const hash = (text: string): number => {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  value = Math.imul(value ^ value >>> 16, 0x85ebca6b)
  value = Math.imul(value ^ value >>> 13, 0xc2b2ae35)
  return ((value ^ value >>> 16) >>> 0) % uint32
}

/** An item with the random numbers by which it is known again, whoever calls it. */
const mark = (job: Job, id: string, { item = {}, number }: Line): Item =>
  job.marks.reduce((marked, field) => ({ [field]: hash(`${id}/${number}/${field}`), ...marked }), item)

/** The pause before a job tries again, in milliseconds: doubling, at most half a minute. */
const pauseBefore = (attempt: number): number => Math.min(1_000 * 2 ** (attempt - 1), 30_000)

type Outcome = ReadonlyArray<Result>

const everyone = (job: Job, lines: ReadonlyArray<Line>, rest: Omit<Result, "line" | "id">): Outcome =>
  lines.map(({ item = {}, number }) => ({ line: number, id: job.idOf(item), ...rest }))

/** Makes the calls of chunks. */
export const performer = (job: Job, client: TimClientService, manner: Manner) => {
  const call = job.make(client)
  const { begun, id, patience } = manner

  const done = (lines: ReadonlyArray<Line>) => everyone(job, lines, { status: "done" })

  /** What a call as a whole failed with, put down to its items, or a reason to try again or to stop. */
  const settle = (
    lines: ReadonlyArray<Line>,
    error: TimError,
    since: number,
    isRepeated: boolean
  ): Effect.Effect<Outcome | "again", JobStopped> =>
    Effect.gen(function*() {
      const { reason } = error
      const now = yield* Clock.currentTimeMillis
      switch (reason._tag) {
        case "Refused":
          if (reason.retryClass === "auth") {
            return yield* new JobStopped({ detail: `The service does not accept the key: ${error.message}`, cause: error })
          }
          if (reason.retryClass === "never") {
            if (isRepeated && job.doneBefore.includes(reason.code)) return done(lines)
            return everyone(job, lines, { status: "failed", code: reason.code, info: reason.errorInfo || reason.message })
          }
          break
        case "NotReached":
        case "AnswerInvalid":
          break
        default:
          return everyone(job, lines, { status: "failed", info: error.message })
      }
      if (reason.applied === "yes") return done(lines)
      const mayRepeat = reason.applied === "no" || isHarmless(job.endpoint, now - since + 30_000)
      if (!mayRepeat) return everyone(job, lines, { status: "unknown", info: error.message })
      if (now - since < patience) return "again"
      return yield* new JobStopped({
        detail: `The service was not reached for ${Math.round(patience / 1000)} s: ${error.message}`,
        cause: error
      })
    })

  /** Calls lines of one group until there is an outcome. */
  const attempt = (lines: ReadonlyArray<Line>, since: number, wasBegun: boolean): Effect.Effect<Outcome, JobStopped> =>
    Effect.gen(function*() {
      const items = lines.map((line) => mark(job, id, line))
      for (let attempts = 1; ; attempts++) {
        const result = yield* Effect.result(call(items))
        if (result._tag === "Success") return merge(job, lines, result.success.failed)
        const { failure } = result
        const isRefused = failure.reason._tag === "Refused" && failure.reason.retryClass === "never"
        // One bad item makes the service refuse all of them: halves find it.
        if (isRefused && lines.length > 1 && job.endpoint.repeatability === "repeatable") {
          const middle = lines.length >> 1
          const first = yield* attempt(lines.slice(0, middle), since, wasBegun)
          return [...first, ...yield* attempt(lines.slice(middle), since, wasBegun)]
        }
        const outcome = yield* settle(lines, failure, since, wasBegun || attempts > 1)
        if (outcome !== "again") return outcome
        yield* Effect.sleep(pauseBefore(attempts))
      }
    })

  /** What becomes of the lines of a chunk, in their order. */
  return (chunk: Chunk): Effect.Effect<ReadonlyArray<Result>, JobStopped> =>
    Effect.gen(function*() {
      const open = chunk.lines.filter(({ number }) => !chunk.settled.has(number))
      const now = yield* Clock.currentTimeMillis
      const wasBegun = begun !== undefined && (open[0]?.number ?? Infinity) <= begun.through
      const since = wasBegun ? begun.at : now
      const canRepeat = job.doneBefore.length > 0 || isHarmless(job.endpoint, now - since + 30_000)
      const outcome = open.length === 0
        ? []
        : wasBegun && !canRepeat
        ? everyone(job, open, { status: "unknown", info: "a process that ended may have sent it" })
        : yield* attempt(open, since, wasBegun)
      const byLine = new Map(outcome.map((result) => [result.line, result]))
      return chunk.lines.flatMap(({ number }) => chunk.settled.get(number) ?? byLine.get(number) ?? [])
    })
}

/** Every item is done but those that are listed as failed, by id or by place. */
const merge = (
  job: Job,
  lines: ReadonlyArray<Line>,
  failed: ReadonlyArray<{ readonly item: string; readonly code: number | undefined; readonly info: string }>
): Outcome => {
  const open = new Map<string, typeof failed[number]>(failed.map((each) => [each.item, each]))
  return lines.map(({ item = {}, number }, place) => {
    const own = job.idOf(item)
    const failure = open.get(job.byPlace ? String(place) : own)
    return failure === undefined
      ? { line: number, id: own, status: "done" }
      : { line: number, id: own, status: "failed", code: failure.code, info: failure.info }
  })
}
