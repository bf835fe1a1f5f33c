/** Assertions about failures. */
import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import { type Reason, TimError } from "../../mod.ts"

/** The reason of a call that must fail. */
export const reasonOf = <A, E, R>(call: Effect.Effect<A, E, R>): Effect.Effect<Reason, never, R> =>
  Effect.map(
    Effect.flip(call).pipe(
      Effect.catch((value) => Effect.die(new Error(`the call succeeded: ${JSON.stringify(value)?.slice(0, 300)}`)))
    ),
    (error) => {
      assert.ok(error instanceof TimError, `not a TimError: ${String(error)}`)
      return error.reason
    }
  )

/** Checks that a call is refused with a code. */
export const refusedWith = <A, E, R>(code: number, call: Effect.Effect<A, E, R>): Effect.Effect<void, never, R> =>
  Effect.map(reasonOf(call), (reason) => {
    assert.equal(reason._tag, "Refused", `${reason._tag}: ${reason.message}`)
    assert.equal(reason._tag === "Refused" ? reason.code : undefined, code, reason.message)
  })

/** Checks that a request does not leave the client, and which field is why. */
export const notSent = <A, E, R>(path: string, call: Effect.Effect<A, E, R>): Effect.Effect<void, never, R> =>
  Effect.map(reasonOf(call), (reason) => {
    assert.equal(reason._tag, "RequestInvalid", `${reason._tag}: ${reason.message}`)
    if (reason._tag === "RequestInvalid") assert.equal(reason.issues[0]?.path, path, reason.message)
  })
