/** What the app is asked and told about one-to-one messages. */
import * as Effect from "effect/Effect"
import type { BodyOf } from "../../endpoint/Endpoint.ts"
import type { sendmsg } from "../../api/messages/endpoints.ts"
import { afterC2cMessage, beforeC2cMessage } from "../../webhook/commands/c2c.ts"
import { botC2cMessage } from "../../webhook/commands/robots.ts"
import type { Refusal } from "../Refusal.ts"
import type { Call } from "../Route.ts"
import { keyOf, type Message, messageIdOf, type NewMessage } from "../state/Conversations.ts"
import { isForbidden } from "./verdicts.ts"
import { unasked, type Verdict } from "../state/Webhooks.ts"

type Sending = BodyOf<typeof sendmsg>

/** What names a message in webhooks. */
export const namesOf = (message: Message) => ({
  From_Account: message.from,
  To_Account: message.to,
  MsgKey: message.key,
  MsgId: messageIdOf(message)
})

const customDataOf = ({ cloudCustomData }: Pick<NewMessage, "cloudCustomData">) =>
  cloudCustomData === undefined ? {} : { CloudCustomData: cloudCustomData }

/** What a webhook about a message that was modified shows of it. */
export const shownOf = (message: Message) => ({
  From_Account: message.from,
  To_Account: message.to,
  MsgRandom: message.random,
  MsgSeq: message.seq,
  MsgTime: message.time,
  MsgKey: message.key,
  MsgBody: message.body,
  ...customDataOf(message)
})

const toldOf = (sent: Sending, message: Omit<NewMessage, "to">) => ({
  From_Account: message.from,
  To_Account: sent.To_Account,
  MsgSeq: message.seq,
  MsgRandom: message.random,
  MsgTime: message.time,
  MsgKey: keyOf(message),
  MsgId: messageIdOf(message),
  OnlineOnlyFlag: sent.OnlineOnlyFlag ?? 0,
  MsgBody: message.body,
  ...customDataOf(message)
})

/** Asks whether a message may be delivered, unless the call forbids it. */
export const askAbout = (
  sent: Sending,
  message: Omit<NewMessage, "to">,
  call: Call
): Effect.Effect<Verdict, Refusal> =>
  isForbidden(sent, "Before") ? Effect.succeed(unasked) : call.ask(beforeC2cMessage, () => toldOf(sent, message))

/** Tells what became of a message: 0 where it was delivered, else the error code. */
export const tellAbout = (sent: Sending, message: Omit<NewMessage, "to">, code: number, call: Call): void => {
  const { app, now, tell } = call
  const result = () => ({
    ...toldOf(sent, message),
    SendMsgResult: code,
    ErrorInfo: code === 0 ? "send msg succeed" : `send msg failed with ${code}`,
    UnreadMsgNum: code === 0 ? app.conversations.unreadOf(sent.To_Account, now) : -1
  })
  if (!isForbidden(sent, "After")) tell(afterC2cMessage, result)
  if (app.robots.has(sent.To_Account)) tell(botC2cMessage, result)
}
