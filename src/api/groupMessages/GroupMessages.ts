/** Messages of groups and topics: send, import, read, recall, change, and what is attached to them. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import type * as Stream from "effect/Stream"
import { type BatchResult, failedBy, inBatches, sortResults } from "../../endpoint/batch.ts"
import type { RequestOf, ResponseOf } from "../../endpoint/Endpoint.ts"
import type { TimClientService } from "../../endpoint/client.ts"
import { serviceLayer } from "../../endpoint/service.ts"
import type { TimClient } from "../../endpoint/TimClient.ts"
import { bodyVerb, type BodyVerbOf, verb, type VerbOf } from "../../endpoint/verb.ts"
import type { TimError } from "../../errors/TimError.ts"
import { encodeData } from "../messages/data.ts"
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
} from "./endpoints.ts"
import {
  getGroupMsgReceipt,
  getGroupMsgReceiptDetail,
  getPinnedMessages,
  groupGetKeyValues,
  groupMsgReceipt,
  groupSetKeyValues,
  pinMessage,
  unpinMessage
} from "./marks.ts"
import {
  type GroupHistoryMessage,
  makeExtensions,
  makeHistory,
  makeReceiptMembers,
  type GroupMessageExtension,
  receiptPage
} from "./pages.ts"

/** What can be said about a group message beside its group and its elements. */
export type GroupMessageOptions = Omit<RequestOf<typeof sendGroupMsg>, "GroupId" | "MsgBody">

/** A message to import into a group. */
export type GroupMessageToImport = RequestOf<typeof importGroupMsg>["MsgList"][number]

/** A message that was imported: its place, and its time in seconds since 1970. */
export interface ImportedGroupMessage {
  readonly MsgSeq: number | undefined
  readonly MsgTime: number | undefined
}

/** How often a message was read, and by how many not. */
export interface GroupReceipt {
  readonly MsgSeq: number
  readonly ReadNum: number
  readonly UnreadNum: number
}

/** A key value to set on a message. */
export type GroupMessageExtensionToSet = NonNullable<RequestOf<typeof groupSetKeyValues>["ExtensionList"]>[number]

/** What every call about a topic takes. */
interface InTopic {
  /** The topic that is meant; the group is then its community. */
  readonly TopicId?: string | undefined
}

/** Calls about messages of groups. Each fails with `TimError`. A message is named by its group and its `MsgSeq`. */
export interface GroupMessagesService {
  /**
   * Sends a message to a group or a topic: at most 12 KB, at most 30 mentions. The sender need not be a member.
   *
   * A group takes 40 messages a second; what is above that is dropped, and the answer is a success with
   * `MsgDropReason`. `wasDropped` tells. 10017 means that the sender, or the whole group, is muted; 10010 that there is
   * no such group.
   *
   * @example
   * ```ts
   * import { connect, msg } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.groups.create("Public", "Room", { GroupId: "room" })
   * const { MsgSeq } = await tim.groupMessages.send(msg().text("hi").toGroup("room"))
   * ```
   *
   * @see https://trtc.io/document/34959
   */
  readonly send: BodyVerbOf<typeof sendGroupMsg>
  /**
   * Sends data of the app to everybody in a group: one custom element with `{"msgType":…,"data":…}`. `readData` reads
   * it again. The data is any JSON value.
   *
   * @example
   * ```ts
   * import { connect } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.groups.create("AVChatRoom", "Room", { GroupId: "room" })
   * await tim.groupMessages.sendRoomData("room", "gift", { id: 7, count: 1 })
   * ```
   *
   * @see https://trtc.io/document/34959
   */
  readonly sendRoomData: (
    groupId: string,
    msgType: string | number,
    data: unknown,
    options?: GroupMessageOptions
  ) => Effect.Effect<ResponseOf<typeof sendGroupMsg>, TimError>
  /**
   * Sends a text as the system to all members of a group, or to at most 500 of them. Reaches only those that are
   * online; it is not stored and does not count against the 40 messages a second.
   *
   * @see https://trtc.io/document/34958
   */
  readonly sendSystemNotification: VerbOf<
    [
      groupId: string,
      content: string,
      options?: Omit<RequestOf<typeof sendGroupSystemNotification>, "GroupId" | "Content">
    ],
    typeof sendGroupSystemNotification
  >
  /**
   * Sends a message to every AVChatRoom of the app, once a second. 10007 means that it is not switched on in the
   * console.
   *
   * @see https://trtc.io/document/49440
   */
  readonly sendBroadcast: BodyVerbOf<typeof sendBroadcastMsg>
  /**
   * Imports any number of messages, 7 a call, in the order of their times. Each must be later than the group and its
   * latest message; one that is not fails alone with 10004, one of more than 12,000 bytes with 80002. What failed is
   * named by its place in the list, from 0. Afterwards nobody has unread messages.
   *
   * @see https://trtc.io/document/34968
   */
  readonly import: (
    groupId: string,
    messages: ReadonlyArray<GroupMessageToImport>,
    options?: Omit<RequestOf<typeof importGroupMsg>, "GroupId" | "MsgList">
  ) => Effect.Effect<BatchResult<ImportedGroupMessage>, TimError>
  /**
   * Recalls any number of messages, 10 a call, whatever their age. One that does not exist fails alone with 10030.
   *
   * @see https://trtc.io/document/34965
   */
  readonly recall: (
    groupId: string,
    seqs: ReadonlyArray<number>,
    options?: Omit<RequestOf<typeof groupMsgRecall>, "GroupId" | "MsgSeqList">
  ) => Effect.Effect<BatchResult<number>, TimError>
  /**
   * Reads a page of at most 20 messages, the newest first, from `ReqMsgSeq` downwards. Recalled messages are left out
   * unless asked for, so a short page need not be the last; the next begins below the smallest `MsgSeq`. AVChatRooms
   * have no history and refuse with 10007.
   *
   * @see https://trtc.io/document/34971
   */
  readonly getHistory: VerbOf<
    [
      groupId: string,
      count: number,
      options?: Omit<RequestOf<typeof groupMsgGetSimple>, "GroupId" | "ReqMsgNumber">
    ],
    typeof groupMsgGetSimple
  >
  /**
   * The messages of a group or topic, the newest first, each exactly once. Ends with the first message, or where older
   * ones have expired. Starts at `ReqMsgSeq` if that is given. Places without a message are left out, and so are
   * recalled messages unless `WithRecalledMsg` is 1. A body that is no list of elements, as tips may have, is answered
   * as an empty one; `getHistory` has it as it came.
   *
   * @example
   * ```ts
   * import { connect, textOf } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.groups.create("Public", "Room", { GroupId: "room" })
   * for await (const message of tim.groupMessages.history("room")) {
   *   console.log(message.From_Account, textOf(message.MsgBody))
   * }
   * ```
   */
  readonly history: (
    groupId: string,
    options?: Omit<RequestOf<typeof groupMsgGetSimple>, "GroupId" | "ReqMsgNumber">
  ) => Stream.Stream<GroupHistoryMessage, TimError>
  /**
   * Recalls what one sender wrote among the latest 1,000 messages, without telling clients.
   *
   * @see https://trtc.io/document/34970
   */
  readonly deleteBySender: VerbOf<
    [groupId: string, userId: string, options?: InTopic],
    typeof deleteGroupMsgBySender
  >
  /**
   * Clears the history of a group for its members, up to a message or all of it. `getHistory` still reads it.
   *
   * @see https://trtc.io/document/65970
   */
  readonly clearHistory: VerbOf<
    [groupId: string, options?: Omit<RequestOf<typeof clearGroupMsg>, "GroupId">],
    typeof clearGroupMsg
  >
  /**
   * Sets how many messages a member has not read. ChatRooms and AVChatRooms ignore it.
   *
   * @see https://trtc.io/document/34909
   */
  readonly setUnreadCount: VerbOf<[groupId: string, userId: string, count: number], typeof setUnreadMsgNum>
  /**
   * Replaces the elements or the custom data of a stored message; what is left out stays. It cannot be undone.
   *
   * @see https://trtc.io/document/47948
   */
  readonly modify: VerbOf<
    [groupId: string, seq: number, change: Omit<RequestOf<typeof modifyGroupMsg>, "GroupId" | "MsgSeq">],
    typeof modifyGroupMsg
  >
  /**
   * Marks any number of messages as read by a member, 50 a call. They must have been sent with `NeedReadReceipt` 1,
   * otherwise their call is refused with 10062; 10060 means that the group has more than 200 members.
   *
   * @see https://cloud.tencent.com/document/product/269/107478
   */
  readonly sendReceipt: (
    groupId: string,
    userId: string,
    seqs: ReadonlyArray<number>
  ) => Effect.Effect<BatchResult<number>, TimError>
  /**
   * Tells by how many members messages were read, 50 a call. A message without receipts fails alone with 10062.
   *
   * @see https://trtc.io/document/49439
   */
  readonly getReceipts: (
    groupId: string,
    seqs: ReadonlyArray<number>
  ) => Effect.Effect<BatchResult<GroupReceipt>, TimError>
  /**
   * Reads a page of who has read a message (`Filter` 0), or who has not (1). The first page is of 200 unless `Count`
   * says less.
   *
   * @see https://trtc.io/document/49438
   */
  readonly listReceiptMembers: VerbOf<
    [
      groupId: string,
      seq: number,
      filter: 0 | 1,
      page?: Partial<Pick<RequestOf<typeof getGroupMsgReceiptDetail>, "Cursor" | "Count">>
    ],
    typeof getGroupMsgReceiptDetail
  >
  /** The members that have read a message, over all pages. */
  readonly readers: (groupId: string, seq: number) => Stream.Stream<string, TimError>
  /** The members that have not read a message, over all pages. */
  readonly nonReaders: (groupId: string, seq: number) => Stream.Stream<string, TimError>
  /**
   * Sets any number of key values of a message, 20 a call. The message must have been sent with
   * `SupportMessageExtension` 1, otherwise 23002; it has at most 300 keys.
   *
   * @see https://trtc.io/document/52170
   */
  readonly setExtensions: (
    groupId: string,
    seq: number,
    extensions: ReadonlyArray<GroupMessageExtensionToSet>
  ) => Effect.Effect<BatchResult<GroupMessageExtension>, TimError>
  /**
   * Deletes any number of key values of a message, 20 a call. Gives the names that are gone.
   *
   * @see https://trtc.io/document/52170
   */
  readonly deleteExtensions: (
    groupId: string,
    seq: number,
    keys: ReadonlyArray<string>
  ) => Effect.Effect<BatchResult, TimError>
  /**
   * Deletes all key values of a message.
   *
   * @see https://trtc.io/document/52170
   */
  readonly clearExtensions: (groupId: string, seq: number) => Effect.Effect<void, TimError>
  /**
   * Reads a page of at most 200 key values of a message, those that were set first first.
   *
   * @see https://trtc.io/document/52169
   */
  readonly getExtensions: VerbOf<
    [groupId: string, seq: number, options?: Omit<RequestOf<typeof groupGetKeyValues>, "GroupId" | "MsgSeq">],
    typeof groupGetKeyValues
  >
  /** The key values of a message, over all pages. One that is changed meanwhile may come again with its new value. */
  readonly extensions: (groupId: string, seq: number) => Stream.Stream<GroupMessageExtension, TimError>
  /**
   * Pins a message. A group has at most 10; one more is refused with 10070.
   *
   * @see https://cloud.tencent.com/document/product/269/133874
   */
  readonly pin: VerbOf<
    [groupId: string, seq: number, options?: Omit<RequestOf<typeof pinMessage>, "GroupId" | "MsgSeq">],
    typeof pinMessage
  >
  /**
   * Unpins a message.
   *
   * @see https://cloud.tencent.com/document/product/269/134119
   */
  readonly unpin: VerbOf<
    [groupId: string, seq: number, options?: Omit<RequestOf<typeof unpinMessage>, "GroupId" | "MsgSeq">],
    typeof unpinMessage
  >
  /**
   * Lists the pinned messages of a group or topic, the newest pin first: their numbers, and who pinned them.
   *
   * @see https://cloud.tencent.com/document/product/269/134120
   */
  readonly listPinned: VerbOf<[groupId: string, options?: InTopic], typeof getPinnedMessages>
}

/** Whether a message was dropped because its group got more than 40 in that second, although sending succeeded. */
export const wasDropped = (
  answer: { readonly MsgDropReason?: string | undefined }
): boolean => answer.MsgDropReason !== undefined && answer.MsgDropReason !== ""

const byMsgSeq = (MsgSeq: number) => ({ MsgSeq })

const randomUint32 = /* @__PURE__ */ Effect.map(
  Random.next,
  (number) => Math.floor(number * 4_294_967_296)
)

/** Gives every message the number that keeps a repeated call from importing it twice. */
const withRandom = (message: GroupMessageToImport): Effect.Effect<GroupMessageToImport> =>
  message.Random === undefined
    ? Effect.map(randomUint32, (random) => ({ ...message, Random: random }))
    : Effect.succeed(message)

/** Makes the service on a client. */
export const makeGroupMessages = (client: TimClientService): GroupMessagesService => {
  const changeExtensions = <Done>(
    GroupId: string,
    MsgSeq: number,
    OperateType: 1 | 2,
    extensions: ReadonlyArray<GroupMessageExtensionToSet>,
    done: (extension: GroupMessageExtension) => Done
  ): Effect.Effect<BatchResult<Done>, TimError> =>
    inBatches(extensions, {
      size: 20,
      idOf: ({ Key }) => Key,
      call: (chunk) =>
        Effect.map(
          client.call(groupSetKeyValues, { GroupId, MsgSeq, OperateType, ExtensionList: chunk }),
          ({ ExtensionList = [] }) =>
            sortResults(
              ExtensionList,
              ({ ErrorCode, Extension }) => failedBy(Extension.Key, ErrorCode),
              ({ Extension }) => done(Extension)
            )
        )
    })

  return {
    send: bodyVerb(client, sendGroupMsg),
    sendRoomData: (GroupId, msgType, data, options) =>
      client.call(sendGroupMsg, {
        ...options,
        GroupId,
        MsgBody: [{ MsgType: "TIMCustomElem", MsgContent: { Data: encodeData(msgType, data) } }]
      }),
    sendSystemNotification: verb(
      client,
      sendGroupSystemNotification,
      (GroupId, Content, options) => ({ ...options, GroupId, Content })
    ),
    sendBroadcast: bodyVerb(client, sendBroadcastMsg),
    import: (GroupId, messages, options) =>
      inBatches(messages.map((message, index) => ({ message, index })), {
        size: 7,
        idOf: ({ index }) => String(index),
        call: (chunk) =>
          Effect.forEach(chunk, ({ message }) => withRandom(message)).pipe(
            Effect.flatMap((MsgList) => client.call(importGroupMsg, { ...options, GroupId, MsgList })),
            Effect.map(({ ImportMsgResult }) => ({
              ok: ImportMsgResult.filter(({ Result }) => Result === 0)
                .map(({ MsgSeq, MsgTime }) => ({ MsgSeq, MsgTime })),
              failed: ImportMsgResult.flatMap(({ Result }, place) =>
                Result === 0 ? [] : [{ item: String(chunk[place]?.index), code: Result, info: "" }]
              )
            }))
          )
      }),
    recall: (GroupId, seqs, options) =>
      inBatches(seqs, {
        size: 10,
        idOf: String,
        call: (chunk) =>
          Effect.map(
            client.call(groupMsgRecall, { ...options, GroupId, MsgSeqList: chunk.map(byMsgSeq) }),
            ({ RecallRetList }) =>
              sortResults(RecallRetList, ({ MsgSeq, RetCode }) => failedBy(MsgSeq, RetCode), ({ MsgSeq }) => MsgSeq)
          )
      }),
    getHistory: verb(
      client,
      groupMsgGetSimple,
      (GroupId, ReqMsgNumber, options) => ({ ...options, GroupId, ReqMsgNumber })
    ),
    history: makeHistory(client),
    deleteBySender: verb(
      client,
      deleteGroupMsgBySender,
      (GroupId, Sender_Account, options) => ({ ...options, GroupId, Sender_Account })
    ),
    clearHistory: verb(client, clearGroupMsg, (GroupId, options) => ({ ...options, GroupId })),
    setUnreadCount: verb(
      client,
      setUnreadMsgNum,
      (GroupId, Member_Account, UnreadMsgNum) => ({ GroupId, Member_Account, UnreadMsgNum })
    ),
    modify: verb(client, modifyGroupMsg, (GroupId, MsgSeq, change) => ({ ...change, GroupId, MsgSeq })),
    sendReceipt: (GroupId, From_Account, seqs) =>
      inBatches(seqs, {
        size: 50,
        idOf: String,
        call: (chunk) =>
          Effect.as(
            client.call(groupMsgReceipt, { GroupId, From_Account, MsgSeqList: chunk.map(byMsgSeq) }),
            { ok: chunk, failed: [] }
          )
      }),
    getReceipts: (GroupId, seqs) =>
      inBatches(seqs, {
        // No limit is documented; marking as read takes 50.
        size: 50,
        idOf: String,
        call: (chunk) =>
          Effect.map(
            client.call(getGroupMsgReceipt, { GroupId, MsgSeqList: chunk.map(byMsgSeq) }),
            ({ GroupMsgReceiptList }) =>
              sortResults(
                GroupMsgReceiptList,
                ({ Code, MsgSeq }) => failedBy(MsgSeq, Code),
                ({ MsgSeq, ReadNum = 0, UnreadNum = 0 }) => ({ MsgSeq, ReadNum, UnreadNum })
              )
          )
      }),
    listReceiptMembers: verb(
      client,
      getGroupMsgReceiptDetail,
      (GroupId, MsgSeq, Filter, page) => ({ Cursor: "", Count: receiptPage, ...page, GroupId, MsgSeq, Filter })
    ),
    readers: makeReceiptMembers(client, 0),
    nonReaders: makeReceiptMembers(client, 1),
    setExtensions: (groupId, seq, extensions) => changeExtensions(groupId, seq, 1, extensions, (stored) => stored),
    deleteExtensions: (groupId, seq, keys) =>
      changeExtensions(groupId, seq, 2, keys.map((Key) => ({ Key, Value: "" })), ({ Key }) => Key),
    clearExtensions: (GroupId, MsgSeq) =>
      Effect.asVoid(client.call(groupSetKeyValues, { GroupId, MsgSeq, OperateType: 3 })),
    getExtensions: verb(client, groupGetKeyValues, (GroupId, MsgSeq, options) => ({ ...options, GroupId, MsgSeq })),
    extensions: makeExtensions(client),
    pin: verb(client, pinMessage, (GroupId, MsgSeq, options) => ({ ...options, GroupId, MsgSeq })),
    unpin: verb(client, unpinMessage, (GroupId, MsgSeq, options) => ({ ...options, GroupId, MsgSeq })),
    listPinned: verb(client, getPinnedMessages, (GroupId, options) => ({ ...options, GroupId }))
  }
}

/** Messages of groups as a service. */
export class GroupMessages
  extends /* @__PURE__ */ Context.Service<GroupMessages, GroupMessagesService>()("timkit/GroupMessages")
{
  static readonly make = makeGroupMessages
  static readonly layer: Layer.Layer<GroupMessages, never, TimClient> = /* @__PURE__ */ serviceLayer(
    GroupMessages,
    makeGroupMessages
  )
}
