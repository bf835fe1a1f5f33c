/** The UserSigs that were found to be in order: a client brings the same one with each call, for a day. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { type UserSigContent, type UserSigInvalid, verify, type VerifyOptions } from "../usersig/UserSig.ts"

/** How many are remembered. */
const maxRemembered = 1_000

/** A UserSig, and whose it is said to be. */
export type Signature = VerifyOptions & { readonly identifier: string }

/** Verifies UserSigs; the same one only once, but for its time. */
export class Signatures {
  readonly #known = new Map<string, UserSigContent>()

  /** What a UserSig holds that is known and still good. The key of an app must not change. */
  known({ identifier, sdkAppId, userSig }: Signature, clock: Clock.Clock): UserSigContent | undefined {
    const known = this.#known.get(userSig)
    const fits = known !== undefined && known.identifier === identifier && known.sdkAppId === sdkAppId
    return fits && known.validUntil * 1000 > clock.currentTimeMillisUnsafe() ? known : undefined
  }

  /** The same as `verify`, and remembers what it finds. */
  verify(signature: Signature, clock: Clock.Clock): Effect.Effect<UserSigContent, UserSigInvalid> {
    const remembered = Effect.tap(verify(signature), (content) =>
      Effect.sync(() => {
        const [oldest] = this.#known.keys()
        if (oldest !== undefined && this.#known.size >= maxRemembered) this.#known.delete(oldest)
        this.#known.set(signature.userSig, content)
      }))
    return Effect.provideService(remembered, Clock.Clock, clock)
  }

  /** Forgets all: an app may have another key now. */
  clear(): void {
    this.#known.clear()
  }
}
