/** `timkit friend`: the friends of a user. */
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { friend as friendBuilder } from "../../builders/friend.ts"
import { makeFriends } from "../api/friends/Friends.ts"
import { withClient } from "./calling.ts"
import { command } from "./command.ts"
import { CommandFailed } from "./failures.ts"
import { showBatch, showItems } from "./output.ts"
import { given, one, some, text, toggle } from "./words.ts"

const user = one("user", "The user whose friends they are")
const friends = some("friends", "UserIDs of friends")
const remark = text("remark", "The user's own name for the friend")

const add = command(
  "add",
  "Add friends",
  { user, friends, remark: text("remark", "The user's own name for the one friend that is given") },
  Effect.fnUntraced(function*({ friends, remark, user }) {
    if (Option.isSome(remark) && friends.length > 1) {
      return yield* new CommandFailed({ detail: "--remark is for one friend; give one, or leave it out" })
    }
    const added = Option.match(remark, {
      onNone: () => friends,
      onSome: (name) => friends.map((id) => friendBuilder(id).remark(name))
    })
    yield* showBatch(yield* withClient((client) => makeFriends(client).add(user, added)))
  })
)

const list = command(
  "list",
  "List the friends of a user",
  { user },
  ({ user }) => withClient((client) => showItems(makeFriends(client).all(user)))
)

const check = command(
  "check",
  "Tell how others are related to a user",
  { user, others: some("others", "UserIDs of others") },
  ({ others, user }) =>
    Effect.flatMap(withClient((client) => makeFriends(client).check(user, others)), (found) => showBatch(found))
)

const remove = command(
  "remove",
  "Remove friends from the list of a user",
  { user, friends, both: toggle("both", "Also the user from the lists of the friends") },
  ({ both, friends, user }) =>
    Effect.flatMap(
      withClient((client) =>
        makeFriends(client).delete(user, friends, { DeleteType: both ? "Delete_Type_Both" : "Delete_Type_Single" })
      ),
      (removed) => showBatch(removed)
    )
)

const update = command(
  "update",
  "Change what a user keeps about a friend; what is left out stays",
  {
    user,
    friend: one("friend", "The UserID of the friend"),
    remark,
    group: Flag.String("group").pipe(
      Flag.withDescription("A friend group instead of those now, several times for several"),
      Flag.atLeast(0)
    )
  },
  Effect.fnUntraced(function*({ friend, group, remark, user }) {
    const changes = { ...given({ remark }), ...(group.length === 0 ? {} : { groups: group }) }
    if (Object.keys(changes).length === 0) return yield* new CommandFailed({ detail: "give --remark or --group" })
    const change = { userId: friend, ...changes }
    yield* showBatch(yield* withClient((client) => makeFriends(client).update(user, [change])))
  })
)

/** `timkit friend`. */
export const friendCommand = Command.make("friend").pipe(
  Command.withDescription("Add, list, check, change and remove friends"),
  Command.withSubcommands([add, list, check, remove, update]),
  Command.withExamples([{ command: "timkit friend add alice bob --remark Bobby", description: "Add one friend" }])
)
