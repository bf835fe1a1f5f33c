/** How the emulator answers the endpoints about following. */
import * as Effect from "effect/Effect"
import { followAdd, followCheck, followDelete, followGet, followGetInfo } from "../../api/friends/followEndpoints.ts"
import { standardTags } from "../../api/profiles/tags.ts"
import type { Endpoint } from "../../endpoint/Endpoint.ts"
import { followed, unfollowed } from "../../webhook/commands/people.ts"
import { refuse } from "../Refusal.ts"
import type { Call, Fidelity, Handler, Route } from "../Route.ts"
import { type FollowList, maxFollowing } from "../state/Follows.ts"
import {
  asItems,
  eachUser,
  invalid,
  type Outcome,
  resultOf,
  unknownUser,
  userRoute,
  whyNotRelated
} from "./relations.ts"

/** A route that needs following, which the `premium` edition has. */
const followRoute = <Request, Response, Body extends { readonly From_Account: string }>(
  endpoint: Endpoint<Request, Response, Body>,
  { notes = [], webhooks = [] }: Fidelity,
  handler: Handler<Response, Body>
): Route =>
  userRoute(
    endpoint,
    { notes: ["The premium edition has following, and it is always switched on in the console.", ...notes], webhooks },
    (body, call) => call.app.edition === "premium" ? handler(body, call) : Effect.fail(refuse(30005))
  )

const follow = (from: string, to: string, added: Array<string>, call: Call): Outcome => {
  const { follows } = call.app
  const unrelated = whyNotRelated(from, to, call)
  if (unrelated !== undefined) return unrelated
  if (follows.has(from, to)) return undefined
  if (follows.counts(from).following >= maxFollowing) return 32100
  follows.add(from, to, call.now)
  added.push(to)
  return undefined
}

const unlessUnknown = (userId: string, { app }: Call): Outcome => app.accounts.has(userId) ? undefined : unknownUser

/** The results of a list. Answers about following do not repeat which failed. */
const results = (ids: ReadonlyArray<string>, handle: (id: string) => Outcome) => ({
  ResultItem: eachUser(asItems(ids), ({ To_Account }) => handle(To_Account)).ResultItem
})

const lists: { readonly [type in 1 | 2 | 3]: FollowList } = { 1: "followers", 2: "following", 3: "mutual" }

const shownTags = [standardTags.nick.tag, standardTags.image.tag]

const profileOf = (userId: string, { app }: Call) => {
  const profile = app.accounts.get(userId)?.profile
  return shownTags.flatMap((Tag) => {
    const Value = profile?.get(Tag)
    return Value === undefined ? [] : [{ Tag, Value }]
  })
}

/** The routes about following. */
export const followRoutes: ReadonlyArray<Route> = [
  followRoute(
    followAdd,
    {
      notes: [
        "Following again is fine and keeps the time, a blocklist forbids nothing, and following oneself fails with " +
        "30001. All of this is assumed. Limits of followers and mutual follows (32101 to 32103) are not documented " +
        "and left out."
      ],
      webhooks: [followed]
    },
    ({ FollowItem, From_Account }, call) => {
      const added: Array<string> = []
      const ids = FollowItem.map(({ To_Account }) => To_Account)
      const answer = results(ids, (to) => follow(From_Account, to, added, call))
      if (added.length > 0) call.tell(followed, () => ({ From_Account, FollowList: asItems(added) }))
      return answer
    }
  ),

  followRoute(
    followDelete,
    {
      notes: ["Unfollowing a user who is not followed is fine, which is assumed."],
      webhooks: [unfollowed]
    },
    ({ From_Account, To_Account }, call) => {
      const { follows } = call.app
      const deleted = [...new Set(To_Account)].filter((to) => follows.has(From_Account, to))
      for (const to of deleted) follows.delete(From_Account, to)
      if (deleted.length > 0) call.tell(unfollowed, () => ({ From_Account, To_Account: deleted }))
      return results(To_Account, (to) => unlessUnknown(to, call))
    }
  ),

  followRoute(
    followCheck,
    { notes: ["A user without an account fails with 30003, which is assumed."] },
    ({ From_Account, To_Account }, call) => ({
      ResultItem: To_Account.map((to) => {
        const { follows } = call.app
        return {
          ...resultOf(to, unlessUnknown(to, call)),
          FollowType: (follows.has(to, From_Account) ? 1 : 0) + (follows.has(From_Account, to) ? 2 : 0)
        }
      })
    })
  ),

  followRoute(
    followGet,
    {
      notes: [
        "Users come newest first, with name and avatar; the time of a mutual follow is that of From_Account's. All " +
        "of this is assumed. The sequence of the profile is left out."
      ]
    },
    ({ FollowType, From_Account, StartCursor, WantNum }, call) => {
      if (!/^\d*$/.test(StartCursor)) return Effect.fail(refuse(invalid, "StartCursor is no cursor of this list"))
      const count = WantNum ?? 100
      const serial = StartCursor === "" ? Infinity : Number(StartCursor)
      const found = call.app.follows.before(From_Account, lists[FollowType], serial, count + 1)
      const shown = found.slice(0, count)
      return {
        FollowItem: shown.map(({ key, value }) => {
          const ProfileItem = profileOf(key, call)
          return { To_Account: key, FollowTime: value, ...(ProfileItem.length === 0 ? {} : { ProfileItem }) }
        }),
        NextCursor: found.length > count ? String(shown.at(-1)?.serial ?? "") : ""
      }
    }
  ),

  followRoute(
    followGetInfo,
    { notes: ["A user without an account fails with 30003, which is assumed."] },
    ({ To_Account }, call) => ({
      FollowInfo: To_Account.map((to) => {
        const { followers, following, mutual } = call.app.follows.counts(to)
        return {
          ...resultOf(to, unlessUnknown(to, call)),
          FollowerCount: followers,
          FollowingCount: following,
          MutualFollowingCount: mutual
        }
      })
    })
  )
]
