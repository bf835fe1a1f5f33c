/**
 * Jobs that several processes share, on the engine of `effect/workflow`: what is done is kept by the engine, and a runner
 * that is lost is replaced by the others.
 *
 * It stands on `effect/workflow`, which Effect marks as unstable, and is never reached from the core or `timkit/jobs`.
 *
 * @module
 */
export * from "./distribute.ts"
export { JobPart } from "./JobPart.ts"
export * from "./runner.ts"
