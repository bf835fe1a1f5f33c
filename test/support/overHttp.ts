/**
 * Preloaded, it sends the calls of every test over HTTP: each emulator gets a port of its own, and answers in the time
 * of its test. The suite and its expectations stay the same.
 */
import * as Effect from "effect/Effect"
import { makeFetchTransport } from "../../mod.ts"
import { serve } from "../../src/emulator/server.ts"
import type { FindWay } from "./suite.ts"

const overHttp: FindWay = (made) =>
  Effect.gen(function*() {
    const context = yield* Effect.context<never>()
    const fetch = (request: Request) => Effect.runPromiseWith(context)(made.handle(request), { signal: request.signal })
    const { call } = made.calls
    const inTestTime: typeof call = (...args) => Effect.provideContext(call(...args), context)
    const calls: typeof made.calls = { ...made.calls, call: inTestTime, answer: (_, ...args) => inTestTime(...args) }
    const server = yield* Effect.acquireRelease(
      Effect.promise(() => serve({ ...made, calls, fetch })),
      ({ close }) => Effect.promise(close)
    )
    return { baseUrl: server.url, transport: makeFetchTransport((url, init) => globalThis.fetch(url, init)) }
  })

Object.assign(globalThis, { timkitTestWay: overHttp })
