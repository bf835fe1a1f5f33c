/** The commands about live rooms: their members, seats, battles and gifts. */
import * as wire from "../../endpoint/wire.ts"
import { yesOrNo } from "../answers.ts"
import { command } from "../Command.ts"

const room = () => ({ RoomId: wire.string })

const operator = () => ({
  /** Who made the call. */
  Operator_Account: wire.string
})

const optionalOperator = () => ({
  /** Who made the call. */
  Operator_Account: wire.optional(wire.string)
})

const roomInfo = () => ({
  ...operator(),
  RoomInfo: wire.object({
    ...room(),
    RoomName: wire.optional(wire.string),
    RoomType: wire.optional(wire.openEnum("Live")),
    Owner_Account: wire.optional(wire.string),
    MaxMemberCount: wire.optional(wire.integer),
    /** Whether nobody may speak. */
    IsMessageDisabled: wire.optional(wire.boolean),
    CustomInfo: wire.optional(wire.string),
    /** Whether the room has seats. */
    IsSeatEnabled: wire.optional(wire.boolean),
    /** `FreeToTake`: a seat is taken at once; `ApplyToTake`: somebody has to agree. */
    TakeSeatMode: wire.optional(wire.openEnum("ApplyToTake", "FreeToTake")),
    MaxSeatCount: wire.optional(wire.integer),
    /** Seconds since 1970. */
    CreateTime: wire.optional(wire.integer),
    /** Whether the room is among those that are listed. */
    IsPublicVisible: wire.optional(wire.boolean),
    /** The address of a picture. */
    CoverURL: wire.optional(wire.string),
    Category: wire.optional(wire.list(wire.integer))
  })
})

export const liveRoomCreated = /* @__PURE__ */ command("Live.CallbackAfterCreateRoom", {
  title: "A live room was made",
  family: "live",
  docs: "https://trtc.io/document/64422",
  body: roomInfo
})

export const liveRoomDestroyed = /* @__PURE__ */ command("Live.CallbackAfterDestroyRoom", {
  title: "A live room was dissolved",
  family: "live",
  docs: "https://trtc.io/document/64423",
  body: () => ({ ...operator(), ...room() })
})

export const liveRoomUpdated = /* @__PURE__ */ command("Live.CallbackAfterUpdateRoomInfo", {
  title: "A live room was changed",
  family: "live",
  docs: "https://trtc.io/document/67938",
  body: roomInfo
})

export const liveMetadataSet = /* @__PURE__ */ command("Live.CallbackAfterSetMetadata", {
  title: "Metadata of a live room was set",
  family: "live",
  docs: "https://trtc.io/document/68222",
  body: () => ({
    ...optionalOperator(),
    ...room(),
    Metadata: wire.optional(wire.list(wire.object({ Key: wire.string, Value: wire.string })))
  })
})

export const liveMetadataDeleted = /* @__PURE__ */ command("Live.CallbackAfterDelMetadata", {
  title: "Metadata of a live room was deleted",
  family: "live",
  docs: "https://trtc.io/document/68223",
  body: () => ({
    ...optionalOperator(),
    ...room(),
    Keys: wire.optional(wire.list(wire.string))
  })
})

export const liveRoomQuotaAlarm = /* @__PURE__ */ command("Live.CallbackAfterCreateRoomReachingThreshold", {
  title: "There are 70% of as many live rooms as the app may have",
  family: "live",
  docs: "https://trtc.io/document/70485",
  body: () => ({
    ...optionalOperator(),
    // The vendor's table says texts, its sample has numbers.
    CurRoomCount: wire.optional(wire.union([wire.string, wire.integer])),
    MaxRoomCount: wire.optional(wire.union([wire.string, wire.integer]))
  })
})

export const liveMemberState = /* @__PURE__ */ command("Live.CallbackAfterMemberStateChanged", {
  title: "Members of a live room came or left",
  family: "live",
  docs: "https://trtc.io/document/64424",
  body: () => ({
    ...room(),
    EventType: wire.openEnum("Online", "Offline"),
    /** The heartbeat tells of connections that were lost and came back. */
    EventCause: wire.openEnum("Enter", "Leave", "HeartbeatInterrupt", "HeartbeatRecover"),
    MemberList: wire.list(wire.object({ Member_Account: wire.string }))
  })
})

export const liveOwnerChanged = /* @__PURE__ */ command("Live.CallbackAfterChangeOwner", {
  title: "A live room has a new owner",
  family: "live",
  docs: "https://trtc.io/document/72553",
  body: () => ({
    ...optionalOperator(),
    ...room(),
    OriginalOwner_Account: wire.optional(wire.string),
    CurrentOwner_Account: wire.optional(wire.string)
  })
})

export const liveAdminChanged = /* @__PURE__ */ command("Live.CallbackAfterModifyAdmin", {
  title: "A live room has other administrators",
  family: "live",
  docs: "https://trtc.io/document/72554",
  body: () => ({
    ...optionalOperator(),
    ...room(),
    Admin_Account: wire.optional(wire.union([wire.string, wire.list(wire.string)])),
    /** Spelled with a small letter. */
    opType: wire.optional(wire.openEnum("add", "delete"))
  })
})

export const seatInfoChanged = /* @__PURE__ */ command("Mic.CallbackAfterSeatInfoChanged", {
  title: "Seats of a live room changed",
  family: "live",
  docs: "https://trtc.io/document/64425",
  body: () => ({
    ...optionalOperator(),
    ...room(),
    SeatList: wire.list(wire.object({
      /** The number of the seat. */
      Index: wire.integer,
      /** Who has the seat; absent when it is free. A sample shows a number. */
      Member_Account: wire.optional(wire.union([wire.string, wire.integer])),
      /** Whether nobody may take it. */
      IsTakenDisabled: wire.boolean,
      IsVideoDisabled: wire.boolean,
      IsAudioDisabled: wire.boolean
    }))
  })
})

export const liveBattleCreated = /* @__PURE__ */ command("Live.CallbackAfterCreateBattle", {
  title: "A live room challenged others to a battle",
  family: "live",
  docs: "https://trtc.io/document/68259",
  body: () => ({
    ...optionalOperator(),
    BattleId: wire.optional(wire.string),
    /** The room that challenges. */
    FromRoomId: wire.optional(wire.string),
    /** The rooms that are challenged. */
    ToRoomIdList: wire.optional(wire.list(wire.string)),
    /** How long the others may take to answer, in milliseconds. */
    Timeout: wire.optional(wire.integer),
    /** How long the battle lasts, in milliseconds. */
    Duration: wire.optional(wire.integer),
    /** Whether the others have to agree. */
    NeedResponse: wire.optional(wire.boolean),
    ExtensionInfo: wire.optional(wire.string)
  })
})

const battle = () => ({
  BattleId: wire.optional(wire.string),
  /** Milliseconds. */
  Duration: wire.optional(wire.integer),
  /** Seconds since 1970. */
  CreateTime: wire.optional(wire.integer),
  /** Seconds since 1970. */
  StartTime: wire.optional(wire.integer)
})

const battleRoom = () => ({
  ...room(),
  /** A sample shows a number. */
  Owner_Account: wire.union([wire.string, wire.integer])
})

export const liveBattleStarted = /* @__PURE__ */ command("Live.CallbackAfterStartBattle", {
  title: "A battle of live rooms began",
  family: "live",
  docs: "https://trtc.io/document/68260",
  body: () => ({
    ...battle(),
    FromRoomInfo: wire.optional(wire.object(battleRoom())),
    ToRoomList: wire.optional(wire.list(wire.object(battleRoom())))
  })
})

const scoredRoom = () => ({
  ...battleRoom(),
  Score: wire.optional(wire.integer)
})

export const liveBattleEnded = /* @__PURE__ */ command("Live.CallbackAfterEndBattle", {
  title: "A battle of live rooms ended",
  family: "live",
  docs: "https://trtc.io/document/68261",
  body: () => ({
    ...battle(),
    /** Seconds since 1970. */
    EndTime: wire.optional(wire.integer),
    /** 0 the time was over, 1 all streamers left, 2 it never began. */
    OpType: wire.optional(wire.integer),
    FromRoomInfo: wire.optional(wire.object(scoredRoom())),
    ToRoomList: wire.optional(wire.list(wire.object(scoredRoom())))
  })
})

const gift = () => ({
  ...operator(),
  ...room(),
  GiftWater: wire.object({
    /** Who gives. */
    From_Account: wire.string,
    /** Who is given. */
    To_Account: wire.list(wire.string),
    /** Seconds since 1970. */
    Time: wire.integer,
    GiftId: wire.string,
    Count: wire.integer,
    /** What it is worth. */
    Coins: wire.integer
  })
})

export const beforeGift = /* @__PURE__ */ command("Live.CallbackBeforeSendGift", {
  title: "Before a gift is sent in a live room",
  family: "live",
  docs: "https://trtc.io/document/72210",
  body: gift,
  answer: yesOrNo()
})

/** Perhaps only the name of the mode in the console, and never sent. */
export const beforeGiftNonBlocking = /* @__PURE__ */ command("Live.CallbackBeforeCallBackNotBlock", {
  title: "A gift is sent in a live room, and does not wait",
  family: "live",
  docs: "https://trtc.io/document/72210",
  body: gift
})

/** All of them. */
export const liveCommands = [
  liveRoomCreated,
  liveRoomDestroyed,
  liveRoomUpdated,
  liveMetadataSet,
  liveMetadataDeleted,
  liveRoomQuotaAlarm,
  liveMemberState,
  liveOwnerChanged,
  liveAdminChanged,
  seatInfoChanged,
  liveBattleCreated,
  liveBattleStarted,
  liveBattleEnded,
  beforeGift,
  beforeGiftNonBlocking
] as const
