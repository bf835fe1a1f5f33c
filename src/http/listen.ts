/** A server on Bun, Deno and Node, by what each of them brings. */
import type { IncomingMessage, ServerResponse } from "node:http"
import { nodeListener } from "./nodeListener.ts"

/** Answers requests. */
export type Handle = (request: Request) => Promise<Response>

/**
 * Answers what it can by Node's own classes, without those of `fetch`, which take longer to make than many answers. It
 * says whether it does.
 */
export type OnNode = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean

/** A server of the runtime. */
export interface Listening {
  readonly port: number
  readonly stop: () => Promise<void>
}

type Listen = (handle: Handle, port: number, hostname: string, onNode?: OnNode) => Promise<Listening>

interface BunGlobal {
  serve(options: {
    readonly fetch: Handle
    readonly port: number
    readonly hostname: string
    readonly idleTimeout: number
  }): {
    readonly port: number
    stop(closeActiveConnections: boolean): Promise<void>
  }
}

interface DenoGlobal {
  serve(
    options: {
      readonly port: number
      readonly hostname: string
      readonly signal: AbortSignal
      readonly onListen: () => void
    },
    handle: Handle
  ): { readonly addr: { readonly port: number }; readonly finished: Promise<void> }
}

// Streams of events may be silent for long, so no connection is closed for being idle.
const onBun = (bun: BunGlobal): Listen => (fetch, port, hostname) => {
  const server = bun.serve({ fetch, port, hostname, idleTimeout: 0 })
  return Promise.resolve({ port: server.port, stop: () => server.stop(true) })
}

const onDeno = (deno: DenoGlobal): Listen => (handle, port, hostname) => {
  const closing = new AbortController()
  const server = deno.serve({ port, hostname, signal: closing.signal, onListen: () => undefined }, handle)
  return Promise.resolve({
    port: server.addr.port,
    stop: () => {
      // Not `shutdown`, which waits for streams of events to end.
      closing.abort()
      return server.finished
    }
  })
}

const onNode: Listen = async (handle, port, hostname, answers) => {
  const { createServer } = await import("node:http")
  const listener = nodeListener(handle)
  const server = createServer((incoming, outgoing) => {
    if (answers?.(incoming, outgoing) !== true) listener(incoming, outgoing)
  })
  await new Promise<void>((listening, failed) => {
    server.once("error", failed)
    server.listen(port, hostname, listening)
  })
  const address = server.address()
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped())
        server.closeAllConnections()
      })
  }
}

/** Answers the requests that come to a port; 0 takes any that is free. */
export const listen: Listen = (handle, port, hostname, answers) => {
  const { Bun, Deno } = globalThis as { readonly Bun?: BunGlobal; readonly Deno?: DenoGlobal }
  const how = Bun !== undefined ? onBun(Bun) : Deno !== undefined ? onDeno(Deno) : onNode
  return how(handle, port, hostname, answers)
}

/** The address of a server that listens. */
export const addressOf = (hostname: string, port: number): string =>
  `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`
