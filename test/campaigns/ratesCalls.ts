/** What everybody calls who takes part in the campaign about rates. */
import * as Effect from "effect/Effect"
import { Accounts, type TimError } from "../../mod.ts"
import { accountImport } from "../../src/api/accounts/endpoints.ts"

/** How many share a quota. */
export const sharers = 3

/** As many calls as so many seconds have room for, 150 under way at a time. */
export const callAll = (seconds: number, name: string): Effect.Effect<void, TimError, Accounts> =>
  Effect.flatMap(Accounts, (accounts) =>
    Effect.forEach(
      Array.from({ length: accountImport.ratePerSecond * seconds }, (_, index) => `${name}${index % 100}`),
      (user) => accounts.import(user),
      { concurrency: 150, discard: true }
    ))
