/** Where commands find the secret key: never among their arguments, which every process of the machine can read. */
import * as Config from "effect/Config"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { environmentNames } from "../endpoint/Config.ts"

/** A command cannot do its work. */
export class CommandFailed extends Data.TaggedError("CommandFailed")<{ readonly detail: string }> {
  override get message(): string {
    return this.detail
  }
}

/** The secret key: from a file where one is given, else from the environment. */
export const readSecretKey = Effect.fnUntraced(function*(
  file: Option.Option<string>
): Effect.fn.Return<Redacted.Redacted | undefined, CommandFailed, FileSystem.FileSystem> {
  if (Option.isSome(file)) {
    const files = yield* FileSystem.FileSystem
    const text = yield* Effect.mapError(
      files.readFileString(file.value),
      // Its name may be the key itself, by mistake.
      () => new CommandFailed({ detail: "the key file cannot be read: --key-file takes its name" })
    )
    if (text.trim() === "") return yield* new CommandFailed({ detail: "the key file is empty" })
    return Redacted.make(text.trim())
  }
  const found = yield* Effect.orDie(Config.option(Config.Redacted(environmentNames.secretKey)))
  // Set to nothing is as good as not set.
  return Option.getOrUndefined(Option.filter(found, (key) => Redacted.value(key) !== ""))
})
