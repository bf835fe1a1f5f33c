/** `timkit call`: any endpoint, by its path. */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { parseJson } from "../endpoint/json.ts"
import type { TimClientService } from "../endpoint/client.ts"
import { checkCall, showCall } from "./calling.ts"
import { command } from "./command.ts"
import { endpointFor, reference } from "./endpoints.ts"
import { CommandFailed } from "./failures.ts"
import { readStdin, readText, toObject } from "./input.ts"
import { KeyFile } from "./settings.ts"
import { templateOf } from "./template.ts"
import { one, text, toggle } from "./words.ts"

/** The name that means standard input. */
const stdinName = "-"

/** The text of the body, from the one place that it is given in. */
const readBody = Effect.fnUntraced(function*(
  { body, file, json }: { readonly [Place in "body" | "file" | "json"]: Option.Option<string> }
) {
  const given = [body, file, json].filter(Option.isSome)
  if (given.length > 1) return yield* new CommandFailed({ detail: "give the body once: as BODY, --json or --file" })
  const isPiped = Option.contains(body, stdinName) || Option.contains(file, stdinName)
  if (isPiped) {
    if (Option.contains(yield* KeyFile, stdinName)) {
      return yield* new CommandFailed({ detail: "standard input holds the key or the body, not both" })
    }
    return yield* Effect.mapError(readStdin, () => new CommandFailed({ detail: "standard input cannot be read" }))
  }
  if (Option.isSome(file)) return yield* readText(file.value, "the body")
  return Option.getOrElse(Option.orElse(body, () => json), () => "{}")
})

/** A body for a path whose large integers nobody knows: they would become texts. */
const isExact = (text: string): boolean => {
  try {
    return JSON.stringify(parseJson(text)) === JSON.stringify(JSON.parse(text))
  } catch {
    return true
  }
}

/** `timkit call`. */
export const callCommand = command(
  "call",
  "Call an endpoint: the request is checked before it is sent, the answer told as it comes",
  {
    path: one("path", "v4/openim/sendmsg, or sendmsg, or messages.send; or any other v4/service/command"),
    body: Argument.String("body").pipe(
      Argument.withDescription("The body as JSON, - for standard input; {} when left out"),
      Argument.optional
    ),
    json: text("json", "The body as JSON"),
    file: text("file", "A file that holds the body, - for standard input"),
    template: toggle("template", "Print a request to fill in, and call nothing"),
    all: toggle("all", "With --template: optional fields, too"),
    dryRun: toggle("dry-run", "Check the request, and call nothing")
  },
  Effect.fnUntraced(function*({ all, dryRun, path, template, ...places }) {
    const found = yield* endpointFor(path)
    if (template) {
      if (typeof found === "string") return yield* new CommandFailed({ detail: `nothing is known about ${found}` })
      const { jsonSchemaOf } = yield* reference
      const { fills, request } = found.endpoint
      const body = templateOf(jsonSchemaOf(request as never), { all, without: fills })
      return yield* Console.log(JSON.stringify(body, null, 2))
    }
    const text = yield* readBody(places)
    const body = yield* toObject<object>(text, "the body", parseJson)
    if (typeof found === "string" && !isExact(text)) {
      const detail = "the body holds an integer of more than 53 bits, which only paths take that are known"
      return yield* new CommandFailed({ detail })
    }
    const call = (client: TimClientService) =>
      typeof found === "string" ? client.call(found, body) : client.call(found.endpoint, body as never)
    yield* (dryRun ? checkCall : showCall)(call as (client: TimClientService) => ReturnType<TimClientService["call"]>)
  })
).pipe(
  Command.withExamples([
    { command: "timkit call sendmsg --template > body.json", description: "A request to fill in" },
    { command: "timkit call sendmsg --file body.json --dry-run", description: "Check it" },
    { command: "timkit call account_import '{\"UserID\":\"alice\"}'", description: "Call it" }
  ])
)
