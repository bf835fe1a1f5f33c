/**
 * What every error code means and what to do about it.
 *
 * Gives failures the name, the meaning and the advice that go with their code. It is heavy, so only `Tim.layer`, tools
 * and, with the first refusal, `connect` load it; a program that calls single endpoints does without (see
 * `ErrorExplainer`). Numbers stand in `ErrorCode` alone, and whether a code is worth another try in `retryClass`.
 */
import type { Entry } from "./catalogue/Entry.ts"
import { gateway } from "./catalogue/gateway.ts"
import { groups } from "./catalogue/groups.ts"
import { otherMeanings } from "./catalogue/otherMeanings.ts"
import { people } from "./catalogue/people.ts"
import { services } from "./catalogue/services.ts"
import type { ErrorName } from "./ErrorCode.ts"
import { errorNameOf } from "./errorName.ts"
import type { Explain } from "./explain.ts"

/**
 * Domain, meaning and advice of each error code, by its name.
 *
 * Where a code means different things to different calls, each meaning has a name of its own.
 *
 * @example
 * ```ts
 * import { errorCatalogue } from "timkit/errors"
 *
 * const [domain, meaning, advice] = errorCatalogue.AccountNotFound
 * ```
 */
export const errorCatalogue: { readonly [Name in ErrorName]: Entry } = {
  ...groups,
  ...people,
  ...gateway,
  ...services,
  ...otherMeanings
}

/**
 * Looks an error code up in the catalogue; `undefined` for codes that are not documented and for the app's own.
 *
 * @example
 * ```ts
 * import { explain } from "timkit/errors"
 *
 * explain(70107)?.name // "AccountNotFound"
 * explain(90057, "v4/timpush/push")?.name // "PushDataIdTooLong"
 * ```
 */
export const explain: Explain = (code, path) => {
  const name = errorNameOf(code, path)
  if (name === undefined) return undefined
  const [domain, meaning, advice] = errorCatalogue[name]
  return { name, domain, meaning, advice }
}
