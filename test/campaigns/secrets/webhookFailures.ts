/** Webhooks that are not accepted, or not handled: the answers, what is reported, and what is written. */
import * as Effect from "effect/Effect"
import { callback } from "../../../src/testing/mod.ts"
import {
  type EffectHandlers,
  type Handlers,
  handler,
  type HandlerOptions,
  make,
  refuse,
  type WebhookOptions
} from "../../../src/webhook/mod.ts"
import type { Failure, Scene } from "./scene.ts"

const sdkAppId = 1_400_000_000

const command = "Group.CallbackBeforeSendMsg"

/** What a request is made of. */
interface Making {
  readonly token: string
  readonly path: string
}

interface Case {
  readonly name: string
  readonly status?: number
  readonly request?: (making: Making) => Promise<Request>
  readonly options?: Partial<WebhookOptions>
  readonly on?: Handlers
}

const now = () => Math.floor(Date.now() / 1000)

const signed = ({ path, token }: Making, more: object = {}): Promise<Request> =>
  callback({ sdkAppId, token, command, url: `http://localhost${path}`, ...more })

/** A request whose address or content was changed once it was signed. */
const changed =
  (change: (url: URL, making: Making) => RequestInit | void) => async (making: Making): Promise<Request> => {
    const request = await signed(making)
    const url = new URL(request.url)
    const init = change(url, making)
    return new Request(url, { method: "POST", headers: request.headers, body: await request.text(), ...init })
  }

const throwing = (what: (body: object) => unknown): Handlers => ({
  [command]: ({ body }) => {
    throw what(body)
  }
})

const cases: ReadonlyArray<Case> = [
  { name: "is accepted", status: 200 },
  { name: "has no signature", status: 401, request: changed((url) => url.searchParams.delete("Sign")) },
  { name: "has no time", status: 401, request: changed((url) => url.searchParams.delete("RequestTime")) },
  {
    name: "is signed with another token",
    status: 401,
    request: (making) => signed(making, { token: `${making.token}x` })
  },
  {
    name: "has a signature that was cut off",
    status: 401,
    request: changed(({ searchParams }) => searchParams.set("Sign", String(searchParams.get("Sign")).slice(0, -1)))
  },
  {
    name: "has the token in the place of its signature",
    status: 401,
    request: changed(({ searchParams }, { token }) => searchParams.set("Sign", token))
  },
  { name: "is stale", status: 401, request: (making) => signed(making, { requestTime: now() - 600 }) },
  { name: "comes from the future", status: 401, request: (making) => signed(making, { requestTime: now() + 600 }) },
  {
    name: "has a time that is none",
    status: 401,
    request: changed(({ searchParams }, { token }) => searchParams.set("RequestTime", token))
  },
  {
    name: "has two signatures",
    status: 400,
    request: changed(({ searchParams }) => searchParams.append("sign", String(searchParams.get("Sign"))))
  },
  {
    name: "is spelt otherwise",
    status: 200,
    request: changed(({ searchParams }) => {
      searchParams.append("SIGN", String(searchParams.get("Sign")))
      searchParams.delete("Sign")
    })
  },
  { name: "is for another app", status: 401, request: (making) => signed(making, { sdkAppId: 1 }) },
  { name: "goes to another path", status: 404, request: changed((url) => void (url.pathname += "x")) },
  { name: "is a GET", status: 405, request: async (making) => new Request((await signed(making)).url) },
  { name: "is said to be a page", status: 415, request: changed(() => ({ headers: { "content-type": "text/html" } })) },
  { name: "has no command", status: 400, request: changed((url) => url.searchParams.delete("CallbackCommand")) },
  { name: "is no JSON", status: 400, request: changed(() => ({ body: "{" })) },
  { name: "is too long", status: 413, options: { maxBodyBytes: 10 } },
  {
    name: "breaks off",
    status: 400,
    request: async (making) => {
      const { url } = await signed(making)
      const body = new ReadableStream({ pull: (controller) => controller.error(new Error(`lost ${url}`)) })
      return new Request(url, { method: "POST", body, duplex: "half" } as RequestInit)
    }
  },
  {
    name: "does not arrive in time",
    status: 408,
    options: { deadline: 15 },
    request: async (making) => {
      const { url } = await signed(making)
      return new Request(url, { method: "POST", body: new ReadableStream(), duplex: "half" } as RequestInit)
    }
  },
  { name: "has a body that is not documented", request: changed(() => ({ body: "{\"From_Account\":1}" })) },
  { name: "is of a command that nobody knows", request: (making) => signed(making, { command: "No.SuchThing" }) },
  { name: "meets a handler that throws", on: throwing(() => new Error("handler")) },
  { name: "meets a handler that throws the body", on: throwing((body) => body) },
  { name: "meets a handler that rejects", on: { [command]: () => Promise.reject(new Error("no")) } },
  {
    name: "meets a handler that is late",
    options: { deadline: 15 },
    on: { [command]: () => new Promise(() => undefined) }
  },
  {
    name: "meets a decision that cannot be answered",
    on: { [command]: () => refuse(1, "a code of nobody's") }
  },
  {
    name: "meets a store that fails",
    options: {
      deduplicate: { store: { claim: () => Promise.reject(new Error("store")), release: () => Promise.resolve() } }
    },
    request: (making) => signed(making, { command: "Group.CallbackAfterSendMsg" })
  }
]

const letters = "abcdefghijklmnopqrstuvwxyz0123456789"

/** The same request to a handler that reports, to one that writes to the log, and to one of effects. */
const handled = async (scene: Scene, { name, on = {}, options, request = signed, status }: Case): Promise<void> => {
  const token = scene.canaries.make("token", 32, letters)
  const path = `/${scene.canaries.make("secret path", 24, letters)}`
  const settings = { sdkAppId, tokens: token, path, ...options }
  const fresh = async () => {
    const made = await request({ token, path })
    scene.canaries.add("Sign", new URL(made.url).searchParams.get("Sign") ?? "")
    return made
  }
  const told: Array<unknown> = []
  const ways = [
    handler({
      ...settings,
      on,
      otherwise: (event) => void told.push(event),
      onError: (error, event) => void told.push(error, event),
      onNotAccepted: (problem) => void told.push(problem)
    }),
    handler({ ...settings, on })
  ]
  for (const handle of ways) {
    const made = await fresh()
    const exit = await scene.run(Effect.promise(() => handle(made)))
    if (exit._tag === "Failure") return scene.odd("the handler failed")
    if (status !== undefined && exit.value.status !== status) scene.odd(`${exit.value.status} was answered to ${name}`)
    await scene.answer("the answer", exit.value)
    scene.look("the handler", handle)
  }
  const decide = on[command]
  const asEffect: EffectHandlers = decide === undefined ? {} : {
    [command]: (event) =>
      Effect.tryPromise({ try: async () => decide(event, { waitUntil: () => undefined }), catch: (error) => error })
  }
  const made = await fresh()
  await scene.run(Effect.flatMap(make({ ...settings, on: asEffect as {} }), (service) => {
    scene.look("the service", service)
    return Effect.map(service.handle(made), (response) => response.status)
  }))
  for (const each of told) scene.look("what was reported", each)
}

/** Options that do not fit. */
const misfits: ReadonlyArray<readonly [name: string, options: (token: string) => object]> = [
  ["a token with white space", (token) => ({ tokens: ` ${token}` })],
  ["a token of another type", (token) => ({ tokens: [[token]] })],
  ["a token, and no need for one", (token) => ({ tokens: token, unverified: true })],
  ["a path without a slash", (token) => ({ tokens: token, path: token })],
  ["a number that is none", (token) => ({ tokens: token, tolerance: token })],
  ["the token as the app", (token) => ({ tokens: token, sdkAppId: token })]
]

export const webhookFailures: ReadonlyArray<Failure> = [
  ...cases.map((each): Failure => ({ name: `a webhook ${each.name}`, happen: (scene) => handled(scene, each) })),
  ...misfits.map(([name, options]): Failure => ({
    name: `options of webhooks have ${name}`,
    happen: async (scene) => {
      const token = scene.canaries.make("token", 32, letters)
      const complete = { sdkAppId, ...options(token) } as HandlerOptions
      const exit = await scene.run(make(complete as WebhookOptions))
      if (exit._tag === "Success") scene.odd("the options were taken")
      await scene.rejects(async () => handler(complete))
    }
  }))
]
