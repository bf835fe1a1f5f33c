/** What the endpoints about communities share. */
import * as wire from "../../endpoint/wire.ts"
import { isCommunityId } from "../groups/groupId.ts"

/** The id of a community. */
/* @__NO_SIDE_EFFECTS__ */
export function communityId(): wire.Wire<string> {
  return wire.rule(
    wire.groupId(),
    (groupId) => isCommunityId(groupId) || "is no id of a community, which begins with @TGS#_"
  )
}

/**
 * A mask as it is answered: 64 bits. One that a number does not hold exactly comes as text; `readCommunityMask` and
 * `readTopicMask` take both.
 */
export const readMask = () => wire.union([wire.number, wire.string])

/** What became of a topic. */
export const topicResult = () => ({
  TopicId: wire.string,
  /** 0, or why the topic failed. */
  ErrorCode: wire.integer,
  ErrorInfo: wire.optional(wire.string)
})
