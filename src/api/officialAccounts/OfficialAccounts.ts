/** Official accounts: their profiles, their subscribers and what they send. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { type BatchResult, failedBy, inBatches, itself, sortResults } from "../../endpoint/batch.ts"
import type { RequestOf, ResponseOf } from "../../endpoint/Endpoint.ts"
import type { TimClientService } from "../../endpoint/client.ts"
import { serviceLayer } from "../../endpoint/service.ts"
import type { TimClient } from "../../endpoint/TimClient.ts"
import { verb, type VerbOf } from "../../endpoint/verb.ts"
import type { TimError } from "../../errors/TimError.ts"
import type { MessageElement, UnknownElement } from "../messages/elements.ts"
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
} from "./endpoints.ts"

type InfoEntry = ResponseOf<typeof getOfficialAccountInfo>["OfficialAccountInfoList"][number]
type SubscribedEntry = ResponseOf<typeof getSubscribedOfficialAccountList>["OfficialAccountInfoList"][number]
type MessageEntry = ResponseOf<typeof officialAccountMsgGetSimple>["RspMsgList"][number]

/** The profile of an official account, as far as it was asked for. */
export type OfficialAccountInfo =
  & { readonly Official_Account: string }
  & Omit<InfoEntry, "Official_Account" | "OfficialAccountUserID" | "ErrorCode" | "ErrorInfo">

/** A part of the profile of an official account. */
export type OfficialAccountField = NonNullable<
  NonNullable<RequestOf<typeof getOfficialAccountInfo>["ResponseFilter"]>["OfficialAccountBaseInfoFilter"]
>[number]

/** A subscriber of an official account. */
export type Subscriber = ResponseOf<typeof getSubscriberInfo>["SubscriberList"][number]

/** An official account that a user subscribes to, with the user's subscription. */
export type SubscribedOfficialAccount =
  & { readonly Official_Account: string | undefined }
  & Omit<SubscribedEntry, "Official_Account" | "OfficialAccountUserID">

/** A user that was subscribed, or whose subscription was ended. */
export interface ChangedSubscriber {
  readonly Subscriber_Account: string
  /** Whether the call changed anything: `false` for a user who subscribed, or did not subscribe, before. */
  readonly changed: boolean
}

/** A message of an official account. A recalled one has no elements. */
export type OfficialAccountMessage =
  & Omit<MessageEntry, "MsgBody">
  & { readonly MsgBody: ReadonlyArray<MessageElement | UnknownElement> }

/** Calls about official accounts. Each fails with `TimError`. */
export interface OfficialAccountsService {
  /**
   * Makes an official account and answers its id, which begins with `@TOA#_`. 130008 means that a given id is in use,
   * 131000 that the app has no official accounts, 130010 that it has no more of them.
   *
   * @example
   * ```ts
   * import { connect, msg } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.accounts.importMany(["alice", "bob"])
   * const { OfficialAccountUserID: news } = await tim.officialAccounts.create("alice", "News")
   * await tim.officialAccounts.addSubscribers(news, ["bob"])
   * await tim.officialAccounts.send(news, msg().text("hello").elements)
   * ```
   *
   * @see https://trtc.io/document/60755
   */
  readonly create: VerbOf<
    [owner: string, name: string, options?: Omit<RequestOf<typeof createOfficialAccount>, "Owner_Account" | "Name">],
    typeof createOfficialAccount
  >
  /**
   * Destroys an official account. It cannot be undone. 130004 means that there is none.
   *
   * @see https://trtc.io/document/60756
   */
  readonly destroy: VerbOf<[officialAccount: string], typeof destroyOfficialAccount>
  /**
   * Changes the given parts of a profile; the others stay as they are.
   *
   * @see https://trtc.io/document/60757
   */
  readonly modify: VerbOf<
    [officialAccount: string, changes: Omit<RequestOf<typeof modifyOfficialAccountBaseInfo>, "Official_Account">],
    typeof modifyOfficialAccountBaseInfo
  >
  /**
   * Reads any number of profiles, 50 a call: all of each, or the named fields. One that does not exist fails alone,
   * with 130004.
   *
   * @see https://trtc.io/document/60758
   */
  readonly getInfo: (
    officialAccounts: ReadonlyArray<string>,
    fields?: ReadonlyArray<OfficialAccountField>
  ) => Effect.Effect<BatchResult<OfficialAccountInfo>, TimError>
  /**
   * Reads one page of subscribers, at most 200. `subscribers` reads all of them.
   *
   * @see https://trtc.io/document/60759
   */
  readonly listSubscribers: VerbOf<
    [officialAccount: string, options?: Partial<Omit<RequestOf<typeof getSubscriberInfo>, "Official_Account">>],
    typeof getSubscriberInfo
  >
  /** The subscribers of an official account, over all pages. */
  readonly subscribers: (
    officialAccount: string,
    options?: Omit<RequestOf<typeof getSubscriberInfo>, "Official_Account" | "Next">
  ) => Stream.Stream<Subscriber, TimError>
  /**
   * Subscribes any number of users, 100 a call. The service gives no code or reason for those that fail; one is that
   * the official account has as many subscribers as it takes.
   *
   * @see https://trtc.io/document/60760
   */
  readonly addSubscribers: (
    officialAccount: string,
    userIds: ReadonlyArray<string>
  ) => Effect.Effect<BatchResult<ChangedSubscriber>, TimError>
  /**
   * Ends the subscriptions of any number of users, 100 a call. The service gives no code or reason for those that fail.
   *
   * @see https://trtc.io/document/60761
   */
  readonly removeSubscribers: (
    officialAccount: string,
    userIds: ReadonlyArray<string>
  ) => Effect.Effect<BatchResult<ChangedSubscriber>, TimError>
  /**
   * Changes the custom data of one user's subscription.
   *
   * @see https://trtc.io/document/60762
   */
  readonly modifySubscriber: VerbOf<
    [
      officialAccount: string,
      userId: string,
      changes: Omit<RequestOf<typeof modifySubscriberInfo>, "Official_Account" | "Subscriber_Account">
    ],
    typeof modifySubscriberInfo
  >
  /**
   * Reads one page of the official accounts that a user subscribes to, at most 200. `subscriptions` reads all of them.
   *
   * @see https://trtc.io/document/60763
   */
  readonly listSubscribed: VerbOf<
    [userId: string, options?: Omit<RequestOf<typeof getSubscribedOfficialAccountList>, "Subscriber_Account">],
    typeof getSubscribedOfficialAccountList
  >
  /** The official accounts that a user subscribes to, over all pages, with the user's subscription to each. */
  readonly subscriptions: (
    userId: string,
    options?: Omit<RequestOf<typeof getSubscribedOfficialAccountList>, "Subscriber_Account">
  ) => Stream.Stream<SubscribedOfficialAccount, TimError>
  /**
   * Sends elements to all subscribers, at most once a second and twice an hour. The same content with the same `Random`
   * within 5 minutes is sent only once. The call is at most 12 KB. 10010 means that there is no such official account.
   *
   * @see https://trtc.io/document/60810
   */
  readonly send: VerbOf<
    [
      officialAccount: string,
      elements: ReadonlyArray<MessageElement>,
      options?: Omit<RequestOf<typeof sendOfficialAccountMsg>, "Official_Account" | "MsgBody">
    ],
    typeof sendOfficialAccountMsg
  >
  /**
   * Reads one page of messages, at most 20, the newest first. `history` reads all of them.
   *
   * @see https://trtc.io/document/60812
   */
  readonly getHistory: VerbOf<
    [
      officialAccount: string,
      options?: Omit<RequestOf<typeof officialAccountMsgGetSimple>, "Official_Account">
    ],
    typeof officialAccountMsgGetSimple
  >
  /**
   * The messages of an official account, the newest first, over all pages: from the newest on, or those older than
   * `LastMsgKey`. Places of messages that have expired or were never stored are left out; recalled messages come only
   * with `WithRecalledMsg` 1.
   */
  readonly history: (
    officialAccount: string,
    options?: Omit<RequestOf<typeof officialAccountMsgGetSimple>, "Official_Account" | "ReqMsgNumber">
  ) => Stream.Stream<OfficialAccountMessage, TimError>
  /**
   * Recalls any number of messages by their `MsgKey`, 10 a call, whatever their age. One that does not exist, or was
   * recalled before, fails alone with 10030.
   *
   * @see https://trtc.io/document/60811
   */
  readonly recall: (
    officialAccount: string,
    msgKeys: ReadonlyArray<string>,
    options?: Omit<RequestOf<typeof officialAccountMsgRecall>, "Official_Account" | "MsgKeyList">
  ) => Effect.Effect<BatchResult, TimError>
}

/** How many subscribers, or subscriptions, a page holds at most. */
const pageSize = 200

/** How many messages a page of the history holds at most. */
const historyPage = 20

/** The profiles of one call. An entry without an id is that of the id in the same place of the request. */
const toInfos = (asked: ReadonlyArray<string>, entries: ReadonlyArray<InfoEntry>): BatchResult<OfficialAccountInfo> => {
  const aligned = entries.length === asked.length
  const named = entries.map((entry, at) => {
    const { ErrorCode, ErrorInfo, OfficialAccountUserID, Official_Account, ...info } = entry
    const id = Official_Account ?? OfficialAccountUserID ?? (aligned ? asked[at] : undefined) ?? ""
    return { id, code: ErrorCode ?? 0, text: ErrorInfo ?? "", info }
  })
  return sortResults(
    named,
    ({ code, id, text }) => failedBy(id, code, text),
    ({ id, info }) => ({ Official_Account: id, ...info })
  )
}

type SubscriberResult = ResponseOf<typeof addSubscriber>["SubscriberList"][number]

/** The results of single subscribers as a batch: 0 is a failure, 1 a change, 2 none. */
const toChanged = (results: ReadonlyArray<SubscriberResult>): BatchResult<ChangedSubscriber> => ({
  ok: results.filter(({ Result }) => Result !== 0)
    .map(({ Result, Subscriber_Account }) => ({ Subscriber_Account, changed: Result === 1 })),
  failed: results.filter(({ Result }) => Result === 0)
    .map(({ Subscriber_Account }) => ({ item: Subscriber_Account, code: undefined, info: "" }))
})

const makeSubscribers = (client: TimClientService): OfficialAccountsService["subscribers"] => (account, options) =>
  Stream.paginate<string, Subscriber, TimError>("", (cursor) =>
    Effect.map(
      client.call(getSubscriberInfo, { Limit: pageSize, ...options, Official_Account: account, Next: cursor }),
      ({ Next, SubscriberList }) =>
        [SubscriberList, Next === "" || Next === cursor ? Option.none() : Option.some(Next)] as const
    ))

const makeSubscriptions = (client: TimClientService): OfficialAccountsService["subscriptions"] => (userId, options) =>
  Stream.paginate<number, SubscribedOfficialAccount, TimError>(options?.Offset ?? 0, (offset) =>
    Effect.map(
      client.call(getSubscribedOfficialAccountList, {
        Limit: pageSize,
        ...options,
        Subscriber_Account: userId,
        Offset: offset
      }),
      ({ CompleteFlag, Next, OfficialAccountInfoList }) =>
        [
          OfficialAccountInfoList.map(({ OfficialAccountUserID, Official_Account, ...info }) => ({
            Official_Account: Official_Account ?? OfficialAccountUserID,
            ...info
          })),
          CompleteFlag === 1 || Next <= offset ? Option.none() : Option.some(Next)
        ] as const
    ))

/** Where the reading of a history stands: the last page's key, and the lowest number seen. */
interface HistoryPosition {
  readonly key: string | undefined
  readonly below: number
}

const makeHistory = (client: TimClientService): OfficialAccountsService["history"] => (account, options) => {
  const withRecalled = options?.WithRecalledMsg === 1
  return Stream.paginate<HistoryPosition, OfficialAccountMessage, TimError>(
    { key: options?.LastMsgKey, below: Infinity },
    ({ below, key }) =>
      Effect.map(
        client.call(officialAccountMsgGetSimple, {
          Official_Account: account,
          ReqMsgNumber: historyPage,
          // Without them a page of recalled messages only would look like the end.
          WithRecalledMsg: 1,
          ...(key === undefined ? {} : { LastMsgKey: key })
        }),
        ({ LastMsgKey = "", RspMsgList }) => {
          const page = RspMsgList.filter(({ MsgSeq }) => MsgSeq < below)
          const lowest = page.reduce((least, { MsgSeq }) => Math.min(least, MsgSeq), below)
          // `IsFinished` is 1 wherever a page is whole, so that only an empty page tells the end.
          const last = RspMsgList.length === 0 || LastMsgKey === "" || LastMsgKey === key
          return [
            page.filter(({ IsPlaceMsg }) => IsPlaceMsg === 0 || (withRecalled && IsPlaceMsg === 2))
              .map((message) => ({ ...message, MsgBody: typeof message.MsgBody === "object" ? message.MsgBody : [] })),
            last ? Option.none() : Option.some({ key: LastMsgKey, below: lowest })
          ] as const
        }
      )
  )
}

/** Makes the service on a client. */
export const makeOfficialAccounts = (client: TimClientService): OfficialAccountsService => ({
  create: verb(
    client,
    createOfficialAccount,
    (Owner_Account, Name, options) => ({ ...options, Owner_Account, Name })
  ),
  destroy: verb(client, destroyOfficialAccount, (Official_Account) => ({ Official_Account })),
  modify: verb(
    client,
    modifyOfficialAccountBaseInfo,
    (Official_Account, changes) => ({ ...changes, Official_Account })
  ),
  getInfo: (officialAccounts, fields) =>
    inBatches(officialAccounts, {
      size: 50,
      idOf: itself,
      call: (chunk) =>
        Effect.map(
          client.call(getOfficialAccountInfo, {
            OfficialAccountIdList: chunk.map((Official_Account) => ({ Official_Account })),
            ...(fields === undefined ? {} : { ResponseFilter: { OfficialAccountBaseInfoFilter: fields } })
          }),
          ({ OfficialAccountInfoList }) => toInfos(chunk, OfficialAccountInfoList)
        )
    }),
  listSubscribers: verb(
    client,
    getSubscriberInfo,
    (Official_Account, options) => ({ ...options, Official_Account, Next: options?.Next ?? "" })
  ),
  subscribers: makeSubscribers(client),
  addSubscribers: (Official_Account, userIds) =>
    inBatches(userIds, {
      size: 100,
      idOf: itself,
      call: (chunk) =>
        Effect.map(
          client.call(addSubscriber, {
            Official_Account,
            SubscriberList: chunk.map((Subscriber_Account) => ({ Subscriber_Account }))
          }),
          ({ SubscriberList }) => toChanged(SubscriberList)
        )
    }),
  removeSubscribers: (Official_Account, userIds) =>
    inBatches(userIds, {
      size: 100,
      idOf: itself,
      call: (chunk) =>
        Effect.map(
          client.call(deleteSubscriber, { Official_Account, SubscriberToDel_Account: chunk }),
          ({ SubscriberList }) => toChanged(SubscriberList)
        )
    }),
  modifySubscriber: verb(
    client,
    modifySubscriberInfo,
    (Official_Account, Subscriber_Account, changes) => ({ ...changes, Official_Account, Subscriber_Account })
  ),
  listSubscribed: verb(
    client,
    getSubscribedOfficialAccountList,
    (Subscriber_Account, options) => ({ ...options, Subscriber_Account })
  ),
  subscriptions: makeSubscriptions(client),
  send: verb(
    client,
    sendOfficialAccountMsg,
    (Official_Account, MsgBody, options) => ({ ...options, Official_Account, MsgBody })
  ),
  getHistory: verb(
    client,
    officialAccountMsgGetSimple,
    (Official_Account, options) => ({ ...options, Official_Account })
  ),
  history: makeHistory(client),
  recall: (Official_Account, msgKeys, options) =>
    inBatches(msgKeys, {
      size: 10,
      idOf: itself,
      call: (chunk) =>
        Effect.map(
          client.call(officialAccountMsgRecall, { ...options, Official_Account, MsgKeyList: chunk }),
          ({ RecallRetList }) =>
            sortResults(RecallRetList, ({ MsgKey, RetCode }) => failedBy(MsgKey, RetCode), ({ MsgKey }) => MsgKey)
        )
    })
})

/** Official accounts as a service. */
export class OfficialAccounts
  extends /* @__PURE__ */ Context.Service<OfficialAccounts, OfficialAccountsService>()("timkit/OfficialAccounts")
{
  static readonly make = makeOfficialAccounts
  static readonly layer: Layer.Layer<OfficialAccounts, never, TimClient> = /* @__PURE__ */ serviceLayer(
    OfficialAccounts,
    makeOfficialAccounts
  )
}
