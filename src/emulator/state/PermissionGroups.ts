/** The permission groups of a community. */
import { NewestFirst } from "./NewestFirst.ts"

/** A permission group: who is in it, and what that allows. */
export class PermissionGroup {
  readonly id: string
  name: string
  /** The mask of what members may do in the whole community. */
  permission: number
  customString = ""
  /** The members by their accounts. Changed by `PermissionGroups` only, which keeps the index by account right. */
  readonly members = new NewestFirst<undefined>()
  /** The masks of what members may do in single topics, by topic. */
  readonly topics = new Map<string, number>()

  constructor(id: string, name: string, permission: number) {
    this.id = id
    this.name = name
    this.permission = permission
  }
}

/** The permission groups of a community. */
export class PermissionGroups {
  private readonly byId = new Map<string, PermissionGroup>()
  private readonly inOrder = new NewestFirst<PermissionGroup>()
  private readonly byMember = new Map<string, Set<PermissionGroup>>()

  get(id: string): PermissionGroup | undefined {
    return this.byId.get(id)
  }

  add(group: PermissionGroup): void {
    this.byId.set(group.id, group)
    this.inOrder.add(group.id, group)
  }

  remove(group: PermissionGroup): void {
    for (const userId of group.members.keys()) this.leave(group, userId)
    this.byId.delete(group.id)
    this.inOrder.delete(group.id)
  }

  /** Up to `count` permission groups that were made before a serial, the newest first. */
  before(serial: number, count: number): ReturnType<NewestFirst<PermissionGroup>["before"]> {
    return this.inOrder.before(serial, count)
  }

  /** Puts an account into a permission group. */
  join(group: PermissionGroup, userId: string): void {
    group.members.add(userId, undefined)
    const groups = this.byMember.get(userId)
    if (groups === undefined) this.byMember.set(userId, new Set([group]))
    else groups.add(group)
  }

  /** Takes an account out of a permission group; answers whether it was in it. */
  leave(group: PermissionGroup, userId: string): boolean {
    if (!group.members.delete(userId)) return false
    const groups = this.byMember.get(userId)
    groups?.delete(group)
    if (groups?.size === 0) this.byMember.delete(userId)
    return true
  }

  /** Takes an account out of all permission groups. */
  forget(userId: string): void {
    for (const group of this.byMember.get(userId) ?? []) this.leave(group, userId)
  }

  /** Takes a topic out of all permission groups. */
  forgetTopic(topicId: string): void {
    for (const group of this.byId.values()) group.topics.delete(topicId)
  }
}
