/**
 * The vocabulary in which endpoints describe what goes over the wire.
 *
 * A schema is plain data: `check` reads it, and `schemaOf` from `timkit/schema` turns it into a schema of Effect, for
 * JSON Schema, OpenAPI and whatever else Effect knows to make of one. That keeps Effect's own schemas, which are larger
 * than all the rest of a small client, out of programs that only call.
 *
 * Every function is marked free of side effects, so that a bundler drops each schema that a program does not use. None
 * of them transforms: a value that passes is handed on as it is, which keeps unknown fields and makes reading as cheap
 * as checking.
 */
import type * as Types from "effect/Types"

/** The form of a value. */
export type Shape =
  | { readonly is: "json" | "boolean" | "number" | "integer" }
  /** `examples` are words that the service is known to use. */
  | { readonly is: "string"; readonly examples?: ReadonlyArray<string> }
  | { readonly is: "oneOf"; readonly values: ReadonlyArray<string | number> }
  | { readonly is: "list"; readonly item: Wire<unknown> }
  | { readonly is: "record"; readonly value: Wire<unknown> }
  | { readonly is: "object"; readonly fields: Fields }
  | { readonly is: "union"; readonly members: ReadonlyArray<Wire<unknown>> }

/** What must hold of a value that has the right form. */
export interface Rule {
  /** `true`, or what is wrong, in words that do not hold the value. */
  readonly test: (value: never) => true | string
  /** As much of it as JSON Schema can say. */
  readonly keywords?: { readonly [keyword: string]: number | string } | undefined
  readonly description?: string | undefined
}

/** A schema of plain JSON data: what is read and what is written have the same shape. */
export interface Wire<out T> {
  readonly shape: Shape
  readonly rules: ReadonlyArray<Rule>
  /** Whether it is a field that may be absent. */
  readonly optional: boolean
  /** For the compiler alone, as in `typeof schema.Type`; nothing is there at run time. */
  readonly Type: T
}

/** A field that may be absent. */
export interface Optional<out T> extends Wire<T | undefined> {
  readonly optional: true
}

/** The fields of an object on the wire. */
export interface Fields {
  readonly [name: string]: Wire<unknown>
}

type OptionalKeys<F extends Fields> = { [Name in keyof F]: F[Name] extends Optional<unknown> ? Name : never }[keyof F]

type Required<F extends Fields> = { readonly [Name in keyof F]: F[Name]["Type"] }

/** What an object with such fields looks like. */
export type ObjectOf<F extends Fields, O extends keyof F = OptionalKeys<F>> = [O] extends [never]
  ? Types.Simplify<Required<F>>
  : Types.Simplify<Omit<Required<F>, O> & Partial<Pick<Required<F>, O>>>

const make = <T>(shape: Shape, ...rules: ReadonlyArray<Rule>): Wire<T> => ({ shape, rules, optional: false }) as Wire<T>

const withRule = <W extends Wire<unknown>>(schema: W, rule: Rule): W => ({ ...schema, rules: [...schema.rules, rule] })

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
export const string: Wire<string> = /* @__PURE__ */ make({ is: "string" })

/** `true` or `false`. */
export const boolean: Wire<boolean> = /* @__PURE__ */ make({ is: "boolean" })

/** A number with a fraction. */
export const number: Wire<number> = /* @__PURE__ */ make({ is: "number" })

/** Any JSON value. */
export const json: Wire<unknown> = /* @__PURE__ */ make({ is: "json" })

/** An integer that a JavaScript number holds exactly. */
export const integer: Wire<number> = /* @__PURE__ */ make({ is: "integer" })

/** Text of a limited length in UTF-8 bytes. */
/* @__NO_SIDE_EFFECTS__ */
export function text(options: { readonly minBytes?: number; readonly maxBytes?: number }): Wire<string> {
  const { maxBytes, minBytes = 0 } = options
  const bounds = maxBytes === undefined
    ? `at least ${minBytes}`
    : minBytes === 0
    ? `at most ${maxBytes}`
    : `${minBytes} to ${maxBytes}`
  return withRule(string, {
    test: (value: string) => {
      if (value.length < minBytes) return `is shorter than ${minBytes} bytes`
      if (maxBytes === undefined || value.length * 3 <= maxBytes) return true
      const bytes = utf8Length(value)
      return bytes <= maxBytes || `is ${bytes} bytes long, at most ${maxBytes} are allowed`
    },
    description: `${bounds} bytes in UTF-8`,
    // JSON Schema counts characters. A text has no more of them than bytes; a minimum is 1 nearly everywhere.
    keywords: {
      ...(minBytes > 0 ? { minLength: minBytes } : {}),
      ...(maxBytes === undefined ? {} : { maxLength: maxBytes })
    }
  })
}

/** An integer between two bounds, both included. */
/* @__NO_SIDE_EFFECTS__ */
export function between(minimum: number, maximum: number): Wire<number> {
  return withRule(integer, {
    test: (value: number) =>
      (value >= minimum && value <= maximum) || `Expected a value between ${minimum} and ${maximum}`,
    keywords: { minimum, maximum }
  })
}

/** An integer from 0 to 4,294,967,295. */
/* @__NO_SIDE_EFFECTS__ */
export function uint32(): Wire<number> {
  return between(0, 4_294_967_295)
}

/**
 * An integer of up to 64 bits: a number where a number holds it exactly, otherwise the text of its digits. Fields of a
 * request must be named in the endpoint's `integers64` too, so that the service gets an integer.
 */
/* @__NO_SIDE_EFFECTS__ */
export function integer64(): Wire<number | string> {
  const digits = withRule(string, {
    test: (text: string) => new RegExp(integer64Pattern).test(text) || "is not the digits of an integer",
    keywords: { pattern: integer64Pattern }
  })
  return union([integer, digits])
}

/** The texts that stand for integers of 64 bits, as JSON Schema says it. */
export const integer64Pattern = "^-?[0-9]{1,20}$"

/** `0` or `1`, the service's way to say no or yes. */
/* @__NO_SIDE_EFFECTS__ */
export function flag(): Wire<0 | 1> {
  return oneOf(0, 1)
}

/** Exactly one of the given values. For requests, where a misspelt value should not reach the service. */
/* @__NO_SIDE_EFFECTS__ */
export function oneOf<const Values extends ReadonlyArray<string | number>>(...values: Values): Wire<Values[number]> {
  return make({ is: "oneOf", values })
}

/** The values that a schema made by `oneOf` takes; none where it is another one. */
/* @__NO_SIDE_EFFECTS__ */
export function valuesOf<T extends string | number>({ shape }: Wire<T>): ReadonlyArray<T> {
  return shape.is === "oneOf" ? shape.values as ReadonlyArray<T> : []
}

/** Exactly one value. A union tells its members apart by the fields that have only one. */
/* @__NO_SIDE_EFFECTS__ */
export function literal<const Value extends string | number>(value: Value): Wire<Value> {
  return oneOf(value)
}

/** A word that the service may extend: the known ones complete in the editor, others pass through. For answers. */
export type Open<Word extends string> = Word | (string & {})

/** One of the given words or any other. For answers, which must survive a new member of an enumeration. */
/* @__NO_SIDE_EFFECTS__ */
export function openEnum<const Words extends ReadonlyArray<string>>(...words: Words): Wire<Open<Words[number]>> {
  return make({ is: "string", examples: words })
}

/** A field that may be absent. `undefined` counts as absent. */
/* @__NO_SIDE_EFFECTS__ */
export function optional<T>(schema: Wire<T>): Optional<T> {
  return { ...schema, optional: true } as Optional<T>
}

/** A list, where wanted of limited length. */
/* @__NO_SIDE_EFFECTS__ */
export function list<T>(
  item: Wire<T>,
  limits?: { readonly min?: number; readonly max?: number }
): Wire<ReadonlyArray<T>> {
  const schema = make<ReadonlyArray<T>>({ is: "list", item })
  if (limits === undefined) return schema
  const { max, min = 0 } = limits
  return withRule(schema, {
    test: ({ length }: ReadonlyArray<unknown>) =>
      (length >= min && (max === undefined || length <= max)) ||
      `expected ${max === undefined ? `at least ${min}` : `${min} to ${max}`} items`,
    keywords: { minItems: min, ...(max === undefined ? {} : { maxItems: max }) }
  })
}

/** An object with the given fields; others that are present stay in place. */
/* @__NO_SIDE_EFFECTS__ */
export function object<const F extends Fields>(fields: F): Wire<ObjectOf<F>> {
  return make({ is: "object", fields })
}

/** One of several shapes. */
/* @__NO_SIDE_EFFECTS__ */
export function union<const Members extends ReadonlyArray<Wire<unknown>>>(
  members: Members
): Wire<Members[number]["Type"]> {
  return make({ is: "union", members })
}

/** An object whose keys are free. */
/* @__NO_SIDE_EFFECTS__ */
export function record<T>(value: Wire<T>): Wire<{ readonly [key: string]: T }> {
  return make({ is: "record", value })
}

/** A schema with one more rule. The rule answers `true`, or says in words what is wrong. */
/* @__NO_SIDE_EFFECTS__ */
export function rule<T>(schema: Wire<T>, test: (value: T) => true | string): Wire<T> {
  return withRule(schema, { test })
}

/** The id of an account: 1 to 32 bytes. */
/* @__NO_SIDE_EFFECTS__ */
export function userId(): Wire<string> {
  return text({ minBytes: 1, maxBytes: 32 })
}

/** The id of a group: 1 to 48 bytes; communities and topics are longer, at most 96. */
/* @__NO_SIDE_EFFECTS__ */
export function groupId(): Wire<string> {
  return text({ minBytes: 1, maxBytes: 96 })
}
