/** Made-up answers, and whether the client makes of each what it must. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import * as References from "effect/References"
import {
  CurrentRateLimiter,
  type Endpoint,
  ErrorCode,
  TimClient,
  TimError,
  type Transport,
  TransportFailure,
  unlimited
} from "../../mod.ts"
import { check } from "../../src/endpoint/check.ts"
import { endpoints } from "../../src/endpoints/mod.ts"
import { countUp, Findings } from "./findings.ts"
import { valuesOf } from "./generate.ts"
import { makeMutator } from "./mutate.ts"
import { layerOn } from "./scripted.ts"

/** The longest message of a failure, in characters. */
const maxMessage = 2_000

/** How many answers are made up for each endpoint, to be spoilt. */
const perEndpoint = 6

const startMillis = 1_700_000_000_000

/** A clock that stands still: whoever waits for it, waits for ever. */
const still: Clock.Clock = {
  currentTimeMillisUnsafe: () => startMillis,
  currentTimeMillis: Effect.succeed(startMillis),
  currentTimeNanosUnsafe: () => BigInt(startMillis) * 1_000_000n,
  currentTimeNanos: Effect.succeed(BigInt(startMillis) * 1_000_000n),
  monotonicTimeNanosUnsafe: () => 0n,
  monotonicTimeNanos: Effect.succeed(0n),
  sleep: () => Effect.never
}

/** What has to come of an answer; nothing where that hangs on how it was spoilt. */
type Expected = "success" | "NotReached" | "not-json" | { readonly code: number } | undefined

interface Made {
  /** Nothing where the connection breaks. */
  readonly status: number | undefined
  readonly body: string
  readonly expected: Expected
}

const statuses = [0, 100, 201, 204, 301, 302, 304, 400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504, 599, NaN]

const pages = [
  "<html><body><h1>502 Bad Gateway</h1></body></html>",
  "<!DOCTYPE html>",
  "upstream connect error",
  "\ufeff{\"ErrorCode\":0}",
  "{'ErrorCode':0}",
  "{\"ErrorCode\":NaN}",
  "{\"ErrorCode\":00}",
  "{1234567890123456789:0}",
  "{\"ErrorCode\":0}}",
  "\u0000"
]

/** Envelopes that are none. */
const envelopes = [
  "0",
  "null",
  "true",
  "[]",
  "{}",
  "\"OK\"",
  "[{\"ErrorCode\":0}]",
  "{\"ErrorCode\":null}",
  "{\"ErrorCode\":\"0\"}",
  "{\"ErrorCode\":[0]}",
  "{\"ErrorCode\":{\"valueOf\":0}}",
  "{\"ErrorCode\":1234567890123456789012}",
  "{\"errorCode\":0}",
  "{\"__proto__\":{\"ErrorCode\":0}}",
  "{\"ErrorCode\":0,\"ErrorCode\":\"0\"}"
]

const codes: ReadonlyArray<number> = Object.values(ErrorCode)

const isJson = (text: string): boolean => {
  try {
    return JSON.parse(text) !== undefined
  } catch {
    return false
  }
}

/** Makes answers up, and gives them to a client. */
export const makeAnswers = (seed: number) => {
  const findings = new Findings()
  const outcomes = new Map<string, number>()
  let count = 0
  let longestMessage = 0

  const corpus = endpoints.map(({ endpoint }, index) => {
    const answers = valuesOf(endpoint.response as never, { count: perEndpoint, seed: seed + index })
    const [request] = valuesOf(endpoint.request, { count: 1, seed: seed + index })
    return {
      endpoint: endpoint as unknown as Endpoint<unknown, unknown, unknown>,
      request,
      answers: answers.map((answer) => JSON.stringify({ ...answer, ActionStatus: "OK", ErrorCode: 0 }))
    }
  })
  const anyAnswer = (): string => pick(pick(corpus).answers)
  const { below, chance, junk, mutate, pick, randomJson } = makeMutator({
    seed,
    canary: "canary-answer",
    other: anyAnswer,
    deepest: 5_000
  })
  const decoder = new TextDecoder()
  const spoilt = (text: string): string => {
    const body = mutate(text)
    return typeof body === "string" ? body : decoder.decode(body)
  }

  const refusal = (query: string): Made => {
    const code = chance(0.4) ? pick(codes) : chance(0.7) ? 1 + below(1_000_000) : pick([-1, 1.5, 1e300, 2 ** 40])
    const info = pick(["", "no", query, junk(), "x".repeat(20_000)])
    const more = chance(0.3) ? { [junk()]: randomJson(2), RequestId: randomJson(0) } : {}
    const body = JSON.stringify({ ...more, ActionStatus: "FAIL", ErrorCode: code, ErrorInfo: info })
    return chance(0.3)
      ? { status: 200, body: spoilt(body), expected: undefined }
      : { status: 200, body, expected: { code } }
  }

  const make = (answers: ReadonlyArray<string>, query: string): Made => {
    const text = pick(answers)
    const kind = below(100)
    if (kind < 20) return { status: 200, body: text, expected: "success" }
    if (kind < 32) return refusal(query)
    if (kind < 39) return { status: pick(statuses), body: chance(0.5) ? pick(pages) : text, expected: "NotReached" }
    if (kind < 40) return { status: undefined, body: "", expected: "NotReached" }
    if (kind < 43) return { status: 200, body: pick(pages), expected: "not-json" }
    if (kind < 45) return { status: 200, body: pick(envelopes), expected: undefined }
    // A list of very many items, each of which is wrong.
    if (kind < 46) {
      const items = Array.from({ length: below(200) }, () => randomJson(1))
      const body = text.replace(/\[.*\]/s, JSON.stringify(items))
      return { status: 200, body, expected: undefined }
    }
    const body = spoilt(chance(0.2) ? JSON.stringify(randomJson(3)) : text)
    return { status: 200, body, expected: undefined }
  }

  let answers: ReadonlyArray<string> = []
  let userSig = ""
  let made: Made = { status: 200, body: "", expected: undefined }
  const transport: Transport = {
    send: ({ query }) =>
      Effect.suspend(() => {
        userSig = /usersig=([^&]+)/.exec(query)?.[1] ?? ""
        made = make(answers, query)
        const { body, status } = made
        return status === undefined
          ? Effect.fail(new TransportFailure({ detail: "the connection failed" }))
          : Effect.succeed({ status, body })
      })
  }
  const client = Effect.runSync(
    TimClient.pipe(
      Effect.provide(layerOn(transport, { limits: { maxAttempts: 1 } })),
      Effect.provideService(CurrentRateLimiter, unlimited)
    )
  )
  const context = Context.make(Clock.Clock, still)
  const traced = Effect.runSyncExitWith(context)
  // A span for each call would take a good part of the time.
  const untraced = Effect.runSyncExitWith(Context.add(context, References.TracerEnabled, false))

  /** What is wrong with what came of an answer; nothing where it is in order. */
  const oddity = (
    endpoint: Endpoint<unknown, unknown, unknown>,
    exit: Exit.Exit<unknown, TimError>
  ): string | undefined => {
    const { body, expected, status } = made
    if (exit._tag === "Success") {
      countUp(outcomes, "success")
      if (expected !== undefined && expected !== "success") return "it was taken for a success"
      if (status !== 200) return "it is a success with an HTTP status of a failure"
      if ((exit.value as { readonly ErrorCode?: unknown }).ErrorCode !== 0) return "it is a success without ErrorCode 0"
      return check(endpoint.response as never, exit.value).length === 0 ? undefined : "it does not fit its schema"
    }
    const [only, ...more] = exit.cause.reasons
    if (only?._tag !== "Fail" || more.length > 0) return `not a typed failure, but ${only?._tag}`
    const { error } = only
    if (!(error instanceof TimError)) return "the failure is no TimError"
    const { message, reason } = error
    countUp(outcomes, reason._tag === "AnswerInvalid" ? `AnswerInvalid ${reason.kind}` : reason._tag)
    if (message.length > longestMessage) longestMessage = message.length
    if (message.length > maxMessage) return `the message of ${reason._tag} is too long`
    if (message.includes(userSig)) return "the message tells the signature"
    if (expected === "success") return `what is in order became ${reason._tag}`
    switch (reason._tag) {
      case "NotReached":
        return expected === "NotReached" ? undefined : "it did arrive"
      case "Refused":
        if (expected === undefined) return undefined
        return typeof expected === "object" && expected.code === reason.code ? undefined : "it was taken for a refusal"
      case "AnswerInvalid":
        if (expected !== undefined && expected !== "not-json") return "it was not understood"
        return (reason.kind === "not-json") === isJson(body) ? "JSON and no JSON were mixed up" : undefined
      default:
        return `a failure of another kind, ${reason._tag}`
    }
  }

  return {
    findings,
    outcomes,
    get count() {
      return count
    },
    get longestMessage() {
      return longestMessage
    },
    /** Gives so many answers to the client. */
    run: (times: number): void => {
      for (let at = 0; at < times; at++) {
        const entry = corpus[count++ % corpus.length] as (typeof corpus)[number]
        answers = entry.answers
        const run = chance(0.1) ? traced : untraced
        const begun = performance.now()
        let odd: string | undefined
        try {
          odd = oddity(entry.endpoint, run(client.call(entry.endpoint, entry.request)))
        } catch (error) {
          odd = `an exception, ${String(error)}`
        }
        findings.took(begun)
        if (odd === undefined) continue
        findings.add(`answer: ${odd}`, () => `${entry.endpoint.path}: ${made.status} ${made.body}`)
      }
    }
  }
}
