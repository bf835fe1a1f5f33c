import assert from "node:assert/strict"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import {
  Accounts,
  CurrentCallLimits,
  ErrorCode,
  msg,
  OfficialAccounts,
  type OfficialAccountsService,
  textOf
} from "../mod.ts"
import type { MessageElement } from "../src/api/messages/elements.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { type CommandName, drop, leaveOut, refuse, replaceBody } from "../src/webhook/mod.ts"
import { refusedWith } from "./support/assertions.ts"
import { startSeconds, timTest } from "./support/suite.ts"
import { namesToldBy, toldBy } from "./support/toldBy.ts"
import { bodyOf } from "./support/webhookBodies.ts"
import { listening } from "./support/webhooks.ts"

const news = "@TOA#_news"
const Operator_Account = "administrator"

/** What a refusal without a code of the app's own comes to. */
const refusedByApp = 10016

type OfficialAccountChanges = Omit<Parameters<OfficialAccountsService["modify"]>[0], "Official_Account">

const create = (options: { readonly OfficialAccountUserID?: string; readonly MaxSubscriberNum?: number } = {}) =>
  Effect.flatMap(
    OfficialAccounts,
    (officialAccounts) => officialAccounts.create("alice", "News", { OfficialAccountUserID: news, ...options })
  )

/** An official account that alice owns, made before anybody listens. */
const withNews = Effect.fnUntraced(function*(userIds: ReadonlyArray<string> = [], MaxSubscriberNum = 100) {
  yield* (yield* Accounts).importMany(["alice", ...userIds])
  yield* create({ MaxSubscriberNum })
  return yield* OfficialAccounts
})

const about = {
  beforeAdd: "OfficialAccount.CallbackBeforeAddSubscriber",
  afterAdd: "OfficialAccount.CallbackAfterAddSubscriber",
  full: "OfficialAccount.CallbackAfterOfficialAccountFull",
  afterDelete: "OfficialAccount.CallbackAfterDeleteSubscriber",
  beforeSend: "OfficialAccount.CallbackBeforeSendMsg",
  afterSend: "OfficialAccount.CallbackAfterSendMsg",
  recalled: "OfficialAccount.CallbackAfterMsgWithDraw"
} as const

/** What is told about subscribers. */
const withUsers = (command: CommandName, ...userIds: ReadonlyArray<string>) =>
  bodyOf(command, {
    Official_Account: news,
    Operator_Account,
    SubscribeAccountList: userIds.map((Subscriber_Account) => ({ Subscriber_Account }))
  })

const subscribersOf = Effect.map(
  Emulator,
  (service) => service.app().officialAccounts.get(news)?.subscribers.list.map(({ userId }) => userId)
)

/** Answers when it was asked so often, and makes whoever asks wait until it is let go. */
const gate = Effect.fnUntraced(function*(times: number) {
  const asked = yield* Deferred.make<void>()
  const open = yield* Deferred.make<void>()
  let calls = 0
  const pass = Effect.suspend(() =>
    Effect.andThen(++calls === times ? Deferred.succeed(asked, undefined) : Effect.void, Deferred.await(open))
  )
  return { asked: Deferred.await(asked), pass, letGo: Deferred.succeed(open, undefined) }
})

/** A call that is made once, since nobody moves the clock while it waits. */
const once = <A, E, R>(call: Effect.Effect<A, E, R>) =>
  Effect.provideService(call, CurrentCallLimits, { maxAttempts: 1 })

timTest("who makes an official account is asked about before and told after", () =>
  Effect.gen(function*() {
    yield* (yield* Accounts).import("alice")
    const { commands, told } = yield* listening({})
    const made = yield* create()
    yield* refusedWith(ErrorCode.OfficialAccountIdTaken, create())
    const shown = { Operator_Account, Owner_Account: "alice", Name: "News" }
    const [before, after] = [
      "OfficialAccount.CallbackBeforeCreateOfficialAccount",
      "OfficialAccount.CallbackAfterCreateOfficialAccount"
    ] as const
    assert.deepEqual(yield* told(before), [bodyOf(before, shown)])
    assert.deepEqual(yield* told(after), [bodyOf(after, { ...shown, Official_Account: made.OfficialAccountUserID })])
    assert.equal((yield* commands).length, 2)
  }))

timTest("an official account that the app refuses is not made", () =>
  Effect.gen(function*() {
    yield* (yield* Accounts).import("alice")
    const { commands, webhooks } = yield* listening({
      "OfficialAccount.CallbackBeforeCreateOfficialAccount": () => refuse()
    })
    yield* refusedWith(refusedByApp, create())
    webhooks.settings = {
      target: () =>
        Effect.succeed(Response.json({
          ActionStatus: "OK",
          ErrorCode: 10150,
          ErrorInfo: "no more"
        }))
    }
    yield* refusedWith(refusedByApp, create())
    assert.equal((yield* Emulator).app().officialAccounts.size, 0)
    assert.deepEqual(yield* commands, ["OfficialAccount.CallbackBeforeCreateOfficialAccount"])
  }))

timTest(
  "of two official accounts with one id that the app is asked about at once, one is made",
  () =>
    Effect.gen(function*() {
      yield* (yield* Accounts).import("alice")
      const { asked, letGo, pass } = yield* gate(2)
      const { told } = yield* listening({ "OfficialAccount.CallbackBeforeCreateOfficialAccount": () => pass })
      const fibers = yield* Effect.forEach([1, 2], () => Effect.forkChild(Effect.exit(create())))
      yield* asked
      yield* letGo
      const exits = yield* Effect.forEach(fibers, (fiber) => Fiber.join(fiber))
      assert.equal(exits.filter(Exit.isSuccess).length, 1)
      for (const failed of exits.filter(Exit.isFailure)) yield* refusedWith(ErrorCode.OfficialAccountIdTaken, failed)
      assert.equal((yield* told("OfficialAccount.CallbackAfterCreateOfficialAccount")).length, 1)
    })
)

timTest("of an official account's texts those that changed are told", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews()
    const listener = yield* listening({})
    const command = "OfficialAccount.CallbackAfterOfficialAccountInfoChanged"
    const by = (changes: OfficialAccountChanges) => toldBy(listener, command, officialAccounts.modify(news, changes))
    const told = (changes: object) => [bodyOf(command, { Official_Account: news, Operator_Account, ...changes })]
    const texts = { Introduction: "What is new", FaceUrl: "a.png" }
    assert.deepEqual(yield* by({ Name: "News", ...texts }), told(texts))
    assert.deepEqual(yield* by({ Organization: "Press", ...texts }), told({ Organization: "Press" }))
    assert.deepEqual(yield* by({ Name: "News", MaxSubscriberNum: 5, CustomString: "x" }), [])
    const refused = refusedWith(
      ErrorCode.OfficialAccountNotFound,
      officialAccounts.modify("@TOA#_none", { Name: "x" })
    )
    assert.deepEqual(yield* namesToldBy(listener, refused), [])
  }))

timTest("an official account that is destroyed is told once", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews()
    const { told } = yield* listening({})
    yield* officialAccounts.destroy(news)
    yield* refusedWith(ErrorCode.OfficialAccountNotFound, officialAccounts.destroy(news))
    const command = "OfficialAccount.CallbackAfterOfficialAccountDestroyed"
    const destroyed = bodyOf(command, { Official_Account: news, Owner_Account: "alice", Name: "News" })
    assert.deepEqual(yield* told(command), [destroyed])
  }))

timTest("the app is asked about new subscribers only, and told of those who subscribed", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews(["bob", "carol"])
    yield* officialAccounts.addSubscribers(news, ["bob"])
    const { commands, told } = yield* listening({})
    yield* officialAccounts.addSubscribers(news, ["alice", "bob", "carol", "nobody"])
    yield* officialAccounts.addSubscribers(news, ["alice", "nobody"])
    assert.deepEqual(yield* told(about.beforeAdd), [withUsers(about.beforeAdd, "alice", "carol")])
    assert.deepEqual(yield* told(about.afterAdd), [withUsers(about.afterAdd, "alice", "carol")])
    assert.equal((yield* commands).length, 2)
  }))

timTest("subscribers that the app leaves out fail, and all of them where it refuses", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews(["bob", "carol"])
    const { told } = yield* listening({
      [about.beforeAdd]: ({ body }) => body.SubscribeAccountList.length === 1 ? refuse() : leaveOut(["bob"])
    })
    const { failed, ok } = yield* officialAccounts.addSubscribers(news, ["alice", "bob", "carol"])
    assert.deepEqual(ok.map(({ Subscriber_Account }) => Subscriber_Account), ["alice", "carol"])
    assert.deepEqual(failed.map(({ item }) => item), ["bob"])
    yield* refusedWith(refusedByApp, officialAccounts.addSubscribers(news, ["bob"]))
    assert.deepEqual(yield* subscribersOf, ["alice", "carol"])
    assert.deepEqual(yield* told(about.afterAdd), [withUsers(about.afterAdd, "alice", "carol")])
  }))

timTest("an official account whose last place is taken is told as full", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews(["bob", "carol"], 2)
    const { commands, told } = yield* listening({})
    const add = (...userIds: ReadonlyArray<string>) =>
      namesToldBy({ commands }, officialAccounts.addSubscribers(news, userIds))
    assert.deepEqual(yield* add("alice"), [about.beforeAdd, about.afterAdd])
    const names = yield* add("bob", "carol")
    assert.deepEqual(names.toSorted(), [about.afterAdd, about.full, about.beforeAdd])
    assert.deepEqual(yield* add("carol"), [])
    assert.deepEqual(yield* told(about.full), [bodyOf(about.full, { Official_Account: news })])
    assert.deepEqual((yield* told(about.afterAdd))[1], withUsers(about.afterAdd, "bob"))
  }))

timTest("two users whom the app is asked about at once do not both take the last place", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews(["bob"], 1)
    const { asked, letGo, pass } = yield* gate(2)
    const { told } = yield* listening({ [about.beforeAdd]: () => pass })
    const fibers = yield* Effect.forEach(["alice", "bob"], (id) =>
      Effect.forkChild(officialAccounts.addSubscribers(news, [id])))
    yield* asked
    yield* letGo
    const results = yield* Effect.forEach(fibers, (fiber) =>
      Fiber.join(fiber))
    assert.deepEqual(results.map(({ ok }) => ok.length).toSorted(), [0, 1])
    assert.equal((yield* subscribersOf)?.length, 1)
    assert.equal((yield* told(about.afterAdd)).length, 1)
  }))

timTest(
  "nobody subscribes to an official account that is destroyed while the app is asked",
  () =>
    Effect.gen(function*() {
      const officialAccounts = yield* withNews()
      const { told } = yield* listening({
        [about.beforeAdd]: () => Effect.asVoid(Effect.orDie(officialAccounts.destroy(news)))
      })
      yield* refusedWith(ErrorCode.OfficialAccountNotFound, officialAccounts.addSubscribers(news, ["alice"]))
      assert.deepEqual(yield* told(about.afterAdd), [])
    })
)

timTest("those whose subscription ends are told, and nobody where none ends", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews(["bob"])
    yield* officialAccounts.addSubscribers(news, ["alice", "bob"])
    const { told } = yield* listening({})
    yield* officialAccounts.removeSubscribers(news, ["alice", "nobody"])
    yield* officialAccounts.removeSubscribers(news, ["alice"])
    assert.deepEqual(yield* told(about.afterDelete), [withUsers(about.afterDelete, "alice")])
  }))

const texts = Effect.flatMap(
  OfficialAccounts,
  (officialAccounts) =>
    Effect.map(
      officialAccounts.getHistory(news),
      ({ RspMsgList }) =>
        RspMsgList.map(({ CloudCustomData, MsgBody = [] }) => [
          typeof MsgBody === "string" ? MsgBody : textOf(MsgBody),
          CloudCustomData
        ])
    )
)

const hi = (text: string): ReadonlyArray<MessageElement> => msg().text(text).elements

timTest(
  "a message is asked about before and told after, with the key that the caller gets",
  () =>
    Effect.gen(function*() {
      const officialAccounts = yield* withNews()
      const { commands, told } = yield* listening({})
      const options = { Random: 7, CloudCustomData: "data" }
      const sent = yield* officialAccounts.send(news, hi("hello"), options)
      assert.deepEqual(yield* officialAccounts.send(news, hi("hello"), options), sent)
      yield* refusedWith(ErrorCode.GroupMessageRateLimited, once(officialAccounts.send(news, hi("too soon"))))
      const { MsgKey } = sent
      const shown = { Official_Account: news, OnlineOnlyFlag: 0, MsgBody: hi("hello"), CloudCustomData: "data" }
      assert.deepEqual(yield* told(about.beforeSend), [bodyOf(about.beforeSend, shown)])
      assert.deepEqual(yield* told(about.afterSend), [
        bodyOf(about.afterSend, { ...shown, MsgKey, MsgTime: startSeconds })
      ])
      assert.equal((yield* commands).length, 2)
    })
)

timTest("a message for subscribers who are online is told as such", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews()
    const { told } = yield* listening({})
    yield* officialAccounts.send(news, hi("online"), { OnlineOnlyFlag: 1 })
    const bodies = [...yield* told(about.beforeSend), ...yield* told(about.afterSend)]
    assert.deepEqual(bodies.map(({ CloudCustomData, OnlineOnlyFlag }) => [OnlineOnlyFlag, CloudCustomData]), [
      [1, undefined],
      [1, undefined]
    ])
  }))

timTest(
  "a message that the app refuses, drops or changes is refused, dropped and changed",
  () =>
    Effect.gen(function*() {
      const officialAccounts = yield* withNews()
      const { told } = yield* listening({
        [about.beforeSend]: ({ body }) => {
          const text = textOf(body.MsgBody)
          if (text === "refuse") return refuse()
          if (text === "refuse by code") return refuse(120001, "not here")
          if (text === "drop") return drop()
          return replaceBody(msg().text("***"), "changed")
        }
      })
      yield* refusedWith(refusedByApp, officialAccounts.send(news, hi("refuse")))
      yield* refusedWith(120001, officialAccounts.send(news, hi("refuse by code")))
      assert.deepEqual(yield* texts, [])
      const dropped = yield* officialAccounts.send(news, hi("drop"), { Random: 1 })
      assert.match(dropped.MsgKey, /^1_1_\d+$/)
      assert.deepEqual(yield* officialAccounts.send(news, hi("drop"), { Random: 1 }), dropped)
      assert.deepEqual(yield* texts, [])
      yield* TestClock.adjust("1 second")
      const sent = yield* officialAccounts.send(news, hi("change"), { Random: 2, CloudCustomData: "mine" })
      assert.deepEqual(yield* officialAccounts.send(news, hi("change"), { Random: 2, CloudCustomData: "mine" }), sent)
      assert.notEqual(sent.MsgKey, dropped.MsgKey)
      assert.deepEqual(yield* texts, [["***", "changed"]])
      const after = yield* told(about.afterSend)
      assert.deepEqual(
        after.map(({ CloudCustomData, MsgBody, MsgKey }) => [textOf(MsgBody), CloudCustomData, MsgKey]),
        [
          ["***", "changed", sent.MsgKey]
        ]
      )
      assert.equal((yield* told(about.beforeSend)).length, 4)
      const { failed } = yield* officialAccounts.recall(news, [dropped.MsgKey])
      assert.deepEqual(failed.map(({ code }) => code), [10030])
    })
)

timTest("a caller can keep either webhook out of a message", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews()
    const listener = yield* listening({})
    const without = (forbidden: "ForbidBeforeSendMsgCallback" | "ForbidAfterSendMsgCallback") =>
      namesToldBy(listener, officialAccounts.send(news, hi(forbidden), { ForbidCallbackControl: [forbidden] }))
    assert.deepEqual(yield* without("ForbidBeforeSendMsgCallback"), [about.afterSend])
    yield* TestClock.adjust("1 second")
    assert.deepEqual(yield* without("ForbidAfterSendMsgCallback"), [about.beforeSend])
  }))

timTest(
  "while the app is asked, the same message is sent once, and another one comes too soon",
  () =>
    Effect.gen(function*() {
      const officialAccounts = yield* withNews()
      const [same, other] = [yield* gate(2), yield* gate(1)]
      const { told } = yield* listening({
        [about.beforeSend]: ({ body }) => textOf(body.MsgBody) === "same" ? same.pass : other.pass
      })
      const sending = (text: string) => Effect.forkChild(once(officialAccounts.send(news, hi(text), { Random: 7 })))
      const fibers = [yield* sending("same"), yield* sending("same")] as const
      const late = yield* Effect.forkChild(refusedWith(
        ErrorCode.GroupMessageRateLimited,
        once(officialAccounts.send(news, hi("other")))
      ))
      yield* Effect.all([same.asked, other.asked])
      yield* same.letGo
      assert.deepEqual(yield* Fiber.join(fibers[0]), yield* Fiber.join(fibers[1]))
      yield* other.letGo
      yield* Fiber.join(late)
      assert.equal((yield* told(about.afterSend)).length, 1)
      assert.deepEqual(yield* texts, [["same", undefined]])
    })
)

timTest("messages that are recalled are told together, without those that fail", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews()
    const keys: Array<string> = []
    for (const text of ["one", "two"]) {
      keys.push((yield* officialAccounts.send(news, hi(text))).MsgKey)
      yield* TestClock.adjust("1 second")
    }
    const listener = yield* listening({})
    const recall = (MsgKeys: ReadonlyArray<string>) =>
      toldBy(listener, about.recalled, officialAccounts.recall(news, MsgKeys))
    const [body, ...more] = yield* recall([...keys, "9_1_1"])
    assert.deepEqual(more, [])
    assert.equal(body?.Official_Account, news)
    assert.deepEqual(body?.WithdrawMsgList, keys.map((MsgKey) => ({ MsgKey })))
    assert.deepEqual(yield* recall(keys), [])
  }))
