/** A transport that follows a script, and a client on it. */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import {
  type CallLimits,
  CurrentTransport,
  type Services,
  Tim,
  TimClient,
  type TimClientService,
  type TimError,
  type Transport,
  TransportFailure,
  type TransportRequest
} from "../../mod.ts"
import { CallEffect } from "../../src/endpoint/CallEffect.ts"
import { CurrentSigner } from "../../src/usersig/UserSig.ts"

/** What comes back for a request. */
export type Outcome =
  | { readonly status?: number; readonly body: string; readonly delay?: number }
  | "refused connection"
  | "silence"

/** A successful answer, where wanted with fields. */
export const success = (fields: object = {}): Outcome => ({
  body: JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", ...fields })
})

/** A refusal. */
export const refusal = (code: number, info = "no"): Outcome => ({
  body: JSON.stringify({ ActionStatus: "FAIL", ErrorCode: code, ErrorInfo: info })
})

/** A request as a transport sees it, and when. */
export interface Sent extends TransportRequest {
  readonly at: number
  /** Whether it was abandoned before an answer came. */
  readonly abandoned: boolean
}

/** A transport that gives the outcomes in order, the last one for ever, and keeps what it was sent. */
export const scripted = (
  ...outcomes: ReadonlyArray<Outcome>
): { readonly transport: Transport; readonly sent: Array<Sent> } => {
  const sent: Array<Sent> = []
  const transport: Transport = {
    send: (request) =>
      Effect.clockWith((clock) => {
        const outcome = outcomes[Math.min(sent.length, outcomes.length - 1)] ?? success()
        const index = sent.push({ ...request, at: clock.currentTimeMillisUnsafe(), abandoned: false }) - 1
        const abandon = Effect.sync(() => {
          const entry = sent[index]
          if (entry !== undefined) sent[index] = { ...entry, abandoned: true }
        })
        if (outcome === "silence") return Effect.onInterrupt(Effect.never, () => abandon)
        if (outcome === "refused connection") {
          return Effect.fail(new TransportFailure({ detail: "the connection failed (ECONNREFUSED)" }))
        }
        const { body, delay = 0, status = 200 } = outcome
        const answer = Effect.succeed({ status, body })
        return delay === 0 ? answer : Effect.onInterrupt(Effect.delay(answer, delay), () => abandon)
      })
  }
  return { transport, sent }
}

/** The same transport, which needs no effect. It runs in the context that the layer is made in. */
const posting = (transport: Transport): Effect.Effect<Transport> =>
  Effect.withFiber(({ context }) =>
    Effect.succeed<Transport>({
      send: () => Effect.die("a transport that can post is asked to"),
      post: (request, receiver) => {
        const fiber = Effect.runForkWith(context)(transport.send(request))
        const exit = fiber.pollUnsafe()
        if (exit?._tag === "Failure" && Cause.hasDies(exit.cause)) throw Cause.squash(exit.cause)
        fiber.addObserver((exit) => {
          if (exit._tag === "Success") receiver.done(exit.value)
          else if (!Cause.hasInterrupts(exit.cause)) receiver.done(Cause.squash(exit.cause) as TransportFailure)
        })
        return { abort: () => fiber.interruptUnsafe() }
      }
    })
  )

/** A client whose calls begin without a fiber, as those of connections do. */
const begun = (client: TimClientService): TimClientService => ({
  ...client,
  call: (...args: ReadonlyArray<unknown>) => {
    const call: Effect.Effect<unknown, TimError> = client.call(...args as Parameters<TimClientService["call"]>)
    if (!(call instanceof CallEffect)) return call
    return Effect.withFiber(({ context }) =>
      Effect.callback<unknown, TimError>((resume) => {
        const under = call.begin(context, resume)
        return Effect.suspend(() => under.abandon())
      })
    )
  }
} as TimClientService)

/**
 * How calls are made: by a transport of effects, by one that needs none, and as those of connections, which have no fiber
 * at first.
 */
export const ways = ["in fibers", "posted in fibers", "begun without fibers"] as const

/**
 * All services on a transport. UserSigs are `canary-sig1`, `canary-sig2` and so on: made at once, so that virtual time
 * does not run ahead of real cryptography.
 */
export const layerOn = (
  transport: Transport,
  { way = "in fibers", ...options }: {
    readonly limits?: Partial<CallLimits>
    readonly userSigExpire?: number
    readonly way?: (typeof ways)[number]
  } = {}
): Layer.Layer<Services | TimClient, unknown> => {
  let signed = 0
  const signer = { sign: () => Effect.sync(() => `canary-sig${++signed}`) }
  const how = way === "in fibers" || transport.post !== undefined ? Effect.succeed(transport) : posting(transport)
  const layer = Tim.layer({ sdkAppId: 1400000000, secretKey: "canary-key", baseUrl: "https://tim.example", ...options })
    .pipe(Layer.provide([Layer.effect(CurrentTransport, how), Layer.succeed(CurrentSigner)(signer)]))
  if (way !== "begun without fibers") return layer
  return Layer.effect(TimClient, Effect.map(TimClient, begun)).pipe(Layer.provideMerge(layer))
}

/** The values of a request's query. */
export const queryOf = ({ query }: TransportRequest): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(query))
