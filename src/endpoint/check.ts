/** Checks values against schemas without copying them, and tells what is wrong in the field's own words. */
import type { Issue } from "../errors/TimError.ts"
import type { Fields, Shape, Wire } from "./wire.ts"

const formatPath = (path: ReadonlyArray<string | number>): string =>
  path.reduce<string>(
    (text, key) => typeof key === "number" ? `${text}[${key}]` : text === "" ? key : `${text}.${key}`,
    ""
  )

const isObject = (value: unknown): value is { readonly [field: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** What a shape is called in messages. */
const nameOf = (shape: Shape): string => {
  switch (shape.is) {
    case "integer":
      return "number"
    case "list":
      return "array"
    case "record":
      return "object"
    case "oneOf":
      return shape.values.map((value) => JSON.stringify(value)).join(" | ")
    case "union":
      return [...new Set(shape.members.map((member) => nameOf(member.shape)))].join(" | ")
    default:
      return shape.is
  }
}

type Marks = ReadonlyArray<readonly [name: string, value: string | number]>

const marks = /* @__PURE__ */ new WeakMap<Fields, Marks>()

/** The fields by which a union tells its members apart: those that have only one value. */
const marksOf = (fields: Fields): Marks => {
  const known = marks.get(fields)
  if (known !== undefined) return known
  const found = Object.entries(fields).flatMap(([name, { shape }]): Marks => {
    const [value, ...others] = shape.is === "oneOf" ? shape.values : []
    return value === undefined || others.length > 0 ? [] : [[name, value]]
  })
  marks.set(fields, found)
  return found
}

type Members = ReadonlyArray<Wire<unknown>>

/** The members of a union by the value of the one field that tells them apart, where there is such a field. */
interface ByMark {
  readonly name: string
  readonly members: ReadonlyMap<unknown, Members>
}

const byMarks = /* @__PURE__ */ new WeakMap<Members, ByMark | null>()

const byMarkOf = (members: Members): ByMark | null => {
  const known = byMarks.get(members)
  if (known !== undefined) return known
  const marked = members.map((member) => ({
    member,
    marks: member.shape.is === "object" ? marksOf(member.shape.fields) : []
  }))
  const name = marked[0]?.marks[0]?.[0]
  const found = name === undefined || marked.some(({ marks }) => marks.length !== 1 || marks[0]?.[0] !== name)
    ? null
    : { name, members: Map.groupBy(members, (_, index) => marked[index]?.marks[0]?.[1]) }
  byMarks.set(members, found)
  return found
}

/** The members of a union that can be meant by a value. */
const meant = (members: Members, value: unknown): Members => {
  const byMark = isObject(value) ? byMarkOf(members) : null
  return byMark === null
    ? members.filter((member) => isMeant(member.shape, value))
    : byMark.members.get((value as { readonly [field: string]: unknown })[byMark.name]) ?? []
}

/** Whether a value is of the type of a shape, so that its issues with that shape are worth telling. */
const isMeant = (shape: Shape, value: unknown): boolean => {
  switch (shape.is) {
    case "json":
      return true
    case "integer":
      return typeof value === "number"
    case "oneOf":
      return shape.values.some((each) => typeof each === typeof value)
    case "list":
      return Array.isArray(value)
    case "record":
      return isObject(value)
    case "object":
      return isObject(value) && marksOf(shape.fields).every(([name, mark]) => value[name] === mark)
    case "union":
      return shape.members.some((member) => isMeant(member.shape, value))
    default:
      return typeof value === shape.is
  }
}

/** Whether a value is one of the kinds that most fields are of, and right: then there is nothing more to look at. */
const isPlain = ({ rules, shape: { is } }: Wire<unknown>, value: unknown): boolean =>
  rules.length === 0 && (is === "integer" ? Number.isSafeInteger(value) : is === "string" && typeof value === is)

/** How a value is checked. */
export interface CheckOptions {
  /** Whether fields that the schema does not name are an issue. They are not, unless asked for. */
  readonly strict?: boolean
  /** Whether limits count: lengths, ranges, rules. They do, unless switched off; types always count. */
  readonly limits?: boolean
  /** Whether to stop at the first issue: a long list of wrong items has as many. It does not, unless asked for. */
  readonly first?: boolean
}

/** An issue on its way out: each step back adds where it came from, so that values without issues need no path. */
interface Found {
  readonly path: Array<string | number>
  readonly message: string
}

/** A walk through a value, along its schema. */
class Walk {
  issues: Array<Found> = []
  readonly #strict: boolean
  readonly #limits: boolean
  readonly #first: boolean

  constructor({ first = false, limits = true, strict = false }: CheckOptions) {
    this.#first = first
    this.#limits = limits
    this.#strict = strict
  }

  visit({ rules, shape }: Wire<unknown>, value: unknown): void {
    const before = this.issues.length
    this.#visitShape(shape, value)
    if (!this.#limits || this.issues.length > before) return
    const { is } = shape
    if (is === "integer" && !Number.isSafeInteger(value)) this.#tell("Expected an integer")
    if (is === "number" && !Number.isFinite(value)) this.#tell("Expected a finite number")
    // Most have none, and some runtimes take long to find that out in a loop.
    if (rules.length === 0) return
    for (const { test } of rules) {
      if (this.#isOver()) return
      const told = test(value as never)
      if (told !== true) this.#tell(told)
    }
  }

  #visitShape(shape: Shape, value: unknown): void {
    switch (shape.is) {
      case "json":
        return
      case "number":
      case "integer":
        if (typeof value !== "number") this.#expect(shape)
        return
      case "oneOf":
        if (!shape.values.includes(value as string)) this.#expect(shape)
        return
      case "list":
        if (!Array.isArray(value)) return this.#expect(shape)
        for (let index = 0; index < value.length && !this.#isOver(); index++) {
          this.#visitAt(index, shape.item, value[index])
        }
        return
      case "record":
        if (!isObject(value)) return this.#expect(shape)
        for (const key of Object.keys(value)) {
          if (this.#isOver()) return
          this.#visitAt(key, shape.value, value[key])
        }
        return
      case "object":
        return isObject(value) ? this.#visitFields(shape.fields, value) : this.#expect(shape)
      case "union":
        return this.#visitMembers(shape, value)
      default:
        if (typeof value !== shape.is) this.#expect(shape)
    }
  }

  #visitFields(fields: Fields, value: { readonly [field: string]: unknown }): void {
    if (this.#strict) {
      for (const name of Object.keys(value)) {
        if (this.#isOver()) return
        if (!Object.hasOwn(fields, name)) this.#tell("Expected no excess property", name)
      }
    }
    for (const name in fields) {
      if (this.#isOver()) return
      const field = fields[name] as Wire<unknown>
      const inner = value[name]
      if (inner === undefined) {
        if (!field.optional) this.#tell("Missing key", name)
      } else if (!isPlain(field, inner)) this.#visitAt(name, field, inner)
    }
  }

  /** Issues are told of those members alone that can be meant: of the others all is wrong. */
  #visitMembers(shape: Shape & { readonly is: "union" }, value: unknown): void {
    const members = meant(shape.members, value)
    if (members.length === 0) return this.#tellUnknown(shape, value)
    const before = this.issues
    const found: Array<Found> = []
    for (const member of members) {
      this.issues = []
      this.visit(member, value)
      if (this.issues.length === 0) {
        this.issues = before
        return
      }
      found.push(...this.issues)
    }
    this.issues = [...before, ...found]
  }

  /** No member can be meant: what tells them apart is missing or wrong. */
  #tellUnknown(shape: Shape & { readonly is: "union" }, value: unknown): void {
    const found = isObject(value)
      ? shape.members.flatMap((member) => member.shape.is === "object" ? marksOf(member.shape.fields).slice(0, 1) : [])
      : []
    const [first] = found
    if (first === undefined || found.some(([name]) => name !== first[0])) return this.#expect(shape)
    this.#tell(`Expected ${nameOf({ is: "oneOf", values: found.map(([, mark]) => mark) })}`, first[0])
  }

  #visitAt(key: string | number, schema: Wire<unknown>, value: unknown): void {
    const before = this.issues.length
    this.visit(schema, value)
    for (let index = before; index < this.issues.length; index++) this.issues[index]?.path.unshift(key)
  }

  #expect(shape: Shape): void {
    this.#tell(`Expected ${nameOf(shape)}`)
  }

  #tell(message: string, ...path: Array<string>): void {
    this.issues.push({ path, message })
  }

  #isOver(): boolean {
    return this.#first && this.issues.length > 0
  }
}

/**
 * What is wrong with a value; nothing when it fits the schema.
 *
 * The messages never hold the value.
 */
export const check = (schema: Wire<unknown>, value: unknown, options: CheckOptions = {}): ReadonlyArray<Issue> => {
  const walk = new Walk(options)
  walk.visit(schema, value)
  return walk.issues.map(({ message, path }) => ({ path: formatPath(path), message }))
}
