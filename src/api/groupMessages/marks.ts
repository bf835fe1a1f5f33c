/** The endpoints about what is attached to messages of groups: read receipts, key values, pins. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"

/** The place of a message in its group. */
const msgSeq = () => wire.between(1, 4_294_967_295)

/** The topic that is meant, which communities need; `GroupId` is then its community. */
const topicId = () => wire.optional(wire.groupId())

/**
 * Marks up to 50 messages as read by a member. The messages must have been sent with `NeedReadReceipt` 1. Unread counts
 * stay as they are. Premium edition, in groups of at most 200 members.
 */
export const groupMsgReceipt = /* @__PURE__ */ endpoint("v4/group_open_http_svc/group_msg_receipt", {
  request: () => ({
    GroupId: wire.groupId(),
    /** The reader. */
    From_Account: wire.userId(),
    MsgSeqList: wire.list(wire.object({ MsgSeq: msgSeq() }), { min: 1, max: 50 })
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://cloud.tencent.com/document/product/269/107478"
})

/**
 * Tells how many members have read messages and how many have not. Answers success even for messages that have no
 * receipts; those have the code 10062. Premium edition, in groups of at most 200 members.
 */
export const getGroupMsgReceipt = /* @__PURE__ */ endpoint("v4/group_open_http_svc/get_group_msg_receipt", {
  request: () => ({
    GroupId: wire.groupId(),
    MsgSeqList: wire.list(wire.object({ MsgSeq: msgSeq() }), { min: 1 })
  }),
  response: () => ({
    GroupMsgReceiptList: wire.list(wire.object({
      /** 0, or the code of this message's failure. */
      Code: wire.integer,
      MsgSeq: wire.integer,
      /** Absent where the message failed. */
      ReadNum: wire.optional(wire.integer),
      /** Absent where the message failed. */
      UnreadNum: wire.optional(wire.integer)
    }))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/49439"
})

/** Lists who has read a message, or who has not, page by page. Premium edition, in groups of at most 200 members. */
export const getGroupMsgReceiptDetail = /* @__PURE__ */ endpoint(
  "v4/group_open_http_svc/get_group_msg_receipt_detail",
  {
    request: () => ({
      GroupId: wire.groupId(),
      MsgSeq: msgSeq(),
      /** 0: who has read it; 1: who has not. */
      Filter: wire.flag(),
      /** Empty for the first page, then the one that was answered last. */
      Cursor: wire.string,
      /** The size of the page, at most 200. */
      Count: wire.between(1, 200)
    }),
    response: () => ({
      /** 1: this was the last page. Answers name it so, or `IsFinished`. */
      IsFinish: wire.optional(wire.integer),
      /** The same by its other name. */
      IsFinished: wire.optional(wire.integer),
      MsgSeq: wire.optional(wire.integer),
      /** For the next page; `0` at the end. */
      Cursor: wire.optional(wire.string),
      /** Present with `Filter` 0. */
      ReadList: wire.optional(wire.list(wire.object({ Read_Account: wire.string }))),
      /** Present with `Filter` 1. */
      UnreadList: wire.optional(wire.list(wire.object({ Unread_Account: wire.string })))
    }),
    repeatability: "safe",
    docs: "https://trtc.io/document/49438"
  }
)

/** A key value of a message, as it is stored. */
const storedExtension = () => ({
  Key: wire.string,
  Value: wire.string,
  /** The version of the key: 0 where it was never set, then 1, 2 and so on. */
  Seq: wire.optional(wire.integer)
})

/**
 * Sets, deletes or clears key values of a message that was sent with `SupportMessageExtension` 1. A message has at most
 * 300 keys and takes 200 settings a minute. Answers success even when some keys failed. Premium edition.
 */
export const groupSetKeyValues = /* @__PURE__ */ endpoint("v4/openim_msg_ext_http_svc/group_set_key_values", {
  request: () => ({
    GroupId: wire.groupId(),
    MsgSeq: msgSeq(),
    /** 1 sets keys, 2 deletes keys, 3 clears all of them. */
    OperateType: wire.oneOf(1, 2, 3),
    /** At most 20; needed to set and to delete. */
    ExtensionList: wire.optional(wire.list(
      wire.object({
        Key: wire.text({ minBytes: 1, maxBytes: 100 }),
        /** At most 1,000 bytes. Empty when deleting. */
        Value: wire.text({ maxBytes: 1_000 }),
        /** The version that is replaced, which an administrator may leave out. */
        Seq: wire.optional(wire.between(0, Number.MAX_SAFE_INTEGER))
      }),
      { min: 1, max: 20 }
    ))
  }),
  rule: ({ ExtensionList, OperateType }) =>
    OperateType === 3 || ExtensionList !== undefined || "ExtensionList is needed to set and to delete keys",
  response: () => ({
    /** What became of each key; nothing where all were cleared. */
    ExtensionList: wire.optional(wire.list(wire.object({
      /** 0, or 23001 where the key was changed by others meanwhile. */
      ErrorCode: wire.integer,
      /** What is stored now. */
      Extension: wire.object(storedExtension())
    })))
  }),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/52170"
})

/** Reads key values of a message, up to 200 a page, those that were set first first. Premium edition. */
export const groupGetKeyValues = /* @__PURE__ */ endpoint("v4/openim_msg_ext_http_svc/group_get_key_values", {
  request: () => ({
    GroupId: wire.groupId(),
    MsgSeq: msgSeq(),
    /**
     * Only keys with this version or a later one. The next page begins with the last version of the page before, so
     * keys that were set together can come twice.
     */
    StartSeq: wire.optional(wire.between(0, Number.MAX_SAFE_INTEGER))
  }),
  response: () => ({
    ExtensionList: wire.optional(wire.list(wire.object(storedExtension()))),
    /** 1: this was the last page. */
    CompleteFlag: wire.integer,
    /** The highest version. */
    LatestSeq: wire.integer,
    /** Keys with this version or an earlier one were cleared. */
    ClearSeq: wire.integer
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/52169"
})

/** Pins a message; the newest pin comes first. A group has at most 10. Premium edition. */
export const pinMessage = /* @__PURE__ */ endpoint("v4/group_open_http_svc/pin_message", {
  request: () => ({
    GroupId: wire.groupId(),
    TopicId: topicId(),
    MsgSeq: msgSeq(),
    /** Who pins; the calling administrator when left out. */
    Pinner_Account: wire.optional(wire.userId())
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://cloud.tencent.com/document/product/269/133874"
})

/** Unpins a message, which must be pinned. Premium edition. */
export const unpinMessage = /* @__PURE__ */ endpoint("v4/group_open_http_svc/unpin_message", {
  request: () => ({
    GroupId: wire.groupId(),
    TopicId: topicId(),
    MsgSeq: msgSeq(),
    /** Who unpins; the calling administrator when left out. */
    UnPinner_Account: wire.optional(wire.userId())
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://cloud.tencent.com/document/product/269/134119"
})

/** Lists the pinned messages of a group or topic, the newest pin first: only their numbers and who pinned them. */
export const getPinnedMessages = /* @__PURE__ */ endpoint("v4/group_open_http_svc/get_pinned_messages", {
  request: () => ({
    GroupId: wire.groupId(),
    TopicId: topicId()
  }),
  response: () => ({
    PinnedMsgList: wire.optional(wire.list(wire.object({
      MsgSeq: wire.integer,
      /** Who pinned it. */
      Pinner_Account: wire.optional(wire.string)
    })))
  }),
  repeatability: "safe",
  docs: "https://cloud.tencent.com/document/product/269/134120"
})
