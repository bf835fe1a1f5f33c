import assert from "node:assert/strict"
import { test } from "node:test"
import { connect, TimError } from "../mod.ts"
import { emulator } from "../src/emulator/mod.ts"
import { hide } from "../src/endpoint/hide.ts"
import { secrets } from "./campaigns/secrets.ts"

test("no mark of a key, a token or a UserSig is to be seen after any kind of failure", async () => {
  const { figures, violations } = await secrets.run({ size: secrets.size, seed: 1 })
  assert.deepEqual(violations, [])
  assert.equal(figures["marks found"], 0)
  assert.equal(figures["kinds of failures"], secrets.size)
})

/** The reason why a call failed, whose requests are answered so. */
const reasonOf = async (fetch: (url: string) => Promise<Response>, secretKey = "0123456789abcdef") => {
  const tim = await connect({ sdkAppId: 1, secretKey, fetch, limits: { maxAttempts: 1 } })
  const error = await tim.accounts.import("alice").then(() => undefined, (error: unknown) => error)
  assert.ok(error instanceof TimError)
  return error.reason
}

const refusing = (fields: object) =>
  Promise.resolve(Response.json({ ActionStatus: "FAIL", ErrorCode: 70107, ...fields }))

test("what a network error tells without its URL is still told", async () => {
  const reason = await reasonOf((url) => {
    const cause = Object.assign(new Error(`error sending request for url (${url})`), { code: "ECONNREFUSED" })
    return Promise.reject(Object.assign(new TypeError(`Unable to connect to ${url}`, { cause }), { path: url }))
  })
  assert.match(reason.message, /v4\/im_open_login_svc\/account_import .*\(TypeError, Error, ECONNREFUSED\)/)
})

test("a refusal that quotes the query keeps the rest of its text", async () => {
  const reason = await reasonOf((url) => {
    const userSig = new URL(url).searchParams.get("usersig")
    return refusing({ ErrorInfo: `UserSig ${userSig} of 0123456789abcdef is not good`, RequestId: "id-1" })
  })
  assert.ok(reason._tag === "Refused")
  assert.deepEqual([reason.errorInfo, reason.requestId], ["UserSig <usersig> of <key> is not good", "id-1"])
})

test("the signatures of all attempts are hidden, not just that of the last", async () => {
  const userSigs: Array<string> = []
  const reason = await reasonOf(async (url) => {
    userSigs.push(new URL(url).searchParams.get("usersig") ?? "")
    return Response.json({ ActionStatus: "FAIL", ErrorCode: 70001, ErrorInfo: userSigs.join(" and ") })
  })
  assert.ok(reason._tag === "Refused")
  assert.doesNotMatch(reason.errorInfo, /[\w*-]{12}/)
})

test("a piece of a secret is hidden, however it is written", () => {
  const secret = "eJyr*grxC-Yrs_Sy1Ss0lIy0"
  const hidden = (text: string) => hide(text, [[secret, "<usersig>"]])
  assert.equal(hidden(`a ${secret} b ${secret}`), "a <usersig> b <usersig>")
  assert.equal(hidden(`cut: ${secret.slice(3, 15)}…`), "cut: <usersig>…")
  assert.equal(hidden("100% of eJyr%2AgrxC%2DYrs%5FSy1Ss0lIy0&x=%20"), "100% of <usersig>&x=%20")
  assert.equal(hidden("twice eJyr%252agrxC-Yrs_Sy1Ss0lIy0."), "twice <usersig>.")
  assert.equal(hidden(String.raw`"eJyr\u002agrxC\\u002DYrs_Sy1Ss0lIy0"`), `"<usersig>"`)
  for (const text of ["", "eJyr*grxC-Y", "nothing of it", "%", String.raw`\u`]) assert.equal(hidden(text), text)
})

test("what is too short for a secret is no reason to change a text", () => {
  assert.equal(hide("the key is a key", [["key", "<key>"], ["", "<usersig>"]]), "the key is a key")
  assert.equal(hide("my canary-key1", [["canary-key1", "<key>"]]), "my <key>")
})

test("a fetch that throws is a failure like any other", async () => {
  const reason = await reasonOf((url) => {
    throw Object.assign(new RangeError(url), { code: "E_ODD" })
  })
  assert.ok(reason._tag === "NotReached")
  assert.equal(reason.detail, "the connection failed (RangeError, E_ODD)")
})

test("a path that is none is told as far as it may be one", async () => {
  const service = emulator()
  const told: Array<string> = []
  for (
    const path of ["openim/unheard_of", "openim/sendmsg&usersig=eJx", "openim/sendmsg/eJx", "eJ*x/y", "x".repeat(90)]
  ) {
    const request = new Request(`http://127.0.0.1/v4/${path}`, { method: "POST", body: "{}" })
    const { ErrorInfo } = await (await service.fetch(request)).json() as { readonly ErrorInfo: string }
    told.push(ErrorInfo.replace("the emulator does not know ", ""))
  }
  assert.deepEqual(told, ["v4/openim/unheard_of", "v4/openim/sendmsg…", "v4/openim/sendmsg…", "v4…", "v4…"])
  assert.deepEqual([...service.world.log.newest()].map(({ path }) => path).toReversed(), told)
})
