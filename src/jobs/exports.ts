/** What the service can list, as plain objects: page by page, so that memory does not grow with it. */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { Friends } from "../api/friends/Friends.ts"
import { customFriendTag, defaultSource, sourceOf } from "../api/friends/tags.ts"
import { GroupMessages } from "../api/groupMessages/GroupMessages.ts"
import { Groups } from "../api/groups/Groups.ts"
import { type HistoryPage, Messages } from "../api/messages/Messages.ts"
import type { TimClientService } from "../endpoint/client.ts"
import { TimClient } from "../endpoint/TimClient.ts"
import type { TimError } from "../errors/TimError.ts"
import type { Item } from "./Job.ts"

type Exported = Stream.Stream<Item, TimError, TimClient>

const withClient = (
  make: (client: TimClientService) => Stream.Stream<Item, TimError>
): Exported => Stream.unwrap(Effect.map(TimClient, make))

/** Without the fields that hold nothing. */
const compact = (item: Item): Item =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined && value !== ""))

/** A flag of a message that was recalled. */
const recalled = 8

/** Which part of a history is exported. Times are in seconds since 1970, included. */
export type HistoryPart = Partial<Pick<HistoryPage, "MinTime" | "MaxTime">>

/**
 * The history that an account has with another, newest message first, as items of the job `import-messages`. Recalled
 * messages are left out.
 *
 * The service keeps histories for some days only: what has expired is not exported. Messages are imported in the order
 * of their times, so turn the export round before it is imported. Read receipts and extensions are not kept.
 *
 * @example
 * ```ts
 * import { Accounts, Messages, msg } from "timkit"
 * import { Emulator } from "timkit/emulator"
 * import { exportHistory } from "timkit/jobs"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * const program = Effect.gen(function*() {
 *   yield* (yield* Accounts).importMany(["alice", "bob"])
 *   yield* (yield* Messages).send(msg().text("hi").from("alice").to("bob"))
 *   return yield* Stream.runCollect(exportHistory("alice", "bob"))
 * })
 * const items = await Effect.runPromise(Effect.provide(program, Emulator.layer()))
 * console.log(items.length) // 1
 * ```
 */
export const exportHistory = (userId: string, peerId: string, part: HistoryPart = {}): Exported =>
  withClient((client) =>
    Messages.make(client).history(userId, peerId, part).pipe(
      Stream.filter(({ MsgFlagBits }) => (MsgFlagBits & recalled) === 0),
      Stream.map(({ CloudCustomData, From_Account, MsgBody, MsgRandom, MsgSeq, MsgTimeStamp, To_Account }) =>
        compact({
          From_Account,
          To_Account,
          MsgTimeStamp,
          MsgSeq,
          MsgRandom,
          // History: read already, and not pushed.
          SyncFromOldSystem: 2,
          MsgBody,
          CloudCustomData
        })
      )
    )
  )

/**
 * The history of a group, or of a topic, newest message first, as items of the job `import-group-messages`. Tips of the
 * service, recalled and deleted messages are left out.
 *
 * Messages are imported in the order of their times, so turn the export round before it is imported, and only into a
 * group that is older than they are. The import takes no `CloudCustomData` and no priority, and gives numbers of its
 * own; both are exported all the same, the number as `MsgSeq`.
 */
export const exportGroupHistory = (
  groupId: string,
  options: { readonly topicId?: string | undefined } = {}
): Exported =>
  withClient((client) => {
    const { topicId } = options
    const topic = topicId === undefined ? {} : { TopicId: topicId }
    return GroupMessages.make(client).history(groupId, topic).pipe(
      Stream.filter(({ IsSystemMsg, MsgBody }) => IsSystemMsg !== 1 && MsgBody.length > 0),
      Stream.map(({ CloudCustomData, From_Account, MsgBody, MsgPriority, MsgRandom, MsgSeq, MsgTimeStamp }) =>
        compact({
          GroupId: groupId,
          ...topic,
          From_Account,
          SendTime: MsgTimeStamp,
          Random: MsgRandom,
          MsgSeq,
          MsgPriority,
          MsgBody,
          CloudCustomData
        })
      )
    )
  })

/**
 * The members of a group, as items of the job `import-members`. The role `Owner` cannot be imported: the owner comes
 * with the group, so its item has no role. Names within the group, mutes and custom fields are exported, and ignored by
 * the import.
 *
 * @example
 * ```ts
 * import { Accounts, Groups } from "timkit"
 * import { Emulator } from "timkit/emulator"
 * import { exportMembers } from "timkit/jobs"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * const program = Effect.gen(function*() {
 *   yield* (yield* Accounts).importMany(["alice"])
 *   yield* (yield* Groups).create("Public", "Readers", { GroupId: "readers", Owner_Account: "alice" })
 *   return yield* Stream.runCollect(exportMembers("readers"))
 * })
 * const [owner] = await Effect.runPromise(Effect.provide(program, Emulator.layer()))
 * console.log(owner?.["Member_Account"]) // alice
 * ```
 */
export const exportMembers = (groupId: string): Exported =>
  withClient((client) =>
    Stream.map(
      Groups.make(client).members(groupId),
      ({ AppMemberDefinedData, JoinTime, Member_Account, MuteUntil, NameCard, Role, ShutUpUntil = MuteUntil }) =>
        compact({
          GroupId: groupId,
          Member_Account,
          Role: Role?.trimEnd() === "Admin" ? "Admin" : undefined,
          JoinTime,
          NameCard,
          MuteUntil: ShutUpUntil === 0 ? undefined : ShutUpUntil,
          AppMemberDefinedData: AppMemberDefinedData?.length === 0 ? undefined : AppMemberDefinedData
        })
    )
  )

/** How many groups are read in a call. */
const groupsPerCall = 50

/**
 * All groups of the app with their profiles, as items of the job `import-groups`. Groups of the type `AVChatRoom` are
 * exported, and cannot be imported. A group that is gone by the time that it is read is left out. Ids that the service
 * made up, which begin with `@TGS#`, cannot be imported either.
 */
export const exportGroups = (): Exported =>
  withClient((client) => {
    const groups = Groups.make(client)
    return groups.allGroups().pipe(
      Stream.grouped(groupsPerCall),
      Stream.mapEffect((ids) => groups.getInfo(ids, { GroupBaseInfoFilter: [...profileFields] })),
      Stream.flatMap(({ ok }) => Stream.fromIterable(ok)),
      Stream.map((info) =>
        compact({
          GroupId: info.GroupId,
          Type: info.Type,
          Name: info.Name,
          Introduction: info.Introduction,
          Notification: info.Notification,
          FaceUrl: info.FaceUrl,
          Owner_Account: info.Owner_Account,
          CreateTime: info.CreateTime,
          // Written by another name than it is read.
          MaxMemberCount: info.MaxMemberNum,
          ApplyJoinOption: info.ApplyJoinOption,
          SupportTopic: info.SupportTopic,
          AppDefinedData: info.AppDefinedData?.length === 0 ? undefined : info.AppDefinedData
        })
      )
    )
  })

const profileFields = [
  "Type",
  "Name",
  "Introduction",
  "Notification",
  "FaceUrl",
  "Owner_Account",
  "CreateTime",
  "MaxMemberNum",
  "ApplyJoinOption",
  "SupportTopic"
] as const

/** The friends of an account, as items of the job `import-friends`. A source that is not told becomes `Server`. */
export const exportFriends = (userId: string): Exported =>
  withClient((client) =>
    Stream.map(Friends.make(client).all(userId), ({ addTime, custom = {}, userId: friend, ...rest }) =>
      compact({
        From_Account: userId,
        To_Account: friend,
        AddSource: rest.source === undefined ? defaultSource : sourceOf(rest.source),
        AddWording: rest.wording,
        AddTime: addTime,
        Remark: rest.remark,
        GroupName: rest.groups,
        CustomItem: Object.keys(custom).length === 0
          ? undefined
          : Object.entries(custom).map(([keyword, Value]) => ({ Tag: customFriendTag(keyword), Value }))
      }))
  )
