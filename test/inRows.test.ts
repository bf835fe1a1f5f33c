// needs a host: rows are those of an event loop
/** What comes in together is done in a row. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { makeInRows } from "../src/http/inRows.ts"

test("what comes in one turn is done in a row and in its order, once everything of the turn is in", async () => {
  const inRows = makeInRows()
  const seen: Array<string> = []
  const says = (name: string) =>
    inRows(() => {
      seen.push(name)
      return Promise.resolve(name)
    })
  const both = Promise.all([says("first"), says("second")])
  seen.push("all are in")
  assert.deepEqual(await both, ["first", "second"])
  assert.equal(await says("later"), "later")
  assert.deepEqual(seen, ["all are in", "first", "second", "later"])
})

test("work that fails, at once or later, harms none of its row", async () => {
  const inRows = makeInRows()
  const settled = await Promise.allSettled([
    inRows(() => {
      throw new Error("at once")
    }),
    inRows(() => Promise.reject(new Error("later"))),
    inRows(() => Promise.resolve("done"))
  ])
  assert.deepEqual(settled, [
    { status: "rejected", reason: new Error("at once") },
    { status: "rejected", reason: new Error("later") },
    { status: "fulfilled", value: "done" }
  ])
})
