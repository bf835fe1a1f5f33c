/** The endpoints about the people in rooms of the live engine: members, mutes, bans, admins, owner, robots. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"
import { ofRoom } from "./engineRoomEndpoints.ts"

/** Accounts; how many a call takes is not documented. */
const accounts = () => wire.list(wire.userId(), { min: 1 })

/** Up to 20 accounts. */
const upTo20 = () => wire.list(wire.userId(), { min: 1, max: 20 })

/** Pages through the members of a room. */
export const getMemberList = /* @__PURE__ */ endpoint("v4/live_engine_http_srv/get_member_list", {
  request: () => ({
    ...ofRoom(),
    /** Empty for the first page, then what the page before answered. */
    Next: wire.string
  }),
  response: () => ({
    Response: wire.object({
      /** Empty at the end. */
      Next: wire.string,
      MemberCount: wire.integer,
      MemberList: wire.list(wire.object({ Member_Account: wire.string }))
    })
  }),
  repeatability: "safe",
  docs: "https://www.tencentcloud.com/document/product/1071/78156"
})

/** Mutes members of a room, or lifts their mutes. */
export const muteMember = /* @__PURE__ */ endpoint("v4/live_engine_http_srv/mute_member", {
  request: () => ({
    ...ofRoom(),
    MemberList_Account: accounts(),
    /** Seconds from now; 0 lifts the mute. */
    MuteTime: wire.uint32()
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/66969"
})

/** Lists who is muted in a room now. */
export const getMutedMemberList = /* @__PURE__ */ endpoint("v4/live_engine_http_srv/get_muted_member_list", {
  request: ofRoom,
  response: () => ({
    Response: wire.object({
      MutedAccountList: wire.list(wire.object({
        Member_Account: wire.string,
        /** Seconds since 1970. */
        MutedUntil: wire.integer
      }))
    })
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/69894"
})

/** Bans up to 20 accounts: they cannot come in before the time is over. */
export const banMember = /* @__PURE__ */ endpoint("v4/live_engine_http_srv/ban_member", {
  request: () => ({
    ...ofRoom(),
    MemberList_Account: upTo20(),
    /** Seconds from now. */
    Duration: wire.uint32(),
    /** At most 200 bytes. */
    Reason: wire.optional(wire.text({ maxBytes: 200 }))
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/63407"
})

/** Lifts the bans of up to 20 accounts. */
export const unbanMember = /* @__PURE__ */ endpoint("v4/live_engine_http_srv/unban_member", {
  request: () => ({ ...ofRoom(), MemberList_Account: upTo20() }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/63410"
})

/** Lists who is banned from a room now, up to 100 a page. */
export const getBannedMemberList = /* @__PURE__ */ endpoint("v4/live_engine_http_srv/get_banned_member_list", {
  request: () => ({
    ...ofRoom(),
    /** 0 for the first page, as when left out, then what the page before answered as `NextOffset`. */
    Offset: wire.optional(wire.uint32()),
    Limit: wire.optional(wire.between(1, 100))
  }),
  response: () => ({
    Response: wire.object({
      BannedAccountList: wire.list(wire.object({
        Member_Account: wire.string,
        /** Seconds since 1970. */
        BannedUntil: wire.integer
      })),
      /** 0 at the end. */
      NextOffset: wire.integer
    })
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/63424"
})

/**
 * Makes accounts admins of a room, or plain members again. The fields are those of the call for AVChatRooms: the
 * vendor's page was not at hand.
 */
export const modifyRoomAdmin = /* @__PURE__ */ endpoint("v4/live_engine_http_srv/modify_admin", {
  request: () => ({
    ...ofRoom(),
    /** 1 sets, 2 removes. */
    CommandType: wire.oneOf(1, 2),
    Admin_Account: accounts()
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://www.tencentcloud.com/document/product/1071/76881"
})

/** Lists the admins of a room, by plain ids. */
export const getRoomAdminList = /* @__PURE__ */ endpoint("v4/live_engine_http_srv/get_admin_list", {
  request: ofRoom,
  response: () => ({ Response: wire.object({ Admin_Account: wire.list(wire.string) }) }),
  repeatability: "safe",
  docs: "https://trtc.io/document/63425"
})

/** Gives a room to another owner. */
export const changeRoomOwner = /* @__PURE__ */ endpoint("v4/live_engine_http_srv/change_room_owner", {
  request: () => ({ ...ofRoom(), NewOwner_Account: wire.userId() }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/72534"
})

/** Puts robots into a room, imported accounts, at most 3. A room with robots is never dissolved by itself. */
export const addRobot = /* @__PURE__ */ endpoint("v4/live_engine_http_srv/add_robot", {
  request: () => ({ ...ofRoom(), RobotList_Account: wire.list(wire.userId(), { min: 1, max: 3 }) }),
  response: () => ({}),
  repeatability: "repeatable",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/69079"
})

/** Lists the robots of a room. */
export const getRobot = /* @__PURE__ */ endpoint("v4/live_engine_http_srv/get_robot", {
  request: ofRoom,
  response: () => ({ Response: wire.object({ RobotList_Account: wire.list(wire.string) }) }),
  repeatability: "safe",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/69081"
})

/** Takes robots out of a room. */
export const delRobot = /* @__PURE__ */ endpoint("v4/live_engine_http_srv/del_robot", {
  request: () => ({ ...ofRoom(), RobotList_Account: accounts() }),
  response: () => ({}),
  repeatability: "repeatable",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/69080"
})
