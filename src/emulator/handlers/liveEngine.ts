/** How the emulator answers the endpoints about rooms of the live engine. */
import {
  createRoom,
  delRoomMetadata,
  destroyRoom,
  getRoomInfo,
  getRoomList,
  getRoomMetadata,
  maxMetadataBytes,
  setRoomMetadata,
  updateRoomInfo
} from "../../api/live/engineRoomEndpoints.ts"
import { whyNotGroupId } from "../../api/groups/groupId.ts"
import type { BodyOf } from "../../endpoint/Endpoint.ts"
import { utf8Length } from "../../endpoint/wire.ts"
import {
  liveMetadataDeleted,
  liveMetadataSet,
  liveRoomCreated,
  liveRoomDestroyed,
  liveRoomUpdated
} from "../../webhook/commands/live.ts"
import { type Call, type Route, route } from "../Route.ts"
import type { ListPlace, LiveRoom } from "../state/LiveEngine.ts"
import { accountsNote, ofLiveRoom, traced, withLiveRoom, wrong } from "./liveEngineCommon.ts"

/** How many keys of metadata a room has. */
const maxKeys = 10

type Changes = BodyOf<typeof updateRoomInfo>["RoomInfo"]

const change = (room: LiveRoom, changes: Omit<Changes, "RoomId">, { app, now }: Call): void => {
  const { details, group } = room
  if (changes.RoomName !== undefined) group.name = changes.RoomName
  if (changes.IsMessageDisabled !== undefined) group.muteAll = changes.IsMessageDisabled
  if (changes.MaxMemberCount !== undefined) details.maxMembers = changes.MaxMemberCount
  if (changes.CoverURL !== undefined) details.coverUrl = changes.CoverURL
  if (changes.Category !== undefined) details.category = changes.Category
  if (changes.ActivityStatus !== undefined) details.activityStatus = changes.ActivityStatus
  if (changes.TakeSeatMode !== undefined) details.takeSeatMode = changes.TakeSeatMode
  if (changes.Notice !== undefined) details.notice = changes.Notice
  if (changes.IsPublicVisible !== undefined) {
    details.isPublic = changes.IsPublicVisible
    app.liveEngine.touch()
  }
  group.touch(now)
}

/** What lists and single rooms answer. */
const summaryOf = ({ details, group, roomId, views }: LiveRoom) => ({
  RoomId: roomId,
  RoomName: group.name,
  Owner_Account: group.owner,
  CreateTime: group.createTime,
  CoverURL: details.coverUrl,
  Category: details.category,
  ActivityStatus: details.activityStatus,
  ViewCount: views
})

/** What the webhook about a new room tells of it. */
const toldOf = ({ details, group, roomId }: LiveRoom) => ({
  RoomId: roomId,
  RoomName: group.name,
  RoomType: "Live",
  Owner_Account: group.owner,
  CreateTime: group.createTime,
  CoverURL: details.coverUrl,
  Category: details.category,
  IsMessageDisabled: group.muteAll,
  IsPublicVisible: details.isPublic,
  IsSeatEnabled: details.seats,
  TakeSeatMode: details.takeSeatMode,
  ...(details.maxSeats === undefined ? {} : { MaxSeatCount: details.maxSeats }),
  ...(details.maxMembers === undefined ? {} : { MaxMemberCount: details.maxMembers })
})

const infoOf = (room: LiveRoom) => {
  const { notice, seatLayout, seatTemplate, unlimited } = room.details
  return {
    ...summaryOf(room),
    ...toldOf(room),
    Notice: notice,
    IsUnlimitedRoomEnabled: unlimited,
    ...(seatLayout === undefined ? {} : { SeatLayoutTemplateId: seatLayout }),
    ...(seatTemplate === undefined ? {} : { SeatTemplate: seatTemplate })
  }
}

/** What is not as it was. */
const changesOf = <Info extends object>(before: Info, now: Partial<Info>): ReadonlyArray<readonly [string, unknown]> =>
  Object.entries(now).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field as keyof Info]))

const placeOf = (next: string): ListPlace | undefined => {
  const [, views, serial] = /^(\d+)-(\d+)$/.exec(next) ?? []
  return views === undefined ? undefined : { views: Number(views), serial: Number(serial) }
}

const nextOf = ({ serial, views }: ListPlace): string => `${views}-${serial}`

/** The routes about rooms of the live engine. */
export const liveEngineRoutes: ReadonlyArray<Route> = [
  route(
    createRoom,
    {
      ...ofLiveRoom,
      notes: [
        "An AVChatRoom of the same id is made, with the same name and owner, and goes with the room; an id that a " +
        "group has, or that no group can have, is refused with 100002. All of it is assumed.",
        "The edition's number of AVChatRooms is not looked at. Nothing is answered in Response.",
        "A room is public when IsPublicVisible is left out, and SeatTemplate may be left out: both assumed.",
        "There are no seats, no streams and no battles; what is said of seats is kept and answered only.",
        "No room is dissolved by itself. Refusals carry no RequestId. Webhooks about groups are not sent.",
        accountsNote
      ],
      webhooks: [liveRoomCreated]
    },
    ({ RoomInfo }, call) => {
      const { app, identifier, now } = call
      const { Owner_Account: owner = identifier, RoomId, RoomName = RoomId } = RoomInfo
      const wrongId = whyNotGroupId(RoomId)
      if (wrongId !== undefined) return wrong(`RoomId ${wrongId}`)
      if (app.groups.has(RoomId)) return wrong("there is such a room already")
      if (!app.accounts.has(owner)) return wrong("Owner_Account does not exist")
      const room = app.liveEngine.add(RoomId, RoomName, now, {
        coverUrl: "",
        notice: "",
        category: [],
        activityStatus: 0,
        isPublic: true,
        takeSeatMode: "FreeToTake",
        maxMembers: undefined,
        seats: RoomInfo.IsSeatEnabled ?? false,
        maxSeats: RoomInfo.MaxSeatCount,
        unlimited: RoomInfo.IsUnlimitedRoomEnabled ?? false,
        seatLayout: RoomInfo.SeatLayoutTemplateId,
        seatTemplate: RoomInfo.SeatTemplate
      })
      room.group.giveTo(owner, now)
      change(room, RoomInfo, call)
      call.tell(liveRoomCreated, () => ({ Operator_Account: identifier, RoomInfo: toldOf(room) }))
      return { Response: {}, ...traced(call) }
    }
  ),

  route(
    destroyRoom,
    {
      ...ofLiveRoom,
      notes: [
        "Gifts and likes come from clients: in the emulator from `app.liveEngine.get(roomId)`.",
        "Dissolving the AVChatRoom behind the room dissolves the room as well, and sends no webhook about the room."
      ],
      webhooks: [liveRoomDestroyed]
    },
    ({ RoomId }, call) =>
      withLiveRoom(RoomId, call, ({ giftSenders, totals, views }) => {
        call.app.groups.remove(RoomId)
        call.tell(liveRoomDestroyed, () => ({ Operator_Account: call.identifier, RoomId }))
        return {
          Response: {
            Statistic: {
              TotalViewers: views,
              TotalGiftsSent: totals.gifts,
              TotalGiftCoins: totals.coins,
              TotalUniqueGiftSenders: giftSenders.size,
              TotalLikesReceived: totals.likes
            }
          }
        }
      })
  ),

  route(
    updateRoomInfo,
    {
      ...ofLiveRoom,
      notes: [
        "Who is in the room stays, also above a lower MaxMemberCount, which is assumed.",
        "The webhook has the fields that changed, and is sent when only others did, which is assumed."
      ],
      webhooks: [liveRoomUpdated]
    },
    ({ RoomInfo }, call) =>
      withLiveRoom(RoomInfo.RoomId, call, (room) => {
        const before = infoOf(room)
        change(room, RoomInfo, call)
        if (changesOf(before, infoOf(room)).length > 0) {
          const told = { RoomId: room.roomId, ...Object.fromEntries(changesOf(before, toldOf(room))) }
          call.tell(liveRoomUpdated, () => ({ Operator_Account: call.identifier, RoomInfo: told }))
        }
        return {}
      })
  ),

  route(
    getRoomInfo,
    {
      ...ofLiveRoom,
      notes: [
        "TakeSeatMode is answered as a word. ViewCount tells how often clients came in, which is assumed.",
        "Limits, layout and template are answered only where they were given, which is assumed."
      ]
    },
    ({ RoomId }, call) => withLiveRoom(RoomId, call, (room) => ({ Response: { RoomInfo: infoOf(room) } }))
  ),

  route(
    getRoomList,
    {
      ...ofLiveRoom,
      notes: [
        "Of rooms that were seen as often the older one is first, and a Next that was never answered is refused with " +
        "100002: both assumed. A room that is seen more often while pages are read may be left out."
      ]
    },
    ({ Count, Next }, call) => {
      const after = placeOf(Next)
      if (after === undefined && Next !== "") return wrong("Next is none that was answered")
      const rooms = call.app.liveEngine.list(Count + 1, after)
      const page = rooms.slice(0, Count)
      const last = page.at(-1)
      return {
        Response: {
          Next: last !== undefined && rooms.length > Count ? nextOf(last) : "",
          RoomList: page.map(summaryOf)
        },
        ...traced(call)
      }
    }
  ),

  route(
    getRoomMetadata,
    { ...ofLiveRoom, notes: ["Keys that are not set are left out of the answer, which is assumed."] },
    ({ Keys, RoomId }, call) =>
      withLiveRoom(RoomId, call, ({ metadata }) => ({
        Response: {
          Metadata: (Keys.length === 0 ? [...metadata.keys()] : Keys).flatMap((Key) => {
            const Value = metadata.get(Key)
            return Value === undefined ? [] : [{ Key, Value }]
          })
        }
      }))
  ),

  route(
    setRoomMetadata,
    {
      ...ofLiveRoom,
      notes: [
        "What exceeds the limits is refused as a whole with 100002, which is assumed.",
        "Values that stay as they were are not told, which is assumed."
      ],
      webhooks: [liveMetadataSet]
    },
    ({ Metadata, RoomId }, call) =>
      withLiveRoom(RoomId, call, ({ metadata }) => {
        const merged = new Map(metadata)
        for (const { Key, Value } of Metadata) merged.set(Key, Value)
        if (merged.size > maxKeys) return wrong(`a room has at most ${maxKeys} keys`)
        let bytes = 0
        for (const value of merged.values()) bytes += utf8Length(value)
        if (bytes > maxMetadataBytes) return wrong(`the values of a room take at most ${maxMetadataBytes} bytes`)
        const told = [...merged].flatMap(([Key, Value]) => metadata.get(Key) === Value ? [] : [{ Key, Value }])
        for (const { Key, Value } of told) metadata.set(Key, Value)
        if (told.length > 0) {
          call.tell(liveMetadataSet, () => ({ Operator_Account: call.identifier, RoomId, Metadata: told }))
        }
        return {}
      })
  ),

  route(
    delRoomMetadata,
    {
      ...ofLiveRoom,
      notes: [
        "The field Keys is assumed. Keys that are not set are no failure and are not told, which is assumed."
      ],
      webhooks: [liveMetadataDeleted]
    },
    ({ Keys, RoomId }, call) =>
      withLiveRoom(RoomId, call, ({ metadata }) => {
        const deleted = Keys.filter((key) => metadata.delete(key))
        if (deleted.length > 0) {
          call.tell(liveMetadataDeleted, () => ({ Operator_Account: call.identifier, RoomId, Keys: deleted }))
        }
        return {}
      })
  )
]
