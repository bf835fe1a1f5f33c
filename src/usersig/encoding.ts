/** Bytes, base64 and zlib with nothing but what every runtime has. */

/** The UTF-8 bytes of a text. */
export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** Standard base64. */
export const toBase64 = (bytes: Uint8Array): string => {
  let binary = ""
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/** The bytes behind standard base64. Throws on anything else. */
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => {
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index)
  return bytes
}

/** Base64 in the alphabet of UserSigs, which needs no escaping in a URL. */
export const toSigAlphabet = (base64: string): string =>
  base64.replace(/[+/=]/g, (character) => character === "+" ? "*" : character === "/" ? "-" : "_")

/** Standard base64 from the alphabet of UserSigs. */
export const fromSigAlphabet = (text: string): string =>
  text.replace(/[*\-_]/g, (character) => character === "*" ? "+" : character === "-" ? "/" : "=")

/** The SHA-256 of a text, as 64 hexadecimal digits in lower case. */
export const sha256 = async (text: string): Promise<string> => {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(text)))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

type BytePair = {
  readonly readable: ReadableStream<Uint8Array>
  readonly writable: WritableStream<Uint8Array<ArrayBuffer>>
}

const pipe = async (
  bytes: Uint8Array<ArrayBuffer>,
  through: BytePair,
  maxBytes: number
): Promise<Uint8Array<ArrayBuffer>> => {
  const writer = through.writable.getWriter()
  // Failures of the two writes are seen by the reader as well; here they only must not go unhandled.
  const written = writer.write(bytes).then(() => writer.close()).catch(() => undefined)
  const reader = through.readable.getReader()
  const chunks: Array<Uint8Array> = []
  let length = 0
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > maxBytes) {
      await reader.cancel()
      throw new RangeError(`more than ${maxBytes} bytes`)
    }
    chunks.push(value)
  }
  await written
  const result = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    result.set(chunk, offset)
    offset += chunk.length
  }
  return result
}

/** zlib (RFC 1950). The bytes differ between runtimes; what they inflate to does not. */
export const deflate = (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
  pipe(bytes, new CompressionStream("deflate") as BytePair, Number.POSITIVE_INFINITY)

/** Undoes `deflate`. Rejects malformed data, and data that grows beyond `maxBytes`. */
export const inflate = (bytes: Uint8Array<ArrayBuffer>, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> =>
  pipe(bytes, new DecompressionStream("deflate") as BytePair, maxBytes)

/** Whether two texts are equal, in a time that depends on their lengths alone. */
export const equalConstantTime = (left: string, right: string): boolean => {
  let difference = left.length ^ right.length
  for (let index = 0; index < left.length; index++) {
    difference |= left.charCodeAt(index) ^ right.charCodeAt(index % Math.max(1, right.length))
  }
  return difference === 0
}
