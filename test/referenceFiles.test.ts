// needs a host: reads the files that are made out of the endpoints
import assert from "node:assert/strict"
import { test } from "node:test"
import { Validator } from "@seriousme/openapi-schema-validator"
import { ErrorCode } from "../src/errors/ErrorCode.ts"
import { endpoints } from "../src/endpoints/mod.ts"
import { openapi } from "../scripts/reference/openapi.ts"
import { referenceFiles } from "../scripts/reference/files.ts"
import { read } from "./support/files.ts"

const files = referenceFiles()

for (const [path, content] of Object.entries(files)) {
  test(`${path} is what the endpoints say; \`npm run reference\` writes it anew`, () => {
    // The texts are long: only where they part is worth reading.
    const found = read(path).split("\n")
    const expected = content.split("\n")
    const at = expected.findIndex((line, index) => line !== found[index])
    if (at >= 0) assert.fail(`line ${at + 1} is\n${found[at]}\ninstead of\n${expected[at]}`)
    assert.equal(found.length, expected.length)
  })
}

test("the OpenAPI document is valid, with every reference in it", async () => {
  const validator = new Validator()
  const { errors, valid } = await validator.validate(structuredClone(openapi()))
  assert.ok(valid, JSON.stringify(errors)?.slice(0, 2000))
  assert.equal(validator.version, "3.1")
  const text = files["src/reference/openapi.json"] ?? ""
  const { components } = openapi()
  const names = [...text.matchAll(/"\$ref": "#\/components\/(schemas|parameters)\/(\w+)"/g)]
  assert.ok(names.length > endpoints.length)
  for (const [, kind = "", name = ""] of names) {
    assert.ok(name in components[kind as "schemas" | "parameters"], `${kind}/${name}`)
  }
})

test("the OpenAPI document has an operation for every endpoint, by the name of its method", () => {
  const { paths } = openapi()
  assert.deepEqual(
    Object.entries(paths).map(([path, { post }]) => [path, post.operationId]),
    endpoints.map(({ endpoint, implementedBy }) => [`/${endpoint.path}`, implementedBy])
  )
})

test("the pages name every endpoint", () => {
  for (const { endpoint, implementedBy } of endpoints) {
    assert.ok(files["docs/endpoints.md"]?.includes(`\`POST ${endpoint.path}\``), endpoint.path)
    assert.ok(files["docs/fidelity.md"]?.includes(`\`${implementedBy}\``), implementedBy)
  }
})

test("the page of error codes has a row for each name", () => {
  const rows = [...(files["docs/errors.md"] ?? "").matchAll(/^\| (\d+) \| `(\w+)` \|/gm)]
  const found = Object.fromEntries(rows.map(([, code, name]) => [name, Number(code)]))
  assert.equal(rows.length, Object.keys(ErrorCode).length)
  assert.deepEqual(found, { ...ErrorCode })
})
