/** What the reference says about topics. */
import {
  createTopic,
  destroyTopic,
  getOnlineMemberNum,
  getTopic,
  importTopic,
  modifyTopic
} from "../api/communities/topicEndpoints.ts"
import { type Entry, entry } from "./Entry.ts"

/** The endpoints about topics. */
export const topicEntries: ReadonlyArray<Entry> = [
  entry(createTopic, {
    title: "Make a topic in a community",
    implementedBy: "topics.create",
    errors: [10002, 10003, 10004, 10006, 10007, 10008, 10010, 10015, 10016, 10025, 10036, 10037, 11000, 80001]
  }),
  entry(destroyTopic, {
    title: "End topics of a community",
    implementedBy: "topics.destroy",
    errors: [10002, 10003, 10004, 10006, 10007, 10008, 10015, 10021, 10025, 11000, 110002, 110003]
  }),
  entry(getTopic, {
    title: "Read a community's topics, all or named ones",
    implementedBy: "topics.get",
    errors: [10002, 10003, 10004, 10006, 10007, 10008, 10010, 11000, 110003]
  }),
  entry(modifyTopic, {
    title: "Write parts of a topic's profile",
    implementedBy: "topics.modify",
    errors: [10002, 10003, 10004, 10006, 10007, 10008, 10010, 10015, 10016, 11000, 80001]
  }),
  entry(importTopic, {
    title: "Bring a topic over from elsewhere, with its own time",
    implementedBy: "topics.import",
    errors: [10002, 10003, 10004, 10007, 10010, 10015, 10021, 10037, 11000, 80001, 80005]
  }),
  entry(getOnlineMemberNum, {
    title: "Tell how many members of a community are online",
    implementedBy: "topics.countOnline",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  })
]
