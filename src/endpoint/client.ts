/** The client: calls endpoints, and signs. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { ConfigInvalid, type Issue, RequestInvalid, TimError } from "../errors/TimError.ts"
import { makeSigCache } from "../usersig/SigCache.ts"
import { CurrentSigner, type UserSigInvalid } from "../usersig/UserSig.ts"
import { type Clean, fail } from "./call.ts"
import { CallEffect } from "./CallEffect.ts"
import { makeCalling } from "./calling.ts"
import type { TimConfig } from "./Config.ts"
import type { Endpoint, Input, Repeatability } from "./Endpoint.ts"
import { hide, type Secret } from "./hide.ts"
import type { Answer } from "./opened.ts"
import type { Callable } from "./request.ts"
import { failureOf } from "./Transport.ts"
import type { AnyContext } from "./within.ts"

/** How a path without an endpoint value is called. */
export interface RawCallOptions {
  /** What a second call would do. Taken to be `not-repeatable` when left out, so that nothing is sent twice. */
  readonly repeatability?: Repeatability | undefined
  /** Calls a second. 200 when left out. */
  readonly ratePerSecond?: number | undefined
}

/** Calls endpoints. */
export interface TimClientService {
  /** The app and account that calls are made for. The key is not among it. */
  readonly sdkAppId: number
  readonly identifier: string
  readonly baseUrl: string
  readonly call: {
    /**
     * Calls an endpoint. The request may be a builder.
     *
     * Fails with `TimError`, see its reasons.
     */
    <Request, Response, Body>(
      endpoint: Endpoint<Request, Response, Body>,
      request: Input<Request>
    ): Effect.Effect<Response, TimError>
    /**
     * Calls any path, for what is not modelled here. The body is sent as it is; everything else is as with an
     * endpoint.
     */
    (path: string, body: object, options?: RawCallOptions): Effect.Effect<Answer, TimError>
  }
  /** Makes a UserSig for an account of the app, for its client to log in with. */
  readonly signFor: (
    identifier: string,
    options?: { readonly expire?: number | undefined }
  ) => Effect.Effect<string, TimError>
}

const cannotSign = (message: string): TimError =>
  new TimError({ reason: new ConfigInvalid({ issues: [{ path: "identifier", message }] }) })

const rawPath = /^v4\/\w+\/\w+$/

const rawEndpoint = (path: string, options: RawCallOptions | undefined): Callable => ({
  path,
  repeatability: options?.repeatability ?? "not-repeatable",
  deduplicatedFor: Infinity,
  ratePerSecond: options?.ratePerSecond ?? 200,
  maxBodyBytes: undefined,
  integers64: [],
  docs: "https://trtc.io/document/34621"
})

/** Makes a client from a checked configuration, with what it finds in its context. */
export const make = (config: TimConfig): Effect.Effect<TimClientService> =>
  Effect.withFiber(({ context }) => Effect.succeed(makeClient(config, context)))

const makeClient = (config: TimConfig, context: AnyContext): TimClientService => {
  const signer = Context.get(context, CurrentSigner)
  const { baseUrl, identifier, sdkAppId, secretKey } = config

  const cleanOf = (userSigs: ReadonlyArray<string>): Clean => (text) =>
    hide(text, [[Redacted.value(secretKey), "<key>"], ...userSigs.map((userSig): Secret => [userSig, "<usersig>"])])

  const signFor: TimClientService["signFor"] = (account, options) =>
    Effect.suspend(() =>
      signer.sign({ sdkAppId, secretKey, identifier: account, expire: options?.expire ?? config.userSigExpire })
    ).pipe(
      // What a signer of somebody else's tells, or dies of, may hold the key.
      Effect.mapError(({ detail }: UserSigInvalid) => cannotSign(cleanOf([])(detail))),
      Effect.catchDefect((defect) =>
        Effect.fail(cannotSign(cleanOf([])(failureOf(defect, "the signer failed").detail)))
      )
    )

  const calling = makeCalling(config, context, makeSigCache(signFor(identifier), config.userSigExpire), cleanOf)

  const call = <Request, Response, Body>(
    target: Endpoint<Request, Response, Body> | string,
    request: Input<Request>,
    options?: RawCallOptions
  ): Effect.Effect<unknown, TimError> => {
    if (typeof target !== "string") return new CallEffect(calling, target as Callable, request)
    const path = target.replace(/^\//, "")
    if (rawPath.test(path)) return new CallEffect(calling, rawEndpoint(path, options), request)
    const issues: ReadonlyArray<Issue> = [{ path: "path", message: "must look like v4/service/command" }]
    return fail(new RequestInvalid({ endpoint: "call", issues, docs: undefined }))
  }

  return { sdkAppId, identifier, baseUrl, signFor, call: call as TimClientService["call"] }
}
