/** How a client learns the name of an error code and what to do about it. */
import * as Context from "effect/Context"

/** What the catalogue knows about an error code. */
export interface Explanation {
  readonly name: string
  /** The part of the service that answers the code. */
  readonly domain: string
  /** What it means. */
  readonly meaning: string
  /** What to do. */
  readonly advice: string
}

/**
 * Looks an error code up. A few numbers mean different things to different calls: with the path of the endpoint that
 * was called, such as `v4/timpush/push`, it is what that call means.
 */
export type Explain = (code: number, path?: string) => Explanation | undefined

/**
 * Explains error codes in failures.
 *
 * Knows nothing by default, so that a small program does not carry the catalogue of 290 codes; `connect` and
 * `Tim.layer` bring it along.
 */
export const ErrorExplainer: Context.Reference<Explain> = /* @__PURE__ */ Context.Reference<Explain>(
  "timkit/ErrorExplainer",
  { defaultValue: () => () => undefined }
)
