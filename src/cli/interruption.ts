/** With which exit code a process ends that was interrupted. */
import * as Effect from "effect/Effect"
import type { ExitCode } from "./exitCodes.ts"

let code: ExitCode = 130

/** Says that an interruption is no accident, and how the process ends then. */
export const endInterruptedWith = (known: ExitCode): Effect.Effect<void> =>
  Effect.sync(() => {
    code = known
  })

/** The exit code of a process that was interrupted. */
export const interruptedCode = (): ExitCode => code

/** Waits to be stopped, which is how a server ends well. */
export const untilStopped: Effect.Effect<never> = Effect.onInterrupt(Effect.never, () => endInterruptedWith(0))
