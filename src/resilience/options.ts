/** Options that must be whole numbers. */
import * as Effect from "effect/Effect"
import { ConfigInvalid, type Issue, TimError } from "../errors/TimError.ts"

/** Fails when one of the values is no whole number, or below 1. `Infinity` is taken where it makes sense. */
export const checkWhole = (
  values: { readonly [option: string]: number },
  least: { readonly [option: string]: number } = {}
): Effect.Effect<void, TimError> => {
  const issues: ReadonlyArray<Issue> = Object.entries(values)
    .filter(([option, value]) => !(value >= (least[option] ?? 1) && (Number.isInteger(value) || value === Infinity)))
    .map(([path]) => ({ path, message: `must be a whole number, ${least[path] ?? 1} or more` }))
  return issues.length === 0
    ? Effect.void
    : Effect.fail(new TimError({ reason: new ConfigInvalid({ issues }) }))
}
