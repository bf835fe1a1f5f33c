// needs a host: opens ports
import assert from "node:assert/strict"
import { test } from "node:test"
import { connect, msg, TimError } from "../mod.ts"
import { emulator } from "../src/emulator/mod.ts"
import { serve } from "../src/emulator/server.ts"

const setUp = async () => {
  const service = emulator()
  const server = await serve(service)
  const { fetch: _fetch, ...options } = service.options
  const tim = await connect({ ...options, baseUrl: server.url, limits: { maxAttempts: 1 } })
  await tim.accounts.importMany(["alice", "bob"])
  return { service, server, tim, send: () => tim.messages.send(msg().text("hi").from("alice").to("bob")) }
}

const notReached = (error: unknown): boolean => error instanceof TimError && error.reason._tag === "NotReached"

test("API, control API and console share one port", async () => {
  const { server } = await setUp()
  await using _server = server
  assert.equal((await (await fetch(`${server.url}/__tim/health`)).json() as { status: string }).status, "ok")
  const page = await fetch(server.url)
  assert.equal(page.url, server.consoleUrl)
  assert.match(page.headers.get("content-security-policy") ?? "", /default-src 'none'/)
  assert.match(await page.text(), /app\.js/)
  const script = await fetch(`${server.consoleUrl}/app.js`)
  assert.match(script.headers.get("content-type") ?? "", /javascript/)
  await script.body?.cancel()
})

test("events arrive over a socket, and an open stream does not keep the server from closing", async () => {
  const { send, server } = await setUp()
  const response = await fetch(`${server.url}/__tim/events`)
  assert.match(response.headers.get("content-type") ?? "", /^text\/event-stream/)
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  await send()
  let text = ""
  while (!text.includes("\"type\":\"message\"")) {
    const part = await reader?.read()
    if (part === undefined || part.done) break
    text += decoder.decode(part.value, { stream: true })
  }
  assert.match(text, /"Text":"hi"/)
  await server.close()
  await reader?.cancel().catch(() => undefined)
})

test("a connection that a fault drops is a failure of the network, before or after the work", async () => {
  const { send, server, service } = await setUp()
  await using _server = server
  const { faults, timeline } = service.app()
  for (const [when, messages] of [["before", 0], ["after", 1]] as const) {
    faults.add({ command: "sendmsg", count: 1, fault: { kind: "drop", when } }, Date.now())
    await assert.rejects(send(), notReached)
    assert.equal(timeline.items.size, messages, when)
  }
})

test("the header of an answer names the fault that fired", async () => {
  const { server, service } = await setUp()
  await using _server = server
  service.app().faults.add({ fault: { kind: "http-status", status: 503 } }, Date.now())
  const { sdkAppId, secretKey } = service.options
  await using tim = await connect({ sdkAppId, secretKey, baseUrl: server.url })
  const userSig = await tim.signFor("administrator")
  const query = new URLSearchParams({
    sdkappid: String(sdkAppId),
    identifier: "administrator",
    usersig: userSig,
    random: "1",
    contenttype: "json"
  })
  const response = await fetch(`${server.url}/v4/openim/sendmsg?${query}`, { method: "POST", body: "{}" })
  assert.equal(response.status, 503)
  assert.equal(response.headers.get("x-timkit-fault"), "1")
  await response.body?.cancel()
})

test("a silent service is abandoned by its caller", async () => {
  const { server, service, tim } = await setUp()
  await using _server = server
  service.app().faults.add({ fault: { kind: "silence", when: "before" } }, Date.now())
  const gone = new AbortController()
  const call = tim.with({ signal: gone.signal }).accounts.import("carol")
  setTimeout(() => gone.abort(new Error("enough")), 20)
  await assert.rejects(call, /enough/)
  assert.equal(service.app().accounts.has("carol"), false)
})
