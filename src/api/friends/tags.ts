/** What a user keeps about a friend: how the fields are called here and on the wire. */

/** The fields that the service knows by itself, by their names on the wire. */
export const friendTags = {
  /** The user's own name for the friend, at most 96 bytes. */
  remark: "Tag_SNS_IM_Remark",
  /** The friend groups that the friend is in. */
  groups: "Tag_SNS_IM_Group",
  /** How the friend was found; set when the friend is added. */
  source: "Tag_SNS_IM_AddSource",
  /** The text of the friend request, at most 256 bytes; set when the friend is added. */
  wording: "Tag_SNS_IM_AddWording",
  /** When the two became friends, in seconds since 1970; set by the service. */
  addTime: "Tag_SNS_IM_AddTime"
} as const

/** The prefix of the fields that an app configures itself. */
export const customFriendPrefix = "Tag_SNS_Custom_"

/** The prefix of every source of a friendship. */
export const sourcePrefix = "AddSource_Type_"

/** The source of a friendship that names none: the service wants one. */
export const defaultSource: string = `${sourcePrefix}Server`

const withPrefix = (prefix: string, keyword: string): string => keyword.startsWith(prefix) ? keyword : prefix + keyword

/** A source on the wire. The keyword is at most 8 letters. */
export const sourceOf = (keyword: string): string => withPrefix(sourcePrefix, keyword)

/** The name of a custom field on the wire. The keyword is at most 8 letters. */
export const customFriendTag = (keyword: string): string => withPrefix(customFriendPrefix, keyword)

/** The value of a field on the wire: a text, for times a number, for friend groups a list of names. */
export type FriendValue = string | number | ReadonlyArray<string>

/** What a user keeps about a friend. Fields that are not set are absent. */
export interface FriendData {
  readonly remark?: string
  readonly groups?: ReadonlyArray<string>
  /** The keyword behind `AddSource_Type_`. */
  readonly source?: string
  readonly wording?: string
  /** When the two became friends, in seconds since 1970. */
  readonly addTime?: number
  /** The app's own fields, by the keywords behind `Tag_SNS_Custom_`. */
  readonly custom?: { readonly [keyword: string]: string | number }
}

/**
 * What a user keeps about a friend, from the fields on the wire.
 *
 * @example
 * ```ts
 * import { readFriend } from "timkit"
 *
 * const { groups, remark } = readFriend([
 *   { Tag: "Tag_SNS_IM_Remark", Value: "Bobby" },
 *   { Tag: "Tag_SNS_IM_Group", Value: ["Work"] }
 * ])
 * ```
 */
export const readFriend = (
  items: ReadonlyArray<{ readonly Tag: string; readonly Value: FriendValue }>
): FriendData => {
  const data: { -readonly [Field in keyof FriendData]: FriendData[Field] } = {}
  const custom: Record<string, string | number> = {}
  for (const { Tag, Value } of items) {
    if (typeof Value === "object") {
      if (Tag === friendTags.groups) data.groups = Value
    } else if (Tag === friendTags.remark) data.remark = String(Value)
    else if (Tag === friendTags.source) data.source = String(Value).replace(sourcePrefix, "")
    else if (Tag === friendTags.wording) data.wording = String(Value)
    else if (Tag === friendTags.addTime) data.addTime = Number(Value)
    else if (Tag.startsWith(customFriendPrefix)) custom[Tag.slice(customFriendPrefix.length)] = Value
  }
  if (Object.keys(custom).length > 0) data.custom = custom
  return data
}
