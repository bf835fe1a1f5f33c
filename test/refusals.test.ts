import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import { CurrentCallLimits, ErrorCode, TimClient } from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { refusedWith } from "./support/assertions.ts"
import { timTest } from "./support/suite.ts"

/** Calls that the service refuses for what is in their body, beside those that the tests of the domains make. */
const bodies: ReadonlyArray<readonly [path: string, body: object, code: number]> = [
  ["v4/im_open_login_svc/account_delete", {}, 70402],
  ["v4/im_open_login_svc/account_delete", { DeleteItem: Array.from({ length: 101 }, () => ({ UserID: "a" })) }, 70402],
  ["v4/im_open_login_svc/account_check", { CheckItem: [{ UserID: 7 }] }, 70402],
  ["v4/openim/querystate", { To_Account: "alice" }, 90003],
  ["v4/openim/querystate", { To_Account: Array.from({ length: 501 }, () => "a") }, 90011],
  ["v4/sns/friend_update", { From_Account: "nobody", UpdateItem: [] }, 30001],
  ["v4/group_open_http_svc/get_appid_group_list", { Limit: 10_001 }, 10004],
  ["v4/timpush/get_attr", {}, 90001],
  ["v4/timpush/clear_all_tags", {}, 90001],
  ["v4/all_member_push/im_get_attr", {}, 90001],
  ["v4/all_member_push/im_remove_all_tags", {}, 90001]
]

for (const [path, body, code] of bodies) {
  timTest(`${path} refuses ${JSON.stringify(body).slice(0, 60)} with ${code}`, () =>
    Effect.gen(function*() {
      const client = yield* TimClient
      yield* refusedWith(code, client.call(path, body))
    }))
}

/** Endpoints whose body holds nothing that could be wrong: only who calls can. */
const withoutFields = [
  "v4/openim_robot_http_svc/get_all_robots",
  "v4/timpush/get_attr_name",
  "v4/all_member_push/im_get_attr_name",
  "v4/ConfigSvc/GetIPList",
  "v4/openim_dirty_words/get"
]

for (const path of withoutFields) {
  timTest(`${path} answers nobody whose signature was taken back`, () =>
    Effect.gen(function*() {
      const client = yield* TimClient
      const { app } = yield* Emulator
      const administrator = app().accounts.get("administrator")
      assert.ok(administrator !== undefined)
      administrator.sigsNotBefore = 2_000_000_000
      yield* refusedWith(ErrorCode.UserSigInvalidated, client.call(path, {})).pipe(
        Effect.provideService(CurrentCallLimits, { maxAttempts: 1 })
      )
    }))
}
