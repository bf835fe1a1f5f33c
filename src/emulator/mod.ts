/**
 * A faithful stand-in for the service, in memory. To put it behind a port, see `timkit/emulator/server`.
 *
 * @module
 */
export * from "./Emulator.ts"
export type { NewApp } from "./World.ts"
