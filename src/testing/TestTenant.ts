/** A tenant for tests of programs of effects. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { CurrentRateLimiter, unlimited } from "../endpoint/RateLimiter.ts"
import type { TimOptions } from "../endpoint/Config.ts"
import type { TimClient } from "../endpoint/TimClient.ts"
import type { Fetch } from "../endpoint/Transport.ts"
import { Emulator, type EmulatorOptions, type EmulatorService } from "../emulator/Emulator.ts"
import type { ActiveFault, FaultRule } from "../emulator/Faults.ts"
import { applySeed, type SeedCall, type SeedInvalid } from "../emulator/seed.ts"
import type { App } from "../emulator/state/App.ts"
import type { WebhookReceiver, WebhookSettings } from "../emulator/state/Webhooks.ts"
import { type Awaitable, sources } from "../emulator/waiting.ts"
import type { TimError } from "../errors/TimError.ts"
import type { Services } from "../services.ts"
import { type BodyOf, type CommandName, events } from "../webhook/events.ts"
import { fixtures } from "./fixtures/fixtures.ts"
import {
  Recorded,
  type RecordedCall,
  type RecordedMessage,
  type Records,
  type RecordedWebhook,
  type TestWaitOptions,
  type Unknowns,
  type WaitTimedOut
} from "./records.ts"

/** How a tenant is made. */
export interface TestTenantOptions extends EmulatorOptions {
  /** Bounds of calls. What is left out keeps its default, save that there are no pauses between attempts. */
  readonly limits?: TimOptions["limits"]
  /** How long a UserSig is valid, in seconds. */
  readonly userSigExpire?: number | undefined
}

/** What webhooks are sent with, beside where to. */
export type WebhookOptions = Omit<WebhookSettings, "target">

/** The webhooks of a tenant, as effects. */
export interface TestWebhooks {
  /** Sends webhooks to a function in this process, or to a URL. */
  readonly to: (target: WebhookReceiver | string, settings?: WebhookOptions) => Effect.Effect<void>
  /** Waits until none is under way. */
  readonly settled: Effect.Effect<void>
  /**
   * Sends the webhook of something that only clients do, such as coming online; the fixture of the command when the
   * body is left out. Answers what became of it. Dies where it goes nowhere.
   */
  readonly fire: <Name extends CommandName>(command: Name, body?: BodyOf<Name>) => Effect.Effect<RecordedWebhook>
  /** Those that were sent and are over, the oldest first. */
  readonly sent: (query?: string) => Effect.Effect<ReadonlyArray<RecordedWebhook>>
}

/** What goes wrong on purpose, as effects. */
export interface TestFaults {
  /** Adds a rule. The first rule that fires for a call counts. */
  readonly add: (rule: FaultRule) => Effect.Effect<ActiveFault>
  /** Removes a rule; answers whether there was one. */
  readonly remove: (id: number) => Effect.Effect<boolean>
  readonly clear: Effect.Effect<void>
  /** The rules, and how often each fitted and fired. */
  readonly list: Effect.Effect<ReadonlyArray<ActiveFault>>
}

/** What a test has at hand. Everything here is as on a `Tenant`, save that it is effects, in the time of the test. */
export interface TestTenantService {
  /** How to connect to it. */
  readonly options: TimOptions & { readonly fetch: Fetch }
  /** The state of its app. */
  readonly app: App
  /** Makes calls in the name of the app's administrator. What comes of them is what `reset` goes back to. */
  readonly seed: (calls: ReadonlyArray<SeedCall>) => Effect.Effect<void, SeedInvalid>
  /** The first message, call or webhook that fits a search, at once or once it comes. */
  readonly waitFor: <Of extends Awaitable = "messages">(
    query: string,
    options?: TestWaitOptions<Of>
  ) => Effect.Effect<Records[Of], WaitTimedOut>
  /** All messages that fit a search, the oldest first. */
  readonly messages: (query?: string) => Effect.Effect<ReadonlyArray<RecordedMessage>>
  /** All calls that fit a search, the oldest first. Those of a seed are left out. */
  readonly calls: (query?: string) => Effect.Effect<ReadonlyArray<RecordedCall>>
  readonly webhooks: TestWebhooks
  readonly faults: TestFaults
  /** Whether calls above a rate are refused with 60007. */
  readonly limits: {
    /** By the documented rates, or by others, in calls a second, by path. */
    readonly on: (rates?: { readonly [path: string]: number }) => Effect.Effect<void>
    readonly off: Effect.Effect<void>
  }
  /** Keeps the state as it is; the effect that it answers puts it back, as often as you like. */
  readonly snapshot: Effect.Effect<Effect.Effect<void>>
  /** Back to the seed, once no webhook is under way; without faults, rates, and what was recorded so far. */
  readonly reset: Effect.Effect<void>
}

/** An app of an emulator. */
export interface Place {
  readonly emulator: EmulatorService
  readonly app: App
  readonly options: TestTenantService["options"]
  readonly unknowns: Unknowns
}

const nowhere = (): Error => new Error("this webhook goes nowhere: set a receiver, and switch its command on")

/** Makes what a test has at hand of an app. */
export const makeTestTenant = ({ app, emulator, options, unknowns }: Place): TestTenantService => {
  const { calls, world } = emulator
  const { faults, limits, sdkAppId, webhooks } = app
  const recorded = new Recorded(world, app, unknowns)
  const forget = Effect.andThen(webhooks.settled, Effect.sync(() => recorded.forget()))
  const setLimits = (enabled: boolean, rates: { readonly [path: string]: number } = {}) =>
    Effect.sync(() => {
      limits.enabled = enabled
      limits.rates = new Map(Object.entries(rates))
    })
  const clear = Effect.sync(() => faults.clear())

  return {
    options,
    app,
    seed: (seed) => Effect.andThen(applySeed(seed, app, { calls, world }), forget),
    waitFor: (query, options) => recorded.waitFor(query, options),
    messages: (query) => Effect.sync(() => recorded.list("messages", query)),
    calls: (query) => Effect.sync(() => recorded.list("log", query)),
    webhooks: {
      to: (target, settings) =>
        Effect.sync(() => {
          webhooks.settings = { ...settings, target }
        }),
      settled: webhooks.settled,
      fire: (command, body) =>
        Effect.clockWith((clock) => {
          const sent = webhooks.fire(events[command] as never, body ?? fixtures[command] as never)
          return Effect.flatMap(Effect.provideService(sent, Clock.Clock, world.clock.over(clock)), (delivery) =>
            delivery === undefined ? Effect.die(nowhere()) : Effect.succeed(sources.webhooks.toRow(delivery)))
        }),
      sent: (query) => Effect.sync(() => recorded.list("webhooks", query))
    },
    faults: {
      add: (rule) => Effect.clockWith((clock) => Effect.sync(() => faults.add(rule, world.clock.now(clock)))),
      remove: (id) => Effect.sync(() => faults.remove(id)),
      clear,
      list: Effect.sync(() => faults.list())
    },
    limits: { on: (rates) => setLimits(true, rates), off: setLimits(false) },
    snapshot: Effect.sync(() => {
      const document = world.save(sdkAppId)
      return Effect.sync(() => world.load(sdkAppId, document))
    }),
    reset: Effect.all([forget, Effect.sync(() => world.reset(sdkAppId)), clear, setLimits(false)], { discard: true })
  }
}

/** Between the attempts of a call there is no pause: in virtual time nobody would move the clock for it. */
export const withoutPauses = (limits: TimOptions["limits"]): TimOptions["limits"] => ({
  backoff: 0,
  maxBackoff: 0,
  ...limits
})

/**
 * A tenant as a service, for tests of programs of effects: an emulator of its own in the place of the real service, in
 * the time of the test.
 *
 * @example
 * ```ts
 * import { Accounts, Messages, msg } from "timkit"
 * import { fault, TestTenant } from "timkit/testing"
 * import * as Effect from "effect/Effect"
 *
 * const program = Effect.gen(function*() {
 *   yield* (yield* Accounts).importMany(["alice", "bob"])
 *   yield* (yield* Messages).send(msg().text("hi").from("alice").to("bob"))
 * })
 *
 * const test = Effect.gen(function*() {
 *   const { faults, messages } = yield* TestTenant
 *   yield* faults.add(fault.dropAfter({ command: "sendmsg", nth: 1 }))
 *   yield* program
 *   return (yield* messages("from:alice to:bob")).length // 1: tried again, and sent once
 * })
 * const sent = await Effect.runPromise(Effect.provide(test, TestTenant.layer()))
 * ```
 */
export class TestTenant extends Context.Service<TestTenant, TestTenantService>()("timkit/TestTenant") {
  /**
   * The tenant, and all services, as `Emulator.layer` gives them. Calls wait neither for rates nor between attempts.
   */
  static readonly layer = (
    options: TestTenantOptions = {}
  ): Layer.Layer<TestTenant | Emulator | Services | TimClient, TimError> =>
    Layer.effect(TestTenant)(
      Effect.map(Emulator, (emulator) =>
        makeTestTenant({ emulator, app: emulator.app(), options: emulator.options, unknowns: "shown" }))
    ).pipe(
      Layer.provideMerge(Emulator.layer({ ...options, limits: withoutPauses(options.limits) })),
      Layer.provide(Layer.succeed(CurrentRateLimiter)(unlimited))
    )
}
