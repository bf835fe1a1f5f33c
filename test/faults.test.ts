import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import {
  Accounts,
  CurrentCallLimits,
  ErrorCode,
  Groups,
  makeFetchTransport,
  Messages,
  msg,
  type Reason,
  textOf,
  TimClient
} from "../mod.ts"
import { type FaultKind, type FaultRule, Faults } from "../src/emulator/Faults.ts"
import { Emulator, emulator, type EmulatorService } from "../src/emulator/mod.ts"
import { sign } from "../src/usersig/UserSig.ts"
import type { Notice } from "../src/emulator/state/Webhooks.ts"
import { reasonOf, refusedWith } from "./support/assertions.ts"
import { inVirtualTime, startSeconds, timTest } from "./support/suite.ts"

const once = Effect.provideService(CurrentCallLimits, { maxAttempts: 1 })

/** Tries again at once: nobody would move the clock for a pause. */
const twice = Effect.provideService(CurrentCallLimits, { maxAttempts: 2, backoff: 0, maxBackoff: 0 })

const importPath = "v4/im_open_login_svc/account_import"

const startMillis = startSeconds * 1000

const addFault = (rule: FaultRule) => Effect.map(Emulator, (service) => service.app().faults.add(rule, startMillis))

const importAlice = Effect.flatMap(Accounts, (accounts) => accounts.import("alice"))

const hasAlice = Effect.map(Emulator, (service) => service.app().accounts.has("alice"))

/** The latest call in the log. */
const lastCall = Effect.map(Emulator, ({ world }) => {
  const [last] = world.log.newest()
  assert.ok(last !== undefined)
  return last
})

/** What a fault does to a call, seen from the client, and whether the call did its work. */
const outcomes: ReadonlyArray<{
  readonly fault: FaultKind
  readonly done: boolean
  readonly check: (reason: Reason) => void
  readonly status: number
  readonly code: number
}> = [
  {
    fault: { kind: "error-code", code: ErrorCode.AccountNotFound, info: "made up" },
    done: false,
    check: (reason) => {
      assert.ok(reason._tag === "Refused")
      assert.deepEqual([reason.code, reason.errorInfo], [ErrorCode.AccountNotFound, "made up"])
    },
    status: 200,
    code: ErrorCode.AccountNotFound
  },
  ...[502, 429, 301, 204, 304].map((status) => ({
    fault: { kind: "http-status", status } as const,
    done: false,
    check: (reason: Reason) => {
      assert.ok(reason._tag === "NotReached")
      assert.deepEqual([reason.kind, reason.status], ["http-status", status])
    },
    status,
    code: 0
  })),
  ...(["before", "after"] as const).map((when) => ({
    fault: { kind: "drop", when } as const,
    done: when === "after",
    check: (reason: Reason) => {
      assert.ok(reason._tag === "NotReached")
      assert.deepEqual([reason.kind, reason.applied], ["network", "unknown"])
    },
    status: 0,
    code: 0
  })),
  {
    fault: { kind: "truncate" },
    done: true,
    check: (reason) => {
      assert.ok(reason._tag === "AnswerInvalid")
      assert.equal(reason.kind, "not-json")
    },
    status: 200,
    code: 0
  }
]

for (const { check, code, done, fault, status } of outcomes) {
  timTest(
    `${JSON.stringify(fault)} fails the call, which has ${done ? "" : "not "}done its work`,
    () =>
      Effect.gen(function*() {
        const { id } = yield* addFault({ fault, count: 1 })
        check(yield* reasonOf(importAlice))
        assert.equal(yield* hasAlice, done)
        const logged = yield* lastCall
        assert.deepEqual(
          [logged.path, logged.status, logged.code, logged.fault, logged.request],
          [importPath, status, code, id, { UserID: "alice" }]
        )
        yield* importAlice
        assert.equal((yield* lastCall).fault, undefined)
      }).pipe(once)
  )
}

/** Lets the runtime serve its sockets: Deno does not between two immediates, which is what Effect yields by. */
const turn = Effect.promise(() => new Promise<void>((done) => void setTimeout(done)))

/** Waits until a rule has fired. */
const firing = (id: number) =>
  Effect.gen(function*() {
    const service = yield* Emulator
    while (service.app().faults.list().find((rule) => rule.id === id)?.fired !== 1) yield* turn
  })

for (const when of ["before", "after"] as const) {
  timTest(`silence ${when} the work lasts until the client gives up`, () =>
    Effect.gen(function*() {
      const { id } = yield* addFault({ fault: { kind: "silence", when }, count: 1 })
      const calling = yield* Effect.forkChild(reasonOf(importAlice))
      yield* firing(id)
      yield* TestClock.adjust("4999 millis")
      assert.equal(calling.pollUnsafe(), undefined)
      yield* TestClock.adjust("1 millis")
      const reason = yield* Fiber.join(calling)
      assert.ok(reason._tag === "NotReached")
      assert.deepEqual([reason.kind, reason.applied], ["timeout", "unknown"])
      assert.equal(yield* hasAlice, when === "after")
    }).pipe(once))
}

timTest("a delay is waited for before the work is done", () =>
  Effect.gen(function*() {
    const { id } = yield* addFault({ fault: { kind: "delay", milliseconds: 3_000 } })
    const calling = yield* Effect.forkChild(importAlice)
    yield* firing(id)
    yield* TestClock.adjust("2999 millis")
    assert.equal(calling.pollUnsafe(), undefined)
    assert.equal(yield* hasAlice, false)
    yield* TestClock.adjust("1 millis")
    yield* Fiber.join(calling)
    assert.ok(yield* hasAlice)
    const { code, fault, status, time } = yield* lastCall
    assert.deepEqual([status, code, fault, time], [200, 0, id, startMillis])
  }).pipe(once))

timTest("a delay is too long for a client that waits less", () =>
  Effect.gen(function*() {
    const { id } = yield* addFault({ fault: { kind: "delay", milliseconds: 6_000 } })
    const calling = yield* Effect.forkChild(reasonOf(importAlice))
    yield* firing(id)
    yield* TestClock.adjust("5 seconds")
    const reason = yield* Fiber.join(calling)
    assert.ok(reason._tag === "NotReached")
    assert.equal(reason.kind, "timeout")
  }).pipe(once))

/** Posts a call past the client, to see the answer as it is. */
const post = (service: EmulatorService, path = importPath, body: object = { UserID: "alice" }) =>
  Effect.gen(function*() {
    const { identifier = "administrator", sdkAppId, secretKey } = service.options
    const userSig = yield* sign({ sdkAppId, secretKey, identifier, expire: 600 })
    const query = new URLSearchParams({ sdkappid: String(sdkAppId), identifier, usersig: userSig, contenttype: "json" })
    return yield* service.handle(
      new Request(`http://127.0.0.1/${path}?${query}`, { method: "POST", body: JSON.stringify(body) })
    )
  })

test("a header on the answer says which fault fired", () =>
  inVirtualTime(Effect.gen(function*() {
    const service = emulator()
    const { faults } = service.app()
    const headerOf = (fault: FaultKind) =>
      Effect.gen(function*() {
        const { id } = faults.add({ fault, count: 1 }, startMillis)
        const response = yield* post(service)
        assert.equal(response.headers.get("x-timkit-fault"), String(id), JSON.stringify(fault))
        return response
      })
    const coded = yield* headerOf({ kind: "error-code", code: 60008 })
    assert.equal(coded.headers.get("content-type"), "application/json")
    const failed = yield* headerOf({ kind: "http-status", status: 503 })
    assert.equal(failed.status, 503)
    assert.equal(failed.headers.get("content-type"), "text/html")
    yield* headerOf({ kind: "http-status", status: 204 })
    const cut = yield* headerOf({ kind: "truncate" })
    assert.equal(cut.status, 200)
    yield* headerOf({ kind: "delay", milliseconds: 0 })
    const clean = yield* post(service)
    assert.equal(clean.headers.get("x-timkit-fault"), null)
  })))

test("a dropped answer breaks off, and rejects where there is no server in between", () =>
  inVirtualTime(Effect.gen(function*() {
    const service = emulator()
    service.app().faults.add({ fault: { kind: "drop", when: "before" } }, startMillis)
    const response = yield* post(service)
    yield* Effect.promise(() => assert.rejects(response.text()))
    const transport = makeFetchTransport(service.options.fetch)
    const request = { baseUrl: "http://127.0.0.1", path: importPath, query: "", body: "{}" }
    // Nobody knows whose fault it is before it is known who calls.
    assert.equal((yield* transport.send(request)).status, 200)
  })))

test("a silent call is over when nobody waits any longer", () =>
  inVirtualTime(Effect.gen(function*() {
    const service = emulator()
    const { world } = service
    const { id } = service.app().faults.add({ fault: { kind: "silence", when: "after" } }, startMillis)
    const calling = yield* Effect.forkChild(post(service))
    while (service.app().faults.list()[0]?.fired !== 1) yield* turn
    assert.equal(world.log.size, 0)
    yield* Fiber.interrupt(calling)
    const [logged] = world.log.newest()
    assert.deepEqual([logged?.status, logged?.code, logged?.answer, logged?.fault], [0, 0, undefined, id])
  })))

timTest("a rule is for a command by its name, its path or a part of it", () =>
  Effect.gen(function*() {
    const client = yield* TimClient
    const { faults } = (yield* Emulator).app()
    const check = { CheckItem: [{ UserID: "alice" }] }
    const calls = { [importPath]: { UserID: "alice" }, "v4/im_open_login_svc/account_check": check }
    const cases: ReadonlyArray<readonly [command: string | undefined, ...hit: ReadonlyArray<string>]> = [
      [undefined, "account_import", "account_check"],
      ["account_import", "account_import"],
      ["import"],
      ["account_*", "account_import", "account_check"],
      ["*_check", "account_check"],
      ["*", "account_import", "account_check"],
      [importPath, "account_import"],
      ["im_open_login_svc/account_import"],
      ["v4/im_open_login_svc/*", "account_import", "account_check"],
      ["v4/*/account_check", "account_check"],
      ["v4/im_open_login_svc"],
      ["account.import"],
      ["(account_import)"]
    ]
    for (const [command, ...hit] of cases) {
      faults.clear()
      faults.add({ command, fault: { kind: "error-code", code: 60008 } }, startMillis)
      for (const [path, body] of Object.entries(calls)) {
        const call = client.call(path, body)
        yield* hit.some((name) => path.endsWith(name)) ? refusedWith(60008, call) : call
      }
    }
  }).pipe(once))

timTest("a rule is for an account that the body names, wherever in it", () =>
  Effect.gen(function*() {
    const client = yield* TimClient
    const accounts = yield* Accounts
    yield* accounts.importMany(["alice", "bob", "carol"])
    const { faults } = (yield* Emulator).app()
    faults.add({ account: "alice", fault: { kind: "error-code", code: 60008 } }, startMillis)
    const { elements } = msg().text("alice")
    const content = { MsgBody: elements, MsgRandom: 1 }
    const friend = { To_Account: "alice", AddSource: "AddSource_Type_A" }
    const cases: ReadonlyArray<readonly [path: string, body: object, named: boolean]> = [
      ["v4/openim/sendmsg", { From_Account: "alice", To_Account: "bob", ...content }, true],
      ["v4/openim/sendmsg", { From_Account: "bob", To_Account: "alice", ...content }, true],
      ["v4/openim/sendmsg", { From_Account: "bob", To_Account: "carol", ...content }, false],
      ["v4/openim/batchsendmsg", { To_Account: ["bob", "alice"], ...content }, true],
      [importPath, { UserID: "alice", Nick: "a" }, true],
      [importPath, { UserID: "bob", Nick: "alice" }, false],
      ["v4/im_open_login_svc/multiaccount_import", { Accounts: ["bob", "alice"] }, true],
      ["v4/im_open_login_svc/multiaccount_import", { AccountList: [{ UserID: "alice" }] }, true],
      ["v4/im_open_login_svc/account_check", { CheckItem: [{ UserID: "bob" }, { UserID: "alice" }] }, true],
      ["v4/sns/friend_add", { From_Account: "bob", AddFriendItem: [friend] }, true]
    ]
    for (const [path, body, named] of cases) {
      const call = client.call(path, body)
      yield* named ? refusedWith(60008, call) : call
    }
  }).pipe(once))

timTest("a rule fires for the nth call that fits, and for no other", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const { faults } = (yield* Emulator).app()
    yield* addFault({ command: "account_import", nth: 2, fault: { kind: "error-code", code: 60008 } })
    yield* accounts.import("alice")
    yield* accounts.check(["alice"])
    yield* refusedWith(60008, accounts.import("alice"))
    yield* accounts.import("alice")
    assert.deepEqual(faults.list().map(({ fired, matched }) => [matched, fired]), [[3, 1]])
  }).pipe(once))

timTest("a rule fires as often as its count says", () =>
  Effect.gen(function*() {
    yield* addFault({ count: 2, fault: { kind: "error-code", code: 60008 } })
    yield* refusedWith(60008, importAlice)
    yield* refusedWith(60008, importAlice)
    yield* importAlice
  }).pipe(once))

timTest("a rule ends when its time is over", () =>
  Effect.gen(function*() {
    const { expires } = yield* addFault({ expiresIn: 1_000, fault: { kind: "error-code", code: 60008 } })
    assert.equal(expires, startMillis + 1_000)
    yield* TestClock.adjust("999 millis")
    yield* refusedWith(60008, importAlice)
    yield* TestClock.adjust("1 millis")
    yield* importAlice
  }).pipe(once))

timTest(
  "the first rule that fires counts; those before it that do not fire let it through",
  () =>
    Effect.gen(function*() {
      const { faults } = (yield* Emulator).app()
      const rule = (code: number, match: Partial<FaultRule> = {}) =>
        faults.add({ ...match, fault: { kind: "error-code", code } }, startMillis)
      rule(60001, { command: "account_check" })
      rule(60002, { nth: 2 })
      rule(60003, { count: 1 })
      rule(60004)
      yield* refusedWith(60003, importAlice)
      yield* refusedWith(60002, importAlice)
      yield* refusedWith(60004, importAlice)
      // A rule is not asked where one before it fired.
      assert.deepEqual(faults.list().map(({ fired, matched }) => [matched, fired]), [[0, 0], [3, 1], [1, 1], [1, 1]])
      const [, , , last] = faults.list()
      assert.ok(faults.remove(last?.id ?? 0))
      assert.equal(faults.remove(last?.id ?? 0), false)
      yield* importAlice
      assert.equal(faults.isEmpty, false)
      faults.clear()
      assert.ok(faults.isEmpty)
      // A new rule never has the id of one before it.
      assert.equal(rule(60005).id, 5)
    }).pipe(once)
)

/** Which of the calls a rule fires for. */
const firings = (seed: number, rule: FaultRule, calls = 1_000): ReadonlyArray<boolean> => {
  const faults = new Faults(seed)
  faults.add(rule, 0)
  return Array.from({ length: calls }, () => faults.next(importPath, {}, 0) !== undefined)
}

test("a probability is met by about its share of the calls, the same ones for the same seed", () => {
  const fault = { kind: "truncate" } as const
  for (const probability of [0.1, 0.5, 0.9]) {
    const first = firings(1, { probability, fault })
    assert.deepEqual(first, firings(1, { probability, fault }))
    assert.notDeepEqual(first, firings(2, { probability, fault }))
    const share = first.filter((fired) => fired).length / first.length
    assert.ok(Math.abs(share - probability) < 0.05, `${share} instead of ${probability}`)
  }
  assert.ok(!firings(1, { probability: 0, fault }).includes(true))
  assert.ok(!firings(1, { probability: 1, fault }).includes(false))
  // What did not fire does not count.
  assert.equal(firings(1, { probability: 0.5, count: 3, fault }).filter((fired) => fired).length, 3)
})

test("two emulators with one seed fail the same calls, with another seed others", async () => {
  const run = (seed: number) =>
    inVirtualTime(Effect.gen(function*() {
      const service = emulator({ seed })
      service.app().faults.add({ probability: 0.5, fault: { kind: "error-code", code: 60008 } }, startMillis)
      const codes: Array<unknown> = []
      for (let call = 0; call < 40; call++) {
        const response = yield* post(service)
        codes.push((yield* Effect.promise(() => response.json())).ErrorCode)
      }
      return codes
    }))
  const first = await run(7)
  assert.deepEqual([...new Set(first)].toSorted(), [0, 60008])
  assert.deepEqual(await run(7), first)
  assert.notDeepEqual(await run(8), first)
})

timTest("the client tries again after a call that was dropped before its work", () =>
  Effect.gen(function*() {
    const { world } = yield* Emulator
    yield* addFault({ count: 1, fault: { kind: "drop", when: "before" } })
    yield* importAlice
    assert.ok(yield* hasAlice)
    assert.deepEqual([...world.log.newest()].map(({ fault, status }) => [status, fault]), [[200, undefined], [0, 1]])
  }).pipe(twice))

const unclear: ReadonlyArray<FaultKind> = [
  { kind: "drop", when: "after" },
  { kind: "truncate" },
  { kind: "http-status", status: 502 }
]

for (const fault of unclear) {
  timTest(
    `a message is there once when the client tries again after ${JSON.stringify(fault)}`,
    () =>
      Effect.gen(function*() {
        const messages = yield* Messages
        yield* Effect.flatMap(Accounts, (accounts) => accounts.importMany(["alice", "bob"]))
        yield* addFault({ command: "sendmsg", count: 1, fault })
        const { MsgKey } = yield* messages.send(msg().text("once").from("alice").to("bob"))
        const { MsgList } = yield* messages.getHistory("bob", "alice", {
          MaxCnt: 10,
          MinTime: 0,
          MaxTime: startSeconds + 60
        })
        assert.deepEqual(MsgList.map((message) => [textOf(message.MsgBody), message.MsgKey]), [["once", MsgKey]])
      }).pipe(twice)
  )
}

timTest(
  "a call that must not be repeated fails, and says that nobody knows whether it was done",
  () =>
    Effect.gen(function*() {
      const groups = yield* Groups
      const { world } = yield* Emulator
      yield* addFault({ command: "create_group", fault: { kind: "drop", when: "after" } })
      const reason = yield* reasonOf(groups.create({ Type: "Public", Name: "Club" }))
      assert.ok(reason._tag === "NotReached")
      assert.deepEqual([reason.applied, reason.attempts], ["unknown", 1])
      assert.equal(world.log.size, 1)
    }).pipe(twice)
)

test("faults of one app are nothing to another", () =>
  inVirtualTime(Effect.gen(function*() {
    const service = emulator()
    const other = service.createApp()
    service.app().faults.add({ fault: { kind: "http-status", status: 500 } }, startMillis)
    assert.equal((yield* post(service)).status, 500)
    assert.equal((yield* post({ ...service, options: other })).status, 200)
  })))

timTest("what is refused anyway does not use up a fault", () =>
  Effect.gen(function*() {
    const client = yield* TimClient
    const { faults } = (yield* Emulator).app()
    yield* addFault({ count: 1, fault: { kind: "error-code", code: 60008 } })
    yield* refusedWith(60009, client.call("v4/openim/unheard_of", {}))
    assert.deepEqual(faults.list().map(({ matched }) => matched), [0])
    yield* refusedWith(60008, importAlice)
  }).pipe(once))

timTest("rates are not minded unless they are switched on", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const { limits } = (yield* Emulator).app()
    for (let call = 0; call < 250; call++) yield* accounts.import("alice")
    limits.enabled = true
    for (let call = 0; call < 200; call++) yield* accounts.import("alice")
    yield* refusedWith(60007, accounts.import("alice"))
  }).pipe(once))

timTest("a call above the documented rate is refused until the next second, and told of", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const service = yield* Emulator
    const { limits, webhooks } = service.app()
    const told: Array<Notice> = []
    webhooks.onlookers.add((notice) => void told.push(notice))
    limits.enabled = true
    for (let call = 0; call < 200; call++) yield* accounts.import(`user${call}`)
    assert.equal(told.length, 0)
    yield* refusedWith(60007, accounts.import("user200"))
    yield* refusedWith(60007, accounts.import("user201"))
    assert.equal(service.app().accounts.has("user200"), false)
    assert.deepEqual(
      told.map(({ body, command }) => [command.name, body]),
      [201, 202].map((Request) => [
        "Alert.RequestOverLimit",
        {
          CallbackCommand: "Alert.RequestOverLimit",
          EventTime: startMillis,
          ServiceName: "im_open_login_svc",
          Command: "account_import",
          Request,
          Limit: 200
        }
      ])
    )
    // Each path is counted for itself.
    yield* accounts.check(["user0"])
    yield* TestClock.adjust("1 second")
    yield* accounts.import("user200")
  }).pipe(once))

timTest("other rates take the place of the documented ones", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const { limits } = (yield* Emulator).app()
    limits.enabled = true
    limits.rates = new Map([[importPath, 2], ["v4/im_open_login_svc/account_check", 0]])
    yield* accounts.import("alice")
    yield* accounts.import("alice")
    yield* refusedWith(60007, accounts.import("alice"))
    yield* refusedWith(60007, accounts.check(["alice"]))
    limits.enabled = false
    yield* accounts.check(["alice"])
  }).pipe(once))

timTest("the client waits out a refusal for its rate", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const { limits } = (yield* Emulator).app()
    limits.enabled = true
    limits.rates = new Map([[importPath, 1]])
    yield* accounts.import("alice")
    // In small steps, so that over HTTP an answer is there before the client gives up.
    const time = Effect.forever(Effect.andThen(TestClock.adjust("1 millis"), turn))
    yield* Effect.raceFirst(accounts.import("bob"), time)
    assert.ok((yield* Effect.clockWith((clock) => clock.currentTimeMillis)) >= startMillis + 1_000)
  }))
