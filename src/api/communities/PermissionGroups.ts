/** Permission groups of communities: what their members may do, in the whole community and in single topics. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { type BatchResult, inBatches, itself } from "../../endpoint/batch.ts"
import type { RequestOf, ResponseOf } from "../../endpoint/Endpoint.ts"
import type { TimClientService } from "../../endpoint/client.ts"
import { serviceLayer } from "../../endpoint/service.ts"
import type { TimClient } from "../../endpoint/TimClient.ts"
import { verb, type VerbOf } from "../../endpoint/verb.ts"
import type { TimError } from "../../errors/TimError.ts"
import {
  addPermissionGroupMember,
  createPermissionGroup,
  deletePermissionGroupMember,
  destroyPermissionGroup,
  getPermissionGroup,
  getPermissionGroupMemberList,
  modifyPermissionGroup
} from "./permissionGroupEndpoints.ts"
import { toBatch, toId } from "./results.ts"
import {
  addTopicPermissionGroup,
  deleteTopicPermissionGroup,
  getTopicPermissionGroup,
  setTopicPermissionGroup
} from "./topicPermissionEndpoints.ts"

/** What is known of a permission group. */
export type PermissionGroupInfo = ResponseOf<typeof getPermissionGroup>["PermissionGroupInfoList"][number]

/** What is known of a member of a permission group. */
export type PermissionGroupMember = ResponseOf<typeof getPermissionGroupMemberList>["MemberList"][number]

/** What became of an account: `Result` 1 done, 2 there was nothing to do. */
export type ChangedPermissionGroupMember = ResponseOf<typeof addPermissionGroupMember>["MemberList"][number]

/** What a permission group is allowed in a topic. */
export type AllowedInTopic = ResponseOf<typeof getTopicPermissionGroup>["TopicPermissionResultList"][number]

/** Masks of what is allowed, by topics, as `topicMask` makes them. */
export type TopicMasks = { readonly [topicId: string]: number }

type Less<E, Key extends keyof RequestOf<E>> = Omit<RequestOf<E>, Key>

/**
 * Calls about permission groups. Each fails with `TimError`; with 10007 where the edition is not premium.
 *
 * What they allow counts while the community has `EnablePermission` 1. Then a member may do what the community allows
 * to all, what the topic allows to all, and what any of the member's permission groups allows; admins are plain members.
 */
export interface PermissionGroupsService {
  /**
   * Creates a permission group without members, with what it allows in the whole community. Its name is at most 150
   * bytes, an id of the app's own begins with `@PMG#_`.
   *
   * @example
   * ```ts
   * import { communityMask, connect, group, topic, topicMask } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.accounts.import("alice")
   * const club = group("Community").name("Readers").topics({ defaultPermission: communityMask("sendMessages") })
   * const { GroupId } = await tim.groups.create(club.member("alice"))
   * const { TopicId } = await tim.topics.create(topic("News").in(GroupId))
   * const mask = communityMask("muteMembers", "recallMessages")
   * const { PermissionGroupId } = await tim.permissionGroups.create(GroupId, "Helpers", mask)
   * await tim.permissionGroups.addMembers(GroupId, PermissionGroupId, ["alice"])
   * await tim.permissionGroups.addTopics(GroupId, PermissionGroupId, { [TopicId]: topicMask("manageTopic") })
   * ```
   *
   * @see https://trtc.io/document/61232
   */
  readonly create: VerbOf<
    [
      groupId: string,
      name: string,
      permission: number,
      options?: Less<typeof createPermissionGroup, "GroupId" | "PermissionGroupName" | "Permission">
    ],
    typeof createPermissionGroup
  >
  /**
   * Deletes any number of permission groups, 20 a call. Each may fail alone.
   *
   * @see https://trtc.io/document/61233
   */
  readonly destroy: (
    groupId: string,
    permissionGroupIds: ReadonlyArray<string>
  ) => Effect.Effect<BatchResult, TimError>
  /**
   * Changes a permission group. Fields that are left out stay.
   *
   * @see https://trtc.io/document/61234
   */
  readonly modify: VerbOf<
    [
      groupId: string,
      permissionGroupId: string,
      changes: Less<typeof modifyPermissionGroup, "GroupId" | "PermissionGroupId">
    ],
    typeof modifyPermissionGroup
  >
  /**
   * Reads any number of permission groups by their ids, 20 a call. Each may fail alone.
   *
   * @see https://trtc.io/document/61235
   */
  readonly get: (
    groupId: string,
    permissionGroupIds: ReadonlyArray<string>
  ) => Effect.Effect<BatchResult<PermissionGroupInfo>, TimError>
  /**
   * Lists one page of a community's permission groups, up to 20. `groups` walks through the pages.
   *
   * @see https://trtc.io/document/61235
   */
  readonly list: VerbOf<
    [groupId: string, options?: Less<typeof getPermissionGroup, "GroupId">],
    typeof getPermissionGroup
  >
  /** The permission groups of a community, page by page: 20 a page. */
  readonly groups: (groupId: string) => Stream.Stream<PermissionGroupInfo, TimError>
  /**
   * Adds any number of the community's members to a permission group, 100 a call. Those who are in it already count as
   * done, with `Result` 2. The service gives no code or reason for those that fail alone.
   *
   * @see https://trtc.io/document/61240
   */
  readonly addMembers: (
    groupId: string,
    permissionGroupId: string,
    userIds: ReadonlyArray<string>
  ) => Effect.Effect<BatchResult<ChangedPermissionGroupMember>, TimError>
  /**
   * Takes any number of members out of a permission group, 100 a call. Accounts that are not in it count as done.
   *
   * @see https://trtc.io/document/61241
   */
  readonly removeMembers: (
    groupId: string,
    permissionGroupId: string,
    userIds: ReadonlyArray<string>
  ) => Effect.Effect<BatchResult, TimError>
  /**
   * Lists one page of a permission group's members, up to 50. A page may be short before the end. `members` walks
   * through the pages.
   *
   * @see https://trtc.io/document/61242
   */
  readonly listMembers: VerbOf<
    [
      groupId: string,
      permissionGroupId: string,
      options?: Less<typeof getPermissionGroupMemberList, "GroupId" | "PermissionGroupId">
    ],
    typeof getPermissionGroupMemberList
  >
  /** The members of a permission group, page by page: 50 a page, unless `Limit` says otherwise. */
  readonly members: (
    groupId: string,
    permissionGroupId: string,
    options?: Less<typeof getPermissionGroupMemberList, "GroupId" | "PermissionGroupId" | "Next">
  ) => Stream.Stream<PermissionGroupMember, TimError>
  /**
   * Allows a permission group something in any number of topics, 50 a call. Topics fail alone: 110010 for one of which
   * something was said already, 110003 for one that is gone.
   *
   * @see https://trtc.io/document/61236
   */
  readonly addTopics: (
    groupId: string,
    permissionGroupId: string,
    permissions: TopicMasks
  ) => Effect.Effect<BatchResult, TimError>
  /**
   * Changes what a permission group is allowed in any number of topics, 50 a call. Topics fail alone: 110011 for one of
   * which nothing was said yet.
   *
   * @see https://trtc.io/document/61237
   */
  readonly modifyTopics: (
    groupId: string,
    permissionGroupId: string,
    permissions: TopicMasks
  ) => Effect.Effect<BatchResult, TimError>
  /**
   * Takes from a permission group what it was allowed in any number of topics, 50 a call. Topics fail alone.
   *
   * @see https://trtc.io/document/61238
   */
  readonly removeTopics: (
    groupId: string,
    permissionGroupId: string,
    topicIds: ReadonlyArray<string>
  ) => Effect.Effect<BatchResult, TimError>
  /**
   * Reads what a permission group is allowed in topics: in those named, 50 a call, or in all that it has. Topics fail
   * alone.
   *
   * @see https://trtc.io/document/61239
   */
  readonly getTopics: (
    groupId: string,
    permissionGroupId: string,
    topicIds?: ReadonlyArray<string>
  ) => Effect.Effect<BatchResult<AllowedInTopic>, TimError>
}

const topicIdOf = ({ TopicId }: { readonly TopicId: string }): string => TopicId

const permissionGroupIdOf = ({ PermissionGroupId }: { readonly PermissionGroupId: string }): string => PermissionGroupId

/** How many topics one call takes. */
const topicsPerCall = 50

/** Accounts in the shape of a call. */
const toMembers = (userIds: ReadonlyArray<string>) => userIds.map((Member_Account) => ({ Member_Account }))

/** The results of single members as a batch; 0 is a failure. */
const toMemberBatch = (
  members: ReadonlyArray<ChangedPermissionGroupMember>
): BatchResult<ChangedPermissionGroupMember> => ({
  ok: members.filter(({ Result }) => Result !== 0),
  failed: members.filter(({ Result }) => Result === 0)
    .map(({ Member_Account }) => ({ item: Member_Account, code: undefined, info: "" }))
})

/** Makes the service on a client. */
export const makePermissionGroups = (client: TimClientService): PermissionGroupsService => {
  const writeTopics = (
    endpoint: typeof addTopicPermissionGroup,
    GroupId: string,
    PermissionGroupId: string,
    permissions: TopicMasks
  ): Effect.Effect<BatchResult, TimError> =>
    inBatches(Object.entries(permissions), {
      size: topicsPerCall,
      idOf: ([TopicId]) => TopicId,
      call: (chunk) =>
        Effect.map(
          client.call(endpoint, {
            GroupId,
            PermissionGroupId,
            TopicPermissionList: chunk.map(([TopicId, Permission]) => ({ TopicId, Permission }))
          }),
          ({ TopicPermissionResultList }) => toBatch(TopicPermissionResultList, topicIdOf, toId)
        )
    })

  const readTopics = (request: RequestOf<typeof getTopicPermissionGroup>) =>
    Effect.map(
      client.call(getTopicPermissionGroup, request),
      ({ TopicPermissionResultList }) => toBatch(TopicPermissionResultList, topicIdOf, (item): AllowedInTopic => item)
    )

  return {
    create: verb(client, createPermissionGroup, (GroupId, PermissionGroupName, Permission, options) => ({
      ...options,
      GroupId,
      PermissionGroupName,
      Permission
    })),
    destroy: (GroupId, permissionGroupIds) =>
      inBatches(permissionGroupIds, {
        size: 20,
        idOf: itself,
        call: (PermissionGroupIdList) =>
          Effect.map(
            client.call(destroyPermissionGroup, { GroupId, PermissionGroupIdList }),
            (answer) => toBatch(answer.PermissionGroupResultList, permissionGroupIdOf, toId)
          )
      }),
    modify: verb(client, modifyPermissionGroup, (GroupId, PermissionGroupId, changes) => ({
      ...changes,
      GroupId,
      PermissionGroupId
    })),
    get: (GroupId, permissionGroupIds) =>
      inBatches(permissionGroupIds, {
        size: 20,
        idOf: itself,
        call: (PermissionGroupIdList) =>
          Effect.map(
            client.call(getPermissionGroup, { GroupId, PermissionGroupIdList }),
            (answer) =>
              toBatch(answer.PermissionGroupInfoList, permissionGroupIdOf, (item): PermissionGroupInfo => item)
          )
      }),
    list: verb(client, getPermissionGroup, (GroupId, options) => ({ ...options, GroupId })),
    groups: (GroupId) =>
      Stream.paginate("", (Next) =>
        Effect.map(
          client.call(getPermissionGroup, { GroupId, Limit: 20, Next }),
          (page) => [page.PermissionGroupInfoList, nextPage(page.Next)]
        )),
    addMembers: (GroupId, PermissionGroupId, userIds) =>
      inBatches(userIds, {
        size: 100,
        idOf: itself,
        call: (chunk) =>
          Effect.map(
            client.call(addPermissionGroupMember, { GroupId, PermissionGroupId, MemberList: toMembers(chunk) }),
            ({ MemberList }) => toMemberBatch(MemberList)
          )
      }),
    removeMembers: (GroupId, PermissionGroupId, userIds) =>
      inBatches(userIds, {
        size: 100,
        idOf: itself,
        call: (chunk) =>
          Effect.map(
            client.call(deletePermissionGroupMember, { GroupId, PermissionGroupId, MemberList: toMembers(chunk) }),
            ({ MemberList }) => {
              const failed = toMemberBatch(MemberList ?? []).failed
              const left = new Set(failed.map(({ item }) => item))
              return { ok: chunk.filter((userId) => !left.has(userId)), failed }
            }
          )
      }),
    listMembers: verb(client, getPermissionGroupMemberList, (GroupId, PermissionGroupId, options) => ({
      ...options,
      GroupId,
      PermissionGroupId
    })),
    members: (GroupId, PermissionGroupId, options) =>
      Stream.paginate("", (Next) =>
        Effect.map(
          client.call(getPermissionGroupMemberList, { Limit: 50, ...options, GroupId, PermissionGroupId, Next }),
          (page) => [page.MemberList, nextPage(page.Next)]
        )),
    addTopics: (GroupId, PermissionGroupId, permissions) =>
      writeTopics(addTopicPermissionGroup, GroupId, PermissionGroupId, permissions),
    modifyTopics: (GroupId, PermissionGroupId, permissions) =>
      writeTopics(setTopicPermissionGroup, GroupId, PermissionGroupId, permissions),
    removeTopics: (GroupId, PermissionGroupId, topicIds) =>
      inBatches(topicIds, {
        size: topicsPerCall,
        idOf: itself,
        call: (TopicIdList) =>
          Effect.map(
            client.call(deleteTopicPermissionGroup, { GroupId, PermissionGroupId, TopicIdList }),
            ({ TopicPermissionResultList }) => toBatch(TopicPermissionResultList, topicIdOf, toId)
          )
      }),
    getTopics: (GroupId, PermissionGroupId, topicIds) =>
      topicIds === undefined ? readTopics({ GroupId, PermissionGroupId }) : inBatches(topicIds, {
        size: topicsPerCall,
        idOf: itself,
        call: (TopicIdList) => readTopics({ GroupId, PermissionGroupId, TopicIdList })
      })
  }
}

/** Where the next page begins. `""`, 0 and nothing are the end: sources disagree on whether it is text or a number. */
const nextPage = (next: string | number | undefined): Option.Option<string> =>
  next === undefined || next === "" || next === 0 ? Option.none() : Option.some(String(next))

/** Permission groups as a service. */
export class PermissionGroups
  extends /* @__PURE__ */ Context.Service<PermissionGroups, PermissionGroupsService>()("timkit/PermissionGroups")
{
  static readonly make = makePermissionGroups
  static readonly layer: Layer.Layer<PermissionGroups, never, TimClient> = /* @__PURE__ */ serviceLayer(
    PermissionGroups,
    makePermissionGroups
  )
}
