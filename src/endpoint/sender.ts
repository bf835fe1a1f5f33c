/** One attempt of a call: a request that is sent, and what comes back. */
import * as Effect from "effect/Effect"
import type { TimError } from "../errors/TimError.ts"
import type { SigCache } from "../usersig/SigCache.ts"
import type { Call } from "./call.ts"
import type { TimConfig } from "./Config.ts"
import { notReached, open, type Opened } from "./opened.ts"
import { failureOf, type Posted, type Transport, TransportFailure, type TransportResponse } from "./Transport.ts"
import { Bounded, within } from "./within.ts"

/** What a transport made of a request. */
type Came = TransportResponse | TransportFailure

/** What is told of a transport that died. Its own words may hold the URL. */
const failureOfDefect = (defect: unknown): TransportFailure => failureOf(defect, "the transport failed")

/** Sends requests for a client. */
export class Sender {
  readonly #baseUrl: string
  readonly #who: string
  readonly #transport: Transport
  readonly #signature: Pick<SigCache<unknown>, "forget">
  #latest: { readonly userSig: string; readonly query: string } | undefined

  constructor(
    { baseUrl, identifier, sdkAppId }: TimConfig,
    transport: Transport,
    signature: Pick<SigCache<unknown>, "forget">
  ) {
    this.#baseUrl = baseUrl
    this.#who = `sdkappid=${sdkAppId}&identifier=${encodeURIComponent(identifier)}&contenttype=json`
    this.#transport = transport
    this.#signature = signature
  }

  /** What every query holds. A signature is written for it once, not with each call. */
  #signedQuery(userSig: string): string {
    if (this.#latest?.userSig !== userSig) {
      this.#latest = { userSig, query: `${this.#who}&usersig=${encodeURIComponent(userSig)}` }
    }
    return this.#latest.query
  }

  /** Sends, and waits for what comes back: as long as an attempt may take, and never beyond the deadline. */
  send(call: Call, userSig: string): Effect.Effect<Opened, TimError> {
    const { clock, endpoint, left, limits: { attemptTimeout }, mark, prepared: { body, query } } = call
    if (left <= 0) return call.tooLate()
    if (call.attempts === 0) call.sentAt = clock.currentTimeMillisUnsafe()
    call.attempts++
    call.inFlight = true
    if (!call.userSigs.includes(userSig)) call.userSigs = [...call.userSigs, userSig]
    const request = {
      baseUrl: this.#baseUrl,
      path: endpoint.path,
      query: `${this.#signedQuery(userSig)}&random=${mark}${query}`,
      body
    }
    const milliseconds = Math.min(attemptTimeout, left)
    const { post } = this.#transport
    if (post !== undefined) {
      return new Posting(call, userSig, milliseconds, this, (posting) => post.call(this.#transport, request, posting))
    }
    const sending = Effect.suspend(() => this.#transport.send(request)).pipe(
      Effect.catchDefect((defect) => Effect.succeed(failureOfDefect(defect))),
      Effect.catch(Effect.succeed),
      Effect.map((came) => this.received(call, userSig, came))
    )
    return within<Opened, TimError>(sending, milliseconds, () => this.late(call, milliseconds))
  }

  /** What came of an attempt. */
  received(call: Call, userSig: string, came: Came): Opened {
    call.inFlight = false
    if (came instanceof TransportFailure) return notReached(call.endpoint, "network", came.detail, came.applied)
    const opened = open(call.endpoint, came)
    if (!opened.ok && opened.reason._tag === "Refused" && opened.reason.retryClass === "auth") {
      this.#signature.forget(userSig)
    }
    return opened
  }

  /** What becomes of an attempt that took longer than it may. */
  late(call: Call, milliseconds: number): Effect.Effect<Opened, TimError> {
    const { attemptTimeout } = call.limits
    if (milliseconds < attemptTimeout) return call.tooLate()
    call.inFlight = false
    return Effect.succeed(notReached(call.endpoint, "timeout", `no answer within ${attemptTimeout} ms`))
  }
}

/** An attempt by a transport that needs no effect. */
class Posting extends Bounded<Opened, TimError> {
  readonly #call: Call
  readonly #userSig: string
  readonly #sender: Sender
  #post: ((posting: Posting) => Posted) | undefined
  #posted: Posted | undefined

  constructor(
    call: Call,
    userSig: string,
    milliseconds: number,
    sender: Sender,
    post: (posting: Posting) => Posted
  ) {
    super(call.context, milliseconds)
    this.#call = call
    this.#userSig = userSig
    this.#sender = sender
    this.#post = post
  }

  protected override work(): void {
    try {
      this.#posted = this.#post?.(this)
    } catch (error) {
      this.done(failureOfDefect(error))
    }
    // What was sent needs no more room.
    this.#post = undefined
  }

  /** Takes what came back. */
  done(came: Came): void {
    if (!this.isOver) this.end(Effect.succeed(this.#sender.received(this.#call, this.#userSig, came)))
  }

  protected override stop(): Effect.Effect<void> {
    return Effect.sync(() => this.#posted?.abort())
  }

  protected override late(): Effect.Effect<Opened, TimError> {
    return this.#sender.late(this.#call, this.milliseconds)
  }
}
