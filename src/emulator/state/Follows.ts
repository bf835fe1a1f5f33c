/** Who follows whom. */
import { NewestFirst, type Placed } from "./NewestFirst.ts"

/** A user follows at most so many others. */
export const maxFollowing = 5000

/** The lists of one user. Each value is when it began, in seconds. */
export class FollowLists {
  readonly followers = new NewestFirst<number>()
  readonly following = new NewestFirst<number>()
  mutual = 0
}

/** Which list of a user is meant. */
export type FollowList = "followers" | "following" | "mutual"

const nobody: Readonly<FollowLists> = new FollowLists()

/** The following of an app's users. */
export class Follows {
  private readonly lists = new Map<string, FollowLists>()

  private of(userId: string): FollowLists {
    let lists = this.lists.get(userId)
    if (lists === undefined) {
      lists = new FollowLists()
      this.lists.set(userId, lists)
    }
    return lists
  }

  /** Whether a user follows another. */
  has(userId: string, otherId: string): boolean {
    return this.lists.get(userId)?.following.has(otherId) === true
  }

  counts(userId: string): { readonly [List in FollowList]: number } {
    const { followers, following, mutual } = this.lists.get(userId) ?? nobody
    return { followers: followers.size, following: following.size, mutual }
  }

  add(userId: string, otherId: string, now: number): void {
    if (this.has(userId, otherId)) return
    this.of(userId).following.add(otherId, now)
    this.of(otherId).followers.add(userId, now)
    this.countMutual(userId, otherId, 1)
  }

  delete(userId: string, otherId: string): void {
    if (!this.has(userId, otherId)) return
    this.countMutual(userId, otherId, -1)
    this.of(userId).following.delete(otherId)
    this.of(otherId).followers.delete(userId)
  }

  private countMutual(userId: string, otherId: string, change: number): void {
    if (!this.has(otherId, userId)) return
    this.of(userId).mutual += change
    this.of(otherId).mutual += change
  }

  /** Up to `count` users of a list whose place is before a serial, newest first. */
  before(userId: string, list: FollowList, serial: number, count: number): ReadonlyArray<Placed<number>> {
    const lists = this.lists.get(userId) ?? nobody
    return list === "mutual"
      ? lists.following.before(serial, count, (other) => lists.followers.has(other))
      : lists[list].before(serial, count)
  }

  /** Forgets a user: whom the user follows, and who follows the user. */
  forget(userId: string): void {
    const { followers, following } = this.lists.get(userId) ?? nobody
    for (const other of following.keys()) this.delete(userId, other)
    for (const other of followers.keys()) this.delete(other, userId)
    this.lists.delete(userId)
  }
}
