/** The element of a message that is sent piece by piece. */
import * as wire from "../../endpoint/wire.ts"

/** The largest text of a stream, and the largest body of a call that sends a piece, in bytes: below 128 KB. */
export const maxStreamBytes = 128 * 1024 - 1

const streamContent = () => ({
  Chunks: wire.list(
    wire.object({
      EventType: wire.oneOf("data"),
      /** From 1, and higher in each further piece of the stream. */
      Index: wire.between(1, Number.MAX_SAFE_INTEGER),
      /** What is added to the text, not the whole of it. */
      Markdown: wire.string,
      /** `true` ends the stream. */
      IsLast: wire.boolean
    }),
    { min: 1 }
  ),
  /** What clients show that do not know streams. */
  CompatibleText: wire.optional(wire.string),
  /** Which stream the piece belongs to. Left out in the first call. */
  StreamMsgID: wire.optional(wire.string)
})

/** What is inside a `TIMStreamElem`. */
export type StreamContent = wire.ObjectOf<ReturnType<typeof streamContent>>

/** The `MsgBody` of a piece: exactly one `TIMStreamElem`. */
export const streamBody = () =>
  wire.list(
    wire.object({ MsgType: wire.literal("TIMStreamElem"), MsgContent: wire.object(streamContent()) }),
    { min: 1, max: 1 }
  )
