/** Every service, by the name it has on a connection. This list is the only one. */
import { Accounts } from "./api/accounts/Accounts.ts"
import { Messages } from "./api/messages/Messages.ts"
import { GroupMessages } from "./api/groupMessages/GroupMessages.ts"
import { Groups } from "./api/groups/Groups.ts"
import { Profiles } from "./api/profiles/Profiles.ts"

/** The services by name. */
export const services = {
  accounts: Accounts,
  groups: Groups,
  messages: Messages,
  groupMessages: GroupMessages,
  profiles: Profiles
} as const

/** All services, as what an effect may need. */
export type Services = InstanceType<(typeof services)[keyof typeof services]>
