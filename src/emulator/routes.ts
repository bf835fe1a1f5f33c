/** Every endpoint that the emulator answers. */
import { accountRoutes } from "./handlers/accounts.ts"
import { profileRoutes } from "./handlers/profiles.ts"
import type { Route } from "./Route.ts"

/** The routes of all domains. */
export const routes: ReadonlyArray<Route> = [...accountRoutes, ...profileRoutes]
