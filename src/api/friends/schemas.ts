/** Schemas that the endpoints about relations share. */
import * as wire from "../../endpoint/wire.ts"
import { customFriendPrefix, friendTags, type FriendValue } from "./tags.ts"

/** What became of one user of a list. */
export const userResult = () => ({
  To_Account: wire.string,
  /** 0, or the code of this user's failure. */
  ResultCode: wire.integer,
  ResultInfo: wire.optional(wire.string)
})

/** What became of a list of users. */
export const userResults = () => ({
  ResultItem: wire.list(wire.object(userResult())),
  /** The users that failed; absent when all is well. */
  Fail_Account: wire.optional(wire.list(wire.string))
})

/** The name of a friend group: 1 to 30 bytes. */
export const groupName = () => wire.text({ minBytes: 1, maxBytes: 30 })

/** A user keeps at most so many friend groups. */
export const maxGroups = 32

/** How a friend was found: `AddSource_Type_` and a keyword of at most 8 letters. */
export const addSource = () =>
  wire.rule(
    wire.string,
    (source) => /^AddSource_Type_[A-Za-z]{1,8}$/.test(source) || "expected AddSource_Type_ and 1 to 8 letters"
  )

/** Whether a text names a custom field, or what else is wrong. */
const isCustomTag = (tag: string): true | string =>
  /^Tag_SNS_Custom_[A-Za-z]{1,8}$/.test(tag) || "expected Tag_SNS_Custom_ and 1 to 8 letters"

/** A custom field as it is written: at most 500 bytes, under a keyword of at most 8 letters. */
export const customItem = () =>
  wire.object({
    Tag: wire.rule(wire.string, isCustomTag),
    Value: wire.union([wire.text({ maxBytes: 500 }), wire.integer])
  })

/** A field as it is read. */
export const readItem = () =>
  wire.object({
    Tag: wire.string,
    Value: wire.union([wire.string, wire.number, wire.list(wire.string)])
  })

/** Why a field cannot take a value, in words; `true` where it can. */
const fits = (tag: string, value: FriendValue): true | string => {
  if (tag === friendTags.groups) {
    if (typeof value !== "object") return "the friend groups are a list of names"
    if (value.length > maxGroups) return `at most ${maxGroups} friend groups are allowed`
    return value.every((name) => name !== "" && wire.utf8Length(name) <= 30) ||
      "the name of a friend group is 1 to 30 bytes long"
  }
  if (tag === friendTags.remark) {
    return (typeof value === "string" && wire.utf8Length(value) <= 96) || "a remark is a text of at most 96 bytes"
  }
  if (!tag.startsWith(customFriendPrefix)) return true
  const named = isCustomTag(tag)
  if (named !== true) return named
  return typeof value === "number" || (typeof value === "string" && wire.utf8Length(value) <= 500) ||
    "a custom field is a text of at most 500 bytes"
}

/** A field as it is changed: the remark, the friend groups, or a custom field. */
export const changedItem = () =>
  wire.rule(
    wire.object({
      /** `Tag_SNS_IM_Remark`, `Tag_SNS_IM_Group` or `Tag_SNS_Custom_…`; no other can be changed. */
      Tag: wire.string,
      /** A list of names for the friend groups, else a text. */
      Value: wire.union([wire.string, wire.integer, wire.list(wire.string)])
    }),
    ({ Tag, Value }) => fits(Tag, Value)
  )

/** 1 to `max` users. */
export const users = (max: number) => wire.list(wire.userId(), { min: 1, max })
