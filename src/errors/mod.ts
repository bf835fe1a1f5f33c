/**
 * Failures, error codes by name, and what to do about them.
 *
 * @module
 */
export * from "./ErrorCode.ts"
export * from "./errorCatalogue.ts"
export * from "./errorName.ts"
export * from "./explain.ts"
export * from "./retryClass.ts"
export * from "./TimError.ts"
