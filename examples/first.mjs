import { connect, msg } from "timkit"
import { emulator } from "timkit/emulator"

await using tim = await connect(emulator().options) // the real service: await connect()
await tim.accounts.importMany(["alice", "bob"])
const { MsgKey } = await tim.messages.send(msg().text("hi").from("alice").to("bob"))
console.log("sent", MsgKey)
