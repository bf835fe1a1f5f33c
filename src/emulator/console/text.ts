/** Texts that strangers wrote, made fit to be shown. */

/**
 * Characters that change how others are shown, or that show nothing: controls, formats such as the marks that turn the
 * direction of writing around, and halves of pairs. Line breaks and tabs are fine, and so is what joins emoji.
 */
const hidden = /(?:(?![\t\n\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029])+/gu

/** A run of hidden characters. */
export interface Hidden {
  readonly name: string
}

const nameOf = (run: string): string => {
  const [first = "", ...others] = run
  const code = (first.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")
  return `U+${code}${others.length === 0 ? "" : ` +${others.length}`}`
}

const oneBreak = (text: string): string => text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text

/** A text in pieces: what can be shown, and what hides between it. */
export const reveal = (text: string): ReadonlyArray<string | Hidden> => {
  const clean = oneBreak(text)
  const pieces: Array<string | Hidden> = []
  let from = 0
  for (const { 0: run, index } of clean.matchAll(hidden)) {
    if (index > from) pieces.push(clean.slice(from, index))
    pieces.push({ name: nameOf(run) })
    from = index + run.length
  }
  if (from < clean.length) pieces.push(clean.slice(from))
  return pieces
}

/** A text on one line for places that take nothing but text, such as labels. */
export const plain = (text: string, most = 200): string =>
  cut(text, most).replace(hidden, (run) => `⟨${nameOf(run)}⟩`).replace(/\s+/g, " ")

/** The beginning of a text, with no half of a pair at its end. */
export const cut = (text: string, most: number): string => {
  if (text.length <= most) return text
  const last = text.charCodeAt(most - 1)
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? most - 1 : most)
}

/** Deeper than this, indentation would take more room than what it indents. */
const deepest = 40

const depthOf = (json: string): number => {
  let depth = 0
  let most = 0
  for (const character of json) {
    if (character === "{" || character === "[") most = Math.max(most, ++depth)
    else if (character === "}" || character === "]") depth--
  }
  return most
}

/** A value as JSON to be read by people. */
export const pretty = (value: unknown): string => {
  try {
    const compact = JSON.stringify(value) ?? "null"
    return depthOf(compact) > deepest ? compact : JSON.stringify(value, null, 2) ?? "null"
  } catch {
    return "nested too deeply to be shown"
  }
}

/** Longer texts are not looked into. */
const longest = 200_000

/** The object or list that a text holds as JSON; nothing where it is anything else. */
export const jsonIn = (text: string): object | undefined => {
  if (text.length > longest || !/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text) as object
  } catch {
    return undefined
  }
}

/** A field of something that may be anything. */
export const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as { readonly [name: string]: unknown })[name]
    : undefined

/** A field that is a text or a number, as text; an empty text where it is neither. */
export const textField = (value: unknown, name: string): string => {
  const found = field(value, name)
  return typeof found === "string" || typeof found === "number" ? String(found) : ""
}

export const listField = (value: unknown, name: string): ReadonlyArray<unknown> => {
  const found = field(value, name)
  return Array.isArray(found) ? found : []
}
