/** Every endpoint, by domain. */
import { accountEntries } from "./accounts.ts"
import { allMemberPushEntries } from "./allMemberPush.ts"
import { blocklistEntries } from "./blocklists.ts"
import { conversationEntries } from "./conversations.ts"
import { followEntries } from "./follows.ts"
import { friendEntries } from "./friends.ts"
import { groupMessageEntries } from "./groupMessages.ts"
import { groupEntries } from "./groups.ts"
import { liveEngineEntries } from "./liveEngine.ts"
import { liveRoomEntries } from "./liveRooms.ts"
import { messageEntries } from "./messages.ts"
import { moderationEntries } from "./moderation.ts"
import { officialAccountEntries } from "./officialAccounts.ts"
import { operationEntries } from "./operations.ts"
import { permissionGroupEntries } from "./permissionGroups.ts"
import { profileEntries } from "./profiles.ts"
import { pushEntries } from "./push.ts"
import { robotEntries } from "./robots.ts"
import { topicEntries } from "./topics.ts"
import type { Domain } from "./Entry.ts"

/** The domains, in the order of the reference. */
export const domains: ReadonlyArray<Domain> = [
  { title: "Accounts", entries: accountEntries },
  { title: "Profiles", entries: profileEntries },
  { title: "Friends", entries: friendEntries },
  { title: "Blocklists", entries: blocklistEntries },
  { title: "Follows", entries: followEntries },
  { title: "Messages", entries: messageEntries },
  { title: "Conversations", entries: conversationEntries },
  { title: "Groups", entries: groupEntries },
  { title: "Group messages", entries: groupMessageEntries },
  { title: "Topics", entries: topicEntries },
  { title: "Permission groups", entries: permissionGroupEntries },
  { title: "Live groups (AVChatRoom)", entries: liveRoomEntries },
  { title: "Live rooms (live engine)", entries: liveEngineEntries },
  { title: "Official accounts", entries: officialAccountEntries },
  { title: "Robots", entries: robotEntries },
  { title: "Push", entries: pushEntries },
  { title: "Push, the older generation", entries: allMemberPushEntries },
  { title: "Operations", entries: operationEntries },
  { title: "Moderation", entries: moderationEntries }
]
