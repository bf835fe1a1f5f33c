/** The groups that an account sorts its conversations into, and its marks. */
import type { ContactItem } from "../../api/conversations/contacts.ts"

/** How many groups an account has. */
export const maxContactGroups = 20

/** How many conversations of an account have marks or groups. */
const maxMarked = 1000

/** A group of conversations. */
export interface ContactGroup {
  readonly id: number
  name: string
  /** The keys of the conversations in it. */
  readonly members: Set<string>
}

/** A conversation with marks or groups. */
export interface Marked {
  readonly contact: ContactItem
  /** Grows with each conversation that ever got marks or groups. */
  readonly serial: number
  /** The standard marks that are set: mark 1 is the lowest bit. */
  standard: bigint
  custom: string
  /** The ids of its groups. */
  readonly groups: Set<number>
  /** When something changed last, in seconds. */
  changed: number
}

/** The bit of a standard mark. */
const bitOf = (mark: number): bigint => 1n << BigInt(mark - 1)

/** Marks to change. */
export interface MarkChange {
  readonly clear: ReadonlyArray<number>
  readonly set: ReadonlyArray<number>
  /** Leaves the custom mark where absent. */
  readonly custom: string | undefined
}

/** The groups and marks of one account. */
export class ContactMarks {
  private readonly ownGroups = new Map<string, ContactGroup>()
  /** By key, in the order of their serials. */
  private readonly marked = new Map<string, Marked>()
  private groupId = 0
  private ownSerial = 0

  /** The groups by their names. */
  get groups(): ReadonlyMap<string, ContactGroup> {
    return this.ownGroups
  }

  /** What a conversation has; nothing where it has neither marks nor groups. */
  get(key: string): Marked | undefined {
    return this.marked.get(key)
  }

  /** Whether a conversation may get marks or groups: it has some, or there is room for one more. */
  hasRoomFor(key: string): boolean {
    return this.marked.has(key) || this.marked.size < maxMarked
  }

  addGroup(name: string): ContactGroup {
    const group: ContactGroup = { id: ++this.groupId, name, members: new Set() }
    this.ownGroups.set(name, group)
    return group
  }

  renameGroup(group: ContactGroup, name: string): void {
    this.ownGroups.delete(group.name)
    group.name = name
    this.ownGroups.set(name, group)
  }

  deleteGroup(group: ContactGroup, now: number): void {
    this.ownGroups.delete(group.name)
    for (const key of group.members) this.removeFrom(group, key, now)
  }

  /** Puts a conversation into a group, where there is room for it. */
  addTo(group: ContactGroup, key: string, contact: ContactItem, now: number): void {
    const marked = this.open(key, contact)
    marked.groups.add(group.id)
    marked.changed = now
    group.members.add(key)
  }

  removeFrom(group: ContactGroup, key: string, now: number): void {
    const marked = this.marked.get(key)
    if (marked === undefined || !group.members.delete(key)) return
    marked.groups.delete(group.id)
    marked.changed = now
    this.dropIfBare(key)
  }

  /** Changes the marks of a conversation, where there is room for it. */
  mark(key: string, contact: ContactItem, { clear, custom, set }: MarkChange, now: number): void {
    const marked = this.open(key, contact)
    for (const mark of clear) marked.standard &= ~bitOf(mark)
    for (const mark of set) marked.standard |= bitOf(mark)
    if (custom !== undefined) marked.custom = custom
    marked.changed = now
    this.dropIfBare(key)
  }

  /** Up to `count` conversations from a serial on. */
  from(serial: number, count: number): ReadonlyArray<Marked> {
    const found: Array<Marked> = []
    for (const marked of this.marked.values()) {
      if (marked.serial >= serial) found.push(marked)
      if (found.length === count) break
    }
    return found
  }

  private open(key: string, contact: ContactItem): Marked {
    let marked = this.marked.get(key)
    if (marked === undefined) {
      marked = { contact, serial: ++this.ownSerial, standard: 0n, custom: "", groups: new Set(), changed: 0 }
      this.marked.set(key, marked)
    }
    return marked
  }

  /** What has neither marks nor groups any more does not count. */
  private dropIfBare(key: string): void {
    const marked = this.marked.get(key)
    if (marked?.standard === 0n && marked.custom === "" && marked.groups.size === 0) this.marked.delete(key)
  }
}
