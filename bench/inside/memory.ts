/** What calls hold while they are under way, and what messages hold in the emulator. */
import process from "node:process"
import { connect, CurrentRateLimiter, msg, unlimited } from "timkit"
import { emulator } from "timkit/emulator"
import * as Layer from "effect/Layer"
import { answering, collect, median } from "../support/inside.ts"

/** The bytes of the heap that are in use. */
const heap = async (): Promise<number> => {
  for (let time = 0; time < 3; time++) {
    collect()
    await new Promise((done) => setTimeout(done, 20))
  }
  return process.memoryUsage().heapUsed
}

const count = 10_000

/** A `fetch` whose answers come all at once, when many wait for them. */
class Held {
  readonly #waiting: Array<(response: Response) => void> = []

  readonly fetch = (_url: string, _init: object): Promise<Response> => new Promise((done) => this.#waiting.push(done))

  /** The bytes that each of many calls holds while it waits for its answer. */
  async bytes(call: (index: number) => Promise<unknown>, count: number): Promise<number> {
    const before = await heap()
    const calls = Array.from({ length: count }, (_, index) => call(index))
    while (this.#waiting.length < count) await new Promise((done) => setTimeout(done))
    const during = await heap()
    for (const done of this.#waiting.splice(0)) done(new Response(answer))
    await Promise.all(calls)
    return (during - before) / count
  }
}

const answer = JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", MsgKey: "1_1_1" })

const inFlight = async () => {
  const held = new Held()
  const baseUrl = "http://127.0.0.1"
  await using tim = await connect({
    sdkAppId: 1_400_000_000,
    secretKey: "key",
    baseUrl,
    fetch: held.fetch,
    limits: { attemptTimeout: 600_000, deadline: 600_000 },
    layer: Layer.succeed(CurrentRateLimiter)(unlimited)
  })
  const alone = async (index: number) => {
    const MsgBody = [{ MsgType: "TIMTextElem", MsgContent: { Text: `message ${index}` } }]
    const body = JSON.stringify({ From_Account: "alice", To_Account: "bob", MsgRandom: index, MsgBody })
    const headers = { "content-type": "application/json" }
    const { signal } = new AbortController()
    const response = await held.fetch(`${baseUrl}/v4/openim/sendmsg`, { method: "POST", headers, body, signal })
    return response.json()
  }
  const byTimkit = (index: number) => tim.messages.send(msg().text(`message ${index}`).from("alice").to("bob"))
  const differences: Array<number> = []
  for (let round = 0; round < 6; round++) {
    const bare = await held.bytes(alone, count)
    differences.push(await held.bytes(byTimkit, count) - bare)
  }
  // The first round also holds what is made once.
  return median(differences.slice(1))
}

const messages = 1_000_000

/** The bytes that a message holds in the emulator, and those of its JSON: 10,000 conversations of 100 messages. */
const stored = async () => {
  const { app } = emulator()
  const { conversations } = app()
  const now = Math.floor(Date.now() / 1_000)
  const before = await heap()
  let json = 0
  for (let index = 0; index < messages; index++) {
    const text = JSON.stringify({
      From_Account: `user${index % 1_000}`,
      To_Account: `user${(index % 1_000 + 1 + Math.floor(index / 1_000) % 10) % 1_000}`,
      MsgSeq: index,
      MsgRandom: index,
      MsgTimeStamp: now - 1_000 + Math.floor(index / 1_000),
      MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: `message ${index}` } }]
    })
    json += text.length
    const { From_Account: from, MsgBody: body, MsgRandom: random, MsgSeq: seq, MsgTimeStamp: time, To_Account: to } =
      JSON
        .parse(text) as {
          readonly From_Account: string
          readonly To_Account: string
          readonly MsgSeq: number
          readonly MsgRandom: number
          readonly MsgTimeStamp: number
          readonly MsgBody: Parameters<typeof conversations.add>[0]["body"]
        }
    conversations.add({ from, to, seq, random, time, body }, {}, now)
  }
  const held = (await heap() - before) / messages
  // What is looked at afterwards is not garbage before.
  return { held, json: json / messages, conversations: conversations.of("user0").size }
}

await answering((question: "inFlight" | "stored") => question === "inFlight" ? inFlight() : stored())
