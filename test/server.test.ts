// needs a host: listens on a port
import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import { Accounts, connect, ErrorCode, isRefusedWith, Tim, TimError } from "../mod.ts"
import { layer as httpClientLayer } from "../src/endpoint/httpClientTransport.ts"
import { emulator } from "../src/emulator/mod.ts"
import { serve } from "../src/emulator/server.ts"

test("the emulator answers over HTTP as it does in process", async () => {
  const service = emulator()
  await using server = await serve(service)
  const { fetch: _fetch, ...options } = service.options
  await using overHttp = await connect({ ...options, baseUrl: server.url })
  await using inProcess = await connect(service.options)
  await overHttp.accounts.import("alice", { Nick: "用户 😀" })
  const read = ["alice", "nobody"]
  assert.deepEqual(await overHttp.profiles.read(read, ["nick"]), await inProcess.profiles.read(read, ["nick"]))
  await assert.rejects(
    overHttp.accounts.kick("nobody"),
    (error: unknown) => isRefusedWith(error, ErrorCode.AccountNotFound)
  )
})

test("many calls at once are answered over HTTP", async () => {
  const service = emulator()
  await using server = await serve(service)
  const { fetch: _fetch, ...options } = service.options
  await using tim = await connect({ ...options, baseUrl: server.url })
  await Promise.all(Array.from({ length: 100 }, (_, index) => tim.accounts.import(`user${index}`)))
  const { ok } = await tim.accounts.check(Array.from({ length: 100 }, (_, index) => `user${index}`))
  assert.equal(ok.filter(({ imported }) => imported).length, 100)
})

test("only POST is taken", async () => {
  await using server = await serve(emulator())
  const response = await fetch(`${server.url}/v4/openim/sendmsg`)
  assert.equal(response.status, 405)
  assert.equal(response.headers.get("allow"), "POST")
  await response.body?.cancel()
})

test("a server that is not there is not reached", async () => {
  const service = emulator()
  const server = await serve(service)
  await server.close()
  const { fetch: _fetch, ...options } = service.options
  await using tim = await connect({ ...options, baseUrl: server.url, limits: { maxAttempts: 1 } })
  await assert.rejects(tim.accounts.import("alice"), (error: unknown) => {
    assert.ok(error instanceof TimError)
    assert.ok(error.reason._tag === "NotReached")
    assert.equal(error.reason.kind, "network")
    assert.ok(!JSON.stringify(error).includes("usersig"))
    return true
  })
})

test("calls can go through Effect's HttpClient", async () => {
  const service = emulator()
  await using server = await serve(service)
  const { fetch: _fetch, ...options } = service.options
  const layer = (baseUrl: string) =>
    Tim.layer({ ...options, baseUrl, limits: { maxAttempts: 1 } }).pipe(
      Layer.provide(httpClientLayer),
      Layer.provide(FetchHttpClient.layer)
    )
  const program = Effect.flatMap(
    Accounts,
    (accounts) => Effect.andThen(accounts.import("alice"), accounts.check(["alice"]))
  )
  const { ok } = await Effect.runPromise(Effect.provide(program, layer(server.url)))
  assert.deepEqual(ok, [{ UserID: "alice", imported: true }])
  const error = await Effect.runPromise(Effect.flip(Effect.provide(program, layer("http://127.0.0.1:1"))))
  assert.ok(error.reason._tag === "NotReached")
  assert.ok(!JSON.stringify(error).includes("usersig"))
})
