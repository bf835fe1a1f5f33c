/** Made-up requests to the control API and the console, and whether each is answered as it must be. */
import * as Effect from "effect/Effect"
import * as OpenApi from "effect/http-api/OpenApi"
import { ControlApi } from "../../src/emulator/control/api.ts"
import { applySeed } from "../../src/emulator/seed.ts"
import { events as webhooks } from "../../src/webhook/mod.ts"
import { fixtures } from "../../src/testing/mod.ts"
import { countUp, Findings } from "./findings.ts"
import { baseUrl, makeControlled } from "./front.ts"
import { type RestCall, seedCalls } from "./fuzzRequests.ts"
import { makeMutator, type Spoilt } from "./mutate.ts"

/** How many requests an emulator gets before a new one takes its place: made-up apps and faults stay for good. */
const perEmulator = 2_000

/** The longest message of a problem, in characters. */
const maxMessage = 2_000

/** How long a round of requests may take, in milliseconds; far more than the slowest machine needs. */
const longest = 60_000

/** How long a request may wait for something before it is abandoned, in milliseconds. */
const patience = 3

const problems = ["ControlProblem", "NotThere", "NothingYet"]

interface Operation {
  readonly method: string
  readonly path: string
  readonly query: ReadonlyArray<string>
  readonly hasBody: boolean
}

/** What is declared, read from the declaration itself, so that nothing is forgotten. */
const operations: ReadonlyArray<Operation> = Object.entries(OpenApi.fromApi(ControlApi).paths).flatMap(([path, item]) =>
  (["get", "post", "put", "delete"] as const).flatMap((method): ReadonlyArray<Operation> => {
    const found = item[method]
    if (found === undefined) return []
    const query = found.parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name)
    return [{ method: method.toUpperCase(), path, query, hasBody: found.requestBody !== undefined }]
  })
)

const commands = Object.keys(webhooks) as ReadonlyArray<keyof typeof webhooks>

const searches = [
  "",
  "hi",
  "from:alice to:bob",
  "code:0",
  "code:x",
  "is:recalled",
  "is:fault",
  "type:TIMTextElem",
  "before:2023-11-14",
  "after:now",
  "cmd:sendmsg",
  "\"never ended",
  "group:@TGS#_club",
  "((((",
  "from:"
]

/** What goes where a path has a parameter. */
const parameters: { readonly [name: string]: ReadonlyArray<string> } = {
  userId: ["alice", "bob", "nobody", "__proto__", "two words", "%"],
  groupId: ["room", "@TGS#_club", "none", "__proto__", "é"],
  name: ["one", "two words", "__proto__", "x".repeat(101), "%"],
  id: ["1", "2", "3", "-1", "NaN", "1e99"]
}

const numbers = ["0", "1", "2", "5", "100", "-1", "1.5", "1e99", "NaN", "Infinity", "0x10", "", "９"]

type Controlled = ReturnType<typeof makeControlled>

interface Made {
  readonly operation: Operation | undefined
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: Spoilt | undefined
}

/** Makes requests up, and gives them to the control API of an emulator. */
export const makeControlRequests = (seed: number, corpus: ReadonlyArray<RestCall>) => {
  const findings = new Findings()
  const statuses = new Map<string, number>()
  const reached = new Set<string>()
  let count = 0

  const { below, chance, junk, mutate, pick, spoil } = makeMutator({
    seed,
    canary: "canary-control",
    other: () => pick(corpus).body,
    deepest: 5_000
  })

  const begin = (): Controlled => {
    const made = makeControlled({ auth: false, seed })
    Effect.runSync(applySeed(seedCalls, made.service.app(), made.service))
    return made
  }
  let controlled = begin()

  const fault = (): object =>
    pick([
      () => ({ kind: "error-code", code: pick([10002, 60007, 0, 1.5]), info: junk() }),
      () => ({ kind: "http-status", status: pick([204, 304, 500, 503, 600]) }),
      () => ({ kind: pick(["drop", "silence"]), when: pick(["before", "after"]) }),
      () => ({ kind: "truncate" }),
      () => ({ kind: "delay", milliseconds: pick([0, 1, 600_000, -1]) })
    ])()

  const bodies: { readonly [operation: string]: () => unknown } = {
    "POST /__tim/apps": () => ({
      ...(chance(0.5) ? { sdkAppId: below(100) } : {}),
      ...(chance(0.3) ? { secretKey: junk() } : {}),
      ...(chance(0.3) ? { administrators: [junk()] } : {}),
      ...(chance(0.3) ? { edition: "trial", groupFields: [junk()], profileTags: ["__proto__"] } : {})
    }),
    "PUT /__tim/state": () => {
      const document = controlled.world.save(controlled.service.app().sdkAppId)
      if (chance(0.3)) return document
      const copy: unknown = JSON.parse(JSON.stringify(document))
      for (let times = 1 + below(4); times > 0; times--) spoil(copy)
      return copy
    },
    "POST /__tim/clock": () =>
      pick([
        { frozen: chance(0.5) },
        { reset: true },
        { set: pick([0, 1_700_000_000_000, -1, 1e300]) },
        { advance: pick([0, 1_000, 86_400_000, -1e15]) }
      ]),
    "POST /__tim/call": () => {
      const { body, path } = pick(corpus)
      return { path: chance(0.05) ? junk() : path, body: JSON.parse(body) as unknown }
    },
    "POST /__tim/faults": () => ({
      ...(chance(0.7) ? { command: pick(["sendmsg", "v4/openim/*", "*", junk(), "*_*_*_*"]) } : {}),
      ...(chance(0.3) ? { account: junk() } : {}),
      ...(chance(0.3) ? { nth: pick([1, 2, 0, 1.5]) } : {}),
      ...(chance(0.3) ? { probability: pick([0, 0.5, 1, 2]) } : {}),
      ...(chance(0.9) ? { count: pick([1, 1, 2, 0]) } : {}),
      ...(chance(0.3) ? { expiresIn: pick([1, 1_000, -1]) } : {}),
      fault: fault()
    }),
    "PUT /__tim/limits": () => ({
      enabled: chance(0.3),
      rates: chance(0.5) ? {} : { [pick(["v4/openim/sendmsg", "__proto__", junk()])]: pick([0, 1, 1e9, -1]) }
    }),
    "PUT /__tim/webhooks": () => ({
      // Nothing is ever sent there: see `keepInside`.
      url: pick(["http://127.0.0.1:1/hook", "https://127.0.0.1:1", "ftp://127.0.0.1", "javascript:0", junk()]),
      ...(chance(0.3) ? { token: junk() } : {}),
      ...(chance(0.5) ? { commands: [pick(commands), junk()] } : {}),
      ...(chance(0.5) ? { whenFailing: pick(["deliver", "refuse", "panic"]), repeat: chance(0.5) } : {})
    }),
    "POST /__tim/webhooks/fire": () => {
      const command = pick(commands)
      return { command: chance(0.05) ? "__proto__" : command, body: fixtures[command] }
    }
  }

  const missing = operations.filter(({ hasBody, method, path }) => hasBody && bodies[`${method} ${path}`] === undefined)
  if (missing.length > 0) throw new TypeError(`no body is known for ${missing.map(({ path }) => path).join()}`)

  const valueOf = (name: string): string => {
    if (chance(0.05)) return junk()
    switch (name) {
      case "app":
        return chance(0.8) ? String(controlled.service.app().sdkAppId) : pick(numbers)
      case "q":
        return pick(searches)
      case "of":
        return pick(["messages", "log", "webhooks", "nothing"])
      case "conversation":
        return pick(["c2c:alice:bob", "group:room", "__proto__"])
      case "timeout":
        return pick(["0", "1", "-1", "NaN", "60000"])
      default:
        return pick(numbers)
    }
  }

  const encode = (text: string): string => encodeURIComponent(text.toWellFormed())

  const make = (): Made => {
    const headers: Record<string, string> = {}
    if (chance(0.03)) {
      Object.assign(
        headers,
        pick<Record<string, string>>([
          { origin: "https://evil.example" },
          { origin: baseUrl },
          { host: "evil.example" },
          { "sec-fetch-site": "cross-site" },
          { "content-length": "99999999" },
          { "content-encoding": "gzip" },
          { accept: "text/event-stream" }
        ])
      )
    }
    if (chance(0.04)) {
      const path = pick([
        "/",
        "/__tim",
        "/__tim/console",
        "/__tim/console/app.js",
        "/__tim/console/../state",
        "/__tim/openapi.json",
        "/__tim/%zz",
        "/__tim/state/%00",
        "/__tim//log",
        "//__tim/log",
        `/__tim/snapshots/${"%F0%9F%98%80".repeat(below(120))}`,
        `/__tim/${encode(junk())}/${encode(junk())}`,
        `/__tim/log?${junk()}`,
        "/__tim/log?q=%ff&q=2&limit=1&limit=2&__proto__=1",
        `/${"x/".repeat(below(2_000))}`
      ])
      const method = pick(["GET", "GET", "POST", "DELETE"])
      return { operation: undefined, method, url: `${baseUrl}${path}`, headers, body: undefined }
    }
    const operation = pick(operations)
    const path = operation.path.replace(
      /\{(\w+)\}/g,
      (_, name: string) => encode(chance(0.1) ? junk() : pick(parameters[name] ?? []))
    )
    const query = operation.query.flatMap((name) =>
      // Without a time it would wait for long.
      name === "timeout" || name === "of" ?
        [`${name}=${encode(valueOf(name))}`]
        : chance(name === "app" ? 0.2 : 0.4)
        ? [`${name}=${encode(valueOf(name))}`]
        : []
    )
    const key = `${operation.method} ${operation.path}`
    let body: Spoilt | undefined
    if (operation.hasBody) {
      const text = JSON.stringify(bodies[key]?.())
      // A document has its own way of being spoilt.
      body = chance(0.5) || operation.path === "/__tim/state" ? text : mutate(text)
      headers["content-type"] = chance(0.97)
        ? "application/json"
        : pick(["text/plain", "application/xml", ";", "multipart/form-data"])
    }
    const method = chance(0.03) ? pick(["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"]) : operation.method
    const fits = method !== "GET" && method !== "HEAD"
    const url = `${baseUrl}${path}${query.length > 0 ? `?${query.join("&")}` : ""}`
    return { operation, method, url, headers, body: fits ? body : undefined }
  }

  /** Webhooks must not leave this process: a function takes the place of every address. */
  const keepInside = (): void => {
    for (const { webhooks } of controlled.world.apps.values()) {
      if (typeof webhooks.settings?.target !== "string") continue
      const answers = ["", "{}", `{"ErrorCode":0}`, `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}`, "<html>"]
      const target = () => Promise.resolve(new Response(pick(answers), { status: chance(0.8) ? 200 : 500 }))
      webhooks.settings = { ...webhooks.settings, target }
    }
  }

  /** What is wrong with an answer; nothing where it is in order. */
  const oddity = async ({ method, operation }: Made, response: Response): Promise<string | undefined> => {
    const { status } = response
    const type = response.headers.get("content-type") ?? ""
    countUp(statuses, String(status))
    const where = operation === undefined ? "another path" : `${operation.method} ${operation.path}`
    if (type.startsWith("text/event-stream") && method !== "HEAD") {
      const reader = response.body?.getReader()
      const first = await reader?.read()
      await reader?.cancel()
      reached.add(where)
      return status === 200 && first?.done === false ? undefined : `${where}: no stream of events`
    }
    const text = await response.text()
    if (method === "HEAD") {
      // The guard's reasons are the same for any method. No server sends them.
      return (text === "" || status === 403 || status === 413) && status < 500
        ? undefined
        : `${where}: an answer to HEAD`
    }
    switch (status) {
      case 200:
        if (type.startsWith("application/json")) JSON.parse(text)
        if (operation !== undefined) reached.add(where)
        return undefined
      case 204:
        if (operation !== undefined) reached.add(where)
        return text === "" ? undefined : `${where}: no content, and a body`
      case 302:
        return operation === undefined ? undefined : `${where}: a redirect`
      case 403:
      case 413:
      case 415:
        return type.startsWith("text/plain") || text === "" ? undefined : `${where}: ${status} without a plain reason`
      case 400:
      case 404:
      case 408: {
        // Where there is nothing at all, there is nothing to say about it.
        if (status === 404 && text === "") return undefined
        const { _tag, message } = JSON.parse(text) as { readonly _tag?: unknown; readonly message?: unknown }
        if (!problems.includes(String(_tag)) || typeof message !== "string") return `${where}: ${status} and no problem`
        return message.length <= maxMessage ? undefined : `${where}: the message is too long`
      }
      default:
        return `${where}: HTTP status ${status}`
    }
  }

  /** What a request was answered with; a reason where it was not. Requests that wait for something are abandoned. */
  const answerTo = async (made: Made): Promise<Response | "abandoned" | "not taken"> => {
    const abandon = new AbortController()
    let request: Request
    try {
      request = new Request(made.url, {
        method: made.method,
        headers: made.headers,
        signal: abandon.signal,
        ...(made.body === undefined ? {} : { body: made.body })
      })
    } catch {
      // The runtime does not take it, so no server ever sees it.
      return "not taken"
    }
    const path = made.operation?.path
    const mayWait = path === "/__tim/wait" || path === "/__tim/call"
    const answer = controlled.front.fetch(request)
    if (!mayWait) return answer
    const timer = setTimeout(() => abandon.abort(), patience)
    try {
      const response = await answer
      return abandon.signal.aborted && response.status >= 499 ? "abandoned" : response
    } catch (error) {
      if (abandon.signal.aborted) return "abandoned"
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  const one = async (made: Made): Promise<string | undefined> => {
    const { sdkAppId } = controlled.service.app()
    const imports = made.operation?.path === "/__tim/state" && made.method === "PUT"
    const before = imports ? JSON.stringify(controlled.world.save(sdkAppId)) : ""
    const response = await answerTo(made)
    keepInside()
    if (typeof response === "string") {
      countUp(statuses, response)
      return undefined
    }
    const odd = await oddity(made, response)
    if (!imports) return odd
    // What was made up may be readable, and still be nothing that an emulator could work with.
    if (response.status === 204) controlled.world.reset(sdkAppId)
    const same = response.status === 204 || JSON.stringify(controlled.world.save(sdkAppId)) === before
    return same ? odd : "a state that was refused is there in part"
  }

  /** Ends one emulator, once it has shown that it still works. */
  const settleDown = async (): Promise<void> => {
    const { control, front, service, world } = controlled
    const { sdkAppId } = service.app()
    try {
      const saved = JSON.stringify(world.save(sdkAppId))
      world.load(sdkAppId, JSON.parse(saved))
      if (JSON.stringify(world.save(sdkAppId)) !== saved) throw new Error("the state is not the same once loaded")
      const { status } = await Effect.runPromise(control.general.health())
      if (status !== "ok") throw new Error(status)
    } catch (error) {
      findings.add(`control: the emulator is not sound: ${String(error)}`, () => `request ${count}`)
    }
    await front.close()
    controlled = begin()
  }

  return {
    findings,
    statuses,
    operations: operations.length,
    reached,
    get count() {
      return count
    },
    /** Gives so many requests to the control API. */
    run: async (times: number): Promise<void> => {
      let latest = ""
      let alarm: ReturnType<typeof setTimeout> | undefined
      const hangs = new Promise<string>((resolve) => {
        alarm = setTimeout(() => resolve("not answered in time"), longest)
      })
      for (let at = 0; at < times; at++) {
        count++
        const made = make()
        latest = `${made.method} ${made.url} ${String(made.body)}`
        const begun = performance.now()
        let odd: string | undefined
        try {
          odd = await Promise.race([one(made), hangs])
        } catch (error) {
          odd = `${made.operation?.path ?? "another path"}: an exception, ${String(error)}`
        }
        findings.took(begun)
        if (odd !== undefined) findings.add(`control: ${odd}`, () => latest)
        if (count % perEmulator === 0) await settleDown()
      }
      clearTimeout(alarm)
    },
    settleDown,
    close: () => controlled.front.close()
  }
}
