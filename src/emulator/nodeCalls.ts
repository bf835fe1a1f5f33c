/**
 * Calls over HTTP on Node, straight from its own classes: to make those of `fetch` from them takes longer than to
 * answer most calls.
 */
import type { IncomingMessage, ServerResponse } from "node:http"
import * as Effect from "effect/Effect"
import { utf8Length } from "../endpoint/wire.ts"
import { programClock } from "./atOnce.ts"
import { type Answered, Dropped, maxBodyCharacters } from "./CallPath.ts"
import type { EmulatorService } from "./Emulator.ts"
import { targetOf } from "./fetchCalls.ts"
import { bodiless, headersOf } from "./responses.ts"

/** A character is at most so many bytes long. What is longer than all that may be is not read to its end. */
const maxBodyBytes = maxBodyCharacters * 3

const whole = new TextDecoder()

const decode = (chunks: ReadonlyArray<Uint8Array>): string => {
  const [only] = chunks
  if (only !== undefined && chunks.length === 1) return whole.decode(only)
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
    // Head and body leave together where the body is a text.
    outgoing.writeHead(status, { ...headersOf(answered), "content-length": utf8Length(body) }).end(body)
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
    const text = await textOf(incoming)
    const answered = calls.answer(programClock, path, query, text)
    if (!Effect.isEffect(answered)) return send(answered, outgoing)
    const gone = new AbortController()
    outgoing.once("close", () => gone.abort())
    send(await Effect.runPromise(answered, { signal: gone.signal }), outgoing)
  } catch (error) {
    if (error instanceof Dropped || outgoing.headersSent) outgoing.destroy()
    else outgoing.writeHead(500).end()
  }
}
