import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { CurrentTransport, ErrorCode, Tim, type Transport } from "../mod.ts"
import { emulator } from "../src/emulator/mod.ts"
import { type Item, jobs, run, valueLines } from "../src/jobs/mod.ts"
import { CurrentSigner } from "../src/usersig/UserSig.ts"
import { startSeconds } from "./support/suite.ts"
import { VirtualTime } from "./support/virtualTime.ts"

/** How long each call takes, in milliseconds: as long as a service on another continent, and more. */
const latency = 450

test("a job uses the whole quota of its endpoint, and is never refused", async () => {
  const seconds = 6
  const { example: _example, endpoint: { path, ratePerSecond }, size } = jobs.importAccounts
  const time = new VirtualTime(startSeconds * 1_000)
  const service = emulator({ auth: false })
  service.app().limits.enabled = true
  const times: Array<number> = []
  let refused = 0
  service.world.feed.listen((happening) => {
    if (happening.type !== "call" || happening.call.path !== path) return
    times.push(happening.call.time)
    if (happening.call.code === ErrorCode.RestApiRateLimited) refused++
  })
  const far: Transport = {
    send: (request) =>
      Effect.flatMap(service.transport.send(request), (answer) => Effect.delay(Effect.succeed(answer), latency))
  }
  const { fetch: _fetch, ...options } = service.options
  const layer = Tim.layer(options).pipe(Layer.provide([
    Layer.succeed(CurrentTransport)(far),
    Layer.succeed(CurrentSigner)({ sign: () => Effect.succeed("none") })
  ]))
  const items = function*(): Generator<Item> {
    for (let index = 0; index < ratePerSecond * size * seconds; index++) yield { UserID: `user${index}` }
  }
  const last = await time.run(Effect.provide(Stream.runLast(run(jobs.importAccounts, valueLines(items()))), layer))
  assert.ok(last._tag === "Some")
  assert.equal(last.value.progress.counts.done, ratePerSecond * size * seconds)
  assert.equal(refused, 0)
  const first = times[0] ?? 0
  const whole = Math.floor(((times.at(-1) ?? 0) - first) / 1_000)
  const perSecond = times.filter((at) => at < first + whole * 1_000).length / whole
  assert.ok(perSecond >= 0.99 * ratePerSecond, `${perSecond} calls a second`)
})
