/** What is found out about the input of a job before anything is called. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Stream from "effect/Stream"
import { JobStopped } from "./JobStopped.ts"
import { whyOf } from "./whyOf.ts"

/** What an input is like. */
export interface Measured {
  readonly bytes: number
  /** How many items it has about: lines that are not empty, or rows of a table. */
  readonly items: number
  /** Stands for its content: another content hardly ever has the same. */
  readonly sum: string
}

/** Whether a file is a table, by its name. */
export const isTable = (path: string): boolean => path.toLowerCase().endsWith(".csv")

const [quote, lineFeed, carriageReturn, tab, space] = [34, 10, 13, 9, 32] as const

/** Counts and sums up bytes as they come. */
class Measure {
  readonly #isTable: boolean
  readonly #decoder = new TextDecoder("utf-8", { fatal: true })
  #bytes = 0
  #lines = 0
  #items = 0
  #inItem = false
  #inQuotes = false
  // Two sums of 32 bits with different factors, as one would too often be the same.
  #first = 0x811c9dc5
  #second = 0x9e3779b9

  constructor(isTable: boolean, begin: Uint8Array) {
    this.#isTable = isTable
    this.#sumUp(begin)
  }

  #sumUp(bytes: Uint8Array): void {
    let first = this.#first
    let second = this.#second
    for (const byte of bytes) {
      first = Math.imul(first ^ byte, 0x01000193)
      second = Math.imul(second, 31) + byte | 0
    }
    this.#first = first
    this.#second = second
  }

  /** Whether the bytes are text so far. */
  take(bytes: Uint8Array): boolean {
    try {
      this.#decoder.decode(bytes, { stream: true })
    } catch {
      return false
    }
    this.#sumUp(bytes)
    this.#bytes += bytes.length
    for (const byte of bytes) {
      if (byte === lineFeed) {
        this.#lines++
        if (this.#inItem && !this.#inQuotes) {
          this.#items++
          this.#inItem = false
        }
      } else if (byte !== carriageReturn && byte !== space && byte !== tab) {
        this.#inItem = true
        if (byte === quote && this.#isTable) this.#inQuotes = !this.#inQuotes
      }
    }
    return true
  }

  get lines(): number {
    return this.#lines
  }

  get result(): Measured {
    const lines = this.#items + (this.#inItem ? 1 : 0)
    return {
      bytes: this.#bytes,
      items: Math.max(0, this.#isTable ? lines - 1 : lines),
      sum: [this.#first, this.#second].map((sum) => (sum >>> 0).toString(16).padStart(8, "0")).join("")
    }
  }
}

/**
 * Reads an input once, to its end. `begin` is summed up along with it.
 *
 * Fails where it cannot be read, or is no UTF-8: names in another encoding would be imported as garbage.
 */
export const measure = (path: string, begin: string): Effect.Effect<Measured, JobStopped, FileSystem.FileSystem> =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const found = new Measure(isTable(path), new TextEncoder().encode(begin))
    yield* Stream.runForEach(fs.stream(path), (bytes) =>
      found.take(bytes) ? Effect.void : Effect.fail(
        new JobStopped({
          detail: `The input ${path} is not UTF-8, somewhere after line ${found.lines}: convert it first`
        })
      )).pipe(Effect.mapError((error) =>
        error instanceof JobStopped
          ? error
          : new JobStopped({ detail: `The input ${path} cannot be read (${whyOf(error)})` })
      ))
    return found.result
  })
