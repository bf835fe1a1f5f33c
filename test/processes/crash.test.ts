import assert from "node:assert/strict"
import { test } from "node:test"
import { crash } from "../campaigns/crash.ts"

const title =
  "a data file keeps what was saved, though its process is killed while it starts, writes, saves and is left alone"

test(title, { timeout: 60_000 }, async () => {
  // With this seed, each of them happens.
  const { figures, violations } = await crash.run({ size: 5, seed: 24 })
  assert.deepEqual(violations, [])
  assert.equal(figures["kills"], 5)
  assert.equal(figures["of these lost"], 0)
  assert.ok(Number(figures["acknowledged before the last save point"]) > 0)
})
