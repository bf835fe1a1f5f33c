/** How many requests may be under way at a time. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Semaphore from "effect/Semaphore"
import { CurrentBulkhead, type Guard, HeldBack } from "../endpoint/guards.ts"
import type { TimError } from "../errors/TimError.ts"
import { checkWhole } from "./options.ts"

/** How a bulkhead is made. */
export interface BulkheadOptions {
  /** How many attempts may be under way at a time, those that wait for the rate limit among them. */
  readonly maxConcurrent: number
  /** How many more may wait for a place. What comes then is held back. Without bound when left out. */
  readonly maxWaiting?: number | undefined
}

const makeBulkhead = (maxConcurrent: number, maxWaiting: number): Guard => {
  const places = Semaphore.makeUnsafe(maxConcurrent)
  let inside = 0
  return {
    run: <A, E>(_endpoint: unknown, work: Effect.Effect<A, E>) =>
      Effect.suspend((): Effect.Effect<A, E | HeldBack> => {
        if (inside >= maxConcurrent + maxWaiting) {
          return Effect.fail(
            new HeldBack({
              kind: "bulkhead-full",
              detail: `${maxConcurrent} requests are under way and ${inside - maxConcurrent} wait; make fewer at a time`
            })
          )
        }
        inside++
        return Effect.ensuring(
          places.withPermit(work),
          Effect.sync(() => {
            inside--
          })
        )
      })
  }
}

/**
 * Bounds how many requests are under way at a time, so that a burst of calls can neither use up sockets and memory nor
 * starve everything else. A call that waits between two attempts holds no place.
 *
 * Clients that are built with the same layer share it. What is held back fails with `NotReached`, kind `bulkhead-full`,
 * at once and without having been sent; what waits for a place fails at its deadline at the latest. Building fails with
 * `ConfigInvalid` when a number makes no sense.
 *
 * @example
 * ```ts
 * import { connect } from "timkit"
 * import { emulator } from "timkit/emulator"
 * import { bulkhead } from "timkit/resilience"
 *
 * await using tim = await connect({ ...emulator().options, layer: bulkhead({ maxConcurrent: 50, maxWaiting: 1_000 }) })
 * await tim.accounts.import("alice")
 * ```
 */
export const bulkhead = ({ maxConcurrent, maxWaiting = Infinity }: BulkheadOptions): Layer.Layer<never, TimError> =>
  Layer.effect(
    CurrentBulkhead,
    Effect.as(
      checkWhole({ maxConcurrent, maxWaiting }, { maxWaiting: 0 }),
      makeBulkhead(maxConcurrent, maxWaiting)
    )
  )
