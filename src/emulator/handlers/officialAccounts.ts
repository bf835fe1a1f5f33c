/** How the emulator answers the endpoints about official accounts. */
import * as Effect from "effect/Effect"
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
} from "../../api/officialAccounts/endpoints.ts"
import { errorNameOf } from "../../errors/errorName.ts"
import { refuse, type Refusal } from "../Refusal.ts"
import { type Call, type Route, route } from "../Route.ts"
import type { OfficialAccount, OfficialMessage, Subscription } from "../state/OfficialAccounts.ts"

const invalidParameter = 6017
const notFound = 130004
const idInvalid = 130007
const full = 130010
const notEnabled = 131000

/** The codes of the service for calls about messages, which are those of groups. */
const message = { invalid: 10004, notFound: 10010, tooOften: 10023, notRecallable: 10030, tooLarge: 80002 }

const noWebhooks = "Webhooks are not called."
const invalidAssumed =
  "A field that is missing or breaks a limit is refused with 6017; which code it is was not documented."
const prefixAssumed = "An id without the prefix is refused with 10004, which is assumed."

const invalidAccount = {
  invalid: invalidParameter,
  limits: { Official_Account: idInvalid, OfficialAccountUserID: idInvalid }
}

const invalidMessage = { invalid: message.invalid }

/** Answers with an official account, or refuses where there is none. */
const withAccount = <Answer>(
  id: string,
  { app: { officialAccounts } }: Call,
  answer: (account: OfficialAccount) => Answer | Effect.Effect<Answer, Refusal>
): Answer | Effect.Effect<Answer, Refusal> => {
  if (!officialAccounts.enabled) return Effect.fail(refuse(notEnabled))
  const account = officialAccounts.get(id)
  return account === undefined ? Effect.fail(refuse(notFound)) : answer(account)
}

/** Answers about the messages of an official account, or refuses where there is none. */
const withMessagesOf = <Answer>(
  id: string,
  { app: { officialAccounts } }: Call,
  answer: (account: OfficialAccount) => Answer | Effect.Effect<Answer, Refusal>
): Answer | Effect.Effect<Answer, Refusal> => {
  const account = officialAccounts.get(id)
  return account === undefined
    ? Effect.fail(refuse(message.notFound, "no such official account"))
    : answer(account)
}

type Changes = {
  readonly Name?: string | undefined
  readonly Introduction?: string | undefined
  readonly FaceUrl?: string | undefined
  readonly MaxSubscriberNum?: number | undefined
  readonly Organization?: string | undefined
  readonly CustomString?: string | undefined
}

const change = (account: OfficialAccount, changes: Changes): void => {
  account.name = changes.Name ?? account.name
  account.introduction = changes.Introduction ?? account.introduction
  account.faceUrl = changes.FaceUrl ?? account.faceUrl
  account.maxSubscribers = changes.MaxSubscriberNum ?? account.maxSubscribers
  account.organization = changes.Organization ?? account.organization
  account.customString = changes.CustomString ?? account.customString
}

/** The named fields of a record; all of them where none are named. */
const pick = <Fields extends object>(
  fields: Fields,
  wanted: ReadonlyArray<keyof Fields> | undefined
): Partial<Fields> => {
  if (wanted === undefined) return fields
  const picked: Partial<Fields> = {}
  for (const name of wanted) picked[name] = fields[name]
  return picked
}

const profileOf = (account: OfficialAccount) => ({
  CreateTime: account.createTime,
  Name: account.name,
  Owner_Account: account.owner,
  LastMsgTime: account.lastMsgTime,
  SubscriberNum: account.subscribers.size,
  Introduction: account.introduction,
  FaceUrl: account.faceUrl,
  Organization: account.organization,
  CustomString: account.customString
})

/** A place among the subscribers as the service hides it. */
const toCursor = (subscription: Subscription | undefined): string =>
  subscription === undefined ? "" : btoa(String(subscription.serial))

/** The serial that a cursor hides, 0 for the first page; nothing where it is none. */
const fromCursor = (cursor: string): number | undefined => {
  if (cursor === "") return 0
  try {
    const serial = atob(cursor)
    return /^\d{1,15}$/.test(serial) ? Number(serial) : undefined
  } catch {
    return undefined
  }
}

/** Where the subscriptions after a serial begin. */
const indexAfter = (serial: number, subscriptions: ReadonlyArray<Subscription>): number => {
  let low = 0
  let high = subscriptions.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((subscriptions[middle]?.serial ?? 0) <= serial) low = middle + 1
    else high = middle
  }
  return low
}

/** The result of subscribing one user: 0 failed, 1 done, 2 subscribed before. */
const subscribe = (account: OfficialAccount, userId: string, { app, now }: Call): number => {
  if (account.subscribers.get(userId) !== undefined) return 2
  if (!app.accounts.has(userId) || account.subscribers.size >= account.maxSubscribers) return 0
  app.officialAccounts.subscribe(account, userId, now)
  return 1
}

/** Whether a message is older than the app's history reaches. */
const hasExpired = ({ time }: OfficialMessage, { app, now }: Call): boolean =>
  now - time >= (app.edition === "premium" ? 30 : 7) * 86_400

/** How many messages a page of the history holds at most. */
const pageSize = 20

const stored = (account: OfficialAccount, message: OfficialMessage, call: Call) => {
  const identity = {
    From_Account: account.id,
    MsgSeq: message.seq,
    MsgKey: message.key,
    MsgTimeStamp: message.time,
    MsgRandom: message.random
  }
  if (!message.stored || hasExpired(message, call)) return { ...identity, IsPlaceMsg: 1, MsgBody: [] }
  if (message.recalled) return { ...identity, IsPlaceMsg: 2, MsgBody: [] }
  const { body, cloudCustomData } = message
  return {
    ...identity,
    IsPlaceMsg: 0,
    MsgBody: body,
    ...(cloudCustomData === undefined ? {} : { CloudCustomData: cloudCustomData })
  }
}

/** The routes about the profiles of official accounts. */
const profileRoutes: ReadonlyArray<Route> = [
  route(
    createOfficialAccount,
    {
      ...invalidAccount,
      notes: [
        noWebhooks,
        invalidAssumed,
        "An owner that is not imported is refused with 6017, which is assumed.",
        "The standard edition has no official accounts (131000), the trial edition 5 (130010) that never end; that " +
        "the highest edition has no limit is assumed."
      ]
    },
    ({ OfficialAccountUserID, Owner_Account, ...profile }, { app, now, random }) => {
      const { accounts, officialAccounts } = app
      if (!officialAccounts.enabled) return Effect.fail(refuse(notEnabled))
      if (!accounts.has(Owner_Account)) return Effect.fail(refuse(invalidParameter, "Owner_Account is not imported"))
      if (OfficialAccountUserID !== undefined && officialAccounts.get(OfficialAccountUserID) !== undefined) {
        return Effect.fail(refuse(130008))
      }
      if (officialAccounts.isFull) return Effect.fail(refuse(full))
      const account = officialAccounts.add({
        id: OfficialAccountUserID ?? officialAccounts.freeId(random),
        owner: Owner_Account,
        name: profile.Name,
        createTime: now
      })
      change(account, profile)
      return { OfficialAccountUserID: account.id }
    }
  ),

  route(
    destroyOfficialAccount,
    {
      ...invalidAccount,
      notes: [
        noWebhooks,
        "Subscriptions and messages go with it, and the id is free again, which is assumed.",
        "Deleting an account ends its subscriptions, but official accounts that it owns stay, which is assumed."
      ]
    },
    ({ Official_Account }, call) =>
      withAccount(Official_Account, call, (account) => {
        call.app.officialAccounts.destroy(account)
        return {}
      })
  ),

  route(
    modifyOfficialAccountBaseInfo,
    {
      ...invalidAccount,
      notes: [noWebhooks, invalidAssumed, "A `MaxSubscriberNum` below the present number ends no subscription."]
    },
    ({ Official_Account, ...changes }, call) =>
      withAccount(Official_Account, call, (account) => {
        change(account, changes)
        return {}
      })
  ),

  route(
    getOfficialAccountInfo,
    {
      invalid: invalidParameter,
      limits: { "OfficialAccountIdList.Official_Account": idInvalid },
      notes: [
        invalidAssumed,
        "An entry repeats its id as `Official_Account`, and one without an official account fails alone with 130004; " +
        "both are assumed."
      ]
    },
    ({ OfficialAccountIdList, ResponseFilter }, { app: { officialAccounts } }) => {
      if (!officialAccounts.enabled) return Effect.fail(refuse(notEnabled))
      return {
        OfficialAccountInfoList: OfficialAccountIdList.map(({ Official_Account }) => {
          const account = officialAccounts.get(Official_Account)
          return account === undefined
            ? { Official_Account, ErrorCode: notFound, ErrorInfo: errorNameOf(notFound) ?? "" }
            : {
              Official_Account,
              ErrorCode: 0,
              ErrorInfo: "",
              ...pick(profileOf(account), ResponseFilter?.OfficialAccountBaseInfoFilter)
            }
        })
      }
    }
  )
]

/** The routes about subscribers. */
const subscriberRoutes: ReadonlyArray<Route> = [
  route(
    getSubscriberInfo,
    {
      ...invalidAccount,
      notes: [
        invalidAssumed,
        "Subscribers come in the order in which they subscribed, which is assumed; without `Limit` all of them come."
      ]
    },
    ({ Limit, Next, Official_Account }, call) =>
      withAccount(Official_Account, call, ({ subscribers: { list, size } }) => {
        const after = fromCursor(Next)
        if (after === undefined) return Effect.fail(refuse(invalidParameter, "Next is not from an earlier answer"))
        const start = indexAfter(after, list)
        const end = Limit === undefined ? size : Math.min(start + Limit, size)
        return {
          Next: end < size ? toCursor(list[end - 1]) : "",
          SubscriberNum: size,
          SubscriberList: list.slice(start, end).map((subscription) => ({
            Subscriber_Account: subscription.userId,
            SubscribeTime: subscription.subscribeTime,
            CustomString: subscription.customString,
            MsgFlag: subscription.msgFlag,
            LastSendMsgTime: subscription.lastSendMsgTime
          }))
        }
      })
  ),

  route(
    addSubscriber,
    {
      ...invalidAccount,
      notes: [
        noWebhooks,
        invalidAssumed,
        "Users that are not imported, and those for whom there is no more room, get the result 0, which is assumed.",
        "How many official accounts one user may subscribe to was not documented; there is no limit."
      ]
    },
    ({ Official_Account, SubscriberList }, call) =>
      withAccount(Official_Account, call, (account) => ({
        SubscriberList: SubscriberList.map(({ Subscriber_Account }) => ({
          Subscriber_Account,
          Result: subscribe(account, Subscriber_Account, call)
        }))
      }))
  ),

  route(
    deleteSubscriber,
    {
      ...invalidAccount,
      notes: [noWebhooks, invalidAssumed, "Users that are not imported get the result 2, which is assumed."]
    },
    ({ Official_Account, SubscriberToDel_Account }, call) =>
      withAccount(Official_Account, call, (account) => ({
        SubscriberList: SubscriberToDel_Account.map((userId) => ({
          Subscriber_Account: userId,
          Result: call.app.officialAccounts.unsubscribe(account, userId) ? 1 : 2
        }))
      }))
  ),

  route(
    modifySubscriberInfo,
    {
      ...invalidAccount,
      notes: [
        invalidAssumed,
        "A user that does not subscribe is refused with 131003, which is assumed.",
        "How long the custom data may be was not documented; there is no limit."
      ]
    },
    ({ CustomString, Official_Account, Subscriber_Account }, call) =>
      withAccount(Official_Account, call, ({ subscribers }) => {
        const subscription = subscribers.get(Subscriber_Account)
        if (subscription === undefined) return Effect.fail(refuse(131003))
        subscription.customString = CustomString ?? subscription.customString
        return {}
      })
  ),

  route(
    getSubscribedOfficialAccountList,
    {
      invalid: invalidParameter,
      notes: [
        invalidAssumed,
        "The oldest subscription comes first, and an entry holds its id as `Official_Account`; both are assumed.",
        "A user that is not imported is refused with 6017, which is assumed."
      ]
    },
    ({ Limit = 200, Offset = 0, ResponseFilter, Subscriber_Account }, { app: { accounts, officialAccounts } }) => {
      if (!officialAccounts.enabled) return Effect.fail(refuse(notEnabled))
      if (!accounts.has(Subscriber_Account)) {
        return Effect.fail(refuse(invalidParameter, "Subscriber_Account is not imported"))
      }
      const subscriptions = officialAccounts.subscriptionsOf(Subscriber_Account)
      const page = subscriptions.slice(Offset, Offset + Limit)
      return {
        OfficialAccountInfoList: page.map(({ account, customString, subscribeTime }) => ({
          Official_Account: account.id,
          ...pick(profileOf(account), ResponseFilter?.OfficialAccountBaseInfoFilter),
          SelfInfo: pick({ SubscribeTime: subscribeTime, CustomString: customString }, ResponseFilter?.SelfInfoFilter)
        })),
        TotalCount: subscriptions.length,
        CompleteFlag: Offset + page.length < subscriptions.length ? 0 : 1,
        Next: Offset + page.length
      }
    }
  )
]

/** The routes about messages. */
const messageRoutes: ReadonlyArray<Route> = [
  route(
    sendOfficialAccountMsg,
    {
      ...invalidMessage,
      tooLarge: message.tooLarge,
      notes: [
        noWebhooks,
        prefixAssumed,
        "More than one message a second or two an hour are refused with 10023, which is assumed.",
        "A body above 12 KB is refused with 80002, which is assumed.",
        "A dropped duplicate answers the first message's key, which is assumed.",
        "Nothing is pushed, and subscribers get no conversation."
      ]
    },
    ({ CloudCustomData, MsgBody, Official_Account, OnlineOnlyFlag, Random }, call) =>
      withMessagesOf(Official_Account, call, (account) => {
        const made = { random: Random, body: MsgBody, cloudCustomData: CloudCustomData, stored: OnlineOnlyFlag !== 1 }
        const duplicate = account.duplicateOf(made, call.now)
        if (duplicate === undefined && account.isTooSoon(call.nowMillis)) {
          return Effect.fail(refuse(message.tooOften, "an official account sends once a second and twice an hour"))
        }
        const { key, time } = duplicate ?? account.send(made, call.nowMillis)
        return { MsgTime: time, MsgKey: key }
      })
  ),

  route(
    officialAccountMsgGetSimple,
    {
      ...invalidMessage,
      notes: [
        prefixAssumed,
        "A page covers as many messages as were asked for, recalled ones included; without `WithRecalledMsg` it may " +
        "hold fewer, which is assumed. The size of an answer is not limited.",
        "Messages are kept for 7 days, 30 in the highest edition, as one-to-one messages are; this is assumed.",
        "The sender is the official account. Recalled messages have an empty body. Both are assumed."
      ]
    },
    ({ LastMsgKey = "", Official_Account, ReqMsgNumber = pageSize, WithRecalledMsg }, call) =>
      withMessagesOf(Official_Account, call, (account) => {
        const last = LastMsgKey === "" ? undefined : account.message(LastMsgKey)
        if (LastMsgKey !== "" && last === undefined) {
          return Effect.fail(refuse(message.invalid, "LastMsgKey is not the key of a message"))
        }
        const end = last === undefined ? account.messages.length : last.seq - 1
        const start = Math.max(0, end - Math.min(ReqMsgNumber, pageSize))
        const page = account.messages.slice(start, end).toReversed()
        const newest = page[0]
        const older = account.messages[start - 1]
        const answer = { Official_Account, LastMsgKey: page.at(-1)?.key ?? LastMsgKey }
        if (newest !== undefined && hasExpired(newest, call)) {
          return { ...answer, LastMsgKey, IsFinished: 2, RspMsgList: [] }
        }
        const restExpired = older !== undefined && hasExpired(older, call)
        return {
          ...answer,
          IsFinished: restExpired ? 2 : ReqMsgNumber > pageSize && older !== undefined ? 0 : 1,
          RspMsgList: page.filter(({ recalled }) => !recalled || WithRecalledMsg === 1)
            .map((message) => stored(account, message, call))
        }
      })
  ),

  route(
    officialAccountMsgRecall,
    {
      ...invalidMessage,
      notes: [noWebhooks, prefixAssumed, "Messages that were never stored or have expired fail with 10030, as assumed."]
    },
    ({ MsgKeyList, Official_Account }, call) =>
      withMessagesOf(Official_Account, call, (account) => ({
        RecallRetList: MsgKeyList.map((MsgKey) => {
          const sent = account.message(MsgKey)
          if (sent === undefined || !sent.stored || sent.recalled || hasExpired(sent, call)) {
            return { MsgKey, RetCode: message.notRecallable }
          }
          sent.recalled = true
          return { MsgKey, RetCode: 0 }
        })
      }))
  )
]

/** The routes about official accounts. */
export const officialAccountRoutes: ReadonlyArray<Route> = [...profileRoutes, ...subscriberRoutes, ...messageRoutes]
