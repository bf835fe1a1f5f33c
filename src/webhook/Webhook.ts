/**
 * Answers webhooks: verifies them, hands them to handlers, and answers in time whatever the handlers do.
 *
 * @see https://trtc.io/document/34354
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { check } from "../endpoint/check.ts"
import { rpcSystem } from "../endpoint/recorder.ts"
import type { TimError } from "../errors/TimError.ts"
import { type Answer, allowed } from "./answers.ts"
import { allow, type Decision, refuse } from "./decisions.ts"
import { effectOf, identityOf } from "./deduplication.ts"
import type { CommandName, DecisionOf, EventOf, UnknownEvent, WebhookEvent } from "./events.ts"
import { checkOptions, policyFor, type Settings, type WebhookOptions } from "./options.ts"
import { type NotAccepted, receive, type Received } from "./receive.ts"

/** What went wrong around a handler. */
export class WebhookProblem extends /* @__PURE__ */ Data.TaggedError("WebhookProblem")<{
  readonly command: string
  /**
   * - `late`: the handler took longer than the deadline, and the answer went out without it.
   * - `decision`: the handler decided what cannot be answered.
   * - `body`: the body is not what is documented, so it went to the handler for unknown events.
   * - `lost`: the reader of a stream of events fell too far behind.
   */
  readonly kind: "late" | "decision" | "body" | "lost"
  readonly detail: string
}> {
  override get message(): string {
    return `${this.command}: ${this.detail}`
  }
}

/** Handlers by command: each decides at once, or by an effect. */
export type EffectHandlers = {
  readonly [Name in CommandName]?: (
    event: EventOf<Name>
  ) => DecisionOf<Name> | void | Effect.Effect<DecisionOf<Name> | void, unknown, unknown>
}

/** What the effects of handlers need. */
export type ServicesOf<Handlers> = {
  readonly [Name in keyof Handlers]-?: Handlers[Name] extends (event: never) => infer Returned
    // Without handlers the type is that of all that could be, which need anything, so: nothing.
    ? Returned extends Effect.Effect<infer _A, infer _E, infer R> ? unknown extends R ? never : R : never
    : never
}[keyof Handlers]

/** The handlers of an app. */
export interface HandlersOption<Handlers extends EffectHandlers, Other> {
  /** Handlers by command. A command that has none is allowed. */
  readonly on?: Handlers | undefined
  /** Handles all events that `on` has no handler for, and those that this version does not know. Decides nothing. */
  readonly otherwise?: ((event: WebhookEvent) => Other) | undefined
}

/** Nothing may be handled that is no command: a misspelt one would never be called. */
export type OnlyCommands<Handlers> = [Exclude<keyof Handlers, CommandName>] extends [never] ? unknown
  : { readonly on: { readonly [Name in Exclude<keyof Handlers, CommandName>]: never } }

/** Takes note of work that goes on after the answer. */
export type Hold = (work: Promise<void>) => void

/** Answers requests. */
export interface WebhookService<R> {
  /**
   * Answers a request.
   *
   * @param hold is given what goes on after the answer, for runtimes that stop otherwise
   */
  readonly handle: (request: Request, hold?: Hold) => Effect.Effect<Response, never, R>
}

/** How what went wrong is made known. */
export type Report = (cause: Cause.Cause<unknown>, event: WebhookEvent) => Effect.Effect<void>

/** A handler, without the types of its event and its decision. */
export type AnyHandler = (event: never, hold: Hold) => unknown

/** What handles events, without the types of each. */
export interface Wiring<R> {
  readonly handlers: { readonly [name: string]: AnyHandler }
  readonly otherwise: AnyHandler | undefined
  readonly report: Report
  readonly notAccepted: (problem: NotAccepted) => Effect.Effect<void>
  readonly "~services"?: R
}

/** The answer when there is no decision. */
const safeAnswer = ({ command, event }: Received, settings: Settings): Answer => {
  if (command === undefined || !command.blocking) return allowed
  const decision = policyFor(command, settings) === "refuse" ? refuse() : allow()
  return command.write(decision, event.body) ?? allowed
}

/** What is answered where nobody decides: yes, unless a body that asks is not understood and the policy is strict. */
const safeUnlessKnown = (received: Received, settings: Settings): Answer =>
  received.event.known ? allowed : safeAnswer(received, settings)

const unexpected = ({ command, issues }: UnknownEvent): WebhookProblem => {
  const told = issues.slice(0, 10)
  const more = issues.length > told.length ? `; and ${issues.length - told.length} more` : ""
  const detail = told.map(({ message, path }) => `${path} ${message}`).join("; ")
  return new WebhookProblem({ command, kind: "body", detail: `the body is not as documented: ${detail}${more}` })
}

const canBeWritten = (answer: Answer): boolean => {
  try {
    JSON.stringify(answer)
    return true
  } catch {
    return false
  }
}

/** The answer for what a handler decided; a problem where it cannot be answered so. */
const answerFor = ({ command, event }: Received, decided: unknown): Answer | WebhookProblem => {
  if (command === undefined || !command.blocking || !event.known) return allowed
  const decision = (decided ?? allow()) as Decision
  const problem = (detail: string) => new WebhookProblem({ command: command.name, kind: "decision", detail })
  const answer = command.write(decision, event.body)
  if (answer === undefined) {
    const { ownCodes } = command
    return problem(
      decision._tag === "Refuse" && decision.code !== undefined
        ? `${decision.code} is no code of the app's own here; ${
          ownCodes === undefined ? "there are none" : `${ownCodes[0]} to ${ownCodes[1]} are`
        }`
        : `${String(decision._tag)} cannot be decided here`
    )
  }
  const [issue] = check(command.answer as never, answer)
  if (issue !== undefined) return problem(`the answer is not valid: ${issue.path} ${issue.message}`)
  // Fields of elements that no schema names may hold anything.
  return decision._tag !== "Replace" || canBeWritten(answer) ? answer : problem("the answer cannot be written as JSON")
}

/**
 * The next best to a decision that cannot be answered: what was to be refused or changed does not pass as it is.
 */
const instead = (received: Received, decided: unknown, settings: Settings): Answer => {
  const { command, event } = received
  const tag = (decided as Partial<Decision> | undefined)?._tag
  return (tag === "Refuse" || tag === "Replace" ? command?.write(refuse(), event.body) : undefined) ??
    safeAnswer(received, settings)
}

/** Reports to Effect's error reporters, and to the log. */
export const reportAndLog: Report = (cause, event) =>
  Effect.failCause(cause).pipe(
    Effect.withErrorReporting,
    Effect.catchCause(() => Effect.logError(`timkit: handling ${nameOf(event)} went wrong`, cause))
  )

/** Tells what went wrong. Whoever is told may fail as well, which must not change the answer. */
export const safely = (telling: Effect.Effect<void>): Effect.Effect<void> =>
  Effect.catchCause(telling, (cause) => Effect.logError("timkit: a failure could not be reported", cause))

/** The name of a command that is known. An unknown one could be any text, of any length. */
const nameOf = (event: WebhookEvent): string => event.known ? event.command : "an unknown webhook"

const toResponse = (answer: Answer): Response => Response.json(answer)

const lines: { readonly [Status in NotAccepted["status"]]: string } = {
  400: "The request is not a webhook",
  401: "The request is not signed as it must be",
  404: "Nothing is here",
  405: "Webhooks are POST requests",
  408: "The request took too long to arrive",
  413: "The body is too long",
  415: "The body must be JSON"
}

const toRefusal = ({ status }: NotAccepted): Response =>
  new Response(lines[status], {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", ...(status === 405 ? { allow: "POST" } : {}) }
  })

/** Makes what answers requests, from handlers whose types were checked before. */
export const makeWith = <R>(options: WebhookOptions, wiring: Wiring<R>): Effect.Effect<WebhookService<R>, TimError> =>
  Effect.map(checkOptions(options), (settings) => {
    const { deadline, seen, window } = settings

    const report: Report = (cause, event) => safely(Effect.suspend(() => wiring.report(cause, event)))

    /** Lets the handler decide. What `otherwise` returns, and what is no longer asked, decides nothing. */
    const decide = (received: Received, hold: Hold): Effect.Effect<Answer, unknown, R> => {
      const { command, event } = received
      const handler = event.known ? wiring.handlers[event.command] : undefined
      const run = handler ?? wiring.otherwise
      if (run === undefined) return Effect.succeed(safeUnlessKnown(received, settings))
      return Effect.suspend(() => {
        const returned = run(event as never, hold)
        return Effect.isEffect(returned) ? returned as Effect.Effect<unknown, unknown, R> : Effect.succeed(returned)
      }).pipe(
        Effect.flatMap((decision) => {
          if (handler === undefined) return Effect.succeed(safeUnlessKnown(received, settings))
          const answer = answerFor(received, decision)
          if (!(answer instanceof WebhookProblem)) return Effect.succeed(answer)
          return Effect.as(report(Cause.fail(answer), event), instead(received, decision, settings))
        }),
        // The names are OpenTelemetry's for remote calls. An unknown command could be any text, so it is not told.
        Effect.withSpan(command?.name ?? "tim webhook", {
          kind: "server",
          attributes: {
            "rpc.system.name": rpcSystem,
            "rpc.method": command?.name ?? "_OTHER",
            "tim.sdk_app_id": settings.sdkAppId
          }
          // The place would be this one, always.
        }, { captureStackTrace: false })
      )
    }

    /** Handles an event unless it was handled before. */
    const once = Effect.fnUntraced(function*(received: Received, hold: Hold): Effect.fn.Return<Answer, unknown, R> {
      if (seen === undefined || received.command?.blocking === true) return yield* decide(received, hold)
      const identity = yield* identityOf(received)
      // An event that cannot be looked up is handled: twice is better than not at all.
      const first = yield* Effect.catchCause(
        effectOf(() => seen.claim(identity, window)),
        (cause) => Effect.as(report(cause, received.event), true)
      )
      if (!first) return allowed
      const release = Effect.catchCause(
        effectOf(() => seen.release(identity)),
        (cause) => report(cause, received.event)
      )
      return yield* Effect.tapCause(decide(received, hold), () => release)
    })

    /** Answers an event in time. The handler goes on when it is late. */
    const answer = Effect.fnUntraced(function*(received: Received, left: number, hold: Hold) {
      const { command, event } = received
      if (!event.known && event.issues.length > 0) yield* report(Cause.fail(unexpected(event)), event)
      const work = yield* Effect.forkDetach(
        Effect.tapCause(once(received, hold), (cause) => report(cause, event)),
        { startImmediately: true }
      )
      // Most handlers decide at once; then there is nothing to wait for, and no timer is needed.
      const already = work.pollUnsafe()
      if (already !== undefined) return Exit.isSuccess(already) ? already.value : safeAnswer(received, settings)
      hold(new Promise((done) => work.addObserver(() => done())))
      const exit = yield* Effect.raceFirst(
        Fiber.await(work),
        Effect.as(Effect.sleep(Math.max(0, left)), "late" as const)
      )
      if (exit !== "late") return Exit.isSuccess(exit) ? exit.value : safeAnswer(received, settings)
      if (command?.blocking === true) {
        const detail = `no decision within ${deadline} ms, so the answer went out without one`
        yield* report(Cause.fail(new WebhookProblem({ command: command.name, kind: "late", detail })), event)
      }
      return safeAnswer(received, settings)
    })

    return {
      handle: (request, hold = () => undefined) =>
        Effect.gen(function*() {
          const clock = yield* Clock.Clock
          const started = clock.currentTimeMillisUnsafe()
          const received = yield* receive(request, settings)
          return toResponse(yield* answer(received, started + deadline - clock.currentTimeMillisUnsafe(), hold))
        }).pipe(
          Effect.catchTag(
            "NotAccepted",
            (problem) => Effect.as(safely(wiring.notAccepted(problem)), toRefusal(problem))
          )
        )
    }
  })

/** Says at the level of debugging why a request was not accepted. */
export const logNotAccepted = (problem: NotAccepted): Effect.Effect<void> =>
  Effect.logDebug(`timkit: a request was answered with ${problem.status}: ${problem.detail}`)

/**
 * Makes what answers webhooks, with handlers that are effects. Failures go to Effect's error reporters and to its log.
 *
 * Fails with `ConfigInvalid` where the options do not fit.
 *
 * @example
 * ```ts
 * import { make, refuse } from "timkit/webhook"
 * import { textOf } from "timkit"
 * import * as Effect from "effect/Effect"
 *
 * const webhooks = make({
 *   sdkAppId: 1400000000,
 *   tokens: "token from the console",
 *   on: {
 *     "Group.CallbackBeforeSendMsg": ({ body }) =>
 *       textOf(body.MsgBody).includes("casino") ? refuse(10100, "No advertising") : undefined,
 *     "Group.CallbackAfterSendMsg": ({ body }) => Effect.log(`${body.From_Account} wrote in ${body.GroupId}`)
 *   }
 * })
 * ```
 */
export const make = <const Handlers extends EffectHandlers, Other = void>(
  options: WebhookOptions & HandlersOption<Handlers, Other> & OnlyCommands<Handlers>
): Effect.Effect<
  WebhookService<ServicesOf<Handlers> | ServicesOf<{ readonly other: (event: never) => Other }>>,
  TimError
> =>
  makeWith(options, {
    handlers: (options.on ?? {}) as Wiring<never>["handlers"],
    otherwise: options.otherwise,
    report: reportAndLog,
    notAccepted: logNotAccepted
  })
