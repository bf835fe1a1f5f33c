/** The same POST by timkit, by `fetch` alone, and by what others use. */
import { connect, CurrentRateLimiter, msg, unlimited } from "timkit"
import axios from "axios"
import * as Layer from "effect/Layer"
import ky from "ky"
import { ofetch } from "ofetch"
import { answering, type Contestant, cpu, lanes, sideBySide } from "../support/inside.ts"

/** How many calls are under way at a time. */
const width = 8

interface Question {
  readonly url: string
  readonly rounds: number
  readonly times: number
  /** The contestants that take part; all when left out. */
  readonly only?: ReadonlyArray<string>
}

/** What all others send: nothing is checked, and the signature is made up. */
const target = (url: string): string =>
  `${url}/v4/openim/sendmsg?sdkappid=1400000000&identifier=administrator&contenttype=json&random=99999999&usersig=` +
  "eJw".padEnd(180, "x")

const literal = (index: number) => ({
  From_Account: "alice",
  To_Account: "bob",
  MsgRandom: index,
  MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: `message ${index}` } }],
  OfflinePushInfo: { PushFlag: 0, Title: "Alice", Desc: "sent a message" }
})

await answering(async ({ only, rounds, times, url }: Question) => {
  await using tim = await connect({
    sdkAppId: 1_400_000_000,
    secretKey: "key",
    baseUrl: url,
    // Waiting for a place in the rate limit would be measured as if it were work.
    layer: Layer.succeed(CurrentRateLimiter)(unlimited)
  })
  const others = target(url)
  const contestants: Record<string, Contestant> = {
    fetch: (times) =>
      lanes(times, width, async (index) => {
        const response = await fetch(others, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(literal(index))
        })
        return response.json()
      }),
    timkit: (times) =>
      lanes(times, width, (index) =>
        tim.messages.send(
          msg().text(`message ${index}`).offlinePush((push) => push.title("Alice").desc("sent a message"))
            .from("alice").to("bob")
        )),
    ky: (times) => lanes(times, width, (index) => ky.post(others, { json: literal(index) }).json()),
    axios: (times) => lanes(times, width, (index) => axios.post(others, literal(index))),
    ofetch: (times) => lanes(times, width, (index) => ofetch(others, { method: "POST", body: literal(index) }))
  }
  const wanted = Object.entries(contestants).filter(([name]) => only?.includes(name) ?? true)
  return await sideBySide(Object.fromEntries(wanted), { clock: cpu, rounds, times })
})
