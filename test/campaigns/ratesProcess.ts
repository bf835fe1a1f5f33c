/** One of several processes that share a quota by a Redis: calls for so many seconds' worth of it. */
import process from "node:process"
import * as Effect from "effect/Effect"
import { timOnRedis } from "../support/redis.ts"
import { callAll, sharers } from "./ratesCalls.ts"

const [, , socket = "", seconds = "", name = ""] = process.argv

await Effect.runPromise(Effect.provide(callAll(Number(seconds) / sharers, name), timOnRedis(socket)))
