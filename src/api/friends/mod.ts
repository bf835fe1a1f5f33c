/**
 * Friends, blocklists, friend groups and follows: the services and their endpoints.
 *
 * @module
 */
export * from "./blocklistEndpoints.ts"
export * from "./Blocklists.ts"
export * from "./followEndpoints.ts"
export * from "./Follows.ts"
export * from "./friendEndpoints.ts"
export * from "./friendGroupEndpoints.ts"
export * from "./Friends.ts"
export * from "./tags.ts"
