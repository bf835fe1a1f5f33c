/** A tenant for tests, with promises. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Connection } from "../connect.ts"
import { connectAs } from "../connection.ts"
import { makeConfig } from "../endpoint/Config.ts"
import { telemetryRecorder } from "../endpoint/metrics.ts"
import { CurrentRateLimiter, unlimited } from "../endpoint/RateLimiter.ts"
import { CurrentRecorder } from "../endpoint/recorder.ts"
import { emulator, type EmulatorService } from "../emulator/Emulator.ts"
import type { ActiveFault, FaultRule } from "../emulator/Faults.ts"
import type { SeedCall } from "../emulator/seed.ts"
import type { WebhookReceiver } from "../emulator/state/Webhooks.ts"
import type { Awaitable } from "../emulator/waiting.ts"
import type { World } from "../emulator/World.ts"
import { explain } from "../errors/errorCatalogue.ts"
import { ErrorExplainer } from "../errors/explain.ts"
import { services } from "../services.ts"
import type { BodyOf, CommandName } from "../webhook/events.ts"
import type { RecordedCall, RecordedMessage, Records, RecordedWebhook, TestWaitOptions } from "./records.ts"
import {
  makeTestTenant,
  type Place,
  type TestTenantOptions,
  type TestTenantService,
  type WebhookOptions,
  withoutPauses
} from "./TestTenant.ts"

/** How a tenant is made. */
export interface TenantOptions extends TestTenantOptions {
  /**
   * An emulator that has other apps as well, for example one behind a port. Clock and random numbers are then shared
   * with them, `seed` and `auth` are those of that emulator. One of its own when left out.
   */
  readonly on?: EmulatorService | undefined
}

/** How long to wait, and until when. */
export interface WaitOptions<Of extends Awaitable> extends TestWaitOptions<Of> {
  /** Gives up when it aborts; the promise rejects with its reason. */
  readonly signal?: AbortSignal | undefined
}

/** The webhooks of a tenant. */
export interface TenantWebhooks {
  /**
   * Sends webhooks to a function in this process, such as a `handler` or a `recorder`'s, or to a URL. Signed where a
   * token is given.
   */
  readonly to: (target: WebhookReceiver | string, settings?: WebhookOptions) => void
  /** Resolves when none is under way. */
  readonly settled: () => Promise<void>
  /**
   * Sends the webhook of something that only clients do, such as coming online; the fixture of the command when the
   * body is left out. Resolves to what became of it. Rejects where it goes nowhere.
   */
  readonly fire: <Name extends CommandName>(command: Name, body?: BodyOf<Name>) => Promise<RecordedWebhook>
  /** Those that were sent and are over, the oldest first. */
  readonly sent: (query?: string) => ReadonlyArray<RecordedWebhook>
}

/** What goes wrong on purpose. */
export interface TenantFaults {
  /** Adds a rule, for example one of `fault`. The first rule that fires for a call counts. */
  readonly add: (rule: FaultRule) => ActiveFault
  /** Removes a rule; answers whether there was one. */
  readonly remove: (id: number) => boolean
  readonly clear: () => void
  /** The rules, and how often each fitted and fired. */
  readonly list: () => ReadonlyArray<ActiveFault>
}

/** The time of a tenant's emulator, in milliseconds since 1970. Timers go on in the time of the machine. */
export interface TenantClock {
  readonly now: () => number
  /** Stops it where it is, or at a time. */
  readonly freeze: (milliseconds?: number) => void
  /** Moves it on. */
  readonly advance: (milliseconds: number) => void
  readonly set: (milliseconds: number) => void
  /** Back to the time of the machine. */
  readonly reset: () => void
}

/** An app that belongs to a test. */
export interface Tenant extends AsyncDisposable {
  /** How the program under test connects to it: for `connect`, or for a layer. */
  readonly options: TestTenantService["options"]
  /** A connection for the test itself. It lives in the tenant's time, and does not wait for the rates. */
  readonly tim: Connection
  /** The state of its app. */
  readonly app: TestTenantService["app"]
  /** The emulator that it is on, for example to `serve` it while a test is looked into. */
  readonly emulator: EmulatorService
  /**
   * Makes calls in the name of the app's administrator. What comes of them is what `reset` goes back to. Rejects with
   * `SeedInvalid` at the first that is refused.
   */
  readonly seed: (calls: ReadonlyArray<SeedCall>) => Promise<void>
  /**
   * The first message, call or webhook that fits a search, such as `from:alice to:bob hi`: at once where it is there
   * already, or else once it comes. Rejects with `WaitTimedOut` where nothing comes in time.
   */
  readonly waitFor: <Of extends Awaitable = "messages">(
    query: string,
    options?: WaitOptions<Of>
  ) => Promise<Records[Of]>
  /** All messages that fit a search, the oldest first. */
  readonly messages: (query?: string) => ReadonlyArray<RecordedMessage>
  /** All calls that fit a search, the oldest first. Those of a seed are left out. */
  readonly calls: (query?: string) => ReadonlyArray<RecordedCall>
  readonly webhooks: TenantWebhooks
  readonly faults: TenantFaults
  /** Whether calls above a rate are refused with 60007. */
  readonly limits: {
    /** By the documented rates, or by others, in calls a second, by path. */
    readonly on: (rates?: { readonly [path: string]: number }) => void
    readonly off: () => void
  }
  readonly clock: TenantClock
  /** Keeps the state as it is. The function that it answers puts it back, as often as you like. */
  readonly snapshot: () => () => void
  /**
   * Back to the seed, once no webhook is under way; without faults, rates, and what was recorded so far, and in the
   * machine's time. The receiver of webhooks stays.
   */
  readonly reset: () => Promise<void>
  /** Abandons what is under way, waits for webhooks, and removes the app. */
  readonly close: () => Promise<void>
}

/** So long that no UserSig runs out, however far the clock is moved on. */
const century = 100 * 365 * 86_400

const findPlace = ({ limits, on, userSigExpire = century, ...options }: TenantOptions): Place => {
  if (on !== undefined && options.sdkAppId !== undefined && on.world.apps.has(options.sdkAppId)) {
    throw new RangeError(`the emulator has an app ${options.sdkAppId} already`)
  }
  const service = on ?? emulator(options)
  const made = on === undefined ? service.options : service.createApp(options)
  return {
    emulator: service,
    app: service.app(made.sdkAppId),
    options: { ...made, userSigExpire, limits: withoutPauses(limits) },
    // On an emulator of its own every call is one of the tenant's.
    unknowns: on === undefined ? "shown" : "hidden"
  }
}

const machine: Clock.Clock = /* @__PURE__ */ Effect.runSync(Effect.clockWith(Effect.succeed))

/** The emulator's time, whatever is done to it. Sleeps are those of the machine. */
const timeOf = ({ clock }: World): Clock.Clock => ({
  currentTimeMillisUnsafe: () => clock.now(machine),
  currentTimeMillis: Effect.sync(() => clock.now(machine)),
  currentTimeNanosUnsafe: () => clock.over(machine).currentTimeNanosUnsafe(),
  currentTimeNanos: Effect.suspend(() => clock.over(machine).currentTimeNanos),
  monotonicTimeNanosUnsafe: () => machine.monotonicTimeNanosUnsafe(),
  monotonicTimeNanos: machine.monotonicTimeNanos,
  sleep: (duration) => machine.sleep(duration)
})

const connectIn = (world: World, options: TestTenantService["options"]): Promise<Connection> =>
  connectAs(
    services,
    makeConfig(options),
    options,
    Context.make(ErrorExplainer, explain).pipe(
      Context.add(CurrentRateLimiter, unlimited),
      Context.add(CurrentRecorder, telemetryRecorder),
      Context.add(Clock.Clock, timeOf(world))
    )
  )

/** From here on, seconds do not fit into 32 bits. In milliseconds since 1970. */
const maxTime = 4_294_967_296_000

const makeClock = ({ clock, feed }: World): TenantClock => {
  const changed = () => feed.publish({ type: "clock" })
  const set = (milliseconds: number, frozen = clock.isFrozen) => {
    if (!(milliseconds >= 0 && milliseconds < maxTime)) throw new RangeError("time is from 1970 to 2106")
    if (frozen) clock.freeze(true, machine)
    clock.set(milliseconds, machine)
    changed()
  }
  return {
    now: () => clock.now(machine),
    freeze: (milliseconds = clock.now(machine)) => set(milliseconds, true),
    advance: (milliseconds) => set(clock.now(machine) + milliseconds),
    set: (milliseconds) => set(milliseconds),
    reset: () => {
      clock.reset()
      changed()
    }
  }
}

/**
 * Makes an app for a test: on an emulator of its own, in this process, without a port, so that tests that run side by
 * side share nothing, not even time and random numbers. It takes a fraction of a millisecond and some 30 KB.
 *
 * Where `await using` is not at hand, `close` it at the end.
 *
 * @example
 * ```ts
 * import { type Connection, msg } from "timkit"
 * import { tenant } from "timkit/testing"
 *
 * const welcome = (tim: Connection, userId: string) => tim.messages.send(msg().text("Welcome!").to(userId))
 *
 * await using chat = await tenant()
 * await chat.seed([{ path: "v4/im_open_login_svc/account_import", body: { UserID: "alice" } }])
 * await welcome(chat.tim, "alice")
 * const { from, to } = await chat.waitFor("to:alice welcome") // administrator, alice
 * const [call] = chat.calls("cmd:sendmsg")
 * ```
 */
export const tenant = async (options: TenantOptions = {}): Promise<Tenant> => {
  const place = findPlace(options)
  const { app, emulator: { world } } = place
  const made = makeTestTenant(place)
  const { faults, limits, webhooks } = made
  const clock = makeClock(world)
  const tim = await connectIn(world, place.options)
  const closed = new AbortController()

  const waitFor: Tenant["waitFor"] = async (query, { signal, ...wanted } = {}) => {
    const until = signal === undefined ? closed.signal : AbortSignal.any([signal, closed.signal])
    until.throwIfAborted()
    try {
      return await Effect.runPromise(made.waitFor(query, wanted), { signal: until })
    } catch (error) {
      until.throwIfAborted()
      throw error
    }
  }

  const close = async (): Promise<void> => {
    closed.abort(new DOMException("The tenant is closed", "AbortError"))
    await tim.close()
    world.apps.delete(app.sdkAppId)
    await Effect.runPromise(webhooks.settled)
  }

  return {
    options: place.options,
    tim,
    app,
    emulator: place.emulator,
    seed: (calls) => Effect.runPromise(made.seed(calls)),
    waitFor,
    messages: (query) => Effect.runSync(made.messages(query)),
    calls: (query) => Effect.runSync(made.calls(query)),
    webhooks: {
      to: (target, settings) => Effect.runSync(webhooks.to(target, settings)),
      settled: () => Effect.runPromise(webhooks.settled),
      fire: (command, body) => Effect.runPromise(webhooks.fire(command, body)),
      sent: (query) => Effect.runSync(webhooks.sent(query))
    },
    faults: {
      add: (rule) => Effect.runSync(faults.add(rule)),
      remove: (id) => Effect.runSync(faults.remove(id)),
      clear: () => Effect.runSync(faults.clear),
      list: () => Effect.runSync(faults.list)
    },
    limits: { on: (rates) => Effect.runSync(limits.on(rates)), off: () => Effect.runSync(limits.off) },
    clock,
    snapshot: () => {
      const restore = Effect.runSync(made.snapshot)
      return () => Effect.runSync(restore)
    },
    reset: async () => {
      await Effect.runPromise(made.reset)
      // The time of an emulator that has other apps is theirs as well.
      if (options.on === undefined) clock.reset()
    },
    close,
    [Symbol.asyncDispose]: close
  }
}
