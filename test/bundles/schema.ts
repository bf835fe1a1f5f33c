import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const Item = Schema.Struct({ name: Schema.String, sizes: Schema.optional(Schema.Array(Schema.Finite)) })

/** As little of Effect's schemas as one needs to check anything. */
export const run = (value: unknown) => Effect.runPromise(Schema.decodeUnknownEffect(Item)(value))
