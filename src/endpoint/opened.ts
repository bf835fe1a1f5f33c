/** What came of one attempt: an answer, or the reason why there is none. */
import { retryClassOf } from "../errors/retryClass.ts"
import { AnswerInvalid, type Applied, NotReached, type Reason, Refused } from "../errors/TimError.ts"
import type { Endpoint, Envelope } from "./Endpoint.ts"
import { parseJson } from "./json.ts"
import type { TransportResponse } from "./Transport.ts"

/** An answer whose fields beside the envelope's are not known. */
export type Answer = Envelope & { readonly [field: string]: unknown }

/** What came of an attempt. */
export type Opened = { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly reason: Reason }

type Opening = Pick<Endpoint<never, unknown, never>, "path" | "docs">

/** Opens what came back: HTTP status, then JSON, then error code. */
export const open = (endpoint: Opening, response: TransportResponse): Opened => {
  const { path, docs } = endpoint
  const { status } = response
  const common = { endpoint: path, attempts: 1 }
  if (status !== 200) {
    return {
      ok: false,
      reason: new NotReached({
        ...common,
        kind: "http-status",
        status,
        detail: `HTTP status ${status} from something in between; the service itself always answers 200`,
        applied: status >= 500 || status === 408 ? "unknown" : "no"
      })
    }
  }
  const invalid = (kind: AnswerInvalid["kind"], message: string): Opened => ({
    ok: false,
    reason: new AnswerInvalid({ ...common, kind, issues: [{ path: "", message }], applied: "unknown" })
  })
  let answer: Answer
  try {
    answer = parseJson(response.body) as Answer
  } catch {
    return invalid("not-json", `${response.body.length} characters that are not JSON`)
  }
  if (typeof answer !== "object" || answer === null || typeof answer.ErrorCode !== "number") {
    return invalid("no-envelope", "JSON without a numeric ErrorCode")
  }
  const code = answer.ErrorCode
  if (code === 0 && answer.ActionStatus !== "FAIL") return { ok: true, answer }
  const retryClass = retryClassOf(code, path)
  return {
    ok: false,
    reason: new Refused({
      ...common,
      code,
      name: undefined,
      domain: undefined,
      errorInfo: typeof answer.ErrorInfo === "string" ? answer.ErrorInfo : "",
      retryClass,
      advice: undefined,
      docs,
      requestId: typeof answer.RequestId === "string" ? answer.RequestId : undefined,
      applied: retryClass === "transient" ? "unknown" : "no"
    })
  }
}

/** No answer came back. */
export const notReached = (
  { path }: Pick<Opening, "path">,
  kind: NotReached["kind"],
  detail: string,
  applied: Applied = "unknown"
): Opened => ({
  ok: false,
  reason: new NotReached({ endpoint: path, kind, status: undefined, detail, attempts: 1, applied })
})

/** Whether the service did its part, be it by a refusal of its own. */
export const isHealthy = (opened: Opened): boolean =>
  opened.ok || (opened.reason._tag === "Refused" && opened.reason.retryClass !== "transient") ||
  (opened.reason._tag === "NotReached" && opened.reason.kind === "http-status" && opened.reason.applied === "no")
