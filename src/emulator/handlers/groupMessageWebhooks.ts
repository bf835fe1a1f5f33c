/** What the app is asked and told about a message that is sent to a group. */
import * as Effect from "effect/Effect"
import type { sendGroupMsg } from "../../api/groupMessages/endpoints.ts"
import type { BodyOf } from "../../endpoint/Endpoint.ts"
import { afterGroupMessage, beforeGroupMessage, groupMessageFailed } from "../../webhook/commands/groupMessages.ts"
import { botGroupMessage } from "../../webhook/commands/robots.ts"
import type { Refusal } from "../Refusal.ts"
import type { Call } from "../Route.ts"
import { unasked, type Verdict } from "../state/Webhooks.ts"
import type { Place } from "./groupPlace.ts"
import { namesOf } from "./groupWebhooks.ts"
import { isForbidden } from "./verdicts.ts"

type Sent = BodyOf<typeof sendGroupMsg>

/** A message that is being sent: the call's body, and what the filter and the app made of it. */
export interface Speech {
  readonly sent: Sent
  readonly from: string
  readonly body: Sent["MsgBody"]
  readonly cloudCustomData: string | undefined
}

const toldOf = ({ body, cloudCustomData, from, sent }: Speech, { group }: Place, call: Call) => ({
  ...namesOf(group, call),
  From_Account: from,
  Operator_Account: call.identifier,
  Random: sent.Random,
  OnlineOnlyFlag: sent.OnlineOnlyFlag ?? 0,
  MsgBody: body,
  ...(cloudCustomData === undefined ? {} : { CloudCustomData: cloudCustomData })
})

/** The topic of a community; nothing outside topics. */
const topicOf = ({ topic }: Place) => topic === undefined ? {} : { TopicId: topic.topicId }

/** Asks whether a message may be delivered, unless the call forbids it. */
export const askAbout = (speech: Speech, place: Place, call: Call): Effect.Effect<Verdict, Refusal> =>
  isForbidden(speech.sent, "Before")
    ? Effect.succeed(unasked)
    : call.ask(beforeGroupMessage, () => ({ ...toldOf(speech, place, call), ...topicOf(place) }))

/** Tells why a message was not delivered. */
export const tellFailed = (speech: Speech, { code, info }: Refusal, place: Place, call: Call): void =>
  call.tell(groupMessageFailed, () => ({ ...toldOf(speech, place, call), ErrorCode: code, ErrorInfo: info }))

/** Tells that a message was delivered, and robots that it mentions them. */
export const tellSent = (speech: Speech, seq: number, place: Place, call: Call): void => {
  const { GroupAtInfo = [] } = speech.sent
  const result = () => ({ ...toldOf(speech, place, call), ...topicOf(place), MsgSeq: seq, MsgTime: call.now })
  if (!isForbidden(speech.sent, "After")) {
    call.tell(afterGroupMessage, () => ({ ...result(), ...(GroupAtInfo.length === 0 ? {} : { GroupAtInfo }) }))
  }
  const robots = new Set(
    GroupAtInfo.flatMap(({ GroupAt_Account: id, GroupAtAllFlag }) =>
      GroupAtAllFlag === 0 && id !== undefined && call.app.robots.has(id) ? [id] : []
    )
  )
  if (robots.size > 0) call.tell(botGroupMessage, () => ({ ...result(), AtRobots_Account: [...robots] }))
}
