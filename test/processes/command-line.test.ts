import assert from "node:assert/strict"
import { test } from "node:test"
import { besideEmulator } from "../support/besideEmulator.ts"
import { ended, stop } from "../support/emulatorProcess.ts"

const { begin, ready } = besideEmulator()

const timkit = (args: ReadonlyArray<string>, more?: Record<string, string>) => ended(begin(args, more))

test("a process ends with the exit code of the table", async () => {
  const codes: ReadonlyArray<readonly [code: number, args: ReadonlyArray<string>, more?: Record<string, string>]> = [
    [0, ["account", "import", "alice"]],
    [0, ["--help"]],
    [1, ["group", "members", "nowhere"]],
    [1, ["account", "delete", "nobody", "--yes"]],
    [2, ["group", "mebers", "nowhere"]],
    [2, ["call", "sendmsg", "{}"]],
    [2, ["account", "import", "bob"], { TIM_SECRET_KEY: "" }],
    [3, ["account", "import", "bob"], { TIM_BASE_URL: "http://127.0.0.1:9" }]
  ]
  const found = await Promise.all(codes.map(([, args, more]) => timkit(args, more)))
  assert.deepEqual(found.map(({ code }) => code), codes.map(([code]) => code), JSON.stringify(found))
})

test("a key that is piped in connects, and stands nowhere in what is printed", async () => {
  const child = begin(["account", "import", "bob", "--key-file", "-"], { TIM_SECRET_KEY: "" })
  const left = ended(child)
  child.stdin?.end(`${ready().secretKey}\n`)
  const { code, output } = await left
  assert.equal(code, 0, output)
  assert.deepEqual(JSON.parse(output), { ok: ["bob"], failed: [] })
})

test("a body that is piped in is sent, and what goes into a pipe is JSON", async () => {
  const child = begin(["call", "account_import", "-"])
  const left = ended(child)
  child.stdin?.end("{\"UserID\":\"carol\"}")
  const { code, output } = await left
  assert.equal(code, 0, output)
  assert.equal((JSON.parse(output) as { ErrorCode: number }).ErrorCode, 0)
})

test("a reader that has enough ends the command without an error", async () => {
  const child = begin(["endpoints", "--format", "ndjson"])
  let errors = ""
  child.stderr?.on("data", (chunk: unknown) => errors += String(chunk))
  child.stdout?.destroy()
  const code = await new Promise((done) => child.on("close", done))
  assert.equal(errors, "")
  assert.equal(code, 0)
})

test("a listener that is stopped ends well", async () => {
  const listener = begin(["webhook", "listen", "--port", "0", "--unverified"])
  await new Promise<void>((ready) =>
    listener.stderr?.on("data", (text: unknown) => String(text).includes("listening") && ready())
  )
  assert.equal(await stop(listener, "SIGTERM"), 0)
})
