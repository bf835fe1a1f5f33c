/**
 * Accounts: the service and its endpoints.
 *
 * @module
 */
export * from "./Accounts.ts"
export * from "./endpoints.ts"
