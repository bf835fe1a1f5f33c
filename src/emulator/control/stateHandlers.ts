/** State and time, for the control API. */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { ControlApi } from "./api.ts"
import { clockState, machine } from "./clock.ts"
import { appOf, type Controlled } from "./controlled.ts"
import { ControlProblem, NotSaved, NotThere } from "./schemas.ts"

/** The longest name of a snapshot, in characters. */
const maxName = 100

export const stateHandlers = ({ world }: Controlled) =>
  HttpApiBuilder.group(ControlApi, "state", (handlers) =>
    handlers
      .handle("exportState", ({ query }) => Effect.map(appOf(world, query.app), ({ sdkAppId }) => world.save(sdkAppId)))
      .handle("importState", ({ payload, query }) =>
        Effect.flatMap(appOf(world, query.app), ({ sdkAppId }) =>
          Effect.try({
            try: () => world.load(sdkAppId, payload),
            catch: () => new ControlProblem({ message: "the document is no state of this version" })
          })))
      .handle("reset", ({ query }) => Effect.map(appOf(world, query.app), ({ sdkAppId }) => world.reset(sdkAppId)))
      .handle("snapshots", ({ query }) =>
        Effect.map(
          appOf(world, query.app),
          ({ sdkAppId }) => [...world.snapshotsOf(sdkAppId)].map(([name, { time }]) => ({ name, time }))
        ))
      .handle("snapshot", ({ params, query }) =>
        Effect.flatMap(appOf(world, query.app), ({ sdkAppId }) =>
          params.name.length > maxName
            ? Effect.fail(new ControlProblem({ message: `a name has at most ${maxName} characters` }))
            : Effect.sync(() =>
              void world.snapshotsOf(sdkAppId).set(params.name, {
                time: world.clock.now(machine),
                document: world.save(sdkAppId)
              })
            )))
      .handle("restore", ({ params, query }) =>
        Effect.flatMap(appOf(world, query.app), ({ sdkAppId }) => {
          const snapshot = world.snapshotsOf(sdkAppId).get(params.name)
          return snapshot === undefined
            ? Effect.fail(new NotThere({ message: "there is no such snapshot" }))
            : Effect.sync(() => world.load(sdkAppId, snapshot.document))
        }))
      .handle("save", () =>
        Effect.gen(function*() {
          const { keeper } = world
          if (keeper === undefined) {
            return yield* new NotThere({ message: "there is no data file: the emulator was started without --data" })
          }
          return {
            saved: yield* Effect.mapError(keeper.save, ({ message }) =>
              new NotSaved({ message }))
          }
        }))
      .handle("clock", () => Effect.sync(() => clockState(world)))
      .handle("changeClock", ({ payload: { advance, frozen, reset, set } }) =>
        Effect.suspend(() => {
          const { clock } = world
          const begin = set ?? (reset === true ? machine.currentTimeMillisUnsafe() : clock.now(machine))
          const time = begin + (advance ?? 0)
          if (!(time >= 0 && time < 4_294_967_296_000)) {
            return Effect.fail(new ControlProblem({ message: "time is from 1970 to 2106" }))
          }
          if (reset === true) clock.reset()
          if (frozen !== undefined) clock.freeze(frozen, machine)
          if (set !== undefined) clock.set(set, machine)
          if (advance !== undefined) clock.advance(advance)
          world.feed.publish({ type: "clock" })
          return Effect.succeed(clockState(world))
        })))
