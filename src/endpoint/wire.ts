/**
 * The vocabulary in which endpoints describe what goes over the wire.
 *
 * Every function is a thin layer over `effect/Schema` and is marked free of side effects, so that a bundler
 * drops each schema that a program does not use. None of them transforms: a value that passes is handed on as it is,
 * which keeps unknown fields and makes reading as cheap as checking.
 */
import * as Schema from "effect/Schema"

/** A schema of plain JSON data: what is read and what is written have the same shape. */
export type Wire<T> = Schema.Codec<T, T>

/** The fields of an object on the wire. */
export type Fields = Schema.Struct.Fields

/** The length of a text in UTF-8 bytes, which is how the service counts nearly all its limits. */
export const utf8Length = (text: string): number => {
  let bytes = text.length
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80) continue
    if (unit < 0x800) bytes += 1
    else if (unit >= 0xd800 && unit <= 0xdbff && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) {
      bytes += 2
      index++
    } else bytes += 2
  }
  return bytes
}

/** Any text. */
export const string: typeof Schema.String = Schema.String

/** `true` or `false`. */
export const boolean: typeof Schema.Boolean = Schema.Boolean

/** A number with a fraction. */
export const number: typeof Schema.Finite = Schema.Finite

/** Any JSON value. */
export const json: typeof Schema.Unknown = Schema.Unknown

/** An integer that a JavaScript number holds exactly. */
export const integer: typeof Schema.Int = Schema.Int

/** Text of a limited length in UTF-8 bytes. */
/* @__NO_SIDE_EFFECTS__ */
export function text(options: { readonly minBytes?: number; readonly maxBytes?: number }): typeof Schema.String {
  const { maxBytes, minBytes = 0 } = options
  const bounds = maxBytes === undefined
    ? `at least ${minBytes}`
    : minBytes === 0
    ? `at most ${maxBytes}`
    : `${minBytes} to ${maxBytes}`
  return Schema.String.check(Schema.makeFilter((value) => {
    if (value.length < minBytes) return `is shorter than ${minBytes} bytes`
    if (maxBytes === undefined || value.length * 3 <= maxBytes) return true
    const bytes = utf8Length(value)
    return bytes <= maxBytes || `is ${bytes} bytes long, at most ${maxBytes} are allowed`
  }, {
    meta: { minBytes, maxBytes },
    description: `${bounds} bytes in UTF-8`,
    // JSON Schema counts characters. A text has no more of them than bytes; a minimum is 1 nearly everywhere.
    toJsonSchema: () => [{
      ...(minBytes > 0 ? { minLength: minBytes } : {}),
      ...(maxBytes === undefined ? {} : { maxLength: maxBytes })
    }, true]
  }))
}

/** An integer between two bounds, both included. */
/* @__NO_SIDE_EFFECTS__ */
export function between(minimum: number, maximum: number): typeof Schema.Int {
  return Schema.Int.check(Schema.isBetween({ minimum, maximum }))
}

/** An integer from 0 to 4,294,967,295. */
/* @__NO_SIDE_EFFECTS__ */
export function uint32(): typeof Schema.Int {
  return between(0, 4_294_967_295)
}

/**
 * An integer of up to 64 bits: a number where a number holds it exactly, otherwise the text of its digits. Fields of a
 * request must be named in the endpoint's `integers64` too, so that the service gets an integer.
 */
/* @__NO_SIDE_EFFECTS__ */
export function integer64(): Wire<number | string> {
  const digits = Schema.String.check(Schema.makeFilter(
    (text: string) => new RegExp(integer64Pattern).test(text) || "is not the digits of an integer",
    { toJsonSchema: () => ({ pattern: integer64Pattern }) }
  ))
  return Schema.Union([Schema.Int, digits]) as unknown as Wire<number | string>
}

/** The texts that stand for integers of 64 bits, as JSON Schema says it. */
export const integer64Pattern = "^-?[0-9]{1,20}$"

/** `0` or `1`, the service's way to say no or yes. */
/* @__NO_SIDE_EFFECTS__ */
export function flag(): Schema.Literals<readonly [0, 1]> {
  return Schema.Literals([0, 1])
}

/** Exactly one of the given values. For requests, where a misspelt value should not reach the service. */
/* @__NO_SIDE_EFFECTS__ */
export function oneOf<const Values extends ReadonlyArray<string | number>>(...values: Values): Schema.Literals<Values> {
  return Schema.Literals(values)
}

/** Exactly one value. A union tells its members apart by the fields that are literals. */
/* @__NO_SIDE_EFFECTS__ */
export function literal<const Value extends string | number>(value: Value): Schema.Literal<Value> {
  return Schema.Literal(value)
}

/** A word that the service may extend: the known ones complete in the editor, others pass through. For answers. */
export type Open<Word extends string> = Word | (string & {})

/** One of the given words or any other. For answers, which must survive a new member of an enumeration. */
/* @__NO_SIDE_EFFECTS__ */
export function openEnum<const Words extends ReadonlyArray<string>>(...words: Words): Wire<Open<Words[number]>> {
  return Schema.String.annotate({ examples: words }) as unknown as Wire<Open<Words[number]>>
}

/** A field that may be absent. `undefined` counts as absent. */
/* @__NO_SIDE_EFFECTS__ */
export function optional<S extends Schema.Constraint>(schema: S): Schema.optional<S> {
  return Schema.optional(schema)
}

/** A list, where wanted of limited length. */
/* @__NO_SIDE_EFFECTS__ */
export function list<S extends Schema.Constraint>(
  item: S,
  limits?: { readonly min?: number; readonly max?: number }
): Schema.$Array<S> {
  const schema = Schema.Array(item)
  if (limits === undefined) return schema
  const { max, min = 0 } = limits
  return max === undefined
    ? schema.check(Schema.isMinLength(min, { message: `expected at least ${min} items` }))
    : schema.check(Schema.isBetweenLength(min, max, { message: `expected ${min} to ${max} items` }))
}

/** An object with the given fields; others that are present stay in place. */
/* @__NO_SIDE_EFFECTS__ */
export function object<const F extends Fields>(fields: F): Schema.Struct<F> {
  return Schema.Struct(fields)
}

/** One of several shapes. */
/* @__NO_SIDE_EFFECTS__ */
export function union<const Members extends ReadonlyArray<Schema.Constraint>>(members: Members): Schema.Union<Members> {
  return Schema.Union(members)
}

/** An object whose keys are free. */
/* @__NO_SIDE_EFFECTS__ */
export function record<S extends Schema.Constraint>(value: S): Schema.$Record<typeof Schema.String, S> {
  return Schema.Record(Schema.String, value)
}

/** A schema with one more rule. The rule answers `true`, or says in words what is wrong. */
/* @__NO_SIDE_EFFECTS__ */
export function rule<S extends Schema.Top>(schema: S, check: (value: S["Type"]) => true | string): S["Rebuild"] {
  return schema.check(Schema.makeFilter(check))
}

/** The id of an account: 1 to 32 bytes. */
/* @__NO_SIDE_EFFECTS__ */
export function userId(): typeof Schema.String {
  return text({ minBytes: 1, maxBytes: 32 })
}

/** The id of a group: 1 to 48 bytes; communities and topics are longer, at most 96. */
/* @__NO_SIDE_EFFECTS__ */
export function groupId(): typeof Schema.String {
  return text({ minBytes: 1, maxBytes: 96 })
}
