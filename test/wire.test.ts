import assert from "node:assert/strict"
import { test } from "node:test"
import * as Result from "effect/Result"
import * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaParser from "effect/SchemaParser"
import type { Issue } from "../src/errors/TimError.ts"
import { check, type CheckOptions } from "../src/endpoint/check.ts"
import { schemaOf } from "../src/endpoint/schemaOf.ts"
import * as wire from "../src/endpoint/wire.ts"
import { endpoints } from "../src/endpoints/mod.ts"
import { events } from "../src/webhook/events.ts"
import { valuesOf } from "./support/generate.ts"

const formatter = SchemaIssue.makeFormatterStandardSchemaV1()

/** What Effect finds wrong, in the form that `check` has. */
const byEffect = (schema: wire.Wire<unknown>): (value: unknown, options: CheckOptions) => ReadonlyArray<Issue> => {
  const decode = SchemaParser.decodeUnknownResult(schemaOf(schema))
  return (value, { limits = true, strict = false }) => {
    const result = decode(value, {
      errors: "all",
      onExcessProperty: strict ? "error" : "ignore",
      disableChecks: !limits
    })
    if (Result.isSuccess(result)) return []
    return formatter(result.failure).issues.map(({ message, path = [] }) => ({
      path: path.map((key) => typeof key === "number" ? `[${key}]` : `.${String(key)}`).join("").replace(/^\./, ""),
      message: message.replace(/ \| undefined$/, "")
    }))
  }
}

const schemas: ReadonlyArray<readonly [name: string, wire.Wire<unknown>]> = [
  ...endpoints.flatMap(({ endpoint }): ReadonlyArray<readonly [string, wire.Wire<unknown>]> => [
    [`${endpoint.path}, request`, endpoint.request as wire.Wire<unknown>],
    [`${endpoint.path}, answer`, endpoint.response as wire.Wire<unknown>]
  ]),
  ...Object.values(events).map((
    event
  ): readonly [string, wire.Wire<unknown>] => [event.name, event.body as wire.Wire<unknown>])
]

const odd = [null, true, 7, -1, 1.5, 4_294_967_296, Number.NaN, "", "text", "字".repeat(400), [], [null], {}, {
  any: 1
}]

/** The value with each of its parts, at any depth, left out once and replaced by each odd value once. */
function* spoilt(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      for (const other of spoilt(item)) yield value.with(index, other)
    }
    yield [...value, ...value]
  } else if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      const { [name]: _, ...others } = value as Record<string, unknown>
      yield others
      for (const other of spoilt(inner)) yield { ...value, [name]: other }
    }
  }
  yield* odd
}

const show = (issues: ReadonlyArray<Issue>) => issues.map(({ message, path }) => `${path}: ${message}`).toSorted()

/** Whether Effect names all members of a union, where `check` names what tells them apart. */
const isAboutMembers = ({ message }: Issue): boolean => message.startsWith("Expected { ")

test("what is spoilt in any way is refused just as Effect's own schemas refuse it", () => {
  let compared = 0
  let refused = 0
  for (const [name, schema] of schemas) {
    // Effect takes anything for an object without fields.
    if (schema.shape.is === "object" && Object.keys(schema.shape.fields).length === 0) continue
    const effect = byEffect(schema)
    // The second value has every optional field.
    const value = valuesOf(schema as wire.Wire<never>, { count: 2, seed: 7 })[1]
    for (const other of spoilt(value)) {
      for (const options of [{}, { limits: false }, { strict: true }]) {
        const expected = effect(other, options)
        const issues = check(schema, other, options)
        if (expected.length > 0) refused++
        if (expected.some(isAboutMembers)) {
          const [first] = expected.filter(isAboutMembers)
          assert.ok(issues.some(({ path }) => path.startsWith(first?.path ?? "?")), name)
          continue
        }
        compared++
        assert.deepEqual(show(issues), show(expected), `${name} ${JSON.stringify(options)}`)
        if (issues.length > 0) assert.deepEqual(check(schema, other, { ...options, first: true }), issues.slice(0, 1))
      }
    }
  }
  assert.ok(compared > 50_000 && refused > 10_000, `${compared} compared, ${refused} refused`)
})

test("what a value must be is told in words, with the way to the field", () => {
  const schema = wire.object({
    Name: wire.text({ minBytes: 1, maxBytes: 5 }),
    List: wire.optional(wire.list(wire.between(0, 9), { min: 1, max: 2 })),
    Elements: wire.optional(wire.list(wire.union([
      wire.object({ Type: wire.literal("a"), A: wire.string }),
      wire.object({ Type: wire.literal("b"), B: wire.record(wire.flag()) })
    ]))),
    Cursor: wire.optional(wire.integer64())
  })
  const cases: ReadonlyArray<readonly [value: unknown, ...issues: ReadonlyArray<string>]> = [
    [{ Name: "Alice", List: [9], Elements: [{ Type: "b", B: { x: 1 } }], Cursor: "12" }],
    [{ Name: undefined }, "Name: Missing key"],
    [{ Name: "Zoë字" }, "Name: is 7 bytes long, at most 5 are allowed"],
    [{ Name: "x", List: [] }, "List: expected 1 to 2 items"],
    [{ Name: "x", List: [10, "1"] }, "List[0]: Expected a value between 0 and 9", "List[1]: Expected number"],
    [{ Name: "x", Elements: [{ Type: "a" }] }, "Elements[0].A: Missing key"],
    [{ Name: "x", Elements: [{ Type: "c" }] }, `Elements[0].Type: Expected "a" | "b"`],
    [{ Name: "x", Elements: [{}] }, `Elements[0].Type: Expected "a" | "b"`],
    [{ Name: "x", Elements: [{ Type: "b", B: { x: 2 } }] }, "Elements[0].B.x: Expected 0 | 1"],
    [{ Name: "x", Cursor: "1x" }, "Cursor: is not the digits of an integer"],
    [{ Name: "x", Cursor: null }, "Cursor: Expected number | string"],
    [[], ": Expected object"]
  ]
  for (const [value, ...issues] of cases) assert.deepEqual(show(check(schema, value)), issues)
})

test("a member of a union that fits leaves no issue of those that do not", () => {
  const schema = wire.object({ Value: wire.union([wire.text({ maxBytes: 2 }), wire.string]), Other: wire.integer })
  assert.deepEqual(show(check(schema, { Value: "long", Other: "1" })), ["Other: Expected number"])
})

test("a rule is asked only about values of the right form", () => {
  const schema = wire.rule(wire.object({ Name: wire.string }), ({ Name }) => Name.startsWith("@") || "has no @")
  assert.deepEqual(show(check(schema, { Name: 7 })), ["Name: Expected string"])
  assert.deepEqual(show(check(schema, { Name: "x" })), [": has no @"])
  assert.deepEqual(check(schema, { Name: "x" }, { limits: false }), [])
})

test("of a list of wrong items the first is looked at where one issue is enough", () => {
  let asked = 0
  const item = wire.rule(wire.string, () => {
    asked++
    return "is wrong"
  })
  assert.equal(check(wire.list(item), Array.from({ length: 1000 }, String), { first: true }).length, 1)
  assert.equal(asked, 1)
})
