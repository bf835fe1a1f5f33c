import process from "node:process"
import { connect, msg } from "timkit"

await using tim = await connect({ sdkAppId: 1_400_000_000, secretKey: "key", baseUrl: process.argv[2] })
await tim.messages.send(msg().text("hi").to("alice"))
console.log("answered")
