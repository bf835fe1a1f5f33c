import assert from "node:assert/strict"
import { test } from "node:test"
import { fuzz } from "./campaigns/fuzz.ts"

test("20,000 made-up answers and requests end in typed failures only, and break nothing", async () => {
  const { figures, violations } = await fuzz.run({ size: 20_000, seed: 20_261_123 })
  assert.deepEqual(violations, [])
  const atLeast = (figure: string, least: number): void => assert.ok(Number(figures[figure]) >= least, figure)
  atLeast("answers to the client", 13_000)
  atLeast("decoded as success", 2_000)
  atLeast("answered 0", 500)
  atLeast("refused", 2_000)
  atLeast("distinct error codes", 30)
  atLeast("requests to the control API", 1_000)
  for (const kind of ["no-envelope", "not-json", "shape"]) assert.match(String(figures["failures"]), new RegExp(kind))
  for (const kind of ["NotReached", "Refused"]) assert.match(String(figures["failures"]), new RegExp(kind))
  for (const status of [200, 204, 302, 400, 403, 404, 408, 413, 415]) {
    assert.match(String(figures["control requests by status"]), new RegExp(`\\b${status}: \\d`))
  }
})
