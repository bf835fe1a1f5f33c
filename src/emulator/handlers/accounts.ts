/** How the emulator answers the endpoints about accounts. */
import * as Effect from "effect/Effect"
import {
  accountCheck,
  accountDelete,
  accountImport,
  kick,
  multiaccountImport,
  queryOnlineStatus,
  querystate,
  registerAccountV1
} from "../../api/accounts/endpoints.ts"
import { standardTags } from "../../api/profiles/tags.ts"
import { stateChange } from "../../webhook/commands/people.ts"
import { refuse } from "../Refusal.ts"
import { type Call, type Route, route } from "../Route.ts"
import { overallStatus } from "../state/Accounts.ts"

type AccountToImport = {
  readonly UserID: string
  readonly Nick?: string | undefined
  readonly FaceUrl?: string | undefined
}

/** Imports one account; answers the code of a failure, if there is one. */
const importOne = ({ FaceUrl, Nick, UserID }: AccountToImport, { app, now }: Call): number | undefined => {
  const code = app.accounts.whyNot(UserID, now)
  if (code !== undefined) return code
  if (!app.accounts.has(UserID)) app.figures.accountsChanged(1, now)
  const { profile } = app.accounts.add(UserID)
  if (Nick !== undefined) profile.set(standardTags.nick.tag, Nick)
  if (FaceUrl !== undefined) profile.set(standardTags.image.tag, FaceUrl)
  return undefined
}

const notFound = 70107

/** The status fields of one account, as both generations of the query answer them. */
const statusOf = (userId: string, { app }: Call, withDetail: boolean) => {
  const account = app.accounts.get(userId)
  const detail = withDetail && account !== undefined && account.platforms.size > 0
    ? { Detail: [...account.platforms].map(([Platform, Status]) => ({ Platform, Status })) }
    : {}
  return { status: account === undefined ? "Offline" as const : overallStatus(account), detail }
}

const profileNote = "The profile that an import brings is not told, which is assumed."

const invalidAccount = { invalid: 70402 }
const invalidQuery = {
  invalid: 90001,
  fields: { To_Account: 90003 },
  limits: { To_Account: 90011 },
  empty: { To_Account: 90001 }
}

/** The routes about accounts. */
export const accountRoutes: ReadonlyArray<Route> = [
  route(
    accountImport,
    { ...invalidAccount, limits: { Nick: 40601, FaceUrl: 40601 }, notes: [profileNote] },
    (account, call) => {
      const code = importOne(account, call)
      return code === undefined ? {} : Effect.fail(refuse(code))
    }
  ),

  route(
    multiaccountImport,
    {
      ...invalidAccount,
      notes: ["More than 100 accounts, or both lists, are refused with 70402, which is assumed.", profileNote]
    },
    ({ AccountList, Accounts }, call) => {
      const accounts = AccountList ?? (Accounts ?? []).map((UserID) => ({ UserID }))
      const failed = accounts.filter((account) => importOne(account, call) !== undefined).map(({ UserID }) => UserID)
      return failed.length === 0 ? {} : { FailAccounts: failed }
    }
  ),

  route(
    accountDelete,
    {
      ...invalidAccount,
      notes: [
        "What becomes of groups that a deleted account owns is not documented; they stay, without an owner. So do " +
        "official accounts that it owns.",
        "Those whom a deleted account talked to keep their side of the conversation, which is assumed.",
        "What ends with an account, such as friendships and being online, is not told, which is assumed."
      ]
    },
    ({ DeleteItem }, { app, now }) => ({
      ResultItem: DeleteItem.map(({ UserID }) => {
        const code = app.forget(UserID, now) ? 0 : notFound
        return {
          UserID,
          ResultCode: code,
          ResultInfo: code === 0 ? "" : "Err_TLS_PT_Open_Login_Account_Not_Exist"
        }
      })
    })
  ),

  route(accountCheck, invalidAccount, ({ CheckItem }, { app }) => ({
    ResultItem: CheckItem.map(({ UserID }) => ({
      UserID,
      ResultCode: 0,
      ResultInfo: "",
      AccountStatus: app.accounts.has(UserID) ? "Imported" : "NotImported"
    }))
  })),

  route(
    kick,
    {
      ...invalidAccount,
      notes: ["Whoever is online, or reached by pushes, is logged out; one webhook tells it for all devices: assumed."],
      webhooks: [stateChange]
    },
    ({ UserID }, { app, now, tell }) => {
      const account = app.accounts.get(UserID)
      if (account === undefined) return Effect.fail(refuse(notFound))
      account.sigsNotBefore = now
      if (account.platforms.size > 0) {
        account.platforms.clear()
        tell(stateChange, () => ({ Info: { Action: "Logout", To_Account: UserID, Reason: "Unregister" } }))
      }
      app.live.disconnect(UserID)
      return {}
    }
  ),

  route(
    queryOnlineStatus,
    {
      ...invalidQuery,
      notes: [
        "Device ids and custom statuses are not answered: how the service names them was not documented.",
        "When every account is unknown, the call is refused with 70107, which is assumed."
      ]
    },
    ({ IsNeedDetail, To_Account }, call) => {
      const known = To_Account.filter((id) => call.app.accounts.has(id))
      if (known.length === 0) return Effect.fail(refuse(notFound))
      return {
        QueryResult: known.map((id) => {
          const { detail, status } = statusOf(id, call, IsNeedDetail === 1)
          return { To_Account: id, Status: status, ...detail }
        }),
        ErrorList: To_Account.filter((id) => !call.app.accounts.has(id))
          .map((id) => ({ To_Account: id, ErrorCode: notFound }))
      }
    }
  ),

  route(
    querystate,
    { ...invalidQuery, notes: ["An unknown account is answered as offline, which is assumed."] },
    ({ IsNeedDetail, To_Account }, call) => ({
      QueryResult: To_Account.map((id) => {
        const { detail, status } = statusOf(id, call, IsNeedDetail === 1)
        return { To_Account: id, State: status, ...detail }
      })
    })
  ),

  // Withdrawn, and known here so that nobody takes it for a path that was forgotten.
  route(
    registerAccountV1,
    { invalid: 60009, notes: ["Always refused with 60009: the service withdrew accounts whose passwords it keeps."] },
    () => Effect.fail(refuse(60009))
  )
]
