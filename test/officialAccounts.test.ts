import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { Accounts, ErrorCode, OfficialAccounts, TimClient, type TimClientService } from "../mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { startSeconds, timTest } from "./support/suite.ts"

const news = "@TOA#_news"

const service = "v4/official_account_open_http_svc"

const ids = (count: number, prefix = "user") => Array.from({ length: count }, (_, index) => `${prefix}${index}`)

/** An official account that alice owns, as most tests begin. */
const withNews = Effect.fnUntraced(function*(userIds: ReadonlyArray<string> = []) {
  const accounts = yield* Accounts
  const officialAccounts = yield* OfficialAccounts
  yield* accounts.importMany(["alice", ...userIds])
  yield* officialAccounts.create("alice", "News", { OfficialAccountUserID: news })
  return officialAccounts
})

/** Calls past the client's own checks. */
const raw = (command: string, body: object) =>
  Effect.flatMap(TimClient, (client) => client.call(`${service}/${command}`, body))

timTest("an official account keeps what it was created with", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const officialAccounts = yield* OfficialAccounts
    yield* accounts.import("alice")
    const profile = {
      Introduction: "What is new",
      FaceUrl: "https://example.com/a.png",
      Organization: "Press",
      CustomString: "{\"a\":1}"
    }
    const made = yield* officialAccounts.create("alice", "News", {
      OfficialAccountUserID: news,
      MaxSubscriberNum: 7,
      ...profile
    })
    assert.equal(made.OfficialAccountUserID, news)
    const { failed, ok } = yield* officialAccounts.getInfo([news])
    assert.deepEqual(failed, [])
    assert.deepEqual(ok, [{
      Official_Account: news,
      CreateTime: startSeconds,
      Name: "News",
      Owner_Account: "alice",
      LastMsgTime: 0,
      SubscriberNum: 0,
      ...profile
    }])
  }))

timTest("an id is made up where none is given", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews()
    const first = yield* officialAccounts.create("alice", "One")
    const second = yield* officialAccounts.create({ Owner_Account: "alice", Name: "Two" })
    assert.match(first.OfficialAccountUserID, /^@TOA#_\w+$/)
    assert.notEqual(first.OfficialAccountUserID, second.OfficialAccountUserID)
    const both = [first.OfficialAccountUserID, second.OfficialAccountUserID]
    const { ok } = yield* officialAccounts.getInfo(both, ["Name"])
    assert.deepEqual(ok.map(({ Name }) => Name), ["One", "Two"])
  }))

const create = (body: object) => raw("create_official_account", { Owner_Account: "alice", Name: "x", ...body })

timTest("an id in use, a malformed one and an unknown owner are refused", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews()
    yield* refusedWith(
      ErrorCode.OfficialAccountIdTaken,
      officialAccounts.create("alice", "Again", { OfficialAccountUserID: news })
    )
    yield* notSent("OfficialAccountUserID", officialAccounts.create("alice", "x", { OfficialAccountUserID: "news" }))
    yield* notSent("OfficialAccountUserID", officialAccounts.create("alice", "x", { OfficialAccountUserID: "@TOA#_" }))
    yield* refusedWith(ErrorCode.OfficialAccountIdInvalid, create({ OfficialAccountUserID: "news" }))
    const tooLong = `${news}${"x".repeat(39)}`
    yield* refusedWith(ErrorCode.OfficialAccountIdInvalid, create({ OfficialAccountUserID: tooLong }))
    yield* refusedWith(ErrorCode.OfficialAccountParameterInvalid, create({ OfficialAccountUserID: 7 }))
    yield* refusedWith(ErrorCode.OfficialAccountParameterInvalid, create({ Name: undefined }))
    yield* refusedWith(ErrorCode.OfficialAccountParameterInvalid, create({ Owner_Account: "nobody" }))
  }))

for (
  const [field, bytes] of [
    ["Name", 150],
    ["Introduction", 400],
    ["FaceUrl", 500],
    ["Organization", 500],
    ["CustomString", 3_000]
  ] as const
) {
  timTest(`${field} takes ${bytes} bytes and not one more`, () =>
    Effect.gen(function*() {
      const officialAccounts = yield* withNews()
      const fits = "é".repeat(bytes / 2)
      yield* officialAccounts.modify(news, { [field]: fits })
      const { ok } = yield* officialAccounts.getInfo([news], [field])
      assert.equal(ok[0]?.[field], fits)
      yield* notSent(field, officialAccounts.modify(news, { [field]: `${fits}x` }))
      yield* refusedWith(
        ErrorCode.OfficialAccountParameterInvalid,
        raw("modify_official_account_base_info", { Official_Account: news, [field]: `${fits}x` })
      )
    }))
}

timTest("changing a profile leaves alone what is not given", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews()
    yield* officialAccounts.modify(news, { Introduction: "first", Organization: "Press" })
    yield* officialAccounts.modify(news, { Introduction: "second" })
    const { ok } = yield* officialAccounts.getInfo([news], ["Name", "Introduction", "Organization"])
    assert.deepEqual(ok, [{ Official_Account: news, Name: "News", Introduction: "second", Organization: "Press" }])
    yield* refusedWith(ErrorCode.OfficialAccountNotFound, officialAccounts.modify("@TOA#_none", { Name: "x" }))
  }))

timTest("the standard edition has no official accounts", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const officialAccounts = yield* OfficialAccounts
    yield* accounts.import("alice")
    yield* refusedWith(ErrorCode.OfficialAccountNotEnabled, officialAccounts.create("alice", "News"))
    yield* refusedWith(ErrorCode.OfficialAccountNotEnabled, officialAccounts.getInfo([news]))
    yield* refusedWith(ErrorCode.OfficialAccountNotEnabled, officialAccounts.listSubscribers(news))
    yield* refusedWith(ErrorCode.OfficialAccountNotEnabled, officialAccounts.listSubscribed("alice"))
  }), { edition: "standard" })

timTest("a trial has five official accounts, and room again once one is destroyed", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews()
    yield* Effect.forEach(ids(4), (name) => officialAccounts.create("alice", name))
    yield* refusedWith(ErrorCode.OfficialAccountLimitReached, officialAccounts.create("alice", "Sixth"))
    yield* officialAccounts.destroy(news)
    yield* officialAccounts.create("alice", "Sixth")
  }), { edition: "trial" })

timTest("a destroyed official account is gone with its subscriptions and messages", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews(["bob"])
    yield* officialAccounts.addSubscribers(news, ["bob"])
    const { MsgKey } = yield* officialAccounts.send(news, [{ MsgType: "TIMTextElem", MsgContent: { Text: "hi" } }])
    yield* officialAccounts.destroy(news)
    const gone = ErrorCode.OfficialAccountNotFound
    yield* refusedWith(gone, officialAccounts.destroy(news))
    yield* refusedWith(gone, officialAccounts.addSubscribers(news, ["bob"]))
    yield* refusedWith(gone, officialAccounts.removeSubscribers(news, ["bob"]))
    yield* refusedWith(gone, officialAccounts.modifySubscriber(news, "bob", { CustomString: "x" }))
    yield* refusedWith(gone, Stream.runCollect(officialAccounts.subscribers(news)))
    yield* refusedWith(ErrorCode.GroupNotFound, officialAccounts.getHistory(news))
    yield* refusedWith(ErrorCode.GroupNotFound, officialAccounts.recall(news, [MsgKey]))
    yield* refusedWith(
      ErrorCode.GroupNotFound,
      officialAccounts.send(news, [{ MsgType: "TIMTextElem", MsgContent: { Text: "hi" } }])
    )
    assert.equal((yield* officialAccounts.listSubscribed("bob")).TotalCount, 0)
    yield* officialAccounts.create("alice", "News again", { OfficialAccountUserID: news })
    assert.deepEqual(yield* Stream.runCollect(officialAccounts.history(news)), [])
    assert.equal((yield* officialAccounts.listSubscribers(news)).SubscriberNum, 0)
  }))

timTest("an id with another prefix is not sent, and refused by the code of its call", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews()
    yield* notSent("Official_Account", officialAccounts.destroy("news"))
    yield* notSent("OfficialAccountIdList[0].Official_Account", officialAccounts.getInfo(["news"]))
    const accountCalls: ReadonlyArray<readonly [command: string, body: object]> = [
      ["destroy_official_account", { Official_Account: "news" }],
      ["get_official_account_info", { OfficialAccountIdList: [{ Official_Account: "news" }] }],
      ["get_subscriber_info", { Official_Account: "news", Next: "" }]
    ]
    for (const [command, body] of accountCalls) {
      yield* refusedWith(ErrorCode.OfficialAccountIdInvalid, raw(command, body))
    }
    yield* refusedWith(
      ErrorCode.GroupParameterInvalid,
      raw("official_account_msg_get_simple", { Official_Account: "news" })
    )
  }))

timTest("any number of profiles is read, and one that does not exist fails alone", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews()
    const many = ids(119, "@TOA#_n")
    yield* Effect.forEach(many, (id) => officialAccounts.create("alice", id, { OfficialAccountUserID: id }))
    const asked = [...many.slice(0, 60), "@TOA#_none", ...many.slice(60)]
    const { failed, ok } = yield* officialAccounts.getInfo(asked, ["Name"])
    assert.deepEqual(ok, many.map((id) => ({ Official_Account: id, Name: id })))
    assert.deepEqual(failed.map(({ code, item }) => [item, code]), [["@TOA#_none", ErrorCode.OfficialAccountNotFound]])
    yield* refusedWith(
      ErrorCode.OfficialAccountParameterInvalid,
      raw("get_official_account_info", {
        OfficialAccountIdList: many.slice(0, 51).map((Official_Account) => ({ Official_Account }))
      })
    )
  }))

timTest("subscribing tells who is new, who is not, and who failed", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews(["bob", "carol"])
    yield* officialAccounts.addSubscribers(news, ["bob"])
    const { failed, ok } = yield* officialAccounts.addSubscribers(news, ["bob", "carol", "nobody"])
    assert.deepEqual(ok, [
      { Subscriber_Account: "bob", changed: false },
      { Subscriber_Account: "carol", changed: true }
    ])
    assert.deepEqual(failed, [{ item: "nobody", code: undefined, info: "" }])
    const { ok: info } = yield* officialAccounts.getInfo([news], ["SubscriberNum"])
    assert.equal(info[0]?.SubscriberNum, 2)
  }))

timTest("unsubscribing tells who subscribed and who did not", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews(["bob", "carol"])
    yield* officialAccounts.addSubscribers(news, ["bob", "carol"])
    const { failed, ok } = yield* officialAccounts.removeSubscribers(news, ["bob", "alice"])
    assert.deepEqual(ok, [
      { Subscriber_Account: "bob", changed: true },
      { Subscriber_Account: "alice", changed: false }
    ])
    assert.deepEqual(failed, [])
    const left = yield* Stream.runCollect(officialAccounts.subscribers(news))
    assert.deepEqual(left.map(({ Subscriber_Account }) => Subscriber_Account), ["carol"])
    assert.equal((yield* officialAccounts.listSubscribed("bob")).TotalCount, 0)
  }))

timTest("a deleted account subscribes no longer, and what it owned stays", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews(["bob", "carol"])
    yield* officialAccounts.addSubscribers(news, ["bob", "carol"])
    const accounts = yield* Accounts
    yield* accounts.delete(["alice", "bob"])
    const left = yield* Stream.runCollect(officialAccounts.subscribers(news))
    assert.deepEqual(left.map(({ Subscriber_Account }) => Subscriber_Account), ["carol"])
    const { ok } = yield* officialAccounts.getInfo([news], ["Owner_Account", "SubscriberNum"])
    assert.deepEqual(ok, [{ Official_Account: news, Owner_Account: "alice", SubscriberNum: 1 }])
  }))

timTest("nobody subscribes beyond the maximum, until it is raised", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews(ids(3))
    yield* officialAccounts.modify(news, { MaxSubscriberNum: 2 })
    const first = yield* officialAccounts.addSubscribers(news, ids(3))
    assert.deepEqual(first.failed.map(({ item }) => item), ["user2"])
    yield* officialAccounts.modify(news, { MaxSubscriberNum: 3 })
    const second = yield* officialAccounts.addSubscribers(news, ["user2"])
    assert.deepEqual(second.ok, [{ Subscriber_Account: "user2", changed: true }])
  }))

timTest("subscribers beyond a hundred go in several calls, and each is streamed once", () =>
  Effect.gen(function*() {
    const users = ids(450)
    const officialAccounts = yield* withNews(users)
    const { ok } = yield* officialAccounts.addSubscribers(news, users)
    assert.equal(ok.length, 450)
    for (const options of [undefined, { Limit: 7 }, { Limit: 150 }, { Limit: 50 }]) {
      const streamed = yield* Stream.runCollect(officialAccounts.subscribers(news, options))
      assert.deepEqual(streamed.map(({ Subscriber_Account }) => Subscriber_Account), users)
    }
    const everybody = yield* officialAccounts.listSubscribers(news)
    assert.equal(everybody.SubscriberList.length, 450)
    assert.equal(everybody.Next, "")
    const { ok: removed } = yield* officialAccounts.removeSubscribers(news, users)
    assert.equal(removed.filter(({ changed }) => changed).length, 450)
    assert.deepEqual(yield* Stream.runCollect(officialAccounts.subscribers(news)), [])
    const tooMany = ids(101)
    yield* refusedWith(
      ErrorCode.OfficialAccountParameterInvalid,
      raw("add_subscriber", {
        Official_Account: news,
        SubscriberList: tooMany.map((Subscriber_Account) => ({ Subscriber_Account }))
      })
    )
    yield* refusedWith(
      ErrorCode.OfficialAccountParameterInvalid,
      raw("delete_subscriber", { Official_Account: news, SubscriberToDel_Account: tooMany })
    )
  }))

timTest("paging misses nobody when a subscriber of an earlier page goes", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews(ids(5))
    yield* officialAccounts.addSubscribers(news, ids(5))
    const first = yield* officialAccounts.listSubscribers(news, { Limit: 2 })
    assert.deepEqual(first.SubscriberList.map(({ Subscriber_Account }) => Subscriber_Account), ["user0", "user1"])
    assert.equal(first.SubscriberNum, 5)
    yield* officialAccounts.removeSubscribers(news, ["user0", "user1"])
    const second = yield* officialAccounts.listSubscribers(news, { Limit: 2, Next: first.Next })
    assert.deepEqual(second.SubscriberList.map(({ Subscriber_Account }) => Subscriber_Account), ["user2", "user3"])
    const last = yield* officialAccounts.listSubscribers(news, { Limit: 2, Next: second.Next })
    assert.deepEqual(last.SubscriberList.map(({ Subscriber_Account }) => Subscriber_Account), ["user4"])
    assert.equal(last.Next, "")
  }))

timTest("a page larger than 200 and a cursor that nobody gave are refused", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews()
    yield* notSent("Limit", officialAccounts.listSubscribers(news, { Limit: 201 }))
    const list = (body: object) => raw("get_subscriber_info", { Official_Account: news, Next: "", ...body })
    yield* refusedWith(ErrorCode.OfficialAccountParameterInvalid, list({ Limit: 201 }))
    yield* refusedWith(ErrorCode.OfficialAccountParameterInvalid, list({ Next: undefined }))
    yield* refusedWith(ErrorCode.OfficialAccountParameterInvalid, list({ Next: "§" }))
    yield* refusedWith(ErrorCode.OfficialAccountParameterInvalid, list({ Next: "YWJj" }))
  }))

timTest("custom data of a subscription is read from both sides", () =>
  Effect.gen(function*() {
    const officialAccounts = yield* withNews(["bob", "carol"])
    yield* officialAccounts.addSubscribers(news, ["bob", "carol"])
    yield* officialAccounts.modifySubscriber(news, "bob", { CustomString: "vip" })
    const { SubscriberList } = yield* officialAccounts.listSubscribers(news)
    assert.deepEqual(SubscriberList, [
      {
        Subscriber_Account: "bob",
        SubscribeTime: startSeconds,
        CustomString: "vip",
        MsgFlag: "AcceptAndNotify",
        LastSendMsgTime: 0
      },
      {
        Subscriber_Account: "carol",
        SubscribeTime: startSeconds,
        CustomString: "",
        MsgFlag: "AcceptAndNotify",
        LastSendMsgTime: 0
      }
    ])
    const { OfficialAccountInfoList } = yield* officialAccounts.listSubscribed("bob")
    assert.deepEqual(OfficialAccountInfoList[0]?.SelfInfo, { SubscribeTime: startSeconds, CustomString: "vip" })
    yield* refusedWith(
      ErrorCode.SubscriptionNotFound,
      officialAccounts.modifySubscriber(news, "alice", { CustomString: "x" })
    )
  }))

timTest(
  "subscriptions of a user are streamed once each, with the parts that were asked for",
  () =>
    Effect.gen(function*() {
      const officialAccounts = yield* withNews(["bob"])
      const many = ids(205, "@TOA#_n")
      yield* Effect.forEach(many, (id, index) =>
        officialAccounts.create("alice", id, { OfficialAccountUserID: id }).pipe(
          Effect.andThen(officialAccounts.addSubscribers(id, ["bob"])),
          // No more than 200 calls a second leave a client.
          Effect.andThen(TestClock.setTime((startSeconds + index + 1) * 1_000))
        ))
      const ResponseFilter = {
        OfficialAccountBaseInfoFilter: ["Name", "SubscriberNum"],
        SelfInfoFilter: ["SubscribeTime"]
      } as const
      for (const options of [{}, { Limit: 100 }, { Limit: 41 }, { Limit: 9 }]) {
        const all = yield* Stream.runCollect(officialAccounts.subscriptions("bob", { ...options, ResponseFilter }))
        assert.deepEqual(
          all,
          many.map((id, index) => ({
            Official_Account: id,
            Name: id,
            SubscriberNum: 1,
            SelfInfo: { SubscribeTime: startSeconds + index }
          }))
        )
      }
      const rest = yield* Stream.runCollect(officialAccounts.subscriptions("bob", { Offset: 203 }))
      assert.deepEqual(rest.map(({ Official_Account }) => Official_Account), many.slice(203))
      const page = yield* officialAccounts.listSubscribed("bob")
      assert.deepEqual([page.TotalCount, page.CompleteFlag, page.Next], [205, 0, 200])
      yield* refusedWith(ErrorCode.OfficialAccountParameterInvalid, officialAccounts.listSubscribed("nobody"))
      yield* notSent("Limit", officialAccounts.listSubscribed("bob", { Limit: 201 }))
    })
)

/** A service on a client whose answers are given. */
const answering = (...answers: ReadonlyArray<object>) => {
  const left = [...answers]
  const client = { call: () => Effect.sync(() => left.shift()) } as unknown as TimClientService
  return OfficialAccounts.make(client)
}

timTest("profiles that do not repeat their ids get those of the request", () =>
  Effect.gen(function*() {
    const { failed, ok } = yield* answering({
      OfficialAccountInfoList: [
        { Name: "A", ErrorCode: 0 },
        { OfficialAccountUserID: "@TOA#_b", Name: "B" },
        { ErrorCode: 130004, ErrorInfo: "none" }
      ]
    }).getInfo(["@TOA#_a", "@TOA#_b", "@TOA#_c"])
    assert.deepEqual(ok, [{ Official_Account: "@TOA#_a", Name: "A" }, { Official_Account: "@TOA#_b", Name: "B" }])
    assert.deepEqual(failed, [{ item: "@TOA#_c", code: 130004, info: "none" }])
  }))

timTest("streams end where a service answers the same position again", () =>
  Effect.gen(function*() {
    const bob = { Subscriber_Account: "bob", SubscribeTime: 1 }
    const subscribers = answering({ Next: "x", SubscriberList: [bob] }, { Next: "x", SubscriberList: [bob] })
    assert.equal((yield* Stream.runCollect(subscribers.subscribers(news))).length, 2)
    const subscriptions = answering({ CompleteFlag: 0, Next: 0, OfficialAccountInfoList: [{ Official_Account: news }] })
    assert.equal((yield* Stream.runCollect(subscriptions.subscriptions("bob"))).length, 1)
    const page = { LastMsgKey: "7_1_9", IsFinished: 0, RspMsgList: [{ IsPlaceMsg: 0, MsgSeq: 7, MsgBody: "" }] }
    const messages = yield* Stream.runCollect(answering(page, page).history(news))
    assert.deepEqual(messages, [{ IsPlaceMsg: 0, MsgSeq: 7, MsgBody: [] }])
  }))
