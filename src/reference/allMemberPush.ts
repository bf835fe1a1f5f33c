/** What the reference says about push, the older generation. */
import {
  imAddTag,
  imGetAttr,
  imGetAttrName,
  imGetTag,
  imPush,
  imRemoveAllTags,
  imRemoveAttr,
  imRemoveTag,
  imSetAttr,
  imSetAttrName
} from "../api/push/allMemberPushEndpoints.ts"
import { type Entry, entry } from "./Entry.ts"

/** The endpoints about push, the older generation. */
export const allMemberPushEntries: ReadonlyArray<Entry> = [
  entry(imPush, {
    title: "Push to all users or some, in the older form",
    implementedBy: "allMemberPush.send",
    errors: [
      90001,
      90002,
      90005,
      90007,
      90009,
      90010,
      90020,
      90022,
      90024,
      90026,
      90032,
      90033,
      90039,
      90040,
      90045,
      90047,
      91000
    ]
  }),
  entry(imSetAttrName, {
    title: "Name the app's attributes, in the older form",
    implementedBy: "allMemberPush.setAttrNames",
    errors: [90001, 90009, 91000]
  }),
  entry(imGetAttrName, {
    title: "Tell how the app's attributes are named, in the older form",
    implementedBy: "allMemberPush.getAttrNames",
    errors: [90001, 90009, 90018, 91000]
  }),
  entry(imSetAttr, {
    title: "Give users attributes, in the older form",
    implementedBy: "allMemberPush.setAttrs",
    errors: [90001, 90009, 90018, 90030, 90033, 91000]
  }),
  entry(imGetAttr, {
    title: "Tell which attributes users have, in the older form",
    implementedBy: "allMemberPush.getAttrs",
    errors: [90001, 90009, 90018, 91000]
  }),
  entry(imRemoveAttr, {
    title: "Take attributes from users, in the older form",
    implementedBy: "allMemberPush.removeAttrs",
    errors: [90001, 90009, 90018, 90033, 91000]
  }),
  entry(imAddTag, {
    title: "Give users tags, in the older form",
    implementedBy: "allMemberPush.addTags",
    errors: [90001, 90009, 90018, 90020, 90032, 91000]
  }),
  entry(imGetTag, {
    title: "Tell which tags users have, in the older form",
    implementedBy: "allMemberPush.getTags",
    errors: [90001, 90009, 90018, 91000]
  }),
  entry(imRemoveTag, {
    title: "Take tags from users, in the older form",
    implementedBy: "allMemberPush.removeTags",
    errors: [90001, 90009, 90018, 91000]
  }),
  entry(imRemoveAllTags, {
    title: "Take every tag from users, in the older form",
    implementedBy: "allMemberPush.clearTags",
    errors: [90001, 90009, 90018, 91000]
  })
]
