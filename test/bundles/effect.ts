import * as Effect from "effect/Effect"

/** As little of Effect as there is. */
export const run = () => Effect.runPromise(Effect.succeed(1))
