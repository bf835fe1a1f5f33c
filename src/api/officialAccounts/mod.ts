/**
 * Official accounts: the service and its endpoints.
 *
 * @module
 */
export * from "./endpoints.ts"
export * from "./officialAccountId.ts"
export * from "./OfficialAccounts.ts"
