/** Calls that fail at the emulator, and everything that it keeps, shows and tells of them. */
import * as Effect from "effect/Effect"
import type { Fetch } from "../../../mod.ts"
import type { FaultKind } from "../../../src/emulator/Faults.ts"
import type { WebhookSettings } from "../../../src/emulator/state/Webhooks.ts"
import { retryClassOf } from "../../../src/errors/retryClass.ts"
import { handler } from "../../../src/webhook/mod.ts"
import { type SignOptions, sign } from "../../../src/usersig/mod.ts"
import { baseUrl, eventsOf, makeControlled } from "../../support/front.ts"
import { callFails, type Calling } from "./calling.ts"
import { isHost } from "./looking.ts"
import type { Failure, Scene } from "./scene.ts"

type Controlled = ReturnType<typeof makeControlled>

/** What the control API can be asked for: what of it is the same always, and what changes. */
const questionsOf = async ({ send }: Controlled): Promise<Record<"fixed" | "changing", ReadonlyArray<string>>> => {
  const { paths } = await (await send("GET", "/openapi.json")).json() as { readonly paths: Record<string, object> }
  const asked = Object.entries(paths)
    .filter(([path, methods]) => "get" in methods && !path.endsWith("/events") && !path.endsWith("/coverage"))
    .map(([path]) => path.replace("/__tim", "").replace("{userId}", "alice").replace("{groupId}", "team"))
  return {
    changing: asked.map((path) => path.endsWith("/wait") ? `${path}?of=log&timeout=0` : path),
    fixed: ["/openapi.json", "/coverage", "/console", "/console/app.js", "/console/app.css", "/nowhere", ""]
  }
}

let questions: ReturnType<typeof questionsOf> | undefined

/** Asks control API and console for everything; for what is always the same only where it is wanted. */
const sweep = async (scene: Scene, made: Controlled, wanted: "all" | "changing"): Promise<void> => {
  const { send, service, world } = made
  const { changing, fixed } = await (questions ??= questionsOf(made))
  await scene.answer("PUT /snapshots/one", await send("PUT", "/snapshots/one"))
  for (const path of wanted === "all" ? [...changing, ...fixed] : changing) {
    await scene.answer(`GET ${path}`, await send("GET", path))
  }
  scene.look("the request log", [...world.log.newest()])
  scene.look("the saved state", world.save(service.app().sdkAppId))
  scene.look("deliveries", service.app().webhooks.deliveries)
  scene.look("faults", service.app().faults.list())
}

/** Lets something happen at an emulator that somebody listens to, and looks at all that is left of it. */
const atEmulator = async (
  scene: Scene,
  happen: (made: Controlled, key: string) => Promise<void>,
  webhooks?: WebhookSettings
): Promise<void> => {
  const key = scene.canaries.make("key")
  const made = makeControlled({ secretKey: key, webhooks })
  const { send, service, world } = made
  const accounts = service.app().accounts
  for (const account of ["alice", "bob"]) accounts.add(account)
  const { next, stop } = eventsOf(await send("GET", "/events"))
  const happened: Array<unknown> = []
  const deaf = world.feed.listen((happening) => void happened.push(happening))
  await happen(made, key)
  await Effect.runPromise(service.app().webhooks.settled)
  await sweep(scene, made, webhooks === undefined ? "changing" : "all")
  deaf()
  scene.look("the feed", happened)
  for (let told = 0; told < happened.length; told++) scene.look("events", JSON.stringify(await next()))
  await stop()
}

/** What the emulator answers is looked at before the client gets it. */
const listened = (scene: Scene, fetch: Fetch): Fetch => async (url, init) => {
  const fetched = await fetch(url, init)
  const { status } = fetched
  const body = await fetched.text()
  await scene.answer("the emulator's answer", new Response(body === "" ? null : body, { status }))
  return { status, text: () => Promise.resolve(body) }
}

const calling = (
  name: string,
  call: Omit<Calling, "fetch" | "transport">,
  prepare: (made: Controlled) => void = () => undefined
): Failure => ({
  name: `the emulator ${name}`,
  happen: (scene) =>
    atEmulator(scene, async (made, key) => {
      prepare(made)
      const { fetch } = made.service.options
      await callFails(scene, { ...call, key, fetch: () => listened(scene, fetch) })
    })
})

const faulty = (name: string, fault: FaultKind, call: Omit<Calling, "fetch" | "transport">): Failure =>
  calling(name, call, ({ service }) => void service.app().faults.add({ fault }, Date.now()))

/** Codes of each class of retrying. */
const codes: ReadonlyArray<number> = [
  [10001, 20002, 70001, 70002, 70003, 70005, 70009, 70013, 70014, 70052],
  [10006, 60007, 60011, 70050],
  [20004, 60008, 70169, 91000],
  [60010, 70107, 90001, 123456]
].flat()

const errorCodes = codes.map((code) =>
  faulty(`refuses with ${code} (${retryClassOf(code)})`, { kind: "error-code", code }, {
    expect: `Refused ${code}`,
    // The pause of a second is not what is looked at.
    ...(retryClassOf(code) === "rate-limited" ? { limits: { maxAttempts: 1 } } : {})
  })
)

const statuses = [204, 302, 400, 401, 408, 413, 429, 500, 502, 503].map((status) =>
  faulty(`answers HTTP ${status}`, { kind: "http-status", status }, { expect: "NotReached http-status" })
)

const impatient = { attemptTimeout: 15 } as const

const otherFaults: ReadonlyArray<Failure> = [
  ...(["before", "after"] as const).flatMap((when) => [
    faulty(`drops the connection ${when} its work`, { kind: "drop", when }, { expect: "NotReached network" }),
    faulty(`is silent ${when} its work`, { kind: "silence", when }, { expect: "NotReached timeout", limits: impatient })
  ]),
  faulty("cuts its answer off", { kind: "truncate" }, { expect: "AnswerInvalid not-json" }),
  faulty("answers too late", { kind: "delay", milliseconds: 2_000 }, {
    expect: "NotReached timeout",
    limits: impatient
  }),
  faulty("answers late, but in time", { kind: "delay", milliseconds: 1 }, { expect: "ok" })
]

/** Signs with other options than those of the client. */
const signing = (change: (options: SignOptions) => Partial<SignOptions>): Calling["signer"] => () => ({
  sign: (options) => sign({ ...options, ...change(options) })
})

const instead = (make: (userSig: string) => string): Calling["signer"] => () => ({
  sign: (options) => Effect.map(sign(options), make)
})

const hourAgo = () => Math.floor(Date.now() / 1000) - 3_600

const signatures: ReadonlyArray<Failure> = [
  {
    name: "the emulator gets a UserSig of another key",
    happen: (scene) =>
      atEmulator(scene, ({ service }, key) => {
        const secretKey = scene.canaries.make("other key")
        const signer = signing(() => ({ secretKey }))
        return callFails(scene, { key, transport: () => service.transport, signer, expect: "Refused 70009" })
      })
  },
  ...([
    ["one that has run out", signing(() => ({ time: hourAgo(), expire: 60 })), "Refused 70001"],
    ["one of another account", signing(() => ({ identifier: "alice" })), "Refused 70013"],
    ["one of another app", signing(() => ({ sdkAppId: 1_400_000_777 })), "Refused 70014"],
    ["none", instead(() => ""), "Refused 70002"],
    ["one that was cut off", instead((userSig) => userSig.slice(0, -20)), "Refused 70003"],
    ["one with something behind it", instead((userSig) => `${userSig}AAAA`), "Refused 70003"],
    ["one of other letters", instead((userSig) => userSig.toLowerCase()), "Refused 70003"]
  ] as const).map(([what, signer, expect]): Failure => ({
    name: `the emulator gets a UserSig: ${what}`,
    happen: (scene) =>
      atEmulator(
        scene,
        ({ service }, key) =>
          callFails(scene, { key, transport: () => service.transport, signer: signer as Calling["signer"], expect })
      )
  })),
  calling("gets a UserSig that was made before the account was kicked", { expect: "Refused 70052" }, ({ service }) => {
    const account = service.app().accounts.get("administrator")
    if (account !== undefined) account.sigsNotBefore = Math.floor(Date.now() / 1000) + 3_600
  })
]

const refusals: ReadonlyArray<Failure> = [
  calling("is called by one who is no administrator", { options: { identifier: "alice" }, expect: "Refused 60010" }),
  calling("is called for an app that it has not", { options: { sdkAppId: 1_400_000_777 }, expect: "Refused 70020" }),
  calling("does not know the path", {
    call: (client) => client.call("v4/openim/unheard_of", {}),
    expect: "Refused 60009"
  }),
  calling("does not know the account", {
    call: (client) => client.call("v4/im_open_login_svc/kick", { UserID: "nobody" }),
    expect: "Refused"
  }),
  calling("does not understand the body", {
    call: (client) => client.call("v4/im_open_login_svc/account_import", { UserID: { a: 1 } }),
    expect: "Refused"
  }),
  calling("is called too often", { limits: { maxAttempts: 1 }, expect: "Refused 60007" }, ({ service }) => {
    const { limits } = service.app()
    limits.enabled = true
    limits.rates = new Map([["v4/im_open_login_svc/account_import", 0]])
  })
]

/** Requests as no client of this toolkit makes them: the query is somewhere else. */
const askew: ReadonlyArray<readonly [name: string, request: (query: string, userSig: string) => Request]> = [
  ["the query in its path", (query) => post(`/v4/openim/sendmsg&${query}`)],
  ["the query in its path, encoded", (query) => post(`/v4/openim/sendmsg%3F${encodeURIComponent(query)}`)],
  ["the UserSig in its path", (_query, userSig) => post(`/v4/openim/sendmsg/${userSig}`)],
  ["the UserSig as its path", (_query, userSig) => post(`/v4/${userSig}/${userSig}`)],
  ["two question marks", (query) => post(`/v4/openim/sendmsg??${query}`)],
  ["no app", (query) => post(`/v4/openim/sendmsg?${query.replace("sdkappid", "appid")}`)],
  ["the wrong content type", (query) => post(`/v4/openim/sendmsg?${query.replace("=json", "=xml")}`)],
  ["another method", (query) => new Request(`${baseUrl}/v4/openim/sendmsg?${query}`)],
  ["a body that is no JSON", (query) => post(`/v4/openim/sendmsg?${query}`, "{")],
  ["a body that is a list", (query) => post(`/v4/openim/sendmsg?${query}`, "[]")]
]

const post = (path: string, body = "{}"): Request => new Request(`${baseUrl}${path}`, { method: "POST", body })

const mangled = askew.map(([name, request]): Failure => ({
  name: `the emulator gets a request with ${name}`,
  happen: (scene) =>
    atEmulator(scene, async ({ send, service }, secretKey) => {
      const { sdkAppId } = service.options
      const userSig = await Effect.runPromise(sign({ sdkAppId, secretKey, identifier: "administrator" }))
      scene.canaries.add("UserSig", userSig)
      const query = `sdkappid=${sdkAppId}&identifier=administrator&contenttype=json&usersig=${userSig}&random=1`
      await scene.answer("the emulator's answer", await service.fetch(request(query, userSig)))
      // Neither can be found, since neither is there. The parts of a query are.
      for (const q of [userSig, secretKey]) {
        const found = await (await send("GET", `/log?q=${encodeURIComponent(q)}`)).text()
        if (!found.includes(`"items":[]`)) scene.odd("the log finds a secret")
      }
    })
}))

/** What becomes of the webhooks of a message. */
const receivers: ReadonlyArray<readonly [name: string, target: (token: string) => WebhookSettings["target"]]> = [
  ["are taken", (tokens) => handler({ sdkAppId: 1_400_000_000, tokens })],
  ["are signed with a token that was changed", () => handler({ sdkAppId: 1_400_000_000, tokens: "another" })],
  ...(isHost ? [["reach nobody", () => "http://127.0.0.1:1/"] as const] : []),
  ["reach somebody who fails", () => ({ url }) => Promise.reject(new Error(`failed at ${url}`))],
  ["reach somebody who dies", () => ({ url }) => Effect.die(new Error(`died at ${url}`))],
  ["are answered with an HTTP status", () => async () => new Response("no", { status: 500 })],
  ["are answered with no JSON", () => async () => new Response("what?")],
  ["are answered with what is no answer", () => async () => Response.json({ ErrorCode: "x" })],
  ["are refused", () => async () => Response.json({ ActionStatus: "OK", ErrorCode: 120001, ErrorInfo: "no" })]
]

const message = { From_Account: "alice", To_Account: "bob", MsgRandom: 1, MsgBody: [] } as const

const hooked = receivers.map(([name, target]): Failure => ({
  name: `the emulator's webhooks ${name}`,
  happen: (scene) => {
    const token = scene.canaries.make("token", 32, "abcdefghijklmnopqrstuvwxyz0123456789")
    const answering = target(token)
    const watched: WebhookSettings["target"] = typeof answering === "string" ? answering : (request) => {
      scene.canaries.add("Sign", new URL(request.url).searchParams.get("Sign") ?? "")
      return answering(request)
    }
    return atEmulator(scene, async ({ send, service }, key) => {
      const content = { MsgType: "TIMTextElem", MsgContent: { Text: "hi" } }
      await callFails(scene, {
        key,
        fetch: () => listened(scene, service.options.fetch),
        call: (client) => client.call("v4/openim/sendmsg", { ...message, MsgBody: [content] }),
        expect: name === "are refused" ? "Refused 120001" : "ok"
      })
      await Effect.runPromise(service.app().webhooks.settled)
      scene.look("the app", service.app().webhooks)
      await scene.answer("resend", await send("POST", "/webhooks/deliveries/1/resend"))
      const webhook = { url: "http://127.0.0.1:1/", token }
      await scene.answer("PUT /webhooks", await send("PUT", "/webhooks", { body: webhook }))
      scene.look("the app", service.app().webhooks)
      await scene.answer("wrong webhook", await send("PUT", "/webhooks", { body: { ...webhook, token: [token] } }))
    }, { target: watched, token })
  }
}))

/** Requests to the control API with a key in them that fail. */
const control: Failure = {
  name: "the control API refuses what holds a key",
  happen: (scene) =>
    atEmulator(scene, async ({ send, world }, key) => {
      for (const body of [{ secretKey: [key] }, { secretKey: ` ${key}` }, { sdkAppId: key }, `{"secretKey":"${key}`]) {
        await scene.answer("POST /apps", await send("POST", "/apps", { body }))
      }
      await scene.answer("POST /clock", await send("POST", "/clock", { body: { set: key } }))
      await scene.answer("PUT /state", await send("PUT", "/state", { body: { format: "timkit-state", state: key } }))
      scene.look(
        "the world",
        [...world.apps.values()].map(({ administrators, secretKey, sdkAppId }) => ({
          administrators,
          secretKey,
          sdkAppId
        }))
      )
    })
}

export const emulatorFailures: ReadonlyArray<Failure> = [
  ...errorCodes,
  ...statuses,
  ...otherFaults,
  ...signatures,
  ...refusals,
  ...mangled,
  ...hooked,
  control
]
