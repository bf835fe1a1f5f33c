/**
 * The service in memory.
 *
 * It keeps what is written, refuses what the service refuses, with the service's codes, and reads the same endpoint
 * values as the client does. State belongs to an app; each app is a world of its own.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type { TimOptions } from "../endpoint/Config.ts"
import type { TimClient } from "../endpoint/TimClient.ts"
import { CurrentTransport, type Fetch, type Transport, TransportFailure } from "../endpoint/Transport.ts"
import type { TimError } from "../errors/TimError.ts"
import type { Services } from "../services.ts"
import * as Tim from "../Tim.ts"
import { programClock } from "./atOnce.ts"
import { type CallPath, makeCallPath } from "./CallPath.ts"
import { makeFetch, respondInTime, targetOf, textOf } from "./fetchCalls.ts"
import { toFetched } from "./responses.ts"
import { routes } from "./routes.ts"
import type { App } from "./state/App.ts"
import { type NewApp, World } from "./World.ts"

/** How an emulator is made. */
export interface EmulatorOptions extends NewApp {
  /** Where its random numbers begin, so that two emulators with the same seed do the same. 1 when left out. */
  readonly seed?: number | undefined
  /** `false` takes calls without a UserSig. `true` when left out. */
  readonly auth?: boolean | undefined
}

/** How faithfully an endpoint is emulated. */
export interface Coverage {
  readonly path: string
  /** What is assumed, simplified or left out; empty where everything documented is done. */
  readonly notes: ReadonlyArray<string>
}

/** An emulator. */
export interface EmulatorService {
  /** How to connect to the first app: for `connect`, or for a layer. */
  readonly options: TimOptions & { readonly fetch: Fetch }
  /** A transport to the emulator, without a port. Time is that of the effect that sends. */
  readonly transport: Transport
  /** Answers HTTP requests, for programs of effects. Time is that of the effect that asks. */
  readonly handle: (request: Request) => Effect.Effect<Response>
  /** Answers HTTP requests, for servers. */
  readonly fetch: (request: Request) => Promise<Response>
  /** Makes one more app, which shares nothing with the others, and tells how to connect to it. */
  readonly createApp: (app?: NewApp) => TimOptions & { readonly fetch: Fetch }
  /** The state of an app, by its SDKAppID; of the first app when left out. */
  readonly app: (sdkAppId?: number) => App
  /** Everything it holds: apps, time, random numbers, what was called. For tools. */
  readonly world: World
  /** The way of a call through it. For tools. */
  readonly calls: CallPath
  /** Every endpoint that is answered, and how faithfully. Any other path is refused with 60009. */
  readonly coverage: ReadonlyArray<Coverage>
}

const coverage: ReadonlyArray<Coverage> = routes.map(({ endpoint, notes }) => ({ path: endpoint.path, notes }))

const connectionLost = () => new TypeError("fetch failed")

/** Where an in-process emulator seems to live. Nothing is ever sent there. */
const inProcessUrl = "http://127.0.0.1"

/**
 * Makes an emulator.
 *
 * @example
 * ```ts
 * import { connect, msg } from "timkit"
 * import { emulator } from "timkit/emulator"
 *
 * await using tim = await connect(emulator().options)
 * await tim.accounts.importMany(["alice", "bob"])
 * await tim.messages.send(msg().text("hi").from("alice").to("bob"))
 * ```
 */
export const emulator = (options: EmulatorOptions = {}): EmulatorService => {
  const world = new World(options.seed ?? 1, options.auth ?? true)
  const calls = makeCallPath(world)

  const transport: Transport = {
    send: ({ body, path, query }) =>
      Effect.mapError(
        calls.call(path, query, body),
        () => new TransportFailure({ detail: "the connection failed (dropped by a fault of the emulator)" })
      )
  }

  const fetch: Fetch = async (url, { body, signal }) => {
    const { path, query } = targetOf(url)
    const answered = calls.answer(programClock, path, query, body)
    return Effect.isEffect(answered)
      ? Effect.runPromise(Effect.mapBoth(answered, { onSuccess: toFetched, onFailure: connectionLost }), { signal })
      : toFetched(answered)
  }

  const createApp = (app: NewApp = {}): EmulatorService["options"] => {
    const { administrators: [identifier], sdkAppId, secretKey } = world.createApp(app)
    return { sdkAppId, secretKey: Redacted.value(secretKey), identifier, baseUrl: inProcessUrl, fetch }
  }

  const first = createApp(options)

  return {
    options: first,
    transport,
    handle: (request) =>
      Effect.flatMap(
        Effect.promise(() => textOf(request)),
        (text) => Clock.clockWith((clock) => respondInTime(calls, clock, request, text))
      ),
    fetch: makeFetch(calls),
    createApp,
    app: (sdkAppId = first.sdkAppId) => {
      const app = world.apps.get(sdkAppId)
      if (app === undefined) throw new RangeError(`the emulator has no app ${sdkAppId}`)
      return app
    },
    world,
    calls,
    coverage
  }
}

/**
 * The emulator as a service, and a layer that puts it in the place of the real one.
 *
 * @example
 * ```ts
 * import { Messages, msg } from "timkit"
 * import { Emulator } from "timkit/emulator"
 * import * as Effect from "effect/Effect"
 *
 * const program = Effect.gen(function*() {
 *   const messages = yield* Messages
 *   return yield* messages.send(msg().text("hi").to("administrator"))
 * }).pipe(Effect.provide(Emulator.layer()))
 * ```
 */
export class Emulator extends Context.Service<Emulator, EmulatorService>()("timkit/Emulator") {
  /** All services, as `Tim.layer` gives them, on a new emulator. Its time is that of the effect that calls it. */
  static readonly layer = (
    options?: EmulatorOptions & Pick<TimOptions, "limits" | "userSigExpire">
  ): Layer.Layer<Emulator | Services | TimClient, TimError> =>
    Layer.unwrap(Effect.sync(() => {
      const made = emulator(options)
      const { fetch: _fetch, ...connection } = made.options
      return Tim.layer({ ...connection, limits: options?.limits, userSigExpire: options?.userSigExpire }).pipe(
        Layer.provide(Layer.succeed(CurrentTransport)(made.transport)),
        Layer.merge(Layer.succeed(Emulator)(made))
      )
    }))
}
