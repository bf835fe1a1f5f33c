import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { Accounts, customTag, GroupMessages, Messages, msg, profile, push, readData, textOf } from "../mod.ts"
import { check } from "../src/endpoint/check.ts"
import { batchsendmsg, sendmsg } from "../src/api/messages/endpoints.ts"
import { offlinePushInfo } from "../src/api/messages/offlinePush.ts"
import { sendGroupMsg } from "../src/api/groupMessages/endpoints.ts"
import { timTest } from "./support/suite.ts"

test("a message holds its elements in the order of the steps", () => {
  const message = msg().text("hi ").face(3, "smile").custom({ kind: "gift" }, "sent a gift").text("there").to("bob")
  assert.deepEqual(message.toJSON(), {
    To_Account: "bob",
    MsgBody: [
      { MsgType: "TIMTextElem", MsgContent: { Text: "hi " } },
      { MsgType: "TIMFaceElem", MsgContent: { Index: 3, Data: "smile" } },
      { MsgType: "TIMCustomElem", MsgContent: { Data: `{"kind":"gift"}`, Desc: "sent a gift" } },
      { MsgType: "TIMTextElem", MsgContent: { Text: "there" } }
    ]
  })
  assert.equal(textOf(message.elements), "hi there")
})

test("steps leave the message that they are taken on as it was", () => {
  const template = msg().text("hi").offlinePush(push().title("A"))
  const first = template.from("alice").to("bob").noUnread()
  const second = template.to("carol").syncOtherMachine(false)
  template.text("more")
  assert.deepEqual(template.elements, [{ MsgType: "TIMTextElem", MsgContent: { Text: "hi" } }])
  assert.equal(first.toJSON().From_Account, "alice")
  assert.equal(second.toJSON().From_Account, undefined)
  assert.equal(second.toJSON().SendMsgControl, undefined)
  assert.equal(msg().elements.length, 0)
})

test("custom data is written as JSON once, and texts are sent as they are", () => {
  const dataOf = (data: unknown) => {
    const content = msg().custom(data).elements[0]?.MsgContent
    return content !== undefined && "Data" in content ? content.Data : undefined
  }
  assert.equal(dataOf("plain"), "plain")
  assert.equal(dataOf(`{"a":1}`), `{"a":1}`)
  assert.equal(dataOf({ a: 1 }), `{"a":1}`)
  assert.equal(dataOf([1]), "[1]")
  assert.equal(dataOf(7), "7")
  assert.equal(dataOf(null), "null")
  assert.equal(dataOf(undefined), "null")
})

test("room data is read back as it was written, whatever it is", () => {
  for (const data of [{ id: 7, name: "玫瑰" }, "text", `"quoted"`, 0, null, [1, [2]], true]) {
    const [element] = msg().data("gift", data).elements
    assert.deepEqual(element && readData(element), { msgType: "gift", data })
  }
  const [numeric] = msg().data(3, {}).elements
  assert.deepEqual(numeric && readData(numeric), { msgType: 3, data: {} })
})

test("what is not room data is not read as such", () => {
  const elements = [
    ...msg().text("x").elements,
    ...msg().custom("no json").elements,
    ...msg().custom({ kind: "gift" }).elements,
    ...msg().custom({ msgType: { not: "a word" } }).elements,
    ...msg().custom("null").elements
  ]
  for (const element of elements) assert.equal(readData(element), undefined)
})

const media = {
  sound: { Url: "https://a.example/s", UUID: "s", Size: 1, Second: 2 },
  file: { Url: "https://a.example/f", UUID: "f", FileSize: 1, FileName: "a.txt" },
  image: {
    UUID: "i",
    ImageFormat: 1,
    ImageInfoArray: [{ Type: 1, Size: 1, Width: 1, Height: 1, URL: "https://a.example/i" }]
  },
  video: {
    VideoUrl: "https://a.example/v",
    VideoUUID: "v",
    ThumbUrl: "https://a.example/t",
    ThumbUUID: "t",
    ThumbWidth: 1,
    ThumbHeight: 1
  }
} as const

const everything = msg()
  .text("t").face(1).location({ latitude: 1.5, longitude: -2.5, desc: "d" })
  .sound(media.sound).file(media.file).image(media.image).video(media.video)
  .relay({ MsgNum: 1, MsgList: [] })
  .custom({ a: 1 }, "desc", { ext: { b: 2 }, sound: "s.caf" })
  .from("alice").cloudCustomData({ c: 3 }).offlinePush((p) => p.title("T").desc("D")).supportExtension().noUnread()
  .noLastMsg().noMsgCheck()

const withRandom = (body: object) => ({ ...body, MsgRandom: 1, MsgSeq: 1, Random: 1 })

test("every step makes what the endpoints' schemas take", () => {
  const direct = everything.to("bob").syncOtherMachine(true).msgLifeTime(60).msgSeq(1).msgRandom(2).msgTimeStamp(3)
    .needReadReceipt().withMuteNotifications().forbidCallback("before").forbidCallback("after")
  assert.deepEqual(
    check(sendmsg.request as never, withRandom(direct.toJSON()), { strict: true }).filter(({ path }) =>
      path !== "Random"
    ),
    []
  )
  assert.deepEqual(direct.toJSON().ForbidCallbackControl, ["ForbidBeforeSendMsgCallback", "ForbidAfterSendMsgCallback"])
  const batch = everything.to(["bob", "carol"]).syncOtherMachine(false)
  assert.deepEqual(check(batchsendmsg.request as never, withRandom(batch.toJSON())), [])
  const group = everything.toGroup("room").priority("High").at("bob").atAll().only(["bob"]).needReadReceipt()
    .forbidCallback("before").random(5)
  assert.deepEqual(check(sendGroupMsg.request as never, withRandom(group.toJSON())), [])
  assert.deepEqual(group.toJSON().GroupAtInfo, [{ GroupAtAllFlag: 0, GroupAt_Account: "bob" }, { GroupAtAllFlag: 1 }])
})

test("an offline push holds the settings of every vendor", () => {
  const info = push().title("T").desc("D").ext({ a: 1 }).badge({ add: 3 }).badge({ set: 9 }).template("1400000000-1", {
    x: "y"
  })
    .inLanguage("en", { title: "Title" }).inLanguage("zh-hant", { desc: "描述" })
    .android({ Sound: "ring" })
    .huawei({ channel: "h", category: "IM", importance: "NORMAL", image: "https://a.example/h" })
    .honor({ importance: "LOW" }).xiaomi({ channel: "x" }).meizu({ noticeMsgType: 1 })
    .oppo({ channel: "o", category: "IM", notifyLevel: 16, privateMessage: { templateId: "t", title: { a: "b" } } })
    .vivo({ classification: 1, category: "IM", notifyType: 4 })
    .google({ channel: "g", priority: "high" })
    .ios({ Sound: "s.caf", BadgeMode: 1, Title: "iT", SubTitle: "iS", Image: "https://a.example/i", MutableContent: 1 })
    .liveActivity({ LaId: "l", Event: "update", ContentState: { score: 1 } })
    .harmony({ Category: "IM", Sound: "h", SoundDuration: 3 })
    .toJSON()
  assert.deepEqual(check(offlinePushInfo() as never, info, { strict: true }), [])
  assert.equal(info.Ext, `{"a":1}`)
  assert.equal(info.AndroidInfo?.OPPOChannelID, "o")
  assert.equal(info.AndroidInfo?.Sound, "ring")
  assert.deepEqual(info.MultiLanguageContent?.map(({ Language }) => Language), ["en", "zh-hant"])
  assert.equal(info.ApnsInfo?.LiveActivity?.LaId, "l")
  assert.equal(push().off().toJSON().PushFlag, 1)
})

test("a push may be a builder, a function or the wire's own shape", () => {
  const info = (input: Parameters<ReturnType<typeof msg>["offlinePush"]>[0]) =>
    msg().text("x").offlinePush(input).to("bob").toJSON().OfflinePushInfo
  assert.deepEqual(info(push().title("T")), { Title: "T" })
  assert.deepEqual(info((p) => p.title("T")), { Title: "T" })
  assert.deepEqual(info({ Title: "T" }), { Title: "T" })
})

test("a profile holds the fields of its steps, the last one of each", () => {
  assert.deepEqual(
    profile().nick("A").gender("female").allowType("needConfirm").birthday(20190419).richLv(3).charmLv(0).isRobot(true)
      .nick("B").tag("Tag_Profile_Custom_x", "y").toJSON(),
    [
      { Tag: "Tag_Profile_IM_Gender", Value: "Gender_Type_Female" },
      { Tag: "Tag_Profile_IM_AllowType", Value: "AllowType_Type_NeedConfirm" },
      { Tag: "Tag_Profile_IM_BirthDay", Value: 20190419 },
      { Tag: "Tag_Profile_Custom_richLv", Value: "3" },
      { Tag: "Tag_Profile_Custom_charmLv", Value: "0" },
      { Tag: "Tag_Profile_Custom_isRobot", Value: "1" },
      { Tag: "Tag_Profile_IM_Nick", Value: "B" },
      { Tag: "Tag_Profile_Custom_x", Value: "y" }
    ]
  )
})

test("an app's own fields become steps of its own builder", () => {
  const ours = profile.extend({ vip: customTag.integer("vip"), city: customTag.text("city") })
  assert.deepEqual(ours().vip(7).city("SZ").nick("A").for("alice").toJSON(), {
    From_Account: "alice",
    ProfileItem: [
      { Tag: "Tag_Profile_Custom_vip", Value: "7" },
      { Tag: "Tag_Profile_Custom_city", Value: "SZ" },
      { Tag: "Tag_Profile_IM_Nick", Value: "A" }
    ]
  })
})

/** Never called: what must not compile does not. */
export const compileTime = Effect.gen(function*() {
  const messages = yield* Messages
  const groupMessages = yield* GroupMessages
  // @ts-expect-error a message without a receiver cannot be sent
  yield* messages.send(msg().text("hi"))
  // @ts-expect-error a message to a group is not one to an account
  yield* messages.send(msg().text("hi").toGroup("room"))
  // @ts-expect-error nor the other way round
  yield* groupMessages.send(msg().text("hi").to("bob"))
  // @ts-expect-error a message to many goes by sendBatch
  yield* messages.send(msg().text("hi").to(["bob"]))
  // @ts-expect-error a message to a group has no SyncOtherMachine
  msg().toGroup("room").syncOtherMachine(true)
  // @ts-expect-error a message to an account has no priority
  msg().to("bob").priority("High")
  // @ts-expect-error the service fires no webhooks for batches
  msg().to(["bob"]).forbidCallback("before")
  // @ts-expect-error a gender is a word
  profile().gender(1)
  // @ts-expect-error a level is a number
  profile().richLv("3")
  // @ts-expect-error a field that nobody configured
  profile().vip(3)
  // @ts-expect-error a priority is one of three
  msg().toGroup("room").priority("Urgent")
  // @ts-expect-error a place needs both coordinates
  msg().location({ latitude: 1 })
  // @ts-expect-error OPPO knows three levels
  push().oppo({ notifyLevel: 3 })
})

timTest("every element arrives as it was built", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const messages = yield* Messages
    yield* accounts.importMany(["alice", "bob"])
    yield* messages.send(everything.to("bob"))
    const [received] = yield* Stream.runCollect(messages.history("bob", "alice"))
    assert.deepEqual(received?.MsgBody, everything.elements)
    assert.equal(received?.CloudCustomData, `{"c":3}`)
  }))
