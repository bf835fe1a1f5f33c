import assert from "node:assert/strict"
import { test } from "node:test"
import { check } from "../src/endpoint/check.ts"
import type { Wire } from "../src/endpoint/wire.ts"
import { endpoints, type Entry, type JsonSchema, jsonSchemaOf } from "../src/endpoints/mod.ts"
import { mutationsOf, valuesOf } from "./support/generate.ts"

const count = 20

/** Both schemas of an endpoint. */
const sides = ({ endpoint }: Entry): ReadonlyArray<readonly [string, Wire<never>]> => [
  [`${endpoint.path}, request`, endpoint.request],
  [`${endpoint.path}, answer`, endpoint.response as Wire<never>]
]

/** Numbers that differ from endpoint to endpoint, so that not all get the same values. */
const seedOf = (name: string): number => [...name].reduce((seed, letter) => seed * 31 + letter.charCodeAt(0) | 0, 7)

const all = endpoints.flatMap(sides)

const made = (name: string, schema: Wire<never>) => valuesOf(schema, { count, seed: seedOf(name) })

test("requests and answers can be made up from what their schemas say as JSON Schema, and fit", () => {
  for (const [name, schema] of all) assert.equal(made(name, schema).length, count, name)
})

test("what fits still fits after a way through JSON, and is the same", () => {
  for (const [name, schema] of all) {
    for (const value of made(name, schema)) {
      const arrived: unknown = JSON.parse(JSON.stringify(value))
      assert.deepEqual(arrived, value, name)
      assert.deepEqual(check(schema, arrived), [], name)
    }
  }
})

test("fields that nobody knows are no issue, unless asked for", () => {
  for (const [name, schema] of all) {
    const value = { ...made(name, schema)[0], FieldOfTomorrow: 1 }
    assert.deepEqual(check(schema, value), [], name)
  }
  const [strict] = check(endpoints[0]?.endpoint.request as never, { UserID: "alice", Nik: "Alice" }, { strict: true })
  assert.equal(strict?.path, "Nik")
})

test("a required field that is missing, or of another type, is an issue and is named", () => {
  let mutations = 0
  for (const [name, schema] of all) {
    const shape = jsonSchemaOf(schema)
    for (const value of made(name, schema).slice(0, 3)) {
      for (const mutation of mutationsOf(shape, value)) {
        mutations++
        const issues = check(schema, mutation.value, { limits: false })
        assert.ok(issues.some(({ path }) => path === mutation.field), `${name}: ${mutation.field}`)
      }
    }
  }
  // Nearly every endpoint requires something; a walk that finds nothing would prove nothing.
  assert.ok(mutations > endpoints.length * 6, String(mutations))
})

/** A value beyond the limit of a field; nothing where it has none. */
const beyondLimit = ({ maxItems, maxLength, maximum, type }: JsonSchema, value: unknown): unknown => {
  if (type === "string" && maxLength !== undefined) return "x".repeat(maxLength + 1)
  if (type === "integer" && maximum !== undefined) return maximum + 1
  if (maxItems === undefined || !Array.isArray(value) || value.length === 0) return undefined
  return Array.from({ length: maxItems + 1 }, () => value[0] as unknown)
}

test("a text of more bytes, a longer list and a number out of range are issues, but only as limits", () => {
  let limits = 0
  for (const { endpoint } of endpoints) {
    const request = endpoint.request
    // The second value that is made has every optional field.
    const value = made(endpoint.path, request)[1] as { readonly [name: string]: unknown }
    for (const [name, shape] of Object.entries(jsonSchemaOf(request).properties ?? {})) {
      const beyond = beyondLimit(shape, value[name])
      if (beyond === undefined) continue
      limits++
      const issues = check(request, { ...value, [name]: beyond })
      assert.ok(issues.some(({ path }) => path.startsWith(name)), `${endpoint.path}: ${name}`)
      assert.deepEqual(check(request, { ...value, [name]: beyond }, { limits: false }), [], `${endpoint.path}: ${name}`)
    }
  }
  assert.ok(limits > endpoints.length, String(limits))
})
