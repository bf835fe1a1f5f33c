/**
 * Robots: the service and its endpoints.
 *
 * @module
 */
export * from "./endpoints.ts"
export * from "./Robots.ts"
