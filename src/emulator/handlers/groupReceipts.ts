/** Who has read a message of a group that keeps receipts, and what the app is told of it. */
import { groupReadReceipt } from "../../webhook/commands/groupMessages.ts"
import type { Call } from "../Route.ts"
import type { StoredMessage } from "../state/GroupMessages.ts"
import type { Group, Member } from "../state/Groups.ts"
import { membersOf, namesOf } from "./groupWebhooks.ts"

/** A message with the list of those who have read it. */
export type Receipted = StoredMessage & { readonly readers: Set<string> }

/** A message that keeps receipts; nothing for others. */
export const withReceipts = (message: StoredMessage | undefined): Receipted | undefined =>
  message?.readers === undefined ? undefined : message as Receipted

/** Whether a member counts among those who can read a message: not its sender, and there when it came. */
export const isAddressed = ({ joinTime, userId }: Member, { from, time, to }: StoredMessage): boolean =>
  userId !== from && joinTime <= time && (to === undefined || to.has(userId))

/** The members that a message was meant for and that have not read it. */
export const unreadBy = (message: Receipted, group: Group): ReadonlyArray<string> =>
  [...group.members.values()]
    .filter((member) => isAddressed(member, message) && !message.readers.has(member.userId))
    .map(({ userId }) => userId)

/** Tells how many have read messages, with the members who have just done so. */
export const tellReceipts = (
  messages: ReadonlyArray<Receipted>,
  readers: ReadonlyArray<string>,
  group: Group,
  call: Call
): void => {
  if (messages.length === 0) return
  call.tell(groupReadReceipt, () => ({
    ...namesOf(group, call),
    GroupMsgReceiptList: messages.map((message) => ({
      MsgSeq: message.seq,
      ReadNum: message.readers.size,
      UnreadNum: unreadBy(message, group).length,
      ...(readers.length === 0 ? {} : { ReadReceiptMembers: membersOf(readers) })
    }))
  }))
}
