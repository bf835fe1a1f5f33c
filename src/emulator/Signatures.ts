/** The UserSigs that were found to be in order: a client brings the same one with each call, for a day. */
import * as Effect from "effect/Effect"
import { verifyTime, type UserSigContent, type UserSigInvalid, verify, type VerifyOptions } from "../usersig/UserSig.ts"

/** How many are remembered. */
const maxRemembered = 1_000

/** Verifies UserSigs; the same one only once, but for its time. */
export class Signatures {
  readonly #known = new Map<string, UserSigContent>()

  /** The same as `verify`. The key of an app must not change. */
  verify(options: VerifyOptions & { readonly identifier: string }): Effect.Effect<UserSigContent, UserSigInvalid> {
    const key = `${options.sdkAppId}\n${options.userSig}\n${options.identifier}`
    const known = this.#known.get(key)
    if (known !== undefined) return verifyTime(known)
    return Effect.tap(verify(options), (content) =>
      Effect.sync(() => {
        const [oldest] = this.#known.keys()
        if (oldest !== undefined && this.#known.size >= maxRemembered) this.#known.delete(oldest)
        this.#known.set(key, content)
      }))
  }

  /** Forgets all: an app may have another key now. */
  clear(): void {
    this.#known.clear()
  }
}
