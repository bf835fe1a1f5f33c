/**
 * UserSigs: sign, verify, inspect.
 *
 * @module
 */
export * from "./UserSig.ts"
