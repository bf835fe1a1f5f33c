/** What keeps an emulator's state outside of its process. */
import type * as Effect from "effect/Effect"

/** What keeps an emulator's state outside of its process. */
export interface Keeper {
  /** Saves what is not saved yet, and answers what `saved` is then. */
  readonly save: Effect.Effect<number, { readonly message: string }>
  /** Everything that was answered before is kept. In milliseconds since 1970, in the machine's time. */
  readonly saved: number
}
