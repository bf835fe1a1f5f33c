// needs a host: opens a port
import assert from "node:assert/strict"
import { createServer } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { test } from "node:test"
import { callback, fixtures } from "../src/testing/mod.ts"
import { handler, nodeListener, refuse, type WebhookEvent } from "../src/webhook/mod.ts"

const sdkAppId = 1400000000
const token = "token-of-the-console"
const canary = "canary-5d41"
const allowed = { ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "" }

interface Place {
  readonly port: number
  readonly url: string
  readonly events: ReadonlyArray<WebhookEvent>
}

/** Answers webhooks on a port as long as it is used, and sees that it still does so at the end. */
const serving = async (use: (place: Place) => Promise<void>): Promise<void> => {
  const events: Array<WebhookEvent> = []
  const server = createServer(nodeListener(handler({
    sdkAppId,
    tokens: token,
    on: { "C2C.CallbackBeforeSendMsg": ({ body }) => refuse(120_001, `not from ${body.From_Account}, 你`) },
    otherwise: (event) => events.push(event)
  })))
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/webhooks`
  try {
    await use({ port, url, events })
    const response = await fetch(await callback({ sdkAppId, token, command: "State.StateChange", url }))
    assert.deepEqual(await response.json(), allowed)
  } finally {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
}

/** Sends bytes as they are, and gives what comes back until the other side has ended. */
const exchange = (port: number, send: ReadonlyArray<string | Uint8Array>): Promise<string> =>
  new Promise((resolve) => {
    let answer = ""
    const socket = connect(port, "127.0.0.1", () => {
      for (const part of send) socket.write(part)
    })
    socket.on("data", (bytes) => {
      answer += String(bytes)
    })
    // What a reset connection had said before is kept.
    socket.on("error", () => undefined)
    socket.on("close", () => resolve(answer))
  })

const targetOf = async (command: string): Promise<string> => {
  const { pathname, search } = new URL((await callback({ sdkAppId, token, command })).url)
  return `${pathname}${search}`
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1])

test("webhooks are answered over HTTP", () =>
  serving(async ({ events, url }) => {
    const decided = await fetch(await callback({ sdkAppId, token, command: "C2C.CallbackBeforeSendMsg", url }))
    assert.equal(decided.status, 200)
    assert.match(decided.headers.get("content-type") ?? "", /^application\/json/)
    assert.deepEqual(await decided.json(), { ...allowed, ErrorCode: 120_001, ErrorInfo: "not from alice, 你" })
    const told = await fetch(await callback({ sdkAppId, token, command: "Group.CallbackAfterGroupFull", url }))
    assert.deepEqual(await told.json(), allowed)
    const [event] = events
    assert.deepEqual(event?.body, fixtures["Group.CallbackAfterGroupFull"])
    assert.ok(!Object.keys(event?.query ?? {}).some((name) => /^sign$/i.test(name)))
  }))

test("what is no webhook is refused over HTTP", () =>
  serving(async ({ events, url }) => {
    const cases: ReadonlyArray<readonly [number, string, RequestInit]> = [
      [405, "Webhooks are POST requests", { method: "GET" }],
      [405, "Webhooks are POST requests", { method: "PUT", body: canary }],
      [405, "", { method: "HEAD" }],
      [415, "The body must be JSON", { method: "POST", body: canary, headers: { "content-type": "image/png" } }],
      [401, "The request is not signed as it must be", { method: "POST", body: canary }]
    ]
    for (const [status, line, init] of cases) {
      const response = await fetch(`${url}?SdkAppid=${sdkAppId}&canary=${canary}`, init)
      assert.equal(response.status, status)
      assert.equal(response.headers.get("allow"), status === 405 ? "POST" : null)
      assert.equal(await response.text(), line)
    }
    assert.deepEqual(events, [])
  }))

test("ten megabytes are answered with 413 over HTTP", () =>
  serving(async ({ events, port }) => {
    const head = `POST ${await targetOf("State.StateChange")} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n`
    const spaces = new Uint8Array(10_485_760).fill(32)
    // Whoever says nothing of the length finds out while sending.
    const chunks = Array.from({ length: 160 }, () => ["10000\r\n", spaces.subarray(0, 65_536), "\r\n"]).flat()
    for (
      const body of [
        [`content-length: ${spaces.length}\r\n\r\n`, spaces],
        ["transfer-encoding: chunked\r\n\r\n", ...chunks, "0\r\n\r\n"]
      ]
    ) {
      const answer = await exchange(port, [head, ...body])
      assert.equal(statusOf(answer), 413)
      assert.match(answer, /The body is too long/)
    }
    assert.deepEqual(events, [])
  }))

test("requests that are malformed are refused, and crash nothing", () =>
  serving(async ({ events, port }) => {
    const end = "connection: close\r\ncontent-length: 2\r\n\r\n{}"
    const target = await targetOf("State.StateChange")
    const heads = [
      `${canary}\r\n\r\n`,
      `POST\r\n\r\n`,
      `POST ${target} HTTP/9.9\r\nhost: x\r\n${end}`,
      `POST // HTTP/1.1\r\nhost: x\r\n${end}`,
      `POST http://[ HTTP/1.1\r\nhost: x\r\n${end}`,
      `POST http://${canary}:99999/ HTTP/1.1\r\nhost: x\r\n${end}`,
      `POST /%zz%?SdkAppid=%zz&%=%&&&= HTTP/1.1\r\nhost: x\r\n${end}`,
      `POST ${target} HTTP/1.1\r\nhost: [::${canary}\r\n${end}`,
      `POST ${target} HTTP/1.1\r\nhost: a b:c\r\n${end}`,
      `POST ${target} HTTP/1.1\r\nhost: x:99999\r\n${end}`,
      `POST ${target} HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n`,
      `TRACE ${target} HTTP/1.1\r\nhost: x\r\n${end}`
    ]
    for (const head of heads) {
      const answer = await exchange(port, [head])
      const status = statusOf(answer)
      assert.ok(status >= 400 && status < 600, `${status} for ${head}`)
      for (const secret of [canary, token]) assert.ok(!answer.includes(secret))
    }
    assert.deepEqual(events, [])
  }))

test("a body that breaks off crashes nothing", () =>
  serving(async ({ events, port }) => {
    const head = `POST ${await targetOf("State.StateChange")} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"a":`
    for (let at = 0; at < 10; at++) {
      await new Promise<void>((closed) => {
        const socket = connect(port, "127.0.0.1", () => socket.write(head, () => socket.destroy()))
        socket.on("close", () => closed())
      })
    }
    assert.deepEqual(events, [])
  }))
