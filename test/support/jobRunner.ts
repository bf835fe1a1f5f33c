/** A runner of durable jobs as a process: the arguments are the ports of PostgreSQL and its own, and a Redis. */
import process from "node:process"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { jobRunner } from "../../src/jobs/durable/mod.ts"
import { jobs } from "../../src/jobs/mod.ts"
import { cluster } from "./cluster.ts"
import { importOnce } from "./onceJob.ts"
import { timOnRedis } from "./redis.ts"

const [, , database = "", port = "", socket = ""] = process.argv

const runner = jobRunner([...Object.values(jobs), importOnce]).pipe(
  Layer.provide(timOnRedis(socket)),
  Layer.provide(cluster({ database: Number(database), port: Number(port) })),
  Layer.tap(() => Effect.sync(() => process.stdout.write("ready\n")))
)

NodeRuntime.runMain(Layer.launch(runner))
