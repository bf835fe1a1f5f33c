/** What is sent: made of what a caller gives, checked and written as JSON. */
import type * as Random from "effect/Random"
import { RequestInvalid } from "../errors/TimError.ts"
import { check } from "./check.ts"
import { type Endpoint, unbuild } from "./Endpoint.ts"
import { stringifyJson } from "./json.ts"
import { utf8Length, type Wire } from "./wire.ts"

/** What a call needs to know of its endpoint. Without schemas, anything goes. */
export interface Callable extends
  Pick<
    Endpoint<never, unknown, never>,
    "path" | "repeatability" | "deduplicatedFor" | "ratePerSecond" | "maxBodyBytes" | "integers64" | "docs"
  >
{
  readonly fills?: ReadonlyArray<string>
  readonly inQuery?: ReadonlyArray<string>
  readonly request?: Wire<unknown>
  readonly response?: Wire<unknown>
}

/** A random number as the service takes them. */
export const uint32 = (random: Random.Random): number => Math.floor(random.nextDoubleUnsafe() * 4_294_967_296)

/** What is sent: the body, and what the query holds beside what every query holds. */
export interface Prepared {
  readonly body: string
  readonly query: string
}

/** What is sent, once its random numbers are filled in and it was checked. */
export const encode = (endpoint: Callable, input: unknown, random: Random.Random): Prepared | RequestInvalid => {
  let body = bodyOf(endpoint, input)
  if (body instanceof RequestInvalid) return body
  const { fills = [], inQuery = [], request } = endpoint
  if (fills.length > 0 && typeof body === "object" && body !== null) {
    const filled: Record<string, unknown> = { ...body }
    for (const field of fills) filled[field] ??= uint32(random)
    body = filled
  }
  const issues = request === undefined ? [] : check(request, body)
  if (issues.length > 0) return new RequestInvalid({ endpoint: endpoint.path, issues, docs: endpoint.docs })
  if (inQuery.length === 0) return serialize(endpoint, body)
  const rest: Record<string, unknown> = { ...body as object }
  let query = ""
  for (const field of inQuery) {
    if (rest[field] !== undefined) query += `&${field}=${encodeURIComponent(String(rest[field]))}`
    delete rest[field]
  }
  return serialize(endpoint, rest, query)
}

const invalidBody = ({ docs, path }: Callable, message: string): RequestInvalid =>
  new RequestInvalid({ endpoint: path, issues: [{ path: "", message }], docs })

/** The body behind a builder. Whoever wrote its `toJSON` may have put anything into what it throws. */
const bodyOf = (endpoint: Callable, input: unknown): unknown => {
  try {
    return unbuild(input)
  } catch {
    return invalidBody(endpoint, "the body cannot be written as JSON")
  }
}

/** The body as JSON, unless it is none or too long. */
const serialize = (endpoint: Callable, body: unknown, query = ""): Prepared | RequestInvalid => {
  const invalid = (message: string) => invalidBody(endpoint, message)
  let json: string | undefined
  try {
    json = stringifyJson(body, endpoint.integers64)
  } catch {
    return invalid("the body cannot be written as JSON")
  }
  if (json?.startsWith("{") !== true) return invalid("the body must be an object")
  const { maxBodyBytes } = endpoint
  if (maxBodyBytes !== undefined && json.length * 3 > maxBodyBytes) {
    const bytes = utf8Length(json)
    if (bytes > maxBodyBytes) return invalid(`the body is ${bytes} bytes long, at most ${maxBodyBytes} are allowed`)
  }
  return { body: json, query }
}
