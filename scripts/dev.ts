/**
 * What to run while working, `npm run dev`: formats, lints, checks types, and runs the tests that what has changed since
 * the last commit can have an effect on. Words pick test files by their names instead; `--on` picks the runtime.
 *
 * `npm run dev`, `npm run dev -- groups`, `npm run dev -- --on deno webhooks`, `npm run dev -- --on all`
 */
import { execFileSync } from "node:child_process"
import { join } from "node:path"
import process from "node:process"
import { parseArgs } from "node:util"
import { reach } from "../test/support/imports.ts"
import { type Count, lint, root, run, runtimes, type Step, suite, tests, types } from "./steps.ts"

const { positionals: words, values: { on } } = parseArgs({
  allowPositionals: true,
  options: { on: { type: "string", default: "bun" } }
})

const chosen = runtimes.filter((runtime) => on === "all" || on === runtime)
if (chosen.length === 0) {
  console.error(`--on takes ${runtimes.join(", ")} or all.`)
  process.exit(2)
}

const lines = (command: string, args: ReadonlyArray<string>): ReadonlyArray<string> =>
  execFileSync(command, args, { cwd: root, encoding: "utf8" }).split("\n").filter((line) => line !== "")

/** The files that differ from the last commit. */
const changed = (): ReadonlySet<string> =>
  new Set([
    ...lines("git", ["diff", "--name-only", "HEAD"]),
    ...lines("git", ["ls-files", "--others", "--exclude-standard"])
  ])

const affected = (): ReadonlyArray<string> => {
  const files = changed()
  return tests.filter((test) => [...reach(test).files].some((file) => files.has(file.slice(join(root, "/").length))))
}

const files = words.length === 0 ? affected() : tests.filter((test) => words.some((word) => test.includes(word)))

const steps: ReadonlyArray<Step> = [
  { name: "format", command: ["dprint", "fmt"] },
  lint,
  types,
  ...(files.length === 0 ? [] : chosen.map((runtime) => suite(runtime, files)))
]
console.log(files.length === 0 ? "no tests to run" : `${files.length} of ${tests.length} test files`)

const counts: Array<Count> = []
for (const step of steps) counts.push(await run(step))
process.exit(counts.every(({ failed }) => failed === 0) ? 0 : 1)
