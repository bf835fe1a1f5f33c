// needs a host: ports
import assert from "node:assert/strict"
import { test } from "node:test"
import { fixtures } from "../src/testing/mod.ts"
import { type Left, type Surroundings, testFolder, timkit } from "./support/commandLine.ts"

const folder = testFolder()
const token = "canary-token"
const env = { TIM_SDK_APP_ID: "1400000000", TIM_WEBHOOK_TOKEN: token }

/** Listens until the work is done. What a listener left behind is answered. */
const whileListening = async (
  args: ReadonlyArray<string>,
  work: (url: string) => Promise<void>,
  more: Surroundings = {}
): Promise<Left> => {
  const ending = new AbortController()
  let left: Promise<Left> = Promise.reject(new Error("it never listened"))
  left.catch(() => undefined)
  const url = await new Promise<string>((ready, failed) => {
    left = timkit(["webhook", "listen", "--port", "0", ...args], {
      env,
      signal: ending.signal,
      onErrorLine: (line) => {
        const found = /listening on (\S+);/.exec(line)?.[1]
        if (found !== undefined) ready(found)
      },
      ...more
    })
    left.then(({ stderr }) => failed(new Error(stderr)), failed)
  })
  try {
    await work(url)
  } finally {
    ending.abort()
  }
  return left
}

const send = (command: string, url: string, args: ReadonlyArray<string> = [], more: Surroundings = { env }) =>
  timkit(["webhook", "send", command, url, ...args], more)

const answerOf = ({ stdout }: Left) => JSON.parse(stdout) as { status: number; answer: Record<string, unknown> }

test("every webhook is sent signed, printed by the listener, and allowed", async () => {
  const { stderr, stdout } = await whileListening([], async (url) => {
    for (const name of Object.keys(fixtures)) {
      const sent = await send(name, url)
      assert.equal(sent.code, 0, `${name}: ${sent.stderr}${sent.stdout}`)
      assert.equal(answerOf(sent).answer["ErrorCode"], 0, name)
    }
  })
  const lines = stdout.trimEnd().split("\n").map((line) => JSON.parse(line) as { command: string; known: boolean })
  assert.deepEqual(lines.map(({ command }) => command), Object.keys(fixtures))
  assert.ok(lines.every(({ known }) => known))
  assert.doesNotMatch(stdout + stderr, /canary|"Sign"/)
})

test("fields take the place of an example's, and a listener refuses what asks with a code of the app's own", async () => {
  const { stderr, stdout } = await whileListening(["--refuse", "120001", "--format", "table"], async (url) => {
    const refused = await send("C2C.CallbackBeforeSendMsg", url, [
      "--json",
      "{\"From_Account\":\"somebody else\"}"
    ])
    assert.equal(answerOf(refused).answer["ErrorCode"], 120001)
    // What has happened already cannot be refused; groups have other codes, so the service's own refuses there.
    assert.equal(answerOf(await send("C2C.CallbackAfterSendMsg", url)).answer["ErrorCode"], 0)
    assert.equal(answerOf(await send("Group.CallbackBeforeSendMsg", url)).answer["ErrorCode"], 1)
  })
  assert.match(stdout, /^\S+ C2C\.CallbackBeforeSendMsg \{.*"From_Account":"somebody else"/m)
  assert.match(stderr, /120001 is no code of the app's own here; 10100 to 10200 are/)
})

test("what is not signed with the token is not accepted, unless nothing is verified", async () => {
  const { stderr, stdout } = await whileListening([], async (url) => {
    const other = folder.file("other", "another token\n")
    for (const args of [["--unsigned"], ["--token-file", other]]) {
      const { code, stdout } = await send("C2C.CallbackAfterSendMsg", url, args)
      assert.equal(code, 1)
      assert.match(stdout, /"status": 401/)
    }
  })
  assert.equal(stdout, "")
  assert.match(stderr, /answered 401: /)
  const all = await whileListening(["--unverified"], async (url) => {
    assert.equal((await send("C2C.CallbackAfterSendMsg", url, ["--unsigned"])).code, 0)
  })
  assert.match(all.stdout, /C2C\.CallbackAfterSendMsg/)
})

test("a signature is made for a time, with the token from the environment, a file or standard input", async () => {
  const sign = async (args: ReadonlyArray<string>, more: Surroundings) =>
    JSON.parse((await timkit(["webhook", "sign", "--time", "1700000000", ...args], more)).stdout) as {
      Sign: string
      RequestTime: string
      query?: string
    }
  const made = await sign([], { env })
  // SHA-256 of canary-token1700000000.
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode("canary-token1700000000"))
  assert.equal(made.Sign, Buffer.from(digest).toString("hex"))
  assert.deepEqual(Object.keys(made), ["Sign", "RequestTime"])
  assert.deepEqual(await sign(["--token-file", folder.file("token", `${token}\n`)], {}), made)
  assert.deepEqual(await sign(["--token-file", "-"], { stdin: token }), made)
  const { query = "" } = await sign(["C2C.CallbackBeforeSendMsg"], { env })
  const parameters = new URLSearchParams(query)
  assert.equal(parameters.get("Sign"), made.Sign)
  assert.equal(parameters.get("SdkAppid"), "1400000000")
  assert.equal(parameters.get("CallbackCommand"), "C2C.CallbackBeforeSendMsg")
})

test("what is missing or wrong is told, without token and address", async () => {
  const wrong: ReadonlyArray<readonly [args: ReadonlyArray<string>, told: RegExp, code: number, env?: object]> = [
    [["sign"], /token is missing.*--token-file.*TIM_WEBHOOK_TOKEN/, 2, {}],
    [["send", "C2C.CallbackAfterSendMsg", "http://127.0.0.1:9/"], /token is missing.*--unsigned/, 2, {}],
    [["listen"], /token is missing.*--unverified/, 2, { TIM_SDK_APP_ID: "1" }],
    [["send", "Nothing", "http://127.0.0.1:9/"], /timkit webhook commands lists them/, 2],
    [["send", "CallbackBeforeSendMsg", "http://127.0.0.1:9/"], /several webhooks have this name: C2C\./, 2],
    [["send", "C2C.CallbackAfterSendMsg", "canary-place"], /no address of http/, 2],
    [["send", "C2C.CallbackAfterSendMsg", "http://127.0.0.1:9/?canary-query"], /was not answered/, 3],
    [["send", "C2C.CallbackAfterSendMsg", "http://127.0.0.1:9/", "--json", "[]"], /--json is no JSON object/, 2]
  ]
  for (const [args, told, expected, other] of wrong) {
    const { code, stderr } = await timkit(["webhook", ...args], {
      env: { ...(other ?? env) } as Record<string, string>
    })
    assert.equal(code, expected, args.join(" "))
    assert.match(stderr, told)
    assert.doesNotMatch(stderr, /canary/)
  }
})

test("webhooks are listed, and found by words", async () => {
  const list = async (...words: ReadonlyArray<string>) =>
    JSON.parse((await timkit(["webhook", "commands", ...words])).stdout) as ReadonlyArray<
      { name: string; asks: boolean }
    >
  assert.deepEqual((await list()).map(({ name }) => name).toSorted(), Object.keys(fixtures).toSorted())
  const found = await list("c2c", "before")
  assert.ok(found.some(({ asks, name }) => name === "C2C.CallbackBeforeSendMsg" && asks))
})
