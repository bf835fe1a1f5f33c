/**
 * The endpoints about the groups that users sort conversations into, and about marks.
 *
 * Both are kept apart from the list of conversations, for at most 1000 conversations a user (51008); a conversation
 * need not be in the list. Groups and standard marks need one of the higher editions (51013).
 */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"
import { contactItem, contactResult, groupItem, groupName, markedContact, readContact } from "./schemas.ts"

/** Makes a group of conversations. Each conversation has a `ResultCode` of its own. A user has at most 20 groups. */
export const createContactGroup = /* @__PURE__ */ endpoint("v4/recentcontact/create_contact_group", {
  request: () => ({
    From_Account: wire.userId(),
    /** Exactly one. */
    GroupContactItem: wire.list(
      wire.object({
        /** At most 32 bytes. */
        GroupName: groupName(),
        ContactItem: wire.list(contactItem())
      }),
      { min: 1, max: 1 }
    )
  }),
  response: () => ({
    /** One, for the group of the request. */
    GroupResultItem: wire.list(
      wire.object({
        GroupItem: groupItem(),
        ResultItem: wire.optional(wire.list(wire.object(contactResult())))
      }),
      { min: 1 }
    )
  }),
  repeatability: "not-repeatable",
  docs: "https://trtc.io/document/53437"
})

/** Renames a group of conversations, or puts conversations in and out, each with a `ResultCode` of its own. */
export const updateContactGroup = /* @__PURE__ */ endpoint("v4/recentcontact/update_contact_group", {
  request: () => ({
    From_Account: wire.userId(),
    UpdateType: wire.literal(1),
    UpdateGroup: wire.union([
      wire.object({
        /** Renames. */
        UpdateGroupType: wire.literal(1),
        OldGroupName: wire.string,
        /** At most 32 bytes. */
        NewGroupName: groupName()
      }),
      wire.object({
        /** Puts conversations in and out. */
        UpdateGroupType: wire.literal(2),
        OldGroupName: wire.string,
        ContactUpdateItem: wire.list(
          wire.object({
            /** 1: in. 2: out. */
            ContactOptType: wire.oneOf(1, 2),
            ContactItem: contactItem()
          }),
          { min: 1 }
        )
      })
    ])
  }),
  response: () => ({
    UpdateType: wire.optional(wire.integer),
    UpdateGroupResult: wire.object({
      UpdateGroupType: wire.integer,
      /** The name that the group has now. */
      GroupName: wire.string,
      GroupId: wire.integer,
      OldGroupName: wire.optional(wire.string),
      ContactResultItem: wire.optional(wire.list(wire.object({
        ...contactResult(),
        ContactOptType: wire.optional(wire.integer)
      })))
    })
  }),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/53439"
})

/** Deletes a group of conversations (51009 where there is none). Its conversations stay. */
export const delContactGroup = /* @__PURE__ */ endpoint("v4/recentcontact/del_contact_group", {
  request: () => ({
    From_Account: wire.userId(),
    /** Exactly one. */
    GroupName: wire.list(wire.string, { min: 1, max: 1 })
  }),
  response: () => ({ GroupItem: wire.list(groupItem()) }),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/53441"
})

/** Which marks of one conversation to change. What is not named stays. */
const markItem = () =>
  wire.rule(
    wire.object({
      /** 1: standard marks. 2: the custom mark. 3: both. */
      OptType: wire.oneOf(1, 2, 3),
      ContactItem: contactItem(),
      /**
       * Numbers of the marks to clear. The first 32 belong to the service, the last 32 are free. The vendor's table
       * counts from 1, as `standardMarks` does; whether 0 means something is not documented.
       */
      ClearMark: wire.optional(wire.list(wire.between(0, 64))),
      /** Numbers of the marks to set. */
      SetMark: wire.optional(wire.list(wire.between(0, 64))),
      /** At most 256 bytes; takes the place of the one before. */
      CustomMark: wire.optional(wire.text({ maxBytes: 256 }))
    }),
    ({ ClearMark, CustomMark, OptType, SetMark }) => {
      const standard = ClearMark !== undefined || SetMark !== undefined
      if (standard !== (OptType !== 2)) return "OptType 1 and 3 go with SetMark or ClearMark, 2 with neither"
      return (CustomMark !== undefined) === (OptType !== 1) || "OptType 2 and 3 go with CustomMark, 1 does not"
    }
  )

/** Changes marks of up to 100 conversations. Each has a `ResultCode` of its own. Custom marks need no edition. */
export const markContact = /* @__PURE__ */ endpoint("v4/recentcontact/mark_contact", {
  request: () => ({
    From_Account: wire.userId(),
    MarkItem: wire.list(markItem(), { min: 1, max: 100 })
  }),
  response: () => ({
    ResultItem: wire.list(wire.object({
      ...contactResult(),
      /** A table of the vendor has a number here. */
      ContactItem: wire.union([wire.object(readContact()), wire.integer]),
      OptType: wire.optional(wire.integer)
    }))
  }),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/53438"
})

/** Reads marks and groups of up to 300 conversations. */
export const searchContactGroup = /* @__PURE__ */ endpoint("v4/recentcontact/search_contact_group", {
  request: () => ({
    From_Account: wire.userId(),
    ContactItem: wire.list(contactItem(), { min: 1, max: 300 })
  }),
  response: () => ({
    ContactResultItem: wire.optional(wire.list(markedContact())),
    /** Groups, to know their names by. */
    GroupItem: wire.optional(wire.list(groupItem()))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/53442"
})

/** Reads a page of the conversations that have marks or groups. The service chooses how many go in a page. */
export const getContactGroup = /* @__PURE__ */ endpoint("v4/recentcontact/get_contact_group", {
  request: () => ({
    From_Account: wire.userId(),
    /** 0 first, then `NextStartIndex` of the page before. */
    StartIndex: wire.uint32()
  }),
  response: () => ({
    ContactItem: wire.optional(wire.list(markedContact())),
    /** The groups of the user. */
    GroupItem: wire.optional(wire.list(groupItem())),
    /** 1: this was the last page. */
    CompleteFlag: wire.integer,
    /** 0 on the last page. */
    NextStartIndex: wire.integer
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/53440"
})
