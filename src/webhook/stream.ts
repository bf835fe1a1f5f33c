/** Webhooks as a stream. */
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { TimError } from "../errors/TimError.ts"
import type { WebhookEvent } from "./events.ts"
import type { WebhookOptions } from "./options.ts"
import { make, WebhookProblem, type WebhookService } from "./Webhook.ts"

/** How webhooks become a stream. */
export interface StreamOptions extends WebhookOptions {
  /**
   * How many events wait for a reader at most. Beyond it an event is lost, and reported as one. 10,000 when left out.
   */
  readonly capacity?: number | undefined
}

/** Webhooks as a stream. */
export interface WebhookStream extends WebhookService<never> {
  /** All events, as they arrive. An event goes to one reader. Ends with the scope. */
  readonly events: Stream.Stream<WebhookEvent>
}

/**
 * Makes a stream of all events, for programs that follow what happens. Everything that asks for a decision is allowed.
 *
 * @example
 * ```ts
 * import { stream } from "timkit/webhook"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * const audit = Effect.gen(function*() {
 *   const { events, handle } = yield* stream({ sdkAppId: 1400000000, tokens: "token from the console" })
 *   yield* Effect.forkScoped(Stream.runForEach(events, ({ command, time }) => Effect.log(command, time)))
 *   return handle
 * })
 * ```
 */
export const stream = /* @__PURE__ */ Effect.fnUntraced(function*(
  options: StreamOptions
): Effect.fn.Return<WebhookStream, TimError, Scope.Scope> {
  const { capacity = 10_000 } = options
  const queue = yield* Effect.acquireRelease(Queue.dropping<WebhookEvent>(capacity), Queue.shutdown)
  const { handle } = yield* make({
    ...options,
    otherwise: (event) =>
      Effect.flatMap(Queue.offer(queue, event), (taken) =>
        taken ? Effect.void : Effect.fail(
          new WebhookProblem({ command: event.command, kind: "lost", detail: `${capacity} events are waiting already` })
        ))
  })
  return { handle, events: Stream.fromQueue(queue) }
})
