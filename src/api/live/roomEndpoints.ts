/** The endpoints about who is in an AVChatRoom: online members, their marks, admins, robots. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"

/** Accounts; how many a call takes is not documented. */
const accounts = () => wire.list(wire.userId(), { min: 1 })

/** 1 sets, 2 removes. */
const command = () => wire.oneOf(1, 2)

/**
 * Counts who is online in a group. Up to 10 seconds old, with web clients up to 20; at once below 300 members without
 * web clients. Types other than AVChatRoom need a premium edition and a switch in the console (10007).
 */
export const getOnlineMemberNum = /* @__PURE__ */ endpoint("v4/group_open_http_svc/get_online_member_num", {
  request: () => ({ GroupId: wire.groupId() }),
  response: () => ({ OnlineMemberNum: wire.integer }),
  repeatability: "safe",
  docs: "https://trtc.io/document/38521"
})

/**
 * Pages through the online members of an AVChatRoom, the newest first, 250 a page: the newest 1,000 at most, 30 without
 * the premium edition's list of online members. Up to 10 seconds old. Another type, or a missing switch: 10007.
 */
export const getMembers = /* @__PURE__ */ endpoint("v4/group_open_avchatroom_http_svc/get_members", {
  request: () => ({
    GroupId: wire.groupId(),
    /** 0 for the first page, then what the page before answered as `NextTimestamp`. */
    Timestamp: wire.between(0, Number.MAX_SAFE_INTEGER),
    /** Only members with this mark. Those with the mark 600 are listed only when it is asked for. */
    Mark: wire.optional(wire.uint32())
  }),
  response: () => ({
    MemberList: wire.list(wire.object({
      Member_Account: wire.string,
      /** Seconds since 1970. */
      JoinTime: wire.optional(wire.integer),
      NickName: wire.optional(wire.string),
      /** The address of a picture. */
      Avatar: wire.optional(wire.string)
    })),
    /** 0 at the end. */
    NextTimestamp: wire.integer
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/50293"
})

/**
 * A mark. 500: a robot, online without a client. 600: hidden from the list of online members. From 1000 on: the app's
 * own.
 */
const mark = () =>
  wire.rule(
    wire.uint32(),
    (value) => value === 500 || value === 600 || value >= 1000 || "must be 500, 600 or at least 1000"
  )

/**
 * Sets or removes marks of up to 500 online members. A group has at most 10 different marks, and at most 1,000 members
 * have the same. Marks are gone when their member leaves; only robots (500) need not be online.
 *
 * Accounts that are not online are missing from the answer; when none is, the call is refused. Needs a premium edition
 * and a switch in the console (10007).
 */
export const modifyUserInfo = /* @__PURE__ */ endpoint("v4/group_open_avchatroom_http_svc/modify_user_info", {
  request: () => ({
    GroupId: wire.groupId(),
    CommandType: command(),
    MemberList: wire.list(
      wire.object({ Member_Account: wire.userId(), Marks: wire.list(mark(), { min: 1 }) }),
      { min: 1, max: 500 }
    )
  }),
  response: () => ({
    /** What was asked for. */
    CommandType: wire.optional(wire.integer),
    /** The accounts that were done. */
    MemberList: wire.list(wire.object({
      Member_Account: wire.string,
      Marks: wire.optional(wire.list(wire.integer))
    }))
  }),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/50294"
})

/**
 * Tells which accounts are in the room, also beyond the newest 1,000. Up to 40 seconds old. Needs a premium edition and
 * a switch in the console (10007).
 */
export const checkMembers = /* @__PURE__ */ endpoint("v4/group_open_avchatroom_http_svc/check_members", {
  request: () => ({
    GroupId: wire.groupId(),
    /** Accounts, though the name is in the singular. */
    Member_Account: accounts()
  }),
  response: () => ({
    /** Those that are in the room. */
    Member_Account: wire.list(wire.string)
  }),
  repeatability: "safe",
  docs: "https://cloud.tencent.com/document/product/269/95618"
})

/**
 * Makes accounts admins of a room, or plain members again; a room has at most 5. Admins need not be in the room, and
 * stay admins when they leave it. Needs a premium edition and a switch in the console (10007).
 */
export const modifyAdmin = /* @__PURE__ */ endpoint("v4/group_open_avchatroom_http_svc/modify_admin", {
  request: () => ({ GroupId: wire.groupId(), CommandType: command(), Admin_Account: accounts() }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/60525"
})

/** Lists the admins of a room. Needs a premium edition and a switch in the console (10007). */
export const getAdminList = /* @__PURE__ */ endpoint("v4/group_open_avchatroom_http_svc/get_admin_list", {
  request: () => ({ GroupId: wire.groupId() }),
  response: () => ({
    Admin_List: wire.list(wire.object({
      Admin_Account: wire.string,
      NickName: wire.optional(wire.string),
      /** The address of a picture. */
      Avatar: wire.optional(wire.string)
    }))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/60524"
})

/**
 * Puts robots into the room: accounts that are online there without a client. The same as setting the mark 500. Needs a
 * premium edition and a switch in the console (10007).
 */
export const addRobots = /* @__PURE__ */ endpoint("v4/group_open_avchatroom_http_svc/add_robots", {
  request: () => ({ GroupId: wire.groupId(), Member_Account: accounts() }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/60527"
})

/** Takes robots out of the room. The same as removing the mark 500. Needs what adding them needs. */
export const delRobots = /* @__PURE__ */ endpoint("v4/group_open_avchatroom_http_svc/del_robots", {
  request: () => ({ GroupId: wire.groupId(), Member_Account: accounts() }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/60526"
})
