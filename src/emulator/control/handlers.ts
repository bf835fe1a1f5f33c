/** What the control API does. */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { routes } from "../routes.ts"
import type { App } from "../state/App.ts"
import { ControlApi } from "./api.ts"
import { behaviourHandlers } from "./behaviour.ts"
import type { Controlled } from "./controlled.ts"
import { liveEvents } from "./liveEvents.ts"
import { recordHandlers } from "./records.ts"
import { ControlProblem } from "./schemas.ts"
import { stateHandlers } from "./stateHandlers.ts"

const summary = (app: App) => ({
  sdkAppId: app.sdkAppId,
  administrators: [...app.administrators],
  edition: app.edition,
  accounts: app.accounts.size,
  groups: app.groups.size,
  messages: app.timeline.items.nextId - 1
})

const coverage = routes.map(({ endpoint, notes, webhooks }) => ({
  path: endpoint.path,
  notes,
  webhooks: webhooks.map(({ name }) => name)
}))

const general = ({ baseUrl, started, version, world }: Controlled) =>
  HttpApiBuilder.group(ControlApi, "general", (handlers) =>
    handlers
      .handle("health", () =>
        Effect.sync(() => ({
          status: "ok" as const,
          version,
          uptime: Date.now() - started,
          saved: world.keeper?.saved
        })))
      .handle("coverage", () => Effect.succeed(coverage))
      .handle("apps", () => Effect.sync(() => [...world.apps.values()].map(summary)))
      .handle("createApp", ({ payload }) => {
        if (payload.sdkAppId !== undefined && world.apps.has(payload.sdkAppId)) {
          return Effect.fail(new ControlProblem({ message: `there is an app ${payload.sdkAppId} already` }))
        }
        const { administrators: [identifier = "administrator"], sdkAppId, secretKey } = world.createApp(payload)
        return Effect.succeed({ sdkAppId, secretKey: Redacted.value(secretKey), identifier, baseUrl: baseUrl() })
      })
      .handle("events", ({ query }) => liveEvents(world, query.app)))

/** The handlers of all groups. */
export const controlHandlers = (controlled: Controlled) =>
  Layer.mergeAll(
    general(controlled),
    stateHandlers(controlled),
    recordHandlers(controlled),
    behaviourHandlers(controlled)
  )
