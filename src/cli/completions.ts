/** `--completions`: scripts that complete commands, flags, words and file names. */
import * as Command from "effect/cli/Command"
import * as Completions from "effect/cli/Completions"
import * as GlobalFlag from "effect/cli/GlobalFlag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { settings } from "./settings.ts"

/** Flags and arguments with a text that is the name of a file. */
const fileNames = new Set(["config", "data", "file", "key-file", "output", "seed", "template", "token-file"])

const file = { _tag: "Path", pathType: "file" } as const

const withFiles = <Described extends Completions.FlagDescriptor | Completions.ArgumentDescriptor>(
  described: Described
): Described =>
  described.type._tag === "String" && fileNames.has(described.name) ? { ...described, type: file } : described

/** The flags that every command takes, which Effect leaves out. */
const everywhere = (): ReadonlyArray<Completions.FlagDescriptor> => {
  const flags = [GlobalFlag.Help.flag, ...settings.map(({ flag }) => flag)]
  return Completions.fromCommand(Command.make("flags", Object.fromEntries(flags.entries()))).flags
}

const completed = (
  descriptor: Completions.CommandDescriptor,
  more: ReadonlyArray<Completions.FlagDescriptor>
): Completions.CommandDescriptor => ({
  ...descriptor,
  flags: [...descriptor.flags, ...more].map(withFiles),
  arguments: descriptor.arguments.map(withFiles),
  subcommands: descriptor.subcommands.map((inner) => completed(inner, more))
})

const action: typeof GlobalFlag.Completions = GlobalFlag.Action({
  flag: GlobalFlag.Completions.flag,
  run: (shell, { command }) =>
    Option.match(shell, {
      onNone: () => Effect.void,
      onSome: (shell) => {
        const descriptor = completed(Completions.fromCommand(command), everywhere())
        return Console.log(Completions.generate(command.name, shell, descriptor))
      }
    })
})

/** Effect's own flags, with these completions. */
export const builtIns: ReadonlyArray<GlobalFlag.BuiltIn> = GlobalFlag.BuiltIns.map((flag) =>
  flag === GlobalFlag.Completions ? action : flag
)
