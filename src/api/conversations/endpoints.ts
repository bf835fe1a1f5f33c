/** The endpoints about a user's list of conversations: read, delete, pin. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"

/**
 * Reads a page of a user's conversations. The list holds 100 of them, more in the higher editions (500 and 3000); at
 * most 50 are pinned. The first page has 0 in all four fields of the place; each later one has what was answered, until
 * `CompleteFlag` is 1.
 */
export const getList = /* @__PURE__ */ endpoint("v4/recentcontact/get_list", {
  request: () => ({
    From_Account: wire.userId(),
    /** Where the page begins, for conversations that are not pinned. */
    TimeStamp: wire.uint32(),
    StartIndex: wire.uint32(),
    /** Where the page begins, for pinned conversations. */
    TopTimeStamp: wire.uint32(),
    TopStartIndex: wire.uint32(),
    /**
     * Bits: 1 tells which conversations are pinned, 2 brings empty conversations too, 4 pages through those that are
     * pinned. The pages of the vendor name 7, 15 and, the newest, 63, which also brings marks and groups.
     */
    AssistFlags: wire.uint32()
  }),
  response: () => ({
    SessionItem: wire.optional(wire.list(wire.object({
      /** 1: one-to-one. 2: a group. */
      Type: wire.integer,
      /** The other user; only where `Type` is 1. */
      To_Account: wire.optional(wire.string),
      /** The group; only where `Type` is 2. */
      GroupId: wire.optional(wire.string),
      /** When the last message was sent, in seconds since 1970. */
      MsgTime: wire.integer,
      /** 1: pinned. */
      TopFlag: wire.integer,
      /** The marks that are set, as a text of bits. */
      StandardMark: wire.optional(wire.string),
      CustomMark: wire.optional(wire.string),
      /** The ids of the user's groups that hold the conversation. */
      ContactGroupId: wire.optional(wire.list(wire.integer))
    }))),
    /** 1: this was the last page. */
    CompleteFlag: wire.integer,
    TimeStamp: wire.integer,
    StartIndex: wire.integer,
    TopTimeStamp: wire.integer,
    TopStartIndex: wire.integer
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/43087"
})

/** Takes one conversation out of a user's list. Others keep theirs. */
export const deleteConversation = /* @__PURE__ */ endpoint("v4/recentcontact/delete", {
  request: () => ({
    From_Account: wire.userId(),
    /** 1: one-to-one, needs `To_Account`. 2: a group, needs `ToGroupid`. */
    Type: wire.oneOf(1, 2),
    To_Account: wire.optional(wire.userId()),
    /** With a small `i`, unlike anywhere else. */
    ToGroupid: wire.optional(wire.groupId()),
    /** 1: also clears the user's history of the conversation. */
    ClearRamble: wire.optional(wire.flag())
  }),
  rule: ({ To_Account, ToGroupid, Type }) =>
    (Type === 1 ? To_Account : ToGroupid) !== undefined || "Type 1 needs To_Account, Type 2 needs ToGroupid",
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/43088"
})

/** Pins or unpins conversations, all or none. At most 50 are pinned (51012). */
export const top = /* @__PURE__ */ endpoint("v4/recentcontact/top", {
  request: () => ({
    From_Account: wire.userId(),
    /** 1: pin. 2: unpin. */
    OperationType: wire.oneOf(1, 2),
    RecentContactItem: wire.list(
      wire.union([
        wire.object({ Type: wire.literal(1), To_Account: wire.userId() }),
        wire.object({ Type: wire.literal(2), GroupId: wire.groupId() })
      ]),
      { min: 1 }
    )
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/78304"
})
