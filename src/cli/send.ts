/** `timkit send`: one message, or one to each line of a file. */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type MessageDraft, msg } from "../../builders/msg.ts"
import { push } from "../../builders/push.ts"
import { GroupMessages } from "../api/groupMessages/GroupMessages.ts"
import { makeMessages } from "../api/messages/Messages.ts"
import type { TimClientService } from "../endpoint/client.ts"
import { jobs } from "../jobs/kinds.ts"
import { checkCall, showCall } from "./calling.ts"
import { command } from "./command.ts"
import { CommandFailed } from "./failures.ts"
import { jobFlags, messageFlags, runJobCommand } from "./jobs.ts"
import { choice, given, text } from "./words.ts"

const { file, ...flags } = jobFlags

/** What makes up one message, beside its text. */
const ownFlags = {
  from: text("from", "The sender; the administrator that calls when left out"),
  custom: text("custom", "Data of the app's own, as JSON"),
  desc: text("desc", "What a push shows in place of --custom"),
  pushTitle: text("push-title", "The title of the push"),
  pushDesc: text("push-desc", "The text of the push"),
  priority: choice("priority", ["High", "Normal", "Low"], "How important it is; for --to-group")
}

type Own = { readonly [Name in keyof typeof ownFlags]: Option.Option<string> }

const isJson = (value: string): boolean => {
  try {
    JSON.parse(value)
    return true
  } catch {
    return false
  }
}

const draftOf = Effect.fnUntraced(function*(words: Option.Option<string>, own: Own) {
  const { custom, desc, from, pushDesc, pushTitle } = given(own)
  if (Option.isNone(words) && custom === undefined) {
    return yield* new CommandFailed({ detail: "give --text or --custom" })
  }
  if (custom !== undefined && !isJson(custom)) return yield* new CommandFailed({ detail: "--custom is no JSON" })
  let draft: MessageDraft = msg()
  if (Option.isSome(words)) draft = draft.text(words.value)
  if (custom !== undefined) draft = draft.custom(custom, desc)
  if (from !== undefined) draft = draft.from(from)
  if (pushTitle !== undefined || pushDesc !== undefined) {
    const titled = pushTitle === undefined ? push() : push().title(pushTitle)
    draft = draft.offlinePush(pushDesc === undefined ? titled : titled.desc(pushDesc))
  }
  return draft
})

/** `timkit send`. */
export const sendCommand = command(
  "send",
  jobs.send.title,
  {
    file: Argument.optional(file),
    to: text("to", "The UserID of the one receiver"),
    toGroup: text("to-group", "The GroupId of the group that receives it"),
    ...ownFlags,
    ...messageFlags,
    ...flags
  },
  Effect.fnUntraced(function*({ file, to, toGroup, ...input }) {
    const { custom, desc, from, priority, pushDesc, pushTitle } = input
    const own: Own = { custom, desc, from, priority, pushDesc, pushTitle }
    if ([file, to, toGroup].filter(Option.isSome).length !== 1) {
      return yield* new CommandFailed({ detail: "give exactly one of FILE, --to and --to-group" })
    }
    if (Option.isSome(file)) {
      if (Object.keys(given(own)).length > 0) {
        const detail = "with FILE the message is --text, --template, or what stands in its lines"
        return yield* new CommandFailed({ detail })
      }
      return yield* runJobCommand(jobs.send, ["send"])({ ...input, file: file.value })
    }
    if (Option.isSome(input.template)) return yield* new CommandFailed({ detail: "--template goes with FILE only" })
    if (Option.isSome(priority) && Option.isNone(toGroup)) {
      return yield* new CommandFailed({ detail: "--priority goes with --to-group only" })
    }
    const draft = yield* draftOf(input.text, own)
    const show = input.dryRun ? checkCall : showCall
    if (Option.isSome(to)) {
      return yield* show((client: TimClientService) => makeMessages(client).send(draft.to(to.value)))
    }
    const message = draft.toGroup(Option.getOrElse(toGroup, () => ""))
    const ranked = Option.isSome(priority) ? message.priority(priority.value) : message
    yield* show((client: TimClientService) => GroupMessages.make(client).send(ranked))
  })
).pipe(
  Command.withShortDescription("Send a message to an account or a group, or to each account of a file"),
  Command.withDescription(
    `Send a message to an account or a group, or to each account of a file. ` +
      `A line of the file: ${JSON.stringify(jobs.send.example)}`
  ),
  Command.withExamples([
    { command: "timkit send --to bob --text hi --from alice", description: "One message" },
    { command: "timkit send --to-group readers --text hi --priority High", description: "To a group" },
    { command: "timkit send subscribers.csv --text \"We are back\"", description: "To everybody in a file" }
  ])
)
