import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import {
  Accounts,
  catchCode,
  CurrentTransport,
  ErrorCode,
  ErrorExplainer,
  failOnPartial,
  isWorthRetrying,
  retryClassOf,
  TimClient,
  TimError
} from "../mod.ts"
import { errorCatalogue, explain } from "../src/errors/errorCatalogue.ts"
import { errorNameOf } from "../src/errors/errorName.ts"
import { reasonOf } from "./support/assertions.ts"
import { layerOn, type Outcome, refusal, scripted, success } from "./support/scripted.ts"
import { inVirtualTime } from "./support/suite.ts"

const kick = Effect.flatMap(Accounts, (accounts) => accounts.kick("alice"))

/** Runs an effect on a client whose calls have the given outcomes. */
const on = <A, E>(effect: Effect.Effect<A, E, Accounts | TimClient>, ...outcomes: ReadonlyArray<Outcome>) =>
  inVirtualTime(Effect.provide(effect, layerOn(scripted(...outcomes).transport)))

test("each of the 290 codes has a name, and each name a meaning and advice", () => {
  const codes = Object.values(ErrorCode)
  assert.equal(new Set(codes).size, 290)
  assert.deepEqual(Object.keys(errorCatalogue).toSorted(), Object.keys(ErrorCode).toSorted())
  for (const code of codes) {
    const name = errorNameOf(code)
    assert.ok(name !== undefined && ErrorCode[name] === code)
    const explanation = explain(code)
    assert.equal(explanation?.name, name)
    for (const text of [explanation?.domain, explanation?.meaning, explanation?.advice]) {
      assert.ok((text ?? "").length > 2, name)
    }
  }
  assert.equal(explain(1), undefined)
})

test("codes fall into the four classes that decide about retries", () => {
  const codes = [...new Set<number>(Object.values(ErrorCode))]
  const count = (wanted: string) => codes.filter((code) => retryClassOf(code) === wanted).length
  assert.deepEqual(["never", "transient", "rate-limited", "auth"].map(count), [230, 34, 16, 10])
  assert.equal(retryClassOf(ErrorCode.RestApiRateLimited), "rate-limited")
  assert.equal(retryClassOf(ErrorCode.UserSigExpired), "auth")
  assert.equal(retryClassOf(ErrorCode.GroupInternalError), "transient")
  assert.equal(retryClassOf(120_001), "never")
})

test("a failure is caught whole, by its reason, or by its code", async () => {
  const outcome = refusal(ErrorCode.AccountNotFound)
  assert.equal(await on(kick.pipe(Effect.catchTag("TimError", ({ code }) => Effect.succeed(code))), outcome), 70107)
  assert.equal(
    await on(kick.pipe(Effect.catchReason("TimError", "Refused", ({ code }) => Effect.succeed(code))), outcome),
    70107
  )
  assert.equal(
    await on(kick.pipe(catchCode(ErrorCode.AccountNotFound, ({ name }) => Effect.succeed(name))), outcome),
    "AccountNotFound"
  )
  assert.equal(
    await on(kick.pipe(catchCode([1, ErrorCode.AccountNotFound], () => Effect.succeed("caught"))), outcome),
    "caught"
  )
})

test("a code that is not meant goes on", async () => {
  const other = kick.pipe(catchCode(ErrorCode.GroupNotFound, () => Effect.succeed("caught")))
  const error = await on(Effect.flip(other), refusal(ErrorCode.AccountNotFound))
  assert.ok(error instanceof TimError)
  assert.equal(error.code, ErrorCode.AccountNotFound)
})

const importThree = Effect.flatMap(Accounts, (accounts) => accounts.importMany(["a", "b", "c"]))

test("a batch in which some failed is a success that lists them, or a failure if one wants that", async () => {
  const outcome = success({ FailAccounts: ["b"] })
  assert.deepEqual(await on(importThree, outcome), {
    ok: ["a", "c"],
    failed: [{ item: "b", code: undefined, info: "" }]
  })
  const error = await on(Effect.flip(failOnPartial(importThree)), outcome)
  assert.ok(error instanceof TimError && error.reason._tag === "PartlyFailed")
  assert.deepEqual([error.reason.failed.map(({ item }) => item), error.reason.succeeded], [["b"], 2])
  assert.match(error.message, /1 of 3 items failed: b/)
  assert.deepEqual(await on(failOnPartial(importThree), success()), ["a", "b", "c"])
})

test("when a later call of a batch fails, what was done before is not lost", async () => {
  const ids = Array.from({ length: 250 }, (_, index) => `u${index}`)
  const importAll = Effect.flatMap(Accounts, (accounts) => accounts.importMany(ids))
  const { failed, ok } = await on(importAll, success(), refusal(ErrorCode.AdminRequired))
  assert.equal(ok.length, 100)
  assert.deepEqual(failed.map(({ item }) => item), ids.slice(100))
  assert.ok(failed.every(({ code, error }) => code === ErrorCode.AdminRequired && error instanceof TimError))
  assert.ok(!failed.some(isWorthRetrying))
  const error = await on(Effect.flip(importAll), refusal(ErrorCode.AdminRequired))
  assert.equal(error.code, ErrorCode.AdminRequired)
})

test("a failure tells its story in one line, and as JSON", async () => {
  const error = await on(Effect.flip(kick), refusal(ErrorCode.AccountNotFound, "Err_X"))
  assert.equal(
    error.message,
    `v4/im_open_login_svc/kick was refused with 70107 AccountNotFound: Err_X. ${explain(70107)?.advice}`
  )
  const { reason } = JSON.parse(JSON.stringify(error))
  assert.equal(reason.code, 70107)
  assert.equal(reason.endpoint, "v4/im_open_login_svc/kick")
})

test("a failure is told in a short line, however long what was answered is", async () => {
  const long = "x".repeat(10_000)
  const refused = await on(Effect.flip(kick), refusal(ErrorCode.AccountNotFound, long))
  assert.ok(refused.message.length < 1_000, String(refused.message.length))
  assert.ok(refused.reason._tag === "Refused" && refused.reason.errorInfo === long)
  const check = Effect.flatMap(Accounts, (accounts) => Effect.flip(accounts.check(["alice"])))
  const ResultItem = Array.from({ length: 1_000 }, () => 7)
  const invalid = await on(check, success({ ResultItem }))
  assert.match(invalid.message, /ResultItem\[0\]: .*; and 992 more$/)
  assert.ok(invalid.message.length < 1_000, String(invalid.message.length))
  assert.ok(invalid.reason._tag === "AnswerInvalid" && invalid.reason.issues.length === 1_000)
})

test("a catalogue that cannot be loaded leaves a refusal unexplained, and does not hide it", async () => {
  const { transport } = scripted(refusal(70107))
  const kick = Effect.flatMap(Accounts, (accounts) => accounts.kick("alice"))
  for (
    const [explain, name] of [
      [() => Promise.reject(new Error("no such chunk")), undefined],
      [(code: number) => Promise.resolve({ name: `Code${code}`, domain: "x", meaning: "y", advice: "z" }), "Code70107"]
    ] as const
  ) {
    const client = Layer.provide(
      TimClient.layer({ sdkAppId: 1400000000, secretKey: "key" }),
      Layer.mergeAll(Layer.succeed(ErrorExplainer)(explain), Layer.succeed(CurrentTransport)(transport))
    )
    const reason = await Effect.runPromise(reasonOf(kick.pipe(Effect.provide(Layer.provide(Accounts.layer, client)))))
    assert.ok(reason._tag === "Refused")
    assert.equal(reason.code, 70107)
    assert.equal(reason.name, name)
  }
})
