/** The endpoints about one-to-one messages: send, import, read, recall, modify, delete, read marks and receipts. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"
import { msgBody, readMsgBody } from "./elements.ts"
import { offlinePushInfo } from "./offlinePush.ts"
import { maxStreamBytes, streamBody } from "./streamElement.ts"

/** The largest body that the message services take, in bytes. */
const maxBodyBytes = 12_288

/** The longest time that a message is kept for receivers who are offline, in seconds: 7 days. */
const maxLifeTime = 604_800

/** What tells one message from another. */
const marks = () => ({
  /**
   * Orders the messages of one second, and helps to tell a repeated call from a new message. May repeat. Filled in with
   * a random number when left out.
   */
  MsgSeq: wire.optional(wire.uint32()),
  /** Tells a repeated call from a new message. Filled in with a random number when left out. */
  MsgRandom: wire.uint32()
})

/** What a message carries. */
const content = () => ({
  /** At least one element, at most one of them a `TIMCustomElem`. */
  MsgBody: msgBody(),
  /** Free text that is stored with the message and delivered with it. */
  CloudCustomData: wire.optional(wire.string)
})

/** Where a message goes beside its receiver. */
const sender = () => ({
  /**
   * 1: the message also goes to the sender's devices that are online. 2: the sender never sees it. Left out: it is in
   * the sender's history.
   */
  SyncOtherMachine: wire.optional(wire.oneOf(1, 2)),
  /** The account that the receiver sees as the sender; the administrator that calls when left out. */
  From_Account: wire.optional(wire.userId())
})

/** How a message is delivered. */
const delivery = () => ({
  /** 1: only for receivers who are online now; not in the history, not counted as unread, no offline push. */
  OnlineOnlyFlag: wire.optional(wire.flag()),
  /**
   * How long the message is kept for receivers who are offline, in seconds, 0 to 604800 (7 days, also the default). 0
   * does what `OnlineOnlyFlag` 1 does, which replaces it.
   */
  MsgLifeTime: wire.optional(wire.between(0, maxLifeTime)),
  /**
   * `NoUnread`: does not count as unread. `NoLastMsg`: leaves the conversation list as it is. `WithMuteNotifications`:
   * no push where the receiver muted the sender. `NoMsgCheck`: no content moderation.
   */
  SendMsgControl: wire.optional(
    wire.list(wire.oneOf("NoUnread", "NoLastMsg", "WithMuteNotifications", "NoMsgCheck"))
  ),
  OfflinePushInfo: wire.optional(offlinePushInfo()),
  /** 1: key-value extensions may be set on the message later. */
  SupportMessageExtension: wire.optional(wire.flag()),
  /** 1: asks the receiver's clients for a read receipt. */
  IsNeedReadReceipt: wire.optional(wire.flag())
})

/** What is known of a message that was sent. */
const sent = () => ({
  /** When the service took the message, in seconds since 1970. */
  MsgTime: wire.optional(wire.integer),
  /** `MsgSeq_MsgRandom_MsgTime`, at most 50 characters; names the message in other calls. */
  MsgKey: wire.string,
  /** The message's id on clients, in newer answers. */
  MsgId: wire.optional(wire.string)
})

/**
 * Sends a message to one account. The administrator that calls is the sender unless `From_Account` is given. Neither
 * friendship nor block lists are looked at.
 *
 * The body is at most 12 KB. A message with the same sender, `MsgSeq`, `MsgRandom` and content as one of the last 120
 * seconds is dropped, so that a repeated call sends nothing twice.
 */
export const sendmsg = /* @__PURE__ */ endpoint("v4/openim/sendmsg", {
  request: () => ({
    ...sender(),
    To_Account: wire.userId(),
    ...marks(),
    /** Seconds since 1970. From older SDKs; the service sets the time itself. */
    MsgTimeStamp: wire.optional(wire.uint32()),
    /** Turns the webhooks before or after sending off for this message. */
    ForbidCallbackControl: wire.optional(
      wire.list(wire.oneOf("ForbidBeforeSendMsgCallback", "ForbidAfterSendMsgCallback"))
    ),
    ...content(),
    ...delivery()
  }),
  response: sent,
  repeatability: "dedup-by-random",
  deduplicatedFor: 120,
  fills: ["MsgSeq", "MsgRandom"],
  maxBodyBytes,
  docs: "https://trtc.io/document/34919"
})

/**
 * Sends one message to up to 500 accounts. Each gets it in its own conversation with the sender, under the same
 * `MsgKey`. It fires no webhooks.
 *
 * Receivers that do not exist are in `ErrorList`, with `ActionStatus` `SomeError` and `ErrorCode` 0. When none exists,
 * the call fails with 90012. The body is at most 12 KB; 12000 receivers a minute are granted to an app.
 */
export const batchsendmsg = /* @__PURE__ */ endpoint("v4/openim/batchsendmsg", {
  request: () => ({
    ...sender(),
    To_Account: wire.list(wire.userId(), { min: 1, max: 500 }),
    ...marks(),
    ...content(),
    ...delivery()
  }),
  response: () => ({
    /** One for all receivers: it names the message in each of their conversations. */
    MsgKey: wire.optional(wire.string),
    /** The message's id on clients, in newer answers. */
    MsgId: wire.optional(wire.string),
    /** The receivers that did not get the message. */
    ErrorList: wire.optional(wire.list(wire.object({
      To_Account: wire.string,
      /** 70107: the account does not exist. */
      ErrorCode: wire.integer
    })))
  }),
  repeatability: "dedup-by-random",
  // Its page promises no more, whatever that of sendmsg says.
  deduplicatedFor: 1,
  fills: ["MsgSeq", "MsgRandom"],
  maxBodyBytes,
  docs: "https://trtc.io/document/34920"
})

/**
 * Imports a message that was sent elsewhere, at the time when it was sent. Import in the order of time. It fires no
 * webhooks.
 *
 * A message whose `MsgSeq`, `MsgRandom` and `MsgTimeStamp` are those of a stored message of the conversation, in either
 * direction, is dropped; the first one stays as it is. The answer does not name the message: its key is
 * `MsgSeq_MsgRandom_MsgTimeStamp`. The body is at most 12 KB.
 */
export const importmsg = /* @__PURE__ */ endpoint("v4/openim/importmsg", {
  request: () => ({
    /** 2: history, read already and not pushed. 5: as if sent now, counted as unread and pushed. */
    SyncFromOldSystem: wire.oneOf(2, 5),
    From_Account: wire.userId(),
    To_Account: wire.userId(),
    ...marks(),
    /** When the message was sent, in seconds since 1970. */
    MsgTimeStamp: wire.uint32(),
    ...content()
  }),
  response: () => ({}),
  repeatability: "dedup-by-random",
  fills: ["MsgSeq", "MsgRandom"],
  maxBodyBytes,
  docs: "https://trtc.io/document/35014"
})

/** A message of a history. */
const roamMessage = () => ({
  From_Account: wire.string,
  To_Account: wire.string,
  MsgSeq: wire.integer,
  MsgRandom: wire.integer,
  /** Seconds since 1970. */
  MsgTimeStamp: wire.integer,
  /** When the message was sent by its client's clock, in seconds since 1970; in newer answers. */
  MsgClientTime: wire.optional(wire.integer),
  /** 0, or 8 for a message that was recalled. */
  MsgFlagBits: wire.integer,
  /** 1: the receiver sent a read receipt for this message. A read mark does not count. */
  IsPeerRead: wire.integer,
  /** 1: a read receipt was asked for; in newer answers. */
  IsNeedReadReceipt: wire.optional(wire.integer),
  MsgKey: wire.string,
  /** The message's id on clients, in newer answers. */
  MsgId: wire.optional(wire.string),
  /** 1: extensions may be set on the message; in newer answers. */
  SupportMessageExtension: wire.optional(wire.integer),
  MsgBody: readMsgBody(),
  CloudCustomData: wire.optional(wire.string)
})

/**
 * Reads a conversation as one side sees it, page by page backwards in time. A page is in ascending order and ends at
 * `MaxCnt` messages or at about 13 KB. While `Complete` is 0 the next page is asked for with `MaxTime` set to
 * `LastMsgTime` and with `LastMsgKey`.
 *
 * Only messages of the history period are found: 7 days, 30 in the top edition, unless the app has bought more.
 */
export const adminGetroammsg = /* @__PURE__ */ endpoint("v4/openim/admin_getroammsg", {
  request: () => ({
    /** The side from whose view the history is read. */
    Operator_Account: wire.userId(),
    Peer_Account: wire.userId(),
    /** How many messages at most; 100 is usual. */
    MaxCnt: wire.between(1, 4_294_967_295),
    /** The earliest time, included, in seconds since 1970. */
    MinTime: wire.uint32(),
    /** The latest time, included, in seconds since 1970. */
    MaxTime: wire.uint32(),
    /** `LastMsgKey` of the page before. */
    LastMsgKey: wire.optional(wire.string)
  }),
  response: () => ({
    /** 1: the range has no more messages. 0: it has. */
    Complete: wire.integer,
    MsgCnt: wire.integer,
    /** The time of the oldest message of the page. */
    LastMsgTime: wire.optional(wire.integer),
    /** The key of the oldest message of the page. */
    LastMsgKey: wire.optional(wire.string),
    MsgList: wire.list(wire.object(roamMessage()))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/35478"
})

/** The key of a message: `MsgSeq_MsgRandom_MsgTime`. */
const msgKey = () => wire.text({ minBytes: 1, maxBytes: 50 })

/** Who sent a message to whom. */
const direction = () => ({
  /** The sender of the message. */
  From_Account: wire.userId(),
  /** The receiver of the message. */
  To_Account: wire.userId()
})

/**
 * Recalls a message for both sides. It cannot be undone. There is no time limit, as long as the message is stored; it
 * stays in the history with `MsgFlagBits` 8.
 */
export const adminMsgwithdraw = /* @__PURE__ */ endpoint("v4/openim/admin_msgwithdraw", {
  request: () => ({ ...direction(), MsgKey: msgKey() }),
  response: () => ({}),
  repeatability: "not-repeatable",
  docs: "https://trtc.io/document/35015"
})

/**
 * Marks a conversation as read up to a time. The mark never moves back. Single messages are not acknowledged by it.
 */
export const adminSetMsgRead = /* @__PURE__ */ endpoint("v4/openim/admin_set_msg_read", {
  request: () => ({
    /** The account that has read. */
    Report_Account: wire.userId(),
    Peer_Account: wire.userId(),
    /** Up to when, in seconds since 1970, as a number or as its digits. Now when left out. */
    MsgReadTime: wire.optional(wire.union([
      wire.uint32(),
      wire.rule(wire.string, (digits) => /^\d{1,10}$/.test(digits) || "is not a time in seconds")
    ]))
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/38996"
})

/**
 * Acknowledges single messages for their receiver: `IsPeerRead` becomes 1. Unread counts stay as they are. How many
 * messages one call takes is not documented; 30 are said to be safe.
 */
export const c2cMsgReadReceipt = /* @__PURE__ */ endpoint("v4/openim/c2c_msg_read_receipt", {
  request: () => ({
    /** The account that has read: the receiver of the messages. */
    Operator_Account: wire.userId(),
    /** The sender of the messages. */
    Peer_Account: wire.userId(),
    C2CMsgInfo: wire.list(
      wire.object({
        /** The same as `Peer_Account`. */
        From_Account: wire.userId(),
        /** The same as `Operator_Account`. */
        To_Account: wire.userId(),
        MsgKey: msgKey()
      }),
      { min: 1 }
    )
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/77776"
})

/**
 * Tells how many messages an account has not read: from each of up to 10 others, or from all together.
 *
 * At most 250 messages in each of 100 conversations are counted, for 7 days. An account that does not exist is in
 * `ErrorList` with 70107.
 */
export const getC2cUnreadMsgNum = /* @__PURE__ */ endpoint("v4/openim/get_c2c_unread_msg_num", {
  request: () => ({
    To_Account: wire.userId(),
    /** Up to 10 others. All conversations together when left out. */
    Peer_Account: wire.optional(wire.list(wire.userId(), { min: 1, max: 10 }))
  }),
  response: () => ({
    /** The sum over all conversations. Present when no `Peer_Account` was given. */
    AllC2CUnreadMsgNum: wire.optional(wire.integer),
    /** Present when `Peer_Account` was given. */
    C2CUnreadMsgNumList: wire.optional(wire.list(wire.object({
      Peer_Account: wire.string,
      C2CUnreadMsgNum: wire.integer
    }))),
    ErrorList: wire.optional(wire.list(wire.object({ Peer_Account: wire.string, ErrorCode: wire.integer })))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/41046"
})

/**
 * Changes a stored message for both sides. What is not given stays. Time, order, key and unread count stay too. It
 * cannot be undone.
 */
export const modifyC2cMsg = /* @__PURE__ */ endpoint("v4/openim/modify_c2c_msg", {
  request: () => ({
    ...direction(),
    MsgKey: msgKey(),
    /** Replaces the old body as a whole. */
    MsgBody: wire.optional(msgBody()),
    CloudCustomData: wire.optional(wire.string)
  }),
  rule: ({ CloudCustomData, MsgBody }) =>
    MsgBody !== undefined || CloudCustomData !== undefined || "one of MsgBody and CloudCustomData is needed",
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/47722"
})

/** Deletes up to 30 messages for one side; the other side still sees them. */
export const deleteC2cMsgRamble = /* @__PURE__ */ endpoint("v4/openim/delete_c2c_msg_ramble", {
  request: () => ({
    /** The side for which the messages are deleted. */
    Operator_Account: wire.userId(),
    Peer_Account: wire.userId(),
    MsgKeyList: wire.list(wire.string, { min: 1, max: 30 })
  }),
  response: () => ({
    /** Keys that have not the form of one. */
    InvalidMsgKeyList: wire.optional(wire.list(wire.string))
  }),
  repeatability: "repeatable",
  docs: "https://cloud.tencent.com/document/product/269/101439"
})

/** Which message's extensions are meant. */
const extended = () => ({
  /** The sender of the message; the administrator that calls when left out. */
  From_Account: wire.optional(wire.userId()),
  /** The receiver of the message. */
  To_Account: wire.userId(),
  MsgKey: msgKey()
})

/** An extension that was read. */
const extension = () => ({
  Key: wire.string,
  Value: wire.optional(wire.string),
  /** The pair's version. Pairs that were set by one call share it. */
  Seq: wire.optional(wire.integer)
})

/**
 * Reads the extensions of a message, in ascending order of `Seq`, at most 200 an answer. While `CompleteFlag` is 0
 * there are more. Needs the top edition (10008).
 */
export const getKeyValues = /* @__PURE__ */ endpoint("v4/openim_msg_ext_http_svc/get_key_values", {
  request: () => ({
    ...extended(),
    /** Only pairs with this `Seq` or a higher one. */
    StartSeq: wire.optional(wire.between(0, Number.MAX_SAFE_INTEGER))
  }),
  response: () => ({
    ExtensionList: wire.optional(wire.list(wire.object(extension()))),
    /** 1: these are all. 0: there are more. */
    CompleteFlag: wire.integer,
    /** The highest `Seq`. */
    LatestSeq: wire.optional(wire.integer),
    /** `Seq` of the last clearing; pairs up to it are gone. 0 if there was none. */
    ClearSeq: wire.optional(wire.integer)
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/51194"
})

/**
 * Sets, deletes or clears extensions of a message that was sent with `SupportMessageExtension` 1. At most 20 pairs a
 * call, 300 a message, and 200 changes a minute on one message (23003). Needs the top edition (10008).
 *
 * The answer has a code for each pair: 0, or 23001 where somebody else changed it meanwhile.
 */
export const setKeyValues = /* @__PURE__ */ endpoint("v4/openim_msg_ext_http_svc/set_key_values", {
  request: () => ({
    ...extended(),
    /** 1: set. 2: delete the given keys. 3: clear all. */
    OperateType: wire.oneOf(1, 2, 3),
    /** Needed to set and to delete. */
    ExtensionList: wire.optional(wire.list(
      wire.object({
        /** 1 to 100 bytes. */
        Key: wire.text({ minBytes: 1, maxBytes: 100 }),
        /** At most 1000 bytes. Empty to delete. */
        Value: wire.optional(wire.text({ maxBytes: 1000 })),
        /** The version that is changed, 0 for a new pair. Not looked at in calls of administrators. */
        Seq: wire.optional(wire.between(0, Number.MAX_SAFE_INTEGER))
      }),
      { min: 1, max: 20 }
    ))
  }),
  rule: ({ ExtensionList, OperateType }) =>
    OperateType === 3 || ExtensionList !== undefined || "ExtensionList is needed to set and to delete",
  response: () => ({
    ExtensionList: wire.optional(wire.list(wire.object({
      /** 0, or 23001 where `Seq` was not the present one. */
      ErrorCode: wire.integer,
      /** The pair as it is stored now. */
      Extension: wire.object(extension())
    })))
  }),
  repeatability: "not-repeatable",
  docs: "https://trtc.io/document/51195"
})

/**
 * Sends a message piece by piece, as a chat bot writes it. The first call goes without `StreamMsgID` and answers it;
 * later calls carry it. A piece with `IsLast` ends the stream, and so do 15 seconds without one; a stream that has
 * ended is refused.
 *
 * The whole text is below 128 KB, and a stream takes at most 5 calls a second; one every 200 ms is advised.
 */
export const sendC2cStreamMsg = /* @__PURE__ */ endpoint("v4/stream_msg/send_c2c_stream_msg", {
  request: () => ({
    ...sender(),
    To_Account: wire.userId(),
    ...marks(),
    /** Exactly one element. */
    MsgBody: streamBody(),
    /** Free text that is stored with the message and delivered with it. */
    CloudCustomData: wire.optional(wire.string),
    OfflinePushInfo: wire.optional(offlinePushInfo())
  }),
  response: () => ({
    /** The stream, for `MsgContent.StreamMsgID` of its further pieces. */
    StreamMsgID: wire.string,
    /** When the service took the message, in seconds since 1970. */
    MsgTime: wire.optional(wire.integer),
    /** Names the message in other calls. */
    MsgKey: wire.optional(wire.string),
    MsgId: wire.optional(wire.string)
  }),
  repeatability: "not-repeatable",
  fills: ["MsgSeq", "MsgRandom"],
  maxBodyBytes: maxStreamBytes,
  docs: "https://cloud.tencent.com/document/product/269/128596"
})
