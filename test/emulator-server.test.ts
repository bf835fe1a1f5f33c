// needs a host: opens ports
import assert from "node:assert/strict"
import { request } from "node:http"
import { test } from "node:test"
import { connect, msg, TimError } from "../mod.ts"
import { emulator, type EmulatorOptions } from "../src/emulator/mod.ts"
import { serve, type ServeOptions } from "../src/emulator/server.ts"
import { type IncomingMessage, nodeListener, type ServerResponse } from "../src/http/nodeListener.ts"
import { eventsOf, until } from "./support/front.ts"

const setUp = async (options?: EmulatorOptions, serving?: ServeOptions) => {
  const service = emulator(options)
  const server = await serve(service, serving)
  const { fetch: _fetch, ...own } = service.options
  const tim = await connect({ ...own, baseUrl: server.url, limits: { maxAttempts: 1 } })
  await tim.accounts.importMany(["alice", "bob"])
  return {
    service,
    server,
    tim,
    send: (text = "hi") => tim.messages.send(msg().text(text).from("alice").to("bob")),
    ask: (path: string, init?: RequestInit) => fetch(`${server.url}/__tim${path}`, init),
    [Symbol.asyncDispose]: async () => {
      await tim.close()
      await server.close()
    }
  }
}

/** Whether a failure is one of the network. */
const isUnreached = (error: unknown): boolean =>
  error instanceof TimError && error.reason._tag === "NotReached" && error.reason.kind === "network"

test("API, control API and console share one port", async () => {
  await using made = await setUp()
  const { ask, server } = made
  assert.equal((await (await ask("/health")).json() as { readonly status: string }).status, "ok")
  const page = await fetch(server.url)
  assert.equal(page.url, server.consoleUrl)
  assert.match(page.headers.get("content-security-policy") ?? "", /default-src 'none'/)
  assert.match(await page.text(), /app\.js/)
  const script = await fetch(`${server.consoleUrl}/app.js`)
  assert.match(script.headers.get("content-type") ?? "", /javascript/)
  await script.body?.cancel()
  const headers = { "content-type": "application/json" }
  const created = await ask("/apps", { method: "POST", headers, body: "{}" })
  assert.equal((await created.json() as { readonly baseUrl: string }).baseUrl, server.url)
})

test("events arrive over a socket, which is open before anything happens", async () => {
  await using made = await setUp()
  const { ask, send, service } = made
  const { world } = service
  const gone = new AbortController()
  const response = await ask("/events", { signal: gone.signal })
  assert.match(response.headers.get("content-type") ?? "", /^text\/event-stream/)
  assert.equal(world.feed.size, 1)
  const { next } = eventsOf(response)
  await send("over a socket")
  const [message, call] = [await next(), await next()]
  assert.ok(message?.type === "message" && call?.type === "call")
  assert.deepEqual(message.message.body, [{ MsgType: "TIMTextElem", MsgContent: { Text: "over a socket" } }])
  assert.equal(call.entry.path, "v4/openim/sendmsg")
  gone.abort()
  await until(() => world.feed.size === 0)
})

test("waiting over a socket ends when something comes, and when nobody waits any longer", async () => {
  await using made = await setUp()
  const { ask, send, service } = made
  const { feed } = service.world
  const gone = new AbortController()
  const given = ask("/wait?of=messages&q=never", { signal: gone.signal })
  const waiting = ask("/wait?of=messages&q=from:alice")
  await until(() => feed.size === 2)
  await send()
  const { serial } = await (await waiting).json() as { readonly serial: number }
  assert.equal(serial, 1)
  gone.abort()
  await assert.rejects(given)
  await until(() => feed.size === 0)
  const late = await ask("/wait?of=messages&q=never&timeout=1")
  assert.equal(late.status, 408)
  await late.body?.cancel()
})

test("a connection that a fault drops is a failure of the network, before or after the work", async () => {
  await using made = await setUp()
  const { send, service } = made
  const { faults, timeline } = service.app()
  for (const [when, messages] of [["before", 0], ["after", 1]] as const) {
    faults.add({ command: "sendmsg", count: 1, fault: { kind: "drop", when } }, Date.now())
    await assert.rejects(send(), isUnreached)
    assert.equal(timeline.items.size, messages, when)
  }
  await send()
})

/** A call without a signature. Short, since Deno's server does not always see who leaves after a longer one. */
const importCall = "/v4/im_open_login_svc/account_import?sdkappid=7&identifier=root&contenttype=json"

const unsigned: EmulatorOptions = { auth: false, sdkAppId: 7, administrators: ["root"] }

const postImport = (url: string, init: RequestInit = {}) =>
  fetch(`${url}${importCall}`, { method: "POST", body: `{"UserID":"carol"}`, ...init })

test("the header of an answer names the fault that fired, also where the answer has no body", async () => {
  const service = emulator(unsigned)
  await using server = await serve(service)
  for (const status of [200, 204, 304, 404, 503]) {
    const { id } = service.app().faults.add({ count: 1, fault: { kind: "http-status", status } }, Date.now())
    const response = await postImport(server.url)
    assert.deepEqual([response.status, response.headers.get("x-timkit-fault")], [status, String(id)])
    await response.body?.cancel()
  }
  assert.equal((await (await postImport(server.url)).json() as { readonly ErrorCode: number }).ErrorCode, 0)
})

test("a silent call is over when its caller leaves", async () => {
  const service = emulator(unsigned)
  const { world } = service
  await using server = await serve(service)
  const { faults } = service.app()
  faults.add({ fault: { kind: "silence", when: "before" } }, Date.now())
  const gone = new AbortController()
  const call = postImport(server.url, { signal: gone.signal })
  await until(() => faults.list()[0]?.fired === 1)
  assert.equal(world.log.size, 0)
  gone.abort()
  await assert.rejects(call)
  await until(() => world.log.size === 1)
  const [logged] = world.log.newest()
  assert.deepEqual([logged?.status, logged?.fault], [0, 1])
  assert.equal(service.app().accounts.has("carol"), false)
})

test("closing ends streams of events, those who wait and silent calls, as often as it is done", async () => {
  const { ask, server, service, tim } = await setUp()
  const { world } = service
  const { next } = eventsOf(await ask("/events"))
  const unread = await ask("/events")
  const waiting = ask("/wait?of=messages&q=never").then((response) => response.body?.cancel(), () => undefined)
  const { faults } = service.app()
  faults.add({ fault: { kind: "silence", when: "before" } }, Date.now())
  const silent = assert.rejects(tim.accounts.import("carol"), isUnreached)
  await until(() => faults.list()[0]?.fired === 1 && world.feed.size === 3)
  await server.close()
  await silent
  assert.equal(await next().catch(() => undefined), undefined)
  await unread.text().catch(() => undefined)
  await waiting
  await until(() => world.feed.size === 0)
  await assert.rejects(tim.accounts.import("carol"), isUnreached)
  await server.close()
  // What is kept in memory stays.
  assert.ok(service.app().accounts.has("alice"))
})

/** The status of a request whose headers `fetch` would not let anybody choose. */
const statusOf = (url: string, method: string, headers: Record<string, string>): Promise<number> =>
  new Promise((done, failed) => {
    const asking = request(url, { method, headers }, (response) => {
      response.resume()
      done(response.statusCode ?? 0)
    })
    asking.on("error", failed)
    asking.end()
  })

test("pages of elsewhere do not get in over a socket, under whatever name", async () => {
  const service = emulator(unsigned)
  await using server = await serve(service, { allowedHosts: ["Emulator.test"] })
  const { port, url } = server
  const statuses = [
    await statusOf(`${url}/__tim/health`, "GET", { host: `evil.example:${port}` }),
    await statusOf(`${url}/__tim/console`, "GET", { host: `evil.example:${port}` }),
    await statusOf(url, "GET", { host: `evil.example:${port}` }),
    await statusOf(`${url}/__tim/state/reset`, "POST", { host: `127.0.0.1:${port}`, origin: "https://evil.example" }),
    await statusOf(`${url}/__tim/health`, "GET", { host: `emulator.test:${port}` }),
    // Where no signature is asked for, whatever says where it is from is a page.
    await statusOf(`${url}${importCall}`, "POST", { origin: "https://evil.example", "content-length": "0" }),
    await statusOf(`${url}${importCall}`, "POST", { "content-length": "0" })
  ]
  assert.deepEqual(statuses, [403, 403, 403, 403, 200, 403, 200])
})

test("an address of IPv6 is served under its own name", async () => {
  const service = emulator(unsigned)
  const server = await serve(service, { hostname: "::1" }).catch(() => undefined)
  // Not every machine has one.
  if (server === undefined) return
  assert.equal(server.url, `http://[::1]:${server.port}`)
  assert.equal(await statusOf(`${server.url}/__tim/health`, "GET", {}), 200)
  await server.close()
})

test("a port that is taken is a failure to listen", async () => {
  await using server = await serve(emulator())
  await assert.rejects(serve(emulator(), { port: server.port }))
})

test("a stream that is read slowly on Node leaves no listeners behind at its connection", async () => {
  const listening = new Map<string, Array<() => void>>()
  let chunks = 0
  const over = Promise.withResolvers<void>()
  const outgoing: ServerResponse = {
    headersSent: false,
    writeHead: () => undefined,
    write: () => {
      chunks++
      // The other side has no room, for a moment.
      setTimeout(() => listening.get("drain")?.splice(0).forEach((listener) => listener()))
      return false
    },
    end: () => over.resolve(),
    destroy: () => over.resolve(),
    once: (event, listener) => listening.set(event, [...listening.get(event) ?? [], listener])
  }
  const incoming: IncomingMessage = {
    method: "GET",
    url: "/",
    headers: {},
    headersDistinct: {},
    [Symbol.asyncIterator]: async function*() {}
  }
  let sent = 0
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => sent++ < 50 ? controller.enqueue(new Uint8Array(1)) : controller.close()
  })
  nodeListener(() => Promise.resolve(new Response(body)))(incoming, outgoing)
  await over.promise
  assert.equal(chunks, 50)
  assert.ok((listening.get("close")?.length ?? 0) <= 2)
  assert.equal(listening.get("drain")?.length, 0)
})
