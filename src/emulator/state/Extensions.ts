/** The key-value extensions of a one-to-one message. */

/** A pair that is stored, as it goes over the wire. */
export interface Extension {
  readonly Key: string
  readonly Value: string
  readonly Seq: number
}

/** How many pairs a message holds. */
const maxPairs = 300

/** How many changes one message takes a minute. */
const maxChangesPerMinute = 200

/** The extensions of a message. */
export class Extensions {
  /** In ascending order of `Seq`. */
  private readonly pairs = new Map<string, Extension>()
  /** When the changes of the last minute were made, in milliseconds. */
  private changes: Array<number> = []
  /** The version of the message's extensions. */
  latestSeq = 0
  /** The version of the last clearing. */
  clearSeq = 0

  /** Counts a change; answers whether there may be one more in this minute. */
  mayChange(nowMillis: number): boolean {
    if (this.changes.length >= maxChangesPerMinute) {
      this.changes = this.changes.filter((at) => nowMillis - at < 60_000)
      if (this.changes.length >= maxChangesPerMinute) return false
    }
    this.changes.push(nowMillis)
    return true
  }

  /** Whether the message can hold the given keys beside those that it has. */
  hasRoomFor(keys: ReadonlyArray<string>): boolean {
    const added = new Set(keys.filter((key) => !this.pairs.has(key)))
    return this.pairs.size + added.size <= maxPairs
  }

  /** Sets pairs, which get one version together. */
  set(pairs: ReadonlyArray<{ readonly Key: string; readonly Value: string }>): ReadonlyArray<Extension> {
    const Seq = ++this.latestSeq
    return pairs.map(({ Key, Value }) => {
      const pair = { Key, Value, Seq }
      this.pairs.delete(Key)
      this.pairs.set(Key, pair)
      return pair
    })
  }

  /** Deletes pairs, under one version together. */
  delete(keys: ReadonlyArray<string>): ReadonlyArray<Extension> {
    const Seq = ++this.latestSeq
    return keys.map((Key) => {
      this.pairs.delete(Key)
      return { Key, Value: "", Seq }
    })
  }

  clear(): void {
    this.pairs.clear()
    this.clearSeq = ++this.latestSeq
  }

  /** The pairs from a version on. */
  from(startSeq: number): ReadonlyArray<Extension> {
    return [...this.pairs.values()].filter(({ Seq }) => Seq >= startSeq)
  }
}
