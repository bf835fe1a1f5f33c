/** What the handlers that send messages do with what the app says to them. */
import type { MessageElement, UnknownElement } from "../../api/messages/elements.ts"
import type { Verdict } from "../state/Webhooks.ts"

interface Content {
  readonly body: ReadonlyArray<MessageElement | UnknownElement>
  readonly cloudCustomData?: string | undefined
}

/** Whether the call switches one of the webhooks off. */
export const isForbidden = (
  { ForbidCallbackControl = [] }: { readonly ForbidCallbackControl?: ReadonlyArray<string> | undefined },
  which: "Before" | "After"
): boolean => ForbidCallbackControl.includes(`Forbid${which}SendMsgCallback`)

/** A message with what the app put in its place. */
export const changed = <Message extends Content>(message: Message, { answer }: Verdict): Message => {
  const { CloudCustomData, MsgBody } = answer as {
    readonly CloudCustomData?: string
    readonly MsgBody?: ReadonlyArray<MessageElement>
  }
  if (MsgBody === undefined && CloudCustomData === undefined) return message
  return {
    ...message,
    ...(MsgBody === undefined ? {} : { body: MsgBody }),
    ...(CloudCustomData === undefined ? {} : { cloudCustomData: CloudCustomData })
  }
}
