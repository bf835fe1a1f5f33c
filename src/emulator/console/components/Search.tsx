/** @jsxImportSource preact */
import type { VNode } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { change, parameter } from "../router.ts"
import { Button } from "./Parts.tsx"
import { Icon } from "./Icon.tsx"

/** What the search understands, with an example of each. */
const language = [
  ["from:alice", "sent by alice"],
  ["to:bob", "sent to bob"],
  ["group:room", "in a group"],
  ["type:custom", "with an element of a kind: text, custom, image, sound …"],
  ["code:20003", "answered with a code"],
  ["cmd:sendmsg", "calls and webhooks by a part of their names"],
  ["before:2026-11-23T10:30", "a time, or seconds since 1970"],
  ["after:2026-11-23", "the same, the other way"],
  ["is:recalled", "also is:modified, is:online, is:refused, is:fault, is:failed"],
  ["\"two words\"", "free text; all terms must fit"]
] as const

/** Typing pauses so long, in milliseconds, before it is searched. */
const pause = 250

/** The search of a page, kept in the address. */
export const Search = ({ label, terms }: { readonly label: string; readonly terms: boolean }): VNode => {
  const wanted = parameter("q")
  const [text, setText] = useState(wanted)
  const [help, setHelp] = useState(false)
  const timer = useRef(0)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    // The address may have changed by the back button; what is being typed is newer.
    if (timer.current === 0) setText(wanted)
  }, [wanted])
  useEffect(() => () => clearTimeout(timer.current), [])
  const search = (next: string): void => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = window.setTimeout(() => {
      timer.current = 0
      change({ q: next }, true)
    }, pause)
  }
  return (
    <div
      class="search"
      role="search"
      onKeyDown={({ key }) => key === "Escape" && setHelp(false)}
      onFocusOut={({ currentTarget, relatedTarget }) =>
        currentTarget.contains(relatedTarget as Node | null) || setHelp(false)}
    >
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        data-search
        aria-label={label}
        placeholder={label}
        autocomplete="off"
        spellcheck={false}
        maxLength={500}
        value={text}
        onInput={({ currentTarget }) => search(currentTarget.value)}
      />
      {terms
        ? <button
          type="button"
          class="help"
          aria-label="Search syntax"
          aria-expanded={help}
          onClick={() => setHelp(!help)}
        >
          ?
        </button>
        : <kbd>/</kbd>}
      {help && (
        <div class="popover" role="dialog" aria-label="Search syntax">
          <header><h2>Search syntax</h2><Button icon="close" label="Close" onClick={() => setHelp(false)} /></header>
          <ul>
            {language.map(([term, meaning]) => (
              <li key={term}>
                <button
                  type="button"
                  onClick={() => {
                    search(`${text} ${term}`.trim())
                    setHelp(false)
                    input.current?.focus()
                  }}
                >
                  <code>{term}</code>
                  <span>{meaning}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}
