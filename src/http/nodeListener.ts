/**
 * Lets a function from requests to responses answer for `node:http`, which has classes of its own for both. Imports
 * nothing from Node, so it can be bundled for any runtime.
 */

/** What is used of `http.IncomingMessage`. */
export interface IncomingMessage extends AsyncIterable<Uint8Array> {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: { readonly host?: string | undefined }
  readonly headersDistinct: { readonly [name: string]: ReadonlyArray<string> | undefined }
}

/** What is used of `http.ServerResponse`. */
export interface ServerResponse {
  readonly headersSent: boolean
  readonly writableFinished?: boolean
  writeHead(status: number, headers: Record<string, string | Array<string>>): unknown
  write(chunk: Uint8Array): boolean
  end(): unknown
  destroy(): unknown
  once(event: "drain" | "close", listener: () => void): unknown
}

const bodyOf = (incoming: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> => {
  const chunks = incoming[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done === true) controller.close()
      else controller.enqueue(value as Uint8Array<ArrayBuffer>)
    },
    async cancel() {
      await chunks.return?.()
    }
  })
}

const toRequest = (incoming: IncomingMessage, signal: AbortSignal): Request => {
  const method = incoming.method ?? "GET"
  const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value])
  )
  const hasBody = method !== "GET" && method !== "HEAD"
  const init = { method, headers, signal, ...(hasBody ? { body: bodyOf(incoming), duplex: "half" } : {}) }
  return new Request(new URL(incoming.url ?? "/", `http://${incoming.headers.host ?? "localhost"}`), init)
}

const send = async (response: Response, outgoing: ServerResponse, signal: AbortSignal): Promise<void> => {
  const headers: Record<string, string | Array<string>> = Object.fromEntries(response.headers)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) headers["set-cookie"] = cookies
  outgoing.writeHead(response.status, headers)
  const reader = response.body?.getReader()
  if (reader !== undefined) {
    // One listener for all pauses: a stream that is read slowly has very many.
    let goOn = (): void => undefined
    outgoing.once("close", () => goOn())
    // A listener that goes away ends a stream that might never end by itself.
    signal.addEventListener("abort", () => void reader.cancel().catch(() => undefined))
    while (!signal.aborted) {
      const { done, value } = await reader.read()
      if (done) break
      if (!outgoing.write(value) && !signal.aborted) {
        await new Promise<void>((ready) => {
          goOn = ready
          outgoing.once("drain", ready)
        })
      }
    }
  }
  outgoing.end()
}

/**
 * A listener for `http.createServer`.
 *
 * @example
 * ```ts
 * import { handler, nodeListener } from "timkit/webhook"
 * import { createServer } from "node:http"
 *
 * const server = createServer(nodeListener(handler({ sdkAppId: 1400000000, tokens: "token from the console" })))
 * ```
 */
export const nodeListener =
  (handle: (request: Request) => Promise<Response>) => (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const gone = new AbortController()
    outgoing.once("close", () => {
      if (!outgoing.writableFinished) gone.abort()
    })
    // What is thrown here is about this one connection: the request line was no URL, or the other side is gone.
    const fail = () => {
      if (!outgoing.headersSent) {
        outgoing.writeHead(500, {})
        outgoing.end()
      } else outgoing.destroy()
    }
    try {
      handle(toRequest(incoming, gone.signal)).then((response) => send(response, outgoing, gone.signal)).catch(fail)
    } catch {
      fail()
    }
  }
