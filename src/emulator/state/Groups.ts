/** The groups of an app, their members, and who is in which. */
import type { App } from "./App.ts"
import { GroupMessages } from "./GroupMessages.ts"
import { groupTypes, joinedGroupsPerUser } from "./groupTypes.ts"
import { PermissionGroups } from "./PermissionGroups.ts"
import type { Topic } from "./Topics.ts"

/** What a group is. */
export type GroupType = "Private" | "Public" | "ChatRoom" | "AVChatRoom" | "Community"

/** The end of what never ends, in seconds. */
const forEver = 4_294_967_295

/** What a member may do. */
export type MemberRole = "Owner" | "Admin" | "Member"

/** Which messages of a group reach a member, and how. */
export type MsgFlag = "AcceptAndNotify" | "AcceptNotNotify" | "Discard" | "AcceptNotNotifyExceptAt"

/** A member of a group. */
export class Member {
  readonly userId: string
  role: MemberRole = "Member"
  /** When the member came, in seconds. */
  joinTime: number
  /** The number of the last message that the member has read. */
  msgSeq: number
  msgFlag: MsgFlag
  nameCard = ""
  /** When the member last said something, in seconds; 0 for never. */
  lastSendMsgTime = 0
  /** The member's custom fields, by their keys. */
  readonly customData = new Map<string, string>()
  private readonly ownMutes: Map<string, number>

  constructor(userId: string, group: Group, now: number) {
    this.userId = userId
    this.joinTime = now
    this.msgSeq = group.nextMsgSeq - 1
    this.msgFlag = groupTypes[group.type].msgFlag
    this.ownMutes = group.mutes
  }

  /** When the member may speak again, in seconds; may be past, 0 for never muted. Mutes survive leaving. */
  get muteUntil(): number {
    return this.ownMutes.get(this.userId) ?? 0
  }
}

/** What a new group is made of. */
export interface NewGroup {
  readonly groupId: string
  readonly type: GroupType
  readonly name: string
  /** In seconds. */
  readonly createTime: number
  readonly maxMembers: number
}

/** A group. Members come and go by `join` and `leave` only, which keep the index by account right. */
export class Group {
  readonly groupId: string
  readonly type: GroupType
  /** The place of the group in the order in which groups were made, from 1. */
  readonly serial: number
  readonly createTime: number
  name: string
  introduction = ""
  notification = ""
  faceUrl = ""
  /** Empty where the group has no owner. */
  owner = ""
  /** 0 where the type has no limit. */
  maxMembers: number
  applyJoinOption: "FreeAccess" | "NeedPermission" | "DisableApply"
  inviteJoinOption: "FreeAccess" | "NeedPermission" | "DisableInvite"
  muteAll = false
  /** Grows by one at every change of the profile. */
  infoSeq = 0
  /** When the profile last changed, in seconds. */
  lastInfoTime: number
  /** The number that the next message will get. */
  nextMsgSeq = 1
  /** When the last message was sent, in seconds; 0 for never. */
  lastMsgTime = 0
  readonly messages: GroupMessages = new GroupMessages(this)
  /** Communities: the topics, by their ids. */
  readonly topics = new Map<string, Topic>()
  /** Whether newcomers may read what was said before they came. */
  historyBeforeJoin: boolean
  /** Communities: whether the community holds topics. */
  supportTopic = false
  /** Communities with topics: whether permission groups decide instead of roles. */
  enablePermission = false
  /** Communities with topics: what every member may do. */
  defaultPermission = 0
  readonly permissionGroups = new PermissionGroups()
  /** How many members were online when somebody last asked, and until when that is answered, in seconds. */
  onlineCount: { readonly members: number; readonly until: number } = { members: 0, until: 0 }
  /** The group's custom fields, by their keys. */
  readonly customData = new Map<string, string>()
  /** Custom attributes, by their keys. */
  readonly attributes = new Map<string, string>()
  /** When attributes were written, in milliseconds, within the last second. */
  attributeWrites: ReadonlyArray<number> = []
  readonly counters = new Map<string, bigint>()
  /** Until when accounts may not speak, in seconds. Whoever is muted need not be a member. */
  readonly mutes = new Map<string, number>()
  /** As `mutes`, within each topic. */
  readonly topicMutes = new Map<string, Map<string, number>>()
  /** Until when accounts may not come back, in seconds. */
  readonly bans = new Map<string, number>()
  private readonly ownMembers = new Map<string, Member>()
  private readonly joined: Map<string, Map<string, Group>>
  private ownOrdered: ReadonlyArray<Member> | undefined

  constructor(group: NewGroup, serial: number, joined: Map<string, Map<string, Group>>) {
    const { applyJoin, historyBeforeJoin, inviteJoin } = groupTypes[group.type]
    this.groupId = group.groupId
    this.type = group.type
    this.name = group.name
    this.createTime = group.createTime
    this.lastInfoTime = group.createTime
    this.maxMembers = group.maxMembers
    this.applyJoinOption = applyJoin
    this.inviteJoinOption = inviteJoin
    this.historyBeforeJoin = historyBeforeJoin
    this.serial = serial
    this.joined = joined
  }

  get members(): ReadonlyMap<string, Member> {
    return this.ownMembers
  }

  /** The members in the order in which they are paged through: the owner, then by when they came in. */
  get orderedMembers(): ReadonlyArray<Member> {
    if (this.ownOrdered === undefined) {
      const owner = this.ownMembers.get(this.owner)
      const others = [...this.ownMembers.values()].filter((member) => member !== owner)
      this.ownOrdered = owner === undefined ? others : [owner, ...others]
    }
    return this.ownOrdered
  }

  /** Whether every member sees the group: a `Private` one is hidden from all but its owner until something is said. */
  get active(): boolean {
    return this.type !== "Private" || this.nextMsgSeq > 1
  }

  /** Whether the group takes one more member. */
  get isFull(): boolean {
    return this.maxMembers > 0 && this.ownMembers.size >= this.maxMembers
  }

  /** Makes an account a member, or finds the member that it is already. */
  join(userId: string, now: number): Member {
    const known = this.ownMembers.get(userId)
    if (known !== undefined) return known
    const member = new Member(userId, this, now)
    this.ownMembers.set(userId, member)
    this.ownOrdered = undefined
    let groups = this.joined.get(userId)
    if (groups === undefined) this.joined.set(userId, groups = new Map())
    groups.set(this.groupId, this)
    return member
  }

  /** Takes a member out. When the owner goes, the group has none. */
  leave(userId: string): boolean {
    if (!this.ownMembers.delete(userId)) return false
    this.permissionGroups.forget(userId)
    this.ownOrdered = undefined
    if (this.owner === userId) this.owner = ""
    const groups = this.joined.get(userId)
    groups?.delete(this.groupId)
    if (groups?.size === 0) this.joined.delete(userId)
    return true
  }

  /** Gives the group to an account, which becomes a member if the type stores any; the former owner stays as one. */
  giveTo(userId: string, now: number): void {
    const former = this.ownMembers.get(this.owner)
    if (former !== undefined) former.role = "Member"
    this.owner = userId
    this.ownOrdered = undefined
    if (groupTypes[this.type].storesMembers) this.join(userId, now).role = "Owner"
  }

  /** Notes that the profile changed. */
  touch(now: number): void {
    this.infoSeq++
    this.lastInfoTime = now
  }

  /** Mutes an account for so many seconds, or lifts its mute when there are none. */
  mute(userId: string, seconds: number, now: number, topicId?: string): void {
    let mutes: Map<string, number> | undefined = this.mutes
    if (topicId !== undefined) {
      mutes = this.topicMutes.get(topicId)
      if (mutes === undefined) this.topicMutes.set(topicId, mutes = new Map())
    }
    if (seconds === 0) mutes.delete(userId)
    else mutes.set(userId, Math.min(now + seconds, forEver))
  }

  /** Puts an account out for so many seconds. */
  ban(userId: string, seconds: number, now: number): void {
    this.leave(userId)
    this.bans.set(userId, Math.min(now + seconds, forEver))
  }

  /** Until when an account may not speak, in seconds; 0 where it may. */
  mutedUntil(userId: string, now: number, topicId?: string): number {
    const until = (topicId === undefined ? this.mutes : this.topicMutes.get(topicId))?.get(userId) ?? 0
    return until > now ? until : 0
  }

  /** Until when an account may not come back, in seconds; 0 where it may. */
  bannedUntil(userId: string, now: number): number {
    const until = this.bans.get(userId) ?? 0
    return until > now ? until : 0
  }
}

/** The groups of an app, in the order in which they were made. */
export class Groups {
  private readonly app: App
  private readonly byId = new Map<string, Group>()
  private readonly byType = new Map<GroupType, Map<string, Group>>()
  private readonly joined = new Map<string, Map<string, Group>>()
  /** By type, or by "" for all: the groups by serial, made when somebody asks. */
  private readonly ownOrdered = new Map<string, ReadonlyArray<Group>>()
  private readonly disbanded = new Set<string>()
  private ownSerial = 0

  constructor(app: App) {
    this.app = app
  }

  get size(): number {
    return this.byId.size
  }

  has(groupId: string): boolean {
    return this.byId.has(groupId)
  }

  get(groupId: string): Group | undefined {
    return this.byId.get(groupId)
  }

  /** Whether there was a group of this id that is gone. */
  wasDisbanded(groupId: string): boolean {
    return this.disbanded.has(groupId)
  }

  values(): Iterable<Group> {
    return this.byId.values()
  }

  /** How many groups there are of a type. */
  count(type: GroupType): number {
    return this.byType.get(type)?.size ?? 0
  }

  /** The groups, or those of a type, by serial. */
  ordered(type?: string): ReadonlyArray<Group> {
    const key = type ?? ""
    let ordered = this.ownOrdered.get(key)
    if (ordered === undefined) {
      const groups = type === undefined ? this.byId : this.byType.get(type as GroupType)
      this.ownOrdered.set(key, ordered = [...groups?.values() ?? []])
    }
    return ordered
  }

  /** Makes a group. Whether that is allowed is the caller's to know. */
  add(group: NewGroup): Group {
    const made = new Group(group, ++this.ownSerial, this.joined)
    this.byId.set(made.groupId, made)
    this.disbanded.delete(made.groupId)
    let ofType = this.byType.get(made.type)
    if (ofType === undefined) this.byType.set(made.type, ofType = new Map())
    ofType.set(made.groupId, made)
    this.ownOrdered.clear()
    return made
  }

  /** Disbands a group. */
  remove(groupId: string): boolean {
    const group = this.byId.get(groupId)
    if (group === undefined) return false
    for (const userId of group.members.keys()) group.leave(userId)
    this.app.live.close(group)
    this.byId.delete(groupId)
    this.disbanded.add(groupId)
    this.byType.get(group.type)?.delete(groupId)
    this.ownOrdered.clear()
    return true
  }

  /** The groups that an account is a member of, in the order in which it came in. */
  groupsOf(userId: string): ReadonlyMap<string, Group> {
    return this.joined.get(userId) ?? noGroups
  }

  /** Whether an account may be a member of one more group. */
  mayJoinMore(userId: string): boolean {
    return this.groupsOf(userId).size < joinedGroupsPerUser[this.app.edition]
  }

  /** Takes an account out of all its groups. */
  forget(userId: string): void {
    for (const group of this.groupsOf(userId).values()) group.leave(userId)
  }
}

const noGroups: ReadonlyMap<string, Group> = new Map()
