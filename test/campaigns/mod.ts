/** All campaigns, by the names that `npm run campaign` takes. */
import type { Campaign } from "../support/campaign.ts"
import { faults } from "./faults.ts"

export const campaigns = { faults } satisfies { readonly [name: string]: Campaign }
