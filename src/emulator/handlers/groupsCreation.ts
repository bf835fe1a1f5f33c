/** How the emulator makes groups. */
import * as Effect from "effect/Effect"
import { createGroup } from "../../api/groups/endpoints/lifecycle.ts"
import type { BodyOf } from "../../endpoint/Endpoint.ts"
import { afterCreateGroup, beforeCreateGroup } from "../../webhook/commands/group.ts"
import { refuse, type Refusal } from "../Refusal.ts"
import { type Call, type Route, route } from "../Route.ts"
import type { Group } from "../state/Groups.ts"
import { avChatRooms, groupsPerApp, groupTypes, memberLimits } from "../state/groupTypes.ts"
import { assignId } from "./communityPlace.ts"
import { setFields, tips, whyNotFields } from "./groupsCommon.ts"
import { membersOf, namesOf } from "./groupWebhooks.ts"
import { isDirty, textRefused } from "./textFilter.ts"

type Create = BodyOf<typeof createGroup>

/** What creating and importing have in common. */
type NewGroup = Omit<Create, "MemberList" | "InviteJoinOption"> & { readonly CreateTime?: number | undefined }

/** What the ids begin with that the service gives: it tells live-streaming groups and communities apart. */
const prefixOf = (type: Group["type"]): string =>
  type === "AVChatRoom" ? "@TGS#a" : type === "Community" ? "@TGS#_@TGS#c" : "@TGS#"

/** Why a group cannot be made; nothing where it can. */
export const whyNotGroup = (body: NewGroup, { app }: Call): Refusal | undefined => {
  const { AppDefinedData, GroupId, MaxMemberCount, Owner_Account, Type } = body
  if (Type === "Community" && app.edition !== "premium") return refuse(11000)
  if (app.groups.size >= groupsPerApp[app.edition]) return refuse(10058)
  if (Type === "AVChatRoom" && app.groups.count(Type) >= avChatRooms[app.edition]) return refuse(10036)
  const same = GroupId === undefined ? undefined : app.groups.get(GroupId)
  if (same !== undefined) return refuse(same.owner !== "" && same.owner === Owner_Account ? 10025 : 10021)
  const { most } = memberLimits(Type, app.edition)
  if (MaxMemberCount !== undefined && most > 0 && MaxMemberCount > most) {
    return refuse(10004, `MaxMemberCount is at most ${most} in this edition`)
  }
  if (Owner_Account !== undefined) {
    if (!app.accounts.has(Owner_Account)) return refuse(10019)
    if (!app.groups.mayJoinMore(Owner_Account)) return refuse(10037)
  }
  return whyNotFields(AppDefinedData, app.groupFields)
}

/** Makes a group that may be made. */
export const makeGroup = (body: NewGroup, call: Call): Group => {
  const { app, now } = call
  const { Type } = body
  const { applyJoinSettable } = groupTypes[Type]
  const createTime = body.CreateTime ?? now
  const { most, usual } = memberLimits(Type, app.edition)
  const group = app.groups.add({
    groupId: body.GroupId ?? assignId(prefixOf(Type), (id) => app.groups.has(id), call),
    type: Type,
    name: body.Name,
    createTime,
    maxMembers: most === 0 ? 0 : body.MaxMemberCount ?? usual
  })
  group.introduction = body.Introduction ?? ""
  group.notification = body.Notification ?? ""
  group.faceUrl = body.FaceUrl ?? ""
  if (applyJoinSettable && body.ApplyJoinOption !== undefined) group.applyJoinOption = body.ApplyJoinOption
  setFields(group.customData, body.AppDefinedData)
  if (Type === "Community" && body.SupportTopic === 1) {
    group.supportTopic = true
    group.enablePermission = body.EnablePermission === 1
    group.defaultPermission = body.DefaultPermission ?? 0
  }
  if (body.Owner_Account !== undefined) group.giveTo(body.Owner_Account, createTime)
  app.figures.count("GroupNewGroupNum", now)
  return group
}

/** Why the first members cannot be; nothing where they can. */
const whyNotMembers = (body: Create, { app }: Call): Refusal | undefined => {
  const { MaxMemberCount, MemberList = [], Owner_Account, Type } = body
  if (MemberList.length === 0) return undefined
  const { admins, storesMembers } = groupTypes[Type]
  if (!storesMembers) return refuse(10007)
  if (!admins && MemberList.some(({ Role }) => Role !== undefined)) return refuse(10007)
  if (MemberList.some(({ Member_Account }) => !app.accounts.has(Member_Account))) return refuse(10019)
  if (MemberList.some(({ Member_Account }) => !app.groups.mayJoinMore(Member_Account))) return refuse(10037)
  const accounts = new Set(MemberList.map(({ Member_Account }) => Member_Account))
  if (Owner_Account !== undefined) accounts.add(Owner_Account)
  if (accounts.size > (MaxMemberCount ?? memberLimits(Type, app.edition).usual)) return refuse(10038)
  for (const { AppMemberDefinedData } of MemberList) {
    const unknown = whyNotFields(AppMemberDefinedData, app.memberFields)
    if (unknown !== undefined) return unknown
  }
  return undefined
}

/** A refusal for texts that hold a sensitive word; nothing where none does. */
export const whyDirty = (
  texts: { readonly [Field in "Introduction" | "Name" | "Notification"]?: string | undefined },
  call: Call
): Refusal | undefined =>
  isDirty([texts.Name, texts.Introduction, texts.Notification], call) ? refuse(textRefused) : undefined

/** Asks whether a group may be made. */
const askAbout = ({ MemberList = [], Name, Owner_Account = "", Type }: Create, call: Call) =>
  call.ask(beforeCreateGroup, () => {
    const userIds = MemberList.map(({ Member_Account }) => Member_Account)
    return {
      Operator_Account: call.identifier,
      Owner_Account,
      Type,
      Name,
      ...(userIds.length === 0 ? {} : { MemberList: membersOf(userIds) })
    }
  })

/** Tells that a group was made, with the members that came with it. */
const tellMade = (group: Group, userIds: ReadonlyArray<string>, call: Call): void =>
  call.tell(afterCreateGroup, () => ({
    ...namesOf(group, call),
    Operator_Account: call.identifier,
    Owner_Account: group.owner,
    Name: group.name,
    ...(userIds.length === 0 ? {} : { MemberList: membersOf(userIds) }),
    ...(group.customData.size === 0
      ? {}
      : { UserDefinedDataList: Array.from(group.customData, ([Key, Value]) => ({ Key, Value })) })
  }))

/** The route that makes groups. */
export const createGroupRoute: Route = route(
  createGroup,
  {
    invalid: 10004,
    limits: { MemberList: 10005, "MemberList[]": 10004 },
    notes: [
      "An account of MemberList that does not exist refuses the call with 10019, which is assumed.",
      "Admins among the members of a Private group are refused with 10007, which is assumed.",
      "A member limit beyond the edition's is refused with 10004, which is assumed.",
      "Options that the type does not let one choose are ignored.",
      "The daily number of new groups and the 100,000 communities an app are not limited.",
      "The premium edition has communities switched on.",
      "Webhooks name an empty owner where there is none, which is assumed.",
      tips
    ],
    webhooks: [beforeCreateGroup, afterCreateGroup]
  },
  Effect.fnUntracedEager(function*(body, call) {
    const reason = whyNotGroup(body, call) ?? whyNotMembers(body, call) ?? whyDirty(body, call)
    if (reason !== undefined) return yield* reason
    yield* askAbout(body, call)
    // While the app was asked, other calls may have taken the id or the last place, or have deleted an account.
    const meanwhile = whyNotGroup(body, call) ?? whyNotMembers(body, call)
    if (meanwhile !== undefined) return yield* meanwhile
    const group = makeGroup(body, call)
    if (groupTypes[group.type].inviteJoinSettable && body.InviteJoinOption !== undefined) {
      group.inviteJoinOption = body.InviteJoinOption
    }
    const joined: Array<string> = []
    for (const { AppMemberDefinedData, Member_Account, Role } of body.MemberList ?? []) {
      if (group.members.has(Member_Account)) continue
      const member = group.join(Member_Account, call.now)
      if (Role !== undefined) member.role = Role
      setFields(member.customData, AppMemberDefinedData)
      joined.push(Member_Account)
    }
    tellMade(group, joined, call)
    const { groupId: GroupId, type: Type } = group
    return Type === "Community" ? { GroupId, Type, HugeGroupFlag: 0 } : { GroupId }
  })
)
