import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { Accounts, Friends, GroupMessages, Groups, Messages } from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { startSeconds, timTest } from "./support/suite.ts"

/** Checks that a stream has each of so many items once, by their ids. */
const eachOnce = <A, E, R>(count: number, items: Stream.Stream<A, E, R>, idOf: (item: A) => string) =>
  Effect.map(
    Stream.runFold(items, () => new Map<string, number>(), (seen, item) => {
      const id = idOf(item)
      return seen.set(id, (seen.get(id) ?? 0) + 1)
    }),
    (seen) => {
      assert.equal(seen.size, count)
      assert.deepEqual([...seen.values()].filter((times) => times !== 1), [])
    }
  )

const bodyOf = (index: number) => [{ MsgType: "TIMTextElem" as const, MsgContent: { Text: `message ${index}` } }]

timTest("a group of 100,000 members is paged through, each member once", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const groups = yield* Groups
    const { app } = yield* Emulator
    yield* accounts.import("owner")
    const { GroupId } = yield* groups.create("Community", "large", { Owner_Account: "owner" })
    const group = app().groups.get(GroupId)
    assert.ok(group !== undefined)
    for (let index = 1; index < 100_000; index++) group.join(`member${index}`, startSeconds)
    yield* eachOnce(100_000, groups.members(GroupId), ({ Member_Account }) => Member_Account)
  }))

timTest("a history of 20,000 messages is paged through, each message once", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const messages = yield* Messages
    const { app } = yield* Emulator
    yield* accounts.importMany(["alice", "bob"])
    for (let index = 0; index < 20_000; index++) {
      // Forty messages a second, so that pages end within a second as well as between two.
      const time = startSeconds - 500 + Math.floor(index / 40)
      const [from, to] = index % 3 === 0 ? ["alice", "bob"] : ["bob", "alice"]
      app().conversations.add(
        {
          from,
          to,
          seq: index % 7,
          random: index,
          time,
          body: bodyOf(index)
        },
        {},
        startSeconds
      )
    }
    yield* eachOnce(20_000, messages.history("bob", "alice"), ({ MsgKey }) => MsgKey)
  }))

timTest("a group's history of 20,000 messages is paged through, each message once", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const groups = yield* Groups
    const groupMessages = yield* GroupMessages
    const { app } = yield* Emulator
    yield* accounts.import("alice")
    const { GroupId } = yield* groups.create("Public", "busy", { Owner_Account: "alice" })
    const group = app().groups.get(GroupId)
    assert.ok(group !== undefined)
    for (let index = 0; index < 20_000; index++) {
      group.messages.store({
        from: "alice",
        random: index,
        time: startSeconds - 500 + Math.floor(index / 40),
        body: bodyOf(index),
        priority: 2,
        counted: true,
        needReceipt: false,
        extensible: false
      })
    }
    yield* eachOnce(20_000, groupMessages.history(GroupId), ({ MsgSeq }) => String(MsgSeq))
  }))

timTest("a list of 10,000 friends is paged through, each friend once", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const friends = yield* Friends
    const { app } = yield* Emulator
    yield* accounts.import("alice")
    const list = app().friends.of("alice")
    for (let index = 0; index < 10_000; index++) list.add(`friend${index}`, { fields: new Map(), groups: [] })
    yield* eachOnce(10_000, friends.all("alice"), ({ userId }) => userId)
  }))
