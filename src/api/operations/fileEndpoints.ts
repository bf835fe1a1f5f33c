/** The endpoints about the media files of messages: ban, allow again, look at. All are served in China only. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"

/** The address of a file as it stands in a message. */
const rawUrl = () => wire.text({ minBytes: 1 })

/**
 * Bans a file that a client uploaded (client 4.9 or later, web client 2 or later): its address works no more. Served in
 * China only.
 */
export const forbidIllegalObject = /* @__PURE__ */ endpoint("v4/im_cos_msg/forbid_illegal_object", {
  request: () => ({ RawURL: rawUrl() }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://cloud.tencent.com/document/product/269/74775"
})

/** Lifts the ban of a file. Served in China only. */
export const allowBannedObject = /* @__PURE__ */ endpoint("v4/im_cos_msg/allow_banned_object", {
  request: () => ({ RawURL: rawUrl() }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://cloud.tencent.com/document/product/269/74776"
})

/**
 * Makes addresses under which files can be looked at for 15 minutes, banned ones too. How many files a call takes is
 * not documented. Each file has a code of its own. Served in China only.
 */
export const getCosSig = /* @__PURE__ */ endpoint("v4/im_cos_msg/get_cos_sig", {
  request: () => ({
    RawURLs: wire.list(
      wire.object({
        /** A number by which the answer names the file; each only once in a call. */
        ResourceID: wire.between(0, Number.MAX_SAFE_INTEGER),
        RawURL: rawUrl()
      }),
      { min: 1 }
    )
  }),
  rule: ({ RawURLs }) =>
    new Set(RawURLs.map(({ ResourceID }) => ResourceID)).size === RawURLs.length || "a ResourceID is there twice",
  response: () => ({
    PreSigURLs: wire.list(wire.object({
      /** 0, or the code of this file's failure. */
      Code: wire.integer,
      Desc: wire.optional(wire.string),
      ResourceID: wire.integer,
      /** Works for 15 minutes. */
      PreSigURL: wire.optional(wire.string),
      /** 0 can be downloaded, 1 banned, 2 not there. */
      Status: wire.optional(wire.integer)
    }))
  }),
  repeatability: "safe",
  docs: "https://cloud.tencent.com/document/product/269/74777"
})
