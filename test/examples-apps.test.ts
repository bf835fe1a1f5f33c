import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import { connect, type Connection, isElement, msg } from "../mod.ts"
import { chatbot, type Model, openAi, parrot } from "../examples/chatbot.ts"
import { createApp } from "../examples/hono.ts"
import { gifts, leaderboard, readGift, sendGift } from "../examples/live-room-gifts.ts"
import { callback, fault, tenant, type TenantOptions } from "../src/testing/mod.ts"
import { verify } from "../src/usersig/UserSig.ts"
import type { Handler } from "../src/webhook/mod.ts"

const token = "token from the console"

/** A tenant with two accounts, and the app of Hono on it. */
const honoApp = async (options: TenantOptions = {}) => {
  const chat = await tenant(options)
  await chat.tim.accounts.importMany(["alice", "bob"])
  const tim = await connect(chat.options)
  const app = createApp({ tim, webhookToken: token, whoAsks: ({ headers }) => headers.get("x-user") ?? undefined })
  const post = async (path: string, body = "", headers: Record<string, string> = { "x-user": "alice" }) => {
    const response = await app.request(path, { method: "POST", body, headers })
    return { status: response.status, body: await response.json() as { readonly [field: string]: unknown } }
  }
  return { app, chat, post, [Symbol.asyncDispose]: () => tim.close().then(chat.close) }
}

test("Hono: whoever is logged in gets a UserSig that the service takes, and nobody else", async () => {
  await using hono = await honoApp()
  const { body } = await hono.post("/login", "", { "x-user": "carol" })
  const { sdkAppId, secretKey } = hono.chat.options
  const userSig = String(body["userSig"])
  const { expire } = await Effect.runPromise(verify({ userSig, sdkAppId, secretKey, identifier: "carol" }))
  assert.equal(expire, 3600)
  assert.ok(hono.chat.app.accounts.has("carol"))
  assert.equal((await hono.post("/login", "", {})).status, 401)
})

test("Hono: a message is sent in the name of whoever is logged in", async () => {
  await using hono = await honoApp()
  const { body, status } = await hono.post("/messages/bob", "hi")
  assert.equal(status, 201)
  assert.deepEqual(hono.chat.messages("from:alice to:bob hi").map(({ key }) => key), [body["MsgKey"]])
})

test("Hono: what goes wrong has the status that tells what to do about it", async () => {
  await using hono = await honoApp({ limits: { maxAttempts: 1 } })
  const { chat, post } = hono
  assert.deepEqual(await post("/messages/nobody", "hi"), { status: 404, body: { error: "Refused", code: 90012 } })
  assert.deepEqual(await post("/messages/bob", "x".repeat(20_000)), { status: 400, body: { error: "RequestInvalid" } })
  const failing = async (rule: Parameters<typeof chat.faults.add>[0]) => {
    const { id } = chat.faults.add(rule)
    const { status } = await post("/messages/bob", "hi")
    chat.faults.remove(id)
    return status
  }
  assert.equal(await failing(fault.errorCode(60007)), 429)
  assert.equal(await failing(fault.httpStatus(403)), 503)
  assert.equal(await failing(fault.dropAfter()), 504)
  assert.equal(await failing(fault.errorCode(20001)), 502)
})

test("Hono: the webhook is mounted, so its refusal comes back as a 403", async () => {
  await using hono = await honoApp()
  const at = (request: Request) => new Request(request.url.replace("/?", "/webhooks/5f0c?"), request)
  hono.chat.webhooks.to(async (request) => hono.app.request(at(request)), { token })
  assert.deepEqual(await hono.post("/messages/bob", "to the casino"), {
    status: 403,
    body: { error: "Refused", code: 120001 }
  })
  const forged = await callback({
    sdkAppId: hono.chat.app.sdkAppId,
    token: "a wrong one",
    command: "C2C.CallbackBeforeSendMsg",
    url: "https://hono.example/webhooks/5f0c"
  })
  assert.equal((await hono.app.request(forged)).status, 401)
})

/** What a receiver sees of a robot's answers: the pieces of each, and whether it is finished. */
const answers = async (tim: Connection, userId: string, robot = "@RBT#guide") => {
  const found: Array<{ readonly chunks: ReadonlyArray<string>; readonly isFinished: number }> = []
  for await (const { MsgBody: [element] } of tim.messages.history(userId, robot)) {
    if (element === undefined || !isElement(element, "TIMCustomElem")) continue
    found.push(JSON.parse(element.MsgContent.Data ?? ""))
  }
  return found
}

/** A tenant whose webhooks go to a handler, and what that does once it has answered. */
const answering = async (handlerOn: (tim: Connection) => Handler | Promise<Handler>) => {
  const chat = await tenant()
  await chat.tim.accounts.importMany(["alice", "bob", "carol"])
  const handle = await handlerOn(chat.tim)
  const held: Array<Promise<unknown>> = []
  chat.webhooks.to((request) => handle(request, { waitUntil: (work: Promise<unknown>) => held.push(work) }), { token })
  return { chat, done: () => chat.webhooks.settled().then(() => Promise.all(held)), [Symbol.asyncDispose]: chat.close }
}

/** What becomes of a question to a chatbot with a model. */
const asked = async (model: Model, question: string) => {
  await using bot = await answering((tim) => chatbot({ tim, token, model }))
  await bot.chat.tim.messages.send(msg().text(question).from("alice").to("@RBT#guide"))
  await bot.done()
  return { answers: await answers(bot.chat.tim, "alice"), calls: bot.chat.calls("cmd:send_stream_msg") }
}

test("the chatbot's answer is in the receiver's history, whole and finished, and was sent in pieces", async () => {
  const { answers: [answer, ...others], calls } = await asked(parrot, "Is it going to rain tomorrow?")
  assert.equal(answer?.chunks.join(""), "You said “Is it going to rain tomorrow?”. I wish I knew more about that.")
  assert.equal(answer?.isFinished, 1)
  assert.deepEqual(others, [])
  assert.equal(calls.length, 3)
})

test("the chatbot answers the webhook before the model has said a word", async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const slow: Model = async function*() {
    await promise
    yield "At last."
  }
  await using bot = await answering((tim) => chatbot({ tim, token, model: slow }))
  const { chat: { tim, webhooks }, done } = bot
  await tim.messages.send(msg().text("Well?").from("alice").to("@RBT#guide"))
  await webhooks.settled()
  assert.deepEqual(webhooks.sent("cmd:Bot").map(({ status }) => status), [200])
  assert.deepEqual(await answers(tim, "alice"), [])
  resolve()
  await done()
  assert.deepEqual(await answers(tim, "alice"), [
    { chatbotPlugin: 2, src: 2, chunks: ["At last.", ""], isFinished: 1 }
  ])
})

test("an answer whose model breaks down is finished all the same", async () => {
  const { answers: [answer] } = await asked(async function*() {
    yield "The answer to your question, which is a good one, is"
    throw new Error("out of tokens")
  }, "What is it?")
  assert.match(answer?.chunks.join("") ?? "", /is … I lost the thread/)
  assert.equal(answer?.isFinished, 1)
})

test("a model behind OpenAI's protocol is read as it streams, wherever its chunks are cut", async () => {
  const events = ["Hel", "lo, ", "Älice"].map((content) =>
    `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}`
  )
  const bytes = new TextEncoder().encode([...events, "data: [DONE]", ""].join("\n\n"))
  const sent: Array<Request> = []
  const model = openAi({
    baseUrl: "https://model.example/v1",
    apiKey: "key of the model",
    model: "small",
    fetch: async (url, init) => {
      sent.push(new Request(url, init))
      const body = new ReadableStream({
        start(controller) {
          for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
          controller.close()
        }
      })
      return new Response(body)
    }
  })
  const { answers: [answer] } = await asked(model, "Who am I?")
  assert.equal(answer?.chunks.join(""), "Hello, Älice")
  assert.equal(sent[0]?.url, "https://model.example/v1/chat/completions")
  assert.equal(sent[0]?.headers.get("authorization"), "Bearer key of the model")
  assert.match(await sent[0]?.text() ?? "", /"content":"Who am I\?"/)
})

test("gifts in a live room are counted, by the room and by the giver", async () => {
  await using live = await answering((tim) => gifts(tim, token))
  const { tim } = live.chat
  await tim.groups.create("AVChatRoom", "Room", { GroupId: "room" })
  await tim.liveRooms.addRobots("room", ["alice", "bob", "carol"])
  await Promise.all([
    sendGift(tim, "room", "alice", { name: "rose", coins: 5, count: 1 }),
    sendGift(tim, "room", "alice", { name: "tulip", coins: 15, count: 3 }),
    sendGift(tim, "room", "bob", { name: "rocket", coins: 500, count: 2 }),
    tim.groupMessages.send(msg().text("wow").from("carol").toGroup("room"))
  ])
  await live.done()
  assert.deepEqual(await leaderboard(tim, "room"), {
    coins: 1050,
    top: [{ userId: "bob", coins: 1000 }, { userId: "alice", coins: 50 }]
  })
})

test("what only looks like a gift is none", () => {
  const read = (msgType: string, data: unknown) => readGift(msg().data(msgType, data).elements[0] ?? assert.fail())
  assert.deepEqual(read("gift", { name: "rose", coins: 5, count: 1, more: true }), { name: "rose", coins: 5, count: 1 })
  assert.equal(read("like", { name: "rose", coins: 5, count: 1 }), undefined)
  assert.equal(read("gift", { name: "rose", coins: -5, count: 1 }), undefined)
  assert.equal(read("gift", { name: "rose", coins: "5", count: 1 }), undefined)
  assert.equal(read("gift", null), undefined)
  assert.equal(readGift({ MsgType: "TIMCustomElem", MsgContent: { Data: "{" } }), undefined)
})
