/** Every service, by the name it has on a connection. This list is the only one. */
import { Accounts } from "./api/accounts/Accounts.ts"
import { Profiles } from "./api/profiles/Profiles.ts"

/** The services by name. */
export const services = {
  accounts: Accounts,
  profiles: Profiles
} as const

/** All services, as what an effect may need. */
export type Services = InstanceType<(typeof services)[keyof typeof services]>
