/** What a job is: how one item of a long list is checked, what it is called, and how many share a call. */
import type * as Effect from "effect/Effect"
import type { BatchResult } from "../endpoint/batch.ts"
import { check } from "../endpoint/check.ts"
import type { Endpoint } from "../endpoint/Endpoint.ts"
import type { TimClientService } from "../endpoint/client.ts"
import type { Issue, TimError } from "../errors/TimError.ts"

/** An item as it stands in a line: the fields that it sends, by their wire names. */
export type Item = { readonly [field: string]: unknown }

/** A kind of work on many items. */
export interface Job {
  /** The words that name it, for example `import-accounts`. */
  readonly name: string
  /** What it does, in a few words. */
  readonly title: string
  /** The endpoint that is called; its rate bounds the job. */
  readonly endpoint:
    & Pick<
      Endpoint<never, unknown, never>,
      "path" | "ratePerSecond" | "repeatability" | "deduplicatedFor" | "docs"
    >
    & { readonly request: unknown }
  /** How many items one call takes at most. */
  readonly size: number
  /** An item that shows what a line looks like. */
  readonly example: Item
  /** What an item is about: an account, a group, a message. Empty where nothing names it. */
  readonly idOf: (item: Item) => string
  /** Only neighbours with the same text share a call. */
  readonly groupOf: (item: Item) => string
  /**
   * Items with the same text are called in the order of their lines, one call after the other; those with none in any
   * order.
   */
  readonly orderOf: (item: Item) => string
  /** Whether failures are told by the place of an item in its call, from 0, instead of its id. */
  readonly byPlace: boolean
  /** Whether a second item with the same id is left out, since it would be done a second time. */
  readonly once: boolean
  /** The random numbers that an item carries, by which the service drops repetitions. */
  readonly marks: ReadonlyArray<string>
  /** Codes that mean that an item was done before. They count as done where an earlier attempt is not known. */
  readonly doneBefore: ReadonlyArray<number>
  /** What is wrong with an item; empty where it can be sent. */
  readonly issuesOf: (item: Item) => ReadonlyArray<Issue>
  /** Makes calls for at most `size` items of one group. What is not listed as failed is done. */
  readonly make: (client: TimClientService) => (
    items: ReadonlyArray<Item>
  ) => Effect.Effect<Pick<BatchResult<unknown>, "failed">, TimError>
}

/** How a job is declared. */
export interface Declaration extends Pick<Job, "name" | "title" | "example" | "make"> {
  readonly endpoint: Job["endpoint"]
  readonly size?: number
  readonly id: string
  /** The fields that belong to a call, not to an item of it; or what else items of one call have in common. */
  readonly group?: ReadonlyArray<string> | ((item: Item) => string)
  /** The fields that name what has an order of its own, such as a conversation; in any order of their values. */
  readonly order?: ReadonlyArray<string>
  readonly byPlace?: boolean
  readonly once?: boolean
  readonly marks?: ReadonlyArray<string>
  readonly doneBefore?: ReadonlyArray<number>
  /** The body of a call for items of one group, to be checked. */
  readonly bodyOf?: (items: ReadonlyArray<Item>) => Item
}

const textOf = (value: unknown): string => typeof value === "string" || typeof value === "number" ? String(value) : ""

/**
 * Declares a job of your own: what one item looks like, and how a call for some of them is made.
 *
 * @example
 * ```ts
 * import { Accounts, TimClient } from "timkit"
 * import { kick } from "timkit/accounts"
 * import { Emulator } from "timkit/emulator"
 * import { job, jobs, run, valueLines } from "timkit/jobs"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * const kickAll = job({
 *   name: "kick-accounts",
 *   title: "Log accounts out",
 *   endpoint: kick,
 *   example: { UserID: "alice" },
 *   id: "UserID",
 *   make: (client) => ([item]) => Effect.as(client.call(kick, { UserID: String(item?.["UserID"]) }), { failed: [] })
 * })
 * const program = Effect.gen(function*() {
 *   yield* (yield* Accounts).import("alice")
 *   return yield* Stream.runLast(run(kickAll, valueLines([{ UserID: "alice" }])))
 * })
 * await Effect.runPromise(Effect.provide(program, Emulator.layer()))
 * ```
 */
export const job = (declaration: Declaration): Job => {
  const { bodyOf = ([item = {}]) => item, endpoint, group = [], id, marks = [], order = [] } = declaration
  const placeholders = Object.fromEntries(marks.map((mark) => [mark, 0]))
  return {
    name: declaration.name,
    title: declaration.title,
    endpoint,
    size: declaration.size ?? 1,
    example: declaration.example,
    idOf: (item) => textOf(item[id]),
    groupOf: typeof group === "function"
      ? group
      : (item) => group.length === 0 ? "" : JSON.stringify(group.map((field) => textOf(item[field]))),
    orderOf: (item) => order.length === 0 ? "" : JSON.stringify(order.map((field) => textOf(item[field])).toSorted()),
    byPlace: declaration.byPlace ?? false,
    once: declaration.once ?? false,
    marks,
    doneBefore: declaration.doneBefore ?? [],
    // Fields of a list are told as those of the item, which is how a line names them.
    issuesOf: (item) =>
      check(endpoint.request as never, bodyOf([{ ...placeholders, ...item }]))
        .map(({ message, path }) => ({ message, path: path.replace(/^\w+\[0\]\.?/, "") })),
    make: declaration.make
  }
}
