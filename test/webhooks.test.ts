import assert from "node:assert/strict"
import { test } from "node:test"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { msg } from "../mod.ts"
import { check } from "../src/endpoint/check.ts"
import { type Callback, callback, callbackRequest, fixtures, recorder } from "../src/testing/mod.ts"
import {
  type Answer,
  type CommandName,
  drop,
  events,
  handler,
  leaveOut,
  make,
  type Refuse,
  refuse,
  replaceBody,
  replaceCustomData,
  signatureOf,
  stream,
  type WebhookEvent,
  WebhookProblem
} from "../src/webhook/mod.ts"
import { inVirtualTime, startSeconds } from "./support/suite.ts"
import { webhookCommands } from "./support/webhookCatalogue.ts"

const sdkAppId = 1400000000
const token = "xxxxyyyy"
const names = Object.keys(events) as ReadonlyArray<CommandName>

class Verdicts extends Context.Service<Verdicts, { readonly says: Refuse }>()("test/Verdicts") {}

const send = async (handle: ReturnType<typeof handler>, options: Partial<Callback<string>> = {}) => {
  const response = await handle(
    await callback({ sdkAppId, token, command: "C2C.CallbackBeforeSendMsg", ...options })
  )
  return { status: response.status, answer: await response.json() as Answer }
}

test("the commands are those of the catalogue", () => {
  assert.deepEqual(names.toSorted(), webhookCommands.toSorted())
})

test("the signature is that of the vendor's example", async () => {
  const signature = await Effect.runPromise(signatureOf(token, "1669872112"))
  assert.equal(signature, "17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061")
})

for (const name of names) {
  test(`${name}: the fixture is decoded, its handler runs, the answer is what the service expects`, async () => {
    const { answer, blocking, body } = events[name]
    assert.deepEqual(check(body as never, fixtures[name], { strict: true }), [])
    const seen: Array<WebhookEvent> = []
    const handle = handler({
      sdkAppId,
      tokens: token,
      on: {
        [name]: (event: WebhookEvent) => {
          seen.push(event)
          return blocking ? refuse() : undefined
        }
      }
    })
    const { answer: given, status } = await send(handle, { command: name })
    assert.equal(status, 200)
    assert.deepEqual(check(answer as never, given, { strict: true }), [])
    const [event] = seen
    assert.equal(event?.known, true)
    assert.equal(event?.command, name)
    assert.deepEqual(event?.body, fixtures[name])
    if (!blocking) assert.deepEqual(given, { ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "" })
    else if (name.startsWith("Sns.")) assert.match(JSON.stringify(given), /"ResultCode":38000,/)
    else assert.equal(given.ErrorCode, 1)
  })
}

test("decisions are written as the service reads them", async () => {
  const FriendItem = [{ To_Account: "bob", AddSource: "AddSource_Type_Web" }]
  const asked = { ...fixtures["Sns.CallbackPrevFriendAdd"], FriendItem }
  const bodies: ReadonlyArray<readonly [CommandName, unknown, object]> = [
    ["C2C.CallbackBeforeSendMsg", undefined, { ErrorCode: 0 }],
    ["C2C.CallbackBeforeSendMsg", refuse(120001, "no"), { ErrorCode: 120001, ErrorInfo: "no" }],
    ["C2C.CallbackBeforeSendMsg", drop(), { ErrorCode: 2 }],
    ["C2C.CallbackBeforeSendMsg", replaceCustomData("new"), { ErrorCode: 0, CloudCustomData: "new" }],
    ["Group.CallbackBeforeSendMsg", replaceBody(msg().text("***"), "new"), {
      ErrorCode: 0,
      MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "***" } }],
      CloudCustomData: "new"
    }],
    ["Group.CallbackBeforeInviteJoinGroup", leaveOut(["bob"]), { ErrorCode: 0, RefusedMembers_Account: ["bob"] }],
    ["OfficialAccount.CallbackBeforeAddSubscriber", leaveOut(["bob"]), {
      ErrorCode: 0,
      RefusedSubscribers_Account: ["bob"]
    }],
    ["Sns.CallbackPrevFriendAdd", leaveOut(["bob"], 38001, "shy"), {
      ErrorCode: 0,
      ResultItem: [{ To_Account: "bob", ResultCode: 38001, ResultInfo: "shy" }]
    }],
    ["Sns.CallbackPrevFriendAdd", undefined, {
      ErrorCode: 0,
      ResultItem: [{ To_Account: "bob", ResultCode: 0, ResultInfo: "" }]
    }]
  ]
  for (const [command, decision, answer] of bodies) {
    const handle = handler({ sdkAppId, tokens: token, on: { [command]: () => decision } })
    const body = command === "Sns.CallbackPrevFriendAdd" ? asked : fixtures[command]
    assert.deepEqual(
      (await send(handle, { command, body })).answer,
      { ActionStatus: "OK", ErrorInfo: "", ...answer },
      command
    )
  }
})

test("what cannot be answered is reported, and a refusal stays one", async () => {
  const problems: Array<unknown> = []
  const decisions = { refused: refuse(120001, "not a code of groups"), dropped: drop(), wrong: "casino" }
  let decision: unknown
  const handle = handler({
    sdkAppId,
    tokens: token,
    on: { "Group.CallbackBeforeCreateGroup": () => decision as never },
    onError: (error) => problems.push(error)
  })
  const codes: Array<number> = []
  for (const each of Object.values(decisions)) {
    decision = each
    codes.push((await send(handle, { command: "Group.CallbackBeforeCreateGroup" })).answer.ErrorCode)
  }
  assert.deepEqual(codes, [1, 0, 0])
  assert.ok(problems.every((problem) => problem instanceof WebhookProblem && problem.kind === "decision"))
  assert.equal(problems.length, 3)
})

test("a handler that fails answers by the policy of its command, and its failure is reported", async () => {
  const failure = new Error("the database is away")
  const told: Array<unknown> = []
  const handle = handler({
    sdkAppId,
    tokens: token,
    whenFailing: { "C2C.CallbackBeforeSendMsg": "refuse" },
    on: {
      "C2C.CallbackBeforeSendMsg": () => Promise.reject(failure),
      "Group.CallbackBeforeSendMsg": () => {
        throw failure
      },
      "Group.CallbackAfterSendMsg": () => {
        throw failure
      }
    },
    onError: (error, event) => told.push([error, event.command])
  })
  const codes: Array<number> = []
  const commands = ["C2C.CallbackBeforeSendMsg", "Group.CallbackBeforeSendMsg", "Group.CallbackAfterSendMsg"] as const
  for (const command of commands) {
    const { answer, status } = await send(handle, { command })
    assert.equal(status, 200)
    assert.doesNotMatch(JSON.stringify(answer), /database/)
    codes.push(answer.ErrorCode)
  }
  assert.deepEqual(codes, [1, 0, 0])
  assert.deepEqual(told, commands.map((command) => [failure, command]))
})

test("an observer that fails changes no answer", async () => {
  const handle = handler({
    sdkAppId,
    tokens: token,
    on: { "C2C.CallbackBeforeSendMsg": () => Promise.reject(new Error("first")) },
    onError: () => {
      throw new Error("second")
    }
  })
  assert.equal((await send(handle)).status, 200)
})

test("a handler that sleeps ten seconds is answered within the deadline, and goes on", () =>
  inVirtualTime(Effect.gen(function*() {
    const begun = yield* Deferred.make<void>()
    const finished = yield* Deferred.make<string>()
    const { handle } = yield* make({
      sdkAppId,
      tokens: token,
      on: {
        "C2C.CallbackBeforeSendMsg": ({ body }) =>
          Effect.gen(function*() {
            yield* Deferred.succeed(begun, undefined)
            yield* Effect.sleep("10 seconds")
            yield* Deferred.succeed(finished, body.MsgKey)
            return refuse()
          })
      }
    })
    const request = yield* callbackRequest({ sdkAppId, token, command: "C2C.CallbackBeforeSendMsg" })
    const held: Array<Promise<void>> = []
    const waiting = yield* Effect.forkChild(handle(request, (work) => held.push(work)))
    yield* Deferred.await(begun)
    yield* TestClock.adjust(1_499)
    assert.equal(waiting.pollUnsafe(), undefined)
    yield* TestClock.adjust(1)
    const response = yield* Fiber.join(waiting)
    const answer = yield* Effect.promise(() => response.json())
    assert.deepEqual(answer, { ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "" })
    assert.equal(yield* Deferred.isDone(finished), false)
    yield* TestClock.adjust("9 seconds")
    assert.equal(yield* Deferred.await(finished), fixtures["C2C.CallbackBeforeSendMsg"].MsgKey)
    assert.equal(held.length, 1)
    yield* Effect.promise(() => Promise.all(held))
  })))

test("a body that does not arrive in time is answered with 408", () =>
  inVirtualTime(Effect.gen(function*() {
    const asked = yield* Deferred.make<void>()
    const { handle } = yield* make({ sdkAppId, unverified: true })
    const context = yield* Effect.context<never>()
    const body = new ReadableStream({
      pull: () => Effect.runPromiseWith(context)(Effect.andThen(Deferred.succeed(asked, undefined), Effect.never))
    }, { highWaterMark: 0 })
    const url = `http://localhost/?SdkAppid=${sdkAppId}&CallbackCommand=C2C.CallbackAfterSendMsg`
    const init = { method: "POST", body, duplex: "half" }
    const waiting = yield* Effect.forkChild(handle(new Request(url, init)))
    yield* Deferred.await(asked)
    yield* TestClock.adjust(1_500)
    assert.equal((yield* Fiber.join(waiting)).status, 408)
  })))

test("waitUntil of a worker gets what is not done yet: the handler, and what it hands on", async () => {
  const held: Array<Promise<unknown>> = []
  const context = { waitUntil: (work: Promise<unknown>) => held.push(work) }
  const done: Array<string> = []
  const told: Array<unknown> = []
  const failure = new Error("later")
  const handle = handler({
    sdkAppId,
    tokens: token,
    on: {
      "C2C.CallbackAfterSendMsg": async (_event, { waitUntil }) => {
        waitUntil(Promise.resolve().then(() => done.push("stored")))
        waitUntil(Promise.reject(failure))
      }
    },
    onError: (error) => told.push(error)
  })
  await handle(await callback({ sdkAppId, token, command: "C2C.CallbackAfterSendMsg" }), context)
  assert.equal(held.length, 3)
  await Promise.all(held)
  assert.deepEqual(done, ["stored"])
  assert.deepEqual(told, [failure])
})

test("unknown commands, unknown fields and unexpected bodies are kept", async () => {
  const kept: Array<WebhookEvent> = []
  const told: Array<unknown> = []
  const handle = handler({
    sdkAppId,
    tokens: token,
    on: { "C2C.CallbackAfterSendMsg": (event) => kept.push(event as WebhookEvent) },
    otherwise: (event) => kept.push(event),
    onError: (error) => told.push(error)
  })
  const body = { Answer: 42, EventTime: "1700000000123" }
  await send(handle, { command: "Group.CallbackAfterTomorrow", body })
  await send(handle, { command: "Group.CallbackAfterGroupFull", body: { GroupId: 7 } })
  const message = { ...fixtures["C2C.CallbackAfterSendMsg"], IsNew: true }
  await send(handle, { command: "C2C.CallbackAfterSendMsg", body: message })
  const [unknown, unexpected, known] = kept
  assert.deepEqual(unknown?.body, body)
  assert.equal(unknown?.known, false)
  assert.equal(unknown?.time, 1_700_000_000_123)
  assert.equal(unexpected?.known, false)
  assert.deepEqual(unexpected?.known === false ? unexpected.issues.map(({ path }) => path) : [], ["GroupId"])
  assert.deepEqual(known?.body, message)
  assert.equal(told.length, 1)
})

test("a body that is not understood is refused where the policy is to refuse", async () => {
  const handle = handler({ sdkAppId, tokens: token, whenFailing: "refuse", onError: () => undefined })
  const { answer } = await send(handle, { body: { From_Account: 7 } })
  assert.equal(answer.ErrorCode, 1)
  const friends = await send(handle, { command: "Sns.CallbackPrevFriendAdd", body: {} })
  assert.deepEqual(friends.answer["ResultItem"], [])
})

test("a repeated delivery is handled once, unless its handler failed", async () => {
  let calls = 0
  let failing = true
  const handle = handler({
    sdkAppId,
    tokens: token,
    deduplicate: true,
    on: {
      "C2C.CallbackAfterSendMsg": () => {
        calls++
        if (failing) throw new Error("not yet")
      },
      "C2C.CallbackBeforeSendMsg": () => void calls++
    },
    onError: () => undefined
  })
  const after = (unread: number) => ({ ...fixtures["C2C.CallbackAfterSendMsg"], UnreadMsgNum: unread })
  await send(handle, { command: "C2C.CallbackAfterSendMsg", body: after(1) })
  failing = false
  for (const unread of [1, 2, 3]) await send(handle, { command: "C2C.CallbackAfterSendMsg", body: after(unread) })
  assert.equal(calls, 2)
  await send(handle)
  await send(handle)
  assert.equal(calls, 4)
})

test("an event may come again once it is forgotten", () =>
  inVirtualTime(Effect.gen(function*() {
    let calls = 0
    const { handle } = yield* make({
      sdkAppId,
      tokens: token,
      deduplicate: { window: 60_000 },
      on: { "Group.CallbackAfterGroupFull": () => void calls++ }
    })
    const deliver = Effect.flatMap(
      callbackRequest({ sdkAppId, token, command: "Group.CallbackAfterGroupFull" }),
      (request) => handle(request)
    )
    yield* deliver
    yield* TestClock.adjust(59_999)
    yield* deliver
    assert.equal(calls, 1)
    yield* TestClock.adjust(1)
    yield* deliver
    assert.equal(calls, 2)
  })))

test("handlers are effects with services where the program is one", async () => {
  const { handle } = await Effect.runPromise(make({
    sdkAppId,
    tokens: token,
    on: { "Group.CallbackBeforeSendMsg": () => Effect.map(Verdicts, (verdict) => verdict.says) }
  }))
  const request = await callback({ sdkAppId, token, command: "Group.CallbackBeforeSendMsg" })
  const response = await Effect.runPromise(
    Effect.provideService(handle(request), Verdicts, { says: refuse(10100, "by service") })
  )
  assert.equal((await response.json() as Answer).ErrorCode, 10100)
})

test("events can be read as a stream", () =>
  inVirtualTime(Effect.scoped(Effect.gen(function*() {
    const { events: arriving, handle } = yield* stream({ sdkAppId, tokens: token, capacity: 2 })
    const requests = yield* Effect.forEach(
      ["Group.CallbackAfterGroupFull", "Follow.CallbackAfterFollowAdd", "State.StateChange"] as const,
      (command) => callbackRequest({ sdkAppId, token, command })
    )
    for (const request of requests) assert.equal((yield* handle(request)).status, 200)
    const seen = yield* Stream.runCollect(Stream.take(arriving, 2))
    assert.deepEqual(seen.map(({ command }) => command), [
      "Group.CallbackAfterGroupFull",
      "Follow.CallbackAfterFollowAdd"
    ])
  }))))

test("a recorder keeps what it got and waits for what is to come", async () => {
  const webhooks = recorder({ sdkAppId, on: { "C2C.CallbackBeforeSendMsg": () => drop() } })
  const coming = webhooks.waitFor("Group.CallbackAfterGroupFull", ({ body }) => body.GroupId === "second")
  const { answer } = await send(webhooks.handle)
  assert.equal(answer.ErrorCode, 2)
  for (const GroupId of ["first", "second"]) {
    await send(webhooks.handle, { command: "Group.CallbackAfterGroupFull", body: { GroupId } })
  }
  assert.equal((await coming).body.GroupId, "second")
  assert.equal(webhooks.of("Group.CallbackAfterGroupFull").length, 2)
  assert.equal((await webhooks.waitFor("C2C.CallbackBeforeSendMsg")).body.From_Account, "alice")
  webhooks.clear()
  assert.equal(webhooks.events.length, 0)
})

test("options that do not fit say what is wrong", () => {
  const wrong: ReadonlyArray<readonly [string, Parameters<typeof handler>[0]]> = [
    ["tokens", { sdkAppId }],
    ["tokens", { sdkAppId, tokens: [] }],
    ["tokens", { sdkAppId, tokens: " " }],
    ["sdkAppId", { sdkAppId: 0, tokens: token }],
    ["unverified", { sdkAppId, tokens: token, unverified: true }],
    ["path", { sdkAppId, tokens: token, path: "tim" }],
    ["tolerance", { sdkAppId, tokens: token, tolerance: 0 }],
    ["deadline", { sdkAppId, tokens: token, deadline: Number.NaN }]
  ]
  for (const [path, options] of wrong) {
    assert.throws(
      () => handler(options),
      (error: { reason?: { issues?: ReadonlyArray<{ path: string }> } }) => error.reason?.issues?.[0]?.path === path,
      path
    )
  }
})

test("time is that of the program", () =>
  inVirtualTime(Effect.gen(function*() {
    const { handle } = yield* make({ sdkAppId, tokens: token })
    const statuses: Array<number> = []
    for (const off of [-61, -60, 0, 60, 61]) {
      const command = "C2C.CallbackAfterSendMsg"
      const request = yield* callbackRequest({ sdkAppId, token, command, requestTime: startSeconds + off })
      statuses.push((yield* handle(request)).status)
    }
    assert.deepEqual(statuses, [401, 200, 200, 200, 401])
  })))
