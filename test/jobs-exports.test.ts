import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { Friends, GroupMessages, Groups, Messages, msg } from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import {
  exportFriends,
  exportGroupHistory,
  exportGroups,
  exportHistory,
  exportMembers,
  type Item,
  type Job,
  jobs,
  run,
  valueLines
} from "../src/jobs/mod.ts"
import { timTest } from "./support/suite.ts"

const importAll = (job: Job, items: ReadonlyArray<Item>) =>
  Effect.map(Stream.runCollect(run(job, valueLines(items))), (steps) => steps.flatMap(({ results }) => results))

const people = (count: number): ReadonlyArray<Item> =>
  Array.from({ length: count }, (_, index) => ({ UserID: `user${index}` }))

/** Runs on an emulator that holds nothing yet but a few people: where an export goes. */
const elsewhere = <A, E>(effect: Effect.Effect<A, E, Effect.Services<ReturnType<typeof importAll>> | Emulator>) =>
  Effect.andThen(importAll(jobs.importAccounts, people(5)), effect).pipe(Effect.provide(Emulator.layer()))

const statusesOf = (results: ReadonlyArray<{ readonly status: string; readonly info?: string | undefined }>) =>
  results.map(({ info, status }) => [status, info])

timTest("the members of a group are exported as they are imported, page by page", () =>
  Effect.gen(function*() {
    yield* importAll(jobs.importAccounts, people(250))
    yield* importAll(jobs.importGroups, [{ ...jobs.importGroups.example, Owner_Account: "user0" }])
    yield* TestClock.adjust("10 seconds")
    yield* importAll(
      jobs.importMembers,
      people(250).slice(1).map(({ UserID }, index) => ({
        GroupId: "readers",
        Member_Account: UserID,
        ...(index === 0 ? { Role: "Admin" } : {})
      }))
    )
    const members = yield* Stream.runCollect(exportMembers("readers"))
    assert.equal(new Set(members.map((member) => member["Member_Account"])).size, 250)
    assert.deepEqual(members.find((member) => member["Member_Account"] === "user1")?.["Role"], "Admin")
    for (const member of members) assert.deepEqual(jobs.importMembers.issuesOf(member), [])
    const imported = yield* elsewhere(Effect.gen(function*() {
      yield* importAll(jobs.importGroups, [{ ...jobs.importGroups.example, CreateTime: 1_600_000_000 }])
      return yield* importAll(jobs.importMembers, members.slice(0, 5).map(({ JoinTime: _time, ...rest }) => rest))
    }))
    assert.deepEqual(new Set(imported.map(({ status }) => status)), new Set(["done"]))
  }))

timTest(
  "histories are exported newest first, without what was recalled, as they are imported",
  () =>
    Effect.gen(function*() {
      yield* importAll(jobs.importAccounts, people(2))
      const messages = yield* Messages
      for (let index = 0; index < 120; index++) {
        const { MsgKey = "" } = yield* messages.send(msg().text(`${index}`).from("user0").to("user1"))
        yield* TestClock.adjust("1 second")
        if (index === 7) yield* messages.recall("user0", "user1", MsgKey)
      }
      const exported = yield* Stream.runCollect(exportHistory("user1", "user0"))
      assert.equal(exported.length, 119)
      assert.deepEqual(exported[0]?.["MsgBody"], [{ MsgType: "TIMTextElem", MsgContent: { Text: "119" } }])
      for (const message of exported) assert.deepEqual(jobs.importMessages.issuesOf(message), [])
      const back = yield* elsewhere(Effect.gen(function*() {
        const imported = yield* importAll(jobs.importMessages, exported.toReversed())
        assert.deepEqual(new Set(imported.map(({ status }) => status)), new Set(["done"]))
        return yield* Stream.runCollect(exportHistory("user1", "user0"))
      }))
      assert.deepEqual(back, exported)
    })
)

timTest("the history of a group is exported as it is imported into another", () =>
  Effect.gen(function*() {
    yield* importAll(jobs.importAccounts, people(1))
    yield* (yield* Groups).create("Public", "Readers", { GroupId: "readers", Owner_Account: "user0" })
    const groupMessages = yield* GroupMessages
    for (const text of ["one", "two", "three"]) {
      yield* TestClock.adjust("1 second")
      yield* groupMessages.send({ GroupId: "readers", From_Account: "user0", MsgBody: msg().text(text).elements })
    }
    const exported = yield* Stream.runCollect(exportGroupHistory("readers"))
    assert.deepEqual(
      exported.map((message) => message["MsgBody"]),
      ["three", "two", "one"].map((Text) => [
        { MsgType: "TIMTextElem", MsgContent: { Text } }
      ])
    )
    yield* TestClock.adjust("10 seconds")
    const imported = yield* elsewhere(Effect.gen(function*() {
      yield* importAll(jobs.importGroups, [{ ...jobs.importGroups.example, CreateTime: 1_600_000_000 }])
      return yield* importAll(jobs.importGroupMessages, exported.toReversed())
    }))
    assert.deepEqual(statusesOf(imported), Array.from({ length: 3 }, () => ["done", undefined]))
  }))

timTest("groups and friends are exported as they are imported", () =>
  Effect.gen(function*() {
    yield* importAll(jobs.importAccounts, people(3))
    const names = Array.from(
      { length: 120 },
      (_, index) => ({ Type: "Public", Name: `G${index}`, GroupId: `group${index}` })
    )
    yield* importAll(jobs.importGroups, names)
    const groups = yield* Stream.runCollect(exportGroups())
    assert.deepEqual(new Set(groups.map((group) => group["Name"])), new Set(names.map(({ Name }) => Name)))
    for (const group of groups) assert.deepEqual(jobs.importGroups.issuesOf(group), [])
    yield* (yield* Friends).import("user0", [
      { To_Account: "user1", AddSource: "AddSource_Type_Web", Remark: "One", GroupName: ["Work"] },
      { To_Account: "user2", AddSource: "AddSource_Type_Web" }
    ])
    const friends = yield* Stream.runCollect(exportFriends("user0"))
    assert.equal(friends.length, 2)
    for (const friend of friends) assert.deepEqual(jobs.importFriends.issuesOf(friend), [])
    const imported = yield* elsewhere(Effect.gen(function*() {
      return [...yield* importAll(jobs.importGroups, groups), ...yield* importAll(jobs.importFriends, friends)]
    }))
    assert.deepEqual(new Set(imported.map(({ status }) => status)), new Set(["done"]))
  }))
