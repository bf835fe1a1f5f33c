/** How tests run: each on a new emulator, in virtual time, the same on every runtime. */
import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import {
  type Answer,
  CurrentRateLimiter,
  CurrentTransport,
  type Services,
  Tim,
  type TimClient,
  type TimError,
  type Transport,
  unlimited
} from "../../mod.ts"
import { Emulator, emulator, type EmulatorOptions, type EmulatorService } from "../../src/emulator/mod.ts"
import { routes } from "../../src/emulator/routes.ts"
import { check } from "../../src/endpoint/check.ts"
import { parseJson } from "../../src/endpoint/json.ts"
import type { Notice } from "../../src/emulator/state/Webhooks.ts"
import { witness, witnessWebhook } from "./conformance.ts"

/** When the virtual time of every test begins: 2023-11-14T22:13:20Z, in seconds since 1970. */
export const startSeconds = 1_700_000_000

/** What a test has at hand: all services, connected to an emulator of its own. */
export type World = Emulator | Services | TimClient

const clock = Layer.effectDiscard(TestClock.setTime(startSeconds * 1000)).pipe(Layer.provideMerge(TestClock.layer()))

/** Runs an effect in virtual time. */
export const inVirtualTime = <A, E>(effect: Effect.Effect<A, E>): Promise<A> =>
  Effect.runPromise(Effect.provide(effect, clock))

const answers = new Map(routes.map(({ endpoint }) => [endpoint.path, endpoint.response as never]))

/** What came back; nothing where a fault cut it off, or put something else in its place. */
const readAnswer = (body: string): Answer | undefined => {
  try {
    return parseJson(body) as Answer
  } catch {
    return undefined
  }
}

/** What an answer has that its endpoint's schema does not name, or names differently. Refusals are left alone. */
const inspect = (path: string, body: string): ReadonlyArray<string> => {
  const schema = answers.get(path)
  const answer = readAnswer(body)
  if (answer === undefined) return []
  witness(path, answer.ErrorCode)
  return schema === undefined || answer.ErrorCode !== 0
    ? []
    : check(schema, answer, { strict: true }).map((issue) => `${path}: ${issue.path} ${issue.message}`)
}

/** What a webhook has that its command's schema does not name, or names differently. */
const inspectWebhook = ({ body, command }: Notice): ReadonlyArray<string> => {
  witnessWebhook(command.name)
  return check(command.body as never, body, { strict: true })
    .map((issue) => `${command.name}: ${issue.path} ${issue.message}`)
}

/** What the state of an app looks like after it was saved and loaded, where that is not as before. */
const inspectState = ({ app, world }: EmulatorService): ReadonlyArray<string> => {
  const { sdkAppId } = app()
  const saved = JSON.stringify(world.save(sdkAppId))
  world.load(sdkAppId, JSON.parse(saved))
  return JSON.stringify(world.save(sdkAppId)) === saved
    ? []
    : ["the state is not the same once it was saved and loaded"]
}

/** How calls get from a client to an emulator: where to, and by what. */
export interface Way {
  readonly baseUrl: string
  readonly transport: Transport
}

/** What a preloaded module may put in the place of the straight way, for as long as a test runs. */
export type FindWay = (made: EmulatorService) => Effect.Effect<Way, never, Scope.Scope>

const straight: FindWay = ({ options, transport }) => Effect.succeed({ baseUrl: options.baseUrl ?? "", transport })

const findWay = (): FindWay => (globalThis as { readonly timkitTestWay?: FindWay }).timkitTestWay ?? straight

/** An emulator of its own, as `Emulator.layer` gives it. What is odd about its answers is noted. */
const watched = (
  options: EmulatorOptions | undefined,
  noted: Set<string>
): Layer.Layer<World, TimError> =>
  Layer.unwrap(Effect.gen(function*() {
    const made = emulator(options)
    const { fetch: _fetch, ...connection } = made.options
    made.app().webhooks.onlookers.add((notice) => inspectWebhook(notice).forEach((oddity) => noted.add(oddity)))
    const way = yield* findWay()(made)
    const transport: Transport = {
      send: (request) =>
        Effect.tap(
          way.transport.send(request),
          ({ body }) => Effect.sync(() => inspect(request.path, body).forEach((oddity) => noted.add(oddity)))
        )
    }
    return Tim.layer({ ...connection, baseUrl: way.baseUrl }).pipe(
      Layer.provide(Layer.succeed(CurrentTransport)(transport)),
      Layer.merge(Layer.succeed(Emulator)(made))
    )
  }))

/**
 * A test whose calls go to an emulator of its own, in virtual time. Calls do not wait for the rate limit: nobody would
 * move the clock for them. The client takes answers as they come; the test fails when one is not to the letter what its
 * schema says.
 */
export const timTest = (
  name: string,
  body: () => Effect.Effect<void, unknown, World>,
  options?: EmulatorOptions
): void => {
  test(name, async () => {
    const noted = new Set<string>()
    await inVirtualTime(
      Effect.suspend(body).pipe(
        Effect.andThen(Effect.map(Emulator, (service) => inspectState(service).forEach((oddity) => noted.add(oddity)))),
        Effect.provide(watched(options, noted)),
        Effect.provideService(CurrentRateLimiter, unlimited)
      )
    )
    assert.deepEqual([...noted], [])
  })
}
