import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import { CurrentCallLimits, ErrorCode, Operations, retryClassOf, TimClient } from "../mod.ts"
import { errorCatalogue, errorNameOf, explain } from "../src/errors/mod.ts"
import { reasonOf } from "./support/assertions.ts"
import { timTest } from "./support/suite.ts"

const mute = "v4/openconfigsvr/setnospeaking"
const official = "v4/official_account_open_http_svc"

test("a number that means different things is named after the call", () => {
  const cases: ReadonlyArray<readonly [code: number, path: string | undefined, name: string]> = [
    [130002, undefined, "OfficialAccountPermissionDenied"],
    [130002, "v4/openconfigsvr/getnospeaking", "GlobalMuteGetAccountMissing"],
    [130002, `${official}/add_subscriber`, "OfficialAccountPermissionDenied"],
    [130003, mute, "GlobalMuteAccountInvalid"],
    [130004, mute, "GlobalMuteSetAccountMissing"],
    [130004, `${official}/destroy_official_account`, "OfficialAccountNotFound"],
    [130005, mute, "GlobalMuteSetAccountInvalid"],
    [130008, mute, "GlobalMuteTimeMissing"],
    [130009, "v4/openconfigsvr/getappinfo", "OperationStoreNotOpened"],
    [130010, "v4/openconfigsvr/getappinfo", "OperationStoreUnreachable"],
    [130010, `${official}/create_official_account`, "OfficialAccountLimitReached"],
    [10004, undefined, "GroupParameterInvalid"],
    [10004, `${official}/create_official_account`, "OfficialAccountInternalError"],
    [10004, `${official}/official_account_msg_recall`, "GroupParameterInvalid"],
    [10004, `${official}/send_official_account_msg`, "GroupParameterInvalid"],
    [90057, "v4/openim/batchsendmsg", "BatchSendRateLimited"],
    [90057, "v4/timpush/push", "PushDataIdTooLong"],
    [90030, "v4/openim/importmsg", "SyncFromOldSystemInvalid"],
    [90030, "v4/all_member_push/im_set_attr", "PushAttributeValueInvalid"],
    [93000, "v4/im_msg_audit/content_moderation", "ModerationContentTooLarge"],
    [70107, mute, "AccountNotFound"]
  ]
  for (const [code, path, name] of cases) {
    assert.equal(errorNameOf(code, path), name, path)
    const { advice, domain, meaning } = explain(code, path) ?? {}
    assert.deepEqual([domain, meaning, advice], errorCatalogue[name as keyof typeof errorCatalogue])
  }
  assert.equal(explain(120001, mute), undefined)
})

test("every name leads to its number and back, on some path", () => {
  const paths = [
    undefined,
    mute,
    `${official}/create_official_account`,
    "v4/timpush/push",
    "v4/all_member_push/im_set_attr",
    "v4/im_msg_audit/content_moderation"
  ]
  for (const [name, code] of Object.entries(ErrorCode)) {
    assert.ok(paths.some((path) => errorNameOf(code, path) === name), name)
  }
})

test("whether to try again depends on the call where the number does", () => {
  assert.equal(retryClassOf(90057), "rate-limited")
  assert.equal(retryClassOf(90057, "v4/timpush/batch"), "never")
  assert.equal(retryClassOf(10004), "never")
  assert.equal(retryClassOf(10004, `${official}/get_official_account_info`), "transient")
  assert.equal(retryClassOf(10004, `${official}/official_account_msg_get_simple`), "never")
  assert.equal(retryClassOf(130009, "v4/openconfigsvr/getappinfo"), "transient")
  assert.equal(retryClassOf(130009, `${official}/official_account_msg_recall`), "never")
  assert.equal(retryClassOf(60007, "v4/timpush/batch"), "rate-limited")
})

timTest("a refused call tells the meaning of its own path", () =>
  Effect.gen(function*() {
    const client = yield* TimClient
    const operations = yield* Operations
    const refused = (path: string, body: object) =>
      Effect.map(reasonOf(client.call(path, body)), (reason) => {
        assert.equal(reason._tag, "Refused")
        return reason._tag === "Refused" ? reason : undefined
      })
    const missing = yield* refused(mute, { C2CmsgNospeakingTime: 60 })
    assert.deepEqual([missing?.code, missing?.name], [130004, "GlobalMuteSetAccountMissing"])
    assert.equal(missing?.domain, "operation")
    const unknown = yield* reasonOf(operations.mute("nobody", { c2c: 60 }))
    assert.equal(unknown._tag === "Refused" ? unknown.name : undefined, "GlobalMuteSetAccountInvalid")
    const body = { MsgRandom: 1, From_Account: "administrator", OfflinePushInfo: { Title: "a" } }
    const tooLong = yield* refused("v4/timpush/push", { ...body, DataId: "x".repeat(65) })
    assert.deepEqual([tooLong?.name, tooLong?.retryClass, tooLong?.attempts], ["PushDataIdTooLong", "never", 1])
  }).pipe(Effect.provideService(CurrentCallLimits, { deadline: 1_000 })))
