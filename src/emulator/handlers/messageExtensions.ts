/** How the emulator answers the endpoints about extensions of one-to-one messages. */
import * as Effect from "effect/Effect"
import { getKeyValues, setKeyValues } from "../../api/messages/endpoints.ts"
import { type Refusal, refuse } from "../Refusal.ts"
import { type Call, type Route, route } from "../Route.ts"
import type { Extension, Extensions } from "../state/Extensions.ts"

/** How many pairs one answer holds. */
const maxAnswered = 200

interface Extended {
  readonly From_Account?: string | undefined
  readonly To_Account: string
  readonly MsgKey: string
}

/** The extensions of the message that a call names. */
const extensionsOf = (
  { From_Account, MsgKey, To_Account }: Extended,
  { app, identifier, now }: Call
): Effect.Effect<Extensions, Refusal> => {
  if (app.edition !== "premium") return Effect.fail(refuse(10008))
  const message = app.conversations.find(From_Account ?? identifier, To_Account, MsgKey, now)
  if (message === undefined || message.recalled) return Effect.fail(refuse(23004))
  return message.extensions === undefined ? Effect.fail(refuse(23002)) : Effect.succeed(message.extensions)
}

const done = (pairs: ReadonlyArray<Extension>) => ({
  ExtensionList: pairs.map((Extension) => ({ ErrorCode: 0, Extension }))
})

/** The routes about extensions. */
export const messageExtensionRoutes: ReadonlyArray<Route> = [
  route(
    getKeyValues,
    {
      invalid: 10004,
      notes: [
        "Reading from a message that takes no extensions is refused with 23002, and a recalled message is not found " +
        "(23004): both assumed."
      ]
    },
    Effect.fnUntraced(function*(body, call) {
      const extensions = yield* extensionsOf(body, call)
      const pairs = extensions.from(body.StartSeq ?? 0)
      return {
        ExtensionList: pairs.slice(0, maxAnswered),
        CompleteFlag: pairs.length <= maxAnswered ? 1 : 0,
        LatestSeq: extensions.latestSeq,
        ClearSeq: extensions.clearSeq
      }
    })
  ),

  route(
    setKeyValues,
    {
      invalid: 10004,
      notes: [
        "Calls are made by administrators, whose Seq is not looked at, so that no pair conflicts (23001).",
        "Every call that changes something gives its pairs one new version. A pair beyond the 300th has the whole " +
        "call refused with 10004. Both are assumed.",
        "Deleted pairs are answered with an empty value. No webhooks are fired."
      ]
    },
    Effect.fnUntraced(function*(body, call) {
      const extensions = yield* extensionsOf(body, call)
      const pairs = (body.ExtensionList ?? []).map(({ Key, Value = "" }) => ({ Key, Value }))
      const keys = pairs.map(({ Key }) => Key)
      if (body.OperateType === 1 && !extensions.hasRoomFor(keys)) {
        return yield* refuse(10004, "a message has at most 300 extensions")
      }
      if (!extensions.mayChange(call.nowMillis)) return yield* refuse(23003)
      if (body.OperateType === 1) return done(extensions.set(pairs))
      if (body.OperateType === 2) return done(extensions.delete(keys))
      extensions.clear()
      return {}
    })
  )
]
