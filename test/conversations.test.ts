import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import {
  Accounts,
  type Contact,
  Conversations,
  ErrorCode,
  groupContact,
  GroupMessages,
  Groups,
  Messages,
  msg,
  TimClient,
  userContact
} from "../mod.ts"
import { notSent, reasonOf, refusedWith } from "./support/assertions.ts"
import { makeRoom, text } from "./support/groups.ts"
import { layerOn, scripted, success } from "./support/scripted.ts"
import { inVirtualTime, startSeconds, timTest } from "./support/suite.ts"

const ids = (count: number) => Array.from({ length: count }, (_, index) => `user${index}`)

const second = TestClock.adjust("1 second")

/** What alice, or somebody else, sees: users and groups by their ids, the newest first. */
const listOf = (userId = "alice", AssistFlags?: number) =>
  Effect.gen(function*() {
    const conversations = yield* Conversations
    const all = yield* Stream.runCollect(conversations.all(userId, AssistFlags === undefined ? {} : { AssistFlags }))
    return all.map(({ GroupId, To_Account }) => To_Account ?? `#${GroupId}`)
  })

const people = Effect.gen(function*() {
  const accounts = yield* Accounts
  yield* accounts.importMany(["alice", "bob", "carol", "dave"])
  return { accounts, conversations: yield* Conversations, messages: yield* Messages }
})

/** A message from alice. */
const to = (userId: string) => msg().text("hi").from("alice").to(userId)

/** Lets alice write to so many accounts, the last one last. */
const writeToMany = (count: number) =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const messages = yield* Messages
    yield* accounts.importMany(["alice", ...ids(count)])
    yield* Effect.forEach(ids(count), (id) => messages.send(to(id)))
  })

timTest(
  "a conversation appears for both sides with the first message, and moves up with each later one",
  () =>
    Effect.gen(function*() {
      const { conversations, messages } = yield* people
      assert.deepEqual(yield* listOf(), [])
      yield* messages.send(to("bob"))
      yield* messages.send(to("carol"))
      assert.deepEqual(yield* listOf(), ["carol", "bob"])
      assert.deepEqual(yield* listOf("bob"), ["alice"])
      yield* second
      yield* messages.send(msg().text("hi").from("bob").to("alice"))
      assert.deepEqual(yield* listOf(), ["bob", "carol"])
      const { CompleteFlag, SessionItem } = yield* conversations.list("alice")
      assert.equal(CompleteFlag, 1)
      assert.deepEqual(SessionItem, [
        { Type: 1, To_Account: "bob", MsgTime: startSeconds + 1, TopFlag: 0 },
        { Type: 1, To_Account: "carol", MsgTime: startSeconds, TopFlag: 0 }
      ])
    })
)

timTest("NoLastMsg, and messages for those who are online only, move nothing up", () =>
  Effect.gen(function*() {
    const { messages } = yield* people
    yield* messages.send(to("bob"))
    yield* messages.send(to("carol"))
    yield* messages.send(to("bob").noLastMsg())
    yield* messages.send(to("dave").noLastMsg())
    yield* messages.send(to("dave").onlineOnly())
    assert.deepEqual(yield* listOf(), ["carol", "bob"])
    assert.deepEqual(yield* listOf("dave"), [])
  }))

timTest("a message that is not synchronized appears only for its receiver", () =>
  Effect.gen(function*() {
    const { messages } = yield* people
    yield* messages.send(to("bob").syncOtherMachine(false))
    assert.deepEqual(yield* listOf(), [])
    assert.deepEqual(yield* listOf("bob"), ["alice"])
  }))

timTest("an imported message that is older than the last one does not take its place", () =>
  Effect.gen(function*() {
    const { conversations, messages } = yield* people
    yield* messages.send(to("bob"))
    const older = {
      SyncFromOldSystem: 2 as const,
      From_Account: "alice",
      MsgRandom: 1,
      MsgTimeStamp: startSeconds - 60,
      MsgBody: text("old").MsgBody
    }
    yield* messages.import({ ...older, To_Account: "bob" })
    yield* messages.import({ ...older, To_Account: "carol" })
    const { SessionItem = [] } = yield* conversations.list("alice")
    assert.deepEqual(
      SessionItem.map(({ MsgTime, To_Account }) => [To_Account, MsgTime]),
      [["bob", startSeconds], ["carol", startSeconds - 60]]
    )
  }))

timTest("a group is in the list of its members once somebody says something", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const conversations = yield* Conversations
    const groupMessages = yield* GroupMessages
    const messages = yield* Messages
    assert.deepEqual(yield* listOf(), [])
    yield* groupMessages.send(text("hi"))
    yield* messages.send(to("bob"))
    assert.deepEqual(yield* listOf(), ["bob", "#room"])
    assert.deepEqual(yield* listOf("carol"), ["#room"])
    yield* second
    yield* groupMessages.send({ ...text("psst"), SendMsgControl: ["NoLastMsg"] })
    yield* groupMessages.send({ ...text("now"), OnlineOnlyFlag: 1 })
    assert.deepEqual(yield* listOf(), ["bob", "#room"])
    yield* groupMessages.send(text("again"))
    const { SessionItem } = yield* conversations.list("alice")
    assert.deepEqual(SessionItem?.[0], { Type: 2, GroupId: "room", MsgTime: startSeconds + 1, TopFlag: 0 })
  }))

timTest("a message for named members moves the group up for those and its sender only", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const groupMessages = yield* GroupMessages
    yield* groupMessages.send({ ...text("hi"), To_Account: ["bob"] })
    assert.deepEqual(yield* listOf("alice"), ["#room"])
    assert.deepEqual(yield* listOf("bob"), ["#room"])
    assert.deepEqual(yield* listOf("carol"), [])
    yield* groupMessages.send(text("all"))
    assert.deepEqual(yield* listOf("carol"), ["#room"])
  }))

timTest(
  "newcomers do not have what was said before, and whoever leaves has the group no more",
  () =>
    Effect.gen(function*() {
      yield* makeRoom()
      const accounts = yield* Accounts
      const groups = yield* Groups
      const groupMessages = yield* GroupMessages
      yield* groupMessages.send(text("hi"))
      yield* second
      yield* accounts.import("dave")
      yield* groups.addMembers("room", ["dave"])
      assert.deepEqual(yield* listOf("dave"), [])
      yield* groupMessages.send(text("welcome"))
      assert.deepEqual(yield* listOf("dave"), ["#room"])
      yield* groups.removeMembers("room", ["dave"])
      assert.deepEqual(yield* listOf("dave"), [])
      yield* groups.destroy("room")
      assert.deepEqual(yield* listOf(), [])
    })
)

timTest("imported group messages move the group up only with RecentContactFlag", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const client = yield* TimClient
    const importOne = (Random: number, RecentContactFlag: 0 | 1) =>
      client.call("v4/group_open_http_svc/import_group_msg", {
        GroupId: "room",
        RecentContactFlag,
        MsgList: [{ From_Account: "alice", SendTime: startSeconds + 1, Random, MsgBody: text("old").MsgBody }]
      })
    yield* TestClock.adjust("1 minute")
    yield* importOne(1, 0)
    assert.deepEqual(yield* listOf(), [])
    yield* importOne(2, 1)
    assert.deepEqual(yield* listOf(), ["#room"])
  }))

timTest("a deleted conversation is gone for one side until the next message", () =>
  Effect.gen(function*() {
    const { conversations, messages } = yield* people
    yield* messages.send(to("bob"))
    yield* conversations.delete("alice", userContact("bob"))
    assert.deepEqual(yield* listOf(), [])
    assert.deepEqual(yield* listOf("bob"), ["alice"])
    yield* conversations.delete("alice", userContact("bob"))
    yield* messages.send(to("bob").noLastMsg())
    assert.deepEqual(yield* listOf(), [])
    yield* messages.send(to("bob"))
    assert.deepEqual(yield* listOf(), ["bob"])
    const { MsgCnt } = yield* messages.getHistory("alice", "bob", { MaxCnt: 9, MinTime: 0, MaxTime: 2 ** 32 - 1 })
    assert.equal(MsgCnt, 3)
  }))

timTest("ClearRamble clears the history of one side too", () =>
  Effect.gen(function*() {
    const { conversations, messages } = yield* people
    yield* messages.send(to("bob"))
    yield* conversations.delete("alice", userContact("bob"), { ClearRamble: 1 })
    const count = (one: string, other: string) =>
      Effect.map(Stream.runCollect(messages.history(one, other)), (history) => history.length)
    assert.equal(yield* count("alice", "bob"), 0)
    assert.equal(yield* count("bob", "alice"), 1)
  }))

timTest(
  "a deleted group conversation comes back with the next message, and others keep theirs",
  () =>
    Effect.gen(function*() {
      yield* makeRoom()
      const conversations = yield* Conversations
      const groupMessages = yield* GroupMessages
      yield* groupMessages.send(text("hi"))
      const { SessionItem = [] } = yield* conversations.list("alice")
      yield* Effect.forEach(SessionItem, (listed) => conversations.delete("alice", listed, { ClearRamble: 1 }))
      assert.deepEqual(yield* listOf(), [])
      assert.deepEqual(yield* listOf("bob"), ["#room"])
      yield* groupMessages.send(text("again"))
      assert.deepEqual(yield* listOf(), ["#room"])
      yield* conversations.delete("alice", groupContact("nowhere"))
    })
)

timTest(
  "a new group does not inherit that an earlier one of its name was deleted from the list",
  () =>
    Effect.gen(function*() {
      yield* makeRoom()
      const conversations = yield* Conversations
      const groups = yield* Groups
      const groupMessages = yield* GroupMessages
      yield* groupMessages.send(text("one"))
      yield* groupMessages.send(text("two"))
      yield* conversations.delete("alice", groupContact("room"))
      yield* groups.destroy("room")
      yield* makeRoom()
      yield* groupMessages.send(text("three"))
      assert.deepEqual(yield* listOf(), ["#room"])
    })
)

timTest("delete wants the id that goes with the type", () =>
  Effect.gen(function*() {
    const { conversations } = yield* people
    const client = yield* TimClient
    yield* notSent("", conversations.delete({ From_Account: "alice", Type: 2, To_Account: "bob" }))
    yield* notSent("Type", conversations.delete("alice", { Type: 3, To_Account: "bob" }))
    const call = (body: object) => client.call("v4/recentcontact/delete", { From_Account: "alice", ...body })
    yield* refusedWith(ErrorCode.ConversationParameterInvalid, call({ Type: 1, ToGroupid: "room" }))
    yield* refusedWith(ErrorCode.ConversationParameterInvalid, call({ To_Account: "bob" }))
    yield* refusedWith(ErrorCode.ConversationAccountNotFound, conversations.delete("nobody", userContact("bob")))
  }))

timTest("a list needs an account and all four parts of its place", () =>
  Effect.gen(function*() {
    const { conversations } = yield* people
    const client = yield* TimClient
    yield* refusedWith(ErrorCode.ConversationAccountNotFound, conversations.list("nobody"))
    const body = { From_Account: "alice", TimeStamp: 0, StartIndex: 0, TopTimeStamp: 0, AssistFlags: 7 }
    yield* refusedWith(ErrorCode.ConversationParameterInvalid, client.call("v4/recentcontact/get_list", body))
    yield* notSent("TimeStamp", conversations.list("alice", { TimeStamp: -1 }))
  }))

timTest("pinned conversations come first and say so, as far as AssistFlags ask", () =>
  Effect.gen(function*() {
    const { conversations, messages } = yield* people
    yield* Effect.forEach(["bob", "carol", "dave"], (id) => messages.send(to(id)))
    yield* conversations.pin("alice", [userContact("bob"), userContact("carol"), groupContact("room")])
    assert.deepEqual(yield* listOf(), ["carol", "bob", "dave"])
    const { SessionItem } = yield* conversations.list("alice")
    assert.deepEqual(SessionItem?.map(({ TopFlag }) => TopFlag), [1, 1, 0])
    assert.deepEqual(yield* listOf("alice", 2), ["dave", "carol", "bob"])
    assert.deepEqual(yield* listOf("bob"), ["alice"])
    yield* conversations.unpin("alice", [userContact("carol")])
    assert.deepEqual(yield* listOf(), ["bob", "dave", "carol"])
    yield* conversations.delete("alice", userContact("bob"))
    yield* messages.send(to("bob"))
    yield* messages.send(to("dave"))
    assert.deepEqual(yield* listOf(), ["dave", "bob", "carol"])
  }))

timTest("the 51st pinned conversation is refused, and none of its call is pinned", () =>
  Effect.gen(function*() {
    yield* writeToMany(51)
    const conversations = yield* Conversations
    yield* conversations.pin("alice", ids(49).map(userContact))
    const two = [userContact("user49"), userContact("user50")]
    yield* refusedWith(ErrorCode.PinnedConversationLimitReached, conversations.pin("alice", two))
    yield* conversations.pin("alice", [userContact("user50"), userContact("user50"), userContact("user0")])
    yield* refusedWith(ErrorCode.PinnedConversationLimitReached, conversations.pin("alice", [userContact("user49")]))
    const all = yield* Stream.runCollect(conversations.all("alice"))
    assert.equal(all.filter(({ TopFlag }) => TopFlag === 1).length, 50)
    assert.equal(all.find(({ TopFlag }) => TopFlag === 0)?.To_Account, "user49")
    yield* notSent("RecentContactItem", conversations.pin("alice", []))
    const bad: Contact = { Type: 1 }
    yield* notSent("RecentContactItem[0].To_Account", conversations.pin("alice", [bad]))
    const client = yield* TimClient
    const body = { From_Account: "alice", OperationType: 3, RecentContactItem: two }
    yield* refusedWith(ErrorCode.ConversationParameterInvalid, client.call("v4/recentcontact/top", body))
    yield* refusedWith(ErrorCode.ConversationAccountNotFound, conversations.unpin("nobody", two))
  }))

timTest(
  "a long list comes in pages, each conversation once, pinned ones with a place of their own",
  () =>
    Effect.gen(function*() {
      yield* writeToMany(230)
      const conversations = yield* Conversations
      yield* conversations.pin("alice", ids(30).map(userContact))
      const first = yield* conversations.list("alice")
      assert.equal(first.SessionItem?.length, 100)
      assert.equal(first.SessionItem?.filter(({ TopFlag }) => TopFlag === 1).length, 20)
      assert.equal(first.CompleteFlag, 0)
      const withoutPages = yield* conversations.list("alice", { AssistFlags: 3 })
      assert.equal(withoutPages.SessionItem?.filter(({ TopFlag }) => TopFlag === 1).length, 30)
      const { StartIndex, TimeStamp, TopStartIndex, TopTimeStamp } = first
      const next = yield* conversations.list("alice", { StartIndex, TimeStamp, TopStartIndex, TopTimeStamp })
      assert.deepEqual(
        next.SessionItem?.filter(({ TopFlag }) => TopFlag === 1).map(({ To_Account }) => To_Account),
        ids(10).toReversed()
      )
      const all = yield* listOf()
      assert.deepEqual(all.toSorted(), ids(230).toSorted())
      assert.deepEqual(all.slice(0, 20), ids(30).slice(10).toReversed())
    })
)

timTest("a conversation that moves up between two pages does not come twice", () =>
  Effect.gen(function*() {
    yield* writeToMany(150)
    const conversations = yield* Conversations
    const messages = yield* Messages
    const { SessionItem: first = [], ...place } = yield* conversations.list("alice")
    yield* messages.send(to("user149"))
    yield* messages.send(to("user0"))
    const { StartIndex, TimeStamp } = place
    const { SessionItem: next = [] } = yield* conversations.list("alice", { StartIndex, TimeStamp })
    const both = [...first, ...next].map(({ To_Account }) => To_Account)
    assert.equal(both.length, 149)
    assert.equal(new Set(both).size, 149)
  }))

timTest("beyond the list's size the oldest falls out, unless it is pinned", () =>
  Effect.gen(function*() {
    yield* writeToMany(99)
    const conversations = yield* Conversations
    const accounts = yield* Accounts
    const messages = yield* Messages
    yield* conversations.pin("alice", [userContact("user0")])
    yield* accounts.importMany(["last", "very-last"])
    yield* messages.send(to("last"))
    assert.equal((yield* listOf()).length, 100)
    yield* messages.send(to("very-last"))
    const all = yield* listOf()
    assert.equal(all.length, 100)
    assert.deepEqual(all.slice(0, 3), ["user0", "very-last", "last"])
    assert.ok(!all.includes("user1"))
  }), { edition: "standard" })

timTest("an empty conversation is listed only where AssistFlags ask for it", () =>
  Effect.gen(function*() {
    const { messages } = yield* people
    yield* makeRoom()
    const groupMessages = yield* GroupMessages
    yield* messages.send(to("bob"))
    yield* groupMessages.send(text("hi"))
    yield* messages.send(to("carol"))
    yield* TestClock.adjust("31 days")
    yield* messages.send(to("carol"))
    assert.deepEqual(yield* listOf("alice", 5), ["carol"])
    assert.deepEqual(yield* listOf("alice", 7), ["carol", "#room", "bob"])
    yield* groupMessages.send(text("again"))
    yield* groupMessages.clearHistory("room")
    assert.deepEqual(yield* listOf("alice", 5), ["carol"])
  }))

timTest(
  "a deleted account takes its list along, and those whom it talked to keep theirs",
  () =>
    Effect.gen(function*() {
      const { accounts, messages } = yield* people
      yield* messages.send(to("bob"))
      yield* accounts.delete(["alice"])
      assert.deepEqual(yield* listOf("bob"), ["alice"])
      yield* TestClock.adjust("91 days")
      yield* accounts.import("alice")
      assert.deepEqual(yield* listOf("alice"), [])
    })
)

const page = (names: ReadonlyArray<string>, StartIndex: number, CompleteFlag: 0 | 1) =>
  success({
    SessionItem: names.map((To_Account) => ({ Type: 1, To_Account, MsgTime: 1, TopFlag: 0 })),
    CompleteFlag,
    TimeStamp: 1,
    StartIndex,
    TopTimeStamp: 0,
    TopStartIndex: 0
  })

/** All that the stream gives on a transport, in virtual time. */
const allOn = (transport: ReturnType<typeof scripted>["transport"]) =>
  Effect.flatMap(Conversations, (conversations) => Stream.runCollect(conversations.all("alice"))).pipe(
    Effect.provide(layerOn(transport))
  )

test("a conversation that the service repeats on the next page is passed over", async () => {
  const { sent, transport } = scripted(page(["a", "b"], 1, 0), page(["b", "c"], 2, 1))
  const all = await inVirtualTime(allOn(transport))
  assert.deepEqual(all.map(({ To_Account }) => To_Account), ["a", "b", "c"])
  assert.deepEqual(sent.map(({ body }) => JSON.parse(body).StartIndex), [0, 1])
})

test("a place that stays is a failure, not a circle", async () => {
  const { sent, transport } = scripted(page(["a"], 1, 0), page(["b"], 1, 0))
  const reason = await inVirtualTime(reasonOf(allOn(transport)))
  assert.equal(reason._tag, "AnswerInvalid")
  assert.equal(sent.length, 2)
})

test("answers with texts for types, or without results, are understood", async () => {
  const contact = { Type: "1", To_Account: "bob" }
  const { transport } = scripted(
    success({ GroupResultItem: [{ GroupItem: { GroupName: "Work", GroupId: 3 } }] }),
    success({ ResultItem: [{ OptType: 1, ContactItem: 7, ResultCode: 0, ResultInfo: "" }] }),
    success({ ContactResultItem: [{ ...contact, ContactGroupId: [3, 4], Timestamp: 1 }], GroupItem: [] }),
    success({
      UpdateGroupResult: {
        UpdateGroupType: 2,
        GroupName: "Work",
        GroupId: 3,
        ContactResultItem: [{ ContactItem: contact, ResultCode: 51007 }]
      }
    })
  )
  const bob = userContact("bob")
  await inVirtualTime(
    Effect.gen(function*() {
      const conversations = yield* Conversations
      const work = yield* conversations.createGroup("alice", "Work", [bob])
      assert.deepEqual(work, { GroupId: 3, GroupName: "Work", ok: [bob], failed: [] })
      const marked = yield* conversations.mark("alice", [{ ContactItem: bob, SetMark: [1] }])
      assert.deepEqual(marked, { ok: [bob], failed: [] })
      const { ok } = yield* conversations.readMarks("alice", [bob])
      assert.deepEqual(ok.map(({ groups, Type }) => [Type, groups]), [["1", []]])
      const { failed } = yield* conversations.addToGroup("alice", "Work", ok)
      assert.deepEqual(failed, [{ item: "bob", code: 51007, info: "" }])
    }).pipe(Effect.provide(layerOn(transport)))
  )
})
