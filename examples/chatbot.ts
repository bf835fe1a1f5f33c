/**
 * A chatbot that answers while it thinks: what is written to a robot comes by webhook, and the answer goes back piece by
 * piece, so that its text grows on the screen.
 *
 * `bun examples/chatbot.ts` serves it. With OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL it asks a model that speaks
 * OpenAI's protocol; without, it answers by itself.
 */
import { connect, type Connection, textOf } from "timkit"
import { type Handler, handler } from "timkit/webhook"

/** Answers a question in pieces of any length. */
export type Model = (question: string) => AsyncIterable<string>

/** Knows nothing, and says so word by word. */
export const parrot: Model = async function*(question) {
  for (const word of `You said “${question}”. I wish I knew more about that.`.split(/(?<= )/)) yield word
}

/** A model behind an API like OpenAI's, which answers with a stream of events. */
export const openAi = (
  { apiKey, baseUrl, fetch = globalThis.fetch, model }: {
    readonly baseUrl: string
    readonly apiKey: string
    readonly model: string
    readonly fetch?: typeof globalThis.fetch
  }
): Model =>
  async function*(question) {
    const response = await fetch(`${baseUrl}/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ model, stream: true, messages: [{ role: "user", content: question }] })
    })
    if (!response.ok || response.body === null) throw new Error(`the model answered ${response.status}`)
    let text = ""
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk
      const lines = text.split("\n")
      text = lines.pop() ?? "" // the last line may go on in the next chunk
      for (const line of lines) {
        if (!line.startsWith("data: ") || line.trim() === "data: [DONE]") continue
        const piece = JSON.parse(line.slice("data: ".length)).choices[0]?.delta?.content
        if (typeof piece === "string") yield piece
      }
    }
  }

/** Models speak in syllables, and each piece is a call: this puts together what makes a line. */
async function* inLines(pieces: AsyncIterable<string>, length = 40): AsyncGenerator<string> {
  let line = ""
  for await (const piece of pieces) {
    line += piece
    if (line.length < length) continue
    yield line
    line = ""
  }
  if (line !== "") yield line
}

/** Streams an answer. The first call makes the message, further ones make it longer, and the last one finishes it. */
const answer = async (tim: Connection, robot: string, userId: string, pieces: AsyncIterable<string>): Promise<void> => {
  let MsgKey: string | undefined
  const say = async (text: string, Finish: 0 | 1) => {
    const message = MsgKey === undefined ? { Finish } : { MsgKey, Finish }
    MsgKey = (await tim.robots.sendStreamText(robot, userId, text, message)).MsgKey
  }
  try {
    for await (const line of inLines(pieces)) await say(line, 0)
  } catch (error) {
    await say(" … I lost the thread, please ask again.", 1) // a message that is never finished grows for ever
    throw error
  }
  await say("", 1)
}

/** Makes the robot, and what answers its webhooks. */
export const chatbot = async (
  { model, robot = "@RBT#guide", tim, token }: {
    readonly tim: Connection
    readonly token: string
    readonly model: Model
    readonly robot?: string
  }
): Promise<Handler> => {
  await tim.robots.create(robot, { Nick: "Guide" })
  return handler({
    sdkAppId: tim.sdkAppId,
    tokens: token,
    deduplicate: true, // the service may send a webhook again; nobody wants two answers
    on: {
      // The service waits two seconds at most, a model thinks longer: answer at once, and go on in the background.
      "Bot.OnC2CMessage": ({ body }, { waitUntil }) =>
        waitUntil(answer(tim, body.To_Account, body.From_Account, model(textOf(body.MsgBody))))
    }
  })
}

const serve = async (env: Record<string, string | undefined>) => {
  const { OPENAI_API_KEY: apiKey = "", OPENAI_BASE_URL: baseUrl, OPENAI_MODEL: model = "" } = env
  return {
    fetch: await chatbot({
      tim: await connect(),
      token: env["TIM_WEBHOOK_TOKEN"] ?? "",
      model: baseUrl === undefined ? parrot : openAi({ baseUrl, apiKey, model })
    })
  }
}

export default import.meta.main ? await serve(process.env) : undefined
