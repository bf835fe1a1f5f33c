/** Groups: life cycle, profiles, members, roles, mutes, bans, attributes, counters, import. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { type BatchResult, failedBy, inBatches, itself, sortResults } from "../../endpoint/batch.ts"
import { type Input, unbuild } from "../../endpoint/Endpoint.ts"
import type { TimClientService } from "../../endpoint/client.ts"
import { serviceLayer } from "../../endpoint/service.ts"
import type { TimClient } from "../../endpoint/TimClient.ts"
import { verb } from "../../endpoint/verb.ts"
import type { TimError } from "../../errors/TimError.ts"
import {
  clearGroupAttr,
  deleteGroupAttr,
  deleteGroupCounter,
  getGroupAttr,
  getGroupAttrLegacy,
  getGroupCounter,
  modifyGroupAttr,
  setGroupAttr,
  updateGroupCounter
} from "./endpoints/attributes.ts"
import { importGroup, importGroupMember } from "./endpoints/import.ts"
import {
  createGroup,
  destroyGroup,
  getAppidGroupList,
  getGroupInfo,
  getJoinedGroupList,
  modifyGroupBaseInfo
} from "./endpoints/lifecycle.ts"
import {
  addGroupMember,
  changeGroupOwner,
  deleteGroupMember,
  getGroupMemberInfo,
  getRoleInGroup,
  getSpecifiedGroupMemberInfo,
  modifyGroupMemberInfo
} from "./endpoints/members.ts"
import {
  banGroupMember,
  forbidSendMsg,
  getGroupBanMember,
  getGroupMutedAccount,
  getGroupShuttedUin,
  unbanGroupMember
} from "./endpoints/restrictions.ts"
import { isCommunityId } from "./groupId.ts"
import type { AddedMember, GroupAttributes, GroupsService } from "./GroupsService.ts"

/** The results of single members as a batch; 0 is a failure. */
const toBatch = (members: ReadonlyArray<AddedMember>): BatchResult<AddedMember> => ({
  ok: members.filter(({ Result }) => Result !== 0),
  failed: members.filter(({ Result }) => Result === 0)
    .map(({ Member_Account }) => ({ item: Member_Account, code: undefined, info: "" }))
})

const toList = (attributes: Input<GroupAttributes>) =>
  Object.entries(unbuild(attributes)).map(([key, value]) => ({ key, value }))

/** Calls for accounts of a group, `size` at a time, when all of a call succeed or none. */
const forMembers = (
  userIds: ReadonlyArray<string>,
  size: number,
  call: (chunk: ReadonlyArray<string>) => Effect.Effect<unknown, TimError>
): Effect.Effect<BatchResult, TimError> =>
  inBatches(userIds, {
    size,
    idOf: itself,
    call: (chunk) => Effect.map(call(chunk), () => ({ ok: chunk, failed: [] }))
  })

/** Makes the service on a client. */
export const makeGroups = (client: TimClientService): GroupsService => {
  const listMuted = verb(
    client,
    getGroupMutedAccount,
    (GroupId, options) => ({ ...options, GroupId })
  ) satisfies GroupsService["listMuted"]

  return {
    create: verb(client, createGroup, (Type, Name, options) => ({ ...options, Type, Name })),
    destroy: verb(client, destroyGroup, (GroupId) => ({ GroupId })),
    listAll: (request = {}) => client.call(getAppidGroupList, request),
    allGroups: (options) =>
      Stream.paginate<number | string, string, TimError>(0, (Next) =>
        Effect.map(
          client.call(getAppidGroupList, { ...options, Next }),
          (page) => [page.GroupIdList.map(({ GroupId }) => GroupId), Option.fromNullishOr(page.Next || undefined)]
        )),
    listJoined: verb(client, getJoinedGroupList, (Member_Account, options) => ({ ...options, Member_Account })),
    joinedGroups: (Member_Account, options) =>
      Stream.paginate(options?.Offset ?? 0, (Offset) =>
        Effect.map(
          client.call(getJoinedGroupList, { Limit: 500, ...options, Member_Account, Offset }),
          ({ GroupIdList, TotalCount }) => {
            const next = Offset + GroupIdList.length
            return [GroupIdList, nextIf(GroupIdList.length > 0 && next < TotalCount, next)]
          }
        )),
    getInfo: (groupIds, filter) =>
      inBatches(groupIds, {
        size: 50,
        idOf: itself,
        call: (GroupIdList) =>
          Effect.map(
            client.call(getGroupInfo, { GroupIdList, ...(filter === undefined ? {} : { ResponseFilter: filter }) }),
            ({ GroupInfo }) =>
              sortResults(
                GroupInfo,
                ({ ErrorCode = 0, ErrorInfo, GroupId }) => failedBy(GroupId, ErrorCode, ErrorInfo),
                (info) => info
              )
          )
      }),
    modifyInfo: verb(client, modifyGroupBaseInfo, (GroupId, changes) => ({ ...changes, GroupId })),
    listMembers: verb(client, getGroupMemberInfo, (GroupId, options) => ({ ...options, GroupId })),
    members: (GroupId, options) => {
      const { Limit = 100, Offset = 0, ...rest } = options ?? {}
      return isCommunityId(GroupId)
        ? Stream.paginate("", (Next) =>
          Effect.map(
            client.call(getGroupMemberInfo, { ...rest, GroupId, Limit, Next }),
            (page) => [page.MemberList, Option.fromNullishOr(page.Next || undefined)]
          ))
        : Stream.paginate(Offset, (Offset) =>
          Effect.map(
            client.call(getGroupMemberInfo, { ...rest, GroupId, Limit, Offset }),
            ({ MemberList, MemberNum }) => {
              // A page of a role may be short before the end, so the count decides where there is one.
              const next = Offset + Limit
              const more = MemberNum === undefined ? MemberList.length === Limit : next < MemberNum
              return [MemberList, nextIf(more, next)]
            }
          ))
    },
    getMembers: (GroupId, userIds, options) =>
      inBatches(userIds, {
        size: 50,
        idOf: itself,
        call: (Member_List_Account) =>
          Effect.map(
            client.call(getSpecifiedGroupMemberInfo, { ...options, GroupId, Member_List_Account }),
            ({ MemberList }) => ({ ok: MemberList, failed: [] })
          )
      }),
    addMembers: (GroupId, userIds, options) =>
      inBatches(userIds, {
        size: 300,
        idOf: itself,
        call: (chunk) =>
          Effect.map(
            client.call(addGroupMember, {
              ...options,
              GroupId,
              MemberList: chunk.map((Member_Account) => ({ Member_Account }))
            }),
            ({ MemberList }) => toBatch(MemberList)
          )
      }),
    removeMembers: (GroupId, userIds, options) =>
      forMembers(
        userIds,
        100,
        (MemberToDel_Account) => client.call(deleteGroupMember, { ...options, GroupId, MemberToDel_Account })
      ),
    modifyMember: verb(client, modifyGroupMemberInfo, (GroupId, Member_Account, changes) => ({
      ...changes,
      GroupId,
      Member_Account
    })),
    getRoles: (GroupId, userIds) =>
      inBatches(userIds, {
        size: 500,
        idOf: itself,
        call: (User_Account) =>
          Effect.map(
            client.call(getRoleInGroup, { GroupId, User_Account }),
            ({ UserIdList }) => ({ ok: UserIdList, failed: [] })
          )
      }),
    changeOwner: verb(client, changeGroupOwner, (GroupId, NewOwner_Account, options) => ({
      ...options,
      GroupId,
      NewOwner_Account
    })),
    muteMembers: (GroupId, userIds, MuteTime, options) =>
      forMembers(
        userIds,
        500,
        (Members_Account) => client.call(forbidSendMsg, { ...options, GroupId, Members_Account, MuteTime })
      ),
    listMuted,
    mutes: (GroupId, options) =>
      Stream.fromIterableEffect(
        Effect.map(listMuted(GroupId, options), ({ MutedAccountList }) => MutedAccountList)
      ),
    listShutted: verb(client, getGroupShuttedUin, (GroupId) => ({ GroupId })),
    banMembers: (GroupId, userIds, Duration, options) =>
      forMembers(
        userIds,
        20,
        (Members_Account) => client.call(banGroupMember, { ...options, GroupId, Members_Account, Duration })
      ),
    unbanMembers: (GroupId, userIds) =>
      forMembers(userIds, 20, (Members_Account) => client.call(unbanGroupMember, { GroupId, Members_Account })),
    listBanned: verb(client, getGroupBanMember, (GroupId, options) => ({
      ...options,
      GroupId,
      Offset: options?.Offset ?? 0
    })),
    bans: (GroupId) =>
      Stream.paginate(0, (Offset) =>
        Effect.map(
          client.call(getGroupBanMember, { GroupId, Limit: 100, Offset }),
          ({ BannedAccountList, NextOffset }) => [BannedAccountList, nextIf(NextOffset > 0, NextOffset)]
        )),
    import: verb(client, importGroup, (Type, Name, options) => ({ ...options, Type, Name })),
    importMembers: (GroupId, members) =>
      inBatches(members.map((member) => typeof member === "string" ? { Member_Account: member } : member), {
        size: 300,
        idOf: ({ Member_Account }) => Member_Account,
        call: (MemberList) =>
          Effect.map(
            client.call(importGroupMember, { GroupId, MemberList }),
            (answer) => toBatch(answer.MemberList)
          )
      }),
    getAttributes: verb(client, getGroupAttr, (GroupId) => ({ GroupId })),
    getAttributesLegacy: verb(client, getGroupAttrLegacy, (GroupId) => ({ GroupId })),
    setAttributes: verb(client, setGroupAttr, (GroupId, attributes) => ({ GroupId, GroupAttr: toList(attributes) })),
    modifyAttributes: verb(client, modifyGroupAttr, (GroupId, attributes) => ({
      GroupId,
      GroupAttr: toList(attributes)
    })),
    deleteAttributes: verb(client, deleteGroupAttr, (GroupId, keys) => ({
      GroupId,
      GroupAttr: keys.map((key) => ({ key }))
    })),
    clearAttributes: verb(client, clearGroupAttr, (GroupId) => ({ GroupId })),
    getCounters: verb(client, getGroupCounter, (GroupId, GroupCounterKeys) => ({
      GroupId,
      ...(GroupCounterKeys === undefined ? {} : { GroupCounterKeys })
    })),
    updateCounters: verb(client, updateGroupCounter, (GroupId, Mode, counters) => ({
      GroupId,
      Mode,
      GroupCounter: Object.entries(counters).map(([Key, Value]) => ({ Key, Value }))
    })),
    deleteCounters: verb(client, deleteGroupCounter, (GroupId, GroupCounterKeys) => ({ GroupId, GroupCounterKeys }))
  }
}

const nextIf = <S>(more: boolean, state: S): Option.Option<S> => more ? Option.some(state) : Option.none()

/** Groups as a service. */
export class Groups extends /* @__PURE__ */ Context.Service<Groups, GroupsService>()("timkit/Groups") {
  static readonly make = makeGroups
  static readonly layer: Layer.Layer<Groups, never, TimClient> = /* @__PURE__ */ serviceLayer(Groups, makeGroups)
}
