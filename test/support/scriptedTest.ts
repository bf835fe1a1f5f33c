/** Tests of calls against scripted outcomes. */
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import { TimClient, type TimClientService } from "../../mod.ts"
import { layerOn, type Outcome, scripted, ways } from "./scripted.ts"
import { inVirtualTime } from "./suite.ts"

/** Runs a call against scripted outcomes, letting virtual time pass as needed: once in each way that calls are made. */
export const scriptedTest = (
  name: string,
  outcomes: ReadonlyArray<Outcome>,
  body: (client: TimClientService, script: ReturnType<typeof scripted>) => Effect.Effect<void, unknown, TimClient>,
  options?: Parameters<typeof layerOn>[1]
) => {
  for (const way of ways) {
    test(`${name} (${way})`, () => {
      const script = scripted(...outcomes)
      return inVirtualTime(
        Effect.flatMap(TimClient, (client) => body(client, script)).pipe(
          Effect.provide(layerOn(script.transport, { ...options, way }))
        )
      )
    })
  }
}

/** Waits for an effect while virtual time goes on for a minute. */
export const inAMinute = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function*() {
    const fiber = yield* Effect.forkChild(effect)
    for (let second = 0; second < 600; second++) yield* TestClock.adjust("100 millis")
    return yield* Fiber.join(fiber)
  })
