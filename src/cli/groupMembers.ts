/** `timkit group members`, `add`, `remove`, `mute`, `role` and `transfer`: who is in a group, and as what. */
import * as Argument from "effect/cli/Argument"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { makeGroups } from "../api/groups/Groups.ts"
import { showCall, withClient } from "./calling.ts"
import { command } from "./command.ts"
import { showBatch, showItems } from "./output.ts"
import { given, one, some, text, toggle } from "./words.ts"

const group = one("group", "The GroupId")
const users = some("users", "UserIDs")
const user = one("user", "The UserID")
const silent = toggle("silent", "Tell nobody in the group")

/** `timkit group members`. */
export const listMembers = command(
  "members",
  "List the members of a group",
  { group },
  ({ group }) => withClient((client) => showItems(makeGroups(client).members(group)))
)

/** `timkit group add`. */
export const addMembers = command(
  "add",
  "Add members to a group",
  { group, users, silent },
  ({ group, silent, users }) =>
    Effect.flatMap(
      withClient((client) => makeGroups(client).addMembers(group, users, silent ? { Silence: 1 } : {})),
      (added) => showBatch(added)
    )
)

/** `timkit group remove`. */
export const removeMembers = command(
  "remove",
  "Remove members from a group",
  { group, users, silent, reason: text("reason", "What they are told") },
  ({ group, reason, silent, users }) =>
    Effect.flatMap(
      withClient((client) =>
        makeGroups(client).removeMembers(group, users, {
          ...given({ Reason: reason }),
          ...(silent ? { Silence: 1 } : {})
        })
      ),
      (removed) => showBatch(removed)
    )
)

/** `timkit group mute`. */
export const muteMembers = command(
  "mute",
  "Keep members from speaking for a while; 0 seconds let them speak again",
  {
    group,
    users,
    seconds: Flag.Int("seconds").pipe(Flag.withDescription("For how long"))
  },
  ({ group, seconds, users }) =>
    Effect.flatMap(
      withClient((client) => makeGroups(client).muteMembers(group, users, seconds)),
      (muted) => showBatch(muted)
    )
)

/** `timkit group role`. */
export const setRole = command(
  "role",
  "Make a member an admin, or a plain member again",
  {
    group,
    user,
    role: Argument.Literals("role", ["Admin", "Member"]).pipe(Argument.withDescription("The role"))
  },
  ({ group, role, user }) => showCall((client) => makeGroups(client).modifyMember(group, user, { Role: role }))
)

/** `timkit group transfer`. */
export const transfer = command(
  "transfer",
  "Hand a group to another owner, who must be a member",
  { group, user },
  ({ group, user }) => showCall((client) => makeGroups(client).changeOwner(group, user))
)
