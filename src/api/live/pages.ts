/** Walks over pages whose lists change while they are read. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { TimError } from "../../errors/TimError.ts"

/** A page, and where the next one begins. */
export interface Page<Item, Cursor> {
  readonly items: ReadonlyArray<Item>
  readonly next: Cursor
}

/**
 * The items of all pages, each once, though people who come and go may put one on two pages. The walk ends where the
 * service answers the cursor with which it begins, or the same one twice.
 */
export const eachOnce = <Item, Cursor>(options: {
  /** The cursor of the first page, which is the one behind the last as well. */
  readonly first: Cursor
  readonly idOf: (item: Item) => string | undefined
  readonly read: (cursor: Cursor) => Effect.Effect<Page<Item, Cursor>, TimError>
}): Stream.Stream<Item, TimError> =>
  Stream.suspend(() => {
    const seen = new Set<string>()
    const isNew = (item: Item): boolean => {
      const id = options.idOf(item)
      if (id === undefined) return true
      const size = seen.size
      return seen.add(id).size > size
    }
    return Stream.paginate(options.first, (cursor) =>
      Effect.map(options.read(cursor), ({ items, next }) =>
        [
          items.filter(isNew),
          next === options.first || next === cursor ? Option.none() : Option.some(next)
        ] as const))
  })
