/** The endpoints about one-to-one messages: send, import, read, recall, modify, delete, read marks and receipts. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"
import { msgBody, readMsgBody } from "./elements.ts"
import { offlinePushInfo } from "./offlinePush.ts"

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
  MsgSeq: wire.uint32(),
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
   * 1: the message also goes to the sender's devices that are online. 2: the sender never sees it. Left out: it is in the
   * sender's history.
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
   * How long the message is kept for receivers who are offline, in seconds, 0 to 604800 (7 days, also the default). 0 does
   * what `OnlineOnlyFlag` 1 does, which replaces it.
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
export const sendmsg = endpoint("v4/openim/sendmsg", {
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
  fills: ["MsgSeq", "MsgRandom"],
  maxBodyBytes,
  docs: "https://trtc.io/document/34919"
})

/**
 * Sends one message to up to 500 accounts. Each gets it in its own conversation with the sender, under the same
 * `MsgKey`. It fires no webhooks.
 *
 * Receivers that do not exist are in `ErrorList`, with `ActionStatus` `SomeError` and `ErrorCode` 0. When none exists, the
 * call fails with 90012. The body is at most 12 KB; 12000 receivers a minute are granted to an app.
 */
export const batchsendmsg = endpoint("v4/openim/batchsendmsg", {
  request: () => ({
    ...sender(),
    To_Account: wire.list(wire.userId(), { min: 1, max: 500 }),
    ...marks(),
    ...content(),
    ...delivery()
  }),
  response: () => ({
    ...sent(),
    /** The receivers that did not get the message. */
    ErrorList: wire.optional(wire.list(wire.object({
      To_Account: wire.string,
      /** 70107: the account does not exist. */
      ErrorCode: wire.integer
    })))
  }),
  repeatability: "dedup-by-random",
  fills: ["MsgSeq", "MsgRandom"],
  maxBodyBytes,
  docs: "https://trtc.io/document/34920"
})
