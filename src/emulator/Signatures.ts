/** The UserSigs that were found to be in order: a client brings the same one with each call, for a day. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { type UserSigContent, type UserSigInvalid, verify, type VerifyOptions, verifyTime } from "../usersig/UserSig.ts"

/** How many are remembered. */
const maxRemembered = 1_000

/** A UserSig, and whose it is said to be. */
export type Signature = VerifyOptions & { readonly identifier: string }

/** Verifies UserSigs; the same one only once, but for its time. */
export class Signatures {
  readonly #known = new Map<string, UserSigContent>()

  /** What a UserSig holds that is known and has not run out. The key of an app must not change. */
  good(signature: Signature, nowMillis: number): UserSigContent | undefined {
    const known = this.#find(signature)
    return known !== undefined && known.validUntil * 1000 > nowMillis ? known : undefined
  }

  #find({ identifier, sdkAppId, userSig }: Signature): UserSigContent | undefined {
    const known = this.#known.get(userSig)
    return known?.identifier === identifier && known.sdkAppId === sdkAppId ? known : undefined
  }

  /** The same as `verify` of UserSigs; of one that is known, only the time is looked at. */
  verify(signature: Signature, clock: Clock.Clock): Effect.Effect<UserSigContent, UserSigInvalid> {
    const known = this.#find(signature)
    if (known !== undefined) return Effect.provideService(verifyTime(known), Clock.Clock, clock)
    const { userSig } = signature
    const remembered = Effect.tap(verify(signature), (content) =>
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
