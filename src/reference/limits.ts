/** The limits of requests, read out of their schemas. */
import type { Endpoint } from "../endpoint/Endpoint.ts"
import { type JsonSchema, jsonSchemaOf } from "./jsonSchema.ts"

/** What a field of a request may hold. */
export interface Limit {
  /** Where the field is, for example `AccountList[].Nick`. */
  readonly field: string
  /** What is limited: the bytes of a text, the items of a list, or the value of an integer. */
  readonly of: "bytes" | "items" | "value"
  readonly min?: number
  readonly max?: number
}

const limit = (
  field: string,
  of: Limit["of"],
  min: number | undefined,
  max: number | undefined
): ReadonlyArray<Limit> =>
  min === undefined && max === undefined
    ? []
    : [{ field, of, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }]

/** The limits of everything in a schema. Shapes of which `skip` is true are not looked into. */
export const limitsIn = (
  schema: JsonSchema,
  field = "",
  skip: (schema: JsonSchema) => boolean = () => false
): ReadonlyArray<Limit> => {
  if (skip(schema)) return []
  const within = (inner: JsonSchema, name: string) => limitsIn(inner, name, skip)
  const { additionalProperties, allOf, anyOf, items, properties } = schema
  return [
    ...limit(field, "bytes", schema.minLength, schema.maxLength),
    ...limit(field, "items", schema.minItems, schema.maxItems),
    ...limit(field, "value", schema.minimum, schema.maximum),
    ...(items === undefined ? [] : within(items, `${field}[]`)),
    ...Object.entries(properties ?? {})
      .flatMap(([name, inner]) => within(inner, field === "" ? name : `${field}.${name}`)),
    ...(typeof additionalProperties === "object" ? within(additionalProperties, `${field}.*`) : []),
    ...unique([...(anyOf ?? []), ...(allOf ?? [])].flatMap((member) => within(member, field)))
  ]
}

/** Members of a union have fields in common. */
const unique = (
  limits: ReadonlyArray<Limit>
): ReadonlyArray<Limit> => [...new Map(limits.map((one) => [JSON.stringify(one), one])).values()]

/** The limits of an endpoint's request. A rule over several fields is not among them. */
export const limitsOf = <Request, Response, Body>(
  endpoint: Pick<Endpoint<Request, Response, Body>, "request">
): ReadonlyArray<Limit> => limitsIn(jsonSchemaOf(endpoint.request as never))
