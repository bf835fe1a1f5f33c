/** What members of a community may do, as bits of masks. */

/** The bits of a mask for a whole community. */
export const communityPermissions = {
  /** Change the community's profile. */
  changeProfile: 1,
  /** Remove, approve and change members. */
  manageMembers: 2,
  /** Manage permission groups and what they may do in topics. */
  managePermissionGroups: 4,
  /** Manage who is in permission groups. */
  managePermissionGroupMembers: 8,
  /** Create, change and delete topics. */
  manageTopics: 16,
  /** Mute a member in all topics. */
  muteMembers: 32,
  /** Send in all topics. */
  sendMessages: 64,
  /** Mention everybody in all topics. */
  mentionAll: 128,
  /** Read what was said before one came, in all topics. */
  readHistory: 256,
  /** Recall messages of others in all topics. */
  recallMessages: 512,
  /** Ban members. */
  banMembers: 1024
} as const

/** The bits of a mask for one topic. */
export const topicPermissions = {
  /** Manage the topic. */
  manageTopic: 1,
  /** Manage the topic's permissions. */
  managePermissions: 2,
  /** Mute members in the topic. */
  muteMembers: 4,
  /** Send in the topic. */
  sendMessages: 8,
  /** Read what was said before one came. */
  readHistory: 16,
  /** Recall messages of others. */
  recallMessages: 32,
  /** Mention everybody. */
  mentionAll: 64
} as const

/** Something that members of a community may do. */
export type CommunityPermission = keyof typeof communityPermissions

/** Something that members may do in a topic. */
export type TopicPermission = keyof typeof topicPermissions

type Bits = { readonly [name: string]: number }

const maskOf = (bits: Bits, names: ReadonlyArray<string>): number =>
  names.reduce((mask, name) => mask | (bits[name] ?? 0), 0)

/** Looks at all 64 bits, of which a number's own operators see 32. */
const namesOf = (bits: Bits, mask: number | string): ReadonlyArray<string> => {
  const whole = BigInt(mask)
  return Object.keys(bits).filter((name) => (whole & BigInt(bits[name] ?? 0)) !== 0n)
}

/**
 * The mask of what members of a community may do.
 *
 * @example
 * ```ts
 * import { communityMask } from "timkit"
 *
 * communityMask("manageTopics", "sendMessages") // 80
 * ```
 */
export const communityMask = (...permissions: ReadonlyArray<CommunityPermission>): number =>
  maskOf(communityPermissions, permissions)

/** The mask of what members may do in a topic. */
export const topicMask = (...permissions: ReadonlyArray<TopicPermission>): number =>
  maskOf(topicPermissions, permissions)

/** What a mask for a whole community allows. Bits without a name are left out. */
export const readCommunityMask = (mask: number | string): ReadonlyArray<CommunityPermission> =>
  namesOf(communityPermissions, mask) as ReadonlyArray<CommunityPermission>

/** What a mask for a topic allows. Bits without a name are left out. */
export const readTopicMask = (mask: number | string): ReadonlyArray<TopicPermission> =>
  namesOf(topicPermissions, mask) as ReadonlyArray<TopicPermission>
