import { connectWith, msg } from "timkit"
import { sendmsg } from "timkit/messages"

/** A script that sends one message, by the endpoint alone. */
await using tim = await connectWith({}, { sdkAppId: 1400000000, secretKey: "key" })
await tim.call(sendmsg, msg().text("hi").to("alice"))
