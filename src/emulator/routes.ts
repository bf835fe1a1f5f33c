/** Every endpoint that the emulator answers. */
import { accountRoutes } from "./handlers/accounts.ts"
import { groupRoutes } from "./handlers/groupRoutes.ts"
import { groupMessageMarkRoutes } from "./handlers/groupMessageMarks.ts"
import { groupMessageRoutes } from "./handlers/groupMessages.ts"
import { messageRoutes } from "./handlers/messages.ts"
import { profileRoutes } from "./handlers/profiles.ts"
import type { Route } from "./Route.ts"

/** The routes of all domains. */
export const routes: ReadonlyArray<Route> = [
  ...accountRoutes,
  ...groupRoutes,
  ...messageRoutes,
  ...groupMessageRoutes,
  ...groupMessageMarkRoutes,
  ...profileRoutes
]
