/** The accounts of an app. */
import type { App } from "./App.ts"
import type { Mute } from "./Mutes.ts"

/** Whether an account is online on a platform. */
export type OnlineStatus = "Online" | "PushOnline" | "Offline"

/** One account. */
export interface Account {
  readonly userId: string
  /** The fields of the profile that are set, by their names on the wire. */
  readonly profile: Map<string, string | number>
  /** The status on each platform that is not offline. */
  readonly platforms: Map<string, Exclude<OnlineStatus, "Offline">>
  /** UserSigs that were made before this second do not count any more. */
  sigsNotBefore: number
  /** Until when it may not write; an account that is deleted takes its mutes along. */
  mute?: Mute
}

/** The accounts of an app, in the order in which they were imported. */
export class Accounts {
  private readonly app: App
  private readonly byId = new Map<string, Account>()
  /** Accounts that were deleted, and when, in seconds. */
  private readonly deleted = new Map<string, number>()

  constructor(app: App) {
    this.app = app
  }

  get size(): number {
    return this.byId.size
  }

  has(userId: string): boolean {
    return this.byId.has(userId)
  }

  get(userId: string): Account | undefined {
    return this.byId.get(userId)
  }

  values(): Iterable<Account> {
    return this.byId.values()
  }

  /** Makes an account, or finds the one that has the id already. */
  add(userId: string): Account {
    const known = this.byId.get(userId)
    if (known !== undefined) return known
    const account: Account = { userId, profile: new Map(), platforms: new Map(), sigsNotBefore: 0 }
    this.byId.set(userId, account)
    this.deleted.delete(userId)
    return account
  }

  /** Why an account cannot be made, as an error code; nothing where it can. */
  whyNot(userId: string, now: number): number | undefined {
    if (this.byId.has(userId)) return undefined
    if (this.app.edition === "trial") {
      return this.byId.size - this.app.administrators.size >= 100 ? 70398 : undefined
    }
    const deleted = this.deleted.get(userId)
    return deleted !== undefined && now - deleted < 90 * 86_400 ? 70399 : undefined
  }

  /** Deletes an account, but nothing of what other domains know about it; see `App.forget`. */
  delete(userId: string, now: number): boolean {
    const known = this.byId.delete(userId)
    if (known) this.deleted.set(userId, now)
    return known
  }
}

/** The status of an account over all its platforms. */
export const overallStatus = ({ platforms }: Account): OnlineStatus => {
  let status: OnlineStatus = "Offline"
  for (const each of platforms.values()) {
    if (each === "Online") return "Online"
    status = each
  }
  return status
}
