/** The commands about what became of pushes. A body is a batch of 1 to 100 events, and has nothing beside them. */
import * as wire from "../../endpoint/wire.ts"
import { command } from "../Command.ts"

const pushEvent = () => ({
  /** The command once more. */
  CallbackCommand: wire.string,
  /** Seconds since 1970, unlike in all other commands. */
  EventTime: wire.integer,
  /** The receiver. */
  To_Account: wire.string,
  /** 0 unknown or an online push, 1 APNs, 2 Xiaomi, 3 Huawei, 4 FCM, 5 Meizu, 6 OPPO, 7 vivo, 8 Honor. */
  PushPlatform: wire.integer,
  /** 1 sent, 2 arrived, 3 clicked. */
  PushStage: wire.integer,
  /** 0 for success. Not `ErrorCode`. */
  ErrCode: wire.integer,
  /** Not `ErrorInfo`. */
  ErrInfo: wire.optional(wire.string)
})

export const offlinePushEvents = /* @__PURE__ */ command("Push.OfflinePush", {
  title: "What became of pushes that belong to messages",
  family: "push",
  docs: "https://trtc.io/document/67552",
  body: () => ({
    Events: wire.list(wire.object({
      ...pushEvent(),
      /** 1 one-to-one message, 2 group message. */
      EventType: wire.integer,
      /** The sender. */
      From_Account: wire.string,
      /** With one-to-one messages. */
      MsgKey: wire.optional(wire.string),
      /** With group messages. Not `GroupId`. */
      GroupID: wire.optional(wire.string),
      MsgSeq: wire.integer,
      MsgRandom: wire.optional(wire.integer),
      /** Seconds since 1970. */
      MsgTime: wire.integer,
      /** The id of the push. */
      PushID: wire.optional(wire.string)
    }))
  })
})

export const allMemberPushEvents = /* @__PURE__ */ command("Push.AllMemberPush", {
  title: "What became of pushes to all users, to tags or to a list of users",
  family: "push",
  docs: "https://trtc.io/document/67551",
  body: () => ({
    Events: wire.list(wire.object({
      ...pushEvent(),
      /** 1 offline push, 2 online push. */
      EventType: wire.integer,
      /** What the call that pushed answered. */
      TaskId: wire.string,
      /** The id that the call gave the push, at most 64 bytes. */
      DataId: wire.optional(wire.string),
      /** Seconds since 1970. */
      TaskTime: wire.integer,
      /** The device of an online push, by the numbers of `PushPlatform`. */
      DeviceType: wire.optional(wire.integer)
    }))
  })
})

/** All of them. */
export const pushCommands = [offlinePushEvents, allMemberPushEvents] as const
