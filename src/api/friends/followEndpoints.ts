/** The endpoints about following. All need one of the higher editions and the console's switch; else 30005. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"
import { readItem, userResult, users } from "./schemas.ts"

/**
 * Makes a user follow up to 20 others. A user follows at most 5000; followers are not limited. Each has a `ResultCode`
 * of its own. Friendships do not change.
 */
export const followAdd = /* @__PURE__ */ endpoint("v4/follow/follow_add", {
  request: () => ({
    /** Who follows. */
    From_Account: wire.userId(),
    FollowItem: wire.list(wire.object({ To_Account: wire.userId() }), { min: 1, max: 20 })
  }),
  response: () => ({ ResultItem: wire.list(wire.object(userResult())) }),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/70345"
})

/** Ends that a user follows up to 20 others; whether those follow the user does not change. */
export const followDelete = /* @__PURE__ */ endpoint("v4/follow/follow_delete", {
  request: () => ({
    /** Who follows. */
    From_Account: wire.userId(),
    /** Plain ids, unlike in `follow_add`. */
    To_Account: users(20)
  }),
  response: () => ({ ResultItem: wire.list(wire.object(userResult())) }),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/70346"
})

/** Tells of up to 100 users how they and one other follow each other. */
export const followCheck = /* @__PURE__ */ endpoint("v4/follow/follow_check", {
  request: () => ({
    From_Account: wire.userId(),
    To_Account: users(100)
  }),
  response: () => ({
    ResultItem: wire.list(wire.object({
      ...userResult(),
      /** 0: neither follows. 1: only `To_Account` follows. 2: only `From_Account` follows. 3: both. */
      FollowType: wire.optional(wire.integer)
    }))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/70349"
})

/** Reads a page of the users who follow one, whom one follows, or both. The last page has an empty `NextCursor`. */
export const followGet = /* @__PURE__ */ endpoint("v4/follow/follow_get", {
  request: () => ({
    From_Account: wire.userId(),
    /** 1: who follows the user. 2: whom the user follows. 3: both ways. */
    FollowType: wire.oneOf(1, 2, 3),
    /** Empty first, then `NextCursor` of the page before. */
    StartCursor: wire.string,
    /** Users a page: 1 to 1000; 100 when left out. */
    WantNum: wire.optional(wire.between(1, 1000))
  }),
  response: () => ({
    FollowItem: wire.optional(wire.list(wire.object({
      To_Account: wire.string,
      /** When it began, in seconds since 1970. */
      FollowTime: wire.optional(wire.integer),
      /** Fields of the profile, the name and the avatar for example. */
      ProfileItem: wire.optional(wire.list(readItem())),
      /** The profile's sequence. Sources do not agree on the case. */
      profile_sequence: wire.optional(wire.integer),
      ProfileSequence: wire.optional(wire.integer)
    }))),
    /** Empty on the last page. */
    NextCursor: wire.optional(wire.string)
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/70347"
})

/** Counts of up to 20 users who follows them, whom they follow, and both ways. */
export const followGetInfo = /* @__PURE__ */ endpoint("v4/follow/follow_get_info", {
  request: () => ({
    /** Who asks; makes no difference to the answer. */
    From_Account: wire.userId(),
    To_Account: users(20)
  }),
  response: () => ({
    FollowInfo: wire.list(wire.object({
      ...userResult(),
      FollowerCount: wire.optional(wire.integer),
      FollowingCount: wire.optional(wire.integer),
      MutualFollowingCount: wire.optional(wire.integer)
    }))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/70350"
})
