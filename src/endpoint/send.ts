/** One attempt of a call: a request that is sent, and what comes back. */
import * as Effect from "effect/Effect"
import type { TimError } from "../errors/TimError.ts"
import type { Call } from "./call.ts"
import { notReached, open, type Opened } from "./opened.ts"
import { failureOf, type Posted, type Transport, TransportFailure, type TransportResponse } from "./Transport.ts"
import { Bounded, within } from "./within.ts"

/** What a transport made of a request. */
type Came = TransportResponse | TransportFailure

/** What is told of a transport that died. Its own words may hold the URL. */
const failureOfDefect = (defect: unknown): TransportFailure => failureOf(defect, "the transport failed")

/** Sends a request, and waits for what comes back: as long as an attempt may take, and never beyond the deadline. */
export type Send = (call: Call, userSig: string) => Effect.Effect<Opened, TimError>

/** What becomes of an attempt. */
interface Outcomes {
  readonly received: (call: Call, userSig: string, came: Came) => Opened
  readonly late: (call: Call, milliseconds: number) => Effect.Effect<Opened, TimError>
}

/** Makes what sends. `who` is what every query holds, and `forget` takes the signatures that were not accepted. */
export const makeSend = (
  baseUrl: string,
  who: string,
  transport: Transport,
  forget: (userSig: string) => void
): Send => {
  let latest: string | undefined
  let signedQuery = ""
  /** A signature is written for the query once, not with each call. */
  const signed = (userSig: string): string => {
    if (latest !== userSig) {
      latest = userSig
      signedQuery = `${who}&usersig=${encodeURIComponent(userSig)}`
    }
    return signedQuery
  }

  const outcomes: Outcomes = {
    received: (call, userSig, came) => {
      call.inFlight = false
      if (came instanceof TransportFailure) return notReached(call.endpoint, "network", came.detail, came.applied)
      const opened = open(call.endpoint, came)
      if (!opened.ok && opened.reason._tag === "Refused" && opened.reason.retryClass === "auth") forget(userSig)
      return opened
    },
    late: (call, milliseconds) => {
      const { attemptTimeout } = call.limits
      if (milliseconds < attemptTimeout) return call.tooLate()
      call.inFlight = false
      return Effect.succeed(notReached(call.endpoint, "timeout", `no answer within ${attemptTimeout} ms`))
    }
  }

  return (call, userSig) => {
    const { clock, endpoint: { path }, left, limits: { attemptTimeout }, mark, prepared } = call
    if (left <= 0) return call.tooLate()
    if (call.attempts === 0) call.sentAt = clock.currentTimeMillisUnsafe()
    call.attempts++
    call.inFlight = true
    if (call.userSigs.at(-1) !== userSig) call.userSigs = [...call.userSigs, userSig]
    const query = `${signed(userSig)}&random=${mark}${prepared.query}`
    const request = { baseUrl, path, query, body: prepared.body }
    const milliseconds = Math.min(attemptTimeout, left)
    const { post } = transport
    if (post !== undefined) {
      return new Posting(call, userSig, milliseconds, outcomes, (posting) => post.call(transport, request, posting))
    }
    const sending = Effect.suspend(() => transport.send(request)).pipe(
      Effect.catchDefect((defect) => Effect.succeed(failureOfDefect(defect))),
      Effect.catch(Effect.succeed),
      Effect.map((came) => outcomes.received(call, userSig, came))
    )
    return within<Opened, TimError>(sending, milliseconds, () => outcomes.late(call, milliseconds))
  }
}

/** An attempt by a transport that needs no effect. */
class Posting extends Bounded<Opened, TimError> {
  readonly #call: Call
  readonly #userSig: string
  readonly #outcomes: Outcomes
  #post: ((posting: Posting) => Posted) | undefined
  #posted: Posted | undefined

  constructor(
    call: Call,
    userSig: string,
    milliseconds: number,
    outcomes: Outcomes,
    post: (posting: Posting) => Posted
  ) {
    super(call.context, milliseconds)
    this.#call = call
    this.#userSig = userSig
    this.#outcomes = outcomes
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
    if (!this.isOver) this.end(Effect.succeed(this.#outcomes.received(this.#call, this.#userSig, came)))
  }

  protected override stop(): Effect.Effect<void> {
    return Effect.sync(() => this.#posted?.abort())
  }

  protected override late(): Effect.Effect<Opened, TimError> {
    return this.#outcomes.late(this.#call, this.milliseconds)
  }
}
