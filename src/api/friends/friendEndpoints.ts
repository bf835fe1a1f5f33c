/** The endpoints about friends. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"
import { addSource, changedItem, customItem, groupName, readItem, userResult, userResults, users } from "./schemas.ts"

/** What every new friend may carry. */
const newFriend = () => ({
  To_Account: wire.userId(),
  /** The adding user's own name for the friend, at most 96 bytes. */
  Remark: wire.optional(wire.text({ maxBytes: 96 })),
  /** How the friend was found: `AddSource_Type_` and at most 8 letters. */
  AddSource: addSource(),
  /** The text of the request, at most 256 bytes. */
  AddWording: wire.optional(wire.text({ maxBytes: 256 }))
})

/**
 * Adds friends. Each friend has a `ResultCode` of its own in an answer that is a success all the same: 30539 is no
 * failure but a request that waits for the other's consent.
 *
 * A user has at most 3000 friends and 100 pending requests.
 */
export const friendAdd = /* @__PURE__ */ endpoint("v4/sns/friend_add", {
  request: () => ({
    /** The user who adds. */
    From_Account: wire.userId(),
    /** How many may go in one call is not documented. */
    AddFriendItem: wire.list(
      wire.object({
        ...newFriend(),
        /** The adding user's friend group for the friend: one name of 1 to 30 bytes. */
        GroupName: wire.optional(groupName())
      }),
      { min: 1 }
    ),
    /** Whether each gets into the other's list, which is the default, or only the added into the adding user's. */
    AddType: wire.optional(wire.oneOf("Add_Type_Both", "Add_Type_Single")),
    /** 1: the added user's `AllowType` is not asked. */
    ForceAddFlags: wire.optional(wire.flag())
  }),
  response: userResults,
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34902"
})

/**
 * Imports up to 1000 friends, one way: they get into the user's list, the user into none of theirs. Nobody is asked,
 * and no webhook fires. Each has a `ResultCode` of its own.
 */
export const friendImport = /* @__PURE__ */ endpoint("v4/sns/friend_import", {
  request: () => ({
    /** The user whose friends they become. */
    From_Account: wire.userId(),
    AddFriendItem: wire.list(
      wire.object({
        ...newFriend(),
        /** When the remark was written, in seconds since 1970. */
        RemarkTime: wire.optional(wire.uint32()),
        /** The friend groups; a list here, unlike in `friend_add`. A user has at most 32, of 1 to 30 bytes each. */
        GroupName: wire.optional(wire.list(groupName(), { max: 32 })),
        /** When the two became friends, in seconds since 1970; now when left out. */
        AddTime: wire.optional(wire.uint32()),
        /** Custom fields. They must be configured in the console first. */
        CustomItem: wire.optional(wire.list(customItem()))
      }),
      { min: 1, max: 1000 }
    )
  }),
  response: userResults,
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34903"
})

/**
 * Changes what a user keeps about friends: remark, friend groups and custom fields. The other side does not change.
 * Each friend has a `ResultCode` of its own.
 */
export const friendUpdate = /* @__PURE__ */ endpoint("v4/sns/friend_update", {
  request: () => ({
    From_Account: wire.userId(),
    /** How many may go in one call is not documented. */
    UpdateItem: wire.list(
      wire.object({ To_Account: wire.userId(), SnsItem: wire.list(changedItem(), { min: 1 }) }),
      { min: 1 }
    )
  }),
  response: userResults,
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34904"
})

const deleteType = () => wire.optional(wire.oneOf("Delete_Type_Single", "Delete_Type_Both"))

/** Deletes up to 1000 friends. Each has a `ResultCode` of its own; 31704 where the two were no friends. */
export const friendDelete = /* @__PURE__ */ endpoint("v4/sns/friend_delete", {
  request: () => ({
    From_Account: wire.userId(),
    To_Account: users(1000),
    /** Whether only the user's own list loses the friends, which is the default, or theirs the user as well. */
    DeleteType: deleteType()
  }),
  response: userResults,
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34905"
})

/** Deletes all friends of a user, with everything the user kept about them. */
export const friendDeleteAll = /* @__PURE__ */ endpoint("v4/sns/friend_delete_all", {
  request: () => ({
    From_Account: wire.userId(),
    /** Whether only the user's own list is cleared, which is the default, or theirs lose the user as well. */
    DeleteType: deleteType()
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34906"
})

/** Tells of up to 1000 users how they are related to one. */
export const friendCheck = /* @__PURE__ */ endpoint("v4/sns/friend_check", {
  request: () => ({
    /** The user A of the answer's words. */
    From_Account: wire.userId(),
    /** The users B of the answer's words. */
    To_Account: users(1000),
    /** Whether only A's list is looked into, or both. */
    CheckType: wire.oneOf("CheckResult_Type_Single", "CheckResult_Type_Both")
  }),
  response: () => ({
    InfoItem: wire.list(wire.object({
      ...userResult(),
      /**
       * `AWithB`: B is in A's list; whether A is in B's is not so after a check of both, and unknown after one of A's
       * list only. `BWithA`: only A is in B's list.
       */
      Relation: wire.optional(wire.openEnum(
        "CheckResult_Type_BothWay",
        "CheckResult_Type_AWithB",
        "CheckResult_Type_BWithA",
        "CheckResult_Type_NoRelation"
      ))
    })),
    Fail_Account: wire.optional(wire.list(wire.string))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/34907"
})

/**
 * Reads a page of a user's friends with all that the user keeps about them, but not their profiles. The service decides
 * how large a page is.
 *
 * The answer's sequences may go with the next reading from the start: data that did not change since is left out then.
 */
export const friendGet = /* @__PURE__ */ endpoint("v4/sns/friend_get", {
  request: () => ({
    From_Account: wire.userId(),
    /** 0 first, then `NextStartIndex` of the page before. */
    StartIndex: wire.uint32(),
    /** `StandardSequence` of an earlier reading. */
    StandardSequence: wire.optional(wire.between(0, Number.MAX_SAFE_INTEGER)),
    /** `CustomSequence` of an earlier reading. The newest texts do not know it any more. */
    CustomSequence: wire.optional(wire.between(0, Number.MAX_SAFE_INTEGER))
  }),
  response: () => ({
    UserDataItem: wire.optional(wire.list(wire.object({
      To_Account: wire.string,
      /** The fields that have a value. */
      ValueItem: wire.optional(wire.list(readItem()))
    }))),
    StandardSequence: wire.optional(wire.integer),
    /** Absent from the newest answers. */
    CustomSequence: wire.optional(wire.integer),
    /** How many friends there are on all pages. */
    FriendNum: wire.optional(wire.integer),
    /** Other than 0: this is the last page. */
    CompleteFlag: wire.integer,
    /** 0 on the last page. */
    NextStartIndex: wire.optional(wire.integer)
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/34908"
})

/**
 * Reads fields of given friends: of their profiles, and of what the user keeps about them. Whoever is no friend has the
 * `ResultCode` 30001.
 */
export const friendGetList = /* @__PURE__ */ endpoint("v4/sns/friend_get_list", {
  request: () => ({
    From_Account: wire.userId(),
    /** At most 100 are advised. */
    To_Account: wire.list(wire.userId(), { min: 1 }),
    /** `Tag_Profile_IM_…`, `Tag_Profile_Custom_…`, `Tag_SNS_IM_…`, `Tag_SNS_Custom_…`. */
    TagList: wire.list(wire.string, { min: 1 })
  }),
  response: () => ({
    InfoItem: wire.list(wire.object({
      ...userResult(),
      /** The fields that have a value; absent after a failure. */
      SnsProfileItem: wire.optional(wire.list(readItem()))
    })),
    Fail_Account: wire.optional(wire.list(wire.string))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/34910"
})

/**
 * The older way to page through friends.
 *
 * @deprecated use `friendGet`, or `friendGetList` for chosen fields
 */
export const friendGetAll = /* @__PURE__ */ endpoint("v4/sns/friend_get_all", {
  request: () => ({
    From_Account: wire.userId(),
    /** `TimeStampNow` of an earlier reading; 0 or absent reads everything. */
    TimeStamp: wire.optional(wire.between(0, Number.MAX_SAFE_INTEGER)),
    StartIndex: wire.uint32(),
    /** Fields of the profile and of what the user keeps about the friend. */
    TagList: wire.optional(wire.list(wire.string)),
    /** `CurrentStandardSequence` of an earlier reading. */
    LastStandardSequence: wire.optional(wire.between(0, Number.MAX_SAFE_INTEGER)),
    /** Friends a page: 1 to 100; 100 when left out. */
    GetCount: wire.optional(wire.between(1, 100))
  }),
  response: () => ({
    /** Sources do not agree on the case. */
    NeedUpdateAll: wire.openEnum("GetAll_Type_YES", "GetAll_Type_NO", "GetAll_Type_Yes"),
    /** When this was read, in seconds since 1970. */
    TimeStampNow: wire.integer,
    /** The start of the next page. */
    StartIndex: wire.integer,
    InfoItem: wire.optional(wire.list(wire.object({
      /** The friend. */
      Info_Account: wire.string,
      SnsProfileItem: wire.optional(wire.list(readItem()))
    }))),
    CurrentStandardSequence: wire.integer,
    /** How many friends there are on all pages. */
    FriendNum: wire.integer
  }),
  repeatability: "safe",
  ratePerSecond: 100,
  docs: "https://cloud.tencent.com/document/product/269/1647",
  replacedBy: "v4/sns/friend_get"
})
