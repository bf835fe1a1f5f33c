// needs a host: the control API stands on Effect's HTTP server
import assert from "node:assert/strict"
import { test } from "node:test"
import { connect, msg } from "../mod.ts"
import { makeControlled } from "./support/front.ts"

const status = async (headers: Readonly<Record<string, string>>): Promise<number> => {
  const { send } = makeControlled()
  const response = await send("POST", "/state/reset", { headers })
  await response.body?.cancel()
  return response.status
}

test("only names of this machine are served, so that no other site can be taken for it", async () => {
  for (const host of ["127.0.0.1:7480", "localhost:7480", "LOCALHOST", "[::1]:7480", "127.1.2.3:80"]) {
    assert.equal(await status({ host }), 204, host)
  }
  for (const host of ["tim.evil.example", "127.0.0.1.evil.example:7480", "localhost.evil.example", "10.0.0.1:7480"]) {
    assert.equal(await status({ host }), 403, host)
  }
})

test("pages of other origins are kept out, and no answer invites them", async () => {
  const host = "127.0.0.1:7480"
  for (const origin of ["http://evil.example", "null", "http://127.0.0.1:7481", "https://localhost:7480"]) {
    assert.equal(await status({ host, origin }), 403, origin)
  }
  assert.equal(await status({ host, origin: "http://127.0.0.1:7480" }), 204)
  assert.equal(await status({ host, "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }), 403)
  const { send } = makeControlled()
  for (const path of ["/health", "/apps", "/console", "/nowhere"]) {
    const { headers } = await send("GET", path)
    assert.equal(headers.get("access-control-allow-origin"), null, path)
    assert.equal(headers.get("x-content-type-options"), "nosniff", path)
  }
})

test("a body that is too long is not read", async () => {
  assert.equal(await status({ host: "127.0.0.1:7480", "content-length": "99999999" }), 413)
})

test("no key, token or signature is in anything that is answered", async () => {
  const { send, service } = makeControlled({ secretKey: "canary-key" })
  service.app().webhooks.settings = {
    target: () => Promise.resolve(Response.json({ ErrorCode: 0 })),
    token: "canary-token"
  }
  const tim = await connect(service.options)
  const userSig = await tim.signFor("administrator")
  await tim.messages.send(msg().text("hi").to("administrator"))
  await send("PUT", "/snapshots/one")
  const paths = ["/apps", "/log", "/messages", "/state", "/snapshots", "/webhooks", "/webhooks/deliveries", "/coverage"]
  for (const path of [...paths, "/accounts", "/conversations", "/openapi.json", "/console", "/console/app.js"]) {
    const text = await (await send("GET", path)).text()
    assert.ok(text.length > 0, path)
    assert.doesNotMatch(text, /canary-/, path)
    assert.ok(!text.includes(userSig) && !text.includes("\"Sign\""), path)
  }
})
