/** The whole console by keyboard. */
import { change, go, pageNames, parameter } from "./router.ts"

/** The second key of `g` must come within so many milliseconds. */
const patience = 1_500

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]")

/** Moves the focus through the rows of the page. */
const move = (step: number): void => {
  const rowsOf = (scope: ParentNode): ReadonlyArray<HTMLElement> =>
    [...scope.querySelectorAll<HTMLElement>("[data-row]")].filter((row) => row.offsetParent !== null)
  // The list that has the focus, or else any.
  const near = rowsOf(document.activeElement?.closest(".scroll") ?? document)
  const rows = near.length > 0 ? near : rowsOf(document)
  const focused = rows.findIndex((row) => row === document.activeElement)
  const from = focused >= 0 ? focused : rows.findIndex((row) => row.getAttribute("aria-current") === "true")
  const row = rows[from < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, from + step))]
  row?.focus()
  row?.scrollIntoView({ block: "nearest" })
}

/** Listens to keys. `showHelp` is told when somebody asks which there are. */
export const listenToKeys = (showHelp: () => void): void => {
  let going = 0
  addEventListener("keydown", (event) => {
    const { altKey, ctrlKey, key, metaKey, target } = event
    if (event.defaultPrevented || altKey || ctrlKey || metaKey) return
    if (document.querySelector("dialog[open]") !== null) return
    if (key === "Escape") {
      if (isTyping(target)) (target as HTMLElement).blur()
      else if (parameter("at") !== "") change({ at: "" })
      return
    }
    if (isTyping(target)) return
    const page = Date.now() - going < patience ? pageNames.find((name) => name.startsWith(key)) : undefined
    going = key === "g" ? Date.now() : 0
    if (page !== undefined) go(page)
    else if (key === "/") document.querySelector<HTMLElement>("[data-search]")?.focus()
    else if (key === "j") move(1)
    else if (key === "k") move(-1)
    else if (key === "?") showHelp()
    else return
    event.preventDefault()
  })
}
