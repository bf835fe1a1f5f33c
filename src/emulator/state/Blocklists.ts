/** Who blocks whom. */

/** A blocklist holds at most so many users. */
export const maxBlocked = 1000

/** The users that one user blocks. */
export class Blocklist {
  /** Grows with each change. */
  sequence = 0
  /** When each was blocked, in seconds. */
  readonly blocked = new Map<string, number>()
}

const nobody: ReadonlyMap<string, number> = new Map()

/** The blocklists of an app's users. */
export class Blocklists {
  private readonly lists = new Map<string, Blocklist>()
  /** Who is on whose blocklist, the other way round. */
  private readonly blockedBy = new Map<string, Set<string>>()

  /** Whether a user blocks another. */
  has(userId: string, blockedId: string): boolean {
    return this.lists.get(userId)?.blocked.has(blockedId) === true
  }

  /** Whom a user blocks, and since when, in seconds. */
  of(userId: string): ReadonlyMap<string, number> {
    return this.lists.get(userId)?.blocked ?? nobody
  }

  sequence(userId: string): number {
    return this.lists.get(userId)?.sequence ?? 0
  }

  add(userId: string, blockedId: string, now: number): void {
    const list = this.lists.get(userId) ?? new Blocklist()
    this.lists.set(userId, list)
    list.blocked.set(blockedId, now)
    list.sequence++
    const blockedBy = this.blockedBy.get(blockedId) ?? new Set()
    this.blockedBy.set(blockedId, blockedBy.add(userId))
  }

  delete(userId: string, blockedId: string): boolean {
    const list = this.lists.get(userId)
    if (list?.blocked.delete(blockedId) !== true) return false
    list.sequence++
    this.blockedBy.get(blockedId)?.delete(userId)
    return true
  }

  /** Forgets a user: the user's blocklist, and the places on those of others. */
  forget(userId: string): void {
    for (const other of this.blockedBy.get(userId) ?? []) this.delete(other, userId)
    for (const blocked of this.of(userId).keys()) this.blockedBy.get(blocked)?.delete(userId)
    this.lists.delete(userId)
    this.blockedBy.delete(userId)
  }
}
