/** The endpoints about the custom attributes and counters of groups. */
import { endpoint } from "../../../endpoint/Endpoint.ts"
import * as wire from "../../../endpoint/wire.ts"

const attributeKey = () => wire.text({ minBytes: 1, maxBytes: 32 })

/** Up to 16 attributes. A key has at most 32 bytes, a value 4,000, all values together 16,000. */
const attributes = () =>
  wire.list(wire.object({ key: attributeKey(), value: wire.text({ maxBytes: 4000 }) }), { min: 1, max: 16 })

interface Values {
  readonly GroupAttr: ReadonlyArray<{ readonly value: string }>
}

const valueBytes = ({ GroupAttr }: Values): true | string => {
  const bytes = GroupAttr.reduce((sum, { value }) => sum + wire.utf8Length(value), 0)
  return bytes <= 16_000 || `the values of GroupAttr are ${bytes} bytes long, at most 16000 are allowed`
}

const readAttributes = () => ({
  GroupAttrAry: wire.list(wire.object({ key: wire.string, value: wire.string }))
})

/** Reads all custom attributes of a group. */
export const getGroupAttr = /* @__PURE__ */ endpoint("v4/group_open_attr_http_svc/get_group_attr", {
  request: () => ({ GroupId: wire.groupId() }),
  response: readAttributes,
  repeatability: "safe",
  docs: "https://trtc.io/document/44187"
})

/**
 * Reads all custom attributes of a group, by the path it had first.
 *
 * @deprecated use `getGroupAttr`
 */
export const getGroupAttrLegacy = /* @__PURE__ */ endpoint("v4/group_open_http_svc/get_group_attr", {
  request: () => ({ GroupId: wire.groupId() }),
  response: readAttributes,
  repeatability: "safe",
  docs: "https://cloud.tencent.com/document/product/269/67012",
  replacedBy: "v4/group_open_attr_http_svc/get_group_attr"
})

/** Replaces all custom attributes of a group. A group takes 5 attribute writes a second (10049). */
export const setGroupAttr = /* @__PURE__ */ endpoint("v4/group_open_http_svc/set_group_attr", {
  request: () => ({ GroupId: wire.groupId(), GroupAttr: attributes() }),
  rule: valueBytes,
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/44190"
})

/** Adds custom attributes and changes those that exist; the others stay. The limits hold for what comes out. */
export const modifyGroupAttr = /* @__PURE__ */ endpoint("v4/group_open_http_svc/modify_group_attr", {
  request: () => ({ GroupId: wire.groupId(), GroupAttr: attributes() }),
  rule: valueBytes,
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/44188"
})

/** Deletes custom attributes by their keys. A key that does not exist is refused with 10050. */
export const deleteGroupAttr = /* @__PURE__ */ endpoint("v4/group_open_http_svc/delete_group_attr", {
  request: () => ({
    GroupId: wire.groupId(),
    GroupAttr: wire.list(wire.object({ key: attributeKey() }), { min: 1 })
  }),
  response: () => ({}),
  repeatability: "not-repeatable",
  docs: "https://trtc.io/document/59499"
})

/** Deletes all custom attributes. Not for communities (10007). */
export const clearGroupAttr = /* @__PURE__ */ endpoint("v4/group_open_http_svc/clear_group_attr", {
  request: () => ({ GroupId: wire.groupId() }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/44189"
})

const counterKey = () => wire.text({ minBytes: 1, maxBytes: 128 })

/** A list of keys, which must hold something where it is given: without it the call is about every counter. */
const counterKeys = () => wire.optional(wire.list(counterKey(), { min: 1 }))

const givenKeys = (body: { readonly GroupCounterKeys?: ReadonlyArray<string> | undefined }): true | string =>
  !("GroupCounterKeys" in body) || body.GroupCounterKeys !== undefined ||
  "GroupCounterKeys must be left out, not undefined, to mean every counter"

/** Counters as they are answered. */
const readCounters = () => ({ GroupCounter: wire.list(wire.object({ Key: wire.string, Value: wire.integer64() })) })

/**
 * Reads counters of a group, all of them without keys. Needs a premium edition (10059); not for communities (10007).
 */
export const getGroupCounter = /* @__PURE__ */ endpoint("v4/group_open_http_svc/get_group_counter", {
  request: () => ({ GroupId: wire.groupId(), GroupCounterKeys: counterKeys() }),
  response: readCounters,
  repeatability: "safe",
  integers64: ["Value"],
  docs: "https://trtc.io/document/53427"
})

/**
 * Sets, raises or lowers counters; one that does not exist starts at 0. A group has up to 20 (10063). Needs a premium
 * edition (10059); not for communities (10007).
 */
export const updateGroupCounter = /* @__PURE__ */ endpoint("v4/group_open_http_svc/update_group_counter", {
  request: () => ({
    GroupId: wire.groupId(),
    GroupCounter: wire.list(
      wire.object({
        /** At most 128 bytes. */
        Key: counterKey(),
        /** 64 bits. */
        Value: wire.integer64()
      }),
      { min: 1 }
    ),
    /** Most likely `Set` when left out, which is not documented. */
    Mode: wire.optional(wire.oneOf("Set", "Increase", "Decrease"))
  }),
  response: readCounters,
  repeatability: "not-repeatable",
  integers64: ["Value"],
  docs: "https://trtc.io/document/53428"
})

/**
 * Deletes counters of a group, all of them without keys. Needs a premium edition (10059); not for communities (10007).
 */
export const deleteGroupCounter = /* @__PURE__ */ endpoint("v4/group_open_http_svc/delete_group_counter", {
  request: () => ({ GroupId: wire.groupId(), GroupCounterKeys: counterKeys() }),
  rule: givenKeys,
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/53429"
})
