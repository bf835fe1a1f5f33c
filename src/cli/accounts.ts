/** `timkit account`: accounts by their UserIDs. */
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { makeAccounts } from "../api/accounts/Accounts.ts"
import { inBatches, itself } from "../endpoint/batch.ts"
import { showCall, withClient } from "./calling.ts"
import { command } from "./command.ts"
import { CommandFailed } from "./failures.ts"
import { showBatch } from "./output.ts"
import { confirm, given, one, some, text, toggle, yes } from "./words.ts"

const users = some("users", "UserIDs")

const importAccounts = command(
  "import",
  "Create accounts; those that exist stay as they are",
  {
    users,
    nick: text("nick", "The name of the one account that is given"),
    avatar: text("avatar", "The address of the avatar of the one account that is given")
  },
  Effect.fnUntraced(function*({ avatar, nick, users }) {
    const profile = given({ Nick: nick, FaceUrl: avatar })
    const [user = ""] = users
    if (Object.keys(profile).length === 0) {
      return yield* showBatch(yield* withClient((client) => makeAccounts(client).importMany(users)))
    }
    if (users.length > 1) {
      return yield* new CommandFailed({
        detail: "--nick and --avatar are for one account; give one, or leave them out"
      })
    }
    yield* showCall((client) => makeAccounts(client).import(user, profile))
  })
)

const check = command(
  "check",
  "Tell which accounts exist",
  { users },
  ({ users }) => Effect.flatMap(withClient((client) => makeAccounts(client).check(users)), (found) => showBatch(found))
)

const deleteAccounts = command(
  "delete",
  "Delete accounts with everything they own",
  { users, yes },
  Effect.fnUntraced(function*({ users, yes }) {
    yield* confirm(`Delete ${users.length === 1 ? users[0] : `${users.length} accounts`}`, yes)
    yield* showBatch(yield* withClient((client) => makeAccounts(client).delete(users)))
  })
)

const kick = command(
  "kick",
  "Log an account out everywhere: no UserSig made before counts any more",
  { user: one("user", "The UserID") },
  ({ user }) => showCall((client) => makeAccounts(client).kick(user))
)

const status = command(
  "status",
  "Tell which accounts are online",
  { users, detail: toggle("detail", "Also on which platforms") },
  Effect.fnUntraced(function*({ detail, users }) {
    const found = yield* withClient((client) =>
      inBatches(users, {
        size: 500,
        idOf: itself,
        call: (chunk) =>
          Effect.map(
            makeAccounts(client).queryOnlineStatus(chunk, detail ? { IsNeedDetail: 1 } : {}),
            ({ ErrorList = [], QueryResult = [] }) => ({
              ok: QueryResult,
              failed: ErrorList.map(({ ErrorCode: code, To_Account: item }) => ({ item, code, info: "" }))
            })
          )
      })
    )
    yield* showBatch(found)
  })
)

/** `timkit account`. */
export const accountCommand = Command.make("account").pipe(
  Command.withDescription("Create, check, delete and log out accounts"),
  Command.withSubcommands([importAccounts, check, deleteAccounts, kick, status]),
  Command.withExamples([
    { command: "timkit account import alice bob", description: "Create two accounts" },
    { command: "timkit account delete alice --yes", description: "Delete one without being asked" }
  ])
)
