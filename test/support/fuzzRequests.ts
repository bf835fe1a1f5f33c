/** Made-up requests to the emulator's REST API, and whether each is answered as it must be. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { emulator, type EmulatorOptions, type EmulatorService } from "../../src/emulator/mod.ts"
import { applySeed, type SeedCall } from "../../src/emulator/seed.ts"
import { check } from "../../src/endpoint/check.ts"
import { parseJson } from "../../src/endpoint/json.ts"
import { endpoints } from "../../src/endpoints/mod.ts"
import { CurrentSigner } from "../../src/usersig/UserSig.ts"
import { countUp, Findings } from "./findings.ts"
import { valuesOf } from "./generate.ts"
import { makeMutator, type Spoilt } from "./mutate.ts"

/** How many requests are made up for each endpoint, to be spoilt. */
const perEndpoint = 6

/** How many requests the emulator takes before it is put back to its seed. */
const perReset = 3_000

/** The longest text about a refusal, in characters. */
const maxInfo = 2_000

const accounts = ["alice", "bob", "carol", "administrator"]
const groups = ["room", "hall", "stage", "@TGS#_club"]

/** What is there at the beginning, so that requests find something. */
export const seedCalls: ReadonlyArray<SeedCall> = [
  { path: "v4/im_open_login_svc/multiaccount_import", body: { AccountList: accounts.map((UserID) => ({ UserID })) } },
  ...[["room", "Public"], ["hall", "ChatRoom"], ["stage", "AVChatRoom"], ["@TGS#_club", "Community"]].map(
    ([GroupId, Type]) => ({
      path: "v4/group_open_http_svc/create_group",
      body: { GroupId, Type, Name: GroupId, Owner_Account: "alice", SupportTopic: Type === "Community" ? 1 : undefined }
    })
  ),
  ...["room", "hall", "@TGS#_club"].map((GroupId) => ({
    path: "v4/group_open_http_svc/add_group_member",
    body: { GroupId, MemberList: [{ Member_Account: "bob" }] }
  })),
  {
    path: "v4/million_group_open_http_svc/create_topic",
    body: { GroupId: "@TGS#_club", TopicId: "@TGS#_club@TOPIC#_news", TopicName: "news", From_Account: "alice" }
  },
  {
    path: "v4/sns/friend_add",
    body: { From_Account: "alice", AddFriendItem: [{ To_Account: "bob", AddSource: "AddSource_Type_Web" }] }
  },
  ...accounts.slice(1).map((To_Account, MsgRandom) => ({
    path: "v4/openim/sendmsg",
    body: {
      From_Account: "alice",
      To_Account,
      MsgRandom,
      MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "hi" } }]
    }
  })),
  {
    path: "v4/group_open_http_svc/send_group_msg",
    body: {
      GroupId: "room",
      From_Account: "alice",
      Random: 7,
      MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "hi" } }]
    }
  }
]

/** Puts names of what is there in the place of made-up ones. */
const settle = (value: unknown, pick: (items: ReadonlyArray<string>) => string, name = ""): unknown => {
  if (Array.isArray(value)) return value.map((item) => settle(item, pick, name))
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, settle(field, pick, name)]))
  }
  if (typeof value !== "string") return value
  if (/_Account(List|s)?$|^User_?I[Dd]s?$|^Accounts?$|^AccountList$/.test(name)) {
    return value.startsWith("@") ? value : pick(accounts)
  }
  return name === "GroupId" || name === "GroupIdList" ? pick(groups) : value
}

/** A request in order, in parts. */
export interface RestCall {
  readonly path: string
  /** The fields that travel in the query, as they follow what every query holds. */
  readonly query: string
  readonly body: string
}

/** Requests of all endpoints that fit their schemas. */
const makeCorpus = (seed: number, pick: (items: ReadonlyArray<string>) => string): ReadonlyArray<RestCall> =>
  endpoints.flatMap(({ endpoint: { inQuery, path, request } }, index) =>
    valuesOf(request, { count: perEndpoint, seed: seed + index }).map((value) => {
      const settled = settle(value, pick) as { readonly [field: string]: unknown }
      const fields = check(request, settled).length === 0 ? settled : value as typeof settled
      const inUrl = inQuery.filter((name) => fields[name] !== undefined)
      const query = inUrl.map((name) => `&${name}=${String(fields[name])}`)
      const body = Object.fromEntries(Object.entries(fields).filter(([name]) => !inQuery.includes(name)))
      return { path, query: query.join(""), body: JSON.stringify(body) }
    })
  )

const schemas = new Map(endpoints.map(({ endpoint }) => [endpoint.path, endpoint.response as never]))

/** An emulator with something in it. */
export const makeSeeded = (options: EmulatorOptions): EmulatorService => {
  const service = emulator(options)
  Effect.runSync(applySeed(seedCalls, service.app(), service))
  return service
}

const methods = ["GET", "HEAD", "PUT", "OPTIONS", "DELETE", "PATCH"]

/** What is wrong with an answer of the REST API; nothing where it is in order. `codes` counts what was answered. */
export const oddityOf = (path: string, text: string, codes: Map<number, number>): string | undefined => {
  let answer: { readonly ErrorCode?: unknown; readonly ErrorInfo?: unknown; readonly ActionStatus?: unknown }
  try {
    answer = parseJson(text) as typeof answer
  } catch {
    return "the answer is no JSON"
  }
  const { ActionStatus: status, ErrorCode: code, ErrorInfo: info } = answer
  if (typeof code !== "number" || !Number.isInteger(code)) return "the answer has no ErrorCode"
  codes.set(code, (codes.get(code) ?? 0) + 1)
  if (info !== undefined && (typeof info !== "string" || info.length > maxInfo)) return `${path}: no short ErrorInfo`
  if (code !== 0) {
    return typeof status === "string" && status !== "OK" ? undefined : `${path}: ${code} with ${String(status)}`
  }
  const schema = schemas.get(path)
  if (schema === undefined) return "a path that is none succeeded"
  const [issue] = check(schema, answer, { first: true })
  return issue === undefined ? undefined : `${path}: the answer has ${issue.path.replace(/\d+/g, "0")} ${issue.message}`
}

/** Makes requests up, and gives them to an emulator. */
export const makeRequests = async (seed: number) => {
  const findings = new Findings()
  const codes = new Map<number, number>()
  const statuses = new Map<string, number>()
  let count = 0
  let now = 1_700_000_000_000

  const { below, chance, junk, mutate, pick } = makeMutator({
    seed,
    canary: "canary-request",
    other: () => pick(corpus).body,
    deepest: 5_000
  })
  const corpus = makeCorpus(seed, (items) => pick(items))
  const decoder = new TextDecoder()

  const clock: Clock.Clock = {
    currentTimeMillisUnsafe: () => now,
    currentTimeMillis: Effect.sync(() => now),
    currentTimeNanosUnsafe: () => BigInt(now) * 1_000_000n,
    currentTimeNanos: Effect.sync(() => BigInt(now) * 1_000_000n),
    monotonicTimeNanosUnsafe: () => BigInt(now) * 1_000_000n,
    monotonicTimeNanos: Effect.sync(() => BigInt(now) * 1_000_000n),
    sleep: () => Effect.never
  }
  const run = Effect.runSyncExitWith(Context.make(Clock.Clock, clock))
  const runLater = Effect.runPromiseWith(Context.make(Clock.Clock, clock))

  // Nearly all of the time would go into signatures, so most requests go where none is asked for.
  const free = makeSeeded({ auth: false, seed })
  const strict = makeSeeded({ seed })
  const app = free.app()
  const { secretKey, sdkAppId } = strict.app()
  const userSig = await runLater(Effect.flatMap(Effect.service(CurrentSigner), (signer) =>
    signer.sign({
      sdkAppId,
      secretKey: Redacted.make(Redacted.value(secretKey)),
      identifier: "administrator",
      expire: 1e8
    })))

  /** A query that is mostly in order. */
  const queryOf = (more: string, sig: string): string => {
    const who = `sdkappid=${sdkAppId}&identifier=administrator&contenttype=json`
    const query = `${who}&usersig=${sig}&random=${below(1e9)}${more}`
    if (chance(0.9)) return query
    const parts = query.split("&")
    const at = below(parts.length)
    const name = (parts[at] ?? "").split("=")[0]
    switch (below(5)) {
      case 0:
        parts.splice(at, 1)
        break
      case 1:
        parts[at] = `${name}=${encodeURIComponent(junk().toWellFormed())}`
        break
      case 2:
        parts.splice(below(parts.length), 0, `${name}=${encodeURIComponent(junk().toWellFormed())}`)
        break
      case 3:
        parts[at] = (parts[at] ?? "").toUpperCase()
        break
      default: {
        const cut = below(query.length)
        const odd = pick(["%", "%zz", "&", "=", "+", "%00", "é", ";", "#", "\ud800"])
        return `${query.slice(0, cut)}${odd}${query.slice(cut)}`
      }
    }
    return parts.join("&")
  }

  const spoiltPath = (path: string): string => {
    const cut = below(path.length)
    return pick([
      "",
      "v4",
      "v4/openim/__proto__",
      "constructor",
      "__proto__",
      path.toUpperCase(),
      `/${path}`,
      `${path}/`,
      `${path.slice(0, cut)}${junk()}${path.slice(cut)}`,
      path.slice(0, cut),
      "x".repeat(below(10_000))
    ])
  }

  /** A body that is in order, spoilt, or far too long. */
  const bodyOf = (body: string): Spoilt => {
    if (chance(0.4)) return body
    return chance(0.001) ? `{"trace":"${"x".repeat(5_000_000)}"}` : mutate(body)
  }

  const asText = (body: Spoilt): string => typeof body === "string" ? body : decoder.decode(body)

  /** Most requests: straight to the calls, each of which ends in its own turn. */
  const straight = (path: string, query: string, body: string): string | undefined => {
    const exit = run(free.calls.call(path, query, body))
    if (exit._tag === "Failure") return `${path}: not answered: ${String(exit.cause.reasons[0]?._tag)}`
    const { body: text, status } = exit.value
    countUp(statuses, String(status))
    return status === 200 ? oddityOf(path, text, codes) : `${path}: HTTP status ${status}`
  }

  /** The others: as requests of HTTP. */
  const overHttp = async (
    service: EmulatorService,
    { body, path, query }: { readonly path: string; readonly query: string; readonly body: Spoilt }
  ): Promise<string | undefined> => {
    const method = chance(0.1) ? pick(methods) : "POST"
    const hasBody = method !== "GET" && method !== "HEAD"
    const url = `http://127.0.0.1/${path}?${query}`
    const headers: Record<string, string> = {}
    if (chance(0.1)) headers["content-type"] = pick(["text/plain", ";", "image/png"])
    if (chance(0.02)) headers["content-length"] = pick(["0", "5", "-1", "1e99", "NaN", "99999999"])
    let request: Request
    try {
      request = new Request(url, { method, headers, ...(hasBody ? { body } : {}) })
    } catch {
      // The runtime does not take it, so no server ever sees it.
      return undefined
    }
    const response = await runLater(service.handle(request))
    const text = await response.text()
    countUp(statuses, String(response.status))
    if (method !== "POST") return response.status === 405 ? undefined : `${method} was answered with ${response.status}`
    if (response.status !== 200) return `${path}: HTTP status ${response.status}`
    return oddityOf(new URL(request.url).pathname.slice(1), text, codes)
  }

  /** Whether the emulator answers a plain call, and its state can be saved and loaded. */
  const isSound = (): string | undefined => {
    const saved = JSON.stringify(free.world.save(sdkAppId))
    free.world.load(sdkAppId, JSON.parse(saved))
    if (JSON.stringify(free.world.save(sdkAppId)) !== saved) return "the state is not the same once saved and loaded"
    const caller = { app, identifier: "administrator" }
    const exit = run(free.calls.callAs(caller, "v4/im_open_login_svc/account_import", { UserID: "mallory" }))
    return exit._tag === "Success" && exit.value.code === 0 ? undefined : "a plain call is not answered any more"
  }

  /** Looks whether the emulator is sound, and puts it back to its seed. */
  const settleDown = (): void => {
    let odd: string | undefined
    try {
      odd = isSound()
    } catch (error) {
      odd = `the state cannot be saved and loaded: ${String(error)}`
    }
    if (odd !== undefined) findings.add(`emulator: ${odd}`, () => `request ${count}`)
    free.world.reset(sdkAppId)
    free.world.log.clear()
  }

  return {
    findings,
    codes,
    statuses,
    corpus,
    get count() {
      return count
    },
    /** Gives so many requests to the emulator. */
    run: async (times: number): Promise<void> => {
      for (let at = 0; at < times; at++) {
        const call = corpus[(count++ * 7) % corpus.length] as RestCall
        now += below(20)
        const path = chance(0.04) ? spoiltPath(call.path) : call.path
        const body = bodyOf(call.body)
        const way = below(100)
        const sig = way === 0 ? chance(0.4) ? userSig : asText(mutate(JSON.stringify(userSig))).slice(0, 2_000) : "x"
        const query = queryOf(call.query, sig)
        const begun = performance.now()
        let odd: string | undefined
        try {
          if (way >= 10) odd = straight(path, query, asText(body))
          else odd = await overHttp(way === 0 ? strict : free, { path, query, body })
        } catch (error) {
          odd = `an exception, ${String(error)}`
        }
        findings.took(begun)
        if (odd !== undefined) findings.add(`request: ${odd}`, () => `${path}?${query} ${asText(body)}`)
        if (count % perReset === 0) settleDown()
      }
    },
    settleDown
  }
}
