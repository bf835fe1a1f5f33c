/** How the emulator answers the endpoints about the members of groups. */
import * as Effect from "effect/Effect"
import {
  addGroupMember,
  changeGroupOwner,
  deleteGroupMember,
  getGroupMemberInfo,
  getRoleInGroup,
  getSpecifiedGroupMemberInfo,
  modifyGroupMemberInfo
} from "../../api/groups/endpoints/members.ts"
import type { BodyOf } from "../../endpoint/Endpoint.ts"
import { refuse, type Refusal } from "../Refusal.ts"
import { type Call, type Route, route } from "../Route.ts"
import type { Group, Member } from "../state/Groups.ts"
import { groupTypes } from "../state/groupTypes.ts"
import {
  type Answer,
  measured,
  type MemberFilter,
  memberOf,
  ofGroup,
  refused,
  setFields,
  tips,
  whyNotFields,
  withGroup
} from "./groupsCommon.ts"
import { isDirty, textRefused } from "./textFilter.ts"

/** Answers for a group whose type stores members; refuses otherwise. */
const withMembers = <A>(groupId: string, call: Call, answer: (group: Group) => Answer<A>, code = 10007): Answer<A> =>
  withGroup(groupId, call, (group) => groupTypes[group.type].storesMembers ? answer(group) : refused(code))

const filterOf = (body: {
  readonly MemberInfoFilter?: ReadonlyArray<string> | undefined
  readonly AppDefinedDataFilter_GroupMember?: ReadonlyArray<string> | undefined
}): MemberFilter => ({ names: body.MemberInfoFilter, keys: body.AppDefinedDataFilter_GroupMember })

const ofRoles = (
  members: ReadonlyArray<Member>,
  roles: ReadonlyArray<Member["role"]> | undefined
): ReadonlyArray<Member> => roles === undefined ? members : members.filter(({ role }) => roles.includes(role))

/** The most members of a community in one page. */
const communityPage = 100

/** Why members cannot be added; nothing where each can be, or fails alone. */
const whyNotAdd = (userIds: ReadonlyArray<string>, group: Group, { app, now }: Call): Refusal | undefined => {
  if (userIds.some((id) => !app.accounts.has(id))) return refuse(10019)
  const newcomers = new Set(userIds.filter((id) => !group.members.has(id) && group.bannedUntil(id, now) === 0))
  for (const id of newcomers) if (!app.groups.mayJoinMore(id)) return refuse(10037)
  return group.members.size + newcomers.size > group.maxMembers ? refuse(10014) : undefined
}

/** Adds one account and tells how that went: 0 failed, 1 added, 2 was a member already. */
const add = (userId: string, group: Group, { app, now }: Call): 0 | 1 | 2 => {
  if (group.members.has(userId)) return 2
  if (group.bannedUntil(userId, now) > 0) return 0
  group.join(userId, now)
  app.figures.count("GroupJoinGroupTimes", now)
  return 1
}

const whyNotModify = (
  { AppMemberDefinedData, Member_Account, MuteTime, NameCard, Role }: BodyOf<typeof modifyGroupMemberInfo>,
  group: Group,
  call: Call
): Refusal | undefined => {
  const { admins, mutes } = groupTypes[group.type]
  if (!group.members.has(Member_Account)) return refuse(10004, "Member_Account is no member of the group")
  if (Role !== undefined && Member_Account === group.owner) return refuse(10007, "the role of the owner stays")
  if (Role === "Admin" && !admins) return refuse(10007)
  if (MuteTime !== undefined && !mutes) return refuse(10007)
  if (isDirty([NameCard], call)) return refuse(textRefused)
  return whyNotFields(AppMemberDefinedData, call.app.memberFields)
}

/** The routes about the members of groups. */
export const groupMemberRoutes: ReadonlyArray<Route> = [
  route(
    getGroupMemberInfo,
    {
      ...ofGroup,
      notes: [
        "Members come in the order owner, then by when they came in. A community needs Next, and a Limit of at most " +
        "100 (else 10004, which is assumed).",
        "Online states are not answered."
      ]
    },
    (body, call) =>
      withMembers(body.GroupId, call, (group) => {
        const { Limit, MemberRoleFilter, Next, Offset = 0 } = body
        const isCommunity = group.type === "Community"
        if (isCommunity && (Next === undefined || !/^\d{0,10}$/.test(Next))) return refused(10004, "Next is needed")
        if (isCommunity && Limit !== undefined && Limit > communityPage) {
          return refused(10004, `Limit is at most ${communityPage} for a community`)
        }
        const all = ofRoles(group.orderedMembers, MemberRoleFilter)
        const start = isCommunity ? Number(Next) : Offset
        const end = start + (Limit ?? (isCommunity ? communityPage : all.length))
        const page = all.slice(start, end)
        const filter = filterOf(body)
        return measured({
          MemberNum: group.members.size,
          MemberList: page.map((member) => memberOf(member, group, call.now, filter)),
          ...(isCommunity ? { Next: end < all.length ? String(end) : "" } : {})
        }, page.length)
      })
  ),

  route(
    getSpecifiedGroupMemberInfo,
    { ...ofGroup, notes: ["Accounts that are no members are left out, which is assumed."] },
    (body, call) =>
      withMembers(body.GroupId, call, (group) => {
        const found = [...new Set(body.Member_List_Account)].flatMap((id) => group.members.get(id) ?? [])
        const filter = filterOf(body)
        return {
          GroupId: body.GroupId,
          MemberList: ofRoles(found, body.MemberRoleFilter)
            .map((member) => memberOf(member, group, call.now, filter))
        }
      })
  ),

  route(
    addGroupMember,
    {
      ...ofGroup,
      limits: { ...ofGroup.limits, MemberList: 10005, "MemberList[]": 10004 },
      empty: { MemberList: 10004 },
      notes: [
        "Nobody has to accept first: no account is answered with 3.",
        "A banned account is answered with 0, which is assumed.",
        tips
      ]
    },
    ({ GroupId, MemberList }, call) =>
      withMembers(GroupId, call, (group) => {
        const reason = whyNotAdd(MemberList.map(({ Member_Account }) => Member_Account), group, call)
        if (reason !== undefined) return Effect.fail(reason)
        return {
          MemberList: MemberList.map(({ Member_Account }) => ({
            Member_Account,
            Result: add(Member_Account, group, call)
          }))
        }
      })
  ),

  route(
    deleteGroupMember,
    {
      ...ofGroup,
      limits: { ...ofGroup.limits, MemberToDel_Account: 10005, "MemberToDel_Account[]": 10004 },
      empty: { MemberToDel_Account: 10004 },
      notes: [
        "The owner cannot be removed (10007), which is assumed, as is 10005 for more than 100 accounts.",
        tips
      ]
    },
    ({ GroupId, MemberToDel_Account }, call) =>
      withMembers(GroupId, call, (group) => {
        if (group.owner !== "" && MemberToDel_Account.includes(group.owner)) return refused(10007)
        for (const id of MemberToDel_Account) {
          if (group.leave(id)) call.app.figures.count("GroupQuitGroupTimes", call.now)
        }
        return {}
      }, 10004)
  ),

  route(
    modifyGroupMemberInfo,
    {
      ...ofGroup,
      notes: [
        "An account that is no member is refused with 10004; an admin or a mute in a Private group, and a role for " +
        "the owner, with 10007. Both are assumed."
      ]
    },
    (body, call) =>
      withMembers(body.GroupId, call, (group) => {
        const reason = whyNotModify(body, group, call)
        const member = group.members.get(body.Member_Account)
        if (reason !== undefined || member === undefined) return reason === undefined ? {} : Effect.fail(reason)
        if (body.Role !== undefined) member.role = body.Role
        if (body.MsgFlag !== undefined) member.msgFlag = body.MsgFlag
        if (body.NameCard !== undefined) member.nameCard = body.NameCard
        if (body.MuteTime !== undefined) group.mute(member.userId, body.MuteTime, call.now)
        setFields(member.customData, body.AppMemberDefinedData)
        return {}
      })
  ),

  route(
    getRoleInGroup,
    {
      ...ofGroup,
      limits: { ...ofGroup.limits, User_Account: 10005, "User_Account[]": 10004 },
      empty: { User_Account: 10004 }
    },
    ({ GroupId, User_Account }, call) =>
      withMembers(GroupId, call, (group) => ({
        UserIdList: User_Account.map((id) => ({
          Member_Account: id,
          Role: group.members.get(id)?.role ?? "NotMember"
        }))
      }))
  ),

  route(
    changeGroupOwner,
    {
      ...ofGroup,
      notes: [
        "A new owner who is no member, and an unknown From_Account, are refused with 10004, which is assumed.",
        tips
      ]
    },
    ({ From_Account, GroupId, NewOwner_Account }, call) =>
      withMembers(GroupId, call, (group) => {
        if (From_Account !== undefined && !call.app.accounts.has(From_Account)) {
          return refused(10004, "From_Account does not exist")
        }
        if (!group.members.has(NewOwner_Account)) return refused(10004, "NewOwner_Account is no member of the group")
        if (group.owner !== NewOwner_Account) {
          group.giveTo(NewOwner_Account, call.now)
          group.touch(call.now)
        }
        return {}
      })
  )
]
