/**
 * Fluent builders for what people compose by hand. Each step returns a new value, so a half-made builder can be shared
 * as a template. They need nothing at run time, Effect included.
 *
 * @module
 */
export { Attributes, attributes } from "./attributes.ts"
export {
  BatchMessage,
  type BatchRequest,
  DirectMessage,
  type DirectRequest,
  GroupMessage,
  type GroupRequest,
  MessageDraft,
  msg
} from "./msg.ts"
export { Friend, friend, type FriendImportItem, type FriendItem, KnownFriend } from "./friend.ts"
export { OfflinePush, push, type PushInput } from "./push.ts"
export {
  AllMemberMessage,
  allMemberPush,
  type AllMemberPushRequest,
  AttrsOf,
  type BodyInput,
  type ConditionInput,
  type ConditionStart,
  PushBatch,
  type PushBatchRequest,
  pushCondition,
  PushMessage,
  pushMessage,
  type PushRequest,
  TagsOf
} from "./pushMessage.ts"
export { group } from "./group.ts"
export type {
  ApplySteps,
  FirstMemberOptions,
  GroupBuilder,
  GroupSteps,
  InviteSteps,
  MemberSteps,
  TopicSteps
} from "./group.ts"
export { topic } from "./topic.ts"
export type { TopicBuilder, TopicStepsOf } from "./topic.ts"
export { profile } from "./profile.ts"
export type { ProfileBase, ProfileBuilder, ProfileFactory, ProfileItem } from "./profile.ts"
export { customTag, liveTags, type ProfileTag, profileTags, standardTags } from "../src/api/profiles/tags.ts"
