/** Makes the calls of a job: with patience where it may, and never twice where it must not. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { isHarmless } from "../endpoint/retry.ts"
import type { TimClientService } from "../endpoint/client.ts"
import { ErrorCode } from "../errors/ErrorCode.ts"
import type { TimError } from "../errors/TimError.ts"
import type { Chunk } from "./chunks.ts"
import type { Item, Job } from "./Job.ts"
import { JobStopped } from "./JobStopped.ts"
import type { Line } from "./lines.ts"
import type { Result } from "./Result.ts"

/** How calls are made. */
export interface Manner {
  /** Names the run; the random numbers of items come from it. */
  readonly id: string
  /** How long a service that cannot be reached is waited for, in milliseconds, before the job stops. */
  readonly patience: number
  /** Lines that an earlier process may have called, and when it did at the earliest; in milliseconds since 1970. */
  readonly begun: { readonly through: number; readonly at: number } | undefined
  /** Nobody waits for the service any longer once this is over. */
  readonly ending?: Effect.Effect<unknown> | undefined
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

/** A call is over after this many milliseconds for certain, whatever becomes of it. */
const longestCall = 30_000

/** What is said of a group, and holds for everything that goes into it. */
const aboutGroup: ReadonlyArray<number> = [
  ErrorCode.GroupPermissionDenied,
  ErrorCode.GroupNotFound,
  ErrorCode.GroupIdInvalid
]

type Outcome = ReadonlyArray<Result>

const everyone = (job: Job, lines: ReadonlyArray<Line>, rest: Omit<Result, "line" | "id">): Outcome =>
  lines.map(({ item = {}, number }) => ({ line: number, id: job.idOf(item), ...rest }))

/** What is known of a try before it is made. */
interface Try {
  /** When the first call for these lines may have been made, by whichever process; in milliseconds since 1970. */
  readonly since: number
  /** When this process began to try. */
  readonly started: number
  /** Whether an earlier process may have called. */
  readonly wasBegun: boolean
}

/** Makes the calls of chunks. */
export const performer = (job: Job, client: TimClientService, manner: Manner) => {
  const call = job.make(client)
  const { begun, ending, id, patience } = manner

  const done = (lines: ReadonlyArray<Line>) => everyone(job, lines, { status: "done" })

  /** Whether the service tells by itself that it has these already. Without an id it makes another one. */
  const isKnownAgain = (lines: ReadonlyArray<Line>): boolean =>
    job.doneBefore.length > 0 && lines.every(({ item = {} }) => job.idOf(item) !== "")

  const mayRepeat = (lines: ReadonlyArray<Line>, since: number, now: number): boolean =>
    isKnownAgain(lines) || isHarmless(job.endpoint, now - since + longestCall)

  /** What a call as a whole failed with, put down to its items, or a reason to try again or to stop. */
  const settle = (
    lines: ReadonlyArray<Line>,
    error: TimError,
    { since, started }: Try,
    mayBeDone: boolean
  ): Effect.Effect<Outcome | "again", JobStopped> =>
    Effect.gen(function*() {
      const { reason } = error
      const now = yield* Clock.currentTimeMillis
      switch (reason._tag) {
        case "Refused":
          if (reason.retryClass === "auth") {
            const detail = `The service does not accept the key: ${error.message}`
            return yield* new JobStopped({ detail, cause: error })
          }
          if (reason.retryClass === "never") {
            if (mayBeDone && isKnownAgain(lines) && job.doneBefore.includes(reason.code)) return done(lines)
            const { code, errorInfo, message } = reason
            return everyone(job, lines, { status: "failed", code, info: errorInfo || message })
          }
          break
        case "NotReached":
        case "AnswerInvalid":
          break
        default:
          return everyone(job, lines, { status: "failed", info: error.message })
      }
      if (reason.applied === "yes") return done(lines)
      if (reason.applied !== "no" && !mayRepeat(lines, since, now)) {
        return everyone(job, lines, { status: "unknown", info: error.message })
      }
      // What another process waited is not counted: its patience was its own.
      if (now - started < patience) return "again"
      return yield* new JobStopped({
        detail: `The service was not reached for ${Math.round(patience / 1000)} s: ${error.message}`,
        cause: error
      })
    })

  /** Calls lines of one group until there is an outcome. */
  const attempt = (lines: ReadonlyArray<Line>, tried: Try): Effect.Effect<Outcome, JobStopped> =>
    Effect.gen(function*() {
      const items = lines.map((line) => mark(job, id, line))
      let mayBeDone = tried.wasBegun
      for (let attempts = 1;; attempts++) {
        const result = yield* Effect.result(call(items))
        if (result._tag === "Success") return merge(job, lines, result.success.failed)
        const { failure } = result
        // One bad item makes the service refuse all of them, or the call too long: halves find it.
        if (lines.length > 1 && isWithoutEffect(failure.reason)) {
          const middle = lines.length >> 1
          const first = yield* attempt(lines.slice(0, middle), tried)
          return [...first, ...yield* attempt(lines.slice(middle), tried)]
        }
        const outcome = yield* settle(lines, failure, tried, mayBeDone)
        if (outcome !== "again") return outcome
        if (!("applied" in failure.reason) || failure.reason.applied !== "no") mayBeDone = true
        const pause = Effect.as(Effect.sleep(pauseBefore(attempts)), false)
        if (yield* ending === undefined ? pause : Effect.raceFirst(pause, Effect.as(ending, true))) {
          const detail = `The job was ended while the service was not reached: ${failure.message}`
          return yield* new JobStopped({ detail, cause: failure })
        }
      }
    })

  /** What becomes of the lines of a chunk, in their order. */
  return (chunk: Chunk): Effect.Effect<ReadonlyArray<Result>, JobStopped> =>
    Effect.gen(function*() {
      const open = chunk.lines.filter(({ number }) => !chunk.settled.has(number))
      const started = yield* Clock.currentTimeMillis
      const wasBegun = begun !== undefined && (open[0]?.number ?? Infinity) <= begun.through
      const since = wasBegun ? begun.at : started
      const outcome = open.length === 0
        ? []
        : wasBegun && !mayRepeat(open, since, started)
        ? everyone(job, open, { status: "unknown", info: "a process that ended may have sent it" })
        : yield* attempt(open, { since, started, wasBegun })
      const byLine = new Map(outcome.map((result) => [result.line, result]))
      return chunk.lines.flatMap(({ number }) => chunk.settled.get(number) ?? byLine.get(number) ?? [])
    })
}

/** Whether a call was turned down as a whole, and would be again. */
const isWithoutEffect = (reason: TimError["reason"]): boolean =>
  reason._tag === "RequestInvalid" ||
  (reason._tag === "Refused" && reason.retryClass === "never" && reason.applied === "no" &&
    !aboutGroup.includes(reason.code))

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
