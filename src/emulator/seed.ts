/** Seeds: calls that an emulator makes before anybody else does. */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import { parseJson } from "../endpoint/json.ts"
import type { CallPath } from "./CallPath.ts"
import type { App } from "./state/App.ts"
import type { World } from "./World.ts"

/** One call of a seed. */
export interface SeedCall {
  /** Service and command, for example `v4/im_open_login_svc/account_import`. */
  readonly path: string
  readonly body: object
}

/** A seed cannot be used. Says which call is why. */
export class SeedInvalid extends Data.TaggedError("SeedInvalid")<{ readonly detail: string }> {
  override get message(): string {
    return this.detail
  }
}

const invalid = (detail: string): SeedInvalid => new SeedInvalid({ detail })

const toCall = (value: unknown, nth: number): SeedCall => {
  const { body, path } = (value ?? {}) as Partial<SeedCall>
  if (typeof path !== "string" || typeof body !== "object" || body === null || Array.isArray(body)) {
    throw invalid(`call ${nth} is no object of the form {"path": "v4/…", "body": {…}}`)
  }
  return { path, body }
}

const read = (text: string): ReadonlyArray<unknown> => {
  try {
    const whole = parseJson(text)
    return Array.isArray(whole) ? whole : [whole]
  } catch {
    return text.split("\n").flatMap((line, index) => {
      try {
        return line.trim() === "" ? [] : [parseJson(line)]
      } catch {
        throw invalid(`line ${index + 1} is no JSON`)
      }
    })
  }
}

/** The calls of a seed: a JSON list of `{ path, body }`, or one of them a line. Fails with `SeedInvalid`. */
export const parseSeed = (text: string): Effect.Effect<ReadonlyArray<SeedCall>, SeedInvalid> =>
  Effect.try({
    try: () => read(text).map((value, index) => toCall(value, index + 1)),
    catch: (error) => error instanceof SeedInvalid ? error : invalid("the seed cannot be read")
  })

/**
 * Makes the calls of a seed in the name of the app's first administrator, and makes what comes of them the state that
 * the app goes back to. Fails with `SeedInvalid` at the first call that is refused.
 */
export const applySeed = Effect.fnUntraced(function*(
  seed: ReadonlyArray<SeedCall>,
  app: App,
  { calls, world }: { readonly calls: CallPath; readonly world: World }
): Effect.fn.Return<void, SeedInvalid> {
  const [identifier = "administrator"] = app.administrators
  for (const [index, { body, path }] of seed.entries()) {
    const { body: answer, code } = yield* Effect.mapError(
      calls.callAs({ app, identifier }, path, body),
      () => invalid(`call ${index + 1}, ${path}: dropped by a fault`)
    )
    if (code !== 0) return yield* invalid(`call ${index + 1}, ${path}, was refused: ${answer.slice(0, 300)}`)
  }
  world.keepAsSeed(app.sdkAppId)
})
