/** How a request travels to the service. */
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** A request that is ready to travel. Its `query` holds the signature and must never be logged. */
export interface TransportRequest {
  /** Scheme and host, without a slash at the end. */
  readonly baseUrl: string
  /** Service and command, for example `v4/openim/sendmsg`. */
  readonly path: string
  /** The query without its question mark. Secret. */
  readonly query: string
  /** The JSON text. */
  readonly body: string
}

/** What came back. */
export interface TransportResponse {
  /** The HTTP status. */
  readonly status: number
  readonly body: string
}

/** The request did not reach the service, or no answer came back. */
export class TransportFailure extends /* @__PURE__ */ Data.TaggedError("TransportFailure")<{
  /** What happened, in words that hold neither URL nor signature. */
  readonly detail: string
  /** `no` when it is certain that nothing was sent, because there was no connection; `unknown` when left out. */
  readonly applied?: "no" | "unknown" | undefined
}> {}

/** Carries a request to the service and its answer back. Interruption must abandon the request. */
export interface Transport {
  readonly send: (request: TransportRequest) => Effect.Effect<TransportResponse, TransportFailure>
  /**
   * The same without an effect, where a transport needs none: calls by promises then need no fiber. It tells the
   * receiver once what came of the request. Whoever wraps `send` must wrap it as well, or leave it out.
   */
  readonly post?: ((request: TransportRequest, receiver: Receiver) => Posted) | undefined
}

/** Takes what came of a request that was posted. */
export interface Receiver {
  readonly done: (came: TransportResponse | TransportFailure) => void
}

/** A request that was posted. */
export interface Posted {
  /** Abandons it. */
  readonly abort: () => void
}

/** The part of the platform's `Response` that is needed. */
export type FetchedResponse = Pick<Response, "status" | "text">

/** The part of the platform's `fetch` that is needed. */
export type Fetch = (url: string, init: {
  readonly method: "POST"
  readonly headers: Record<string, string>
  readonly body: string
  readonly signal: AbortSignal
  readonly redirect: "manual"
}) => Promise<FetchedResponse>

/**
 * The words for a connection that never came about: the system's on Node and Bun, the HTTP client's on Deno. Others,
 * such as EHOSTUNREACH, can also come when a connection breaks.
 */
const neverConnected: ReadonlyArray<string> = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ConnectError"]

/**
 * The network errors of the runtimes carry the URL in their messages and properties. Only the name and the system's
 * code are taken over, both of which are words.
 */
export const failureOf = (error: unknown, what = "the connection failed"): TransportFailure => {
  const words: Array<string> = []
  for (let current = error, depth = 0; typeof current === "object" && current !== null && depth < 4; depth++) {
    const { cause, code, message, name } = current as {
      readonly [field in "cause" | "code" | "message" | "name"]?: unknown
    }
    // Deno has no code, and the rest of its message holds the URL.
    const connect = typeof message === "string" && message.includes("client error (Connect)")
      ? "ConnectError"
      : undefined
    for (const word of [name, code, connect]) {
      if (typeof word === "string" && /^[A-Za-z][\w-]{0,40}$/.test(word) && !words.includes(word)) words.push(word)
    }
    current = cause
  }
  const shown = words.join(", ")
  return new TransportFailure({
    detail: shown === "" ? what : `${what} (${shown})`,
    applied: words.some((word) => neverConnected.includes(word)) ? "no" : "unknown"
  })
}

const headers = { "content-type": "application/json" }

/**
 * A transport on a `fetch` function.
 *
 * Redirects are not followed: the service never answers one, and following it would hand the signature to another
 * host. (Workers know no `redirect: "error"`, so it is `manual`, and the status makes the call fail.)
 */
export const makeFetchTransport = (fetch: Fetch): Transport => {
  const post = ({ baseUrl, body, path, query }: TransportRequest, receiver: Receiver): Posted => {
    const abandoning = new AbortController()
    const fail = (error: unknown) => receiver.done(failureOf(error))
    const receive = (response: FetchedResponse) => {
      const { status } = response
      response.text().then((body) => receiver.done({ status, body })).catch(fail)
    }
    try {
      const init = { method: "POST", headers, body, signal: abandoning.signal, redirect: "manual" } as const
      fetch(`${baseUrl}/${path}?${query}`, init).then(receive).catch(fail)
    } catch (error) {
      fail(error)
    }
    return abandoning
  }
  const send = (request: TransportRequest) =>
    Effect.callback<TransportResponse, TransportFailure>((resume) => {
      const done: Receiver["done"] = (came) =>
        resume(came instanceof TransportFailure ? Effect.fail(came) : Effect.succeed(came))
      const posted = post(request, { done })
      return Effect.sync(() => posted.abort())
    })
  return { send, post }
}

/**
 * The transport that clients use: the platform's `fetch` unless another is provided.
 */
export const CurrentTransport: Context.Reference<Transport> = /* @__PURE__ */ Context.Reference<Transport>(
  "timkit/CurrentTransport",
  { defaultValue: () => makeFetchTransport((url, init) => globalThis.fetch(url, init)) }
)

/** Uses another `fetch`, for example one that goes through a proxy. */
export const layerFetch = (fetch: Fetch): Layer.Layer<never> =>
  Layer.succeed(CurrentTransport)(makeFetchTransport(fetch))
