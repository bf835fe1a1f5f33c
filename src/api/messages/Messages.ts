/** One-to-one messages: send, import, read, recall, modify, delete, read marks, receipts, extensions and streams. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { type BatchResult, failedBy, inBatches, itself, sortResults } from "../../endpoint/batch.ts"
import { type Input, type RequestOf, type ResponseOf, unbuild } from "../../endpoint/Endpoint.ts"
import type { TimClientService } from "../../endpoint/client.ts"
import { serviceLayer } from "../../endpoint/service.ts"
import type { TimClient } from "../../endpoint/TimClient.ts"
import { bodyVerb, type BodyVerbOf, verb, type VerbOf } from "../../endpoint/verb.ts"
import type { ErrorCode } from "../../errors/ErrorCode.ts"
import { AnswerInvalid, isRefusedWith, TimError } from "../../errors/TimError.ts"
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
} from "./endpoints.ts"
import type { StreamContent } from "./streamElement.ts"

export type { StreamContent }

/** A message of a history. */
export type HistoryMessage = ResponseOf<typeof adminGetroammsg>["MsgList"][number]

/** Which part of a history is wanted, and how many messages a page. Times are in seconds since 1970, included. */
export type HistoryPage = Omit<RequestOf<typeof adminGetroammsg>, "Operator_Account" | "Peer_Account">

/** A receiver that a message was sent to, and the key of the message in its conversation. */
export interface SentTo {
  readonly To_Account: string
  readonly MsgKey: string | undefined
}

/** How many messages of one sender are unread. */
export type UnreadCount = NonNullable<ResponseOf<typeof getC2cUnreadMsgNum>["C2CUnreadMsgNumList"]>[number]

/** An extension of a message. */
export type MessageExtension = NonNullable<ResponseOf<typeof getKeyValues>["ExtensionList"]>[number]

/** An extension to set. */
export type ExtensionToSet = NonNullable<RequestOf<typeof setKeyValues>["ExtensionList"]>[number]

/** Whose message has the extensions: `From_Account`, where it is not the administrator that calls. */
export interface ExtensionOwner {
  readonly From_Account?: string | undefined
}

/** The number alone: a program that sends should not carry all codes by name. The compiler compares them. */
const toAccountNotRegistered: (typeof ErrorCode)["ToAccountNotRegistered"] = 90012

/** Calls about one-to-one messages. Each fails with `TimError`. */
export interface MessagesService {
  /**
   * Sends a message to one account, at most 12 KB. Without `From_Account` the administrator is the sender.
   *
   * It is safe to retry: the service drops a message with the same sender, `MsgSeq`, `MsgRandom` and content for 120
   * seconds, and the two numbers are filled in once for all attempts of a call. A receiver that is not imported is
   * refused with 90012, a sender with 20003.
   *
   * @example
   * ```ts
   * import { connect, msg } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.accounts.importMany(["alice", "bob"])
   * const { MsgKey } = await tim.messages.send(msg().text("hi").from("alice").to("bob"))
   * ```
   *
   * @see https://trtc.io/document/34919
   */
  readonly send: BodyVerbOf<typeof sendmsg>
  /**
   * Sends one message to any number of accounts, 500 a call; each gets it in its own conversation with the sender. No
   * webhooks are fired.
   *
   * Receivers that do not exist are in `failed`, with 70107, or with 90012 when none of their call existed. When no
   * receiver exists at all, the batch fails with 90012. A given `MsgRandom` is counted up from call to call.
   *
   * @see https://trtc.io/document/34920
   */
  readonly sendBatch: (request: Input<RequestOf<typeof batchsendmsg>>) => Effect.Effect<BatchResult<SentTo>, TimError>
  /**
   * Imports a message that was sent elsewhere. Import in the order of time. Importing the same `MsgSeq`, `MsgRandom`
   * and `MsgTimeStamp` again changes nothing.
   *
   * @see https://trtc.io/document/35014
   */
  readonly import: BodyVerbOf<typeof importmsg>
  /**
   * Reads one page of the history that the first account has with the second. A page is in ascending order, at most
   * `MaxCnt` messages and about 13 KB long; the first one is the newest. `history` reads all pages.
   *
   * @see https://trtc.io/document/35478
   */
  readonly getHistory: VerbOf<[userId: string, peerId: string, page: HistoryPage], typeof adminGetroammsg>
  /**
   * The history that the first account has with the second, newest message first, each message once. Pages are asked
   * for as they are needed. `MaxCnt` is the size of a page, 100 when left out; without times the whole history is read.
   *
   * Recalled messages have `MsgFlagBits` 8.
   *
   * @example
   * ```ts
   * import { connect, textOf } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.accounts.importMany(["alice", "bob"])
   * for await (const { MsgBody } of tim.messages.history("alice", "bob")) console.log(textOf(MsgBody))
   * ```
   *
   * @see https://trtc.io/document/35478
   */
  readonly history: (
    userId: string,
    peerId: string,
    options?: Partial<Omit<HistoryPage, "LastMsgKey">>
  ) => Stream.Stream<HistoryMessage, TimError>
  /**
   * Recalls a message for both sides, whenever it was sent. It cannot be undone. An unknown message is refused with
   * 20022, one that was recalled before with 20023.
   *
   * @see https://trtc.io/document/35015
   */
  readonly recall: VerbOf<[from: string, to: string, msgKey: string], typeof adminMsgwithdraw>
  /**
   * Marks what the second account wrote to the first as read, up to `MsgReadTime` in seconds or up to now. The mark
   * never moves back. It acknowledges no single message, see `sendReadReceipts`.
   *
   * @see https://trtc.io/document/38996
   */
  readonly markRead: VerbOf<
    [userId: string, peerId: string, options?: Pick<RequestOf<typeof adminSetMsgRead>, "MsgReadTime">],
    typeof adminSetMsgRead
  >
  /**
   * Acknowledges messages that the second account sent to the first; they get `IsPeerRead` 1. Unread counts stay. The
   * service does not document how many messages a call takes; 30 are said to be safe.
   *
   * @see https://trtc.io/document/77776
   */
  readonly sendReadReceipts: VerbOf<
    [userId: string, peerId: string, msgKeys: ReadonlyArray<string>],
    typeof c2cMsgReadReceipt
  >
  /**
   * Tells how many messages an account has not read: over all conversations in `AllC2CUnreadMsgNum`, or from each of up
   * to 10 others in `C2CUnreadMsgNumList`. At most 250 messages in each of 100 conversations are counted, for 7 days.
   *
   * @see https://trtc.io/document/41046
   */
  readonly getUnreadCount: VerbOf<
    [userId: string, options?: Pick<RequestOf<typeof getC2cUnreadMsgNum>, "Peer_Account">],
    typeof getC2cUnreadMsgNum
  >
  /**
   * Tells how many messages of each of any number of others an account has not read, 10 others a call. One that does
   * not exist fails alone, with 70107.
   *
   * @see https://trtc.io/document/41046
   */
  readonly getUnreadCounts: (
    userId: string,
    peerIds: ReadonlyArray<string>
  ) => Effect.Effect<BatchResult<UnreadCount>, TimError>
  /**
   * Changes the body of a message, its `CloudCustomData`, or both, for both sides. It cannot be undone. Two changes at
   * the same time may be refused with 20028; they are tried again.
   *
   * @see https://trtc.io/document/47722
   */
  readonly modify: VerbOf<
    [
      from: string,
      to: string,
      msgKey: string,
      changes: Pick<RequestOf<typeof modifyC2cMsg>, "MsgBody" | "CloudCustomData">
    ],
    typeof modifyC2cMsg
  >
  /**
   * Deletes any number of messages for the first account, 30 a call; the second still sees them. Keys that have not the
   * form of one fail, without a code.
   *
   * @see https://cloud.tencent.com/document/product/269/101439
   */
  readonly deleteOneSided: (
    userId: string,
    peerId: string,
    msgKeys: ReadonlyArray<string>
  ) => Effect.Effect<BatchResult, TimError>
  /**
   * Reads up to 200 extensions of a message, by ascending `Seq`. Needs the top edition (10008). An unknown message is
   * refused with 23004. `extensions` reads all.
   *
   * @see https://trtc.io/document/51194
   */
  readonly getExtensions: VerbOf<
    [to: string, msgKey: string, options?: ExtensionOwner & Pick<RequestOf<typeof getKeyValues>, "StartSeq">],
    typeof getKeyValues
  >
  /**
   * All extensions of a message, by ascending `Seq`. A pair that is changed meanwhile comes again with its new `Seq`.
   *
   * @see https://trtc.io/document/51194
   */
  readonly extensions: (
    to: string,
    msgKey: string,
    options?: ExtensionOwner
  ) => Stream.Stream<MessageExtension, TimError>
  /**
   * Sets any number of extensions of a message, 20 a call. A message holds at most 300 and takes 200 changes a minute
   * (23003). It must have been sent with `SupportMessageExtension` 1 (23002), and needs the top edition (10008).
   *
   * A pair that somebody else changed meanwhile fails with 23001.
   *
   * @see https://trtc.io/document/51195
   */
  readonly setExtensions: (
    to: string,
    msgKey: string,
    extensions: ReadonlyArray<ExtensionToSet>,
    options?: ExtensionOwner
  ) => Effect.Effect<BatchResult<MessageExtension>, TimError>
  /**
   * Deletes any number of extensions of a message by their keys, 20 a call.
   *
   * @see https://trtc.io/document/51195
   */
  readonly deleteExtensions: (
    to: string,
    msgKey: string,
    keys: ReadonlyArray<string>,
    options?: ExtensionOwner
  ) => Effect.Effect<BatchResult<MessageExtension>, TimError>
  /**
   * Deletes all extensions of a message.
   *
   * @see https://trtc.io/document/51195
   */
  readonly clearExtensions: (to: string, msgKey: string, options?: ExtensionOwner) => Effect.Effect<void, TimError>
  /**
   * Sends one piece of a message that grows. The first piece goes without `StreamMsgID`; every further one carries the
   * id that the first was answered with, and a higher `Index`. A piece with `IsLast` ends the message, and so do 15
   * seconds without one. The text is below 128 KB; at most 5 pieces a second.
   *
   * A piece is not sent again when it is not known whether it arrived.
   *
   * @see https://cloud.tencent.com/document/product/269/128596
   */
  readonly sendStream: VerbOf<
    [
      to: string,
      content: StreamContent,
      options?: Omit<RequestOf<typeof sendC2cStreamMsg>, "To_Account" | "MsgBody">
    ],
    typeof sendC2cStreamMsg
  >
}

/** A page that cannot be followed by another one, though the service says that there is one. */
const stuck = (path: string): TimError =>
  new TimError({
    reason: new AnswerInvalid({
      endpoint: adminGetroammsg.path,
      kind: "shape",
      issues: [{ path, message: "names no page that follows, though Complete is 0" }],
      attempts: 1,
      applied: "yes"
    })
  })

/** How far the clocks of the program and the service may differ, in seconds. */
const clockSkew = 60

/** A page to read, and the message that it follows. */
interface NextPage {
  readonly page: HistoryPage
  readonly behind: HistoryMessage | undefined
}

/** Two messages of a conversation may have the same key when they are from different sides. */
const isSame = (message: HistoryMessage, other: HistoryMessage | undefined): boolean =>
  message.MsgKey === other?.MsgKey && message.From_Account === other.From_Account

const history = (
  client: TimClientService,
  userId: string,
  peerId: string,
  options: Partial<HistoryPage> | undefined
): Stream.Stream<HistoryMessage, TimError> =>
  Stream.unwrap(Effect.map(Clock.currentTimeMillis, (nowMillis) => {
    const first: HistoryPage = {
      MaxCnt: options?.MaxCnt ?? 100,
      MinTime: options?.MinTime ?? 0,
      MaxTime: options?.MaxTime ?? Math.floor(nowMillis / 1000) + clockSkew
    }
    const begin: NextPage = { page: first, behind: undefined }
    return Stream.paginate(begin, ({ behind, page }) =>
      Effect.flatMap(
        client.call(adminGetroammsg, { Operator_Account: userId, Peer_Account: peerId, ...page }),
        ({ Complete, LastMsgKey, LastMsgTime, MsgList }) => {
          const messages = MsgList.filter((message) => !isSame(message, behind)).toReversed()
          if (Complete === 1) return Effect.succeed([messages, Option.none<NextPage>()] as const)
          if (LastMsgKey === undefined || LastMsgKey === page.LastMsgKey) return Effect.fail(stuck("LastMsgKey"))
          const next = { ...page, MaxTime: LastMsgTime ?? page.MaxTime, LastMsgKey }
          return Effect.succeed([messages, Option.some<NextPage>({ page: next, behind: messages.at(-1) })] as const)
        }
      ))
  }))

const extensions = (
  client: TimClientService,
  To_Account: string,
  MsgKey: string,
  options: ExtensionOwner | undefined
): Stream.Stream<MessageExtension, TimError> =>
  Stream.suspend(() => {
    // The next page begins with the version that the last one ended with, since pairs may share it.
    let seen = new Set<string>()
    return Stream.paginate(0, (StartSeq) =>
      Effect.map(
        client.call(getKeyValues, { To_Account, MsgKey, ...options, ...(StartSeq === 0 ? {} : { StartSeq }) }),
        ({ CompleteFlag, ExtensionList = [] }) => {
          const pairs = ExtensionList.filter(({ Key, Seq }) => Seq !== StartSeq || !seen.has(Key))
          const last = ExtensionList.at(-1)?.Seq
          if (CompleteFlag === 1 || last === undefined) return [pairs, Option.none<number>()] as const
          seen = new Set(ExtensionList.filter(({ Seq }) => Seq === last).map(({ Key }) => Key))
          return [pairs, Option.some(last > StartSeq ? last : StartSeq + 1)] as const
        }
      ))
  })

/** A call that holds the given part of the receivers. */
const partOf = (
  request: RequestOf<typeof batchsendmsg>,
  To_Account: ReadonlyArray<string>,
  index: number
): RequestOf<typeof batchsendmsg> => ({
  ...request,
  To_Account,
  // The service takes a call with the same number for a repeated one.
  ...(request.MsgRandom === undefined ? {} : { MsgRandom: (request.MsgRandom + index) % 2 ** 32 })
})

const sendBatch = /* @__PURE__ */ Effect.fnUntraced(
  function*(client: TimClientService, input: Input<RequestOf<typeof batchsendmsg>>) {
    const request = unbuild(input)
    let calls = 0
    let refusal: TimError | undefined
    const sent = yield* inBatches<string, SentTo>(request.To_Account, {
      size: 500,
      idOf: itself,
      call: (chunk) =>
        client.call(batchsendmsg, partOf(request, chunk, calls++)).pipe(
          Effect.map(({ ErrorList = [], MsgKey }) => {
            const failed = new Set(ErrorList.map(({ To_Account }) => To_Account))
            return {
              ok: chunk.filter((id) => !failed.has(id)).map((To_Account) => ({ To_Account, MsgKey })),
              failed: ErrorList.map(({ ErrorCode: code, To_Account: item }) => ({ item, code, info: "" }))
            }
          }),
          Effect.catchIf((error) => isRefusedWith(error, toAccountNotRegistered), (error) => {
            // None of this call exists; the receivers of the other calls may.
            refusal ??= error
            const failed = chunk.map((item) => ({ item, code: error.code, info: error.message, error }))
            return Effect.succeed({ ok: [], failed })
          })
        )
    })
    if (refusal !== undefined && sent.failed.every(({ code }) => code === refusal?.code) && sent.ok.length === 0) {
      return yield* refusal
    }
    return sent
  }
)

/** Makes the service on a client. */
export const makeMessages = (client: TimClientService): MessagesService => {
  const change = <Item>(
    target: { readonly To_Account: string; readonly MsgKey: string } & ExtensionOwner,
    OperateType: 1 | 2,
    items: ReadonlyArray<Item>,
    toPair: (item: Item) => ExtensionToSet
  ) =>
    inBatches<Item, MessageExtension>(items, {
      size: 20,
      idOf: (item) => toPair(item).Key,
      call: (chunk) =>
        Effect.map(
          client.call(setKeyValues, { ...target, OperateType, ExtensionList: chunk.map(toPair) }),
          ({ ExtensionList = [] }) =>
            sortResults(
              ExtensionList,
              ({ ErrorCode: code, Extension }) => failedBy(Extension.Key, code),
              ({ Extension }) => Extension
            )
        )
    })
  return {
    send: bodyVerb(client, sendmsg),
    sendBatch: (request) => sendBatch(client, request),
    import: bodyVerb(client, importmsg),
    getHistory: verb(client, adminGetroammsg, (Operator_Account, Peer_Account, page) => ({
      Operator_Account,
      Peer_Account,
      ...page
    })),
    history: (userId, peerId, options) => history(client, userId, peerId, options),
    recall: verb(client, adminMsgwithdraw, (From_Account, To_Account, MsgKey) => ({
      From_Account,
      To_Account,
      MsgKey
    })),
    markRead: verb(client, adminSetMsgRead, (Report_Account, Peer_Account, options) => ({
      Report_Account,
      Peer_Account,
      ...options
    })),
    sendReadReceipts: verb(client, c2cMsgReadReceipt, (Operator_Account, Peer_Account, msgKeys) => ({
      Operator_Account,
      Peer_Account,
      C2CMsgInfo: msgKeys.map((MsgKey) => ({ From_Account: Peer_Account, To_Account: Operator_Account, MsgKey }))
    })),
    getUnreadCount: verb(client, getC2cUnreadMsgNum, (To_Account, options) => ({ To_Account, ...options })),
    getUnreadCounts: (To_Account, peerIds) =>
      inBatches(peerIds, {
        size: 10,
        idOf: itself,
        call: (Peer_Account) =>
          Effect.map(
            client.call(getC2cUnreadMsgNum, { To_Account, Peer_Account }),
            ({ C2CUnreadMsgNumList = [], ErrorList = [] }) => ({
              ok: C2CUnreadMsgNumList,
              failed: ErrorList.map(({ ErrorCode: code, Peer_Account: item }) => ({ item, code, info: "" }))
            })
          )
      }),
    modify: verb(client, modifyC2cMsg, (From_Account, To_Account, MsgKey, changes) => ({
      From_Account,
      To_Account,
      MsgKey,
      ...changes
    })),
    deleteOneSided: (Operator_Account, Peer_Account, msgKeys) =>
      inBatches(msgKeys, {
        size: 30,
        idOf: (key) => key,
        call: (MsgKeyList) =>
          Effect.map(
            client.call(deleteC2cMsgRamble, { Operator_Account, Peer_Account, MsgKeyList }),
            ({ InvalidMsgKeyList = [] }) => ({
              ok: MsgKeyList.filter((key) => !InvalidMsgKeyList.includes(key)),
              failed: InvalidMsgKeyList.map((item) => ({ item, code: undefined, info: "" }))
            })
          )
      }),
    getExtensions: verb(client, getKeyValues, (To_Account, MsgKey, options) => ({ To_Account, MsgKey, ...options })),
    extensions: (to, msgKey, options) => extensions(client, to, msgKey, options),
    setExtensions: (To_Account, MsgKey, pairs, options) =>
      change({ To_Account, MsgKey, ...options }, 1, pairs, (pair) => pair),
    deleteExtensions: (To_Account, MsgKey, keys, options) =>
      change({ To_Account, MsgKey, ...options }, 2, keys, (Key) => ({ Key, Value: "" })),
    clearExtensions: (To_Account, MsgKey, options) =>
      Effect.asVoid(client.call(setKeyValues, { To_Account, MsgKey, ...options, OperateType: 3 })),
    sendStream: verb(client, sendC2cStreamMsg, (To_Account, MsgContent, options) => ({
      To_Account,
      MsgBody: [{ MsgType: "TIMStreamElem", MsgContent }],
      ...options
    }))
  }
}

/** One-to-one messages as a service. */
export class Messages extends /* @__PURE__ */ Context.Service<Messages, MessagesService>()("timkit/Messages") {
  static readonly make = makeMessages
  static readonly layer: Layer.Layer<Messages, never, TimClient> = /* @__PURE__ */ serviceLayer(Messages, makeMessages)
}
