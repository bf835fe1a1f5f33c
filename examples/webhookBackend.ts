import { GroupMessages, msg, textOf, Tim, TimClient } from "timkit"
import { refuse } from "timkit/webhook"
import { layer } from "timkit/webhook/router"
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as Layer from "effect/Layer"

/** Knows what nobody may say. */
export class Blocklist extends Context.Service<Blocklist, {
  readonly forbids: (text: string) => Effect.Effect<boolean>
}>()("example/Blocklist") {
  static readonly layer = (words: ReadonlyArray<string>) =>
    Layer.succeed(Blocklist)({
      forbids: (text) => Effect.succeed(words.some((word) => text.toLowerCase().includes(word)))
    })
}

/** Keeps blocked words out of groups, and welcomes their new members. */
export const webhooks = Layer.unwrap(Effect.gen(function*() {
  const { sdkAppId } = yield* TimClient
  const tokens = yield* Config.Redacted("TIM_WEBHOOK_TOKEN")
  return layer("/webhooks", {
    sdkAppId,
    tokens,
    on: {
      "Group.CallbackBeforeSendMsg": Effect.fnUntraced(function*({ body }) {
        const blocklist = yield* Blocklist
        return (yield* blocklist.forbids(textOf(body.MsgBody))) ? refuse(10101, "Mind your words") : undefined
      }),
      "Group.CallbackAfterNewMemberJoin": Effect.fnUntraced(function*({ body }) {
        const groupMessages = yield* GroupMessages
        const names = body.NewMemberList.map(({ Member_Account }) => Member_Account).join(", ")
        yield* groupMessages.send(msg().text(`Welcome, ${names}!`).toGroup(body.GroupId))
      })
    }
  })
}))

const services = Layer.mergeAll(Tim.layerConfig, Blocklist.layer(["casino"]))

/** The real service, for whatever takes a `fetch`. A test provides `Emulator.layer()` in its place. */
export const main = () => HttpRouter.toWebHandler(Layer.provideMerge(webhooks, services)).handler
