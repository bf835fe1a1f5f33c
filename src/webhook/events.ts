/** Every command by its name, and the events that they bring. */
import type { Issue } from "../errors/TimError.ts"
import type { Command } from "./Command.ts"
import { c2cCommands } from "./commands/c2c.ts"
import { callCommands } from "./commands/calls.ts"
import { groupCommands } from "./commands/group.ts"
import { groupMessageCommands } from "./commands/groupMessages.ts"
import { liveCommands } from "./commands/live.ts"
import { officialAccountCommands } from "./commands/officialAccounts.ts"
import { peopleCommands } from "./commands/people.ts"
import { pushCommands } from "./commands/push.ts"
import { robotCommands } from "./commands/robots.ts"
import { topicCommands } from "./commands/topics.ts"

const all = [
  ...peopleCommands,
  ...c2cCommands,
  ...robotCommands,
  ...groupCommands,
  ...groupMessageCommands,
  ...topicCommands,
  ...officialAccountCommands,
  ...pushCommands,
  ...liveCommands,
  ...callCommands
] as const

type All = (typeof all)[number]

/** The commands by their names. */
export type Commands = { readonly [C in All as C["name"]]: C }

/** The name of a command. */
export type CommandName = keyof Commands

/** What the service sends with a command. */
export type BodyOf<Name extends CommandName> = Commands[Name] extends Command<string, infer Body, unknown> ? Body
  : never

/** What a handler of a command may decide. What has happened already cannot be decided: anything goes, and is ignored. */
export type DecisionOf<Name extends CommandName> = Commands[Name] extends Command<string, unknown, infer Decides> ?
  Decides
  : never

/**
 * Every command of the service: its name, what it is about, the schemas of its body and its answer. For tools and tests.
 *
 * @example
 * ```ts
 * import { events } from "timkit/webhook"
 *
 * const blocking = Object.values(events).filter(({ blocking }) => blocking).map(({ name, title }) => `${name}: ${title}`)
 * ```
 */
export const events: Commands = /* @__PURE__ */ Object.fromEntries(
  all.map((command) => [command.name, command])
) as never

/** What the query of a delivery tells. The signature is left out: whoever has it could use it again. */
export interface DeliveryQuery {
  /** The id of the app. */
  readonly SdkAppid: string
  readonly CallbackCommand: string
  /** The address of the client that caused the event. */
  readonly ClientIP?: string
  /** `RESTAPI`, `Web`, `Android`, `iOS`, `Windows`, `Mac`, `iPad`, `Unknown`; compare it without case. */
  readonly OptPlatform?: string
  /** When the delivery was signed, in seconds since 1970. */
  readonly RequestTime?: string
  readonly [parameter: string]: string | undefined
}

/** What every event has. */
export interface EventBase {
  readonly query: DeliveryQuery
  /** When it happened, in milliseconds since 1970, where the service told. */
  readonly time: number | undefined
}

/** An event of a command. Fields that the schema does not name are still in its body. */
export interface EventOf<Name extends CommandName> extends EventBase {
  readonly known: true
  readonly command: Name
  readonly body: BodyOf<Name>
}

/** An event of a command that this version knows. `command` tells which. */
export type KnownEvent = { readonly [Name in CommandName]: EventOf<Name> }[CommandName]

/** An event of a command that this version does not know, or whose body is not what is documented. */
export interface UnknownEvent extends EventBase {
  readonly known: false
  readonly command: string
  readonly body: { readonly [field: string]: unknown }
  /** What is not as documented, of a long body the first of it; empty where the command itself is not known. */
  readonly issues: ReadonlyArray<Issue>
}

/** Any event. Look at `known`, then at `command`. */
export type WebhookEvent = KnownEvent | UnknownEvent
