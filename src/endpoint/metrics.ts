/** What a client counts and times. Only endpoints and kinds of failures become attributes, never an id or a payload. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import { CurrentRecorder, otherError, type Recorder, rpcSystem } from "./recorder.ts"

// OTLP has a field for the unit, which Effect's exporter fills from this attribute.
const inUnit = (unit: string) => ({ "rpc.system.name": rpcSystem, unit })

/**
 * How long calls took, all waiting and retrying included, in seconds by `rpc.method` and, where they failed,
 * `error.type`. Its count is the number of calls. Name and buckets are those of OpenTelemetry.
 */
export const duration: Metric.Histogram<number> = /* @__PURE__ */ Metric.histogram("rpc.client.call.duration", {
  description: "Duration of calls, all attempts included",
  attributes: /* @__PURE__ */ inUnit("s"),
  boundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
})

/** Requests sent by `rpc.method`, which is calls plus retries. OpenTelemetry has no name for them. */
export const attempts: Metric.Counter<number> = /* @__PURE__ */ Metric.counter("timkit.client.requests", {
  description: "Requests sent, retries included",
  attributes: /* @__PURE__ */ inUnit("{request}"),
  incremental: true
})

/** How many codes of an endpoint are counted one by one. None has that many documented. */
const mostCodes = 64

/** The codes that are counted one by one, by endpoint. */
const counted = /* @__PURE__ */ new WeakMap<object, Map<string, Set<string>>>()

/** What a failure is counted as. A series is kept for good, so answers must not make any number of them. */
const seriesOf = (registry: object, method: string, errorType: string): string => {
  if (!/^-?\d/.test(errorType)) return errorType
  let byMethod = counted.get(registry)
  if (byMethod === undefined) counted.set(registry, byMethod = new Map())
  let codes = byMethod.get(method)
  if (codes === undefined) byMethod.set(method, codes = new Set())
  if (codes.size < mostCodes) codes.add(errorType)
  return codes.has(errorType) ? errorType : otherError
}

/** Counts and times calls. */
export const metricsRecorder: Recorder = {
  done: ({ attempts: sent, endpoint: method, errorType, milliseconds }) =>
    Effect.withFiber((fiber) => {
      const attributes = errorType === undefined
        ? { "rpc.method": method }
        : { "rpc.method": method, "error.type": seriesOf(fiber.getRef(Metric.MetricRegistry), method, errorType) }
      return Metric.update(Metric.withAttributes(duration, attributes), milliseconds / 1000)
    }).pipe(Effect.andThen(Metric.update(Metric.withAttributes(attempts, { "rpc.method": method }), sent))),
  again: () => Effect.void
}

/**
 * Counts and times calls as `rpc.client.call.duration` and `timkit.client.requests`. `connect`, `Tim.layer` and
 * `TimClient.layer` do so anyway; `connectWith` does when it is given this as its `layer`.
 */
export const callMetrics: Layer.Layer<never> = /* @__PURE__ */ Layer.succeed(CurrentRecorder)(metricsRecorder)
