// needs a host: reads the guide
import assert from "node:assert/strict"
import { test } from "node:test"
import * as builders from "../builders/mod.ts"
import { connect } from "../src/connect.ts"
import { emulator } from "../src/emulator/mod.ts"
import { endpoints } from "../src/endpoints/mod.ts"
import * as core from "../mod.ts"
import { read } from "./support/files.ts"
import { codeIn, rowsIn } from "./support/markdown.ts"

const page = "docs/migration.md"
const rows = rowsIn(read(page))
const { exports } = JSON.parse(read("package.json")) as {
  readonly exports: { readonly [door: string]: string | { readonly "timkit-source": string } }
}

type Names = { readonly [name: string]: unknown }

/** What is behind a door such as `timkit/webhook`; nothing if there is no such door. */
const behind = async (door: string): Promise<Names | undefined> => {
  const found = exports[door.replace(/^timkit/, ".")]
  return typeof found !== "object" ? undefined : await import(`../${found["timkit-source"].slice(2)}`)
}

/** What a cell names that does not exist. */
const unknownIn = async (cell: string, connection: Names): Promise<ReadonlyArray<string>> => {
  const codes = codeIn(cell)
  const doors = await Promise.all(codes.filter((code) => code.startsWith("timkit/")).map(behind))
  const places: ReadonlyArray<Names> = [connection, core, ...doors.filter((names) => names !== undefined)]
  const exists = (code: string): boolean => {
    if (code.startsWith("timkit/")) return true
    const [, first = "", call, second] = /^(\w+)(\(\))?(?:\.(\w+))?$/.exec(code) ?? []
    if (call !== undefined) {
      const make = (builders as Names)[first]
      const made: unknown = typeof make === "function" ? make("Public") : undefined
      return typeof made === "object" && made !== null && (second === undefined || second in made)
    }
    if (second === undefined) return places.some((names) => first in names)
    const service = connection[first]
    return typeof service === "object" && service !== null && second in service
  }
  const missing = doors.some((names) => names === undefined) ? [`a door of ${cell}`] : []
  return [...missing, ...codes.filter((code) => !exists(code))]
}

test("every verb on the right exists", async () => {
  assert.ok(rows.length >= 60, `${rows.length} rows`)
  await using tim = await connect(emulator().options)
  for (const row of rows) {
    assert.equal(row.length, 4, row.join(" | "))
    const cell = row.at(-1) ?? ""
    assert.notEqual(codeIn(cell).length, 0, row.join(" | "))
    assert.deepEqual(await unknownIn(cell, tim as unknown as Names), [], cell)
  }
})

test("a name that does not exist is found", async () => {
  await using tim = await connect(emulator().options)
  const unknown = (cell: string) => unknownIn(cell, tim as unknown as Names)
  assert.deepEqual(await unknown("`groups.nothing`"), ["groups.nothing"])
  assert.deepEqual(await unknown("`nothing`"), ["nothing"])
  assert.deepEqual(await unknown("`msg().nothing`"), ["msg().nothing"])
  assert.deepEqual(await unknown("`handler`"), ["handler"])
  assert.deepEqual(await unknown("`handler` of `timkit/webhook`"), [])
  assert.deepEqual(await unknown("`connect` of `timkit/nothing`"), ["a door of `connect` of `timkit/nothing`"])
})

test("every path leads to the verb of its endpoint", () => {
  const verbs = new Map(endpoints.map(({ endpoint, implementedBy }) => [endpoint.path, implementedBy]))
  const calls = rows.filter(([path = ""]) => /^`\w+\/\w+`$/.test(path))
  assert.ok(calls.length >= 60, `${calls.length} calls`)
  for (const [path = "", , , cell = ""] of calls) {
    const verb = verbs.get(`v4/${path.slice(1, -1)}`)
    assert.ok(verb !== undefined, `${path} is no endpoint`)
    assert.ok(codeIn(cell).includes(verb), `${path} is ${verb}`)
  }
  assert.equal(new Set(calls.map(([path]) => path)).size, calls.length)
})
