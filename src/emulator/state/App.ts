/** The state of one app: everything that belongs to one SDKAppID. */
import type * as Redacted from "effect/Redacted"
import { Accounts } from "./Accounts.ts"

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
}

/** One app. */
export class App {
  readonly sdkAppId: number
  readonly secretKey: Redacted.Redacted
  readonly administrators: ReadonlySet<string>
  readonly profileTags: ReadonlySet<string>
  readonly edition: AppOptions["edition"]
  readonly accounts: Accounts

  constructor(options: AppOptions) {
    this.sdkAppId = options.sdkAppId
    this.secretKey = options.secretKey
    this.administrators = new Set(options.administrators)
    this.profileTags = new Set(options.profileTags)
    this.edition = options.edition
    this.accounts = new Accounts(this)
    for (const administrator of options.administrators) this.accounts.add(administrator)
  }
}
