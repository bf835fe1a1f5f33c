/** What the emulator reads of requests and makes of answers by itself does what the platform's own classes do. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { toFetched, toResponse } from "../src/emulator/responses.ts"
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

test("what clients in the process get holds what a response holds", async () => {
  for (
    const answer of [answered, { ...answered, status: 502, body: "<html>", fault: 3 }, {
      ...answered,
      status: 204
    }]
  ) {
    const [fetched, response] = [toFetched(answer), toResponse(answer)]
    assert.equal(fetched.status, response.status)
    assert.equal(await fetched.text(), await response.text())
  }
})

test("answers over HTTP have the type of what is in them, the fault that made them, and no body where none may be", () => {
  assert.equal(toResponse(answered).headers.get("content-type"), "application/json")
  assert.equal(toResponse({ ...answered, status: 502, fault: 3 }).headers.get("x-timkit-fault"), "3")
  assert.equal(toResponse({ ...answered, status: 204 }).body, null)
})
