/** The pushes of an app: who may be pushed to, what was pushed, and how much more may be. */
import type { MessageElement } from "../../api/messages/elements.ts"
import type { OfflinePushInfo } from "../../api/messages/offlinePush.ts"
import type { App } from "./App.ts"
import { keyOf, type KeyParts } from "./Conversations.ts"
import { Audience, type Member } from "./PushAudience.ts"

const daySeconds = 86_400

/** How long a random number names the same task, in seconds. */
const sameTaskSeconds = 7 * daySeconds

/** How long a task is kept, in seconds, and how many are. */
const taskSeconds = 30 * daySeconds
const maxTasks = 10_000

/** How many users a second get a message that is stored. */
const storedPerSecond = 200

/** One device that a push goes to. */
export interface Device {
  readonly platform: string
  readonly online: boolean
}

/** The devices of a user, and which in the order of delivery the user is. */
export interface Reached {
  readonly position: number
  readonly devices: ReadonlyArray<Device>
}

/** Which call made a task. */
export type Origin = "push" | "batch" | "im_push"

/** What a task is made with. */
export interface NewTask {
  readonly origin: Origin
  readonly from: string
  readonly body?: ReadonlyArray<MessageElement> | undefined
  readonly offlinePush?: OfflinePushInfo | undefined
  readonly dataId?: string | undefined
  /** What names the message that is stored for its receivers; nothing where none is. */
  readonly stored: Omit<KeyParts, "time"> | undefined
  /** Whether only users who are online get it. */
  readonly onlineOnly: boolean
}

/** A push that was taken. */
export class Task implements NewTask {
  readonly origin: Origin
  readonly from: string
  readonly body: ReadonlyArray<MessageElement> | undefined
  readonly offlinePush: OfflinePushInfo | undefined
  readonly dataId: string | undefined
  readonly stored: NewTask["stored"]
  readonly onlineOnly: boolean
  readonly id: string
  /** When it was taken, in milliseconds. */
  readonly time: number
  /** Who gets it, in the order of delivery. */
  readonly receivers: ReadonlyArray<string>
  /** The devices that it goes to, by user. */
  readonly devices: ReadonlyMap<string, Reached>
  /** How many receivers have no device. */
  readonly withoutDevice: number
  /** When it was taken back, in milliseconds, and what replaces the notification. */
  revoked: { readonly time: number; readonly replacement: OfflinePushInfo | undefined } | undefined
  /** How many receivers it was delivered to, in their order. */
  delivered = 0

  constructor(id: string, time: number, task: NewTask, members: Iterable<Member>) {
    this.id = id
    this.time = time
    this.origin = task.origin
    this.from = task.from
    this.body = task.body
    this.offlinePush = task.offlinePush
    this.dataId = task.dataId
    this.stored = task.stored
    this.onlineOnly = task.onlineOnly
    const receivers: Array<string> = []
    const reached = new Map<string, Reached>()
    let withoutDevice = 0
    for (const { id, platforms } of members) {
      const devices: Array<Device> = []
      for (const [platform, status] of platforms) {
        const online = status === "Online"
        if (online || !task.onlineOnly) devices.push({ platform, online })
      }
      if (devices.length === 0 && task.onlineOnly && task.stored === undefined) continue
      if (devices.length > 0) reached.set(id, { position: receivers.length, devices })
      else if (!task.onlineOnly) withoutDevice++
      receivers.push(id)
    }
    this.receivers = receivers
    this.devices = reached
    this.withoutDevice = withoutDevice
  }

  /** When the push comes to the receiver at a position, in milliseconds. */
  timeOf(position: number): number {
    return this.time + (this.stored === undefined ? 0 : Math.floor(position / storedPerSecond) * 1000)
  }

  /** How many receivers the push has come to by a time, given in milliseconds. */
  reachedBy(nowMillis: number): number {
    if (this.stored === undefined) return this.receivers.length
    const until = Math.min(nowMillis, this.revoked?.time ?? nowMillis)
    const seconds = Math.floor((until - this.time) / 1000) + 1
    return Math.min(this.receivers.length, Math.max(0, seconds) * storedPerSecond)
  }

  /** Whom the push has come to by a time, given in milliseconds. */
  deliveredTo(nowMillis: number): ReadonlyArray<string> {
    return this.receivers.slice(0, this.reachedBy(nowMillis))
  }
}

/** Some of a task's receivers, to whom it was delivered at once: by their positions, `until` not among them. */
export interface Delivery {
  readonly task: Task
  readonly from: number
  readonly until: number
}

const nothing: ReadonlyArray<never> = []

/** The pushes of an app. */
export class Push {
  private readonly app: App
  readonly audience: Audience
  private readonly ownTasks = new Map<string, Task>()
  /** The tasks that a random number names, by call and number, oldest first. */
  private readonly byRandom = new Map<string, { readonly taskId: string; readonly time: number }>()
  /** The tasks that are still being delivered. */
  private readonly underWay = new Set<Task>()
  private made = 0
  /** When the last push to all was taken, in milliseconds. */
  private lastMillis = Number.NEGATIVE_INFINITY
  private day = 0
  private pushesOfDay = 0
  /** When the latest calls for listed users came, in milliseconds, oldest first; and what they answered. */
  private readonly batches: Array<number> = []
  private readonly recentBatches = new Map<number, { readonly millis: number; readonly answer: object }>()

  constructor(app: App) {
    this.app = app
    this.audience = new Audience(app)
  }

  /** The tasks of the last 30 days, oldest first. */
  tasks(): Iterable<Task> {
    return this.ownTasks.values()
  }

  task(id: string): Task | undefined {
    return this.ownTasks.get(id)
  }

  /** How many pushes to all an app has a day. */
  get dailyQuota(): number {
    return this.app.edition === "trial" ? 10 : 100
  }

  /** How many calls for listed users an app has a second. */
  get batchesPerSecond(): number {
    return { trial: 10, standard: 30, premium: 40 }[this.app.edition]
  }

  /** The task that a call with this random number made in the last 7 days. */
  sameTask(origin: Origin, random: number, now: number): string | undefined {
    for (const [key, { time }] of this.byRandom) {
      if (now - time < sameTaskSeconds) break
      this.byRandom.delete(key)
    }
    return this.byRandom.get(`${origin}:${random}`)?.taskId
  }

  /** Why a push to all cannot be taken now, as an error code; nothing where it can. */
  whyNot(nowMillis: number): number | undefined {
    if (nowMillis - this.lastMillis <= 1000) return 90024
    return this.dayOf(nowMillis) === this.day && this.pushesOfDay >= this.dailyQuota ? 90047 : undefined
  }

  /** Takes a push to all. It counts for the quotas. */
  pushToAll(task: NewTask, random: number, members: Iterable<Member>, nowMillis: number, id: string): Task {
    const day = this.dayOf(nowMillis)
    if (day !== this.day) this.pushesOfDay = 0
    this.day = day
    this.pushesOfDay++
    this.lastMillis = nowMillis
    this.byRandom.set(`${task.origin}:${random}`, { taskId: id, time: Math.floor(nowMillis / 1000) })
    return this.add(task, members, nowMillis, id)
  }

  /** Delivers pushes to those to whom they have come by now, into their conversations where a message is stored. */
  deliver(nowMillis: number): ReadonlyArray<Delivery> {
    if (this.underWay.size === 0) return nothing
    const deliveries: Array<Delivery> = []
    for (const task of this.underWay) {
      const from = task.delivered
      const until = Math.max(from, task.reachedBy(nowMillis))
      if (task.stored !== undefined) {
        for (let position = from; position < until; position++) this.write(task, position)
      }
      task.delivered = until
      if (until > from) deliveries.push({ task, from, until })
      if (task.revoked !== undefined || until === task.receivers.length) this.underWay.delete(task)
    }
    return deliveries
  }

  /** Takes a push back: it goes to nobody any more, and messages that nobody has read yet are recalled. */
  revoke(task: Task, replacement: OfflinePushInfo | undefined, nowMillis: number): void {
    task.revoked = { time: task.revoked?.time ?? nowMillis, replacement }
    const { conversations } = this.app
    const now = Math.floor(nowMillis / 1000)
    for (let position = 0; position < task.delivered; position++) {
      const receiver = task.receivers[position] ?? ""
      const parts = partsOf(task, position)
      const message = parts && conversations.get(receiver, task.from)?.find(task.from, keyOf(parts))
      if (message !== undefined && conversations.isUnread(message)) conversations.recall(message, now)
    }
  }

  /** Whether one more call for listed users is too many for this second. It counts when it is not. */
  isTooOften(nowMillis: number): boolean {
    while (this.batches.length > 0 && nowMillis - (this.batches[0] ?? 0) >= 1000) this.batches.shift()
    if (this.batches.length >= this.batchesPerSecond) return true
    this.batches.push(nowMillis)
    return false
  }

  /** What a call for listed users with this random number answered within the last second. */
  sameBatch<Answer extends object>(random: number, nowMillis: number): Answer | undefined {
    for (const [known, { millis }] of this.recentBatches) {
      if (nowMillis - millis < 1000) break
      this.recentBatches.delete(known)
    }
    return this.recentBatches.get(random)?.answer as Answer | undefined
  }

  rememberBatch(random: number, answer: object, nowMillis: number): void {
    this.recentBatches.set(random, { millis: nowMillis, answer })
  }

  /** Keeps a task, which waits to be delivered, and drops those that are too old or too many. */
  add(task: NewTask, members: Iterable<Member>, nowMillis: number, id: string): Task {
    for (const [old, { time }] of this.ownTasks) {
      if (this.ownTasks.size < maxTasks && nowMillis - time < taskSeconds * 1000) break
      this.ownTasks.delete(old)
    }
    const made = new Task(id, nowMillis, task, members)
    this.ownTasks.set(id, made)
    this.underWay.add(made)
    return made
  }

  /** The number of a new task, which makes its id one of its own. */
  nextNumber(): number {
    return ++this.made
  }

  private write(task: Task, position: number): void {
    const to = task.receivers[position]
    const parts = partsOf(task, position)
    if (parts === undefined || to === undefined || to === task.from || !this.app.accounts.has(to)) return
    const message = { ...parts, from: task.from, to, body: task.body ?? [], fixed: true }
    this.app.conversations.add(message, { unread: true }, parts.time)
  }

  /** The day that a time belongs to. Days begin at midnight UTC. */
  private dayOf(nowMillis: number): number {
    return Math.floor(nowMillis / 1000 / daySeconds)
  }
}

/** What names the message of the receiver at a position; nothing where none is stored. */
const partsOf = (task: Task, position: number): KeyParts | undefined =>
  task.stored === undefined ? undefined : { ...task.stored, time: Math.floor(task.timeOf(position) / 1000) }
