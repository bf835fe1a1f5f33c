/** Checks values against schemas without copying them, and tells what is wrong in the field's own words. */
import * as Result from "effect/Result"
import * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaParser from "effect/SchemaParser"
import type { Issue } from "../errors/TimError.ts"
import type { Wire } from "./wire.ts"

const formatPath = (path: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }>): string =>
  path.reduce<string>((text, segment) => {
    const key = typeof segment === "object" ? segment.key : segment
    return typeof key === "number" ? `${text}[${key}]` : text === "" ? String(key) : `${text}.${String(key)}`
  }, "")

const formatter = /* @__PURE__ */ SchemaIssue.makeFormatterStandardSchemaV1()

/** How a value is checked. */
export interface CheckOptions {
  /** Whether fields that the schema does not name are an issue. They are not, unless asked for. */
  readonly strict?: boolean
  /** Whether limits count: lengths, ranges, rules. They do, unless switched off; types always count. */
  readonly limits?: boolean
  /** Whether to stop at the first issue: a long list of wrong items has as many. It does not, unless asked for. */
  readonly first?: boolean
}

/**
 * What is wrong with a value; nothing when it fits the schema.
 *
 * The messages never hold the value.
 */
export const check = (schema: Wire<never>, value: unknown, options?: CheckOptions): ReadonlyArray<Issue> => {
  const strict = options?.strict === true
  const limits = options?.limits !== false
  // The fast question first: the schemas of the wire have no transformations, so a value that fits needs no decoding.
  if (!strict && limits && SchemaParser.is(schema)(value)) return []
  const result = SchemaParser.decodeUnknownResult(schema, {
    errors: options?.first === true ? "first" : "all",
    onExcessProperty: strict ? "error" : "ignore",
    disableChecks: !limits
  })(value)
  return Result.isSuccess(result)
    ? []
    : formatter(result.failure).issues.map(({ message, path }) => ({ path: formatPath(path ?? []), message }))
}
