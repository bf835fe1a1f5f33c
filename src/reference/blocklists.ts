/** What the reference says about blocklists. */
import { blackListAdd, blackListCheck, blackListDelete, blackListGet } from "../api/friends/blocklistEndpoints.ts"
import { type Entry, entry } from "./Entry.ts"

/** The endpoints about blocklists. */
export const blocklistEntries: ReadonlyArray<Entry> = [
  entry(blackListAdd, {
    title: "Put users on a blocklist",
    implementedBy: "blocklists.add",
    errors: [30001, 30002, 30003, 30004, 30006, 30007, 30008, 30013]
  }),
  entry(blackListDelete, {
    title: "Take users off a blocklist",
    implementedBy: "blocklists.delete",
    errors: [30001, 30003, 30004, 30006, 30007, 30008]
  }),
  entry(blackListGet, {
    title: "Read a blocklist, page by page",
    implementedBy: "blocklists.get",
    errors: [30001, 30003, 30004, 30006, 30007]
  }),
  entry(blackListCheck, {
    title: "Tell who blocks whom",
    implementedBy: "blocklists.check",
    errors: [30001, 30003, 30004, 30006, 30007]
  })
]
