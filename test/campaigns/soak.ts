/**
 * A client at full rate for half an hour of virtual time: nothing may pile up, be it memory, fibers, sleepers, timers
 * or listeners.
 *
 * The way of a call is the real one, from the promise through limiter, signer, spans, metrics, retries and `fetch`
 * transport to the emulator and its webhooks. What is not: UserSigs are verified once each instead of with every call,
 * since cryptography does not wait for virtual time; and the emulator's messages and log, which it is meant to keep,
 * are thrown away each virtual minute, before the heap is measured.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Random from "effect/Random"
import { Accounts, Messages, msg, TimError } from "../../mod.ts"
import { connectAs, type ConnectionOf } from "../../src/connection.ts"
import { emulator, type EmulatorService } from "../../src/emulator/mod.ts"
import { makeRandom } from "../../src/emulator/random.ts"
import { makeConfig } from "../../src/endpoint/Config.ts"
import { telemetryRecorder } from "../../src/endpoint/metrics.ts"
import { CurrentRecorder } from "../../src/endpoint/recorder.ts"
import type { Fetch } from "../../src/endpoint/Transport.ts"
import { CurrentSigner, inspect, sign, type Signer, verify } from "../../src/usersig/UserSig.ts"
import type { Campaign, Extent, Report } from "../support/campaign.ts"
import { Census } from "../support/census.ts"
import { VirtualTime } from "../support/virtualTime.ts"

/** What the service grants to `sendmsg`, in calls a second. */
const rate = 200

const path = "v4/openim/sendmsg"

/** Callers that each make one call after the other: so many that calls wait for their turn for about two seconds. */
const callers = 500

/** How long a UserSig is valid, in seconds. */
const userSigExpire = 60

/** How much the heap may grow over the last two thirds, in MB. */
const growthBound = 1

const minute = 60_000

/** What goes wrong, and how often. Refusals for frequency would slow everything down, as they are meant to. */
const faults = [
  { probability: 0.01, fault: { kind: "http-status", status: 502 } },
  { probability: 0.005, fault: { kind: "drop", when: "before" } },
  { probability: 0.005, fault: { kind: "drop", when: "after" } },
  { probability: 0.004, fault: { kind: "silence", when: "before" } },
  { probability: 0.004, fault: { kind: "silence", when: "after" } },
  { probability: 0.002, fault: { kind: "truncate" } },
  { probability: 0.001, fault: { kind: "error-code", code: 90994 } },
  { probability: 0.002, fault: { kind: "error-code", code: 70001 } }
] as const

/** The share of calls that their callers abandon within three seconds. */
const abandonedShare = 0.02

/** The share of messages that the app is asked about before, and told of afterwards. */
const toldShare = 0.1

/** The share of webhooks that nobody ever answers. */
const unansweredShare = 0.001

/** A response whose text is there at once: reading a real one may take time of its own. */
class Prompt extends Response {
  readonly #text: string

  constructor(text: string, init?: ResponseInit) {
    super(null, init)
    this.#text = text
  }

  override text(): Promise<string> {
    return Promise.resolve(this.#text)
  }
}

/** What runtimes have that tell of their heap; workers have nothing. */
interface Memory {
  readonly gc?: (() => void) | undefined
  readonly Bun?: { readonly gc: (force: boolean) => void } | undefined
  readonly process?: { readonly memoryUsage?: (() => { readonly heapUsed: number }) | undefined } | undefined
}

/** The heap in MB once everything is collected; nothing where that cannot be known. */
const measureHeap = (): number | undefined => {
  const { Bun, gc, process } = globalThis as Memory
  const collect = Bun === undefined ? gc : () => Bun.gc(true)
  if (collect === undefined || process?.memoryUsage === undefined) return undefined
  collect()
  collect()
  return process.memoryUsage().heapUsed / 2 ** 20
}

/** The slope of a line through points, by least squares. */
const slopeOf = (points: ReadonlyArray<readonly [x: number, y: number]>): number => {
  const mean = (of: 0 | 1) => points.reduce((sum, point) => sum + point[of], 0) / points.length
  const [middleX, middleY] = [mean(0), mean(1)]
  const sum = (term: (x: number, y: number) => number) =>
    points.reduce((total, [x, y]) => total + term(x - middleX, y - middleY), 0)
  return sum((x, y) => x * y) / sum((x) => x * x)
}

/** The real signer, which makes time stand while it works. What it makes is verified, once. */
const makeSigner = (time: VirtualTime) => {
  const validUntil = new Map<string, number>()
  let made = 0
  const signer: Signer = {
    sign: (options) =>
      time.standing(Effect.gen(function*() {
        const userSig = yield* sign(options)
        yield* verify({ ...options, userSig })
        // Calls that are under way may still come with the one before.
        for (const [known, until] of validUntil) if (until * 1000 < time.now) validUntil.delete(known)
        validUntil.set(userSig, (yield* inspect(userSig)).validUntil)
        made++
        return userSig
      }))
  }
  return { signer, made: () => made, isValid: (userSig: string) => (validUntil.get(userSig) ?? 0) * 1000 > time.now }
}

/** What the emulator saw of the calls to `sendmsg`. */
const makeBook = ({ app, world }: EmulatorService) => {
  const seen = { attempts: 0, faults: 0, tooOften: 0 }
  const codes = new Map<number, number>()
  return {
    seen,
    codes,
    /** Counts what is in the log, and throws away everything that the emulator was meant to keep. */
    turnPage: () => {
      for (const call of world.log.newest()) {
        if (call.path !== path) continue
        seen.attempts++
        if (call.fault !== undefined) seen.faults++
        else if (call.code === 60007) seen.tooOften++
        else if (call.code !== 0) codes.set(call.code, (codes.get(call.code) ?? 0) + 1)
      }
      world.log.clear()
      world.reset(app().sdkAppId)
    }
  }
}

type Tim = ConnectionOf<{ readonly accounts: typeof Accounts; readonly messages: typeof Messages }>

/** How a call ended, in one word. */
const outcomeOf = (error: unknown): string => {
  if (!(error instanceof TimError)) return error instanceof DOMException ? error.name : "unknown"
  const { reason } = error
  if (reason._tag === "Refused") return String(reason.code)
  return reason._tag === "NotReached" ? reason.kind : reason._tag
}

const users = Array.from({ length: 50 }, (_, index) => `user${index}`)

const run = async ({ seed, size }: Extent): Promise<Report> => {
  const census = new Census()
  try {
    const time = new VirtualTime(1_700_000_000_000)
    return await time.drive(soakIn(time, census, size, seed))
  } finally {
    census.close()
  }
}

const soakIn = async (time: VirtualTime, census: Census, minutes: number, seed: number): Promise<Report> => {
  const realStart = performance.now()
  const violations = new Set<string>()
  const random = makeRandom(seed)
  const latencies = makeRandom(seed + 1)
  const receiving = makeRandom(seed + 2)
  const sigs = makeSigner(time)

  let webhooks = 0
  let unanswered = 0
  const service = emulator({
    seed,
    auth: false,
    webhooks: {
      target: () => {
        webhooks++
        if (receiving() >= unansweredShare) return Promise.resolve(new Prompt(`{"ActionStatus":"OK","ErrorCode":0}`))
        unanswered++
        return new Promise(() => undefined)
      },
      commands: ["C2C.CallbackBeforeSendMsg", "C2C.CallbackAfterSendMsg"],
      repeat: true
    }
  })
  const app = service.app()

  const next = makeRandom(seed + 3)
  const context = Context.empty().pipe(
    Context.merge(time.context),
    Context.merge(census.context),
    Context.add(CurrentSigner, sigs.signer),
    Context.add(CurrentRecorder, telemetryRecorder),
    Context.add(Metric.MetricRegistry, new Map()),
    Context.add(Random.Random, { nextIntUnsafe: () => Math.floor(next() * 2 ** 32), nextDoubleUnsafe: next })
  )
  const runPromise = Effect.runPromiseWith(context)

  const { fetch: _fetch, ...options } = service.options
  const { baseUrl = "" } = options
  const fetch: Fetch = (url, { body, signal }) => {
    const question = url.indexOf("?")
    const query = url.slice(question + 1)
    const [, userSig = ""] = /&usersig=([^&]*)/.exec(query) ?? []
    if (!sigs.isValid(decodeURIComponent(userSig))) violations.add("a call came with a UserSig that is not valid")
    // Answers take their time, requests do not: the emulator counts each in the second in which it left.
    const answered = service.calls.call(url.slice(baseUrl.length + 1, question), query, body).pipe(
      Effect.mapError(() => new TypeError("fetch failed")),
      Effect.flatMap(({ body, status }) => Effect.as(Effect.sleep(5 + latencies() * 60), new Prompt(body, { status })))
    )
    return runPromise(answered, { signal })
  }

  const config = makeConfig({ ...options, userSigExpire })
  const tim: Tim = await connectAs({ accounts: Accounts, messages: Messages }, config, { fetch }, context)
  await tim.accounts.importMany(users)
  service.world.keepAsSeed(app.sdkAppId)
  app.limits.enabled = true
  for (const rule of faults) app.faults.add(rule, time.now)

  const book = makeBook(service)
  const alive = () => ({
    fibers: census.fibers.now,
    spans: census.spans.now,
    sleepers: time.sleeping,
    timers: census.timers.now,
    "abort listeners": census.listeners.now
  })
  const before = alive()

  const start = time.now
  const end = start + minutes * minute
  const outcomes = new Map<string, number>()
  const shared = new AbortController()
  const bound = tim.with({ signal: shared.signal })
  let calls = 0
  let underWay = 0
  let abandoned = 0

  const send = async (): Promise<unknown> => {
    const [from, to] = [users[Math.floor(random() * users.length)], users[Math.floor(random() * users.length)]]
    const plain = msg().text(`message ${calls}`).from(from ?? "").to(to ?? "")
    const message = random() < toldShare ? plain : plain.forbidCallback("before").forbidCallback("after")
    if (random() >= abandonedShare) return bound.messages.send(message)
    const own = new AbortController()
    const cancel = time.after(random() * 3_000, () => {
      abandoned++
      own.abort()
    })
    try {
      return await tim.with({ signal: own.signal }).messages.send(message)
    } finally {
      cancel()
    }
  }

  const call = async (index: number): Promise<void> => {
    // One after the other at the full rate, so that the first second is like every other.
    await time.pause(index * 1_000 / rate)
    while (time.now < end) {
      calls++
      underWay++
      let outcome = "ok"
      try {
        await send()
      } catch (error) {
        outcome = outcomeOf(error)
      }
      underWay--
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }
  }

  const calling = Promise.all(Array.from({ length: callers }, (_, index) => call(index)))
  const heap: Array<readonly [minute: number, megabytes: number]> = []
  for (let passed = 1; passed <= minutes; passed++) {
    await time.pause(start + passed * minute - time.now)
    await time.quiet()
    book.turnPage()
    // A UserSig in the making, for one, would hold on to what is thrown away here for as long as it takes.
    await time.quiet()
    const megabytes = measureHeap()
    if (megabytes !== undefined) heap.push([passed, megabytes])
  }
  await time.pause(end - time.now)
  book.turnPage()
  const attemptsInTime = book.seen.attempts
  const underWayAtEnd = underWay
  const sharedAtEnd = census.on(shared.signal).now

  // Half of the way out is the signal that nearly all calls share, and the other half is closing the connection.
  shared.abort()
  const sharedAfterAbort = census.on(shared.signal).now
  await tim.close()
  await calling
  await runPromise(app.webhooks.settled)
  book.turnPage()
  const after = alive()

  const seconds = (end - start) / 1000
  const perSecond = attemptsInTime / seconds
  const ended = [...outcomes.values()].reduce((sum, count) => sum + count, 0)
  const counted = (id: string): number =>
    Metric.snapshotUnsafe(context).reduce(
      (sum, { attributes, id: known, state }) =>
        known === id && attributes?.["rpc.method"] === path && "count" in state ? sum + Number(state.count) : sum,
      0
    )
  const must = (holds: boolean, words: string) => {
    if (!holds) violations.add(words)
  }
  for (const [kind, count] of Object.entries(after)) {
    const earlier = before[kind as keyof typeof before]
    must(count === earlier, `${kind}: ${count} after, ${earlier} before`)
  }
  const most = census.on(shared.signal).most
  must(most <= callers, `${most} listeners at once on the shared signal, for ${callers} callers`)
  must(sharedAfterAbort === 0, `${sharedAfterAbort} listeners on a signal that has aborted`)
  must(ended === calls, `${calls} calls, ${ended} ended`)
  const { attempts, tooOften } = book.seen
  const [countedCalls, countedAttempts] = [counted("rpc.client.call.duration"), counted("timkit.client.requests")]
  must(countedCalls === calls, `${calls} calls, the metrics know of ${countedCalls}`)
  must(countedAttempts === attempts, `${attempts} attempts, the metrics know of ${countedAttempts}`)
  must(tooOften === 0, `${tooOften} calls refused for frequency`)
  must(perSecond >= 0.99 * rate, `${perSecond.toFixed(1)} calls a second, of ${rate}`)
  for (const [code, count] of book.codes) violations.add(`${count} calls refused with ${code}`)

  const late = heap.filter(([passed]) => passed > minutes / 3)
  const slope = late.length < 2 ? undefined : slopeOf(late)
  const growth = slope === undefined ? undefined : slope * minutes * 2 / 3
  // A few minutes go by before caches and compiled code are as large as they get.
  if (growth !== undefined && late.length >= 4) {
    must(growth < growthBound, `the heap grew by ${growth.toFixed(2)} MB over the last two thirds`)
  }
  const atMinute = (wanted: number): string => {
    const found = heap.find(([passed]) => passed === wanted)
    return found === undefined ? "not measured" : `${found[1].toFixed(2)} MB`
  }
  const both = (kind: keyof typeof before): string => `${before[kind]} / ${after[kind]}`

  return {
    figures: {
      "calls": calls,
      "attempts": attempts,
      "virtual seconds": seconds,
      "attempts per virtual second": perSecond.toFixed(2),
      "quota busy": `${(100 * perSecond / rate).toFixed(2)} %`,
      "outcomes": [...outcomes].toSorted(([, one], [, other]) => other - one).map((pair) => pair.join(" ")).join(", "),
      "abandoned by their callers": abandoned,
      "under way at the end": underWayAtEnd,
      "faults injected": book.seen.faults,
      "refused for frequency, not injected": tooOften,
      "UserSigs made": sigs.made(),
      "webhooks": webhooks,
      "webhooks never answered": unanswered,
      "fibers before / after": both("fibers"),
      "fibers in all, at most at once": `${census.fibers.total}, ${census.fibers.most}`,
      "spans before / after": both("spans"),
      "sleepers before / after": both("sleepers"),
      "timers before / after": both("timers"),
      "timers in all": census.timers.total,
      "abort listeners before / after": both("abort listeners"),
      "abort listeners in all, at most at once": `${census.listeners.total}, ${census.listeners.most}`,
      "on the shared signal at the end, at most at once": `${sharedAtEnd}, ${most}`,
      "heap at minute 5": atMinute(5),
      "heap at minute 15": atMinute(15),
      "heap at minute 30": atMinute(30),
      "heap slope": slope === undefined ? "not measured" : `${(slope * 1024).toFixed(2)} KB a virtual minute`,
      "heap growth over the last two thirds": growth === undefined ? "not measured" : `${growth.toFixed(3)} MB`,
      "real seconds": ((performance.now() - realStart) / 1000).toFixed(1)
    },
    violations: [...violations]
  }
}

/** Half an hour at full rate, with faults, abandoned calls, renewals and webhooks. */
export const soak: Campaign = {
  title: "memory, fibers, timers and listeners at full rate",
  unit: "virtual minutes",
  size: 30,
  run
}
