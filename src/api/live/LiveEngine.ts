/** The live engine: rooms with owners, metadata, mutes, bans, admins and robots. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type * as Stream from "effect/Stream"
import { type BatchResult, inBatches, itself } from "../../endpoint/batch.ts"
import type { RequestOf, ResponseOf } from "../../endpoint/Endpoint.ts"
import type { TimClientService } from "../../endpoint/client.ts"
import { serviceLayer } from "../../endpoint/service.ts"
import type { TimClient } from "../../endpoint/TimClient.ts"
import { verb, type VerbOf } from "../../endpoint/verb.ts"
import type { TimError } from "../../errors/TimError.ts"
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
} from "./engineMemberEndpoints.ts"
import {
  createRoom,
  delRoomMetadata,
  destroyRoom,
  getRoomInfo,
  getRoomList,
  getRoomMetadata,
  setRoomMetadata,
  updateRoomInfo
} from "./engineRoomEndpoints.ts"
import { eachOnce } from "./pages.ts"

/** What a new live room may be given beside its id. */
export type LiveRoomOptions = Omit<RequestOf<typeof createRoom>["RoomInfo"], "RoomId" | "RoomType">

/** What can be changed about a live room. */
export type LiveRoomChanges = Omit<RequestOf<typeof updateRoomInfo>["RoomInfo"], "RoomId">

/** What is known of a live room. */
export type LiveRoomInfo = ResponseOf<typeof getRoomInfo>["Response"]["RoomInfo"]

/** A live room as lists have it. */
export type ListedLiveRoom = ResponseOf<typeof getRoomList>["Response"]["RoomList"][number]

/** A ban from a live room. */
export type LiveRoomBan = ResponseOf<typeof getBannedMemberList>["Response"]["BannedAccountList"][number]

/**
 * Calls about the rooms of the live engine, the service behind TUILiveKit. Answers hold their content in `Response`.
 *
 * Codes: 100001 a fault of the service, worth another try; 100002 a wrong parameter; 100004 the room does not exist or
 * was dissolved; 100006 the room is none of type `Live`. Each call fails with `TimError`.
 */
export interface LiveEngineService {
  /**
   * Makes a live room. It lasts until it is dissolved, unless the app has that done by itself. Pages of 2026 ask for
   * `SeatTemplate`, older ones do not know it.
   *
   * @example
   * ```ts
   * import { connect } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.liveEngine.create("room", { RoomName: "Room", SeatTemplate: "VideoDynamicGrid9Seats" })
   * await tim.liveEngine.setMetadata("room", { topic: "music" })
   * ```
   *
   * @see https://trtc.io/document/63401
   */
  readonly create: VerbOf<[roomId: string, options?: LiveRoomOptions], typeof createRoom>
  /**
   * Dissolves a live room; answers the totals of what happened in it.
   *
   * @see https://trtc.io/document/63406
   */
  readonly destroy: VerbOf<[roomId: string], typeof destroyRoom>
  /**
   * Changes the given parts of a live room; the others stay as they are.
   *
   * @see https://trtc.io/document/63403
   */
  readonly update: VerbOf<[roomId: string, changes: LiveRoomChanges], typeof updateRoomInfo>
  /**
   * Reads a live room.
   *
   * @see https://trtc.io/document/63404
   */
  readonly get: VerbOf<[roomId: string], typeof getRoomInfo>
  /**
   * Lists public rooms, up to 20 a page, the one that was seen most first. 10 calls a second. `rooms` walks through the
   * pages.
   *
   * @see https://trtc.io/document/63405
   */
  readonly list: (
    request?: Partial<RequestOf<typeof getRoomList>>
  ) => Effect.Effect<ResponseOf<typeof getRoomList>, TimError>
  /** The public rooms, page by page, each once. */
  readonly rooms: () => Stream.Stream<ListedLiveRoom, TimError>
  /**
   * Reads metadata of a room: of the given keys, or all of it.
   *
   * @see https://trtc.io/document/64374
   */
  readonly getMetadata: VerbOf<[roomId: string, keys?: ReadonlyArray<string>], typeof getRoomMetadata>
  /**
   * Sets metadata of a room; other keys stay. A room has at most 10 keys of 50 bytes, values of 2 KB, and 16 KB of
   * values in all.
   *
   * @see https://trtc.io/document/64375
   */
  readonly setMetadata: VerbOf<
    [roomId: string, metadata: { readonly [key: string]: string }],
    typeof setRoomMetadata
  >
  /**
   * Deletes metadata of a room by its keys.
   *
   * @see https://www.tencentcloud.com/document/product/1071/76892
   */
  readonly deleteMetadata: VerbOf<[roomId: string, keys: ReadonlyArray<string>], typeof delRoomMetadata>
  /**
   * Lists members of a room. `members` walks through the pages.
   *
   * @see https://www.tencentcloud.com/document/product/1071/78156
   */
  readonly listMembers: VerbOf<[roomId: string, next?: string], typeof getMemberList>
  /** The accounts in a room, page by page, each once. */
  readonly members: (roomId: string) => Stream.Stream<string, TimError>
  /**
   * Mutes members for so many seconds; 0 lifts their mutes. How many accounts a call takes was not documented.
   *
   * @see https://trtc.io/document/66969
   */
  readonly muteMembers: VerbOf<
    [roomId: string, userIds: ReadonlyArray<string>, seconds: number],
    typeof muteMember
  >
  /**
   * Lists who is muted in a room now.
   *
   * @see https://trtc.io/document/69894
   */
  readonly listMuted: VerbOf<[roomId: string], typeof getMutedMemberList>
  /**
   * Bans any number of accounts for so many seconds, 20 a call: they cannot come in before the time is over.
   *
   * @see https://trtc.io/document/63407
   */
  readonly banMembers: (
    roomId: string,
    userIds: ReadonlyArray<string>,
    seconds: number,
    options?: Pick<RequestOf<typeof banMember>, "Reason">
  ) => Effect.Effect<BatchResult, TimError>
  /**
   * Lifts the bans of any number of accounts, 20 a call.
   *
   * @see https://trtc.io/document/63410
   */
  readonly unbanMembers: (roomId: string, userIds: ReadonlyArray<string>) => Effect.Effect<BatchResult, TimError>
  /**
   * Lists who is banned from a room now, up to 100 a page. `bans` walks through the pages.
   *
   * @see https://trtc.io/document/63424
   */
  readonly listBanned: VerbOf<
    [roomId: string, options?: Omit<RequestOf<typeof getBannedMemberList>, "RoomId">],
    typeof getBannedMemberList
  >
  /** The bans of a room, page by page, each once. */
  readonly bans: (roomId: string) => Stream.Stream<LiveRoomBan, TimError>
  /**
   * Makes accounts admins of a room.
   *
   * @see https://www.tencentcloud.com/document/product/1071/76881
   */
  readonly addAdmins: (
    roomId: string,
    userIds: ReadonlyArray<string>
  ) => Effect.Effect<ResponseOf<typeof modifyRoomAdmin>, TimError>
  /**
   * Makes admins plain members again.
   *
   * @see https://www.tencentcloud.com/document/product/1071/76881
   */
  readonly removeAdmins: (
    roomId: string,
    userIds: ReadonlyArray<string>
  ) => Effect.Effect<ResponseOf<typeof modifyRoomAdmin>, TimError>
  /**
   * Lists the admins of a room, by plain ids.
   *
   * @see https://trtc.io/document/63425
   */
  readonly listAdmins: VerbOf<[roomId: string], typeof getRoomAdminList>
  /**
   * Gives a room to another owner.
   *
   * @see https://trtc.io/document/72534
   */
  readonly changeOwner: VerbOf<[roomId: string, newOwner: string], typeof changeRoomOwner>
  /**
   * Puts robots into a room: imported accounts, at most 3 a room. A room with robots is never dissolved by itself. 100
   * calls a second.
   *
   * @see https://trtc.io/document/69079
   */
  readonly addRobots: VerbOf<[roomId: string, userIds: ReadonlyArray<string>], typeof addRobot>
  /**
   * Lists the robots of a room. 100 calls a second.
   *
   * @see https://trtc.io/document/69081
   */
  readonly listRobots: VerbOf<[roomId: string], typeof getRobot>
  /**
   * Takes robots out of a room. 100 calls a second.
   *
   * @see https://trtc.io/document/69080
   */
  readonly removeRobots: VerbOf<[roomId: string, userIds: ReadonlyArray<string>], typeof delRobot>
}

/** The largest pages that the service has. */
const roomsPage = 20
const bansPage = 100

/** Calls for accounts of a room, 20 at a time, when all of a call succeed or none. */
const forAccounts = (
  userIds: ReadonlyArray<string>,
  call: (MemberList_Account: ReadonlyArray<string>) => Effect.Effect<unknown, TimError>
): Effect.Effect<BatchResult, TimError> =>
  inBatches(userIds, {
    size: 20,
    idOf: itself,
    call: (chunk) => Effect.map(call(chunk), () => ({ ok: chunk, failed: [] }))
  })

/** Makes the service on a client. */
export const makeLiveEngine = (client: TimClientService): LiveEngineService => {
  const admins = (CommandType: 1 | 2): LiveEngineService["addAdmins"] => (RoomId, Admin_Account) =>
    client.call(modifyRoomAdmin, { RoomId, CommandType, Admin_Account })

  return {
    create: verb(client, createRoom, (RoomId, options) => ({ RoomInfo: { ...options, RoomId, RoomType: "Live" } })),
    destroy: verb(client, destroyRoom, (RoomId) => ({ RoomId })),
    update: verb(client, updateRoomInfo, (RoomId, changes) => ({ RoomInfo: { ...changes, RoomId } })),
    get: verb(client, getRoomInfo, (RoomId) => ({ RoomId })),
    list: (request) => client.call(getRoomList, { Next: request?.Next ?? "", Count: request?.Count ?? roomsPage }),
    rooms: () =>
      eachOnce({
        first: "",
        idOf: ({ RoomId }) => RoomId,
        read: (Next) =>
          Effect.map(
            client.call(getRoomList, { Next, Count: roomsPage }),
            ({ Response }) => ({ items: Response.RoomList, next: Response.Next })
          )
      }),
    getMetadata: verb(client, getRoomMetadata, (RoomId, keys) => ({ RoomId, Keys: keys ?? [] })),
    setMetadata: verb(client, setRoomMetadata, (RoomId, metadata) => ({
      RoomId,
      Metadata: Object.entries(metadata).map(([Key, Value]) => ({ Key, Value }))
    })),
    deleteMetadata: verb(client, delRoomMetadata, (RoomId, Keys) => ({ RoomId, Keys })),
    listMembers: verb(client, getMemberList, (RoomId, next) => ({ RoomId, Next: next ?? "" })),
    members: (RoomId) =>
      eachOnce({
        first: "",
        idOf: itself,
        read: (Next) =>
          Effect.map(client.call(getMemberList, { RoomId, Next }), ({ Response }) => ({
            items: Response.MemberList.map(({ Member_Account }) => Member_Account),
            next: Response.Next
          }))
      }),
    muteMembers: verb(client, muteMember, (RoomId, MemberList_Account, MuteTime) => ({
      RoomId,
      MemberList_Account,
      MuteTime
    })),
    listMuted: verb(client, getMutedMemberList, (RoomId) => ({ RoomId })),
    banMembers: (RoomId, userIds, Duration, options) =>
      forAccounts(
        userIds,
        (MemberList_Account) => client.call(banMember, { ...options, RoomId, MemberList_Account, Duration })
      ),
    unbanMembers: (RoomId, userIds) =>
      forAccounts(userIds, (MemberList_Account) => client.call(unbanMember, { RoomId, MemberList_Account })),
    listBanned: verb(client, getBannedMemberList, (RoomId, options) => ({ ...options, RoomId })),
    bans: (RoomId) =>
      eachOnce({
        first: 0,
        idOf: ({ Member_Account }) => Member_Account,
        read: (Offset) =>
          Effect.map(
            client.call(getBannedMemberList, { RoomId, Offset, Limit: bansPage }),
            ({ Response }) => ({ items: Response.BannedAccountList, next: Response.NextOffset })
          )
      }),
    addAdmins: admins(1),
    removeAdmins: admins(2),
    listAdmins: verb(client, getRoomAdminList, (RoomId) => ({ RoomId })),
    changeOwner: verb(client, changeRoomOwner, (RoomId, NewOwner_Account) => ({ RoomId, NewOwner_Account })),
    addRobots: verb(client, addRobot, (RoomId, RobotList_Account) => ({ RoomId, RobotList_Account })),
    listRobots: verb(client, getRobot, (RoomId) => ({ RoomId })),
    removeRobots: verb(client, delRobot, (RoomId, RobotList_Account) => ({ RoomId, RobotList_Account }))
  }
}

/** The live engine as a service. */
export class LiveEngine extends /* @__PURE__ */ Context.Service<LiveEngine, LiveEngineService>()("timkit/LiveEngine") {
  static readonly make = makeLiveEngine
  static readonly layer: Layer.Layer<LiveEngine, never, TimClient> = /* @__PURE__ */ serviceLayer(
    LiveEngine,
    makeLiveEngine
  )
}
