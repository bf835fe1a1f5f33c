/** Where commands find the token of webhooks: never among their arguments. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { CommandFailed } from "./failures.ts"
import { readSecretFile, variable } from "./secretKey.ts"
import { text } from "./words.ts"

/** How the token is called in the environment. */
const tokenName = "TIM_WEBHOOK_TOKEN"

/** Where the token is. */
export const tokenFile = text("token-file", `A file that holds the token, - for standard input; or ${tokenName}`)

/** The token of the console's webhook page. `instead` is how to do without. */
export const requireToken = Effect.fnUntraced(function*(file: Option.Option<string>, instead = "") {
  if (Option.isSome(file)) return yield* readSecretFile(file.value, { flag: "--token-file", noun: "token" })
  const found = yield* variable(tokenName)
  if (found !== undefined) return Redacted.make(found, { label: "token" })
  return yield* new CommandFailed({
    detail: `the token is missing: give --token-file FILE (- for standard input), or set ${tokenName}${instead}`
  })
})
