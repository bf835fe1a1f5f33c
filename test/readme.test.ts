// needs a host: reads files, runs scripts and listens on a port
import assert from "node:assert/strict"
import { test } from "node:test"
import { emulator } from "../src/emulator/mod.ts"
import { serve } from "../src/emulator/server.ts"
import { read } from "./support/files.ts"
import { printed } from "./support/scripts.ts"

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
    assert.ok(text.includes(`\`\`\`js\n${read("examples/first.mjs")}\`\`\``), "examples/first.mjs")
    for (const example of ["script", "worker", "backend", "webhook"]) {
      assert.ok(text.includes(`\`\`\`ts\n${read(`examples/${example}.ts`)}\`\`\``), `examples/${example}.ts`)
    }
  })
}
