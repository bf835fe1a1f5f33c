/** How the emulator answers the endpoints about robots. */
import * as Effect from "effect/Effect"
import type { MessageElement } from "../../api/messages/elements.ts"
import { standardTags } from "../../api/profiles/tags.ts"
import {
  createRobot,
  deleteRobot,
  getAllRobots,
  sendGroupStreamMsg,
  sendStreamMsg
} from "../../api/robots/endpoints.ts"
import { refuse } from "../Refusal.ts"
import { type Call, type Route, route } from "../Route.ts"
import { placeOf } from "./groupPlace.ts"
import { say } from "./groupSaying.ts"
import { streamNotes, takePiece } from "./streams.ts"

const uint32 = ({ random }: Call): number => Math.floor(random() * 2 ** 32)

/** The element that clients show as a text that grows. */
const textElement = (chunks: ReadonlyArray<string>, isFinished: 0 | 1): MessageElement => ({
  MsgType: "TIMCustomElem",
  MsgContent: { Data: JSON.stringify({ chatbotPlugin: 2, src: 2, chunks, isFinished }) }
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
        "A robot whose account is deleted is a robot no more.",
        "The profile that a robot is made with is not told, which is assumed."
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
        "A stream that is never finished stays open. What is sent so is not moderated, and " +
        "sends no webhooks, which is assumed."
      ]
    },
    Effect.fnUntracedEager(function*({ Chunk, Finish = 0, From_Account, MsgKey, To_Account }, call) {
      const { app, now } = call
      const { texts } = app.robots
      if (!app.robots.has(From_Account)) return yield* refuse(10004, "From_Account is no robot")
      if (!app.accounts.has(To_Account)) return yield* refuse(10004, "To_Account does not exist")
      if (MsgKey === undefined) {
        const chunks = [Chunk]
        const message = app.conversations.add(
          {
            from: From_Account,
            to: To_Account,
            seq: uint32(call),
            random: uint32(call),
            time: now,
            body: [textElement(chunks, Finish)]
          },
          { unread: true },
          now
        )
        app.figures.c2cSent(From_Account, now)
        if (Finish === 0) texts.set(message.key, { message, chunks })
        return { MsgKey: message.key }
      }
      const text = texts.get(MsgKey)
      if (text?.message.from !== From_Account || text.message.to !== To_Account || text.message.recalled) {
        return yield* refuse(10004, "the message is unknown or finished")
      }
      text.chunks.push(Chunk)
      text.message.body = [textElement(text.chunks, Finish)]
      app.timeline.changed(text.message)
      if (Finish === 1) texts.delete(MsgKey)
      return { MsgKey }
    })
  ),

  route(
    sendGroupStreamMsg,
    {
      invalid: 10004,
      limits: { GroupId: 10015 },
      tooLarge: 80002,
      notes: [
        "10004 for a sender that does not exist, for pieces out of order and for a stream that is unknown or has " +
        "ended is assumed.",
        ...streamNotes,
        "The sender need not be a member. Mutes and the 40 messages a second are not looked at: no code is documented.",
        "In an AVChatRoom the message is not stored, and takes a number, which is assumed."
      ]
    },
    Effect.fnUntracedEager(function*(body, call) {
      const { app, identifier, now } = call
      const place = yield* placeOf({ GroupId: body.GroupId }, call)
      const from = body.From_Account ?? identifier
      if (!app.accounts.has(from)) return yield* refuse(10004, "the sender does not exist")
      const content = body.MsgBody[0]?.MsgContent
      if (content === undefined) return yield* refuse(10004, "MsgBody is empty")
      return yield* takePiece(
        content,
        { from, to: place.group },
        (elements) => {
          const { message, seq } = say(
            {
              from,
              random: body.MsgRandom ?? body.Random ?? 0,
              time: now,
              body: elements,
              customData: body.CloudCustomData,
              priority: 2,
              counted: place.group.type !== "ChatRoom",
              listed: app.recentContacts.nextSerial(),
              needReceipt: false,
              extensible: false
            },
            { onlineOnly: false },
            place,
            call
          )
          return { message, answer: { MsgTime: now, MsgSeq: seq } }
        },
        { ended: 10004, disordered: 10004 },
        call
      )
    })
  )
]
