/** Rules about the ids of groups. */
import { utf8Length } from "../../endpoint/wire.ts"

/** How the ids begin that the service gives. */
const assigned = "@TGS#"

const community = "@TGS#_"

const maxBytes = 48

/** Whether an id can only be that of a community. No other type has such ids. */
export const isCommunityId = (groupId: string): boolean => groupId.startsWith(community)

/** Why an app cannot choose an id for a group; nothing where it can. */
export const whyNotGroupId = (groupId: string, type?: string): string | undefined => {
  if (groupId === "") return "is empty"
  if (!/^[\x20-\x7e]+$/.test(groupId)) return "may only hold printable ASCII characters"
  if (groupId.length > maxBytes) return `is ${groupId.length} bytes long, at most ${maxBytes} are allowed`
  if (type === "Community") {
    return isCommunityId(groupId) && groupId.length > community.length
      ? undefined
      : `of a community must begin with ${community}`
  }
  return groupId.startsWith(assigned) ? `may not begin with ${assigned}, which the service keeps for itself` : undefined
}

/** A kind of group that an app tells by how its ids begin. */
export interface PrefixedGroupId {
  readonly prefix: string
  /**
   * The id of a group. A name that has the prefix already stays as it is. Throws a `RangeError` where no group can have
   * the id.
   */
  readonly make: (name: string) => string
  /** Whether a group is of this kind. */
  readonly is: (groupId: string) => boolean
  /** The name without the prefix; ids of other kinds stay as they are. */
  readonly strip: (groupId: string) => string
}

/**
 * Ids with a prefix, by which an app tells its kinds of groups apart. Throws a `RangeError` for a prefix that an id
 * cannot have.
 *
 * @example
 * ```ts
 * import { prefixedGroupId } from "timkit"
 *
 * const superGroup = prefixedGroupId("@GLG#")
 * superGroup.make("lobby") // "@GLG#lobby"
 * superGroup.is("@GLG#lobby") // true
 * superGroup.strip("@GLG#lobby") // "lobby"
 * ```
 */
export const prefixedGroupId = (prefix: string): PrefixedGroupId => {
  const wrong = whyNotGroupId(prefix) ??
    (utf8Length(prefix) >= maxBytes ? "leaves no room for a name" : undefined) ??
    (assigned.startsWith(prefix) ? `could make an id that begins with ${assigned}` : undefined)
  if (wrong !== undefined) throw new RangeError(`The prefix ${wrong}`)
  const is = (groupId: string): boolean => groupId.length > prefix.length && groupId.startsWith(prefix)
  return {
    prefix,
    is,
    make: (name) => {
      if (name === "") throw new RangeError("The name of the group is empty")
      const groupId = is(name) ? name : `${prefix}${name}`
      const reason = whyNotGroupId(groupId)
      if (reason !== undefined) throw new RangeError(`The id of the group ${reason}`)
      return groupId
    },
    strip: (groupId) => is(groupId) ? groupId.slice(prefix.length) : groupId
  }
}
