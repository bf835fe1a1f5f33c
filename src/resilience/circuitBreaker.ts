/** Asking a service that does not answer less often. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as CircuitBreaker from "effect/persistence/CircuitBreaker"
import { CurrentCircuitBreaker, type Guard, HeldBack } from "../endpoint/guards.ts"
import type { TimError } from "../errors/TimError.ts"
import { checkWhole } from "./options.ts"

/** What has a circuit of its own: each endpoint, or the app as a whole. */
export type CircuitKey = "endpoint" | "app"

/** How a circuit breaker is made. */
export interface CircuitBreakerOptions {
  /** How many attempts must fail in a row for the circuit to open. 10 when left out. */
  readonly failures?: number | undefined
  /** How long it stays open before one request may try again, in milliseconds. 10,000 when left out. */
  readonly openFor?: number | undefined
  /** What has a circuit of its own. `endpoint` when left out. */
  readonly by?: CircuitKey | undefined
}

const heldBack = ({ reason }: CircuitBreaker.CircuitBreakerError): HeldBack => {
  const tell = (detail: string) => new HeldBack({ kind: "circuit-open", detail })
  switch (reason._tag) {
    case "CircuitOpen":
      return tell(
        `the circuit is open after too many failures; try again in ${Duration.toMillis(reason.retryAfter)} ms`
      )
    case "CircuitHalfOpen":
      return tell("the circuit is open after too many failures; one request is finding out whether it can be closed")
    case "CircuitBreakerStoreError":
      return tell("the store of the circuit breaker does not answer")
  }
}

const makeGuard = (breaker: CircuitBreaker.CircuitBreaker, by: CircuitKey): Guard => ({
  run: <A, E>(
    { path }: { readonly path: string },
    work: Effect.Effect<A, E>,
    isHealthy: (outcome: A) => boolean
  ): Effect.Effect<A, E | HeldBack> =>
    breaker.execute(work, {
      key: by === "app" ? "tim" : `tim ${path}`,
      classify: (exit: Exit.Exit<A, E>) =>
        Exit.isFailure(exit)
          ? CircuitBreaker.ignored
          : isHealthy(exit.value)
          ? CircuitBreaker.success
          : CircuitBreaker.failure()
    }).pipe(
      Effect.catchIf(
        (error) => error instanceof CircuitBreaker.CircuitBreakerError,
        (error) => Effect.fail(heldBack(error))
      )
    ) as Effect.Effect<A, E | HeldBack>
})

/**
 * Stops asking after too many attempts failed in a row: broken connections, time-outs, HTTP statuses of 500 and more, and
 * error codes that say that something went wrong inside the service. Refusals for other reasons count as answers.
 *
 * While the circuit is open calls fail at once with `NotReached`, kind `circuit-open`, `applied: "no"`, and are not tried
 * again. Then one request tries: if it is answered the circuit closes. Building fails with `ConfigInvalid` when a number
 * makes no sense.
 *
 * @example
 * ```ts
 * import { Tim } from "timkit"
 * import { circuitBreaker } from "timkit/resilience"
 * import * as Layer from "effect/Layer"
 *
 * const layer = Tim.layerConfig.pipe(Layer.provide(circuitBreaker({ failures: 20, openFor: 5_000 })))
 * ```
 */
export const circuitBreaker = (options: CircuitBreakerOptions = {}): Layer.Layer<never, TimError> => {
  const { by = "endpoint", failures = 10, openFor = 10_000 } = options
  return Layer.effect(
    CurrentCircuitBreaker,
    Effect.andThen(
      checkWhole({ failures, openFor }),
      Effect.suspend(() =>
        Effect.map(
          CircuitBreaker.make({ tripPolicy: CircuitBreaker.consecutive(failures), openDuration: openFor }),
          (breaker) => makeGuard(breaker, by)
        )
      )
    )
  ).pipe(Layer.provide(CircuitBreaker.layerStoreMemory()))
}

/**
 * The same on a `CircuitBreaker` of `effect/persistence` that is provided: with another policy, or with a state that
 * several processes share by Redis.
 *
 * @example
 * ```ts
 * import { Tim } from "timkit"
 * import { circuitBreakerFrom } from "timkit/resilience"
 * import * as Layer from "effect/Layer"
 * import * as CircuitBreaker from "effect/persistence/CircuitBreaker"
 *
 * const policy = CircuitBreaker.layer({ tripPolicy: CircuitBreaker.rate({ threshold: 0.5 }), openDuration: "5 seconds" })
 *
 * const layer = Tim.layerConfig.pipe(
 *   Layer.provide(circuitBreakerFrom()),
 *   Layer.provide(policy),
 *   Layer.provide(CircuitBreaker.layerStoreMemory())
 * )
 * ```
 */
export const circuitBreakerFrom = (
  by: CircuitKey = "endpoint"
): Layer.Layer<never, never, CircuitBreaker.CircuitBreaker> =>
  Layer.effect(CurrentCircuitBreaker, Effect.map(CircuitBreaker.CircuitBreaker, (breaker) => makeGuard(breaker, by)))
