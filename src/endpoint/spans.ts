/** The spans of calls. The names are OpenTelemetry's for remote calls, see docs/observability.md. */
import * as Effect from "effect/Effect"
import { type Recorder, rpcSystem } from "./recorder.ts"

/** Puts a call into a span. Without a tracer nobody would ever see it, and there is none. */
export const traced: Recorder["traced"] = ({ baseUrl, endpoint, sdkAppId }, work) =>
  Effect.withFiber(({ cache }) => {
    if (cache.tracer === undefined) return work(undefined)
    const { hostname, port, protocol } = new URL(baseUrl)
    const attributes = {
      "rpc.system.name": rpcSystem,
      "rpc.method": endpoint,
      "server.address": hostname,
      "server.port": Number(port) || (protocol === "https:" ? 443 : 80),
      "tim.sdk_app_id": sdkAppId
    }
    return Effect.useSpan(endpoint, { kind: "client", attributes }, work)
  })
