/** Values by key, from the newest to the oldest, with pages that do not get slower as the list grows. */

/** A value and its place in the list. */
export interface Placed<Value> {
  readonly key: string
  readonly value: Value
  /** Grows with each value that was ever added. */
  readonly serial: number
}

interface Slot<Value> extends Placed<Value> {
  gone: boolean
}

/** A list that is read from its newest value on. */
export class NewestFirst<Value> {
  private slots: Array<Slot<Value>> = []
  private readonly byKey = new Map<string, Slot<Value>>()
  private next = 1

  get size(): number {
    return this.byKey.size
  }

  has(key: string): boolean {
    return this.byKey.has(key)
  }

  get(key: string): Placed<Value> | undefined {
    return this.byKey.get(key)
  }

  keys(): Iterable<string> {
    return this.byKey.keys()
  }

  add(key: string, value: Value): void {
    this.delete(key)
    const slot = { key, value, serial: this.next++, gone: false }
    this.slots.push(slot)
    this.byKey.set(key, slot)
  }

  delete(key: string): boolean {
    const slot = this.byKey.get(key)
    if (slot === undefined) return false
    slot.gone = true
    this.byKey.delete(key)
    // Half of the places are empty: close the gaps, which costs little for each value that was deleted.
    if (this.slots.length > 2 * this.byKey.size + 16) this.slots = this.slots.filter(({ gone }) => !gone)
    return true
  }

  /** Up to `count` values that were added before a serial, newest first, where wanted only some. */
  before(serial: number, count: number, wanted?: (key: string) => boolean): ReadonlyArray<Placed<Value>> {
    const found: Array<Placed<Value>> = []
    for (let index = this.placeOf(serial) - 1; index >= 0 && found.length < count; index--) {
      const slot = this.slots[index]
      if (slot !== undefined && !slot.gone && wanted?.(slot.key) !== false) found.push(slot)
    }
    return found
  }

  /** How many places are before a serial's. */
  private placeOf(serial: number): number {
    let low = 0
    let high = this.slots.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.slots[middle]?.serial ?? Infinity) < serial) low = middle + 1
      else high = middle
    }
    return low
  }
}
