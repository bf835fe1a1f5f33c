/** Answers as responses of HTTP. */
import type { FetchedResponse } from "../endpoint/Transport.ts"
import type { Answered } from "./CallPath.ts"

/** The header that says which fault rule fired. */
const faultHeader = "x-timkit-fault"

/** The headers of an answer. */
export const headersOf = ({ fault, status }: Answered): Record<string, string> => ({
  "content-type": status === 200 ? "application/json" : "text/html",
  ...(fault === undefined ? {} : { [faultHeader]: String(fault) })
})

/** The statuses whose answers have no body; a response that is made with one throws. */
export const bodiless: ReadonlyArray<number> = [204, 205, 304]

/** The response that holds an answer. */
export const toResponse = (answered: Answered): Response =>
  new Response(bodiless.includes(answered.status) ? null : answered.body, {
    status: answered.status,
    headers: headersOf(answered)
  })

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
