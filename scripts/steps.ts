/** The steps that check the project: what they run, and how their tests are counted. */
import { spawn } from "node:child_process"
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { pathOfRuntimes, root } from "../test/support/files.ts"

export { root }
const reports = join(root, ".tmp/reports")
// What an earlier run left must not be counted.
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

export interface Count {
  readonly passed: number
  readonly failed: number
}

export interface Step {
  readonly name: string
  readonly command: readonly [string, ...ReadonlyArray<string>]
  /** How many tests ran, from what the step printed or left behind; nothing where it is no suite. */
  readonly count?: (output: string) => Count
}

const junit = (file: string) => (): Count => {
  const report = readFileSync(join(reports, file), "utf8")
  const tests = report.match(/<testcase\b/g)?.length ?? 0
  const failed = report.match(/<(failure|error)\b/g)?.length ?? 0
  return { passed: tests - failed, failed }
}

const line = (output: string): Count => {
  const [, passed, failed] = /(\d+) passed, (\d+) failed/.exec(output) ?? []
  return { passed: Number(passed ?? 0), failed: Number(failed ?? 1) }
}

/** The tests that run on every runtime. */
export const tests: ReadonlyArray<string> = readdirSync(join(root, "test")).filter((name) => name.endsWith(".test.ts"))
  .map((name) => `test/${name}`)
/** The runtimes that the whole suite runs on. The fourth, workerd, takes a bundle of the core's. */
export const runtimes = ["bun", "deno", "node"] as const
export type SuiteRuntime = (typeof runtimes)[number]

/** Tests on a runtime; where wanted with a module that is loaded before them. */
const commands: {
  readonly [Runtime in SuiteRuntime]: (
    files: ReadonlyArray<string>,
    report: string,
    preload?: string
  ) => Step["command"]
} = {
  bun: (files, report, preload) => [
    "bun",
    "test",
    "--timeout=180000",
    ...(preload === undefined ? [] : [`--preload=${preload}`]),
    "--reporter=junit",
    `--reporter-outfile=${report}`,
    ...files.map((file) => `./${file}`)
  ],
  deno: (files, report, preload) => [
    "deno",
    "test",
    "-A",
    "--quiet",
    ...(preload === undefined ? [] : ["--no-check", `--preload=${preload}`]),
    `--junit-path=${report}`,
    ...files
  ],
  node: (files, report, preload) => [
    "node",
    "--conditions=timkit-source",
    ...(preload === undefined ? [] : [`--import=${preload}`]),
    "--test",
    "--test-timeout=180000",
    // One process for all files: most of the time would go into starting the others.
    "--test-isolation=none",
    "--test-reporter=spec",
    "--test-reporter-destination=stdout",
    "--test-reporter=junit",
    `--test-reporter-destination=${report}`,
    ...files
  ]
}

/** A suite on a runtime. */
export const suite = (
  runtime: SuiteRuntime,
  files: ReadonlyArray<string> = tests,
  { name = runtime, preload }: { readonly name?: string; readonly preload?: string } = {}
): Step => ({
  name,
  command: commands[runtime](files, join(reports, `${name}.xml`), preload),
  count: junit(`${name}.xml`)
})

/** The examples in doc comments and pages, each a module of its own. */
export const docExamples = (files: ReadonlyArray<string>): Step => ({
  name: "examples in doc comments",
  command: ["deno", "test", "-A", "--doc", "--quiet", `--junit-path=${join(reports, "doc.xml")}`, ...files],
  count: junit("doc.xml")
})

export const workerd: Step = { name: "workerd", command: ["node", "scripts/workerd.ts"], count: line }
export const types: Step = { name: "types", command: ["tsc", "--noEmit"] }
export const lint: Step = { name: "lint", command: ["oxlint", "--deny-warnings"] }

/** Tests of what runs elsewhere, in a folder of that name: one runtime to look at it is enough. */
export const onNode = (name: string): Step => ({
  name,
  command: [
    "node",
    "--conditions=timkit-source",
    "--test",
    "--test-concurrency=1",
    "--test-timeout=180000",
    "--test-reporter=spec",
    "--test-reporter-destination=stdout",
    "--test-reporter=junit",
    `--test-reporter-destination=${join(reports, `${name}.xml`)}`,
    ...readdirSync(join(root, "test", name)).filter((file) => file.endsWith(".test.ts")).map((file) =>
      `test/${name}/${file}`
    )
  ],
  count: junit(`${name}.xml`)
})

const environment = { ...process.env, NO_COLOR: "1", PATH: pathOfRuntimes }

/** Runs a step to its end, and prints what it counted; where something failed, all that it printed. */
export const run = (step: Step): Promise<Count> =>
  new Promise((done) => {
    const started = Date.now()
    const [command, ...args] = step.command
    const child = spawn(command, args, { cwd: root, env: environment })
    let output = ""
    const collect = (chunk: unknown) => {
      output += String(chunk)
    }
    child.stdout.on("data", collect)
    child.stderr.on("data", collect)
    child.on("error", (error) => collect(`${error.message}\n`))
    // A suite that hangs is a suite that failed.
    const watch = setTimeout(() => {
      collect(`killed after ${longest / 60_000} minutes\n`)
      child.kill("SIGKILL")
    }, longest)
    child.on("close", (code) => {
      clearTimeout(watch)
      const count = tally(step, code ?? 1, output)
      const seconds = ((Date.now() - started) / 1000).toFixed(1)
      console.log(`${step.name}: ${count.passed} passed, ${count.failed} failed (${seconds} s)`)
      if (count.failed > 0) console.log(output)
      done(count)
    })
  })

/** How long a step may take, in milliseconds. */
const longest = 8 * 60_000

const tally = (step: Step, code: number, output: string): Count => {
  if (step.count === undefined) return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
  let count: Count
  try {
    count = step.count(output)
  } catch {
    count = { passed: 0, failed: 1 }
  }
  const silent = (code !== 0 || count.passed === 0) && count.failed === 0
  return silent ? { passed: count.passed, failed: 1 } : count
}
