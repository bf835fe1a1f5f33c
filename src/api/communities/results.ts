/** What became of single topics and permission groups. */
import type { BatchResult } from "../../endpoint/batch.ts"

/** What the service says about one item of a list. */
interface ItemResult {
  readonly ErrorCode?: number | undefined
  readonly ErrorInfo?: string | undefined
}

/** The items of an answer as a batch: 0, or nothing, is a success. */
export const toBatch = <Item extends ItemResult, Done>(
  items: ReadonlyArray<Item>,
  idOf: (item: Item, index: number) => string,
  toDone: (item: Item, id: string) => Done
): BatchResult<Done> => {
  const ok: Array<Done> = []
  const failed: Array<BatchResult["failed"][number]> = []
  for (const [index, item] of items.entries()) {
    const { ErrorCode = 0, ErrorInfo = "" } = item
    const id = idOf(item, index)
    if (ErrorCode === 0) ok.push(toDone(item, id))
    else failed.push({ item: id, code: ErrorCode, info: ErrorInfo })
  }
  return { ok, failed }
}

/** What is done is told by its id. */
export const toId = (_item: ItemResult, id: string): string => id
