import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import { connect, msg } from "../mod.ts"
import { emulator } from "../src/emulator/mod.ts"
import { baseUrl, eventsOf, makeControlled } from "./support/front.ts"

/** The status of a request with headers that pages cannot choose. */
const statusWith = async (
  headers: Readonly<Record<string, string>>,
  { hosts, method = "GET", path = "/health" }: {
    readonly hosts?: ReadonlyArray<string>
    readonly method?: string
    readonly path?: string
  } = {}
): Promise<number> => {
  const { send } = makeControlled(undefined, undefined, hosts)
  const response = await send(method, path, { headers })
  await response.body?.cancel()
  return response.status
}

test("only names of this machine lead to the control API, on any port", async () => {
  const own = ["127.0.0.1", "127.0.0.1:7480", "127.1.2.3:80", "localhost", "LOCALHOST:1", "[::1]", "[::1]:65535"]
  for (const host of own) assert.equal(await statusWith({ host }), 200, host)
  const foreign = [
    "evil.example",
    "evil.example:7480",
    "127.0.0.1.evil.example",
    "127.0.0.1.evil.example:7480",
    "localhost.evil.example",
    "evil-localhost",
    "notlocalhost:7480",
    "localhost:7480.evil.example",
    "localhost@evil.example",
    "evil.example/localhost",
    "[::2]:7480",
    "[::ffff:1.2.3.4]",
    "192.168.1.7:7480",
    "0.0.0.0:7480",
    "128.0.0.1",
    "127.0.0",
    "::1",
    "localhost, evil.example"
  ]
  for (const host of foreign) assert.equal(await statusWith({ host }), 403, host)
})

test("further names are allowed one by one", async () => {
  const hosts = ["Emulator.test", "10.1.2.3", "fe80::7", "[2001:db8::1]"]
  for (const host of ["emulator.test", "EMULATOR.TEST:7480", "10.1.2.3:80", "[fe80::7]:7480", "[2001:DB8::1]:7480"]) {
    assert.equal(await statusWith({ host }, { hosts }), 200, host)
  }
  for (const host of ["sub.emulator.test", "emulator.test.evil.example", "10.1.2.4", "[fe80::8]:7480", "fe80:"]) {
    assert.equal(await statusWith({ host }, { hosts }), 403, host)
  }
  assert.equal(await statusWith({ host: "127.0.0.1" }, { hosts }), 200)
})

test("a page of another origin is refused, whatever it wants", async () => {
  const host = "127.0.0.1:7480"
  for (const method of ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD"]) {
    for (
      const origin of [
        "https://evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:7481",
        "http://localhost:7480",
        "http://127.0.0.1:7480.evil.example",
        "http://evil.example#http://127.0.0.1:7480",
        "file://",
        "null",
        ""
      ]
    ) {
      for (const path of ["/state", "/events", "/faults", "/console"]) {
        assert.equal(await statusWith({ host, origin }, { method, path }), 403, `${method} ${path} ${origin}`)
      }
    }
  }
  assert.equal(await statusWith({ host, origin: "http://127.0.0.1:7480" }), 200)
  assert.equal(await statusWith({ host, origin: "https://127.0.0.1:7480" }), 200)
})

test("a page of another site is refused where no origin says so; a link to here is fine", async () => {
  const site = (site: string, mode: string) => statusWith({ "sec-fetch-site": site, "sec-fetch-mode": mode })
  for (const from of ["cross-site", "same-site"]) {
    for (const mode of ["no-cors", "cors", "same-origin", "websocket"]) {
      assert.equal(await site(from, mode), 403, `${from} ${mode}`)
    }
    assert.equal(await site(from, "navigate"), 200, from)
    assert.equal(await statusWith({ "sec-fetch-site": from }), 403)
  }
  for (const from of ["same-origin", "none"]) assert.equal(await site(from, "cors"), 200, from)
})

test("what was refused has not happened", async () => {
  const { send, service, world } = makeControlled()
  service.app().accounts.add("alice")
  const headers = { origin: "https://evil.example" }
  const refused = [
    await send("POST", "/state/reset", { headers }),
    await send("POST", "/apps", { headers, body: {} }),
    await send("DELETE", "/log", { headers }),
    await send("GET", "/events", { headers })
  ]
  assert.deepEqual(refused.map(({ status }) => status), [403, 403, 403, 403])
  assert.ok(service.app().accounts.has("alice"))
  assert.deepEqual([world.apps.size, world.feed.size], [1, 0])
})

test("what is no JSON is not taken for it, so that no form of a page can send it", async () => {
  const { send } = makeControlled()
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
    const response = await send("POST", "/faults", {
      body: `{"fault":{"kind":"truncate"}}`,
      headers: { "content-type": type }
    })
    assert.equal(response.status, 415, type)
    await response.body?.cancel()
  }
})

test("a body that says it is too long is not read", async () => {
  const { front } = makeControlled()
  const statusOf = async (method: string, path: string, length: number) => {
    const { status } = await front.fetch(
      new Request(`${baseUrl}/__tim${path}`, {
        method,
        headers: { "content-type": "application/json", "content-length": String(length) }
      })
    )
    return status
  }
  assert.equal(await statusOf("POST", "/faults", 4_194_305), 413)
  assert.equal(await statusOf("PUT", "/webhooks", 1e12), 413)
  assert.equal(await statusOf("PUT", "/state", 1_073_741_825), 413)
  // A state may be larger than anything else: here the reason is another one.
  assert.equal(await statusOf("PUT", "/state", 4_194_305), 400)
  assert.equal(await statusOf("POST", "/state", 4_194_305), 413)
})

/** A body without an end, and how much of it was asked for. */
const endless = () => {
  const chunk = new TextEncoder().encode(" ".repeat(65_536))
  const asked = { bytes: 0 }
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => {
      asked.bytes += chunk.length
      controller.enqueue(chunk)
    }
  })
  return { asked, init: { method: "POST", body, duplex: "half" } }
}

test("a body that does not say how long it is, is read up to the limit", async () => {
  const { front } = makeControlled()
  const { asked, init } = endless()
  const headers = { "content-type": "application/json" }
  const { status } = await front.fetch(new Request(`${baseUrl}/__tim/faults`, { ...init, headers }))
  assert.equal(status, 413)
  assert.ok(asked.bytes < 5_000_000, `${asked.bytes} bytes`)
})

test("the API reads no more of a body than it may have, either", async () => {
  const service = emulator({ auth: false })
  const { asked, init } = endless()
  const query = "sdkappid=1400000000&identifier=administrator&contenttype=json"
  const response = await service.fetch(
    new Request(`http://127.0.0.1/v4/im_open_login_svc/account_import?${query}`, init)
  )
  assert.equal(((await response.json()) as { readonly ErrorCode: number }).ErrorCode, 60002)
  assert.ok(asked.bytes < 5_000_000, `${asked.bytes} bytes`)
  const [logged] = service.world.log.newest()
  assert.ok(JSON.stringify(logged).length < 70_000)
})

test("no answer lets another origin read it, and none is taken for what it is not", async () => {
  const { send, service } = makeControlled()
  service.app().accounts.add("alice")
  const foreign = { origin: "https://evil.example" }
  const preflight = { "access-control-request-method": "PUT", "access-control-request-headers": "content-type" }
  const answers = [
    await send("GET", "/health"),
    await send("GET", "/health", { headers: { origin: baseUrl } }),
    await send("GET", "/state", { headers: foreign }),
    await send("GET", "/health", { headers: { host: "evil.example" } }),
    await send("OPTIONS", "/state", { headers: { ...preflight, origin: baseUrl } }),
    await send("OPTIONS", "/state", { headers: { ...preflight, ...foreign } }),
    await send("GET", "/nowhere"),
    await send("GET", "/log?q=code:x"),
    await send("GET", "/log?limit=x"),
    await send("GET", "/accounts/nobody"),
    await send("GET", "/wait?of=messages&timeout=0"),
    await send("POST", "/faults", { body: "no JSON" }),
    await send("POST", "/faults", { headers: { "content-length": "9999999" } }),
    await send("GET", "/openapi.json"),
    await send("GET", "/events"),
    await send("GET", "/console"),
    await send("GET", "")
  ]
  for (const { body, headers, status, url } of answers) {
    for (const [name] of headers) assert.doesNotMatch(name, /^access-control-|^set-cookie/, `${url} ${status}`)
    assert.equal(headers.get("x-content-type-options"), "nosniff", `${url} ${status}`)
    await body?.cancel()
  }
})

test("neither key nor UserSig is in what is shown, exported, found or told", async () => {
  const secretKey = "canary-key-0123456789abcdef"
  const made = makeControlled({ secretKey })
  const { control, send, service, world } = made
  const run = Effect.runPromise
  const sigs: Array<string> = []
  const { next, stop } = eventsOf(await send("GET", "/events"))
  await using tim = await connect({
    ...service.options,
    limits: { maxAttempts: 1 },
    fetch: (url, init) => {
      sigs.push(new URL(url).searchParams.get("usersig") ?? "")
      return service.options.fetch(url, init)
    }
  })
  await tim.accounts.importMany(["alice", "bob"])
  await tim.messages.send(msg().text("hi").from("alice").to("bob"))
  await assert.rejects(tim.call("v4/openim/unheard_of", {}))
  await assert.rejects(tim.accounts.kick("nobody"))
  await using stranger = await connect({ ...service.options, secretKey: "another-canary", limits: { maxAttempts: 1 } })
  await assert.rejects(stranger.accounts.import("carol"))
  sigs.push(await tim.signFor("alice"), await stranger.signFor("administrator"))
  service.app().faults.add({ fault: { kind: "truncate" }, count: 1 }, Date.now())
  await assert.rejects(tim.accounts.import("dora"))
  await run(control.state.snapshot({ query: {}, params: { name: "one" } }))
  await run(control.state.reset({ query: {} }))
  await run(control.state.restore({ query: {}, params: { name: "one" } }))
  assert.equal(world.log.size, 6)
  const shown: Array<string> = []
  const paths = ["log", "state", "apps", "messages", "conversations", "accounts", "snapshots", "coverage", "webhooks"]
  for (const path of paths) shown.push(await (await send("GET", `/${path}`)).text())
  // One for each call, one for the message, and two for the states.
  for (let count = 0; count < 9; count++) shown.push(JSON.stringify(await next()))
  await stop()
  const everything = shown.join("\n")
  assert.match(everything, /unheard_of/)
  assert.doesNotMatch(everything, /canary|usersig=|contenttype=/)
  assert.ok(sigs.length >= 6)
  for (const sig of sigs) {
    assert.ok(sig.length > 50 && !everything.includes(sig))
    assert.deepEqual((await run(control.records.log({ query: { q: sig } }))).items, [])
  }
  assert.deepEqual((await run(control.records.log({ query: { q: secretKey } }))).items, [])
})

test("a path that nobody knows is not kept as long as it may be", async () => {
  const { control, service } = makeControlled()
  await service.fetch(new Request(`http://127.0.0.1/v4/openim/${"x".repeat(5_000)}`, { method: "POST", body: "{}" }))
  const { items } = await Effect.runPromise(control.records.log({ query: {} }))
  assert.ok(JSON.stringify(items).length < 1_000)
})
