/** The endpoints about blocklists. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"
import { userResult, userResults, users } from "./schemas.ts"

/**
 * Blocks up to 1000 users; a blocklist holds 1000. A friendship between the two ends on both sides. The blocked user
 * cannot write to the user, and neither can add the other as a friend. Each has a `ResultCode` of its own; 30001 for
 * one that is blocked already.
 */
export const blackListAdd = /* @__PURE__ */ endpoint("v4/sns/black_list_add", {
  request: () => ({
    /** The user who blocks. */
    From_Account: wire.userId(),
    To_Account: users(1000)
  }),
  response: userResults,
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34911"
})

/**
 * Unblocks up to 1000 users. A friendship that blocking ended does not come back. Each has a `ResultCode` of its own;
 * 30001 for one that is not blocked.
 */
export const blackListDelete = /* @__PURE__ */ endpoint("v4/sns/black_list_delete", {
  request: () => ({
    From_Account: wire.userId(),
    To_Account: users(1000)
  }),
  response: userResults,
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34912"
})

/** Reads a page of a blocklist. The last page answers the `StartIndex` 0. */
export const blackListGet = /* @__PURE__ */ endpoint("v4/sns/black_list_get", {
  request: () => ({
    From_Account: wire.userId(),
    /** 0 first, then `StartIndex` of the page before. */
    StartIndex: wire.uint32(),
    /** The most users of a page: 1 to 1000. */
    MaxLimited: wire.between(1, 1000),
    /** The sequence of an earlier reading. Servers send 0. */
    LastSequence: wire.between(0, Number.MAX_SAFE_INTEGER)
  }),
  response: () => ({
    BlackListItem: wire.optional(wire.list(wire.object({
      To_Account: wire.string,
      /** When the user was blocked, in seconds since 1970. */
      AddBlackTimeStamp: wire.optional(wire.integer)
    }))),
    /** The start of the next page; 0 where there is none. */
    StartIndex: wire.integer,
    /** The list's sequence, misspelt like this on the wire. */
    CurruentSequence: wire.optional(wire.integer)
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/34914"
})

/** Tells of up to 1000 users whether they and one other block each other. */
export const blackListCheck = /* @__PURE__ */ endpoint("v4/sns/black_list_check", {
  request: () => ({
    /** The user A of the answer's words. */
    From_Account: wire.userId(),
    /** The users B of the answer's words. */
    To_Account: users(1000),
    /** Whether only A's blocklist is looked into, or both. */
    CheckType: wire.oneOf("BlackCheckResult_Type_Single", "BlackCheckResult_Type_Both")
  }),
  response: () => ({
    BlackListCheckItem: wire.list(wire.object({
      ...userResult(),
      /** `AWithB`: B is on A's blocklist. `BWithA`: A is on B's, which only a check of both tells. */
      Relation: wire.optional(wire.openEnum(
        "BlackCheckResult_Type_BothWay",
        "BlackCheckResult_Type_AWithB",
        "BlackCheckResult_Type_BWithA",
        "BlackCheckResult_Type_NO"
      ))
    })),
    Fail_Account: wire.optional(wire.list(wire.string))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/34913"
})
