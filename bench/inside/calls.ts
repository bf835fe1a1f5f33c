/** The same POST by timkit, by `fetch` alone, and by what others use. */
import { connect, type ConnectOptions, CurrentRateLimiter, type Fetch, msg, unlimited } from "timkit"
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
  readonly warmUp: number
  /** The contestants that take part; all when left out. */
  readonly only?: ReadonlyArray<string>
}

/** The same body as timkit makes, with random numbers of the usual length. */
const literal = (index: number) => ({
  MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: `message ${index}` } }],
  OfflinePushInfo: { Title: "Alice", Desc: "sent a message" },
  From_Account: "alice",
  To_Account: "bob",
  MsgSeq: 1_000_000_000 + index,
  MsgRandom: 2_000_000_000 + index
})

const message = (index: number) =>
  msg().text(`message ${index}`).offlinePush((push) => push.title("Alice").desc("sent a message"))
    .from("alice").to("bob")

/** The URL that all others send to: that of a call of timkit. */
const urlOf = async (app: ConnectOptions): Promise<string> => {
  let seen = ""
  const seeing: Fetch = (url, init) => {
    seen = url
    return fetch(url, init)
  }
  await using tim = await connect({ ...app, fetch: seeing })
  await tim.messages.send(message(0))
  return seen
}

await answering(async ({ only, rounds, times, url, warmUp }: Question) => {
  const app = { sdkAppId: 1_400_000_000, secretKey: "key", baseUrl: url }
  await using tim = await connect({
    ...app,
    // Waiting for a place in the rate limit would be measured as if it were work.
    layer: Layer.succeed(CurrentRateLimiter)(unlimited)
  })
  const others = await urlOf(app)
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
    timkit: (times) => lanes(times, width, (index) => tim.messages.send(message(index))),
    ky: (times) => lanes(times, width, (index) => ky.post(others, { json: literal(index) }).json()),
    axios: (times) => lanes(times, width, (index) => axios.post(others, literal(index))),
    ofetch: (times) => lanes(times, width, (index) => ofetch(others, { method: "POST", body: literal(index) }))
  }
  const wanted = Object.entries(contestants).filter(([name]) => only?.includes(name) ?? true)
  return await sideBySide(Object.fromEntries(wanted), { clock: cpu, rounds, times, warmUp })
})
