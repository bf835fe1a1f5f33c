/** Parts that the bodies of several commands share. */
import { readMsgBody } from "../../api/messages/elements.ts"
import * as wire from "../../endpoint/wire.ts"

/** What a message carries. */
export const content = () => ({
  MsgBody: readMsgBody(),
  /** The custom data that is stored with the message. */
  CloudCustomData: wire.optional(wire.string)
})

/** Whether only those who are online get the message. */
export const onlineOnly = () => ({
  /** 1: only for receivers who are online now. */
  OnlineOnlyFlag: wire.optional(wire.integer)
})

/** What was done to the extension of a message. */
export const extensionChange = () => ({
  /** 1 set, 2 deleted, 3 cleared. */
  OperateType: wire.integer,
  /** The keys; empty when all were cleared. */
  ExtensionList: wire.list(wire.object({
    Key: wire.string,
    /** Empty where it was deleted. */
    Value: wire.string,
    /** The version of the key. */
    Seq: wire.integer
  })),
  /** The version of the message's extension as a whole. */
  Seq: wire.integer
})
