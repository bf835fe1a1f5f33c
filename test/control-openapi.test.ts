// needs a host: the validator reads files
import assert from "node:assert/strict"
import { test } from "node:test"
import { Validator } from "@seriousme/openapi-schema-validator"
import { makeControlled } from "./support/front.ts"

test("the control API describes itself in a valid document, with every endpoint in it", async () => {
  const { send } = makeControlled()
  const response = await send("GET", "/openapi.json")
  assert.match(response.headers.get("content-type") ?? "", /^application\/json/)
  const document = await response.json() as Record<string, unknown> & { readonly paths: object }
  const { errors, valid } = await new Validator().validate(structuredClone(document))
  assert.ok(valid, JSON.stringify(errors)?.slice(0, 2000))
  assert.ok(Object.keys(document.paths).length >= 25)
  // Numbers are numbers: JSON has no word for infinity.
  assert.doesNotMatch(JSON.stringify(document), /"NaN"|"Infinity"/)
})
