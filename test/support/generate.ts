/** Values that fit schemas of the wire, made up from a seed. */
import { makeRandom } from "../../src/emulator/random.ts"
import { check } from "../../src/endpoint/check.ts"
import type { Wire } from "../../src/endpoint/wire.ts"
import { type JsonSchema, jsonSchemaOf } from "../../src/reference/jsonSchema.ts"

/** Random numbers, and whether fields that may be absent are there. */
interface Chance {
  readonly random: () => number
  /** From 0, none, to 1, all. */
  readonly optional: number
}

const whole = ({ random }: Chance, min: number, max: number): number => min + Math.floor(random() * (max - min + 1))

const pick = <T>(chance: Chance, items: ReadonlyArray<T>): T => items[whole(chance, 0, items.length - 1)] as T

/** Beside letters some that take two, three and four bytes. */
const letters = [..."abcxyz019_-", "é", "你", "😀"]

const text = (chance: Chance, min: number, max: number): string => {
  const length = whole(chance, min, Math.min(max, min + 12))
  // Limits are bytes: where there is little room, only letters of one byte.
  const usable = max >= length * 4 ? letters : letters.slice(0, 11)
  return Array.from({ length }, () => pick(chance, usable)).join("")
}

const matching = (chance: Chance, pattern: string): string => {
  const found = ["0", "-1", "12", "9007199254740993", "a", "2023111400", "2023-11-14"].filter((value) =>
    new RegExp(pattern).test(value)
  )
  if (found.length === 0) throw new TypeError(`no text is known that matches ${pattern}`)
  return pick(chance, found)
}

/** What texts look like that must follow a form which JSON Schema does not tell, by the names of their fields. */
const formed: { readonly [name: string]: ReadonlyArray<string> } = {
  GroupId: ["@TGS#_club"],
  TopicId: ["@TGS#_club@TOPIC#_news"],
  TopicIdList: ["@TGS#_club@TOPIC#_news", "@TGS#_club@TOPIC#_talk"],
  PermissionGroupId: ["@PMG#_hosts"],
  PermissionGroupIdList: ["@PMG#_hosts", "@PMG#_guests"],
  Official_Account: ["@TOA#_news"],
  Robot_Account: ["@RBT#guide"],
  UserID: ["@RBT#guide", "alice"],
  AddSource: ["AddSource_Type_Web"],
  MsgTime: ["2023111422"]
}

const generate = (schema: JsonSchema, chance: Chance, name = ""): unknown => {
  if (schema.type === "string" && name in formed && chance.random() < 0.8) return pick(chance, formed[name] ?? [])
  if (schema.enum !== undefined) return pick(chance, schema.enum)
  if (schema.anyOf !== undefined) return generate(pick(chance, schema.anyOf), chance, name)
  switch (schema.type) {
    case "string":
      if (schema.pattern !== undefined) return matching(chance, schema.pattern)
      if (schema.examples !== undefined && chance.random() < 0.7) return pick(chance, schema.examples)
      return text(chance, schema.minLength ?? 0, schema.maxLength ?? 24)
    case "integer":
    case "number": {
      const { maximum = 1e9, minimum = Math.min(-1000, maximum) } = schema
      const value = whole(chance, minimum, maximum)
      return schema.type === "number" && value < maximum ? value + 0.5 : value
    }
    case "boolean":
      return chance.random() < 0.5
    case "array": {
      const { items = {}, minItems = 0, maxItems = 3 } = schema
      const length = whole(chance, minItems, Math.min(maxItems, minItems + 2))
      return Array.from({ length }, () => generate(items, chance, name))
    }
    case "object": {
      const { additionalProperties, properties = {}, required = [] } = schema
      const fields = Object.entries(properties)
        .filter(([name]) => required.includes(name) || chance.random() < chance.optional)
        .map(([name, field]) => [name, generate(field, chance, name)])
      const free = typeof additionalProperties === "object"
        ? pick(chance, [[], ["any", "key"], ["0", "1"]]).map((key) => [key, generate(additionalProperties, chance)])
        : []
      return Object.fromEntries([...fields, ...free])
    }
    default:
      return pick(chance, [null, 7, "any", { any: ["thing"] }])
  }
}

/** A rule over several fields is met by luck: so many tries are made. */
const tries = 200

/** Values that fit a schema, the same for the same seed. What JSON Schema cannot say is left to luck. */
export const valuesOf = (
  schema: Wire<never>,
  options: { readonly count: number; readonly seed: number }
): ReadonlyArray<object> => {
  const { count, seed } = options
  const random = makeRandom(seed)
  const shape = jsonSchemaOf(schema)
  const values: Array<object> = []
  for (let at = 0; at < tries && values.length < count; at++) {
    const optional = values.length === 0 ? at / tries : values.length === 1 ? 1 - at / tries : random()
    const value = generate(shape, { random, optional }) as object
    if (check(schema, value).length === 0) values.push(value)
  }
  return values
}

/** A value that was spoilt, and the field that is wrong with it. */
export interface Mutation {
  readonly field: string
  readonly value: object
}

const typeOf = (value: unknown): string => Array.isArray(value) ? "array" : value === null ? "null" : typeof value

/** The types that a schema takes; nothing where it takes all. */
const typesOf = (schema: JsonSchema): ReadonlyArray<string> | undefined => {
  const { anyOf, enum: values, format, type } = schema
  if (values !== undefined) return values.map(typeOf)
  // Here an integer of 64 bits may be the text of its digits.
  if (format === "int64") return ["number", "string"]
  if (anyOf !== undefined) return anyOf.flatMap((member) => typesOf(member) ?? [])
  return type === undefined ? undefined : [type === "integer" ? "number" : type]
}

/** A value of a type that a schema does not take. */
const misfit = (schema: JsonSchema): unknown => {
  const types = typesOf(schema)
  return types === undefined ? undefined : ["text", 7, true, null].find((value) => !types.includes(typeOf(value)))
}

/**
 * The value with one required field left out, or of a wrong type: one mutation for each of both, and for each field
 * that is required, on any level. Members of unions are left as they are.
 */
export const mutationsOf = (schema: JsonSchema, value: unknown, at = ""): ReadonlyArray<Mutation> => {
  const { items, properties = {}, required = [] } = schema
  if (Array.isArray(value)) {
    const [first, ...rest] = value
    return items === undefined || first === undefined
      ? []
      : mutationsOf(items, first, `${at}[0]`).map(({ field, value }) => ({ field, value: [value, ...rest] }))
  }
  if (typeof value !== "object" || value === null) return []
  const given = value as { readonly [name: string]: unknown }
  return Object.entries(properties).flatMap(([name, shape]) => {
    const field = at === "" ? name : `${at}.${name}`
    const { [name]: inner, ...others } = given
    const within = mutationsOf(shape, inner, field)
      .map((mutation) => ({ field: mutation.field, value: { ...given, [name]: mutation.value } }))
    if (!required.includes(name)) return within
    const wrong = misfit(shape)
    return [
      { field, value: others },
      ...(wrong === undefined ? [] : [{ field, value: { ...others, [name]: wrong } }]),
      ...within
    ]
  })
}
