/** The endpoints that send pushes and take them back: `timpush/push`, `batch`, `revoke`. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"
import { msgBody } from "../messages/elements.ts"
import { offlinePushInfo } from "../messages/offlinePush.ts"
import { pushCondition } from "./shapes.ts"

/** The id of an account or of a device that has none: a UserID or a RegistrationID. */
export const pushId = (): typeof wire.string => wire.text({ minBytes: 1 })

const dataId = () => wire.optional(wire.text({ maxBytes: 64 }))

/** Accounts that failed alone, in the answer to a call that succeeded. */
export const errorList = () =>
  wire.optional(wire.list(wire.object({
    To_Account: wire.string,
    /** 70107: no such account. 90035: the tag or attribute is for the other kind of account. */
    ErrorCode: wire.integer,
    /** May be empty. */
    ErrorInfo: wire.optional(wire.string)
  })))

/**
 * Pushes to all users, or to those that a condition names. With a `MsgBody` it is a message from `From_Account` to each
 * of them, in their histories; without one it is a notification only, and `OfflinePushInfo` is needed.
 *
 * It takes 100 calls a day unless more are bought (10 in the free edition), more than 1 second apart. A second call
 * with the same `MsgRandom` within 7 days is the same task and pushes nothing.
 */
export const push = /* @__PURE__ */ endpoint("v4/timpush/push", {
  request: () => ({
    /** Whom the receivers see as the sender; the administrator that calls when left out. */
    From_Account: wire.optional(wire.userId()),
    /** Names the task: repeat a call that failed with the same number. Filled in with a random one when left out. */
    MsgRandom: wire.uint32(),
    /** The message. Left out, the push is a notification without a message. */
    MsgBody: wire.optional(msgBody()),
    /**
     * With a message. 0, the default: it is stored and counts as unread, and reaches 200 users a second. 1: nothing
     * is stored.
     */
    OnlineOnlyFlag: wire.optional(wire.flag()),
    /** Whom it goes to; all users when left out. */
    Condition: wire.optional(pushCondition()),
    /** Needed without a message. `PushFlag` 1 reaches only users who are online, through `Ext`. */
    OfflinePushInfo: wire.optional(offlinePushInfo()),
    /** An id of the app's own, at most 64 bytes, that comes back in webhooks. */
    DataId: dataId()
  }),
  rule: ({ MsgBody, OfflinePushInfo }) =>
    (MsgBody ?? OfflinePushInfo) !== undefined || "MsgBody or OfflinePushInfo is needed",
  response: () => ({
    /** Needed to revoke the push and to read its figures. */
    TaskId: wire.string
  }),
  repeatability: "dedup-by-random",
  deduplicatedFor: 7 * 86_400,
  ratePerSecond: 1,
  fills: ["MsgRandom"],
  docs: "https://trtc.io/document/67814"
})

/**
 * Pushes a notification to up to 500 accounts. It stores no message and counts no unread. Accounts that do not exist
 * are in `ErrorList`, with 70107; the call is a success all the same.
 *
 * The rate depends on the edition: 10, 30 or 40 calls a second. A second call with the same `MsgRandom` is dropped, but
 * only within one second, which is shorter than a call may take: so it is never repeated by itself.
 */
export const batch = /* @__PURE__ */ endpoint("v4/timpush/batch", {
  request: () => ({
    /** The sender: a UserID or a RegistrationID. */
    From_Account: pushId(),
    /** UserIDs or RegistrationIDs. */
    To_Account: wire.list(pushId(), { min: 1, max: 500 }),
    /** Tells a repeated call from a new one. Filled in with a random number when left out. */
    MsgRandom: wire.uint32(),
    OfflinePushInfo: offlinePushInfo(),
    /** An id of the app's own, at most 64 bytes, that comes back in webhooks. */
    DataId: dataId()
  }),
  response: () => ({
    /** Begins with `batch_`. */
    TaskId: wire.string,
    ErrorList: errorList()
  }),
  repeatability: "not-repeatable",
  ratePerSecond: 30,
  fills: ["MsgRandom"],
  docs: "https://trtc.io/document/67553"
})

/**
 * Takes back a push to all or by condition that is at most 24 hours old: stops what is not delivered yet, takes back
 * messages that are stored and unread, and replaces notifications on APNs, FCM, Huawei and Honor.
 */
export const revoke = /* @__PURE__ */ endpoint("v4/timpush/revoke", {
  request: () => ({
    TaskId: wire.text({ minBytes: 1 }),
    /** What replaces the notification. Needed unless the push stored a message. */
    OfflinePushInfo: wire.optional(offlinePushInfo())
  }),
  response: () => ({}),
  repeatability: "repeatable",
  ratePerSecond: 1,
  docs: "https://trtc.io/document/67824"
})
