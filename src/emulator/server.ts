/**
 * The emulator behind a port, on Bun, Deno and Node.
 *
 * @module
 */
import { nodeListener } from "../http/nodeListener.ts"
import type { EmulatorService } from "./Emulator.ts"

/** Where to listen. */
export interface ServeOptions {
  /** 0, the default, takes any port that is free. */
  readonly port?: number | undefined
  /** `127.0.0.1` when left out. Anything else lets others on the network in, who need but a UserSig to get further. */
  readonly hostname?: string | undefined
}

/** An emulator that listens. */
export interface EmulatorServer extends AsyncDisposable {
  /** The address of the API, for `baseUrl` and `TIM_BASE_URL`. */
  readonly url: string
  readonly port: number
  /** Stops listening. What is kept in memory stays. */
  readonly close: () => Promise<void>
}

type Handle = (request: Request) => Promise<Response>

/** A server of the runtime. */
interface Listening {
  readonly port: number
  readonly stop: () => Promise<void>
}

type Listen = (handle: Handle, port: number, hostname: string) => Promise<Listening>

interface BunGlobal {
  serve(options: { readonly fetch: Handle; readonly port: number; readonly hostname: string }): {
    readonly port: number
    stop(closeActiveConnections: boolean): Promise<void>
  }
}

interface DenoGlobal {
  serve(
    options: { readonly port: number; readonly hostname: string; readonly onListen: () => void },
    handle: Handle
  ): { readonly addr: { readonly port: number }; shutdown(): Promise<void> }
}

const onBun = (bun: BunGlobal): Listen => (fetch, port, hostname) => {
  const server = bun.serve({ fetch, port, hostname })
  return Promise.resolve({ port: server.port, stop: () => server.stop(true) })
}

const onDeno = (deno: DenoGlobal): Listen => (handle, port, hostname) => {
  const server = deno.serve({ port, hostname, onListen: () => undefined }, handle)
  return Promise.resolve({ port: server.addr.port, stop: () => server.shutdown() })
}

const onNode: Listen = async (handle, port, hostname) => {
  const { createServer } = await import("node:http")
  const server = createServer(nodeListener(handle))
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

const listen = (): Listen => {
  const { Bun, Deno } = globalThis as { readonly Bun?: BunGlobal; readonly Deno?: DenoGlobal }
  return Bun !== undefined ? onBun(Bun) : Deno !== undefined ? onDeno(Deno) : onNode
}

/**
 * Puts an emulator behind a port.
 *
 * @example
 * ```ts
 * import { connect } from "timkit"
 * import { emulator } from "timkit/emulator"
 * import { serve } from "timkit/emulator/server"
 *
 * const service = emulator()
 * await using server = await serve(service)
 * const { sdkAppId, secretKey } = service.options
 * await using tim = await connect({ sdkAppId, secretKey, baseUrl: server.url })
 * await tim.accounts.import("alice")
 * ```
 */
export const serve = async (service: EmulatorService, options: ServeOptions = {}): Promise<EmulatorServer> => {
  const { hostname = "127.0.0.1", port = 0 } = options
  const listening = await listen()(service.fetch, port, hostname)
  return {
    url: `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${listening.port}`,
    port: listening.port,
    close: listening.stop,
    [Symbol.asyncDispose]: listening.stop
  }
}
