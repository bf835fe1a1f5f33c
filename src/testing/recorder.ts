/** A receiver of webhooks that keeps what it got. */
import type { CommandName, EventOf, WebhookEvent } from "../webhook/events.ts"
import { type Handler, handler, type HandlerOptions, type Handlers } from "../webhook/handler.ts"

/** How a recorder answers. Without tokens it takes everything. */
export interface RecorderOptions extends Partial<HandlerOptions> {
  /** The id of the app. */
  readonly sdkAppId: number
}

/** A receiver that keeps what it got. */
export interface Recorder {
  /** Answers requests; `on` decides, all else is allowed. */
  readonly handle: Handler
  /** All events so far, in the order of their arrival. */
  readonly events: ReadonlyArray<WebhookEvent>
  /** The events of one command so far. */
  readonly of: <Name extends CommandName>(command: Name) => ReadonlyArray<EventOf<Name>>
  /**
   * The first event of a command that fits, once it is there. Waits for ever, or until the signal aborts.
   */
  readonly waitFor: <Name extends CommandName>(
    command: Name,
    fits?: (event: EventOf<Name>) => boolean,
    options?: { readonly signal?: AbortSignal }
  ) => Promise<EventOf<Name>>
  /** Forgets what it got. */
  readonly clear: () => void
}

/**
 * Records webhooks.
 *
 * @example
 * ```ts
 * import { connect, msg } from "timkit"
 * import { emulator } from "timkit/emulator"
 * import { recorder } from "timkit/testing"
 *
 * const webhooks = recorder({ sdkAppId: 1400000000 })
 * await using tim = await connect(emulator({ sdkAppId: 1400000000, webhooks: { target: webhooks.handle } }).options)
 * await tim.messages.send(msg().text("hi").to("administrator"))
 * const { body } = await webhooks.waitFor("C2C.CallbackAfterSendMsg")
 * ```
 */
export const recorder = (options: RecorderOptions): Recorder => {
  const events: Array<WebhookEvent> = []
  const waiting = new Set<(event: WebhookEvent) => void>()
  const record = (event: WebhookEvent): void => {
    events.push(event)
    for (const look of waiting) look(event)
  }
  const recorded = Object.fromEntries(
    Object.entries(options.on ?? {}).map(([name, decide]) => [name, (event: never, context: never) => {
      record(event)
      return (decide as (event: never, context: never) => unknown)(event, context)
    }])
  ) as Handlers
  const isOf = <Name extends CommandName>(event: WebhookEvent, command: Name): event is EventOf<Name> & WebhookEvent =>
    event.known && event.command === command
  return {
    handle: handler({
      ...options,
      unverified: options.unverified ?? options.tokens === undefined,
      on: recorded,
      otherwise: (event, context) => {
        record(event)
        return options.otherwise?.(event, context)
      }
    }),
    events,
    of: (command) => events.filter((event) => isOf(event, command)),
    waitFor: (command, fits = () => true, { signal } = {}) =>
      new Promise((resolve, reject) => {
        const look = (event: WebhookEvent): boolean => {
          if (!isOf(event, command) || !fits(event)) return false
          waiting.delete(look)
          resolve(event)
          return true
        }
        if (signal?.aborted === true) return reject(signal.reason)
        if (events.some(look)) return
        waiting.add(look)
        signal?.addEventListener("abort", () => {
          waiting.delete(look)
          reject(signal.reason)
        })
      }),
    clear: () => void events.splice(0)
  }
}
