/**
 * Runs campaigns at their whole size, prints what they counted, and fails where one does not hold.
 *
 * `npm run campaign` runs the one about faults; `npm run campaign -- fuzz soak` those two, `-- all` every one.
 * `--size N` runs a part or more, `--seed N` another course.
 */
import process from "node:process"
import { parseArgs } from "node:util"
import { type CampaignName, campaigns } from "../test/campaigns/mod.ts"

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { size: { type: "string" }, seed: { type: "string", default: "1" } }
})

const known = Object.keys(campaigns) as ReadonlyArray<CampaignName>
const wanted = positionals.length === 0 ? ["faults"] : positionals.includes("all") ? known : positionals
const unknown = wanted.filter((name) => !Object.hasOwn(campaigns, name))
if (unknown.length > 0) {
  console.error(`There is no campaign ${unknown.join(", ")}. There are ${known.join(", ")}, and all.`)
  process.exit(2)
}

let held = true
for (const name of wanted as ReadonlyArray<CampaignName>) {
  const campaign = campaigns[name]
  const size = Number(values.size ?? campaign.size)
  console.log(`${name}: ${campaign.title}, ${size.toLocaleString("en")} ${campaign.unit}, seed ${values.seed}`)
  const { figures, violations } = await campaign.run({ size, seed: Number(values.seed) })
  const width = Math.max(...Object.keys(figures).map((figure) => figure.length))
  for (const [figure, value] of Object.entries(figures)) {
    console.log(`  ${figure.padEnd(width)}  ${typeof value === "number" ? value.toLocaleString("en") : value}`)
  }
  for (const violation of violations) console.log(`  NOT HELD: ${violation}`)
  console.log(violations.length === 0 ? "  held" : `  ${violations.length} violations`)
  if (violations.length > 0) held = false
}
process.exit(held ? 0 : 1)
