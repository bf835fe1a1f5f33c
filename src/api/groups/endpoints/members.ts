/** The endpoints about the members of groups. */
import { endpoint } from "../../../endpoint/Endpoint.ts"
import * as wire from "../../../endpoint/wire.ts"
import { customKeys, memberCustomFields, memberInfo, memberInfoFilter, members, msgFlag } from "../schemas.ts"

const memberFilters = () => ({
  /** Every field when left out. */
  MemberInfoFilter: wire.optional(memberInfoFilter()),
  /** Members of every role when left out. */
  MemberRoleFilter: wire.optional(wire.list(wire.oneOf("Owner", "Admin", "Member"))),
  AppDefinedDataFilter_GroupMember: wire.optional(customKeys())
})

/**
 * Pages through the members of a group: by `Offset`, communities by `Next`. Not for `AVChatRoom`, which stores no
 * members.
 */
export const getGroupMemberInfo = /* @__PURE__ */ endpoint("v4/group_open_http_svc/get_group_member_info", {
  request: () => ({
    GroupId: wire.groupId(),
    ...memberFilters(),
    /** All members when left out. At most 6,000, better 100; at most 100 for communities. */
    Limit: wire.optional(wire.between(1, 6000)),
    /** How many members to skip. Not for communities. */
    Offset: wire.optional(wire.uint32()),
    /** Communities only, which need it: empty for the first page, then what the page before answered. */
    Next: wire.optional(wire.string)
  }),
  response: () => ({
    /** All members, whatever the page and the role asked for. */
    MemberNum: wire.optional(wire.integer),
    MemberList: wire.list(wire.object(memberInfo())),
    /** Communities only: where the next page begins; empty at the end. */
    Next: wire.optional(wire.string)
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/34948"
})

/** Reads up to 50 members of a group. Accounts that are not among the members are left out of the answer. */
export const getSpecifiedGroupMemberInfo = /* @__PURE__ */ endpoint(
  "v4/group_open_http_svc/get_specified_group_member_info",
  {
    request: () => ({
      GroupId: wire.groupId(),
      Member_List_Account: members(50),
      ...memberFilters()
    }),
    response: () => ({
      GroupId: wire.optional(wire.string),
      MemberList: wire.list(wire.object(memberInfo()))
    }),
    repeatability: "safe",
    docs: "https://trtc.io/document/64897"
  }
)

/**
 * Adds up to 300 members, also where members may not invite. The call is refused as a whole when the group is full
 * (10014) or an account does not exist (10019). Not for `AVChatRoom`.
 */
export const addGroupMember = /* @__PURE__ */ endpoint("v4/group_open_http_svc/add_group_member", {
  request: () => ({
    GroupId: wire.groupId(),
    /** 1: nobody is told. */
    Silence: wire.optional(wire.flag()),
    MemberList: wire.list(wire.object({ Member_Account: wire.userId() }), { min: 1, max: 300 })
  }),
  response: () => ({
    MemberList: wire.list(wire.object({
      Member_Account: wire.string,
      /** 0 failed, 1 added, 2 was a member already, 3 has to accept first. */
      Result: wire.integer
    }))
  }),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34921"
})

/** Removes up to 100 members. Accounts that are not among them are no failure. Not for `AVChatRoom` (10004). */
export const deleteGroupMember = /* @__PURE__ */ endpoint("v4/group_open_http_svc/delete_group_member", {
  request: () => ({
    GroupId: wire.groupId(),
    MemberToDel_Account: members(100),
    /** 1: only those who are removed are told. */
    Silence: wire.optional(wire.flag()),
    /** Shown in the notice. */
    Reason: wire.optional(wire.string)
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34949"
})

/** Changes a member of a group. Fields that are left out stay. */
export const modifyGroupMemberInfo = /* @__PURE__ */ endpoint("v4/group_open_http_svc/modify_group_member_info", {
  request: () => ({
    GroupId: wire.groupId(),
    Member_Account: wire.userId(),
    /** Makes an admin, or a plain member of an admin. The owner changes by `change_group_owner` only. */
    Role: wire.optional(wire.oneOf("Admin", "Member")),
    MsgFlag: wire.optional(msgFlag()),
    /** The member's name within the group, at most 50 bytes. */
    NameCard: wire.optional(wire.text({ maxBytes: 50 })),
    /** Keys that are left out stay; an empty value deletes its key. */
    AppMemberDefinedData: wire.optional(memberCustomFields()),
    /** Mutes for so many seconds from now; 0 lifts the mute. Not for `Private` groups. */
    MuteTime: wire.optional(wire.uint32())
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34900"
})

/** Tells the roles of up to 500 accounts; of outsiders it says `NotMember`. Not for `AVChatRoom` (10007). */
export const getRoleInGroup = /* @__PURE__ */ endpoint("v4/group_open_http_svc/get_role_in_group", {
  request: () => ({ GroupId: wire.groupId(), User_Account: members(500) }),
  response: () => ({
    UserIdList: wire.list(wire.object({
      Member_Account: wire.string,
      Role: wire.openEnum("Owner", "Admin", "Member", "NotMember")
    }))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/34963"
})

/** Gives a group to one of its members. The former owner stays as a plain member. Not for `AVChatRoom` (10007). */
export const changeGroupOwner = /* @__PURE__ */ endpoint("v4/group_open_http_svc/change_group_owner", {
  request: () => ({
    GroupId: wire.groupId(),
    NewOwner_Account: wire.userId(),
    /** Who clients see as the one who did it. */
    From_Account: wire.optional(wire.userId())
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34966"
})
