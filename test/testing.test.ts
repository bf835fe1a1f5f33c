import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import { Accounts, connect, ErrorCode, isRefusedWith, Messages, msg, type Reason, textOf, TimError } from "../mod.ts"
import { Emulator, emulator } from "../src/emulator/mod.ts"
import {
  fault,
  type FaultRule,
  fixtures,
  QueryProblem,
  recorder,
  SeedInvalid,
  type Tenant,
  tenant,
  TestTenant,
  WaitTimedOut
} from "../src/testing/mod.ts"
import { drop, handler } from "../src/webhook/mod.ts"
import { inVirtualTime, startSeconds } from "./support/suite.ts"

const account = (UserID: string) => ({ path: "v4/im_open_login_svc/account_import", body: { UserID } })

const people = [account("alice"), account("bob")]

const hi = (text: string) => msg().text(text).from("alice").to("bob")

/** A tenant with Alice and Bob. */
const withPeople = async (options?: Parameters<typeof tenant>[0]): Promise<Tenant> => {
  const made = await tenant(options)
  await made.seed(people)
  return made
}

const textsOf = ({ messages }: Tenant, query?: string) => messages(query).map(({ body }) => textOf(body))

/** The reason of a call that must fail. */
const failureOf = (call: Promise<unknown>): Promise<Reason> =>
  call.then(
    () => assert.fail("the call succeeded"),
    (error: unknown) => {
      assert.ok(error instanceof TimError, String(error))
      return error.reason
    }
  )

/** Lets others go on until something is so. */
const turnsUntil = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise<void>((turn) => setTimeout(turn))
}

const listeners = ({ emulator: { world } }: Tenant) => world.feed.size

test("tenants that are used at once share nothing", async () => {
  await using one = await withPeople()
  await using other = await withPeople()
  one.faults.add(fault.errorCode(60002, { command: "account_check" }))
  one.limits.on({ "v4/openim/query_online_status": 0 })
  one.clock.set(0)
  await Promise.all([
    one.tim.messages.send(hi("one")),
    other.tim.messages.send(hi("other")),
    one.tim.accounts.import("carol")
  ])
  assert.deepEqual(textsOf(one), ["one"])
  assert.deepEqual(textsOf(other), ["other"])
  assert.ok(one.app.accounts.has("carol"))
  assert.ok(!other.app.accounts.has("carol"))
  assert.equal(one.calls().length, 2)
  assert.equal(other.calls().length, 1)
  await other.tim.accounts.check(["alice"])
  await other.tim.accounts.queryOnlineStatus(["alice"])
  assert.ok(other.clock.now() > 0)
})

test("what a tenant makes up does not depend on the tenants before it", async () => {
  const groups = await Promise.all([1, 2].map(async () => {
    await using chat = await withPeople()
    return (await chat.tim.groups.create({ Type: "Public", Name: "Club" })).GroupId
  }))
  assert.equal(groups[0], groups[1])
})

test("tenants on one emulator see nothing of each other, and share its time", async () => {
  const service = emulator()
  await using one = await withPeople({ on: service })
  const other = await withPeople({ on: service })
  await Promise.all([one.tim.messages.send(hi("one")), other.tim.messages.send(hi("other"))])
  await using stranger = await connect({ ...one.options, secretKey: "another key" })
  await failureOf(stranger.accounts.import("carol"))
  assert.deepEqual(textsOf(one), ["one"])
  assert.deepEqual(textsOf(other), ["other"])
  assert.deepEqual(one.calls().map(({ path }) => path), ["v4/openim/sendmsg"])
  const later = one.waitFor("cmd:account_import", { of: "log" })
  await other.tim.accounts.import("carol")
  await one.tim.accounts.import("dave")
  assert.deepEqual((await later).request, { UserID: "dave" })
  one.clock.freeze(0)
  assert.equal(other.clock.now(), 0)
  await one.reset()
  assert.equal(other.clock.now(), 0)
  await assert.rejects(tenant({ on: service, sdkAppId: one.app.sdkAppId }), RangeError)
  await other.close()
  assert.equal(service.world.apps.size, 2)
  await one.tim.accounts.import("erin")
})

test("the program under test connects to a tenant by its options", async () => {
  await using chat = await tenant({ administrators: ["root"], secretKey: "canary-key" })
  await using tim = await connect(chat.options)
  await tim.accounts.import("alice")
  assert.equal(tim.identifier, "root")
  assert.deepEqual(chat.calls().map(({ identifier, path }) => [identifier, path]), [
    ["root", "v4/im_open_login_svc/account_import"]
  ])
  await using stranger = await connect({ ...chat.options, secretKey: "another key" })
  assert.equal((await failureOf(stranger.accounts.import("alice")))._tag, "Refused")
  assert.ok(chat.calls("is:refused").length > 0)
})

test("a seed is no call of the program, and a wrong one says which call is why", async () => {
  await using chat = await withPeople()
  assert.deepEqual(chat.calls(), [])
  assert.ok(chat.app.accounts.has("bob"))
  await assert.rejects(chat.seed([account("carol"), { path: "v4/openim/sendmsg", body: {} }]), (error: unknown) => {
    assert.ok(error instanceof SeedInvalid)
    return /call 2, v4\/openim\/sendmsg/.test(error.message)
  })
})

test("what is there already is found at once, the oldest first", async () => {
  await using chat = await withPeople()
  for (const text of ["one", "two", "three"]) await chat.tim.messages.send(hi(text))
  const first = await chat.waitFor("from:alice", { timeout: 1 })
  assert.equal(textOf(first.body), "one")
  assert.equal(textOf((await chat.waitFor("", { after: first.serial })).body), "two")
  assert.equal((await chat.waitFor("cmd:sendmsg three", { of: "log" })).code, 0)
  assert.deepEqual(textsOf(chat, "t"), ["two", "three"])
  assert.equal(listeners(chat), 0)
})

test("what is not there yet is found once it comes", async () => {
  await using chat = await withPeople()
  const message = chat.waitFor("to:bob second")
  const call = chat.waitFor("cmd:sendmsg second", { of: "log" })
  assert.equal(listeners(chat), 2)
  await chat.tim.messages.send(hi("first"))
  await chat.tim.messages.send(hi("second"))
  assert.equal((await message).from, "alice")
  assert.equal((await call).path, "v4/openim/sendmsg")
  assert.equal(listeners(chat), 0)
})

test("a message that fits only after it was changed is found", async () => {
  await using chat = await withPeople()
  const { MsgKey } = await chat.tim.messages.send(hi("oh no"))
  const recalled = chat.waitFor("is:recalled")
  await chat.tim.messages.recall("alice", "bob", MsgKey)
  assert.equal((await recalled).key, MsgKey)
})

test("what does not come in time says what is there instead", async () => {
  await using chat = await withPeople()
  await chat.tim.messages.send(hi("hello"))
  await assert.rejects(chat.waitFor("goodbye", { timeout: 1 }), (error: unknown) => {
    assert.ok(error instanceof WaitTimedOut)
    assert.match(error.message, /^nothing in messages fits "goodbye" after 1 ms; the newest are .*hello/)
    return true
  })
  await assert.rejects(chat.waitFor("", { of: "webhooks", timeout: 1 }), (error: unknown) => {
    assert.match(String(error), /there are none/)
    return true
  })
  assert.equal(listeners(chat), 0)
})

test("a signal or the end of the tenant ends a wait", async () => {
  const chat = await tenant()
  const controller = new AbortController()
  const reason = new Error("enough")
  const aborted = assert.rejects(chat.waitFor("", { signal: controller.signal }), (error: unknown) => error === reason)
  controller.abort(reason)
  await aborted
  await assert.rejects(chat.waitFor("", { signal: controller.signal }), (error: unknown) => error === reason)
  const closed = assert.rejects(chat.waitFor(""), (error: unknown) => (error as Error).name === "AbortError")
  assert.equal(listeners(chat), 1)
  await chat.close()
  await closed
  assert.equal(listeners(chat), 0)
})

test("a search that is not understood is a problem in words", async () => {
  await using chat = await tenant()
  await assert.rejects(chat.waitFor("code:many"), QueryProblem)
  assert.throws(() => chat.messages("before:never"), QueryProblem)
  assert.equal(listeners(chat), 0)
})

test("every ready-made fault does what it says", async () => {
  await using chat = await withPeople()
  const { faults, tim } = chat
  const command = "sendmsg"
  const once = tim.with({ limits: { maxAttempts: 1 } })
  const spoilt = async (rule: FaultRule) => {
    const { id } = faults.add(rule)
    const before = chat.messages().length
    const reason = await failureOf(once.messages.send(hi("spoilt")))
    assert.deepEqual(faults.list().map(({ fired, matched }) => [fired, matched]), [[1, 1]])
    assert.ok(faults.remove(id))
    const what = reason._tag === "NotReached" || reason._tag === "AnswerInvalid" ? reason.kind : reason._tag
    return [what, chat.messages().length - before]
  }
  assert.deepEqual(await spoilt(fault.errorCode(ErrorCode.AccountNotFound, { command })), ["Refused", 0])
  assert.deepEqual(await spoilt(fault.httpStatus(502, { command })), ["http-status", 0])
  assert.deepEqual(await spoilt(fault.dropBefore({ command })), ["network", 0])
  assert.deepEqual(await spoilt(fault.dropAfter({ command })), ["network", 1])
  assert.deepEqual(await spoilt(fault.truncate({ command })), ["not-json", 1])
  assert.equal(faults.remove(1), false)

  const unanswered = async (rule: FaultRule, sent: number) => {
    const { id } = faults.add(rule)
    const before = chat.messages().length
    const controller = new AbortController()
    const abandoned = assert.rejects(
      tim.with({ signal: controller.signal }).messages.send(hi("unanswered")),
      (error: unknown) => error === controller.signal.reason
    )
    await turnsUntil(() => faults.list()[0]?.fired === 1 && chat.messages().length - before === sent)
    controller.abort()
    await abandoned
    faults.remove(id)
    assert.equal(chat.messages().length - before, sent)
  }
  await unanswered(fault.silenceBefore({ command }), 0)
  await unanswered(fault.silenceAfter({ command }), 1)
  await unanswered(fault.delay(60_000, { command }), 0)

  const { id: late } = faults.add(fault.delay(1, { command }))
  await tim.messages.send(hi("late"))
  assert.equal((await chat.waitFor("is:fault late", { of: "log" })).fault, late)
})

test("a fault is for the calls that its rule names, and calls are tried again", async () => {
  await using chat = await withPeople()
  const { faults, tim } = chat
  const { rule } = faults.add(fault.dropAfter({ command: "sendmsg", account: "alice", nth: 1 }))
  assert.deepEqual(rule, { command: "sendmsg", account: "alice", nth: 1, fault: { kind: "drop", when: "after" } })
  await tim.messages.send(msg().text("from bob").from("bob").to("administrator"))
  await tim.messages.send(hi("from alice"))
  assert.deepEqual(textsOf(chat), ["from bob", "from alice"])
  assert.deepEqual(chat.calls("cmd:sendmsg alice").map(({ status }) => status), [0, 200])
  faults.add(fault.errorCode(ErrorCode.AccountNotFound, { probability: 0 }))
  faults.add(fault.errorCode(ErrorCode.AccountNotFound, { count: 1, expiresIn: 60_000 }))
  chat.clock.advance(60_000)
  await tim.accounts.import("carol")
  assert.deepEqual(faults.list().map(({ fired }) => fired), [1, 0, 0])
  faults.clear()
  assert.deepEqual(faults.list(), [])
})

test("calls above the rates are refused once the rates are on", async () => {
  await using chat = await withPeople({ limits: { maxAttempts: 1 } })
  const { limits, tim } = chat
  chat.clock.freeze()
  limits.on()
  const sent = await Promise.allSettled(Array.from({ length: 201 }, (_, index) => tim.messages.send(hi(`${index}`))))
  assert.equal(sent.filter(({ status }) => status === "fulfilled").length, 200)
  assert.equal(chat.calls("code:60007").length, 1)
  limits.off()
  await tim.messages.send(hi("more"))
  limits.on({ "v4/openim/sendmsg": 0 })
  await assert.rejects(
    tim.messages.send(hi("none")),
    (error: unknown) => isRefusedWith(error, ErrorCode.RestApiRateLimited)
  )
})

test("time can be stopped, moved on and set, and connections go on", async () => {
  await using chat = await withPeople()
  await using program = await connect(chat.options)
  const { clock, tim } = chat
  const timeOf = async (text: string) => {
    await program.messages.send(hi(text))
    return (await chat.waitFor(text)).time
  }
  clock.freeze(startSeconds * 1000)
  assert.equal(clock.now(), startSeconds * 1000)
  assert.equal(await timeOf("now"), startSeconds)
  clock.advance(40 * 86_400_000)
  assert.equal(await timeOf("forty days later"), startSeconds + 40 * 86_400)
  clock.set(4_000_000_000_000)
  assert.equal(await timeOf("much later"), 4_000_000_000)
  await tim.accounts.import("carol")
  const read: Array<string> = []
  for await (const { MsgBody } of tim.messages.history("bob", "alice")) read.push(textOf(MsgBody))
  assert.equal(read[0], "much later")
  assert.throws(() => clock.advance(Number.NaN), RangeError)
  assert.throws(() => clock.set(-1), RangeError)
  clock.reset()
  assert.ok(clock.now() < 4_000_000_000_000)
})

test("webhooks go to a receiver, and what became of them is there", async () => {
  await using chat = await withPeople()
  const received = recorder({
    sdkAppId: chat.app.sdkAppId,
    tokens: "token",
    on: { "C2C.CallbackBeforeSendMsg": ({ body }) => textOf(body.MsgBody) === "casino" ? drop() : undefined }
  })
  chat.webhooks.to(received.handle, { token: "token" })
  await chat.tim.messages.send(hi("casino"))
  await chat.tim.messages.send(hi("hello"))
  await chat.webhooks.settled()
  assert.deepEqual(textsOf(chat), ["hello"])
  assert.equal(received.of("C2C.CallbackAfterSendMsg").length, 1)
  assert.deepEqual(chat.webhooks.sent("cmd:Before").map(({ blocking, status }) => [blocking, status]), [
    [true, 200],
    [true, 200]
  ])
  assert.deepEqual(chat.webhooks.sent("is:failed"), [])
  const { status } = await chat.waitFor("cmd:AfterSendMsg", { of: "webhooks" })
  assert.equal(status, 200)
})

test("a webhook that is under way is waited for until it is over", async () => {
  await using chat = await withPeople()
  const asked = Promise.withResolvers<void>()
  const answer = Promise.withResolvers<Response>()
  chat.webhooks.to(() => {
    asked.resolve()
    return answer.promise
  }, { commands: ["C2C.CallbackAfterSendMsg"] })
  await chat.tim.messages.send(hi("hello"))
  await asked.promise
  assert.deepEqual(chat.webhooks.sent(), [])
  const over = chat.waitFor("", { of: "webhooks" })
  answer.resolve(Response.json({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "" }))
  assert.equal((await over).status, 200)
  assert.equal(chat.webhooks.sent().length, 1)
})

test("webhooks of what only clients do can be sent, with a body or with that of the fixture", async () => {
  await using chat = await tenant()
  await assert.rejects(chat.webhooks.fire("State.StateChange"), /goes nowhere/)
  const states: Array<string> = []
  chat.webhooks.to(handler({
    sdkAppId: chat.app.sdkAppId,
    unverified: true,
    on: { "State.StateChange": ({ body }) => void states.push(body.Info.To_Account) }
  }))
  const fixture = fixtures["State.StateChange"]
  const { failure } = await chat.webhooks.fire("State.StateChange")
  assert.equal(failure, undefined)
  const { status } = await chat.webhooks.fire("State.StateChange", {
    ...fixture,
    Info: { ...fixture.Info, To_Account: "alice" }
  })
  assert.equal(status, 200)
  assert.deepEqual(states, [fixture.Info.To_Account, "alice"])
  assert.equal(chat.webhooks.sent().length, 2)
})

test("a snapshot can be gone back to more than once", async () => {
  await using chat = await withPeople()
  await chat.tim.messages.send(hi("before"))
  const restore = chat.snapshot()
  for (const text of ["first try", "second try"]) {
    await chat.tim.messages.send(hi(text))
    assert.deepEqual(textsOf(chat), ["before", text])
    restore()
    assert.deepEqual(textsOf(chat), ["before"])
  }
})

test("a reset leaves nothing but the seed and the receiver of webhooks", async () => {
  await using chat = await withPeople()
  const received = recorder({ sdkAppId: chat.app.sdkAppId })
  chat.webhooks.to(received.handle)
  chat.faults.add(fault.delay(1))
  chat.limits.on()
  chat.clock.set(0)
  await chat.tim.messages.send(hi("hello"))
  await chat.tim.accounts.import("carol")
  await chat.reset()
  assert.deepEqual([...chat.messages(), ...chat.calls(), ...chat.webhooks.sent(), ...chat.faults.list()], [])
  assert.deepEqual(["alice", "carol"].map((userId) => chat.app.accounts.has(userId)), [true, false])
  assert.ok(!chat.app.limits.enabled && chat.clock.now() > 0)
  await chat.tim.messages.send(hi("again"))
  await chat.webhooks.settled()
  assert.deepEqual(chat.calls().map(({ code, path }) => [path, code]), [["v4/openim/sendmsg", 0]])
  assert.equal(chat.webhooks.sent("cmd:AfterSendMsg again").length, 1)
})

test("a tenant that is closed abandons its calls, and answers no others", async () => {
  const chat = await withPeople()
  chat.faults.add(fault.silenceBefore({ command: "sendmsg" }))
  const abandoned = assert.rejects(
    chat.tim.messages.send(hi("hello")),
    (error: unknown) => (error as Error).name === "AbortError"
  )
  await chat.close()
  await abandoned
  await using program = await connect(chat.options)
  await assert.rejects(
    program.accounts.import("alice"),
    (error: unknown) => isRefusedWith(error, ErrorCode.SdkAppIdNotFound)
  )
})

/** A test of effects on a tenant of its own, in virtual time. */
const effectTest = (
  name: string,
  body: () => Effect.Effect<void, unknown, TestTenant | Emulator | Accounts | Messages>
): void => {
  test(name, () => inVirtualTime(Effect.provide(Effect.suspend(body), TestTenant.layer())))
}

effectTest("effects: a call is tried again without anybody moving the clock", () =>
  Effect.gen(function*() {
    const { calls, faults, messages, seed } = yield* TestTenant
    yield* seed(people)
    const { id } = yield* faults.add(fault.dropAfter({ command: "sendmsg", nth: 1 }))
    yield* (yield* Messages).send(hi("hello"))
    assert.deepEqual((yield* messages("from:alice")).map(({ time }) => time), [startSeconds])
    assert.equal((yield* calls("cmd:sendmsg")).length, 2)
    assert.deepEqual((yield* faults.list).map(({ fired }) => fired), [1])
    assert.equal(yield* faults.remove(id), true)
    yield* faults.clear
  }))

effectTest("effects: a wait lasts as long as the clock says", () =>
  Effect.gen(function*() {
    const { seed, waitFor } = yield* TestTenant
    const { world } = yield* Emulator
    yield* seed(people)
    const never = yield* Effect.forkChild(Effect.flip(waitFor("goodbye", { timeout: 1_000 })), {
      startImmediately: true
    })
    const later = yield* Effect.forkChild(waitFor("hello"), { startImmediately: true })
    yield* TestClock.adjust(999)
    assert.equal(never.pollUnsafe(), undefined)
    yield* TestClock.adjust(1)
    assert.equal((yield* Fiber.join(never))._tag, "WaitTimedOut")
    yield* (yield* Messages).send(hi("hello"))
    const found = yield* Fiber.join(later)
    assert.equal(found.time, startSeconds + 1)
    assert.equal(world.feed.size, 0)
  }))

effectTest("effects: faults expire and signatures last in the time of the test", () =>
  Effect.gen(function*() {
    const { faults } = yield* TestTenant
    const accounts = yield* Accounts
    yield* faults.add(fault.errorCode(ErrorCode.AccountNotFound, { expiresIn: 1_000 }))
    yield* TestClock.adjust(999)
    yield* Effect.flip(accounts.import("alice"))
    yield* TestClock.adjust(1)
    yield* accounts.import("alice")
    yield* TestClock.adjust("40 days")
    yield* accounts.import("alice")
  }))

effectTest("effects: webhooks, rates, snapshots and resets", () =>
  Effect.gen(function*() {
    const { app, limits, messages, options, reset, seed, snapshot, waitFor, webhooks } = yield* TestTenant
    const { send } = yield* Messages
    assert.equal(options.sdkAppId, app.sdkAppId)
    yield* seed(people)
    const received = recorder({ sdkAppId: app.sdkAppId })
    yield* webhooks.to(received.handle)
    const restore = yield* snapshot
    yield* send(hi("hello"))
    yield* webhooks.settled
    assert.equal((yield* webhooks.sent("cmd:AfterSendMsg")).length, 1)
    assert.equal((yield* waitFor("cmd:AfterSendMsg", { of: "webhooks" })).time, startSeconds * 1000)
    assert.equal((yield* webhooks.fire("State.StateChange")).status, 200)
    yield* restore
    assert.deepEqual(yield* messages(), [])
    yield* limits.on({ "v4/im_open_login_svc/account_import": 0 })
    assert.ok(app.limits.enabled)
    yield* limits.off
    yield* send(hi("again"))
    yield* reset
    assert.deepEqual([...(yield* messages()), ...(yield* webhooks.sent())], [])
  }))
