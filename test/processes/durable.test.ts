import assert from "node:assert/strict"
import { test } from "node:test"
import { durable } from "../campaigns/durable.ts"

const title = "three runners share jobs on PostgreSQL, two are killed in turn: nothing is lost, and nothing doubled"

test(title, { timeout: 120_000 }, async () => {
  const { figures, violations } = await durable.run({ size: 1_200, seed: 1 })
  assert.deepEqual(violations, [])
  assert.equal(figures["items"], 1_200)
  assert.equal(figures["runners killed"], 2)
  assert.equal(figures["lost"], 0)
  assert.equal(figures["doubled"], 0)
  // At most those that were under way may be in doubt: ten calls of each part.
  assert.ok(Number(figures["unknown"]) <= 2 * 160, String(figures["unknown"]))
})
