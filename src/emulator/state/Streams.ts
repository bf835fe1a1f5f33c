/** Messages that are being sent piece by piece, one-to-one and in groups. */
import type { StreamContent } from "../../api/messages/streamElement.ts"
import type { UnknownElement } from "../../api/messages/elements.ts"
import { maxStreamBytes } from "../../api/messages/streamElement.ts"
import { utf8Length } from "../../endpoint/wire.ts"
import type { Group } from "./Groups.ts"
import { Recent } from "./Recent.ts"

/** After how long without a piece a stream has ended, in milliseconds. */
const silence = 15_000

/** How many further pieces a stream takes in a second. */
const piecesPerSecond = 5

type Chunks = StreamContent["Chunks"]

/** Whose stream it is, and to whom: an account or a group. */
export interface StreamPlace {
  readonly from: string
  readonly to: string | Group
}

/** A stream that has not ended. */
export class MessageStream {
  readonly id: string
  readonly place: StreamPlace
  private readonly chunks: Array<Chunks[number]> = []
  private readonly content: { readonly Chunks: Chunks; CompatibleText?: string; readonly StreamMsgID: string }
  /** The elements of the message. They grow in place, so that a long stream does not copy itself with each piece. */
  readonly body: ReadonlyArray<UnknownElement>
  private bytes = 0
  /** When the latest further pieces came, in milliseconds; at most five. */
  private readonly continuedAt: Array<number> = []

  constructor(id: string, place: StreamPlace) {
    this.id = id
    this.place = place
    this.content = { Chunks: this.chunks, StreamMsgID: id }
    this.body = [{ MsgType: "TIMStreamElem", MsgContent: this.content }]
  }

  /** Counts one more further piece in this second; answers whether the stream takes it. */
  mayContinue(nowMillis: number): boolean {
    const [first] = this.continuedAt
    if (this.continuedAt.length === piecesPerSecond && first !== undefined) {
      if (nowMillis - first < 1_000) return false
      this.continuedAt.shift()
    }
    this.continuedAt.push(nowMillis)
    return true
  }

  /** Whether pieces follow each other and those that came before, and nothing follows the last one. */
  isNext(chunks: Chunks): boolean {
    const last = this.chunks.at(-1)?.Index
    if (last === undefined && chunks[0]?.Index !== 1) return false
    return chunks.every(({ Index, IsLast }, position) =>
      Index > (chunks[position - 1]?.Index ?? last ?? 0) && (!IsLast || position === chunks.length - 1)
    )
  }

  /** Whether the text stays short enough with further pieces. */
  hasRoomFor(chunks: Chunks): boolean {
    return this.bytes + bytesOf(chunks) <= maxStreamBytes
  }

  append({ Chunks: chunks, CompatibleText }: StreamContent): void {
    for (const chunk of chunks) this.chunks.push(chunk)
    this.bytes += bytesOf(chunks)
    if (CompatibleText !== undefined) this.content.CompatibleText = CompatibleText
  }
}

const bytesOf = (chunks: Chunks): number => chunks.reduce((sum, { Markdown }) => sum + utf8Length(Markdown), 0)

/** A stream with its message and what its calls are answered with. */
export interface OpenStream {
  readonly stream: MessageStream
  /** Nothing where it is not stored. */
  readonly message: { readonly recalled: boolean } | undefined
  readonly answer: {
    readonly MsgTime: number
    readonly MsgKey?: string
    readonly MsgId?: string
    readonly MsgSeq?: number
  }
}

/** The streams of an app. Those that have ended are forgotten. */
export class Streams {
  private readonly open = new Recent<OpenStream>(silence)
  private day = ""
  private begunToday = 0

  /** The stream of an id, if it belongs to a place and its message was not recalled. */
  get(id: string, { from, to }: StreamPlace, nowMillis: number): OpenStream | undefined {
    const open = this.open.get(id, nowMillis)
    if (open === undefined || open.message?.recalled === true) return undefined
    const { place } = open.stream
    return place.from === from && place.to === to ? open : undefined
  }

  /** Keeps a stream that just had a piece. */
  touch(open: OpenStream, nowMillis: number): void {
    this.open.set(open.stream.id, open, nowMillis)
  }

  end(id: string): void {
    this.open.delete(id)
  }

  /** Counts one more stream of a day; answers how many there were before. */
  begin(day: string): number {
    if (day !== this.day) {
      this.day = day
      this.begunToday = 0
    }
    return this.begunToday++
  }
}
