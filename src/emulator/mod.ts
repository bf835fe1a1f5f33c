/**
 * A faithful stand-in for the service, in memory.
 *
 * @module
 */
export * from "./Emulator.ts"
