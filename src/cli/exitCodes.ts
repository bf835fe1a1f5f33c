/** How commands end. The help and the documentation tell this table. */
import type { Reason } from "../errors/TimError.ts"

/** What each exit code means. */
export const exitCodes = {
  0: "everything was done",
  1: "the service refused the call, its answer is not understood, or some of several items were not done",
  2: "wrong usage, an invalid request, configuration or file; or a job that stopped before its end",
  3: "the service was not reached",
  130: "the command was interrupted"
} as const

/** The exit code of a command. */
export type ExitCode = keyof typeof exitCodes

/** The exit code after a call that failed. */
export const exitCodeOf: { readonly [Tag in Reason["_tag"]]: 1 | 2 | 3 } = {
  Refused: 1,
  AnswerInvalid: 1,
  PartlyFailed: 1,
  RequestInvalid: 2,
  ConfigInvalid: 2,
  NotReached: 3
}

/** The table as lines of text. */
export const exitCodeLines: ReadonlyArray<string> = Object.entries(exitCodes).map(([code, meaning]) =>
  `${code.padStart(3)}  ${meaning}`
)
