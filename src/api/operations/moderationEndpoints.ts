/** The endpoints about the moderation of contents, and about its keywords in the cloud. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"

/** The policy that judges: one of these, or the id of one from the console. */
const auditName = () => wire.openEnum("C2C", "Group", "UserInfo", "GroupInfo", "GroupMemberInfo", "RelationChain")

/** A text, or the address of a file; at most 8 KB. */
const content = () => wire.text({ minBytes: 1, maxBytes: 8 * 1024 })

/** Whose content it is; kept with the verdict. */
const people = () => ({
  ExtSender: wire.optional(wire.string),
  ExtReceiver: wire.optional(wire.string)
})

/** A verdict. */
const verdict = () => ({
  /** Absent for what is judged later. */
  Result: wire.optional(wire.openEnum("Pass", "Review", "Block")),
  /** 0 to 100, the higher the worse. */
  Score: wire.optional(wire.number),
  Label: wire.optional(
    wire.openEnum("Normal", "Polity", "Porn", "Illegal", "Abuse", "Terror", "Ad", "Sexy", "Composite")
  ),
  /** The words that were found; none where a model judged. */
  Keywords: wire.optional(wire.list(wire.string)),
  SubLabel: wire.optional(wire.string)
})

/**
 * Judges one content. Texts and images are judged at once; audio and video are judged later, by a webhook that names
 * the `RequestId` of the answer. Needs cloud moderation, which is paid for by the call (2015 without it).
 */
export const contentModeration = /* @__PURE__ */ endpoint("v4/im_msg_audit/content_moderation", {
  request: () => ({
    AuditName: auditName(),
    ContentType: wire.oneOf("Text", "Image", "Audio", "Video"),
    /** A text, or the address of a file; at most 8 KB. An image is at most 5 MB. */
    Content: content(),
    ...people()
  }),
  response: verdict,
  repeatability: "not-repeatable",
  docs: "https://trtc.io/document/77827"
})

/**
 * Judges up to 10 texts and images. Each has a code of its own. Needs cloud moderation, which is paid for by the call
 * (2015 without it).
 */
export const batchContentModeration = /* @__PURE__ */ endpoint("v4/im_msg_audit/batch_content_moderation", {
  request: () => ({
    AuditName: auditName(),
    Contents: wire.list(
      wire.object({
        /** A number by which the answer names the content; each only once in a call. */
        ContentId: wire.between(0, Number.MAX_SAFE_INTEGER),
        ContentType: wire.oneOf("Text", "Image"),
        /** A text, or the address of an image; at most 8 KB. An image is at most 5 MB. */
        Content: content()
      }),
      { min: 1, max: 10 }
    ),
    ...people()
  }),
  rule: ({ Contents }) =>
    new Set(Contents.map(({ ContentId }) => ContentId)).size === Contents.length || "a ContentId is there twice",
  response: () => ({
    AuditResults: wire.list(wire.object({
      /** 0, or the code of this content's failure. */
      ErrorCode: wire.integer,
      ErrorInfo: wire.optional(wire.string),
      ContentId: wire.integer,
      ...verdict(),
      /** The id of this verdict. */
      RequestId: wire.optional(wire.string)
    }))
  }),
  repeatability: "not-repeatable",
  docs: "https://trtc.io/document/77828"
})

/** What every call about keywords holds. */
const app = () => ({
  /** The app, once more beside the query. */
  SdkAppId: wire.between(1, 4_294_967_295)
})

const page = () => ({
  /** How many are skipped. */
  Offset: wire.between(0, 4_294_967_295),
  /** How many at most, 1 to 100. */
  Limit: wire.between(1, 100)
})

/** Lists the libraries of keywords, page by page up to `TotalCount`. They are made in the console. */
export const getCloudAuditKeywordsIds = /* @__PURE__ */ endpoint("v4/im_msg_audit_mgr/get_cloud_audit_keywords_ids", {
  request: () => ({ ...app(), ...page() }),
  response: () => ({
    TotalCount: wire.integer,
    Infos: wire.optional(wire.list(wire.object({
      /** `LibID` in other calls. */
      ID: wire.string,
      LibName: wire.optional(wire.string),
      Describe: wire.optional(wire.string),
      /** As in `2023-02-20 13:53:44 +0800 CST`. */
      CreateTime: wire.optional(wire.string),
      /** What a hit leads to, for example `Block`. */
      Suggestion: wire.optional(wire.openEnum("Block", "Review", "Pass"))
    })))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/77829"
})

/** Lists the keywords of a library, page by page, all or those that match a text loosely. */
export const getCloudAuditKeywords = /* @__PURE__ */ endpoint("v4/im_msg_audit_mgr/get_cloud_audit_keywords", {
  request: () => ({
    ...app(),
    ...page(),
    LibID: wire.text({ minBytes: 1 }),
    /** Only keywords that match this text loosely. */
    Content: wire.optional(wire.string)
  }),
  response: () => ({
    /** Whether it counts the keywords that match or all is not documented. */
    TotalCount: wire.integer,
    Infos: wire.optional(wire.list(wire.object({
      ID: wire.string,
      Content: wire.string,
      /** As in `2023-02-20 13:53:44 +0800 CST`. */
      CreateTime: wire.optional(wire.string)
    })))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/77830"
})

/** Adds keywords to a library, presumably at most 10 a call (2016). Nothing is answered for single keywords. */
export const addCloudAuditKeywords = /* @__PURE__ */ endpoint("v4/im_msg_audit_mgr/add_cloud_audit_keywords", {
  request: () => ({
    ...app(),
    LibID: wire.text({ minBytes: 1 }),
    UserKeywords: wire.list(
      wire.object({
        Content: wire.text({ minBytes: 1 }),
        /** What the keyword stands for. */
        Label: wire.optional(wire.string)
      }),
      { min: 1, max: 10 }
    )
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/77831"
})

/** Deletes up to 10 keywords from a library. Those that fail have a text, but no code. */
export const deleteCloudAuditKeywords = /* @__PURE__ */ endpoint("v4/im_msg_audit_mgr/delete_cloud_audit_keywords", {
  request: () => ({
    ...app(),
    LibID: wire.text({ minBytes: 1 }),
    Keywords: wire.list(wire.text({ minBytes: 1 }), { min: 1, max: 10 })
  }),
  response: () => ({
    Details: wire.list(wire.object({
      KeywordID: wire.optional(wire.string),
      Keyword: wire.string,
      Deleted: wire.boolean,
      /** Why it was not deleted; otherwise empty. */
      ErrorInfo: wire.optional(wire.string)
    })),
    /** How many were deleted. */
    Count: wire.optional(wire.integer)
  }),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/77832"
})
