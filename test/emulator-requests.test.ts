/** What the emulator reads of requests and makes of answers by itself does what the platform's own classes do. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { toLightResponse, toResponse } from "../src/emulator/responses.ts"
import { readQuery } from "../src/emulator/urlQuery.ts"

test("a query is read as URLSearchParams reads it", () => {
  const queries = [
    "",
    "a=1",
    "a=1&b=2&a=3",
    "a",
    "a&a=1",
    "a=1&a",
    "b=a=1&a==2&&c",
    "xa=1&ab=2",
    "=1&a=",
    "a=%E5%BC%A0&b=x+y",
    "sdkappid=1400000000&usersig=eJw*-_x&contenttype=json"
  ]
  for (const query of queries) {
    const parameters = new URLSearchParams(query)
    const read = readQuery(query)
    for (const name of ["a", "b", "c", "xa", "sdkappid", "usersig", "contenttype", "missing"]) {
      assert.equal(read(name), parameters.get(name), `${name} in ${query}`)
    }
  }
})

const answered = { status: 200, body: `{"ErrorCode":0}`, code: 0, logged: {}, fault: undefined }

test("a light response has everything that a response has", async () => {
  const light = () => toLightResponse(answered)
  assert.ok(light() instanceof Response)
  assert.equal(light().status, 200)
  assert.equal(light().ok, true)
  assert.equal(light().headers.get("content-type"), "application/json")
  assert.equal(await light().text(), answered.body)
  assert.deepEqual(await light().json(), { ErrorCode: 0 })
  assert.equal(await light().clone().text(), answered.body)
  // A promise hands it on, since it does not look like another promise.
  assert.equal((await Promise.resolve(light())).status, 200)
  const read = light()
  await read.json()
  assert.equal(read.bodyUsed, true)
  await assert.rejects(read.text())
})

test("answers that are no success, and those without a body, are responses from the start", async () => {
  const broken = toLightResponse({ ...answered, status: 502, body: "<html>", fault: 3 })
  assert.deepEqual([broken.status, broken.headers.get("x-timkit-fault")], [502, "3"])
  assert.equal(await broken.text(), "<html>")
  assert.equal(toResponse({ ...answered, status: 204 }).body, null)
})
