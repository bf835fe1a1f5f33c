import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import { type TimClientService, userContact } from "../mod.ts"
import { endpoints, type Entry, type MethodName } from "../src/endpoints/mod.ts"
import { check } from "../src/endpoint/check.ts"
import { unbuild } from "../src/endpoint/Endpoint.ts"
import { services } from "../src/services.ts"
import { valuesOf } from "./support/generate.ts"

/** The services as they are with Effect. */
type Made = { readonly [Name in keyof typeof services]: ReturnType<(typeof services)[Name]["make"]> }

/** A call that was made. */
interface Recorded {
  readonly endpoint: unknown
  readonly body: object
}

/** All services on a client that keeps what it is given, and answers whatever fits. */
const recording = (): { readonly made: Made; readonly calls: ReadonlyArray<Recorded> } => {
  const calls: Array<Recorded> = []
  const client: TimClientService = {
    sdkAppId: 1400000000,
    identifier: "administrator",
    baseUrl: "https://tim.example",
    call: ((endpoint: Entry["endpoint"], request: object) =>
      Effect.sync(() => {
        calls.push({ endpoint, body: unbuild(request) })
        return { ...valuesOf(endpoint.response as never, { count: 1, seed: 1 })[0], ErrorCode: 0 }
      })) as unknown as TimClientService["call"],
    signFor: () => Effect.die("nothing is to be signed here")
  }
  const made = Object.fromEntries(Object.entries(services).map(([name, { make }]) => [name, make(client)]))
  return { made: made as unknown as Made, calls }
}

const ids = ["alice", "bob"]
const community = "@TGS#_club"
const topic = "@TGS#_club@TOPIC#_news"
const hosts = "@PMG#_hosts"
const news = "@TOA#_news"
const bob = userContact("bob")
const word = { Keyword: "word", FilterType: 2, WordType: 1 } as const
const message = {
  From_Account: "alice",
  SendTime: 1_700_000_000,
  MsgBody: [{ MsgType: "TIMTextElem" as const, MsgContent: { Text: "hello" } }]
}

/** How methods are called that do not take a plain body. */
const byHand: { readonly [Name in MethodName]?: (made: Made) => Effect.Effect<unknown, unknown> } = {
  "accounts.check": ({ accounts }) => accounts.check(ids),
  "accounts.delete": ({ accounts }) => accounts.delete(ids),
  "accounts.importMany": ({ accounts }) => accounts.importMany(ids),
  "allMemberPush.addTags": ({ allMemberPush }) => allMemberPush.addTags(ids, ["tag"]),
  "allMemberPush.clearTags": ({ allMemberPush }) => allMemberPush.clearTags(ids),
  "allMemberPush.getAttrs": ({ allMemberPush }) => allMemberPush.getAttrs(ids),
  "allMemberPush.getTags": ({ allMemberPush }) => allMemberPush.getTags(ids),
  "allMemberPush.removeAttrs": ({ allMemberPush }) => allMemberPush.removeAttrs(ids, ["city"]),
  "allMemberPush.removeTags": ({ allMemberPush }) => allMemberPush.removeTags(ids, ["tag"]),
  "allMemberPush.setAttrs": ({ allMemberPush }) => allMemberPush.setAttrs(ids, { city: "Rome" }),
  "blocklists.add": ({ blocklists }) => blocklists.add("alice", ids),
  "blocklists.check": ({ blocklists }) => blocklists.check("alice", ids),
  "blocklists.delete": ({ blocklists }) => blocklists.delete("alice", ids),
  "conversations.createGroup": ({ conversations }) => conversations.createGroup("alice", "work", [bob]),
  "conversations.mark": ({ conversations }) => conversations.mark("alice", [{ ContactItem: bob, SetMark: [1] }]),
  "conversations.pin": ({ conversations }) => conversations.pin("alice", [bob]),
  "conversations.readMarks": ({ conversations }) => conversations.readMarks("alice", [bob]),
  "conversations.renameGroup": ({ conversations }) => conversations.renameGroup("alice", "work", "play"),
  "follows.add": ({ follows }) => follows.add("alice", ["bob"]),
  "follows.check": ({ follows }) => follows.check("alice", ["bob"]),
  "follows.counts": ({ follows }) => follows.counts("alice"),
  "follows.delete": ({ follows }) => follows.delete("alice", ["bob"]),
  "friends.add": ({ friends }) => friends.add("alice", ["bob"]),
  "friends.check": ({ friends }) => friends.check("alice", ["bob"]),
  "friends.delete": ({ friends }) => friends.delete("alice", ["bob"]),
  "friends.import": ({ friends }) => friends.import("alice", ["bob"]),
  "friends.update": ({ friends }) => friends.update("alice", [{ userId: "bob", remark: "Bob" }]),
  "groupMessages.getReceipts": ({ groupMessages }) => groupMessages.getReceipts("club", [1]),
  "groupMessages.import": ({ groupMessages }) => groupMessages.import("club", [message]),
  "groupMessages.recall": ({ groupMessages }) => groupMessages.recall("club", [1]),
  "groupMessages.sendReceipt": ({ groupMessages }) => groupMessages.sendReceipt("club", "alice", [1]),
  "groupMessages.setExtensions": ({ groupMessages }) =>
    groupMessages.setExtensions("club", 1, [{ Key: "key", Value: "value" }]),
  "groups.addMembers": ({ groups }) => groups.addMembers("club", ids),
  "groups.banMembers": ({ groups }) => groups.banMembers("club", ids, 60),
  "groups.getInfo": ({ groups }) => groups.getInfo(["club"]),
  "groups.getMembers": ({ groups }) => groups.getMembers("club", ids),
  "groups.getRoles": ({ groups }) => groups.getRoles("club", ids),
  "groups.importMembers": ({ groups }) => groups.importMembers("club", ids),
  "groups.muteMembers": ({ groups }) => groups.muteMembers("club", ids, 60),
  "groups.removeMembers": ({ groups }) => groups.removeMembers("club", ids),
  "groups.unbanMembers": ({ groups }) => groups.unbanMembers("club", ids),
  "liveEngine.addAdmins": ({ liveEngine }) => liveEngine.addAdmins("room", ids),
  "liveEngine.banMembers": ({ liveEngine }) => liveEngine.banMembers("room", ids, 60),
  "liveEngine.unbanMembers": ({ liveEngine }) => liveEngine.unbanMembers("room", ids),
  "liveRooms.addAdmins": ({ liveRooms }) => liveRooms.addAdmins("room", ids),
  "liveRooms.setMarks": ({ liveRooms }) => liveRooms.setMarks("room", [{ Member_Account: "bob", Marks: [500] }]),
  "messages.deleteOneSided": ({ messages }) => messages.deleteOneSided("alice", "bob", ["1_2_3"]),
  "messages.setExtensions": ({ messages }) => messages.setExtensions("bob", "1_2_3", [{ Key: "key", Value: "value" }]),
  "moderation.addKeywords": ({ moderation }) => moderation.addKeywords("library", ["word"]),
  "moderation.addLocalKeywords": ({ moderation }) => moderation.addLocalKeywords([word]),
  "moderation.deleteKeywords": ({ moderation }) => moderation.deleteKeywords("library", ["word"]),
  "moderation.deleteLocalKeywords": ({ moderation }) => moderation.deleteLocalKeywords(["word"]),
  "moderation.judgeMany": ({ moderation }) => moderation.judgeMany("C2C", ["hello"]),
  "officialAccounts.addSubscribers": ({ officialAccounts }) => officialAccounts.addSubscribers(news, ids),
  "officialAccounts.getInfo": ({ officialAccounts }) => officialAccounts.getInfo([news]),
  "officialAccounts.recall": ({ officialAccounts }) => officialAccounts.recall(news, ["1_2_3"]),
  "officialAccounts.removeSubscribers": ({ officialAccounts }) => officialAccounts.removeSubscribers(news, ids),
  "operations.fileLinks": ({ operations }) => operations.fileLinks(["https://example.com/a.png"]),
  "permissionGroups.addMembers": ({ permissionGroups }) => permissionGroups.addMembers(community, hosts, ids),
  "permissionGroups.addTopics": ({ permissionGroups }) => permissionGroups.addTopics(community, hosts, { [topic]: 1 }),
  "permissionGroups.destroy": ({ permissionGroups }) => permissionGroups.destroy(community, [hosts]),
  "permissionGroups.getTopics": ({ permissionGroups }) => permissionGroups.getTopics(community, hosts, [topic]),
  "permissionGroups.modifyTopics": ({ permissionGroups }) =>
    permissionGroups.modifyTopics(community, hosts, { [topic]: 1 }),
  "permissionGroups.removeMembers": ({ permissionGroups }) => permissionGroups.removeMembers(community, hosts, ids),
  "permissionGroups.removeTopics": ({ permissionGroups }) => permissionGroups.removeTopics(community, hosts, [topic]),
  "push.addTags": ({ push }) => push.addTags(ids, ["tag"]),
  "push.clearTags": ({ push }) => push.clearTags(ids),
  "push.getAttrs": ({ push }) => push.getAttrs(ids),
  "push.getTags": ({ push }) => push.getTags(ids),
  "push.removeAttrs": ({ push }) => push.removeAttrs(ids, ["city"]),
  "push.removeTags": ({ push }) => push.removeTags(ids, ["tag"]),
  "push.setAttrs": ({ push }) => push.setAttrs(ids, { city: "Rome" }),
  "topics.destroy": ({ topics }) => topics.destroy(community, [topic]),
  "topics.get": ({ topics }) => topics.get(community, "alice", [topic])
}

/** Calls the method of an endpoint: by hand, or with a plain body that was made up. */
const callMethodOf = ({ endpoint, implementedBy }: Entry, made: Made): Effect.Effect<unknown, unknown> => {
  const called = byHand[implementedBy]?.(made)
  if (called !== undefined) return called
  const [service, method] = implementedBy.split(".") as [keyof Made, string]
  const methods = made[service] as unknown as { readonly [name: string]: (body: unknown) => Effect.Effect<unknown> }
  const [body] = valuesOf(endpoint.request as never, { count: 1, seed: 2 })
  return methods[method]?.(body) ?? Effect.die(new Error(`there is no method ${implementedBy}`))
}

/** The random numbers that the client itself fills in. */
const filled = { MsgSeq: 1, MsgRandom: 1, Random: 1 }

for (const entry of endpoints) {
  test(`${entry.implementedBy} calls ${entry.endpoint.path}, once and with a body that fits`, async () => {
    const { calls, made } = recording()
    await Effect.runPromise(callMethodOf(entry, made))
    assert.equal(calls.length, 1)
    assert.ok(calls[0]?.endpoint === entry.endpoint, "another endpoint was called")
    const fills = Object.fromEntries(entry.endpoint.fills.map((name) => [name, filled[name]]))
    assert.deepEqual(check(entry.endpoint.request as never, { ...fills, ...calls[0].body }), [])
  })
}

test("every method belongs to one endpoint only", () => {
  const names = endpoints.map(({ implementedBy }) => implementedBy)
  assert.equal(new Set(names).size, names.length)
})

test("a name that is no method of a service does not compile", () => {
  const right: MethodName = "groups.addMembers"
  // @ts-expect-error: groups have no such method
  const wrong: MethodName = "groups.addMember"
  // @ts-expect-error: there is no such service
  const lost: MethodName = "group.addMembers"
  assert.equal(new Set([right, wrong, lost]).size, 3)
})
