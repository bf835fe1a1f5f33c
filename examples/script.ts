import { connect, msg } from "timkit"

await using tim = await connect() // reads TIM_SDK_APP_ID, TIM_SECRET_KEY, TIM_REGION
await tim.accounts.importMany(["alice", "bob"])
const gift = msg().text("hi").custom({ kind: "gift" }, "sent a gift").offlinePush((push) => push.title("Alice"))
const { MsgKey } = await tim.messages.send(gift.from("alice").to("bob"))
console.log("sent", MsgKey)
