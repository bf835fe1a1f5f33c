/** The endpoints about friend groups, in which a user sorts friends. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"
import { groupName, userResult } from "./schemas.ts"

/**
 * Makes the friend groups that do not exist, and puts friends into each of those named. A user has at most 32. Whoever
 * is no friend has the `ResultCode` 32216; the groups are made all the same.
 */
export const groupAdd = /* @__PURE__ */ endpoint("v4/sns/group_add", {
  request: () => ({
    From_Account: wire.userId(),
    /** Names of 1 to 30 bytes. */
    GroupName: wire.list(groupName(), { min: 1, max: 32 }),
    /** The friends to put into all of them. How many may go in one call is not documented. */
    To_Account: wire.optional(wire.list(wire.userId()))
  }),
  response: () => ({
    /** Absent where no friends were given. */
    ResultItem: wire.optional(wire.list(wire.object(userResult()))),
    /** The users that failed; absent when all is well. */
    Fail_Account: wire.optional(wire.list(wire.string)),
    /** Grows with every change of the user's friend groups. */
    CurrentSequence: wire.optional(wire.integer)
  }),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34950"
})

/** Deletes friend groups. Who was in them stays a friend. */
export const groupDelete = /* @__PURE__ */ endpoint("v4/sns/group_delete", {
  request: () => ({
    From_Account: wire.userId(),
    GroupName: wire.list(groupName(), { min: 1 })
  }),
  response: () => ({
    /** Grows with every change of the user's friend groups. */
    CurrentSequence: wire.optional(wire.integer)
  }),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34926"
})

/** Reads all friend groups of a user, or up to 32 by name. */
export const groupGet = /* @__PURE__ */ endpoint("v4/sns/group_get", {
  request: () => ({
    From_Account: wire.userId(),
    /** Also who is in them. */
    NeedFriend: wire.optional(wire.oneOf("Need_Friend_Type_Yes")),
    /** All when left out. One text says that `NeedFriend` works only then; its sample has both. */
    GroupName: wire.optional(wire.list(groupName(), { max: 32 }))
  }),
  response: () => ({
    ResultItem: wire.optional(wire.list(wire.object({
      GroupName: wire.string,
      /** How many friends are in it. */
      FriendNumber: wire.integer,
      /** Who is in it; only where asked for. */
      To_Account: wire.optional(wire.list(wire.string))
    }))),
    /** Grows with every change of the user's friend groups. */
    CurrentSequence: wire.optional(wire.integer)
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/40123"
})
