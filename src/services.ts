/** Every service, by the name it has on a connection. This list is the only one. */
import { Accounts } from "./api/accounts/Accounts.ts"
import { OfficialAccounts } from "./api/officialAccounts/OfficialAccounts.ts"
import { Blocklists } from "./api/friends/Blocklists.ts"
import { Follows } from "./api/friends/Follows.ts"
import { Conversations } from "./api/conversations/Conversations.ts"
import { Friends } from "./api/friends/Friends.ts"
import { Moderation } from "./api/operations/Moderation.ts"
import { Operations } from "./api/operations/Operations.ts"
import { Messages } from "./api/messages/Messages.ts"
import { GroupMessages } from "./api/groupMessages/GroupMessages.ts"
import { Groups } from "./api/groups/Groups.ts"
import { LiveEngine } from "./api/live/LiveEngine.ts"
import { LiveRooms } from "./api/live/LiveRooms.ts"
import { PermissionGroups } from "./api/communities/PermissionGroups.ts"
import { Topics } from "./api/communities/Topics.ts"
import { Profiles } from "./api/profiles/Profiles.ts"
import { AllMemberPush } from "./api/push/AllMemberPush.ts"
import { Push } from "./api/push/Push.ts"
import { Robots } from "./api/robots/Robots.ts"

/** The services by name. */
export const services = {
  accounts: Accounts,
  officialAccounts: OfficialAccounts,
  friends: Friends,
  blocklists: Blocklists,
  follows: Follows,
  moderation: Moderation,
  operations: Operations,
  robots: Robots,
  profiles: Profiles,
  conversations: Conversations,
  liveRooms: LiveRooms,
  liveEngine: LiveEngine,
  push: Push,
  allMemberPush: AllMemberPush,
  groups: Groups,
  topics: Topics,
  permissionGroups: PermissionGroups,
  messages: Messages,
  groupMessages: GroupMessages
} as const

/** All services, as what an effect may need. */
export type Services = InstanceType<(typeof services)[keyof typeof services]>
