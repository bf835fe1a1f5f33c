import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { Accounts, GroupMessages, Groups, Messages, msg } from "../mod.ts"
import { makeRandom } from "../src/emulator/random.ts"
import { timTest } from "./support/suite.ts"

const people = ["alice", "bob", "carol", "dave", "erin"]
const rooms = ["room1", "room2"]

/** A way to pick things that is the same for the same seed. */
const chance = (seed: number) => {
  const random = makeRandom(seed)
  const below = (count: number) => Math.floor(random() * count)
  return { below, of: <T>(items: ReadonlyArray<T>): T => items[below(items.length)] as T }
}

for (const seed of [1, 2, 3]) {
  timTest(
    `whatever is done in whatever order, unread messages are those sent and not read (seed ${seed})`,
    () =>
      Effect.gen(function*() {
        const accounts = yield* Accounts
        const messages = yield* Messages
        const { below, of } = chance(seed)
        yield* accounts.importMany(people)
        /** What each has been sent by each, by key, and whether it is unread. */
        const sent = new Map<string, Array<{ readonly key: string; unread: boolean; recalled: boolean }>>()
        const between = (from: string, to: string) => {
          const pair = `${from}>${to}`
          const list = sent.get(pair) ?? []
          sent.set(pair, list)
          return list
        }
        for (let step = 0; step < 120; step++) {
          const from = of(people)
          const to = of(people.filter((person) => person !== from))
          const list = between(from, to)
          switch (below(6)) {
            case 0:
              yield* messages.markRead(to, from)
              for (const message of list) message.unread = false
              break
            case 1: {
              const message = list[below(list.length + 1)]
              if (message === undefined || message.recalled) break
              yield* messages.recall(from, to, message.key)
              message.unread = false
              message.recalled = true
              break
            }
            case 2:
              yield* messages.send(msg().text(`${step}`).from(from).to(to).onlineOnly())
              break
            default: {
              const silent = below(4) === 0
              const message = msg().text(`${step}`).from(from).to(to)
              const { MsgKey } = yield* messages.send(silent ? message.noUnread() : message)
              list.push({ key: MsgKey, unread: !silent, recalled: false })
            }
          }
          yield* TestClock.adjust("1 second")
        }
        for (const to of people) {
          const others = people.filter((person) => person !== to)
          const { ok } = yield* messages.getUnreadCounts(to, others)
          const counts = new Map(ok.map(({ C2CUnreadMsgNum, Peer_Account }) => [Peer_Account, C2CUnreadMsgNum]))
          for (const from of others) {
            const list = between(from, to)
            assert.equal(counts.get(from), list.filter(({ unread }) => unread).length, `${from} to ${to}`)
            const history = yield* Stream.runCollect(messages.history(to, from))
            const keys = history.filter(({ From_Account }) => From_Account === from).map(({ MsgKey }) => MsgKey)
            assert.deepEqual(keys.toReversed(), list.map(({ key }) => key), `${from} to ${to}`)
            const recalled = history.filter(({ From_Account, MsgFlagBits }) =>
              From_Account === from && MsgFlagBits === 8
            )
            assert.equal(recalled.length, list.filter((message) => message.recalled).length)
          }
        }
      })
  )

  timTest(
    `whatever is done in whatever order, groups count their members and number their messages (seed ${seed})`,
    () =>
      Effect.gen(function*() {
        const accounts = yield* Accounts
        const groups = yield* Groups
        const groupMessages = yield* GroupMessages
        const { below, of } = chance(seed)
        yield* accounts.importMany(people)
        const members = new Map<string, Set<string>>()
        const seqs = new Map<string, Array<number>>(rooms.map((room) => [room, []]))
        for (const room of rooms) {
          yield* groups.create("Public", room, { GroupId: room, Owner_Account: "alice" })
          members.set(room, new Set(["alice"]))
        }
        for (let step = 0; step < 120; step++) {
          const room = of(rooms)
          const inside = members.get(room) ?? new Set()
          const person = of(people)
          switch (below(4)) {
            case 0: {
              const { ok } = yield* groups.addMembers(room, [person])
              assert.equal(ok[0]?.Result, inside.has(person) ? 2 : 1)
              inside.add(person)
              break
            }
            case 1:
              if (person === "alice" || !inside.has(person)) break
              yield* groups.removeMembers(room, [person])
              inside.delete(person)
              break
            default: {
              const { MsgSeq } = yield* groupMessages.send(msg().text(`${step}`).from(person).toGroup(room))
              const list = seqs.get(room) ?? []
              assert.ok(MsgSeq > (list.at(-1) ?? 0))
              list.push(MsgSeq)
            }
          }
          yield* TestClock.adjust("1 second")
        }
        const { ok } = yield* groups.getInfo(rooms)
        for (const { GroupId, MemberNum, NextMsgSeq } of ok) {
          const listed = yield* Stream.runCollect(groups.members(GroupId))
          assert.equal(MemberNum, listed.length)
          assert.deepEqual(new Set(listed.map(({ Member_Account }) => Member_Account)), members.get(GroupId))
          const list = seqs.get(GroupId) ?? []
          assert.equal(NextMsgSeq, (list.at(-1) ?? 0) + 1)
          const history = yield* Stream.runCollect(groupMessages.history(GroupId))
          assert.deepEqual(history.map(({ MsgSeq }) => MsgSeq).toReversed(), list)
        }
        for (const person of people) {
          const joined = yield* Stream.runCollect(groups.joinedGroups(person))
          const expected = rooms.filter((room) => members.get(room)?.has(person) === true)
          assert.deepEqual(joined.map(({ GroupId }) => GroupId).toSorted(), expected)
        }
      })
  )
}

timTest("nobody outside of a conversation reads it", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const messages = yield* Messages
    yield* accounts.importMany(people)
    yield* messages.send(msg().text("between us").from("alice").to("bob"))
    for (const reader of people) {
      for (const peer of people.filter((person) => person !== reader)) {
        const seen = yield* Stream.runCollect(messages.history(reader, peer))
        const inside = [reader, peer].toSorted().join() === "alice,bob"
        assert.equal(seen.length, inside ? 1 : 0, `${reader} with ${peer}`)
      }
    }
  }))
