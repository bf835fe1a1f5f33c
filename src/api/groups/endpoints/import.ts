/** The endpoints that bring groups and members over from another service. */
import { endpoint } from "../../../endpoint/Endpoint.ts"
import * as wire from "../../../endpoint/wire.ts"
import { groupIdRule, newGroup } from "./lifecycle.ts"

/** Imports a group: nobody is told and no webhook is called. Members follow by `importGroupMember`. */
export const importGroup = /* @__PURE__ */ endpoint("v4/group_open_http_svc/import_group", {
  request: () => ({
    /** `AVChatRoom` cannot be imported. */
    Type: wire.oneOf("Private", "Public", "ChatRoom", "Community"),
    ...newGroup(),
    /** When the group was created, in seconds since 1970, not in the future; now when left out. */
    CreateTime: wire.optional(wire.uint32())
  }),
  rule: groupIdRule,
  response: () => ({ GroupId: wire.string }),
  repeatability: "not-repeatable",
  docs: "https://trtc.io/document/34967"
})

/** Imports up to 300 members: nobody is told and no webhook is called. A member with a bad `JoinTime` fails alone. */
export const importGroupMember = /* @__PURE__ */ endpoint("v4/group_open_http_svc/import_group_member", {
  request: () => ({
    GroupId: wire.groupId(),
    MemberList: wire.list(
      wire.object({
        Member_Account: wire.userId(),
        /** A plain member when left out. */
        Role: wire.optional(wire.oneOf("Admin")),
        /** Seconds since 1970: after the group was created, before now. */
        JoinTime: wire.optional(wire.uint32()),
        /** How many messages are unread; at most as many as the group has. */
        UnreadMsgNum: wire.optional(wire.uint32())
      }),
      { min: 1, max: 300 }
    )
  }),
  response: () => ({
    MemberList: wire.list(wire.object({
      Member_Account: wire.string,
      /** 0 failed, 1 imported, 2 was a member already. */
      Result: wire.integer
    }))
  }),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34969"
})
