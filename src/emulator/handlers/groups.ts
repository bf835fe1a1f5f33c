/** How the emulator answers the endpoints about groups as a whole: destroy, list, profile. */
import * as Effect from "effect/Effect"
import {
  destroyGroup,
  getAppidGroupList,
  getGroupInfo,
  getJoinedGroupList,
  modifyGroupBaseInfo
} from "../../api/groups/endpoints/lifecycle.ts"
import type { BodyOf } from "../../endpoint/Endpoint.ts"
import { groupDestroyed, groupInfoChanged } from "../../webhook/commands/group.ts"
import { refuse, type Refusal } from "../Refusal.ts"
import { type Call, type Route, route } from "../Route.ts"
import type { Group, Member } from "../state/Groups.ts"
import { groupTypes, memberLimits } from "../state/groupTypes.ts"
import type { Topic } from "../state/Topics.ts"
import {
  groupFieldsOf,
  measured,
  memberOf,
  ofGroup,
  profileOf,
  refused,
  setFields,
  tips,
  whyNotFields,
  withGroup
} from "./groupsCommon.ts"
import { createGroupRoute, whyDirty } from "./groupsCreation.ts"
import { changedTexts, membersOf, namesOf, textsOf } from "./groupWebhooks.ts"

/** What a change may not hold; nothing where all of it can be done. */
const whyNotChange = (body: BodyOf<typeof modifyGroupBaseInfo>, group: Group, call: Call): Refusal | undefined => {
  const { AppDefinedData, From_Account, MaxMemberNum } = body
  const { app } = call
  if (From_Account !== undefined && !app.accounts.has(From_Account)) {
    return refuse(10004, "From_Account does not exist")
  }
  const { most } = memberLimits(group.type, app.edition)
  if (MaxMemberNum !== undefined && most > 0 && MaxMemberNum > most) {
    return refuse(10004, `MaxMemberNum is at most ${most} in this edition`)
  }
  return whyNotFields(AppDefinedData, app.groupFields) ?? whyDirty(body, call)
}

const change = (body: BodyOf<typeof modifyGroupBaseInfo>, group: Group): void => {
  const { applyJoinSettable, inviteJoinSettable } = groupTypes[group.type]
  const ordinary = group.type === "Private" || group.type === "Public" || group.type === "ChatRoom"
  if (body.Name !== undefined) group.name = body.Name
  if (body.Introduction !== undefined) group.introduction = body.Introduction
  if (body.Notification !== undefined) group.notification = body.Notification
  if (body.FaceUrl !== undefined) group.faceUrl = body.FaceUrl
  if (body.MaxMemberNum !== undefined && group.maxMembers > 0) group.maxMembers = body.MaxMemberNum
  if (applyJoinSettable && body.ApplyJoinOption !== undefined) group.applyJoinOption = body.ApplyJoinOption
  if (inviteJoinSettable && body.InviteJoinOption !== undefined) group.inviteJoinOption = body.InviteJoinOption
  if (body.MuteAllMember !== undefined) group.muteAll = body.MuteAllMember === "On"
  if (group.supportTopic && body.EnablePermission !== undefined) group.enablePermission = body.EnablePermission === 1
  if (group.supportTopic && body.DefaultPermission !== undefined) group.defaultPermission = body.DefaultPermission
  if (ordinary && body.HistoryMsgBeforeJoin !== undefined) group.historyBeforeJoin = body.HistoryMsgBeforeJoin === "On"
  setFields(group.customData, body.AppDefinedData)
}

/** Tells that a group is dissolved, with its members where they are stored and not those of a community. */
const tellDestroyed = (group: Group, call: Call): void =>
  call.tell(groupDestroyed, () => ({
    ...namesOf(group, call),
    Owner_Account: group.owner,
    Name: group.name,
    ...(groupTypes[group.type].storesMembers && group.type !== "Community"
      ? { MemberList: membersOf(group.orderedMembers.map(({ userId }) => userId)) }
      : {})
  }))

/** The place of the first group after a serial. */
const placeAfter = (groups: ReadonlyArray<Group>, serial: number): number => {
  let low = 0
  let high = groups.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const group = groups[middle]
    if (group !== undefined && group.serial <= serial) low = middle + 1
    else high = middle
  }
  return low
}

/** Whether a group is listed among those that a user joined. */
const isListed = (group: Group, userId: string, body: BodyOf<typeof getJoinedGroupList>): boolean => {
  const { GroupType, SupportTopic, WithHugeGroups, WithNoActiveGroups } = body
  if (GroupType !== undefined && group.type !== GroupType) return false
  if (SupportTopic !== undefined && (group.type !== "Community" || group.supportTopic !== (SupportTopic === 1))) {
    return false
  }
  if (group.supportTopic && SupportTopic === undefined) return false
  if (group.type === "AVChatRoom" && WithHugeGroups !== 1) return false
  return group.active || group.owner === userId || WithNoActiveGroups === 1
}

type InfoFilter = BodyOf<typeof getGroupInfo>["ResponseFilter"]

/** A group as `get_group_info` answers it. */
const infoOf = (groupId: string, filter: InfoFilter, { app, now }: Call) => {
  const group = app.groups.get(groupId)
  if (group === undefined) {
    const { code, info } = refuse(app.groups.wasDisbanded(groupId) ? 10010 : 10015)
    return { GroupId: groupId, ErrorCode: code, ErrorInfo: info }
  }
  const names = filter?.MemberInfoFilter
  const keys = filter?.AppDefinedDataFilter_GroupMember
  const withMembers = filter === undefined
    ? group.type !== "Community"
    : names !== undefined || keys !== undefined
  return {
    GroupId: groupId,
    ErrorCode: 0,
    ErrorInfo: "",
    ...profileOf(group, app, filter === undefined ? undefined : filter.GroupBaseInfoFilter ?? []),
    ...groupFieldsOf(group, filter === undefined ? undefined : filter.AppDefinedDataFilter_Group ?? []),
    ...(withMembers && groupTypes[group.type].storesMembers
      ? {
        MemberList: group.orderedMembers.map((member) =>
          memberOf(member, group, now, filter === undefined ? {} : { names: names ?? [], keys: keys ?? [] })
        )
      }
      : {})
  }
}

/** The routes about groups as a whole. */
export const groupLifecycleRoutes: ReadonlyArray<Route> = [
  createGroupRoute,

  route(
    destroyGroup,
    { ...ofGroup, notes: [tips], webhooks: [groupDestroyed] },
    ({ GroupId }, call) =>
      withGroup(GroupId, call, (group) => {
        // Nobody is in the group any more once it is removed.
        tellDestroyed(group, call)
        call.app.groups.remove(GroupId)
        call.app.figures.count("GroupDestroyGroupNum", call.now)
        return {}
      })
  ),

  route(
    getAppidGroupList,
    { invalid: 10004, notes: ["Groups are listed in the order in which they were made, and cursors are small."] },
    ({ GroupType, Limit = 10_000, Next = 0 }, { app }) => {
      const groups = app.groups.ordered(GroupType)
      const start = placeAfter(groups, Number(Next))
      const page = groups.slice(start, start + Limit)
      return measured({
        TotalCount: groups.length,
        GroupIdList: page.map(({ groupId }) => ({ GroupId: groupId })),
        Next: start + Limit < groups.length ? page.at(-1)?.serial ?? 0 : 0
      }, page.length)
    }
  ),

  route(
    getJoinedGroupList,
    {
      invalid: 10004,
      notes: [
        "An account that does not exist is answered as one that is in no group, which is assumed.",
        "Live-streaming groups are not listed: their members are not stored."
      ]
    },
    (body, { app }) => {
      const { GroupType, Limit, Member_Account, Offset = 0, ResponseFilter, SupportTopic } = body
      if (SupportTopic !== undefined && GroupType !== undefined && GroupType !== "Community") {
        return refused(10004, "SupportTopic goes with communities only")
      }
      const groups = [...app.groups.groupsOf(Member_Account).values()]
        .filter((group) => isListed(group, Member_Account, body))
      const page = groups.slice(Offset, Limit === undefined ? undefined : Offset + Limit)
      const selfNames = ResponseFilter?.SelfInfoFilter
      return measured({
        TotalCount: groups.length,
        GroupIdList: page.map((group) => {
          const member = group.members.get(Member_Account)
          const withSelf = member !== undefined && (selfNames !== undefined || group.supportTopic)
          return {
            GroupId: group.groupId,
            ...profileOf(group, app, ResponseFilter?.GroupBaseInfoFilter ?? []),
            ...(group.supportTopic
              ? { SupportTopic: 1, GrossTopicNextMsgSeq: overTopics(group, ({ nextMsgSeq }) => nextMsgSeq) }
              : {}),
            ...(withSelf ? { SelfInfo: { ...selfOf(member, selfNames), ...readOver(group, member, selfNames) } } : {})
          }
        })
      }, page.length)
    }
  ),

  route(
    getGroupInfo,
    {
      invalid: 10004,
      notes: [
        "A group that was disbanded is answered with 10010, one that never was with 10015.",
        "Members of communities are answered only where a filter asks for them.",
        "The member limit of a live-streaming group is answered as 0."
      ]
    },
    ({ GroupIdList, ResponseFilter }, call) => {
      const GroupInfo = GroupIdList.map((groupId) => infoOf(groupId, ResponseFilter, call))
      const items = GroupIdList.reduce((sum, id) => sum + (call.app.groups.get(id)?.members.size ?? 0), 0)
      return measured({ GroupInfo }, items)
    }
  ),

  route(
    modifyGroupBaseInfo,
    {
      ...ofGroup,
      notes: [
        "An unknown From_Account and a member limit beyond the edition's are refused with 10004, which is assumed.",
        "Options that the type does not let one choose are ignored.",
        "A text that is given as it was is no change for the webhook, which is assumed.",
        tips
      ],
      webhooks: [groupInfoChanged]
    },
    (body, call) =>
      withGroup(body.GroupId, call, (group) => {
        const reason = whyNotChange(body, group, call)
        if (reason !== undefined) return Effect.fail(reason)
        const before = textsOf(group)
        change(body, group)
        const changed = changedTexts(before, group)
        if (changed !== undefined) {
          call.tell(groupInfoChanged, () => ({
            ...namesOf(group, call),
            Operator_Account: call.identifier,
            ...changed
          }))
        }
        const { From_Account: _from, GroupId: _id, ...changes } = body
        if (Object.keys(changes).length > 0) group.touch(call.now)
        return {}
      })
  )
]

/** A number of each topic of a community, summed up. */
const overTopics = (group: Group, numberOf: (topic: Topic) => number): number => {
  let sum = 0
  for (const topic of group.topics.values()) sum += numberOf(topic)
  return sum
}

/** What a user has read over all topics; nothing where that is not asked for. */
const readOver = (group: Group, { userId }: Member, names: ReadonlyArray<string> | undefined) =>
  group.supportTopic && names?.includes("GrossTopicReadSeq") !== false
    ? { GrossTopicReadSeq: overTopics(group, ({ readSeqs }) => readSeqs.get(userId) ?? 0) }
    : {}

const selfReaders = {
  Role: "role",
  JoinTime: "joinTime",
  MsgFlag: "msgFlag",
  MsgSeq: "msgSeq",
  NameCard: "nameCard"
} as const

/** A user's own side of a group: the fields asked for, or all. */
const selfOf = (
  member: NonNullable<ReturnType<Group["members"]["get"]>>,
  names: ReadonlyArray<string> = Object.keys(selfReaders)
) =>
  Object.fromEntries(
    names.filter((name): name is keyof typeof selfReaders => name in selfReaders)
      .map((name) => [name, member[selfReaders[name]]])
  )
