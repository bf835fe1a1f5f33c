/** One of several processes that share a quota by a Redis: calls for so many seconds' worth of it. */
import process from "node:process"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as RateLimiter from "effect/persistence/RateLimiter"
import { Tim } from "../../mod.ts"
import { sharedRateLimiter } from "../../src/resilience/mod.ts"
import { redisAt } from "../support/redis.ts"
import { callAll, sharers } from "./ratesCalls.ts"

const [, , socket = "", seconds = "", name = ""] = process.argv

const layer = Tim.layerConfig.pipe(
  Layer.provide(sharedRateLimiter({ sdkAppId: Number(process.env["TIM_SDK_APP_ID"]) })),
  Layer.provide(RateLimiter.layer),
  Layer.provide(RateLimiter.layerStoreRedis()),
  Layer.provide(redisAt(socket))
)

await Effect.runPromise(Effect.provide(callAll(Number(seconds) / sharers, name), layer))
