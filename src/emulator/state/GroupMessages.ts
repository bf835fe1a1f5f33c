/** The messages of a group or a topic. */
import { sendGroupMsg } from "../../api/groupMessages/endpoints.ts"
import type { MessageElement, UnknownElement } from "../../api/messages/elements.ts"
import type { App } from "./App.ts"
import { Extensions } from "./Extensions.ts"
import { Recent } from "./Recent.ts"

/** How long messages are kept, in seconds. */
const retention: { readonly [Edition in App["edition"]]: number } = {
  trial: 7 * 86_400,
  standard: 7 * 86_400,
  premium: 30 * 86_400
}

/** For how long a second message with the same random number is dropped. */
const dedupMilliseconds = sendGroupMsg.deduplicatedFor * 1_000

/** How many messages a group takes in a second. */
const messagesPerSecond = 40

/** How many of the messages that are not stored can be looked at afterwards. */
const keptDeliveries = 100

type Body = ReadonlyArray<MessageElement | UnknownElement>

/** What somebody says in a group. */
export interface NewMessage {
  readonly from: string
  readonly random: number
  /** Seconds. */
  readonly time: number
  readonly body: Body
  readonly customData?: string | undefined
  /** 1 high, 2 normal, 3 low. */
  readonly priority: number
  /** The only receivers, where there are such. */
  readonly to?: ReadonlySet<string> | undefined
  /** Whether it counts as unread. */
  readonly counted: boolean
  /** Its place among all that moves conversations up, by `RecentContacts.nextSerial`; nothing where it moves none. */
  readonly listed?: number | undefined
  readonly needReceipt: boolean
  readonly extensible: boolean
}

/** A message that is kept. */
export interface StoredMessage extends NewMessage {
  readonly seq: number
  body: Body
  customData?: string | undefined
  recalled: boolean
  modified?: boolean
  /** Its place in the timeline. */
  serial?: number | undefined
  /** Who has read it, in that order; only where receipts are kept. */
  readonly readers: Set<string> | undefined
  /** The key values; only where the message takes them. */
  readonly extensions: Extensions | undefined
}

/** Something that reached those who were online and was not stored. */
export interface Delivery {
  /** The sender; empty for notifications of the system. */
  readonly from: string
  /** Seconds. */
  readonly time: number
  /** The elements, or the text of a notification. */
  readonly content: Body | string
  /** The only receivers, where there are such. */
  readonly to?: ReadonlySet<string> | undefined
}

/** What counts the messages: a group or a topic. */
export interface Counter {
  /** The number that the next message will get. */
  nextMsgSeq: number
  /** When the last message was sent, in seconds; 0 for never. */
  lastMsgTime: number
}

/** Where and when a message is. */
export interface Place {
  readonly seq: number
  /** Seconds. */
  readonly time: number
}

/** The message that lists of conversations show. */
export interface ListedPlace extends Place {
  /** Its place among all that moved conversations up. */
  readonly serial: number
}

/** Keeps the latest of what is put in. */
export class Latest<T> {
  private readonly ownItems: Array<T> = []

  push(item: T): void {
    if (this.ownItems.length === keptDeliveries) this.ownItems.shift()
    this.ownItems.push(item)
  }

  /** The oldest first. */
  get items(): ReadonlyArray<T> {
    return this.ownItems
  }
}

/** A message that is pinned. */
export interface Pin {
  readonly seq: number
  readonly by: string
}

/** The messages of a group or a topic, by their numbers. */
export class GroupMessages {
  private readonly counter: Counter
  /** By number. Tips and what has expired leave holes. */
  private readonly bySeq: Array<StoredMessage | undefined> = []
  /** The smallest number that may hold a message. */
  private oldest = 1
  /** The numbers of those that do not count as unread, rising. */
  private readonly uncounted: Array<number> = []
  private second = -1
  private inSecond = 0
  /** Pins by the number of the message, the newest last. */
  private readonly ownPins = new Map<number, string>()
  /** What was sent, and what was imported, within the last five minutes. */
  readonly seen = new Recent<Place>(dedupMilliseconds)
  /** The latest messages that were not stored: online-only ones, those of AVChatRooms, notifications of the system. */
  readonly deliveries = new Latest<Delivery>()
  /** The number up to which the history was cleared for members. */
  clearedUpTo = 0
  /** What lists of conversations show, for everybody and for those who were named as the only receivers. */
  private ownListed: ListedPlace | undefined
  private readonly listedFor = new Map<string, ListedPlace>()

  constructor(counter: Counter) {
    this.counter = counter
  }

  /** The number of the newest message; 0 for none. */
  get lastSeq(): number {
    return this.counter.nextMsgSeq - 1
  }

  /** Counts one more message in this second; answers whether the group takes it. */
  admit(now: number): boolean {
    if (this.second !== now) {
      this.second = now
      this.inSecond = 0
    }
    return ++this.inSecond <= messagesPerSecond
  }

  /** Gives the next number to a message that is not stored. */
  pass(time: number): number {
    // Where the app was asked about a message, later ones may have come before it.
    this.counter.lastMsgTime = Math.max(this.counter.lastMsgTime, time)
    return this.counter.nextMsgSeq++
  }

  store(message: NewMessage): StoredMessage {
    const seq = this.pass(message.time)
    const stored: StoredMessage = {
      ...message,
      seq,
      recalled: false,
      readers: message.needReceipt ? new Set() : undefined,
      extensions: message.extensible ? new Extensions() : undefined
    }
    this.bySeq[seq] = stored
    if (!message.counted) this.uncounted.push(seq)
    if (message.listed !== undefined) this.list({ seq, time: message.time, serial: message.listed }, message)
    return stored
  }

  /** The message that somebody's list of conversations shows. */
  lastListed(userId: string): ListedPlace | undefined {
    const named = this.listedFor.get(userId)
    return named === undefined || named.seq < (this.ownListed?.seq ?? 0) ? this.ownListed : named
  }

  private list(place: ListedPlace, { from, to }: NewMessage): void {
    if (to === undefined) this.ownListed = place
    else for (const userId of [from, ...to]) this.listedFor.set(userId, place)
  }

  /** A message that has not expired; recalled ones are among them. */
  get(seq: number, app: Pick<App, "edition">, now: number): StoredMessage | undefined {
    const before = now - retention[app.edition]
    const { lastSeq } = this
    while (this.oldest <= lastSeq) {
      const message = this.bySeq[this.oldest]
      if (message !== undefined && message.time > before) break
      if (message !== undefined) this.bySeq[this.oldest] = undefined
      this.oldest++
    }
    return this.bySeq[seq]
  }

  recall(message: StoredMessage): void {
    message.recalled = true
    this.ownPins.delete(message.seq)
  }

  /** How many messages count as unread for somebody who has read up to a number. */
  unreadAfter(seq: number): number {
    let low = 0
    let high = this.uncounted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.uncounted[middle] ?? 0) <= seq) low = middle + 1
      else high = middle
    }
    return Math.max(0, this.lastSeq - seq - (this.uncounted.length - low))
  }

  /** Whether a message is pinned. */
  isPinned(seq: number): boolean {
    return this.ownPins.has(seq)
  }

  /** Pins a message in front of all others. */
  pin(seq: number, by: string): void {
    this.ownPins.delete(seq)
    this.ownPins.set(seq, by)
  }

  unpin(seq: number): void {
    this.ownPins.delete(seq)
  }

  /** The pins of messages that have not expired, the newest pin first. */
  pins(app: Pick<App, "edition">, now: number): ReadonlyArray<Pin> {
    const pins: Array<Pin> = []
    for (const [seq, by] of this.ownPins) {
      if (this.get(seq, app, now) === undefined) this.ownPins.delete(seq)
      else pins.unshift({ seq, by })
    }
    return pins
  }
}

/** What was sent to all AVChatRooms of an app at once. */
export class Broadcasts {
  readonly seen = new Recent<Place>(dedupMilliseconds)
  readonly deliveries = new Latest<Delivery>()
  /** The second of the last one. */
  private second = -1
  private nextSeq = 1

  /** Gives the next number; nothing where there was a broadcast in this second already. */
  next(now: number): number | undefined {
    if (this.second === now) return undefined
    this.second = now
    return this.nextSeq++
  }
}
