/** How the emulator answers one-to-one messages that are sent piece by piece. */
import * as Effect from "effect/Effect"
import { sendC2cStreamMsg } from "../../api/messages/endpoints.ts"
import { refuse } from "../Refusal.ts"
import { type Route, route } from "../Route.ts"
import { messageIdOf } from "../state/Conversations.ts"
import { streamNotes, takePiece } from "./streams.ts"

/** The routes of streams. */
export const streamRoutes: ReadonlyArray<Route> = [
  route(
    sendC2cStreamMsg,
    {
      invalid: 90001,
      fields: { MsgBody: 90002, "MsgBody.MsgContent": 90010, MsgRandom: 90005, To_Account: 90003, From_Account: 20003 },
      tooLarge: 80002,
      notes: [
        "20001 for a stream that is unknown or has ended, 90010 for pieces that are not in order, and 90012 for an " +
        "unknown receiver are assumed.",
        ...streamNotes
      ]
    },
    Effect.fnUntracedEager(function*(body, call) {
      const { app, now } = call
      const from = body.From_Account ?? call.identifier
      const to = body.To_Account
      if (!app.accounts.has(from)) return yield* refuse(20003)
      if (!app.accounts.has(to)) return yield* refuse(90012)
      const content = body.MsgBody[0]?.MsgContent
      if (content === undefined) return yield* refuse(90002)
      return yield* takePiece(
        content,
        { from, to },
        (elements) => {
          const message = app.conversations.add(
            {
              from,
              to,
              seq: body.MsgSeq ?? Math.floor(call.random() * 2 ** 32),
              random: body.MsgRandom,
              time: now,
              body: elements,
              cloudCustomData: body.CloudCustomData
            },
            { unread: true, forSender: body.SyncOtherMachine !== 2 },
            now
          )
          app.figures.c2cSent(from, now)
          return { message, answer: { MsgTime: now, MsgKey: message.key, MsgId: messageIdOf(message) } }
        },
        { ended: 20001, disordered: 90010 },
        call
      )
    })
  )
]
