/**
 * JSON whose integers may have 64 bits.
 *
 * A JavaScript number holds integers up to 2^53 exactly; cursors, counters and permission masks of the service go
 * beyond. Integers that would lose digits are read as texts of their digits, and written back as integers.
 */

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57

/**
 * Whether a text may hold an integer that a number does not hold exactly: 16 digits in a row are needed for one. One of
 * them stands at a multiple of 16, so it is enough to look there; a pattern takes half as long as to parse the text.
 */
export const mayBeLarge = (text: string): boolean => {
  for (let at = 0; at < text.length; at += 16) {
    if (!isDigit(text.charCodeAt(at))) continue
    let first = at
    while (isDigit(text.charCodeAt(first - 1))) first--
    let last = at
    while (isDigit(text.charCodeAt(last + 1))) last++
    if (last - first >= 15) return true
  }
  return false
}

/**
 * A JSON string, which is skipped, or a number. A string that never ends counts as one, too: looking for its end from
 * each of its quotes again would take time that grows with the square of its length.
 */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

const colon = /\s*:/y

/** An integer in the place of a name is no JSON, and must not become any. */
const isName = (text: string, end: number): boolean => {
  colon.lastIndex = end
  return colon.test(text)
}

const keepDigits = (text: string, at: number, whole: string): string =>
  /^-?[1-9]\d*$/.test(text) && !Number.isSafeInteger(Number(text)) && !isName(whole, at + text.length)
    ? `"${text}"`
    : text

/** Reads JSON; integers beyond 2^53 become texts. Throws on what is not JSON. */
export const parseJson = (text: string): unknown =>
  JSON.parse(mayBeLarge(text) ? text.replace(token, keepDigits) : text)

/**
 * Writes JSON. In the named fields, a text of digits is written as an integer.
 *
 * Quotes inside of a JSON string are escaped, so the pattern finds fields only, never the text of a message.
 */
export const stringifyJson = (value: unknown, integers64: ReadonlyArray<string>): string | undefined => {
  const text = JSON.stringify(value) as string | undefined
  return integers64.reduce(
    (json, field) => json?.replace(new RegExp(`"${field}":"(-?\\d+)"`, "g"), `"${field}":$1`),
    text
  )
}

/** An integer of up to 64 bits as it stands on the wire: a number if that holds it, else the text of its digits. */
export const fromBigInt = (value: bigint): number | string => {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}
