/** The endpoints about permission groups and who is in them. Premium edition. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"
import { customKeys, memberInfo, memberInfoFilter, permissionMask } from "../groups/schemas.ts"
import { whyNotPermissionGroupId } from "./ids.ts"
import { communityId, readMask } from "./schemas.ts"

/** The id of a permission group. */
export const permissionGroupId = () => wire.groupId()

/** The name of a permission group: 1 to 150 bytes. */
const permissionGroupName = () => wire.text({ minBytes: 1, maxBytes: 150 })

/** The accounts of members, up to 100 of them. */
const accounts = () => wire.list(wire.object({ Member_Account: wire.userId() }), { min: 1, max: 100 })

/** Creates a permission group without members. What it allows counts while the community has `EnablePermission` 1. */
export const createPermissionGroup = /* @__PURE__ */ endpoint("v4/group_open_http_svc/create_permission_group", {
  request: () => ({
    GroupId: communityId(),
    /** Begins with `@PMG#_`. The service makes one up when left out. */
    PermissionGroupId: wire.optional(permissionGroupId()),
    PermissionGroupName: permissionGroupName(),
    /** The mask of what members may do in the whole community, see `communityMask`. */
    Permission: permissionMask(),
    /** Anything of the app's own. */
    CustomString: wire.optional(wire.string)
  }),
  rule: ({ PermissionGroupId }) => {
    const reason = PermissionGroupId === undefined ? undefined : whyNotPermissionGroupId(PermissionGroupId)
    return reason === undefined || `PermissionGroupId ${reason}`
  },
  response: () => ({ PermissionGroupId: wire.string }),
  repeatability: "not-repeatable",
  docs: "https://trtc.io/document/61232"
})

/** Deletes up to 20 permission groups. Their members lose what they were allowed by them. Each may fail alone. */
export const destroyPermissionGroup = /* @__PURE__ */ endpoint("v4/group_open_http_svc/destroy_permission_group", {
  request: () => ({
    GroupId: communityId(),
    PermissionGroupIdList: wire.list(permissionGroupId(), { min: 1, max: 20 })
  }),
  response: () => ({
    PermissionGroupResultList: wire.list(wire.object({
      PermissionGroupId: wire.string,
      /** 0, or why the permission group failed. */
      ErrorCode: wire.integer,
      ErrorInfo: wire.optional(wire.string)
    }))
  }),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/61233"
})

/** Changes a permission group. Fields that are left out stay. */
export const modifyPermissionGroup = /* @__PURE__ */ endpoint("v4/group_open_http_svc/modify_permission_group", {
  request: () => ({
    GroupId: communityId(),
    PermissionGroupId: permissionGroupId(),
    /** 1 to 150 bytes. */
    PermissionGroupName: wire.optional(permissionGroupName()),
    /** The new mask, see `communityMask`. */
    Permission: wire.optional(permissionMask()),
    CustomString: wire.optional(wire.string)
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/61234"
})

/** Reads permission groups of a community: those named, or all, up to 20 a page. */
export const getPermissionGroup = /* @__PURE__ */ endpoint("v4/group_open_http_svc/get_permission_group", {
  request: () => ({
    GroupId: communityId(),
    /** All permission groups, in pages, when left out. */
    PermissionGroupIdList: wire.optional(wire.list(permissionGroupId())),
    /** At most 20. */
    Limit: wire.optional(wire.between(1, 20)),
    /** Empty for the first page, then what the page before answered. */
    Next: wire.optional(wire.string)
  }),
  response: () => ({
    PermissionGroupInfoList: wire.list(wire.object({
      PermissionGroupId: wire.string,
      PermissionGroupName: wire.optional(wire.string),
      /** The mask of what members may do in the whole community, see `readCommunityMask`. */
      Permission: wire.optional(readMask()),
      CustomString: wire.optional(wire.string),
      /** How many members there are. The name of this field is not certain. */
      MemberNum: wire.optional(wire.integer),
      /** 0, or why there is nothing more about this permission group. */
      ErrorCode: wire.optional(wire.integer),
      ErrorInfo: wire.optional(wire.string)
    })),
    /** Where the next page begins; empty at the end. Sources disagree on whether it is a text or a number. */
    Next: wire.optional(wire.union([wire.string, wire.number]))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/61235"
})

/** Adds up to 100 members of the community to a permission group. Each may fail alone. */
export const addPermissionGroupMember = /* @__PURE__ */ endpoint("v4/group_open_http_svc/add_permission_group_member", {
  request: () => ({ GroupId: communityId(), PermissionGroupId: permissionGroupId(), MemberList: accounts() }),
  response: () => ({
    MemberList: wire.list(wire.object({
      Member_Account: wire.string,
      /** 1 added, 0 failed, 2 was in it already. Only 1 is documented. */
      Result: wire.integer
    }))
  }),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/61240"
})

/** Takes up to 100 members out of a permission group. Accounts that are not in it are no failure. */
export const deletePermissionGroupMember = /* @__PURE__ */ endpoint(
  "v4/group_open_http_svc/delete_permission_group_member",
  {
    request: () => ({ GroupId: communityId(), PermissionGroupId: permissionGroupId(), MemberList: accounts() }),
    response: () => ({
      /** Perhaps one item an account, as after adding. */
      MemberList: wire.optional(wire.list(wire.object({ Member_Account: wire.string, Result: wire.integer })))
    }),
    repeatability: "repeatable",
    docs: "https://trtc.io/document/61241"
  }
)

/** Pages through the members of a permission group, up to 50 a page. A page may be short before the end. */
export const getPermissionGroupMemberList = /* @__PURE__ */ endpoint(
  "v4/group_open_http_svc/get_permission_group_member_list",
  {
    request: () => ({
      GroupId: communityId(),
      PermissionGroupId: permissionGroupId(),
      /** At most 50. */
      Limit: wire.optional(wire.between(1, 50)),
      /** Empty for the first page, then what the page before answered. */
      Next: wire.optional(wire.string),
      /** Every field when left out. */
      MemberInfoFilter: wire.optional(memberInfoFilter()),
      /** Members of every role when left out. */
      MemberRoleFilter: wire.optional(wire.list(wire.oneOf("Owner", "Admin", "Member"))),
      AppDefinedDataFilter_GroupMember: wire.optional(customKeys())
    }),
    response: () => ({
      MemberList: wire.list(wire.object(memberInfo())),
      /** Where the next page begins; empty at the end. */
      Next: wire.optional(wire.string)
    }),
    repeatability: "safe",
    docs: "https://trtc.io/document/61242"
  }
)
