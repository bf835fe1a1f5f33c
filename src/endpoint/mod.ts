/**
 * Endpoints as values, and how one is called: for programs that pick single endpoints, and for endpoints of one's own.
 *
 * @module
 */
export * from "./batch.ts"
export { CurrentCallLimits } from "./call.ts"
export * from "./check.ts"
export * from "./client.ts"
export * from "./Config.ts"
export * from "./Endpoint.ts"
export * from "./guards.ts"
export { callTelemetry } from "./metrics.ts"
export type { Answer } from "./opened.ts"
export * from "./RateLimiter.ts"
export * from "./recorder.ts"
export * from "./region.ts"
export * from "./retry.ts"
export * from "./TimClient.ts"
export * from "./Transport.ts"
export * from "./verb.ts"
