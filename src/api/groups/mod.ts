/**
 * Groups and their members: the service and its endpoints.
 *
 * @module
 */
export * from "./endpoints/attributes.ts"
export * from "./endpoints/import.ts"
export * from "./endpoints/lifecycle.ts"
export * from "./endpoints/members.ts"
export * from "./endpoints/restrictions.ts"
export * from "./groupId.ts"
export * from "./Groups.ts"
export * from "./GroupsService.ts"
export * from "./schemas.ts"
