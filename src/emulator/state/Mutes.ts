/** Who is muted in all chats of an app. Mutes inside single groups are kept with the groups. */
import type { Account } from "./Accounts.ts"
import type { App } from "./App.ts"

/** Until when an account is muted, in seconds. */
export interface Mute {
  c2c: number
  group: number
}

/** A mute that does not end, as it goes over the wire. */
const forever = 4_294_967_295

/** How many seconds of a mute are left, as it goes over the wire. */
export const secondsLeft = (until: number, now: number): number =>
  until === Infinity ? forever : Math.max(0, until - now)

/** The global mutes of an app. */
export class Mutes {
  private readonly app: Pick<App, "accounts">

  constructor(app: Pick<App, "accounts">) {
    this.app = app
  }

  /** Until when somebody may send no one-to-one messages, in seconds: 0 for never muted, `Infinity` for good. */
  c2cMutedUntil(userId: string): number {
    return this.of(userId)?.c2c ?? 0
  }

  /** Until when somebody may send nothing to groups, in seconds: 0 for never muted, `Infinity` for good. */
  groupMutedUntil(userId: string): number {
    return this.of(userId)?.group ?? 0
  }

  /** Mutes an account from now on for some seconds. What is left out stays. */
  set(account: Account, seconds: { readonly [Kind in keyof Mute]: number | undefined }, now: number): void {
    const mute = account.mute ?? { c2c: 0, group: 0 }
    for (const kind of ["c2c", "group"] as const) {
      const time = seconds[kind]
      if (time !== undefined) mute[kind] = time === forever ? Infinity : time === 0 ? 0 : now + time
    }
    account.mute = mute
  }

  private of(userId: string): Mute | undefined {
    return this.app.accounts.get(userId)?.mute
  }
}
