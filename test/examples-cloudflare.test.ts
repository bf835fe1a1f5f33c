// needs a host: bundles a worker, and runs it on workerd
import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { after, before, test } from "node:test"
import { build } from "esbuild"
import * as Effect from "effect/Effect"
import { emulator } from "../src/emulator/mod.ts"
import { type EmulatorServer, serve } from "../src/emulator/server.ts"
import { msg } from "../mod.ts"
import { callback, fixtures } from "../src/testing/mod.ts"
import { verify } from "../src/usersig/UserSig.ts"
import { read, root } from "./support/files.ts"

/** The worker's settings. Comments stand on lines of their own. */
const settings = JSON.parse(read("examples/cloudflare/wrangler.jsonc").replace(/^\s*\/\/.*$/gm, "")) as {
  readonly main: string
  readonly compatibility_date: string
  readonly compatibility_flags: ReadonlyArray<string>
  readonly vars: Record<string, string>
}

const folder = mkdtempSync(join(tmpdir(), "timkit-"))
const service = emulator()
const { sdkAppId, secretKey } = service.options
const secrets = { TIM_SECRET_KEY: String(secretKey), TIM_WEBHOOK_TOKEN: "webhook token", LOGIN_KEY: "login key" }
let server: EmulatorServer
let worker: { readonly url: string; readonly stop: () => void }

/** Runs the bundle on workerd, which tells on standard output where it listens. */
const start = (bindings: Record<string, string>): Promise<typeof worker> => {
  const config = join(folder, "config.capnp")
  writeFileSync(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    (name = "internet", network = (allow = ["public", "private"]))
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")]
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = ${JSON.stringify(settings.compatibility_date)},
  compatibilityFlags = ${JSON.stringify(settings.compatibility_flags)},
  bindings = [${
      Object.entries(bindings).map(([name, text]) => `(name = "${name}", text = ${JSON.stringify(text)})`).join(", ")
    }]
);
`
  )
  const child = spawn(join(root, "node_modules/.bin/workerd"), ["serve", "--control-fd=1", config], {
    stdio: ["ignore", "pipe", "inherit"]
  })
  return new Promise((resolve, reject) => {
    child.once("close", (code) => reject(new Error(`workerd ended with ${code}`)))
    createInterface({ input: child.stdout }).on("line", (line) => {
      const { event, port } = JSON.parse(line) as { readonly event: string; readonly port: number }
      if (event === "listen") resolve({ url: `http://127.0.0.1:${port}`, stop: () => child.kill() })
    })
  })
}

before(async () => {
  server = await serve(service)
  // As wrangler does it, but for the condition, which takes timkit's sources where it is developed.
  await build({
    entryPoints: [join(root, "examples/cloudflare", settings.main)],
    bundle: true,
    minify: true,
    format: "esm",
    conditions: ["timkit-source", "workerd", "worker", "browser"],
    outfile: join(folder, "worker.js")
  })
  worker = await start({ ...settings.vars, TIM_SDK_APP_ID: String(sdkAppId), TIM_BASE_URL: server.url, ...secrets })
})

after(async () => {
  worker.stop()
  await server.close()
  rmSync(folder, { recursive: true })
})

const login = async (userId: string, signedFor = userId) => {
  const encoder = new TextEncoder()
  const algorithm = { name: "HMAC", hash: "SHA-256" }
  const key = await crypto.subtle.importKey("raw", encoder.encode(secrets.LOGIN_KEY), algorithm, false, ["sign"])
  const signature = new Uint8Array(await crypto.subtle.sign(algorithm, key, encoder.encode(signedFor)))
  const hex = Array.from(signature, (byte) => byte.toString(16).padStart(2, "0")).join("")
  return fetch(`${worker.url}/login?user=${userId}`, { method: "POST", headers: { "x-signature": hex } })
}

test("the worker needs no compatibility flag", () => assert.deepEqual(settings.compatibility_flags, []))

test("on workerd, a signed login gets a UserSig that the service takes", async () => {
  const { userSig } = await (await login("alice")).json() as { readonly userSig: string }
  const { expire } = await Effect.runPromise(verify({ userSig, sdkAppId, secretKey, identifier: "alice" }))
  assert.equal(expire, 3600)
  assert.ok(service.app().accounts.has("alice"))
})

test("on workerd, a login that is signed for somebody else gets nothing", async () => {
  assert.equal((await login("alice", "mallory")).status, 401)
  assert.equal((await fetch(`${worker.url}/login?user=alice`, { method: "POST" })).status, 401)
})

const webhook = async (text: string, token: string, path = "/webhooks/5f0c9b2e") => {
  const body = { ...fixtures["C2C.CallbackBeforeSendMsg"], MsgBody: msg().text(text).elements }
  return fetch(
    await callback({ sdkAppId, token, command: "C2C.CallbackBeforeSendMsg", body, url: `${worker.url}${path}` })
  )
}

test("on workerd, a signed webhook is answered with a decision", async () => {
  const code = async (text: string) => {
    const { ErrorCode } = await (await webhook(text, secrets.TIM_WEBHOOK_TOKEN)).json() as {
      readonly ErrorCode: number
    }
    return ErrorCode
  }
  assert.deepEqual([await code("to the park"), await code("to the Casino")], [0, 120001])
})

test("on workerd, a webhook with a wrong signature is refused, and so is one at another path", async () => {
  assert.equal((await webhook("to the park", "a wrong token")).status, 401)
  assert.equal((await webhook("to the park", secrets.TIM_WEBHOOK_TOKEN, "/webhooks/0")).status, 404)
})
