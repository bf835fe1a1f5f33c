import assert from "node:assert/strict"
import { test } from "node:test"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as Layer from "effect/Layer"
import { connect, type Connection, msg, textOf, TimError } from "../mod.ts"
import { server } from "../examples/audit.ts"
import moderation from "../examples/moderation.ts"
import webhook from "../examples/webhook.ts"
import { Blocklist, webhooks } from "../examples/webhookBackend.ts"
import { Emulator, emulator, type EmulatorService } from "../src/emulator/mod.ts"
import { callback } from "../src/testing/mod.ts"

const sdkAppId = 1400000000
const token = "token from the console"

const refusedWith = (code: number, info: string) => (error: unknown): boolean =>
  error instanceof TimError && error.reason._tag === "Refused" && error.reason.code === code &&
  error.reason.errorInfo === info

/** A request of the emulator, which sends to the root, at another path. */
const at = (path: string, request: Request): Request => new Request(request.url.replace("/?", `${path}?`), request)

const hi = (text: string, from: string = "alice") => msg().text(text).from(from)

/** The texts of a history, in the order of the alphabet: several messages of a second may come in any. */
const textsOf = async (history: AsyncIterable<{ readonly MsgBody: Parameters<typeof textOf>[0] }>) => {
  const texts: Array<string> = []
  for await (const { MsgBody } of history) texts.push(textOf(MsgBody))
  return texts.toSorted()
}

/** Waits until the emulator's webhooks are answered. */
const settled = (service: EmulatorService): Promise<void> => Effect.runPromise(service.app().webhooks.settled)

test("the script of the README refuses what it has a word against", async () => {
  const service = emulator({ sdkAppId, webhooks: { target: webhook.fetch, token } })
  await using tim = await connect(service.options)
  const advertising = msg().text("to the casino").to("administrator")
  await assert.rejects(tim.messages.send(advertising), refusedWith(120001, "No advertising"))
  await tim.messages.send(msg().text("to the park").to("administrator"))
})

const held: Array<Promise<unknown>> = []

const moderate = (request: Request): Promise<Response> =>
  moderation.fetch(
    request,
    { TIM_SDK_APP_ID: String(sdkAppId), TIM_WEBHOOK_TOKENS: `${token},the next token` },
    { waitUntil: (work) => held.push(work) }
  )

/** Runs against a service whose messages the worker moderates. */
const moderated = async (body: (tim: Connection) => Promise<void>): Promise<void> => {
  const service = emulator({ sdkAppId, webhooks: { target: moderate, token } })
  await using tim = await connect(service.options)
  await tim.accounts.importMany(["alice", "bob", "mallory"])
  await body(tim)
  await settled(service)
  await Promise.all(held)
}

test("the worker refuses, masks and drops one-to-one messages", () =>
  moderated(async (tim) => {
    await assert.rejects(tim.messages.send(hi("to the casino").to("bob")), refusedWith(120001, "No advertising"))
    await tim.messages.send(hi("oh heck, Darn").to("bob"))
    await tim.messages.send(hi("nobody sees this", "mallory").to("bob"))
    await tim.messages.send(hi("fine").to("bob"))
    // Within a second the order is that of random numbers.
    const texts = await textsOf(tim.messages.history("bob", "alice"))
    assert.deepEqual(texts.toSorted(), ["fine", "oh ****, ****"])
    assert.deepEqual(await textsOf(tim.messages.history("bob", "mallory")), [])
  }))

test("the worker refuses, masks and drops messages in groups", () =>
  moderated(async (tim) => {
    await tim.groups.create("Public", "room", { GroupId: "room" })
    await tim.groups.addMembers("room", ["alice", "mallory"])
    await assert.rejects(
      tim.groupMessages.send(hi("free coins").toGroup("room")),
      refusedWith(10100, "No advertising")
    )
    await tim.groupMessages.send(hi("oh heck").toGroup("room"))
    await tim.groupMessages.send(hi("nobody sees this", "mallory").toGroup("room"))
    await tim.groupMessages.send(hi("fine").toGroup("room"))
    assert.deepEqual(await textsOf(tim.groupMessages.history("room")), ["fine", "oh ****"])
  }))

test("the worker takes webhooks that are signed with the next token already, and no others", async () => {
  const command = "Group.CallbackBeforeSendMsg"
  const answer = async (signedWith: string) =>
    (await moderate(await callback({ sdkAppId, token: signedWith, command }))).status
  assert.deepEqual([await answer(token), await answer("the next token"), await answer("a wrong one")], [200, 200, 401])
})

const auditing = (lines: Array<string>) =>
  server({
    TIM_SDK_APP_ID: String(sdkAppId),
    TIM_WEBHOOK_TOKENS: token,
    TIM_WEBHOOK_PATH: "/7f3c",
    PORT: "8080"
  }, (line) => lines.push(line))

test("the audit log has a line for each event, and none for a repeated one", async () => {
  const lines: Array<string> = []
  const { fetch, port } = auditing(lines)
  assert.equal(port, 8080)
  const target = (request: Request) => fetch(at("/7f3c", request))
  const service = emulator({ sdkAppId, webhooks: { target, token } })
  await using tim = await connect(service.options)
  await tim.messages.send(msg().text("for the record").to("administrator"))
  await settled(service)
  const after = service.app().webhooks.deliveries.find(({ command }) => command === "C2C.CallbackAfterSendMsg")
  const again = await Effect.runPromise(service.app().webhooks.resend(after?.id ?? 0))
  assert.equal(again?.status, 200)
  const entries = lines.map((line) => JSON.parse(line))
  assert.deepEqual(entries.map(({ command }) => command), ["C2C.CallbackBeforeSendMsg", "C2C.CallbackAfterSendMsg"])
  assert.equal(textOf(entries[1].body.MsgBody), "for the record")
  assert.equal(entries[1].platform, "RESTAPI")
  assert.match(entries[1].time, /^\d{4}-\d\d-\d\dT/)
})

test("the audit log takes commands that nobody knows yet, but only on its path", async () => {
  const lines: Array<string> = []
  const { fetch } = auditing(lines)
  const send = async (path: string) => {
    const url = `https://audit.example${path}`
    const body = { Answer: 42 }
    return (await fetch(await callback({ sdkAppId, token, command: "Group.CallbackAfterTomorrow", body, url }))).status
  }
  assert.deepEqual([await send("/7f3c"), await send("/")], [200, 404])
  assert.deepEqual(lines.map((line) => JSON.parse(line).body), [{ Answer: 42 }])
})

test("the audit log does not start without a path", () => {
  const env = { TIM_SDK_APP_ID: String(sdkAppId), TIM_WEBHOOK_TOKENS: token }
  assert.throws(() => server(env, () => undefined), TimError)
})

test("the backend welcomes new members, and keeps blocked words out", async () => {
  const { promise: made, resolve } = Promise.withResolvers<EmulatorService>()
  const target = (request: Request): Promise<Response> => handler(at("/webhooks", request))
  const services = Layer.merge(Emulator.layer({ sdkAppId, webhooks: { target, token } }), Blocklist.layer(["casino"]))
  const app = Layer.merge(webhooks, Layer.effectDiscard(Effect.map(Emulator, resolve))).pipe(
    Layer.provideMerge(services),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ TIM_WEBHOOK_TOKEN: token })))
  )
  const { dispose, handler } = HttpRouter.toWebHandler(app, { disableLogger: true })
  const service = await made
  await using tim = await connect(service.options)
  await tim.accounts.importMany(["alice", "bob"])
  await tim.groups.create("Public", "room", { GroupId: "room" })
  await tim.groups.addMembers("room", ["alice", "bob"])
  await settled(service)
  await assert.rejects(tim.groupMessages.send(hi("Casino!").toGroup("room")), refusedWith(10101, "Mind your words"))
  assert.deepEqual(await textsOf(tim.groupMessages.history("room")), ["Welcome, alice, bob!"])
  await dispose()
})
