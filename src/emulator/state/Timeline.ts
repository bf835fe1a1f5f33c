/** All messages of an app in the order in which they came, whomever they went to. */
import type { MessageElement, UnknownElement } from "../../api/messages/elements.ts"
import { Ring } from "../Ring.ts"

/** What messages of all kinds have. */
export interface Told {
  /** Seconds since 1970. */
  readonly time: number
  readonly body: ReadonlyArray<MessageElement | UnknownElement>
  readonly key?: string | undefined
  readonly seq?: number | undefined
  readonly cloudCustomData?: string | undefined
  readonly customData?: string | undefined
  readonly recalled?: boolean | undefined
  readonly modified?: boolean | undefined
  /** Its place in the timeline, once it has one. */
  serial?: number | undefined
}

/** Where a message went. */
export type Where =
  | { readonly kind: "c2c"; readonly to: string }
  | { readonly kind: "group"; readonly group: string }
  | { readonly kind: "official"; readonly account: string }

/** A message and where it went. What is recalled or changed shows, since it is the message itself. */
export interface TimelineItem {
  /** Counts up from 1. */
  readonly id: number
  readonly from: string
  readonly where: Where
  readonly message: Told
  /** Whether only those who were online got it. */
  readonly onlineOnly: boolean
}

/** How many messages the timeline holds. Conversations hold all. */
const kept = 100_000

/** What is told of a timeline. */
export type Onlooker = (what: "message" | "message-changed", item: TimelineItem) => void

/** What is known of a conversation as a whole. */
export interface Thread {
  /** Where its last message went. */
  where: Where
  /** How many messages it has had. */
  count: number
  /** The id of the last one. */
  last: number
}

const targetOf = (where: Where): string =>
  where.kind === "c2c" ? where.to : where.kind === "group" ? where.group : where.account

const isSame = (one: Where, other: Where): boolean => one.kind === other.kind && targetOf(one) === targetOf(other)

/** The name of a conversation; that of two accounts is the same from both sides. */
export const threadOf = (from: string, where: Where): string =>
  where.kind === "c2c"
    ? `c2c:${from < where.to ? `${from}:${where.to}` : `${where.to}:${from}`}`
    : `${where.kind}:${targetOf(where)}`

/** The latest messages of an app. */
export class Timeline {
  readonly items: Ring<TimelineItem> = new Ring(kept)
  /** Every conversation that had a message, the one with the latest last. */
  readonly threads: Map<string, Thread> = new Map()
  /** The last one of them. */
  private latest: Thread | undefined
  private readonly app: { readonly onMessage: Onlooker | undefined }

  constructor(app: { readonly onMessage: Onlooker | undefined }) {
    this.app = app
  }

  add(from: string, to: Where, message: Told, onlineOnly = false): void {
    const name = threadOf(from, to)
    const thread = this.threads.get(name) ?? { where: to, count: 0, last: 0 }
    // One object for all messages that go the same way: a new one for each takes memory.
    const where = isSame(thread.where, to) ? thread.where : to
    const item: TimelineItem = { id: this.items.nextId, from, where, message, onlineOnly }
    message.serial = item.id
    this.items.push(item)
    thread.where = where
    thread.count++
    thread.last = item.id
    if (thread !== this.latest) {
      this.threads.delete(name)
      this.threads.set(name, thread)
      this.latest = thread
    }
    this.app.onMessage?.("message", item)
  }

  /** Tells that a message was recalled or modified. */
  changed({ serial }: Told): void {
    const item = serial === undefined ? undefined : this.items.get(serial)
    if (item !== undefined) this.app.onMessage?.("message-changed", item)
  }
}
