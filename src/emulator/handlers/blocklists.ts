/** How the emulator answers the endpoints about blocklists. */
import { blackListAdd, blackListCheck, blackListDelete, blackListGet } from "../../api/friends/blocklistEndpoints.ts"
import { blocklistAdded, blocklistRemoved } from "../../webhook/commands/people.ts"
import type { Call, Route } from "../Route.ts"
import { maxBlocked } from "../state/Blocklists.ts"
import {
  asItems,
  eachUser,
  failedOf,
  invalid,
  type Outcome,
  type Pair,
  resultOf,
  tellPairs,
  unknownUser,
  userRoute,
  whyNotRelated
} from "./relations.ts"

const block = (from: string, to: string, call: Call): Outcome => {
  const { app, now } = call
  const unrelated = whyNotRelated(from, to, call)
  if (unrelated !== undefined) return unrelated
  if (app.blocklists.has(from, to)) return [invalid, "Err_SNS_BlackListAdd_Already_Exist"]
  if (app.blocklists.of(from).size >= maxBlocked) return 30013
  app.blocklists.add(from, to, now)
  app.friends.remove(from, to, true)
  app.friends.forgetRequests(from, to)
  return undefined
}

/** The pairs of those who were blocked, or are blocked no more. */
const changedOf = (From_Account: string, { ResultItem }: ReturnType<typeof eachUser>): ReadonlyArray<Pair> =>
  ResultItem.filter(({ ResultCode }) => ResultCode === 0).map(({ To_Account }) => ({ From_Account, To_Account }))

const relationOf = (a: string, b: string, both: boolean, { app }: Call) => {
  const byA = app.blocklists.has(a, b)
  const byB = both && app.blocklists.has(b, a)
  if (byA) return byB ? "BlackCheckResult_Type_BothWay" : "BlackCheckResult_Type_AWithB"
  return byB ? "BlackCheckResult_Type_BWithA" : "BlackCheckResult_Type_NO"
}

/** The routes about blocklists. */
export const blocklistRoutes: ReadonlyArray<Route> = [
  userRoute(
    blackListAdd,
    {
      notes: [
        "Pending requests between the two end; a user cannot block itself (30001), and a user without an account " +
        "fails with 30003. All of this is assumed.",
        "A friendship that ends by this is not told, which is assumed."
      ],
      webhooks: [blocklistAdded]
    },
    ({ From_Account, To_Account }, call) => {
      const results = eachUser(asItems(To_Account), ({ To_Account }) => block(From_Account, To_Account, call))
      tellPairs(blocklistAdded, changedOf(From_Account, results), call)
      return results
    }
  ),

  userRoute(
    blackListDelete,
    {
      notes: ["A user without an account is not on the blocklist (30001), which is assumed."],
      webhooks: [blocklistRemoved]
    },
    ({ From_Account, To_Account }, call) => {
      const { blocklists } = call.app
      const results = eachUser(
        asItems(To_Account),
        ({ To_Account }) =>
          blocklists.delete(From_Account, To_Account) ? undefined : [invalid, "To_Account is not on the blocklist"]
      )
      tellPairs(blocklistRemoved, changedOf(From_Account, results), call)
      return results
    }
  ),

  userRoute(
    blackListGet,
    {
      notes: [
        "Users come in the order in which they were blocked, which is assumed. LastSequence is not looked at: what " +
        "it does is not documented, and servers send 0."
      ]
    },
    ({ From_Account, MaxLimited, StartIndex }, { app }) => {
      const blocked = app.blocklists.of(From_Account)
      const next = StartIndex + MaxLimited
      return {
        BlackListItem: [...blocked].slice(StartIndex, next)
          .map(([To_Account, AddBlackTimeStamp]) => ({ To_Account, AddBlackTimeStamp })),
        StartIndex: next < blocked.size ? next : 0,
        CurruentSequence: app.blocklists.sequence(From_Account)
      }
    }
  ),

  userRoute(
    blackListCheck,
    { notes: ["A user without an account fails with 30003, which is assumed."] },
    ({ CheckType, From_Account, To_Account }, call) => {
      const BlackListCheckItem = To_Account.map((to) => ({
        Relation: relationOf(From_Account, to, CheckType === "BlackCheckResult_Type_Both", call),
        ...resultOf(to, call.app.accounts.has(to) ? undefined : unknownUser)
      }))
      return { BlackListCheckItem, ...failedOf(BlackListCheckItem) }
    }
  )
]
