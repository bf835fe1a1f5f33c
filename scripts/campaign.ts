/**
 * Runs campaigns at their whole size, prints what they counted, and fails where one does not hold.
 *
 * `npm run campaign` runs the one about faults; `npm run campaign -- fuzz soak` those two, `-- all` every one.
 * `--size N` runs a part or more, `--seed N` another course.
 */
import process from "node:process"
import { parseArgs } from "node:util"
import { campaigns } from "../test/campaigns/mod.ts"
import type { Campaign } from "../test/support/campaign.ts"

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { size: { type: "string" }, seed: { type: "string", default: "1" } }
})

const known: ReadonlyMap<string, Campaign> = new Map(Object.entries(campaigns))
const all = [...known.keys()]
const wanted = positionals.length === 0 ? ["faults"] : positionals.includes("all") ? all : positionals
const unknown = wanted.filter((name) => !known.has(name))
if (unknown.length > 0) {
  console.error(`There is no campaign ${unknown.join(", ")}. There are ${all.join(", ")}, and all.`)
  process.exit(2)
}

const run = async (name: string, campaign: Campaign): Promise<boolean> => {
  const size = Number(values.size ?? campaign.size)
  console.log(`${name}: ${campaign.title}, ${size.toLocaleString("en")} ${campaign.unit}, seed ${values.seed}`)
  const { figures, violations } = await campaign.run({ size, seed: Number(values.seed) })
  const width = Math.max(...Object.keys(figures).map((figure) => figure.length))
  for (const [figure, value] of Object.entries(figures)) {
    console.log(`  ${figure.padEnd(width)}  ${typeof value === "number" ? value.toLocaleString("en") : value}`)
  }
  for (const violation of violations) console.log(`  NOT HELD: ${violation}`)
  console.log(violations.length === 0 ? "  held" : `  ${violations.length} violations`)
  return violations.length === 0
}

let held = true
for (const name of wanted) {
  const campaign = known.get(name)
  if (campaign !== undefined) held = await run(name, campaign) && held
}
process.exit(held ? 0 : 1)
