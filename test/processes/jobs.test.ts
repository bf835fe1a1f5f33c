import assert from "node:assert/strict"
import { test } from "node:test"
import { jobs } from "../campaigns/jobs.ts"

test("an import whose process is killed goes on where it was, and imports each account", async () => {
  const { figures, violations } = await jobs.run({ size: 20_000, seed: 1 })
  assert.deepEqual(violations, [])
  assert.deepEqual([figures["kills"], figures["accounts there"], figures["- done"]], [2, 20_000, 20_000])
})
