/** What the reference says about group messages. */
import {
  clearGroupMsg,
  deleteGroupMsgBySender,
  groupMsgGetSimple,
  groupMsgRecall,
  importGroupMsg,
  modifyGroupMsg,
  sendBroadcastMsg,
  sendGroupMsg,
  sendGroupSystemNotification,
  setUnreadMsgNum
} from "../api/groupMessages/endpoints.ts"
import {
  getGroupMsgReceipt,
  getGroupMsgReceiptDetail,
  getPinnedMessages,
  groupGetKeyValues,
  groupMsgReceipt,
  groupSetKeyValues,
  pinMessage,
  unpinMessage
} from "../api/groupMessages/marks.ts"
import { type Entry, entry } from "./Entry.ts"

/** The endpoints about group messages. */
export const groupMessageEntries: ReadonlyArray<Entry> = [
  entry(sendGroupMsg, {
    title: "Send a message to a group or topic",
    implementedBy: "groupMessages.send",
    errors: [10002, 10004, 10007, 10010, 10015, 10016, 10017, 10023, 10053, 10060, 10061, 11000, 80001, 80002]
  }),
  entry(sendGroupSystemNotification, {
    title: "Notify all or some members of a group",
    implementedBy: "groupMessages.sendSystemNotification",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(sendBroadcastMsg, {
    title: "Send a message to all of the app's live rooms",
    implementedBy: "groupMessages.sendBroadcast",
    errors: [10002, 10003, 10004, 10007, 10023]
  }),
  entry(importGroupMsg, {
    title: "Bring a group's messages over from elsewhere",
    implementedBy: "groupMessages.import",
    errors: [10004, 10007, 10010, 10015, 10020]
  }),
  entry(groupMsgRecall, {
    title: "Take messages of a group back",
    implementedBy: "groupMessages.recall",
    errors: [10002, 10003, 10004, 10007, 10010, 10015, 10030, 10031, 10032, 10033, 10041]
  }),
  entry(groupMsgGetSimple, {
    title: "Read a group's messages, newest first, page by page",
    implementedBy: "groupMessages.getHistory",
    errors: [10002, 10003, 10004, 10007, 10010, 10015, 10044]
  }),
  entry(deleteGroupMsgBySender, {
    title: "Take back what one member wrote lately",
    implementedBy: "groupMessages.deleteBySender",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(clearGroupMsg, {
    title: "Empty a group's history",
    implementedBy: "groupMessages.clearHistory",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(setUnreadMsgNum, {
    title: "Say how many messages a member has not read",
    implementedBy: "groupMessages.setUnreadCount",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(groupMsgReceipt, {
    title: "Note that a member has read messages",
    implementedBy: "groupMessages.sendReceipt",
    errors: [10002, 10003, 10004, 10007, 10010, 10015, 10060, 10062]
  }),
  entry(getGroupMsgReceipt, {
    title: "Tell how many have read messages",
    implementedBy: "groupMessages.getReceipts",
    errors: [10002, 10003, 10004, 10007, 10010, 10015, 10062]
  }),
  entry(getGroupMsgReceiptDetail, {
    title: "Read who has read a message, or has not, page by page",
    implementedBy: "groupMessages.listReceiptMembers",
    errors: [10002, 10003, 10004, 10007, 10010, 10015, 10062]
  }),
  entry(modifyGroupMsg, {
    title: "Put other content into a group's stored message",
    implementedBy: "groupMessages.modify",
    errors: [20001, 20002, 20004, 20005, 90001, 90002, 90003, 90007, 90009, 90010, 90992, 91000]
  }),
  entry(groupSetKeyValues, {
    title: "Hang pairs on a group's message, or take them off",
    implementedBy: "groupMessages.setExtensions",
    errors: [10002, 10004, 10008, 23001, 23002, 23003, 23004]
  }),
  entry(groupGetKeyValues, {
    title: "Read the pairs that hang on a group's message",
    implementedBy: "groupMessages.getExtensions",
    errors: [10002, 10004, 10008, 23004]
  }),
  entry(pinMessage, {
    title: "Put a message on top of a group",
    implementedBy: "groupMessages.pin",
    errors: [10002, 10004, 10007, 10010, 10015]
  }),
  entry(unpinMessage, {
    title: "Take a message down from the top of a group",
    implementedBy: "groupMessages.unpin",
    errors: [10002, 10004, 10007, 10010, 10015]
  }),
  entry(getPinnedMessages, {
    title: "Read the messages on top of a group",
    implementedBy: "groupMessages.listPinned",
    errors: [10002, 10004, 10007, 10010, 10015]
  })
]
