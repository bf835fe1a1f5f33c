/** The endpoints about messages of groups and topics: send, import, recall, read, change, clear. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"
import { msgBody, readMsgBody } from "../messages/elements.ts"
import { offlinePushInfo } from "../messages/offlinePush.ts"

/** The topic that is meant; `GroupId` is then its community. */
const topicId = () => wire.optional(wire.groupId())

/** The place of a message in its group or topic. */
const msgSeq = () => wire.between(1, 4_294_967_295)

/** Whom a message mentions. */
const mention = () =>
  wire.rule(
    wire.object({
      /** 1: everybody, which AVChatRooms do not have; 0: the account beside it. */
      GroupAtAllFlag: wire.flag(),
      GroupAt_Account: wire.optional(wire.userId())
    }),
    ({ GroupAtAllFlag, GroupAt_Account }) =>
      GroupAtAllFlag === 1 || GroupAt_Account !== undefined || "GroupAt_Account is needed when GroupAtAllFlag is 0"
  )

/**
 * Sends a message to a group or a topic. A group takes 40 messages a second from all its senders together; what is
 * above that is dropped although the answer is a success, with `MsgDropReason` `MsgFreqCtrl`. A second message of a
 * sender with the same `Random` within 5 minutes is dropped as well.
 */
export const sendGroupMsg = /* @__PURE__ */ endpoint("v4/group_open_http_svc/send_group_msg", {
  request: () => ({
    /** The group, or the community of a topic. */
    GroupId: wire.groupId(),
    /** Tells a repeated call from a new message. Filled in when left out. */
    Random: wire.uint32(),
    /** What is dropped first when the group gets too many messages; `Normal` when left out. */
    MsgPriority: wire.optional(wire.oneOf("High", "Normal", "Low")),
    MsgBody: msgBody(),
    /** The sender; the calling administrator when left out. Need not be a member. */
    From_Account: wire.optional(wire.userId()),
    OfflinePushInfo: wire.optional(offlinePushInfo()),
    /** Webhooks that are not called for this message. */
    ForbidCallbackControl: wire.optional(
      wire.list(wire.oneOf("ForbidBeforeSendMsgCallback", "ForbidAfterSendMsgCallback"))
    ),
    /** 1: only for members that are online, not stored, not counted. Not for AVChatRooms. */
    OnlineOnlyFlag: wire.optional(wire.flag()),
    /**
     * `NoUnread` does not count as unread, which AVChatRooms refuse; `NoLastMsg` does not move the conversation up;
     * `NoMsgCheck` skips content moderation. Not together with `OnlineOnlyFlag` 1.
     */
    SendMsgControl: wire.optional(wire.list(wire.oneOf("NoUnread", "NoLastMsg", "NoMsgCheck"))),
    /** Stored with the message. */
    CloudCustomData: wire.optional(wire.string),
    /** 1: key values may be attached later. Not for AVChatRooms and communities. */
    SupportMessageExtension: wire.optional(wire.flag()),
    /** The only receivers, at most 50; not counted as unread. Private, Public and ChatRoom; premium edition. */
    To_Account: wire.optional(wire.list(wire.userId(), { min: 1, max: 50 })),
    /** 1: read receipts are kept. Private, Public and ChatRoom, in groups of at most 200 members. */
    NeedReadReceipt: wire.optional(wire.flag()),
    /** Whom the message mentions, in the order of the text; at most 30. */
    GroupAtInfo: wire.optional(wire.list(mention(), { max: 30 })),
    TopicId: topicId()
  }),
  rule: ({ OnlineOnlyFlag, SendMsgControl = [] }) =>
    OnlineOnlyFlag !== 1 || SendMsgControl.length === 0 || "OnlineOnlyFlag 1 and SendMsgControl exclude each other",
  response: () => ({
    /** Seconds since 1970. */
    MsgTime: wire.integer,
    /** The message's place in the group or topic. */
    MsgSeq: wire.integer,
    /** `MsgFreqCtrl`: the message was dropped. Otherwise absent or empty. */
    MsgDropReason: wire.optional(wire.openEnum("MsgFreqCtrl", ""))
  }),
  repeatability: "dedup-by-random",
  deduplicatedFor: 300,
  fills: ["Random"],
  maxBodyBytes: 12 * 1024,
  docs: "https://trtc.io/document/34959"
})

/**
 * Sends a system notification to all or some members of a group. It reaches only those that are online, is not stored,
 * takes no place among the messages and does not count against the 40 messages a second.
 */
export const sendGroupSystemNotification = /* @__PURE__ */ endpoint(
  "v4/group_open_http_svc/send_group_system_notification",
  {
    request: () => ({
      GroupId: wire.groupId(),
      /** The receivers, at most 500; everybody when left out or empty. AVChatRooms take everybody only. */
      ToMembers_Account: wire.optional(wire.list(wire.userId(), { max: 500 })),
      /** Free text. */
      Content: wire.string,
      TopicId: topicId()
    }),
    response: () => ({}),
    repeatability: "not-repeatable",
    docs: "https://trtc.io/document/34958"
  }
)

/**
 * Sends a message to every AVChatRoom of the app. Needs a switch in the console. A second message of a sender with the
 * same `Random` within 5 minutes is dropped.
 */
export const sendBroadcastMsg = /* @__PURE__ */ endpoint("v4/group_open_http_svc/send_broadcast_msg", {
  request: () => ({
    /** The sender; the calling administrator when left out. */
    From_Account: wire.optional(wire.userId()),
    /** Tells a repeated call from a new message. Filled in when left out. */
    Random: wire.uint32(),
    MsgBody: msgBody(),
    CloudCustomData: wire.optional(wire.string)
  }),
  response: () => ({
    /** The broadcast's place among the broadcasts. */
    MsgSeq: wire.integer
  }),
  repeatability: "dedup-by-random",
  deduplicatedFor: 300,
  ratePerSecond: 1,
  fills: ["Random"],
  maxBodyBytes: 12 * 1024,
  docs: "https://trtc.io/document/49440"
})

/** A message to import. */
const messageToImport = () => ({
  From_Account: wire.userId(),
  /**
   * Seconds since 1970: after the group was made, after its latest message, and before now. Otherwise this message
   * alone fails, with 10004.
   */
  SendTime: wire.between(0, 4_294_967_295),
  /** Of two messages with the same one within 5 minutes the later is dropped. */
  Random: wire.optional(wire.uint32()),
  /** At most 12,000 bytes; a longer one fails alone, with 80002. */
  MsgBody: msgBody()
})

/**
 * Imports up to 7 messages, without notices or webhooks. Answers success even when some were not imported. Afterwards
 * every member has read everything, so import members, or set unread counts, after the messages.
 */
export const importGroupMsg = /* @__PURE__ */ endpoint("v4/group_open_http_svc/import_group_msg", {
  request: () => ({
    GroupId: wire.groupId(),
    /** 1: the conversation moves up. Not for communities. */
    RecentContactFlag: wire.optional(wire.flag()),
    /** In the order of their times. */
    MsgList: wire.list(wire.object(messageToImport()), { min: 1, max: 7 }),
    TopicId: topicId()
  }),
  response: () => ({
    /** What became of each message, in the order of the request. */
    ImportMsgResult: wire.list(wire.object({
      MsgSeq: wire.optional(wire.integer),
      /** Seconds since 1970. */
      MsgTime: wire.optional(wire.integer),
      /** 0, or the code of this message's failure. */
      Result: wire.integer
    }))
  }),
  repeatability: "dedup-by-random",
  deduplicatedFor: 300,
  docs: "https://trtc.io/document/34968"
})

/**
 * Recalls up to 10 messages of any age, as long as they are stored. Answers success even when some could not be
 * recalled.
 */
export const groupMsgRecall = /* @__PURE__ */ endpoint("v4/group_open_http_svc/group_msg_recall", {
  request: () => ({
    GroupId: wire.groupId(),
    MsgSeqList: wire.list(wire.object({ MsgSeq: msgSeq() }), { min: 1, max: 10 }),
    TopicId: topicId(),
    /** Shown to clients; at most 100 bytes. */
    Reason: wire.optional(wire.text({ maxBytes: 100 }))
  }),
  response: () => ({
    RecallRetList: wire.list(wire.object({
      MsgSeq: wire.integer,
      /** 0, or the code of this message's failure. */
      RetCode: wire.integer
    }))
  }),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34965"
})

/** A message that was read. */
const storedMessage = () => ({
  /** The sender; a system account for tips. */
  From_Account: wire.optional(wire.string),
  /** 0 a message; 1 only its place, since it was deleted, has expired or was never stored; 2 a recalled message. */
  IsPlaceMsg: wire.integer,
  /** A list of elements; tips and placeholders may hold something else. `elementsOf` reads it. */
  MsgBody: wire.optional(wire.union([readMsgBody(), wire.string, wire.record(wire.json)])),
  /** 1 high, 2 normal, 3 low, 4 lowest. */
  MsgPriority: wire.optional(wire.integer),
  /** The sender's `Random`. */
  MsgRandom: wire.optional(wire.integer),
  /** The message's place in the group or topic. */
  MsgSeq: wire.integer,
  /** Seconds since 1970. */
  MsgTimeStamp: wire.optional(wire.integer),
  /** 1 for messages of the system, otherwise absent. */
  IsSystemMsg: wire.optional(wire.integer),
  CloudCustomData: wire.optional(wire.string)
})

/**
 * Reads up to 20 messages, the newest first: those with the numbers from `ReqMsgSeq` downwards. What was deleted or has
 * expired leaves a placeholder; what was recalled is left out unless asked for, so a page may be short or empty without
 * being the last.
 */
export const groupMsgGetSimple = /* @__PURE__ */ endpoint("v4/group_open_http_svc/group_msg_get_simple", {
  request: () => ({
    GroupId: wire.groupId(),
    /** How many numbers the page covers. */
    ReqMsgNumber: wire.between(1, 20),
    /** The highest `MsgSeq` that is wanted; that of the newest message when left out. */
    ReqMsgSeq: wire.optional(msgSeq()),
    /** 1: recalled messages as well. */
    WithRecalledMsg: wire.optional(wire.flag()),
    TopicId: topicId()
  }),
  response: () => ({
    GroupId: wire.optional(wire.string),
    /** 1 the whole range was read; 0 it was cut short; 2 it was cut short, and all of it has expired. */
    IsFinished: wire.integer,
    /** The newest first. */
    RspMsgList: wire.optional(wire.list(wire.object(storedMessage()))),
    /** The list by the name that the vendor's field table gives it; answers were only seen with the other one. */
    MsgList: wire.optional(wire.list(wire.object(storedMessage())))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/34971"
})

/**
 * Recalls what one sender wrote among the latest 1,000 messages, without telling clients. AVChatRooms, which store
 * nothing, answer success.
 */
export const deleteGroupMsgBySender = /* @__PURE__ */ endpoint("v4/group_open_http_svc/delete_group_msg_by_sender", {
  request: () => ({
    GroupId: wire.groupId(),
    Sender_Account: wire.userId(),
    TopicId: topicId()
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34970"
})

/**
 * Clears the history of a group for its members. Only a mark is set: the REST API still reads the messages, and the
 * numbers go on.
 */
export const clearGroupMsg = /* @__PURE__ */ endpoint("v4/group_open_http_svc/clear_group_msg", {
  request: () => ({
    GroupId: wire.groupId(),
    /** The last message that is cleared; that of the newest when left out. */
    MsgSeq: wire.optional(msgSeq())
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/65970"
})

/** Sets how many messages a member has not read. ChatRooms and AVChatRooms ignore it. */
export const setUnreadMsgNum = /* @__PURE__ */ endpoint("v4/group_open_http_svc/set_unread_msg_num", {
  request: () => ({
    GroupId: wire.groupId(),
    Member_Account: wire.userId(),
    /** No more than the group has messages; more count as that many. */
    UnreadMsgNum: wire.uint32()
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34909"
})

/** Replaces the elements or the custom data of a stored message; what is left out stays. It cannot be undone. */
export const modifyGroupMsg = /* @__PURE__ */ endpoint("v4/openim/modify_group_msg", {
  request: () => ({
    GroupId: wire.groupId(),
    MsgSeq: msgSeq(),
    MsgBody: wire.optional(msgBody()),
    CloudCustomData: wire.optional(wire.string),
    TopicId: topicId()
  }),
  response: () => ({}),
  repeatability: "repeatable",
  maxBodyBytes: 12 * 1024,
  docs: "https://trtc.io/document/47948"
})
