/** How the emulator answers the endpoints about the people in rooms of the live engine. */
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
} from "../../api/live/engineMemberEndpoints.ts"
import { liveAdminChanged, liveOwnerChanged } from "../../webhook/commands/live.ts"
import { type Route, route } from "../Route.ts"
import { running } from "./groupsRestrictions.ts"
import { accountsNote, ofLiveRoom, unknownOf, withLiveRoom, withRoomOfTypeLive, wrong } from "./liveEngineCommon.ts"

/** How many members a page holds; the service's number is not documented. */
const membersPage = 100

/** How many bans a page holds at most. */
const bansPage = 100

/** How many robots a room has. */
const maxRobots = 3

const sharedNote = "Mutes, bans and admins are those of the AVChatRoom behind the room, which is assumed."

const typeNote = "A RoomId that is a group's and no live room's is refused with 100006, which is assumed."

/** The routes about the people in rooms of the live engine. */
export const liveEngineMemberRoutes: ReadonlyArray<Route> = [
  route(
    getMemberList,
    {
      ...ofLiveRoom,
      notes: [
        "Only clients enter a room: in the emulator by `app.live.enter(roomId, userId, seconds)` and " +
        "`app.live.leave(roomId, userId)`.",
        "A page holds 100 members, the newest first, robots and hidden ones among them: assumed.",
        "A Next that was never answered is refused with 100002, which is assumed."
      ]
    },
    ({ Next, RoomId }, call) =>
      withLiveRoom(RoomId, call, ({ audience }) => {
        if (!/^\d*$/.test(Next)) return wrong("Next is none that was answered")
        const members = audience.before(Next === "" ? Infinity : Number(Next), membersPage + 1)
        const page = members.slice(0, membersPage)
        return {
          Response: {
            Next: members.length > membersPage ? String(page.at(-1)?.serial) : "",
            MemberCount: audience.size,
            MemberList: page.map(({ key }) => ({ Member_Account: key }))
          }
        }
      })
  ),

  route(
    muteMember,
    {
      ...ofLiveRoom,
      notes: [sharedNote, accountsNote, "Accounts that are not in the room can be muted, which is assumed."]
    },
    ({ MemberList_Account, MuteTime, RoomId }, call) =>
      withLiveRoom(RoomId, call, ({ group }) => {
        const unknown = unknownOf(MemberList_Account, call)
        if (unknown !== undefined) return wrong(`${unknown} does not exist`)
        for (const id of MemberList_Account) group.mute(id, MuteTime, call.now)
        return {}
      })
  ),

  route(
    getMutedMemberList,
    { ...ofLiveRoom, notes: [sharedNote] },
    ({ RoomId }, call) =>
      withLiveRoom(RoomId, call, ({ group }) => ({
        Response: {
          MutedAccountList: running(group.mutes, call.now)
            .map(([Member_Account, MutedUntil]) => ({ Member_Account, MutedUntil }))
        }
      }))
  ),

  route(
    banMember,
    {
      ...ofLiveRoom,
      notes: [
        sharedNote,
        accountsNote,
        "Whoever is banned leaves at once, robots too, and the owner is refused with 100002: assumed.",
        "The reason is not kept."
      ]
    },
    ({ Duration, MemberList_Account, RoomId }, call) =>
      withLiveRoom(RoomId, call, ({ audience, group }) => {
        const unknown = unknownOf(MemberList_Account, call)
        if (unknown !== undefined) return wrong(`${unknown} does not exist`)
        if (MemberList_Account.includes(group.owner)) return wrong("the owner cannot be banned")
        for (const id of MemberList_Account) {
          group.ban(id, Duration, call.now)
          audience.expel(id)
        }
        return {}
      })
  ),

  route(
    unbanMember,
    { ...ofLiveRoom, notes: [sharedNote, "Accounts that are not banned are no failure, which is assumed."] },
    ({ MemberList_Account, RoomId }, call) =>
      withLiveRoom(RoomId, call, ({ group }) => {
        for (const id of MemberList_Account) group.bans.delete(id)
        return {}
      })
  ),

  route(
    getBannedMemberList,
    { ...ofLiveRoom, notes: [sharedNote, "Whose ban ends first is first, and a page holds 100 bans: assumed."] },
    ({ Limit = bansPage, Offset = 0, RoomId }, call) =>
      withLiveRoom(RoomId, call, ({ group }) => {
        const bans = running(group.bans, call.now).toSorted(([, one], [, other]) => one - other)
        const end = Offset + Limit
        return {
          Response: {
            BannedAccountList: bans.slice(Offset, end)
              .map(([Member_Account, BannedUntil]) => ({ Member_Account, BannedUntil })),
            NextOffset: end < bans.length ? end : 0
          }
        }
      })
  ),

  route(
    modifyRoomAdmin,
    {
      ...ofLiveRoom,
      notes: [
        sharedNote,
        accountsNote,
        "The fields are those of the call for AVChatRooms, which is assumed. The number of admins is not limited here.",
        "Nothing is told where all of them were admins, or were none, before: assumed."
      ],
      webhooks: [liveAdminChanged]
    },
    ({ Admin_Account, CommandType, RoomId }, call) =>
      withLiveRoom(RoomId, call, ({ audience }) => {
        const unknown = CommandType === 1 ? unknownOf(Admin_Account, call) : undefined
        if (unknown !== undefined) return wrong(`${unknown} does not exist`)
        const isAdmin = CommandType === 1
        const admins = audience.admins(call.app)
        const changed = Admin_Account.filter((id) => admins.has(id) !== isAdmin)
        for (const id of changed) audience.setAdmin(id, isAdmin)
        if (changed.length > 0) {
          const opType = isAdmin ? "add" : "delete"
          const told = { Operator_Account: call.identifier, RoomId, Admin_Account: changed, opType }
          call.tell(liveAdminChanged, () => told)
        }
        return {}
      })
  ),

  route(
    getRoomAdminList,
    { ...ofLiveRoom, notes: [sharedNote] },
    ({ RoomId }, call) =>
      withLiveRoom(RoomId, call, ({ audience }) => ({
        Response: { Admin_Account: [...audience.admins(call.app)] }
      }))
  ),

  route(
    changeRoomOwner,
    {
      ...ofLiveRoom,
      notes: [
        accountsNote,
        "The new owner need not be in the room. Nothing is told where it is the owner already. Both are assumed."
      ],
      webhooks: [liveOwnerChanged]
    },
    ({ NewOwner_Account, RoomId }, call) =>
      withLiveRoom(RoomId, call, ({ group }) => {
        if (!call.app.accounts.has(NewOwner_Account)) return wrong("NewOwner_Account does not exist")
        const { owner } = group
        if (NewOwner_Account !== owner) {
          call.tell(liveOwnerChanged, () => ({
            Operator_Account: call.identifier,
            RoomId,
            OriginalOwner_Account: owner,
            CurrentOwner_Account: NewOwner_Account
          }))
        }
        group.giveTo(NewOwner_Account, call.now)
        group.touch(call.now)
        return {}
      })
  ),

  route(
    addRobot,
    {
      ...ofLiveRoom,
      notes: [
        accountsNote,
        typeNote,
        "A fourth robot is refused with 100002. Robots show among the members, with the mark 500 of AVChatRooms: " +
        "both assumed."
      ]
    },
    ({ RobotList_Account, RoomId }, call) =>
      withRoomOfTypeLive(RoomId, call, (room) => {
        const unknown = unknownOf(RobotList_Account, call)
        if (unknown !== undefined) return wrong(`${unknown} does not exist`)
        const robots = new Set([...room.robots(), ...RobotList_Account])
        if (robots.size > maxRobots) return wrong(`a room has at most ${maxRobots} robots`)
        for (const id of RobotList_Account) room.addRobot(id, call.now)
        return {}
      })
  ),

  route(
    getRobot,
    { ...ofLiveRoom, notes: [typeNote, "Robots that were added to the AVChatRoom are not listed, which is assumed."] },
    ({ RoomId }, call) =>
      withRoomOfTypeLive(RoomId, call, (room) => ({ Response: { RobotList_Account: room.robots() } }))
  ),

  route(
    delRobot,
    { ...ofLiveRoom, notes: [typeNote, "Path and fields are assumed. Accounts that are no robots are no failure."] },
    ({ RobotList_Account, RoomId }, call) =>
      withRoomOfTypeLive(RoomId, call, (room) => {
        for (const id of RobotList_Account) room.removeRobot(id)
        return {}
      })
  )
]
