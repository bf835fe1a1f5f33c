/** What the emulator reads of requests and makes of answers by itself does what the platform's own classes do. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { toFetched, toResponse } from "../src/emulator/responses.ts"
import { makeCredentials, readQuery } from "../src/emulator/urlQuery.ts"

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

test("who calls is read from the query, wherever its random number stands", () => {
  const credentialsOf = makeCredentials()
  const read = (random: number, sdkAppId = "1400000000") => [
    credentialsOf(`sdkappid=${sdkAppId}&identifier=alice&usersig=eJw&contenttype=json&random=${random}`),
    credentialsOf(`sdkappid=${sdkAppId}&identifier=alice&usersig=eJw&random=${random}&contenttype=json`),
    credentialsOf(`random=${random}&sdkappid=${sdkAppId}&identifier=alice&usersig=eJw&contenttype=json`)
  ]
  const expected = { sdkAppId: 1_400_000_000, identifier: "alice", contentType: "json", userSig: "eJw" }
  for (const random of [1, 2]) for (const found of read(random)) assert.deepEqual(found, expected)
  for (const found of read(3, "1400000001")) assert.equal(found.sdkAppId, 1_400_000_001)
  for (const found of read(3, "1e3")) assert.ok(Number.isNaN(found.sdkAppId))
  for (const found of read(3, "")) assert.equal(found.sdkAppId, undefined)
  assert.equal(credentialsOf("identifier=al%20ice&random=1").identifier, "al ice")
  assert.equal(credentialsOf("xrandom=1&identifier=bob&randomly=1").identifier, "bob")
  assert.equal(credentialsOf("identifier=a&random=1&identifier=b").identifier, "a")
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
