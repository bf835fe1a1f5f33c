/** Tells listeners what happens, as it happens. */
import type { LoggedCall } from "./RequestLog.ts"
import type { TimelineItem } from "./state/Timeline.ts"
import type { WebhookDelivery } from "./state/Webhooks.ts"

/** Something that has just happened. */
export type Happening =
  | { readonly type: "message"; readonly sdkAppId: number; readonly message: TimelineItem }
  | { readonly type: "message-changed"; readonly sdkAppId: number; readonly message: TimelineItem }
  | { readonly type: "call"; readonly call: LoggedCall }
  | { readonly type: "webhook"; readonly sdkAppId: number; readonly delivery: WebhookDelivery }
  | { readonly type: "state"; readonly sdkAppId: number }
  | { readonly type: "clock" }

/** Is told what happens. Must neither throw nor wait. */
export type Listener = (happening: Happening) => void

/** Tells listeners what happens. */
export class Feed {
  readonly #listeners = new Set<Listener>()

  /** Listens until the function that is returned is called. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** How many listen. */
  get size(): number {
    return this.#listeners.size
  }

  publish(happening: Happening): void {
    for (const listener of this.#listeners) listener(happening)
  }
}
