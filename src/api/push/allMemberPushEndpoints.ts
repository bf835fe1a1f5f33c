/** The endpoints of the older generation of push to all, `all_member_push/*`. `timpush/*` has taken their place. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"
import { msgBody } from "../messages/elements.ts"
import { offlinePushInfo } from "../messages/offlinePush.ts"
import {
  accountList,
  attrNames,
  memberPushCondition,
  readUserAttrs,
  readUserTags,
  userAttrNames,
  userAttrs,
  userTags
} from "./shapes.ts"

/**
 * Pushes a message to all users, or to those that a condition names. It is kept for users who are offline, but is in no
 * history, and cannot be taken back.
 *
 * It takes 100 calls a day, more than 1 second apart. A second call with the same `MsgRandom` within 7 days is the same
 * task and pushes nothing.
 *
 * @deprecated use `push`
 */
export const imPush = /* @__PURE__ */ endpoint("v4/all_member_push/im_push", {
  request: () => ({
    /** Whom it goes to; all users when left out. */
    Condition: wire.optional(memberPushCondition()),
    /** Names the task: repeat a call that failed with the same number. Filled in with a random one when left out. */
    MsgRandom: wire.uint32(),
    MsgBody: msgBody(),
    /** How long it is kept for users who are offline, in seconds: 0 to 604800. 0, the default: only who is online. */
    MsgLifeTime: wire.optional(wire.between(0, 604_800)),
    /** Whom the receivers see as the sender; the administrator that calls when left out. */
    From_Account: wire.optional(wire.userId()),
    OfflinePushInfo: wire.optional(offlinePushInfo())
  }),
  response: () => ({ TaskId: wire.string }),
  repeatability: "dedup-by-random",
  deduplicatedFor: 7 * 86_400,
  ratePerSecond: 1,
  fills: ["MsgRandom"],
  docs: "https://trtc.io/document/37166",
  replacedBy: "v4/timpush/push"
})

/**
 * Names the app's attributes, of which there are ten, by number.
 *
 * @deprecated use `setAttrName`
 */
export const imSetAttrName = /* @__PURE__ */ endpoint("v4/all_member_push/im_set_attr_name", {
  request: () => ({ AttrNames: attrNames() }),
  response: () => ({}),
  repeatability: "repeatable",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/37167",
  replacedBy: "v4/timpush/set_attr_name"
})

/**
 * Reads the names of the app's attributes.
 *
 * @deprecated use `getAttrName`
 */
export const imGetAttrName = /* @__PURE__ */ endpoint("v4/all_member_push/im_get_attr_name", {
  request: () => ({}),
  response: () => ({
    /** Names by number. */
    AttrNames: wire.record(wire.string)
  }),
  repeatability: "safe",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/37168",
  replacedBy: "v4/timpush/get_attr_name"
})

/**
 * Sets attributes of up to 100 users. The names must be set before; one that is not fails the call, with 90033.
 *
 * @deprecated use `setAttr`
 */
export const imSetAttr = /* @__PURE__ */ endpoint("v4/all_member_push/im_set_attr", {
  request: () => ({ UserAttrs: userAttrs(wire.userId) }),
  response: () => ({}),
  repeatability: "repeatable",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/37170",
  replacedBy: "v4/timpush/set_attr"
})

/**
 * Reads the attributes of up to 100 users, in an order of its own.
 *
 * @deprecated use `getAttr`
 */
export const imGetAttr = /* @__PURE__ */ endpoint("v4/all_member_push/im_get_attr", {
  request: () => ({ To_Account: accountList(wire.userId) }),
  response: () => ({ UserAttrs: readUserAttrs() }),
  repeatability: "safe",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/37169",
  replacedBy: "v4/timpush/get_attr"
})

/**
 * Deletes attributes of up to 100 users.
 *
 * @deprecated use `removeAttr`
 */
export const imRemoveAttr = /* @__PURE__ */ endpoint("v4/all_member_push/im_remove_attr", {
  request: () => ({ UserAttrs: userAttrNames(wire.userId) }),
  response: () => ({}),
  repeatability: "repeatable",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/37171",
  replacedBy: "v4/timpush/remove_attr"
})

/**
 * Gives tags to up to 100 users, 10 each. A user has at most 100.
 *
 * @deprecated use `addTag`
 */
export const imAddTag = /* @__PURE__ */ endpoint("v4/all_member_push/im_add_tag", {
  request: () => ({ UserTags: userTags(wire.userId) }),
  response: () => ({}),
  repeatability: "repeatable",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/37173",
  replacedBy: "v4/timpush/add_tag"
})

/**
 * Reads the tags of up to 100 users.
 *
 * @deprecated use `getTag`
 */
export const imGetTag = /* @__PURE__ */ endpoint("v4/all_member_push/im_get_tag", {
  request: () => ({ To_Account: accountList(wire.userId) }),
  response: () => ({ UserTags: readUserTags() }),
  repeatability: "safe",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/37172",
  replacedBy: "v4/timpush/get_tag"
})

/**
 * Takes tags from up to 100 users, 10 each.
 *
 * @deprecated use `removeTag`
 */
export const imRemoveTag = /* @__PURE__ */ endpoint("v4/all_member_push/im_remove_tag", {
  request: () => ({ UserTags: userTags(wire.userId) }),
  response: () => ({}),
  repeatability: "repeatable",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/37174",
  replacedBy: "v4/timpush/remove_tag"
})

/**
 * Takes all tags from up to 100 users; attributes stay.
 *
 * @deprecated use `clearAllTags`
 */
export const imRemoveAllTags = /* @__PURE__ */ endpoint("v4/all_member_push/im_remove_all_tags", {
  request: () => ({ To_Account: accountList(wire.userId) }),
  response: () => ({}),
  repeatability: "repeatable",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/37175",
  replacedBy: "v4/timpush/clear_all_tags"
})
