import assert from "node:assert/strict"
import { test } from "node:test"
import { faults } from "./campaigns/faults.ts"

test("through faults of all kinds every message that may be repeated arrives once, and nothing else is repeated", async () => {
  const { figures, violations } = await faults.run({ size: 1_500, seed: 7 })
  assert.deepEqual(violations, [])
  const { "repeatable sends": sends, "- arrived exactly once": once, "- lost": lost, "- duplicated": duplicated } =
    figures
  assert.deepEqual([sends, once, lost, duplicated], [1_500, 1_500, 0, 0])
  // Enough has gone wrong for that to mean something.
  assert.ok(Number(figures["attempts"]) > 1_650 * 1.15)
  assert.ok(Number(figures["- reported as not known"]) > 10)
  assert.ok(Number(figures["webhooks that timed out"]) > 5)
})

test("the same seed gives the same course", async () => {
  const course = async () => {
    const { figures } = await faults.run({ size: 200, seed: 3 })
    return { ...figures, "real seconds": 0 }
  }
  assert.deepEqual(await course(), await course())
})
