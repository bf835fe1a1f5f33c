/** Accounts: import, check, delete, log out, online status. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { type BatchResult, failedBy, inBatches, itself, sortResults } from "../../endpoint/batch.ts"
import type { RequestOf, ResponseOf } from "../../endpoint/Endpoint.ts"
import type { TimClientService } from "../../endpoint/client.ts"
import { serviceLayer } from "../../endpoint/service.ts"
import type { TimClient } from "../../endpoint/TimClient.ts"
import { bodyVerb, type BodyVerbOf, verb, type VerbOf } from "../../endpoint/verb.ts"
import type { TimError } from "../../errors/TimError.ts"
import {
  accountCheck,
  accountDelete,
  accountImport,
  kick,
  multiaccountImport,
  queryOnlineStatus,
  querystate,
  registerAccountV1
} from "./endpoints.ts"

/** An account to import: its id, or its id with a name and an avatar. */
export type AccountToImport = string | RequestOf<typeof accountImport>

/** What the service knows of an account's online state. */
export type OnlineStatus = NonNullable<ResponseOf<typeof queryOnlineStatus>["QueryResult"]>[number]

/** Calls about accounts. Each fails with `TimError`. */
export interface AccountsService {
  /**
   * Imports one account; importing it again is fine. Given profile fields overwrite those of a known account.
   *
   * @example
   * ```ts
   * import { connect } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.accounts.import("alice", { Nick: "Alice" })
   * ```
   *
   * @see https://trtc.io/document/34953
   */
  readonly import: VerbOf<
    [userId: string, profile?: Omit<RequestOf<typeof accountImport>, "UserID">],
    typeof accountImport
  >
  /**
   * Imports any number of accounts, 100 a call. The service gives no code or reason for those that fail.
   *
   * @see https://trtc.io/document/34954
   */
  readonly importMany: (accounts: ReadonlyArray<AccountToImport>) => Effect.Effect<BatchResult, TimError>
  /**
   * Deletes any number of accounts with everything they own, 100 a call. It cannot be undone. An account that does not
   * exist fails alone, with 70107.
   *
   * @see https://trtc.io/document/34955
   */
  readonly delete: (userIds: ReadonlyArray<string>) => Effect.Effect<BatchResult, TimError>
  /**
   * Tells of any number of accounts whether they are imported, 100 a call. An account that does not exist is no
   * failure; it is answered as not imported.
   *
   * @see https://trtc.io/document/34956
   */
  readonly check: (
    userIds: ReadonlyArray<string>
  ) => Effect.Effect<BatchResult<{ readonly UserID: string; readonly imported: boolean }>, TimError>
  /**
   * Logs an account out everywhere: no UserSig made before counts any more.
   *
   * @see https://trtc.io/document/34957
   */
  readonly kick: VerbOf<[userId: string], typeof kick>
  /**
   * Tells of up to 500 accounts whether they are online. Accounts that do not exist are listed in `ErrorList`.
   *
   * @see https://trtc.io/document/35477
   */
  readonly queryOnlineStatus: VerbOf<
    [userIds: ReadonlyArray<string>, options?: Omit<RequestOf<typeof queryOnlineStatus>, "To_Account">],
    typeof queryOnlineStatus
  >
  /**
   * The older way to ask whether accounts are online.
   *
   * @deprecated use `queryOnlineStatus`
   * @see https://cloud.tencent.com/document/product/269/2566
   */
  readonly queryState: VerbOf<
    [userIds: ReadonlyArray<string>, options?: Omit<RequestOf<typeof querystate>, "To_Account">],
    typeof querystate
  >
  /**
   * Signed up an account whose password the service kept. That mode is withdrawn.
   *
   * @deprecated use `import`
   */
  readonly registerAccountV1: BodyVerbOf<typeof registerAccountV1>
}

const toItem = (account: AccountToImport): RequestOf<typeof accountImport> =>
  typeof account === "string" ? { UserID: account } : account

const byUserId = (UserID: string) => ({ UserID })

const toBatch = <Item extends ResponseOf<typeof accountDelete>["ResultItem"][number], Done>(
  items: ReadonlyArray<Item>,
  done: (item: Item) => Done
): BatchResult<Done> =>
  sortResults(items, ({ ResultCode, ResultInfo, UserID }) => failedBy(UserID, ResultCode, ResultInfo), done)

/** Makes the service on a client. */
export const makeAccounts = (client: TimClientService): AccountsService => ({
  import: verb(client, accountImport, (UserID, profile) => ({ UserID, ...profile })),
  importMany: (accounts) =>
    inBatches(accounts.map(toItem), {
      size: 100,
      idOf: ({ UserID }) => UserID,
      call: (chunk) =>
        Effect.map(client.call(multiaccountImport, { AccountList: chunk }), ({ FailAccounts = [] }) => {
          const failed = new Set(FailAccounts)
          return {
            ok: chunk.map(({ UserID }) => UserID).filter((id) => !failed.has(id)),
            failed: FailAccounts.map((item) => ({ item, code: undefined, info: "" }))
          }
        })
    }),
  delete: (userIds) =>
    inBatches(userIds, {
      size: 100,
      idOf: itself,
      call: (chunk) =>
        Effect.map(
          client.call(accountDelete, { DeleteItem: chunk.map(byUserId) }),
          ({ ResultItem }) => toBatch(ResultItem, ({ UserID }) => UserID)
        )
    }),
  check: (userIds) =>
    inBatches(userIds, {
      size: 100,
      idOf: itself,
      call: (chunk) =>
        Effect.map(
          client.call(accountCheck, { CheckItem: chunk.map(byUserId) }),
          ({ ResultItem }) =>
            toBatch(ResultItem, ({ AccountStatus, UserID }) => ({ UserID, imported: AccountStatus === "Imported" }))
        )
    }),
  kick: verb(client, kick, byUserId),
  queryOnlineStatus: verb(client, queryOnlineStatus, (To_Account, options) => ({ To_Account, ...options })),
  queryState: verb(client, querystate, (To_Account, options) => ({ To_Account, ...options })),
  registerAccountV1: bodyVerb(client, registerAccountV1)
})

/** Accounts as a service. */
export class Accounts extends /* @__PURE__ */ Context.Service<Accounts, AccountsService>()("timkit/Accounts") {
  static readonly make = makeAccounts
  static readonly layer: Layer.Layer<Accounts, never, TimClient> = /* @__PURE__ */ serviceLayer(Accounts, makeAccounts)
}
