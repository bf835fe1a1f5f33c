/** Pages of what is kept, newest first. */
import * as Effect from "effect/Effect"
import { parseQuery, type Query, QueryProblem, type Searchable } from "../query.ts"
import { ControlProblem } from "./schemas.ts"

/** What asks for a page. */
export interface PageQuery {
  readonly q?: string | undefined
  readonly limit?: number | undefined
}

/** A page. */
export interface Page<Row> {
  readonly items: ReadonlyArray<Row>
  /** Whether there are older ones. */
  readonly more: boolean
  /** How many were forgotten to make room. */
  readonly forgotten: number
}

/** The search of a request; a problem in words where it is not understood. */
export const understood = (text: string | undefined): Effect.Effect<Query, ControlProblem> =>
  Effect.try({
    try: () => parseQuery(text),
    catch: (error) => new ControlProblem({ message: error instanceof QueryProblem ? error.message : "no search" })
  })

/** How many rows a request wants, within what is allowed. */
export const limitOf = ({ limit = 100 }: { readonly limit?: number | undefined }): number =>
  Math.min(1_000, Math.max(1, Math.floor(limit) || 1))

/** A page of what fits, out of items that come newest first. */
export const pageOf = <Item, Row>(
  items: Iterable<Item>,
  request: PageQuery,
  forgotten: number,
  search: (item: Item) => Searchable,
  toRow: (item: Item) => Row
): Effect.Effect<Page<Row>, ControlProblem> =>
  Effect.map(understood(request.q), ({ matches }) => {
    const limit = limitOf(request)
    const rows: Array<Row> = []
    for (const item of items) {
      if (!matches(search(item))) continue
      if (rows.length === limit) return { items: rows, more: true, forgotten }
      rows.push(toRow(item))
    }
    return { items: rows, more: false, forgotten }
  })
