import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import {
  Accounts,
  CurrentCallLimits,
  ErrorCode,
  GroupMessages,
  Groups,
  isElement,
  Messages,
  Operations,
  Profiles,
  Robots,
  TimClient
} from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { startSeconds, timTest } from "./support/suite.ts"

const ids = (count: number) => Array.from({ length: count }, (_, index) => `@RBT#${index}`)

/** The room to which streams go, and what its history says of them. */
const makeStreamRoom = Effect.gen(function*() {
  const groups = yield* Groups
  yield* groups.create("Public", "Room", { GroupId: "room" })
})

const lastInRoom = Effect.gen(function*() {
  const messages = yield* GroupMessages
  const { RspMsgList } = yield* messages.getHistory("room", 1)
  return RspMsgList?.[0]
})

timTest("a robot is an account with a profile, and is listed until it is disabled", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const profiles = yield* Profiles
    const robots = yield* Robots
    const operations = yield* Operations
    assert.deepEqual(yield* robots.list(), [])
    yield* robots.create("@RBT#guide", { Nick: "Guide", FaceUrl: "g.png", SelfSignature: "I know the way" })
    yield* robots.create({ UserID: "@RBT#guide", Nick: "The guide" })
    assert.deepEqual(yield* robots.list(), ["@RBT#guide"])
    const { ok } = yield* profiles.read(["@RBT#guide"], ["nick", "image", "selfSignature"])
    assert.deepEqual(ok, [
      { userId: "@RBT#guide", nick: "The guide", image: "g.png", selfSignature: "I know the way" }
    ])
    const { Result: [today] } = yield* operations.dailyFigures(["RegistUserNumOneDay"])
    assert.equal(today?.RegistUserNumOneDay, "1")
    yield* robots.delete("@RBT#guide")
    assert.deepEqual(yield* robots.list(), [])
    const { ok: checked } = yield* accounts.check(["@RBT#guide"])
    assert.deepEqual(checked, [{ UserID: "@RBT#guide", imported: true }])
    yield* refusedWith(ErrorCode.GroupParameterInvalid, robots.delete("@RBT#guide"))
  }))

timTest("an app has at most 20 robots, and those whose accounts are gone do not count", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const robots = yield* Robots
    for (const id of ids(20)) yield* robots.create(id)
    yield* robots.create("@RBT#0")
    yield* refusedWith(ErrorCode.GroupPlanRequired, robots.create("@RBT#20"))
    const { ok } = yield* accounts.check(["@RBT#20"])
    assert.deepEqual(ok, [{ UserID: "@RBT#20", imported: false }])
    yield* accounts.delete(["@RBT#7"])
    yield* robots.create("@RBT#20")
    assert.deepEqual(yield* robots.list(), ids(21).filter((id) => id !== "@RBT#7"))
  }))

timTest("the id of a robot begins with @RBT# and is at most 32 bytes long", () =>
  Effect.gen(function*() {
    const robots = yield* Robots
    const client = yield* TimClient
    const call = (name: string, body: object) => client.call(`v4/openim_robot_http_svc/${name}`, body)
    yield* notSent("UserID", robots.create("guide"))
    yield* notSent("UserID", robots.create("@RBT#"))
    yield* notSent("UserID", robots.create(`@RBT#${"x".repeat(28)}`))
    yield* notSent("SelfSignature", robots.create("@RBT#guide", { SelfSignature: "x".repeat(501) }))
    yield* notSent("Robot_Account", robots.delete("guide"))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, call("create_robot", { UserID: "guide" }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, call("create_robot", {}))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, call("delete_robot", { Robot_Account: "guide" }))
  }))

timTest("only administrators list robots", () =>
  Effect.gen(function*() {
    const { app, options, transport } = yield* Emulator
    const client = yield* TimClient
    app().accounts.add("alice")
    const userSig = yield* client.signFor("alice")
    const { body } = yield* transport.send({
      baseUrl: client.baseUrl,
      path: "v4/openim_robot_http_svc/get_all_robots",
      query: `sdkappid=${options.sdkAppId}&identifier=alice&contenttype=json&random=1` +
        `&usersig=${encodeURIComponent(userSig)}`,
      body: "{}"
    })
    assert.equal((JSON.parse(body) as { readonly ErrorCode: number }).ErrorCode, ErrorCode.AdminRequired)
  }))

timTest("a robot's text grows piece by piece in one message until it is finished", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const messages = yield* Messages
    const robots = yield* Robots
    const shown = Effect.map(Stream.runCollect(messages.history("alice", "@RBT#guide")), (history) =>
      history.map(({ From_Account, MsgBody: [element] }) => {
        assert.ok(element !== undefined && isElement(element, "TIMCustomElem"))
        return [From_Account, JSON.parse(element.MsgContent.Data ?? "")] as const
      }))
    const text = (chunks: ReadonlyArray<string>, isFinished: number) => [
      ["@RBT#guide", { chatbotPlugin: 2, src: 2, chunks, isFinished }]
    ]
    yield* accounts.importMany(["alice", "bob"])
    yield* robots.create("@RBT#guide")
    const { MsgKey } = yield* robots.sendStreamText("@RBT#guide", "alice", "Turn ")
    assert.match(MsgKey, new RegExp(`^\\d+_\\d+_${startSeconds}$`))
    assert.deepEqual(yield* shown, text(["Turn "], 0))
    const next = yield* robots.sendStreamText("@RBT#guide", "alice", "left", { MsgKey })
    assert.equal(next.MsgKey, MsgKey)
    assert.deepEqual(yield* shown, text(["Turn ", "left"], 0))
    yield* refusedWith(
      ErrorCode.GroupParameterInvalid,
      robots.sendStreamText("@RBT#guide", "bob", "left", { MsgKey })
    )
    yield* robots.sendStreamText("@RBT#guide", "alice", ".", { MsgKey, Finish: 1 })
    assert.deepEqual(yield* shown, text(["Turn ", "left", "."], 1))
    assert.equal((yield* messages.getUnreadCount("alice")).AllC2CUnreadMsgNum, 1)
    yield* refusedWith(
      ErrorCode.GroupParameterInvalid,
      robots.sendStreamText("@RBT#guide", "alice", "!", { MsgKey })
    )
  }))

timTest("only robots send such texts, and only to accounts that exist", () =>
  Effect.gen(function*() {
    const robots = yield* Robots
    yield* robots.create("@RBT#guide")
    yield* refusedWith(
      ErrorCode.GroupParameterInvalid,
      robots.sendStreamText("administrator", "@RBT#guide", "hi")
    )
    yield* refusedWith(ErrorCode.GroupParameterInvalid, robots.sendStreamText("@RBT#guide", "nobody", "hi"))
    yield* robots.delete("@RBT#guide")
    yield* refusedWith(
      ErrorCode.GroupParameterInvalid,
      robots.sendStreamText("@RBT#guide", "administrator", "hi")
    )
  }))

timTest("a message is written into a group piece by piece", () =>
  Effect.gen(function*() {
    yield* makeStreamRoom
    const robots = yield* Robots
    yield* robots.create("@RBT#guide")
    const from = { From_Account: "@RBT#guide" }
    const first = yield* robots.sendGroupStream(
      "room",
      { index: 1, markdown: "**Turn** ", compatibleText: "…" },
      { ...from, CloudCustomData: "c" }
    )
    const streamMsgId = first.StreamMsgID
    assert.deepEqual([first.MsgSeq, first.MsgTime], [1, startSeconds])
    assert.equal((yield* lastInRoom)?.From_Account, "@RBT#guide")
    yield* TestClock.adjust("14 seconds")
    const second = yield* robots.sendGroupStream("room", { index: 2, markdown: "left", streamMsgId }, from)
    assert.deepEqual([second.StreamMsgID, second.MsgSeq], [streamMsgId, 1])
    yield* TestClock.adjust("14 seconds")
    yield* robots.sendGroupStream("room", { index: 5, markdown: ".", streamMsgId, last: true }, from)
    const message = yield* lastInRoom
    assert.deepEqual([message?.MsgSeq, message?.CloudCustomData], [1, "c"])
    assert.deepEqual(message?.MsgBody, [{
      MsgType: "TIMStreamElem",
      MsgContent: {
        Chunks: [
          { EventType: "data", Index: 1, Markdown: "**Turn** ", IsLast: false },
          { EventType: "data", Index: 2, Markdown: "left", IsLast: false },
          { EventType: "data", Index: 5, Markdown: ".", IsLast: true }
        ],
        CompatibleText: "…",
        StreamMsgID: streamMsgId
      }
    }])
    yield* refusedWith(
      ErrorCode.GroupParameterInvalid,
      robots.sendGroupStream("room", { index: 6, markdown: "!", streamMsgId }, from)
    )
  }))

timTest("a stream ends after 15 seconds of silence", () =>
  Effect.gen(function*() {
    yield* makeStreamRoom
    const robots = yield* Robots
    const { StreamMsgID } = yield* robots.sendGroupStream("room", { index: 1, markdown: "a" })
    const go = robots.sendGroupStream("room", { index: 2, markdown: "b", streamMsgId: StreamMsgID })
    yield* TestClock.adjust("15001 millis")
    yield* refusedWith(ErrorCode.GroupParameterInvalid, go)
  }))

timTest("streams that break the rules are refused", () =>
  Effect.gen(function*() {
    const robots = yield* Robots
    const client = yield* TimClient
    const piece = { index: 1, markdown: "a" }
    yield* refusedWith(ErrorCode.GroupNotFound, robots.sendGroupStream("room", piece))
    yield* makeStreamRoom
    yield* refusedWith(ErrorCode.GroupNotFound, robots.sendGroupStream("other", piece))
    yield* refusedWith(
      ErrorCode.GroupParameterInvalid,
      robots.sendGroupStream("room", piece, { From_Account: "nobody" })
    )
    const { StreamMsgID } = yield* robots.sendGroupStream("room", piece)
    const streamMsgId = StreamMsgID
    yield* refusedWith(ErrorCode.GroupParameterInvalid, robots.sendGroupStream("room", { ...piece, streamMsgId }))
    const half = { index: 2, markdown: "x".repeat(70_000), streamMsgId }
    yield* robots.sendGroupStream("room", half)
    yield* refusedWith(ErrorCode.MessageBodyTooLarge, robots.sendGroupStream("room", { ...half, index: 3 }))
    const MsgBody = [{
      MsgType: "TIMStreamElem",
      MsgContent: { Chunks: [{ EventType: "data", Index: 1, Markdown: "a", IsLast: false }] }
    }]
    const send = (body: object) => client.call("v4/stream_msg/send_group_stream_msg", { GroupId: "room", ...body })
    yield* refusedWith(ErrorCode.GroupParameterInvalid, send({ MsgBody }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, send({ Random: 1, MsgBody: [...MsgBody, ...MsgBody] }))
    const { ErrorCode: code } = yield* send({ Random: 1, MsgBody })
    assert.equal(code, 0)
  }))

timTest("a stream takes five further pieces a second", () =>
  Effect.gen(function*() {
    yield* makeStreamRoom
    const robots = yield* Robots
    const { StreamMsgID } = yield* robots.sendGroupStream("room", { index: 1, markdown: "a" })
    const go = (index: number) =>
      robots.sendGroupStream("room", { index, markdown: "b", streamMsgId: StreamMsgID }).pipe(
        Effect.provideService(CurrentCallLimits, { maxAttempts: 1 })
      )
    for (const index of [2, 3, 4, 5, 6]) yield* go(index)
    yield* refusedWith(ErrorCode.RestApiRateLimited, go(7))
    yield* TestClock.adjust("1 second")
    assert.equal((yield* go(7)).StreamMsgID, StreamMsgID)
  }))

timTest("an app of the trial edition begins 1000 streams a day", () =>
  Effect.gen(function*() {
    yield* makeStreamRoom
    const robots = yield* Robots
    const { app } = yield* Emulator
    const go = robots.sendGroupStream("room", { index: 1, markdown: "a", last: true })
    yield* go
    for (let count = 1; count < 1_000; count++) app().streams.begin("20231115")
    yield* refusedWith(ErrorCode.TrialDailyVolumeExceeded, go)
    yield* TestClock.adjust("1 day")
    assert.notEqual((yield* go).StreamMsgID, "")
  }), { edition: "trial" })
