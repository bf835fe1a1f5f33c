/** The endpoints about groups as a whole: create, destroy, list, profile. */
import { endpoint } from "../../../endpoint/Endpoint.ts"
import * as wire from "../../../endpoint/wire.ts"
import { whyNotGroupId } from "../groupId.ts"
import {
  applyJoinOption,
  customKeys,
  groupBaseInfo,
  groupBaseInfoFilter,
  groupCustomFields,
  groupInfo,
  groupName,
  groupTexts,
  groupType,
  inviteJoinOption,
  memberCustomFields,
  memberInfoFilter,
  onOff,
  permissionMask,
  selfInfo
} from "../schemas.ts"

/** What creating and importing have in common. */
export const newGroup = () => ({
  /** An imported account, which becomes a member. Without it the group has no owner. */
  Owner_Account: wire.optional(wire.userId()),
  /**
   * At most 48 bytes of printable ASCII, not beginning with `@TGS#`; that of a community begins with `@TGS#_`. The
   * service makes one up when left out.
   */
  GroupId: wire.optional(wire.text({ minBytes: 1, maxBytes: 48 })),
  /** At most 100 bytes. */
  Name: groupName(),
  ...groupTexts(),
  /** The edition's usual limit when left out. Other calls name it `MaxMemberNum`. */
  MaxMemberCount: wire.optional(wire.between(1, 1_000_000)),
  /** Counts for `Public` groups only; `NeedPermission` when left out. */
  ApplyJoinOption: wire.optional(applyJoinOption()),
  AppDefinedData: wire.optional(groupCustomFields()),
  /** Communities only. 1: the community holds topics. */
  SupportTopic: wire.optional(wire.flag())
})

/** The rule about ids that an app chooses. */
export const groupIdRule = (
  { GroupId, Type }: { readonly GroupId?: string | undefined; readonly Type: string }
): true | string => {
  const reason = GroupId === undefined ? undefined : whyNotGroupId(GroupId, Type)
  return reason === undefined || `GroupId ${reason}`
}

/**
 * Creates a group, with up to 100 members beside the owner. `AVChatRoom` stores no members and refuses them with 10007.
 */
export const createGroup = /* @__PURE__ */ endpoint("v4/group_open_http_svc/create_group", {
  request: () => ({
    Type: groupType(),
    ...newGroup(),
    /** Not for `AVChatRoom`. */
    InviteJoinOption: wire.optional(inviteJoinOption()),
    MemberList: wire.optional(wire.list(
      wire.object({
        Member_Account: wire.userId(),
        /** A plain member when left out. */
        Role: wire.optional(wire.oneOf("Admin")),
        AppMemberDefinedData: wire.optional(memberCustomFields())
      }),
      { max: 100 }
    )),
    /** Communities with topics. 1: permission groups decide, 0: roles do. */
    EnablePermission: wire.optional(wire.flag()),
    /** With `EnablePermission` 1: the mask of what every member may do. */
    DefaultPermission: wire.optional(permissionMask())
  }),
  rule: groupIdRule,
  response: () => ({
    GroupId: wire.string,
    /** Seen for communities only, as is `HugeGroupFlag`. */
    Type: wire.optional(wire.string),
    HugeGroupFlag: wire.optional(wire.integer)
  }),
  repeatability: "not-repeatable",
  docs: "https://trtc.io/document/34895"
})

/** Disbands a group with everything in it. It cannot be undone. A second call is refused with 10010. */
export const destroyGroup = /* @__PURE__ */ endpoint("v4/group_open_http_svc/destroy_group", {
  request: () => ({ GroupId: wire.groupId() }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34896"
})

/** Lists the ids of the app's groups, up to 10,000 a page. One call a second. */
export const getAppidGroupList = /* @__PURE__ */ endpoint("v4/group_open_http_svc/get_appid_group_list", {
  request: () => ({
    /** 10,000 when left out, which is also the most. */
    Limit: wire.optional(wire.between(1, 10_000)),
    /** 0 or nothing for the first page, then what the page before answered. */
    Next: wire.optional(wire.integer64()),
    /** `BChatRoom` is an older type that cannot be created any more. */
    GroupType: wire.optional(
      wire.oneOf("Private", "Public", "ChatRoom", "AVChatRoom", "Community", "BChatRoom")
    )
  }),
  response: () => ({
    /** All groups, or all of the type asked for, whatever the page. */
    TotalCount: wire.integer,
    GroupIdList: wire.list(wire.object({ GroupId: wire.string })),
    /** Where the next page begins; 0 or nothing at the end. */
    Next: wire.optional(wire.integer64())
  }),
  repeatability: "safe",
  integers64: ["Next"],
  ratePerSecond: 1,
  docs: "https://trtc.io/document/34960"
})

/**
 * Lists the groups that a user joined, up to 5,000 a page. Without a filter only their ids are answered.
 *
 * Communities with topics are listed with `SupportTopic` 1 only; live-streaming groups may be missing.
 */
export const getJoinedGroupList = /* @__PURE__ */ endpoint("v4/group_open_http_svc/get_joined_group_list", {
  request: () => ({
    Member_Account: wire.userId(),
    /** 1: also live-streaming groups. */
    WithHugeGroups: wire.optional(wire.flag()),
    /** 1: also `Private` groups in which nothing was said yet. */
    WithNoActiveGroups: wire.optional(wire.flag()),
    /** All groups when left out. */
    Limit: wire.optional(wire.between(1, 5000)),
    /** How many groups to skip. */
    Offset: wire.optional(wire.uint32()),
    /** `Community` when `SupportTopic` is given. */
    GroupType: wire.optional(groupType()),
    /** 1: only communities with topics. 0: only communities without. */
    SupportTopic: wire.optional(wire.flag()),
    ResponseFilter: wire.optional(wire.object({
      GroupBaseInfoFilter: wire.optional(groupBaseInfoFilter()),
      /** The user's own fields, answered under `SelfInfo`. */
      SelfInfoFilter: wire.optional(wire.list(
        wire.openEnum("Role", "JoinTime", "MsgFlag", "MsgSeq", "NameCard", "GrossTopicReadSeq")
      ))
    }))
  }),
  response: () => ({
    /** All groups that match, whatever the page. */
    TotalCount: wire.integer,
    GroupIdList: wire.list(wire.object({
      GroupId: wire.string,
      ...groupBaseInfo(),
      SelfInfo: wire.optional(wire.object(selfInfo())),
      SupportTopic: wire.optional(wire.integer),
      /** Communities with topics: the next numbers of all topics, summed up. */
      GrossTopicNextMsgSeq: wire.optional(wire.integer)
    }))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/34925"
})

/**
 * Reads the profiles of up to 50 groups. The call succeeds whatever becomes of the single groups: one that does not
 * exist is answered with an `ErrorCode` of its own, 10010 or 10015.
 */
export const getGroupInfo = /* @__PURE__ */ endpoint("v4/group_open_http_svc/get_group_info", {
  request: () => ({
    GroupIdList: wire.list(wire.groupId(), { min: 1, max: 50 }),
    /** Everything is answered when left out. */
    ResponseFilter: wire.optional(wire.object({
      GroupBaseInfoFilter: wire.optional(groupBaseInfoFilter()),
      MemberInfoFilter: wire.optional(memberInfoFilter()),
      AppDefinedDataFilter_Group: wire.optional(customKeys()),
      AppDefinedDataFilter_GroupMember: wire.optional(customKeys())
    }))
  }),
  response: () => ({ GroupInfo: wire.list(wire.object(groupInfo())) }),
  repeatability: "safe",
  docs: "https://trtc.io/document/34961"
})

/** Changes the profile of a group. Fields that are left out stay. */
export const modifyGroupBaseInfo = /* @__PURE__ */ endpoint("v4/group_open_http_svc/modify_group_base_info", {
  request: () => ({
    GroupId: wire.groupId(),
    /** At most 100 bytes. */
    Name: wire.optional(groupName()),
    ...groupTexts(),
    /** Up to what the edition allows. `create_group` names it `MaxMemberCount`. */
    MaxMemberNum: wire.optional(wire.between(1, 1_000_000)),
    ApplyJoinOption: wire.optional(applyJoinOption()),
    InviteJoinOption: wire.optional(inviteJoinOption()),
    /** `On`: only the owner, admins and the app's administrators may speak. */
    MuteAllMember: wire.optional(onOff()),
    /** Keys that are left out stay; an empty value deletes its key. */
    AppDefinedData: wire.optional(groupCustomFields()),
    /** Who clients see as the one who did it; the administrator that calls when left out. */
    From_Account: wire.optional(wire.userId()),
    /** Communities with topics. 1: permission groups decide, 0: roles do. */
    EnablePermission: wire.optional(wire.flag()),
    /** Communities with topics: the mask of what every member may do. */
    DefaultPermission: wire.optional(permissionMask()),
    /** `On`: newcomers may read what was said before. For `Private`, `Public` and `ChatRoom`. */
    HistoryMsgBeforeJoin: wire.optional(onOff())
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34962"
})
