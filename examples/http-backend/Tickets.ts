/** The tickets as a service. It knows the chat and nothing of HTTP. */
import { catchCode, ErrorCode, GroupMessages, Groups, msg, textOf, type TimError } from "timkit"
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { ChatUnavailable, Ticket, UnknownTicket, UnknownUser } from "./api.ts"

/** How the desk is set up, by the environment or any other `ConfigProvider`. */
const settings = Config.all({
  /** The accounts of the agents, separated by commas. */
  agents: Config.String("SUPPORT_AGENTS").pipe(Config.map((names) => names.split(",")))
})

/**
 * What was not reached may be tried again; our own callers are told so. Everything else that goes wrong here is a
 * mistake in this program, so it becomes a defect: a 500, with the whole story in the log.
 */
const unavailable = (error: TimError) =>
  error.reason._tag === "NotReached"
    ? Effect.fail(new ChatUnavailable({ mayHaveBeenDone: error.reason.applied !== "no" }))
    : Effect.die(error)

export class Tickets extends Context.Service<Tickets, {
  /** Opens a ticket: a group of whoever asks and the agents, which begins with the question. */
  readonly open: (userId: string, question: string) => Effect.Effect<Ticket, UnknownUser | ChatUnavailable>
  readonly reply: (id: string, userId: string, text: string) => Effect.Effect<void, UnknownTicket | ChatUnavailable>
  /** What was said so far, the oldest first. */
  readonly read: (
    id: string
  ) => Effect.Effect<ReadonlyArray<{ readonly userId: string; readonly text: string }>, UnknownTicket | ChatUnavailable>
}>()("examples/http-backend/Tickets") {
  static readonly layer = Layer.effect(
    Tickets,
    Effect.gen(function*() {
      const { agents } = yield* settings
      const groups = yield* Groups
      const groupMessages = yield* GroupMessages

      const unknown = (id: string) =>
        catchCode([ErrorCode.GroupNotFound, ErrorCode.GroupIdInvalid], () => Effect.fail(new UnknownTicket({ id })))

      // Each has a span, in which those of its calls lie.
      const open = Effect.fn("Tickets.open")(function*(userId: string, question: string) {
        const members = [userId, ...agents]
        const { GroupId: id } = yield* groups.create("Private", "Support", {
          MemberList: members.map((Member_Account) => ({ Member_Account }))
        })
        yield* groupMessages.send(msg().text(question).from(userId).toGroup(id))
        return new Ticket({ id, members })
      }, (effect, userId) =>
        effect.pipe(
          catchCode(ErrorCode.GroupAccountNotFound, () => Effect.fail(new UnknownUser({ userId }))),
          Effect.catchTag("TimError", unavailable)
        ))

      const reply = Effect.fn("Tickets.reply")(
        function*(id: string, userId: string, text: string) {
          yield* groupMessages.send(msg().text(text).from(userId).toGroup(id))
        },
        (effect, id) => effect.pipe(unknown(id), Effect.catchTag("TimError", unavailable))
      )

      const read = Effect.fn("Tickets.read")(
        function*(id: string) {
          const newestFirst = yield* Stream.runCollect(groupMessages.history(id))
          return newestFirst.map(({ From_Account, MsgBody }) => ({
            userId: From_Account ?? "?",
            text: textOf(MsgBody)
          }))
            .toReversed()
        },
        (effect, id) => effect.pipe(unknown(id), Effect.catchTag("TimError", unavailable))
      )

      return Tickets.of({ open, reply, read })
    })
  )
}
