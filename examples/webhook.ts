import { textOf } from "timkit"
import { handler, refuse } from "timkit/webhook"

/** Asked before a message is delivered, and told who joined a group. Bun, Deno and workers serve it as it is. */
export default {
  fetch: handler({
    sdkAppId: 1400000000,
    tokens: "token from the console",
    on: {
      "C2C.CallbackBeforeSendMsg": ({ body }) =>
        textOf(body.MsgBody).includes("casino") ? refuse(120001, "No advertising") : undefined,
      "Group.CallbackAfterNewMemberJoin": ({ body }) =>
        console.log(body.GroupId, "welcomes", body.NewMemberList.map(({ Member_Account }) => Member_Account))
    }
  })
}
