/** Calls that fail on their way: transports that leak, answers that quote, time that runs out, hosts that break off. */
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import { type Fetch, type Transport, TransportFailure } from "../../../mod.ts"
import { imGetAttrName } from "../../../src/api/push/allMemberPushEndpoints.ts"
import * as HttpClientTransport from "../../../src/endpoint/httpClientTransport.ts"
import { builtin, isHost } from "./looking.ts"
import type { Failure } from "./scene.ts"
import { callFails, type Calling, quick, watchedFetch, watchedTransport } from "./calling.ts"

const failure = (name: string, calling: Calling): Failure => ({ name, happen: (scene) => callFails(scene, calling) })

/** What a runtime's network error may look like, and where each puts the URL. */
const networkErrors: ReadonlyArray<readonly [name: string, make: (url: string, sig: string, key: string) => unknown]> =
  [
    ["an error with the URL in its message", (url) => new TypeError(`error sending request for url (${url})`)],
    [
      "an error with the URL in path and code, as Bun's",
      (url) => Object.assign(new TypeError("Unable to connect"), { path: url, code: url, errno: 0 })
    ],
    ["an error with the URL in its cause, as Node's", (url) =>
      new TypeError("fetch failed", {
        cause: Object.assign(new Error(`connect ECONNREFUSED ${url}`), { code: "ECONNREFUSED", input: url })
      })],
    [
      "an error with the URL in a cause of causes",
      (url) =>
        new Error("1", { cause: new Error("2", { cause: new Error("3", { cause: new Error(url, { cause: url }) }) }) })
    ],
    ["an error whose name is the URL", (url) => Object.assign(new Error("x"), { name: url })],
    [
      "an error whose name is a piece of the signature",
      (_url, sig) => Object.assign(new Error("x"), { name: `E${sig.replace(/\W/g, "").slice(8, 38)}` })
    ],
    [
      "an error whose code is the key",
      (_url, _sig, key) => Object.assign(new Error("x"), { code: `K${key.slice(0, 40)}` })
    ],
    [
      "an error that shows the URL by a getter",
      (url) => Object.defineProperty(new Error("x"), "code", { get: () => url, enumerable: false })
    ],
    ["many errors at once, each with the URL", (url) => new AggregateError([new Error(url), new Error(url)], url)],
    ["a DOMException with the URL", (url) => new DOMException(url, "NetworkError")],
    ["a text in the place of an error", (url) => url],
    ["an object in the place of an error", (url) => ({ url, toString: () => url, name: "Odd", code: url })],
    ["nothing in the place of an error", () => undefined]
  ]

const partsOf = (url: string) => ({ url, sig: new URL(url).searchParams.get("usersig") ?? "" })

const transports: ReadonlyArray<Failure> = [
  ...networkErrors.flatMap(([name, make]): ReadonlyArray<Failure> => [
    failure(`fetch rejects with ${name}`, {
      fetch: (key) => (url) => Promise.reject(make(url, partsOf(url).sig, key)),
      expect: "NotReached network"
    })
  ]),
  failure("fetch throws at once", {
    fetch: () => (url) => {
      throw new Error(url)
    },
    expect: "NotReached network"
  }),
  failure("fetch gives no promise", {
    fetch: () => ((url: string) => ({ url })) as unknown as Fetch,
    expect: "NotReached network"
  }),
  failure("an answer breaks off in the middle", {
    fetch: () => async (url) =>
      new Response(new ReadableStream({ pull: (controller) => controller.error(new Error(`lost ${url}`)) })),
    expect: "NotReached network"
  }),
  failure("a transport tells the URL in its failure", {
    transport: () => ({
      send: ({ baseUrl, path, query }) =>
        Effect.fail(new TransportFailure({ detail: `cannot reach ${baseUrl}/${path}?${query}` }))
    }),
    expect: "NotReached network"
  }),
  failure("a transport dies with the URL", {
    transport: () => ({ send: ({ query }) => Effect.die(new Error(`died of ${query}`)) }),
    expect: "NotReached network"
  }),
  failure("a transport throws the URL", {
    transport: () => ({
      send: ({ query }) => {
        throw new Error(`threw ${query}`)
      }
    }),
    expect: "NotReached network"
  })
]

const throughHttpClient = (
  fail: (request: HttpClientRequest.HttpClientRequest) => Effect.Effect<never, HttpClientError.HttpClientError>
): Transport => HttpClientTransport.make(HttpClient.make((request) => fail(request)))

const httpClients: ReadonlyArray<Failure> = [
  failure("an HTTP client fails", {
    transport: () =>
      throughHttpClient((request) =>
        Effect.fail(
          new HttpClientError.HttpClientError({
            reason: new HttpClientError.TransportError({
              request,
              cause: new Error(request.url),
              description: request.url
            })
          })
        )
      ),
    expect: "NotReached network"
  }),
  failure("an HTTP client dies", {
    transport: () => throughHttpClient((request) => Effect.die(request)),
    expect: "NotReached network"
  })
]

/** What a service, or a proxy in between, may quote. */
const quotes: ReadonlyArray<readonly [name: string, quote: (url: string, sig: string, key: string) => string]> = [
  ["the URL", (url) => url],
  ["the query", (url) => new URL(url).search],
  ["the signature", (_url, sig) => `UserSig ${sig} is not good, ${sig}!`],
  [
    "the signature as forms encode it",
    (_url, sig) => sig.replace(/[*\-_]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
  ],
  ["the query, encoded twice", (url) => encodeURIComponent(encodeURIComponent(new URL(url).search))],
  ["a piece of the signature", (_url, sig) => `no such thing: ${sig.slice(31, 44)}`],
  ["the signature, cut off", (_url, sig) => `${sig.slice(0, 40)}... (${sig.length})`],
  ["the signature in quotes of JSON in JSON", (_url, sig) => JSON.stringify(JSON.stringify({ sig }))],
  ["the key", (_url, _sig, key) => `the key ${key} is unknown`]
]

/** JSON whose texts are escapes throughout. */
const escaped = (text: string): string =>
  [...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")

const refusing = (fields: object) => JSON.stringify({ ActionStatus: "FAIL", ErrorCode: 70107, ...fields })

/** Where an answer may quote, and what becomes of the call. */
const answers: ReadonlyArray<{
  readonly name: string
  readonly expect: string
  readonly body: (text: string) => string
  readonly status?: number
  readonly endpoint?: "attributes"
  /** Whether what is quoted is told to the caller, or at least near to it. */
  readonly told?: true
}> = [
  { name: "ErrorInfo", told: true, expect: "Refused 70107", body: (ErrorInfo) => refusing({ ErrorInfo }) },
  { name: "ErrorDisplay", expect: "Refused 70107", body: (ErrorDisplay) => refusing({ ErrorInfo: "", ErrorDisplay }) },
  {
    name: "RequestId",
    told: true,
    expect: "Refused 70107",
    body: (RequestId) => refusing({ ErrorInfo: "", RequestId })
  },
  { name: "ActionStatus", expect: "Refused 70107", body: (ActionStatus) => refusing({ ActionStatus, ErrorInfo: "" }) },
  {
    name: "ErrorInfo, in escapes",
    told: true,
    expect: "Refused 70107",
    body: (text) => `{"ActionStatus":"FAIL","ErrorCode":70107,"ErrorInfo":"${escaped(text)}"}`
  },
  { name: "a page of a proxy", status: 502, expect: "NotReached http-status", body: (text) => `<h1>${text}</h1>` },
  { name: "a body that is no JSON", expect: "AnswerInvalid not-json", body: (text) => `GET ${text}` },
  {
    name: "an ErrorCode that is a text",
    expect: "AnswerInvalid no-envelope",
    body: (ErrorCode) => JSON.stringify({ ErrorCode })
  },
  {
    name: "the names of fields of the wrong shape",
    told: true,
    endpoint: "attributes",
    expect: "AnswerInvalid shape",
    body: (text) => JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", AttrNames: { [text]: 1 } })
  },
  {
    name: "the values of fields of the wrong shape",
    endpoint: "attributes",
    expect: "AnswerInvalid shape",
    body: (text) => JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: text, AttrNames: text })
  }
]

const quoting: ReadonlyArray<Failure> = answers.flatMap(({ body, endpoint, expect, name, status = 200, told }) =>
  quotes.filter((_quote, index) => told === true || index % 3 === 0).map(([what, quote]) =>
    failure(`${name} quotes ${what}`, {
      fetch: (key) => async (url) => {
        const text = quote(url, partsOf(url).sig, key)
        return new Response(body(text), { status, headers: { "x-quoted": encodeURIComponent(text) } })
      },
      ...(endpoint === undefined ? {} : { call: (client) => client.call(imGetAttrName, {}) }),
      expect
    })
  )
)

const never: Fetch = (url, { signal }) =>
  new Promise((_done, fail) =>
    signal.addEventListener("abort", () => fail(Object.assign(new Error(`aborted ${url}`), { path: url })))
  )

const times: ReadonlyArray<Failure> = [
  failure("an attempt takes too long", {
    fetch: () => never,
    limits: { attemptTimeout: 10, maxAttempts: 2 },
    expect: "NotReached timeout"
  }),
  failure("a call takes longer than its deadline", {
    fetch: () => never,
    limits: { deadline: 15 },
    expect: "NotReached timeout"
  }),
  failure("a deadline passes between two attempts", {
    fetch: () => async () => new Response(null, { status: 503 }),
    limits: { deadline: 60, backoff: 1_000, maxBackoff: 1_000, maxAttempts: 3 },
    expect: "NotReached http-status"
  }),
  {
    name: "a call is interrupted",
    happen: async (scene) => {
      const key = scene.canaries.make("key")
      const { client, looked } = watchedTransport(scene, key, { send: () => Effect.never })
      await scene.run(Effect.flatMap(client, quick.effect), { signal: AbortSignal.timeout(15) })
      looked()
    }
  },
  ...["aborted by a signal", "aborted before it began", "of a connection that is closed", "in a connection that closes"]
    .map((name, kind): Failure => ({
      name: `a call is ${name}`,
      happen: async (scene) => {
        const key = scene.canaries.make("key")
        const { look, tim } = await watchedFetch(scene, key, never)
        const error = await scene.rejects(() => {
          if (kind === 0) return quick.promise(tim.with({ signal: AbortSignal.timeout(15) }))
          if (kind === 1) return quick.promise(tim.with({ signal: AbortSignal.abort() }))
          if (kind === 2) return tim.close().then(() => quick.promise(tim))
          const call = quick.promise(tim)
          setTimeout(() => void tim.close(), 15)
          return call
        })
        if (!(error instanceof Error)) scene.odd("rejected with no error")
        look()
      }
    }))
]

/** A server on this machine that does to each connection what it is told, where there are ports. */
const serverDoing = async (act: (socket: Socket) => void): Promise<{ port: number; stop: () => void }> => {
  const net = builtin("node:net") as Net
  const sockets = new Set<Socket>()
  const server = net.createServer((socket) => {
    sockets.add(socket)
    socket.on("error", () => undefined)
    act(socket)
  })
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  return {
    port: server.address().port,
    stop: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    }
  }
}

interface Socket {
  on(event: string, listener: (data: unknown) => void): void
  once(event: string, listener: (data: unknown) => void): void
  write(text: string): void
  end(text?: string): void
  destroy(): void
}

interface Net {
  createServer(listener: (socket: Socket) => void): {
    listen(port: number, host: string, done: () => void): void
    address(): { readonly port: number }
    close(): void
  }
}

const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

/** The request of a client, whose first line holds the URL, goes back to it in the place of an answer. */
const servers: ReadonlyArray<readonly [name: string, expect: string, act: (socket: Socket) => void]> = [
  ["hangs up at once", "NotReached network", (socket) => socket.destroy()],
  ["hangs up once it was asked", "NotReached network", (socket) => socket.once("data", () => socket.destroy())],
  [
    "answers what is no HTTP",
    "NotReached network",
    (socket) => socket.once("data", (data) => socket.end(`what? ${String(data)}`))
  ],
  ["hangs up in the middle of its answer", "NotReached network", (socket) =>
    socket.once("data", (data) => {
      socket.write(`${head}Content-Length: 100000\r\n\r\n{"ErrorInfo":${JSON.stringify(String(data))}`)
      setTimeout(() => socket.destroy(), 5)
    })],
  [
    "sends a broken chunk",
    "NotReached network",
    (socket) =>
      socket.once("data", (data) => socket.end(`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n${String(data)}`))
  ],
  ["sends the call elsewhere", "NotReached http-status", (socket) =>
    socket.once("data", (data) => {
      const [, path = ""] = String(data).split(" ")
      socket.end(`HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1${path}\r\nContent-Length: 0\r\n\r\n`)
    })]
]

const ownFetch: Fetch = (url, init) => globalThis.fetch(url, init)

const network = (name: string, expect: string, baseUrl: () => Promise<readonly [string, () => void]>): Failure => ({
  name: `the runtime's own fetch: ${name}`,
  happen: async (scene) => {
    const [address, stop] = await baseUrl()
    try {
      await callFails(scene, {
        fetch: () => ownFetch,
        options: { baseUrl: address },
        limits: { maxAttempts: 1, attemptTimeout: 800, deadline: 900 },
        expect
      })
    } finally {
      stop()
    }
  }
})

const nothing = () => undefined

/** A port that was free a moment ago. */
const refusedPort = async (scheme: string): Promise<readonly [string, () => void]> => {
  const { port, stop } = await serverDoing(nothing)
  stop()
  return [`${scheme}://127.0.0.1:${port}`, nothing]
}

const networks: ReadonlyArray<Failure> = !isHost ? [] : [
  network("a port that nobody listens on", "NotReached", () => refusedPort("http")),
  network("a name that nobody has", "NotReached", async () => ["https://nobody.invalid", nothing]),
  network("a port that no fetch may use", "NotReached", async () => ["https://127.0.0.1:1", nothing]),
  network("TLS to a host that speaks none", "NotReached", async () => {
    const { port, stop } = await serverDoing((socket) => socket.once("data", () => socket.end("hello")))
    return [`https://127.0.0.1:${port}`, stop]
  }),
  ...servers.map(([name, expect, act]) =>
    network(`a host that ${name}`, expect, async () => {
      const { port, stop } = await serverDoing(act)
      return [`http://127.0.0.1:${port}`, stop]
    })
  )
]

/** Calls that never arrive, or whose answers are of no use. */
export const clientFailures: ReadonlyArray<Failure> = [
  failure("nothing: the call succeeds", {
    fetch: () => async () => Response.json({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "" }),
    expect: "ok"
  }),
  ...transports,
  ...httpClients,
  ...quoting,
  ...times,
  ...networks
]
