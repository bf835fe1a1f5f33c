/** The builder of friends to add or to import. */
import type { friendAdd, friendImport } from "../src/api/friends/friendEndpoints.ts"
import { customFriendTag, defaultSource, sourceOf } from "../src/api/friends/tags.ts"
import type { Built, RequestOf } from "../src/endpoint/Endpoint.ts"

/** A friend to add, as it goes over the wire. */
export type FriendItem = RequestOf<typeof friendAdd>["AddFriendItem"][number]
/** A friend to import, as it goes over the wire. */
export type FriendImportItem = RequestOf<typeof friendImport>["AddFriendItem"][number]

/** The steps that every friend has. Each returns a new friend and leaves the old one as it was. */
abstract class FriendSteps<Item extends object> {
  protected readonly item: Item

  constructor(item: Item) {
    this.item = item
  }

  protected with(change: Partial<FriendItem>): this {
    return new (this.constructor as new(item: object) => this)({ ...this.item, ...change })
  }

  /** The adding user's own name for the friend, at most 96 bytes. */
  remark(text: string): this {
    return this.with({ Remark: text })
  }

  /** How the friend was found: at most 8 letters, with or without `AddSource_Type_`. `Server` unless told. */
  source(keyword: string): this {
    return this.with({ AddSource: sourceOf(keyword) })
  }

  /** The text of the request, at most 256 bytes. */
  wording(text: string): this {
    return this.with({ AddWording: text })
  }

  /** The friend as it goes over the wire. */
  toJSON(): Item {
    return this.item
  }
}

/** A friend to add, who can be imported as well. */
export class Friend extends FriendSteps<FriendItem> implements Built<FriendItem> {
  /** Puts the friend into a friend group, whose name is 1 to 30 bytes long. One group can be given. */
  group(name: string): Friend {
    return this.with({ GroupName: name })
  }

  /** The friend with what only an import takes: several friend groups, times, custom fields. */
  imported(): KnownFriend {
    const { GroupName, ...item } = this.item
    return new KnownFriend(GroupName === undefined ? item : { ...item, GroupName: [GroupName] })
  }
}

/** A friend to import. */
export class KnownFriend extends FriendSteps<FriendImportItem> implements Built<FriendImportItem> {
  #and(change: Partial<FriendImportItem>): KnownFriend {
    return new KnownFriend({ ...this.item, ...change })
  }

  /** Puts the friend into one more friend group, whose name is 1 to 30 bytes long. */
  group(name: string): KnownFriend {
    const names = this.item.GroupName ?? []
    return names.includes(name) ? this : this.#and({ GroupName: [...names, name] })
  }

  /** When the two became friends, in seconds since 1970. */
  addedAt(seconds: number): KnownFriend {
    return this.#and({ AddTime: seconds })
  }

  /** When the remark was written, in seconds since 1970. */
  remarkedAt(seconds: number): KnownFriend {
    return this.#and({ RemarkTime: seconds })
  }

  /**
   * Sets a custom field by its keyword of at most 8 letters, with or without `Tag_SNS_Custom_`. The field must be
   * configured in the console first. A text is at most 500 bytes.
   */
  custom(keyword: string, value: string | number): KnownFriend {
    const tag = customFriendTag(keyword)
    const others = (this.item.CustomItem ?? []).filter(({ Tag }) => Tag !== tag)
    return this.#and({ CustomItem: [...others, { Tag: tag, Value: value }] })
  }
}

/**
 * Builds a friend to add, or after `imported()` one to import.
 *
 * @example
 * ```ts
 * import { friend } from "timkit/builders"
 *
 * friend("bob").remark("Bobby").source("App").wording("It is me").group("Work")
 * friend("carol").imported().group("Work").group("Family").custom("level", 3).addedAt(1700000000)
 * ```
 */
export const friend = (userId: string): Friend => new Friend({ To_Account: userId, AddSource: defaultSource })
