/** Every endpoint that the emulator answers. */
import { accountRoutes } from "./handlers/accounts.ts"
import { officialAccountRoutes } from "./handlers/officialAccounts.ts"
import { blocklistRoutes } from "./handlers/blocklists.ts"
import { conversationRoutes } from "./handlers/conversations.ts"
import { conversationMarkRoutes } from "./handlers/conversationMarks.ts"
import { followRoutes } from "./handlers/follows.ts"
import { friendReadRoutes } from "./handlers/friendReads.ts"
import { friendRoutes } from "./handlers/friends.ts"
import { moderationRoutes } from "./handlers/moderation.ts"
import { operationRoutes } from "./handlers/operations.ts"
import { groupRoutes } from "./handlers/groupRoutes.ts"
import { groupMessageMarkRoutes } from "./handlers/groupMessageMarks.ts"
import { groupMessageRoutes } from "./handlers/groupMessages.ts"
import { liveEngineRoutes } from "./handlers/liveEngine.ts"
import { liveEngineMemberRoutes } from "./handlers/liveEngineMembers.ts"
import { liveRoomRoutes } from "./handlers/liveRooms.ts"
import { messageRoutes } from "./handlers/messages.ts"
import { permissionGroupRoutes } from "./handlers/permissionGroups.ts"
import { topicPermissionRoutes } from "./handlers/topicPermissions.ts"
import { topicRoutes } from "./handlers/topics.ts"
import { profileRoutes } from "./handlers/profiles.ts"
import { pushRoutes } from "./handlers/push.ts"
import { robotRoutes } from "./handlers/robots.ts"
import type { Route } from "./Route.ts"

/** The routes of all domains. */
export const routes: ReadonlyArray<Route> = [
  ...accountRoutes,
  ...profileRoutes,
  ...conversationRoutes,
  ...conversationMarkRoutes,
  ...liveRoomRoutes,
  ...liveEngineRoutes,
  ...liveEngineMemberRoutes,
  ...pushRoutes,
  ...operationRoutes,
  ...moderationRoutes,
  ...robotRoutes,
  ...friendRoutes,
  ...friendReadRoutes,
  ...blocklistRoutes,
  ...followRoutes,
  ...officialAccountRoutes,
  ...groupRoutes,
  ...topicRoutes,
  ...permissionGroupRoutes,
  ...topicPermissionRoutes,
  ...messageRoutes,
  ...groupMessageRoutes,
  ...groupMessageMarkRoutes
]
