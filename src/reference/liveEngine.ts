/** What the reference says about live rooms (live engine). */
import {
  addRobot,
  banMember,
  changeRoomOwner,
  delRobot,
  getBannedMemberList,
  getMemberList,
  getMutedMemberList,
  getRobot,
  getRoomAdminList,
  modifyRoomAdmin,
  muteMember,
  unbanMember
} from "../api/live/engineMemberEndpoints.ts"
import {
  createRoom,
  delRoomMetadata,
  destroyRoom,
  getRoomInfo,
  getRoomList,
  getRoomMetadata,
  setRoomMetadata,
  updateRoomInfo
} from "../api/live/engineRoomEndpoints.ts"
import { type Entry, entry } from "./Entry.ts"

/** The endpoints about live rooms (live engine). */
export const liveEngineEntries: ReadonlyArray<Entry> = [
  entry(createRoom, {
    title: "Open a room",
    implementedBy: "liveEngine.create",
    errors: [100001, 100002, 100004]
  }),
  entry(destroyRoom, {
    title: "Close a room",
    implementedBy: "liveEngine.destroy",
    errors: [100001, 100002, 100004]
  }),
  entry(updateRoomInfo, {
    title: "Write parts of a room's description",
    implementedBy: "liveEngine.update",
    errors: [100001, 100002, 100004]
  }),
  entry(getRoomInfo, {
    title: "Read a room's description",
    implementedBy: "liveEngine.get",
    errors: [100001, 100002, 100004]
  }),
  entry(getRoomList, {
    title: "Read the app's rooms, page by page",
    implementedBy: "liveEngine.list",
    errors: [100001, 100002, 100004]
  }),
  entry(getRoomMetadata, {
    title: "Read what a room keeps under keys",
    implementedBy: "liveEngine.getMetadata",
    errors: [100001, 100002, 100004]
  }),
  entry(setRoomMetadata, {
    title: "Keep values under keys of a room",
    implementedBy: "liveEngine.setMetadata",
    errors: [100001, 100002, 100004]
  }),
  entry(delRoomMetadata, {
    title: "Drop keys of a room",
    implementedBy: "liveEngine.deleteMetadata",
    errors: [100001, 100002, 100004]
  }),
  entry(getMemberList, {
    title: "Read who is in a room, page by page",
    implementedBy: "liveEngine.listMembers",
    errors: [100001, 100002, 100004]
  }),
  entry(muteMember, {
    title: "Silence people in a room, or let them speak again",
    implementedBy: "liveEngine.muteMembers",
    errors: [100001, 100002, 100004]
  }),
  entry(getMutedMemberList, {
    title: "Tell who is silenced in a room",
    implementedBy: "liveEngine.listMuted",
    errors: [100001, 100002, 100004]
  }),
  entry(banMember, {
    title: "Keep people out of a room",
    implementedBy: "liveEngine.banMembers",
    errors: [100001, 100002, 100004]
  }),
  entry(unbanMember, {
    title: "Let people into a room again",
    implementedBy: "liveEngine.unbanMembers",
    errors: [100001, 100002, 100004]
  }),
  entry(getBannedMemberList, {
    title: "Tell who is kept out of a room",
    implementedBy: "liveEngine.listBanned",
    errors: [100001, 100002, 100004]
  }),
  entry(modifyRoomAdmin, {
    title: "Make people administrators of a room, or not",
    implementedBy: "liveEngine.addAdmins",
    errors: [100001, 100002, 100004]
  }),
  entry(getRoomAdminList, {
    title: "Tell who administers a room",
    implementedBy: "liveEngine.listAdmins",
    errors: [100001, 100002, 100004]
  }),
  entry(changeRoomOwner, {
    title: "Give a room to another owner",
    implementedBy: "liveEngine.changeOwner",
    errors: [100001, 100002, 100004]
  }),
  entry(addRobot, {
    title: "Let robots into a room",
    implementedBy: "liveEngine.addRobots",
    errors: [100001, 100002, 100004, 100006]
  }),
  entry(getRobot, {
    title: "Tell which robots are in a room",
    implementedBy: "liveEngine.listRobots",
    errors: [100001, 100002, 100004, 100006]
  }),
  entry(delRobot, {
    title: "Let robots leave a room",
    implementedBy: "liveEngine.removeRobots",
    errors: [100001, 100002, 100004, 100006]
  })
]
