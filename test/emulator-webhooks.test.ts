import assert from "node:assert/strict"
import { test } from "node:test"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import { Accounts, CurrentCallLimits, Messages, msg, textOf } from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import type { WebhookReceiver, WebhookSettings } from "../src/emulator/state/Webhooks.ts"
import { drop, type EventOf, make, refuse, replaceBody } from "../src/webhook/mod.ts"
import { refusedWith } from "./support/assertions.ts"
import { startSeconds, timTest } from "./support/suite.ts"

const sdkAppId = 1400000000
const token = "canary-token"

/** Sends the webhooks of a test's emulator somewhere. */
const webhooksTo = (target: WebhookReceiver, settings: Partial<WebhookSettings> = {}) =>
  Effect.map(Emulator, (service) => {
    const { webhooks } = service.app()
    webhooks.settings = { target, token, ...settings }
    return webhooks
  })

const people = Effect.gen(function*() {
  const accounts = yield* Accounts
  yield* accounts.importMany(["alice", "bob"])
  return yield* Messages
})

const hi = (text: string) => msg().text(text).from("alice").to("bob")

const textsAt = (userId: string, peerId: string) =>
  Effect.gen(function*() {
    const messages = yield* Messages
    const { MsgList } = yield* messages.getHistory(userId, peerId, {
      MaxCnt: 20,
      MinTime: 0,
      MaxTime: startSeconds + 60
    })
    return MsgList.map(({ MsgBody }) => textOf(MsgBody))
  })

timTest(
  "a message that the app refuses, drops or changes is refused, dropped and changed",
  () =>
    Effect.gen(function*() {
      const messages = yield* people
      const after: Array<EventOf<"C2C.CallbackAfterSendMsg">> = []
      const { handle } = yield* make({
        sdkAppId,
        tokens: token,
        on: {
          "C2C.CallbackBeforeSendMsg": ({ body }) => {
            const text = textOf(body.MsgBody)
            if (text === "refuse") return refuse()
            if (text === "refuse by code") return refuse(120001, "not here")
            if (text === "drop") return drop()
            if (text === "change") return replaceBody(msg().text("***"), "changed")
            return undefined
          },
          "C2C.CallbackAfterSendMsg": (event) => void after.push(event)
        }
      })
      const webhooks = yield* webhooksTo(handle)
      yield* refusedWith(20006, messages.send(hi("refuse")))
      yield* refusedWith(120001, messages.send(hi("refuse by code")))
      const dropped = yield* messages.send(hi("drop"))
      assert.match(dropped.MsgKey, /^\d+_\d+_\d+$/)
      yield* messages.send(hi("change"))
      yield* TestClock.adjust(1_000)
      yield* messages.send(hi("pass"))
      assert.deepEqual(yield* textsAt("bob", "alice"), ["***", "pass"])
      yield* webhooks.settled
      assert.deepEqual(after.map(({ body }) => textOf(body.MsgBody)), ["***", "pass"])
      assert.equal(after[0]?.body.CloudCustomData, "changed")
      assert.deepEqual(after.map(({ body }) => body.UnreadMsgNum), [1, 2])
      assert.equal(after[0]?.query.OptPlatform, "RESTAPI")
      assert.equal(after[0]?.time, startSeconds * 1000)
    })
)

timTest("a caller can keep webhooks out of a message", () =>
  Effect.gen(function*() {
    const messages = yield* people
    const { handle } = yield* make({ sdkAppId, tokens: token, on: { "C2C.CallbackBeforeSendMsg": () => refuse() } })
    const webhooks = yield* webhooksTo(handle)
    yield* messages.send({
      From_Account: "alice",
      To_Account: "bob",
      MsgBody: msg().text("hi").elements,
      ForbidCallbackControl: ["ForbidBeforeSendMsgCallback", "ForbidAfterSendMsgCallback"]
    })
    yield* webhooks.settled
    assert.deepEqual(webhooks.deliveries, [])
  }))

timTest("only the commands that are switched on are sent", () =>
  Effect.gen(function*() {
    const messages = yield* people
    const { handle } = yield* make({ sdkAppId, tokens: token })
    const webhooks = yield* webhooksTo(handle, { commands: ["C2C.CallbackAfterSendMsg"] })
    yield* messages.send(hi("hi"))
    yield* webhooks.settled
    assert.deepEqual(webhooks.deliveries.map(({ command }) => command), ["C2C.CallbackAfterSendMsg"])
  }))

timTest("a question that nobody answers counts after two seconds as the console says", () =>
  Effect.gen(function*() {
    const messages = yield* people
    const asked: Array<Deferred.Deferred<void>> = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
    let calls = 0
    const silent: WebhookReceiver = () =>
      Effect.andThen(Deferred.succeed(asked[calls++] as Deferred.Deferred<void>, undefined), Effect.never)
    const webhooks = yield* webhooksTo(silent, { commands: ["C2C.CallbackBeforeSendMsg"] })
    const send = (text: string) => Effect.forkChild(Effect.exit(messages.send(hi(text))))
    const first = yield* send("delivered")
    yield* Deferred.await(asked[0] as Deferred.Deferred<void>)
    yield* TestClock.adjust(1_999)
    assert.equal(first.pollUnsafe(), undefined)
    yield* TestClock.adjust(1)
    yield* Fiber.join(first)
    assert.deepEqual(yield* textsAt("bob", "alice"), ["delivered"])
    webhooks.settings = { ...webhooks.settings, target: silent, whenFailing: "refuse" }
    const second = yield* Effect.forkChild(refusedWith(80003, messages.send(hi("lost"))))
    yield* Deferred.await(asked[1] as Deferred.Deferred<void>)
    yield* TestClock.adjust(2_000)
    yield* Fiber.join(second)
    assert.deepEqual(webhooks.deliveries.map(({ duration, failure }) => [failure, duration]), [
      ["time-out", 2_000],
      ["time-out", 2_000]
    ])
  }).pipe(Effect.provideService(CurrentCallLimits, { maxAttempts: 1 })))

timTest("answers that are none are logged with what is wrong", () =>
  Effect.gen(function*() {
    const messages = yield* people
    const answers: ReadonlyArray<readonly [string, () => Response]> = [
      ["HTTP status", () => new Response("{}", { status: 500 })],
      ["no JSON object", () => new Response("OK")],
      ["no JSON object", () => Response.json([])],
      ["answer not valid", () => Response.json({ ErrorCode: "0" })],
      ["not reached", () => {
        throw new TypeError("refused")
      }]
    ]
    let answer: () => Response = () => new Response()
    const webhooks = yield* webhooksTo(() => Effect.sync(() => answer()), { commands: ["C2C.CallbackBeforeSendMsg"] })
    for (const [, each] of answers) {
      answer = each
      yield* messages.send(hi("passes"))
    }
    assert.deepEqual(webhooks.deliveries.map(({ failure }) => failure), answers.map(([failure]) => failure))
    assert.doesNotMatch(JSON.stringify(webhooks.deliveries), /canary-token|"Sign"/)
  }))

timTest(
  "what has happened is told once more after a time-out, where that is switched on",
  () =>
    Effect.gen(function*() {
      const messages = yield* people
      const asked = yield* Deferred.make<void>()
      const again = yield* Deferred.make<void>()
      let calls = 0
      const webhooks = yield* webhooksTo(
        () =>
          calls++ === 0
            ? Effect.andThen(Deferred.succeed(asked, undefined), Effect.never)
            : Effect.as(Deferred.succeed(again, undefined), Response.json({ ErrorCode: 0 })),
        { commands: ["C2C.CallbackAfterSendMsg"], repeat: true }
      )
      yield* messages.send(hi("hi"))
      yield* Deferred.await(asked)
      yield* TestClock.adjust(2_000)
      yield* Deferred.await(again)
      yield* webhooks.settled
      assert.deepEqual(webhooks.deliveries.map(({ failure }) => failure), ["time-out", undefined])
      yield* webhooks.resend(1)
      assert.equal(calls, 3)
    })
)

timTest("a message that keywords refuse is told as failed", () =>
  Effect.gen(function*() {
    const messages = yield* people
    const service = yield* Emulator
    const word = { keyword: "casino", wordType: 1, filterType: 2, replacement: "" } as const
    service.app().moderation.addLocal(word, startSeconds)
    const after: Array<EventOf<"C2C.CallbackAfterSendMsg">> = []
    const { handle } = yield* make({
      sdkAppId,
      tokens: token,
      on: { "C2C.CallbackAfterSendMsg": (event) => void after.push(event) }
    })
    const webhooks = yield* webhooksTo(handle)
    yield* refusedWith(80001, messages.send(hi("casino")))
    yield* webhooks.settled
    assert.deepEqual(after.map(({ body }) => [body.SendMsgResult, body.UnreadMsgNum]), [[80001, -1]])
  }))

test("an emulator can be made with its webhooks", async () => {
  const { emulator } = await import("../src/emulator/mod.ts")
  const { recorder } = await import("../src/testing/mod.ts")
  const { connect } = await import("../mod.ts")
  const webhooks = recorder({ sdkAppId, tokens: token })
  const service = emulator({ sdkAppId, webhooks: { target: webhooks.handle, token } })
  await using tim = await connect(service.options)
  await tim.messages.send(msg().text("hi").to("administrator"))
  const { body } = await webhooks.waitFor("C2C.CallbackAfterSendMsg")
  assert.equal(textOf(body.MsgBody), "hi")
})
