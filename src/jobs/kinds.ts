/** All jobs that write: imports, messages to many, deletions. */
import * as Effect from "effect/Effect"
import { Accounts } from "../api/accounts/Accounts.ts"
import { accountDelete, multiaccountImport } from "../api/accounts/endpoints.ts"
import { Friends } from "../api/friends/Friends.ts"
import { friendImport } from "../api/friends/friendEndpoints.ts"
import { importGroupMsg, sendGroupMsg } from "../api/groupMessages/endpoints.ts"
import { GroupMessages } from "../api/groupMessages/GroupMessages.ts"
import { importGroup, importGroupMember } from "../api/groups/endpoints/import.ts"
import { Groups } from "../api/groups/Groups.ts"
import { batchsendmsg, importmsg, sendmsg } from "../api/messages/endpoints.ts"
import { Messages } from "../api/messages/Messages.ts"
import { portraitSet } from "../api/profiles/endpoints.ts"
import type { Endpoint } from "../endpoint/Endpoint.ts"
import type { TimClientService } from "../endpoint/client.ts"
import { ErrorCode } from "../errors/ErrorCode.ts"
import { type Item, type Job, job } from "./Job.ts"

/** One call an item, which is the body as it stands. */
const plain = <Request, Response, Body>(
  endpoint: Endpoint<Request, Response, Body>,
  toBody: (item: Item) => Item = (item) => item
): Job["make"] =>
(client: TimClientService) =>
([item = {}]) => Effect.as(client.call(endpoint, toBody(item) as Request), { failed: [] })

/** The fields of an item without those that belong to its call. */
const without = (...fields: ReadonlyArray<string>) => (item: Item): Item =>
  Object.fromEntries(Object.entries(item).filter(([field]) => !fields.includes(field)))

/** The fields of an item that belong to its call, where it has them. */
const only = (...fields: ReadonlyArray<string>) => (item: Item = {}): Item =>
  Object.fromEntries(Object.entries(item).filter(([field]) => fields.includes(field)))

/** What messages of a group that share a call have in common. */
const ofGroupMessages = ["GroupId", "TopicId", "RecentContactFlag"] as const

/** Fields whose names are tags become items of the profile: that is how a table has them. */
const toProfile = (item: Item): Item => {
  const tags = Object.keys(item).filter((field) => field.startsWith("Tag_"))
  if (tags.length === 0) return item
  const rest = Object.fromEntries(Object.entries(item).filter(([field]) => !field.startsWith("Tag_")))
  return { ...rest, ProfileItem: tags.map((Tag) => ({ Tag, Value: item[Tag] })) }
}

/** One message for all: that of the first. */
const toBatch = (items: ReadonlyArray<Item>): Item => ({
  ...items[0],
  To_Account: items.map(({ To_Account }) => To_Account)
})

/** The jobs, by the names that they have in code. */
export const jobs = {
  /** Accounts, with names and avatars: 100 a call. */
  importAccounts: job({
    name: "import-accounts",
    title: "Import accounts",
    endpoint: multiaccountImport,
    size: 100,
    example: { UserID: "alice", Nick: "Alice", FaceUrl: "https://example.com/alice.png" },
    id: "UserID",
    bodyOf: (AccountList) => ({ AccountList }),
    make: (client) => (items) => Accounts.make(client).importMany(items as never)
  }),
  /** Fields of profiles: one account a call. */
  importProfiles: job({
    name: "import-profiles",
    title: "Set fields of profiles",
    endpoint: portraitSet,
    example: { From_Account: "alice", Tag_Profile_IM_Nick: "Alice" },
    id: "From_Account",
    bodyOf: ([item = {}]) => toProfile(item),
    make: plain(portraitSet, toProfile)
  }),
  /** Friends, one way: neighbours with the same `From_Account` go in one call of up to 1000. */
  importFriends: job({
    name: "import-friends",
    title: "Import friends",
    endpoint: friendImport,
    size: 1000,
    example: { From_Account: "alice", To_Account: "bob", AddSource: "AddSource_Type_Import" },
    id: "To_Account",
    group: ["From_Account"],
    bodyOf: (items) => ({
      From_Account: items[0]?.["From_Account"],
      AddFriendItem: items.map(without("From_Account"))
    }),
    make: (client) => (items) =>
      Friends.make(client).import(String(items[0]?.["From_Account"]), items.map(without("From_Account")) as never)
  }),
  /** Groups. Give each its `GroupId`: then one that was imported before is known by it. */
  importGroups: job({
    name: "import-groups",
    title: "Import groups",
    endpoint: importGroup,
    example: { Type: "Public", Name: "Readers", GroupId: "readers" },
    id: "GroupId",
    doneBefore: [ErrorCode.GroupIdTaken],
    make: plain(importGroup)
  }),
  /** Members of groups: neighbours with the same `GroupId` go in one call of up to 300. */
  importMembers: job({
    name: "import-members",
    title: "Import members of groups",
    endpoint: importGroupMember,
    size: 300,
    example: { GroupId: "readers", Member_Account: "alice" },
    id: "Member_Account",
    group: ["GroupId"],
    bodyOf: (items) => ({ GroupId: items[0]?.["GroupId"], MemberList: items.map(without("GroupId")) }),
    make: (client) => (items) =>
      Groups.make(client).importMembers(String(items[0]?.["GroupId"]), items.map(without("GroupId")) as never)
  }),
  /** One-to-one messages into histories, those of a conversation in the order of their lines: that of time. */
  importMessages: job({
    name: "import-messages",
    title: "Import one-to-one messages",
    endpoint: importmsg,
    example: {
      From_Account: "alice",
      To_Account: "bob",
      MsgTimeStamp: 1_700_000_000,
      SyncFromOldSystem: 2,
      MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "hi" } }]
    },
    id: "To_Account",
    order: ["From_Account", "To_Account"],
    marks: ["MsgSeq", "MsgRandom"],
    make: plain(importmsg)
  }),
  /**
   * Messages into the histories of groups, those of a group in the order of their lines: that of time. Neighbours with
   * the same `GroupId` go in one call of up to 7.
   */
  importGroupMessages: job({
    name: "import-group-messages",
    title: "Import messages of groups",
    endpoint: importGroupMsg,
    size: 7,
    example: {
      GroupId: "readers",
      From_Account: "alice",
      SendTime: 1_700_000_000,
      MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "hi" } }]
    },
    id: "From_Account",
    group: ofGroupMessages,
    order: ["GroupId", "TopicId"],
    byPlace: true,
    marks: ["Random"],
    bodyOf: (items) => ({ ...only(...ofGroupMessages)(items[0]), MsgList: items.map(without(...ofGroupMessages)) }),
    make: (client) => (items) =>
      GroupMessages.make(client).import(
        String(items[0]?.["GroupId"]),
        items.map(without(...ofGroupMessages)) as never,
        only("TopicId", "RecentContactFlag")(items[0])
      )
  }),
  /** A message to each of many accounts. */
  send: job({
    name: "send",
    title: "Send messages to accounts",
    endpoint: sendmsg,
    example: { To_Account: "bob", MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "hi" } }] },
    id: "To_Account",
    once: true,
    marks: ["MsgSeq", "MsgRandom"],
    make: plain(sendmsg)
  }),
  /**
   * The same message to many accounts: neighbours with the same message go in one call of up to 500, five hundred times
   * as fast as `send`. The service remembers such a call for a second only: where it is not known whether one was taken,
   * its receivers are reported as `unknown`.
   */
  sendInBatches: job({
    name: "send-in-batches",
    title: "Send the same message to accounts, 500 a call",
    endpoint: batchsendmsg,
    size: 500,
    example: { To_Account: "bob", MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "hi" } }] },
    id: "To_Account",
    group: (item) => JSON.stringify(without("To_Account")(item)),
    once: true,
    marks: ["MsgSeq", "MsgRandom"],
    bodyOf: toBatch,
    make: (client) => (items) => Messages.make(client).sendBatch(toBatch(items) as never)
  }),
  /** A message to each of many groups. */
  sendToGroups: job({
    name: "send-to-groups",
    title: "Send messages to groups",
    endpoint: sendGroupMsg,
    example: { GroupId: "readers", MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "hi" } }] },
    id: "GroupId",
    once: true,
    marks: ["Random"],
    make: plain(sendGroupMsg)
  }),
  /** Deletes accounts with everything they own: 100 a call. It cannot be undone. */
  deleteAccounts: job({
    name: "delete-accounts",
    title: "Delete accounts with everything they own",
    endpoint: accountDelete,
    size: 100,
    example: { UserID: "alice" },
    id: "UserID",
    bodyOf: (DeleteItem) => ({ DeleteItem }),
    make: (client) => (items) => Accounts.make(client).delete(items.map(({ UserID }) => String(UserID)))
  })
} satisfies { readonly [name: string]: Job }
