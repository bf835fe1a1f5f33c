/** What the handlers about friends, blocklists and following share. */
import * as Effect from "effect/Effect"
import type { UserResult } from "../../api/friends/results.ts"
import type { Endpoint } from "../../endpoint/Endpoint.ts"
import { errorNameOf } from "../../errors/errorName.ts"
import type { blocklistAdded, blocklistRemoved, friendDeleted } from "../../webhook/commands/people.ts"
import { refuse } from "../Refusal.ts"
import { type Call, type Fidelity, type Handler, type Route, route } from "../Route.ts"

/** The code for whatever is wrong with a body, and for an item whose state does not fit. */
export const invalid = 30001

/** The code for a user who is not imported. */
export const unknownUser = 30003

/** A route that acts for a user, who must be imported. */
export const userRoute = <Request, Response, Body extends { readonly From_Account: string }>(
  endpoint: Endpoint<Request, Response, Body>,
  fidelity: Fidelity,
  handler: Handler<Response, Body>
): Route =>
  route(endpoint, { ...fidelity, invalid }, (body, call) =>
    call.app.accounts.has(body.From_Account)
      ? handler(body, call)
      : Effect.fail(refuse(unknownUser, "From_Account is not imported")))

/** What became of one user of a list: nothing special, a code, or a code with a text. */
export type Outcome = undefined | number | readonly [code: number, info: string]

/** The result of one user. */
export const resultOf = (To_Account: string, outcome: Outcome): Required<UserResult> => {
  const [code, info] = typeof outcome === "object" ? outcome : [outcome ?? 0, errorNameOf(outcome ?? 0) ?? ""]
  return { To_Account, ResultCode: code, ResultInfo: code === 0 ? "" : info as string }
}

/** The users of results that failed, where there are any. A pending request is none of them. */
export const failedOf = (results: ReadonlyArray<UserResult>): { readonly Fail_Account?: ReadonlyArray<string> } => {
  const failed = results.filter(({ ResultCode }) => ResultCode !== 0 && ResultCode !== 30539)
  return failed.length === 0 ? {} : { Fail_Account: failed.map(({ To_Account }) => To_Account) }
}

/** Handles the items of a list one after the other. */
export const eachUser = <Item extends { readonly To_Account: string }>(
  items: ReadonlyArray<Item>,
  handle: (item: Item) => Outcome
) => {
  const ResultItem = items.map((item) => resultOf(item.To_Account, handle(item)))
  return { ResultItem, ...failedOf(ResultItem) }
}

/** Ids as items. */
export const asItems = (ids: ReadonlyArray<string>) => ids.map((To_Account) => ({ To_Account }))

/** Why a user cannot be related to another at all, as an error code. */
export const whyNotRelated = (from: string, to: string, { app }: Call): Outcome =>
  app.accounts.has(to) ? from === to ? [invalid, "From_Account and To_Account are the same"] : undefined : unknownUser

/** One user in the list of another, as webhooks tell it. */
export interface Pair {
  /** Whose list it is. */
  readonly From_Account: string
  readonly To_Account: string
}

/** Tells of pairs that changed, where there are any. */
export const tellPairs = (
  command: typeof friendDeleted | typeof blocklistAdded | typeof blocklistRemoved,
  PairList: ReadonlyArray<Pair>,
  { tell }: Call
): void => {
  if (PairList.length > 0) tell(command, () => ({ PairList }))
}
