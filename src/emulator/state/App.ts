/** The state of one app: everything that belongs to one SDKAppID. */
import type * as Redacted from "effect/Redacted"
import { Accounts } from "./Accounts.ts"
import { Archive } from "./Archive.ts"
import { Push } from "./Push.ts"
import { Blocklists } from "./Blocklists.ts"
import { Follows } from "./Follows.ts"
import { Friends } from "./Friends.ts"
import { Figures } from "./Figures.ts"
import { MediaFiles } from "./MediaFiles.ts"
import { Moderation } from "./Moderation.ts"
import { Mutes } from "./Mutes.ts"
import { RecentContacts } from "./RecentContacts.ts"
import { Robots } from "./Robots.ts"
import { Streams } from "./Streams.ts"
import { OfficialAccounts } from "./OfficialAccounts.ts"
import { Conversations } from "./Conversations.ts"
import { Broadcasts } from "./GroupMessages.ts"
import { Groups } from "./Groups.ts"
import { LiveEngine } from "./LiveEngine.ts"
import { LiveRooms } from "./LiveRooms.ts"
import { Faults } from "../Faults.ts"
import { RateLimits } from "../RateLimits.ts"
import { Unreadable } from "./codec.ts"
import { type Onlooker, Timeline } from "./Timeline.ts"
import { Webhooks, type WebhookSettings } from "./Webhooks.ts"

/** What an app is made with. */
export interface AppOptions {
  readonly sdkAppId: number
  readonly secretKey: Redacted.Redacted
  /** The accounts that may call the API. */
  readonly administrators: ReadonlyArray<string>
  /** The custom profile fields that are configured, by their full names. */
  readonly profileTags: ReadonlyArray<string>
  /**
   * The edition of the app, which decides about limits: 100 accounts and 20 members a group in the trial edition,
   * for example.
   */
  readonly edition: "trial" | "standard" | "premium"
  /** The custom fields of friendships that are configured, by their full names. */
  readonly friendTags?: ReadonlyArray<string> | undefined
  /** The keys of the groups' custom fields that are configured. */
  readonly groupFields?: ReadonlyArray<string> | undefined
  /** The keys of the group members' custom fields that are configured. */
  readonly memberFields?: ReadonlyArray<string> | undefined
  /** Where webhooks go. Nowhere when left out. */
  readonly webhooks?: WebhookSettings | undefined
  /** Where the random numbers of faults begin. */
  readonly seed?: number | undefined
}

/** The fields of an app that calls change. */
const stateFields = [
  "accounts",
  "push",
  "friends",
  "blocklists",
  "follows",
  "mutes",
  "figures",
  "moderation",
  "mediaFiles",
  "robots",
  "officialAccounts",
  "archive",
  "streams",
  "recentContacts",
  "conversations",
  "groups",
  "broadcasts",
  "live",
  "liveEngine",
  "timeline"
] as const

/** One app. */
export class App {
  readonly sdkAppId: number
  readonly secretKey: Redacted.Redacted
  readonly administrators: ReadonlySet<string>
  readonly profileTags: ReadonlySet<string>
  readonly edition: AppOptions["edition"]
  readonly friendTags: ReadonlySet<string>
  readonly accounts: Accounts
  readonly push: Push
  readonly friends: Friends = new Friends()
  readonly blocklists: Blocklists = new Blocklists()
  readonly follows: Follows = new Follows()
  readonly mutes: Mutes
  readonly figures: Figures
  readonly moderation: Moderation = new Moderation()
  readonly mediaFiles: MediaFiles = new MediaFiles()
  readonly robots: Robots = new Robots()
  readonly officialAccounts: OfficialAccounts
  readonly groupFields: ReadonlySet<string>
  readonly memberFields: ReadonlySet<string>
  readonly archive: Archive = new Archive()
  readonly streams: Streams = new Streams()
  readonly recentContacts: RecentContacts = new RecentContacts(this)
  readonly conversations: Conversations
  readonly groups: Groups
  readonly broadcasts: Broadcasts = new Broadcasts()
  /** Who is in the AVChatRooms. */
  readonly live: LiveRooms = new LiveRooms(this)
  readonly liveEngine: LiveEngine = new LiveEngine(this)
  /** All messages in the order in which they came. */
  readonly timeline: Timeline = new Timeline(this)
  /** Is told of every message, and of every change of one. */
  onMessage: Onlooker | undefined
  readonly webhooks: Webhooks
  readonly faults: Faults
  readonly limits: RateLimits = new RateLimits()

  constructor(options: AppOptions) {
    this.sdkAppId = options.sdkAppId
    this.secretKey = options.secretKey
    this.administrators = new Set(options.administrators)
    this.profileTags = new Set(options.profileTags)
    this.edition = options.edition
    this.friendTags = new Set(options.friendTags ?? [])
    this.accounts = new Accounts(this)
    this.push = new Push(this)
    this.mutes = new Mutes(this)
    this.figures = new Figures(this)
    this.officialAccounts = new OfficialAccounts(this)
    this.groupFields = new Set(options.groupFields ?? [])
    this.memberFields = new Set(options.memberFields ?? [])
    this.conversations = new Conversations(this)
    this.groups = new Groups(this)
    this.webhooks = new Webhooks(options.sdkAppId, options.webhooks)
    this.faults = new Faults(options.seed ?? 1)
    for (const administrator of options.administrators) this.accounts.add(administrator)
  }

  /** What is saved and loaded: all that calls change. */
  get state(): { readonly [Name in (typeof stateFields)[number]]: App[Name] } {
    return Object.fromEntries(stateFields.map((name) => [name, this[name]])) as never
  }

  /** Takes the place of the state what was saved before. Throws `Unreadable` where something is missing. */
  adopt(state: object): void {
    const fields = stateFields.map((name): readonly [string, object] => {
      const value = (state as { readonly [name: string]: unknown })[name]
      if (!(value instanceof this[name].constructor)) throw new Unreadable(`no ${name}`)
      return [name, value]
    })
    // These alone: a document must not bring a key or settings along.
    Object.assign(this, Object.fromEntries(fields))
  }

  /** Deletes an account with everything that belongs to it; answers whether there was one. */
  forget(userId: string, now: number): boolean {
    if (!this.accounts.delete(userId, now)) return false
    this.figures.accountsChanged(-1, now)
    const { audience } = this.push
    const { blocklists, conversations, follows, friends, groups, live, officialAccounts, recentContacts, robots } = this
    const states = [friends, blocklists, follows, officialAccounts, groups, live, conversations, recentContacts, robots]
    for (const state of [...states, audience]) state.forget(userId)
    return true
  }
}
