/** The official accounts of an app, who subscribes to them, and what they sent. */
import type { MessageElement } from "../../api/messages/elements.ts"
import { sendOfficialAccountMsg } from "../../api/officialAccounts/endpoints.ts"
import { officialAccountPrefix } from "../../api/officialAccounts/officialAccountId.ts"
import type { App } from "./App.ts"

/** A map whose values are paged through in the order in which they came. */
export class Ordered<Value> {
  private readonly byId = new Map<string, Value>()
  private ownList: ReadonlyArray<Value> | undefined

  get size(): number {
    return this.byId.size
  }

  get list(): ReadonlyArray<Value> {
    return this.ownList ??= [...this.byId.values()]
  }

  get(id: string): Value | undefined {
    return this.byId.get(id)
  }

  set(id: string, value: Value): void {
    this.byId.set(id, value)
    this.ownList = undefined
  }

  delete(id: string): boolean {
    const known = this.byId.delete(id)
    if (known) this.ownList = undefined
    return known
  }
}

/** One user's subscription to one official account. */
export interface Subscription {
  readonly userId: string
  readonly account: OfficialAccount
  /** The place of the subscription among those of the official account, from 1. It never comes again. */
  readonly serial: number
  /** In seconds. */
  readonly subscribeTime: number
  customString: string
  msgFlag: "AcceptAndNotify" | "AcceptNotNotify" | "Discard"
  /** When the subscriber last said something to the official account, in seconds; 0 for never. */
  lastSendMsgTime: number
}

/** A message of an official account. */
export interface OfficialMessage {
  readonly seq: number
  /** `Seq_1_ServerTime`. */
  readonly key: string
  /** In seconds. */
  readonly time: number
  readonly random: number
  readonly body: ReadonlyArray<MessageElement>
  readonly cloudCustomData: string | undefined
  /** Whether the message is in the history; those for subscribers who are online are not. */
  readonly stored: boolean
  recalled: boolean
  /** Its place in the timeline. */
  serial?: number | undefined
}

/** What a new official account is made of. */
export interface NewOfficialAccount {
  readonly id: string
  readonly owner: string
  readonly name: string
  /** In seconds. */
  readonly createTime: number
}

/** What a new message is made of. */
export type NewOfficialMessage = Pick<OfficialMessage, "random" | "body" | "cloudCustomData" | "stored">

/** What a call that sends a message is answered with. */
export type SentOfficialMessage = Pick<OfficialMessage, "key" | "time">

/** Two messages with the same content and random number are one within this many seconds. */
const duplicateSeconds = sendOfficialAccountMsg.deduplicatedFor

/** How many messages an official account may send within an hour. */
const messagesPerHour = 2

/** An official account. Subscribers come and go by `OfficialAccounts` only, which keeps both directions right. */
export class OfficialAccount {
  readonly id: string
  readonly owner: string
  /** In seconds. */
  readonly createTime: number
  name: string
  introduction = ""
  faceUrl = ""
  organization = ""
  customString = ""
  maxSubscribers = 100_000
  readonly subscribers = new Ordered<Subscription>()
  /** Every message in order; the one with the number 1 comes first. */
  readonly messages: Array<OfficialMessage> = []
  /** What was sent in the last five minutes, by the content and random number of the call, the oldest first. */
  private readonly recent = new Map<string, SentOfficialMessage>()
  /** When the latest messages were sent, in milliseconds; as many as count. */
  private sentAt: ReadonlyArray<number> = []
  private lastSerial = 1

  constructor({ createTime, id, name, owner }: NewOfficialAccount) {
    this.id = id
    this.owner = owner
    this.name = name
    this.createTime = createTime
  }

  /** When the last message was sent, in seconds; 0 for never. */
  get lastMsgTime(): number {
    return this.messages.at(-1)?.time ?? 0
  }

  nextSerial(): number {
    return this.lastSerial++
  }

  /** What was sent by a call that a new one repeats. */
  duplicateOf(asked: NewOfficialMessage, now: number): SentOfficialMessage | undefined {
    for (const [content, { time }] of this.recent) {
      if (now - time < duplicateSeconds) break
      this.recent.delete(content)
    }
    return this.recent.get(contentOf(asked))
  }

  /** Whether one more message would be too many for this second or this hour. */
  isTooSoon(nowMillis: number): boolean {
    const within = (milliseconds: number) => this.sentAt.filter((at) => nowMillis - at < milliseconds).length
    return within(1_000) >= 1 || within(3_600_000) >= messagesPerHour
  }

  /** Sends a message. Where it is not what the call asked for, since the app changed it, that comes last. */
  send(message: NewOfficialMessage, nowMillis: number, asked: NewOfficialMessage = message): SentOfficialMessage {
    const seq = this.messages.length + 1
    const sent = this.drop(asked, nowMillis)
    this.messages.push({ ...message, ...sent, seq, recalled: false })
    return sent
  }

  /** Takes a message as if it were sent; nobody gets it, and the history does not have it. */
  drop(asked: NewOfficialMessage, nowMillis: number): SentOfficialMessage {
    const time = Math.floor(nowMillis / 1_000)
    const sent = { key: `${this.messages.length + 1}_1_${time}`, time }
    this.recent.set(contentOf(asked), sent)
    this.sentAt = [...this.sentAt.slice(1 - messagesPerHour), nowMillis]
    return sent
  }

  message(key: string): OfficialMessage | undefined {
    const message = this.messages[Number.parseInt(key, 10) - 1]
    return message?.key === key ? message : undefined
  }
}

const contentOf = ({ body, cloudCustomData, random }: NewOfficialMessage): string =>
  JSON.stringify([random, body, cloudCustomData])

/** The official accounts of an app. */
export class OfficialAccounts {
  private readonly app: App
  private readonly byId = new Map<string, OfficialAccount>()
  private readonly bySubscriber = new Map<string, Ordered<Subscription>>()

  constructor(app: App) {
    this.app = app
  }

  get size(): number {
    return this.byId.size
  }

  /** Whether the app has official accounts at all. */
  get enabled(): boolean {
    return this.app.edition !== "standard"
  }

  /** Whether there may be one more. */
  get isFull(): boolean {
    return this.app.edition === "trial" && this.byId.size >= 5
  }

  get(id: string): OfficialAccount | undefined {
    return this.byId.get(id)
  }

  add(account: NewOfficialAccount): OfficialAccount {
    const made = new OfficialAccount(account)
    this.byId.set(made.id, made)
    return made
  }

  /** Makes up an id that is free. */
  freeId(random: () => number): string {
    const characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    const character = () => characters[Math.floor(random() * characters.length)]
    while (true) {
      const id = officialAccountPrefix + Array.from({ length: 9 }, character).join("")
      if (!this.byId.has(id)) return id
    }
  }

  /** Takes an official account away, with its subscriptions and messages. */
  destroy(account: OfficialAccount): void {
    for (const { userId } of account.subscribers.list) this.drop(userId, account.id)
    this.byId.delete(account.id)
  }

  /** The subscriptions of a user, the oldest first. */
  subscriptionsOf(userId: string): ReadonlyArray<Subscription> {
    return this.bySubscriber.get(userId)?.list ?? []
  }

  /** Subscribes a user who does not subscribe yet. */
  subscribe(account: OfficialAccount, userId: string, now: number): void {
    const subscription: Subscription = {
      userId,
      account,
      serial: account.nextSerial(),
      subscribeTime: now,
      customString: "",
      msgFlag: "AcceptAndNotify",
      lastSendMsgTime: 0
    }
    account.subscribers.set(userId, subscription)
    let subscriptions = this.bySubscriber.get(userId)
    if (subscriptions === undefined) this.bySubscriber.set(userId, subscriptions = new Ordered())
    subscriptions.set(account.id, subscription)
  }

  unsubscribe(account: OfficialAccount, userId: string): boolean {
    if (!account.subscribers.delete(userId)) return false
    this.drop(userId, account.id)
    return true
  }

  /** Ends the subscriptions of an account that was deleted. What it owns stays. */
  forget(userId: string): void {
    for (const { account } of this.subscriptionsOf(userId)) account.subscribers.delete(userId)
    this.bySubscriber.delete(userId)
  }

  private drop(userId: string, accountId: string): void {
    const subscriptions = this.bySubscriber.get(userId)
    subscriptions?.delete(accountId)
    if (subscriptions?.size === 0) this.bySubscriber.delete(userId)
  }
}
