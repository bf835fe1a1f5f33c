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

/** Looks an error code up in a catalogue that has to be loaded first. Where that fails, nothing is explained. */
export type ExplainLater = (code: number, path?: string) => Promise<Explanation | undefined>

/**
 * Explains error codes in failures.
 *
 * Knows nothing by default, so that a small program does not carry the catalogue of 290 codes. `connect` loads it with
 * the first refusal; `Tim.layer` brings it along.
 */
export const ErrorExplainer: Context.Reference<Explain | ExplainLater> = /* @__PURE__ */ Context.Reference<
  Explain | ExplainLater
>("timkit/ErrorExplainer", { defaultValue: () => () => undefined })
