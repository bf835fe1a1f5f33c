import { handler, refuse } from "timkit/webhook"

/** A webhook handler of two commands. */
export default {
  fetch: handler({
    sdkAppId: 1400000000,
    tokens: "token",
    on: {
      "C2C.CallbackBeforeSendMsg": ({ body }) => body.MsgBody.length > 9 ? refuse(120001, "Too long") : undefined,
      "Group.CallbackAfterNewMemberJoin": ({ body }) => void globalThis.dispatchEvent(new Event(body.GroupId))
    }
  })
}
