/** One full message: built, and written as an object. */
import { msg } from "timkit/builders"
import { answering, cpu, sideBySide } from "../support/inside.ts"

/** What was made last; kept so that nothing is optimized away. */
export let last: unknown

const literal = (index: number) => ({
  MsgBody: [
    { MsgType: "TIMTextElem", MsgContent: { Text: `message ${index}` } },
    { MsgType: "TIMCustomElem", MsgContent: { Data: JSON.stringify({ kind: "gift" }), Desc: "sent a gift" } }
  ],
  OfflinePushInfo: { PushFlag: 0, Title: "Alice", Desc: "sent a gift" },
  From_Account: "alice",
  To_Account: "bob"
})

const built = (index: number) =>
  msg().text(`message ${index}`).custom({ kind: "gift" }, "sent a gift")
    .offlinePush((push) => push.title("Alice").desc("sent a gift")).from("alice").to("bob").toJSON()

await answering(() =>
  sideBySide({
    literal: (times) => {
      for (let index = 0; index < times; index++) last = literal(index)
    },
    built: (times) => {
      for (let index = 0; index < times; index++) last = built(index)
    }
  }, { clock: cpu, rounds: 25, times: 20_000 })
)
