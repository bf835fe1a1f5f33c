/**
 * Recent contacts, their groups and marks: the service and its endpoints.
 *
 * @module
 */
export * from "./contacts.ts"
export * from "./Conversations.ts"
export * from "./endpoints.ts"
export * from "./markEndpoints.ts"
