/**
 * Sends through everything that goes wrong on the way, and then counts what has arrived: each message once, none lost,
 * none twice.
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import {
  type CallLimits,
  CurrentTransport,
  ErrorCode,
  GroupMessages,
  Groups,
  Messages,
  msg,
  type Reason,
  type Services,
  textOf,
  Tim,
  type TimClient,
  TimError,
  type Transport,
  TransportFailure
} from "../../mod.ts"
import { createGroup } from "../../src/api/groups/endpoints/lifecycle.ts"
import { accountImport } from "../../src/api/accounts/endpoints.ts"
import { sendmsg } from "../../src/api/messages/endpoints.ts"
import type { FaultKind } from "../../src/emulator/Faults.ts"
import { emulator, type EmulatorService } from "../../src/emulator/mod.ts"
import { makeRandom } from "../../src/emulator/random.ts"
import { CurrentSigner, sign } from "../../src/usersig/UserSig.ts"
import type { Campaign, Extent, Report } from "../support/campaign.ts"
import { VirtualTime } from "../support/virtualTime.ts"
import { startSeconds } from "../support/suite.ts"

/** How many calls are under way at a time. */
const together = 100

/** Enough for any run of bad luck, and over before the service forgets what it has seen. */
const limits: CallLimits = {
  maxAttempts: 25,
  attemptTimeout: 5_000,
  deadline: sendmsg.deduplicatedFor * 1_000 - 10_000,
  backoff: 200,
  maxBackoff: 5_000
}

/** What goes wrong, of a hundred attempts that reach the service. The others are answered. */
const faultsInHundred: ReadonlyArray<readonly [inHundred: number, fault: FaultKind]> = [
  [3, { kind: "drop", when: "before" }],
  [4, { kind: "drop", when: "after" }],
  [1, { kind: "silence", when: "before" }],
  [2, { kind: "silence", when: "after" }],
  [3, { kind: "http-status", status: 502 }],
  [1, { kind: "http-status", status: 429 }],
  [3, { kind: "truncate" }],
  [0.2, { kind: "error-code", code: ErrorCode.RestApiRateLimited }],
  [2, { kind: "error-code", code: 90994 }],
  [1, { kind: "error-code", code: 10002 }],
  [2, { kind: "delay", milliseconds: 3_000 }],
  // Processed after the client has given up on it, and maybe sent it again.
  [2, { kind: "delay", milliseconds: 6_000 }]
]

/** Of a hundred attempts, those that find no connection. */
const refusedInHundred = 2

/** Of a hundred questions to the app's webhook, those that are never answered, and those that are answered with 500. */
const webhooksInHundred = { silent: 1, broken: 2 }

/** How long UserSigs are valid, in seconds: by what the client believes, and in fact. So some run out in use. */
const validity = { believed: 60, actual: 20 }

type Kind = "one-to-one" | "group" | "not repeatable"

/** Of eleven sends, six go to accounts, four to groups, and one makes a group: that must not be repeated. */
const kindOf = (index: number): Kind => {
  const turn = index % 11
  return turn < 6 ? "one-to-one" : turn < 10 ? "group" : "not repeatable"
}

/** What is sent, and what it is found by. */
const textOfSend = (index: number): string => `send ${index}`

const userOf = (index: number): string => `user${index % 40}`
const groupOf = (index: number): string => `@TGS#_room${index % 60}`

/** What was seen on the way. */
interface Seen {
  attempts: number
  refusedConnections: number
  expiredSignatures: number
  refusedForFrequency: number
  silentWebhooks: number
  readonly arrivals: Map<string, number>
}

/** The client's transport: some connections are refused, and a service that has received a call goes on with it. */
const makeTransport = (service: EmulatorService, random: () => number, seen: Seen): Transport => ({
  send: (request) =>
    Effect.suspend(() => {
      seen.attempts++
      if (random() * 100 < refusedInHundred) {
        seen.refusedConnections++
        return Effect.fail(new TransportFailure({ detail: "the connection failed (ECONNREFUSED)", applied: "no" }))
      }
      const work = Effect.forkDetach(service.transport.send(request), { startImmediately: true })
      return Effect.flatMap(work, (fiber) =>
        Effect.callback((resume) => {
          fiber.addObserver(resume)
        }))
    })
})

/** Makes UserSigs that run out before the client thinks so. Time stands still for the cryptography of both sides. */
const makeSigner = ({ world }: EmulatorService, time: VirtualTime) => ({
  sign: (options: Parameters<typeof sign>[0]) =>
    time.standing(Effect.gen(function*() {
      const userSig = yield* sign({ ...options, expire: validity.actual })
      yield* world.signatures.verify({ ...options, userSig }, yield* Clock.Clock)
      return userSig
    }))
})

/** The app's webhook. Its answers need no real time to be read. */
const answerWebhooks = (random: () => number) => (): Effect.Effect<Response> => {
  const luck = random() * 100
  if (luck < webhooksInHundred.silent) return Effect.never
  const status = luck < webhooksInHundred.silent + webhooksInHundred.broken ? 500 : 200
  const body = `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}`
  return Effect.succeed({ status, text: () => Promise.resolve(body) } as Response)
}

/** Notes what the emulator does. */
const watch = (service: EmulatorService, seen: Seen): void => {
  service.world.feed.listen((happening) => {
    if (happening.type === "message") {
      const text = textOf(happening.message.message.body)
      seen.arrivals.set(text, (seen.arrivals.get(text) ?? 0) + 1)
    } else if (happening.type === "call" && happening.call.fault === undefined) {
      if (happening.call.code === 70001) seen.expiredSignatures++
      if (happening.call.code === ErrorCode.RestApiRateLimited) seen.refusedForFrequency++
    } else if (happening.type === "webhook" && happening.delivery.failure === "time-out") {
      seen.silentWebhooks++
    }
  })
}

/** Makes who is there before anything goes wrong. */
const populate = Effect.fnUntraced(function*({ app, calls }: EmulatorService) {
  const call = (path: string, body: object) =>
    Effect.flatMap(
      calls.callAs({ app: app(), identifier: "administrator" }, path, body),
      (answer) => answer.code === 0 ? Effect.void : Effect.die(`${path}: ${answer.body}`)
    )
  for (let index = 0; index < 40; index++) yield* call(accountImport.path, { UserID: userOf(index) })
  for (let index = 0; index < 60; index++) {
    yield* call(createGroup.path, { Type: "Community", Name: "room", GroupId: groupOf(index) })
  }
})

/** How a send ended for its caller. */
interface Ended {
  readonly kind: Kind
  readonly milliseconds: number
  /** Nothing where it succeeded. */
  readonly failure: Reason | undefined
}

const sendOne = Effect.fnUntraced(function*(index: number) {
  const message = msg().text(textOfSend(index))
  switch (kindOf(index)) {
    case "one-to-one":
      return yield* (yield* Messages).send(message.from(userOf(index)).to(userOf(index + 1)))
    case "group":
      return yield* (yield* GroupMessages).send(message.toGroup(groupOf(index)))
    case "not repeatable":
      return yield* (yield* Groups).create({ Type: "Public", Name: textOfSend(index) })
  }
})

const timed = Effect.fnUntraced(function*(index: number): Effect.fn.Return<Ended, never, Services> {
  const started = yield* Clock.currentTimeMillis
  const exit = yield* Effect.exit(sendOne(index))
  const milliseconds = (yield* Clock.currentTimeMillis) - started
  const kind = kindOf(index)
  if (Exit.isSuccess(exit)) return { kind, milliseconds, failure: undefined }
  const error = Cause.squash(exit.cause)
  return error instanceof TimError ? { kind, milliseconds, failure: error.reason } : yield* Effect.die(error)
})

/** What became of sends, going by what has arrived and by what their callers were told. */
const judge = (
  ended: ReadonlyArray<Ended>,
  arrivals: ReadonlyMap<string, number>,
  isMeant: (kind: Kind) => boolean
) => {
  const counts = { sends: 0, failed: 0, once: 0, duplicated: 0, lost: 0, unknown: 0, denied: 0, wrongly: 0 }
  for (const [index, { failure, kind }] of ended.entries()) {
    if (!isMeant(kind)) continue
    const arrived = arrivals.get(textOfSend(index)) ?? 0
    counts.sends++
    if (failure !== undefined) counts.failed++
    if (arrived === 1) counts.once++
    if (arrived > 1) counts.duplicated++
    // Nobody got it, and its caller believes that somebody did.
    if (arrived === 0 && failure === undefined) counts.lost++
    if (failure === undefined) continue
    const applied = "applied" in failure ? failure.applied : undefined
    if (applied === "unknown") counts.unknown++
    // Somebody got it, and its caller was told that nobody did.
    if (arrived > 0 && applied === "no") counts.denied++
    if (applied === undefined || applied === "yes") counts.wrongly++
  }
  return counts
}

const broken = (what: ReadonlyArray<readonly [wrong: boolean, violation: string]>): ReadonlyArray<string> =>
  what.flatMap(([wrong, violation]) => wrong ? [violation] : [])

const run = async ({ seed, size }: Extent): Promise<Report> => {
  const time = new VirtualTime(startSeconds * 1_000)
  const service = emulator({ seed })
  const app = service.app()
  const random = makeRandom(seed)
  const seen: Seen = {
    attempts: 0,
    refusedConnections: 0,
    expiredSignatures: 0,
    refusedForFrequency: 0,
    silentWebhooks: 0,
    arrivals: new Map()
  }
  app.webhooks.settings = {
    commands: ["C2C.CallbackBeforeSendMsg", "Group.CallbackBeforeSendMsg"],
    target: answerWebhooks(random)
  }
  app.limits.enabled = true
  const { fetch: _fetch, ...connection } = service.options
  const layer: Layer.Layer<Services | TimClient, TimError> = Tim.layer({
    ...connection,
    limits,
    userSigExpire: validity.believed
  }).pipe(Layer.provide([
    Layer.succeed(CurrentTransport)(makeTransport(service, random, seen)),
    Layer.succeed(CurrentSigner)(makeSigner(service, time))
  ]))

  const started = performance.now()
  const ended = await time.run(
    Effect.gen(function*() {
      yield* populate(service)
      watch(service, seen)
      const now = yield* Clock.currentTimeMillis
      for (const [inHundred, fault] of faultsInHundred) app.faults.add({ fault, probability: inHundred / 100 }, now)
      // Ten of eleven may be repeated: those are what the size counts.
      const indexes = Array.from({ length: Math.floor(size / 10) * 11 + size % 10 }, (_, index) => index)
      const ended = yield* Effect.forEach(indexes, timed, { concurrency: together })
      // What the client has given up on may still arrive.
      yield* Effect.sleep(60_000)
      return ended
    }).pipe(Effect.provide(layer), Random.withSeed(seed))
  )

  for (const { name } of app.groups.values()) seen.arrivals.set(name, (seen.arrivals.get(name) ?? 0) + 1)
  const repeatable = judge(ended, seen.arrivals, (kind) => kind !== "not repeatable")
  const others = judge(ended, seen.arrivals, (kind) => kind === "not repeatable")
  const longest = Math.max(...ended.map(({ milliseconds }) => milliseconds))
  const fired = app.faults.list().reduce((sum, fault) => sum + fault.fired, 0)
  const disturbed = fired + seen.refusedConnections + seen.expiredSignatures
  return {
    figures: {
      "repeatable sends": repeatable.sends,
      "- arrived exactly once": repeatable.once,
      "- lost": repeatable.sends - repeatable.once - repeatable.duplicated,
      "- duplicated": repeatable.duplicated,
      "sends that must not be repeated": others.sends,
      "- reported as done, and done once": others.sends - others.failed - others.lost,
      "- reported as not known": others.unknown,
      "- reported as not done, and not done": others.failed - others.unknown - others.denied,
      "- done twice": others.duplicated,
      "attempts": seen.attempts,
      "- a send": (seen.attempts / ended.length).toFixed(3),
      "- disturbed": `${disturbed} (${(disturbed / seen.attempts * 100).toFixed(1)} %)`,
      "- on an expired signature": seen.expiredSignatures,
      "- above the rate": seen.refusedForFrequency,
      "webhooks that timed out": seen.silentWebhooks,
      "longest call, ms": Math.round(longest),
      "its deadline, ms": limits.deadline,
      "virtual minutes": Math.round((time.now - startSeconds * 1_000) / 60_000),
      "real seconds": Number(((performance.now() - started) / 1_000).toFixed(1))
    },
    violations: broken([
      [
        repeatable.once !== repeatable.sends,
        `${repeatable.sends - repeatable.once} repeatable sends did not arrive once`
      ],
      [repeatable.failed > 0, `${repeatable.failed} repeatable sends failed`],
      [others.duplicated > 0, `${others.duplicated} sends that must not be repeated were`],
      [others.lost > 0, `${others.lost} sends were reported as done and are not`],
      [
        others.denied + repeatable.denied > 0,
        `${others.denied + repeatable.denied} sends were reported as not done and are`
      ],
      [others.wrongly > 0, `${others.wrongly} failures do not say what became of the request`],
      [longest > limits.deadline, `a call took ${longest} ms, its deadline is ${limits.deadline} ms`]
    ])
  }
}

export const faults: Campaign = {
  title: "sends through faults of all kinds, and what arrives",
  unit: "repeatable sends",
  size: 100_000,
  run
}
