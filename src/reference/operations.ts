/** What the reference says about operations. */
import { getappinfo, getHistory, getIPList, getnospeaking, setnospeaking } from "../api/operations/endpoints.ts"
import { allowBannedObject, forbidIllegalObject, getCosSig } from "../api/operations/fileEndpoints.ts"
import { type Entry, entry } from "./Entry.ts"

/** The endpoints about operations. */
export const operationEntries: ReadonlyArray<Entry> = [
  entry(getappinfo, {
    title: "Read the app's figures, day by day",
    implementedBy: "operations.dailyFigures",
    errors: [130001, 130009, 130010, 130011, 130012]
  }),
  entry(getHistory, {
    title: "Get links to the messages of one hour",
    implementedBy: "operations.history",
    errors: [1001, 1002, 1003, 1004, 1005]
  }),
  entry(getIPList, {
    title: "Tell the addresses that the service calls from",
    implementedBy: "operations.ipList",
    errors: []
  }),
  entry(setnospeaking, {
    title: "Silence a user everywhere, or let them speak again",
    implementedBy: "operations.mute",
    errors: [130001, 130004, 130005, 130008, 130014]
  }),
  entry(getnospeaking, {
    title: "Tell how long a user is silenced everywhere",
    implementedBy: "operations.muteOf",
    errors: [130001, 130002, 130003, 130014]
  }),
  entry(forbidIllegalObject, {
    title: "Make a message's file unreadable",
    implementedBy: "operations.banFile",
    errors: []
  }),
  entry(allowBannedObject, {
    title: "Make a message's file readable again",
    implementedBy: "operations.allowFile",
    errors: []
  }),
  entry(getCosSig, {
    title: "Get short-lived links to messages' files",
    implementedBy: "operations.fileLinks",
    errors: []
  })
]
