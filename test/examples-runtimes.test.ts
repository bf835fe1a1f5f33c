// needs a host: starts processes, and listens on ports
import assert from "node:assert/strict"
import { type ChildProcess, execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { test } from "node:test"
import { promisify } from "node:util"
import * as Effect from "effect/Effect"
import { serve } from "../src/emulator/server.ts"
import { tenant } from "../src/testing/mod.ts"
import { verify } from "../src/usersig/UserSig.ts"
import { nodeListener } from "../src/webhook/mod.ts"
import { Collector } from "./support/collector.ts"
import { root } from "./support/files.ts"
import { printed as outputOf } from "./support/scripts.ts"

/** A runtime that the project brings, whichever one runs this test. */
const runtime = (name: "bun" | "deno"): string => join(root, "node_modules/.bin", name)

/** A folder, and a tenant behind a port, as the environment of a process names it. */
const host = async () => {
  const folder = mkdtempSync(join(tmpdir(), "timkit-"))
  const chat = await tenant()
  const server = await serve(chat.emulator)
  const env = {
    ...process.env,
    NO_COLOR: "1",
    TIM_SDK_APP_ID: String(chat.options.sdkAppId),
    TIM_SECRET_KEY: String(chat.options.secretKey),
    TIM_BASE_URL: server.url
  }
  return {
    chat,
    env,
    file: (name: string, text: string): string => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    },
    [Symbol.asyncDispose]: async () => {
      await server.close()
      await chat.close()
      rmSync(folder, { recursive: true })
    }
  }
}

/** What a process prints, up to what a pattern finds. */
const printed = (child: ChildProcess, pattern: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    let output = ""
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => {
        output += String(chunk)
        const found = pattern.exec(output)?.[1]
        if (found !== undefined) resolve(found)
      })
    }
    child.once("close", () => reject(new Error(`ended without ${pattern}: ${output}`)))
  })

test("on Bun: the server hands out a UserSig for the right password, and stops when it is told to", async () => {
  await using at = await host()
  const passwords = at.file("users.json", JSON.stringify({ alice: "secret of alice", bob: "secret of bob" }))
  const child = spawn(runtime("bun"), ["examples/bun.ts", passwords], { cwd: root, env: { ...at.env, PORT: "0" } })
  const stopped = printed(child, /(stopped)/)
  try {
    const url = await printed(child, /listening on (\S+)/)
    const login = (userId: string, body: string) => fetch(new URL(`/token/${userId}`, url), { method: "POST", body })
    const { sdkAppId, userSig } = await (await login("alice", "secret of alice")).json() as {
      readonly sdkAppId: number
      readonly userSig: string
    }
    const { secretKey } = at.chat.options
    const { expire } = await Effect.runPromise(verify({ userSig, sdkAppId, secretKey, identifier: "alice" }))
    assert.equal(expire, 3600)
    assert.ok(at.chat.app.accounts.has("bob"))
    for (const [userId, password] of [["alice", "secret of bob"], ["carol", "undefined"], ["toString", ""]] as const) {
      assert.equal((await login(userId, password)).status, 401, userId)
    }
  } finally {
    child.kill("SIGTERM")
    await stopped
  }
})

test("on Deno: those whose birthday it is get a message, and one who has left does no harm", async () => {
  await using at = await host()
  await at.chat.tim.accounts.importMany(["alice", "bob", "carol"])
  const file = at.file("birthdays.txt", "zoe 05-17\nalice 05-17\nbob 06-18\n\ncarol 05-17\n")
  const rights = ["--allow-env", "--allow-net", "--allow-read"]
  const { stderr, stdout } = await promisify(execFile)(
    runtime("deno"),
    ["run", "--no-prompt", ...rights, "examples/deno.ts", file, "05-17"],
    { cwd: root, env: at.env }
  )
  assert.equal(stdout, "alice was wished a happy birthday\ncarol was wished a happy birthday\n")
  assert.match(stderr, /zoe is not here any more/)
  assert.deepEqual(at.chat.messages("birthday").map(({ to }) => to), ["alice", "carol"])
})

test("a script exports what its connection did before it ends", async () => {
  const collector = new Collector()
  const server = createServer(nodeListener(collector.handle)).listen(0, "127.0.0.1")
  await once(server, "listening")
  try {
    const { port } = server.address() as AddressInfo
    const output = await outputOf("examples/observability/script.ts", {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`
    })
    assert.match(output, /refused, which the span tells as well/)
    assert.deepEqual(collector.spans().map(({ attributes, name }) => [name, attributes["error.type"]]), [
      ["v4/im_open_login_svc/account_import", undefined],
      ["v4/openim/sendmsg", undefined],
      ["v4/im_open_login_svc/kick", "70107"]
    ])
    assert.ok(collector.metrics().some(({ name }) => name === "rpc.client.call.duration"))
    assert.deepEqual([...collector.services()], ["script"])
  } finally {
    server.close()
  }
})
