/** A runner of durable jobs as a process: the arguments are the ports of PostgreSQL and its own, and a Redis. */
import process from "node:process"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as RateLimiter from "effect/persistence/RateLimiter"
import { Tim } from "../../mod.ts"
import { jobRunner } from "../../src/jobs/durable/mod.ts"
import { jobs } from "../../src/jobs/mod.ts"
import { sharedRateLimiter } from "../../src/resilience/mod.ts"
import { cluster } from "./cluster.ts"
import { importOnce } from "./onceJob.ts"
import { redisAt } from "./redis.ts"

const [, , database = "", port = "", socket = ""] = process.argv

const client = Tim.layerConfig.pipe(
  Layer.provide(sharedRateLimiter({ sdkAppId: Number(process.env["TIM_SDK_APP_ID"]) })),
  Layer.provide(RateLimiter.layer),
  Layer.provide(RateLimiter.layerStoreRedis()),
  Layer.provide(redisAt(socket))
)

const runner = jobRunner([...Object.values(jobs), importOnce]).pipe(
  Layer.provide(client),
  Layer.provide(cluster({ database: Number(database), port: Number(port) })),
  Layer.tap(() => Effect.sync(() => process.stdout.write("ready\n")))
)

NodeRuntime.runMain(Layer.launch(runner))
