/** What the reference says about messages. */
import {
  adminGetroammsg,
  adminMsgwithdraw,
  adminSetMsgRead,
  batchsendmsg,
  c2cMsgReadReceipt,
  deleteC2cMsgRamble,
  getC2cUnreadMsgNum,
  getKeyValues,
  importmsg,
  modifyC2cMsg,
  sendC2cStreamMsg,
  sendmsg,
  setKeyValues
} from "../api/messages/endpoints.ts"
import { type Entry, entry } from "./Entry.ts"

/** The endpoints about messages. */
export const messageEntries: ReadonlyArray<Entry> = [
  entry(sendmsg, {
    title: "Send a message to one user",
    implementedBy: "messages.send",
    errors: [
      20001,
      20002,
      20003,
      20004,
      20005,
      20006,
      80001,
      80002,
      80003,
      80004,
      90001,
      90002,
      90003,
      90005,
      90007,
      90009,
      90010,
      90012,
      90026,
      90031,
      90043,
      90044,
      90048,
      90992,
      91000,
      93000
    ]
  }),
  entry(batchsendmsg, {
    title: "Send the same message to up to 500 users",
    implementedBy: "messages.sendBatch",
    errors: [
      70107,
      70169,
      90001,
      90002,
      90004,
      90007,
      90008,
      90009,
      90010,
      90011,
      90012,
      90026,
      90043,
      90048,
      90055,
      90992,
      91000,
      93000
    ]
  }),
  entry(importmsg, {
    title: "Bring a message over from elsewhere, with its own time",
    implementedBy: "messages.import",
    errors: [
      90001,
      90002,
      90003,
      90005,
      90006,
      90007,
      90008,
      90009,
      90010,
      90011,
      90012,
      90026,
      90030,
      90048,
      90992,
      91000,
      93000
    ]
  }),
  entry(adminGetroammsg, {
    title: "Read what two users wrote to each other, page by page",
    implementedBy: "messages.getHistory",
    errors: [90001, 90003, 90008, 90009, 91000]
  }),
  entry(adminMsgwithdraw, {
    title: "Take a message back on both sides",
    implementedBy: "messages.recall",
    errors: [20022, 20023, 90001, 90003, 90008, 90009, 90054, 91000]
  }),
  entry(adminSetMsgRead, {
    title: "Set all that one user wrote to another as read",
    implementedBy: "messages.markRead",
    errors: [90001, 90003, 90008, 90009]
  }),
  entry(c2cMsgReadReceipt, {
    title: "Tell the sender that messages were read",
    implementedBy: "messages.sendReadReceipts",
    errors: [20001, 20002, 20003, 20004, 20005, 90001, 90003, 90008, 90009, 91000]
  }),
  entry(getC2cUnreadMsgNum, {
    title: "Tell how many messages a user has not read",
    implementedBy: "messages.getUnreadCount",
    errors: [90001, 90003, 90008, 90009]
  }),
  entry(modifyC2cMsg, {
    title: "Put other content into a stored message",
    implementedBy: "messages.modify",
    errors: [20001, 20002, 20003, 20004, 20005, 20028, 90001, 90002, 90003, 90007, 90009, 90010, 90012, 90992, 91000]
  }),
  entry(deleteC2cMsgRamble, {
    title: "Remove messages from one user's history only",
    implementedBy: "messages.deleteOneSided",
    errors: [90001, 90003, 90008, 90009, 91000]
  }),
  entry(getKeyValues, {
    title: "Read the pairs that hang on a message",
    implementedBy: "messages.getExtensions",
    errors: [10002, 10004, 10008, 23004]
  }),
  entry(setKeyValues, {
    title: "Hang pairs on a message, or take them off",
    implementedBy: "messages.setExtensions",
    errors: [10002, 10004, 10008, 23001, 23002, 23003, 23004]
  }),
  entry(sendC2cStreamMsg, {
    title: "Send a growing message to one user, a piece a call",
    implementedBy: "messages.sendStream",
    errors: [20001, 20003, 20005, 90001, 90002, 90003, 90005, 90009, 90010, 91000]
  })
]
