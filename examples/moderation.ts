import { isElement, textOf } from "timkit"
import { allow, type BodyOf, drop, type Handler, handler, refuse, replaceBody } from "timkit/webhook"

interface Env {
  readonly TIM_SDK_APP_ID: string
  /** Separated by commas: both the old and the new one while the console's token is being changed. */
  readonly TIM_WEBHOOK_TOKENS: string
}

const shadowBanned = new Set(["mallory"])
const advertising = /casino|free coins/i
const badWords = /\b(darn|heck)\b/gi

type Message = BodyOf<"C2C.CallbackBeforeSendMsg" | "Group.CallbackBeforeSendMsg">

const mask = (text: string) => text.replace(badWords, (word) => "*".repeat(word.length))

/** Decides about a message. */
const moderate = ({ From_Account, MsgBody }: Message, refusal: number) => {
  if (shadowBanned.has(From_Account)) return drop()
  const text = textOf(MsgBody)
  if (advertising.test(text)) return refuse(refusal, "No advertising")
  if (mask(text) === text) return allow()
  return replaceBody(MsgBody.map((element) =>
    isElement(element, "TIMTextElem")
      ? { ...element, MsgContent: { Text: mask(element.MsgContent.Text) } }
      : element
  ))
}

const moderator = ({ TIM_SDK_APP_ID, TIM_WEBHOOK_TOKENS }: Env): Handler =>
  handler({
    sdkAppId: Number(TIM_SDK_APP_ID),
    tokens: TIM_WEBHOOK_TOKENS.split(","),
    on: {
      "C2C.CallbackBeforeSendMsg": ({ body }) => moderate(body, 120001),
      "Group.CallbackBeforeSendMsg": ({ body }) => moderate(body, 10100)
    }
  })

let handle: Handler | undefined

/** Moderates one-to-one messages and those in groups. */
export default {
  fetch(request: Request, env: Env, context: { waitUntil(work: Promise<unknown>): void }): Promise<Response> {
    handle ??= moderator(env) // once for all requests of an isolate
    return handle(request, context)
  }
}
