import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { Accounts, ErrorCode, Profiles, TimClient } from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { timTest } from "./support/suite.ts"

const ids = (count: number) => Array.from({ length: count }, (_, index) => `user${index}`)

timTest("an imported account is there, with its name and avatar as profile fields", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const profiles = yield* Profiles
    yield* accounts.import("alice", { Nick: "Alice", FaceUrl: "https://example.com/a.png" })
    const { ok } = yield* profiles.read(["alice"], ["nick", "image"])
    assert.deepEqual(ok, [{ userId: "alice", nick: "Alice", image: "https://example.com/a.png" }])
  }))

timTest("importing takes the plain wire body as well", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    yield* accounts.import({ UserID: "alice", Nick: "Alice" })
    const { ok } = yield* accounts.check(["alice"])
    assert.deepEqual(ok, [{ UserID: "alice", imported: true }])
  }))

timTest("importing again keeps what is not given and overwrites what is", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const profiles = yield* Profiles
    yield* accounts.import("alice", { Nick: "Alice", FaceUrl: "a.png" })
    yield* accounts.import("alice", { Nick: "Alicia" })
    const { ok } = yield* profiles.read(["alice"], ["nick", "image"])
    assert.deepEqual(ok, [{ userId: "alice", nick: "Alicia", image: "a.png" }])
  }))

timTest("a UserID of more than 32 bytes, or of none, is not sent", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    yield* notSent("UserID", accounts.import("x".repeat(33)))
    yield* notSent("UserID", accounts.import("é".repeat(17)))
    yield* notSent("UserID", accounts.import(""))
  }))

timTest("the service refuses what the client would not have sent", () =>
  Effect.gen(function*() {
    const client = yield* TimClient
    const call = (body: object) => client.call("v4/im_open_login_svc/account_import", body)
    yield* refusedWith(ErrorCode.AccountParameterInvalid, call({}))
    yield* refusedWith(ErrorCode.AccountParameterInvalid, call({ UserID: 7 }))
    yield* refusedWith(ErrorCode.ProfileValueTooLong, call({ UserID: "alice", Nick: "x".repeat(501) }))
  }))

timTest("101 accounts go in two calls, and 101 in one call are refused", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const client = yield* TimClient
    const { failed, ok } = yield* accounts.importMany(ids(101))
    assert.equal(ok.length, 101)
    assert.deepEqual(failed, [])
    const { ok: checked } = yield* accounts.check(ids(101))
    assert.equal(checked.filter(({ imported }) => imported).length, 101)
    const tooMany = { Accounts: ids(101) }
    yield* refusedWith(
      ErrorCode.AccountParameterInvalid,
      client.call("v4/im_open_login_svc/multiaccount_import", tooMany)
    )
  }))

timTest("an empty list makes no call", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    assert.deepEqual(yield* accounts.importMany([]), { ok: [], failed: [] })
  }))

timTest("accounts beyond the trial edition's hundred are listed as failed", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const { failed, ok } = yield* accounts.importMany(ids(103))
    assert.equal(ok.length, 100)
    assert.deepEqual(failed.map(({ item }) => item), ["user100", "user101", "user102"])
    yield* refusedWith(ErrorCode.AccountCountExceeded, accounts.import("one-more"))
  }), { edition: "trial" })

timTest("a deleted account is gone, and cannot come back for three months", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    yield* accounts.import("alice")
    const { failed, ok } = yield* accounts.delete(["alice", "nobody"])
    assert.deepEqual(ok, ["alice"])
    assert.deepEqual(failed.map(({ code, item }) => [item, code]), [["nobody", ErrorCode.AccountNotFound]])
    const { ok: checked } = yield* accounts.check(["alice"])
    assert.deepEqual(checked, [{ UserID: "alice", imported: false }])
    yield* refusedWith(ErrorCode.AccountReimportBlocked, accounts.import("alice"))
    yield* TestClock.adjust("91 days")
    yield* accounts.import("alice")
  }))

timTest("kicking an unknown account is refused", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    yield* refusedWith(ErrorCode.AccountNotFound, accounts.kick("nobody"))
  }))

timTest("after a kick the older signature is refused once and renewed", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    yield* accounts.import("alice")
    yield* TestClock.adjust("10 seconds")
    yield* accounts.kick("administrator")
    yield* accounts.import("bob")
    const { ok } = yield* accounts.check(["bob"])
    assert.deepEqual(ok, [{ UserID: "bob", imported: true }])
  }))

timTest("online status is answered per account, unknown accounts apart", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const { app } = yield* Emulator
    yield* accounts.importMany(["alice", "bob"])
    app().accounts.get("alice")?.platforms.set("Web", "Online")
    const status = yield* accounts.queryOnlineStatus(["alice", "bob", "nobody"], { IsNeedDetail: 1 })
    assert.deepEqual(status.QueryResult, [
      { To_Account: "alice", Status: "Online", Detail: [{ Platform: "Web", Status: "Online" }] },
      { To_Account: "bob", Status: "Offline" }
    ])
    assert.deepEqual(status.ErrorList, [{ To_Account: "nobody", ErrorCode: ErrorCode.AccountNotFound }])
    yield* refusedWith(ErrorCode.AccountNotFound, accounts.queryOnlineStatus(["nobody"]))
  }))

timTest("the older querystate still answers", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    yield* accounts.import("alice")
    const { QueryResult } = yield* accounts.queryState(["alice"])
    assert.deepEqual(QueryResult, [{ To_Account: "alice", State: "Offline" }])
    yield* notSent("To_Account", accounts.queryState([]))
  }))

timTest("signing up with a password is withdrawn, as for a path that is not known", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const request = { Identifier: "alice", IdentifierType: 3, Password: "canary-password" } as const
    yield* refusedWith(ErrorCode.RequestedResourceError, accounts.registerAccountV1(request))
    yield* notSent("Password", accounts.registerAccountV1({ ...request, Password: "short" }))
  }))
