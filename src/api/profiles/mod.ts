/**
 * Profiles: the service, its endpoints, and the fields of a profile.
 *
 * @module
 */
export * from "./endpoints.ts"
export * from "./Profiles.ts"
export * from "./tags.ts"
