/** How the emulator answers the endpoints about subscribers of official accounts. */
import * as Effect from "effect/Effect"
import {
  addSubscriber,
  deleteSubscriber,
  getSubscribedOfficialAccountList,
  getSubscriberInfo,
  modifySubscriberInfo
} from "../../api/officialAccounts/endpoints.ts"
import {
  afterAddSubscriber,
  afterDeleteSubscriber,
  beforeAddSubscriber,
  officialAccountFull
} from "../../webhook/commands/officialAccounts.ts"
import { refuse } from "../Refusal.ts"
import { type Call, type Route, route } from "../Route.ts"
import type { OfficialAccount, Subscription } from "../state/OfficialAccounts.ts"
import { unasked } from "../state/Webhooks.ts"
import { accountOf, codes, invalidAccount, invalidAssumed, pick, profileOf } from "./officialAccountsCommon.ts"

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

const isFull = (account: OfficialAccount): boolean => account.subscribers.size >= account.maxSubscribers

/** Whether a user could subscribe. */
const isAble = (account: OfficialAccount, { app }: Call) => (userId: string): boolean =>
  app.accounts.has(userId) && account.subscribers.get(userId) === undefined && !isFull(account)

/** What webhooks show of users who come or go. */
const shownOf = (Official_Account: string, userIds: ReadonlyArray<string>, { identifier }: Call) => ({
  Official_Account,
  Operator_Account: identifier,
  SubscribeAccountList: userIds.map((Subscriber_Account) => ({ Subscriber_Account }))
})

/** The routes about subscribers. */
export const subscriberRoutes: ReadonlyArray<Route> = [
  route(
    getSubscriberInfo,
    {
      ...invalidAccount,
      notes: [
        invalidAssumed,
        "Subscribers come in the order in which they subscribed, which is assumed; without `Limit` all of them come."
      ]
    },
    Effect.fnUntracedEager(function*({ Limit, Next, Official_Account }, call) {
      const { subscribers: { list, size } } = yield* accountOf(Official_Account, call)
      const after = fromCursor(Next)
      if (after === undefined) return yield* refuse(codes.invalid, "Next is not from an earlier answer")
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
        invalidAssumed,
        "Users that are not imported, that the app leaves out, and those for whom there is no more room, get the " +
        "result 0, which is assumed.",
        "The app is asked about users who could subscribe, and not where there are none; where it refuses, the call " +
        "fails with 10016, as with groups. All of this is assumed.",
        "The webhook about a full official account is sent when its last place is taken, which is assumed.",
        "How many official accounts one user may subscribe to was not documented; there is no limit."
      ],
      webhooks: [beforeAddSubscriber, afterAddSubscriber, officialAccountFull]
    },
    Effect.fnUntracedEager(function*({ Official_Account, SubscriberList }, call) {
      const asked = [...new Set(SubscriberList.map(({ Subscriber_Account }) => Subscriber_Account))]
      const able = asked.filter(isAble(yield* accountOf(Official_Account, call), call))
      const { answer } = able.length === 0
        ? unasked
        : yield* call.ask(beforeAddSubscriber, () => shownOf(Official_Account, able, call))
      const refused = new Set(answer["RefusedSubscribers_Account"] as ReadonlyArray<string> | undefined)
      const allowed = new Set(able.filter((id) => !refused.has(id)))
      // While the app was asked, the account may have been destroyed, and others may have taken its last places.
      const account = yield* accountOf(Official_Account, call)
      const added: Array<string> = []
      const results = SubscriberList.map(({ Subscriber_Account: id }) => {
        if (account.subscribers.get(id) !== undefined) return { Subscriber_Account: id, Result: 2 }
        if (!allowed.has(id) || !isAble(account, call)(id)) return { Subscriber_Account: id, Result: 0 }
        call.app.officialAccounts.subscribe(account, id, call.now)
        added.push(id)
        return { Subscriber_Account: id, Result: 1 }
      })
      if (added.length > 0) {
        call.tell(afterAddSubscriber, () => shownOf(Official_Account, added, call))
        if (isFull(account)) call.tell(officialAccountFull, () => ({ Official_Account }))
      }
      return { SubscriberList: results }
    })
  ),

  route(
    deleteSubscriber,
    {
      ...invalidAccount,
      notes: [invalidAssumed, "Users that are not imported get the result 2, which is assumed."],
      webhooks: [afterDeleteSubscriber]
    },
    ({ Official_Account, SubscriberToDel_Account }, call) =>
      Effect.map(accountOf(Official_Account, call), (account) => {
        const results = SubscriberToDel_Account.map((userId) => ({
          Subscriber_Account: userId,
          Result: call.app.officialAccounts.unsubscribe(account, userId) ? 1 : 2
        }))
        const deleted = results.filter(({ Result }) => Result === 1).map(({ Subscriber_Account }) => Subscriber_Account)
        if (deleted.length > 0) call.tell(afterDeleteSubscriber, () => shownOf(Official_Account, deleted, call))
        return { SubscriberList: results }
      })
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
    Effect.fnUntracedEager(function*({ CustomString, Official_Account, Subscriber_Account }, call) {
      const { subscribers } = yield* accountOf(Official_Account, call)
      const subscription = subscribers.get(Subscriber_Account)
      if (subscription === undefined) return yield* refuse(131003)
      subscription.customString = CustomString ?? subscription.customString
      return {}
    })
  ),

  route(
    getSubscribedOfficialAccountList,
    {
      invalid: codes.invalid,
      notes: [
        invalidAssumed,
        "The oldest subscription comes first, and an entry holds its id as `Official_Account`; both are assumed.",
        "A user that is not imported is refused with 6017, which is assumed."
      ]
    },
    ({ Limit = 200, Offset = 0, ResponseFilter, Subscriber_Account }, { app: { accounts, officialAccounts } }) => {
      if (!officialAccounts.enabled) return Effect.fail(refuse(codes.off))
      if (!accounts.has(Subscriber_Account)) {
        return Effect.fail(refuse(codes.invalid, "Subscriber_Account is not imported"))
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
