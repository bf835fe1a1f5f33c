/** What the control API controls. */
import * as Effect from "effect/Effect"
import type { CallPath } from "../CallPath.ts"
import type { App } from "../state/App.ts"
import type { World } from "../World.ts"
import { NotThere } from "./schemas.ts"

/** What the control API controls. */
export interface Controlled {
  readonly world: World
  readonly calls: CallPath
  /** The address of the emulator, for whoever connects to a new app. */
  readonly baseUrl: () => string
  readonly version: string
  /** When the emulator started, in milliseconds of the machine's time. */
  readonly started: number
}

/** The app of a request, by its SDKAppID; the first when left out. */
export const appOf = ({ apps }: World, sdkAppId: number | undefined): Effect.Effect<App, NotThere> => {
  const app = sdkAppId === undefined ? apps.values().next().value : apps.get(sdkAppId)
  return app === undefined
    ? Effect.fail(new NotThere({ message: `there is no app ${sdkAppId ?? "yet"}` }))
    : Effect.succeed(app)
}
