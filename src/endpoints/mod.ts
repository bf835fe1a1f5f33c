/**
 * All endpoints as values, with what the reference says about them: for tools that walk over the whole API. A program
 * that only makes calls wants a service, or the endpoints of one domain.
 *
 * @module
 */
import { domains } from "../reference/domains.ts"
import type { Entry } from "../reference/Entry.ts"

export type { Description, Domain, Entry, MethodName } from "../reference/Entry.ts"
export { type JsonSchema, jsonSchemaOf } from "../reference/jsonSchema.ts"
export { type Limit, limitsOf } from "../reference/limits.ts"
export { type OtherPath, otherPaths } from "../reference/otherPaths.ts"

export { domains }

/**
 * Every endpoint, in the order of the reference.
 *
 * @example
 * ```ts
 * import { endpoints } from "timkit/endpoints"
 *
 * for (const { endpoint, implementedBy, title } of endpoints) {
 *   console.log(`${endpoint.path}: ${title} (${implementedBy})`)
 * }
 * ```
 */
export const endpoints: ReadonlyArray<Entry> = domains.flatMap(({ entries }) => entries)
