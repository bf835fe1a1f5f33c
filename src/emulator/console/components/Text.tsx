/** @jsxImportSource preact */
import type { VNode } from "preact"
import { useMemo, useState } from "preact/hooks"
import { count } from "../format.ts"
import { cut, jsonIn, plain, pretty, reveal } from "../text.ts"

/** Texts longer than this are shown in parts, in characters. */
const part = 2_000

/** Names longer than this are cut, in characters. */
const longestName = 120

/** What each further part shows. */
const further = 20_000

const marks = (text: string) =>
  reveal(text).map((piece) =>
    typeof piece === "string" ? piece : <span class="hidden-mark" title="hidden characters">{piece.name}</span>)

/** A name or another short text of a stranger's, which cannot disturb what stands around it. */
export const Name = ({ text }: { readonly text: string }): VNode => (
  <bdi>{marks(cut(text, longestName))}{text.length > longestName && "…"}</bdi>
)

interface PartedProps {
  readonly text: string
  readonly show: (part: string) => unknown
  readonly kind: string
}

const Parted = ({ kind, show, text }: PartedProps): VNode => {
  const [shown, setShown] = useState(part)
  const rest = text.length - shown
  const visible = useMemo(() => show(cut(text, shown)), [text, shown])
  return (
    <div class={kind} dir={kind === "json" ? "ltr" : "auto"}>
      {visible as VNode}
      {rest > 0 && (
        <button type="button" class="link" onClick={() => setShown(shown + further)}>
          Show more ({count(rest)} characters left)
        </button>
      )}
    </div>
  )
}

/** A text of any length of a stranger's. */
export const Text = ({ text }: { readonly text: string }): VNode => <Parted kind="text" text={text} show={marks} />

/** The tokens of JSON: names, texts, numbers and words. */
const tokens = /("(?:\\.|[^"\\])*"?)(\s*:)?|\b(?:true|false|null)\b|-?\d[\d.eE+-]*/g

const colour = (json: string) => {
  const pieces: Array<unknown> = []
  let from = 0
  for (const { 0: whole, 1: text, 2: colon, index } of json.matchAll(tokens)) {
    if (index > from) pieces.push(json.slice(from, index))
    const kind = text !== undefined
      ? colon === undefined ? "string" : "key"
      : /^[tfn]/.test(whole) ? "word" : "number"
    pieces.push(<span class={`json-${kind}`}>{marks(text ?? whole)}</span>, colon)
    from = index + whole.length
  }
  pieces.push(marks(json.slice(from)))
  return pieces
}

/** Any value as JSON with colours. */
export const Json = ({ value }: { readonly value: unknown }): VNode => {
  const text = useMemo(() => pretty(value), [value])
  return <Parted kind="json" text={text} show={colour} />
}

/** A text that may be JSON, and is shown as such if it is. */
export const MaybeJson = ({ text }: { readonly text: string }): VNode => {
  const value = useMemo(() => jsonIn(text), [text])
  return value === undefined ? <Text text={text} /> : <Json value={value} />
}

/** An address. It is text: nothing ever loads it. */
export const Address = ({ text }: { readonly text: string }): VNode | null =>
  text === "" ? null : <p class="address" title="not loaded"><Name text={text} /></p>

/** So many different colours there are for avatars. */
const hues = 10

const hash = (text: string): number => {
  let sum = 7
  for (const character of text.slice(0, 200)) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9_973
  return sum
}

const initials = (text: string): string => {
  const words = plain(text, 40).split(/[\s._@#:-]+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const letters = words.slice(0, 2).map((word) => Array.from(word.replace(/^[^\p{L}\p{N}]+/u, ""))[0] ?? "")
  return letters.length === 0 ? "?" : letters.join("").toUpperCase()
}

/** A round or, for groups, square picture of a name. */
export const Avatar = ({ id, square = false }: { readonly id: string; readonly square?: boolean }): VNode => (
  <span class={`avatar hue-${hash(id) % hues}${square ? " square" : ""}`} aria-hidden="true">{initials(id)}</span>
)
