/** What happens when something is said in a group, however it is sent. */
import type { Call } from "../Route.ts"
import type { NewMessage, StoredMessage } from "../state/GroupMessages.ts"
import type { Place } from "./groupPlace.ts"

/** Stores a message, in the group or topic and in the archive. */
export const keep = (message: NewMessage, { group, messages, topic }: Place, { app, now }: Call): StoredMessage => {
  const stored = messages.store(message)
  app.timeline.add(message.from, { kind: "group", group: topic?.topicId ?? group.groupId }, stored)
  app.archive.groups.keep({ groupId: group.groupId, time: stored.time, message: stored }, now)
  return stored
}

/** A message with its number; without one that is stored where it only reached those who were online. */
export interface Said {
  readonly seq: number
  readonly message: StoredMessage | undefined
}

/** Says something that nothing stands against. */
export const say = (
  message: NewMessage,
  { onlineOnly }: { readonly onlineOnly: boolean },
  place: Place,
  call: Call
): Said => {
  const { group, messages, topic } = place
  const { body, from, time, to } = message
  const { figures, live: rooms } = call.app
  const live = group.type === "AVChatRoom"
  const member = group.members.get(from)
  const audience = live ? rooms.of(group) : undefined
  const others = audience === undefined
    ? group.members.size - Number(member !== undefined)
    : audience.size - Number(audience.get(from) !== undefined)
  figures.groupSent(from, group.groupId, call.now, to?.size ?? others)
  if (live || onlineOnly) {
    messages.deliveries.push({ from, time, content: body, to })
    const seq = live ? messages.pass(time) : messages.lastSeq + 1
    const where = { kind: "group", group: topic?.topicId ?? group.groupId } as const
    call.app.timeline.add(from, where, { time, body, seq, customData: message.customData }, onlineOnly)
    return { seq, message: undefined }
  }
  const stored = keep(message, place, call)
  if (member !== undefined) {
    member.lastSendMsgTime = time
    if (topic === undefined) member.msgSeq = stored.seq
    else topic.readSeqs.set(from, stored.seq)
  }
  return { seq: stored.seq, message: stored }
}
