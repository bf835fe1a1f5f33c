/** Schemas of the wire as JSON Schema. */
import * as Schema from "effect/Schema"
import { schemaOf } from "../endpoint/schemaOf.ts"
import { integer64Pattern, type Wire } from "../endpoint/wire.ts"

/** A JSON Schema, of the parts that schemas of the wire turn into. */
export interface JsonSchema {
  readonly type?: "string" | "number" | "integer" | "boolean" | "array" | "object"
  readonly description?: string
  readonly enum?: ReadonlyArray<string | number>
  readonly examples?: ReadonlyArray<unknown>
  readonly pattern?: string
  readonly format?: "int64"
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly items?: JsonSchema
  readonly properties?: { readonly [name: string]: JsonSchema }
  readonly required?: ReadonlyArray<string>
  readonly additionalProperties?: boolean | JsonSchema
  readonly anyOf?: ReadonlyArray<JsonSchema>
  readonly allOf?: ReadonlyArray<JsonSchema>
  readonly $ref?: string
}

/** What Effect writes: also `null`, into which its own codecs turn `undefined`. */
type Written = Omit<JsonSchema, "type"> & { readonly type?: JsonSchema["type"] | "null" }

const isNull = (schema: Written): boolean => schema.type === "null"

const isSafeBound = (key: string, value: unknown): boolean =>
  (key === "minimum" && value === Number.MIN_SAFE_INTEGER) || (key === "maximum" && value === Number.MAX_SAFE_INTEGER)

/**
 * Says the same in fewer words: a field is absent or there, never `null`; what holds of every integer goes without
 * saying, and so does that fields nobody has named may come.
 */
const tidy = (value: unknown, key = ""): unknown => {
  if (Array.isArray(value)) return value.map((item) => tidy(item))
  if (typeof value !== "object" || value === null) return value
  // The names of fields are the app's business: only schemas are looked into.
  if (key === "properties") {
    return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, tidy(schema)]))
  }
  // An object without fields may be anything but nothing, Effect says.
  if ("not" in value) return { type: "object" }
  const { anyOf, ...rest } = value as Written
  const members = anyOf?.filter((member) => !isNull(member))
  const [only, ...others] = members ?? []
  if (only !== undefined && others.length === 0) return tidy({ ...only, ...rest })
  // Here a large integer may be a text of digits; on the wire it is an integer.
  if (members?.some(({ pattern, type }) => type === "string" && pattern === integer64Pattern) === true) {
    return { type: "integer", format: "int64" }
  }
  return Object.fromEntries(
    Object.entries({ ...rest, ...(members === undefined ? {} : { anyOf: members }) })
      .filter(([name, inner]) => !isSafeBound(name, inner) && !(name === "additionalProperties" && inner === true))
      .map(([name, inner]) => [name, name === "examples" || name === "enum" ? inner : tidy(inner, name)])
  )
}

/**
 * A schema of the wire as JSON Schema (draft 2020-12). It takes a little more than the schema itself: texts are limited
 * in characters instead of bytes, and rules over several fields are left out.
 */
export const jsonSchemaOf = (schema: Wire<never>): JsonSchema => {
  const { definitions, schema: written } = Schema.toJsonSchemaDocument(schemaOf(schema))
  if (Object.keys(definitions).length > 0) throw new TypeError("a schema of the wire has no identifiers")
  return tidy(written) as JsonSchema
}
