import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import { Accounts, GroupMessages, Groups, TimClient } from "../mod.ts"
import { welcome } from "../examples/backend.ts"
import worker from "../examples/worker.ts"
import { emulator } from "../src/emulator/mod.ts"
import { verify } from "../src/usersig/UserSig.ts"
import { timTest } from "./support/suite.ts"

test("the worker imports the account and hands out a UserSig that the service takes", async () => {
  const service = emulator()
  const { sdkAppId, secretKey } = service.options
  const original = globalThis.fetch
  globalThis.fetch = (input, init) => service.fetch(new Request(input, init))
  try {
    const response = await worker.fetch(new Request("https://worker.example/?user=alice"), {
      TIM_SDK_APP_ID: String(sdkAppId),
      TIM_SECRET_KEY: String(secretKey),
      TIM_BASE_URL: "https://tim.example"
    })
    const { userId, userSig } = await response.json() as { userId: string; userSig: string }
    assert.equal(userId, "alice")
    const content = await Effect.runPromise(verify({ userSig, sdkAppId, secretKey, identifier: "alice" }))
    assert.equal(content.expire, 3600)
    assert.ok(service.app().accounts.has("alice"))
  } finally {
    globalThis.fetch = original
  }
})

timTest("the backend welcomes a member, and says when there is no room", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const groups = yield* Groups
    const groupMessages = yield* GroupMessages
    yield* accounts.import("alice")
    yield* groups.create("Public", "room", { GroupId: "room" })
    assert.equal(yield* welcome("room", "alice"), true)
    assert.equal(yield* welcome("nowhere", "alice"), false)
    const { RspMsgList } = yield* groupMessages.getHistory("room", 1)
    assert.match(JSON.stringify(RspMsgList), /Welcome, alice!/)
    assert.ok((yield* TimClient).sdkAppId > 0)
  }))
