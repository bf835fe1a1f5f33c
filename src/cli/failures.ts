/** How commands tell what went wrong: to people in lines, to programs in one line of JSON, always on standard error. */
import * as Console from "effect/Console"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Runtime from "effect/Runtime"
import type * as Stdio from "effect/Stdio"
import { type Reason, TimError } from "../errors/TimError.ts"
import { type ExitCode, exitCodeOf } from "./exitCodes.ts"
import { escapeControls } from "./table.ts"
import { type Format, type FormatSetting, resolvedFormat } from "./settings.ts"

/** A command cannot do its work. */
export class CommandFailed extends Data.TaggedError("CommandFailed")<{
  readonly detail: string
  /** 2 when left out: the reason lies on this side. */
  readonly code?: 1 | 2 | 3
}> {
  override get message(): string {
    return this.detail
  }
}

/** A command that has told already how it ended. */
export class Ended extends Data.TaggedError("Ended")<{ readonly code: Exclude<ExitCode, 0> }> {
  override readonly [Runtime.errorReported] = false
  override get [Runtime.errorExitCode](): number {
    return this.code
  }
}

/** A failure that says what happened. */
export interface Telling {
  readonly _tag: string
  readonly message: string
}

const reasonOf = (error: Telling): Reason | undefined => error instanceof TimError ? error.reason : undefined

const line = (name: string, text: string | undefined): ReadonlyArray<string> =>
  text === undefined || text === "" ? [] : [`  ${name.padEnd(8)}  ${escapeControls(text)}`]

/** A failure for people. */
export const failureText = (error: Telling): string => {
  const reason = reasonOf(error)
  switch (reason?._tag) {
    case "Refused": {
      const { advice, code, docs, endpoint, errorInfo, name, requestId } = reason
      return [
        `${endpoint} was refused`,
        ...line("code", `${code}${name === undefined ? "" : ` ${name}`}`),
        ...line("it says", errorInfo),
        ...line("advice", advice),
        ...line("more", `timkit explain ${code} --path ${endpoint}`),
        ...line("page", docs),
        ...line("request", requestId)
      ].join("\n")
    }
    case "RequestInvalid":
      return [
        `${reason.endpoint} was not sent, the request is not valid`,
        ...reason.issues.map(({ message, path }) =>
          `  ${escapeControls(path === "" ? message : `${path}: ${message}`)}`
        ),
        ...line("page", reason.docs)
      ].join("\n")
    default:
      // What this command says itself may have several lines; what others said must not make any.
      return error instanceof CommandFailed
        ? error.detail.split("\n").map(escapeControls).join("\n")
        : escapeControls(error.message)
  }
}

/** A failure for programs. */
export const failureJson = (error: Telling): string => {
  const reason = reasonOf(error)
  const kind = reason?._tag ?? error._tag
  // What holds failures of its own is told by its message.
  const { _tag: _, ...fields } = reason === undefined || reason._tag === "PartlyFailed" ? { _tag: kind } : reason
  return JSON.stringify({ error: { reason: kind, message: error.message, ...fields } })
}

/** Tells a failure in a format. */
export const failureIn = (format: Format, error: Telling): string =>
  format === "table" ? failureText(error) : failureJson(error)

/** The exit code after a failure. */
const codeOf = (error: Telling): 1 | 2 | 3 => {
  const reason = reasonOf(error)
  if (reason !== undefined) return exitCodeOf[reason._tag]
  return error instanceof CommandFailed ? error.code ?? 2 : 2
}

/** Runs the work of a command. What fails is told, in the format that was asked for. */
export const telling = <E extends Telling, R>(
  work: Effect.Effect<void, E | Ended, R>
): Effect.Effect<void, Ended, R | Stdio.Stdio | FormatSetting> =>
  Effect.catch(work, (error: E | Ended) =>
    error instanceof Ended
      ? Effect.fail(error)
      : Effect.gen(function*() {
        yield* Console.error(failureIn(yield* resolvedFormat, error))
        return yield* new Ended({ code: codeOf(error) })
      }))
