/**
 * Repeated deliveries: where the console's switch for it is on, the service sends a webhook about what has happened
 * again when the answer took too long.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { sha256 } from "../usersig/encoding.ts"
import type { Received } from "./receive.ts"

/**
 * Remembers which events were seen. Several processes behind one address need one that they share, such as Redis with
 * `SET NX PX`, or a table with a unique key.
 */
export interface SeenEvents {
  /** Takes an event: `true` for the first who does so within the window. */
  readonly claim: (identity: string, windowMillis: number) => Deferrable<boolean>
  /** Gives an event back whose handler failed, so that a repeated delivery is handled. */
  readonly release: (identity: string) => Deferrable<unknown>
}

/** What may take its time: an effect, or a promise. */
export type Deferrable<A> = Effect.Effect<A, unknown> | Promise<A>

/** The effect behind either of both. */
export const effectOf = <A>(run: () => Deferrable<A>): Effect.Effect<A, unknown> =>
  Effect.suspend(() => {
    const begun = run()
    return Effect.isEffect(begun) ? begun : Effect.tryPromise({ try: () => begun, catch: (error) => error })
  })

/** How repeated deliveries are recognised. */
export interface Deduplication {
  /** How long an event is remembered, in milliseconds. Ten minutes when left out. */
  readonly window?: number | undefined
  /** Where events are remembered. In this process when left out. */
  readonly store?: SeenEvents | undefined
}

/** Ten minutes. */
export const defaultWindow = 600_000

/**
 * Remembers events in this process.
 *
 * @param capacity how many at most; beyond it the oldest are forgotten
 */
export const seenInMemory = (capacity: number = 100_000): SeenEvents => {
  // A map keeps the order of insertion, so its first entries are the oldest.
  const seen = new Map<string, number>()
  return {
    claim: (identity, windowMillis) =>
      Clock.clockWith((clock) =>
        Effect.sync(() => {
          const now = clock.currentTimeMillisUnsafe()
          const until = seen.get(identity)
          if (until !== undefined && until > now) return false
          seen.delete(identity)
          seen.set(identity, now + windowMillis)
          for (const [oldest, expires] of seen) {
            if (expires > now && seen.size <= capacity) break
            seen.delete(oldest)
          }
          return true
        })
      ),
    release: (identity) => Effect.sync(() => void seen.delete(identity))
  }
}

/**
 * What tells an event from others: its app and command, and the fields that name it, or else its whole body. A digest, so
 * that a store never holds what was said.
 */
export const identityOf = ({ command, event, text }: Received): Effect.Effect<string> => {
  const fields = event.body as { readonly [field: string]: unknown }
  // A body that is not as documented may lack those fields, and would look like all others that do.
  const named = command !== undefined && event.known && command.identity.length > 0
  const what = named ? JSON.stringify(command.identity.map((field) => fields[field] ?? null)) : text
  return Effect.promise(() => sha256(`${event.query.SdkAppid}\n${event.command}\n${what}`))
}
