/**
 * One-to-one messages: the service, its endpoints, elements and pushes.
 *
 * @module
 */
export * from "./data.ts"
export * from "./elements.ts"
export * from "./endpoints.ts"
export * from "./Messages.ts"
export * from "./offlinePush.ts"
