import assert from "node:assert/strict"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import { connect, msg } from "../../mod.ts"
import { emulate, type Ready, run, stop } from "../support/emulatorProcess.ts"

const folder = mkdtempSync(join(tmpdir(), "timkit-"))
after(() => rmSync(folder, { recursive: true }))

const file = (name: string, content?: string): string => {
  const path = join(folder, name)
  if (content !== undefined) writeFileSync(path, content)
  return path
}

const talk = ({ identifier, sdkAppId, secretKey, url }: Ready) =>
  connect({ sdkAppId, secretKey, identifier, baseUrl: url })

test("an emulator begins with its seed, keeps what is written in its file, and stops cleanly", async () => {
  const seed = file(
    "seed.json",
    JSON.stringify([
      { path: "v4/im_open_login_svc/account_import", body: { UserID: "alice" } }
    ])
  )
  const data = file("state.json")
  const first = await emulate(["--seed", seed, "--data", data])
  {
    await using tim = await talk(first.ready)
    await tim.messages.send(msg().text("kept").from("administrator").to("alice"))
  }
  assert.equal(await stop(first.child, "SIGTERM"), 0)
  assert.equal(statSync(data).mode & 0o077, 0, "nobody else may read the keys in it")
  const second = await emulate(["--data", data])
  await using tim = await talk(second.ready)
  const { MsgList } = await tim.messages.getHistory("alice", "administrator", {
    MaxCnt: 10,
    MinTime: 0,
    MaxTime: Math.floor(Date.now() / 1000) + 60
  })
  assert.equal(MsgList.length, 1)
  // Whatever happens between two saves, there is a whole file.
  await stop(second.child, "SIGKILL")
  assert.equal((JSON.parse(readFileSync(data, "utf8")) as { format: string }).format, "timkit-data")
})

test("a data file that cannot be written is told of, to those who ask and at the end, and stays as it was", async () => {
  const data = file("kept.json")
  const { child, output, ready } = await emulate(["--data", data])
  const before = readFileSync(data, "utf8")
  await using tim = await talk(ready)
  // What no system lets a file take the place of, whoever asks.
  mkdirSync(join(`${data}.next`, "in the way"), { recursive: true })
  await tim.accounts.import("alice")
  const refused = await fetch(`${ready.url}/__tim/save`, { method: "POST" })
  assert.equal(refused.status, 500)
  assert.match(await refused.text(), /kept\.json cannot be written/)
  assert.equal(await stop(child, "SIGTERM"), 1)
  assert.match(output(), /ERROR.*kept\.json cannot be written/)
  assert.equal(readFileSync(data, "utf8"), before)
})

test("calls without a UserSig are taken where that is wanted, and only there", async () => {
  const { child, ready: { url } } = await emulate(["--auth", "off", "--sdk-app-id", "1400000009"])
  const query = "sdkappid=1400000009&identifier=administrator&random=1&contenttype=json"
  const call = (query: string) =>
    fetch(`${url}/v4/im_open_login_svc/account_import?${query}`, {
      method: "POST",
      body: JSON.stringify({ UserID: "bob" })
    })
      .then((response) => response.json() as Promise<{ readonly ErrorCode: number }>)
  assert.equal((await call(query)).ErrorCode, 0)
  assert.equal((await call(query.replace("administrator", "alice"))).ErrorCode, 60010)
  assert.match(await (await fetch(`${url}/__tim/console`)).text(), /app\.js/)
  assert.equal(await stop(child, "SIGTERM"), 0)
})

test("a seed that cannot be used stops the emulator with a reason", async () => {
  const seeds: ReadonlyArray<readonly [name: string, content: string, reason: RegExp]> = [
    ["none.json", "{ not json", /line 1 is no JSON/],
    ["shape.json", "[{\"path\":7}]", /call 1 is no object/],
    [
      "refused.json",
      "[{\"path\":\"v4/im_open_login_svc/account_import\",\"body\":{}}]",
      /call 1, v4\/im_open_login_svc\/account_import/
    ]
  ]
  const [broken] = await Promise.all([
    run(["emulator", "--port", "0", "--data", file("broken.json", "[]")]),
    ...seeds.map(async ([name, content, reason]) => {
      const { code, output } = await run(["emulator", "--port", "0", "--seed", file(name, content)])
      assert.notEqual(code, 0, name)
      assert.match(output, reason, name)
    })
  ])
  const { code, output } = broken
  assert.notEqual(code, 0)
  assert.match(output, /broken\.json cannot be understood/)
  assert.ok(existsSync(join(folder, "broken.json")))
})

test("a UserSig is made, read and checked, with the key from the environment or a file", async () => {
  const environment = { TIM_SDK_APP_ID: "1400000000", TIM_SECRET_KEY: "canary-key" }
  const made = await run(["usersig", "new", "alice", "--expire", "600"], environment)
  assert.equal(made.code, 0, made.output)
  const userSig = made.output.trim()
  const key = file("key", "canary-key\n")
  const [inspected, checked, other, without] = await Promise.all([
    run(["usersig", "inspect", userSig]),
    run(["usersig", "verify", "alice", userSig, "--sdk-app-id", "1400000000", "--key-file", key]),
    run(["usersig", "verify", "bob", userSig], environment),
    run(["usersig", "new", "alice", "--sdk-app-id", "1"])
  ])
  assert.equal((JSON.parse(inspected.output) as { identifier: string }).identifier, "alice")
  assert.equal(checked.code, 0, checked.output)
  assert.notEqual(other.code, 0)
  assert.notEqual(without.code, 0)
  assert.match(without.output, /TIM_SECRET_KEY/)
  for (const { output } of [inspected, checked, other, without]) assert.doesNotMatch(output, /canary-key/)
})
