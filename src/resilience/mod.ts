/**
 * Protection for services and for those who call them: a circuit breaker, a bulkhead, and a rate limit that several
 * processes share. Each is a layer that goes under a client, or into the `layer` of a connection.
 *
 * They stand on `effect/persistence`, which Effect marks as unstable, and are never reached from the core.
 *
 * @module
 */
export * from "./bulkhead.ts"
export * from "./circuitBreaker.ts"
export * from "./sharedRateLimiter.ts"
