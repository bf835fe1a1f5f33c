/** The commands about one-to-one messages. */
import * as wire from "../../endpoint/wire.ts"
import { message as messageAnswer } from "../answers.ts"
import { command } from "../Command.ts"
import { content, extensionChange, onlineOnly } from "./shapes.ts"

/** What every webhook about a single message tells of it. */
export const c2cMessage = () => ({
  /** The sender. */
  From_Account: wire.string,
  /** The receiver. */
  To_Account: wire.string,
  /** Orders the messages of one second, together with `MsgTime`. */
  MsgSeq: wire.integer,
  MsgRandom: wire.integer,
  /** When the service took the message, in seconds since 1970. */
  MsgTime: wire.integer,
  /** `MsgSeq_MsgRandom_MsgTime`; names the message in other calls. */
  MsgKey: wire.string,
  /** The message's id on clients, in newer versions. */
  MsgId: wire.optional(wire.string),
  ...onlineOnly(),
  ...content()
})

/** What became of a message. */
export const c2cResult = () => ({
  ...c2cMessage(),
  /** 0 where it was delivered, else the error code. */
  SendMsgResult: wire.integer,
  /** `send msg succeed`, or why it failed. */
  ErrorInfo: wire.string,
  /** The receiver's unread one-to-one messages in all conversations; -1 where the message failed. */
  UnreadMsgNum: wire.optional(wire.integer)
})

/** The codes of the app's own that refuse one-to-one messages. */
export const messageCodes = [120_001, 130_000] as const

export const beforeC2cMessage = /* @__PURE__ */ command("C2C.CallbackBeforeSendMsg", {
  title: "Before a one-to-one message is delivered",
  family: "c2c",
  docs: "https://trtc.io/document/34364",
  body: c2cMessage,
  answer: messageAnswer(messageCodes)
})

export const afterC2cMessage = /* @__PURE__ */ command("C2C.CallbackAfterSendMsg", {
  title: "After a one-to-one message was sent, or could not be delivered",
  family: "c2c",
  docs: "https://trtc.io/document/34365",
  body: c2cResult,
  identity: ["From_Account", "To_Account", "MsgKey"]
})

export const c2cRead = /* @__PURE__ */ command("C2C.CallbackAfterMsgReport", {
  title: "A one-to-one conversation was marked read",
  family: "c2c",
  docs: "https://trtc.io/document/43465",
  body: () => ({
    /** Who read. */
    Report_Account: wire.string,
    /** The other side. */
    Peer_Account: wire.string,
    /** Everything up to here is read, in seconds since 1970. */
    LastReadTime: wire.integer,
    /** `Report_Account`'s unread one-to-one messages in all conversations. */
    UnreadMsgNum: wire.optional(wire.integer)
  })
})

export const c2cRecalled = /* @__PURE__ */ command("C2C.CallbackAfterMsgWithDraw", {
  title: "A one-to-one message was recalled",
  family: "c2c",
  docs: "https://trtc.io/document/43466",
  body: () => ({
    From_Account: wire.string,
    To_Account: wire.string,
    MsgKey: wire.string,
    MsgId: wire.optional(wire.string),
    /** The receiver's unread one-to-one messages in all conversations. */
    UnreadMsgNum: wire.optional(wire.integer)
  }),
  identity: ["From_Account", "To_Account", "MsgKey"]
})

export const c2cReadReceipt = /* @__PURE__ */ command("C2C.CallbackAfterMsgReadReceipt", {
  title: "Read receipts of single one-to-one messages",
  family: "c2c",
  docs: "https://cloud.tencent.com/document/product/269/128223",
  body: () => ({
    /** Who sends the receipts. */
    Operator_Account: wire.string,
    /** The other side. */
    Peer_Account: wire.string,
    C2CMsgInfo: wire.list(wire.object({
      From_Account: wire.string,
      To_Account: wire.string,
      MsgKey: wire.string,
      MsgId: wire.optional(wire.string)
    }))
  })
})

export const c2cModified = /* @__PURE__ */ command("C2C.CallbackAfterModifyMsg", {
  title: "A one-to-one message was changed",
  family: "c2c",
  docs: "https://cloud.tencent.com/document/product/269/128224",
  body: () => ({
    /** Who changed it. */
    Operator_Account: wire.string,
    From_Account: wire.string,
    To_Account: wire.string,
    MsgRandom: wire.integer,
    MsgSeq: wire.integer,
    /** Seconds since 1970. */
    MsgTime: wire.integer,
    MsgKey: wire.string,
    ...content()
  })
})

export const allRead = /* @__PURE__ */ command("C2C.CallbackAfterMsgReadAll", {
  title: "A user marked everything read",
  family: "c2c",
  docs: "https://cloud.tencent.com/document/product/269/128225",
  body: () => ({
    /** Who read. */
    Report_Account: wire.string,
    /** The groups whose unread count was cleared. */
    GroupReadInfo: wire.optional(wire.list(wire.object({
      GroupId: wire.string,
      /** The sequence number that the request gave. */
      MsgSeq: wire.integer
    })))
  })
})

export const c2cExtensionChanged = /* @__PURE__ */ command("C2C.CallbackAfterC2CMsgExtension", {
  title: "The extension of a one-to-one message was changed",
  family: "c2c",
  docs: "https://trtc.io/document/76006",
  body: () => ({
    From_Account: wire.string,
    To_Account: wire.string,
    MsgKey: wire.string,
    ...extensionChange()
  })
})

/** All of them. */
export const c2cCommands = [
  beforeC2cMessage,
  afterC2cMessage,
  c2cRead,
  c2cRecalled,
  c2cReadReceipt,
  c2cModified,
  allRead,
  c2cExtensionChanged
] as const
