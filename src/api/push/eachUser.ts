/** Calls that give each of many users something, or take it away. */
import * as Effect from "effect/Effect"
import { type BatchResult, type FailedItem, inBatches, itself } from "../../endpoint/batch.ts"
import type { TimError } from "../../errors/TimError.ts"

/** The same for each of some users, or a list in the wire's own shape that tells each user's own. */
export type EachUser<User, What> =
  | [userIds: ReadonlyArray<string>, what: What]
  | [users: ReadonlyArray<User>]

/** A verb for any number of users, 100 a call. */
export type EachUserVerb<User, What> = (...args: EachUser<User, What>) => Effect.Effect<BatchResult, TimError>

/** A user of a list. */
export interface ToAccount {
  readonly To_Account: string
}

/** An answer that may list accounts that failed alone. */
export interface WithErrors {
  readonly ErrorCode: number
  readonly ErrorList?:
    | ReadonlyArray<{
      readonly To_Account: string
      readonly ErrorCode: number
      readonly ErrorInfo?: string | undefined
    }>
    | undefined
}

/** The users of a call, in the wire's own shape. */
export const usersOf = <User, What>(
  [users, what]: EachUser<User, What>,
  make: (To_Account: string, what: What) => User
): ReadonlyArray<User> =>
  what === undefined
    ? users as ReadonlyArray<User>
    : (users as ReadonlyArray<string>).map((id) => make(id, what))

/** The accounts that failed alone. */
export const failuresOf = ({ ErrorList = [] }: WithErrors): ReadonlyArray<FailedItem> =>
  ErrorList.map(({ ErrorCode, ErrorInfo = "", To_Account }) => ({ item: To_Account, code: ErrorCode, info: ErrorInfo }))

/** What became of accounts of which the answer names only those that failed. */
export const outcomeOf = (ids: ReadonlyArray<string>, answer: WithErrors): BatchResult => {
  const failed = failuresOf(answer)
  const names = new Set(failed.map(({ item }) => item))
  return { ok: ids.filter((id) => !names.has(id)), failed }
}

/** Writes something of users, 100 a call. */
export const writeUsers = <User extends ToAccount>(
  users: ReadonlyArray<User>,
  call: (chunk: ReadonlyArray<User>) => Effect.Effect<WithErrors, TimError>
): Effect.Effect<BatchResult, TimError> =>
  inBatches(users, {
    size: 100,
    idOf: ({ To_Account }) => To_Account,
    call: (chunk) => Effect.map(call(chunk), (answer) => outcomeOf(chunk.map(({ To_Account }) => To_Account), answer))
  })

/** Does something to accounts by their ids alone, 100 a call. */
export const writeIds = (
  ids: ReadonlyArray<string>,
  call: (chunk: ReadonlyArray<string>) => Effect.Effect<WithErrors, TimError>
): Effect.Effect<BatchResult, TimError> =>
  inBatches(ids, {
    size: 100,
    idOf: itself,
    call: (chunk) => Effect.map(call(chunk), (answer) => outcomeOf(chunk, answer))
  })

/** Reads something of users, 100 a call. */
export const readUsers = <Answer extends WithErrors, User>(
  ids: ReadonlyArray<string>,
  call: (chunk: ReadonlyArray<string>) => Effect.Effect<Answer, TimError>,
  read: (answer: Answer) => ReadonlyArray<User>
): Effect.Effect<BatchResult<User>, TimError> =>
  inBatches(ids, {
    size: 100,
    idOf: itself,
    call: (chunk) => Effect.map(call(chunk), (answer) => ({ ok: read(answer), failed: failuresOf(answer) }))
  })
