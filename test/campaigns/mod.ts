/** All campaigns, by the names that `npm run campaign` takes. */
import type { Campaign } from "../support/campaign.ts"

export type CampaignName = keyof typeof campaigns

export const campaigns = {} satisfies { readonly [name: string]: Campaign }
