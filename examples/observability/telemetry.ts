/** Sends spans, metrics and logs to whatever takes OpenTelemetry's protocol over HTTP: a collector, Jaeger, Grafana. */
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Otlp from "effect/observability/Otlp"
import * as Layer from "effect/Layer"

/** What is under way is sent when the program, or its connection, is closed. */
export const telemetry = (serviceName: string, baseUrl: string) =>
  Otlp.layerJson({ baseUrl, resource: { serviceName } }).pipe(Layer.provide(FetchHttpClient.layer))
