/** What the commands of the domains have in common: how arguments are described, and what was given. */
import * as Argument from "effect/cli/Argument"
import * as Flag from "effect/cli/Flag"
import * as Prompt from "effect/cli/Prompt"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stdio from "effect/Stdio"
import { CommandFailed } from "./failures.ts"

/** An argument that must be given. */
export const one = (name: string, description: string) =>
  Argument.String(name).pipe(Argument.withDescription(description))

/** An argument of which there is at least one. */
export const some = (name: string, description: string) => one(name, description).pipe(Argument.variadic({ min: 1 }))

/** A flag with a text, which may be left out. */
export const text = (name: string, description: string) =>
  Flag.String(name).pipe(Flag.withDescription(description), Flag.optional)

/** A flag with a whole number, which may be left out. */
export const whole = (name: string, description: string) =>
  Flag.Int(name).pipe(Flag.withDescription(description), Flag.optional)

/** A flag with one of some words, which may be left out. */
export const choice = <const Words extends ReadonlyArray<string>>(name: string, words: Words, description: string) =>
  Flag.Literals(name, words).pipe(Flag.withDescription(description), Flag.optional)

/** A flag that is there or not. */
export const toggle = (name: string, description: string) =>
  Flag.Boolean(name).pipe(Flag.withDescription(description), Flag.withDefault(false))

type Given<Fields> = {
  readonly [Name in keyof Fields]?: Fields[Name] extends Option.Option<infer Value> ? Value : never
}

/** The fields that were given. */
export const given = <const Fields extends { readonly [name: string]: Option.Option<unknown> }>(
  fields: Fields
): Given<Fields> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => Option.isSome(value) ? [[name, value.value]] : [])
  ) as Given<Fields>

/** Says that something cannot be undone, and that it shall be done. */
export const yes = toggle("yes", "It cannot be undone, and shall be done. Without it a terminal is asked")

/** Asks before something is done that cannot be undone; where nobody can be asked, `--yes` is needed. */
export const confirm = Effect.fnUntraced(function*(what: string, isConfirmed: boolean) {
  if (isConfirmed) return
  const { stdinIsTerminal, stdoutIsTerminal } = yield* Stdio.Stdio
  if (!(yield* stdinIsTerminal) || !(yield* stdoutIsTerminal)) {
    return yield* new CommandFailed({ detail: `${what}: it cannot be undone; add --yes` })
  }
  const answer = yield* Effect.catchTag(
    Prompt.run(Prompt.Confirm({ message: `${what}? It cannot be undone.` })),
    "QuitError",
    () => Effect.interrupt
  )
  if (!answer) return yield* new CommandFailed({ detail: "nothing was done" })
})
