/** The tree of commands, and how one of them is run. Nothing happens by importing it. */
import * as CliConfig from "effect/cli/CliConfig"
import type * as CliError from "effect/cli/CliError"
import * as CliOutput from "effect/cli/CliOutput"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import { version } from "../version.ts"
import { accountCommand } from "./accounts.ts"
import { callCommand } from "./call.ts"
import { builtIns } from "./completions.ts"
import { emulatorCommand } from "./emulator.ts"
import { endpointsCommand } from "./endpoints.ts"
import { exitCodeLines } from "./exitCodes.ts"
import { explainCommand } from "./explain.ts"
import { exportCommand } from "./exports.ts"
import { Ended } from "./failures.ts"
import { friendCommand } from "./friends.ts"
import { groupCommand } from "./groups.ts"
import { deleteCommand, importCommand, sendCommands } from "./jobs.ts"
import { profileCommand } from "./profiles.ts"
import { sendCommand } from "./send.ts"
import { settings } from "./settings.ts"
import { userSigCommand } from "./usersig.ts"
import { webhookCommand } from "./webhook.ts"

/** The command with everything below it. */
export const timkit = Command.make("timkit").pipe(
  Command.withDescription(
    `Tools for the server side of Tencent Cloud Chat.\n\nExit codes:\n${exitCodeLines.join("\n")}`
  ),
  Command.withSubcommands([
    callCommand,
    endpointsCommand,
    explainCommand,
    webhookCommand,
    userSigCommand,
    emulatorCommand,
    sendCommand,
    accountCommand,
    profileCommand,
    groupCommand,
    friendCommand,
    importCommand,
    ...sendCommands,
    deleteCommand,
    exportCommand
  ]),
  Command.withGlobalFlags(settings)
)

/** Keys and UserSigs are longer than anything that is usually typed. */
const secretLike = /[\w+/=*-]{32,}/g

/** What was mistyped is told again, but for what may be a key. */
const withoutSecrets = (text: string): string => text.replace(secretLike, "…")

/** Help goes to standard output, and what was wrong with the arguments to standard error. */
const presenter: CliOutput.Presenter = {
  present: (event) =>
    event._tag !== "InvalidInvocation"
      ? CliOutput.defaultPresenter.present(event)
      : Console.error(
        [
          ...event.errors.map(({ message }) => withoutSecrets(message)),
          `Usage: ${event.helpDoc.usage}`,
          `${event.commandPath.join(" ")} --help tells more.`
        ].join("\n")
      )
}

/**
 * Runs a command. Whatever goes wrong is told before it ends; the failure holds nothing but the exit code.
 *
 * Needs the platform: standard streams, terminal, files, and a `ConfigProvider` that is the environment unless another
 * is in place.
 */
export const runTimkit = (args: ReadonlyArray<string>): Effect.Effect<void, Ended, Command.Environment> =>
  Command.runWith(timkit, { version })(args).pipe(
    Effect.catch((error: Ended | CliError.CliError) =>
      error instanceof Ended
        ? Effect.fail(error)
        : error._tag === "ShowHelp" && error.errors.length === 0
        ? Effect.void
        : Effect.fail(new Ended({ code: 2 }))
    ),
    Effect.provideService(CliConfig.CliConfig, CliConfig.make({ builtIns })),
    Effect.provideService(CliOutput.Presenter, presenter),
    Effect.provideService(Logger.LogToStderr, true)
  )
