// needs a host: files
import assert from "node:assert/strict"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { emulator } from "../src/emulator/mod.ts"
import { against, testFolder, timkit } from "./support/commandLine.ts"

const key = "canary-key"
const folder = testFolder()
const keyFile = folder.file("key", `${key}\n`)

/** For whom a UserSig is that was made with what is given, by a key that must be the canary. */
const madeFor = async (args: ReadonlyArray<string>, env: Record<string, string> = {}, stdin = "") => {
  const made = await timkit(["usersig", "new", "alice", ...args], { env, stdin })
  assert.equal(made.code, 0, made.stderr)
  const userSig = made.stdout.trim()
  const inspected = await timkit(["usersig", "inspect", userSig])
  const { sdkAppId } = JSON.parse(inspected.stdout) as { sdkAppId: number }
  const verified = await timkit(["usersig", "verify", "alice", userSig, "--sdk-app-id", String(sdkAppId)], {
    env: { TIM_SECRET_KEY: key }
  })
  assert.equal(verified.code, 0, verified.stderr)
  return sdkAppId
}

test("flags come before the environment, which comes before the file", async () => {
  const config = folder.file("all.json", JSON.stringify({ sdkAppId: 3, secretKey: key }))
  const env = { TIM_SDK_APP_ID: "2", TIM_SECRET_KEY: key }
  assert.equal(await madeFor(["--config", config]), 3)
  assert.equal(await madeFor(["--config", config], env), 2)
  assert.equal(await madeFor(["--config", config, "--sdk-app-id", "1"], env), 1)
  // Set to nothing is not set.
  assert.equal(await madeFor(["--config", config], { TIM_SDK_APP_ID: "", TIM_SECRET_KEY: "" }), 3)
})

test("the key comes from a file, from standard input, or from a file that the configuration names", async () => {
  assert.equal(await madeFor(["--sdk-app-id", "1", "--key-file", keyFile], { TIM_SECRET_KEY: "other" }), 1)
  assert.equal(await madeFor(["--sdk-app-id", "1", "--key-file", "-"], {}, `${key}\n`), 1)
  const config = folder.file("named.json", JSON.stringify({ sdkAppId: 4, secretKeyFile: "key" }))
  assert.equal(await madeFor(["--config", config]), 4)
})

test("a configuration is found in the folder of configurations", async () => {
  const home = join(folder.path, "home")
  mkdirSync(join(home, ".config/timkit"), { recursive: true })
  folder.file("home/.config/timkit/config.json", JSON.stringify({ sdkAppId: 5, secretKey: key }))
  assert.equal(await madeFor([], { HOME: home }), 5)
  assert.equal(await madeFor([], { XDG_CONFIG_HOME: join(home, ".config") }), 5)
})

test("what is missing is told with all ways to give it", async () => {
  const { code, stderr, stdout } = await timkit(["usersig", "new", "alice", "--format", "table"])
  assert.equal(code, 2)
  assert.equal(stdout, "")
  assert.equal(stderr.trimEnd().split("\n").length, 2)
  assert.match(stderr, /--sdk-app-id.*TIM_SDK_APP_ID.*sdkAppId.*timkit\.json/)
  assert.match(stderr, /--key-file.*standard input.*TIM_SECRET_KEY.*secretKeyFile.*timkit\.json/)
})

test("a broken configuration is told by its name and field, never by its content", async () => {
  const cases: ReadonlyArray<readonly [content: string, told: RegExp]> = [
    [`{"secretKey": "${key}`, /broken\.json is no JSON object/],
    [`["${key}"]`, /broken\.json is no JSON object/],
    [`{"sdkAppId": "${key}"}`, /broken\.json: sdkAppId must be a number/],
    [`{"sdkAppId": 1, "secretKey": {"key": "${key}"}}`, /broken\.json: secretKey must be a string/],
    [`{"sdkAppId": -1, "secretKey": "${key}"}`, /broken\.json: sdkAppId: must be/],
    [`{"sdkAppId": 1, "secretKey": "${key}", "region": "${key}"}`, /broken\.json: region: must be one of/],
    [`{"sdkAppId": 1, "secretKey": "${key} "}`, /the secret key: begins or ends with white space/],
    [`{"sdkAppId": 1, "secretKeyFile": "${key}"}`, /secretKeyFile takes its name/]
  ]
  for (const [content, told] of cases) {
    const { code, stderr, stdout } = await timkit([
      "usersig",
      "new",
      "a",
      "--config",
      folder.file("broken.json", content)
    ])
    assert.equal(code, 2, content)
    assert.match(stderr, told)
    assert.doesNotMatch(stdout + stderr, new RegExp(key))
  }
  const { code, stderr } = await timkit(["usersig", "new", "a", "--config", join(folder.path, "none.json")])
  assert.equal(code, 2)
  assert.match(stderr, /none\.json cannot be read \(NotFound\)/)
})

test("an address stands in place of a region that comes from further away", async () => {
  const service = emulator()
  const { env, transport } = against(service)
  const config = folder.file("region.json", JSON.stringify({ region: "seoul" }))
  const groups = ["export", "groups", "--config", config]
  assert.equal((await timkit(groups, { env, transport })).code, 0)
  const { TIM_BASE_URL: baseUrl = "", ...rest } = env
  const flag = await timkit([...groups, "--base-url", baseUrl], { env: { ...rest, TIM_REGION: "seoul" }, transport })
  assert.equal(flag.code, 0, flag.stderr)
  const both = await timkit([...groups, "--base-url", baseUrl, "--region", "seoul"], { env: rest, transport })
  assert.equal(both.code, 2)
  assert.match(both.stderr, /--base-url: cannot be combined with --region/)
})

test("a mistyped argument that may be a key is not told again", async () => {
  const long = "0123456789abcdef".repeat(4)
  for (const args of [["usersig", long], [long], [`--secret-key=${long}`, "usersig"], ["call", "--key", long]]) {
    const { code, stderr, stdout } = await timkit(args)
    assert.equal(code, 2, args.join(" "))
    assert.doesNotMatch(stdout + stderr, new RegExp(long))
  }
})

test("a mistyped command is told on standard error, help that was asked for on standard output", async () => {
  const wrong = await timkit(["usersig", "nw"])
  assert.deepEqual([wrong.code, wrong.stdout], [2, ""])
  assert.match(wrong.stderr, /Unknown subcommand "nw"[^]*new[^]*timkit usersig --help tells more/)
  const help = await timkit(["--help"])
  assert.deepEqual([help.code, help.stderr], [0, ""])
  assert.match(help.stdout, /Exit codes:\n {2}0 {2}everything was done/)
})

test("what is refused or not reached is told on standard error, with an exit code of its own", async () => {
  const service = emulator()
  const { env, transport } = against(service)
  const refused = await timkit(["export", "members", "nowhere", "--format", "json"], { env, transport })
  assert.deepEqual([refused.code, refused.stdout], [1, ""])
  const { error } = JSON.parse(refused.stderr) as { error: Record<string, unknown> }
  assert.equal(error["reason"], "Refused")
  assert.equal(error["code"], 10010)
  assert.equal(error["name"], "GroupNotFound")
  const people = await timkit(["export", "members", "nowhere", "--format", "table"], { env, transport })
  assert.match(people.stderr, /get_group_member_info was refused\n {2}code {6}10010 GroupNotFound\n/)
  assert.match(people.stderr, /advice {4}\S[^]*page {6}https:/)
  const closed = await timkit(["export", "members", "nowhere"], { env: { ...env, TIM_BASE_URL: "http://127.0.0.1:9" } })
  assert.equal(closed.code, 3, closed.stderr)
  assert.match(closed.stderr, /"reason":"NotReached"/)
})
