/** The endpoints about keywords that the chat service itself filters by, and about the older sensitive words. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"

/** No page of the vendor is known for these calls; this is its list of the whole API. */
const docs = "https://trtc.io/document/34621"

/** What every call about keywords holds. */
const app = () => ({
  /** The app, once more beside the query. */
  SdkAppId: wire.between(1, 4_294_967_295)
})

/** A keyword, or an expression. Its text and its kind name it. */
const word = () => ({
  Keyword: wire.text({ minBytes: 1 }),
  /** 1 a word, 2 a regular expression. */
  WordType: wire.oneOf(1, 2),
  /** 1 the text is replaced, 2 the message is refused. */
  FilterType: wire.optional(wire.oneOf(1, 2)),
  /** What stands in its place with `FilterType` 1. */
  ReplacedContent: wire.optional(wire.string)
})

/** Adds up to 10 keywords to the filter of the app. One that is there already is replaced. */
export const addLocalAuditKeywords = /* @__PURE__ */ endpoint("v4/im_msg_audit_mgr/add_local_audit_keywords", {
  request: () => ({
    ...app(),
    LocalAuditWords: wire.list(wire.object(word()), { min: 1, max: 10 })
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs
})

/** Deletes up to 10 keywords from the filter of the app. `Keyword` and `WordType` name each. */
export const deleteLocalAuditKeywords = /* @__PURE__ */ endpoint("v4/im_msg_audit_mgr/delete_local_audit_keywords", {
  request: () => ({
    ...app(),
    LocalAuditWords: wire.list(wire.object(word()), { min: 1, max: 10 })
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs
})

/** Lists the keywords of the app's filter, page by page, all of a kind or those that match a text loosely. */
export const getLocalAuditKeywords = /* @__PURE__ */ endpoint("v4/im_msg_audit_mgr/get_local_audit_keywords", {
  request: () => ({
    ...app(),
    /** 1 those that are replaced, 2 those that refuse the message. */
    FilterType: wire.oneOf(1, 2),
    /** How many are skipped. */
    Offset: wire.between(0, 4_294_967_295),
    /** How many at most, 1 to 100. */
    Limit: wire.between(1, 100),
    /** Only keywords that match this text loosely. */
    Keyword: wire.optional(wire.string)
  }),
  response: () => ({
    LocalAuditWords: wire.optional(wire.list(wire.object({
      Keyword: wire.string,
      /** 1 a word, 2 a regular expression. */
      WordType: wire.integer,
      FilterType: wire.optional(wire.integer),
      Id: wire.optional(wire.number),
      ReplacedContent: wire.optional(wire.string),
      /** When it was changed last. */
      UpdateTime: wire.optional(wire.string)
    }))),
    TotalCount: wire.optional(wire.integer),
    /** How many of all are regular expressions. */
    TotalRegCount: wire.optional(wire.integer),
    /** How many fit what was asked for. */
    CurCount: wire.optional(wire.integer),
    /** How many of those are regular expressions. */
    CurRegCount: wire.optional(wire.integer)
  }),
  repeatability: "safe",
  docs
})

const dirtyWords = () => wire.list(wire.text({ minBytes: 1, maxBytes: 200 }), { min: 1, max: 50 })

/**
 * Lists the sensitive words of the older filter.
 *
 * @deprecated use `getLocalAuditKeywords`
 */
export const dirtyWordsGet = /* @__PURE__ */ endpoint("v4/openim_dirty_words/get", {
  request: () => ({}),
  response: () => ({ DirtyWordsList: wire.optional(wire.list(wire.string)) }),
  repeatability: "safe",
  ratePerSecond: 100,
  docs,
  replacedBy: "v4/im_msg_audit_mgr/get_local_audit_keywords"
})

/**
 * Adds sensitive words to the older filter, of which an app has at most 50. They work after about 5 minutes, in groups
 * only.
 *
 * @deprecated use `addLocalAuditKeywords`
 */
export const dirtyWordsAdd = /* @__PURE__ */ endpoint("v4/openim_dirty_words/add", {
  request: () => ({
    /** At most 50 words of at most 200 bytes. */
    DirtyWordsList: dirtyWords()
  }),
  response: () => ({}),
  repeatability: "repeatable",
  ratePerSecond: 100,
  docs,
  replacedBy: "v4/im_msg_audit_mgr/add_local_audit_keywords"
})

/**
 * Deletes sensitive words from the older filter.
 *
 * @deprecated use `deleteLocalAuditKeywords`
 */
export const dirtyWordsDelete = /* @__PURE__ */ endpoint("v4/openim_dirty_words/delete", {
  request: () => ({
    /** At most 50 words. */
    DirtyWordsList: dirtyWords()
  }),
  response: () => ({}),
  repeatability: "repeatable",
  ratePerSecond: 100,
  docs: "https://cloud.tencent.com/document/product/269/2398",
  replacedBy: "v4/im_msg_audit_mgr/delete_local_audit_keywords"
})
