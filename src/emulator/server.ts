/**
 * The emulator behind a port, on Bun, Deno and Node.
 *
 * @module
 */
import { makeInRows } from "../http/inRows.ts"
import { addressOf, type Handle, listen, type OnNode } from "../http/listen.ts"
import { version } from "../version.ts"
import type { Front } from "./control/front.ts"
import type { EmulatorService } from "./Emulator.ts"
import { ifGone, targetOf } from "./fetchCalls.ts"
import { answerNode } from "./nodeCalls.ts"

/** Where to listen. */
export interface ServeOptions {
  /** 0, the default, takes any port that is free. */
  readonly port?: number | undefined
  /**
   * `127.0.0.1` when left out. Anything else lets others on the network in: into the control API and the console, which
   * ask for nothing.
   */
  readonly hostname?: string | undefined
  /** Host names by which control API and console may be addressed, beside those of this machine and `hostname`. */
  readonly allowedHosts?: ReadonlyArray<string> | undefined
}

/** An emulator that listens. */
export interface EmulatorServer extends AsyncDisposable {
  /** The address of the API, for `baseUrl` and `TIM_BASE_URL`. */
  readonly url: string
  readonly port: number
  /** The address of the console. */
  readonly consoleUrl: string
  /** Stops listening. What is kept in memory stays. */
  readonly close: () => Promise<void>
}

/** What does not begin with `/v4/` is for control API and console. They are loaded when they are asked for first. */
const makeHandle = (service: EmulatorService, options: ServeOptions, baseUrl: () => string) => {
  const { allowedHosts = [], hostname = defaultHostname } = options
  const started = Date.now()
  let front: Promise<Front> | undefined
  const loaded = () =>
    front ??= import("./control/front.ts").then(({ makeFront }) =>
      makeFront(
        { world: service.world, calls: service.calls, baseUrl, version, started },
        { hosts: [hostname, ...allowedHosts].map((host) => host.toLowerCase()) }
      )
    )
  const others = async (request: Request, path: string): Promise<Response> => {
    if (path === "" || path.startsWith("__tim")) return (await loaded()).fetch(request)
    // Without signatures, any page that a browser has open could make calls. Programs have no origin.
    if (!service.world.auth && request.headers.has("origin")) return new Response(null, { status: 403 })
    return service.fetch(request)
  }
  const inRows = makeInRows()
  const handle: Handle = (request) => {
    const { path } = targetOf(request.url)
    if (service.world.auth && path.startsWith("v4/")) return inRows(() => service.fetch(request))
    return others(request, path).catch((error: unknown) => ifGone(request, error))
  }
  return { handle, close: async () => (await front)?.close() }
}

/** On Node, calls of the API do not take the way round by `fetch`. What a page of a browser asks for does. */
const answerCalls = (service: EmulatorService): OnNode => (incoming, outgoing) => {
  const { headers, method, url = "" } = incoming
  const isCall = method === "POST" && url.startsWith("/v4/") && headers.origin === undefined
  if (isCall) void answerNode(service, incoming, outgoing)
  return isCall
}

const defaultHostname = "127.0.0.1"

/**
 * Puts an emulator behind a port, with its control API under `/__tim/` and its console under `/__tim/console`.
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
 * const { status } = await (await fetch(`${server.url}/__tim/health`)).json() // "ok"
 * ```
 */
export const serve = async (service: EmulatorService, options: ServeOptions = {}): Promise<EmulatorServer> => {
  const { hostname = defaultHostname, port = 0 } = options
  let url = ""
  const { close, handle } = makeHandle(service, options, () => url)
  const listening = await listen(handle, port, hostname, answerCalls(service))
  url = addressOf(hostname, listening.port)
  const stop = async () => {
    await listening.stop()
    await close()
  }
  return {
    url,
    port: listening.port,
    consoleUrl: `${url}/__tim/console`,
    close: stop,
    [Symbol.asyncDispose]: stop
  }
}
