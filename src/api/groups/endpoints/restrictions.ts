/** The endpoints about mutes and bans. */
import { endpoint } from "../../../endpoint/Endpoint.ts"
import * as wire from "../../../endpoint/wire.ts"
import { members } from "../schemas.ts"

/**
 * Mutes up to 500 accounts, or lifts their mutes. A mute survives leaving and coming back; whoever is muted is refused
 * with 10017 when sending. Not for `Private` groups.
 */
export const forbidSendMsg = /* @__PURE__ */ endpoint("v4/group_open_http_svc/forbid_send_msg", {
  request: () => ({
    GroupId: wire.groupId(),
    Members_Account: members(500),
    /** Seconds from now; 0 lifts the mute, 4294967295 is for ever. */
    MuteTime: wire.uint32(),
    /** Mutes within this topic of a community only. */
    TopicId: wire.optional(wire.groupId())
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34951"
})

/** Lists who is muted in a group now. */
export const getGroupMutedAccount = /* @__PURE__ */ endpoint("v4/group_open_http_svc/get_group_muted_account", {
  request: () => ({
    GroupId: wire.groupId(),
    /** Who is muted within this topic of a community. */
    TopicId: wire.optional(wire.groupId())
  }),
  response: () => ({
    GroupId: wire.optional(wire.string),
    MutedAccountList: wire.list(wire.object({
      Member_Account: wire.string,
      /** Seconds since 1970. */
      MutedUntil: wire.integer
    }))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/34964"
})

/**
 * The older way to list who is muted in a group.
 *
 * @deprecated use `getGroupMutedAccount`
 */
export const getGroupShuttedUin = /* @__PURE__ */ endpoint("v4/group_open_http_svc/get_group_shutted_uin", {
  request: () => ({ GroupId: wire.groupId() }),
  response: () => ({
    GroupId: wire.optional(wire.string),
    ShuttedUinList: wire.list(wire.object({
      Member_Account: wire.string,
      /** Seconds since 1970. */
      ShuttedUntil: wire.integer
    }))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/34964",
  replacedBy: "v4/group_open_http_svc/get_group_muted_account"
})

/**
 * Bans up to 20 accounts: they leave at once and cannot come back before the time is over. Needs a premium edition and
 * a switch in the console (10007).
 */
export const banGroupMember = /* @__PURE__ */ endpoint("v4/group_open_http_svc/ban_group_member", {
  request: () => ({
    GroupId: wire.groupId(),
    Members_Account: members(20),
    /** Seconds from now. */
    Duration: wire.uint32(),
    /** A reason for those who are banned, at most 1,000 bytes. */
    Description: wire.optional(wire.text({ maxBytes: 1000 }))
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/50296"
})

/** Lifts the bans of up to 20 accounts, which do not come back by themselves. Needs what banning needs. */
export const unbanGroupMember = /* @__PURE__ */ endpoint("v4/group_open_http_svc/unban_group_member", {
  request: () => ({ GroupId: wire.groupId(), Members_Account: members(20) }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/50297"
})

/** Lists who is banned from a group now, up to 100 a page, whose ban ends first. Needs what banning needs. */
export const getGroupBanMember = /* @__PURE__ */ endpoint("v4/group_open_http_svc/get_group_ban_member", {
  request: () => ({
    GroupId: wire.groupId(),
    Limit: wire.optional(wire.between(1, 100)),
    /** 0 for the first page, then what the page before answered as `NextOffset`. */
    Offset: wire.uint32()
  }),
  response: () => ({
    BannedAccountList: wire.list(wire.object({
      Member_Account: wire.string,
      /** Seconds since 1970. */
      BannedUntil: wire.integer
    })),
    /** 0 at the end. */
    NextOffset: wire.integer
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/50295"
})
