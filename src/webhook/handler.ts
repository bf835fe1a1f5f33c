/** Webhooks without Effect: a function from a request to the promise of a response. */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import type { CommandName, DecisionOf, EventOf, WebhookEvent } from "./events.ts"
import type { NotAccepted } from "./receive.ts"
import type { WebhookOptions } from "./options.ts"
import { type Hold, logNotAccepted, makeWith, reportAndLog, safely, type Wiring } from "./Webhook.ts"

/** What a handler has beside its event. */
export interface HandlerContext {
  /**
   * Lets work go on after the answer, as a worker's `waitUntil` does. Where it fails, `onError` is told.
   */
  readonly waitUntil: (work: Promise<unknown>) => void
}

/** Handlers by command. Each returns its decision, or nothing to allow. */
export type Handlers = {
  readonly [Name in CommandName]?: (
    event: EventOf<Name>,
    context: HandlerContext
  ) => DecisionOf<Name> | void | Promise<DecisionOf<Name> | void>
}

/** What is accepted, and how it is handled. */
export interface HandlerOptions extends WebhookOptions {
  /** Handlers by command. A command that has none is allowed. */
  readonly on?: Handlers | undefined
  /** Handles all events that `on` has no handler for, and those that this version does not know. Decides nothing. */
  readonly otherwise?: ((event: WebhookEvent, context: HandlerContext) => unknown) | undefined
  /** Is told what handlers threw, that one was late, or decided what cannot be answered. Logged when left out. */
  readonly onError?: ((error: unknown, event: WebhookEvent) => void) | undefined
  /** Is told why a request was not accepted. */
  readonly onNotAccepted?: ((problem: NotAccepted) => void) | undefined
}

/**
 * Answers requests.
 *
 * The second argument may be the context of a worker, whose `waitUntil` is then used; anything else, such as what
 * `Deno.serve` and `Bun.serve` pass, is left alone.
 */
export type Handler = (request: Request, context?: object) => Promise<Response>

const holdOf = (context: object | undefined): Hold | undefined => {
  const candidate = context as { readonly waitUntil?: unknown } | undefined
  return typeof candidate?.waitUntil === "function"
    ? (work) => (candidate as { waitUntil(work: Promise<void>): void }).waitUntil(work)
    : undefined
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { readonly then?: unknown } | null | undefined)?.then === "function"

/**
 * Makes a function that answers webhooks, for `Bun.serve`, `Deno.serve`, workers, Hono, and by `nodeListener` for
 * `node:http`.
 *
 * Every request is verified: `Sign` against the tokens, `RequestTime` against the clock, `SdkAppid` against the app. An
 * answer goes out before the service's two seconds are over, whatever a handler does; a handler that is late goes on.
 *
 * Throws a `TimError` with `ConfigInvalid` where the options do not fit.
 *
 * The signature covers the time and nothing else, so whoever sees one webhook can send others for a minute. Use https,
 * and where that is not enough a path that nobody can guess, the service's addresses (`tim.operations.ipList`), or
 * mutual TLS in front of it.
 *
 * @example
 * ```ts
 * import { allow, handler, refuse } from "timkit/webhook"
 * import { textOf } from "timkit"
 *
 * export default {
 *   fetch: handler({
 *     sdkAppId: 1400000000,
 *     tokens: "token from the console",
 *     on: {
 *       "C2C.CallbackBeforeSendMsg": ({ body }) =>
 *         textOf(body.MsgBody).includes("casino") ? refuse(120001, "No advertising") : allow(),
 *       "C2C.CallbackAfterSendMsg": ({ body }) => console.log(body.From_Account, "wrote to", body.To_Account)
 *     }
 *   })
 * }
 * ```
 */
export const handler = (options: HandlerOptions): Handler => {
  const { onError, onNotAccepted } = options
  const report: Wiring<never>["report"] = onError === undefined
    ? reportAndLog
    : (cause, event) => safely(Effect.sync(() => onError(Cause.squash(cause), event)))

  /** A handler as an effect. What it hands to `waitUntil` is waited for by whoever waits for the handler. */
  const effectful = (run: (event: never, context: HandlerContext) => unknown) => (event: never, hold: Hold) => {
    const waitUntil: HandlerContext["waitUntil"] = (work) =>
      hold(
        Promise.resolve(work).then(
          () => undefined,
          (error: unknown) => Effect.runPromise(report(Cause.fail(error), event))
        )
      )
    const returned = run(event, { waitUntil })
    return isPromise(returned)
      ? Effect.tryPromise({ try: async () => returned, catch: (error) => error })
      : Effect.succeed(returned)
  }

  const { handle } = Effect.runSync(makeWith<never>(options, {
    handlers: Object.fromEntries(
      Object.entries(options.on ?? {}).map(([name, run]) => [name, effectful(run as never)])
    ),
    otherwise: options.otherwise === undefined ? undefined : effectful(options.otherwise as never),
    report,
    notAccepted: onNotAccepted === undefined
      ? logNotAccepted
      : (problem) => Effect.sync(() => onNotAccepted(problem))
  }))
  return (request, context) => Effect.runPromise(handle(request, holdOf(context)))
}
