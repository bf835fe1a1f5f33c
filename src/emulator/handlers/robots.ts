/** How the emulator answers the endpoints about robots. */
import * as Effect from "effect/Effect"
import { beijingDay } from "../../api/operations/beijing.ts"
import { standardTags } from "../../api/profiles/tags.ts"
import {
  createRobot,
  deleteRobot,
  getAllRobots,
  sendGroupStreamMsg,
  sendStreamMsg
} from "../../api/robots/endpoints.ts"
import type { BodyOf } from "../../endpoint/Endpoint.ts"
import { utf8Length } from "../../endpoint/wire.ts"
import { type Refusal, refuse } from "../Refusal.ts"
import { type Call, type Route, route } from "../Route.ts"
import type { LinkedElement, MessagePlace } from "../state/Links.ts"
import { type GroupStream, type RobotText, streamBody } from "../state/Robots.ts"

const uint32 = ({ random }: Call): number => Math.floor(random() * 2 ** 32)

/** The element that clients show as a text that grows. */
const textElement = ({ chunks }: RobotText, isFinished: 0 | 1): LinkedElement => ({
  MsgType: "TIMCustomElem",
  MsgContent: { Data: JSON.stringify({ chatbotPlugin: 2, src: 2, chunks, isFinished }) }
})

const keyOf = ({ random, seq, time }: MessagePlace): string => `${seq}_${random}_${time}`

/** How long the whole text of a stream is at most, in bytes: below 128 KB. */
const maxStreamBytes = 128 * 1024 - 1

/** How many further pieces a stream takes in a second. */
const piecesPerSecond = 5

/** How many streams an app of the trial edition begins on a day. */
const trialStreamsPerDay = 1_000

type GroupPiece = BodyOf<typeof sendGroupStreamMsg>
type PieceContent = GroupPiece["MsgBody"][number]["MsgContent"]

/** Whether the pieces of a call follow each other and what was sent before. */
const isInOrder = (chunks: PieceContent["Chunks"], last: number): boolean =>
  chunks.every(({ Index, IsLast }, position) =>
    Index > (chunks[position - 1]?.Index ?? last) && (!IsLast || position === chunks.length - 1)
  )

const linkNote = "Until the message stores are connected as `app.links`, messages are kept with the robots only."

/** Begins a stream: its message has no text yet. */
const begin = (body: GroupPiece, call: Call): Effect.Effect<GroupStream, Refusal> => {
  const { app, identifier, now, nowMillis } = call
  const before = app.robots.groupStreams.begin(beijingDay(nowMillis))
  if (app.edition === "trial" && before >= trialStreamsPerDay) return Effect.fail(refuse(60028))
  const id = `${nowMillis}-${uint32(call)}`
  const message = {
    from: body.From_Account ?? identifier,
    to: body.GroupId,
    seq: 0,
    random: body.MsgRandom ?? body.Random ?? 0,
    time: now,
    body: [],
    customData: body.CloudCustomData
  }
  return Effect.succeed({
    id,
    place: { ...message, seq: app.links.beginGroup(message) },
    chunks: [],
    compatibleText: undefined,
    lastIndex: 0,
    bytes: 0,
    lastAt: nowMillis,
    continuedAt: []
  })
}

/** Finds the stream that a call goes on with, and makes sure that it may. */
const proceed = Effect.fnUntraced(function*(id: string, body: GroupPiece, call: Call) {
  const { app, identifier, nowMillis } = call
  const stream = app.robots.groupStreams.get(id, nowMillis)
  const isOurs = stream?.place.to === body.GroupId && stream.place.from === (body.From_Account ?? identifier)
  if (stream === undefined || !isOurs) return yield* refuse(10004, "the stream is unknown or has ended")
  const [first] = stream.continuedAt
  if (stream.continuedAt.length === piecesPerSecond && first !== undefined) {
    if (nowMillis - first < 1_000) return yield* refuse(60007)
    stream.continuedAt.shift()
  }
  stream.continuedAt.push(nowMillis)
  return stream
})

/** The routes about robots. */
export const robotRoutes: ReadonlyArray<Route> = [
  route(
    createRobot,
    {
      invalid: 10004,
      notes: [
        "Making a robot again sets the given fields, which is assumed.",
        "Robots do not count against the accounts of the trial edition, which is assumed.",
        "A robot whose account is deleted is a robot no more. Messages to robots fire no webhooks."
      ]
    },
    ({ FaceUrl, Nick, SelfSignature, UserID }, { app, now }) => {
      const isNew = !app.accounts.has(UserID)
      if (!app.robots.add(UserID)) return Effect.fail(refuse(10008, "an app has at most 20 robots"))
      if (isNew) app.figures.accountsChanged(1, now)
      const { profile } = app.accounts.add(UserID)
      if (Nick !== undefined) profile.set(standardTags.nick.tag, Nick)
      if (FaceUrl !== undefined) profile.set(standardTags.image.tag, FaceUrl)
      if (SelfSignature !== undefined) profile.set(standardTags.selfSignature.tag, SelfSignature)
      return {}
    }
  ),

  route(
    deleteRobot,
    { invalid: 10004, notes: ["A robot that does not exist is refused with 10004, which is assumed."] },
    ({ Robot_Account }, { app }) =>
      app.robots.disable(Robot_Account) ? {} : Effect.fail(refuse(10004, "there is no such robot"))
  ),

  route(getAllRobots, { invalid: 10004 }, (_, { app }) => ({ Robot_Account: app.robots.ids() })),

  route(
    sendStreamMsg,
    {
      invalid: 10004,
      notes: [
        "A sender that is no robot, a receiver that does not exist and a MsgKey that is unknown, finished or of " +
        "another conversation are refused with 10004, which is assumed.",
        "The element holds {chatbotPlugin: 2, src: 2, chunks, isFinished}, as open clients read it.",
        "A stream that is never finished stays open.",
        linkNote
      ]
    },
    Effect.fnUntraced(function*({ Chunk, Finish = 0, From_Account, MsgKey, To_Account }, call) {
      const { app, now } = call
      const { texts } = app.robots
      if (!app.robots.has(From_Account)) return yield* refuse(10004, "From_Account is no robot")
      if (!app.accounts.has(To_Account)) return yield* refuse(10004, "To_Account does not exist")
      if (MsgKey === undefined) {
        const place = { from: From_Account, to: To_Account, seq: uint32(call), random: uint32(call), time: now }
        const text = { place, chunks: [Chunk] }
        app.links.beginC2c({ ...place, body: [textElement(text, Finish)] })
        const key = keyOf(place)
        if (Finish === 0) texts.set(key, text)
        return { MsgKey: key }
      }
      const text = texts.get(MsgKey)
      if (text?.place.from !== From_Account || text.place.to !== To_Account) {
        return yield* refuse(10004, "the message is unknown or finished")
      }
      text.chunks.push(Chunk)
      app.links.changeC2c(text.place, [textElement(text, Finish)])
      if (Finish === 1) texts.delete(MsgKey)
      return { MsgKey }
    })
  ),

  route(
    sendGroupStreamMsg,
    {
      invalid: 10004,
      fields: { GroupId: 10015 },
      notes: [
        "The codes are assumed: 10004 for a sender that does not exist, for pieces out of order and for a stream " +
        "that is unknown or has ended, 80002 for a text of 128 KB or more, 60007 for a sixth further piece in a " +
        "second, 60028 for more than 1000 streams a day (in Beijing) in the trial edition.",
        "The first piece need not have the index 1. The sender need not be a member, and mutes are not looked at.",
        "There are no groups until they are connected as `app.links`: every group is refused with 10010 until then."
      ]
    },
    Effect.fnUntraced(function*(body, call) {
      const { app, identifier, nowMillis } = call
      const { groupStreams } = app.robots
      if (!app.links.hasGroup(body.GroupId)) return yield* refuse(10010)
      if (!app.accounts.has(body.From_Account ?? identifier)) return yield* refuse(10004, "the sender does not exist")
      const content = body.MsgBody[0]?.MsgContent
      if (content === undefined) return yield* refuse(10004, "MsgBody is empty")
      const { Chunks, CompatibleText, StreamMsgID } = content
      const known = StreamMsgID === undefined ? undefined : yield* proceed(StreamMsgID, body, call)
      if (!isInOrder(Chunks, known?.lastIndex ?? 0)) return yield* refuse(10004, "the pieces are out of order")
      const bytes = Chunks.reduce((sum, { Markdown }) => sum + utf8Length(Markdown), known?.bytes ?? 0)
      if (bytes > maxStreamBytes) return yield* refuse(80002)

      const stream = known ?? (yield* begin(body, call))
      const last = Chunks.at(-1)
      stream.chunks.push(...Chunks)
      stream.bytes = bytes
      stream.lastIndex = last?.Index ?? stream.lastIndex
      if (CompatibleText !== undefined) stream.compatibleText = CompatibleText
      app.links.changeGroup(stream.place, streamBody(stream))
      if (last?.IsLast === true) groupStreams.end(stream.id)
      else groupStreams.touch(stream, nowMillis)
      const { seq, time } = stream.place
      return { StreamMsgID: stream.id, MsgTime: time, MsgSeq: seq }
    })
  )
]
