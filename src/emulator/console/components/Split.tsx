/** @jsxImportSource preact */
/** A list beside what is chosen of it; one at a time where the screen is narrow. */
import type { ComponentChildren, VNode } from "preact"
import { change, parameter } from "../router.ts"
import { Button } from "./Parts.tsx"
import { Name } from "./Text.tsx"

export const Split = ({ children, detail, head, label }: {
  readonly label: string
  /** What stands above the list. */
  readonly head: ComponentChildren
  readonly children: ComponentChildren
  readonly detail: ComponentChildren
}): VNode => (
  <div class={`split${parameter("at") === "" ? "" : " chosen"}`}>
    <section class="pane list" aria-label={label}>
      <header class="pane-head">{head}</header>
      <div class="scroll">{children}</div>
    </section>
    <section class="pane detail" aria-label="Details">{detail}</section>
  </div>
)

/** The head of a detail, with the way back to the list. */
export const DetailHead = ({ actions, children }: {
  readonly children: ComponentChildren
  readonly actions?: ComponentChildren
}): VNode => (
  <header class="detail-head">
    <Button icon="back" label="Back to the list" onClick={() => change({ at: "" })} />
    <div class="detail-title">{children}</div>
    <div class="actions">{actions}</div>
  </header>
)

/** A row of a list. */
export const Row = ({ children, id, onOpen }: {
  /** What stands in the address when it is chosen. */
  readonly id: string
  readonly children: ComponentChildren
  readonly onOpen?: () => void
}): VNode => (
  <li>
    <button
      type="button"
      class="row"
      data-row
      aria-current={parameter("at") === id ? "true" : undefined}
      onClick={onOpen ?? (() => change({ at: id }))}
    >
      {children}
    </button>
  </li>
)

/** What stands in a row: a picture, two lines, and something at the side. */
export const Line = ({ children, picture, second, title }: {
  readonly picture?: ComponentChildren
  readonly title: string
  readonly second?: ComponentChildren
  /** What stands at the side. */
  readonly children?: ComponentChildren
}): VNode => (
  <>
    {picture}
    <span class="row-main">
      <strong><Name text={title} /></strong>
      {second !== undefined && second !== "" && (
        <small>{typeof second === "string" ? <Name text={second} /> : second}</small>
      )}
    </span>
    <span class="row-side">{children}</span>
  </>
)

/** The end of a list: a way to more, or how many there are. */
export const More = ({ forgotten = 0, more, onMore }: {
  readonly more: boolean
  readonly forgotten?: number
  readonly onMore: () => void
}): VNode | null =>
  more
    ? <p class="more"><Button onClick={onMore}>Show older</Button></p>
    : forgotten > 0
    ? <p class="more">{forgotten} older ones were forgotten to make room.</p>
    : null
