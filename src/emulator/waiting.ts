/** Waiting for what comes: messages, calls and webhooks, for the control API and for tests. */
import * as Effect from "effect/Effect"
import { searchCall, searchDelivery, searchMessage, toDeliveryRow, toLogEntry, toMessageRow } from "./control/rows.ts"
import type { DeliveryRow, LogEntry, MessageRow } from "./control/schemas.ts"
import type { Happening } from "./Feed.ts"
import type { Query, Searchable } from "./query.ts"
import type { LoggedCall } from "./RequestLog.ts"
import type { App } from "./state/App.ts"
import type { TimelineItem } from "./state/Timeline.ts"
import type { WebhookDelivery } from "./state/Webhooks.ts"
import type { World } from "./World.ts"

/** What is kept, by what can be waited for. */
export interface Items {
  readonly messages: TimelineItem
  readonly log: LoggedCall
  readonly webhooks: WebhookDelivery
}

/** What is shown of it. */
export interface Rows {
  readonly messages: (typeof MessageRow)["Type"]
  readonly log: (typeof LogEntry)["Type"]
  readonly webhooks: (typeof DeliveryRow)["Type"]
}

/** What can be waited for. */
export type Awaitable = keyof Items

/** Where something comes from. */
export interface Source<Of extends Awaitable> {
  /** What is there already, newest first. */
  readonly there: (world: World, app: App) => Iterable<Items[Of]>
  /** What a happening brings. */
  readonly brought: (happening: Happening) => Items[Of] | undefined
  readonly search: (item: Items[Of]) => Searchable
  readonly toRow: (item: Items[Of]) => Rows[Of]
}

/** Where each comes from. */
export type Sources = { readonly [Of in Awaitable]: Source<Of> }

const isOver = ({ duration }: WebhookDelivery): boolean => duration !== undefined

export const sources: Sources = {
  messages: {
    there: (_world, { timeline }) => timeline.items.newest(),
    // A message that is recalled or modified later may fit only then.
    brought: (happening) =>
      happening.type === "message" || happening.type === "message-changed" ? happening.message : undefined,
    search: searchMessage,
    toRow: toMessageRow
  },
  log: {
    there: ({ log }) => log.newest(),
    brought: (happening) => happening.type === "call" ? happening.call : undefined,
    search: searchCall,
    toRow: toLogEntry
  },
  webhooks: {
    // A delivery is told of when it is sent, and once more when it is over. Only then it can be searched as a whole.
    there: (_world, { webhooks }) => webhooks.deliveries.filter(isOver).toReversed(),
    brought: (happening) => happening.type === "webhook" && isOver(happening.delivery) ? happening.delivery : undefined,
    search: searchDelivery,
    toRow: toDeliveryRow
  }
}

/** What is waited for. */
export interface Wanted<Of extends Awaitable> {
  readonly of: Of
  readonly query: Query
  /** Only what has a higher id. */
  readonly after: number
  /** Only calls of this app. Those of all, when left out. */
  readonly caller?: number | undefined
}

/** The first item that fits: the oldest of those that are there, or the next that comes. */
export const waitFor = <Of extends Awaitable>(
  world: World,
  app: App,
  { after, caller, of, query: { matches } }: Wanted<Of>,
  from: Sources = sources
): Effect.Effect<Rows[Of]> =>
  Effect.callback<Rows[Of]>((resume) => {
    const source: Source<Of> = from[of]
    const fits = (item: Items[Of]): boolean =>
      (caller === undefined || !("path" in item) || item.sdkAppId === caller) && matches(source.search(item))
    let found: Items[Of] | undefined
    for (const item of source.there(world, app)) {
      if (item.id <= after) break
      if (fits(item)) found = item
    }
    if (found !== undefined) return resume(Effect.succeed(source.toRow(found)))
    const unlisten = world.feed.listen((happening) => {
      if ("sdkAppId" in happening && happening.sdkAppId !== app.sdkAppId) return
      const item = source.brought(happening)
      if (item === undefined || item.id <= after || !fits(item)) return
      unlisten()
      resume(Effect.succeed(source.toRow(item)))
    })
    return Effect.sync(unlisten)
  })
