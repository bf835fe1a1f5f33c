/**
 * Topics and permission groups of communities: the services and their endpoints.
 *
 * @module
 */
export * from "./ids.ts"
export * from "./permissionGroupEndpoints.ts"
export * from "./PermissionGroups.ts"
export * from "./permissions.ts"
export * from "./topicEndpoints.ts"
export * from "./topicPermissionEndpoints.ts"
export * from "./Topics.ts"
