/** How the emulator takes the pieces of messages that are sent piece by piece, one-to-one and in groups. */
import * as Effect from "effect/Effect"
import { beijingDay } from "../../api/operations/beijing.ts"
import type { StreamContent } from "../../api/messages/streamElement.ts"
import { refuse } from "../Refusal.ts"
import type { Call } from "../Route.ts"
import { MessageStream, type OpenStream, type StreamPlace } from "../state/Streams.ts"

/** How many streams an app of the trial edition begins on a day. */
const trialStreamsPerDay = 1_000

/** The codes that differ between messages and groups. */
interface StreamCodes {
  /** The stream is unknown, or has ended. */
  readonly ended: number
  readonly disordered: number
}

/** What is assumed of streams, whoever they are for. */
export const streamNotes = [
  "60007 for a sixth further piece in a second, 60028 for more than 1000 streams a day (in Beijing, one-to-one and " +
  "to groups together) in the trial edition, and 80002 for a text of 128 KB or more are assumed.",
  "The history has the message as one TIMStreamElem with all its pieces, which is assumed. Nothing is pushed.",
  "What is sent in streams is not moderated, and sends no webhooks, which is assumed."
]

/** Takes a piece: begins a stream, with `store` for its message, or goes on with one. */
export const takePiece = Effect.fnUntracedEager(function*(
  content: StreamContent,
  place: StreamPlace,
  store: (body: MessageStream["body"]) => Pick<OpenStream, "message" | "answer">,
  codes: StreamCodes,
  { app, nowMillis, random }: Call
) {
  const { Chunks, StreamMsgID } = content
  const known = StreamMsgID === undefined ? undefined : app.streams.get(StreamMsgID, place, nowMillis)
  if (StreamMsgID !== undefined && known === undefined) {
    return yield* refuse(codes.ended, "the stream is unknown or has ended")
  }
  const stream = known?.stream ?? new MessageStream(`${nowMillis}-${Math.floor(random() * 2 ** 32)}`, place)
  if (!stream.isNext(Chunks)) {
    return yield* refuse(codes.disordered, "Index must begin at 1 and ascend, and nothing may follow the last piece")
  }
  if (!stream.hasRoomFor(Chunks)) return yield* refuse(80002)
  if (known !== undefined && !stream.mayContinue(nowMillis)) return yield* refuse(60007)
  const before = known === undefined ? app.streams.begin(beijingDay(nowMillis)) : 0
  if (app.edition === "trial" && before >= trialStreamsPerDay) return yield* refuse(60028)
  const open = known ?? { stream, ...store(stream.body) }
  stream.append(content)
  if (Chunks.at(-1)?.IsLast === true) app.streams.end(stream.id)
  else app.streams.touch(open, nowMillis)
  return { StreamMsgID: stream.id, ...open.answer }
})
