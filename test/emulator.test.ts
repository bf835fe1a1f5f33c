import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { Accounts, CurrentTransport, ErrorCode, Tim, TimClient, type TimOptions } from "../mod.ts"
import { emulator, type EmulatorService } from "../src/emulator/mod.ts"
import { sign } from "../src/usersig/UserSig.ts"
import { reasonOf, refusedWith } from "./support/assertions.ts"
import { inVirtualTime, startSeconds, timTest } from "./support/suite.ts"

/** Calls an emulator with options that differ from its own. */
const callWith = (options: Partial<TimOptions>, service: EmulatorService = emulator()) => {
  const { fetch: _fetch, ...own } = service.options
  return Effect.flatMap(
    TimClient,
    (client) => client.call("v4/im_open_login_svc/account_check", { CheckItem: [{ UserID: "a" }] })
  )
    .pipe(
      Effect.provide(
        Tim.layer({ ...own, ...options }).pipe(Layer.provide(Layer.succeed(CurrentTransport)(service.transport)))
      )
    )
}

test("a wrong key, app or identifier is refused, each with the service's code", () =>
  inVirtualTime(Effect.gen(function*() {
    yield* refusedWith(ErrorCode.UserSigKeyMismatch, callWith({ secretKey: "another key" }))
    yield* refusedWith(ErrorCode.SdkAppIdNotFound, callWith({ sdkAppId: 1 }))
    yield* refusedWith(ErrorCode.AdminRequired, callWith({ identifier: "alice" }))
    yield* callWith({})
  })))

/** Sends a query and a body past the client. */
const send = (service: EmulatorService, change: Record<string, string | undefined>, body = "{}") =>
  Effect.gen(function*() {
    const { secretKey, sdkAppId } = service.options
    const userSig = yield* sign({ sdkAppId, secretKey, identifier: "administrator", expire: 600 })
    const query = {
      sdkappid: String(sdkAppId),
      identifier: "administrator",
      usersig: userSig,
      random: "1",
      contenttype: "json",
      ...change
    }
    const parameters = Object.entries(query).flatMap(([name, value]): ReadonlyArray<[string, string]> =>
      value === undefined ? [] : [[name, value]]
    )
    const { path = "v4/im_open_login_svc/account_check" } = change
    const response = yield* service.transport.send({
      baseUrl: "",
      path,
      query: new URLSearchParams(parameters).toString(),
      body
    })
    assert.equal(response.status, 200)
    return JSON.parse(response.body).ErrorCode as number
  })

test("every part of the query is checked", () =>
  inVirtualTime(Effect.gen(function*() {
    const service = emulator()
    const other = yield* sign({ ...service.options, identifier: "alice" })
    const cases: ReadonlyArray<readonly [code: number, change: Record<string, string | undefined>]> = [
      [60012, { sdkappid: undefined }],
      [60006, { sdkappid: "abc" }],
      [70020, { sdkappid: "1" }],
      [60025, { identifier: undefined }],
      [60025, { contenttype: "xml" }],
      [70002, { usersig: undefined }],
      [70003, { usersig: "cut" }],
      [70013, { usersig: other }],
      [60009, { path: "v4/openim/unheard_of" }]
    ]
    for (const [code, change] of cases) assert.equal(yield* send(service, change), code, JSON.stringify(change))
  })))

test("a body that is no JSON object is refused", () =>
  inVirtualTime(Effect.gen(function*() {
    const service = emulator()
    for (const body of ["", "{", "[]", "null", `"text"`, "7"]) assert.equal(yield* send(service, {}, body), 60003, body)
    assert.equal(yield* send(service, {}, `{"CheckItem":[{"UserID":"a"}]}`), 0)
    assert.equal(yield* send(service, {}, `{"CheckItem":[{"UserID":"a"}],"__proto__":{"x":1}}`), 0)
  })))

test("a signature runs out, and a client renews it before that", () =>
  inVirtualTime(Effect.gen(function*() {
    const service = emulator()
    const { secretKey, sdkAppId } = service.options
    const userSig = yield* sign({ sdkAppId, secretKey, identifier: "administrator", expire: 600 })
    yield* TestClock.setTime((startSeconds + 600) * 1000)
    assert.equal(yield* send(service, { usersig: userSig }, `{"CheckItem":[{"UserID":"a"}]}`), 0)
    yield* TestClock.adjust("1 second")
    assert.equal(yield* send(service, { usersig: userSig }), ErrorCode.UserSigExpired)
  })))

timTest("a long-lived client goes on for days", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    for (let day = 0; day < 10; day++) {
      yield* accounts.import(`user${day}`)
      yield* TestClock.adjust("23 hours")
    }
    const { ok } = yield* accounts.check(["user0", "user9"])
    assert.deepEqual(ok.map(({ imported }) => imported), [true, true])
  }))

timTest("what it does not know it refuses, and says which path", () =>
  Effect.gen(function*() {
    const client = yield* TimClient
    const reason = yield* reasonOf(client.call("v4/openim/unheard_of", {}))
    assert.ok(reason._tag === "Refused")
    assert.equal(reason.code, ErrorCode.RequestedResourceError)
    assert.match(reason.errorInfo, /v4\/openim\/unheard_of/)
  }))

test("two emulators with one seed make the same numbers, with another seed others", () => {
  const keys = [1, 1, 2].map((seed) => String(emulator({ seed }).options.secretKey))
  assert.equal(keys[0], keys[1])
  assert.notEqual(keys[0], keys[2])
})

test("coverage names every route once", () => {
  const paths = emulator().coverage.map(({ path }) => path)
  assert.equal(new Set(paths).size, paths.length)
  for (const path of ["v4/openim/sendmsg", "v4/openim/querystate", "v4/profile/portrait_set"]) {
    assert.ok(paths.includes(path), path)
  }
})
