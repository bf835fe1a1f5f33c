/** Where commands find the secret key: never among their arguments, which every process of the machine can read. */
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import type { PlatformError } from "effect/PlatformError"
import * as Redacted from "effect/Redacted"
import type * as Stdio from "effect/Stdio"
import { environmentNames } from "../endpoint/Config.ts"
import { CommandFailed } from "./failures.ts"
import { readStdin } from "./input.ts"
import { KeyFile } from "./settings.ts"

/** A variable of the environment. Set to nothing is as good as not set. */
export const variable = (name: string): Effect.Effect<string | undefined> =>
  Effect.orDie(Config.option(Config.String(name))).pipe(
    Effect.map((value) => Option.getOrUndefined(value) || undefined)
  )

/** A secret from a file, or from standard input where its name is `-`. */
export const readSecretFile = Effect.fnUntraced(function*(
  name: string,
  what: { readonly flag: string; readonly noun: string }
): Effect.fn.Return<Redacted.Redacted, CommandFailed, FileSystem.FileSystem | Stdio.Stdio> {
  const { flag, noun } = what
  const read: Effect.Effect<string, PlatformError, FileSystem.FileSystem | Stdio.Stdio> = name === "-"
    ? readStdin
    : FileSystem.FileSystem.use((files) => files.readFileString(name))
  const text = yield* Effect.mapError(
    read,
    // Its name may be the secret itself, by mistake.
    () => new CommandFailed({ detail: `the ${noun} file cannot be read: ${flag} takes its name` })
  )
  if (text.trim() === "") return yield* new CommandFailed({ detail: `the ${noun} file is empty` })
  return Redacted.make(text.trim(), { label: noun })
})

/** The secret key from a file that was given, or from the environment. */
export const givenSecretKey = Effect.gen(function*() {
  const file = yield* KeyFile
  if (Option.isSome(file)) return yield* readSecretFile(file.value, { flag: "--key-file", noun: "key" })
  const found = yield* variable(environmentNames.secretKey)
  return found === undefined ? undefined : Redacted.make(found, { label: "key" })
})
