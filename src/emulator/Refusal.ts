/** How the emulator refuses. */
import * as Data from "effect/Data"
import { errorNameOf } from "../errors/errorName.ts"

/** A request that the service would refuse, with the code that it would answer. */
export class Refusal extends Data.TaggedError("Refusal")<{
  readonly code: number
  readonly info: string
}> {}

/**
 * Refuses a request. Use it with `return yield*` in a handler.
 *
 * Without a text, the name of the code is answered.
 */
export const refuse = (code: number, info?: string): Refusal =>
  new Refusal({ code, info: info ?? errorNameOf(code) ?? "" })
