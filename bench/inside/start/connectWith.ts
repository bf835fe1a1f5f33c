import process from "node:process"
import { connectWith, Messages, msg } from "timkit"

const options = { sdkAppId: 1_400_000_000, secretKey: "key", baseUrl: process.argv[2] }
await using tim = await connectWith({ messages: Messages }, options)
await tim.messages.send(msg().text("hi").to("alice"))
console.log("answered")
