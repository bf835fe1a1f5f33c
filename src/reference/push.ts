/** What the reference says about push. */
import {
  addTag,
  clearAllTags,
  getAttr,
  getAttrName,
  getTag,
  removeAttr,
  removeTag,
  setAttr,
  setAttrName
} from "../api/push/audienceEndpoints.ts"
import { batch, push, revoke } from "../api/push/sendEndpoints.ts"
import {
  allMemberPushLoss,
  allMemberPushStatistics,
  allMemberPushTrace,
  normalPushLoss,
  normalPushStatistics,
  normalPushTrace
} from "../api/push/statisticsEndpoints.ts"
import { type Entry, entry } from "./Entry.ts"

/** The endpoints about push. */
export const pushEntries: ReadonlyArray<Entry> = [
  entry(push, {
    title: "Push to all users, or to those with certain tags or attributes",
    implementedBy: "push.send",
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
      90032,
      90033,
      90039,
      90040,
      90045,
      90047,
      90057,
      91000
    ]
  }),
  entry(batch, {
    title: "Push to up to 500 named users",
    implementedBy: "push.sendBatch",
    errors: [70107, 90001, 90009, 90045, 90057, 91000]
  }),
  entry(revoke, {
    title: "Take a push back, or put another in its place",
    implementedBy: "push.revoke",
    errors: [90001, 90009, 90045, 91000]
  }),
  entry(setAttrName, {
    title: "Name the app's ten attributes",
    implementedBy: "push.setAttrNames",
    errors: [90001, 90009, 90033, 91000]
  }),
  entry(getAttrName, {
    title: "Tell how the app's attributes are named",
    implementedBy: "push.getAttrNames",
    errors: [90001, 90009, 91000]
  }),
  entry(setAttr, {
    title: "Give users attributes",
    implementedBy: "push.setAttrs",
    errors: [90001, 90009, 90018, 90033, 90035, 91000]
  }),
  entry(getAttr, {
    title: "Tell which attributes users have",
    implementedBy: "push.getAttrs",
    errors: [90001, 90018, 91000]
  }),
  entry(removeAttr, {
    title: "Take attributes from users",
    implementedBy: "push.removeAttrs",
    errors: [90001, 90009, 90018, 90033, 91000]
  }),
  entry(addTag, {
    title: "Give users tags, or these tags and no others",
    implementedBy: "push.addTags",
    errors: [90001, 90009, 90018, 90035, 91000]
  }),
  entry(getTag, {
    title: "Tell which tags users have",
    implementedBy: "push.getTags",
    errors: [90001, 90009, 90018, 91000]
  }),
  entry(removeTag, {
    title: "Take tags from users",
    implementedBy: "push.removeTags",
    errors: [90001, 90009, 90018, 91000]
  }),
  entry(clearAllTags, {
    title: "Take every tag from users",
    implementedBy: "push.clearTags",
    errors: [90001, 90009, 90018, 91000]
  }),
  entry(allMemberPushStatistics, {
    title: "Tell how pushes to many users went",
    implementedBy: "push.totalStatistics",
    errors: []
  }),
  entry(allMemberPushLoss, {
    title: "Tell why pushes to many users got lost",
    implementedBy: "push.totalLoss",
    errors: []
  }),
  entry(allMemberPushTrace, {
    title: "Tell what became of a push to many users at one of them",
    implementedBy: "push.traceTask",
    errors: []
  }),
  entry(normalPushStatistics, {
    title: "Tell how the pushes of chat messages went",
    implementedBy: "push.messageStatistics",
    errors: []
  }),
  entry(normalPushLoss, {
    title: "Tell why pushes of chat messages got lost",
    implementedBy: "push.messageLoss",
    errors: []
  }),
  entry(normalPushTrace, {
    title: "Tell what became of the push of one chat message",
    implementedBy: "push.traceMessage",
    errors: []
  })
]
