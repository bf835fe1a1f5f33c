/** All campaigns, by the names that `npm run campaign` takes. */
import type { Campaign } from "../support/campaign.ts"
import { crash } from "./crash.ts"
import { durable } from "./durable.ts"
import { faults } from "./faults.ts"
import { fuzz } from "./fuzz.ts"
import { jobs } from "./jobs.ts"
import { rates } from "./rates.ts"
import { secrets } from "./secrets.ts"
import { soak } from "./soak.ts"

export const campaigns = { faults, rates, secrets, fuzz, crash, soak, jobs, durable } satisfies {
  readonly [name: string]: Campaign
}
