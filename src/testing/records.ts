/** What a test sees of what is kept: messages, calls and webhooks. */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type { MessageElement, UnknownElement } from "../api/messages/elements.ts"
import { parseQuery } from "../emulator/query.ts"
import type { App } from "../emulator/state/App.ts"
import { type Awaitable, type Items, type Rows, sources, type Sources, waitFor } from "../emulator/waiting.ts"
import type { World } from "../emulator/World.ts"

/** A message as it is now. */
export interface RecordedMessage extends Omit<Rows["messages"], "body"> {
  /** Its elements, for `textOf` and `isElement`. */
  readonly body: ReadonlyArray<MessageElement | UnknownElement>
}

/** A call of the API. Neither its signature nor its query is kept. */
export type RecordedCall = Rows["log"]

/** A webhook that was sent, and what became of it. */
export type RecordedWebhook = Rows["webhooks"]

/** What is kept, by what can be waited for. */
export interface Records {
  readonly messages: RecordedMessage
  readonly log: RecordedCall
  readonly webhooks: RecordedWebhook
}

/** What is waited for, and how long. */
export interface TestWaitOptions<Of extends Awaitable> {
  /** `messages` when left out. */
  readonly of?: Of | undefined
  /** Only what comes after it: a message's `serial`, the `id` of a call or a webhook. */
  readonly after?: number | undefined
  /** Milliseconds. 2,000 when left out: less than what test runners give a test, so that the failure tells more. */
  readonly timeout?: number | undefined
}

/** How much of a row a failure shows, in characters. */
const shown = 400

/** Nothing that fits has come in time. */
export class WaitTimedOut extends Data.TaggedError("WaitTimedOut")<{
  readonly of: Awaitable
  readonly query: string
  /** Milliseconds. */
  readonly timeout: number
  /** The last of what is there, as far as it is shown. */
  readonly newest: ReadonlyArray<string>
}> {
  override get message(): string {
    const there = this.newest.length === 0 ? "there are none" : `the newest are ${this.newest.join(", ")}`
    return `nothing in ${this.of} fits ${JSON.stringify(this.query)} after ${this.timeout} ms; ${there}`
  }
}

function* only<Item>(items: Iterable<Item>, fits: (item: Item) => boolean): Generator<Item> {
  for (const item of items) if (fits(item)) yield item
}

/** Whose calls are shown where the app of a call is not known, since its signature was not good. */
export type Unknowns = "shown" | "hidden"

/** What is kept for one app, since it was last forgotten. */
export class Recorded {
  readonly #world: World
  readonly #app: App
  readonly #sources: Sources
  /** The ids of the last call and the last webhook that are forgotten. Messages are forgotten with the state. */
  #forgotten = { log: 0, webhooks: 0 }

  constructor(world: World, app: App, unknowns: Unknowns) {
    this.#world = world
    this.#app = app
    const ofApp = ({ id, sdkAppId }: Items["log"]): boolean =>
      id > this.#forgotten.log && (sdkAppId === app.sdkAppId || (sdkAppId === undefined && unknowns === "shown"))
    const isOver = ({ duration, id }: Items["webhooks"]): boolean =>
      id > this.#forgotten.webhooks && duration !== undefined
    const { log, messages, webhooks } = sources
    this.#sources = {
      messages: {
        ...messages,
        // A message that is recalled or modified later may fit only then.
        brought: (happening) => happening.type === "message-changed" ? happening.message : messages.brought(happening)
      },
      log: {
        ...log,
        there: (world, app) => only(log.there(world, app), ofApp),
        brought: (happening) => {
          const call = log.brought(happening)
          return call !== undefined && ofApp(call) ? call : undefined
        }
      },
      webhooks: {
        ...webhooks,
        there: (world, app) => only(webhooks.there(world, app), isOver),
        brought: (happening) => {
          const delivery = webhooks.brought(happening)
          return delivery !== undefined && isOver(delivery) ? delivery : undefined
        }
      }
    }
  }

  /** All that fit, the oldest first. Throws `QueryProblem` where the query is not understood. */
  list<Of extends Awaitable>(of: Of, query?: string): ReadonlyArray<Records[Of]> {
    const { search, there, toRow } = this.#sources[of]
    const { matches } = parseQuery(query)
    const rows: Array<Rows[Of]> = []
    for (const item of there(this.#world, this.#app)) if (matches(search(item))) rows.push(toRow(item))
    return rows.toReversed() as ReadonlyArray<Rows[Awaitable]> as ReadonlyArray<Records[Of]>
  }

  /** The first that fits, at once or once it comes. */
  waitFor<Of extends Awaitable = "messages">(
    query: string,
    options: TestWaitOptions<Of> = {}
  ): Effect.Effect<Records[Of], WaitTimedOut> {
    const { after = 0, of = "messages" as Of, timeout = 2_000 } = options
    return Effect.suspend(() => {
      const wanted = { of, query: parseQuery(query), after }
      return Effect.timeoutOrElse(waitFor(this.#world, this.#app, wanted, this.#sources), {
        duration: timeout,
        orElse: () => Effect.fail(this.#timedOut(of, query, timeout))
      })
    }) as Effect.Effect<Rows[Awaitable], WaitTimedOut> as Effect.Effect<Records[Of], WaitTimedOut>
  }

  #timedOut(of: Awaitable, query: string, timeout: number): WaitTimedOut {
    const newest = this.list(of).slice(-3).map((row) => JSON.stringify(row).slice(0, shown))
    return new WaitTimedOut({ of, query, timeout, newest })
  }

  /** Forgets calls and webhooks so far. */
  forget(): void {
    this.#forgotten = {
      log: this.#world.log.nextId - 1,
      webhooks: this.#app.webhooks.deliveries.at(-1)?.id ?? this.#forgotten.webhooks
    }
  }
}
