/** AVChatRooms: who is online in them, marks, admins, robots. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type * as Stream from "effect/Stream"
import { type BatchResult, inBatches } from "../../endpoint/batch.ts"
import type { RequestOf, ResponseOf } from "../../endpoint/Endpoint.ts"
import type { TimClientService } from "../../endpoint/client.ts"
import { serviceLayer } from "../../endpoint/service.ts"
import type { TimClient } from "../../endpoint/TimClient.ts"
import { verb, type VerbOf } from "../../endpoint/verb.ts"
import type { TimError } from "../../errors/TimError.ts"
import { eachOnce } from "./pages.ts"
import {
  addRobots,
  checkMembers,
  delRobots,
  getAdminList,
  getMembers,
  getOnlineMemberNum,
  modifyAdmin,
  modifyUserInfo
} from "./roomEndpoints.ts"

/** A member that is online. */
export type OnlineMember = ResponseOf<typeof getMembers>["MemberList"][number]

/** An account and its marks: 500 a robot, 600 hidden, from 1000 on the app's own. */
export type MarkedMember = RequestOf<typeof modifyUserInfo>["MemberList"][number]

/**
 * Calls about AVChatRooms beside those that all groups have: `tim.groups` bans, mutes and keeps attributes and
 * counters, `tim.groupMessages` sends. Nothing makes a user join: a client has to.
 *
 * Most of it needs a premium edition and, in the console, the switch for the list of online members; 10007 tells that
 * one of them is missing, or that the group is of another type. Each call fails with `TimError`.
 */
export interface LiveRoomsService {
  /**
   * Counts who is online in a group. Up to 10 seconds old, with web clients up to 20; at once below 300 members without
   * web clients. Other types than AVChatRoom have a switch of their own in the console (10007).
   *
   * @example
   * ```ts
   * import { connect } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.accounts.import("robot")
   * await tim.groups.create("AVChatRoom", "Room", { GroupId: "room" })
   * await tim.liveRooms.addRobots("room", ["robot"])
   * const { OnlineMemberNum } = await tim.liveRooms.countOnline("room")
   * ```
   *
   * @see https://trtc.io/document/38521
   */
  readonly countOnline: VerbOf<[groupId: string], typeof getOnlineMemberNum>
  /**
   * Lists members that are online, the newest first, 250 a page: the newest 1,000 at most, 30 without the switch in the
   * console. `members` walks through the pages.
   *
   * @see https://trtc.io/document/50293
   */
  readonly listMembers: VerbOf<
    [groupId: string, options?: Partial<Omit<RequestOf<typeof getMembers>, "GroupId">>],
    typeof getMembers
  >
  /** The members that are online, or those of them with a mark, page by page, each once; see `listMembers`. */
  readonly members: (
    groupId: string,
    options?: Pick<RequestOf<typeof getMembers>, "Mark">
  ) => Stream.Stream<OnlineMember, TimError>
  /**
   * Tells which accounts are in the room, also beyond the newest 1,000. Up to 40 seconds old. How many accounts a call
   * takes was not documented.
   *
   * @see https://cloud.tencent.com/document/product/269/95618
   */
  readonly checkMembers: VerbOf<[groupId: string, userIds: ReadonlyArray<string>], typeof checkMembers>
  /**
   * Sets marks of members that are online, 500 a call. A group has at most 10 different marks, and at most 1,000
   * members have the same. Marks are gone when their member leaves; only robots (500) need not be online.
   *
   * Members that are not online fail alone, without a code; a call in which none is online fails as a whole.
   *
   * @see https://trtc.io/document/50294
   */
  readonly setMarks: (groupId: string, members: ReadonlyArray<MarkedMember>) => Effect.Effect<BatchResult, TimError>
  /**
   * Removes marks of members, 500 a call; fails in part as `setMarks` does.
   *
   * @see https://trtc.io/document/50294
   */
  readonly removeMarks: (groupId: string, members: ReadonlyArray<MarkedMember>) => Effect.Effect<BatchResult, TimError>
  /**
   * Makes accounts admins of a room, which has at most 5. They need not be in it, and stay admins when they leave.
   *
   * @see https://trtc.io/document/60525
   */
  readonly addAdmins: (
    groupId: string,
    userIds: ReadonlyArray<string>
  ) => Effect.Effect<ResponseOf<typeof modifyAdmin>, TimError>
  /**
   * Makes admins plain members again.
   *
   * @see https://trtc.io/document/60525
   */
  readonly removeAdmins: (
    groupId: string,
    userIds: ReadonlyArray<string>
  ) => Effect.Effect<ResponseOf<typeof modifyAdmin>, TimError>
  /**
   * Lists the admins of a room.
   *
   * @see https://trtc.io/document/60524
   */
  readonly listAdmins: VerbOf<[groupId: string], typeof getAdminList>
  /**
   * Puts robots into a room: accounts that are online there without a client. The same as setting the mark 500.
   *
   * @see https://trtc.io/document/60527
   */
  readonly addRobots: VerbOf<[groupId: string, userIds: ReadonlyArray<string>], typeof addRobots>
  /**
   * Takes robots out of a room. The same as removing the mark 500.
   *
   * @see https://trtc.io/document/60526
   */
  readonly removeRobots: VerbOf<[groupId: string, userIds: ReadonlyArray<string>], typeof delRobots>
}

const set = 1

const remove = 2

/** Makes the service on a client. */
export const makeLiveRooms = (client: TimClientService): LiveRoomsService => {
  const marks = (CommandType: 1 | 2): LiveRoomsService["setMarks"] => (GroupId, members) =>
    inBatches(members, {
      size: 500,
      idOf: ({ Member_Account }) => Member_Account,
      call: (chunk) =>
        Effect.map(client.call(modifyUserInfo, { GroupId, CommandType, MemberList: chunk }), ({ MemberList }) => {
          const done = new Set(MemberList.map(({ Member_Account }) => Member_Account))
          const ids = chunk.map(({ Member_Account }) => Member_Account)
          return {
            ok: ids.filter((id) => done.has(id)),
            failed: ids.filter((id) => !done.has(id)).map((item) => ({ item, code: undefined, info: "" }))
          }
        })
    })

  const admins = (CommandType: 1 | 2): LiveRoomsService["addAdmins"] => (GroupId, Admin_Account) =>
    client.call(modifyAdmin, { GroupId, CommandType, Admin_Account })

  return {
    countOnline: verb(client, getOnlineMemberNum, (GroupId) => ({ GroupId })),
    listMembers: verb(client, getMembers, (GroupId, options) => ({
      ...options,
      GroupId,
      Timestamp: options?.Timestamp ?? 0
    })),
    members: (GroupId, options) =>
      eachOnce({
        first: 0,
        idOf: ({ Member_Account }) => Member_Account,
        read: (Timestamp) =>
          Effect.map(
            client.call(getMembers, { ...options, GroupId, Timestamp }),
            ({ MemberList, NextTimestamp }) => ({ items: MemberList, next: NextTimestamp })
          )
      }),
    checkMembers: verb(client, checkMembers, (GroupId, Member_Account) => ({ GroupId, Member_Account })),
    setMarks: marks(set),
    removeMarks: marks(remove),
    addAdmins: admins(set),
    removeAdmins: admins(remove),
    listAdmins: verb(client, getAdminList, (GroupId) => ({ GroupId })),
    addRobots: verb(client, addRobots, (GroupId, Member_Account) => ({ GroupId, Member_Account })),
    removeRobots: verb(client, delRobots, (GroupId, Member_Account) => ({ GroupId, Member_Account }))
  }
}

/** AVChatRooms as a service. */
export class LiveRooms extends /* @__PURE__ */ Context.Service<LiveRooms, LiveRoomsService>()("timkit/LiveRooms") {
  static readonly make = makeLiveRooms
  static readonly layer: Layer.Layer<LiveRooms, never, TimClient> = /* @__PURE__ */ serviceLayer(
    LiveRooms,
    makeLiveRooms
  )
}
