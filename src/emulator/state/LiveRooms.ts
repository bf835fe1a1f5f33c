/**
 * Who is in the AVChatRooms of an app. Groups of this type store no members: clients come and go by `enter` and
 * `leave`, which is for tests to do, since no call of the API makes a user join.
 */
import { overallStatus } from "./Accounts.ts"
import type { App } from "./App.ts"
import type { Group } from "./Groups.ts"
import { NewestFirst, type Placed } from "./NewestFirst.ts"

/** The mark of those who are online without a client. */
export const robotMark = 500

/** The mark of those who are not listed. */
export const hiddenMark = 600

/** Where the marks begin that are the app's own. */
const firstOwnMark = 1000

/** How many different marks of its own an app has in a room. */
const maxMarks = 10

/** How many members of a room have the same mark. */
const maxMarked = 1000

/** How many members a room has before they are counted late. */
const countedAtOnce = 300

/** How old a count may be, in seconds. */
const countAge = 10

/** Somebody in a room. */
export interface Visitor {
  readonly userId: string
  /** Seconds. */
  readonly joinTime: number
  /** Whether there is a client; robots need none. */
  connected: boolean
  readonly marks: Set<number>
}

/** Those who are in one room. */
export class Audience {
  readonly group: Group
  private readonly ownAdmins = new Set<string>()
  private readonly visitors = new NewestFirst<Visitor>()
  /** Who has a mark. */
  private readonly marked = new Map<number, Set<string>>()
  /** The rooms by the accounts that are in them. */
  private readonly visited: Map<string, Set<Audience>>

  constructor(group: Group, visited: Map<string, Set<Audience>>) {
    this.group = group
    this.visited = visited
  }

  get size(): number {
    return this.visitors.size
  }

  get(userId: string): Visitor | undefined {
    return this.visitors.get(userId)?.value
  }

  /** Up to `count` visitors that came before a place in the list, newest first, where wanted only some. */
  before(serial: number, count: number, wanted?: (userId: string) => boolean): ReadonlyArray<Placed<Visitor>> {
    return this.visitors.before(serial, count, wanted)
  }

  /** Those with a mark, newest first. */
  withMark(mark: number): ReadonlyArray<Placed<Visitor>> {
    return [...this.marked.get(mark) ?? []].flatMap((userId) => this.visitors.get(userId) ?? [])
      .toSorted((one, other) => other.serial - one.serial)
  }

  isHidden(userId: string): boolean {
    return this.marked.get(hiddenMark)?.has(userId) === true
  }

  /** A client connects; answers whether there was none before. */
  enter(userId: string, now: number): boolean {
    const visitor = this.comeIn(userId, now)
    if (visitor.connected) return false
    visitor.connected = true
    return true
  }

  /** The client is gone, and with it all marks but a robot's. Answers whether there was one. */
  leave(userId: string): boolean {
    const visitor = this.get(userId)
    if (visitor?.connected !== true) return false
    visitor.connected = false
    for (const mark of visitor.marks) if (mark !== robotMark) this.unmark(userId, mark)
    this.goIfNobody(visitor)
    return true
  }

  /** Puts somebody out, robots too. */
  expel(userId: string): void {
    this.unmark(userId, robotMark)
    this.leave(userId)
  }

  /** Whether the room has a place for these marks. */
  takes(marked: ReadonlyArray<{ readonly userId: string; readonly marks: ReadonlyArray<number> }>): boolean {
    const wanted = new Map<number, Set<string>>()
    for (const { marks, userId } of marked) {
      for (const mark of marks) {
        if (mark < firstOwnMark) continue
        const users = wanted.get(mark)
        if (users === undefined) wanted.set(mark, new Set([userId]))
        else users.add(userId)
      }
    }
    const different = new Set(wanted.keys())
    for (const mark of this.marked.keys()) if (mark >= firstOwnMark) different.add(mark)
    if (wanted.size > 0 && different.size > maxMarks) return false
    for (const [mark, users] of wanted) {
      const known = this.marked.get(mark)
      let size = known?.size ?? 0
      for (const userId of users) if (known?.has(userId) !== true) size++
      if (size > maxMarked) return false
    }
    return true
  }

  /** Sets a mark; answers whether it could be: only a robot's can for somebody who is not there. */
  mark(userId: string, mark: number, now: number): boolean {
    const visitor = mark === robotMark ? this.comeIn(userId, now) : this.get(userId)
    if (visitor === undefined) return false
    visitor.marks.add(mark)
    const users = this.marked.get(mark)
    if (users === undefined) this.marked.set(mark, new Set([userId]))
    else users.add(userId)
    return true
  }

  /** Removes a mark; a robot without a client goes with its mark. */
  unmark(userId: string, mark: number): void {
    const visitor = this.get(userId)
    if (visitor?.marks.delete(mark) !== true) return
    const users = this.marked.get(mark)
    users?.delete(userId)
    if (users?.size === 0) this.marked.delete(mark)
    if (mark === robotMark) this.goIfNobody(visitor)
  }

  /** The admins, who need not be in the room. Those whose accounts are gone are none any more. */
  admins({ accounts }: Pick<App, "accounts">): ReadonlySet<string> {
    for (const userId of this.ownAdmins) if (!accounts.has(userId)) this.ownAdmins.delete(userId)
    return this.ownAdmins
  }

  setAdmin(userId: string, isAdmin: boolean): void {
    if (isAdmin) this.ownAdmins.add(userId)
    else this.ownAdmins.delete(userId)
  }

  isRobot(userId: string): boolean {
    return this.get(userId)?.marks.has(robotMark) === true
  }

  /** Empties the room. */
  close(): void {
    for (const userId of this.visitors.keys()) this.expel(userId)
    this.ownAdmins.clear()
  }

  private comeIn(userId: string, now: number): Visitor {
    const known = this.get(userId)
    if (known !== undefined) return known
    const visitor: Visitor = { userId, joinTime: now, connected: false, marks: new Set() }
    this.visitors.add(userId, visitor)
    const rooms = this.visited.get(userId)
    if (rooms === undefined) this.visited.set(userId, new Set([this]))
    else rooms.add(this)
    return visitor
  }

  private goIfNobody(visitor: Visitor): void {
    const { connected, marks, userId } = visitor
    if (connected || marks.has(robotMark)) return
    for (const mark of marks) this.unmark(userId, mark)
    this.visitors.delete(userId)
    const rooms = this.visited.get(userId)
    rooms?.delete(this)
    if (rooms?.size === 0) this.visited.delete(userId)
  }
}

/** The AVChatRooms of an app, and who is in them. */
export class LiveRooms {
  private readonly app: App
  private readonly audiences = new Map<Group, Audience>()
  private readonly visited = new Map<string, Set<Audience>>()
  private readonly counts = new Map<Group, { readonly at: number; readonly count: number }>()

  constructor(app: App) {
    this.app = app
  }

  /** Those who are in a room. */
  of(group: Group): Audience {
    let audience = this.audiences.get(group)
    if (audience === undefined) this.audiences.set(group, audience = new Audience(group, this.visited))
    return audience
  }

  /**
   * A client comes into an AVChatRoom, at a time in seconds. Answers whether it may: not where there is no such room or
   * account, nor while it is banned, nor into a live room that is full.
   */
  enter(groupId: string, userId: string, now: number): boolean {
    const { accounts, groups, liveEngine } = this.app
    const group = groups.get(groupId)
    if (group?.type !== "AVChatRoom" || !accounts.has(userId) || group.bannedUntil(userId, now) > 0) return false
    const audience = this.of(group)
    const room = liveEngine.get(groupId)
    if (room?.isFull === true && audience.get(userId) === undefined) return false
    if (audience.enter(userId, now) && room !== undefined) liveEngine.countView(room)
    return true
  }

  /** The client leaves, or its connection is lost. Answers whether it was there. */
  leave(groupId: string, userId: string): boolean {
    const group = this.app.groups.get(groupId)
    return group !== undefined && this.of(group).leave(userId)
  }

  /** An account's clients leave all rooms. */
  disconnect(userId: string): void {
    for (const audience of this.visited.get(userId) ?? []) audience.leave(userId)
  }

  /** Takes an account out of all rooms. */
  forget(userId: string): void {
    for (const audience of this.visited.get(userId) ?? []) audience.expel(userId)
  }

  /** A group is disbanded. */
  close(group: Group): void {
    this.audiences.get(group)?.close()
    this.audiences.delete(group)
    this.counts.delete(group)
    this.app.liveEngine.forget(group)
  }

  /** How many of a group are online: known at once in small groups, every ten seconds in others. */
  count(group: Group, now: number): number {
    const live = group.type === "AVChatRoom"
    const size = live ? this.of(group).size : group.members.size
    const last = this.counts.get(group)
    if (size >= countedAtOnce && last !== undefined && now - last.at < countAge) return last.count
    const count = live ? size : this.onlineMembers(group)
    if (size >= countedAtOnce) this.counts.set(group, { at: now, count })
    return count
  }

  private onlineMembers(group: Group): number {
    let count = 0
    for (const userId of group.members.keys()) {
      const account = this.app.accounts.get(userId)
      if (account !== undefined && overallStatus(account) === "Online") count++
    }
    return count
  }
}
