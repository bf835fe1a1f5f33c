/** How the emulator answers the endpoints about official accounts. */
import * as Effect from "effect/Effect"
import {
  createOfficialAccount,
  destroyOfficialAccount,
  getOfficialAccountInfo,
  modifyOfficialAccountBaseInfo
} from "../../api/officialAccounts/endpoints.ts"
import type { BodyOf } from "../../endpoint/Endpoint.ts"
import { errorNameOf } from "../../errors/errorName.ts"
import {
  afterCreateOfficialAccount,
  beforeCreateOfficialAccount,
  officialAccountDestroyed,
  officialAccountInfoChanged
} from "../../webhook/commands/officialAccounts.ts"
import { refuse, type Refusal } from "../Refusal.ts"
import { type Call, type Route, route } from "../Route.ts"
import type { OfficialAccount } from "../state/OfficialAccounts.ts"
import { officialAccountMessageRoutes } from "./officialAccountMessages.ts"
import { accountOf, codes, invalidAccount, invalidAssumed, pick, profileOf } from "./officialAccountsCommon.ts"
import { subscriberRoutes } from "./officialAccountSubscribers.ts"

type Changes = {
  readonly Name?: string | undefined
  readonly Introduction?: string | undefined
  readonly FaceUrl?: string | undefined
  readonly MaxSubscriberNum?: number | undefined
  readonly Organization?: string | undefined
  readonly CustomString?: string | undefined
}

const change = (account: OfficialAccount, changes: Changes): void => {
  account.name = changes.Name ?? account.name
  account.introduction = changes.Introduction ?? account.introduction
  account.faceUrl = changes.FaceUrl ?? account.faceUrl
  account.maxSubscribers = changes.MaxSubscriberNum ?? account.maxSubscribers
  account.organization = changes.Organization ?? account.organization
  account.customString = changes.CustomString ?? account.customString
}

/** What changes of an official account the app is told. */
const toldOf = (account: OfficialAccount, { FaceUrl, Introduction, Name, Organization }: Changes) => ({
  ...(Name === undefined || Name === account.name ? {} : { Name }),
  ...(Introduction === undefined || Introduction === account.introduction ? {} : { Introduction }),
  ...(FaceUrl === undefined || FaceUrl === account.faceUrl ? {} : { FaceUrl }),
  ...(Organization === undefined || Organization === account.organization ? {} : { Organization })
})

/** Why an official account cannot be made; nothing where it can. */
const whyNotMade = (
  { OfficialAccountUserID, Owner_Account }: BodyOf<typeof createOfficialAccount>,
  { app: { accounts, officialAccounts } }: Call
): Refusal | undefined => {
  if (!officialAccounts.enabled) return refuse(codes.off)
  if (!accounts.has(Owner_Account)) return refuse(codes.invalid, "Owner_Account is not imported")
  if (OfficialAccountUserID !== undefined && officialAccounts.get(OfficialAccountUserID) !== undefined) {
    return refuse(codes.idTaken)
  }
  return officialAccounts.isFull ? refuse(codes.full) : undefined
}

/** The routes about the profiles of official accounts. */
const profileRoutes: ReadonlyArray<Route> = [
  route(
    createOfficialAccount,
    {
      ...invalidAccount,
      notes: [
        invalidAssumed,
        "An owner that is not imported is refused with 6017, which is assumed.",
        "The standard edition has no official accounts (131000), the trial edition 5 (130010) that never end; that " +
        "the highest edition has no limit is assumed.",
        "Where the app refuses, the call fails with 10016, as with groups, which is assumed."
      ],
      webhooks: [beforeCreateOfficialAccount, afterCreateOfficialAccount]
    },
    Effect.fnUntracedEager(function*(body, call) {
      const refusal = whyNotMade(body, call)
      if (refusal !== undefined) return yield* refusal
      const { OfficialAccountUserID, Owner_Account, ...profile } = body
      const { app: { officialAccounts }, identifier: Operator_Account, now, random } = call
      const shown = { Operator_Account, Owner_Account, Name: profile.Name }
      yield* call.ask(beforeCreateOfficialAccount, () => shown)
      // While the app was asked, the id may have been taken, or the last place.
      const since = whyNotMade(body, call)
      if (since !== undefined) return yield* since
      const account = officialAccounts.add({
        id: OfficialAccountUserID ?? officialAccounts.freeId(random),
        owner: Owner_Account,
        name: profile.Name,
        createTime: now
      })
      change(account, profile)
      call.tell(afterCreateOfficialAccount, () => ({ ...shown, Official_Account: account.id }))
      return { OfficialAccountUserID: account.id }
    })
  ),

  route(
    destroyOfficialAccount,
    {
      ...invalidAccount,
      notes: [
        "Subscriptions and messages go with it, and the id is free again, which is assumed.",
        "Deleting an account ends its subscriptions, but official accounts that it owns stay, which is assumed."
      ],
      webhooks: [officialAccountDestroyed]
    },
    ({ Official_Account }, call) =>
      Effect.map(accountOf(Official_Account, call), (account) => {
        call.app.officialAccounts.destroy(account)
        call.tell(officialAccountDestroyed, () => ({
          Official_Account,
          Owner_Account: account.owner,
          Name: account.name
        }))
        return {}
      })
  ),

  route(
    modifyOfficialAccountBaseInfo,
    {
      ...invalidAccount,
      notes: [
        invalidAssumed,
        "A `MaxSubscriberNum` below the present number ends no subscription.",
        "The webhook has no place for `MaxSubscriberNum` and `CustomString`; none is sent where only they change, " +
        "which is assumed."
      ],
      webhooks: [officialAccountInfoChanged]
    },
    ({ Official_Account, ...changes }, call) =>
      Effect.map(accountOf(Official_Account, call), (account) => {
        const told = toldOf(account, changes)
        change(account, changes)
        if (Object.keys(told).length > 0) {
          const who = { Official_Account, Operator_Account: call.identifier }
          call.tell(officialAccountInfoChanged, () => ({ ...who, ...told }))
        }
        return {}
      })
  ),

  route(
    getOfficialAccountInfo,
    {
      invalid: codes.invalid,
      limits: { "OfficialAccountIdList.Official_Account": codes.idInvalid },
      notes: [
        invalidAssumed,
        "An entry repeats its id as `Official_Account`, and one without an official account fails alone with 130004; " +
        "both are assumed."
      ]
    },
    ({ OfficialAccountIdList, ResponseFilter }, { app: { officialAccounts } }) => {
      if (!officialAccounts.enabled) return Effect.fail(refuse(codes.off))
      return {
        OfficialAccountInfoList: OfficialAccountIdList.map(({ Official_Account }) => {
          const account = officialAccounts.get(Official_Account)
          return account === undefined
            ? { Official_Account, ErrorCode: codes.notFound, ErrorInfo: errorNameOf(codes.notFound) ?? "" }
            : {
              Official_Account,
              ErrorCode: 0,
              ErrorInfo: "",
              ...pick(profileOf(account), ResponseFilter?.OfficialAccountBaseInfoFilter)
            }
        })
      }
    }
  )
]

/** The routes about official accounts. */
export const officialAccountRoutes: ReadonlyArray<Route> = [
  ...profileRoutes,
  ...subscriberRoutes,
  ...officialAccountMessageRoutes
]
