/** `docs/performance.md`: what timkit costs, beside others. */
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const read = (file: string): string => readFileSync(fileURLToPath(new URL(file, import.meta.url)), "utf8")

/** The page: how it is measured, and what `npm run bench` measured last. */
export const performancePage = (): string =>
  `${read("performance.head.md")}\n${
    read("../../bench/RESULTS.md").replace(/^## /gm, "### ").replace(/^/, "## Figures\n")
  }`
