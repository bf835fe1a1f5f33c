/**
 * The service in memory.
 *
 * It keeps what is written, refuses what the service refuses, with the service's codes, and reads the same endpoint
 * values as the client does. State belongs to an app; each app is a world of its own.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { check } from "../endpoint/check.ts"
import type { TimOptions } from "../endpoint/Config.ts"
import type { TimClient } from "../endpoint/TimClient.ts"
import { parseJson, stringifyJson } from "../endpoint/json.ts"
import { CurrentTransport, type Fetch, type Transport, type TransportResponse } from "../endpoint/Transport.ts"
import type { Issue, TimError } from "../errors/TimError.ts"
import type { Services } from "../services.ts"
import * as Tim from "../Tim.ts"
import { verify } from "../usersig/UserSig.ts"
import { liveTags } from "../api/profiles/tags.ts"
import { allMemberPushEvents } from "../webhook/commands/push.ts"
import { deliverPushes } from "./handlers/pushWebhooks.ts"
import { makeRandom } from "./random.ts"
import { refuse, Refusal } from "./Refusal.ts"
import { routes } from "./routes.ts"
import { type Call, isLonger, type Route } from "./Route.ts"
import { App, type AppOptions } from "./state/App.ts"
import { type Notice, unasked } from "./state/Webhooks.ts"

/** What a new app may be given. */
export interface NewApp {
  /** 1400000000 and counting when left out. */
  readonly sdkAppId?: number | undefined
  /** Made up from the emulator's random numbers when left out. */
  readonly secretKey?: string | undefined
  /** `administrator` when left out. */
  readonly administrators?: ReadonlyArray<string> | undefined
  /**
   * The custom profile fields that are configured, by their full names. `Tag_Profile_Custom_richLv`, `_charmLv` and
   * `_isRobot` when left out.
   */
  readonly profileTags?: ReadonlyArray<string> | undefined
  /** The edition of the app, which decides about limits. `premium` when left out. */
  readonly edition?: AppOptions["edition"] | undefined
  /** The custom fields of friendships that are configured, by their full names. None when left out. */
  readonly friendTags?: ReadonlyArray<string> | undefined
  /** The keys of the groups' custom fields that are configured; at most 10. None when left out. */
  readonly groupFields?: ReadonlyArray<string> | undefined
  /** The keys of the group members' custom fields that are configured; at most 5. None when left out. */
  readonly memberFields?: ReadonlyArray<string> | undefined
  /** Where webhooks go, as the console's webhook page says. Nowhere when left out. */
  readonly webhooks?: AppOptions["webhooks"] | undefined
}

/** How an emulator is made. */
export interface EmulatorOptions extends NewApp {
  /** Where its random numbers begin, so that two emulators with the same seed do the same. 1 when left out. */
  readonly seed?: number | undefined
}

/** How faithfully an endpoint is emulated. */
export interface Coverage {
  readonly path: string
  /** What is assumed, simplified or left out; empty where everything documented is done. */
  readonly notes: ReadonlyArray<string>
}

/** An emulator. */
export interface EmulatorService {
  /** How to connect to the first app: for `connect`, or for a layer. */
  readonly options: TimOptions & { readonly fetch: Fetch }
  /** A transport to the emulator, without a port. Time is that of the effect that sends. */
  readonly transport: Transport
  /** Answers HTTP requests, for programs of effects. Time is that of the effect that asks. */
  readonly handle: (request: Request) => Effect.Effect<Response>
  /** Answers HTTP requests, for servers. */
  readonly fetch: (request: Request) => Promise<Response>
  /** Makes one more app, which shares nothing with the others, and tells how to connect to it. */
  readonly createApp: (app?: NewApp) => TimOptions & { readonly fetch: Fetch }
  /** The state of an app, by its SDKAppID; of the first app when left out. */
  readonly app: (sdkAppId?: number) => App
  /** Every endpoint that is answered, and how faithfully. Any other path is refused with 60009. */
  readonly coverage: ReadonlyArray<Coverage>
}

const byPath = new Map<string, Route>(routes.map((route) => [route.endpoint.path, route]))

const coverage: ReadonlyArray<Coverage> = routes.map(({ endpoint, notes }) => ({ path: endpoint.path, notes }))

/** Where an in-process emulator seems to live. Nothing is ever sent there. */
const inProcessUrl = "http://127.0.0.1"

const maxBodyCharacters = 4 * 1024 * 1024

const json = (answer: object, integers64: ReadonlyArray<string> = []): TransportResponse => ({
  status: 200,
  body: stringifyJson(answer, integers64) ?? "{}"
})

const refused = ({ code, info }: Refusal): TransportResponse =>
  json({ ActionStatus: "FAIL", ErrorCode: code, ErrorInfo: info })

/** Why a body that has an issue is refused: for a wrong type anywhere, or else for the limit that it breaks. */
const misfit = (route: Route, body: object, issue: Issue): Refusal => {
  const [malformed] = check(route.endpoint.request, body, { limits: false })
  return malformed === undefined
    ? refuse(route.beyond(issue.path, body), tell(issue))
    : refuse(route.invalid(malformed.path), tell(malformed))
}

const tell = ({ message, path }: Issue): string => path === "" ? message : `${path}: ${message}`

/**
 * Makes an emulator.
 *
 * @example
 * ```ts
 * import { connect, msg } from "timkit"
 * import { emulator } from "timkit/emulator"
 *
 * await using tim = await connect(emulator().options)
 * await tim.accounts.importMany(["alice", "bob"])
 * await tim.messages.send(msg().text("hi").from("alice").to("bob"))
 * ```
 */
export const emulator = (options: EmulatorOptions = {}): EmulatorService => {
  const random = makeRandom(options.seed ?? 1)
  const apps = new Map<number, App>()
  let nextSdkAppId = 1_400_000_000

  /** Whose call it is, once everything about its query is in order. */
  const authorize = Effect.fnUntraced(function*(query: URLSearchParams) {
    const sdkAppId = query.get("sdkappid")
    if (sdkAppId === null || sdkAppId === "") return yield* refuse(60012)
    if (!/^\d+$/.test(sdkAppId)) return yield* refuse(60006)
    const app = apps.get(Number(sdkAppId))
    if (app === undefined) return yield* refuse(70020)
    const identifier = query.get("identifier")
    if (identifier === null || identifier === "" || query.get("contenttype") !== "json") return yield* refuse(60025)
    const userSig = query.get("usersig")
    if (userSig === null || userSig === "") return yield* refuse(70002)
    const { time } = yield* Effect.mapError(
      verify({ userSig, identifier, sdkAppId: app.sdkAppId, secretKey: app.secretKey }),
      ({ code, detail }) => refuse(code, detail)
    )
    const notBefore = app.accounts.get(identifier)?.sigsNotBefore ?? 0
    if (time < notBefore) return yield* refuse(70052)
    if (!app.administrators.has(identifier)) return yield* refuse(60010)
    return { app, identifier }
  })

  const answer = Effect.fnUntraced(function*(path: string, query: string, text: string) {
    const nowMillis = yield* Clock.currentTimeMillis
    const route = byPath.get(path)
    if (route === undefined) {
      return yield* refuse(60009, `the emulator does not know ${path.slice(0, 100)}`)
    }
    const parameters = new URLSearchParams(query)
    const { app, identifier } = yield* authorize(parameters)
    if (text.length > maxBodyCharacters) return yield* refuse(60002, "the body is larger than the emulator takes")
    const body = parse(text)
    if (body === undefined) return yield* refuse(60003)
    for (const events of deliverPushes(app, nowMillis)) {
      yield* app.webhooks.tell({ command: allMemberPushEvents, body: events }, nowMillis)
    }
    const { inQuery, request } = route.endpoint
    for (const field of inQuery) Object.assign(body, { [field]: numberOrText(parameters.get(field)) })
    const [issue] = check(request, body)
    if (issue !== undefined) return yield* misfit(route, body, issue)
    const { maxBodyBytes = Infinity } = route.endpoint
    if (isLonger(text, maxBodyBytes)) {
      return yield* refuse(route.tooLarge(body), `the body is longer than ${maxBodyBytes} bytes`)
    }
    const notices: Array<Notice> = []
    const call = makeCall({ app, identifier, nowMillis, random }, route, notices)
    const answered = Effect.suspend(() => {
      const answered = route.handler(body as never, call)
      return Effect.isEffect(answered) ? answered : Effect.succeed(answered)
    })
    const fields = yield* Effect.onExit(answered, () =>
      Effect.forEach(notices, (notice) => app.webhooks.tell(notice, nowMillis), { discard: true }))
    return json({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", ...fields }, route.endpoint.integers64)
  }, Effect.catchTag("Refusal", (refusal) => Effect.succeed(refused(refusal))))

  const transport: Transport = {
    send: ({ body, path, query }) => answer(path, query, body)
  }

  const respond = (url: URL, method: string, text: string): Effect.Effect<Response> =>
    method === "POST"
      ? Effect.map(answer(url.pathname.slice(1), url.search.slice(1), text), ({ body, status }) =>
        new Response(body, { status, headers: { "content-type": "application/json" } }))
      : Effect.sync(() => new Response("The API takes POST only", { status: 405, headers: { allow: "POST" } }))

  const handle = (request: Request): Effect.Effect<Response> =>
    Effect.flatMap(Effect.promise(() => request.text()), (text) =>
      respond(new URL(request.url), request.method, text))

  const fetch: Fetch = (url, { body, method, signal }) =>
    Effect.runPromise(respond(new URL(url), method, body), { signal })

  const createApp = (app: NewApp = {}): EmulatorService["options"] => {
    const sdkAppId = app.sdkAppId ?? nextSdkAppId++
    const secretKey = app.secretKey ??
      Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join("")
    const administrators = app.administrators ?? ["administrator"]
    apps.set(
      sdkAppId,
      new App({
        sdkAppId,
        secretKey: Redacted.make(secretKey),
        administrators,
        profileTags: app.profileTags ?? Object.values(liveTags).map(({ tag }) => tag),
        friendTags: app.friendTags,
        edition: app.edition ?? "premium",
        groupFields: app.groupFields,
        memberFields: app.memberFields,
        webhooks: app.webhooks
      })
    )
    return { sdkAppId, secretKey, identifier: administrators[0], baseUrl: inProcessUrl, fetch }
  }

  const first = createApp(options)

  return {
    options: first,
    transport,
    handle,
    fetch: (request) => Effect.runPromise(handle(request), { signal: request.signal }),
    createApp,
    app: (sdkAppId = first.sdkAppId) => {
      const app = apps.get(sdkAppId)
      if (app === undefined) throw new RangeError(`the emulator has no app ${sdkAppId}`)
      return app
    },
    coverage
  }
}

/**
 * The emulator as a service, and a layer that puts it in the place of the real one.
 *
 * @example
 * ```ts
 * import { Messages, msg } from "timkit"
 * import { Emulator } from "timkit/emulator"
 * import * as Effect from "effect/Effect"
 *
 * const program = Effect.gen(function*() {
 *   const messages = yield* Messages
 *   return yield* messages.send(msg().text("hi").to("administrator"))
 * }).pipe(Effect.provide(Emulator.layer()))
 * ```
 */
export class Emulator extends Context.Service<Emulator, EmulatorService>()("timkit/Emulator") {
  /** All services, as `Tim.layer` gives them, on a new emulator. Its time is that of the effect that calls it. */
  static readonly layer = (
    options?: EmulatorOptions & Pick<TimOptions, "limits" | "userSigExpire">
  ): Layer.Layer<Emulator | Services | TimClient, TimError> =>
    Layer.unwrap(Effect.sync(() => {
      const made = emulator(options)
      const { fetch: _fetch, ...connection } = made.options
      return Tim.layer({ ...connection, limits: options?.limits, userSigExpire: options?.userSigExpire }).pipe(
        Layer.provide(Layer.succeed(CurrentTransport)(made.transport)),
        Layer.merge(Layer.succeed(Emulator)(made))
      )
    }))
}

/** What a handler knows. What it tells is noted, to be sent once the call is answered. */
const makeCall = (
  { app, identifier, nowMillis, random }: Pick<Call, "app" | "identifier" | "nowMillis" | "random">,
  { endpoint, webhooks }: Route,
  notices: Array<Notice>
): Call => {
  const isWanted = (command: Notice["command"]): boolean => {
    if (!webhooks.includes(command)) throw new Error(`${endpoint.path} does not say that it sends ${command.name}`)
    return app.webhooks.isWanted(command.name)
  }
  return {
    app,
    identifier,
    nowMillis,
    now: Math.floor(nowMillis / 1000),
    random,
    ask: (command, body) =>
      isWanted(command) ? app.webhooks.ask(command, body() as never, nowMillis) : Effect.succeed(unasked),
    tell: (command, body) => {
      if (isWanted(command)) notices.push({ command, body: body() })
    }
  }
}

/** The value of a field that travels in the query. Texts of digits are numbers. */
const numberOrText = (value: string | null): number | string | undefined =>
  value === null ? undefined : /^\d+$/.test(value) ? Number(value) : value

/** The object behind a body; nothing where the body is no JSON object. */
const parse = (text: string): object | undefined => {
  try {
    const value = parseJson(text)
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
