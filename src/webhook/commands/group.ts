/** The commands about groups and their members. */
import * as wire from "../../endpoint/wire.ts"
import { butFor, yesOrNo } from "../answers.ts"
import { command } from "../Command.ts"
import { changedTexts, customFields, group, groupCodes, groupType, members } from "./groupShapes.ts"

export const dailyGroupQuotaAlarm = /* @__PURE__ */ command("Group.CallbackOnDailyGroupQuotaAlarm", {
  title: "The groups of the day come near the limit",
  family: "group",
  docs: "https://trtc.io/document/57455",
  body: () => ({
    /** The net growth in groups of the day. */
    QuotaUsed: wire.integer,
    /** The limit of a day. */
    Quota: wire.integer
  })
})

export const beforeCreateGroup = /* @__PURE__ */ command("Group.CallbackBeforeCreateGroup", {
  title: "Before a group is made",
  family: "group",
  docs: "https://trtc.io/document/34368",
  body: () => ({
    /** Who wants to make it. */
    Operator_Account: wire.string,
    Owner_Account: wire.string,
    /** `Private` is Work on clients, `ChatRoom` is Meeting; `Live` is a room of the live product. */
    Type: groupType(),
    Name: wire.string,
    /** How many groups of this type the user has made. Missing in newer versions. */
    CreateGroupNum: wire.optional(wire.integer),
    /** How many groups the user has made, by type. Not documented, seen in one SDK. */
    CreatedGroupNum: wire.optional(wire.record(wire.integer)),
    /** Who may invite. Not documented, seen in one SDK. */
    InviteOption: wire.optional(wire.openEnum("FreeAccess", "NeedPermission", "DisableInvite")),
    /** The first members. */
    MemberList: wire.optional(members())
  }),
  answer: yesOrNo(groupCodes)
})

export const afterCreateGroup = /* @__PURE__ */ command("Group.CallbackAfterCreateGroup", {
  title: "A group was made",
  family: "group",
  docs: "https://trtc.io/document/34369",
  body: () => ({
    ...group(),
    /** Who made it. */
    Operator_Account: wire.string,
    Owner_Account: wire.string,
    Name: wire.string,
    /** The first members. */
    MemberList: wire.optional(members()),
    ...customFields()
  })
})

export const beforeApplyJoin = /* @__PURE__ */ command("Group.CallbackBeforeApplyJoinGroup", {
  title: "Before a user asks to join a group",
  family: "group",
  docs: "https://trtc.io/document/34370",
  body: () => ({
    ...group(),
    /** Who wants to join. Spelled so by the service. */
    Requestor_Account: wire.string
  }),
  answer: yesOrNo(groupCodes)
})

export const beforeInviteJoin = /* @__PURE__ */ command("Group.CallbackBeforeInviteJoinGroup", {
  title: "Before users are added to a group",
  family: "group",
  docs: "https://trtc.io/document/34371",
  body: () => ({
    ...group(),
    /** Who wants to add them. */
    Operator_Account: wire.string,
    DestinationMembers: members()
  }),
  answer: butFor("RefusedMembers_Account", groupCodes)
})

export const memberJoined = /* @__PURE__ */ command("Group.CallbackAfterNewMemberJoin", {
  title: "Users joined a group",
  family: "group",
  docs: "https://trtc.io/document/34372",
  body: () => ({
    ...group(),
    /** `Apply` by their own wish, `Invited` by somebody else. */
    JoinType: wire.openEnum("Apply", "Invited"),
    Operator_Account: wire.string,
    NewMemberList: members()
  })
})

export const memberLeft = /* @__PURE__ */ command("Group.CallbackAfterMemberExit", {
  title: "Members left a group, or were removed",
  family: "group",
  docs: "https://trtc.io/document/34373",
  body: () => ({
    ...group(),
    ExitType: wire.openEnum("Kicked", "Quit"),
    /** Who removed them; with `Quit` the one who leaves. */
    Operator_Account: wire.string,
    ExitMemberList: members()
  })
})

export const groupFull = /* @__PURE__ */ command("Group.CallbackAfterGroupFull", {
  title: "A group is full",
  family: "group",
  docs: "https://trtc.io/document/34376",
  body: () => ({
    GroupId: wire.string
  })
})

export const groupDestroyed = /* @__PURE__ */ command("Group.CallbackAfterGroupDestroyed", {
  title: "A group was dissolved",
  family: "group",
  docs: "https://trtc.io/document/34377",
  body: () => ({
    ...group(),
    Owner_Account: wire.string,
    Name: wire.string,
    /** Missing for communities. */
    MemberList: wire.optional(members())
  })
})

export const groupInfoChanged = /* @__PURE__ */ command("Group.CallbackAfterGroupInfoChanged", {
  title: "The name, introduction, notice or avatar of a group changed",
  family: "group",
  docs: "https://trtc.io/document/34378",
  body: () => ({
    ...group(),
    /** Who changed it. */
    Operator_Account: wire.string,
    ...changedTexts()
  })
})

export const liveMemberStateChanged = /* @__PURE__ */ command("Group.CallbackOnMemberStateChange", {
  title: "Members of an AVChatRoom went online or offline",
  family: "group",
  docs: "https://trtc.io/document/48734",
  body: () => ({
    GroupId: wire.string,
    /** `AVChatRoom`. Missing in newer versions. */
    Type: wire.optional(groupType()),
    EventType: wire.openEnum("Online", "Offline"),
    /** `Join` is a member's first device, `Quit` the last one. */
    EventCause: wire.optional(wire.openEnum("HeartbeatInterrupt", "HeartbeatRecover", "Join", "Quit")),
    MemberList: members()
  })
})

export const memberFieldChanged = /* @__PURE__ */ command("Group.CallbackAfterMemberFieldChanged", {
  title: "The role or the name card of a member changed",
  family: "group",
  docs: "https://trtc.io/document/60393",
  body: () => ({
    ...group(),
    /** Who changed it. */
    Operator_Account: wire.string,
    /** The member. Some versions may say `Modified_Account`. */
    Member_Account: wire.optional(wire.string),
    /** The member, where `Member_Account` is missing. */
    Modified_Account: wire.optional(wire.string),
    /** The new role. Missing where it stays. */
    Role: wire.optional(wire.openEnum("Admin", "Member")),
    /** The new name within the group. Missing where it stays. */
    NameCard: wire.optional(wire.string)
  })
})

export const groupAttrChanged = /* @__PURE__ */ command("Group.CallbackAfterGroupAttrChanged", {
  title: "The attributes of a group changed",
  family: "group",
  docs: "https://trtc.io/document/60394",
  body: () => ({
    ...group(),
    /** Who changed them. */
    Operator_Account: wire.string,
    /** `set` replaces all attributes, `modify` only those that are named. */
    OptionType: wire.openEnum("set", "modify", "clear", "delete"),
    /** `key` and `value` are in lower case, other than in most lists. */
    GroupAttr: wire.optional(wire.list(wire.object({ key: wire.string, value: wire.string })))
  })
})

export const groupOwnerChanged = /* @__PURE__ */ command("Group.CallbackAfterChangeGroupOwner", {
  title: "A group got a new owner",
  family: "group",
  docs: "https://trtc.io/document/60396",
  body: () => ({
    ...group(),
    /** Who handed it over. */
    Operator_Account: wire.string,
    OldOwner_Account: wire.string,
    NewOwner_Account: wire.string
  })
})

/** All of them. */
export const groupCommands = [
  dailyGroupQuotaAlarm,
  beforeCreateGroup,
  afterCreateGroup,
  beforeApplyJoin,
  beforeInviteJoin,
  memberJoined,
  memberLeft,
  groupFull,
  groupDestroyed,
  groupInfoChanged,
  liveMemberStateChanged,
  memberFieldChanged,
  groupAttrChanged,
  groupOwnerChanged
] as const
