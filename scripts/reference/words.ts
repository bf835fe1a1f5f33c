/** How the reference puts things into words. */
import type { Entry } from "../../src/endpoints/mod.ts"
import { errorNameOf } from "../../src/errors/errorName.ts"
import type { Limit } from "../../src/reference/limits.ts"

/** A number with its thousands apart. */
export const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ",")

const units = { bytes: ["byte", "bytes"], items: ["item", "items"], value: undefined } as const

/** A limit in words; nothing for those that say little: any text but an empty one, any unsigned number. */
export const limitInWords = ({ field, max, min = 0, of }: Limit): string | undefined => {
  const unit = units[of]
  const only = max === undefined ? min : max
  const behind = unit === undefined ? "" : ` ${unit[only === 1 ? 0 : 1]}`
  if (max === undefined) {
    return min > (of === "bytes" ? 1 : 0) ? `\`${field}\` at least ${count(min)}${behind}` : undefined
  }
  if (of === "value" && min === 0 && max === 4_294_967_295) return undefined
  if (min === max) return `\`${field}\` ${count(max)}${behind}`
  return `\`${field}\` ${min === 0 && of !== "value" ? "at most" : `${count(min)} to`} ${count(max)}${behind}`
}

/** The name of a code with its number, as calls to an endpoint mean it. */
export const codeInWords = (code: number, { endpoint }: Entry): string => `${errorNameOf(code, endpoint.path)} ${code}`

/** A table in Markdown. The first row is its head. */
export const table = (rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  rows.flatMap((row, index) => {
    const line = `| ${row.join(" | ")} |`
    return index === 0 ? [line, `|${row.map(() => "---").join("|")}|`] : [line]
  }).join("\n")
