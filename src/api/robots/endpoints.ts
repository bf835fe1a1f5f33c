/** The endpoints about robots: make, disable, list, and answers that are sent piece by piece. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"
import { offlinePushInfo } from "../messages/offlinePush.ts"
import { maxStreamBytes, streamBody } from "../messages/streamElement.ts"

/** What the id of every robot begins with. */
export const robotPrefix = "@RBT#"

/** The id of a robot: at most 32 bytes, beginning with `@RBT#`. */
const robotId = () =>
  wire.rule(
    wire.userId(),
    (id) => (id.startsWith(robotPrefix) && id.length > robotPrefix.length) || `does not begin with ${robotPrefix}`
  )

/**
 * Makes a robot: an account of its own kind, of which an app has at most 20 (10008). One-to-one messages to it and
 * messages that mention it go to webhooks. Making it again is fine.
 */
export const createRobot = /* @__PURE__ */ endpoint("v4/openim_robot_http_svc/create_robot", {
  request: () => ({
    /** Begins with `@RBT#`, at most 32 bytes. */
    UserID: robotId(),
    Nick: wire.optional(wire.text({ maxBytes: 500 })),
    /** The address of an avatar. */
    FaceUrl: wire.optional(wire.text({ maxBytes: 500 })),
    /** At most 500 bytes. */
    SelfSignature: wire.optional(wire.text({ maxBytes: 500 }))
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/55281"
})

/** Disables a robot: it is no longer listed and no longer acts as a robot. Its account stays. */
export const deleteRobot = /* @__PURE__ */ endpoint("v4/openim_robot_http_svc/delete_robot", {
  request: () => ({
    /** Begins with `@RBT#`, at most 32 bytes. */
    Robot_Account: robotId()
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/55282"
})

/** Lists all robots. There are no pages. */
export const getAllRobots = /* @__PURE__ */ endpoint("v4/openim_robot_http_svc/get_all_robots", {
  request: () => ({}),
  response: () => ({ Robot_Account: wire.optional(wire.list(wire.string)) }),
  repeatability: "safe",
  docs: "https://trtc.io/document/55280"
})

/**
 * Sends a robot's text to one account piece by piece. The first call answers a `MsgKey`, which the further ones carry;
 * the last has `Finish` 1. Clients see one custom element that grows.
 */
export const sendStreamMsg = /* @__PURE__ */ endpoint("v4/openim_robot_http_svc/send_stream_msg", {
  request: () => ({
    /** The robot that speaks. */
    From_Account: wire.userId(),
    To_Account: wire.userId(),
    /** What is added to the text. */
    Chunk: wire.string,
    /** That of the first answer; left out in the first call. */
    MsgKey: wire.optional(wire.string),
    /** 1: this is the last piece. */
    Finish: wire.optional(wire.flag())
  }),
  response: () => ({
    /** Names the message in the further calls. */
    MsgKey: wire.string
  }),
  repeatability: "not-repeatable",
  docs: "https://trtc.io/document/71131"
})

/**
 * Sends a message to a group piece by piece. The first call answers a `StreamMsgID`, which the further ones carry. A
 * piece with `IsLast` ends the stream, and so do 15 seconds without one; a stream that has ended is refused.
 *
 * The whole message is below 128 KB. A stream takes at most 5 further pieces a second. The trial edition has 1000 a
 * day.
 */
export const sendGroupStreamMsg = /* @__PURE__ */ endpoint("v4/stream_msg/send_group_stream_msg", {
  request: () => ({
    GroupId: wire.groupId(),
    /** The sender; the calling administrator when left out. */
    From_Account: wire.optional(wire.userId()),
    /** Filled in when left out. */
    MsgRandom: wire.optional(wire.uint32()),
    /** What some programs send in the place of `MsgRandom`. */
    Random: wire.optional(wire.uint32()),
    /** Exactly one element. */
    MsgBody: streamBody(),
    /** Stored with the message. */
    CloudCustomData: wire.optional(wire.string),
    OfflinePushInfo: wire.optional(offlinePushInfo())
  }),
  rule: ({ MsgRandom, Random }) => MsgRandom !== undefined || Random !== undefined || "MsgRandom is needed",
  response: () => ({
    /** The stream, for `MsgContent.StreamMsgID` of its further pieces. */
    StreamMsgID: wire.string,
    /** Seconds since 1970. */
    MsgTime: wire.optional(wire.integer),
    /** The message's place in the group. */
    MsgSeq: wire.optional(wire.integer),
    MsgKey: wire.optional(wire.string),
    MsgId: wire.optional(wire.string)
  }),
  repeatability: "not-repeatable",
  fills: ["MsgRandom"],
  maxBodyBytes: maxStreamBytes,
  docs: "https://cloud.tencent.com/document/product/269/128597"
})
