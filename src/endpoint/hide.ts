/** Takes secrets out of texts that others wrote: services, proxies, transports and signers. */

/** A secret, and what stands in its place. */
export type Secret = readonly [secret: string, instead: string]

/** A piece of this length gives a secret away, since it may have been cut off anywhere. */
const piece = 12

/** What is shorter is no secret, and would be found in any text. */
const shortest = 8

/** A character as URLs write it, even several times over, or as JSON does, or as it is. */
const written = /%(?:25)*([0-9a-f]{2})|\\+u00([0-9a-f]{2})|[^]/gi

/** What a text says, character by character, and where each of them is written. */
const read = (text: string): { readonly plain: string; readonly places: ReadonlyArray<number> | undefined } => {
  if (!/%|\\u/.test(text)) return { plain: text, places: undefined }
  let plain = ""
  const places: Array<number> = []
  for (const { 0: as, 1: inUrl, 2: inJson, index } of text.matchAll(written)) {
    const code = inUrl ?? inJson
    plain += code === undefined ? as : String.fromCharCode(Number.parseInt(code, 16))
    places.push(index)
  }
  places.push(text.length)
  return { plain, places }
}

const without = (text: string, secret: string, instead: string): string => {
  const size = Math.min(piece, secret.length)
  if (size < shortest) return text
  const { places, plain } = read(text)
  const placeOf = (at: number): number => places === undefined ? at : places[at] ?? text.length
  let clean = ""
  let kept = 0
  for (let at = 0; at + size <= plain.length;) {
    if (!secret.includes(plain.slice(at, at + size))) {
      at++
      continue
    }
    let end = at + size
    while (end < plain.length && secret.includes(plain.slice(at, end + 1))) end++
    clean += text.slice(placeOf(kept), placeOf(at)) + instead
    kept = at = end
  }
  return clean + text.slice(placeOf(kept))
}

/** A text without any piece of the secrets, however they are encoded in it. */
export const hide = (text: string, secrets: ReadonlyArray<Secret>): string =>
  secrets.reduce((text, [secret, instead]) => without(text, secret, instead), text)
