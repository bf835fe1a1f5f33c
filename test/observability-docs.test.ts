// needs a host: reads the page
import assert from "node:assert/strict"
import { test } from "node:test"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Tracer from "effect/Tracer"
import { Accounts, AnswerInvalid, ConfigInvalid, NotReached, type Reason, RequestInvalid, TimError } from "../mod.ts"
import { errorTypeOf } from "../src/endpoint/recorder.ts"
import { callbackRequest } from "../src/testing/mod.ts"
import { make } from "../src/webhook/mod.ts"
import { read } from "./support/files.ts"
import { layerOn, refusal, scripted, success } from "./support/scripted.ts"
import { inVirtualTime } from "./support/suite.ts"
import { keepSpans } from "./support/spans.ts"

const page = read("docs/observability.md")

/** The rows of the table that has this head, each as its cells. */
const table = (head: string): ReadonlyArray<ReadonlyArray<string>> => {
  const lines = page.slice(page.indexOf(`| ${head} |`)).split("\n")
  const end = lines.findIndex((line) => !line.startsWith("|"))
  return lines.slice(2, end).map((line) => line.slice(2, -2).split(" | "))
}

/** What is between backticks. */
const code = (cell: string | undefined): ReadonlyArray<string> =>
  [...(cell ?? "").matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? "")

/** What calls that succeed, are sent again and fail leave behind, and webhooks that are known and unknown. */
const observed = Effect.gen(function*() {
  const { spans, tracer } = keepSpans()
  const { handle } = yield* make({ sdkAppId: 1400000000, tokens: "token", otherwise: () => undefined })
  const metrics = yield* Effect.gen(function*() {
    const accounts = yield* Accounts
    yield* accounts.import("alice")
    yield* Effect.exit(accounts.kick("alice"))
    for (const command of ["C2C.CallbackBeforeSendMsg", "C2C.CallbackAfterTomorrow"]) {
      yield* Effect.flatMap(callbackRequest({ sdkAppId: 1400000000, token: "token", command }), handle)
    }
    return yield* Metric.snapshot
  }).pipe(
    Effect.provide(layerOn(scripted(refusal(70001), success(), refusal(70107)).transport)),
    Effect.provideService(Tracer.Tracer, tracer),
    Effect.provideService(Metric.MetricRegistry, new Map())
  )
  return { metrics, spans }
})

test("the page has the spans and their attributes as they are made", () =>
  inVirtualTime(Effect.map(observed, ({ spans }) => {
    const rows = table("attribute | on | value")
    const documented = (on: RegExp) =>
      new Set(rows.filter(([, where = ""]) => on.test(where)).flatMap(([name]) => code(name)))
    const made = (kind: string) =>
      new Set(spans.filter((span) => span.kind === kind).flatMap(({ attributes }) => [...attributes.keys()]))
    assert.deepEqual(made("client"), documented(/calls|both/))
    assert.deepEqual(made("server"), documented(/webhooks|both/))
    const names = table("span | kind | covers")
    for (const { kind, name } of spans.filter(({ name }) => name.startsWith("C2C") || name === "tim webhook")) {
      assert.ok(names.some(([cell, documented]) => documented === kind && code(cell).includes(name)), name)
    }
    for (const { attributes, name } of spans.filter(({ name }) => name !== "tim webhook")) {
      assert.equal(attributes.get("rpc.method"), name)
    }
    assert.equal(spans.find(({ name }) => name === "tim webhook")?.attributes.get("rpc.method"), "_OTHER")
  })))

test("the page has the metrics as they are counted", () =>
  inVirtualTime(Effect.map(observed, ({ metrics }) => {
    const made = new Map<string, { readonly kind: string; readonly unit: unknown; readonly attributes: Set<string> }>()
    for (const { attributes = {}, id, type } of metrics) {
      const metric = made.get(id) ?? { kind: type.toLowerCase(), unit: attributes["unit"], attributes: new Set() }
      made.set(id, metric)
      for (const name of Object.keys(attributes)) if (name !== "unit") metric.attributes.add(name)
    }
    const documented = table("metric | kind | unit | attributes").map(([name, kind, unit, attributes]) =>
      [code(name)[0], { kind, unit: code(unit)[0], attributes: new Set(code(attributes)) }] as const
    )
    assert.deepEqual(made, new Map(documented as never))
  })))

const endpoint = "v4/openim/sendmsg"
const common = { endpoint, attempts: 1, applied: "no" } as const

/** Every kind, or the compiler objects. */
const kinds = {
  "network": 0,
  "timeout": 0,
  "http-status": 0,
  "rate-limit": 0,
  "circuit-open": 0,
  "bulkhead-full": 0
} satisfies Record<NotReached["kind"], 0>

/** A reason of each sort that is not a refusal. Batches fail in part after their calls, so no span has that. */
const reasons: { readonly [Tag in Exclude<Reason["_tag"], "Refused" | "NotReached" | "PartlyFailed">]: Reason } = {
  RequestInvalid: new RequestInvalid({ endpoint, issues: [], docs: undefined }),
  AnswerInvalid: new AnswerInvalid({ ...common, kind: "shape", issues: [] }),
  ConfigInvalid: new ConfigInvalid({ issues: [] })
}

test("the page has every word that tells what went wrong", () => {
  const notReached = Object.keys(kinds).map((kind) =>
    new NotReached({ ...common, kind: kind as NotReached["kind"], status: undefined, detail: "" })
  )
  const made = [
    ...[...notReached, ...Object.values(reasons)].map((reason) => Exit.fail(new TimError({ reason }))),
    Exit.failCause(Cause.interrupt()),
    Exit.die(new Error("a defect"))
  ].map(errorTypeOf)
  const [, ...rows] = table("`error.type` | meaning")
  assert.deepEqual(new Set(made), new Set(rows.flatMap(([words]) => code(words))))
  assert.equal(errorTypeOf(Exit.void), undefined)
})
