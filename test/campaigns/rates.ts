/**
 * Calls at the documented rate against an emulator that counts them: how much of the quota is used, and how often the
 * emulator refuses. By one client, by three that share a Redis, and by three processes in real time.
 */
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as RateLimiter from "effect/persistence/RateLimiter"
import * as Scope from "effect/Scope"
import { CurrentTransport, ErrorCode, Tim } from "../../mod.ts"
import { accountImport } from "../../src/api/accounts/endpoints.ts"
import { emulator, type EmulatorService } from "../../src/emulator/mod.ts"
import { serve } from "../../src/emulator/server.ts"
import { sharedRateLimiter } from "../../src/resilience/mod.ts"
import { CurrentSigner } from "../../src/usersig/UserSig.ts"
import type { Campaign, Extent, Report } from "../support/campaign.ts"
import { environmentOf, startNode } from "../support/emulatorProcess.ts"
import { VirtualTime } from "../support/virtualTime.ts"
import { startSeconds } from "../support/suite.ts"
import { redisAt, startRedis } from "../support/redis.ts"
import { callAll, sharers } from "./ratesCalls.ts"

const { path, ratePerSecond } = accountImport

/** Of the quota, what must be used. */
const wanted = 0.99

/** How long the processes call, in real seconds. Only whole campaigns wait for them. */
const realSeconds = 20
const wholeCampaign = 60

/** What an emulator was asked. */
interface Counted {
  refusals: number
  /** When, in milliseconds since 1970. */
  readonly times: Array<number>
  /** When each of those who share the quota called first and last. */
  readonly callers: Map<string, readonly [first: number, last: number]>
}

const count = ({ world, app }: EmulatorService): Counted => {
  const counted: Counted = { refusals: 0, times: [], callers: new Map() }
  app().limits.enabled = true
  world.feed.listen((happening) => {
    if (happening.type !== "call" || happening.call.path !== path) return
    const { code, request, time } = happening.call
    const caller = String((request as { readonly UserID?: string }).UserID).replace(/\d+$/, "")
    counted.times.push(time)
    counted.callers.set(caller, [counted.callers.get(caller)?.[0] ?? time, time])
    if (code === ErrorCode.RestApiRateLimited) counted.refusals++
  })
  return counted
}

/** The calls a second, over the whole seconds in which all callers were at it. */
const speedOf = ({ callers, times }: Counted): number => {
  const from = Math.max(...[...callers.values()].map(([first]) => first))
  const to = Math.min(...[...callers.values()].map(([, last]) => last))
  const seconds = Math.floor((to - from) / 1_000)
  return times.filter((time) => time >= from && time < from + seconds * 1_000).length / seconds
}

/** A client on an emulator in this process. Signatures are not what this is about. */
const clientOf = ({ options, transport }: EmulatorService) => {
  const { fetch: _fetch, ...connection } = options
  return Tim.layer(connection).pipe(Layer.provide([
    Layer.succeed(CurrentTransport)(transport),
    Layer.succeed(CurrentSigner)({ sign: () => Effect.succeed("none") })
  ]))
}

const oneClient = async (seconds: number): Promise<Counted> => {
  const service = emulator({ auth: false })
  const counted = count(service)
  await new VirtualTime(startSeconds * 1_000).run(Effect.provide(callAll(seconds, "user"), clientOf(service)))
  return counted
}

/** Time stands still while the store is asked. */
const whileAsked = (time: VirtualTime, store: RateLimiter.RateLimiterStore["Service"]) =>
  Layer.succeed(RateLimiter.RateLimiterStore)({
    fixedWindow: (options) => time.standing(store.fixedWindow(options)),
    tokenBucket: (options) => time.standing(store.tokenBucket(options)),
    adaptiveConsume: (options) => time.standing(store.adaptiveConsume(options)),
    adaptiveFeedback: (options) => time.standing(store.adaptiveFeedback(options))
  })

const clientsOnRedis = async (seconds: number, socket: string, scope: Scope.Scope): Promise<Counted> => {
  const service = emulator({ auth: false })
  const counted = count(service)
  const time = new VirtualTime(startSeconds * 1_000)
  const { sdkAppId } = service.options
  // Connections and their timers live in real time.
  const store = Context.get(
    await Effect.runPromise(
      Layer.buildWithScope(RateLimiter.layerStoreRedis().pipe(Layer.provide(redisAt(socket))), scope)
    ),
    RateLimiter.RateLimiterStore
  )
  const shared = sharedRateLimiter({ sdkAppId }).pipe(
    Layer.provide(RateLimiter.layer),
    Layer.provide(whileAsked(time, store))
  )
  const clients = Array.from({ length: sharers }, (_, client) =>
    Effect.provide(
      callAll(seconds / sharers, `user${client}-`),
      Layer.fresh(clientOf(service).pipe(Layer.provide(shared)))
    ))
  await time.run(Effect.all(clients, { concurrency: "unbounded", discard: true }))
  return counted
}

const processesOnRedis = async (socket: string): Promise<Counted> => {
  const service = emulator({ auth: false })
  const counted = count(service)
  await using server = await serve(service)
  const script = fileURLToPath(new URL("ratesProcess.ts", import.meta.url))
  const exits = await Promise.all(Array.from({ length: sharers }, async (_, index) => {
    const args = [script, socket, String(realSeconds), `process${index}-`]
    const [code] = await once(startNode(args, environmentOf(service, server.url), "inherit"), "close")
    return code as unknown
  }))
  if (exits.some((code) => code !== 0)) throw new Error(`processes ended with ${exits.join(", ")}`)
  return counted
}

const figuresOf = (name: string, counted: Counted) => ({
  [`${name}: calls`]: counted.times.length,
  [`${name}: calls a second`]: speedOf(counted).toFixed(1),
  [`${name}: quota used, %`]: (speedOf(counted) / ratePerSecond * 100).toFixed(2),
  [`${name}: refusals`]: counted.refusals
})

const run = async ({ size }: Extent): Promise<Report> => {
  const scope = Scope.makeUnsafe()
  const counts: Record<string, Counted> = {}
  const inRealTime: Record<string, Counted> = {}
  try {
    const socket = await Effect.runPromise(Effect.provideService(startRedis, Scope.Scope, scope))
    counts["one client"] = await oneClient(size)
    counts[`${sharers} clients, one Redis`] = await clientsOnRedis(size, socket, scope)
    if (size >= wholeCampaign) inRealTime[`${sharers} processes, real time`] = await processesOnRedis(socket)
  } finally {
    await Effect.runPromise(Scope.close(scope, Exit.void))
  }
  return {
    // How late timers are in real time is up to the machine, and so are these figures: they are told, not judged.
    figures: Object.assign(
      {},
      ...Object.entries({ ...counts, ...inRealTime }).map(([name, counted]) => figuresOf(name, counted))
    ),
    violations: Object.entries(counts).flatMap(([name, counted]) => [
      ...(counted.refusals === 0 ? [] : [`${name}: ${counted.refusals} refusals`]),
      ...(speedOf(counted) >= wanted * ratePerSecond
        ? []
        : [`${name}: less than ${wanted * 100} % of the quota was used`])
    ])
  }
}

export const rates: Campaign = {
  title: `${ratePerSecond} calls a second are granted; how many are made, and how many refused`,
  unit: "virtual seconds",
  size: wholeCampaign,
  run
}
