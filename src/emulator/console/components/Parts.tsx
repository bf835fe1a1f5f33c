/** @jsxImportSource preact */
/** The small parts that every page is made of. */
import type { ComponentChildren, VNode } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { full } from "../format.ts"
import { copy } from "../store.ts"
import { Icon, type IconName } from "./Icon.tsx"

interface ButtonProps {
  readonly children?: ComponentChildren
  readonly icon?: IconName
  /** What it does, where an icon is all that is shown. */
  readonly label?: string
  readonly kind?: "primary" | "danger" | "quiet" | "link"
  readonly disabled?: boolean
  readonly submit?: boolean
  readonly pressed?: boolean
  readonly onClick?: () => void
}

export const Button = ({ children, icon, kind = "quiet", label, pressed, submit, ...rest }: ButtonProps): VNode => (
  <button
    {...rest}
    type={submit === true ? "submit" : "button"}
    class={`button ${kind}${children === undefined ? " round" : ""}`}
    aria-label={label}
    title={label}
    aria-pressed={pressed}
  >
    {icon !== undefined && <Icon name={icon} />}
    {children}
  </button>
)

/** A button that does something that takes time, once at a time. */
export const Act = ({ onClick, ...props }: Omit<ButtonProps, "onClick"> & {
  readonly onClick: () => Promise<unknown>
}): VNode => {
  const [busy, setBusy] = useState(false)
  return (
    <Button
      {...props}
      disabled={busy || props.disabled === true}
      onClick={() => {
        setBusy(true)
        void onClick().finally(() => setBusy(false))
      }}
    />
  )
}

export const Copy = ({ label, text }: { readonly label: string; readonly text: () => string }): VNode => (
  <Button icon="copy" onClick={() => void copy(text())}>{label}</Button>
)

/** What is said where there is nothing to show. */
export const Empty = ({ children, icon, title }: {
  readonly icon: IconName
  readonly title: string
  readonly children?: ComponentChildren
}): VNode => (
  <div class="empty">
    <Icon name={icon} />
    <h2>{title}</h2>
    {children}
  </div>
)

/** What is said where a search found nothing. */
export const Nothing = ({ children }: { readonly children: ComponentChildren }): VNode => (
  <Empty icon="search" title="Nothing fits"><p>{children}</p></Empty>
)

export const Problem = ({ text }: { readonly text: string | undefined }): VNode | null =>
  text === undefined || text === "" ? null : <p class="problem" role="alert">{text}</p>

/** Lines in the place of rows that are on their way. */
export const Waiting = (): VNode => (
  <div class="waiting" role="status" aria-label="Loading">
    {[1, 2, 3, 4, 5, 6].map((each) => <i key={each} />)}
  </div>
)

export const Badge = ({ children, kind = "plain" }: {
  readonly kind?: "plain" | "good" | "bad" | "warn" | "accent"
  readonly children: ComponentChildren
}): VNode => <span class={`badge ${kind}`}>{children}</span>

/** A moment in short, and in full for those who point at it. */
export const Moment = ({ as, millis }: {
  readonly millis: number
  readonly as: (millis: number) => string
}): VNode => <time title={full(millis)}>{as(millis)}</time>

/** Names with their values. Those without a value are left out. */
export const Facts = ({ of }: {
  readonly of: ReadonlyArray<readonly [name: string, value: ComponentChildren]>
}): VNode => (
  <dl class="facts">
    {of.map(([name, value]) =>
      value === undefined || value === "" || value === null || value === false
        ? null
        : <div key={name}><dt>{name}</dt><dd>{value}</dd></div>
    )}
  </dl>
)

interface CardProps {
  readonly title: string
  readonly actions?: ComponentChildren
  readonly children: ComponentChildren
  readonly wide?: boolean
}

export const Card = ({ actions, children, title, wide = false }: CardProps): VNode => (
  <section class={`card${wide ? " wide" : ""}`} aria-label={title}>
    <header><h2>{title}</h2><div class="actions">{actions}</div></header>
    {children}
  </section>
)

/** A dialog over the page. Escape closes it. */
export const Dialog = ({ children, onClose, title }: {
  readonly title: string
  readonly onClose: () => void
  readonly children: ComponentChildren
}): VNode => {
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => element.current?.showModal(), [])
  return (
    <dialog
      ref={element}
      aria-label={title}
      onClose={onClose}
      onClick={({ target }) => target === element.current && element.current?.close()}
    >
      <div class="sheet">
        <header><h2>{title}</h2><Button icon="close" label="Close" onClick={() => element.current?.close()} /></header>
        {children}
      </div>
    </dialog>
  )
}

/** One of few choices. */
export const Tabs = ({ chosen, label, names, onChoose }: {
  readonly label: string
  readonly names: ReadonlyArray<readonly [value: string, title: string]>
  readonly chosen: string
  readonly onChoose: (value: string) => void
}): VNode => (
  <div class="tabs" role="group" aria-label={label}>
    {names.map(([value, title]) => (
      <button
        key={value}
        type="button"
        aria-pressed={value === chosen}
        onClick={() => onChoose(value)}
      >
        {title}
      </button>
    ))}
  </div>
)

/** A field of a form with its name. */
export const Field = ({ children, hint, label }: {
  readonly label: string
  readonly hint?: string | undefined
  readonly children: ComponentChildren
}): VNode => (
  <label class="field">
    <span>{label}</span>
    {children}
    {hint !== undefined && <small>{hint}</small>}
  </label>
)

/** What was typed into a form, by the names of its fields. */
export const typed = (event: Event): { readonly [name: string]: string } => {
  event.preventDefault()
  const data = new FormData(event.currentTarget as HTMLFormElement)
  return Object.fromEntries([...data].map(([name, value]) => [name, typeof value === "string" ? value.trim() : ""]))
}
