/** The robots of an app, and what they are just saying. */
import type { App } from "./App.ts"
import type { LinkedElement, MessagePlace } from "./Links.ts"

/** How many robots an app has at most. */
const maxRobots = 20

/** The robots of an app. Each is an account as well. */
export class Robots {
  readonly #app: Pick<App, "accounts">
  readonly #ids = new Set<string>()
  /** What is being said one-to-one, by the key of the message. */
  readonly texts = new Map<string, RobotText>()
  readonly groupStreams = new GroupStreams()

  constructor(app: Pick<App, "accounts">) {
    this.#app = app
  }

  /** The robots in the order in which they were made. Robots whose accounts are gone are none any more. */
  ids(): ReadonlyArray<string> {
    for (const id of this.#ids) if (!this.#app.accounts.has(id)) this.#ids.delete(id)
    return [...this.#ids]
  }

  has(userId: string): boolean {
    return this.#ids.has(userId) && this.#app.accounts.has(userId)
  }

  /** Makes an account a robot; answers whether there was room for it. */
  add(userId: string): boolean {
    if (!this.has(userId) && this.ids().length >= maxRobots) return false
    this.#ids.add(userId)
    return true
  }

  /** Disables a robot; answers whether there was one. */
  disable(userId: string): boolean {
    const known = this.has(userId)
    this.#ids.delete(userId)
    return known
  }
}

/** A text that a robot is saying to an account. */
export interface RobotText {
  readonly place: MessagePlace
  readonly chunks: Array<string>
}

/** A message that is being written into a group. */
export interface GroupStream {
  readonly id: string
  readonly place: MessagePlace
  /** The pieces so far. */
  readonly chunks: Array<unknown>
  compatibleText: string | undefined
  lastIndex: number
  /** Of the whole text. */
  bytes: number
  /** When the latest piece came, in milliseconds. */
  lastAt: number
  /** When the latest further pieces came, in milliseconds; at most five. */
  readonly continuedAt: Array<number>
}

/** After how long without a piece a stream has ended, in milliseconds. */
const silence = 15_000

/** The elements of a stream's message. */
export const streamBody = ({ chunks, compatibleText, id }: GroupStream): ReadonlyArray<LinkedElement> => [{
  MsgType: "TIMStreamElem",
  MsgContent: {
    Chunks: [...chunks],
    ...(compatibleText === undefined ? {} : { CompatibleText: compatibleText }),
    StreamMsgID: id
  }
}]

/** The messages that are being written into groups. Those that have ended are forgotten. */
export class GroupStreams {
  /** The one that was silent longest first. */
  readonly #open = new Map<string, GroupStream>()
  #day = ""
  #begunToday = 0

  get(id: string, nowMillis: number): GroupStream | undefined {
    const stream = this.#open.get(id)
    return stream !== undefined && nowMillis - stream.lastAt <= silence ? stream : undefined
  }

  /** Keeps a stream that just had a piece. */
  touch(stream: GroupStream, nowMillis: number): void {
    this.#open.delete(stream.id)
    stream.lastAt = nowMillis
    this.#open.set(stream.id, stream)
    for (const [id, { lastAt }] of this.#open) {
      if (nowMillis - lastAt <= silence) break
      this.#open.delete(id)
    }
  }

  end(id: string): void {
    this.#open.delete(id)
  }

  /** Counts one more message of a day; answers how many there were before. */
  begin(day: string): number {
    if (day !== this.#day) {
      this.#day = day
      this.#begunToday = 0
    }
    return this.#begunToday++
  }
}
