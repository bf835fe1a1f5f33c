// needs a host: reads files, runs scripts and listens on a port
import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { join } from "node:path"
import process from "node:process"
import { test } from "node:test"
import { promisify } from "node:util"
import { emulator } from "../src/emulator/mod.ts"
import { serve } from "../src/emulator/server.ts"
import { read, root } from "./support/files.ts"

/** How this runtime runs a script. */
const command = (): ReadonlyArray<string> =>
  "Deno" in globalThis ? ["run", "-A", "--quiet"] : "Bun" in globalThis ? [] : ["--conditions=timkit-source"]

/** What a script prints when it is run on this runtime, with the given variables on top of the environment. */
const printed = async (script: string, variables: Record<string, string> = {}): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [...command(), join(root, script)], {
    cwd: root,
    env: { ...process.env, ...variables }
  })
  return stdout
}

test("the script of the README sends its message to the service that the environment names", async () => {
  const service = emulator()
  await using server = await serve(service)
  const output = await printed("examples/script.ts", {
    TIM_SDK_APP_ID: String(service.options.sdkAppId),
    TIM_SECRET_KEY: String(service.options.secretKey),
    TIM_BASE_URL: server.url
  })
  assert.match(output, /^sent \d+_\d+_\d+\n$/)
  assert.ok(service.app().accounts.has("alice"))
})

test("the quickstart tells its story from import to refusal", async () => {
  const transcript = await printed("examples/quickstart.ts")
  for (
    const part of [
      /embedded emulator/,
      /imported +\["alice","bob","carol"\]/,
      /"nick":"Alice","gender":"female","selfSignature":"Hello there","richLv":3/,
      /MsgKey +\d+_\d+_\d+/,
      /GroupId +@TGS#/,
      /Happy birthday! .*sent you a gift/,
      /bob +\{"msgType":"fireworks","data":\{"count":3\}\}/,
      /90012 \(ErrorCode\.ToAccountNotRegistered, as expected\)/,
      /advice +\S+/
    ]
  ) assert.match(transcript, part)
})

for (const readme of ["README.md", "README.zh-CN.md"]) {
  test(`${readme} shows the scripts that are tested`, () => {
    const text = read(readme)
    for (const example of ["script", "worker", "backend", "webhook"]) {
      assert.ok(text.includes(`\`\`\`ts\n${read(`examples/${example}.ts`)}\`\`\``), `examples/${example}.ts`)
    }
  })
}
