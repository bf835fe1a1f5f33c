/** What the reference says about follows. */
import { followAdd, followCheck, followDelete, followGet, followGetInfo } from "../api/friends/followEndpoints.ts"
import { type Entry, entry } from "./Entry.ts"

/** The endpoints about follows. */
export const followEntries: ReadonlyArray<Entry> = [
  entry(followAdd, {
    title: "Let a user follow others",
    implementedBy: "follows.add",
    errors: [30001, 30002, 30003, 30004, 30005, 30006, 30007, 32100, 32101, 32102, 32103]
  }),
  entry(followDelete, {
    title: "Let a user follow others no more",
    implementedBy: "follows.delete",
    errors: [30001, 30002, 30003, 30004, 30005, 30006, 30007]
  }),
  entry(followCheck, {
    title: "Tell who follows whom",
    implementedBy: "follows.check",
    errors: [30001, 30002, 30003, 30004, 30005, 30006, 30007]
  }),
  entry(followGet, {
    title: "Read followers, followed or mutual ones, page by page",
    implementedBy: "follows.get",
    errors: [30001, 30002, 30003, 30004, 30005, 30006, 30007]
  }),
  entry(followGetInfo, {
    title: "Tell how many follow a user, and how many the user follows",
    implementedBy: "follows.counts",
    errors: [30001, 30002, 30003, 30004, 30005, 30006, 30007]
  })
]
