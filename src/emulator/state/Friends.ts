/** Who is whose friend, in which friend groups, and which requests wait for an answer. */
import { customFriendPrefix, friendTags } from "../../api/friends/tags.ts"
import { maxGroups } from "../../api/friends/schemas.ts"

/** A user has at most so many friends. */
export const maxFriends = 3000

/** A user has at most so many pending requests. */
export const maxPending = 100

/** What a user keeps about a friend, by the names on the wire; friend groups apart. */
export type FriendFields = ReadonlyMap<string, string | number>

/** What a new friend brings. */
export interface NewFriend {
  readonly fields: FriendFields
  readonly groups: ReadonlyArray<string>
}

const isCustom = (tag: string): boolean => tag.startsWith(customFriendPrefix)

/** The friends of one user. */
export class FriendList {
  /** Grows with each change of friends and of what the service itself knows about them. */
  standardSequence = 0
  /** Grows with each change of the app's own fields. */
  customSequence = 0
  /** Grows with each change of friend groups. */
  groupSequence = 0
  private readonly ownFriends = new Map<string, Map<string, string | number>>()
  private readonly ownGroups = new Map<string, Set<string>>()
  private readonly userId: string
  /** Who is in whose list, the other way round. */
  private readonly listedBy: Map<string, Set<string>>

  constructor(userId: string, listedBy: Map<string, Set<string>>) {
    this.userId = userId
    this.listedBy = listedBy
  }

  get friends(): ReadonlyMap<string, FriendFields> {
    return this.ownFriends
  }

  get groups(): ReadonlyMap<string, ReadonlySet<string>> {
    return this.ownGroups
  }

  get isFull(): boolean {
    return this.ownFriends.size >= maxFriends
  }

  /** Whether friend groups with these names fit beside those that there are. */
  takesGroups(names: Iterable<string>): boolean {
    const added = new Set([...names].filter((name) => !this.ownGroups.has(name)))
    return this.ownGroups.size + added.size <= maxGroups
  }

  groupsOf(friendId: string): ReadonlyArray<string> {
    return [...this.ownGroups].filter(([, members]) => members.has(friendId)).map(([name]) => name)
  }

  add(friendId: string, { fields, groups }: NewFriend): void {
    this.ownFriends.set(friendId, new Map())
    this.standardSequence++
    const listedBy = this.listedBy.get(friendId) ?? new Set()
    this.listedBy.set(friendId, listedBy.add(this.userId))
    this.set(friendId, fields)
    this.addToGroups(groups, [friendId])
  }

  /** Sets fields of a friend; the others stay as they are. */
  set(friendId: string, fields: FriendFields): void {
    const friend = this.ownFriends.get(friendId)
    if (friend === undefined) return
    let standard = 0
    let custom = 0
    for (const [tag, value] of fields) {
      if (friend.get(tag) === value) continue
      friend.set(tag, value)
      if (isCustom(tag)) custom = 1
      else standard = 1
    }
    this.standardSequence += standard
    this.customSequence += custom
  }

  remove(friendId: string): boolean {
    const friend = this.ownFriends.get(friendId)
    if (friend === undefined) return false
    this.ownFriends.delete(friendId)
    this.listedBy.get(friendId)?.delete(this.userId)
    this.standardSequence++
    if ([...friend.keys()].some(isCustom)) this.customSequence++
    this.setGroups(friendId, [])
    return true
  }

  /** Makes the friend groups that do not exist, and puts friends into each of those named. */
  addToGroups(names: Iterable<string>, friendIds: ReadonlyArray<string>): void {
    let changed = false
    let moved = false
    for (const name of names) {
      const members = this.ownGroups.get(name) ?? new Set()
      if (!this.ownGroups.has(name)) changed = true
      this.ownGroups.set(name, members)
      for (const friendId of friendIds) {
        if (members.has(friendId)) continue
        members.add(friendId)
        moved = true
      }
    }
    this.groupsChanged(changed, moved)
  }

  /** Puts a friend into the named friend groups and takes the friend out of all others. */
  setGroups(friendId: string, names: ReadonlyArray<string>): void {
    let left = false
    for (const [name, members] of this.ownGroups) {
      if (!names.includes(name)) left = members.delete(friendId) || left
    }
    this.groupsChanged(false, left)
    this.addToGroups(names, [friendId])
  }

  deleteGroups(names: Iterable<string>): void {
    for (const name of names) {
      const members = this.ownGroups.get(name)
      if (members !== undefined) this.groupsChanged(this.ownGroups.delete(name), members.size > 0)
    }
  }

  /** The friend groups of a friend are a standard field of the friend as well. */
  private groupsChanged(groups: boolean, friends: boolean): void {
    if (groups || friends) this.groupSequence++
    if (friends) this.standardSequence++
  }
}

/** A friend request that waits for an answer. */
export interface PendingRequest {
  readonly from: string
  readonly to: string
  /** What the asking user is going to keep about the other. */
  readonly friend: NewFriend
  readonly both: boolean
}

const noGroups: ReadonlyArray<string> = []

/** The friends of an app's users. */
export class Friends {
  private readonly lists = new Map<string, FriendList>()
  private readonly listedBy = new Map<string, Set<string>>()
  private readonly ownSent = new Map<string, Map<string, PendingRequest>>()
  private readonly ownReceived = new Map<string, Map<string, PendingRequest>>()

  /** The friends of a user; made where there are none yet. */
  of(userId: string): FriendList {
    let list = this.lists.get(userId)
    if (list === undefined) {
      list = new FriendList(userId, this.listedBy)
      this.lists.set(userId, list)
    }
    return list
  }

  /** How many friends a user has. Makes no list, so looking changes nothing. */
  count(userId: string): number {
    return this.lists.get(userId)?.friends.size ?? 0
  }

  /** Whether a friend is in a user's list; the other way round may differ. */
  has(userId: string, friendId: string): boolean {
    return this.lists.get(userId)?.friends.has(friendId) === true
  }

  /** Makes a friendship, and ends all requests between the two. */
  add({ both, friend, from, to }: PendingRequest, now: number): void {
    this.forgetRequests(from, to)
    const fields = new Map(friend.fields)
    if (!fields.has(friendTags.addTime)) fields.set(friendTags.addTime, now)
    if (!this.has(from, to)) this.of(from).add(to, { fields, groups: friend.groups })
    if (!both || this.has(to, from)) return
    const shared: ReadonlyArray<string> = [friendTags.addTime, friendTags.source]
    this.of(to).add(from, { fields: new Map([...fields].filter(([tag]) => shared.includes(tag))), groups: noGroups })
  }

  /** Takes a friend out of a user's list, and where wanted the user out of the friend's. */
  remove(userId: string, friendId: string, both: boolean): boolean {
    const removed = this.lists.get(userId)?.remove(friendId) === true
    return (both && this.lists.get(friendId)?.remove(userId) === true) || removed
  }

  /** The requests that a user sent and that wait for an answer, by whom they were sent to. */
  sent(userId: string): ReadonlyMap<string, PendingRequest> {
    return this.ownSent.get(userId) ?? noRequests
  }

  /** The requests that wait for a user's answer, by who sent them. */
  received(userId: string): ReadonlyMap<string, PendingRequest> {
    return this.ownReceived.get(userId) ?? noRequests
  }

  /** Keeps a request until it is answered; a newer one takes the place of an older one. */
  ask(request: PendingRequest): void {
    const { from, to } = request
    const sent = this.ownSent.get(from) ?? new Map()
    const received = this.ownReceived.get(to) ?? new Map()
    this.ownSent.set(from, sent.set(to, request))
    this.ownReceived.set(to, received.set(from, request))
  }

  /**
   * Answers a request as a client does; the REST API cannot. Tells the code of a refusal: 30614 where there is no such
   * request, 30010 where the user who answers has no room for friends, 30014 where the other has none.
   */
  answer(userId: string, from: string, answer: "accept" | "refuse", now: number): number | undefined {
    const request = this.received(userId).get(from)
    if (request === undefined) return 30614
    if (answer === "refuse") {
      this.forgetRequest(from, userId)
      return undefined
    }
    if (request.both && this.of(userId).isFull) return 30010
    if (this.of(from).isFull) return 30014
    const groups = this.of(from).takesGroups(request.friend.groups) ? request.friend.groups : noGroups
    this.add({ ...request, friend: { ...request.friend, groups } }, now)
    return undefined
  }

  /** Forgets the requests between two users. */
  forgetRequests(one: string, other: string): void {
    this.forgetRequest(one, other)
    this.forgetRequest(other, one)
  }

  private forgetRequest(from: string, to: string): void {
    this.ownSent.get(from)?.delete(to)
    this.ownReceived.get(to)?.delete(from)
  }

  /** Forgets a user: the user's list, the places in the lists of others, and all requests. */
  forget(userId: string): void {
    for (const other of this.listedBy.get(userId) ?? []) this.lists.get(other)?.remove(userId)
    for (const friend of this.lists.get(userId)?.friends.keys() ?? []) this.listedBy.get(friend)?.delete(userId)
    for (const to of this.sent(userId).keys()) this.ownReceived.get(to)?.delete(userId)
    for (const from of this.received(userId).keys()) this.ownSent.get(from)?.delete(userId)
    for (const kept of [this.lists, this.listedBy, this.ownSent, this.ownReceived]) kept.delete(userId)
  }
}

const noRequests: ReadonlyMap<string, PendingRequest> = new Map()
