/**
 * Work on many items: imports of accounts, profiles, friends, groups, members and messages, messages to many,
 * deletions.
 *
 * @module
 */
export { rememberedIds } from "./chunks.ts"
export * from "./csvLines.ts"
export * from "./exports.ts"
export * from "./fileJournal.ts"
export * from "./files.ts"
export { type Declaration, type Item, type Job, job } from "./Job.ts"
export * from "./kinds.ts"
export * from "./lines.ts"
export { JobStopped } from "./JobStopped.ts"
export * from "./Result.ts"
export * from "./run.ts"
export * from "./runJob.ts"
