import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import {
  Accounts,
  Conversations,
  ErrorCode,
  groupContact,
  Groups,
  Messages,
  msg,
  standardMarks,
  TimClient,
  userContact
} from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { makeRoom, withoutEnvelope } from "./support/groups.ts"
import { startSeconds, timTest } from "./support/suite.ts"

const ids = (count: number) => Array.from({ length: count }, (_, index) => `user${index}`)

const bob = userContact("bob")
const carol = userContact("carol")

const people = Effect.gen(function*() {
  const accounts = yield* Accounts
  yield* accounts.importMany(["alice", "bob", "carol"])
  return yield* Conversations
})

/** What alice has marks or groups for, by ids with the names of their groups. */
const marked = Effect.gen(function*() {
  const conversations = yield* Conversations
  const all = yield* Stream.runCollect(conversations.marked("alice"))
  return all.map(({ groups, To_Account, ToGroupId }) => [To_Account ?? `#${ToGroupId}`, ...groups])
})

/** The names of alice's groups. */
const groupNames = Effect.gen(function*() {
  const conversations = yield* Conversations
  return (yield* Stream.runCollect(conversations.groups("alice"))).map(({ GroupName }) => GroupName)
})

timTest(
  "a group of conversations holds users and group chats, also such that are in no list",
  () =>
    Effect.gen(function*() {
      yield* makeRoom()
      const conversations = yield* Conversations
      const work = yield* conversations.createGroup("alice", "Work", [bob, groupContact("room")])
      assert.deepEqual(work, { GroupId: 1, GroupName: "Work", ok: [bob, groupContact("room")], failed: [] })
      const empty = yield* conversations.createGroup("alice", "Empty", [])
      assert.deepEqual(empty, { GroupId: 2, GroupName: "Empty", ok: [], failed: [] })
      assert.deepEqual(yield* marked, [["bob", "Work"], ["#room", "Work"]])
      assert.deepEqual(yield* groupNames, ["Work", "Empty"])
      assert.deepEqual(yield* Stream.runCollect(conversations.all("alice")), [])
      assert.deepEqual(yield* Stream.runCollect(conversations.groups("bob")), [])
    })
)

timTest("group chats that are gone, or that the user is not in, fail alone", () =>
  Effect.gen(function*() {
    yield* makeRoom()
    const conversations = yield* Conversations
    const groups = yield* Groups
    yield* groups.create("Public", "Other", { GroupId: "other", Owner_Account: "bob" })
    const given = [groupContact("nowhere"), bob, groupContact("other")]
    const { failed, ok } = yield* conversations.createGroup("alice", "Work", given)
    assert.deepEqual(ok, [bob])
    const { ConversationGroupCheckFailed } = ErrorCode
    assert.deepEqual(
      failed.map(({ code, item }) => [item, code]),
      [["nowhere", ConversationGroupCheckFailed], ["other", ConversationGroupCheckFailed]]
    )
    const { failed: unmarked } = yield* conversations.mark("alice", [{
      ContactItem: groupContact("other"),
      SetMark: [1]
    }])
    assert.deepEqual(unmarked.map(({ code }) => code), [ConversationGroupCheckFailed])
  }))

timTest("a user has 20 groups, each with a name of its own of at most 32 bytes", () =>
  Effect.gen(function*() {
    const conversations = yield* people
    const client = yield* TimClient
    const create = (GroupName: string) =>
      client.call("v4/recentcontact/create_contact_group", {
        From_Account: "alice",
        GroupContactItem: [{ GroupName, ContactItem: [] }]
      })
    yield* create("é".repeat(16))
    yield* refusedWith(ErrorCode.ConversationGroupNameTooLong, create("é".repeat(17)))
    yield* refusedWith(ErrorCode.ConversationParameterInvalid, create(""))
    yield* refusedWith(ErrorCode.ConversationParameterInvalid, create("é".repeat(16)))
    yield* notSent("GroupContactItem[0].GroupName", conversations.createGroup("alice", "x".repeat(33), []))
    yield* Effect.forEach(ids(19), (name) => conversations.createGroup("alice", name, []))
    yield* refusedWith(ErrorCode.ConversationGroupLimitReached, conversations.createGroup("alice", "more", []))
    yield* conversations.deleteGroup("alice", "user3")
    yield* conversations.createGroup("alice", "more", [])
    assert.equal((yield* groupNames).length, 20)
    yield* refusedWith(ErrorCode.ConversationAccountNotFound, conversations.createGroup("nobody", "Work", []))
  }))

timTest("a renamed group keeps its id and its conversations", () =>
  Effect.gen(function*() {
    const conversations = yield* people
    const { GroupId } = yield* conversations.createGroup("alice", "Work", [bob])
    yield* conversations.createGroup("alice", "Home", [])
    const { UpdateGroupResult } = yield* conversations.renameGroup("alice", "Work", "Job")
    assert.deepEqual(UpdateGroupResult, { UpdateGroupType: 1, GroupName: "Job", GroupId, OldGroupName: "Work" })
    assert.deepEqual(yield* marked, [["bob", "Job"]])
    yield* refusedWith(ErrorCode.ConversationGroupNotFound, conversations.renameGroup("alice", "Work", "Rest"))
    yield* refusedWith(ErrorCode.ConversationParameterInvalid, conversations.renameGroup("alice", "Job", "Home"))
    yield* conversations.renameGroup("alice", "Job", "Job")
    yield* notSent("UpdateGroup.NewGroupName", conversations.renameGroup("alice", "Job", "x".repeat(33)))
    const client = yield* TimClient
    const rename = (NewGroupName: string | undefined) =>
      client.call("v4/recentcontact/update_contact_group", {
        From_Account: "alice",
        UpdateType: 1,
        UpdateGroup: { UpdateGroupType: 1, OldGroupName: "Job", NewGroupName }
      })
    yield* refusedWith(ErrorCode.ConversationGroupNameTooLong, rename("x".repeat(33)))
    yield* refusedWith(ErrorCode.ConversationParameterInvalid, rename(undefined))
  }))

timTest("conversations go into groups and out of them", () =>
  Effect.gen(function*() {
    const conversations = yield* people
    yield* conversations.createGroup("alice", "Work", [bob])
    yield* conversations.createGroup("alice", "Home", [bob])
    const added = yield* conversations.addToGroup("alice", "Home", [carol, groupContact("nowhere"), bob])
    assert.deepEqual([added.GroupId, added.ok], [2, [carol, bob]])
    assert.deepEqual(added.failed.map(({ item }) => item), ["nowhere"])
    assert.deepEqual(yield* marked, [["bob", "Work", "Home"], ["carol", "Home"]])
    const removed = yield* conversations.removeFromGroup("alice", "Home", [bob, carol, userContact("dave")])
    assert.equal(removed.ok.length, 3)
    assert.deepEqual(yield* marked, [["bob", "Work"]])
    yield* refusedWith(ErrorCode.ConversationGroupNotFound, conversations.addToGroup("alice", "Rest", [bob]))
    yield* notSent("UpdateGroup.ContactUpdateItem", conversations.addToGroup("alice", "Work", []))
  }))

timTest("a deleted group leaves its conversations, which are in it no more", () =>
  Effect.gen(function*() {
    const conversations = yield* people
    yield* conversations.createGroup("alice", "Work", [bob, carol])
    yield* conversations.mark("alice", [{ ContactItem: bob, CustomMark: "vip" }])
    const { GroupItem } = yield* conversations.deleteGroup("alice", "Work")
    assert.deepEqual(GroupItem, [{ GroupName: "Work", GroupId: 1 }])
    assert.deepEqual(yield* marked, [["bob"]])
    yield* refusedWith(ErrorCode.ConversationGroupNotFound, conversations.deleteGroup("alice", "Work"))
    const two = { From_Account: "alice", GroupName: ["Work", "Home"] }
    yield* notSent("GroupName", conversations.deleteGroup(two))
    const { GroupId } = yield* conversations.createGroup("alice", "Work", [])
    assert.equal(GroupId, 2)
  }))

timTest("marks are set and cleared one by one, and the custom mark is replaced", () =>
  Effect.gen(function*() {
    const conversations = yield* people
    const { favourite, folded, hidden, unread } = standardMarks
    const first = yield* conversations.mark("alice", [
      { ContactItem: bob, SetMark: [favourite, unread, hidden, 64], CustomMark: "vip" },
      { ContactItem: carol, CustomMark: "later" }
    ])
    assert.deepEqual(first, { ok: [bob, carol], failed: [] })
    yield* TestClock.adjust("5 seconds")
    yield* conversations.mark("alice", [{ ContactItem: bob, SetMark: [folded], ClearMark: [unread, 64, 40] }])
    yield* conversations.mark("alice", [{ ContactItem: bob, CustomMark: "boss" }])
    const { ok } = yield* conversations.readMarks("alice", [carol, userContact("dave"), bob])
    assert.deepEqual(ok, [
      { ...carol, CustomMark: "later", Timestamp: startSeconds, groups: [] },
      { ...bob, StandardMark: "1101", CustomMark: "boss", Timestamp: startSeconds + 5, groups: [] }
    ])
    yield* conversations.mark("alice", [{ ContactItem: bob, ClearMark: [1, 3, 4], CustomMark: "" }])
    assert.deepEqual(yield* marked, [["carol"]])
  }))

timTest("a list tells marks and groups, but only with AssistFlags 63", () =>
  Effect.gen(function*() {
    const conversations = yield* people
    const messages = yield* Messages
    yield* messages.send(msg().text("hi").from("alice").to("bob"))
    yield* conversations.createGroup("alice", "Work", [bob])
    yield* conversations.mark("alice", [{ ContactItem: bob, SetMark: [1], CustomMark: "vip" }])
    const item = { ...bob, MsgTime: startSeconds, TopFlag: 0 }
    const full = yield* conversations.list("alice")
    assert.deepEqual(full.SessionItem, [{ ...item, StandardMark: "1", CustomMark: "vip", ContactGroupId: [1] }])
    assert.deepEqual((yield* conversations.list("alice", { AssistFlags: 15 })).SessionItem, [item])
    yield* conversations.delete("alice", bob)
    assert.deepEqual(yield* marked, [["bob", "Work"]])
  }))

timTest("a change of marks must fit its OptType, and stay within 64 marks and 256 bytes", () =>
  Effect.gen(function*() {
    const conversations = yield* people
    const client = yield* TimClient
    const mark = (item: object) =>
      client.call("v4/recentcontact/mark_contact", {
        From_Account: "alice",
        MarkItem: [{ ContactItem: bob, ...item }]
      })
    const invalid = ErrorCode.ConversationParameterInvalid
    yield* notSent("MarkItem[0]", conversations.mark("alice", [{ ContactItem: bob }]))
    yield* notSent("MarkItem[0].SetMark[0]", conversations.mark("alice", [{ ContactItem: bob, SetMark: [65] }]))
    const custom = { ContactItem: bob, CustomMark: "x".repeat(257) }
    yield* notSent("MarkItem[0].CustomMark", conversations.mark("alice", [custom]))
    yield* refusedWith(invalid, mark({ OptType: 1, CustomMark: "vip" }))
    yield* refusedWith(invalid, mark({ OptType: 2, SetMark: [1] }))
    yield* refusedWith(invalid, mark({ OptType: 3, SetMark: [1] }))
    yield* refusedWith(invalid, mark({ OptType: 4, SetMark: [1] }))
    yield* refusedWith(invalid, mark({ OptType: 2, CustomMark: "x".repeat(257) }))
    yield* refusedWith(invalid, mark({ OptType: 1, SetMark: [0] }))
    yield* refusedWith(invalid, mark({ OptType: 1, SetMark: [1], ContactItem: { Type: 2, To_Account: "bob" } }))
    yield* mark({ OptType: 2, CustomMark: "x".repeat(256) })
    const short = { ContactItem: bob, CustomMark: "x" }
    yield* refusedWith(ErrorCode.ConversationAccountNotFound, conversations.mark("nobody", [short]))
  }))

timTest("101 changes go in two calls, and none or 101 in one call are refused", () =>
  Effect.gen(function*() {
    const conversations = yield* people
    const client = yield* TimClient
    const changes = ids(101).map((id) => ({ ContactItem: userContact(id), SetMark: [standardMarks.favourite] }))
    const { failed, ok } = yield* conversations.mark("alice", changes)
    assert.deepEqual([ok.length, failed.length], [101, 0])
    assert.equal((yield* marked).length, 101)
    const call = (MarkItem: ReadonlyArray<object>) =>
      client.call("v4/recentcontact/mark_contact", { From_Account: "alice", MarkItem })
    const { ConversationBatchInvalid } = ErrorCode
    yield* refusedWith(ConversationBatchInvalid, call(changes.map((change) => ({ OptType: 1, ...change }))))
    yield* refusedWith(ConversationBatchInvalid, call([]))
  }))

timTest(
  "1000 conversations have marks or groups, and one whose last mark is cleared makes room",
  () =>
    Effect.gen(function*() {
      const conversations = yield* people
      const many = ids(1001).map((id) => ({ ContactItem: userContact(id), SetMark: [1] }))
      const { failed, ok } = yield* conversations.mark("alice", many)
      assert.equal(ok.length, 1000)
      assert.deepEqual(failed.map(({ code, item }) => [item, code]), [["user1000", ErrorCode.ConversationGroupFull]])
      const { failed: outside } = yield* conversations.createGroup("alice", "Work", [userContact("user7"), bob])
      assert.deepEqual(outside.map(({ code, item }) => [item, code]), [["bob", ErrorCode.ConversationGroupFull]])
      yield* conversations.mark("alice", [{ ContactItem: userContact("user8"), ClearMark: [1] }])
      const { failed: none } = yield* conversations.addToGroup("alice", "Work", [bob])
      assert.deepEqual(none, [])
    })
)

timTest("marked conversations come in pages, each once", () =>
  Effect.gen(function*() {
    const conversations = yield* people
    yield* conversations.createGroup("alice", "Work", ids(250).map(userContact))
    const first = yield* conversations.listMarked("alice")
    assert.deepEqual([first.ContactItem?.length, first.CompleteFlag, first.NextStartIndex], [100, 0, 101])
    assert.deepEqual(first.ContactItem?.[0], { ...userContact("user0"), ContactGroupId: [1], Timestamp: startSeconds })
    const last = yield* conversations.listMarked("alice", 201)
    assert.deepEqual([last.ContactItem?.length, last.CompleteFlag, last.NextStartIndex], [50, 1, 0])
    const all = yield* marked
    assert.deepEqual(all, ids(250).map((id) => [id, "Work"]))
    assert.deepEqual(yield* groupNames, ["Work"])
    assert.deepEqual(withoutEnvelope(yield* conversations.listMarked("bob")), {
      ContactItem: [],
      GroupItem: [],
      CompleteFlag: 1,
      NextStartIndex: 0
    })
    yield* refusedWith(ErrorCode.ConversationAccountNotFound, conversations.listMarked("nobody"))
    yield* notSent("StartIndex", conversations.listMarked("alice", -1))
  }))

timTest(
  "marks of 301 conversations are read in two calls, and 301 in one call are refused",
  () =>
    Effect.gen(function*() {
      const conversations = yield* people
      const client = yield* TimClient
      const contacts = ids(301).map(userContact)
      yield* conversations.createGroup("alice", "Work", contacts)
      const { failed, ok } = yield* conversations.readMarks("alice", contacts)
      assert.deepEqual(failed, [])
      assert.deepEqual(ok.map(({ groups, To_Account }) => [To_Account, ...groups]), ids(301).map((id) => [id, "Work"]))
      const search = (ContactItem: ReadonlyArray<object>) =>
        client.call("v4/recentcontact/search_contact_group", { From_Account: "alice", ContactItem })
      yield* refusedWith(ErrorCode.ConversationParameterInvalid, search(contacts))
      yield* refusedWith(ErrorCode.ConversationParameterInvalid, search([]))
      assert.deepEqual(yield* conversations.readMarks("alice", []), { ok: [], failed: [] })
    })
)

timTest("smaller editions have custom marks only", () =>
  Effect.gen(function*() {
    const conversations = yield* people
    const refused = <A, E, R>(call: Effect.Effect<A, E, R>) => refusedWith(ErrorCode.ConversationFeatureNotInPlan, call)
    yield* refused(conversations.createGroup("alice", "Work", [bob]))
    yield* refused(conversations.addToGroup("alice", "Work", [bob]))
    yield* refused(conversations.deleteGroup("alice", "Work"))
    const both = [{ ContactItem: bob, CustomMark: "vip" }, { ContactItem: carol, SetMark: [1] }]
    yield* refused(conversations.mark("alice", both))
    assert.deepEqual(yield* marked, [])
    yield* conversations.mark("alice", both.slice(0, 1))
    assert.deepEqual(yield* marked, [["bob"]])
  }), { edition: "standard" })

timTest("all nine endpoints are answered, and say what they assume", () =>
  Effect.gen(function*() {
    const { coverage } = yield* Emulator
    const mine = coverage.filter(({ path }) => path.startsWith("v4/recentcontact/"))
    assert.equal(mine.length, 9)
    assert.ok(mine.every(({ notes }) => notes.length > 0))
  }))
