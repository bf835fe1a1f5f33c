/** What is accepted, how it is answered, and what is wrong with options that do not fit. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { ConfigInvalid, type Issue, TimError } from "../errors/TimError.ts"
import type { AnyCommand } from "./Command.ts"
import { type Deduplication, defaultWindow, type SeenEvents, seenInMemory } from "./deduplication.ts"
import type { CommandName, DecisionOf } from "./events.ts"
import type { Gate } from "./receive.ts"
import type { Token } from "./signature.ts"

/** A command whose handler decides. */
export type BlockingName = { readonly [N in CommandName]: unknown extends DecisionOf<N> ? never : N }[CommandName]

/** What happens when a handler fails or is late: the service goes on (`allow`), or the caller is refused (`refuse`). */
export type FailurePolicy = "allow" | "refuse"

/** What is accepted, and how it is answered. */
export interface WebhookOptions {
  /** The id of the app. Webhooks of other apps are not accepted. */
  readonly sdkAppId: number
  /**
   * The token from the console's webhook page. Several while it is being changed: a webhook that is signed with any of
   * them is accepted.
   */
  readonly tokens?: Token | ReadonlyArray<Token> | undefined
  /** `true`, in place of tokens, takes everything from everybody. For a console without authentication, on this machine. */
  readonly unverified?: boolean | undefined
  /** How many seconds `RequestTime` may lie in the past or in the future. 60 when left out. */
  readonly tolerance?: number | undefined
  /** The only path that is answered, such as `/webhooks/1d0f7c…`; any when left out. */
  readonly path?: string
  /** The longest body, in bytes. 1 MiB when left out. */
  readonly maxBodyBytes?: number | undefined
  /**
   * When an answer goes out, in milliseconds after the request came in. The service waits for two seconds. 1500 when left
   * out.
   */
  readonly deadline?: number | undefined
  /**
   * What the service is told when a handler fails or is late, for all commands or by command. `allow`, which is also
   * what the service does without an answer, unless the console says otherwise.
   */
  readonly whenFailing?: FailurePolicy | { readonly [Name in BlockingName]?: FailurePolicy } | undefined
  /**
   * Handles each event about what has happened once, though it may be delivered twice. Commands that ask for a decision
   * are never repeated. Off when left out.
   */
  readonly deduplicate?: boolean | Deduplication | undefined
}

/** Options that were checked. */
export interface Settings extends Gate {
  readonly whenFailing: WebhookOptions["whenFailing"]
  readonly seen: SeenEvents | undefined
  readonly window: number
}

const defaults = { tolerance: 60, maxBodyBytes: 1_048_576, deadline: 1_500 } as const

const valueOf = (token: Token): string => Redacted.isRedacted(token) ? String(Redacted.value(token)) : token

/** Checks options. Fails with `ConfigInvalid`, which names every one that is wrong. */
export const checkOptions = (options: WebhookOptions): Effect.Effect<Settings, TimError> =>
  Effect.suspend(() => {
    const issues: Array<Issue> = []
    const wrong = (path: string, message: string) => issues.push({ path, message })
    const { path, sdkAppId, unverified = false } = options
    if (!Number.isSafeInteger(sdkAppId) || sdkAppId <= 0) {
      wrong("sdkAppId", "must be the SDKAppID of the app, a positive integer")
    }
    const given = options.tokens ?? []
    const tokens = Array.isArray(given) ? given as ReadonlyArray<Token> : [given as Token]
    if (unverified && tokens.length > 0) wrong("unverified", "cannot be combined with tokens")
    if (!unverified && tokens.length === 0) {
      wrong("tokens", "must hold the token of the console's webhook page, or unverified must be true")
    }
    if (tokens.some((token) => typeof valueOf(token) !== "string" || valueOf(token) === "")) {
      wrong("tokens", "must not be empty")
    } else if (tokens.some((token) => valueOf(token).trim() !== valueOf(token))) {
      wrong("tokens", "must not begin or end with white space")
    }
    // A path that is meant to be secret must not be lost with a variable that is not set.
    if ("path" in options && path === undefined) wrong("path", "is undefined: give one, or leave it out")
    else if (path !== undefined && !path.startsWith("/")) wrong("path", "must begin with a slash")
    const number = (name: keyof typeof defaults, minimum: number): number => {
      const value = options[name] ?? defaults[name]
      if (!Number.isFinite(value) || value < minimum) wrong(name, `must be a number of at least ${minimum}`)
      return value
    }
    const { deduplicate = false } = options
    const repeated = deduplicate === true ? {} : deduplicate === false ? undefined : deduplicate
    const settings: Settings = {
      sdkAppId,
      tokens: unverified ? undefined : tokens,
      path,
      tolerance: number("tolerance", 1),
      maxBodyBytes: number("maxBodyBytes", 1),
      deadline: number("deadline", 1),
      whenFailing: options.whenFailing,
      seen: repeated === undefined ? undefined : repeated.store ?? seenInMemory(),
      window: repeated?.window ?? defaultWindow
    }
    return issues.length > 0
      ? Effect.fail(new TimError({ reason: new ConfigInvalid({ issues }) }))
      : Effect.succeed(settings)
  })

/** What a command is answered where nobody decides. */
export const policyFor = (command: AnyCommand, { whenFailing = "allow" }: Settings): FailurePolicy =>
  typeof whenFailing === "string"
    ? whenFailing
    : (whenFailing as { readonly [name: string]: FailurePolicy | undefined })[command.name] ?? "allow"
