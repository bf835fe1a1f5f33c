/** Secrets with marks, and the search for them. Marks are made up as they are needed: no source text holds one. */
import { makeRandom } from "../../../src/emulator/random.ts"

/** A piece of a secret that is this long counts as the secret. */
const piece = 12
/** A text is looked at in steps; any piece holds a sample that begins at one. */
const step = 6
const sample = piece - step + 1

/** A query with a signature in it. What the console shows in the place of one is none. */
const query = /usersig(=|%3D)(?!<usersig>)/i

const formEncoded = (text: string): string =>
  encodeURIComponent(text).replace(/[*'()!~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)

/** The marks of a run, and what was searched for them. */
export class Canaries {
  readonly #random: () => number
  readonly #names = new Map<string, string>()
  /** The marks by the samples that they hold. */
  readonly #samples = new Map<string, Set<string>>()
  /** What holds no mark, nor will ever hold one that is made up later. */
  readonly #clean = new Set<string>()
  texts = 0
  characters = 0

  constructor(seed: number) {
    this.#random = makeRandom(seed)
  }

  /** A secret of random letters of a kind; hexadecimal digits as keys have them, when left out. */
  make(name: string, length = 64, letters = "0123456789abcdef"): string {
    const letter = () => letters[Math.floor(this.#random() * letters.length)] ?? ""
    const secret = Array.from({ length }, letter).join("")
    this.add(name, btoa(secret))
    return this.add(name, secret)
  }

  /** A secret that is there already. */
  add(name: string, secret: string): string {
    if (secret.length < piece) return secret
    for (const form of [secret, encodeURIComponent(secret), formEncoded(secret)]) {
      if (this.#names.has(form)) continue
      this.#names.set(form, name)
      for (let at = 0; at + sample <= form.length; at++) {
        const text = form.slice(at, at + sample)
        const known = this.#samples.get(text)
        if (known === undefined) this.#samples.set(text, new Set([form]))
        else known.add(form)
      }
    }
    return secret
  }

  /** The name of a secret of which a text holds a piece. */
  find(text: string): string | undefined {
    if (this.#clean.has(text)) return undefined
    const found = this.#search(text)
    if (found === undefined) this.#clean.add(text)
    return found
  }

  #search(text: string): string | undefined {
    this.texts++
    this.characters += text.length
    for (let at = 0; at + sample <= text.length; at += step) {
      const candidates = this.#samples.get(text.slice(at, at + sample))
      if (candidates === undefined) continue
      for (const form of candidates) {
        for (let from = Math.max(0, at - step + 1); from <= at && from + piece <= text.length; from++) {
          if (form.includes(text.slice(from, from + piece))) return this.#names.get(form)
        }
      }
    }
    return query.test(text) ? "query" : undefined
  }
}
