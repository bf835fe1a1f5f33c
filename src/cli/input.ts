/** What commands read. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import { CommandFailed } from "./failures.ts"

/** Standard input to its end, as text. */
export const readStdin: Effect.Effect<string, PlatformError, Stdio.Stdio> = Effect.gen(function*() {
  const { stdin } = yield* Stdio.Stdio
  return yield* Stream.mkString(Stream.decodeText(stdin))
})

/** A file as text. What cannot be read is told by its name. */
export const readText = (
  path: string,
  what: string
): Effect.Effect<string, CommandFailed, FileSystem.FileSystem> =>
  Effect.mapError(
    FileSystem.FileSystem.use((files) => files.readFileString(path)),
    ({ reason }) => new CommandFailed({ detail: `${what} ${path} cannot be read (${reason._tag})` })
  )

/** The object that a text of JSON holds. The text itself is not told. */
export const toObject = <A>(
  text: string,
  what: string,
  parse: (text: string) => unknown = JSON.parse
): Effect.Effect<A, CommandFailed> =>
  Effect.suspend(() => {
    const wrong = Effect.fail(new CommandFailed({ detail: `${what} is no JSON object` }))
    let value: unknown
    try {
      value = parse(text)
    } catch {
      return wrong
    }
    return typeof value !== "object" || value === null || Array.isArray(value) ? wrong : Effect.succeed(value as A)
  })
