/** Everything an emulator holds: its apps, its time, its random numbers, and what was called. */
import * as Redacted from "effect/Redacted"
import { liveTags } from "../api/profiles/tags.ts"
import { EmulatorClock } from "./EmulatorClock.ts"
import { Feed } from "./Feed.ts"
import type { Keeper } from "./Keeper.ts"
import { makeRandom, SeededRandom } from "./random.ts"
import { makeRequestLog, type RequestLog } from "./RequestLog.ts"
import { Signatures } from "./Signatures.ts"
import { App, type AppOptions } from "./state/App.ts"
import { read, Unreadable, write } from "./state/codec.ts"
import { classes } from "./state/stateClasses.ts"

/** What a new app may be given. */
export interface NewApp {
  /** 1400000000 and counting when left out. */
  readonly sdkAppId?: number | undefined
  /** Made up from the emulator's seed and the SDKAppID when left out. */
  readonly secretKey?: string | undefined
  /** `administrator` when left out. */
  readonly administrators?: ReadonlyArray<string> | undefined
  /**
   * The custom profile fields that are configured, by their full names. `Tag_Profile_Custom_richLv`, `_charmLv` and
   * `_isRobot` when left out.
   */
  readonly profileTags?: ReadonlyArray<string> | undefined
  /** The edition of the app, which decides about limits. `premium` when left out. */
  readonly edition?: AppOptions["edition"] | undefined
  /** The custom fields of friendships that are configured, by their full names. None when left out. */
  readonly friendTags?: ReadonlyArray<string> | undefined
  /** The keys of the groups' custom fields that are configured; at most 10. None when left out. */
  readonly groupFields?: ReadonlyArray<string> | undefined
  /** The keys of the group members' custom fields that are configured; at most 5. None when left out. */
  readonly memberFields?: ReadonlyArray<string> | undefined
  /** Where webhooks go, as the console's webhook page says. Nowhere when left out. */
  readonly webhooks?: AppOptions["webhooks"] | undefined
}

/** The state of an app as data. */
export interface StateDocument {
  readonly format: "timkit-state"
  readonly version: 1
  readonly sdkAppId: number
  readonly state: unknown
}

/** A state that was kept under a name. */
export interface Snapshot {
  /** Milliseconds since 1970. */
  readonly time: number
  readonly document: StateDocument
}

/** Everything an emulator holds. */
export class World {
  readonly seed: number
  /** Whether calls need a UserSig. */
  readonly auth: boolean
  readonly random: SeededRandom
  readonly clock: EmulatorClock = new EmulatorClock()
  readonly log: RequestLog = makeRequestLog()
  readonly feed: Feed = new Feed()
  readonly signatures: Signatures = new Signatures()
  readonly apps: Map<number, App> = new Map()
  /** Where the state is kept; nothing where it is in memory only. */
  keeper: Keeper | undefined
  /** What each app goes back to, by its SDKAppID. */
  readonly #seeds = new Map<number, StateDocument>()
  readonly #snapshots = new Map<number, Map<string, Snapshot>>()
  #nextSdkAppId = 1_400_000_000
  /** How many apps were made, and states loaded. */
  #replaced = 0

  constructor(seed: number, auth: boolean) {
    this.seed = seed
    this.auth = auth
    this.random = new SeededRandom(seed)
  }

  /** Counts up with everything that may change what is saved. */
  get changes(): number {
    return this.log.nextId + this.#replaced
  }

  /** Makes an app, in the place of one that has the same SDKAppID. */
  createApp(app: NewApp): App {
    const sdkAppId = app.sdkAppId ?? this.#freeSdkAppId()
    const made = new App({
      sdkAppId,
      secretKey: Redacted.make(app.secretKey ?? this.#keyOf(sdkAppId)),
      administrators: app.administrators ?? ["administrator"],
      profileTags: app.profileTags ?? Object.values(liveTags).map(({ tag }) => tag),
      friendTags: app.friendTags,
      edition: app.edition ?? "premium",
      groupFields: app.groupFields,
      memberFields: app.memberFields,
      webhooks: app.webhooks,
      seed: this.seed
    })
    this.apps.set(sdkAppId, made)
    // The app that it replaces may have had another key.
    this.signatures.clear()
    made.onMessage = (type, message) => this.feed.publish({ type, sdkAppId, message })
    made.webhooks.onDelivery = (delivery) => this.feed.publish({ type: "webhook", sdkAppId, delivery })
    this.#snapshots.delete(sdkAppId)
    this.#replaced++
    this.keepAsSeed(sdkAppId)
    return made
  }

  /** The state of an app as data. Its key, faults, rates and webhook settings are not part of it. */
  save(sdkAppId: number): StateDocument {
    const app = this.#app(sdkAppId)
    const state = write({ random: this.random.state, ...app.state }, { classes, outside: { app } })
    return { format: "timkit-state", version: 1, sdkAppId, state }
  }

  /** Puts an app into a state that was saved, of whichever app. Throws `Unreadable` where it is none. */
  load(sdkAppId: number, { format, state, version }: StateDocument): void {
    const app = this.#app(sdkAppId)
    if (format !== "timkit-state" || version !== 1) throw new Unreadable("not a state of this version")
    const { random, ...fields } = read(state, { classes, outside: { app } }) as { readonly random: unknown }
    if (typeof random !== "number") throw new Unreadable("no random numbers")
    app.adopt(fields)
    this.random.state = random
    this.#replaced++
    this.feed.publish({ type: "state", sdkAppId })
  }

  /** Makes the present state of an app the one that it goes back to. */
  keepAsSeed(sdkAppId: number): void {
    this.#seeds.set(sdkAppId, this.save(sdkAppId))
  }

  /** Puts an app back to its seed. */
  reset(sdkAppId: number): void {
    const seed = this.#seeds.get(sdkAppId)
    if (seed !== undefined) this.load(sdkAppId, seed)
  }

  /** The snapshots of an app by their names. */
  snapshotsOf(sdkAppId: number): Map<string, Snapshot> {
    let snapshots = this.#snapshots.get(sdkAppId)
    if (snapshots === undefined) this.#snapshots.set(sdkAppId, snapshots = new Map())
    return snapshots
  }

  #app(sdkAppId: number): App {
    const app = this.apps.get(sdkAppId)
    if (app === undefined) throw new RangeError(`the emulator has no app ${sdkAppId}`)
    return app
  }

  #freeSdkAppId(): number {
    while (this.apps.has(this.#nextSdkAppId)) this.#nextSdkAppId++
    return this.#nextSdkAppId++
  }

  /** The key of an app that was given none: the same whenever seed and SDKAppID are the same. */
  #keyOf(sdkAppId: number): string {
    const random = makeRandom(this.seed * 31 + sdkAppId)
    return Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join("")
  }
}
