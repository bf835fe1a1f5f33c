/** The UserSigs that were found to be in order: a client brings the same one with each call, for a day. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { type UserSigContent, type UserSigInvalid, verify, type VerifyOptions, verifyTime } from "../usersig/UserSig.ts"

/** How many are remembered. */
const maxRemembered = 1_000

/** Verifies UserSigs; the same one only once, but for its time. */
export class Signatures {
  readonly #known = new Map<string, UserSigContent>()

  /** The same as `verify`, at once where the UserSig is known. The key of an app must not change. */
  verify(
    options: VerifyOptions & { readonly identifier: string },
    clock: Clock.Clock
  ): Effect.Effect<UserSigContent, UserSigInvalid> {
    const { identifier, sdkAppId, userSig } = options
    const known = this.#known.get(userSig)
    if (known?.identifier === identifier && known.sdkAppId === sdkAppId) {
      return known.validUntil * 1000 > clock.currentTimeMillisUnsafe()
        ? Effect.succeed(known)
        : Effect.provideService(verifyTime(known), Clock.Clock, clock)
    }
    const remembered = Effect.tap(verify(options), (content) =>
      Effect.sync(() => {
        const [oldest] = this.#known.keys()
        if (oldest !== undefined && this.#known.size >= maxRemembered) this.#known.delete(oldest)
        this.#known.set(userSig, content)
      }))
    return Effect.provideService(remembered, Clock.Clock, clock)
  }

  /** Forgets all: an app may have another key now. */
  clear(): void {
    this.#known.clear()
  }
}
