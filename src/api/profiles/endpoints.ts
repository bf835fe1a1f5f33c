/** The endpoints about profiles. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"

/** One field of a profile: a standard tag or one that the app configured in the console. */
const profileItem = () => ({
  Tag: wire.string,
  /** A text, or for numeric tags an unsigned integer. */
  Value: wire.union([wire.string, wire.number])
})

/**
 * Reads the given fields of users. A user that cannot be read has a `ResultCode` and is named in `Fail_Account`; the
 * answer is a success all the same. Fields that were never set are left out.
 */
export const portraitGet = /* @__PURE__ */ endpoint("v4/profile/portrait_get", {
  request: () => ({
    /** At most 100 are advised; with more the answer may become too large. */
    To_Account: wire.list(wire.userId(), { min: 1 }),
    /** There is no way to ask for all fields. */
    TagList: wire.list(wire.string, { min: 1 })
  }),
  response: () => ({
    UserProfileItem: wire.list(wire.object({
      To_Account: wire.string,
      ProfileItem: wire.optional(wire.list(wire.object(profileItem()))),
      ResultCode: wire.integer,
      ResultInfo: wire.string
    })),
    Fail_Account: wire.optional(wire.list(wire.string))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/34917"
})

/** Sets the given fields of one user; the others stay as they are. Texts are at most 500 bytes long. */
export const portraitSet = /* @__PURE__ */ endpoint("v4/profile/portrait_set", {
  request: () => ({
    From_Account: wire.userId(),
    ProfileItem: wire.list(
      wire.object({
        Tag: wire.string,
        Value: wire.union([wire.text({ maxBytes: 500 }), wire.between(0, Number.MAX_SAFE_INTEGER)])
      }),
      { min: 1 }
    )
  }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34916"
})
