/** What may stand between a call and the network: places where a request waits, or is held back. */
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import type * as Effect from "effect/Effect"
import type { Endpoint } from "./Endpoint.ts"

/** A request was held back: it was not sent. */
export class HeldBack extends /* @__PURE__ */ Data.TaggedError("HeldBack")<{
  /**
   * - `rate-limit`: its turn would come after its deadline.
   * - `circuit-open`: the service did not answer lately, so nobody asks it for a while.
   * - `bulkhead-full`: too many requests are under way or waiting already.
   */
  readonly kind: "rate-limit" | "circuit-open" | "bulkhead-full"
  /** Why, in words that hold nothing secret. */
  readonly detail: string
}> {}

/** Lets work for an endpoint through, makes it wait, or holds it back. */
export interface Guard {
  /** `isHealthy` tells of what came out whether the service did its part, be it by a refusal. */
  readonly run: <A, E>(
    endpoint: Pick<Endpoint<never, unknown, never>, "path">,
    work: Effect.Effect<A, E>,
    isHealthy: (outcome: A) => boolean
  ) => Effect.Effect<A, E | HeldBack>
}

/** Stands around each attempt, its waiting for the rate limit included: bounds how many there are at a time. */
export const CurrentBulkhead: Context.Reference<Guard | undefined> = /* @__PURE__ */ Context.Reference<
  Guard | undefined
>("timkit/CurrentBulkhead", { defaultValue: () => undefined })

/** Stands around the sending alone, so that nothing that waited is sent once the circuit is open. */
export const CurrentCircuitBreaker: Context.Reference<Guard | undefined> = /* @__PURE__ */ Context.Reference<
  Guard | undefined
>("timkit/CurrentCircuitBreaker", { defaultValue: () => undefined })
