/** What the reference says about friends. */
import {
  friendAdd,
  friendCheck,
  friendDelete,
  friendDeleteAll,
  friendGet,
  friendGetAll,
  friendGetList,
  friendImport,
  friendUpdate
} from "../api/friends/friendEndpoints.ts"
import { groupAdd, groupDelete, groupGet } from "../api/friends/friendGroupEndpoints.ts"
import { type Entry, entry } from "./Entry.ts"

/** The endpoints about friends. */
export const friendEntries: ReadonlyArray<Entry> = [
  entry(friendAdd, {
    title: "Ask users to be friends, or make them so",
    implementedBy: "friends.add",
    errors: [
      30001,
      30002,
      30003,
      30004,
      30006,
      30007,
      30008,
      30009,
      30010,
      30011,
      30012,
      30014,
      30515,
      30516,
      30525,
      30539,
      30540
    ]
  }),
  entry(friendImport, {
    title: "Bring friendships over from elsewhere, on one side",
    implementedBy: "friends.import",
    errors: [30001, 30002, 30003, 30004, 30006, 30007, 30008, 30010, 30011]
  }),
  entry(friendUpdate, {
    title: "Change what a user keeps about friends",
    implementedBy: "friends.update",
    errors: [30001, 30002, 30003, 30004, 30006, 30007, 30008, 30011]
  }),
  entry(friendDelete, {
    title: "End friendships, on one side or both",
    implementedBy: "friends.delete",
    errors: [30001, 30002, 30003, 30004, 30006, 30007, 30008, 31704, 31707]
  }),
  entry(friendDeleteAll, {
    title: "End every friendship of a user",
    implementedBy: "friends.deleteAll",
    errors: [30001, 30003, 30004, 30006, 30007, 30008]
  }),
  entry(friendCheck, {
    title: "Tell whether users are friends, and on which side",
    implementedBy: "friends.check",
    errors: [30001, 30003, 30004, 30006, 30007]
  }),
  entry(friendGet, {
    title: "Read a user's friends, page by page",
    implementedBy: "friends.get",
    errors: [30001, 30003, 30004, 30006, 30007]
  }),
  entry(friendGetList, {
    title: "Read named friends with fields of friendship and profile",
    implementedBy: "friends.getList",
    errors: [30001, 30003, 30004, 30006, 30007]
  }),
  entry(friendGetAll, {
    title: "Read a user's friends, in the older form",
    implementedBy: "friends.getAll",
    errors: [30001, 30003, 30004, 30006, 30007]
  }),
  entry(groupAdd, {
    title: "Make friend groups and put friends into them",
    implementedBy: "friends.addGroups",
    errors: [30001, 30002, 30003, 30004, 30006, 30007, 30008, 30011, 32216]
  }),
  entry(groupDelete, {
    title: "Remove friend groups; the friends stay",
    implementedBy: "friends.deleteGroups",
    errors: [30001, 30003, 30004, 30006, 30007, 30008]
  }),
  entry(groupGet, {
    title: "Read friend groups, with their friends where wanted",
    implementedBy: "friends.getGroups",
    errors: [30001, 30003, 30004, 30006, 30007]
  })
]
