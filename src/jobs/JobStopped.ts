/** Why a job cannot go on. */
import * as Data from "effect/Data"
import type { TimError } from "../errors/TimError.ts"

/** A job cannot go on. What was done so far is kept; the same job goes on from there. */
export class JobStopped extends Data.TaggedError("JobStopped")<{
  /** What happened, and what to do. */
  readonly detail: string
  /** The call that did not succeed. */
  readonly cause?: TimError | undefined
}> {
  override get message(): string {
    return this.detail
  }
}
