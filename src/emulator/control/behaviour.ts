/** Faults, rates and webhooks, for the control API. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { check } from "../../endpoint/check.ts"
import { events } from "../../webhook/events.ts"
import { type ActiveFault, type FaultRule, patternOf } from "../Faults.ts"
import { isKeepable, notKeepable } from "../keepable.ts"
import { routes } from "../routes.ts"
import type { App } from "../state/App.ts"
import type { World } from "../World.ts"
import { ControlApi } from "./api.ts"
import { machine } from "./clock.ts"
import { appOf, type Controlled } from "./controlled.ts"
import { pageOf } from "./paging.ts"
import { defined, searchDelivery, toDeliveryRow } from "./rows.ts"
import { ControlProblem, NotThere } from "./schemas.ts"

const problem = (message: string): Effect.Effect<never, ControlProblem> => Effect.fail(new ControlProblem({ message }))

const nowhere = (): ControlProblem =>
  new ControlProblem({ message: "this webhook goes nowhere: set a target, and switch its command on" })

const toFaultRow = (fault: ActiveFault) => defined(fault)

const paths: ReadonlySet<string> = new Set(routes.map(({ endpoint }) => endpoint.path))

/** The longest command of a rule, in characters. */
const maxCommand = 100

const fitsNothing = (command: string): boolean => {
  const pattern = patternOf(command)
  return ![...paths].some((path) => pattern.test(path))
}

/** What is wrong with a rule beyond its types. */
const whyNot = ({ command, count, expiresIn, fault, nth, probability }: FaultRule): string | undefined => {
  if (command !== undefined && (command.length > maxCommand || fitsNothing(command))) {
    return "command fits no endpoint; write sendmsg, v4/openim/sendmsg or v4/openim/*"
  }
  if (probability !== undefined && !(probability >= 0 && probability <= 1)) return "probability is from 0 to 1"
  if (nth !== undefined && !(Number.isInteger(nth) && nth >= 1)) return "nth counts from 1"
  if (count !== undefined && !(Number.isInteger(count) && count >= 1)) return "count is at least 1"
  if (expiresIn !== undefined && !(expiresIn > 0)) return "expiresIn is more than 0 milliseconds"
  if (fault.kind === "error-code" && !(Number.isInteger(fault.code) && fault.code !== 0)) {
    return "code is an integer other than 0"
  }
  if (fault.kind === "http-status" && !(Number.isInteger(fault.status) && fault.status >= 200 && fault.status <= 599)) {
    return "status is from 200 to 599"
  }
  if (fault.kind === "delay" && !(fault.milliseconds >= 0 && fault.milliseconds <= 600_000)) {
    return "milliseconds are from 0 to 600000"
  }
  return undefined
}

const limitsOf = ({ limits }: App) => ({ enabled: limits.enabled, rates: Object.fromEntries(limits.rates) })

/** What is wrong with rates. */
const whyNotRates = (rates: { readonly [path: string]: number }): string | undefined => {
  for (const [path, rate] of Object.entries(rates)) {
    if (!paths.has(path)) return `there is no endpoint ${path.slice(0, 100)}; write v4/openim/sendmsg`
    if (!(rate >= 0)) return "a rate is at least 0 calls a second"
  }
  return undefined
}

const webhookState = ({ webhooks: { settings } }: App) =>
  defined({
    url: settings === undefined ? undefined : typeof settings.target === "string" ? settings.target : "in process",
    signed: settings?.token !== undefined,
    commands: settings?.commands,
    whenFailing: settings?.whenFailing ?? "deliver",
    repeat: settings?.repeat ?? false
  })

const inTimeOf = <A>({ clock }: World, effect: Effect.Effect<A>): Effect.Effect<A> =>
  Effect.clockWith((outer) => Effect.provideService(effect, Clock.Clock, clock.over(outer)))

const isHttp = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

export const behaviourHandlers = ({ world }: Controlled) =>
  HttpApiBuilder.group(ControlApi, "behaviour", (handlers) =>
    handlers
      .handle(
        "faults",
        ({ query }) => Effect.map(appOf(world, query.app), ({ faults }) => faults.list().map(toFaultRow))
      )
      .handle("addFault", ({ payload, query }) =>
        Effect.flatMap(appOf(world, query.app), ({ faults }) => {
          const wrong = whyNot(payload)
          return wrong === undefined
            ? Effect.sync(() => toFaultRow(faults.add(payload, world.clock.now(machine))))
            : problem(wrong)
        }))
      .handle("removeFault", ({ params, query }) =>
        Effect.flatMap(appOf(world, query.app), ({ faults }) =>
          faults.remove(params.id)
            ? Effect.void
            : Effect.fail(new NotThere({ message: `there is no fault ${params.id}` }))))
      .handle("removeFaults", ({ query }) =>
        Effect.map(appOf(world, query.app), ({ faults }) =>
          faults.clear()))
      .handle("limits", ({ query }) => Effect.map(appOf(world, query.app), limitsOf))
      .handle("setLimits", ({ payload, query }) =>
        Effect.flatMap(appOf(world, query.app), (app) => {
          const wrong = whyNotRates(payload.rates)
          if (wrong !== undefined) return problem(wrong)
          app.limits.enabled = payload.enabled
          app.limits.rates = new Map(Object.entries(payload.rates))
          return Effect.succeed(limitsOf(app))
        }))
      .handle("webhooks", ({ query }) => Effect.map(appOf(world, query.app), webhookState))
      .handle("setWebhooks", ({ payload, query }) =>
        Effect.flatMap(appOf(world, query.app), (app) => {
          const { url, ...settings } = payload
          if (!isHttp(url)) return problem("url is an http or https address")
          // A target without a token keeps the one that is there: the console never learns it, so cannot send it back.
          const token = settings.token ?? app.webhooks.settings?.token
          app.webhooks.settings = { ...settings, target: url, token }
          return Effect.succeed(webhookState(app))
        }))
      .handle("removeWebhooks", ({ query }) =>
        Effect.map(appOf(world, query.app), ({ webhooks }) => {
          webhooks.settings = undefined
        }))
      .handle("deliveries", ({ query }) =>
        Effect.flatMap(appOf(world, query.app), ({ webhooks }) => {
          const older = webhooks.deliveries.filter(({ id }) => id < (query.before ?? Infinity)).toReversed()
          return pageOf(older, query, webhooks.forgotten, searchDelivery, toDeliveryRow)
        }))
      .handle("resend", ({ params, query }) =>
        Effect.flatMap(appOf(world, query.app), ({ webhooks }) =>
          Effect.gen(function*() {
            if (webhooks.settings === undefined) {
              return yield* nowhere()
            }
            const delivery = yield* inTimeOf(world, webhooks.resend(params.id))
            return delivery === undefined
              ? yield* new NotThere({ message: `there is no delivery ${params.id}` })
              : toDeliveryRow(delivery)
          })))
      .handle("fire", ({ payload, query }) =>
        Effect.gen(function*() {
          const { webhooks } = yield* appOf(world, query.app)
          const { body, command } = payload
          if (!Object.hasOwn(events, command)) {
            return yield* new NotThere({ message: `there is no command ${command.slice(0, 100)}` })
          }
          if (!isKeepable(body)) {
            return yield* new ControlProblem({ message: notKeepable })
          }
          const found = events[command as keyof typeof events]
          const [issue] = check(found.body as never, body)
          if (issue !== undefined) {
            return yield* new ControlProblem({ message: `body: ${issue.path} ${issue.message}` })
          }
          const delivery = yield* inTimeOf(world, webhooks.fire(found as never, body))
          return delivery === undefined ? yield* nowhere() : toDeliveryRow(delivery)
        })))
