/**
 * timkit: the server side of Tencent Cloud Chat (Tencent IM).
 *
 * This is the front door. What is here runs anywhere that has `fetch`; heavier things have doors of their own, such as
 * `timkit/emulator` and `timkit/usersig/official`.
 *
 * @module
 */

// Without Effect: one connection, promises.
export { connect, type Connection } from "./src/connect.ts"
export {
  type CallOptions,
  type ConnectionBase,
  type ConnectionOf,
  type ConnectOptions,
  connectWith,
  type Promised,
  type PromisedMethod,
  type ServiceClasses
} from "./src/connection.ts"

// With Effect: a client, a service for each domain, and all of them at once.
export * as Tim from "./src/Tim.ts"
export type { Services } from "./src/services.ts"
export type { Answer } from "./src/endpoint/opened.ts"
export { CurrentCallLimits } from "./src/endpoint/call.ts"
export { type RawCallOptions, type TimClientService } from "./src/endpoint/client.ts"
export { TimClient } from "./src/endpoint/TimClient.ts"
export { callTelemetry } from "./src/endpoint/metrics.ts"
export { type AccountToImport, Accounts, type AccountsService, type OnlineStatus } from "./src/api/accounts/Accounts.ts"
export {
  type GroupMessageExtensionToSet,
  type GroupMessageOptions,
  GroupMessages,
  type GroupMessagesService,
  type GroupMessageToImport,
  type GroupReceipt,
  type ImportedGroupMessage,
  wasDropped
} from "./src/api/groupMessages/GroupMessages.ts"
export { elementsOf, type GroupHistoryMessage, type GroupMessageExtension } from "./src/api/groupMessages/pages.ts"
export {
  type ExtensionOwner,
  type ExtensionToSet,
  type HistoryMessage,
  type HistoryPage,
  type MessageExtension,
  Messages,
  type MessagesService,
  type SentTo,
  type StreamContent,
  type UnreadCount
} from "./src/api/messages/Messages.ts"
export {
  type ElementContent,
  type ElementType,
  isElement,
  type MessageElement,
  textOf,
  type UnknownElement
} from "./src/api/messages/elements.ts"
export type {
  AndroidInfo,
  ApnsInfo,
  HarmonyInfo,
  LiveActivity,
  OfflinePushInfo
} from "./src/api/messages/offlinePush.ts"
export { Groups } from "./src/api/groups/Groups.ts"
export type {
  AddedMember,
  BannedMember,
  GroupAttributes,
  GroupInfo,
  GroupInfoFilter,
  GroupsService,
  GroupType,
  JoinedGroup,
  MemberInfo,
  MemberToImport,
  MutedMember,
  RoleInGroup
} from "./src/api/groups/GroupsService.ts"
export { isCommunityId, type PrefixedGroupId, prefixedGroupId } from "./src/api/groups/groupId.ts"
export {
  type ProfileField,
  type ProfileItems,
  Profiles,
  type ProfilesService,
  type ReadProfile,
  readProfile
} from "./src/api/profiles/Profiles.ts"
export {
  type ChangedConversationGroup,
  type ConversationGroup,
  type ConversationPage,
  Conversations,
  type ConversationsService,
  type ListedConversation,
  type MarkChange,
  type MarkedConversation,
  standardMarks
} from "./src/api/conversations/Conversations.ts"
export {
  type Contact,
  type ContactItem,
  groupContact,
  type GroupContact,
  userContact,
  type UserContact
} from "./src/api/conversations/contacts.ts"
export { type TopicField, type TopicInfo, Topics, type TopicsService } from "./src/api/communities/Topics.ts"
export {
  type AllowedInTopic,
  type ChangedPermissionGroupMember,
  type PermissionGroupInfo,
  type PermissionGroupMember,
  PermissionGroups,
  type PermissionGroupsService,
  type TopicMasks
} from "./src/api/communities/PermissionGroups.ts"
export {
  communityMask,
  type CommunityPermission,
  communityPermissions,
  readCommunityMask,
  readTopicMask,
  topicMask,
  type TopicPermission,
  topicPermissions
} from "./src/api/communities/permissions.ts"
export { topicIdOf } from "./src/api/communities/ids.ts"
export { LiveRooms, type LiveRoomsService, type MarkedMember, type OnlineMember } from "./src/api/live/LiveRooms.ts"
export {
  type ListedLiveRoom,
  LiveEngine,
  type LiveEngineService,
  type LiveRoomBan,
  type LiveRoomChanges,
  type LiveRoomInfo,
  type LiveRoomOptions
} from "./src/api/live/LiveEngine.ts"
export { AllMemberPush, type AllMemberPushService } from "./src/api/push/AllMemberPush.ts"
export {
  type AttrValues,
  Push,
  type PushedTo,
  type PushService,
  type TaskLoss,
  type TaskStatistics,
  type UserAttrNames,
  type UserAttrs,
  type UserTags
} from "./src/api/push/Push.ts"
export type { AttrCondition, MemberPushCondition, PushCondition, TagCondition } from "./src/api/push/shapes.ts"
export type { EachUser, EachUserVerb } from "./src/api/push/eachUser.ts"
export {
  type FigureName,
  type FileLink,
  type GlobalMute,
  muteForever,
  type NetType,
  Operations,
  type OperationsService
} from "./src/api/operations/Operations.ts"
export { beijingHour } from "./src/api/operations/beijing.ts"
export {
  type CloudKeyword,
  type ContentToJudge,
  type KeywordLibrary,
  type KeywordToAdd,
  type LocalKeyword,
  type LocalKeywordToAdd,
  Moderation,
  type ModerationService,
  type PageOptions,
  type Verdict
} from "./src/api/operations/Moderation.ts"
export { Robots, type RobotsService, type StreamPiece } from "./src/api/robots/Robots.ts"
export {
  type FriendChange,
  type FriendRelation,
  Friends,
  type FriendsService,
  type FriendToAdd,
  type FriendToImport,
  type ReadFriend,
  type ReadFriendWithProfile
} from "./src/api/friends/Friends.ts"
export { type FriendData, readFriend } from "./src/api/friends/tags.ts"
export {
  type BlockedUser,
  Blocklists,
  type BlocklistsService,
  type BlockRelation
} from "./src/api/friends/Blocklists.ts"
export {
  type FollowCounts,
  type FollowRelation,
  Follows,
  type FollowsService,
  type FollowUser
} from "./src/api/friends/Follows.ts"
export {
  type ChangedSubscriber,
  type OfficialAccountField,
  type OfficialAccountInfo,
  type OfficialAccountMessage,
  OfficialAccounts,
  type OfficialAccountsService,
  type SubscribedOfficialAccount,
  type Subscriber
} from "./src/api/officialAccounts/OfficialAccounts.ts"

export { encodeData, readData, type RoomData } from "./src/api/messages/data.ts"

// Builders.
export * from "./builders/mod.ts"

// Configuration.
export { configFromEnvironment, makeConfig, type TimConfig, type TimOptions } from "./src/endpoint/Config.ts"
export { fallbackRegions, type Region, regions } from "./src/endpoint/region.ts"
export { type CallLimits, defaultLimits } from "./src/endpoint/retry.ts"
export { CurrentRateLimiter, makeRateLimiter, type RateLimiter, unlimited } from "./src/endpoint/RateLimiter.ts"
export {
  CurrentTransport,
  type Fetch,
  type FetchedResponse,
  layerFetch,
  makeFetchTransport,
  type Posted,
  type Receiver,
  type Transport,
  TransportFailure,
  type TransportRequest,
  type TransportResponse
} from "./src/endpoint/Transport.ts"

// Endpoints as values.
export {
  type BodyOf,
  type Built,
  type Endpoint,
  type Envelope,
  type Input,
  type Repeatability,
  type RequestOf,
  type ResponseOf
} from "./src/endpoint/Endpoint.ts"
export { type BodyVerb, type BodyVerbOf, type Verb, type VerbOf } from "./src/endpoint/verb.ts"

// Failures.
export {
  AnswerInvalid,
  type Applied,
  catchCode,
  ConfigInvalid,
  isRefusedWith,
  type Issue,
  NotReached,
  PartlyFailed,
  type Reason,
  Refused,
  RequestInvalid,
  TimError
} from "./src/errors/TimError.ts"
export { ErrorCode, type ErrorName } from "./src/errors/ErrorCode.ts"
export { type Explain, type ExplainLater, type Explanation, ErrorExplainer } from "./src/errors/explain.ts"
export { type RetryClass, retryClassOf } from "./src/errors/retryClass.ts"
export { type BatchResult, type FailedItem, failOnPartial, isWorthRetrying } from "./src/endpoint/batch.ts"
