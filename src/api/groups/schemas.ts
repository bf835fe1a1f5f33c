/** What the endpoints about groups share: types, profiles, members, custom fields. */
import * as wire from "../../endpoint/wire.ts"

/**
 * What a group is: `Private` (the client's Work), `Public`, `ChatRoom` (the client's Meeting), `AVChatRoom` for live
 * streaming, `Community`.
 */
/* @__NO_SIDE_EFFECTS__ */
export function groupType(): wire.Wire<"Private" | "Public" | "ChatRoom" | "AVChatRoom" | "Community"> {
  return wire.oneOf("Private", "Public", "ChatRoom", "AVChatRoom", "Community")
}

/** What becomes of those who apply. */
/* @__NO_SIDE_EFFECTS__ */
export function applyJoinOption(): wire.Wire<"FreeAccess" | "NeedPermission" | "DisableApply"> {
  return wire.oneOf("FreeAccess", "NeedPermission", "DisableApply")
}

/** Who may invite. */
/* @__NO_SIDE_EFFECTS__ */
export function inviteJoinOption(): wire.Wire<"FreeAccess" | "NeedPermission" | "DisableInvite"> {
  return wire.oneOf("FreeAccess", "NeedPermission", "DisableInvite")
}

/** Which messages of a group reach a member, and how. */
/* @__NO_SIDE_EFFECTS__ */
export function msgFlag(): wire.Wire<"AcceptAndNotify" | "AcceptNotNotify" | "Discard" | "AcceptNotNotifyExceptAt"> {
  return wire.oneOf("AcceptAndNotify", "AcceptNotNotify", "Discard", "AcceptNotNotifyExceptAt")
}

/** `On` or `Off`. */
/* @__NO_SIDE_EFFECTS__ */
export function onOff(): wire.Wire<"On" | "Off"> {
  return wire.oneOf("On", "Off")
}

/** The key of a custom field: 1 to 16 bytes. */
const customKey = () => wire.text({ minBytes: 1, maxBytes: 16 })

/**
 * A group's custom fields, at most 10 keys an app; values of at most 512 bytes. Keys are configured in the console
 * first.
 */
export const groupCustomFields = () =>
  wire.list(wire.object({ Key: customKey(), Value: wire.text({ maxBytes: 512 }) }), { max: 10 })

/**
 * A member's custom fields, at most 5 keys an app; values of at most 64 bytes. Keys are configured in the console
 * first.
 */
export const memberCustomFields = () =>
  wire.list(wire.object({ Key: customKey(), Value: wire.text({ maxBytes: 64 }) }), { max: 5 })

/** Custom fields as they are answered. */
const readCustomFields = () => wire.list(wire.object({ Key: wire.string, Value: wire.json }))

/** The texts that introduce a group, limited in UTF-8 bytes. */
export const groupTexts = () => ({
  /** At most 400 bytes. */
  Introduction: wire.optional(wire.text({ maxBytes: 400 })),
  /** At most 400 bytes. */
  Notification: wire.optional(wire.text({ maxBytes: 400 })),
  /** The address of an avatar, at most 500 bytes. */
  FaceUrl: wire.optional(wire.text({ maxBytes: 500 }))
})

/** The name of a group, at most 100 bytes. */
export const groupName = () => wire.text({ minBytes: 1, maxBytes: 100 })

/** The mask of a community's default permission: 64 bits, of which only low ones have a meaning. */
export const permissionMask = () => wire.between(0, Number.MAX_SAFE_INTEGER)

/** The role of a member. */
export const readRole = () => wire.openEnum("Owner", "Admin", "Member")

const readMsgFlag = () => wire.openEnum("AcceptAndNotify", "AcceptNotNotify", "Discard", "AcceptNotNotifyExceptAt")

/** A profile of a group, of which every field may be missing. */
export const groupBaseInfo = () => ({
  Type: wire.optional(wire.openEnum("Private", "Public", "ChatRoom", "AVChatRoom", "Community")),
  Name: wire.optional(wire.string),
  Introduction: wire.optional(wire.string),
  Notification: wire.optional(wire.string),
  FaceUrl: wire.optional(wire.string),
  /** Empty where the group has no owner. */
  Owner_Account: wire.optional(wire.string),
  /** Seconds since 1970. */
  CreateTime: wire.optional(wire.integer),
  /** Grows by one at every change of the profile. */
  InfoSeq: wire.optional(wire.integer),
  /** When the profile last changed, in seconds since 1970. */
  LastInfoTime: wire.optional(wire.integer),
  /** When the last message was sent, in seconds since 1970; 0 for never. */
  LastMsgTime: wire.optional(wire.integer),
  /** The number that the next message will get. Starts at 1. */
  NextMsgSeq: wire.optional(wire.integer),
  MemberNum: wire.optional(wire.integer),
  MaxMemberNum: wire.optional(wire.integer),
  ApplyJoinOption: wire.optional(wire.openEnum("FreeAccess", "NeedPermission", "DisableApply")),
  InviteJoinOption: wire.optional(wire.openEnum("FreeAccess", "NeedPermission", "DisableInvite")),
  /** Whether only the owner, admins and the app's administrators may speak. Older answers say `ShutUpAllMember`. */
  MuteAllMember: wire.optional(wire.openEnum("On", "Off")),
  ShutUpAllMember: wire.optional(wire.openEnum("On", "Off"))
})

/** A member as it is answered, of which every field but the account may be missing. */
export const memberInfo = () => ({
  Member_Account: wire.string,
  /** Compare it without blanks at the end, which some answers have. */
  Role: wire.optional(readRole()),
  /** Seconds since 1970. */
  JoinTime: wire.optional(wire.integer),
  /** The number of the last message that the member has read. */
  MsgSeq: wire.optional(wire.integer),
  MsgFlag: wire.optional(readMsgFlag()),
  /** When the member last said something, in seconds since 1970; 0 for never. */
  LastSendMsgTime: wire.optional(wire.integer),
  /** When the mute ends, in seconds since 1970; 0 for none. Older answers say `ShutUpUntil`. */
  MuteUntil: wire.optional(wire.integer),
  ShutUpUntil: wire.optional(wire.integer),
  /** The member's name within the group. */
  NameCard: wire.optional(wire.string),
  /** Only where the app has the feature switched on. */
  OnlineStatus: wire.optional(wire.string),
  AppMemberDefinedData: wire.optional(readCustomFields())
})

/** A group as `get_group_info` answers it. */
export const groupInfo = () => ({
  GroupId: wire.string,
  /** 0, or why there is nothing more about this group. */
  ErrorCode: wire.optional(wire.integer),
  ErrorInfo: wire.optional(wire.string),
  ...groupBaseInfo(),
  Appid: wire.optional(wire.integer),
  /** Communities: 1 for one that holds topics. */
  SupportTopic: wire.optional(wire.integer),
  /** Communities with topics: 1 where permission groups decide instead of roles. */
  EnablePermission: wire.optional(wire.integer),
  /** Communities with topics: the mask of what every member may do. */
  DefaultPermission: wire.optional(wire.integer64()),
  AppDefinedData: wire.optional(readCustomFields()),
  MemberList: wire.optional(wire.list(wire.object(memberInfo())))
})

/** The user's own side of a group. */
export const selfInfo = () => ({
  Role: wire.optional(readRole()),
  /** Seconds since 1970. */
  JoinTime: wire.optional(wire.integer),
  MsgFlag: wire.optional(readMsgFlag()),
  /** The number of the last message that the user has read. */
  MsgSeq: wire.optional(wire.integer),
  NameCard: wire.optional(wire.string),
  /** Communities with topics: the read numbers of all topics, summed up. */
  GrossTopicReadSeq: wire.optional(wire.integer)
})

/** Names of group fields to answer. The service may know more than these. */
export const groupBaseInfoFilter = () =>
  wire.list(wire.openEnum(
    "Type",
    "Name",
    "Introduction",
    "Notification",
    "FaceUrl",
    "Owner_Account",
    "CreateTime",
    "InfoSeq",
    "LastInfoTime",
    "LastMsgTime",
    "NextMsgSeq",
    "MemberNum",
    "MaxMemberNum",
    "ApplyJoinOption",
    "InviteJoinOption",
    "MuteAllMember",
    "Appid",
    "SupportTopic",
    "EnablePermission",
    "DefaultPermission"
  ))

/** Names of member fields to answer. The account is answered anyway. The service may know more than these. */
export const memberInfoFilter = () =>
  wire.list(wire.openEnum(
    "Role",
    "JoinTime",
    "MsgSeq",
    "MsgFlag",
    "LastSendMsgTime",
    "MuteUntil",
    "NameCard",
    "OnlineStatus",
    "Account",
    "Member_Account"
  ))

/** Keys of custom fields to answer. */
export const customKeys = () => wire.list(wire.string)

/** Accounts of members: up to `max` of them. */
export const members = (max: number) => wire.list(wire.userId(), { min: 1, max })
