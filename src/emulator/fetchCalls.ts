/** Calls over HTTP in the classes of `fetch`. */
import type * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { asEffect, programClock } from "./atOnce.ts"
import { type CallPath, maxBodyCharacters } from "./CallPath.ts"
import { brokenResponse, toResponse } from "./responses.ts"

/** Path and query of a URL, without slash and question mark. Making a `URL` takes longer than many a call. */
export const targetOf = (url: string): { readonly path: string; readonly query: string } => {
  const from = url.indexOf("/", url.startsWith("/") ? 0 : url.indexOf("//") + 2) + 1
  const to = url.indexOf("?", from)
  return from === 0
    ? { path: "", query: "" }
    : to < 0
    ? { path: url.slice(from), query: "" }
    : { path: url.slice(from, to), query: url.slice(to + 1) }
}

/** The text of a body. Of one that is too long anyway, only the beginning is read. */
export const textOf = (request: Request): Promise<string> =>
  // Servers see to it that a body is no longer than it says.
  Number(request.headers.get("content-length") ?? Infinity) <= maxBodyCharacters
    ? request.text()
    : beginningOf(request)

const beginningOf = async ({ body }: Request): Promise<string> => {
  if (body === null) return ""
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ""
  while (text.length <= maxBodyCharacters) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    text += decoder.decode(value, { stream: true })
  }
  reader.releaseLock()
  return text
}

const postOnly = (): Response => new Response("The API takes POST only", { status: 405, headers: { allow: "POST" } })

/** The response to a request, in the time of a clock. */
export const respondInTime = (
  { answer }: Pick<CallPath, "answer">,
  clock: Clock.Clock,
  { method, url }: Request,
  text: string
): Effect.Effect<Response> => {
  if (method !== "POST") return Effect.succeed(postOnly())
  const { path, query } = targetOf(url)
  const answered = asEffect(answer(clock, path, query, text))
  return Effect.match(answered, { onSuccess: toResponse, onFailure: brokenResponse })
}

/** What nobody reads: whoever asked is gone. */
export const ifGone = ({ signal }: Request, error: unknown): Response => {
  if (signal.aborted) return new Response(null, { status: 499 })
  throw error
}

/** Answers the requests of a server. */
export const makeFetch = (calls: Pick<CallPath, "answer">) => (request: Request): Promise<Response> =>
  textOf(request).then((text) => respond(calls, request, text), (error: unknown) => ifGone(request, error))

/** The response to a request, at once where it need not wait. */
const respond = (
  { answer }: Pick<CallPath, "answer">,
  request: Request,
  text: string
): Response | Promise<Response> => {
  if (request.method !== "POST") return postOnly()
  const { path, query } = targetOf(request.url)
  const answered = answer(programClock, path, query, text)
  if (!Effect.isEffect(answered)) return toResponse(answered)
  const response = Effect.match(answered, { onSuccess: toResponse, onFailure: brokenResponse })
  // Not every runtime makes the signal for nothing.
  return Effect.runPromise(response, { signal: request.signal }).catch((error: unknown) => ifGone(request, error))
}
