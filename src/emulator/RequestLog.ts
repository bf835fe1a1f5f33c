/** What was called, and what was answered. */
import { Ring } from "./Ring.ts"

/** One call of the API. Neither its signature nor its query is kept. */
export interface LoggedCall {
  /** Counts up from 1. */
  readonly id: number
  /** When it came, in milliseconds since 1970. */
  readonly time: number
  /** How long it took, in milliseconds. */
  readonly duration: number
  /** The app, once its signature was found to be good. */
  readonly sdkAppId: number | undefined
  readonly path: string
  readonly identifier: string | undefined
  /** The body; a text where it was no JSON object, or too long to be kept whole. */
  readonly request: unknown
  /** The answer; a text where it was cut off, or too long to be kept whole; nothing where there was none. */
  readonly answer: unknown
  /** 0 where the connection was dropped. */
  readonly status: number
  readonly code: number
  /** The fault rule that fired. */
  readonly fault: number | undefined
}

/** The latest calls. */
export type RequestLog = Ring<LoggedCall>

const kept = 100_000

/** The longest text that is kept whole, in characters. */
export const maxLoggedCharacters = 65_536

/** A log for the latest 100,000 calls. */
export const makeRequestLog = (): RequestLog => new Ring<LoggedCall>(kept)
