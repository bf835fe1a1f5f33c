/** Where the calls about messages of groups find what they name. */
import * as Effect from "effect/Effect"
import { type Refusal, refuse } from "../Refusal.ts"
import type { Call } from "../Route.ts"
import type { GroupMessages, StoredMessage } from "../state/GroupMessages.ts"
import type { Group, GroupType } from "../state/Groups.ts"
import type { Topic } from "../state/Topics.ts"
import { effectOf, withGroup } from "./groupsCommon.ts"

/** The group that a call names, its topic where one is named, and the messages that are meant. */
export interface Place {
  readonly group: Group
  readonly topic: Topic | undefined
  readonly messages: GroupMessages
}

/** Finds the group or the topic that a call names. */
export const placeOf = Effect.fnUntracedEager(function*(
  { GroupId, TopicId }: { readonly GroupId: string; readonly TopicId?: string | undefined },
  call: Call
): Effect.fn.Return<Place, Refusal> {
  const group = yield* effectOf(withGroup(GroupId, call, (group) => group))
  if (TopicId === undefined) return { group, topic: undefined, messages: group.messages }
  if (!group.supportTopic) return yield* refuse(11000, "the group has no topics")
  const topic = group.topics.get(TopicId)
  if (topic === undefined) return yield* refuse(10010, "the community has no such topic")
  return { group, topic, messages: topic.messages }
})

/** A stored message that is neither recalled nor expired. */
export const intact = ({ messages }: Pick<Place, "messages">, seq: number, call: Call): StoredMessage | undefined => {
  const message = messages.get(seq, call.app, call.now)
  return message?.recalled === true ? undefined : message
}

const withReceipts: ReadonlySet<GroupType> = new Set<GroupType>(["Private", "Public", "ChatRoom"])

/** Whether groups of a type know named receivers and receipts. */
export const isSmallType = (type: GroupType): boolean => withReceipts.has(type)

/** How many members a group with read receipts has at most. */
const maxMembersForReceipts = 200

/** Why a group keeps no read receipts, as an error code; nothing where it does. */
export const whyNoReceipts = (group: Group, { app }: Call): number | undefined =>
  app.edition !== "premium" || !isSmallType(group.type)
    ? 10007
    : group.members.size > maxMembersForReceipts
    ? 10060
    : undefined
