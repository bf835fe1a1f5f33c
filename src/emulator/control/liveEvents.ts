/** What happens, as a stream for listeners over HTTP. */
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { Happening } from "../Feed.ts"
import type { World } from "../World.ts"
import { clockState } from "./clock.ts"
import { toDeliveryRow, toLogEntry, toMessageRow } from "./rows.ts"
import type { LiveEvent } from "./schemas.ts"

type Event = (typeof LiveEvent)["Type"]

/** How many events wait for a listener. A slower one misses some, and is told how many. */
const waiting = 512

const toEvent = (happening: Happening, world: World): Event => {
  switch (happening.type) {
    case "message":
    case "message-changed":
      return { type: happening.type, sdkAppId: happening.sdkAppId, message: toMessageRow(happening.message) }
    case "call":
      return { type: "call", entry: toLogEntry(happening.call) }
    case "webhook":
      return { type: "webhook", sdkAppId: happening.sdkAppId, delivery: toDeliveryRow(happening.delivery) }
    case "state":
      return happening
    case "clock":
      return { type: "clock", clock: clockState(world) }
  }
}

const concerns = (happening: Happening, app: number | undefined): boolean => {
  if (app === undefined || happening.type === "clock") return true
  return app === (happening.type === "call" ? happening.call.sdkAppId : happening.sdkAppId)
}

/**
 * Everything that happens from now on, to one app or to all, until the scope closes. Nobody ever waits for a listener.
 */
export const liveEvents = (
  world: World,
  app: number | undefined
): Effect.Effect<Stream.Stream<Event>, never, Scope.Scope> =>
  Effect.gen(function*() {
    const queue = yield* Effect.acquireRelease(Queue.dropping<Event>(waiting), Queue.shutdown)
    let missed = 0
    yield* Effect.acquireRelease(
      Effect.sync(() =>
        world.feed.listen((happening) => {
          if (!concerns(happening, app)) return
          // Once some are missed, nothing comes until the listener knows: what it gets has no other holes.
          if (missed > 0 || !Queue.offerUnsafe(queue, toEvent(happening, world))) missed++
        })
      ),
      (unlisten) => Effect.sync(unlisten)
    )
    const next = Effect.suspend((): Effect.Effect<ReadonlyArray<Event>> => {
      if (missed === 0 || Queue.sizeUnsafe(queue) > 0) return Queue.takeAll(queue)
      const count = missed
      missed = 0
      return Effect.succeed([{ type: "missed", count }])
    })
    return Stream.fromIterableEffectRepeat(next)
  })
