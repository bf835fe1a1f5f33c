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
import {
  beforeInviteJoin,
  groupFull,
  groupOwnerChanged,
  memberFieldChanged,
  memberJoined,
  memberLeft
} from "../../webhook/commands/group.ts"
import { refuse, type Refusal } from "../Refusal.ts"
import { type Call, type Route, route } from "../Route.ts"
import type { Group, Member } from "../state/Groups.ts"
import { groupTypes } from "../state/groupTypes.ts"
import {
  type Answer,
  effectOf,
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
import { membersOf, namesOf } from "./groupWebhooks.ts"
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

/** The code for a group that has no room for all who are to be added. */
const noRoom = 10014

/** Those of some accounts who may become members and are none yet. */
const newcomersOf = (userIds: ReadonlyArray<string>, group: Group, { now }: Call): ReadonlySet<string> =>
  new Set(userIds.filter((id) => !group.members.has(id) && group.bannedUntil(id, now) === 0))

/** Why members cannot be added; nothing where each can be, or fails alone. */
const whyNotAdd = (userIds: ReadonlyArray<string>, group: Group, call: Call): Refusal | undefined => {
  const { app } = call
  if (userIds.some((id) => !app.accounts.has(id))) return refuse(10019)
  const newcomers = newcomersOf(userIds, group, call)
  for (const id of newcomers) if (!app.groups.mayJoinMore(id)) return refuse(10037)
  return group.members.size + newcomers.size > group.maxMembers ? refuse(noRoom) : undefined
}

/** The group that members can be added to. The app is told where it is too full for them. */
const groupToJoin = Effect.fnUntracedEager(function*(
  groupId: string,
  userIds: ReadonlyArray<string>,
  call: Call
): Effect.fn.Return<Group, Refusal> {
  const group = yield* effectOf(withMembers(groupId, call, (group) => group))
  const reason = whyNotAdd(userIds, group, call)
  if (reason === undefined) return group
  if (reason.code === noRoom) call.tell(groupFull, () => ({ GroupId: groupId }))
  return yield* reason
})

/** Asks who of those who would be new may be added; answers those who may not. */
const askWhoMayNot = Effect.fnUntracedEager(function*(
  userIds: ReadonlyArray<string>,
  group: Group,
  call: Call
): Effect.fn.Return<ReadonlySet<string>, Refusal> {
  const newcomers = newcomersOf(userIds, group, call)
  if (newcomers.size === 0) return newcomers
  const { answer } = yield* call.ask(beforeInviteJoin, () => ({
    ...namesOf(group, call),
    Operator_Account: call.identifier,
    DestinationMembers: membersOf(newcomers)
  }))
  return new Set(answer["RefusedMembers_Account"] as ReadonlyArray<string> | undefined)
})

/** Tells who was added, and that the group is full where it is so now. */
const tellJoined = (userIds: ReadonlyArray<string>, group: Group, call: Call): void => {
  if (userIds.length === 0) return
  call.tell(memberJoined, () => ({
    ...namesOf(group, call),
    JoinType: "Invited",
    Operator_Account: call.identifier,
    NewMemberList: membersOf(userIds)
  }))
  if (group.isFull) call.tell(groupFull, () => ({ GroupId: group.groupId }))
}

/** Adds one account and tells how that went: 0 failed, 1 added, 2 was a member already. */
const add = (userId: string, notWanted: ReadonlySet<string>, group: Group, { app, now }: Call): 0 | 1 | 2 => {
  if (group.members.has(userId)) return 2
  if (notWanted.has(userId) || group.bannedUntil(userId, now) > 0) return 0
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
        "A banned account, and one that the app leaves out, are answered with 0, which is assumed.",
        "The app is asked about those who would be new, not about members and banned accounts, which is assumed.",
        "Group.CallbackAfterGroupFull is sent as well where a call is refused with 10014, which is assumed.",
        tips
      ],
      webhooks: [beforeInviteJoin, memberJoined, groupFull]
    },
    Effect.fnUntracedEager(function*({ GroupId, MemberList }, call) {
      const userIds = MemberList.map(({ Member_Account }) => Member_Account)
      const notWanted = yield* askWhoMayNot(userIds, yield* groupToJoin(GroupId, userIds, call), call)
      // While the app was asked, other calls may have filled the group, or dissolved it.
      const group = yield* groupToJoin(GroupId, userIds.filter((id) => !notWanted.has(id)), call)
      const results = userIds.map((Member_Account) => ({
        Member_Account,
        Result: add(Member_Account, notWanted, group, call)
      }))
      tellJoined(results.flatMap(({ Member_Account, Result }) => Result === 1 ? [Member_Account] : []), group, call)
      return { MemberList: results }
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
        "Silence keeps no webhook from being sent, which is assumed.",
        tips
      ],
      webhooks: [memberLeft]
    },
    ({ GroupId, MemberToDel_Account }, call) =>
      withMembers(GroupId, call, (group) => {
        if (group.owner !== "" && MemberToDel_Account.includes(group.owner)) return refused(10007)
        const left = MemberToDel_Account.filter((id) => group.leave(id))
        for (const _ of left) call.app.figures.count("GroupQuitGroupTimes", call.now)
        if (left.length > 0) {
          call.tell(memberLeft, () => ({
            ...namesOf(group, call),
            ExitType: "Kicked",
            Operator_Account: call.identifier,
            ExitMemberList: membersOf(left)
          }))
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
        "the owner, with 10007. Both are assumed.",
        "A role or a name card that is given as it was is no change for the webhook, which is assumed."
      ],
      webhooks: [memberFieldChanged]
    },
    (body, call) =>
      withMembers(body.GroupId, call, (group) => {
        const reason = whyNotModify(body, group, call)
        const member = group.members.get(body.Member_Account)
        if (reason !== undefined || member === undefined) return reason === undefined ? {} : Effect.fail(reason)
        const { nameCard, role } = member
        if (body.Role !== undefined) member.role = body.Role
        if (body.MsgFlag !== undefined) member.msgFlag = body.MsgFlag
        if (body.NameCard !== undefined) member.nameCard = body.NameCard
        if (body.MuteTime !== undefined) group.mute(member.userId, body.MuteTime, call.now)
        setFields(member.customData, body.AppMemberDefinedData)
        if (member.role !== role || member.nameCard !== nameCard) {
          call.tell(memberFieldChanged, () => ({
            ...namesOf(group, call),
            Operator_Account: call.identifier,
            Member_Account: member.userId,
            ...(member.role === role ? {} : { Role: member.role }),
            ...(member.nameCard === nameCard ? {} : { NameCard: member.nameCard })
          }))
        }
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
        "The webhook names an empty former owner where there was none, which is assumed.",
        tips
      ],
      webhooks: [groupOwnerChanged]
    },
    ({ From_Account, GroupId, NewOwner_Account }, call) =>
      withMembers(GroupId, call, (group) => {
        if (From_Account !== undefined && !call.app.accounts.has(From_Account)) {
          return refused(10004, "From_Account does not exist")
        }
        if (!group.members.has(NewOwner_Account)) return refused(10004, "NewOwner_Account is no member of the group")
        const { owner } = group
        if (owner === NewOwner_Account) return {}
        group.giveTo(NewOwner_Account, call.now)
        group.touch(call.now)
        call.tell(groupOwnerChanged, () => ({
          ...namesOf(group, call),
          Operator_Account: call.identifier,
          OldOwner_Account: owner,
          NewOwner_Account
        }))
        return {}
      })
  )
]
