/** What a client counts and times. Only endpoints and kinds of failures become attributes, never an id or a payload. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import { CurrentRecorder, otherError, type Recorder, rpcSystem } from "./recorder.ts"
import { traced } from "./spans.ts"

// OTLP has a field for the unit, which Effect's exporter fills from this attribute.
const inUnit = (unit: string) => ({ "rpc.system.name": rpcSystem, unit })

/**
 * How long calls took, all waiting and retrying included, in seconds by `rpc.method` and, where they failed,
 * `error.type`. Its count is the number of calls. Name and buckets are those of OpenTelemetry.
 */
const duration = (attributes: Metric.Metric.AttributeSet): Metric.Histogram<number> =>
  Metric.histogram("rpc.client.call.duration", {
    description: "Duration of calls, all attempts included",
    attributes: { ...inUnit("s"), ...attributes },
    boundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
  })

/** Requests sent by `rpc.method`, which is calls plus retries. OpenTelemetry has no name for them. */
const attempts = (attributes: Metric.Metric.AttributeSet): Metric.Counter<number> =>
  Metric.counter("timkit.client.requests", {
    description: "Requests sent, retries included",
    attributes: { ...inUnit("{request}"), ...attributes },
    incremental: true
  })

/** How many codes of an endpoint are counted one by one. None has that many documented. */
const mostCodes = 64

/** What is counted of a method. A metric is made once for each series, since making one takes longer than counting. */
class Counted {
  readonly requests: Metric.Counter<number>
  readonly #method: string
  readonly #durations = new Map<string | undefined, Metric.Histogram<number>>()
  #codes = 0

  constructor(method: string) {
    this.#method = method
    this.requests = attempts({ "rpc.method": method })
  }

  /** The calls that failed so, or that did not. A series is kept for good, so answers must not make any number of them. */
  duration(errorType: string | undefined): Metric.Histogram<number> {
    const known = this.#durations.get(errorType)
    if (known !== undefined) return known
    const isCode = errorType !== undefined && /^-?\d/.test(errorType)
    if (isCode && this.#codes++ >= mostCodes) return this.duration(otherError)
    const method = { "rpc.method": this.#method }
    const made = duration(errorType === undefined ? method : { ...method, "error.type": errorType })
    this.#durations.set(errorType, made)
    return made
  }
}

/** What is counted, by registry and method. */
const counted = /* @__PURE__ */ new WeakMap<object, Map<string, Counted>>()

const countedOf = (registry: object, method: string): Counted => {
  let byMethod = counted.get(registry)
  if (byMethod === undefined) counted.set(registry, byMethod = new Map())
  let known = byMethod.get(method)
  if (known === undefined) byMethod.set(method, known = new Counted(method))
  return known
}

/** Counts and times calls, and puts them into spans. */
export const telemetryRecorder: Recorder = {
  traced,
  done: ({ attempts: sent, endpoint, errorType, milliseconds }, context) => {
    const of = countedOf(Context.get(context, Metric.MetricRegistry), endpoint)
    of.duration(errorType).updateUnsafe(milliseconds / 1000, context)
    of.requests.updateUnsafe(sent, context)
  },
  again: () => Effect.void
}

/**
 * Makes a connection take note of its calls: in spans, where the layer holds a tracer as well, and in the metrics
 * `rpc.client.call.duration` and `timkit.client.requests`. `Tim.layer` and `TimClient.layer` do so by themselves.
 *
 * @example
 * ```ts
 * import { callTelemetry, connect } from "timkit"
 * import { emulator } from "timkit/emulator"
 * import * as FetchHttpClient from "effect/http/FetchHttpClient"
 * import * as Otlp from "effect/observability/Otlp"
 * import * as Layer from "effect/Layer"
 *
 * const exporter = Otlp.layerJson({ baseUrl: "http://localhost:4318", resource: { serviceName: "shop" } })
 * const layer = Layer.merge(callTelemetry, exporter.pipe(Layer.provide(FetchHttpClient.layer)))
 * const observed = () => connect({ ...emulator().options, layer })
 * ```
 */
export const callTelemetry: Layer.Layer<never> = /* @__PURE__ */ Layer.succeed(CurrentRecorder)(telemetryRecorder)
