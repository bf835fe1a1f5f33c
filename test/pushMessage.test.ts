import assert from "node:assert/strict"
import { test } from "node:test"
import {
  allMemberPush,
  AllMemberMessage,
  type AllMemberPushRequest,
  AttrsOf,
  type Connection,
  type MemberPushCondition,
  msg,
  push,
  type PushBatchRequest,
  type PushCondition,
  pushCondition,
  PushMessage,
  pushMessage,
  type PushRequest,
  TagsOf
} from "../mod.ts"

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

test("a condition is built step by step, and each step leaves the former one as it was", () => {
  const any = pushCondition().anyTag("a")
  const more = any.anyTag("b").allTags("c", "d").notAllTags("e")
  assert.deepEqual(json(any), { TagsOr: ["a"] })
  assert.deepEqual(json(more), { TagsOr: ["a", "b"], TagsAnd: ["c", "d"], TagsNot: ["e"] })
  const attrs = pushCondition().allAttrs({ city: "Paris" })
  assert.deepEqual(json(attrs.anyAttr({ level: "1" }).allAttrs({ sex: "f" })), {
    AttrsAnd: { city: "Paris", sex: "f" },
    AttrsOr: { level: "1" }
  })
  assert.deepEqual(json(attrs), { AttrsAnd: { city: "Paris" } })
})

test("a push is built step by step, and each step leaves the former one as it was", () => {
  const sale = pushMessage().from("shop").title("Sale").desc("Half price").ext({ page: 1 })
  const tagged = sale.where((condition) => condition.anyTag("shoes")).dataId("sale-1").msgRandom(7)
  assert.deepEqual(json(sale), {
    From_Account: "shop",
    OfflinePushInfo: { Title: "Sale", Desc: "Half price", Ext: "{\"page\":1}" }
  })
  assert.deepEqual(json(tagged), {
    From_Account: "shop",
    OfflinePushInfo: { Title: "Sale", Desc: "Half price", Ext: "{\"page\":1}" },
    Condition: { TagsOr: ["shoes"] },
    DataId: "sale-1",
    MsgRandom: 7
  })
  assert.deepEqual(json(sale.dataId("sale-1").msgRandom(7).to(["alice", "bob"])), {
    From_Account: "shop",
    To_Account: ["alice", "bob"],
    OfflinePushInfo: { Title: "Sale", Desc: "Half price", Ext: "{\"page\":1}" },
    DataId: "sale-1",
    MsgRandom: 7
  })
  assert.deepEqual(json(pushMessage()), {})
})

test("a push takes a message as a draft, as a function, or in the wire's own shape", () => {
  const hi = [{ MsgType: "TIMTextElem", MsgContent: { Text: "hi" } }] as const
  for (const body of [msg().text("hi"), (draft: ReturnType<typeof msg>) => draft.text("hi"), hi]) {
    assert.deepEqual(json(pushMessage().body(body).onlineOnly()), { MsgBody: hi, OnlineOnlyFlag: 1 })
    assert.deepEqual(json(allMemberPush(body)), { MsgBody: hi })
  }
})

test("an offline push is replaced by a whole one, and gone on with by a function", () => {
  const titled = pushMessage().title("Sale")
  assert.deepEqual(json(titled.offlinePush((push) => push.badge({ add: 1 }))), {
    OfflinePushInfo: { Title: "Sale", BadgeAddNum: 1 }
  })
  assert.deepEqual(json(titled.offlinePush(push().desc("Half price"))), { OfflinePushInfo: { Desc: "Half price" } })
  assert.deepEqual(json(titled.offlinePush({ PushFlag: 1 })), { OfflinePushInfo: { PushFlag: 1 } })
  assert.deepEqual(json(titled), { OfflinePushInfo: { Title: "Sale" } })
})

test("a push of the older generation is built likewise", () => {
  const plain = allMemberPush(msg().text("hi"))
  const built = plain
    .from("shop").title("Sale").desc("Half price").ext("x").offlinePush((push) => push.badge({ set: 1 }))
    .msgLifeTime(60).msgRandom(7).where({ AttrsOr: { city: "Paris" } })
  assert.deepEqual(json(built), {
    MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "hi" } }],
    From_Account: "shop",
    OfflinePushInfo: { Title: "Sale", Desc: "Half price", Ext: "x", BadgeSetNum: 1 },
    MsgLifeTime: 60,
    MsgRandom: 7,
    Condition: { AttrsOr: { city: "Paris" } }
  })
  assert.deepEqual(Object.keys(plain.toJSON()), ["MsgBody"])
})

test("a condition has steps of one kind only", () => {
  const tags: object = pushCondition().anyTag("a")
  const attrs: object = pushCondition().anyAttr({ city: "Paris" })
  assert.ok(tags instanceof TagsOf && attrs instanceof AttrsOf)
  assert.deepEqual(["anyAttr" in tags, "allAttrs" in tags, "anyTag" in attrs, "allTags" in attrs], [
    false,
    false,
    false,
    false
  ])
})

/* What must hold at compile time. A contract that is broken fails the type check. */

type Expect<T extends true> = T
type Not<T extends boolean> = T extends true ? false : true
type Fits<T, Target> = [T] extends [Target] ? true : false
type Has<T, Key extends PropertyKey> = Key extends keyof T ? true : false

const anyTag = () => pushCondition().anyTag("a")
const notAll = () => anyTag().notAllTags("b")
const anyAttr = () => pushCondition().anyAttr({ city: "Paris" })
const notification = () => pushMessage().title("Sale")
const signed = () => notification().from("shop")
const withBody = () => signed().body(msg().text("hi"))
const withCondition = () => signed().where(anyTag())

type Made<F extends () => { toJSON(): unknown }> = ReturnType<ReturnType<F>["toJSON"]>
/** Whether a push may be turned into one to listed users. */
type CanBeListed<F extends () => { to: (...args: never) => unknown }> = Fits<
  ReturnType<F>,
  ThisParameterType<ReturnType<F>["to"]>
>

export type Contracts = [
  // Tags and attributes cannot be mixed: not by steps, not on the wire.
  Expect<Not<Has<ReturnType<typeof anyTag>, "anyAttr">>>,
  Expect<Not<Has<ReturnType<typeof anyTag>, "allAttrs">>>,
  Expect<Not<Has<ReturnType<typeof anyAttr>, "anyTag">>>,
  Expect<Not<Has<ReturnType<typeof anyAttr>, "notAllTags">>>,
  Expect<Not<Fits<{ TagsOr: string[]; AttrsOr: { city: string } }, PushCondition>>>,
  Expect<Not<Fits<{ TagsNot: string[]; AttrsAnd: { city: string } }, PushCondition>>>,
  Expect<Fits<Made<typeof notAll>, PushCondition>>,
  Expect<Fits<Made<typeof anyAttr>, PushCondition>>,
  // The older generation cannot leave out tags.
  Expect<Fits<Made<typeof anyTag>, MemberPushCondition>>,
  Expect<Not<Fits<Made<typeof notAll>, MemberPushCondition>>>,
  // Only a notification with a sender, without message and condition, goes to listed users.
  Expect<CanBeListed<typeof signed>>,
  Expect<Not<CanBeListed<typeof notification>>>,
  Expect<Not<CanBeListed<typeof withBody>>>,
  Expect<Not<CanBeListed<typeof withCondition>>>,
  // What is built is what the services take.
  Expect<Fits<Made<typeof withBody>, PushRequest>>,
  Expect<Fits<ReturnType<ReturnType<ReturnType<typeof signed>["to"]>["toJSON"]>, PushBatchRequest>>,
  Expect<Fits<ReturnType<AllMemberMessage["toJSON"]>, AllMemberPushRequest>>,
  Expect<Fits<[PushMessage], Parameters<Connection["push"]["send"]>>>,
  // Users come with the same for each, or each with their own.
  Expect<Fits<[string[], string[]], Parameters<Connection["push"]["addTags"]>>>,
  Expect<Fits<[{ To_Account: string; Tags: string[] }[]], Parameters<Connection["push"]["addTags"]>>>,
  Expect<Not<Fits<[{ To_Account: string; Attrs: object }[]], Parameters<Connection["push"]["addTags"]>>>>
]
