/** The classes that the state of an app is made of. Their names stand in what was saved, so they stay as they are. */
import { Ring } from "../Ring.ts"
import { Accounts } from "./Accounts.ts"
import { Hours, Archive } from "./Archive.ts"
import { Blocklist, Blocklists } from "./Blocklists.ts"
import { ContactMarks } from "./ContactMarks.ts"
import { Message, Side, Conversation, Conversations } from "./Conversations.ts"
import { Extensions } from "./Extensions.ts"
import { Figures } from "./Figures.ts"
import { FollowLists, Follows } from "./Follows.ts"
import { FriendList, Friends } from "./Friends.ts"
import { Latest, GroupMessages, Broadcasts } from "./GroupMessages.ts"
import { Member, Group, Groups } from "./Groups.ts"
import { LiveRoom, LiveEngine } from "./LiveEngine.ts"
import { Audience, LiveRooms } from "./LiveRooms.ts"
import { MediaFiles } from "./MediaFiles.ts"
import { Moderation } from "./Moderation.ts"
import { Mutes } from "./Mutes.ts"
import { NewestFirst } from "./NewestFirst.ts"
import { Ordered, OfficialAccount, OfficialAccounts } from "./OfficialAccounts.ts"
import { PermissionGroup, PermissionGroups } from "./PermissionGroups.ts"
import { Task, Push } from "./Push.ts"
import { Audience as PushAudience } from "./PushAudience.ts"
import { Recent } from "./Recent.ts"
import { ContactList, RecentContacts } from "./RecentContacts.ts"
import { Robots } from "./Robots.ts"
import { MessageStream, Streams } from "./Streams.ts"
import { Timeline } from "./Timeline.ts"
import { Topic } from "./Topics.ts"

/** The classes by their names. */
export const classes = {
  Accounts,
  Archive,
  Audience,
  Blocklist,
  Blocklists,
  Broadcasts,
  ContactList,
  ContactMarks,
  Conversation,
  Conversations,
  Extensions,
  Figures,
  FollowLists,
  Follows,
  FriendList,
  Friends,
  Group,
  GroupMessages,
  Groups,
  Hours,
  Latest,
  LiveEngine,
  LiveRoom,
  LiveRooms,
  MediaFiles,
  Member,
  Message,
  MessageStream,
  Moderation,
  Mutes,
  NewestFirst,
  OfficialAccount,
  OfficialAccounts,
  Ordered,
  PermissionGroup,
  PermissionGroups,
  Push,
  PushAudience,
  Recent,
  RecentContacts,
  Ring,
  Robots,
  Side,
  Streams,
  Task,
  Timeline,
  Topic
} as const
