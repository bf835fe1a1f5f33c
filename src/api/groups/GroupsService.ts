/** What can be done with groups. */
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import type { BatchResult } from "../../endpoint/batch.ts"
import type { Input, RequestOf, ResponseOf } from "../../endpoint/Endpoint.ts"
import type { VerbOf } from "../../endpoint/verb.ts"
import type { TimError } from "../../errors/TimError.ts"
import type {
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
import type { importGroup, importGroupMember } from "./endpoints/import.ts"
import type {
  createGroup,
  destroyGroup,
  getAppidGroupList,
  getGroupInfo,
  getJoinedGroupList,
  modifyGroupBaseInfo
} from "./endpoints/lifecycle.ts"
import type {
  addGroupMember,
  changeGroupOwner,
  deleteGroupMember,
  getGroupMemberInfo,
  getRoleInGroup,
  getSpecifiedGroupMemberInfo,
  modifyGroupMemberInfo
} from "./endpoints/members.ts"
import type {
  banGroupMember,
  forbidSendMsg,
  getGroupBanMember,
  getGroupMutedAccount,
  getGroupShuttedUin
} from "./endpoints/restrictions.ts"

/** A type of group that can be created. */
export type GroupType = RequestOf<typeof createGroup>["Type"]

/** What is known of a group. */
export type GroupInfo = ResponseOf<typeof getGroupInfo>["GroupInfo"][number]

/** Which fields of groups to answer. */
export type GroupInfoFilter = NonNullable<RequestOf<typeof getGroupInfo>["ResponseFilter"]>

/** A group that a user joined. */
export type JoinedGroup = ResponseOf<typeof getJoinedGroupList>["GroupIdList"][number]

/** What is known of a member. */
export type MemberInfo = ResponseOf<typeof getGroupMemberInfo>["MemberList"][number]

/** A member to import: its account, or its account with role, join time and unread count. */
export type MemberToImport = string | RequestOf<typeof importGroupMember>["MemberList"][number]

/** What became of an account that was added: `Result` 1 added, 2 was a member already, 3 has to accept first. */
export type AddedMember = ResponseOf<typeof addGroupMember>["MemberList"][number]

/** The role of an account in a group. */
export type RoleInGroup = ResponseOf<typeof getRoleInGroup>["UserIdList"][number]

/** A mute that is running. */
export type MutedMember = ResponseOf<typeof getGroupMutedAccount>["MutedAccountList"][number]

/** A ban that is running. */
export type BannedMember = ResponseOf<typeof getGroupBanMember>["BannedAccountList"][number]

type Less<E, Key extends keyof RequestOf<E>> = Omit<RequestOf<E>, Key>

/** Custom attributes by their keys. */
export type GroupAttributes = { readonly [key: string]: string }

/** Calls about groups. Each fails with `TimError`. */
export interface GroupsService {
  /**
   * Creates a group, with up to 100 members beside the owner. Takes a builder as well.
   *
   * Codes worth catching: 10021 and 10025 (the id is taken), 10037 (a user is in too many groups), 10038 (too many
   * members), 10058 and 10036 (the edition's groups are used up), 11000 (communities are not switched on).
   *
   * @example
   * ```ts
   * import { connect } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.accounts.importMany(["alice", "bob"])
   * await tim.groups.create("Public", "Readers", { GroupId: "readers", Owner_Account: "alice" })
   * await tim.groups.addMembers("readers", ["bob"])
   * ```
   *
   * @see https://trtc.io/document/34895
   */
  readonly create: VerbOf<
    [type: GroupType, name: string, options?: Less<typeof createGroup, "Type" | "Name">],
    typeof createGroup
  >
  /**
   * Disbands a group with everything in it. It cannot be undone. 10010: there is no such group any more.
   *
   * @see https://trtc.io/document/34896
   */
  readonly destroy: VerbOf<[groupId: string], typeof destroyGroup>
  /**
   * Lists the ids of the app's groups, up to 10,000 a page, one call a second. `allGroups` walks through the pages.
   *
   * @see https://trtc.io/document/34960
   */
  readonly listAll: (
    request?: Input<RequestOf<typeof getAppidGroupList>>
  ) => Effect.Effect<ResponseOf<typeof getAppidGroupList>, TimError>
  /** The ids of all groups of the app, or of those of one type, page by page, one page a second. */
  readonly allGroups: (
    options?: Omit<RequestOf<typeof getAppidGroupList>, "Next">
  ) => Stream.Stream<string, TimError>
  /**
   * Lists the groups that a user joined, up to 5,000 a page. Only ids, unless `ResponseFilter` asks for more.
   *
   * Live-streaming groups need `WithHugeGroups`, `Private` groups in which nothing was said yet `WithNoActiveGroups`,
   * communities with topics `SupportTopic`.
   *
   * @see https://trtc.io/document/34925
   */
  readonly listJoined: VerbOf<
    [userId: string, options?: Less<typeof getJoinedGroupList, "Member_Account">],
    typeof getJoinedGroupList
  >
  /** The groups that a user joined, page by page: 500 a page, unless `Limit` says otherwise. */
  readonly joinedGroups: (
    userId: string,
    options?: Less<typeof getJoinedGroupList, "Member_Account">
  ) => Stream.Stream<JoinedGroup, TimError>
  /**
   * Reads the profiles of any number of groups, 50 a call, with their members unless the filter leaves them out. A
   * group that does not exist fails alone, with 10010 or 10015.
   *
   * @see https://trtc.io/document/34961
   */
  readonly getInfo: (
    groupIds: ReadonlyArray<string>,
    filter?: GroupInfoFilter
  ) => Effect.Effect<BatchResult<GroupInfo>, TimError>
  /**
   * Changes the profile of a group, also the mute of the whole group. Fields that are left out stay; a custom field
   * is deleted by an empty value.
   *
   * @see https://trtc.io/document/34962
   */
  readonly modifyInfo: VerbOf<
    [groupId: string, changes: Less<typeof modifyGroupBaseInfo, "GroupId">],
    typeof modifyGroupBaseInfo
  >
  /**
   * Lists one page of a group's members. `members` walks through the pages.
   *
   * @see https://trtc.io/document/34948
   */
  readonly listMembers: VerbOf<
    [groupId: string, options?: Less<typeof getGroupMemberInfo, "GroupId">],
    typeof getGroupMemberInfo
  >
  /** The members of a group, page by page: 100 a page, unless `Limit` says otherwise. */
  readonly members: (
    groupId: string,
    options?: Less<typeof getGroupMemberInfo, "GroupId" | "Next">
  ) => Stream.Stream<MemberInfo, TimError>
  /**
   * Reads any number of members by their accounts, 50 a call. Accounts that are no members are neither in `ok` nor in
   * `failed`.
   *
   * @see https://trtc.io/document/64897
   */
  readonly getMembers: (
    groupId: string,
    userIds: ReadonlyArray<string>,
    options?: Less<typeof getSpecifiedGroupMemberInfo, "GroupId" | "Member_List_Account">
  ) => Effect.Effect<BatchResult<MemberInfo>, TimError>
  /**
   * Adds any number of members, 300 a call. Members already count as done, with `Result` 2, as do those who have to
   * accept first, with 3. The service gives no code or reason for those that fail alone.
   *
   * Codes worth catching: 10014 (the group is full), 10019 (an account does not exist), 10037 (an account is in too
   * many groups). They refuse the call as a whole.
   *
   * @see https://trtc.io/document/34921
   */
  readonly addMembers: (
    groupId: string,
    userIds: ReadonlyArray<string>,
    options?: Less<typeof addGroupMember, "GroupId" | "MemberList">
  ) => Effect.Effect<BatchResult<AddedMember>, TimError>
  /**
   * Removes any number of members, 100 a call. Accounts that are no members count as done.
   *
   * @see https://trtc.io/document/34949
   */
  readonly removeMembers: (
    groupId: string,
    userIds: ReadonlyArray<string>,
    options?: Less<typeof deleteGroupMember, "GroupId" | "MemberToDel_Account">
  ) => Effect.Effect<BatchResult, TimError>
  /**
   * Changes a member: role, name card, receiving option, custom fields, mute in seconds.
   *
   * @see https://trtc.io/document/34900
   */
  readonly modifyMember: VerbOf<
    [groupId: string, userId: string, changes: Less<typeof modifyGroupMemberInfo, "GroupId" | "Member_Account">],
    typeof modifyGroupMemberInfo
  >
  /**
   * Tells the roles of any number of accounts, 500 a call; `NotMember` for outsiders.
   *
   * @see https://trtc.io/document/34963
   */
  readonly getRoles: (
    groupId: string,
    userIds: ReadonlyArray<string>
  ) => Effect.Effect<BatchResult<RoleInGroup>, TimError>
  /**
   * Gives a group to one of its members.
   *
   * @see https://trtc.io/document/34966
   */
  readonly changeOwner: VerbOf<
    [
      groupId: string,
      newOwner: string,
      options?: Less<typeof changeGroupOwner, "GroupId" | "NewOwner_Account">
    ],
    typeof changeGroupOwner
  >
  /**
   * Mutes any number of accounts for so many seconds, 500 a call. 0 lifts the mute, 4294967295 is for ever.
   *
   * @see https://trtc.io/document/34951
   */
  readonly muteMembers: (
    groupId: string,
    userIds: ReadonlyArray<string>,
    seconds: number,
    options?: Less<typeof forbidSendMsg, "GroupId" | "Members_Account" | "MuteTime">
  ) => Effect.Effect<BatchResult, TimError>
  /**
   * Lists who is muted now. There are no pages.
   *
   * @see https://trtc.io/document/34964
   */
  readonly listMuted: VerbOf<
    [groupId: string, options?: Less<typeof getGroupMutedAccount, "GroupId">],
    typeof getGroupMutedAccount
  >
  /** Who is muted now, as a stream. */
  readonly mutes: (
    groupId: string,
    options?: Less<typeof getGroupMutedAccount, "GroupId">
  ) => Stream.Stream<MutedMember, TimError>
  /**
   * The older way to list who is muted.
   *
   * @deprecated use `listMuted`
   * @see https://trtc.io/document/34964
   */
  readonly listShutted: VerbOf<[groupId: string], typeof getGroupShuttedUin>
  /**
   * Bans any number of accounts for so many seconds, 20 a call: they leave at once and cannot come back before. 10007:
   * the edition does not have it.
   *
   * @see https://trtc.io/document/50296
   */
  readonly banMembers: (
    groupId: string,
    userIds: ReadonlyArray<string>,
    seconds: number,
    options?: Less<typeof banGroupMember, "GroupId" | "Members_Account" | "Duration">
  ) => Effect.Effect<BatchResult, TimError>
  /**
   * Lifts the bans of any number of accounts, 20 a call. They do not come back by themselves.
   *
   * @see https://trtc.io/document/50297
   */
  readonly unbanMembers: (
    groupId: string,
    userIds: ReadonlyArray<string>
  ) => Effect.Effect<BatchResult, TimError>
  /**
   * Lists one page of who is banned now, whose ban ends first. `bans` walks through the pages.
   *
   * @see https://trtc.io/document/50295
   */
  readonly listBanned: VerbOf<
    [groupId: string, options?: Partial<Less<typeof getGroupBanMember, "GroupId">>],
    typeof getGroupBanMember
  >
  /** Who is banned now, page by page: 100 a page. */
  readonly bans: (groupId: string) => Stream.Stream<BannedMember, TimError>
  /**
   * Imports a group without telling anybody. 10021: the id is taken.
   *
   * @see https://trtc.io/document/34967
   */
  readonly import: VerbOf<
    [
      type: RequestOf<typeof importGroup>["Type"],
      name: string,
      options?: Less<typeof importGroup, "Type" | "Name">
    ],
    typeof importGroup
  >
  /**
   * Imports any number of members without telling anybody, 300 a call. The service gives no code or reason for those
   * that fail alone.
   *
   * @see https://trtc.io/document/34969
   */
  readonly importMembers: (
    groupId: string,
    members: ReadonlyArray<MemberToImport>
  ) => Effect.Effect<BatchResult<AddedMember>, TimError>
  /**
   * Reads all custom attributes.
   *
   * @see https://trtc.io/document/44187
   */
  readonly getAttributes: VerbOf<[groupId: string], typeof getGroupAttr>
  /**
   * Reads all custom attributes by the path they had first.
   *
   * @deprecated use `getAttributes`
   * @see https://cloud.tencent.com/document/product/269/67012
   */
  readonly getAttributesLegacy: VerbOf<[groupId: string], typeof getGroupAttrLegacy>
  /**
   * Replaces all custom attributes: up to 16 keys of 32 bytes, values of 4,000 bytes, together 16,000. A group takes 5
   * attribute writes a second.
   *
   * @see https://trtc.io/document/44190
   */
  readonly setAttributes: VerbOf<[groupId: string, attributes: Input<GroupAttributes>], typeof setGroupAttr>
  /**
   * Adds or changes custom attributes and keeps the others. 10047 and 10048: more than the group may have in all.
   *
   * @see https://trtc.io/document/44188
   */
  readonly modifyAttributes: VerbOf<[groupId: string, attributes: Input<GroupAttributes>], typeof modifyGroupAttr>
  /**
   * Deletes custom attributes by their keys. 10050: there is no such key.
   *
   * @see https://trtc.io/document/59499
   */
  readonly deleteAttributes: VerbOf<[groupId: string, keys: ReadonlyArray<string>], typeof deleteGroupAttr>
  /**
   * Deletes all custom attributes. Not for communities.
   *
   * @see https://trtc.io/document/44189
   */
  readonly clearAttributes: VerbOf<[groupId: string], typeof clearGroupAttr>
  /**
   * Reads counters, all of them without keys.
   *
   * @see https://trtc.io/document/53427
   */
  readonly getCounters: VerbOf<[groupId: string, keys?: ReadonlyArray<string>], typeof getGroupCounter>
  /**
   * Sets, raises or lowers counters, up to 20 a group (10063), and answers their new values. Raising and lowering is
   * never repeated by itself.
   *
   * @see https://trtc.io/document/53428
   */
  readonly updateCounters: VerbOf<
    [
      groupId: string,
      mode: NonNullable<RequestOf<typeof updateGroupCounter>["Mode"]>,
      counters: { readonly [key: string]: number | string }
    ],
    typeof updateGroupCounter
  >
  /**
   * Deletes counters by their keys. The plain body without `GroupCounterKeys` deletes all of them.
   *
   * @see https://trtc.io/document/53429
   */
  readonly deleteCounters: VerbOf<[groupId: string, keys: ReadonlyArray<string>], typeof deleteGroupCounter>
}
