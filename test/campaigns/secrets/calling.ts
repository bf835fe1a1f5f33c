/** Calls that shall fail: by an effect and by a promise, with everything around them looked at. */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import {
  type CallLimits,
  connect,
  type Connection,
  CurrentTransport,
  type Fetch,
  makeFetchTransport,
  Tim,
  TimClient,
  type TimClientService,
  TimError,
  type TimOptions,
  type Transport
} from "../../../mod.ts"
import { accountImport } from "../../../src/api/accounts/endpoints.ts"
import { makeConfig } from "../../../src/endpoint/Config.ts"
import { CurrentSigner, type Signer } from "../../../src/usersig/UserSig.ts"
import type { Scene } from "./scene.ts"

/** A call that shall fail. Where only a transport is given, there is no promise to look at. */
export interface Calling {
  readonly fetch?: (key: string) => Fetch
  readonly transport?: (key: string) => Transport
  readonly signer?: ((key: string) => Signer) | undefined
  readonly options?: Partial<TimOptions> | undefined
  readonly limits?: Partial<CallLimits> | undefined
  readonly call?: (client: TimClientService, key: string) => Effect.Effect<unknown, unknown>
  /** What comes of it, or how that begins. */
  readonly expect: string
  /** The key, where it is another than a new one. */
  readonly key?: string
}

const limits: Partial<CallLimits> = {
  maxAttempts: 2,
  attemptTimeout: 4_000,
  deadline: 8_000,
  backoff: 1,
  maxBackoff: 1
}

/** A failure in a word or two. */
export const nameOf = (error: unknown): string => {
  if (!(error instanceof TimError)) return error instanceof Error ? error.name : typeof error
  const { reason } = error
  switch (reason._tag) {
    case "Refused":
      return `Refused ${reason.code}`
    case "NotReached":
    case "AnswerInvalid":
      return `${reason._tag} ${reason.kind}`
    default:
      return reason._tag
  }
}

const outcomeOf = (exit: Exit.Exit<unknown, unknown>): string => {
  if (Exit.isSuccess(exit)) return "ok"
  if (Cause.hasInterruptsOnly(exit.cause)) return "interrupted"
  return Option.match(Cause.findErrorOption(exit.cause), { onNone: () => "defect", onSome: nameOf })
}

/** Notes that something came of a call that is not what was meant to. */
export const expecting = (scene: Scene, expected: string, got: string, way: string): void => {
  if (!got.startsWith(expected)) scene.odd(`${way} gave ${got}, not ${expected}`)
}

const defaults = { sdkAppId: 1_400_000_000, baseUrl: "https://tim.example" } as const

/** What is called where it does not matter what. */
export const quick = {
  effect: (client: TimClientService): Effect.Effect<unknown, TimError> =>
    client.call(accountImport, { UserID: "alice" }),
  promise: (tim: Connection): Promise<unknown> => tim.call(accountImport, { UserID: "alice" })
}

/** The signatures of all calls become marks. */
const marking = (scene: Scene, { send }: Transport): Transport => ({
  send: (request) => {
    scene.canaries.add("UserSig", new URLSearchParams(request.query).get("usersig") ?? "")
    return send(request)
  }
})

const markingFetch = (scene: Scene, fetch: Fetch): Fetch => (url, init) => {
  scene.canaries.add("UserSig", new URL(url).searchParams.get("usersig") ?? "")
  return fetch(url, init)
}

/** A client on a transport, and what there is to be looked at of it. */
export const watchedTransport = (
  scene: Scene,
  secretKey: string,
  transport: Transport,
  { limits: own, options, signer }: Pick<Calling, "limits" | "options"> & { readonly signer?: Signer | undefined } = {}
) => {
  const complete = { ...defaults, ...options, secretKey, limits: { ...limits, ...own } }
  const around = Layer.mergeAll(
    Layer.succeed(CurrentTransport)(marking(scene, transport)),
    signer === undefined ? Layer.empty : Layer.succeed(CurrentSigner)(signer)
  )
  const layer = Tim.layer(complete).pipe(Layer.provide(around))
  const kept: Array<unknown> = []
  return {
    client: Effect.provide(Effect.tap(TimClient, (made) => Effect.sync(() => void kept.push(made))), layer),
    looked: () => {
      scene.look("the layer", layer)
      scene.look("the configuration", Effect.runSyncExit(makeConfig(complete)))
      for (const made of kept) scene.look("the client", made)
    }
  }
}

/** A connection on a fetch, and what there is to be looked at of it. */
export const watchedFetch = async (
  scene: Scene,
  secretKey: string,
  fetch: Fetch,
  { limits: own, options }: Pick<Calling, "limits" | "options"> = {}
) => {
  const tim = await connect({
    ...defaults,
    ...options,
    secretKey,
    limits: { ...limits, ...own },
    fetch: markingFetch(scene, fetch)
  })
  return { tim, look: () => scene.look("the connection", tim) }
}

/** The client behind a connection, as far as tests of it go. */
const clientOf = (tim: Connection): TimClientService => ({
  sdkAppId: tim.sdkAppId,
  identifier: tim.identifier,
  baseUrl: "",
  call:
    ((...args: Parameters<typeof tim.call>) =>
      Effect.tryPromise({ try: () => tim.call(...args), catch: (error) => error })) as unknown as TimClientService[
        "call"
      ],
  signFor: (account, options) =>
    Effect.tryPromise({ try: () => tim.signFor(account, options), catch: (error) => error as TimError })
})

/** Makes a call that shall fail, and looks at everything. */
export const callFails = async (scene: Scene, calling: Calling): Promise<void> => {
  const { call = quick.effect, expect } = calling
  const key = scene.canaries.add("key", calling.key ?? scene.canaries.make("key"))
  const fetch = calling.fetch?.(key)
  const transport = calling.transport?.(key) ?? (fetch === undefined ? undefined : makeFetchTransport(fetch))
  if (transport !== undefined) {
    const { limits, options, signer } = calling
    const { client, looked } = watchedTransport(scene, key, transport, { limits, options, signer: signer?.(key) })
    const exit = await scene.run(Effect.flatMap(client, (made) => call(made, key)))
    expecting(scene, expect, outcomeOf(exit), "the effect")
    looked()
  }
  if (fetch === undefined || calling.signer !== undefined) return
  const { look, tim } = await watchedFetch(scene, key, fetch, calling)
  const run = () => calling.call === undefined ? quick.promise(tim) : Effect.runPromise(call(clientOf(tim), key))
  if (expect === "ok") scene.look("the value", await run())
  else expecting(scene, expect, nameOf(await scene.rejects(run)), "the promise")
  look()
  await tim.close()
}
