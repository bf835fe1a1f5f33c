/**
 * The endpoints about rooms of the live engine and their metadata. Its answers hold their content in `Response`; its
 * codes have six digits: 100001 a fault of the server, 100002 a wrong parameter, 100004 no such room.
 */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"

/** 1 to 48 bytes. */
const roomId = () => wire.text({ minBytes: 1, maxBytes: 48 })

/** Which room is meant. */
export const ofRoom = () => ({ RoomId: roomId() })

/** What can be chosen when a room is made and changed later. */
const changeable = () => ({
  /** At most 100 bytes; the RoomId when left out of a new room. */
  RoomName: wire.optional(wire.text({ maxBytes: 100 })),
  /** How many members the room takes. */
  MaxMemberCount: wire.optional(wire.uint32()),
  /** Whether nobody may speak; `false` for a new room. A boolean, unlike `On` and `Off` of groups. */
  IsMessageDisabled: wire.optional(wire.boolean),
  /** The address of a picture, at most 200 bytes. */
  CoverURL: wire.optional(wire.text({ maxBytes: 200 })),
  /** At most 3 numbers of the app's own. */
  Category: wire.optional(wire.list(wire.integer, { max: 3 })),
  /** A number of the app's own. */
  ActivityStatus: wire.optional(wire.integer),
  /** Whether the room is among those that are listed. */
  IsPublicVisible: wire.optional(wire.boolean),
  /** `FreeToTake`: a seat is taken at once, as in a new room; `ApplyToTake`: the owner or an admin has to agree. */
  TakeSeatMode: wire.optional(wire.oneOf("FreeToTake", "ApplyToTake")),
  /** At most 100 bytes. */
  Notice: wire.optional(wire.text({ maxBytes: 100 }))
})

/**
 * Makes a live room. It lasts until it is dissolved, unless the app has it dissolved by itself. An AVChatRoom of the
 * same id seems to stand behind it.
 */
export const createRoom = /* @__PURE__ */ endpoint("v4/live_engine_http_srv/create_room", {
  request: () => ({
    RoomInfo: wire.object({
      ...ofRoom(),
      /** There is only this type. */
      RoomType: wire.literal("Live"),
      ...changeable(),
      /** The caller when left out. */
      Owner_Account: wire.optional(wire.userId()),
      /** Whether the room has seats; `false` when left out. */
      IsSeatEnabled: wire.optional(wire.boolean),
      MaxSeatCount: wire.optional(wire.uint32()),
      IsUnlimitedRoomEnabled: wire.optional(wire.boolean),
      /** The older choice of a layout, such as 600. */
      SeatLayoutTemplateId: wire.optional(wire.integer),
      /** The layout, such as `VideoDynamicGrid9Seats`. Needed according to pages of 2026, unknown to older ones. */
      SeatTemplate: wire.optional(wire.string)
    })
  }),
  response: () => ({
    /** What it holds was not documented. */
    Response: wire.optional(wire.json)
  }),
  repeatability: "not-repeatable",
  docs: "https://trtc.io/document/63401"
})

/** Dissolves a live room; answers the totals of what happened in it. */
export const destroyRoom = /* @__PURE__ */ endpoint("v4/live_engine_http_srv/destroy_room", {
  request: ofRoom,
  response: () => ({
    Response: wire.object({
      Statistic: wire.optional(wire.object({
        /** Who comes twice counts twice. */
        TotalViewers: wire.optional(wire.integer),
        TotalGiftsSent: wire.optional(wire.integer),
        TotalGiftCoins: wire.optional(wire.integer),
        TotalUniqueGiftSenders: wire.optional(wire.integer),
        TotalLikesReceived: wire.optional(wire.integer)
      }))
    })
  }),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/63406"
})

/** Changes the given parts of a live room; the others stay as they are. */
export const updateRoomInfo = /* @__PURE__ */ endpoint("v4/live_engine_http_srv/update_room_info", {
  request: () => ({ RoomInfo: wire.object({ ...ofRoom(), ...changeable() }) }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/63403"
})

/** What lists and single rooms have in common. */
const readRoom = () => ({
  RoomName: wire.optional(wire.string),
  /** A page of the vendor shows a number. */
  Owner_Account: wire.optional(wire.union([wire.string, wire.integer])),
  /** Seconds since 1970. */
  CreateTime: wire.optional(wire.integer),
  CoverURL: wire.optional(wire.string),
  Category: wire.optional(wire.list(wire.integer)),
  ActivityStatus: wire.optional(wire.integer),
  ViewCount: wire.optional(wire.integer)
})

/** Reads a live room. */
export const getRoomInfo = /* @__PURE__ */ endpoint("v4/live_engine_http_srv/get_room_info", {
  request: ofRoom,
  response: () => ({
    Response: wire.object({
      RoomInfo: wire.object({
        RoomId: wire.string,
        /** `Live`. */
        RoomType: wire.optional(wire.openEnum("Live")),
        ...readRoom(),
        Notice: wire.optional(wire.string),
        IsMessageDisabled: wire.optional(wire.boolean),
        IsPublicVisible: wire.optional(wire.boolean),
        IsSeatEnabled: wire.optional(wire.boolean),
        /** Older answers have a number: 1 for `FreeToTake`, 2 for `ApplyToTake`. */
        TakeSeatMode: wire.optional(wire.union([wire.openEnum("FreeToTake", "ApplyToTake"), wire.integer])),
        MaxSeatCount: wire.optional(wire.integer),
        MaxMemberCount: wire.optional(wire.integer),
        IsUnlimitedRoomEnabled: wire.optional(wire.boolean),
        SeatLayoutTemplateId: wire.optional(wire.integer),
        SeatTemplate: wire.optional(wire.string)
      })
    })
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/63404"
})

/** Lists the rooms that are public, up to 20 a page, the one that was seen most first. 10 calls a second. */
export const getRoomList = /* @__PURE__ */ endpoint("v4/live_engine_http_srv/get_room_list", {
  request: () => ({
    /** Empty for the first page, then what the page before answered. */
    Next: wire.string,
    Count: wire.between(1, 20)
  }),
  response: () => ({
    Response: wire.object({
      /** Empty at the end. */
      Next: wire.string,
      RoomList: wire.list(wire.object({ RoomId: wire.optional(wire.string), ...readRoom() }))
    })
  }),
  repeatability: "safe",
  ratePerSecond: 10,
  docs: "https://trtc.io/document/63405"
})

/** 1 to 50 bytes. */
const key = () => wire.text({ minBytes: 1, maxBytes: 50 })

/** Reads metadata of a room. */
export const getRoomMetadata = /* @__PURE__ */ endpoint("v4/live_engine_http_srv/get_room_metadata", {
  request: () => ({
    ...ofRoom(),
    /** Empty for all of it. */
    Keys: wire.list(key())
  }),
  response: () => ({
    Response: wire.object({
      Metadata: wire.list(wire.object({ Key: wire.string, Value: wire.string }))
    })
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/64374"
})

/** The most that all values of a room take, in bytes. */
export const maxMetadataBytes: number = 16 * 1024

/** Sets metadata of a room; other keys stay. A room has at most 10 keys, whose values take at most 16 KB. */
export const setRoomMetadata = /* @__PURE__ */ endpoint("v4/live_engine_http_srv/set_room_metadata", {
  request: () => ({
    ...ofRoom(),
    Metadata: wire.list(
      wire.object({
        Key: key(),
        /** At most 2 KB. */
        Value: wire.text({ maxBytes: 2048 })
      }),
      { min: 1, max: 10 }
    )
  }),
  rule: ({ Metadata }) =>
    Metadata.reduce((sum, { Value }) => sum + wire.utf8Length(Value), 0) <= maxMetadataBytes ||
    `the values are longer than ${maxMetadataBytes} bytes`,
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/64375"
})

/** Deletes metadata of a room by its keys. */
export const delRoomMetadata = /* @__PURE__ */ endpoint("v4/live_engine_http_srv/del_room_metadata", {
  request: () => ({ ...ofRoom(), Keys: wire.list(key(), { min: 1 }) }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://www.tencentcloud.com/document/product/1071/76892"
})
