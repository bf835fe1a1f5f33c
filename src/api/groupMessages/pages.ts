/** Walks over pages: histories, key values, readers. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { RequestOf, ResponseOf } from "../../endpoint/Endpoint.ts"
import type { TimClientService } from "../../endpoint/client.ts"
import type { TimError } from "../../errors/TimError.ts"
import type { MessageElement, UnknownElement } from "../messages/elements.ts"
import { groupMsgGetSimple } from "./endpoints.ts"
import { getGroupMsgReceiptDetail, groupGetKeyValues } from "./marks.ts"

type Answered = NonNullable<ResponseOf<typeof groupMsgGetSimple>["RspMsgList"]>[number]

/** A message of a group's history: what the service answers, with its elements as a list. */
export type GroupHistoryMessage = Omit<Answered, "MsgBody"> & {
  readonly MsgBody: ReadonlyArray<MessageElement | UnknownElement>
}

/** A key value of a message. */
export type GroupMessageExtension = NonNullable<ResponseOf<typeof groupGetKeyValues>["ExtensionList"]>[number]

/** The elements of a message that was read; none where it holds something else, as tips and placeholders do. */
export const elementsOf = (
  { MsgBody }: Pick<Answered, "MsgBody">
): ReadonlyArray<MessageElement | UnknownElement> => Array.isArray(MsgBody) ? MsgBody : []

/** How many messages a page of history holds at most. */
const historyPage = 20

/** How many members a page of receipts holds at most. */
export const receiptPage = 200

/** Where the reading of a history stands. */
interface HistoryPosition {
  /** The highest number that is still wanted; everything when not known yet. */
  readonly below: number | undefined
  /** Whether a message with a higher number was seen, so that an empty page cannot lie above the newest message. */
  readonly entered: boolean
}

/** Makes the walk through a history. */
export const makeHistory = (client: TimClientService): (
  groupId: string,
  options?: Omit<RequestOf<typeof groupMsgGetSimple>, "GroupId" | "ReqMsgNumber">
) => Stream.Stream<GroupHistoryMessage, TimError> =>
(groupId, options) => {
  const withRecalled = options?.WithRecalledMsg === 1
  return Stream.paginate<HistoryPosition, GroupHistoryMessage, TimError>(
    { below: options?.ReqMsgSeq, entered: false },
    ({ below, entered }) =>
      Effect.map(
        client.call(groupMsgGetSimple, {
          ...options,
          GroupId: groupId,
          ReqMsgNumber: historyPage,
          ...(below === undefined ? {} : { ReqMsgSeq: below }),
          // With them every number of the range is answered, so that no page is empty before the history ends.
          WithRecalledMsg: 1
        }),
        ({ IsFinished, MsgList, RspMsgList = MsgList ?? [] }) => {
          const page = RspMsgList.filter(({ MsgSeq }) => below === undefined || MsgSeq <= below)
          const smallest = page.reduce((least, { MsgSeq }) => Math.min(least, MsgSeq), Infinity)
          // 2: the page was cut short, and what is older has expired.
          const next = IsFinished === 2
            ? 0
            : page.length > 0
            ? smallest - 1
            : entered && IsFinished === 1 && below !== undefined
            ? below - historyPage
            : 0
          return [
            page.filter(({ IsPlaceMsg }) => IsPlaceMsg === 0 || (withRecalled && IsPlaceMsg === 2))
              .map((message) => ({ ...message, MsgBody: elementsOf(message) })),
            next < 1 ? Option.none() : Option.some({ below: next, entered: entered || page.length > 0 })
          ] as const
        }
      )
  )
}

/** Where the reading of key values stands: the version to go on with, and the keys of that version that were seen. */
interface ExtensionPosition {
  readonly from: number
  readonly seen: ReadonlySet<string>
}

/** Makes the walk through the key values of a message. */
export const makeExtensions = (client: TimClientService): (
  groupId: string,
  seq: number
) => Stream.Stream<GroupMessageExtension, TimError> =>
(GroupId, MsgSeq) =>
  Stream.paginate<ExtensionPosition, GroupMessageExtension, TimError>(
    { from: 0, seen: new Set() },
    ({ from, seen }) =>
      Effect.map(
        client.call(groupGetKeyValues, { GroupId, MsgSeq, StartSeq: from }),
        ({ ClearSeq, CompleteFlag, ExtensionList = [] }) => {
          const page = ExtensionList.filter(({ Key, Seq = 0 }) => Seq > ClearSeq && !(Seq === from && seen.has(Key)))
          const last = ExtensionList.at(-1)?.Seq ?? 0
          if (CompleteFlag === 1 || ExtensionList.length === 0) return [page, Option.none()] as const
          // A page that holds nothing above its start says all that can be learned about that version.
          if (last <= from) return [page, Option.some({ from: from + 1, seen: new Set<string>() })] as const
          const keys = ExtensionList.filter(({ Seq }) => Seq === last).map(({ Key }) => Key)
          return [page, Option.some({ from: last, seen: new Set(keys) })] as const
        }
      )
  )

/** Makes the walk through those who have read a message, or have not. */
export const makeReceiptMembers = (
  client: TimClientService,
  Filter: 0 | 1
): (groupId: string, seq: number) => Stream.Stream<string, TimError> =>
(GroupId, MsgSeq) =>
  Stream.paginate<string, string, TimError>("", (Cursor) =>
    Effect.map(
      client.call(getGroupMsgReceiptDetail, { GroupId, MsgSeq, Filter, Cursor, Count: receiptPage }),
      (answer) => {
        const members = Filter === 0
          ? answer.ReadList?.map(({ Read_Account }) => Read_Account) ?? []
          : answer.UnreadList?.map(({ Unread_Account }) => Unread_Account) ?? []
        const next = answer.Cursor ?? ""
        const last = answer.IsFinish === 1 || answer.IsFinished === 1 || next === "" || next === "0" || next === Cursor
        return [members, last ? Option.none() : Option.some(next)] as const
      }
    ))
