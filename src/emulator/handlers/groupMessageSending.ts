/** How the emulator sends messages to groups. */
import * as Effect from "effect/Effect"
import { sendGroupMsg } from "../../api/groupMessages/endpoints.ts"
import type { BodyOf } from "../../endpoint/Endpoint.ts"
import {
  afterGroupMessage,
  beforeGroupMessage,
  groupMessageFailed,
  groupReadReceipt
} from "../../webhook/commands/groupMessages.ts"
import { botGroupMessage } from "../../webhook/commands/robots.ts"
import { refuse } from "../Refusal.ts"
import { type Call, type Route, route } from "../Route.ts"
import type { NewMessage } from "../state/GroupMessages.ts"
import type { Group } from "../state/Groups.ts"
import { askAbout, type Speech, tellFailed, tellSent } from "./groupMessageWebhooks.ts"
import { isSmallType, type Place, placeOf, whyNoReceipts } from "./groupPlace.ts"
import { tellReceipts, withReceipts } from "./groupReceipts.ts"
import { say } from "./groupSaying.ts"
import { ofGroup } from "./groupsCommon.ts"
import { filteredInGroup, filterNote, textRefused } from "./textFilter.ts"
import { changed } from "./verdicts.ts"

type Sent = BodyOf<typeof sendGroupMsg>

/** The priorities of messages, as the history numbers them. */
export const priorities = { High: 1, Normal: 2, Low: 3 } as const

/** What a message asks for that its group does not have, as an error code; nothing where all is well. */
const whyNotSent = (sent: Sent, group: Group, call: Call): number | undefined => {
  const { GroupAtInfo = [], NeedReadReceipt, OnlineOnlyFlag, SendMsgControl = [], To_Account } = sent
  const { type } = group
  const live = type === "AVChatRoom"
  if (live && (OnlineOnlyFlag === 1 || GroupAtInfo.some(({ GroupAtAllFlag }) => GroupAtAllFlag === 1))) return 10007
  if ((live || type === "ChatRoom") && SendMsgControl.includes("NoUnread")) return 10007
  if (sent.SupportMessageExtension === 1 && !isSmallType(type)) return 10007
  if (To_Account !== undefined && (!isSmallType(type) || call.app.edition !== "premium")) return 10007
  if (NeedReadReceipt === 1) return whyNoReceipts(group, call) ?? (OnlineOnlyFlag === 1 ? 10061 : undefined)
  return undefined
}

/** Whether somebody may not speak now. */
const isMuted = ({ group, topic }: Place, userId: string, { app, now }: Call): boolean => {
  if (app.mutes.groupMutedUntil(userId) > now) return true
  if (group.mutedUntil(userId, now) > 0) return true
  if (topic !== undefined && group.mutedUntil(userId, now, topic.topicId) > 0) return true
  if (!group.muteAll && topic?.muteAll !== true) return false
  if (app.administrators.has(userId) || group.owner === userId) return false
  // A live-streaming group stores no members. Where permission groups decide, admins are plain members.
  return group.type === "AVChatRoom"
    ? !app.live.of(group).admins(app).has(userId)
    : group.members.get(userId)?.role !== "Admin" || group.enablePermission
}

/** The message that a call sends, with what the filter and the app left of its elements. */
const composed = ({ body, cloudCustomData, from, sent }: Speech, { group }: Place, { app, now }: Call): NewMessage => {
  const { SendMsgControl = [], To_Account } = sent
  return {
    from,
    random: sent.Random,
    time: now,
    body,
    customData: cloudCustomData,
    priority: priorities[sent.MsgPriority ?? "Normal"],
    to: To_Account === undefined ? undefined : new Set(To_Account),
    counted: group.type !== "ChatRoom" && To_Account === undefined && !SendMsgControl.includes("NoUnread"),
    listed: SendMsgControl.includes("NoLastMsg") ? undefined : app.recentContacts.nextSerial(),
    needReceipt: sent.NeedReadReceipt === 1,
    extensible: sent.SupportMessageExtension === 1
  }
}

/** Delivers a message, and tells so; answers its number. */
const deliver = (speech: Speech, place: Place, call: Call): number => {
  const onlineOnly = speech.sent.OnlineOnlyFlag === 1
  const { message, seq } = say(composed(speech, place, call), { onlineOnly }, place, call)
  tellSent(speech, seq, place, call)
  const receipted = withReceipts(message)
  if (receipted !== undefined) tellReceipts([receipted], [], place.group, call)
  return seq
}

/** The route that sends a message to a group or a topic. */
export const sendGroupMsgRoute: Route = route(
  sendGroupMsg,
  {
    ...ofGroup,
    limits: { ...ofGroup.limits, GroupAtInfo: 10053 },
    tooLarge: 80002,
    notes: [
      "A second is one of the clock. Within it the first 40 messages are taken, whatever their priorities.",
      "A dropped or online-only message answers the number that the next message will get, which is assumed.",
      "A message in an AVChatRoom takes a number though it is not stored, which is assumed.",
      "A duplicate is one of the same sender with the same Random, whatever its content.",
      "An unknown sender is refused with 10004, which is assumed. Receivers and mentions are not looked at.",
      "What a group type or an edition does not have is refused with 10007, which is assumed.",
      "A global mute of the sender counts as well: calls of administrators are not excepted, which is assumed.",
      filterNote,
      "The app is asked after its keywords were looked for, and a message that it drops answers as if it were sent, " +
      "which is assumed.",
      "Failures are told whatever ForbidCallbackControl holds, but not those of bodies that do not fit and of groups " +
      "that do not exist. A message dropped because of the 40 a second is told with 10023. All of it is assumed.",
      "Robots that are mentioned need not be members, which is assumed.",
      "A room of the live engine is of the type Live in webhooks.",
      "No offline push, no daily limit of the trial edition.",
      "No stored tips: joins and changes of the profile take no numbers."
    ],
    webhooks: [beforeGroupMessage, afterGroupMessage, groupMessageFailed, groupReadReceipt, botGroupMessage]
  },
  Effect.fnUntracedEager(function*(sent, call) {
    const place = yield* placeOf(sent, call)
    const { app, now, nowMillis } = call
    const from = sent.From_Account ?? call.identifier
    const speech: Speech = { sent, from, body: sent.MsgBody, cloudCustomData: sent.CloudCustomData }
    const failed = (code: number, info?: string) => {
      const refusal = refuse(code, info)
      tellFailed(speech, refusal, place, call)
      return refusal
    }
    if (!app.accounts.has(from)) return yield* failed(10004, "From_Account does not exist")
    const why = whyNotSent(sent, place.group, call)
    if (why !== undefined) return yield* failed(why)
    if (isMuted(place, from, call)) return yield* failed(10017)
    const { messages } = place
    const key = `${sent.Random}:${from}`
    const first = messages.seen.get(key, nowMillis)
    if (first !== undefined) return { MsgTime: first.time, MsgSeq: first.seq }
    if (!messages.admit(now)) {
      tellFailed(speech, refuse(10023), place, call)
      return { MsgTime: now, MsgSeq: messages.lastSeq + 1, MsgDropReason: "MsgFreqCtrl" }
    }
    const body = filteredInGroup(sent, call)
    if (body === undefined) return yield* failed(textRefused)
    const filtered = { ...speech, body }
    const verdict = yield* askAbout(filtered, place, call)
    // While the app was asked, the group or the topic may have gone, and the same message may have got through.
    if ((yield* placeOf(sent, call)).messages !== messages) return yield* refuse(10010)
    const meanwhile = messages.seen.get(key, nowMillis)
    if (meanwhile !== undefined) return { MsgTime: meanwhile.time, MsgSeq: meanwhile.seq }
    const seq = verdict.dropped ? messages.lastSeq + 1 : deliver(changed(filtered, verdict), place, call)
    messages.seen.set(key, { seq, time: now }, nowMillis)
    return { MsgTime: now, MsgSeq: seq }
  })
)
