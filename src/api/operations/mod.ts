/**
 * Global mute, files, figures, downloads and moderation: the services and their endpoints.
 *
 * @module
 */
export * from "./beijing.ts"
export * from "./endpoints.ts"
export * from "./fileEndpoints.ts"
export * from "./localEndpoints.ts"
export * from "./Moderation.ts"
export * from "./moderationEndpoints.ts"
export * from "./Operations.ts"
