/** The way of a call through the emulator: whose it is, what goes wrong on purpose, whether it fits, and the answer. */
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { check } from "../endpoint/check.ts"
import { parseJson, stringifyJson } from "../endpoint/json.ts"
import type { Envelope } from "../endpoint/Endpoint.ts"
import type { Issue } from "../errors/TimError.ts"
import type { UserSigContent } from "../usersig/UserSig.ts"
import { type AtOnce, asEffect, unwrapped } from "./atOnce.ts"
import { requestOverLimit } from "../webhook/commands/people.ts"
import { allMemberPushEvents } from "../webhook/commands/push.ts"
import type { Fired } from "./Faults.ts"
import { deliverPushes } from "./handlers/pushWebhooks.ts"
import { isKeepable } from "./keepable.ts"
import { refuse, Refusal } from "./Refusal.ts"
import { type LoggedCall, maxLoggedCharacters } from "./RequestLog.ts"
import { routes } from "./routes.ts"
import { type AnswerBody, type Call, isLonger, type Route } from "./Route.ts"
import type { App } from "./state/App.ts"
import { type Notice, unasked } from "./state/Webhooks.ts"
import { makeCredentials, type Parameters, readQuery } from "./urlQuery.ts"
import type { World } from "./World.ts"

/** What goes back to the caller. */
export interface Answered {
  readonly status: number
  readonly body: string
  readonly code: number
  /** The body for the log: as an object where it is one. */
  readonly logged: unknown
  /** The fault rule that fired. */
  readonly fault: number | undefined
}

/** The connection breaks, on purpose. */
export class Dropped extends Data.TaggedError("Dropped")<{ readonly fault: number }> {}

/** Who calls. */
export interface Caller {
  readonly app: App
  readonly identifier: string
}

/**
 * Answers calls. Time is that of the effect that asks, or that of the clock.
 *
 * A call that need not wait for anything is answered by plain functions, without effects and fibers: each step is what
 * comes of it, or an effect where it waits. Right after a request has come in, most of the time goes into code and data
 * that are not in the processor's caches, so what counts is how little is done.
 */
export interface CallPath {
  /** A call as a client makes it. */
  readonly call: (path: string, query: string, text: string) => Effect.Effect<Answered, Dropped>
  /** The same, begun at once, and done at once where nothing waits. An effect is for running once. */
  readonly answer: (clock: Clock.Clock, path: string, query: string, text: string) => AtOnce<Answered, Dropped>
  /** A call without a signature. Its faults and rates are those of any call. */
  readonly callAs: (caller: Caller, path: string, body: object) => Effect.Effect<Answered, Dropped>
}

const byPath = new Map<string, Route>(routes.map((route) => [route.endpoint.path, route]))

/** The longest body that is taken. Above it, nobody needs the rest to know that it is too long. */
export const maxBodyCharacters = 4 * 1024 * 1024

/** At most three parts that may be names: of letters, digits and lines, not too long, and whole. */
const names = /^(?:(?:^|\/)\w{1,40}(?![\w*-])){1,3}/

/**
 * As much of a path as may be shown. A client that builds its URL wrongly has the query in it, and the signature with it.
 */
const shownPath = (path: string): string => {
  const known = byPath.get(path)
  // Not the path that came: as a piece of its URL, it would keep all of it in memory.
  if (known !== undefined) return known.endpoint.path
  const shown = names.exec(path)?.[0] ?? ""
  return shown.length === path.length ? shown : `${shown}…`
}

/** Why a body that has an issue is refused: for a wrong type anywhere, or else for the limit that it breaks. */
const misfit = (route: Route, body: object, issue: Issue): Refusal => {
  const [malformed] = check(route.endpoint.request, body, { limits: false })
  return malformed === undefined
    ? refuse(route.beyond(issue.path, body), tell(issue))
    : refuse(route.invalid(malformed.path), tell(malformed))
}

const tell = ({ message, path }: Issue): string => path === "" ? message : `${path}: ${message}`

/** Makes the way of calls through a world. */
export const makeCallPath = (world: World): CallPath => {
  const admit = (app: App, identifier: string): Caller | Refusal =>
    app.administrators.has(identifier) ? { app, identifier } : refuse(60010)

  const credentialsOf = makeCredentials()

  /** Whose call it is, once everything about its query is in order. */
  const authorize = (query: string, progress: Progress, clock: Clock.Clock): AtOnce<Caller | Refusal, Refusal> => {
    const { contentType, identifier, sdkAppId, userSig } = credentialsOf(query)
    if (sdkAppId === undefined) return refuse(60012)
    if (Number.isNaN(sdkAppId)) return refuse(60006)
    const app = world.apps.get(sdkAppId)
    if (app === undefined) return refuse(70020)
    if (identifier === null || identifier === "" || contentType !== "json") return refuse(60025)
    if (!world.auth) return admit(app, identifier)
    if (userSig === null || userSig === "") return refuse(70002)
    const signature = { userSig, identifier, sdkAppId, secretKey: app.secretKey }
    const good = world.signatures.good(signature, progress.begun)
    if (good !== undefined) return admitSigned(app, good, clock)
    return Effect.mapBoth(world.signatures.verify(signature, clock), {
      onSuccess: (content) => admitSigned(app, content, clock),
      onFailure: ({ code, detail }) => refuse(code, detail)
    })
  }

  // A piece of the query would keep all of it in memory for as long as the log keeps the call.
  const admitSigned = (app: App, { identifier, time }: UserSigContent, clock: Clock.Clock): Caller | Refusal => {
    const notBefore = app.accounts.get(identifier)?.sigsNotBefore ?? 0
    // Signatures may be made in the program's time, which the emulator's has left behind, or in the emulator's own.
    const ahead = notBefore === 0 ? 0 : Math.max(0, world.clock.offset(clock) / 1000)
    return time + ahead < notBefore ? refuse(70052) : admit(app, identifier)
  }

  /** The answer to a body, where the rate allows it. */
  const handle = (
    route: Route,
    { app, identifier }: Caller,
    body: object,
    text: string,
    nowMillis: number
  ): AtOnce<Answered, Refusal> => {
    const { endpoint } = route
    const { integers64, maxBodyBytes = Infinity } = endpoint
    const [issue] = check(endpoint.request, body)
    if (issue !== undefined) return refused(misfit(route, body, issue))
    if (isLonger(text, maxBodyBytes)) {
      return refused(refuse(route.tooLarge(body), `the body is longer than ${maxBodyBytes} bytes`))
    }
    const notices: Array<Notice> = []
    const call = makeCall({ app, identifier, nowMillis, random: world.random.next }, route, notices)
    const done = handled(route, body, call)
    if (!Effect.isEffect(done) && notices.length === 0) return succeeded(done, integers64)
    const begun = asEffect(done)
    const told = Exit.isExit(begun) && notices.length === 0
      ? begun
      : Effect.onExit(begun, () => tellAll(app, notices, nowMillis))
    return Effect.mapEager(told, (fields) => succeeded(fields, integers64))
  }

  const tellAll = ({ webhooks }: App, notices: Iterable<Notice>, nowMillis: number): Effect.Effect<void> =>
    Effect.forEach(notices, (notice) => webhooks.tell(notice, nowMillis), { discard: true })

  /** Does what a call asks for. */
  const perform = (
    route: Route,
    caller: Caller,
    body: object,
    text: string,
    nowMillis: number
  ): AtOnce<Answered, Refusal> => {
    const { app } = caller
    const { path, ratePerSecond } = route.endpoint
    if (!app.limits.admit(path, ratePerSecond, nowMillis)) {
      const over = app.webhooks.tell(overLimit(app, route.endpoint), nowMillis)
      return Effect.mapEager(over, () => refused(refuse(60007)))
    }
    const pushes = deliverPushes(app, nowMillis)
    if (pushes.length === 0) return handle(route, caller, body, text, nowMillis)
    const notices = pushes.map((body) => ({ command: allMemberPushEvents, body }))
    return Effect.flatMap(
      tellAll(app, notices, nowMillis),
      () => asEffect(handle(route, caller, body, text, nowMillis))
    )
  }

  /** Everything after it is known who calls. */
  const proceed = (
    path: string,
    text: string,
    readParameters: () => Parameters,
    caller: Caller,
    progress: Progress,
    now: number,
    clock: Clock.Clock
  ): AtOnce<Answered, Refusal | Dropped> => {
    progress.caller = caller
    progress.request = shorten(text)
    const route = byPath.get(path)
    if (route === undefined) return unknownPath(path)
    if (text.length > maxBodyCharacters) return refused(refuse(60002, "the body is larger than the emulator takes"))
    const body = parse(text)
    if (body === undefined) return refused(refuse(60003))
    if (text.length <= maxLoggedCharacters) progress.request = body
    if (route.endpoint.inQuery.length > 0) {
      const query = readParameters()
      for (const field of route.endpoint.inQuery) Object.assign(body, { [field]: numberOrText(query(field)) })
    }
    const { faults } = caller.app
    const fired = faults.isEmpty ? undefined : faults.next(path, body, now)
    if (fired === undefined) return perform(route, caller, body, text, now)
    const work = Effect.suspend(() =>
      asEffect(orRefused(perform(route, caller, body, text, clock.currentTimeMillisUnsafe())))
    )
    return spoil(fired, work, progress)
  }

  /** Notes a call that is over, as far as it came. */
  const writeDown = (progress: Progress, outer: Clock.Clock, answer: Answered | undefined): void => {
    const { caller, path } = progress
    const call: LoggedCall = {
      id: world.log.nextId,
      time: progress.time,
      duration: outer.currentTimeMillisUnsafe() - progress.begun,
      sdkAppId: caller?.app.sdkAppId,
      path: shownPath(path),
      identifier: caller?.identifier,
      request: progress.request,
      answer: answer?.logged,
      status: answer?.status ?? 0,
      code: answer?.code ?? 0,
      fault: progress.fault
    }
    world.log.push(call)
    if (world.feed.size > 0) world.feed.publish({ type: "call", call })
  }

  /** Makes a call in the emulator's time, and writes it down. */
  const run = (
    path: string,
    outer: Clock.Clock,
    steps: (progress: Progress, clock: Clock.Clock) => AtOnce<Answered, Refusal | Dropped>
  ): AtOnce<Answered, Dropped> => {
    const clock = world.clock.over(outer)
    const begun = outer.currentTimeMillisUnsafe()
    const time = clock === outer ? begun : clock.currentTimeMillisUnsafe()
    const progress: Progress = { path, time, begun, caller: undefined, request: undefined, fault: undefined }
    const whole = orRefused(steps(progress, clock))
    if (!Effect.isEffect(whole)) {
      writeDown(progress, outer, whole)
      return whole
    }
    if (Exit.isExit(whole)) {
      writeDown(progress, outer, undefined)
      return whole
    }
    const waiting = Effect.onExit(
      whole,
      (exit) => Effect.sync(() => writeDown(progress, outer, Exit.isSuccess(exit) ? exit.value : undefined))
    )
    return clock === outer ? waiting : Effect.provideService(waiting, Clock.Clock, clock)
  }

  const answer: CallPath["answer"] = (outer, path, query, text) =>
    run(path, outer, (progress, clock) => {
      // An unknown path is refused before anybody asks whose call it is.
      if (!byPath.has(path)) return unknownPath(path)
      const parameters = () => readQuery(query)
      const goOn = (caller: Caller | Refusal, now: number) =>
        caller instanceof Refusal ? refused(caller) : proceed(path, text, parameters, caller, progress, now, clock)
      const caller = authorize(query, progress, outer)
      return Effect.isEffect(caller) && !(caller instanceof Refusal)
        ? Effect.flatMap(caller, (caller) => asEffect(goOn(caller, clock.currentTimeMillisUnsafe())))
        : goOn(caller, progress.time)
    })

  return {
    answer,
    call: (path, query, text) => Clock.clockWith((clock) => asEffect(answer(clock, path, query, text))),
    callAs: (caller, path, body) =>
      Clock.clockWith((outer) =>
        asEffect(run(path, outer, (progress, clock) => {
          const fields = body as { readonly [field: string]: unknown }
          const query: Parameters = (field) => fields[field] === undefined ? null : String(fields[field])
          return proceed(path, JSON.stringify(body), () => query, caller, progress, progress.time, clock)
        }))
      )
  }
}

/** What is known of a call so far, for the log. */
interface Progress {
  readonly path: string
  /** When it came, in the emulator's time. */
  readonly time: number
  /** The same in the program's. */
  readonly begun: number
  caller: Caller | undefined
  request: unknown
  fault: number | undefined
}

const shorten = (text: string): string =>
  text.length <= maxLoggedCharacters ? text : `${text.slice(0, maxLoggedCharacters)}… (${text.length} characters)`

const answered = (
  fields: { readonly ErrorCode?: number | undefined },
  integers64: ReadonlyArray<string>
): Answered => {
  const body = stringifyJson(fields, integers64) ?? "{}"
  return {
    status: 200,
    body,
    code: fields.ErrorCode ?? 0,
    logged: body.length <= maxLoggedCharacters ? fields : shorten(body),
    fault: undefined
  }
}

const succeeded = (fields: AnswerBody<unknown>, integers64: ReadonlyArray<string>): Answered =>
  answered({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", ...fields } as Envelope, integers64)

const refused = ({ code, info }: Refusal): Answered =>
  answered({ ActionStatus: "FAIL", ErrorCode: code, ErrorInfo: info } as Envelope, [])

const unknownPath = (path: string): Answered => refused(refuse(60009, `the emulator does not know ${shownPath(path)}`))

/** The answer of some work, be it a refusal. */
const orRefused = <E>(work: AtOnce<Answered, E | Refusal>): AtOnce<Answered, Exclude<E, Refusal>> =>
  Effect.isEffect(work)
    ? unwrapped(Effect.catchEager(work, (failure) =>
      failure instanceof Refusal
        ? Effect.succeed(refused(failure))
        : Effect.fail(failure as Exclude<E, Refusal>)))
    : work

/** What a handler answers, at once where it can. One that throws dies. */
const handled = ({ handler }: Route, body: object, call: Call): AtOnce<AnswerBody<unknown>, Refusal> => {
  try {
    const done = handler(body as never, call)
    return Effect.isEffect(done) ? unwrapped(done) : done
  } catch (error) {
    return Effect.die(error)
  }
}

/** What is left of a call when a fault fires. */
const spoil = (
  { fault, id }: Fired,
  work: Effect.Effect<Answered, Dropped>,
  progress: Progress
): Effect.Effect<Answered, Dropped> => {
  progress.fault = id
  const instead = (status: number, body: string, code = 0): Effect.Effect<Answered> =>
    Effect.succeed({ status, body, code, logged: shorten(body), fault: id })
  const marked = (answer: Answered): Answered => ({ ...answer, fault: id })
  const first = (when: "before" | "after"): Effect.Effect<unknown, Dropped> => when === "before" ? Effect.void : work
  switch (fault.kind) {
    case "error-code":
      return Effect.succeed(marked(refused(refuse(fault.code, fault.info))))
    case "http-status":
      return instead(fault.status, `<html><body><h1>${fault.status}</h1></body></html>`)
    case "drop":
      return Effect.andThen(first(fault.when), Effect.fail(new Dropped({ fault: id })))
    case "silence":
      return Effect.andThen(first(fault.when), Effect.never)
    case "truncate":
      return Effect.flatMap(work, ({ body, code }) => instead(200, body.slice(0, Math.ceil(body.length / 2)), code))
    case "delay":
      return Effect.map(Effect.delay(work, fault.milliseconds), marked)
  }
}

/** Tells of a call that is above its rate. */
const overLimit = ({ limits }: App, { path, ratePerSecond }: Route["endpoint"]): Notice => {
  const [, ServiceName = "", Command = ""] = path.split("/")
  return {
    command: requestOverLimit,
    body: { ServiceName, Command, Request: limits.callsOf(path), Limit: limits.rateOf(path, ratePerSecond) }
  }
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

/** The object behind a body; nothing where the body is no JSON object, or none that can be kept. */
const parse = (text: string): object | undefined => {
  try {
    const value = parseJson(text)
    return typeof value === "object" && value !== null && !Array.isArray(value) && isKeepable(value) ? value : undefined
  } catch {
    return undefined
  }
}
