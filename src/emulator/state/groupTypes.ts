/** What differs between the types of groups. */
import type { AppOptions } from "./App.ts"
import type { Group, GroupType, MsgFlag } from "./Groups.ts"

/** How groups of one type behave. */
export interface GroupTypeRules {
  /** Whether members are stored at all. */
  readonly storesMembers: boolean
  readonly applyJoin: Group["applyJoinOption"]
  /** Whether how one applies can be chosen. */
  readonly applyJoinSettable: boolean
  readonly inviteJoin: Group["inviteJoinOption"]
  readonly inviteJoinSettable: boolean
  readonly admins: boolean
  readonly mutes: boolean
  readonly msgFlag: MsgFlag
  readonly historyBeforeJoin: boolean
  readonly attributesClearable: boolean
  readonly counters: boolean
}

const ordinary = {
  storesMembers: true,
  applyJoin: "FreeAccess",
  applyJoinSettable: false,
  inviteJoin: "DisableInvite",
  inviteJoinSettable: true,
  admins: true,
  mutes: true,
  msgFlag: "AcceptAndNotify",
  historyBeforeJoin: false,
  attributesClearable: true,
  counters: true
} as const

/** The types of groups. */
export const groupTypes: { readonly [Type in GroupType]: GroupTypeRules } = {
  Private: { ...ordinary, applyJoin: "DisableApply", inviteJoin: "FreeAccess", admins: false, mutes: false },
  Public: { ...ordinary, applyJoin: "NeedPermission", applyJoinSettable: true },
  ChatRoom: { ...ordinary, msgFlag: "AcceptNotNotify" },
  AVChatRoom: { ...ordinary, storesMembers: false, inviteJoinSettable: false, msgFlag: "AcceptNotNotify" },
  Community: {
    ...ordinary,
    inviteJoin: "FreeAccess",
    inviteJoinSettable: false,
    historyBeforeJoin: true,
    attributesClearable: false,
    counters: false
  }
}

type Edition = AppOptions["edition"]

/** How many groups a user may be in. */
export const joinedGroupsPerUser: { readonly [E in Edition]: number } = { trial: 50, standard: 500, premium: 3000 }

/** How many live-streaming groups an app may have. */
export const avChatRooms: { readonly [E in Edition]: number } = { trial: 10, standard: 50, premium: Infinity }

/** How many groups an app may have. */
export const groupsPerApp: { readonly [E in Edition]: number } = { trial: 100, standard: Infinity, premium: Infinity }

const ordinaryMembers: { readonly [E in Edition]: { readonly usual: number; readonly most: number } } = {
  trial: { usual: 20, most: 20 },
  standard: { usual: 200, most: 2000 },
  premium: { usual: 2000, most: 6000 }
}

/** How many members a group takes: when nothing is said, and at most. 0 for no limit. */
export const memberLimits = (type: GroupType, edition: Edition): { readonly usual: number; readonly most: number } =>
  type === "AVChatRoom"
    ? { usual: 0, most: 0 }
    : type === "Community"
    ? { usual: 100_000, most: 1_000_000 }
    : ordinaryMembers[edition]
