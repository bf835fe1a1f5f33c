// needs a host: starts processes and writes files
import assert from "node:assert/strict"
import { type ChildProcess, spawn } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import process from "node:process"
import { after, test } from "node:test"
import { connect, msg } from "../mod.ts"
import { root } from "./support/files.ts"

const folder = mkdtempSync(join(tmpdir(), "timkit-"))
after(() => rmSync(folder, { recursive: true }))

const file = (name: string, content?: string): string => {
  const path = join(folder, name)
  if (content !== undefined) writeFileSync(path, content)
  return path
}

/** Starts the command on the Node that the project brings. */
const start = (args: ReadonlyArray<string>, environment: Record<string, string> = {}): ChildProcess =>
  spawn("node", ["--conditions=timkit-source", join(root, "src/cli/main.ts"), ...args], {
    env: {
      PATH: [
        join(root, "node_modules/.bin"),
        join(root, "scripts/runtimes/node_modules/.bin"),
        process.env["PATH"] ?? ""
      ].join(delimiter),
      NO_COLOR: "1",
      ...environment
    }
  })

interface Ended {
  readonly code: number | null
  readonly output: string
}

const ended = (child: ChildProcess): Promise<Ended> =>
  new Promise((done) => {
    let output = ""
    child.stdout?.on("data", (chunk: unknown) => output += String(chunk))
    child.stderr?.on("data", (chunk: unknown) => output += String(chunk))
    child.on("close", (code) => done({ code, output }))
  })

const run = (args: ReadonlyArray<string>, environment?: Record<string, string>): Promise<Ended> =>
  ended(start(args, environment))

interface Ready {
  readonly url: string
  readonly sdkAppId: number
  readonly secretKey: string
  readonly identifier: string
}

/** Starts an emulator, and waits until it says that it is ready. */
const emulate = (...args: ReadonlyArray<string>): Promise<{ readonly child: ChildProcess; readonly ready: Ready }> =>
  new Promise((done, failed) => {
    const child = start(["emulator", "--port", "0", "--json", ...args])
    let output = ""
    child.stdout?.on("data", (chunk: unknown) => {
      output += String(chunk)
      const [line] = output.split("\n")
      if (output.includes("\n") && line !== undefined) done({ child, ready: JSON.parse(line) as Ready })
    })
    child.on("close", () => failed(new Error(`the emulator ended: ${output}`)))
  })

const stop = (child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<number | null> =>
  new Promise((done) => {
    child.removeAllListeners("close")
    child.on("close", (code) => done(code))
    // Not `child.kill`, after which Deno tells no exit code.
    if (child.pid !== undefined) process.kill(child.pid, signal)
  })

const talk = ({ identifier, sdkAppId, secretKey, url }: Ready) => connect({ sdkAppId, secretKey, identifier, baseUrl: url })

test("an emulator begins with its seed, keeps what is written in its file, and stops cleanly", async () => {
  const seed = file("seed.json", JSON.stringify([
    { path: "v4/im_open_login_svc/account_import", body: { UserID: "alice" } }
  ]))
  const data = file("state.json")
  const first = await emulate("--seed", seed, "--data", data)
  {
    await using tim = await talk(first.ready)
    await tim.messages.send(msg().text("kept").from("administrator").to("alice"))
  }
  assert.equal(await stop(first.child, "SIGTERM"), 0)
  assert.equal(statSync(data).mode & 0o077, 0, "nobody else may read the keys in it")
  const second = await emulate("--data", data)
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

test("calls without a UserSig are taken where that is wanted, and only there", async () => {
  const { child, ready: { url } } = await emulate("--auth", "off", "--sdk-app-id", "1400000009")
  const query = "sdkappid=1400000009&identifier=administrator&random=1&contenttype=json"
  const call = (query: string) =>
    fetch(`${url}/v4/im_open_login_svc/account_import?${query}`, { method: "POST", body: JSON.stringify({ UserID: "bob" }) })
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
    ["refused.json", "[{\"path\":\"v4/im_open_login_svc/account_import\",\"body\":{}}]", /call 1, v4\/im_open_login_svc\/account_import/]
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
