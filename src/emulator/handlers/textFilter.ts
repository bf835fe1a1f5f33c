/** Which texts the app's own keywords let pass. */
import { type MessageElement, textOf } from "../../api/messages/elements.ts"
import type { Call } from "../Route.ts"

/** The code for what the keywords refuse. */
export const textRefused = 80001

/** What is known of keywords, wherever messages are sent. */
export const filterNote =
  "The app's own keywords replace words of text elements, or refuse the message with 80001; NoMsgCheck passes them, " +
  "which is assumed. Moderation in the cloud does not look at messages."

/** The elements with words replaced; nothing where the keywords refuse the message. */
export const filtered = (
  { MsgBody, SendMsgControl }: {
    readonly MsgBody: ReadonlyArray<MessageElement>
    readonly SendMsgControl?: ReadonlyArray<string> | undefined
  },
  { app }: Call
): ReadonlyArray<MessageElement> | undefined => {
  if (!app.moderation.filters || SendMsgControl?.includes("NoMsgCheck") === true) return MsgBody
  const passed: Array<MessageElement> = []
  for (const element of MsgBody) {
    if (element.MsgType !== "TIMTextElem") {
      passed.push(element)
      continue
    }
    const Text = app.moderation.filter(element.MsgContent.Text)
    if (Text === undefined) return undefined
    const same = Text === element.MsgContent.Text
    passed.push(same ? element : { ...element, MsgContent: { ...element.MsgContent, Text } })
  }
  return passed
}

/** Whether one of some texts of a group holds a sensitive word. */
export const isDirty = (texts: ReadonlyArray<string | undefined>, { app, now }: Call): boolean =>
  texts.some((text) => text !== undefined && app.moderation.isDirty(text, now))

/** As `filtered`, for messages of groups, where sensitive words refuse a message as well. */
export const filteredInGroup = (
  sent: Parameters<typeof filtered>[0],
  call: Call
): ReadonlyArray<MessageElement> | undefined =>
  sent.SendMsgControl?.includes("NoMsgCheck") !== true && isDirty([textOf(sent.MsgBody)], call)
    ? undefined
    : filtered(sent, call)
