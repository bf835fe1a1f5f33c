/** The commands about messages in groups. */
import { readMsgBody } from "../../api/messages/elements.ts"
import * as wire from "../../endpoint/wire.ts"
import { message as messageAnswer } from "../answers.ts"
import { command } from "../Command.ts"
import { group, groupCodes, members } from "./groupShapes.ts"
import { content, extensionChange, onlineOnly } from "./shapes.ts"

const topic = () => ({
  /** The topic of a community; missing or empty outside topics. */
  TopicId: wire.optional(wire.string)
})

/** What every webhook about sending a message tells of it. */
const groupMessage = () => ({
  ...group(),
  /** The sender. */
  From_Account: wire.string,
  /** Who made the request: an administrator where the message came by REST. */
  Operator_Account: wire.string,
  /** The random number of the request, 32 bits. */
  Random: wire.integer,
  /** The message's id on clients, in newer versions. */
  MsgId: wire.optional(wire.string),
  ...onlineOnly(),
  ...content()
})

export const beforeGroupMessage = /* @__PURE__ */ command("Group.CallbackBeforeSendMsg", {
  title: "Before a message is delivered to a group",
  family: "group",
  docs: "https://trtc.io/document/34374",
  body: () => ({
    ...groupMessage(),
    ...topic()
  }),
  answer: messageAnswer(groupCodes)
})

export const afterGroupMessage = /* @__PURE__ */ command("Group.CallbackAfterSendMsg", {
  title: "A message was sent to a group",
  family: "group",
  docs: "https://trtc.io/document/34375",
  body: () => ({
    ...groupMessage(),
    ...topic(),
    /** Orders the messages of the group, or of the topic. */
    MsgSeq: wire.integer,
    /** When the service took the message, in seconds since 1970. */
    MsgTime: wire.integer,
    /** Who is mentioned, at most 30, in newer versions. */
    GroupAtInfo: wire.optional(wire.list(wire.object({
      /** 1 everybody, 0 one member. */
      GroupAtAllFlag: wire.integer,
      /** The member. */
      GroupAt_Account: wire.optional(wire.string)
    })))
  }),
  // Messages that are not stored need not take a number of their own, so the number alone does not name them.
  identity: ["GroupId", "TopicId", "MsgSeq", "From_Account", "Random"]
})

export const groupMessageFailed = /* @__PURE__ */ command("Group.CallbackSendMsgException", {
  title: "A message could not be sent to a group",
  family: "group",
  docs: "https://trtc.io/document/49462",
  body: () => ({
    ...groupMessage(),
    /** Why it failed, for example 10023. */
    ErrorCode: wire.integer,
    ErrorInfo: wire.string
  })
})

export const groupMessageRecalled = /* @__PURE__ */ command("Group.CallbackAfterRecallMsg", {
  title: "Messages of a group were recalled",
  family: "group",
  docs: "https://cloud.tencent.com/document/product/269/1618",
  body: () => ({
    /** Who recalled them. */
    Operator_Account: wire.string,
    ...group(),
    ...topic(),
    MsgSeqList: wire.list(wire.object({ MsgSeq: wire.integer }))
  })
})

export const groupMessageModified = /* @__PURE__ */ command("Group.CallbackAfterModifyMsg", {
  title: "A message of a group was changed",
  family: "group",
  docs: "https://cloud.tencent.com/document/product/269/129193",
  body: () => ({
    /** Who changed it. */
    Operator_Account: wire.string,
    GroupId: wire.string,
    ...topic(),
    MsgSeq: wire.integer,
    /** The new body. */
    MsgBody: wire.optional(readMsgBody()),
    /** The new custom data. */
    CloudCustomData: wire.optional(wire.string)
  })
})

export const groupExtensionChanged = /* @__PURE__ */ command("Group.CallbackAfterGroupMsgExtension", {
  title: "The extension of a group's message was changed",
  family: "group",
  docs: "https://trtc.io/document/76007",
  body: () => ({
    GroupId: wire.string,
    MsgSeq: wire.integer,
    ...extensionChange()
  })
})

export const groupReadReceipt = /* @__PURE__ */ command("Group.CallbackAfterReadReceipt", {
  title: "Read receipts of a group's messages changed",
  family: "group",
  docs: "https://trtc.io/document/60395",
  body: () => ({
    ...group(),
    GroupMsgReceiptList: wire.list(wire.object({
      MsgSeq: wire.integer,
      /** How many members have read it. */
      ReadNum: wire.integer,
      /** How many have not. */
      UnreadNum: wire.integer,
      /** Whose receipts these are. */
      ReadReceiptMembers: wire.optional(members())
    }))
  })
})

/** All of them. */
export const groupMessageCommands = [
  beforeGroupMessage,
  afterGroupMessage,
  groupMessageFailed,
  groupMessageRecalled,
  groupMessageModified,
  groupExtensionChanged,
  groupReadReceipt
] as const
