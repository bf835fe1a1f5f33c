import { connectWith, Messages, msg } from "timkit"

/** A script that sends one message. */
await using tim = await connectWith({ messages: Messages }, { sdkAppId: 1400000000, secretKey: "key" })
await tim.messages.send(msg().text("hi").to("alice"))
