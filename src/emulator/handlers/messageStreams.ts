/** How the emulator answers messages that are sent piece by piece. */
import * as Effect from "effect/Effect"
import { sendC2cStreamMsg } from "../../api/messages/endpoints.ts"
import type { BodyOf } from "../../endpoint/Endpoint.ts"
import { utf8Length } from "../../endpoint/wire.ts"
import { refuse } from "../Refusal.ts"
import { type Call, type Route, route } from "../Route.ts"
import { messageIdOf, type OpenStream } from "../state/Conversations.ts"

/** How long the text of a stream is at most, in bytes. */
const maxTextBytes = 131_071

type Piece = BodyOf<typeof sendC2cStreamMsg>
type Content = Piece["MsgBody"][number]["MsgContent"]

const element = (content: Omit<Content, "Chunks">, chunks: Content["Chunks"]) => ({
  MsgType: "TIMStreamElem",
  MsgContent: { ...content, Chunks: chunks }
})

/** Stores a message that has no text yet. */
const begin = (id: string, body: Piece, content: Content, { app, identifier, now, random }: Call): OpenStream => {
  const message = app.conversations.add(
    {
      from: body.From_Account ?? identifier,
      to: body.To_Account,
      seq: body.MsgSeq ?? Math.floor(random() * 2 ** 32),
      random: body.MsgRandom,
      time: now,
      body: [element({ ...content, StreamMsgID: id }, [])],
      cloudCustomData: body.CloudCustomData
    },
    { unread: true, forSender: body.SyncOtherMachine !== 2 },
    now
  )
  const sent = { MsgTime: now, MsgKey: message.key, MsgId: messageIdOf(message) }
  return { message, sent, lastIndex: 0, bytes: 0 }
}

const isAscending = (chunks: Content["Chunks"], last: number): boolean =>
  chunks.every(({ Index }, position) => Index > (chunks[position - 1]?.Index ?? last))

/** The routes of streams. */
export const streamRoutes: ReadonlyArray<Route> = [
  route(
    sendC2cStreamMsg,
    {
      invalid: 90001,
      fields: { MsgBody: 90002, "MsgBody.MsgContent": 90010, MsgRandom: 90005, To_Account: 90003, From_Account: 20003 },
      notes: [
        "The codes are assumed: 20001 for a stream that is unknown or has ended, 90010 for pieces that are not in " +
        "order, 80002 for a text of 128 KB or more, 90012 for an unknown receiver.",
        "The history has the message as one TIMStreamElem with all its pieces, which is assumed.",
        "Five calls a second for each stream are not enforced, nothing is pushed, and daily limits are not counted."
      ]
    },
    Effect.fnUntraced(function*(body, call) {
      const { app, nowMillis } = call
      const { streams } = app.conversations
      const from = body.From_Account ?? call.identifier
      if (!app.accounts.has(from)) return yield* refuse(20003)
      if (!app.accounts.has(body.To_Account)) return yield* refuse(90012)
      const content = body.MsgBody[0]?.MsgContent
      if (content === undefined) return yield* refuse(90002)
      const { Chunks, StreamMsgID } = content
      const known = StreamMsgID === undefined ? undefined : streams.get(StreamMsgID, nowMillis)
      if (StreamMsgID !== undefined) {
        const ours = known?.message.from === from && known.message.to === body.To_Account
        if (!ours || known.message.recalled) return yield* refuse(20001, "the stream is unknown or has ended")
      }
      const inOrder = isAscending(Chunks, known?.lastIndex ?? 0) && (known !== undefined || Chunks[0]?.Index === 1)
      if (!inOrder) return yield* refuse(90010, "Index must begin at 1 and ascend")
      if (Chunks.slice(0, -1).some(({ IsLast }) => IsLast)) return yield* refuse(90010, "pieces follow the last one")
      const bytes = Chunks.reduce((sum, { Markdown }) => sum + utf8Length(Markdown), known?.bytes ?? 0)
      if (bytes > maxTextBytes) return yield* refuse(80002)

      const id = StreamMsgID ?? `${nowMillis}-${Math.floor(call.random() * 2 ** 32)}`
      const stream = known ?? begin(id, body, content, call)
      append(stream, content)
      stream.bytes = bytes
      stream.lastIndex = Chunks.at(-1)?.Index ?? stream.lastIndex
      if (Chunks.at(-1)?.IsLast === true) streams.delete(id)
      else streams.set(id, stream, nowMillis)
      return { StreamMsgID: id, ...stream.sent }
    })
  )
]

/** Appends pieces to a message. Its list grows in place, so that a long stream does not copy itself with each piece. */
const append = ({ message }: OpenStream, { Chunks, CompatibleText }: Content): void => {
  const [old] = message.body
  if (old === undefined) return
  const { Chunks: chunks, ...rest } = old.MsgContent as unknown as { readonly Chunks: Array<Content["Chunks"][number]> }
  chunks.push(...Chunks)
  message.body = [element(CompatibleText === undefined ? rest : { ...rest, CompatibleText }, chunks)]
}
