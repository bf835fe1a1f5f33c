/** The endpoints about the tags and attributes that conditions of `timpush/push` name users by. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"
import { errorList, pushId } from "./sendEndpoints.ts"
import {
  accountList,
  attrNames,
  attrTypes,
  readUserAttrs,
  readUserTags,
  userAttrNames,
  userAttrs,
  userTags
} from "./shapes.ts"

/** What most of these answer: the accounts that failed, absent when none did. */
const failures = () => ({ ErrorList: errorList() })

/**
 * Names the app's attributes, of which there are ten, by number. A name that another number has fails the whole call,
 * with 90033.
 */
export const setAttrName = /* @__PURE__ */ endpoint("v4/timpush/set_attr_name", {
  request: () => ({
    AttrNames: attrNames(),
    /** Only for attributes that are in `AttrNames`. It cannot be changed later. */
    AttrTypes: wire.optional(attrTypes())
  }),
  rule: ({ AttrNames, AttrTypes = {} }) =>
    Object.keys(AttrTypes).every((number) => number in AttrNames) ||
    "AttrTypes has an attribute that is not in AttrNames",
  response: () => ({}),
  repeatability: "repeatable",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/67816"
})

/** Reads the names of the app's attributes. */
export const getAttrName = /* @__PURE__ */ endpoint("v4/timpush/get_attr_name", {
  request: () => ({}),
  response: () => ({
    /** Names by number. */
    AttrNames: wire.record(wire.string),
    /** 0 UserIDs, 1 RegistrationIDs; by number. */
    AttrTypes: wire.optional(wire.record(wire.integer))
  }),
  repeatability: "safe",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/67815"
})

/**
 * Sets attributes of up to 100 accounts; those that are not named stay as they are. The names must be set before: one
 * that is not fails the whole call, with 90033. Accounts fail alone with 70107 or 90035, in `ErrorList`.
 */
export const setAttr = /* @__PURE__ */ endpoint("v4/timpush/set_attr", {
  request: () => ({ UserAttrs: userAttrs(pushId) }),
  response: failures,
  repeatability: "repeatable",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/67818"
})

/** Reads the attributes of up to 100 accounts. Accounts that do not exist are only in `ErrorList`, with 70107. */
export const getAttr = /* @__PURE__ */ endpoint("v4/timpush/get_attr", {
  request: () => ({ To_Account: accountList(pushId) }),
  response: () => ({ UserAttrs: readUserAttrs(), ...failures() }),
  repeatability: "safe",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/67817"
})

/** Deletes attributes of up to 100 accounts. It fails as `setAttr` does. */
export const removeAttr = /* @__PURE__ */ endpoint("v4/timpush/remove_attr", {
  request: () => ({ UserAttrs: userAttrNames(pushId) }),
  response: failures,
  repeatability: "repeatable",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/67819"
})

/**
 * Gives tags to up to 100 accounts, 10 each; or with `Replace` 1 puts up to 100 tags each in the place of those that
 * they have. An account has at most 100 tags, an app 1000 different ones. Accounts fail alone, in `ErrorList`.
 */
export const addTag = /* @__PURE__ */ endpoint("v4/timpush/add_tag", {
  request: () => ({
    /** 1: the tags replace all that the account has. */
    Replace: wire.optional(wire.flag()),
    UserTags: userTags(pushId, 100)
  }),
  rule: ({ Replace, UserTags }) =>
    Replace === 1 || UserTags.every(({ Tags }) => Tags.length <= 10) ||
    "more than 10 tags for an account, which needs Replace 1",
  response: failures,
  repeatability: "repeatable",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/67821"
})

/** Reads the tags of up to 100 accounts. Accounts that do not exist are only in `ErrorList`, with 70107. */
export const getTag = /* @__PURE__ */ endpoint("v4/timpush/get_tag", {
  request: () => ({ To_Account: accountList(pushId) }),
  response: () => ({ UserTags: readUserTags(), ...failures() }),
  repeatability: "safe",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/67820"
})

/** Takes tags from up to 100 accounts, 10 each. Accounts that do not exist fail alone, with 70107. */
export const removeTag = /* @__PURE__ */ endpoint("v4/timpush/remove_tag", {
  request: () => ({ UserTags: userTags(pushId) }),
  response: failures,
  repeatability: "repeatable",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/67822"
})

/** Takes all tags from up to 100 accounts; attributes stay. Accounts that do not exist fail alone, with 70107. */
export const clearAllTags = /* @__PURE__ */ endpoint("v4/timpush/clear_all_tags", {
  request: () => ({ To_Account: accountList(pushId) }),
  response: failures,
  repeatability: "repeatable",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/67823"
})
