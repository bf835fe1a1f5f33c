/** Answers as responses of HTTP. */
import type { FetchedResponse } from "../endpoint/Transport.ts"
import type { Answered } from "./CallPath.ts"

/** The header that says which fault rule fired. */
const faultHeader = "x-timkit-fault"

const json: Record<string, string> = { "content-type": "application/json" }

/** The headers of an answer: the same object for nearly all. */
export const headersOf = ({ fault, status }: Answered): Record<string, string> => {
  const headers = status === 200 ? json : { "content-type": "text/html" }
  return fault === undefined ? headers : { ...headers, [faultHeader]: String(fault) }
}

/** The statuses whose answers have no body; a response that is made with one throws. */
export const bodiless: ReadonlyArray<number> = [204, 205, 304]

const ordinary: ResponseInit = { headers: json }

/** The response that holds an answer. */
export const toResponse = (answered: Answered): Response => {
  const { body, fault, status } = answered
  return status === 200 && fault === undefined
    ? new Response(body, ordinary)
    : new Response(bodiless.includes(status) ? null : body, { status, headers: headersOf(answered) })
}

/** A response that breaks in the middle, which makes the server drop the connection. */
export const brokenResponse = (): Response =>
  new Response(new ReadableStream({ pull: (controller) => controller.error(new Error("dropped by a fault")) }))

/**
 * The same for clients in this process, with what they look at. On Node, it takes longer to make a whole response than
 * to answer the call.
 */
export const toFetched = ({ body, status }: Answered): FetchedResponse => ({
  status,
  text: () => Promise.resolve(bodiless.includes(status) ? "" : body)
})
