/** What the reference says about groups. */
import {
  clearGroupAttr,
  deleteGroupAttr,
  deleteGroupCounter,
  getGroupAttr,
  getGroupAttrLegacy,
  getGroupCounter,
  modifyGroupAttr,
  setGroupAttr,
  updateGroupCounter
} from "../api/groups/endpoints/attributes.ts"
import { importGroup, importGroupMember } from "../api/groups/endpoints/import.ts"
import {
  createGroup,
  destroyGroup,
  getAppidGroupList,
  getGroupInfo,
  getJoinedGroupList,
  modifyGroupBaseInfo
} from "../api/groups/endpoints/lifecycle.ts"
import {
  addGroupMember,
  changeGroupOwner,
  deleteGroupMember,
  getGroupMemberInfo,
  getRoleInGroup,
  getSpecifiedGroupMemberInfo,
  modifyGroupMemberInfo
} from "../api/groups/endpoints/members.ts"
import {
  banGroupMember,
  forbidSendMsg,
  getGroupBanMember,
  getGroupMutedAccount,
  getGroupShuttedUin,
  unbanGroupMember
} from "../api/groups/endpoints/restrictions.ts"
import { type Entry, entry } from "./Entry.ts"

/** The endpoints about groups. */
export const groupEntries: ReadonlyArray<Entry> = [
  entry(createGroup, {
    title: "Make a group",
    implementedBy: "groups.create",
    errors: [
      10002,
      10003,
      10004,
      10005,
      10006,
      10007,
      10008,
      10016,
      10021,
      10025,
      10036,
      10037,
      10038,
      10058,
      11000,
      80001
    ]
  }),
  entry(destroyGroup, {
    title: "End a group",
    implementedBy: "groups.destroy",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(getAppidGroupList, {
    title: "Read the ids of the app's groups, page by page",
    implementedBy: "groups.listAll",
    errors: [10002, 10004, 10007, 10018]
  }),
  entry(getJoinedGroupList, {
    title: "Read the groups that a user is in, page by page",
    implementedBy: "groups.listJoined",
    errors: [10002, 10003, 10004, 10018]
  }),
  entry(getGroupInfo, {
    title: "Read the profiles of up to 50 groups",
    implementedBy: "groups.getInfo",
    errors: [10002, 10003, 10004, 10007, 10010, 10015, 10018]
  }),
  entry(modifyGroupBaseInfo, {
    title: "Write parts of a group's profile",
    implementedBy: "groups.modifyInfo",
    errors: [10002, 10003, 10004, 10007, 10010, 10015, 10026, 80001]
  }),
  entry(getGroupMemberInfo, {
    title: "Read a group's members, page by page",
    implementedBy: "groups.listMembers",
    errors: [10002, 10003, 10004, 10007, 10010, 10015, 10018]
  }),
  entry(getSpecifiedGroupMemberInfo, {
    title: "Read named members of a group",
    implementedBy: "groups.getMembers",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(addGroupMember, {
    title: "Put users into a group",
    implementedBy: "groups.addMembers",
    errors: [10002, 10003, 10004, 10005, 10007, 10010, 10014, 10015, 10016, 10019, 10026, 10037]
  }),
  entry(deleteGroupMember, {
    title: "Take members out of a group",
    implementedBy: "groups.removeMembers",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(modifyGroupMemberInfo, {
    title: "Change a member's role, name card, settings or mute",
    implementedBy: "groups.modifyMember",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(getRoleInGroup, {
    title: "Tell what users are in a group",
    implementedBy: "groups.getRoles",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(changeGroupOwner, {
    title: "Make another member the owner",
    implementedBy: "groups.changeOwner",
    errors: [10002, 10004, 10007, 10010, 10015]
  }),
  entry(forbidSendMsg, {
    title: "Silence members for a time, or let them speak again",
    implementedBy: "groups.muteMembers",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(getGroupMutedAccount, {
    title: "Tell who is silenced in a group",
    implementedBy: "groups.listMuted",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(getGroupShuttedUin, {
    title: "Tell who is silenced in a group, by the older path",
    implementedBy: "groups.listShutted",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(banGroupMember, {
    title: "Put members out and keep them out for a time",
    implementedBy: "groups.banMembers",
    errors: [10002, 10003, 10004, 10005, 10007]
  }),
  entry(unbanGroupMember, {
    title: "Let banned users come back",
    implementedBy: "groups.unbanMembers",
    errors: [10002, 10003, 10004, 10005, 10007]
  }),
  entry(getGroupBanMember, {
    title: "Read who is banned, page by page",
    implementedBy: "groups.listBanned",
    errors: [10002, 10003, 10004, 10005, 10007]
  }),
  entry(importGroup, {
    title: "Bring a group over from elsewhere, with its own time",
    implementedBy: "groups.import",
    errors: [10002, 10003, 10004, 10007, 10021]
  }),
  entry(importGroupMember, {
    title: "Bring members over, with role and time of joining",
    implementedBy: "groups.importMembers",
    errors: [10002, 10003, 10004, 10005, 10006, 10007, 10010, 10015]
  }),
  entry(getGroupAttr, {
    title: "Read a group's attributes",
    implementedBy: "groups.getAttributes",
    errors: [10002, 10004, 10007, 10010, 10015]
  }),
  entry(getGroupAttrLegacy, {
    title: "Read a group's attributes, by the older path",
    implementedBy: "groups.getAttributesLegacy",
    errors: [10002, 10004, 10007, 10010, 10015]
  }),
  entry(setGroupAttr, {
    title: "Give a group these attributes and no others",
    implementedBy: "groups.setAttributes",
    errors: [10002, 10004, 10007, 10010, 10015, 10045, 10046, 10047, 10048, 10049]
  }),
  entry(modifyGroupAttr, {
    title: "Write some attributes of a group; the others stay",
    implementedBy: "groups.modifyAttributes",
    errors: [10002, 10004, 10007, 10010, 10015, 10045, 10046, 10047, 10048, 10049]
  }),
  entry(deleteGroupAttr, {
    title: "Remove some attributes of a group",
    implementedBy: "groups.deleteAttributes",
    errors: [10002, 10004, 10007, 10010, 10015, 10045, 10049, 10050]
  }),
  entry(clearGroupAttr, {
    title: "Remove every attribute of a group",
    implementedBy: "groups.clearAttributes",
    errors: [10002, 10004, 10007, 10010, 10015, 10045, 10046, 10047, 10048, 10049]
  }),
  entry(getGroupCounter, {
    title: "Read a group's counters",
    implementedBy: "groups.getCounters",
    errors: [10002, 10004, 10007, 10010, 10015, 10059]
  }),
  entry(updateGroupCounter, {
    title: "Set counters of a group, or count up or down",
    implementedBy: "groups.updateCounters",
    errors: [10002, 10004, 10007, 10010, 10015, 10059, 10063]
  }),
  entry(deleteGroupCounter, {
    title: "Remove counters of a group",
    implementedBy: "groups.deleteCounters",
    errors: [10002, 10004, 10007, 10010, 10015, 10059]
  })
]
