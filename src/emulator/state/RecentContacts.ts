/** The lists of conversations that the accounts of an app see, and what is pinned in them. */
import {
  type Contact,
  contactId,
  type ContactItem,
  groupContact,
  userContact
} from "../../api/conversations/contacts.ts"
import type { App } from "./App.ts"
import { ContactMarks } from "./ContactMarks.ts"
import type { Side } from "./Conversations.ts"
import type { Group } from "./Groups.ts"

/** How many conversations a list holds. */
const listSize: { readonly [Edition in App["edition"]]: number } = { trial: 100, standard: 100, premium: 500 }

/** How many conversations can be pinned. */
export const maxPinned = 50

/** Tells conversations apart. */
export const contactKey = (contact: Contact): string => `${contact.Type}:${contactId(contact)}`

/** A place in a list: the time of the last message in seconds, and among those of one second the order of arrival. */
export interface Place {
  readonly time: number
  readonly serial: number
}

/** A conversation in a list. */
export interface Listed extends Place {
  readonly contact: ContactItem
  readonly pinned: boolean
  /** Whether its last message is stored no more. */
  readonly empty: boolean
}

/** Whether one place comes after another, in a list whose newest is in front. */
export const isBehind = (place: Place, other: Place): boolean =>
  place.time < other.time || (place.time === other.time && place.serial < other.serial)

/** The conversations of one account. */
export class ContactList {
  private readonly app: App
  private readonly userId: string
  /** One-to-one conversations by the other side, the last that moved up at the end. */
  private readonly users = new Map<string, { readonly side: Side; serial: number }>()
  /** The last that moved up. */
  private front: { readonly side: Side; serial: number } | undefined
  /** Up to which message a group's conversation was deleted. */
  private readonly deletedGroups = new Map<string, { readonly group: Group; readonly seq: number }>()
  /** The keys of what is pinned. */
  private readonly ownPinned = new Set<string>()
  readonly marks: ContactMarks = new ContactMarks()

  constructor(app: App, userId: string) {
    this.app = app
    this.userId = userId
  }

  /** Puts a one-to-one conversation in front; the oldest falls out where there are too many. */
  moveUp(side: Side, serial: number): void {
    const known = this.users.get(side.peerId)
    if (known !== undefined && known === this.front && known.side === side) {
      known.serial = serial
      return
    }
    this.front = { side, serial }
    this.users.delete(side.peerId)
    this.users.set(side.peerId, this.front)
    if (this.users.size <= listSize[this.app.edition]) return
    for (const peerId of this.users.keys()) {
      if (this.ownPinned.has(contactKey(userContact(peerId)))) continue
      this.users.delete(peerId)
      return
    }
  }

  delete(contact: ContactItem): void {
    this.ownPinned.delete(contactKey(contact))
    if (contact.Type === 1) {
      this.users.delete(contact.To_Account)
      return
    }
    const group = this.app.groups.get(contact.ToGroupId)
    if (group !== undefined) this.deletedGroups.set(group.groupId, { group, seq: group.messages.lastSeq })
  }

  /** Pins conversations, unless those are too many; tells whether it did. */
  pin(contacts: ReadonlyArray<Contact>): boolean {
    const keys = contacts.map(contactKey).filter((key) => !this.ownPinned.has(key))
    if (this.ownPinned.size + new Set(keys).size > maxPinned) return false
    for (const key of keys) this.ownPinned.add(key)
    return true
  }

  unpin(contacts: ReadonlyArray<Contact>): void {
    for (const contact of contacts) this.ownPinned.delete(contactKey(contact))
  }

  /** The conversations, those in front first. */
  list(now: number): ReadonlyArray<Listed> {
    const listed = [...this.ofUsers(now), ...this.ofGroups(now)].toSorted((a, b) => isBehind(a, b) ? 1 : -1)
    const size = listSize[this.app.edition]
    return listed.filter(({ pinned }, index) => index < size || pinned)
  }

  private *ofUsers(now: number): Generator<Listed, void> {
    const oldest = now - this.app.conversations.historyPeriod
    for (const [peerId, { serial, side }] of this.users) {
      const contact = userContact(peerId)
      const pinned = this.ownPinned.has(contactKey(contact))
      const time = side.lastMessage?.time ?? 0
      yield { contact, pinned, time, serial, empty: time < oldest }
    }
  }

  private *ofGroups(now: number): Generator<Listed, void> {
    for (const [groupId, group] of this.app.groups.groupsOf(this.userId)) {
      const { messages } = group
      const last = messages.lastListed(this.userId)
      if (last === undefined || last.time < (group.members.get(this.userId)?.joinTime ?? 0)) continue
      const deleted = this.deletedGroups.get(groupId)
      if (deleted !== undefined && deleted.group === group && last.seq <= deleted.seq) continue
      const contact = groupContact(groupId)
      const pinned = this.ownPinned.has(contactKey(contact))
      const { seq, serial, time } = last
      const empty = seq <= messages.clearedUpTo || messages.get(seq, this.app, now) === undefined
      yield { contact, pinned, time, serial, empty }
    }
  }
}

/** The lists of an app. */
export class RecentContacts {
  private readonly app: App
  private readonly byUser = new Map<string, ContactList>()
  private ownSerial = 0

  constructor(app: App) {
    this.app = app
  }

  of(userId: string): ContactList {
    let list = this.byUser.get(userId)
    if (list === undefined) this.byUser.set(userId, list = new ContactList(this.app, userId))
    return list
  }

  /** The place of the next conversation that moves up, in the order in which all of them do. */
  nextSerial(): number {
    return ++this.ownSerial
  }

  /** Puts a one-to-one conversation in front in the list of one side. */
  moveUp(side: Side): void {
    this.of(side.userId).moveUp(side, this.nextSerial())
  }

  /** Forgets the list of an account. */
  forget(userId: string): void {
    this.byUser.delete(userId)
  }
}
