/** Data of an app in a custom element: `{"msgType":…,"data":…}`, as live rooms send it. */
import type { MessageElement, UnknownElement } from "./elements.ts"

/** What such an element says. */
export interface RoomData {
  /** What kind of data it is, by the app's own reckoning. */
  readonly msgType: string | number
  readonly data: unknown
}

/** The text of the element. The data is written as JSON once, also when it is a text itself. */
export const encodeData = (msgType: string | number, data: unknown): string => JSON.stringify({ msgType, data })

/**
 * What an element says that was made by `encodeData`; nothing if it is any other element.
 *
 * @example
 * ```ts
 * import { msg, readData } from "timkit"
 *
 * const [element] = msg().data("gift", { id: 7 }).elements
 * const gift = element === undefined ? undefined : readData(element) // { msgType: "gift", data: { id: 7 } }
 * ```
 */
export const readData = (element: MessageElement | UnknownElement): RoomData | undefined => {
  const { Data } = element.MsgContent as { readonly Data?: unknown }
  if (element.MsgType !== "TIMCustomElem" || typeof Data !== "string") return undefined
  try {
    const value: unknown = JSON.parse(Data)
    if (typeof value !== "object" || value === null || !("msgType" in value)) return undefined
    const { msgType } = value
    return typeof msgType === "string" || typeof msgType === "number"
      ? { msgType, data: "data" in value ? value.data : undefined }
      : undefined
  } catch {
    return undefined
  }
}
