/** `timkit export`: what the service can list, as lines of JSON. */
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import type { TimClient } from "../endpoint/TimClient.ts"
import type { TimError } from "../errors/TimError.ts"
import { exportFriends, exportGroupHistory, exportGroups, exportHistory, exportMembers } from "../jobs/exports.ts"
import type { Item } from "../jobs/Job.ts"
import { command } from "./command.ts"
import { clientLayer } from "./connection.ts"
import { CommandFailed } from "./failures.ts"
import { given, one, text, whole } from "./words.ts"

const output = Flag.String("output").pipe(
  Flag.withAlias("o"),
  Flag.withDescription("The file to write, once all is there; standard output when left out"),
  Flag.optional
)

/** Writes items, and tells how many there were where that is not in their way. */
const write = (items: Stream.Stream<Item, TimError, TimClient>, target: Option.Option<string>) =>
  Effect.gen(function*() {
    let count = 0
    const texts = Stream.map(items, (item) => {
      count++
      return `${JSON.stringify(item)}\n`
    })
    if (Option.isNone(target)) {
      const stdio = yield* Stdio.Stdio
      yield* Stream.run(texts, stdio.stdout())
    } else {
      const fs = yield* FileSystem.FileSystem
      // Half an export must not be taken for a whole one.
      const part = `${target.value}.part`
      yield* Stream.run(Stream.encodeText(texts), fs.sink(part))
      yield* fs.rename(part, target.value)
    }
    yield* Console.error(`${count} items`)
  }).pipe(
    Effect.catchTag(
      "PlatformError",
      ({ reason }) => Effect.fail(new CommandFailed({ detail: `the export cannot be written (${reason._tag})` }))
    ),
    Effect.provide(clientLayer)
  )

const history = command(
  "history",
  "Export a one-to-one history, newest message first, for import messages",
  {
    user: one("user", "The account whose history it is"),
    peer: one("peer", "The account that it is with"),
    from: whole("from", "The earliest time, in seconds since 1970"),
    to: whole("to", "The latest time, in seconds since 1970"),
    output
  },
  ({ from, output, peer, to, user }) =>
    write(
      exportHistory(user, peer, given({ MinTime: from, MaxTime: to })),
      output
    )
)

const groupHistory = command(
  "group-history",
  "Export the history of a group, newest message first, for import group-messages",
  {
    group: one("group", "The group"),
    topic: text("topic", "A topic of the group"),
    output
  },
  ({ group, output, topic }) => write(exportGroupHistory(group, { topicId: Option.getOrUndefined(topic) }), output)
)

const members = command(
  "members",
  "Export the members of a group, for import members",
  { group: one("group", "The group"), output },
  ({ group, output }) => write(exportMembers(group), output)
)

const groups = command(
  "groups",
  "Export all groups with their profiles, for import groups",
  { output },
  ({ output }) => write(exportGroups(), output)
)

const friends = command(
  "friends",
  "Export the friends of an account, for import friends",
  { user: one("user", "The account whose friends they are"), output },
  ({ output, user }) => write(exportFriends(user), output)
)

export const exportCommand = Command.make("export").pipe(
  Command.withDescription("Write what the service can list as lines of JSON"),
  Command.withSubcommands([history, groupHistory, members, groups, friends]),
  Command.withExamples([
    { command: "timkit export members readers -o members.ndjson", description: "To be fed to timkit import members" }
  ])
)
