/** The endpoints about official accounts: their profiles, their subscribers and what they send. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"
import { msgBody, readMsgBody } from "../messages/elements.ts"
import { offlinePushInfo } from "../messages/offlinePush.ts"
import { officialAccountPrefix } from "./officialAccountId.ts"

/** The id of an official account: `@TOA#_` and more, at most 48 bytes. */
const officialAccountId = () =>
  wire.rule(
    wire.text({ minBytes: 1, maxBytes: 48 }),
    (id) =>
      (id.startsWith(officialAccountPrefix) && id.length > officialAccountPrefix.length) ||
      `must begin with ${officialAccountPrefix} and go on`
  )

/** The official account that is meant: the id that creating it answered. */
const which = () => ({ Official_Account: officialAccountId() })

/** The parts of a profile that can be changed later, beside the name. */
const changeable = () => ({
  /** At most 400 bytes. */
  Introduction: wire.optional(wire.text({ maxBytes: 400 })),
  /** The address of a picture, at most 500 bytes. */
  FaceUrl: wire.optional(wire.text({ maxBytes: 500 })),
  /** How many may subscribe; 100000 when never set. */
  MaxSubscriberNum: wire.optional(wire.uint32()),
  /** At most 500 bytes. */
  Organization: wire.optional(wire.text({ maxBytes: 500 })),
  /** Free text, at most 3000 bytes. */
  CustomString: wire.optional(wire.text({ maxBytes: 3_000 }))
})

/** At most 150 bytes. */
const name = () => wire.text({ maxBytes: 150 })

/**
 * Makes an official account. Needs the highest edition, or a trial, which allows 5; otherwise 131000. An id in use is
 * refused with 130008, a malformed one with 130007.
 */
export const createOfficialAccount = /* @__PURE__ */ endpoint(
  "v4/official_account_open_http_svc/create_official_account",
  {
    request: () => ({
      /** The owner, an imported account. */
      Owner_Account: wire.userId(),
      /** An id of one's own: `@TOA#_` and more, at most 48 bytes. Made up by the service when left out. */
      OfficialAccountUserID: wire.optional(officialAccountId()),
      Name: name(),
      ...changeable()
    }),
    response: () => ({
      /** The id that was given or made up, for all other calls. */
      OfficialAccountUserID: wire.string
    }),
    repeatability: "not-repeatable",
    docs: "https://trtc.io/document/60755"
  }
)

/** Destroys an official account. Later calls with its id are refused with 130004, about messages with 10010. */
export const destroyOfficialAccount = /* @__PURE__ */ endpoint(
  "v4/official_account_open_http_svc/destroy_official_account",
  {
    request: which,
    response: () => ({}),
    repeatability: "not-repeatable",
    docs: "https://trtc.io/document/60756"
  }
)

/** Changes the given parts of a profile; the others stay as they are. */
export const modifyOfficialAccountBaseInfo = /* @__PURE__ */ endpoint(
  "v4/official_account_open_http_svc/modify_official_account_base_info",
  {
    request: () => ({ ...which(), Name: wire.optional(name()), ...changeable() }),
    response: () => ({}),
    repeatability: "repeatable",
    docs: "https://trtc.io/document/60757"
  }
)

/** The parts of a profile that are wanted; all of them when left out. */
const baseInfoFilter = () => ({
  OfficialAccountBaseInfoFilter: wire.optional(wire.list(
    wire.oneOf(
      "CreateTime",
      "Name",
      "Owner_Account",
      "LastMsgTime",
      "SubscriberNum",
      "Introduction",
      "FaceUrl",
      "Organization",
      "CustomString"
    ),
    { min: 1 }
  ))
})

/** A profile that was read: the parts that were asked for. */
const baseInfo = () => ({
  /** The id. Whether entries repeat it, and by which of two names, was not documented. */
  Official_Account: wire.optional(wire.string),
  OfficialAccountUserID: wire.optional(wire.string),
  /** Seconds since 1970. */
  CreateTime: wire.optional(wire.integer),
  Name: wire.optional(wire.string),
  Owner_Account: wire.optional(wire.string),
  /** Seconds since 1970. */
  LastMsgTime: wire.optional(wire.integer),
  SubscriberNum: wire.optional(wire.integer),
  Introduction: wire.optional(wire.string),
  FaceUrl: wire.optional(wire.string),
  Organization: wire.optional(wire.string),
  CustomString: wire.optional(wire.string)
})

/** Reads up to 50 profiles. One that cannot be read has an `ErrorCode` in an answer that is a success all the same. */
export const getOfficialAccountInfo = /* @__PURE__ */ endpoint(
  "v4/official_account_open_http_svc/get_official_account_info",
  {
    request: () => ({
      OfficialAccountIdList: wire.list(wire.object(which()), { min: 1, max: 50 }),
      ResponseFilter: wire.optional(wire.object(baseInfoFilter()))
    }),
    response: () => ({
      /** One entry for each id. */
      OfficialAccountInfoList: wire.list(wire.object({
        ...baseInfo(),
        /** 0, or the code of this entry's failure. */
        ErrorCode: wire.optional(wire.integer),
        ErrorInfo: wire.optional(wire.string)
      }))
    }),
    repeatability: "safe",
    docs: "https://trtc.io/document/60758"
  }
)

/** Lists subscribers by pages of at most 200. `Next` of an answer asks for the next page; it is empty on the last. */
export const getSubscriberInfo = /* @__PURE__ */ endpoint("v4/official_account_open_http_svc/get_subscriber_info", {
  request: () => ({
    ...which(),
    /** How many at most, 1 to 200. Everybody when left out, as far as documented. */
    Limit: wire.optional(wire.between(1, 200)),
    /** Empty for the first page. */
    Next: wire.string
  }),
  response: () => ({
    /** Empty on the last page. */
    Next: wire.string,
    /** How many there are in all. */
    SubscriberNum: wire.integer,
    SubscriberList: wire.list(wire.object({
      Subscriber_Account: wire.string,
      /** Seconds since 1970. */
      SubscribeTime: wire.integer,
      CustomString: wire.optional(wire.string),
      /** How messages reach the subscriber. A word, as for group members; one SDK reads a number. */
      MsgFlag: wire.optional(wire.union([
        wire.openEnum("AcceptAndNotify", "AcceptNotNotify", "Discard"),
        wire.integer
      ])),
      /** Seconds since 1970; 0 for never. */
      LastSendMsgTime: wire.optional(wire.integer)
    }))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/60759"
})

const subscriberAccount = () => ({ Subscriber_Account: wire.userId() })

/** Subscribes up to 100 users. Answers success even when some could not subscribe. */
export const addSubscriber = /* @__PURE__ */ endpoint("v4/official_account_open_http_svc/add_subscriber", {
  request: () => ({
    ...which(),
    SubscriberList: wire.list(wire.object(subscriberAccount()), { min: 1, max: 100 })
  }),
  response: () => ({
    SubscriberList: wire.list(wire.object({
      Subscriber_Account: wire.string,
      /** 0 failed, 1 subscribes now, 2 subscribed already. */
      Result: wire.integer
    }))
  }),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/60760"
})

/** Ends the subscriptions of up to 100 users. Answers success even when some failed. */
export const deleteSubscriber = /* @__PURE__ */ endpoint("v4/official_account_open_http_svc/delete_subscriber", {
  request: () => ({
    ...which(),
    /** Plain ids, not objects as when subscribing. */
    SubscriberToDel_Account: wire.list(wire.userId(), { min: 1, max: 100 })
  }),
  response: () => ({
    SubscriberList: wire.list(wire.object({
      Subscriber_Account: wire.string,
      /** 0 failed, 1 no longer subscribes, 2 did not subscribe. */
      Result: wire.integer
    }))
  }),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/60761"
})

/** Changes the custom data of a subscription, which belongs to one subscriber of one official account. */
export const modifySubscriberInfo = /* @__PURE__ */ endpoint(
  "v4/official_account_open_http_svc/modify_subscriber_info",
  {
    request: () => ({
      ...which(),
      ...subscriberAccount(),
      CustomString: wire.optional(wire.string)
    }),
    response: () => ({}),
    repeatability: "repeatable",
    docs: "https://trtc.io/document/60762"
  }
)

/**
 * Lists the official accounts that a user subscribes to, by pages of at most 200. `Next` is the `Offset` of the next
 * page: a number here, unlike in the list of subscribers. `CompleteFlag` 1 marks the last page.
 */
export const getSubscribedOfficialAccountList = /* @__PURE__ */ endpoint(
  "v4/official_account_open_http_svc/get_subscribed_official_account_list",
  {
    request: () => ({
      ...subscriberAccount(),
      /** How many at most, 1 to 200. 200 when left out. */
      Limit: wire.optional(wire.between(1, 200)),
      /** How many to skip. 0 when left out. */
      Offset: wire.optional(wire.uint32()),
      ResponseFilter: wire.optional(wire.object({
        ...baseInfoFilter(),
        /** The parts of the subscription that are wanted; all of them when left out. */
        SelfInfoFilter: wire.optional(wire.list(wire.oneOf("SubscribeTime", "CustomString"), { min: 1 }))
      }))
    }),
    response: () => ({
      OfficialAccountInfoList: wire.list(wire.object({
        ...baseInfo(),
        /** The user's subscription. */
        SelfInfo: wire.optional(wire.object({
          /** Seconds since 1970. */
          SubscribeTime: wire.optional(wire.integer),
          CustomString: wire.optional(wire.string)
        }))
      })),
      /** How many there are in all. */
      TotalCount: wire.integer,
      /** 1: the last page. 0: there are more. */
      CompleteFlag: wire.integer,
      Next: wire.integer
    }),
    repeatability: "safe",
    docs: "https://trtc.io/document/60763"
  }
)

/**
 * Sends a message to all subscribers: one a second and two an hour for each official account. A message whose content
 * and `Random` are those of one within the last 5 minutes is dropped.
 */
export const sendOfficialAccountMsg = /* @__PURE__ */ endpoint(
  "v4/official_account_open_http_svc/send_official_account_msg",
  {
    request: () => ({
      ...which(),
      /** Tells a repeated call from a new message. Filled in when left out. */
      Random: wire.uint32(),
      MsgBody: msgBody(),
      OfflinePushInfo: wire.optional(offlinePushInfo()),
      /** Webhooks that are not called for this message. */
      ForbidCallbackControl: wire.optional(
        wire.list(wire.oneOf("ForbidBeforeSendMsgCallback", "ForbidAfterSendMsgCallback"))
      ),
      /** 1: only for subscribers that are online, not stored. */
      OnlineOnlyFlag: wire.optional(wire.flag()),
      /** `NoLastMsg` does not move the conversation up. Not together with `OnlineOnlyFlag` 1. */
      SendMsgControl: wire.optional(wire.list(wire.oneOf("NoLastMsg"))),
      /** Stored with the message. */
      CloudCustomData: wire.optional(wire.string)
    }),
    rule: ({ OnlineOnlyFlag, SendMsgControl = [] }) =>
      OnlineOnlyFlag !== 1 || SendMsgControl.length === 0 || "OnlineOnlyFlag 1 and SendMsgControl exclude each other",
    response: () => ({
      /** Seconds since 1970. */
      MsgTime: wire.integer,
      /** The message's number, 1 and its time, as in `71_1_1698741698`. */
      MsgKey: wire.string
    }),
    repeatability: "dedup-by-random",
    deduplicatedFor: 300,
    fills: ["Random"],
    maxBodyBytes: 12 * 1024,
    docs: "https://trtc.io/document/60810"
  }
)

/**
 * Reads up to 20 messages, the newest first. With `LastMsgKey` of an answer those that are older than that page.
 * `IsFinished` speaks of the range that was asked for: the history has ended when it is 1 or 2 and no message came.
 */
export const officialAccountMsgGetSimple = /* @__PURE__ */ endpoint(
  "v4/official_account_open_http_svc/official_account_msg_get_simple",
  {
    request: () => ({
      ...which(),
      /** `LastMsgKey` of the page before. The newest messages when left out. */
      LastMsgKey: wire.optional(wire.string),
      /** How many are wanted. Of more than 20 only 20 come. */
      ReqMsgNumber: wire.optional(wire.between(1, 4_294_967_295)),
      /** 1: recalled messages as well. */
      WithRecalledMsg: wire.optional(wire.flag())
    }),
    response: () => ({
      Official_Account: wire.optional(wire.string),
      /** 1: the whole range was read. 0: only part of it. 2: everything before has expired. */
      IsFinished: wire.integer,
      /** For the next page. */
      LastMsgKey: wire.optional(wire.string),
      /** The newest first. */
      RspMsgList: wire.list(wire.object({
        From_Account: wire.string,
        /** 0: a message. 1: what was deleted, has expired or was never stored. 2: a recalled message. */
        IsPlaceMsg: wire.integer,
        /** Absent or empty where there is no message; whether as a list or as a text was not documented. */
        MsgBody: wire.optional(wire.union([readMsgBody(), wire.string])),
        MsgSeq: wire.integer,
        MsgKey: wire.string,
        /** Seconds since 1970. */
        MsgTimeStamp: wire.integer,
        MsgRandom: wire.optional(wire.integer),
        CloudCustomData: wire.optional(wire.string)
      }))
    }),
    repeatability: "safe",
    docs: "https://trtc.io/document/60812"
  }
)

/**
 * Recalls up to 10 messages of any age, as long as they are stored, also from the devices that have them. Answers
 * success even when some could not be recalled.
 */
export const officialAccountMsgRecall = /* @__PURE__ */ endpoint(
  "v4/official_account_open_http_svc/official_account_msg_recall",
  {
    request: () => ({
      ...which(),
      MsgKeyList: wire.list(wire.text({ minBytes: 1 }), { min: 1, max: 10 }),
      /** At most 100 bytes. */
      Reason: wire.optional(wire.text({ maxBytes: 100 }))
    }),
    response: () => ({
      RecallRetList: wire.list(wire.object({
        MsgKey: wire.string,
        /** 0, or the code of this message's failure: 10030 for one that does not exist or was recalled before. */
        RetCode: wire.integer
      }))
    }),
    repeatability: "not-repeatable",
    docs: "https://trtc.io/document/60811"
  }
)
