/**
 * Gifts in a live room: a gift is data in a message, everybody in the room sees it fly, and a webhook keeps the score.
 *
 * `bun examples/live-room-gifts.ts` serves the webhook.
 */
import { connect, type Connection, type MessageElement, msg, readData, type UnknownElement } from "timkit"
import { type Handler, handler } from "timkit/webhook"

/** A gift as it travels: `{"msgType":"gift","data":{"name":"rose","coins":5}}` in a custom element. */
export interface Gift {
  readonly name: string
  /** What one such gift costs. */
  readonly coins: number
  readonly count: number
}

/** Sends a gift to everybody in a room. A room drops messages when there are too many of them: those of low priority. */
export const sendGift = (tim: Connection, room: string, from: string, gift: Gift) =>
  tim.groupMessages.send(
    msg().data("gift", gift, `sent ${gift.count} × ${gift.name}`).from(from).toGroup(room).priority("High")
  )

/** The gift in an element. Clients write what they like, so nothing is taken for granted. */
export const readGift = (element: MessageElement | UnknownElement): Gift | undefined => {
  const said = readData(element)
  if (said?.msgType !== "gift" || typeof said.data !== "object" || said.data === null) return undefined
  const { coins, count, name } = said.data as { readonly [Field in keyof Gift]?: unknown }
  return typeof name === "string" && isAmount(coins) && isAmount(count) ? { name, coins, count } : undefined
}

const isAmount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0

/** Who gave how much, the most generous first. */
export interface Leaderboard {
  readonly coins: number
  readonly top: ReadonlyArray<{ readonly userId: string; readonly coins: number }>
}

/**
 * The score of a room, kept where its clients see it: the sum in a counter, and who gave most in an attribute.
 *
 * A room has 20 counters and 16 attributes, too few for one a giver, so the scores are added up here. Several processes
 * would add them up in a database.
 */
class Score {
  readonly #tim: Connection
  readonly #room: string
  readonly #givers = new Map<string, number>()
  /** The last write of the attribute, and whether it has begun. */
  #write = { begun: true, done: Promise.resolve<unknown>(undefined) }

  constructor(tim: Connection, room: string) {
    this.#tim = tim
    this.#room = room
  }

  add(userId: string, coins: number): Promise<unknown> {
    this.#givers.set(userId, (this.#givers.get(userId) ?? 0) + coins)
    // The service adds, so whatever else counts at the same time, no gift gets lost.
    return Promise.all([this.#tim.groups.updateCounters(this.#room, "Increase", { coins }), this.#publish()])
  }

  /** A room takes five writes a second. One goes after the other, and one that waits takes along what came meanwhile. */
  #publish(): Promise<unknown> {
    if (!this.#write.begun) return this.#write.done
    const before = this.#write.done.catch(() => undefined)
    const write = {
      begun: false,
      done: before.then(() => {
        write.begun = true
        const top = [...this.#givers].map(([userId, coins]) => ({ userId, coins }))
          .toSorted((one, other) => other.coins - one.coins).slice(0, 10)
        return this.#tim.groups.modifyAttributes(this.#room, { top: JSON.stringify(top) })
      }) as Promise<unknown>
    }
    this.#write = write
    return write.done
  }
}

/** Keeps the score of every room that gifts are sent to. */
export const gifts = (tim: Connection, token: string): Handler => {
  const rooms = new Map<string, Score>()
  const scoreOf = (room: string): Score => {
    const score = rooms.get(room) ?? new Score(tim, room)
    rooms.set(room, score)
    return score
  }
  return handler({
    sdkAppId: tim.sdkAppId,
    tokens: token,
    deduplicate: true, // a webhook that comes again must not count again
    on: {
      "Group.CallbackAfterSendMsg": ({ body: { From_Account, GroupId, MsgBody } }, { waitUntil }) => {
        const given = MsgBody.flatMap((element) => readGift(element) ?? [])
          .reduce((sum, { coins, count }) => sum + coins * count, 0)
        if (given > 0) waitUntil(scoreOf(GroupId).add(From_Account, given)) // the service need not wait for it
      }
    }
  })
}

/** Reads the score back, as clients do. */
export const leaderboard = async (tim: Connection, room: string): Promise<Leaderboard> => {
  const { GroupCounter } = await tim.groups.getCounters(room, ["coins"])
  const { GroupAttrAry } = await tim.groups.getAttributes(room)
  const top = GroupAttrAry.find(({ key }) => key === "top")?.value ?? "[]"
  return { coins: Number(GroupCounter[0]?.Value ?? 0), top: JSON.parse(top) }
}

export default import.meta.main
  ? { fetch: gifts(await connect(), process.env["TIM_WEBHOOK_TOKEN"] ?? "") }
  : undefined
