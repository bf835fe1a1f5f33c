/** What the reference says about live groups (AVChatRoom). */
import {
  addRobots,
  checkMembers,
  delRobots,
  getAdminList,
  getMembers,
  getOnlineMemberNum,
  modifyAdmin,
  modifyUserInfo
} from "../api/live/roomEndpoints.ts"
import { type Entry, entry } from "./Entry.ts"

/** The endpoints about live groups (AVChatRoom). */
export const liveRoomEntries: ReadonlyArray<Entry> = [
  entry(getOnlineMemberNum, {
    title: "Tell how many of a group's members are online",
    implementedBy: "liveRooms.countOnline",
    errors: [10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(getMembers, {
    title: "Read who is online in a live group, page by page",
    implementedBy: "liveRooms.listMembers",
    errors: [10001, 10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(modifyUserInfo, {
    title: "Mark people who are online in a live group",
    implementedBy: "liveRooms.setMarks",
    errors: [10001, 10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(checkMembers, {
    title: "Tell which users are in a live group",
    implementedBy: "liveRooms.checkMembers",
    errors: [10001, 10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(modifyAdmin, {
    title: "Make users administrators of a live group, or not",
    implementedBy: "liveRooms.addAdmins",
    errors: [10001, 10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(getAdminList, {
    title: "Tell who administers a live group",
    implementedBy: "liveRooms.listAdmins",
    errors: [10001, 10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(addRobots, {
    title: "Let robots appear in a live group",
    implementedBy: "liveRooms.addRobots",
    errors: [10001, 10002, 10003, 10004, 10007, 10010, 10015]
  }),
  entry(delRobots, {
    title: "Let robots leave a live group",
    implementedBy: "liveRooms.removeRobots",
    errors: [10001, 10002, 10003, 10004, 10007, 10010, 10015]
  })
]
