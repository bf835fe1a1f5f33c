/** The endpoints about topics, and the one that counts who of a community is online. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"
import { onOff } from "../groups/schemas.ts"
import { whyNotTopicId } from "./ids.ts"
import { communityId, topicResult } from "./schemas.ts"

/** The name of a topic: 1 to 30 bytes. */
const topicName = () => wire.text({ minBytes: 1, maxBytes: 30 })

/** The texts of a topic, limited in UTF-8 bytes. */
const topicTexts = () => ({
  /** Anything of the app's own, at most 3,000 bytes. */
  CustomString: wire.optional(wire.text({ maxBytes: 3000 })),
  /** The address of a picture, at most 100 bytes. */
  FaceUrl: wire.optional(wire.text({ maxBytes: 100 })),
  /** At most 300 bytes. */
  Notification: wire.optional(wire.text({ maxBytes: 300 })),
  /** At most 240 bytes. */
  Introduction: wire.optional(wire.text({ maxBytes: 240 }))
})

/** What creating and importing have in common. */
const newTopic = () => ({
  /** The community, which must hold topics. */
  GroupId: communityId(),
  /** The community's id, `@TOPIC#_`, and a part of its own: see `topicIdOf`. The service makes one up when left out. */
  TopicId: wire.optional(wire.groupId()),
  /** Who clients see as the one who made it. */
  From_Account: wire.optional(wire.userId()),
  ...topicTexts()
})

/** The rule about ids that an app chooses. */
const topicIdRule = (
  { GroupId, TopicId }: { readonly GroupId: string; readonly TopicId?: string | undefined }
): true | string => {
  const reason = TopicId === undefined ? undefined : whyNotTopicId(TopicId, GroupId)
  return reason === undefined || `TopicId ${reason}`
}

/** Creates a topic. A community has at most 200 (10037). A topic's messages are numbered from 1, apart from others. */
export const createTopic = /* @__PURE__ */ endpoint("v4/million_group_open_http_svc/create_topic", {
  request: () => ({ ...newTopic(), TopicName: topicName() }),
  rule: topicIdRule,
  response: () => ({ TopicId: wire.string }),
  repeatability: "not-repeatable",
  docs: "https://trtc.io/document/49471"
})

/** Deletes topics with everything in them. It cannot be undone. One that is gone fails alone, with 110003. */
export const destroyTopic = /* @__PURE__ */ endpoint("v4/million_group_open_http_svc/destroy_topic", {
  request: () => ({ GroupId: communityId(), TopicIdList: wire.list(wire.groupId(), { min: 1 }) }),
  response: () => ({ DestroyResultItem: wire.list(wire.object(topicResult())) }),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/49470"
})

/** Reads topics of a community as a user sees them. One that is gone fails alone, with 110003. There are no pages. */
export const getTopic = /* @__PURE__ */ endpoint("v4/million_group_open_http_svc/get_topic", {
  request: () => ({
    GroupId: communityId(),
    /** Whose own side of the topics is answered. */
    From_Account: wire.userId(),
    /** All topics when left out or empty. */
    TopicIdList: wire.optional(wire.list(wire.groupId())),
    /** Which fields to answer beside the ids; all when left out. The service may know more than these. */
    ResponseFilter: wire.optional(wire.list(wire.openEnum(
      "TopicName",
      "FaceUrl",
      "Notification",
      "Introduction",
      "CustomString",
      "NextMsgSeq",
      "CreateTime",
      "LastMsgTime",
      "MuteAllMember"
    )))
  }),
  response: () => ({
    TopicAndSelfInfo: wire.list(wire.object({
      /** 0, or why there is nothing more about this topic. */
      ErrorCode: wire.integer,
      ErrorInfo: wire.optional(wire.string),
      TopicInfo: wire.optional(wire.object({
        TopicId: wire.string,
        /** The community. Other calls name it `GroupId`. */
        GroupID: wire.optional(wire.string),
        TopicName: wire.optional(wire.string),
        FaceUrl: wire.optional(wire.string),
        Notification: wire.optional(wire.string),
        Introduction: wire.optional(wire.string),
        CustomString: wire.optional(wire.string),
        /** The number that the next message will get. Starts at 1. */
        NextMsgSeq: wire.optional(wire.integer),
        /** Seconds since 1970. */
        CreateTime: wire.optional(wire.integer),
        /** When the last message was sent, in seconds since 1970; 0 for never. */
        LastMsgTime: wire.optional(wire.integer),
        /** Whether only the owner, admins and the app's administrators may speak. Older answers: `ShutUpAllFlag`. */
        MuteAllMember: wire.optional(wire.openEnum("On", "Off")),
        ShutUpAllFlag: wire.optional(wire.integer)
      })),
      /** The user's own side of the topic. */
      SelfInfo: wire.optional(wire.object({
        /** The user's mute in this topic; 0 for none. */
        ShutUpTime: wire.optional(wire.integer),
        /** The number of the last message that the user has read. */
        MsgSeq: wire.optional(wire.integer),
        MsgFlag: wire.optional(wire.openEnum("AcceptAndNotify", "AcceptNotNotify", "Discard"))
      }))
    }))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/49469"
})

/** Changes a topic. Fields that are left out stay. 10010: the topic is gone. */
export const modifyTopic = /* @__PURE__ */ endpoint("v4/million_group_open_http_svc/modify_topic", {
  request: () => ({
    GroupId: communityId(),
    TopicId: wire.groupId(),
    /** 1 to 30 bytes. */
    TopicName: wire.optional(topicName()),
    /** Who clients see as the one who did it. */
    From_Account: wire.optional(wire.userId()),
    ...topicTexts(),
    /** `On`: only the owner, admins and the app's administrators may speak. */
    MuteAllMember: wire.optional(onOff())
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/49468"
})

/** Imports a topic: nobody is told and no webhook is called. An id that is taken is refused with 10021. */
export const importTopic = /* @__PURE__ */ endpoint("v4/group_open_http_svc/import_topic", {
  request: () => ({
    Type: wire.optional(wire.oneOf("Community")),
    ...newTopic(),
    /** 1 to 30 bytes. Sources disagree on whether it may be left out. */
    TopicName: wire.optional(topicName()),
    /** When the topic was made, in seconds since 1970, not in the future; now when left out. */
    CreateTime: wire.optional(wire.uint32())
  }),
  rule: topicIdRule,
  response: () => ({ TopicId: wire.string }),
  repeatability: "not-repeatable",
  docs: "https://trtc.io/document/53448"
})

/** Counts the members of a community that are online, as of the last 4 minutes or so. */
export const getOnlineMemberNum = /* @__PURE__ */ endpoint("v4/million_group_open_http_svc/get_online_member_num", {
  request: () => ({
    /** A community. Older pages allow any group. */
    GroupId: wire.groupId()
  }),
  response: () => ({ OnlineMemberNum: wire.integer }),
  repeatability: "safe",
  docs: "https://trtc.io/document/66883"
})
