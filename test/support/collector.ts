/** A collector of OpenTelemetry that takes JSON over HTTP, and keeps it. */
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"

type Value = { readonly [kind: string]: unknown }
type KeyValues = ReadonlyArray<{ readonly key: string; readonly value: Value }>

/** A span as it was exported. */
export interface ExportedSpan {
  readonly name: string
  readonly kind: number
  readonly spanId: string
  readonly parentSpanId?: string
  readonly status: { readonly code: number; readonly message?: string }
  readonly attributes: Record<string, unknown>
}

interface Point {
  readonly attributes: Record<string, unknown>
  readonly asDouble?: number
  readonly count?: number
  readonly explicitBounds?: ReadonlyArray<number>
}

/** A metric as it was exported. */
export interface ExportedMetric {
  readonly name: string
  readonly unit: string
  readonly points: ReadonlyArray<Point>
}

const plain = (attributes: KeyValues): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))

interface Batch {
  readonly resource: { readonly attributes: KeyValues }
  readonly scopeSpans?: ReadonlyArray<{
    readonly spans: ReadonlyArray<Omit<ExportedSpan, "attributes"> & { readonly attributes: KeyValues }>
  }>
  readonly scopeMetrics?: ReadonlyArray<{
    readonly metrics: ReadonlyArray<
      & Pick<ExportedMetric, "name" | "unit">
      & {
        readonly [kind in "sum" | "histogram"]?: {
          readonly dataPoints: ReadonlyArray<Omit<Point, "attributes"> & { readonly attributes: KeyValues }>
        }
      }
    >
  }>
}

/** What was sent to it so far. */
export class Collector {
  readonly requests: Array<{ readonly path: string; readonly text: string }> = []

  /** A web handler. */
  readonly handle = async (request: Request): Promise<Response> => {
    this.requests.push({ path: new URL(request.url).pathname, text: await request.text() })
    return Response.json({})
  }

  /** Lets the exporters of a layer reach it without a port. */
  readonly layer: Layer.Layer<never> = Layer.succeed(FetchHttpClient.Fetch)(
    Object.assign((input: string | URL | Request, init?: RequestInit) => this.handle(new Request(input, init)), {
      preconnect: () => undefined
    })
  )

  #batches(path: string, list: "resourceSpans" | "resourceMetrics"): ReadonlyArray<Batch> {
    return this.requests.filter((request) => request.path === path).flatMap(({ text }) => JSON.parse(text)[list])
  }

  /** All spans, in the order in which they ended. */
  spans(): ReadonlyArray<ExportedSpan> {
    return this.#batches("/v1/traces", "resourceSpans").flatMap(({ scopeSpans = [] }) => scopeSpans)
      .flatMap(({ spans }) => spans).map((span) => ({ ...span, attributes: plain(span.attributes) }))
  }

  /** All metrics, as of the last export. */
  metrics(): ReadonlyArray<ExportedMetric> {
    const [last] = this.#batches("/v1/metrics", "resourceMetrics").toReversed()
    return (last?.scopeMetrics ?? []).flatMap(({ metrics }) => metrics).map(({ histogram, name, sum, unit }) => ({
      name,
      unit,
      points: (histogram ?? sum)?.dataPoints.map((point) => ({ ...point, attributes: plain(point.attributes) })) ?? []
    }))
  }

  /** The services that have sent something. */
  services(): ReadonlySet<unknown> {
    const batches = [
      ...this.#batches("/v1/traces", "resourceSpans"),
      ...this.#batches("/v1/metrics", "resourceMetrics")
    ]
    return new Set(batches.map(({ resource }) => plain(resource.attributes)["service.name"]))
  }
}
