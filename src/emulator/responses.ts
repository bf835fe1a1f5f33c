/** Answers as responses of HTTP. */
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
 * The same for programs in this process. Clients look at status and text alone, which need no response: on Node, it
 * takes longer to make one than to answer the call. It is made when anything else is asked for.
 */
export const toLightResponse = (answered: Answered): Response => {
  if (answered.status !== 200) return toResponse(answered)
  let made: Response | undefined
  const get = (_: unknown, name: string | symbol): unknown => {
    if (name === "status") return answered.status
    if (name === "text" && made === undefined) return () => Promise.resolve(answered.body)
    if (!(name in Response.prototype)) return undefined
    const response = made ??= toResponse(answered)
    const value: unknown = Reflect.get(response, name, response)
    return typeof value === "function" ? value.bind(response) : value
  }
  return new Proxy(Object.create(Response.prototype) as object, { get }) as Response
}
