// needs a host: it starts a Redis
import assert from "node:assert/strict"
import { test } from "node:test"
import { rates } from "./campaigns/rates.ts"

test("one client, and several that share a Redis, use the whole quota and are never refused", async () => {
  const { figures, violations } = await rates.run({ size: 4, seed: 1 })
  assert.deepEqual(violations, [])
  assert.equal(figures["one client: refusals"], 0)
  assert.equal(figures["3 clients, one Redis: refusals"], 0)
  assert.ok(Number(figures["one client: quota used, %"]) >= 99)
  assert.ok(Number(figures["3 clients, one Redis: quota used, %"]) >= 99)
})
