/** An emulator with its control API, without a port. */
import * as Effect from "effect/Effect"
import * as HttpApiClient from "effect/http-api/HttpApiClient"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import type { LiveEvent } from "../../src/emulator/control/schemas.ts"
import { ControlApi } from "../../src/emulator/control/api.ts"
import { makeFront } from "../../src/emulator/control/front.ts"
import { emulator, type EmulatorOptions } from "../../src/emulator/mod.ts"

/** Where the emulator of a front says it lives. */
export const baseUrl = "http://127.0.0.1:7480"

/** A request of the control API, as it is. */
export interface Sending {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** A client that encodes requests and decodes answers by the schemas of the API. */
const clientOf = (fetch: typeof globalThis.fetch) =>
  Effect.runSync(
    HttpApiClient.make(ControlApi, { baseUrl }).pipe(
      Effect.provide(FetchHttpClient.layer),
      Effect.provideService(FetchHttpClient.Fetch, fetch)
    )
  )

/**
 * Makes an emulator with its control API, which may be addressed as `hosts`, too. `seen` is told the method, path and
 * status of every answer.
 */
export const makeControlled = (
  options?: EmulatorOptions,
  seen?: (answer: string) => void,
  hosts: ReadonlyArray<string> = []
) => {
  const service = emulator(options)
  const { calls, world } = service
  const front = makeFront(
    { world, calls, baseUrl: () => baseUrl, version: "0.0.0-test", started: Date.now() },
    { hosts }
  )
  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init)
    const response = await front.fetch(request)
    seen?.(`${request.method} ${new URL(request.url).pathname} ${response.status}`)
    return response
  }
  const send = (method: string, path: string, { body, headers, signal }: Sending = {}): Promise<Response> =>
    fetch(`${baseUrl}/__tim${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal })
    })
  return { service, world, front, send, control: clientOf(fetch) }
}

/** Events as they come in. */
export interface Listening {
  /** The next event; nothing once the stream has ended. */
  readonly next: () => Promise<(typeof LiveEvent)["Type"] | undefined>
  readonly stop: () => Promise<void>
}

/** Reads the events of an answer. Comments are left out. */
export const eventsOf = (response: Response): Listening => {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let text = ""
  const take = (): string | undefined => {
    const end = text.indexOf("\n\n")
    if (end < 0) return undefined
    const block = text.slice(0, end)
    text = text.slice(end + 2)
    return block
  }
  const next: Listening["next"] = async () => {
    for (;;) {
      for (let block = take(); block !== undefined; block = take()) {
        const data = block.split("\n").find((line) => line.startsWith("data: "))
        if (data !== undefined) return JSON.parse(data.slice("data: ".length))
      }
      const { done, value } = await reader.read()
      if (done) return undefined
      text += decoder.decode(value, { stream: true })
    }
  }
  return { next, stop: () => reader.cancel() }
}

/** Waits until something is so, and lets the runtime do its work meanwhile. */
export const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise<void>((done) => void setTimeout(done))
}
