/** What was said in each hour, one-to-one and in groups. Messages are listed when they are stored, never searched. */
import type { Message } from "./Conversations.ts"
import type { StoredMessage } from "./GroupMessages.ts"

const hour = 3_600

/** For how long an hour is kept after its end, in seconds. */
export const archivePeriod = 7 * 86_400

/** Something said at a time. */
interface Said {
  /** Seconds. */
  readonly time: number
}

/** What was said, by hours. Hours that are too old are dropped. */
export class Hours<Item extends Said> {
  /** By when they begin, in seconds. */
  private readonly items = new Map<number, Array<Item>>()

  keep(item: Item, now: number): void {
    const start = item.time - item.time % hour
    const known = this.items.get(start)
    if (known !== undefined) {
      known.push(item)
      return
    }
    const oldest = now - archivePeriod - hour
    for (const each of this.items.keys()) if (each < oldest) this.items.delete(each)
    if (start >= oldest) this.items.set(start, [item])
  }

  /** What was said in the hour that begins at a time in seconds, the oldest first. */
  at(start: number): ReadonlyArray<Item> {
    return (this.items.get(start) ?? []).toSorted((a, b) => a.time - b.time)
  }
}

/** A message of a group, or of one of its topics. */
export interface GroupEntry extends Said {
  readonly groupId: string
  readonly message: StoredMessage
}

/** The archive of an app. */
export class Archive {
  readonly c2c = new Hours<Message>()
  readonly groups = new Hours<GroupEntry>()
}
