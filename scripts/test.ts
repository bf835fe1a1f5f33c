/**
 * The whole check: types, lint, and the suite on every runtime. Ends with one line, `N passed, N failed`.
 *
 * Runs on Node, Bun or Deno. A step that counts no tests counts as one itself; a step that fails without saying which
 * test did counts as one failure, so nothing can fail unseen.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import {
  type Count,
  docExamples,
  lint,
  onNode,
  root,
  run,
  type Step,
  suite,
  type SuiteRuntime,
  tests,
  types,
  workerd
} from "./steps.ts"

/** The tests whose calls may as well go over HTTP. Where there are none, nothing new would be learned. */
const overHttpTests = tests.filter((file) => readFileSync(join(root, file), "utf8").includes("timTest("))

const overHttp = (runtime: SuiteRuntime): Step =>
  suite(runtime, overHttpTests, { name: `${runtime} over HTTP`, preload: "./test/support/overHttp.ts" })

/** Steps of one lane run one after the other; lanes run side by side. */
const lanes: ReadonlyArray<ReadonlyArray<Step>> = [
  [
    types,
    suite("bun"),
    docExamples(["src", "builders", "docs"]),
    suite("node"),
    overHttp("node"),
    overHttp("bun"),
    // The console in a real browser.
    onNode("browser")
  ],
  [
    lint,
    { name: "format", command: ["dprint", "check"] },
    // Their globals are those of Bun and Deno, which `tsc` would then see everywhere.
    { name: "types of examples", command: ["deno", "check", "--quiet", "examples/bun.ts", "examples/deno.ts"] },
    suite("deno"),
    // Processes of Node that are killed, whose data must survive.
    onNode("processes"),
    // The packed package in fresh projects, which have runtimes of their own, and the site.
    onNode("package"),
    workerd,
    overHttp("deno")
  ]
]

const counts = (await Promise.all(lanes.map(async (lane) => {
  const counts: Array<Count> = []
  for (const step of lane) counts.push(await run(step))
  return counts
}))).flat()

const sum = (of: (count: Count) => number) => counts.reduce((total, count) => total + of(count), 0)
const failed = sum((count) => count.failed)
console.log(`${sum((count) => count.passed)} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
