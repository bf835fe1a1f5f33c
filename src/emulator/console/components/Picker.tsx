/** @jsxImportSource preact */
import type { VNode } from "preact"
import { useEffect, useId, useState } from "preact/hooks"
import { api } from "../api.ts"
import type { Account } from "../rows.ts"
import { appId } from "../store.ts"
import { Avatar, Name } from "./Text.tsx"

/** Typing pauses so long, in milliseconds, before accounts are looked for. */
const pause = 150

/** A field for an account: those that are there are offered, any other can be typed. */
export const AccountPicker = ({ label, name, onChoose, placeholder, value }: {
  readonly label: string
  readonly value: string
  readonly onChoose: (userId: string) => void
  readonly placeholder?: string
  readonly name?: string
}): VNode => {
  const [found, setFound] = useState<ReadonlyArray<Account>>([])
  const [open, setOpen] = useState(false)
  const [marked, setMarked] = useState(-1)
  const id = useId()
  useEffect(() => {
    if (!open) return undefined
    const timer = setTimeout(() => {
      api.accounts(appId.peek(), value, 8).then(({ items }) => setFound(items), () => setFound([]))
    }, pause)
    return () => clearTimeout(timer)
  }, [value, open])
  const choose = (userId: string): void => {
    onChoose(userId)
    setOpen(false)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0
    if (step !== 0) {
      setOpen(true)
      setMarked(Math.max(-1, Math.min(found.length - 1, marked + step)))
    } else if (event.key === "Enter" && open && found[marked] !== undefined) {
      choose(found[marked].userId)
    } else if (event.key === "Escape" && open) {
      setOpen(false)
      // The dialog around it stays.
      event.stopPropagation()
    } else return
    event.preventDefault()
  }
  return (
    <span class="picker">
      <input
        type="text"
        role="combobox"
        aria-label={label}
        aria-expanded={open && found.length > 0}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={open && marked >= 0 ? `${id}-${marked}` : undefined}
        name={name}
        placeholder={placeholder ?? label}
        autocomplete="off"
        spellcheck={false}
        dir="auto"
        value={value}
        onInput={({ currentTarget }) => {
          setMarked(-1)
          setOpen(true)
          onChoose(currentTarget.value)
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {open && found.length > 0 && (
        <ul id={id} role="listbox" aria-label={label}>
          {found.map(({ nick, userId }, index) => (
            <li
              key={userId}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === marked}
              // Before the field loses the focus, and the list its reason.
              onMouseDown={(event) => {
                event.preventDefault()
                choose(userId)
              }}
            >
              <Avatar id={userId} />
              <Name text={userId} />
              {nick !== undefined && <small><Name text={nick} /></small>}
            </li>
          ))}
        </ul>
      )}
    </span>
  )
}
