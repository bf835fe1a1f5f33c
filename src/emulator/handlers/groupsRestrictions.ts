/** How the emulator answers the endpoints about mutes and bans. */
import {
  banGroupMember,
  forbidSendMsg,
  getGroupBanMember,
  getGroupMutedAccount,
  getGroupShuttedUin,
  unbanGroupMember
} from "../../api/groups/endpoints/restrictions.ts"
import { type Call, type Route, route } from "../Route.ts"
import type { Group } from "../state/Groups.ts"
import { groupTypes } from "../state/groupTypes.ts"
import { type Answer, ofGroup, refused, withGroup } from "./groupsCommon.ts"

/** What has not ended yet; the rest is forgotten. */
export const running = (
  ends: Map<string, number> | undefined,
  now: number
): ReadonlyArray<readonly [string, number]> => {
  if (ends === undefined) return []
  for (const [userId, until] of ends) if (until <= now) ends.delete(userId)
  return [...ends]
}

const ofMembers = {
  ...ofGroup,
  limits: { ...ofGroup.limits, Members_Account: 10005, "Members_Account[]": 10004 },
  empty: { Members_Account: 10004 }
}

/** Answers for a group of an app that may ban. */
const withBans = <A>(groupId: string, call: Call, answer: (group: Group) => Answer<A>): Answer<A> =>
  call.app.edition === "premium" ? withGroup(groupId, call, answer) : refused(10007)

/** Answers for a group, or for a topic that it holds; refuses as the calls about messages of topics do. */
const withTopic = <A>(
  { GroupId, TopicId }: { readonly GroupId: string; readonly TopicId?: string | undefined },
  call: Call,
  answer: (group: Group) => Answer<A>
): Answer<A> =>
  withGroup(GroupId, call, (group) => {
    if (TopicId === undefined) return answer(group)
    if (!group.supportTopic) return refused(11000, "the group has no topics")
    return group.topics.has(TopicId) ? answer(group) : refused(10010, "the community has no such topic")
  })

/** The routes about mutes and bans. */
export const groupRestrictionRoutes: ReadonlyArray<Route> = [
  route(
    forbidSendMsg,
    {
      ...ofMembers,
      notes: [
        "Private groups are refused with 10007, accounts that do not exist with 10004. Both are assumed.",
        "Accounts that are no members can be muted, which is assumed."
      ]
    },
    (body, call) =>
      withTopic(body, call, (group) => {
        const { Members_Account, MuteTime, TopicId } = body
        if (!groupTypes[group.type].mutes) return refused(10007)
        if (Members_Account.some((id) => !call.app.accounts.has(id))) return refused(10004)
        for (const id of Members_Account) group.mute(id, MuteTime, call.now, TopicId)
        return {}
      })
  ),

  route(getGroupMutedAccount, ofGroup, (body, call) =>
    withTopic(body, call, ({ groupId, mutes, topicMutes }) => ({
      GroupId: groupId,
      MutedAccountList: running(body.TopicId === undefined ? mutes : topicMutes.get(body.TopicId), call.now)
        .map(([Member_Account, MutedUntil]) => ({ Member_Account, MutedUntil }))
    }))),

  route(getGroupShuttedUin, ofGroup, ({ GroupId }, call) =>
    withGroup(GroupId, call, (group) => ({
      GroupId,
      ShuttedUinList: running(group.mutes, call.now)
        .map(([Member_Account, ShuttedUntil]) => ({ Member_Account, ShuttedUntil }))
    }))),

  route(
    banGroupMember,
    {
      ...ofMembers,
      limits: { ...ofMembers.limits, Description: 10004 },
      notes: [
        "The premium edition has bans switched on, for every type of group.",
        "The owner cannot be banned (10007), nor can accounts that do not exist (10004). Both are assumed.",
        "No webhook tells that members go with a ban, which is assumed."
      ]
    },
    ({ Duration, GroupId, Members_Account }, call) =>
      withBans(GroupId, call, (group) => {
        if (group.owner !== "" && Members_Account.includes(group.owner)) return refused(10007)
        if (Members_Account.some((id) => !call.app.accounts.has(id))) return refused(10004)
        for (const id of Members_Account) {
          group.ban(id, Duration, call.now)
          call.app.live.of(group).expel(id)
        }
        return {}
      })
  ),

  route(unbanGroupMember, ofMembers, ({ GroupId, Members_Account }, call) =>
    withBans(GroupId, call, (group) => {
      for (const id of Members_Account) group.bans.delete(id)
      return {}
    })),

  route(
    getGroupBanMember,
    { ...ofGroup, notes: ["A page holds 100 bans when Limit is left out, which is assumed."] },
    ({ GroupId, Limit = 100, Offset }, call) =>
      withBans(GroupId, call, (group) => {
        const bans = running(group.bans, call.now).toSorted(([, a], [, b]) => a - b)
        const end = Offset + Limit
        return {
          BannedAccountList: bans.slice(Offset, end)
            .map(([Member_Account, BannedUntil]) => ({ Member_Account, BannedUntil })),
          NextOffset: end < bans.length ? end : 0
        }
      })
  )
]
