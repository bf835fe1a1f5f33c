/** What the reference says about permission groups. */
import {
  addPermissionGroupMember,
  createPermissionGroup,
  deletePermissionGroupMember,
  destroyPermissionGroup,
  getPermissionGroup,
  getPermissionGroupMemberList,
  modifyPermissionGroup
} from "../api/communities/permissionGroupEndpoints.ts"
import {
  addTopicPermissionGroup,
  deleteTopicPermissionGroup,
  getTopicPermissionGroup,
  setTopicPermissionGroup
} from "../api/communities/topicPermissionEndpoints.ts"
import { type Entry, entry } from "./Entry.ts"

/** The endpoints about permission groups. */
export const permissionGroupEntries: ReadonlyArray<Entry> = [
  entry(createPermissionGroup, {
    title: "Make a permission group in a community",
    implementedBy: "permissionGroups.create",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(destroyPermissionGroup, {
    title: "Remove permission groups",
    implementedBy: "permissionGroups.destroy",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(modifyPermissionGroup, {
    title: "Write parts of a permission group",
    implementedBy: "permissionGroups.modify",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(getPermissionGroup, {
    title: "Read a community's permission groups",
    implementedBy: "permissionGroups.list",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(addPermissionGroupMember, {
    title: "Put members into a permission group",
    implementedBy: "permissionGroups.addMembers",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(deletePermissionGroupMember, {
    title: "Take members out of a permission group",
    implementedBy: "permissionGroups.removeMembers",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(getPermissionGroupMemberList, {
    title: "Read who is in a permission group, page by page",
    implementedBy: "permissionGroups.listMembers",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(addTopicPermissionGroup, {
    title: "Let a permission group act in topics",
    implementedBy: "permissionGroups.addTopics",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(setTopicPermissionGroup, {
    title: "Change what a permission group may do in topics",
    implementedBy: "permissionGroups.modifyTopics",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(deleteTopicPermissionGroup, {
    title: "Let a permission group act in topics no more",
    implementedBy: "permissionGroups.removeTopics",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(getTopicPermissionGroup, {
    title: "Read what a permission group may do in topics",
    implementedBy: "permissionGroups.getTopics",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  })
]
