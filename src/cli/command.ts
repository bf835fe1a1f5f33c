/** How commands are made: what they fail with is told in the format that was asked for. */
import * as Command from "effect/cli/Command"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Stdio from "effect/Stdio"
import { type Ended, telling, type Telling } from "./failures.ts"
import type { FormatSetting } from "./settings.ts"

/** Whether commands are only parsed, and do nothing: to see whether a line would be understood. */
export const OnlyParsed: Context.Reference<boolean> = Context.Reference<boolean>("timkit/cli/OnlyParsed", {
  defaultValue: () => false
})

/** Makes a command, with one line about it. */
export const command = <const Name extends string, const Config extends Command.Command.Config, E extends Telling, R>(
  name: Name,
  description: string,
  config: Config,
  handler: (input: Command.Command.Config.Infer<Config>) => Effect.Effect<void, E | Ended, R>
): Command.Command<Name, Command.Command.Config.Infer<Config>, {}, Ended, R | Stdio.Stdio | FormatSetting> =>
  Command.make(
    name,
    config,
    (input) => Effect.flatMap(OnlyParsed, (isOnlyParsed) => isOnlyParsed ? Effect.void : telling(handler(input)))
  ).pipe(
    Command.withDescription(description)
  )
