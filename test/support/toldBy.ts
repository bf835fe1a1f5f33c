/** What single calls send. */
import * as Effect from "effect/Effect"
import type { BodyOf, CommandName } from "../../src/webhook/mod.ts"
import type { Listening } from "./webhooks.ts"

/** The bodies of a command that a call sends, in a fixed order even where calls follow each other at once. */
export const toldBy = <Name extends CommandName, E, R>(
  { told }: Pick<Listening, "told">,
  command: Name,
  call: Effect.Effect<unknown, E, R>
): Effect.Effect<ReadonlyArray<BodyOf<Name>>, E, R> =>
  Effect.gen(function*() {
    const { length } = yield* told(command)
    yield* call
    return (yield* told(command)).slice(length)
  })

/** The names of the commands that a call sends. */
export const namesToldBy = <E, R>(
  { commands }: Pick<Listening, "commands">,
  call: Effect.Effect<unknown, E, R>
): Effect.Effect<ReadonlyArray<string>, E, R> =>
  Effect.gen(function*() {
    const { length } = yield* commands
    yield* call
    return (yield* commands).slice(length)
  })
