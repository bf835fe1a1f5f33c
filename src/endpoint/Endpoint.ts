/**
 * What an endpoint is: a value from which the client method, the emulator's route, the reference and the tests derive.
 */
import type * as Types from "effect/Types"
import * as wire from "./wire.ts"

/**
 * What happens when a call is made twice.
 *
 * - `safe`: it only reads.
 * - `repeatable`: a second call leaves the same state as the first.
 * - `dedup-by-random`: the service drops a second call that carries the same random number.
 * - `not-repeatable`: a second call does something a second time, or fails because of the first. It is never
 *   sent again unless the service said that it did not process it.
 */
export type Repeatability = "safe" | "repeatable" | "dedup-by-random" | "not-repeatable"

/** The fields that may come with every answer. */
export const envelope = {
  /** `OK`, `FAIL`, or for some batch calls `SomeError`. Missing from some services' answers. */
  ActionStatus: wire.optional(wire.string),
  /** 0 for success. */
  ErrorCode: wire.integer,
  /** Text about a failure. Mostly empty on success, sometimes `OK` or `succeed`, sometimes absent. */
  ErrorInfo: wire.optional(wire.string),
  /** Text meant for display; mostly empty. */
  ErrorDisplay: wire.optional(wire.string),
  /** The service's id of the call, from newer services. */
  RequestId: wire.optional(wire.string)
}

/** The fields that come with every answer. */
export type Envelope = wire.ObjectOf<typeof envelope>

/** Random numbers that a call fills in when they are absent, once for all its attempts. */
export type Filled = "MsgSeq" | "MsgRandom" | "Random"

/**
 * An endpoint of the REST API.
 *
 * - `Request`: what a caller gives.
 * - `Response`: what the service answers, its envelope included.
 * - `Body`: what is sent, which is `Request` with its random numbers filled in.
 */
export interface Endpoint<in out Request, out Response, in out Body = Request> {
  /** Service and command, for example `v4/openim/sendmsg`. */
  readonly path: string
  /** The schema of the body that is sent. */
  readonly request: wire.Wire<Body>
  /** The schema of the answer. */
  readonly response: wire.Wire<Response>
  readonly repeatability: Repeatability
  /**
   * For how many seconds after a call the service drops another with the same random number. `Infinity` where it does
   * so for good, and wherever that does not matter.
   */
  readonly deduplicatedFor: number
  /** How many calls a second the service grants an app, unless the app has bought more. */
  readonly ratePerSecond: number
  /** The random numbers that are filled in when the caller leaves them out. */
  readonly fills: ReadonlyArray<Filled>
  /** The fields that travel in the URL's query instead of the body. */
  readonly inQuery: ReadonlyArray<string>
  /** The largest body in UTF-8 bytes, where the service has a limit. */
  readonly maxBodyBytes: number | undefined
  /** Fields of the body that are 64-bit integers: as texts of digits they are written as integers. */
  readonly integers64: ReadonlyArray<string>
  /** The vendor's page. */
  readonly docs: string
  /** The path of the endpoint to use instead of this one. */
  readonly replacedBy: string | undefined
  readonly "~request"?: Types.Invariant<Request>
}

/** What a caller gives to an endpoint. */
export type RequestOf<E> = E extends Endpoint<infer Request, infer _Response, infer _Body> ? Request : never
/** What an endpoint answers. */
export type ResponseOf<E> = E extends Endpoint<infer _Request, infer Response, infer _Body> ? Response : never
/** What reaches the service. */
export type BodyOf<E> = E extends Endpoint<infer _Request, infer _Response, infer Body> ? Body : never

/** A finished builder: whatever turns into the wire's own shape by `toJSON`. */
export interface Built<T> {
  toJSON(): T
}

/** A request in the wire's own shape, or a builder that makes one. */
export type Input<T> = T | Built<T>

/** The request behind a builder; plain requests are returned as they are. */
export const unbuild = <T>(input: Input<T>): T => {
  const built = input as Partial<Built<T>> | null | undefined
  return typeof built?.toJSON === "function" ? built.toJSON() : input as T
}

type Filling<Body, F extends PropertyKey> = Types.Simplify<
  Omit<Body, F> & { readonly [Field in F & keyof Body]?: Body[Field] | undefined }
>

/** How an endpoint is declared. */
export interface Declaration<
  Request extends wire.Fields,
  Response extends wire.Fields,
  F extends Filled & keyof Request
> {
  /** The fields of the body. Called once, when the endpoint is used first, so that start-up costs nothing. */
  readonly request: () => Request
  /** The fields of the answer beside the envelope's. */
  readonly response: () => Response
  readonly repeatability: Repeatability
  /** Seconds, where `repeatability` is `dedup-by-random` and the service forgets random numbers. */
  readonly deduplicatedFor?: number
  /** 200 when left out, the service's default. */
  readonly ratePerSecond?: number
  readonly fills?: ReadonlyArray<F>
  /** The fields that travel in the URL's query instead of the body. */
  readonly inQuery?: ReadonlyArray<keyof Request & string>
  readonly maxBodyBytes?: number
  /** Names of the body's `wire.integer64()` fields, on any level. */
  readonly integers64?: ReadonlyArray<string>
  readonly docs: string
  readonly replacedBy?: string
  /** A rule over the whole body: `true`, or what is wrong. */
  readonly rule?: (body: wire.ObjectOf<Request>) => true | string
}

class EndpointValue<Request, Response, Body> implements Endpoint<Request, Response, Body> {
  readonly path: string
  readonly repeatability: Repeatability
  readonly deduplicatedFor: number
  readonly ratePerSecond: number
  readonly fills: ReadonlyArray<Filled>
  readonly inQuery: ReadonlyArray<string>
  readonly maxBodyBytes: number | undefined
  readonly integers64: ReadonlyArray<string>
  readonly docs: string
  readonly replacedBy: string | undefined
  readonly #request: () => wire.Wire<Body>
  readonly #response: () => wire.Wire<Response>
  #requestSchema: wire.Wire<Body> | undefined
  #responseSchema: wire.Wire<Response> | undefined

  constructor(
    path: string,
    declaration: Omit<Declaration<wire.Fields, wire.Fields, never>, "request" | "response" | "rule">,
    request: () => wire.Wire<Body>,
    response: () => wire.Wire<Response>
  ) {
    this.path = path
    this.repeatability = declaration.repeatability
    this.deduplicatedFor = declaration.deduplicatedFor ?? Infinity
    this.ratePerSecond = declaration.ratePerSecond ?? 200
    this.fills = declaration.fills ?? []
    this.inQuery = declaration.inQuery ?? []
    this.maxBodyBytes = declaration.maxBodyBytes
    this.integers64 = declaration.integers64 ?? []
    this.docs = declaration.docs
    this.replacedBy = declaration.replacedBy
    this.#request = request
    this.#response = response
  }

  get request(): wire.Wire<Body> {
    return this.#requestSchema ??= this.#request()
  }

  get response(): wire.Wire<Response> {
    return this.#responseSchema ??= this.#response()
  }
}

/**
 * Declares an endpoint.
 *
 * @example
 * ```ts
 * import { endpoint } from "timkit/endpoint"
 * import * as wire from "timkit/wire"
 *
 * const kick = endpoint("v4/im_open_login_svc/kick", {
 *   request: () => ({ UserID: wire.userId() }),
 *   response: () => ({}),
 *   repeatability: "repeatable",
 *   docs: "https://trtc.io/document/34957"
 * })
 * ```
 */
/* @__NO_SIDE_EFFECTS__ */
export function endpoint<
  const Request extends wire.Fields,
  const Response extends wire.Fields,
  F extends Filled & keyof Request = never
>(
  path: string,
  declaration: Declaration<Request, Response, F>
): Endpoint<
  Filling<wire.ObjectOf<Request>, F>,
  Types.Simplify<Envelope & wire.ObjectOf<Response>>,
  wire.ObjectOf<Request>
> {
  const { rule } = declaration
  return new EndpointValue(
    path,
    declaration as unknown as Declaration<wire.Fields, wire.Fields, never>,
    () => {
      const schema = wire.object(declaration.request())
      return (rule === undefined ? schema : wire.rule(schema, rule)) as never
    },
    () => wire.object({ ...envelope, ...declaration.response() }) as never
  )
}
