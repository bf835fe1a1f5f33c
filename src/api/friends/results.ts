/** How answers with a result for each user become batch results. */
import { type BatchResult, failedBy, sortResults } from "../../endpoint/batch.ts"

/** What became of one user, as it goes over the wire. */
export interface UserResult {
  readonly To_Account: string
  readonly ResultCode: number
  readonly ResultInfo?: string | undefined
}

/** The batch result of a list. Items with one of the codes count as done; those with 0 when no codes are given. */
export const toBatch = <Item extends UserResult, Done>(
  items: ReadonlyArray<Item>,
  done: (item: Item) => Done,
  codes: ReadonlyArray<number> = [0]
): BatchResult<Done> =>
  sortResults(
    items,
    ({ ResultCode, ResultInfo, To_Account }) =>
      codes.includes(ResultCode) ? undefined : failedBy(To_Account, ResultCode, ResultInfo),
    done
  )

/** The id of a user's result. */
export const userOf = ({ To_Account }: UserResult): string => To_Account
