/** The one-to-one conversations of an app: their messages, what each side sees of them, and what is unread. */
import type { MessageElement, UnknownElement } from "../../api/messages/elements.ts"
import { sendmsg } from "../../api/messages/endpoints.ts"
import type { App } from "./App.ts"
import type { Archive } from "./Archive.ts"
import { Extensions } from "./Extensions.ts"
import { hashOf, Recent } from "./Recent.ts"
import type { RecentContacts } from "./RecentContacts.ts"
import type { Timeline } from "./Timeline.ts"

/** What a message is made with. */
export interface NewMessage {
  readonly from: string
  readonly to: string
  readonly seq: number
  readonly random: number
  /** When it was sent, in seconds. */
  readonly time: number
  readonly body: ReadonlyArray<MessageElement | UnknownElement>
  readonly cloudCustomData?: string | undefined
  readonly needsReceipt?: boolean | undefined
  /** Whether extensions may be set on it. */
  readonly extensible?: boolean | undefined
  /** Whether it may never be modified. */
  readonly fixed?: boolean | undefined
}

/** What happens to a conversation when a message comes into it. */
export interface Arrival {
  /** Whether the receiver has not read it. No when left out. */
  readonly unread?: boolean
  /** Whether the sender sees it. Yes when left out. */
  readonly forSender?: boolean
  /** Whether it becomes the last message in the lists of conversations. Yes when left out. */
  readonly listed?: boolean
}

/** The parts of a message's key. */
export interface KeyParts {
  readonly seq: number
  readonly random: number
  readonly time: number
}

/** The key of a message. */
export const keyOf = ({ random, seq, time }: KeyParts): string => `${seq}_${random}_${time}`

/** The parts of a key; nothing where it has not the form of one. */
export const parseKey = (key: string): KeyParts | undefined => {
  const parts = /^(\d{1,10})_(\d{1,10})_(\d{1,10})$/.exec(key)
  return parts === null ? undefined : { seq: Number(parts[1]), random: Number(parts[2]), time: Number(parts[3]) }
}

/** The id of a message on clients. An account's number in it is made up from its name. */
export const messageIdOf = ({ from, random, time }: Pick<NewMessage, "from" | "random" | "time">): string =>
  `14411523${String(hashOf(from)).padStart(10, "0")}-${time}-${random}`

/** A message that is stored. */
export class Message implements KeyParts {
  readonly from: string
  readonly to: string
  readonly seq: number
  readonly random: number
  readonly time: number
  readonly needsReceipt: boolean
  readonly fixed: boolean
  body: NewMessage["body"]
  cloudCustomData: string | undefined
  recalled = false
  modified = false
  /** Its place in the timeline. */
  serial: number | undefined
  /** Whether the receiver sent a read receipt for it. */
  peerRead = false
  /** The extensions, where there may be some. */
  extensions: Extensions | undefined
  /** The sides that do not see it, by their bits. */
  hidden = 0
  /** Another message of the conversation that has the same key by chance, or from the other side. */
  namesake: Message | undefined

  constructor(message: Omit<NewMessage, "to">, to: string) {
    this.from = message.from
    this.to = to
    this.seq = message.seq
    this.random = message.random
    this.time = message.time
    this.needsReceipt = message.needsReceipt === true
    this.fixed = message.fixed === true
    this.body = message.body
    this.cloudCustomData = message.cloudCustomData
    this.extensions = message.extensible === true ? new Extensions() : undefined
  }

  get key(): string {
    return keyOf(this)
  }
}

/** One side of a conversation. */
export class Side {
  readonly userId: string
  readonly peerId: string
  /** The side's bit in `Message.hidden`. */
  readonly bit: number
  /** The messages to this side that count as unread, in the order in which they came. */
  unread: ReadonlyArray<Message> = []
  /** No unread message is older, in seconds; nothing where that is not known. */
  unreadSince: number | undefined
  /** Up to when this side has read, in seconds. */
  readTime = 0
  /** The message that the side's list of conversations shows. */
  lastMessage: Message | undefined

  constructor(userId: string, peerId: string, bit: number) {
    this.userId = userId
    this.peerId = peerId
    this.bit = bit
  }
}

/** The order of a history: time, then `MsgSeq`, and then `MsgRandom`, so that keys have an order. */
const compare = (a: KeyParts, b: KeyParts): number => a.time - b.time || a.seq - b.seq || a.random - b.random

/** Which part of a history is wanted. */
export interface Range {
  /** In seconds, included. */
  readonly minTime: number
  /** In seconds, included. */
  readonly maxTime: number
  /** Only messages before the one with this key. */
  readonly before?: KeyParts | undefined
}

/** The messages between two accounts. */
export class Conversation {
  private readonly messages: Array<Message> = []
  /** How many messages at the end still wait for their places: most are never looked at, and places cost time. */
  private waiting: number | undefined
  private readonly byKey = new Map<string, Message>()
  /** How many messages at the end are not yet found by their keys: most are never looked for. */
  private unkeyed: number | undefined
  private readonly sides: readonly [Side, Side]

  constructor(one: string, other: string) {
    const side = new Side(one, other, 1)
    this.sides = [side, one === other ? side : new Side(other, one, 2)]
  }

  side(userId: string): Side {
    const [one, other] = this.sides
    return one.userId === userId ? one : other
  }

  /** Whether there is a message with a key, in either direction. */
  has(key: string): boolean {
    return this.keyed().has(key)
  }

  /** The message with a key from one of the sides. */
  find(from: string, key: string): Message | undefined {
    let found = this.keyed().get(key)
    while (found !== undefined && found.from !== from) found = found.namesake
    return found
  }

  /** The messages with a key, from either side. */
  withKey(key: string): ReadonlyArray<Message> {
    const found: Array<Message> = []
    for (let each = this.keyed().get(key); each !== undefined; each = each.namesake) found.push(each)
    return found
  }

  /** Stores a message. It gets its place in time, and is found by its key, when somebody looks. */
  insert(message: Message): void {
    const last = this.messages.at(-1)
    const waiting = this.waiting ?? 0
    if (waiting > 0 || (last !== undefined && compare(last, message) > 0)) this.waiting = waiting + 1
    this.messages.push(message)
    this.unkeyed = (this.unkeyed ?? 0) + 1
  }

  /** The messages by their keys, all of them. */
  private keyed(): ReadonlyMap<string, Message> {
    const { unkeyed = 0 } = this
    this.unkeyed = undefined
    for (let index = this.messages.length - unkeyed; index < this.messages.length; index++) {
      const message = this.messages[index]
      if (message === undefined) continue
      const { key } = message
      const first = this.byKey.get(key)
      if (first === undefined) this.byKey.set(key, message)
      else {
        message.namesake = first.namesake
        first.namesake = message
      }
    }
    return this.byKey
  }

  /** What a side sees, newest first. */
  *view(userId: string, { before, maxTime, minTime }: Range): Generator<Message, void> {
    this.order()
    const { bit } = this.side(userId)
    const latest = this.indexAfter({ time: maxTime, seq: Infinity, random: Infinity })
    const end = before === undefined ? latest : Math.min(latest, this.indexOf(before))
    for (let index = end - 1; index >= 0; index--) {
      const message = this.messages[index]
      if (message === undefined || message.time < minTime) return
      if ((message.hidden & bit) === 0) yield message
    }
  }

  /** Hides all messages of today's history from a side. */
  clearFor(userId: string): void {
    const side = this.side(userId)
    for (const message of this.messages) message.hidden |= side.bit
    side.unread = []
    side.lastMessage = undefined
  }

  /** Gives the messages that wait their places, among those that are not older than they are. */
  private order(): void {
    if (this.waiting === undefined) return
    // They change their places.
    this.keyed()
    const added = this.messages.splice(-this.waiting).toSorted(compare)
    this.waiting = undefined
    const [first] = added
    if (first === undefined) return
    const newer = this.messages.splice(this.indexAfter(first))
    // What is in order already stays in front of its equals. A sort finds two runs at once, and merges them.
    for (const message of newer.concat(added).toSorted(compare)) this.messages.push(message)
  }

  /** Where the first message is that does not come before a key. */
  private indexOf(key: KeyParts): number {
    return this.search((message) => compare(message, key) < 0)
  }

  /** Where the first message is that comes after a key. */
  private indexAfter(key: KeyParts): number {
    return this.search((message) => compare(message, key) <= 0)
  }

  /** How many messages are in front of the first for which `isBefore` does not hold. */
  private search(isBefore: (message: Message) => boolean): number {
    let low = 0
    let high = this.messages.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const message = this.messages[middle]
      if (message !== undefined && isBefore(message)) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** How many messages of a conversation are counted as unread. */
const maxUnread = 250

/** In how many conversations of an account messages are counted as unread. */
const maxUnreadConversations = 100

const day = 86_400

/** How long a message is counted as unread, in seconds. */
const unreadPeriod = 7 * day

/** What was answered to a call that sent something. */
export interface Sent {
  readonly MsgTime: number
  readonly MsgKey: string
  readonly MsgId: string
  readonly ErrorList?: ReadonlyArray<{ readonly To_Account: string; readonly ErrorCode: number }>
}

/** The one-to-one conversations of an app. */
export class Conversations {
  private readonly archive: Archive
  private readonly recentContacts: RecentContacts
  private readonly timeline: Timeline
  /** Each conversation twice: by either side, then by the other. */
  private readonly byUser = new Map<string, Map<string, Conversation>>()
  /** The sides of each account that have unread messages. */
  private readonly ownUnread = new Map<string, Set<Side>>()
  /** What was sent so lately that a repetition is dropped. */
  readonly sent = new Recent<Sent>(sendmsg.deduplicatedFor * 1_000)
  /** How long histories reach back, in seconds. */
  readonly historyPeriod: number

  constructor(app: Pick<App, "archive" | "edition" | "recentContacts" | "timeline">) {
    this.archive = app.archive
    this.recentContacts = app.recentContacts
    this.timeline = app.timeline
    this.historyPeriod = (app.edition === "premium" ? 30 : 7) * day
  }

  get(one: string, other: string): Conversation | undefined {
    return this.byUser.get(one)?.get(other)
  }

  /** The conversations of an account, by the other side. */
  of(userId: string): ReadonlyMap<string, Conversation> {
    return this.byUser.get(userId) ?? new Map()
  }

  /** A message that is still in the history. */
  find(from: string, to: string, key: string, now: number): Message | undefined {
    const message = this.get(from, to)?.find(from, key)
    return message !== undefined && message.time >= now - this.historyPeriod ? message : undefined
  }

  /** Puts a message into the conversation of its sender and its receiver. */
  add(made: NewMessage, arrival: Arrival, now: number): Message {
    return this.addTo(made.to, made, arrival, now)
  }

  /** The same for one receiver of what may have many. */
  addTo(to: string, made: Omit<NewMessage, "to">, arrival: Arrival, now: number): Message {
    const conversation = this.open(made.from, to)
    const message = new Message(made, to)
    conversation.insert(message)
    this.archive.c2c.keep(message, now)
    this.timeline.add(made.from, { kind: "c2c", to }, message)
    const sender = conversation.side(made.from)
    const receiver = conversation.side(to)
    if (arrival.forSender === false) message.hidden |= sender.bit
    if (arrival.listed !== false) {
      if (arrival.forSender !== false) this.show(sender, message)
      if (receiver !== sender || arrival.forSender === false) this.show(receiver, message)
    }
    if (arrival.unread === true) this.count(receiver, message, now)
    return message
  }

  /** How many messages of a side are unread. */
  unreadIn(side: Side, now: number): number {
    const isFresh = ({ time }: Message): boolean => now - time <= unreadPeriod
    // To look at all of them with each message that comes takes longer than everything else about it.
    if (side.unreadSince === undefined || now - side.unreadSince > unreadPeriod) {
      side.unread = side.unread.filter(isFresh)
      side.unreadSince = side.unread.reduce((oldest, { time }) => Math.min(oldest, time), now)
    }
    if (side.unread.length === 0) this.ownUnread.get(side.userId)?.delete(side)
    return side.unread.length
  }

  /** How many messages of an account are unread. */
  unreadOf(userId: string, now: number): number {
    let sum = 0
    for (const side of this.ownUnread.get(userId) ?? []) sum += this.unreadIn(side, now)
    return sum
  }

  /** Marks what came up to a time as read; answers whether that changed anything. The mark never moves back. */
  markRead(side: Side, time: number, now: number): boolean {
    const unread = this.unreadIn(side, now)
    const isLater = time > side.readTime
    if (isLater) side.readTime = time
    side.unread = side.unread.filter((message) => message.time > time)
    return this.unreadIn(side, now) < unread || isLater
  }

  /** Whether the receiver has not read a message yet. */
  isUnread(message: Message): boolean {
    return this.between(message.from, message.to)?.side(message.to).unread.includes(message) === true
  }

  /** Recalls a message for both sides. */
  recall(message: Message, now: number): void {
    message.recalled = true
    message.extensions = undefined
    this.timeline.changed(message)
    const side = this.between(message.from, message.to)?.side(message.to)
    if (side === undefined) return
    side.unread = side.unread.filter((each) => each !== message)
    this.unreadIn(side, now)
  }

  /**
   * Forgets an account: its side of each conversation. Those whom it talked to keep theirs, and another account of the
   * same name sees nothing of what was said before.
   */
  forget(userId: string): void {
    for (const conversation of this.of(userId).values()) {
      conversation.clearFor(userId)
      conversation.side(userId).readTime = 0
    }
    this.byUser.delete(userId)
    this.ownUnread.delete(userId)
  }

  /** Shows a message in a side's list of conversations, unless what is shown there is newer. */
  private show(side: Side, message: Message): void {
    if (side.lastMessage !== undefined && side.lastMessage.time > message.time) return
    side.lastMessage = message
    this.recentContacts.moveUp(side)
  }

  private count(side: Side, message: Message, now: number): void {
    // What is as old as the mark may have come after it.
    if (message.time < side.readTime || this.unreadIn(side, now) >= maxUnread) return
    let sides = this.ownUnread.get(side.userId)
    if (sides === undefined) this.ownUnread.set(side.userId, sides = new Set())
    if (!sides.has(side) && sides.size >= maxUnreadConversations) {
      for (const each of sides) this.unreadIn(each, now)
      if (sides.size >= maxUnreadConversations) return
    }
    sides.add(side)
    side.unread = [...side.unread, message]
    side.unreadSince = Math.min(side.unreadSince ?? message.time, message.time)
  }

  /** A conversation, even where one of the two was forgotten: the other still has it. */
  private between(one: string, other: string): Conversation | undefined {
    return this.get(one, other) ?? this.get(other, one)
  }

  private open(one: string, other: string): Conversation {
    const known = this.get(one, other)
    if (known !== undefined && this.get(other, one) !== undefined) return known
    const conversation = this.between(one, other) ?? new Conversation(one, other)
    this.conversationsOf(one).set(other, conversation)
    this.conversationsOf(other).set(one, conversation)
    return conversation
  }

  private conversationsOf(userId: string): Map<string, Conversation> {
    let known = this.byUser.get(userId)
    if (known === undefined) this.byUser.set(userId, known = new Map())
    return known
  }
}
