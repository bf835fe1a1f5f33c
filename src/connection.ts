/** Connections: services without Effect, under the same names, with promises. */
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { makeConfig, type TimConfig, type TimOptions } from "./endpoint/Config.ts"
import type { Endpoint, Input } from "./endpoint/Endpoint.ts"
import type { CallLimits } from "./endpoint/retry.ts"
import type { Answer } from "./endpoint/opened.ts"
import { CurrentCallLimits } from "./endpoint/call.ts"
import { type Begun, CallEffect } from "./endpoint/CallEffect.ts"
import { make, type RawCallOptions, type TimClientService } from "./endpoint/client.ts"
import { CurrentTransport, type Fetch, makeFetchTransport } from "./endpoint/Transport.ts"
import type { BodyVerb, Verb } from "./endpoint/verb.ts"
import type { TimError } from "./errors/TimError.ts"
import { iterate } from "./iterate.ts"

/** How to connect. */
export interface ConnectOptions extends TimOptions {
  /** Another `fetch` than the platform's, for example one that goes through a proxy, or an emulator's. */
  readonly fetch?: Fetch | undefined
  /**
   * What calls run with, as a layer: a limiter that is shared with other processes, a circuit breaker, a bulkhead (all of
   * them from `timkit/resilience`), a tracer, loggers. It is built here, and released when the connection is closed. Calls
   * have spans and metrics where it holds `callTelemetry`.
   */
  readonly layer?: Layer.Layer<never, unknown> | undefined
}

/** A method of a service that answers by a promise, or by an async iterable where the service has a stream. */
export type PromisedMethod<Method> = Method extends Verb<infer Args, infer Request, infer Response> ? {
    (...args: Args): Promise<Response>
    (request: Input<Request>): Promise<Response>
  }
  : Method extends BodyVerb<infer Request, infer Response> ? (request: Input<Request>) => Promise<Response>
  : Method extends (...args: infer Args) => Effect.Effect<infer Done, infer _Error> ? (...args: Args) => Promise<Done>
  : Method extends (...args: infer Args) => Stream.Stream<infer Item, infer _Error>
    ? (...args: Args) => AsyncIterable<Item>
  : never

/** A service whose methods answer by promises. */
export type Promised<Service> = { readonly [Name in keyof Service]: PromisedMethod<Service[Name]> }

/** Services by the names that they get on a connection, for example `{ messages: Messages }`. */
export type ServiceClasses = { readonly [name: string]: { readonly make: (client: TimClientService) => object } }

/** Bounds for some calls of a connection. */
export interface CallOptions {
  /** Abandons the calls when it aborts; they reject with its reason. */
  readonly signal?: AbortSignal | undefined
  /** Bounds that differ from those of the connection. */
  readonly limits?: Partial<CallLimits> | undefined
}

/** What every connection has beside its services. */
export interface ConnectionBase<Classes extends ServiceClasses> extends AsyncDisposable {
  readonly sdkAppId: number
  readonly identifier: string
  /** Calls an endpoint, or any path with a body that is sent as it is. */
  readonly call: {
    <Request, Response, Body>(endpoint: Endpoint<Request, Response, Body>, request: Input<Request>): Promise<Response>
    (path: string, body: object, options?: RawCallOptions): Promise<Answer>
  }
  /** Makes a UserSig for an account of the app, for its client to log in with. */
  readonly signFor: PromisedMethod<TimClientService["signFor"]>
  /**
   * The same connection with bounds for the calls made through what it returns.
   *
   * @example
   * ```ts
   * import { connect } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.with({ signal: AbortSignal.timeout(2_000) }).accounts.import("alice")
   * ```
   */
  readonly with: (options: CallOptions) => ConnectionOf<Classes>
  /** Abandons the calls that are under way. Calls made later reject. */
  readonly close: () => Promise<void>
}

/**
 * A connection to the service, or to an emulator. Nothing is kept open; closing it abandons the calls that are under
 * way.
 *
 * Every promise rejects with a `TimError`, or with the reason of the signal that abandoned the call.
 */
export type ConnectionOf<Classes extends ServiceClasses> =
  & { readonly [Name in keyof Classes]: Promised<ReturnType<Classes[Name]["make"]>> }
  & ConnectionBase<Classes>

/** What is under way on a connection. */
class Running {
  readonly all = new Set<Begun>()
  /** What was acquired for them. */
  readonly scope = Scope.makeUnsafe()
  closed = false

  async close(): Promise<void> {
    this.closed = true
    await Promise.all([...this.all].map((begun) => Effect.runPromise(begun.abandon())))
    await Effect.runPromise(Scope.close(this.scope, Exit.void))
  }
}

/** Begins an effect in a fiber. */
const beginFiber = <A, E>(
  effect: Effect.Effect<A, E>,
  context: Context.Context<never>,
  ended: (exit: Exit.Exit<A, E>) => void
): Begun => {
  const fiber = Effect.runForkWith(context)(effect)
  fiber.addObserver(ended)
  return { abandon: () => Fiber.interrupt(fiber) }
}

/** What a promise stands for. */
class Pending<A> implements Begun {
  readonly #running: Running
  readonly #signal: AbortSignal | undefined
  readonly #resolve: (value: A) => void
  readonly #reject: (reason: unknown) => void
  #begun: Begun | undefined
  #isOver = false

  constructor(
    running: Running,
    signal: AbortSignal | undefined,
    resolve: (value: A) => void,
    reject: (reason: unknown) => void
  ) {
    this.#running = running
    this.#signal = signal
    this.#resolve = resolve
    this.#reject = reject
  }

  began(begun: Begun): void {
    if (this.#isOver) return
    this.#begun = begun
    this.#running.all.add(this)
    // It may have aborted while the call began.
    if (this.#signal?.aborted === true) this.handleEvent()
    else this.#signal?.addEventListener("abort", this, { once: true })
  }

  readonly ended = (exit: Exit.Exit<A, unknown>): void => {
    const signal = this.#signal
    this.#isOver = true
    this.#running.all.delete(this)
    signal?.removeEventListener("abort", this)
    if (exit._tag === "Success") this.#resolve(exit.value)
    else if (!Cause.hasInterruptsOnly(exit.cause)) this.#reject(Cause.squash(exit.cause))
    else this.#reject(signal?.aborted === true ? signal.reason : abandoned("The call was abandoned"))
  }

  abandon(): Effect.Effect<void> {
    return this.#begun?.abandon() ?? Effect.void
  }

  /** The signal aborted. */
  handleEvent(): void {
    Effect.runFork(this.abandon())
  }
}

/** Runs effects as promises. */
class Runner {
  readonly #context: Context.Context<never>
  readonly #isTraced: boolean
  readonly #running: Running
  readonly #signal: AbortSignal | undefined

  constructor(context: Context.Context<never>, running: Running, signal: AbortSignal | undefined) {
    this.#context = context
    this.#isTraced = Effect.runForkWith(context)(Effect.void).cache.tracer !== undefined
    this.#running = running
    this.#signal = signal
  }

  with({ limits, signal }: CallOptions): Runner {
    const context = limits === undefined ? this.#context : Context.add(this.#context, CurrentCallLimits, limits)
    return new Runner(context, this.#running, signal ?? this.#signal)
  }

  run<A>(effect: Effect.Effect<A, unknown>): Promise<A> {
    const { promise, reject, resolve } = Promise.withResolvers<A>()
    const signal = this.#signal
    if (signal?.aborted === true) reject(signal.reason)
    else if (this.#running.closed) reject(abandoned("The connection is closed"))
    else {
      const pending = new Pending<A>(this.#running, signal, resolve, reject)
      try {
        pending.began(
          // Only what runs in a fiber has a span.
          effect instanceof CallEffect && !this.#isTraced
            ? effect.begin(this.#context, pending.ended)
            : beginFiber(effect, this.#context, pending.ended)
        )
      } catch (error) {
        reject(error)
      }
    }
    return promise
  }

  close(): Promise<void> {
    return this.#running.close()
  }
}

const abandoned = (message: string): DOMException => new DOMException(message, "AbortError")

type Method = (...args: ReadonlyArray<unknown>) => unknown

const promised = <Service extends object>(service: Service, runner: Runner): Promised<Service> => {
  const methods: Record<string, Method> = {}
  for (const [name, method] of Object.entries(service as Record<string, Method>)) {
    methods[name] = (...args) => {
      const made = method(...args)
      return Stream.isStream(made)
        ? iterate(made as Stream.Stream<unknown, unknown>, (effect) => runner.run(effect))
        : runner.run(made as Effect.Effect<unknown, unknown>)
    }
  }
  return methods as Promised<Service>
}

const makeConnection = <Classes extends ServiceClasses>(
  classes: Classes,
  client: TimClientService,
  runner: Runner
): ConnectionOf<Classes> => {
  const made: Record<string, unknown> = {}
  const connection = {
    sdkAppId: client.sdkAppId,
    identifier: client.identifier,
    ...promised({ call: client.call, signFor: client.signFor }, runner),
    with: (options: CallOptions) => makeConnection(classes, client, runner.with(options)),
    close: () => runner.close(),
    [Symbol.asyncDispose]: () => runner.close()
  }
  // A service is made when it is used first: most programs use two or three.
  for (const [name, { make }] of Object.entries(classes)) {
    Object.defineProperty(connection, name, {
      enumerable: true,
      get: () => made[name] ??= promised(make(client), runner)
    })
  }
  return connection as unknown as ConnectionOf<Classes>
}

/**
 * Connects with the given services only, so that a bundler can leave out all the others. Failures do not explain their
 * codes. For edge workers; anybody else will want `connect`.
 *
 * @example
 * ```ts
 * import { connectWith, Messages, msg } from "timkit"
 * import { emulator } from "timkit/emulator"
 *
 * await using tim = await connectWith({ messages: Messages }, emulator().options)
 * await tim.messages.send(msg().text("hi").to("administrator"))
 * ```
 *
 * Smaller still is a program that calls single endpoints, and names no service:
 *
 * @example
 * ```ts
 * import { connectWith, msg } from "timkit"
 * import { emulator } from "timkit/emulator"
 * import { sendmsg } from "timkit/messages"
 *
 * await using tim = await connectWith({}, emulator().options)
 * await tim.call(sendmsg, msg().text("hi").to("administrator"))
 * ```
 */
export const connectWith = <const Classes extends ServiceClasses>(
  classes: Classes,
  options: ConnectOptions
): Promise<ConnectionOf<Classes>> => connectAs(classes, makeConfig(options), options, Context.empty())

/** Connects with a configuration that may yet fail, in a context that effects run in. */
export const connectAs = async <const Classes extends ServiceClasses>(
  classes: Classes,
  config: Effect.Effect<TimConfig, TimError>,
  { fetch, layer }: Pick<ConnectOptions, "fetch" | "layer">,
  context: Context.Context<never>
): Promise<ConnectionOf<Classes>> => {
  const running = new Running()
  const withFetch = fetch === undefined ? context : Context.add(context, CurrentTransport, makeFetchTransport(fetch))
  try {
    const complete = layer === undefined
      ? withFetch
      : Context.merge(withFetch, await Effect.runPromise(Layer.buildWithScope(layer, running.scope)))
    const runner = new Runner(complete, running, undefined)
    return makeConnection(classes, await runner.run(Effect.flatMap(config, make)), runner)
  } catch (error) {
    await running.close()
    throw error
  }
}
