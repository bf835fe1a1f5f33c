/** How the emulator answers the endpoints about groups. */
import type { Route } from "../Route.ts"
import { groupLifecycleRoutes } from "./groups.ts"
import { groupAttributeRoutes } from "./groupsAttributes.ts"
import { groupImportRoutes } from "./groupsImport.ts"
import { groupMemberRoutes } from "./groupsMembers.ts"
import { groupRestrictionRoutes } from "./groupsRestrictions.ts"

/** The routes about groups. */
export const groupRoutes: ReadonlyArray<Route> = [
  ...groupLifecycleRoutes,
  ...groupMemberRoutes,
  ...groupRestrictionRoutes,
  ...groupAttributeRoutes,
  ...groupImportRoutes
]
