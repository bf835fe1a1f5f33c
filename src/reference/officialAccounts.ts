/** What the reference says about official accounts. */
import {
  addSubscriber,
  createOfficialAccount,
  deleteSubscriber,
  destroyOfficialAccount,
  getOfficialAccountInfo,
  getSubscribedOfficialAccountList,
  getSubscriberInfo,
  modifyOfficialAccountBaseInfo,
  modifySubscriberInfo,
  officialAccountMsgGetSimple,
  officialAccountMsgRecall,
  sendOfficialAccountMsg
} from "../api/officialAccounts/endpoints.ts"
import { type Entry, entry } from "./Entry.ts"

/** The endpoints about official accounts. */
export const officialAccountEntries: ReadonlyArray<Entry> = [
  entry(createOfficialAccount, {
    title: "Make an official account",
    implementedBy: "officialAccounts.create",
    errors: [6017, 10004, 20001, 20005, 130002, 130004, 130007, 130008, 131000]
  }),
  entry(destroyOfficialAccount, {
    title: "End an official account",
    implementedBy: "officialAccounts.destroy",
    errors: [6017, 10004, 20001, 20005, 130002, 130004, 130007, 130008, 131000]
  }),
  entry(modifyOfficialAccountBaseInfo, {
    title: "Write parts of an official account's profile",
    implementedBy: "officialAccounts.modify",
    errors: [6017, 10004, 20001, 20005, 130002, 130004, 130007, 130008, 131000]
  }),
  entry(getOfficialAccountInfo, {
    title: "Read the profiles of up to 50 official accounts",
    implementedBy: "officialAccounts.getInfo",
    errors: [6017, 10004, 20001, 20005, 130002, 130004, 130007, 130008, 131000]
  }),
  entry(getSubscriberInfo, {
    title: "Read who subscribes, page by page",
    implementedBy: "officialAccounts.listSubscribers",
    errors: [6017, 10004, 20001, 20005, 130002, 130004, 130007, 130008, 131000]
  }),
  entry(addSubscriber, {
    title: "Let users subscribe",
    implementedBy: "officialAccounts.addSubscribers",
    errors: [6017, 10004, 20001, 20005, 130002, 130004, 130007, 130008, 131000]
  }),
  entry(deleteSubscriber, {
    title: "End users' subscriptions",
    implementedBy: "officialAccounts.removeSubscribers",
    errors: [6017, 10004, 20001, 20005, 130002, 130004, 130007, 130008, 131000]
  }),
  entry(modifySubscriberInfo, {
    title: "Write the data kept with a subscription",
    implementedBy: "officialAccounts.modifySubscriber",
    errors: [6017, 10004, 20001, 20005, 130002, 130004, 130007, 130008, 131000]
  }),
  entry(getSubscribedOfficialAccountList, {
    title: "Read what a user subscribes to, page by page",
    implementedBy: "officialAccounts.listSubscribed",
    errors: [6017, 10004, 20001, 20005, 130002, 130004, 130007, 130008, 131000]
  }),
  entry(sendOfficialAccountMsg, {
    title: "Send a message to everybody who subscribes",
    implementedBy: "officialAccounts.send",
    errors: [10002, 10003, 10004, 10007, 10010]
  }),
  entry(officialAccountMsgGetSimple, {
    title: "Read what an official account has sent, page by page",
    implementedBy: "officialAccounts.getHistory",
    errors: [10002, 10003, 10004, 10007, 10010]
  }),
  entry(officialAccountMsgRecall, {
    title: "Take messages of an official account back",
    implementedBy: "officialAccounts.recall",
    errors: [10002, 10003, 10004, 10007, 10010, 10030]
  })
]
