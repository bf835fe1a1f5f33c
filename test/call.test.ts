import assert from "node:assert/strict"
import { test } from "node:test"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import { Accounts, CurrentCallLimits, ErrorCode, TimError } from "../mod.ts"
import { accountCheck, accountImport } from "../src/api/accounts/endpoints.ts"
import { createGroup } from "../src/api/groups/endpoints/lifecycle.ts"
import { sendmsg } from "../src/api/messages/endpoints.ts"
import { notSent, reasonOf } from "./support/assertions.ts"
import { layerOn, type Outcome, queryOf, refusal, scripted, success } from "./support/scripted.ts"
import { inAMinute, scriptedTest } from "./support/scriptedTest.ts"
import { inVirtualTime } from "./support/suite.ts"

const alice = { UserID: "alice" }
const message = {
  To_Account: "alice",
  MsgBody: [{ MsgType: "TIMTextElem" as const, MsgContent: { Text: "hi" } }]
}
const group = { Type: "Public" as const, Name: "room" }
const sent = success({ MsgTime: 1, MsgKey: "1_2_3" })

scriptedTest(
  "a call carries app, administrator, signature, a random number and its body",
  [success()],
  (client, { sent }) =>
    Effect.gen(function*() {
      yield* client.call(accountImport, alice)
      const [request] = sent
      assert.ok(request !== undefined)
      assert.equal(request.baseUrl, "https://tim.example")
      assert.equal(request.path, "v4/im_open_login_svc/account_import")
      assert.deepEqual(JSON.parse(request.body), alice)
      const { random, usersig, ...rest } = queryOf(request)
      assert.deepEqual(rest, { sdkappid: "1400000000", identifier: "administrator", contenttype: "json" })
      assert.equal(usersig, "canary-sig1")
      assert.ok(Number(random) >= 0 && Number(random) < 2 ** 32)
    })
)

scriptedTest(
  "fields that are not documented reach the caller",
  [success({ Brand: { new: true } })],
  (client) =>
    Effect.gen(function*() {
      const answer: object = yield* client.call(accountImport, alice)
      assert.deepEqual(answer, { ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", Brand: { new: true } })
    })
)

scriptedTest(
  "an answer without ActionStatus and ErrorInfo is a success",
  [{ body: `{"ErrorCode":0}` }],
  (client) => Effect.asVoid(client.call(accountImport, alice))
)

scriptedTest(
  "ActionStatus FAIL is a refusal even with code 0",
  [{ body: `{"ActionStatus":"FAIL","ErrorCode":0}` }],
  (client) => Effect.map(reasonOf(client.call(accountImport, alice)), (reason) => assert.equal(reason._tag, "Refused"))
)

scriptedTest(
  "a refusal names code, name, advice, endpoint and page",
  [refusal(70107, "Err_X")],
  (client, { sent }) =>
    Effect.gen(function*() {
      const reason = yield* reasonOf(client.call(accountImport, alice))
      assert.ok(reason._tag === "Refused")
      assert.equal(reason.code, ErrorCode.AccountNotFound)
      assert.equal(reason.name, "AccountNotFound")
      assert.equal(reason.domain, "account")
      assert.equal(reason.errorInfo, "Err_X")
      assert.equal(reason.retryClass, "never")
      assert.equal(reason.endpoint, "v4/im_open_login_svc/account_import")
      assert.equal(reason.docs, accountImport.docs)
      assert.equal(reason.applied, "no")
      assert.ok((reason.advice ?? "").length > 0)
      assert.match(reason.message, /account_import was refused with 70107 AccountNotFound: Err_X/)
      assert.equal(sent.length, 1)
    })
)

scriptedTest(
  "a code that nobody documented is a typed refusal all the same",
  [refusal(987654)],
  (client) =>
    Effect.gen(function*() {
      const reason = yield* reasonOf(client.call(accountImport, alice))
      assert.ok(reason._tag === "Refused")
      assert.deepEqual([reason.code, reason.name, reason.advice], [987654, undefined, undefined])
    })
)

scriptedTest("a repeated send keeps MsgRandom, MsgSeq and the query's random number", ["refused connection", {
  status: 502,
  body: "<html>"
}, sent], (client, { sent }) =>
  Effect.gen(function*() {
    yield* inAMinute(client.call(sendmsg, message))
    assert.equal(sent.length, 3)
    assert.equal(new Set(sent.map(({ body }) => body)).size, 1)
    assert.equal(new Set(sent.map((request) => queryOf(request)["random"])).size, 1)
    const { MsgRandom, MsgSeq } = JSON.parse(sent[0]?.body ?? "{}")
    assert.ok(Number.isInteger(MsgRandom) && Number.isInteger(MsgSeq))
  }))

scriptedTest(
  "two sends have random numbers of their own, and given ones are kept",
  [sent],
  (client, { sent }) =>
    Effect.gen(function*() {
      yield* client.call(sendmsg, message)
      yield* client.call(sendmsg, message)
      yield* client.call(sendmsg, { ...message, MsgRandom: 7, MsgSeq: 0 })
      const numbers = sent.map(({ body }) => JSON.parse(body)).map(({ MsgRandom, MsgSeq }) => [MsgRandom, MsgSeq])
      assert.notDeepEqual(numbers[0], numbers[1])
      assert.deepEqual(numbers[2], [7, 0])
    })
)

scriptedTest(
  "pauses between attempts grow and have a random half",
  ["refused connection"],
  (client, { sent }) =>
    Effect.gen(function*() {
      const reason = yield* inAMinute(reasonOf(client.call(accountImport, alice)))
      assert.ok(reason._tag === "NotReached")
      assert.equal(reason.attempts, 4)
      const pauses = sent.slice(1).map(({ at }, index) => at - (sent[index]?.at ?? 0))
      for (const [index, pause] of pauses.entries()) {
        const full = 200 * 2 ** index
        assert.ok(pause >= full / 2 && pause <= full + 100, `pause ${index} of ${pause} ms`)
      }
    })
)

scriptedTest(
  "what is not repeatable is not sent again when its fate is unknown",
  [{ status: 502, body: "" }],
  (client, { sent }) =>
    Effect.gen(function*() {
      const reason = yield* inAMinute(reasonOf(client.call(createGroup, group)))
      assert.ok(reason._tag === "NotReached")
      assert.equal(reason.applied, "unknown")
      assert.match(reason.message, /whether the request took effect is not known/)
      assert.equal(sent.length, 1)
    })
)

scriptedTest("what is not repeatable is sent again when it was refused for frequency", [
  refusal(60007),
  success({ GroupId: "g" })
], (client, { sent }) =>
  Effect.gen(function*() {
    yield* inAMinute(client.call(createGroup, group))
    assert.equal(sent.length, 2)
    assert.ok((sent[1]?.at ?? 0) - (sent[0]?.at ?? 0) >= 1_000)
  }))

scriptedTest(
  "a refusal for frequency holds back the next call to the endpoint as well",
  [refusal(60007), success()],
  (client, { sent }) =>
    Effect.gen(function*() {
      const [first, second] = [
        yield* Effect.forkChild(client.call(accountImport, alice)),
        client.call(accountImport, { UserID: "bob" })
      ]
      yield* TestClock.adjust("1 millis")
      const later = yield* Effect.forkChild(second)
      for (let step = 0; step < 40; step++) yield* TestClock.adjust("100 millis")
      yield* Fiber.join(first)
      yield* Fiber.join(later)
      const bob = sent.find(({ body }) => body.includes("bob"))
      assert.ok((bob?.at ?? 0) - (sent[0]?.at ?? 0) >= 1_000)
    })
)

scriptedTest(
  "a transient code is tried again only where that is harmless",
  [refusal(10002), success({ GroupId: "g" })],
  (client, { sent }) =>
    Effect.gen(function*() {
      const reason = yield* inAMinute(reasonOf(client.call(createGroup, group)))
      assert.ok(reason._tag === "Refused")
      assert.equal(reason.applied, "unknown")
      assert.equal(sent.length, 1)
      yield* inAMinute(client.call(accountImport, alice))
    })
)

scriptedTest(
  "an expired signature is renewed once",
  [refusal(70001), success()],
  (client, { sent }) =>
    Effect.gen(function*() {
      yield* client.call(accountImport, alice)
      assert.deepEqual(sent.map((request) => queryOf(request)["usersig"]), ["canary-sig1", "canary-sig2"])
    })
)

scriptedTest("a wrong key gives up after one renewal", [refusal(70009)], (client, { sent }) =>
  Effect.gen(function*() {
    const reason = yield* reasonOf(client.call(accountImport, alice))
    assert.ok(reason._tag === "Refused")
    assert.equal(reason.name, "UserSigKeyMismatch")
    assert.equal(reason.attempts, 2)
    assert.equal(sent.length, 2)
  }))

scriptedTest(
  "one UserSig serves many calls, and is renewed before it runs out",
  [success()],
  (client, { sent }) =>
    Effect.gen(function*() {
      for (let hour = 0; hour < 24; hour++) {
        yield* client.call(accountImport, alice)
        yield* TestClock.adjust("1 hour")
      }
      const used = new Set(sent.map((request) => queryOf(request)["usersig"]))
      assert.equal(used.size, 2)
    })
)

scriptedTest(
  "an attempt that takes too long is abandoned and made again",
  ["silence", success()],
  (client, { sent }) =>
    Effect.gen(function*() {
      yield* inAMinute(client.call(accountImport, alice))
      assert.deepEqual(sent.map(({ abandoned }) => abandoned), [true, false])
      assert.ok((sent[1]?.at ?? 0) - (sent[0]?.at ?? 0) >= 5_000)
    })
)

scriptedTest("the deadline holds over all attempts", ["silence"], (client, { sent }) =>
  Effect.gen(function*() {
    const began = yield* Effect.clockWith((clock) => clock.currentTimeMillis)
    const fiber = yield* Effect.forkChild(reasonOf(client.call(accountImport, alice)))
    yield* TestClock.adjust("7999 millis")
    assert.equal(fiber.pollUnsafe(), undefined)
    yield* TestClock.adjust("1 millis")
    const reason = yield* Fiber.join(fiber)
    assert.ok(reason._tag === "NotReached")
    assert.equal(reason.kind, "timeout")
    assert.equal(reason.applied, "unknown")
    assert.ok(sent.every(({ abandoned, at }) => abandoned && at - began < 8_000))
  }), { limits: { deadline: 8_000 } })

scriptedTest(
  "a call whose turn would come after its deadline fails at once, and takes nobody's turn",
  [success()],
  (client, { sent }) =>
    Effect.gen(function*() {
      const calls = Array.from({ length: 1_000 }, () => client.call(accountImport, alice))
      const fiber = yield* Effect.forkChild(Effect.all(calls.map(Effect.exit), { concurrency: "unbounded" }))
      yield* TestClock.adjust("1500 millis")
      const exits = yield* Fiber.join(fiber)
      assert.equal(sent.length, 400)
      const late = exits.flatMap((exit) => exit._tag === "Failure" ? [Cause.squash(exit.cause)] : [])
      assert.equal(late.length, 600)
      for (const error of late) {
        assert.ok(error instanceof TimError && error.reason._tag === "NotReached")
        assert.deepEqual([error.reason.kind, error.reason.attempts, error.reason.applied], ["rate-limit", 0, "no"])
      }
      // Places that were promised to the six hundred would let this one wait for three more seconds.
      yield* TestClock.adjust("600 millis")
      yield* client.call(accountImport, alice)
      assert.equal(sent.length, 401)
    }),
  { limits: { deadline: 1_200 } }
)

scriptedTest("after a refusal, a call that ends while its next request is under way says so", [
  refusal(10002),
  "silence"
], (client) =>
  Effect.gen(function*() {
    const fiber = yield* Effect.forkChild(reasonOf(client.call(accountImport, alice)))
    for (let step = 0; step < 20; step++) yield* TestClock.adjust("100 millis")
    const reason = yield* Fiber.join(fiber)
    assert.ok(reason._tag === "NotReached")
    assert.deepEqual([reason.kind, reason.attempts, reason.applied], ["timeout", 2, "unknown"])
  }), { limits: { deadline: 1_000 } })

scriptedTest(
  "a path that was called raw keeps to its endpoint's lower rate afterwards",
  [success({ ResultItem: [] })],
  (client, { sent }) =>
    Effect.gen(function*() {
      yield* client.call(accountCheck.path, { CheckItem: [] })
      const calls = Array.from({ length: 101 }, () => client.call(accountCheck, { CheckItem: [alice] }))
      const fiber = yield* Effect.forkChild(Effect.all(calls, { concurrency: "unbounded" }))
      yield* TestClock.adjust("500 millis")
      assert.equal(sent.length, 101)
      yield* TestClock.adjust("600 millis")
      yield* Fiber.join(fiber)
      assert.equal(sent.length, 102)
    })
)

scriptedTest(
  "a pause that would outlast the deadline is not begun",
  [refusal(60007)],
  (client, { sent }) =>
    Effect.gen(function*() {
      const reason = yield* reasonOf(client.call(accountImport, alice))
      assert.ok(reason._tag === "Refused")
      assert.equal(reason.code, ErrorCode.RestApiRateLimited)
      assert.equal(sent.length, 1)
    }),
  { limits: { deadline: 900 } }
)

scriptedTest(
  "bounds can be set for a part of a program",
  ["refused connection"],
  (client, { sent }) =>
    Effect.gen(function*() {
      yield* reasonOf(client.call(accountImport, alice)).pipe(
        Effect.provideService(CurrentCallLimits, { maxAttempts: 1 })
      )
      assert.equal(sent.length, 1)
    })
)

scriptedTest("interrupting a call abandons its request", ["silence"], (client, { sent }) =>
  Effect.gen(function*() {
    const fiber = yield* Effect.forkChild(client.call(accountImport, alice))
    yield* TestClock.adjust("1 millis")
    yield* Fiber.interrupt(fiber)
    assert.deepEqual(sent.map(({ abandoned }) => abandoned), [true])
  }))

const wrongAnswers: ReadonlyArray<readonly [name: string, outcome: Outcome, tag: string, kind: string, sends: number]> =
  [
    ["an HTML error page", { status: 502, body: "<html>502</html>" }, "NotReached", "http-status", 4],
    ["a redirect to a login page", { status: 302, body: "" }, "NotReached", "http-status", 1],
    ["HTML with status 200", { body: "<html>hotel wifi</html>" }, "AnswerInvalid", "not-json", 4],
    ["a truncated answer", { body: `{"ActionStatus":"OK","Err` }, "AnswerInvalid", "not-json", 4],
    ["an empty answer", { body: "" }, "AnswerInvalid", "not-json", 4],
    ["JSON of somebody else", { body: `{"error":"no"}` }, "AnswerInvalid", "no-envelope", 1],
    ["a list", { body: "[]" }, "AnswerInvalid", "no-envelope", 1],
    ["no network", "refused connection", "NotReached", "network", 4]
  ]

for (const [name, outcome, tag, kind, sends] of wrongAnswers) {
  scriptedTest(`${name} is ${tag} (${kind})`, [outcome], (client, { sent }) =>
    Effect.gen(function*() {
      const reason = yield* inAMinute(reasonOf(client.call(accountImport, alice)))
      assert.equal(reason._tag, tag)
      assert.ok("kind" in reason)
      assert.equal(reason.kind, kind)
      assert.equal(sent.length, sends)
    }))
}

scriptedTest(
  "a success of the wrong shape tells the field and is not asked for again",
  [success({ MsgTime: "soon" })],
  (client, { sent }) =>
    Effect.gen(function*() {
      const reason = yield* reasonOf(client.call(sendmsg, message))
      assert.ok(reason._tag === "AnswerInvalid")
      assert.equal(reason.kind, "shape")
      assert.equal(reason.applied, "yes")
      assert.deepEqual(reason.issues.map(({ path }) => path).toSorted(), ["MsgKey", "MsgTime"])
      assert.equal(sent.length, 1)
    })
)

scriptedTest(
  "a request that breaks several rules names each field",
  [sent],
  (client, { sent }) =>
    Effect.gen(function*() {
      const bad = {
        ...message,
        To_Account: "x".repeat(33),
        MsgRandom: -1,
        MsgBody: [{ MsgType: "TIMTextElem", MsgContent: {} }]
      }
      const reason = yield* reasonOf(client.call(sendmsg, bad as never))
      assert.ok(reason._tag === "RequestInvalid")
      assert.deepEqual(reason.issues.map(({ path }) => path).toSorted(), [
        "MsgBody[0].MsgContent.Text",
        "MsgRandom",
        "To_Account"
      ])
      assert.equal(sent.length, 0)
    })
)

scriptedTest("numbers are checked at the edges of their range", [sent], (client) =>
  Effect.gen(function*() {
    for (const MsgRandom of [0, 2 ** 32 - 1]) yield* client.call(sendmsg, { ...message, MsgRandom })
    for (const MsgRandom of [-1, 2 ** 32, 1.5, Number.NaN]) {
      yield* notSent("MsgRandom", client.call(sendmsg, { ...message, MsgRandom }))
    }
    for (const MsgLifeTime of [0, 604_800]) yield* client.call(sendmsg, { ...message, MsgLifeTime })
    yield* notSent("MsgLifeTime", client.call(sendmsg, { ...message, MsgLifeTime: 604_801 }))
  }))

scriptedTest(
  "any path can be called with a body that is sent as it is",
  [success({ Anything: [1] })],
  (client, { sent }) =>
    Effect.gen(function*() {
      const answer = yield* client.call("/v4/openim/not_modelled", { Field: 1 })
      assert.deepEqual(answer["Anything"], [1])
      assert.deepEqual([sent[0]?.path, sent[0]?.body], ["v4/openim/not_modelled", `{"Field":1}`])
      yield* notSent("path", client.call("https://evil.example/x", {}))
      yield* notSent("path", client.call("v4/openim/../x", {}))
      yield* notSent("", client.call("v4/openim/x", [] as never))
      const circular: Record<string, unknown> = {}
      circular["self"] = circular
      yield* notSent("", client.call("v4/openim/x", circular))
    })
)

scriptedTest(
  "a path without an endpoint is not repeated unless one says that it may be",
  ["refused connection"],
  (client, { sent }) =>
    Effect.gen(function*() {
      yield* inAMinute(reasonOf(client.call("v4/openim/not_modelled", {})))
      assert.equal(sent.length, 1)
      yield* inAMinute(reasonOf(client.call("v4/openim/not_modelled", {}, { repeatability: "safe" })))
      assert.equal(sent.length, 5)
    })
)

test("services speak in promises' place as effects: one provides a layer and asks for the service", () => {
  const script = scripted(success())
  return inVirtualTime(
    Effect.gen(function*() {
      const accounts = yield* Accounts
      yield* accounts.kick("alice")
      assert.deepEqual(JSON.parse(script.sent[0]?.body ?? ""), alice)
    }).pipe(Effect.provide(layerOn(script.transport)))
  )
})
