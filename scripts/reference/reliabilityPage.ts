/** `docs/reliability.md`: what is tried again, and what was measured. The tables come from what the client itself goes by. */
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Endpoint, Repeatability } from "../../src/endpoint/Endpoint.ts"
import { type CallLimits, type Decision, decide, defaultLimits } from "../../src/endpoint/retry.ts"
import { endpoints } from "../../src/endpoints/mod.ts"
import { ErrorCode } from "../../src/errors/ErrorCode.ts"
import { errorNameOf } from "../../src/errors/errorName.ts"
import { rateScopeOf, type RetryClass, retryClassOf } from "../../src/errors/retryClass.ts"
import { AnswerInvalid, type Applied, NotReached, type Reason, Refused } from "../../src/errors/TimError.ts"
import { count, table } from "./words.ts"

const read = (name: string): string => readFileSync(fileURLToPath(new URL(name, import.meta.url)), "utf8")

const common = { endpoint: "", attempts: 1 }

const refused = (retryClass: RetryClass, applied: Applied): Refused =>
  new Refused({
    ...common,
    code: 0,
    name: undefined,
    domain: undefined,
    errorInfo: "",
    retryClass,
    advice: undefined,
    docs: "",
    requestId: undefined,
    applied
  })

const notReached = (kind: NotReached["kind"], applied: Applied, status?: number): NotReached =>
  new NotReached({ ...common, kind, status, detail: "", applied })

const notUnderstood = (kind: AnswerInvalid["kind"], applied: Applied): AnswerInvalid =>
  new AnswerInvalid({ ...common, kind, issues: [], applied })

const happenings: ReadonlyArray<readonly [what: string, reason: Reason]> = [
  ["refused, class `auth`", refused("auth", "no")],
  ["refused, class `rate-limited`", refused("rate-limited", "no")],
  ["refused, class `transient`", refused("transient", "unknown")],
  ["refused, class `never`", refused("never", "no")],
  ["no connection", notReached("network", "no")],
  ["the connection broke", notReached("network", "unknown")],
  ["no answer within `attemptTimeout`", notReached("timeout", "unknown")],
  ["HTTP status 429", notReached("http-status", "no", 429)],
  ["HTTP status 408, 5xx", notReached("http-status", "unknown", 502)],
  ["any other HTTP status", notReached("http-status", "no", 404)],
  ["an answer that is cut off, or no JSON", notUnderstood("not-json", "unknown")],
  ["JSON without an error code", notUnderstood("no-envelope", "unknown")],
  ["success, of an unknown shape", notUnderstood("shape", "yes")],
  ["held back: `rate-limit`, `circuit-open`, `bulkhead-full`", notReached("circuit-open", "no")]
]

const columns: ReadonlyArray<Repeatability> = ["safe", "repeatable", "dedup-by-random", "not-repeatable"]

const first = { attempts: 1, renewed: false, since: 0 }

const inWords = (decisions: readonly [least: Decision, most: Decision]): string => {
  const [least, most] = decisions
  if (least._tag === "RenewSignature") return "once, with a new signature"
  if (least._tag === "GiveUp" || most._tag !== "RetryAfter") return "–"
  return `after ${count(least.milliseconds)} to ${count(most.milliseconds)} ms`
}

const retriesWith = (limits: CallLimits): string =>
  table([
    ["", ...columns.map((column) => `\`${column}\``)],
    ...happenings.map(([what, reason]) => [
      what,
      ...columns.map((repeatability) => {
        const endpoint = { repeatability, deduplicatedFor: Infinity }
        return inWords([decide(reason, endpoint, first, limits, 0), decide(reason, endpoint, first, limits, 1)])
      })
    ])
  ])

const classes: ReadonlyArray<readonly [retryClass: RetryClass, meaning: string]> = [
  ["auth", "the signature was not accepted"],
  ["rate-limited", "calls come too often; nothing was done"],
  ["transient", "something went wrong inside the service; whether the call took effect is not known"]
]

const codeNumbers = [...new Set(Object.values(ErrorCode))].toSorted((a, b) => a - b)

const codes = (): string =>
  table([
    ["class", "meaning", "codes"],
    ...classes.map(([retryClass, meaning]) => [
      `\`${retryClass}\``,
      meaning,
      codeNumbers.filter((code) => retryClassOf(code) === retryClass).map((code) => {
        const scope = retryClass === "rate-limited" ? rateScopeOf(code) : "endpoint"
        const about = { app: " (the app)", endpoint: "", object: " (one group, message or account)" }[scope]
        return `${code} ${errorNameOf(code)}${about}`
      }).join(", ")
    ])
  ])

const { paths, differing } = (() => {
  const paths = endpoints.map(({ endpoint }) => endpoint.path)
  const differing = codeNumbers.filter((code) => paths.some((path) => retryClassOf(code, path) !== retryClassOf(code)))
  return { paths, differing }
})()

/** The codes whose class depends on the path. */
const perPath = (): string => {
  const told = differing.map((code) => {
    const path = paths.find((path) => retryClassOf(code, path) !== retryClassOf(code)) ?? ""
    const service = path.slice(0, path.lastIndexOf("/"))
    return `${code} is \`${retryClassOf(code, path)}\` for \`${service}\``
  })
  return told.length === 0 ? "" : `By path they differ in a few cases: ${told.join(", ")}.`
}

const nameOf = new Map(endpoints.map(({ endpoint, implementedBy }) => [endpoint.path, implementedBy]))
const named = ({ path }: Pick<Endpoint<never, unknown, never>, "path">): string => `\`${nameOf.get(path)}\``

const span = (seconds: number): string =>
  seconds === Infinity
    ? "as long as the message is kept"
    : seconds >= 86_400
    ? `${seconds / 86_400} days`
    : seconds === 1
    ? "1 second: a call whose outcome is not known is not sent again"
    : `${seconds} seconds`

const windows = (): string =>
  table([
    ["call", "path", "repetitions are dropped for"],
    ...endpoints.flatMap(({ endpoint }) =>
      endpoint.repeatability === "dedup-by-random"
        ? [[named(endpoint), `\`${endpoint.path}\``, span(endpoint.deduplicatedFor)]]
        : []
    )
  ])

const notRepeatable = (): string =>
  endpoints.filter(({ endpoint }) => endpoint.repeatability === "not-repeatable")
    .map(({ endpoint }) => named(endpoint)).join(", ")

/** What was measured last, by hand: see the template for how. */
const figures = (): string =>
  (JSON.parse(read("reliability.figures.json")) as ReadonlyArray<Record<"promise" | "measured" | "command", string>>)
    .map(({ command, measured, promise }) => `| ${promise} | ${measured} | \`${command}\` |`).join("\n")

/** The page. */
export const reliabilityPage = (): string => {
  const parts: { readonly [name: string]: string } = {
    figures: figures(),
    retries: retriesWith(defaultLimits),
    codes: codes(),
    perPath: perPath(),
    windows: windows(),
    notRepeatable: notRepeatable(),
    maxAttempts: String(defaultLimits.maxAttempts),
    attemptTimeout: String(defaultLimits.attemptTimeout / 1_000),
    deadline: String(defaultLimits.deadline / 1_000)
  }
  return read("reliability.template.md").replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const part = parts[name]
    if (part === undefined) throw new Error(`the template asks for ${name}`)
    return part
  })
}
