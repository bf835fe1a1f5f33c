/** Requests to fill in, made from schemas. */
import type { JsonSchema } from "../reference/jsonSchema.ts"

/** Which fields a template has. */
export interface TemplateOptions {
  /** Optional fields, too. */
  readonly all: boolean
  /** Fields that are left out: the client fills them in. */
  readonly without: ReadonlyArray<string>
}

const merged = (members: ReadonlyArray<unknown>): unknown =>
  members.every((member) => typeof member === "object" && member !== null && !Array.isArray(member))
    ? Object.assign({}, ...members as ReadonlyArray<object>)
    : members[0]

/** The least value that is of the kind a schema asks for. Texts name what belongs there. */
export const templateOf = (schema: JsonSchema, options: TemplateOptions, name = "text"): unknown => {
  const { additionalProperties, allOf, anyOf, enum: values, examples, items, properties } = schema
  const inner = (member: JsonSchema, as = name) => templateOf(member, { ...options, without: [] }, as)
  if (values !== undefined) return values[0]
  if (examples?.[0] !== undefined) return examples[0]
  if (anyOf?.[0] !== undefined) return inner(anyOf[0])
  switch (schema.type) {
    case "string":
      return name.slice(0, schema.maxLength ?? name.length)
    case "integer":
    case "number":
      return Math.max(0, schema.minimum ?? 0)
    case "boolean":
      return false
    case "array":
      return items === undefined ? [] : Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () => inner(items))
    case "object": {
      const fields = Object.entries(properties ?? {})
        .filter(([field]) => !options.without.includes(field))
        .filter(([field]) => options.all || schema.required?.includes(field) === true)
        .map(([field, member]): [string, unknown] => [field, inner(member, field)])
      const free = typeof additionalProperties === "object" && properties === undefined
        ? [["name", inner(additionalProperties)] as [string, unknown]]
        : []
      return Object.fromEntries([...fields, ...free])
    }
    default:
      return allOf === undefined ? {} : merged(allOf.map((member) => inner(member)))
  }
}
