/** What a client counts and times. Only endpoints and outcomes become attributes, never an id or a payload. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import { CurrentRecorder, type Recorder } from "./recorder.ts"

/**
 * Calls by `endpoint` and `outcome`: `ok`, an error code, the tag of a reason, or `interrupted`. Of more than 64 codes
 * of an endpoint, the later ones are counted together as `Refused`.
 */
export const calls: Metric.Counter<number> = /* @__PURE__ */ Metric.counter("timkit_calls", {
  description: "Calls by endpoint and outcome",
  incremental: true
})

/** Requests sent by `endpoint`, which is calls plus retries. */
export const attempts: Metric.Counter<number> = /* @__PURE__ */ Metric.counter("timkit_attempts", {
  description: "Requests sent by endpoint",
  incremental: true
})

/** How long calls took by `endpoint`, in milliseconds, all waiting and retrying included. */
export const duration: Metric.Histogram<number> = /* @__PURE__ */ Metric.histogram("timkit_call_duration", {
  description: "Duration of calls in milliseconds",
  boundaries: [5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000]
})

/** How many codes of an endpoint are counted one by one. None has that many documented. */
const mostCodes = 64

/** The codes that are counted one by one, by endpoint. */
const counted = /* @__PURE__ */ new WeakMap<object, Map<string, Set<string>>>()

/** What an outcome is counted as. A series is kept for good, so answers must not make any number of them. */
const seriesOf = (registry: object, endpoint: string, outcome: string): string => {
  if (!/^-?\d/.test(outcome)) return outcome
  let byEndpoint = counted.get(registry)
  if (byEndpoint === undefined) counted.set(registry, byEndpoint = new Map())
  let codes = byEndpoint.get(endpoint)
  if (codes === undefined) byEndpoint.set(endpoint, codes = new Set())
  if (codes.size < mostCodes) codes.add(outcome)
  return codes.has(outcome) ? outcome : "Refused"
}

/** Counts and times calls. */
export const metricsRecorder: Recorder = {
  done: ({ attempts: sent, endpoint, milliseconds, outcome }) =>
    Effect.withFiber((fiber) => {
      const series = seriesOf(fiber.getRef(Metric.MetricRegistry), endpoint, outcome)
      return Metric.update(Metric.withAttributes(calls, { endpoint, outcome: series }), 1)
    }).pipe(
      Effect.andThen(Metric.update(Metric.withAttributes(attempts, { endpoint }), sent)),
      Effect.andThen(Metric.update(Metric.withAttributes(duration, { endpoint }), milliseconds))
    ),
  again: () => Effect.void
}

/**
 * Counts and times calls as `timkit_calls`, `timkit_attempts` and `timkit_call_duration`. `connect`, `Tim.layer` and
 * `TimClient.layer` do so anyway; `connectWith` does when it is given this as its `layer`.
 */
export const callMetrics: Layer.Layer<never> = /* @__PURE__ */ Layer.succeed(CurrentRecorder)(metricsRecorder)
