/**
 * Three runners of durable jobs on a real PostgreSQL, of which two are killed in turn, and a submitter that is started
 * twice: what has become of every item, by the results and by the emulator that was called.
 */
import type { ChildProcess } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { ErrorCode } from "../../mod.ts"
import { emulator, type EmulatorService } from "../../src/emulator/mod.ts"
import { serve } from "../../src/emulator/server.ts"
import { distribute } from "../../src/jobs/durable/mod.ts"
import { type Item, type Job, jobs, type Result, type Status, valueLines } from "../../src/jobs/mod.ts"
import type { Campaign, Extent, Report } from "../support/campaign.ts"
import { cluster, databaseBytes } from "../support/cluster.ts"
import { environmentOf, startNode } from "../support/emulatorProcess.ts"
import { root } from "../support/files.ts"
import { importOnce } from "../support/onceJob.ts"
import { freePorts, startPostgres } from "../support/postgres.ts"
import { startRedis } from "../support/redis.ts"

const runners = 3

/** After which share of the calls a runner is killed. */
const killsAfter = [0.25, 0.55]

/** After which share of its items the submitter of the messages is interrupted, and started anew. */
const submitterLostAfter = 0.3

/** A runner calls by a name of its own. */
const nameOf = (runner: number): string => `runner${runner + 1}`
const userOf = (index: number): string => `user${index}`
const textOf = (job: Job, index: number): string => `${job.name} ${index}`
const bodyOf = (text: string) => [{ MsgType: "TIMTextElem", MsgContent: { Text: text } }]

/** What is distributed at the same time: what may be repeated, what may be for a while, and what must not be. */
const kinds: ReadonlyArray<{ readonly job: Job; readonly item: (index: number) => Item }> = [
  {
    job: jobs.importProfiles,
    item: (index: number) => ({ From_Account: userOf(index), Tag_Profile_IM_Nick: `Nick ${index}` })
  },
  {
    job: jobs.send,
    // Runners call by names of their own, and one sender's messages are told from another's.
    item: (index: number) => ({
      From_Account: userOf(index + 1),
      To_Account: userOf(index),
      MsgBody: bodyOf(textOf(jobs.send, index))
    })
  },
  {
    job: importOnce,
    item: (index: number) => ({
      From_Account: userOf(index),
      To_Account: userOf(index + 1),
      MsgTimeStamp: 1_700_000_000 + index,
      SyncFromOldSystem: 2,
      MsgBody: bodyOf(textOf(importOnce, index))
    })
  }
]

const range = (size: number): ReadonlyArray<number> => Array.from({ length: size }, (_, index) => index)

/** What an emulator has seen. */
interface Seen {
  calls: number
  /** How many of them each runner made. */
  readonly byRunner: Map<string, number>
  refusals: number
  /** How often each message has arrived, by its text. */
  readonly messages: Map<string, number>
  /** When something was called that had been called before a kill, in milliseconds since 1970. */
  readonly repeated: Array<number>
  onCall: () => void
}

/** What tells a call from others; nothing for those of the beginning. */
const keyOf = ({ path, request }: { readonly path: string; readonly request: unknown }): string | undefined => {
  const { From_Account = "", To_Account = "" } = Object(request) as { readonly [field: string]: unknown }
  return path.endsWith("multiaccount_import") ? undefined : [path, From_Account, To_Account].join(" ")
}

const watch = ({ app, world }: EmulatorService): Seen => {
  const seen: Seen = {
    calls: 0,
    byRunner: new Map(),
    refusals: 0,
    messages: new Map(),
    repeated: [],
    onCall: () => undefined
  }
  const keys = new Set<string>()
  app().limits.enabled = true
  world.feed.listen((happening) => {
    if (happening.type === "message") {
      const text = JSON.stringify(happening.message.message.body)
      seen.messages.set(text, (seen.messages.get(text) ?? 0) + 1)
    }
    if (happening.type !== "call") return
    if (happening.call.code === ErrorCode.RestApiRateLimited) seen.refusals++
    const { identifier = "" } = happening.call
    seen.byRunner.set(identifier, (seen.byRunner.get(identifier) ?? 0) + 1)
    const key = keyOf(happening.call)
    if (key === undefined || happening.call.code !== 0) return
    if (keys.has(key)) seen.repeated.push(Date.now())
    else {
      keys.add(key)
      seen.calls++
    }
    seen.onCall()
  })
  return seen
}

/** Starts a runner, and waits until it takes part. */
const startRunner = async (
  args: ReadonlyArray<string | number>,
  environment: Record<string, string>
): Promise<ChildProcess> => {
  const child = startNode([join(root, "test/support/jobRunner.ts"), ...args.map(String)], environment)
  let output = ""
  child.stderr?.on("data", (chunk: unknown) => output += String(chunk))
  await new Promise<void>((ready, failed) => {
    child.stdout?.on("data", (chunk: unknown) => {
      output += String(chunk)
      if (output.includes("ready")) ready()
    })
    child.once("close", () => failed(new Error(`a runner ended: ${output}`)))
  })
  return child
}

const kill = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, "close")
  child.kill("SIGKILL")
  await ended
}

/** Everything that has to be there before, and is gone afterwards. */
const prepare = async (closing: AsyncDisposableStack) => {
  const scope = Scope.makeUnsafe()
  closing.defer(() => Effect.runPromise(Scope.close(scope, Exit.void)))
  const [database, socket, ports] = await Promise.all([
    startPostgres(),
    Effect.runPromise(Effect.provideService(startRedis, Scope.Scope, scope)),
    freePorts(runners)
  ])
  closing.use(database)
  const service = emulator({ auth: false, administrators: ports.map((_, index) => nameOf(index)) })
  const server = closing.use(await serve(service))
  const environment = environmentOf(service, server.url)
  const started = await Promise.allSettled(
    ports.map((port, index) =>
      startRunner([database.port, port, socket], { ...environment, TIM_IDENTIFIER: nameOf(index) })
    )
  )
  const children = started.flatMap((start) => start.status === "fulfilled" ? [start.value] : [])
  closing.defer(async () => void await Promise.all(children.map(kill)))
  for (const start of started) if (start.status === "rejected") throw start.reason
  return { children, database: database.port, seen: watch(service), service }
}

/** Kills runners as calls come, and notes when. */
const killInTurn = (seen: Seen, children: ReadonlyArray<ChildProcess>, calls: number): Array<number> => {
  const kills: Array<number> = []
  seen.onCall = () => {
    if (seen.calls < calls * (killsAfter[kills.length] ?? Infinity)) return
    // At once, in the middle of this call.
    children[kills.length]?.kill("SIGKILL")
    kills.push(Date.now())
  }
  return kills
}

const statuses = ["done", "failed", "unknown", "invalid", "duplicate"] as const satisfies ReadonlyArray<Status>

const run = async ({ seed, size }: Extent): Promise<Report> => {
  await using closing = new AsyncDisposableStack()
  const { children, database, seen, service } = await prepare(closing)
  const each = Math.floor(size / kinds.length)
  const id = `run ${seed}`
  const violations: Array<string> = []
  const ask = (job: Job, items: ReadonlyArray<unknown>) =>
    distribute(job, valueLines(items), { id, total: items.length })
  const all = (job: Job, items: ReadonlyArray<unknown>) => Stream.runCollect(ask(job, items))

  let began = 0
  let kills: ReadonlyArray<number> = []
  const program = Effect.gen(function*() {
    const imported = yield* all(jobs.importAccounts, range(each + 1).map((index) => ({ UserID: userOf(index) })))
    if (imported.at(-1)?.progress.counts.done !== each + 1) violations.push("not all accounts were imported")
    began = performance.now()
    kills = killInTurn(seen, children, kinds.length * each)
    return yield* Effect.forEach(kinds, ({ item, job }) =>
      Effect.gen(function*() {
        const items = range(each).map(item)
        if (job === jobs.send) {
          const { length } = yield* Stream.runCollect(
            Stream.takeUntil(ask(job, items), ({ progress }) => progress.settled >= each * submitterLostAfter)
          )
          if (length === 0) violations.push("a submitter that was lost had seen nothing")
        }
        return yield* all(job, items)
      }), { concurrency: "unbounded" })
  })
  // A job of its own, as another process would be.
  const steps = await Effect.runPromise(Effect.provide(program, cluster({ database })))
  const seconds = (performance.now() - began) / 1_000
  const bytes = await Effect.runPromise(databaseBytes(database))

  const counts: Record<Status, number> = { done: 0, failed: 0, unknown: 0, invalid: 0, duplicate: 0 }
  let lost = 0
  let doubled = 0
  let unknownButArrived = 0
  for (const [place, { job }] of kinds.entries()) {
    const results = (steps[place] ?? []).flatMap((step): ReadonlyArray<Result> => step.results)
    const lines = results.map(({ line }) => line)
    if (lines.join() !== range(each).map((index) => index + 1).join()) {
      violations.push(`${job.name}: ${new Set(lines).size} of ${each} items have a result, of ${lines.length} in all`)
    }
    for (const { line, status } of results) {
      counts[status]++
      if (job === jobs.importProfiles) continue
      const arrived = seen.messages.get(JSON.stringify(bodyOf(textOf(job, line - 1)))) ?? 0
      if (status === "done" && arrived === 0) lost++
      if (arrived > 1) doubled++
      if (status === "unknown" && arrived > 0) unknownButArrived++
    }
    const told = steps[place]?.at(-1)?.progress.counts
    const own = statuses.map((status) => results.filter((result) => result.status === status).length)
    if (statuses.map((status) => told?.[status]).join() !== own.join()) {
      violations.push(`${job.name}: the summary is wrong`)
    }
    if (job !== importOnce && told?.done !== each) {
      violations.push(`${job.name}: ${told?.done} of ${each} done, though it may be repeated`)
    }
  }
  for (const index of range(each)) if (!service.app().accounts.has(userOf(index))) lost++
  if (lost > 0) violations.push(`${lost} lost`)
  if (doubled > 0) violations.push(`${doubled} doubled`)
  if (kills.length !== killsAfter.length) violations.push(`${kills.length} runners were killed`)
  const living = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null).length
  if (living !== runners - kills.length) violations.push(`${living} runners are left`)

  const takeovers = kills.map((at, place) => {
    const first = seen.repeated.find((time) => time > at && time < (kills[place + 1] ?? Infinity))
    return first === undefined ? "none was seen" : ((first - at) / 1_000).toFixed(1)
  })
  return {
    figures: {
      "items": each * kinds.length,
      ...Object.fromEntries(statuses.map((status) => [status, counts[status]])),
      "unknown that had arrived": unknownButArrived,
      "lost": lost,
      "doubled": doubled,
      "runners killed": kills.length,
      "seconds from a kill to the first call that was repeated": takeovers.join(", "),
      "calls by each runner": children.map((_, index) => seen.byRunner.get(nameOf(index)) ?? 0).join(", "),
      "calls repeated": seen.repeated.length,
      "refused for frequency": seen.refusals,
      "bytes of the database": bytes,
      "seconds": seconds.toFixed(1),
      "items a second": Math.round(each * kinds.length / seconds)
    },
    violations
  }
}

export const durable: Campaign = {
  title: "three runners on PostgreSQL, two killed in turn, and a submitter that is started twice",
  unit: "items",
  size: 30_000,
  run
}
