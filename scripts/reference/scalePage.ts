/** `docs/scale.md`: what very large jobs take. */
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { jobs } from "../../src/jobs/mod.ts"
import { count } from "./words.ts"

/** A time in its two largest units. */
const span = (seconds: number): string => {
  const units = [["h", 3_600], ["min", 60], ["s", 1]] as const
  const first = Math.max(0, units.findIndex(([, length]) => seconds >= length))
  let left = Math.ceil(seconds)
  return units.slice(first, first + 2).flatMap(([unit, length]) => {
    const times = Math.floor(left / length)
    left -= times * length
    return times === 0 ? [] : [`${times} ${unit}`]
  }).join(" ")
}

const rows = Object.values(jobs).map(({ endpoint, name, size, title }) => {
  const perSecond = endpoint.ratePerSecond * size
  const cells = [
    title,
    `\`${name}\``,
    count(endpoint.ratePerSecond),
    count(size),
    count(perSecond),
    span(1_000_000 / perSecond)
  ]
  return `| ${cells.join(" | ")} |`
})

/** The page. */
export const scalePage = (): string => {
  const table = [
    "| job | name | calls a second | items a call | items a second | a million takes |",
    "|---|---|---|---|---|---|",
    ...rows
  ]
  return readFileSync(fileURLToPath(new URL("scale.template.md", import.meta.url)), "utf8")
    .replace("{{jobs}}", table.join("\n"))
}
