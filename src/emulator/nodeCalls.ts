/**
 * Calls over HTTP on Node, straight from its own classes: to make those of `fetch` from them takes longer than to
 * answer most calls.
 */
import type { IncomingMessage, ServerResponse } from "node:http"
import * as Effect from "effect/Effect"
import { type Answered, Dropped, maxBodyCharacters } from "./CallPath.ts"
import { bodiless, type EmulatorService, headersOf, targetOf } from "./Emulator.ts"

/** A character is at most so many bytes long. What is longer than all that may be is not read to its end. */
const maxBodyBytes = maxBodyCharacters * 3

const encoder = new TextEncoder()

const decode = (chunks: ReadonlyArray<Uint8Array>): string => {
  const decoder = new TextDecoder()
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode()
}

const textOf = (incoming: IncomingMessage): Promise<string> =>
  new Promise((done, failed) => {
    const chunks: Array<Uint8Array> = []
    let length = 0
    const end = () => done(decode(chunks))
    incoming.on("data", (chunk: Uint8Array) => {
      if (length > maxBodyBytes) return
      chunks.push(chunk)
      length += chunk.length
      if (length > maxBodyBytes) end()
    })
    incoming.once("end", end)
    incoming.once("error", failed)
  })

const send = (answered: Answered, outgoing: ServerResponse): void => {
  const { body, status } = answered
  if (bodiless.includes(status)) {
    outgoing.writeHead(status, headersOf(answered)).end()
  } else {
    const bytes = encoder.encode(body)
    outgoing.writeHead(status, { ...headersOf(answered), "content-length": bytes.length }).end(bytes)
  }
}

/** Answers a POST of the API. */
export const answerNode = async (
  { calls }: Pick<EmulatorService, "calls">,
  incoming: IncomingMessage,
  outgoing: ServerResponse
): Promise<void> => {
  const { path, query } = targetOf(incoming.url ?? "/")
  try {
    const answered = await Effect.runPromise(calls.call(path, query, await textOf(incoming)), {
      // Most calls are answered at once, and never ask for it.
      get signal() {
        const gone = new AbortController()
        outgoing.once("close", () => gone.abort())
        return gone.signal
      }
    })
    send(answered, outgoing)
  } catch (error) {
    if (error instanceof Dropped || outgoing.headersSent) outgoing.destroy()
    else outgoing.writeHead(500).end()
  }
}
