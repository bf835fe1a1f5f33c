/** The commands that robots get, and the results of content moderation. */
import * as wire from "../../endpoint/wire.ts"
import { command } from "../Command.ts"
import { c2cResult } from "./c2c.ts"
import { content, onlineOnly } from "./shapes.ts"

export const botC2cMessage = /* @__PURE__ */ command("Bot.OnC2CMessage", {
  title: "A robot got a one-to-one message",
  family: "bot",
  docs: "https://trtc.io/document/68952",
  body: c2cResult,
  identity: ["From_Account", "To_Account", "MsgKey"]
})

export const botGroupMessage = /* @__PURE__ */ command("Bot.OnGroupMessage", {
  title: "A robot was mentioned in a group",
  family: "bot",
  docs: "https://trtc.io/document/68953",
  body: () => ({
    GroupId: wire.string,
    /** What the group is: `Private` is the client's Work, `ChatRoom` its Meeting, `Live` a room of the live product. */
    Type: wire.openEnum("Public", "Private", "ChatRoom", "AVChatRoom", "Community", "Live"),
    /** The sender. */
    From_Account: wire.string,
    /** Who made the call. */
    Operator_Account: wire.string,
    Random: wire.integer,
    /** The message's number in the group. */
    MsgSeq: wire.integer,
    /** Seconds since 1970. */
    MsgTime: wire.integer,
    ...onlineOnly(),
    ...content(),
    /** The robots that were mentioned by name; whoever mentions all mentions no robot. */
    AtRobots_Account: wire.list(wire.string),
    /** The topic of a community; absent or empty elsewhere. */
    TopicId: wire.optional(wire.string)
  })
})

/** Belongs to the vendor's chatbot; known from an SDK only. */
export const chatbotSignal = /* @__PURE__ */ command("Chatbot.OnC2CSignalMessage", {
  title: "The chatbot got data in a one-to-one conversation",
  family: "bot",
  body: () => ({
    /** The sender. */
    From_Account: wire.string,
    /** The receiver. */
    To_Account: wire.string,
    MsgSeq: wire.integer,
    MsgRandom: wire.integer,
    MsgKey: wire.string,
    /** The data as the sender wrote it. */
    Data: wire.string
  })
})

/** The query tells what it is: an SDK's model has no `CallbackCommand`. */
export const moderationResult = /* @__PURE__ */ command("ContentCallback.ResultNotify", {
  title: "Content was reviewed",
  family: "moderation",
  docs: "https://trtc.io/document/78240",
  body: () => ({
    /** Where the content was found; there are more than these. */
    Scene: wire.openEnum("C2C", "Group", "UserInfo"),
    /** The author. */
    From_Account: wire.string,
    /** Where a message was to go. */
    ContactItem: wire.optional(wire.object({
      /** 1 one-to-one, 2 group. An SDK calls it `Type`. */
      ContactType: wire.optional(wire.integer),
      Type: wire.optional(wire.integer),
      To_Account: wire.optional(wire.string),
      ToGroupId: wire.optional(wire.string)
    })),
    ContentType: wire.openEnum("Text", "Image", "Audio", "Video"),
    TextContent: wire.optional(wire.list(wire.string)),
    /** The address of the file. */
    FileURL: wire.optional(wire.string),
    /** The `MsgKey` of a one-to-one message, the `MsgSeq` of a group's; absent where the message was stopped. */
    MsgID: wire.optional(wire.string),
    /** 1 stopped, 0 let through. */
    CtxcbResult: wire.integer,
    /** The id of the review. */
    CtxcbRequestId: wire.string,
    /** The words that were found. */
    CtxcbKeywords: wire.optional(wire.list(wire.string)),
    CtxcbSuggestion: wire.openEnum("Block", "Review", "Normal"),
    CtxcbLabel: wire.openEnum(
      "Normal",
      "Illegal",
      "Abuse",
      "Polity",
      "Ad",
      "Porn",
      "Sexy",
      "Terror",
      "Composite"
    ),
    CtxcbSubLabel: wire.optional(wire.string),
    CtxcbSubLabelDesc: wire.optional(wire.string),
    /** The library of words that was hit. */
    CtxcbLibName: wire.optional(wire.string),
    /** The custom data of the message. */
    CloudCustomData: wire.optional(wire.string),
    SdkAppId: wire.optional(wire.integer)
  })
})

/** All of them. */
export const robotCommands = [botC2cMessage, botGroupMessage, chatbotSignal, moderationResult] as const
