/** How the emulator answers the endpoints about extensions of one-to-one messages. */
import * as Effect from "effect/Effect"
import { getKeyValues, setKeyValues } from "../../api/messages/endpoints.ts"
import { c2cExtensionChanged } from "../../webhook/commands/c2c.ts"
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

/** Sets, deletes or clears pairs; answers those that were set or deleted. */
const change = (
  extensions: Extensions,
  operation: 1 | 2 | 3,
  pairs: ReadonlyArray<Omit<Extension, "Seq">>
): ReadonlyArray<Extension> => {
  if (operation === 1) return extensions.set(pairs)
  if (operation === 2) return extensions.delete(pairs.map(({ Key }) => Key))
  extensions.clear()
  return []
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
    Effect.fnUntracedEager(function*(body, call) {
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
        "Deleted pairs are answered with an empty value.",
        "A call that gives a new version is told, even where it changes no pair, which is assumed."
      ],
      webhooks: [c2cExtensionChanged]
    },
    Effect.fnUntracedEager(function*(body, call) {
      const extensions = yield* extensionsOf(body, call)
      const pairs = (body.ExtensionList ?? []).map(({ Key, Value = "" }) => ({ Key, Value }))
      if (body.OperateType === 1 && !extensions.hasRoomFor(pairs.map(({ Key }) => Key))) {
        return yield* refuse(10004, "a message has at most 300 extensions")
      }
      if (!extensions.mayChange(call.nowMillis)) return yield* refuse(23003)
      const changed = change(extensions, body.OperateType, pairs)
      call.tell(c2cExtensionChanged, () => ({
        From_Account: body.From_Account ?? call.identifier,
        To_Account: body.To_Account,
        MsgKey: body.MsgKey,
        OperateType: body.OperateType,
        ExtensionList: changed,
        Seq: extensions.latestSeq
      }))
      return body.OperateType === 3 ? {} : done(changed)
    })
  )
]
