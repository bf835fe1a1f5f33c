/**
 * Schemas of the wire as schemas of Effect, for what Effect knows to do with one: JSON Schema, decoding into types of
 * one's own, equivalence, made-up values.
 *
 * @module
 */
import * as Schema from "effect/Schema"
import type { Rule, Shape, Wire } from "./wire.ts"

const shapeOf = (shape: Shape): Schema.Codec<unknown> => {
  switch (shape.is) {
    case "json":
      return Schema.Unknown
    case "string":
      return shape.examples === undefined ? Schema.String : Schema.String.annotate({ examples: shape.examples })
    case "boolean":
      return Schema.Boolean
    case "number":
      return Schema.Finite
    case "integer":
      return Schema.Int
    case "oneOf": {
      const [value, ...others] = shape.values
      return value !== undefined && others.length === 0 ? Schema.Literal(value) : Schema.Literals(shape.values)
    }
    case "list":
      return Schema.Array(schemaOf(shape.item))
    case "record":
      return Schema.Record(Schema.String, schemaOf(shape.value))
    case "union":
      return Schema.Union(shape.members.map(schemaOf))
    case "object":
      return Schema.Struct(
        Object.fromEntries(
          Object.entries(shape.fields).map(([name, field]) => [
            name,
            field.optional ? Schema.optional(schemaOf(field)) : schemaOf(field)
          ])
        )
      )
  }
}

const filterOf = ({ description, keywords, test }: Rule) =>
  Schema.makeFilter<unknown>((value) => test(value as never), {
    ...(description === undefined ? {} : { description }),
    ...(keywords === undefined ? {} : { toJsonSchema: () => [keywords, true] })
  })

/**
 * The schema of an endpoint's request or answer as a schema of Effect. Values pass unchanged or not at all; the fields
 * that a schema does not name are left out where Effect copies.
 *
 * @example
 * ```ts
 * import { sendmsg } from "timkit/messages"
 * import { schemaOf } from "timkit/schema"
 * import * as Schema from "effect/Schema"
 *
 * const decode = Schema.decodeUnknownResult(schemaOf(sendmsg.request))
 * ```
 */
export const schemaOf = <T>(schema: Wire<T>): Schema.Codec<T> =>
  schema.rules.reduce<Schema.Codec<unknown>>(
    (made, rule) => made.check(filterOf(rule)),
    shapeOf(schema.shape)
  ) as Schema.Codec<T>
