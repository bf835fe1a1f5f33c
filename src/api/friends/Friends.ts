/** Friends, friend requests and friend groups. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { type BatchResult, inBatches, itself } from "../../endpoint/batch.ts"
import { type Input, type RequestOf, type ResponseOf, unbuild } from "../../endpoint/Endpoint.ts"
import type { TimClientService } from "../../endpoint/client.ts"
import { serviceLayer } from "../../endpoint/service.ts"
import type { TimClient } from "../../endpoint/TimClient.ts"
import { verb, type VerbOf } from "../../endpoint/verb.ts"
import type { TimError } from "../../errors/TimError.ts"
import { type ProfileField, type ReadProfile, readProfile } from "../profiles/Profiles.ts"
import { profileTags } from "../profiles/tags.ts"
import {
  friendAdd,
  friendCheck,
  friendDelete,
  friendDeleteAll,
  friendGet,
  friendGetAll,
  friendGetList,
  friendImport,
  friendUpdate
} from "./friendEndpoints.ts"
import { groupAdd, groupDelete, groupGet } from "./friendGroupEndpoints.ts"
import { toBatch, userOf } from "./results.ts"
import { customFriendTag, defaultSource, type FriendData, friendTags, readFriend } from "./tags.ts"

/** A friend as `friend_add` takes it. */
export type AddedFriend = RequestOf<typeof friendAdd>["AddFriendItem"][number]
/** A friend as `friend_import` takes it. */
export type ImportedFriend = RequestOf<typeof friendImport>["AddFriendItem"][number]
/** A friend as `friend_update` takes it. */
export type UpdatedFriend = RequestOf<typeof friendUpdate>["UpdateItem"][number]

/** A friend to add: an id, a `friend()`, or the wire's own shape. The source of an id is `AddSource_Type_Server`. */
export type FriendToAdd = string | Input<AddedFriend>
/** A friend to import: whatever can be added, and with more fields the wire's own shape or a `friend()`. */
export type FriendToImport = FriendToAdd | Input<ImportedFriend>

/** What changes about a friend. What is left out stays as it is. */
export interface FriendChange {
  readonly userId: string
  /** The user's own name for the friend, at most 96 bytes. */
  readonly remark?: string | undefined
  /** The friend groups, instead of those that the friend is in. */
  readonly groups?: ReadonlyArray<string> | undefined
  /** Custom fields by their keywords. They must be configured in the console first. */
  readonly custom?: { readonly [keyword: string]: string } | undefined
}

/** A friend that was read. */
export interface ReadFriend extends FriendData {
  readonly userId: string
}

/** A friend that was read together with the profile. */
export interface ReadFriendWithProfile extends ReadFriend {
  readonly profile: Omit<ReadProfile, "userId">
}

/** How two users are related, in the wire's own words: `A` is the one who is asked about, `B` the other. */
export type FriendRelation = NonNullable<ResponseOf<typeof friendCheck>["InfoItem"][number]["Relation"]>

type AddOptions = Omit<RequestOf<typeof friendAdd>, "From_Account" | "AddFriendItem">
type DeleteOptions = Omit<RequestOf<typeof friendDeleteAll>, "From_Account">
type CheckType = RequestOf<typeof friendCheck>["CheckType"]

/** Calls about friends, friend requests and friend groups. Each fails with `TimError`. */
export interface FriendsService {
  /**
   * Adds any number of friends, 100 a call. A friend whose consent is needed is no failure: it is listed in `ok` as
   * `pending`.
   *
   * Codes of single friends worth knowing: 30001 is a friend already, 30010 and 30014 one side has 3000 friends, 30012
   * 100 requests are pending, 30515 and 30525 one has blocked the other, 30516 the other refuses all requests.
   *
   * @example
   * ```ts
   * import { connect, friend } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.accounts.importMany(["alice", "bob", "carol"])
   * await tim.friends.add("alice", ["bob", friend("carol").remark("Caz").group("Work")])
   * for await (const { remark, userId } of tim.friends.all("alice")) console.log(userId, remark)
   * ```
   *
   * @see https://trtc.io/document/34902
   */
  readonly add: (
    userId: string,
    friends: ReadonlyArray<FriendToAdd>,
    options?: AddOptions
  ) => Effect.Effect<BatchResult<{ readonly To_Account: string; readonly pending: boolean }>, TimError>
  /**
   * Imports any number of friends, 1000 a call, one way and without asking anybody. 30001 is a friend already, 30010
   * the user has 3000 friends, 30011 the user has 32 friend groups.
   *
   * @see https://trtc.io/document/34903
   */
  readonly import: (
    userId: string,
    friends: ReadonlyArray<FriendToImport>
  ) => Effect.Effect<BatchResult, TimError>
  /**
   * Changes remarks, friend groups and custom fields of any number of friends, 100 a call. 30001 is no friend, 30011
   * the user has 32 friend groups.
   *
   * @example
   * ```ts
   * import { connect } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.accounts.importMany(["alice", "bob"])
   * await tim.friends.add("alice", ["bob"])
   * await tim.friends.update("alice", [{ userId: "bob", remark: "Bobby", groups: ["Work"] }])
   * ```
   *
   * @see https://trtc.io/document/34904
   */
  readonly update: (
    userId: string,
    changes: ReadonlyArray<FriendChange | UpdatedFriend>
  ) => Effect.Effect<BatchResult, TimError>
  /**
   * Deletes any number of friends, 1000 a call: from the user's list, and with `Delete_Type_Both` the user from theirs
   * too. 31704 is no friend.
   *
   * @see https://trtc.io/document/34905
   */
  readonly delete: (
    userId: string,
    friendIds: ReadonlyArray<string>,
    options?: DeleteOptions
  ) => Effect.Effect<BatchResult, TimError>
  /**
   * Deletes all friends of a user, with everything the user kept about them.
   *
   * @see https://trtc.io/document/34906
   */
  readonly deleteAll: VerbOf<[userId: string, options?: DeleteOptions], typeof friendDeleteAll>
  /**
   * Tells of any number of users how they are related to one, 1000 a call. Looks into both lists unless told
   * otherwise.
   *
   * @see https://trtc.io/document/34907
   */
  readonly check: (
    userId: string,
    otherIds: ReadonlyArray<string>,
    checkType?: CheckType
  ) => Effect.Effect<BatchResult<{ readonly To_Account: string; readonly Relation: FriendRelation }>, TimError>
  /**
   * All friends of a user, with what the user keeps about them.
   *
   * @see https://trtc.io/document/34908
   */
  readonly all: (userId: string) => Stream.Stream<ReadFriend, TimError>
  /**
   * Reads one page of a user's friends, for those who keep the sequences: a reading with the sequences of the last one
   * leaves out what did not change.
   *
   * @see https://trtc.io/document/34908
   */
  readonly get: VerbOf<
    [userId: string, startIndex: number, options?: Omit<RequestOf<typeof friendGet>, "From_Account" | "StartIndex">],
    typeof friendGet
  >
  /**
   * Reads any number of given friends, 100 a call, with fields of their profiles where wanted. 30001 is no friend.
   *
   * @see https://trtc.io/document/34910
   */
  readonly read: (
    userId: string,
    friendIds: ReadonlyArray<string>,
    options?: {
      /** The profile's fields; none when left out. */
      readonly profile?: ReadonlyArray<ProfileField> | undefined
      /** The keywords of custom fields of the friendship; none when left out. */
      readonly custom?: ReadonlyArray<string> | undefined
    }
  ) => Effect.Effect<BatchResult<ReadFriendWithProfile>, TimError>
  /**
   * Reads fields of given friends by their names on the wire. At most 100 friends are advised.
   *
   * @see https://trtc.io/document/34910
   */
  readonly getList: VerbOf<
    [userId: string, friendIds: ReadonlyArray<string>, tags: ReadonlyArray<string>],
    typeof friendGetList
  >
  /**
   * The older way to page through friends.
   *
   * @deprecated use `all`, or `read` for chosen fields
   * @see https://cloud.tencent.com/document/product/269/1647
   */
  readonly getAll: VerbOf<
    [
      userId: string,
      startIndex: number,
      options?: Omit<RequestOf<typeof friendGetAll>, "From_Account" | "StartIndex">
    ],
    typeof friendGetAll
  >
  /**
   * Makes the friend groups that do not exist; a user has at most 32 (30011), with names of 1 to 30 bytes.
   *
   * @see https://trtc.io/document/34950
   */
  readonly addGroups: VerbOf<
    [userId: string, groupNames: ReadonlyArray<string>, friendIds?: ReadonlyArray<string>],
    typeof groupAdd
  >
  /**
   * Puts any number of friends, 100 a call, into each of the named friend groups, and makes those that do not exist.
   * 32216 is no friend.
   *
   * @see https://trtc.io/document/34950
   */
  readonly addToGroups: (
    userId: string,
    groupNames: ReadonlyArray<string>,
    friendIds: ReadonlyArray<string>
  ) => Effect.Effect<BatchResult, TimError>
  /**
   * Deletes friend groups; who was in them stays a friend.
   *
   * @see https://trtc.io/document/34926
   */
  readonly deleteGroups: VerbOf<[userId: string, groupNames: ReadonlyArray<string>], typeof groupDelete>
  /**
   * Reads all friend groups of a user, or some by name; with `NeedFriend` also who is in them.
   *
   * @see https://trtc.io/document/40123
   */
  readonly getGroups: VerbOf<
    [userId: string, options?: Omit<RequestOf<typeof groupGet>, "From_Account">],
    typeof groupGet
  >
}

/** The code of a friend whose consent is waited for. */
const pendingCode = 30539

const toAdded = (friend: FriendToAdd): AddedFriend =>
  typeof friend === "string" ? { To_Account: friend, AddSource: defaultSource } : unbuild(friend)

const toImported = (friend: FriendToImport): ImportedFriend => {
  const item = typeof friend === "string"
    ? toAdded(friend)
    : unbuild<AddedFriend | ImportedFriend>(friend as Input<AddedFriend | ImportedFriend>)
  const { GroupName } = item
  return typeof GroupName === "string" ? { ...item, GroupName: [GroupName] } : item as ImportedFriend
}

const toUpdated = (change: FriendChange | UpdatedFriend): UpdatedFriend => {
  if ("To_Account" in change) return change
  const { custom = {}, groups, remark, userId } = change
  return {
    To_Account: userId,
    SnsItem: [
      ...(remark === undefined ? [] : [{ Tag: friendTags.remark, Value: remark }]),
      ...(groups === undefined ? [] : [{ Tag: friendTags.groups, Value: groups }]),
      ...Object.entries(custom).map(([keyword, Value]) => ({ Tag: customFriendTag(keyword), Value }))
    ]
  }
}

type Items = NonNullable<ResponseOf<typeof friendGetList>["InfoItem"][number]["SnsProfileItem"]>

const isSingle = (item: Items[number]): item is Items[number] & { readonly Value: string | number } =>
  typeof item.Value !== "object"

/** Makes the service on a client. */
export const makeFriends = (client: TimClientService): FriendsService => ({
  add: (From_Account, friends, options) =>
    inBatches(friends.map(toAdded), {
      size: 100,
      idOf: ({ To_Account }) => To_Account,
      call: (AddFriendItem) =>
        Effect.map(
          client.call(friendAdd, { From_Account, AddFriendItem, ...options }),
          ({ ResultItem }) =>
            toBatch(
              ResultItem,
              ({ ResultCode, To_Account }) => ({ To_Account, pending: ResultCode === pendingCode }),
              [0, pendingCode]
            )
        )
    }),
  import: (From_Account, friends) =>
    inBatches(friends.map(toImported), {
      size: 1000,
      idOf: ({ To_Account }) => To_Account,
      call: (AddFriendItem) =>
        Effect.map(
          client.call(friendImport, { From_Account, AddFriendItem }),
          ({ ResultItem }) => toBatch(ResultItem, userOf)
        )
    }),
  update: (From_Account, changes) =>
    inBatches(changes.map(toUpdated), {
      size: 100,
      idOf: ({ To_Account }) => To_Account,
      call: (UpdateItem) =>
        Effect.map(
          client.call(friendUpdate, { From_Account, UpdateItem }),
          ({ ResultItem }) => toBatch(ResultItem, userOf)
        )
    }),
  delete: (From_Account, friendIds, options) =>
    inBatches(friendIds, {
      size: 1000,
      idOf: itself,
      call: (To_Account) =>
        Effect.map(
          client.call(friendDelete, { From_Account, To_Account, ...options }),
          ({ ResultItem }) => toBatch(ResultItem, userOf)
        )
    }),
  deleteAll: verb(client, friendDeleteAll, (From_Account, options) => ({ From_Account, ...options })),
  check: (From_Account, otherIds, CheckType = "CheckResult_Type_Both") =>
    inBatches(otherIds, {
      size: 1000,
      idOf: itself,
      call: (To_Account) =>
        Effect.map(client.call(friendCheck, { From_Account, To_Account, CheckType }), ({ InfoItem }) =>
          toBatch(InfoItem, ({ Relation = "CheckResult_Type_NoRelation", To_Account }) => ({ To_Account, Relation })))
    }),
  all: (From_Account) =>
    Stream.paginate(0, (StartIndex) =>
      Effect.map(
        client.call(friendGet, { From_Account, StartIndex }),
        ({ CompleteFlag, NextStartIndex = 0, UserDataItem = [] }) => [
          UserDataItem.map(({ To_Account, ValueItem = [] }) => ({ userId: To_Account, ...readFriend(ValueItem) })),
          // An index that does not grow would lead in circles.
          CompleteFlag !== 0 || NextStartIndex <= StartIndex ? Option.none() : Option.some(NextStartIndex)
        ]
      )),
  get: verb(client, friendGet, (From_Account, StartIndex, options) => ({ From_Account, StartIndex, ...options })),
  read: (From_Account, friendIds, { custom = [], profile = [] } = {}) => {
    const TagList = [
      ...Object.values(friendTags),
      ...custom.map(customFriendTag),
      ...profile.map((field) => profileTags[field].tag)
    ]
    return inBatches(friendIds, {
      size: 100,
      idOf: itself,
      call: (To_Account) =>
        Effect.map(
          client.call(friendGetList, { From_Account, To_Account, TagList }),
          ({ InfoItem }) =>
            toBatch(InfoItem, ({ SnsProfileItem = [], To_Account }) => ({
              userId: To_Account,
              ...readFriend(SnsProfileItem),
              profile: readProfile(SnsProfileItem.filter(isSingle), profileTags)
            }))
        )
    })
  },
  getList: verb(client, friendGetList, (From_Account, To_Account, TagList) => ({ From_Account, To_Account, TagList })),
  getAll: verb(client, friendGetAll, (From_Account, StartIndex, options) => ({ From_Account, StartIndex, ...options })),
  addGroups: verb(client, groupAdd, (From_Account, GroupName, To_Account) => ({ From_Account, GroupName, To_Account })),
  addToGroups: (From_Account, GroupName, friendIds) =>
    inBatches(friendIds, {
      size: 100,
      idOf: itself,
      call: (To_Account) =>
        Effect.map(
          client.call(groupAdd, { From_Account, GroupName, To_Account }),
          ({ ResultItem = [] }) => toBatch(ResultItem, userOf)
        )
    }),
  deleteGroups: verb(client, groupDelete, (From_Account, GroupName) => ({ From_Account, GroupName })),
  getGroups: verb(client, groupGet, (From_Account, options) => ({ From_Account, ...options }))
})

/** Friends as a service. */
export class Friends extends /* @__PURE__ */ Context.Service<Friends, FriendsService>()("timkit/Friends") {
  static readonly make = makeFriends
  static readonly layer: Layer.Layer<Friends, never, TimClient> = /* @__PURE__ */ serviceLayer(Friends, makeFriends)
}
