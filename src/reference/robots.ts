/** What the reference says about robots. */
import { createRobot, deleteRobot, getAllRobots, sendGroupStreamMsg, sendStreamMsg } from "../api/robots/endpoints.ts"
import { type Entry, entry } from "./Entry.ts"

/** The endpoints about robots. */
export const robotEntries: ReadonlyArray<Entry> = [
  entry(createRobot, {
    title: "Make a robot",
    implementedBy: "robots.create",
    errors: [10002, 10004, 10008]
  }),
  entry(deleteRobot, {
    title: "Switch a robot off",
    implementedBy: "robots.delete",
    errors: [10002, 10004, 10008]
  }),
  entry(getAllRobots, {
    title: "Read the ids of the app's robots",
    implementedBy: "robots.list",
    errors: [10002, 10008]
  }),
  entry(sendStreamMsg, {
    title: "Let a robot write a growing text, in the older form",
    implementedBy: "robots.sendStreamText",
    errors: [10002, 10004]
  }),
  entry(sendGroupStreamMsg, {
    title: "Send a growing message to a group, a piece a call",
    implementedBy: "robots.sendGroupStream",
    errors: [10002, 10004, 10007, 10010]
  })
]
