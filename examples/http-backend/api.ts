/** What the backend offers: a support desk. Clients take this file and nothing else, and get a typed client out of it. */
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as Schema from "effect/Schema"

/** A question, and the group in which it is talked about. */
export class Ticket extends Schema.Class<Ticket>("Ticket")({
  id: Schema.String,
  /** Who talks: whoever has asked, and the agents. */
  members: Schema.Array(Schema.String)
}) {}

/** Nobody of that name is known. */
export class UnknownUser extends Schema.TaggedError<UnknownUser>()(
  "UnknownUser",
  { userId: Schema.String },
  { httpApiStatus: 404 }
) {}

/** There is no such ticket. */
export class UnknownTicket extends Schema.TaggedError<UnknownTicket>()(
  "UnknownTicket",
  { id: Schema.String },
  { httpApiStatus: 404 }
) {}

/** The chat is not to be had just now. What was asked for may have been done all the same, if it says so. */
export class ChatUnavailable extends Schema.TaggedError<ChatUnavailable>()(
  "ChatUnavailable",
  { mayHaveBeenDone: Schema.Boolean },
  { httpApiStatus: 503 }
) {}

const tickets = HttpApiGroup.make("tickets").add(
  HttpApiEndpoint.post("open", "/", {
    payload: Schema.Struct({ userId: Schema.String, question: Schema.String }),
    success: Ticket,
    error: [UnknownUser, ChatUnavailable]
  }),
  HttpApiEndpoint.post("reply", "/:id/replies", {
    params: { id: Schema.String },
    payload: Schema.Struct({ userId: Schema.String, text: Schema.String }),
    error: [UnknownTicket, ChatUnavailable]
  }),
  HttpApiEndpoint.get("read", "/:id", {
    params: { id: Schema.String },
    success: Schema.Array(Schema.Struct({ userId: Schema.String, text: Schema.String })),
    error: [UnknownTicket, ChatUnavailable]
  })
).prefix("/tickets")

export class Api extends HttpApi.make("support").add(tickets) {}
