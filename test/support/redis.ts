/** A real Redis for tests, on a socket of its own, gone when the scope is closed. */
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import * as NodeRedis from "@effect/platform-node/NodeRedis"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as RateLimiter from "effect/persistence/RateLimiter"
import type * as Redis from "effect/persistence/Redis"
import type * as Scope from "effect/Scope"
import { Tim } from "../../mod.ts"
import { sharedRateLimiter } from "../../src/resilience/mod.ts"

const howToInstall =
  "Tests of what processes share need redis-server: apt-get install redis-server, or brew install redis"

/** Starts a server; answers its socket once it takes connections. */
export const startRedis: Effect.Effect<string, Error, Scope.Scope> = Effect.map(
  Effect.acquireRelease(
    Effect.callback<{ readonly socket: string; readonly stop: () => Promise<void> }, Error>((resume) => {
      const folder = mkdtempSync(join(tmpdir(), "timkit-redis-"))
      const socket = join(folder, "redis.sock")
      const options = ["--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no", "--dir", folder]
      const server = spawn("redis-server", options, { stdio: ["ignore", "pipe", "inherit"] })
      const ended = new Promise<void>((resolve) => server.once("close", () => resolve()))
      const stop = async () => {
        server.kill("SIGKILL")
        await ended
        rmSync(folder, { recursive: true, force: true })
      }
      server.once("error", () => {
        rmSync(folder, { recursive: true, force: true })
        resume(Effect.fail(new Error(howToInstall)))
      })
      let output = ""
      server.stdout.on("data", (chunk) => {
        output += String(chunk)
        if (/ready to accept connections/i.test(output)) resume(Effect.succeed({ socket, stop }))
      })
    }),
    ({ stop }) => Effect.promise(stop)
  ),
  ({ socket }) => socket
)

/** Effect's Redis on the socket of a server. */
export const redisAt = (socket: string): Layer.Layer<Redis.Redis, Redis.RedisError> =>
  NodeRedis.layer({ socket: { path: socket, tls: false } })

/** The client of a process that shares its quota with others by a Redis; the environment says what it calls. */
export const timOnRedis = (socket: string) =>
  Tim.layerConfig.pipe(
    Layer.provide(sharedRateLimiter({ sdkAppId: Number(process.env["TIM_SDK_APP_ID"]) })),
    Layer.provide(RateLimiter.layer),
    Layer.provide(RateLimiter.layerStoreRedis()),
    Layer.provide(redisAt(socket))
  )
