/** A list that forgets its oldest items when it is full. */

/** What every item has. */
export interface Numbered {
  /** Counts up from 1. */
  readonly id: number
}

/** The latest items, by their ids, which count up without holes. */
export class Ring<Item extends Numbered> {
  private readonly capacity: number
  private readonly items: Array<Item | undefined> = []
  private next = 1
  private oldest = 1

  constructor(capacity: number) {
    this.capacity = capacity
  }

  /** The id that the next item gets. */
  get nextId(): number {
    return this.next
  }

  /** How many items were forgotten. */
  get forgotten(): number {
    return this.oldest - 1
  }

  get size(): number {
    return this.next - this.oldest
  }

  push(item: Item): void {
    this.items[item.id % this.capacity] = item
    this.next = item.id + 1
    this.oldest = Math.max(this.oldest, this.next - this.capacity)
  }

  get(id: number): Item | undefined {
    return id >= this.oldest && id < this.next ? this.items[id % this.capacity] : undefined
  }

  /** Puts an item in the place of the one with its id; nothing where that is forgotten. */
  replace(item: Item): void {
    if (this.get(item.id) !== undefined) this.items[item.id % this.capacity] = item
  }

  /** The items from the newest to the oldest, those before an id. */
  *newest(before: number = Infinity): Generator<Item> {
    for (let id = Math.min(before, this.next) - 1; id >= this.oldest; id--) {
      const item = this.items[id % this.capacity]
      if (item !== undefined) yield item
    }
  }

  /** Forgets all items. Ids go on counting. */
  clear(): void {
    this.items.length = 0
    this.oldest = this.next
  }
}
