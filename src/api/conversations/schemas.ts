/** Shapes that the endpoints about conversations share. */
import * as wire from "../../endpoint/wire.ts"

/** A conversation to name in a request. */
export const contactItem = () =>
  wire.union([
    wire.object({ Type: wire.literal(1), To_Account: wire.userId() }),
    wire.object({ Type: wire.literal(2), ToGroupId: wire.groupId() })
  ])

/** A conversation in an answer. */
export const readContact = () => ({
  /** 1: one-to-one. 2: a group. Sources do not agree whether it is a number or a text. */
  Type: wire.union([wire.integer, wire.string]),
  To_Account: wire.optional(wire.string),
  ToGroupId: wire.optional(wire.string)
})

/** What became of one conversation. */
export const contactResult = () => ({
  ContactItem: wire.object(readContact()),
  /** 0, or the code of this conversation's failure. */
  ResultCode: wire.integer,
  ResultInfo: wire.optional(wire.string)
})

/** A group that a user sorts conversations into. */
export const groupItem = () =>
  wire.object({
    GroupName: wire.string,
    /** Unique among the groups of the user. */
    GroupId: wire.integer
  })

/** The name of a group of conversations, for requests. */
export const groupName = () => wire.text({ minBytes: 1, maxBytes: 32 })

/** A conversation with its marks and groups. */
export const markedContact = () =>
  wire.object({
    ...readContact(),
    /** The marks that are set, as a text of bits; absent where there are none. */
    StandardMark: wire.optional(wire.string),
    /** Absent where there is none. */
    CustomMark: wire.optional(wire.string),
    /** The ids of the groups that it is in; absent where there are none. */
    ContactGroupId: wire.optional(wire.list(wire.integer)),
    /** When its marks or groups changed last, in seconds since 1970. */
    Timestamp: wire.integer
  })
