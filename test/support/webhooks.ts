/** A receiver of the webhooks of a test's emulator. */
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/emulator/mod.ts"
import type { Webhooks } from "../../src/emulator/state/Webhooks.ts"
import {
  type BodyOf,
  type CommandName,
  type EffectHandlers,
  make,
  type ServicesOf,
  type WebhookEvent
} from "../../src/webhook/mod.ts"

const token = "canary-token"

/** What a test's emulator has sent, in the order in which it did: on the way one may overtake another. */
export interface Listening {
  readonly webhooks: Webhooks
  /** The bodies of a command so far, once nothing is under way any more. */
  readonly told: <Name extends CommandName>(command: Name) => Effect.Effect<ReadonlyArray<BodyOf<Name>>>
  /** The names of all commands so far. */
  readonly commands: Effect.Effect<ReadonlyArray<string>>
}

/** Receives the webhooks of the test's emulator; handlers, where given, decide. */
export const listening = <const Handlers extends EffectHandlers>(
  on: Handlers
): Effect.Effect<Listening, unknown, Emulator | ServicesOf<Handlers>> =>
  Effect.gen(function*() {
    const service = yield* Emulator
    const events: Array<WebhookEvent> = []
    const decide = on as { readonly [name: string]: ((event: WebhookEvent) => unknown) | undefined }
    const recorded = Object.fromEntries(
      Object.keys(on).map((name) => [name, (event: WebhookEvent) => {
        events.push(event)
        return decide[name]?.(event)
      }])
    )
    const { handle } = yield* make({
      sdkAppId: service.app().sdkAppId,
      tokens: token,
      on: recorded as EffectHandlers,
      otherwise: (event) => void events.push(event)
    })
    const { webhooks } = service.app()
    // Where calls go over HTTP, the emulator runs apart from the test, and has none of its services.
    const context = yield* Effect.context<ServicesOf<Handlers>>()
    webhooks.settings = { target: (request) => Effect.provideContext(handle(request), context), token }
    const inOrder = Effect.map(webhooks.settled, () => {
      const nameOf = ({ body, command }: { readonly body: unknown; readonly command: string }) =>
        `${command} ${JSON.stringify(body)}`
      const places = new Map(webhooks.deliveries.map((delivery, place) => [nameOf(delivery), place]))
      const placeOf = (event: WebhookEvent) => places.get(nameOf(event)) ?? 0
      return events.toSorted((one, other) => placeOf(one) - placeOf(other))
    })
    return {
      webhooks,
      told: <Name extends CommandName>(command: Name) =>
        Effect.map(inOrder, (events) =>
          events.filter((event) => event.command === command).map(({ body }) => body as BodyOf<Name>)),
      commands: Effect.map(inOrder, (events) =>
        events.map(({ command }) => command))
    }
  })
