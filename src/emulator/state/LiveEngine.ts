/** The rooms of the live engine. An AVChatRoom of the same id stands behind each. */
import type { App } from "./App.ts"
import type { Group } from "./Groups.ts"
import { type Audience, robotMark } from "./LiveRooms.ts"

/** What a room is made of beside what its group keeps: name, owner, whether all are muted. */
export interface LiveRoomDetails {
  coverUrl: string
  notice: string
  category: ReadonlyArray<number>
  activityStatus: number
  isPublic: boolean
  takeSeatMode: "FreeToTake" | "ApplyToTake"
  /** No limit where there is none. */
  maxMembers: number | undefined
  readonly seats: boolean
  readonly maxSeats: number | undefined
  readonly unlimited: boolean
  readonly seatLayout: number | undefined
  readonly seatTemplate: string | undefined
}

/** A room of the live engine. */
export class LiveRoom {
  readonly group: Group
  readonly audience: Audience
  /** The place of the room in the order in which rooms were made, from 1. */
  readonly serial: number
  readonly details: LiveRoomDetails
  readonly metadata = new Map<string, string>()
  private readonly ownRobots = new Set<string>()
  /** How often clients came in. */
  views = 0
  readonly totals = { gifts: 0, coins: 0, likes: 0 }
  readonly giftSenders = new Set<string>()

  constructor(group: Group, audience: Audience, serial: number, details: LiveRoomDetails) {
    this.group = group
    this.audience = audience
    this.serial = serial
    this.details = details
  }

  get roomId(): string {
    return this.group.groupId
  }

  get isFull(): boolean {
    const { maxMembers, unlimited } = this.details
    return !unlimited && maxMembers !== undefined && this.audience.size >= maxMembers
  }

  /** The robots that were put in by the live engine, in that order. */
  robots(): ReadonlyArray<string> {
    for (const userId of this.ownRobots) if (!this.audience.isRobot(userId)) this.ownRobots.delete(userId)
    return [...this.ownRobots]
  }

  addRobot(userId: string, now: number): void {
    this.audience.mark(userId, robotMark, now)
    this.ownRobots.add(userId)
  }

  removeRobot(userId: string): void {
    if (this.ownRobots.delete(userId)) this.audience.unmark(userId, robotMark)
  }

  /** Somebody gives a gift, which only clients do. */
  give(from: string, coins: number): void {
    this.totals.gifts++
    this.totals.coins += coins
    this.giftSenders.add(from)
  }

  /** Somebody likes the room, which only clients do. */
  like(times = 1): void {
    this.totals.likes += times
  }
}

/** The place of a room in the list: the one that was seen most first, then the older one. */
export interface ListPlace {
  readonly views: number
  readonly serial: number
}

const isBehind = (room: LiveRoom, { serial, views }: ListPlace): boolean =>
  room.views < views || (room.views === views && room.serial > serial)

/** The rooms of the live engine of an app. */
export class LiveEngine {
  private readonly app: App
  private readonly rooms = new Map<string, LiveRoom>()
  /** The public rooms as they are listed, made when somebody asks. */
  private listed: ReadonlyArray<LiveRoom> | undefined
  private ownSerial = 0

  constructor(app: App) {
    this.app = app
  }

  /** A room, also for tests to give gifts and likes. */
  get(roomId: string): LiveRoom | undefined {
    return this.rooms.get(roomId)
  }

  /** Makes a room with its group, whose id must be free. */
  add(roomId: string, name: string, now: number, details: LiveRoomDetails): LiveRoom {
    const group = this.app.groups.add({ groupId: roomId, type: "AVChatRoom", name, createTime: now, maxMembers: 0 })
    const room = new LiveRoom(group, this.app.live.of(group), ++this.ownSerial, details)
    this.rooms.set(roomId, room)
    this.listed = undefined
    return room
  }

  /** The group of a room is disbanded, and the room with it. */
  forget(group: Group): void {
    if (this.rooms.get(group.groupId)?.group !== group) return
    this.rooms.delete(group.groupId)
    this.listed = undefined
  }

  countView(room: LiveRoom): void {
    room.views++
    this.listed = undefined
  }

  /** The list of rooms is not the same any more. */
  touch(): void {
    this.listed = undefined
  }

  /** Up to `count` public rooms behind a place in the list; from its beginning when left out. */
  list(count: number, after: ListPlace = { views: Infinity, serial: 0 }): ReadonlyArray<LiveRoom> {
    const rooms = this.listed ??= [...this.rooms.values()].filter(({ details }) => details.isPublic)
      .toSorted((one, other) => other.views - one.views || one.serial - other.serial)
    let low = 0
    let high = rooms.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const room = rooms[middle]
      if (room !== undefined && isBehind(room, after)) high = middle
      else low = middle + 1
    }
    return rooms.slice(low, low + count)
  }
}
