/** The endpoints that tell what became of pushes: figures, losses, and the way to one user. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"

/** A span of time. */
const span = () => ({
  /** In seconds since 1970. */
  StartTime: wire.between(0, Number.MAX_SAFE_INTEGER),
  /** In seconds since 1970. */
  EndTime: wire.between(0, Number.MAX_SAFE_INTEGER)
})

const isSpan = ({ EndTime, StartTime }: { readonly StartTime: number; readonly EndTime: number }): true | string =>
  StartTime <= EndTime || "EndTime is before StartTime"

/** At most 5 tasks; none stands for all together. Spelled `TaskID` here, `TaskId` elsewhere. */
const tasks = () => wire.list(wire.text({ minBytes: 1 }), { max: 5 })

const counts = () => ({
  /** How many could be sent. */
  TotalCount: wire.integer,
  SentCount: wire.integer,
  DeliveredCount: wire.integer,
  ClickCount: wire.integer
})

/** 1 offline push, 2 online push. */
const eventType = () => wire.optional(wire.integer)

const perPlatform = () => ({
  EventType: eventType(),
  /** 0 unknown (always for online pushes), 1 APNs, 2 Xiaomi, 3 Huawei, 4 FCM, 5 Meizu, 6 OPPO, 7 vivo, 8 Honor. */
  PushPlatform: wire.integer
})

const loss = () => ({
  /** A vendor's code, or one of the service, as a text: `-1` no certificate, `-2` no token. */
  ErrCode: wire.string,
  ErrCount: wire.integer,
  ErrInfo: wire.string
})

const losses = () => wire.list(wire.object(loss()))

const platformLosses = () => wire.optional(wire.list(wire.object({ ...perPlatform(), ...loss() })))

/**
 * Tells the figures of up to 5 pushes of the last 30 days, or with an empty list those of all together.
 */
export const allMemberPushStatistics = /* @__PURE__ */ endpoint("v4/timpush/all_member_push_statistics", {
  request: () => ({ ...span(), TaskID: tasks() }),
  rule: isSpan,
  response: () => ({
    Results: wire.list(wire.object({
      TaskID: wire.string,
      ...counts(),
      PlatformStatistics: wire.optional(wire.list(wire.object({ ...perPlatform(), ...counts() })))
    }))
  }),
  repeatability: "safe",
  ratePerSecond: 1,
  docs: "https://trtc.io/document/71894"
})

/** Tells why up to 5 pushes of the last 7 days did not arrive, or with an empty list all together. */
export const allMemberPushLoss = /* @__PURE__ */ endpoint("v4/timpush/all_member_push_loss", {
  request: () => ({ ...span(), TaskID: tasks() }),
  rule: isSpan,
  response: () => ({
    Results: wire.list(wire.object({
      TaskID: wire.string,
      /** Lost before they were sent. */
      ReadyToSendLoss: losses(),
      /** Lost between vendor and device. */
      PostSendDeliveredLoss: losses(),
      PlatformReadyToSendLoss: platformLosses(),
      PlatformPostSendDeliveredLoss: platformLosses()
    }))
  }),
  repeatability: "safe",
  ratePerSecond: 1,
  docs: "https://trtc.io/document/71895"
})

/** How one step of a push went. */
const stat = () =>
  wire.optional(wire.object({
    /** 1: done. */
    PushStatus: wire.integer,
    ErrorCode: wire.integer,
    ErrorInfo: wire.string,
    /** A local time such as `2025-03-13 16:16:29`. */
    EventTime: wire.string
  }))

/** The way of a push to one device. */
const instanceTrace = () => ({
  InstanceId: wire.string,
  /** A local time such as `2025-03-13 16:16:29`. */
  PushTime: wire.string,
  DeviceModel: wire.string,
  /** For example `Android` or `APNS`. */
  System: wire.string,
  SystemVersion: wire.string,
  ...perPlatform(),
  Token: wire.string,
  CertId: wire.string,
  SdkVersion: wire.string,
  PushVersion: wire.string,
  NotificationStatus: wire.integer,
  last_active_terminal: wire.integer,
  IMCommitStat: wire.optional(wire.object({ IMStat: stat() })),
  OfflinePushStat: wire.optional(
    wire.object({ OfflineStat: stat(), ChannelStat: stat(), DeviceStat: stat(), ClickStat: stat() })
  ),
  /** The steps of an online push, whose names are not documented. */
  OnlinePushStat: wire.optional(wire.record(wire.json))
})

/** Tells how a push of the last 7 days went to one user, device by device. */
export const allMemberPushTrace = /* @__PURE__ */ endpoint("v4/timpush/all_member_push_trace", {
  request: () => ({ TaskID: wire.text({ minBytes: 1 }), UserID: wire.text({ minBytes: 1 }) }),
  response: () => ({ InstanceTrace: wire.list(wire.object(instanceTrace())) }),
  repeatability: "safe",
  ratePerSecond: 1,
  docs: "https://trtc.io/document/71893"
})

/** Tells the figures of the pushes that belong to messages, one-to-one and in groups, of the last 30 days. */
export const normalPushStatistics = /* @__PURE__ */ endpoint("v4/timpush/normal_push_statistics", {
  request: span,
  rule: isSpan,
  response: () => ({
    ...counts(),
    PlatformStatistics: wire.optional(wire.list(wire.object({ ...perPlatform(), ...counts() })))
  }),
  repeatability: "safe",
  ratePerSecond: 1,
  docs: "https://trtc.io/document/71897"
})

/** Tells why pushes that belong to messages of the last 7 days did not arrive. */
export const normalPushLoss = /* @__PURE__ */ endpoint("v4/timpush/normal_push_loss", {
  request: span,
  rule: isSpan,
  response: () => ({
    /** Lost before they were sent. */
    ReadyToSendLoss: wire.optional(losses()),
    /** Lost between vendor and device. */
    PostSendDeliveredLoss: wire.optional(losses()),
    PlatformReadyToSendLoss: platformLosses(),
    PlatformPostSendDeliveredLoss: platformLosses()
  }),
  repeatability: "safe",
  ratePerSecond: 1,
  docs: "https://trtc.io/document/71898"
})

/** Tells how the push of one message of the last 7 days went, device by device. */
export const normalPushTrace = /* @__PURE__ */ endpoint("v4/timpush/normal_push_trace", {
  request: () => ({
    /** The `MsgId` of the message. */
    PushID: wire.text({ minBytes: 1 })
  }),
  response: () => ({ InstanceTrace: wire.list(wire.object(instanceTrace())) }),
  repeatability: "safe",
  ratePerSecond: 1,
  docs: "https://trtc.io/document/71896"
})
