// needs a host: files
import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import type { Transport } from "../mod.ts"
import { emulator } from "../src/emulator/mod.ts"
import { endpoints, jsonSchemaOf } from "../src/endpoints/mod.ts"
import { check } from "../src/endpoint/check.ts"
import { errorsInChinese } from "../src/errors/catalogue/chinese/mod.ts"
import { templateOf } from "../src/cli/template.ts"
import { against, testFolder, timkit } from "./support/commandLine.ts"

const folder = testFolder()
const service = emulator()
let sent = 0
const { env, transport: straight } = against(service)
const transport: Transport = {
  send: (request) => {
    sent++
    return straight.send(request)
  }
}
const place = { env, transport }
const run = (args: ReadonlyArray<string>, stdin?: string) =>
  timkit(args, { ...place, ...(stdin === undefined ? {} : { stdin }) })

const importBob = "{\"UserID\":\"bob\"}"

test("an endpoint is called by its path, the end of it, or its method; the body comes from anywhere", async () => {
  const calls: ReadonlyArray<readonly [args: ReadonlyArray<string>, stdin?: string]> = [
    [["v4/im_open_login_svc/account_import", importBob]],
    [["/v4/im_open_login_svc/account_import", importBob]],
    [["account_import", "--json", importBob]],
    [["accounts.import", "--file", folder.file("bob.json", importBob)]],
    [["account_import", "-"], importBob],
    [["account_import", "--file", "-"], importBob]
  ]
  for (const [args, stdin] of calls) {
    const { code, stderr, stdout } = await run(["call", ...args], stdin)
    assert.equal(code, 0, `${args.join(" ")}: ${stderr}`)
    assert.equal((JSON.parse(stdout) as { ErrorCode: number }).ErrorCode, 0)
  }
})

test("what breaks a rule is told by its field, and not sent", async () => {
  const before = sent
  const { code, stderr } = await run(["call", "sendmsg", "{\"To_Account\":\"\",\"MsgBody\":7}"])
  assert.equal(code, 2)
  const { error } = JSON.parse(stderr) as { error: { reason: string; issues: ReadonlyArray<{ path: string }> } }
  assert.equal(error.reason, "RequestInvalid")
  assert.deepEqual(error.issues.map(({ path }) => path), ["To_Account", "MsgBody"])
  const people = await run(["call", "sendmsg", "{\"MsgBody\":[]}", "--format", "table"])
  assert.match(people.stderr, /^v4\/openim\/sendmsg was not sent, the request is not valid\n {2}To_Account: /)
  assert.equal(sent, before)
})

test("a body is given once, and is an object of JSON that is not told again", async () => {
  const wrong: ReadonlyArray<readonly [args: ReadonlyArray<string>, told: RegExp, stdin?: string]> = [
    [["sendmsg", "{}", "--json", "{}"], /give the body once/],
    [["sendmsg", "{\"canary"], /the body is no JSON object/],
    [["sendmsg", "[\"canary\"]"], /the body is no JSON object/],
    [["sendmsg", "-", "--key-file", "-"], /key or the body, not both/, "canary"],
    [["sendmsg", "--file", "/no/where.json"], /where\.json cannot be read/],
    [["nothing_like_this"], /timkit endpoints WORDS/],
    [["v4/some/other", "{\"Next\":12345678901234567890}"], /more than 53 bits/]
  ]
  for (const [args, told, stdin] of wrong) {
    const { code, stderr } = await run(["call", ...args], stdin)
    assert.equal(code, 2, args.join(" "))
    assert.match(stderr, told)
    assert.doesNotMatch(stderr, /canary/)
  }
})

test("any other path is called as it is, and its refusal told with name, advice and page", async () => {
  const { code, stderr } = await run(["call", "v4/unknown_svc/unknown", "--format", "table"])
  assert.equal(code, 1)
  assert.match(stderr, /60009 RequestedResourceError[^]*advice[^]*page/)
})

test("an answer in JSON is the very text that came, with all digits of its integers", async () => {
  const body = "{\"ErrorCode\":0,\"ErrorInfo\":\"\",\"Next\":12345678901234567890,  \"Odd\":true}"
  const transport: Transport = { send: () => Effect.succeed({ status: 200, body }) }
  const { stdout } = await timkit(["call", "v4/some/other", "{}"], { env: env, transport })
  assert.equal(stdout, `${body}\n`)
  const people = await timkit(["call", "v4/some/other", "--format", "table"], { env: env, transport })
  assert.equal(people.stdout, "Next  12345678901234567890\nOdd   true\n")
})

test("--dry-run checks all there is to check, needs no key, and calls nothing", async () => {
  const template = await timkit(["call", "sendmsg", "--template"])
  const checked = await timkit(["call", "sendmsg", "-", "--dry-run"], { stdin: template.stdout })
  assert.equal(checked.code, 0, checked.stderr)
  assert.deepEqual(JSON.parse(checked.stdout), { valid: true, sent: false })
  const tooLong = JSON.stringify({ ...JSON.parse(template.stdout) as object, CloudCustomData: "x".repeat(13_000) })
  assert.equal((await timkit(["call", "sendmsg", tooLong, "--dry-run"])).code, 2)
})

test("a template has the fields that are needed, of their kinds; with --all the others, too", async () => {
  for (const all of [false, true]) {
    for (const { endpoint } of endpoints) {
      const { fills, path, request } = endpoint
      const body = templateOf(jsonSchemaOf(request as never), { all, without: fills }) as object
      const filled = { ...body, ...Object.fromEntries(fills.map((field) => [field, 1])) }
      assert.deepEqual(check(request as never, filled, { limits: false, strict: true }), [], path)
    }
  }
  const { stdout } = await timkit(["call", "account_import", "--template"])
  assert.deepEqual(JSON.parse(stdout), { UserID: "UserID" })
  const full = await timkit(["call", "account_import", "--template", "--all"])
  assert.deepEqual(JSON.parse(full.stdout), { UserID: "UserID", Nick: "Nick", FaceUrl: "FaceUrl" })
})

test("endpoints are found by words, and one that is named is told with its limits", async () => {
  const all = JSON.parse((await timkit(["endpoints"])).stdout) as ReadonlyArray<unknown>
  assert.equal(all.length, endpoints.length + 35)
  const found = JSON.parse((await timkit(["endpoints", "MUTE", "group"])).stdout) as ReadonlyArray<{ path: string }>
  assert.ok(found.length > 1 && found.some(({ path }) => path === "v4/group_open_http_svc/forbid_send_msg"))
  const table = await timkit(["endpoints", "group", "member", "--format", "table"])
  for (const line of table.stdout.split("\n")) assert.ok(line.length <= 80, line)
  const one = JSON.parse((await timkit(["endpoints", "sendmsg"])).stdout) as Record<string, unknown>
  assert.equal(one["path"], "v4/openim/sendmsg")
  assert.equal(one["repeatability"], "dedup-by-random")
  assert.ok(Array.isArray(one["limits"]) && Array.isArray(one["errors"]))
})

const explained = async (args: ReadonlyArray<string>, env = {}) =>
  JSON.parse((await timkit(["explain", ...args, "--format", "json"], { env })).stdout) as ReadonlyArray<
    { name: string; meaning: string; class: string; paths?: ReadonlyArray<string> }
  >

test("a code is explained by number or name, in the language of LANG or another", async () => {
  const [english] = await explained(["70107"])
  assert.equal(english?.name, "AccountNotFound")
  assert.equal(english?.class, "never")
  assert.deepEqual(await explained(["accountnotfound"]), await explained(["70107"]))
  const [chinese] = await explained(["70107"], { LANG: "zh_CN.UTF-8" })
  assert.match(chinese?.meaning ?? "", /帐号/)
  assert.deepEqual(await explained(["70107", "--lang", "en"], { LANG: "zh_CN.UTF-8" }), [english])
})

test("a code that calls mean differently is explained once for each meaning, or as one call means it", async () => {
  const both = await explained(["90057"])
  assert.deepEqual(both.map(({ class: tried, name, paths }) => [name, tried, paths]), [
    ["BatchSendRateLimited", "rate-limited", undefined],
    ["PushDataIdTooLong", "never", ["v4/timpush/push", "v4/timpush/batch"]]
  ])
  assert.deepEqual((await explained(["90057", "--path", "v4/timpush/push"])).map(({ name }) => name), [
    "PushDataIdTooLong"
  ])
})

test("codes of an app's webhooks and codes that nobody documented are told apart", async () => {
  const own = await timkit(["explain", "120001"])
  assert.equal(own.code, 2)
  assert.match(own.stderr, /webhook of the app refused/)
  assert.match((await timkit(["explain", "1"])).stderr, /not documented/)
  assert.match((await timkit(["explain", "1", "--lang", "zh"])).stderr, /文档中没有/)
})

test("every code is explained in Chinese as well, each in its own words", () => {
  for (const [name, [meaning, advice]] of Object.entries(errorsInChinese)) {
    assert.match(meaning, /[\u4e00-\u9fff]/, name)
    assert.match(advice, /[\u4e00-\u9fff]/, name)
  }
})
