/** Calls of commands: made, with the answer told as it came, or only checked. */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type { TimClientService } from "../endpoint/client.ts"
import { TimClient } from "../endpoint/TimClient.ts"
import { CurrentTransport, type Transport } from "../endpoint/Transport.ts"
import { clientForNothing, clientLayer } from "./connection.ts"
import { showAnswer } from "./output.ts"

/** Does something with a client. */
export const withClient = <A, E, R>(work: (client: TimClientService) => Effect.Effect<A, E, R>) =>
  Effect.provide(Effect.flatMap(TimClient, work), clientLayer)

/** Makes a call and tells its answer: in JSON the very text that came, with all digits of its integers. */
export const showCall = Effect.fnUntraced(function*<E, R>(
  call: (client: TimClientService) => Effect.Effect<object, E, R>
) {
  const transport = yield* CurrentTransport
  let raw: string | undefined
  const listening: Transport = {
    send: (request) =>
      Effect.map(transport.send(request), (response) => {
        raw = response.body
        return response
      })
  }
  const answer = yield* Effect.provideService(withClient(call), CurrentTransport, listening)
  yield* showAnswer(answer, raw)
})

/** Takes a call as far as it goes without being sent: everything about it is checked. */
export const checkCall = Effect.fnUntraced(function*<E, R>(
  call: (client: TimClientService) => Effect.Effect<object, E, R>
) {
  const reached = yield* Deferred.make<void>()
  const transport: Transport = { send: () => Effect.andThen(Deferred.succeed(reached, undefined), Effect.never) }
  const checking = Effect.flatMap(TimClient, call).pipe(
    Effect.provide(clientForNothing),
    Effect.provideService(CurrentTransport, transport)
  )
  yield* Effect.raceFirst(checking, Deferred.await(reached))
  yield* showAnswer({ valid: true, sent: false })
})
