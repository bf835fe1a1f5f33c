/** The last test of a run that has all tests in one process: what they have proved together. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { endpoints } from "../../../src/endpoints/mod.ts"
import { routes } from "../../../src/emulator/routes.ts"
import { unseen, unseenWebhooks } from "../conformance.ts"

/** Withdrawn by the vendor; the emulator refuses it always. */
const withdrawn = "v4/registration_service/register_account_v1"

test("every endpoint was seen to succeed and to refuse", () => {
  const { refusal, success } = unseen(endpoints.map(({ endpoint }) => endpoint.path))
  assert.deepEqual(success, [withdrawn])
  assert.deepEqual(refusal, [])
})

test("every webhook that a route of the emulator says it sends was seen", () => {
  const said = routes.flatMap(({ webhooks }) => webhooks.map(({ name }) => name))
  assert.deepEqual(unseenWebhooks(new Set(said)), [])
})
