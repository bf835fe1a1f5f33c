/** How the backend is tested: the same routes, on an emulator, called by the typed client of the API. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { Accounts } from "timkit"
import { Emulator } from "timkit/emulator"
import { fault, TestTenant } from "timkit/testing"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as HttpApiTest from "effect/http-api/HttpApiTest"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServer from "effect/http/HttpServer"
import * as Layer from "effect/Layer"
import { Api } from "./api.ts"
import { handlers, routes } from "./server.ts"
import { Tickets } from "./Tickets.ts"

/** A client whose requests go through the whole of the API without a port. */
const makeClient = HttpApiTest.groups(Api, ["tickets"])

type Client = Effect.Success<typeof makeClient>["tickets"]

/** A test on a tenant of its own, with alice as a customer and ann as an agent. */
const deskTest = (
  name: string,
  body: (tickets: Client) => Effect.Effect<void, unknown, TestTenant | Accounts>
): void => {
  const desk = handlers.pipe(
    Layer.provide(Tickets.layer),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ SUPPORT_AGENTS: "ann" }))),
    // Here a test says which chat it is. One attempt a call: a test of failures need not wait for the next.
    Layer.provideMerge(TestTenant.layer({ limits: { maxAttempts: 1 } })),
    Layer.provideMerge(HttpServer.layerServices)
  )
  test(name, () =>
    Effect.gen(function*() {
      const accounts = yield* Accounts
      yield* accounts.importMany(["alice", "ann"])
      yield* body((yield* makeClient).tickets)
    }).pipe(Effect.scoped, Effect.provide(desk), Effect.runPromise))
}

deskTest("a ticket begins with its question, and can be replied to", (tickets) =>
  Effect.gen(function*() {
    const { id, members } = yield* tickets.open({ payload: { userId: "alice", question: "Where is my parcel?" } })
    assert.deepEqual(members, ["alice", "ann"])
    yield* tickets.reply({ params: { id }, payload: { userId: "ann", text: "On its way." } })
    assert.deepEqual(yield* tickets.read({ params: { id } }), [
      { userId: "alice", text: "Where is my parcel?" },
      { userId: "ann", text: "On its way." }
    ])
  }))

deskTest("a ticket that does not exist is a failure of its own", (tickets) =>
  Effect.gen(function*() {
    const error = yield* Effect.flip(tickets.read({ params: { id: "nowhere" } }))
    assert.equal(error._tag, "UnknownTicket")
  }))

deskTest("who is not known opens no ticket", (tickets) =>
  Effect.gen(function*() {
    const error = yield* Effect.flip(tickets.open({ payload: { userId: "nobody", question: "Hello?" } }))
    assert.deepEqual({ ...error }, { _tag: "UnknownUser", userId: "nobody" })
  }))

deskTest(
  "a chat that is not reached is told, and whether the reply may have been sent",
  (tickets) =>
    Effect.gen(function*() {
      const { faults, messages } = yield* TestTenant
      const { id } = yield* tickets.open({ payload: { userId: "alice", question: "Hello?" } })
      yield* faults.add(fault.dropAfter({ command: "send_group_msg" })) // done, but the answer gets lost
      const error = yield* Effect.flip(tickets.reply({ params: { id }, payload: { userId: "ann", text: "Hi!" } }))
      assert.deepEqual({ ...error }, { _tag: "ChatUnavailable", mayHaveBeenDone: true })
      assert.equal((yield* messages("from:ann Hi!")).length, 1)
    })
)

test("over HTTP a failure has its status, and the API describes itself", async () => {
  const chat = Layer.merge(
    Emulator.layer(),
    ConfigProvider.layer(ConfigProvider.fromUnknown({ SUPPORT_AGENTS: "ann" }))
  )
  const { dispose, handler } = HttpRouter.toWebHandler(Layer.provide(routes, chat), { disableLogger: true })
  assert.equal((await handler(new Request("https://desk.example/tickets/nowhere"))).status, 404)
  assert.match(
    await (await handler(new Request("https://desk.example/openapi.json"))).text(),
    /"\/tickets\/{id}\/replies"/
  )
  await dispose()
})
