/**
 * The whole check: types, lint, and the suite on every runtime. Ends with one line, `N passed, N failed`.
 *
 * Runs on Node, Bun or Deno. A step that counts no tests counts as one itself; a step that fails without saying which
 * test did counts as one failure, so nothing can fail unseen.
 */
import { spawn } from "node:child_process"
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { pathOfRuntimes, root } from "../test/support/files.ts"

const reports = join(root, ".tmp/reports")
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

interface Count {
  readonly passed: number
  readonly failed: number
}

interface Step {
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

const tests = readdirSync(join(root, "test")).filter((name) => name.endsWith(".test.ts")).map((name) => `test/${name}`)
const report = (file: string) => join(reports, file)

/** The tests whose calls may as well go over HTTP. Where there are none, nothing new would be learned. */
const overHttpTests = tests.filter((file) => readFileSync(join(root, file), "utf8").includes("timTest("))
const testsOf = (over: string | undefined) => over === undefined ? tests : overHttpTests

/** A suite on a runtime; where wanted with every call of it over HTTP. */
const suites: { readonly [Runtime in "bun" | "deno" | "node"]: (name: string, over?: string) => Step } = {
  bun: (name, over) => ({
    name,
    command: [
      "bun",
      "test",
      "--timeout=180000",
      ...(over === undefined ? [] : [`--preload=${over}`]),
      "--reporter=junit",
      `--reporter-outfile=${report(`${name}.xml`)}`,
      ...testsOf(over)
    ],
    count: junit(`${name}.xml`)
  }),
  deno: (name, over) => ({
    name,
    command: [
      "deno",
      "test",
      "-A",
      "--quiet",
      ...(over === undefined ? [] : ["--no-check", `--preload=${over}`]),
      `--junit-path=${report(`${name}.xml`)}`,
      ...testsOf(over)
    ],
    count: junit(`${name}.xml`)
  }),
  node: (name, over) => ({
    name,
    command: [
      "node",
      "--conditions=timkit-source",
      ...(over === undefined ? [] : [`--import=${over}`]),
      "--test",
      "--test-timeout=180000",
      // One process for all files: most of the time would go into starting the others.
      "--test-isolation=none",
      "--test-reporter=spec",
      "--test-reporter-destination=stdout",
      "--test-reporter=junit",
      `--test-reporter-destination=${report(`${name}.xml`)}`,
      ...testsOf(over)
    ],
    count: junit(`${name}.xml`)
  })
}

/** Tests of what runs elsewhere: one runtime to look at it is enough. */
const onNode = (name: string): Step => ({
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
    `--test-reporter-destination=${report(`${name}.xml`)}`,
    ...readdirSync(join(root, "test", name)).filter((file) => file.endsWith(".test.ts")).map((file) =>
      `test/${name}/${file}`
    )
  ],
  count: junit(`${name}.xml`)
})

/** The console in a real browser. */
const browserStep = onNode("browser")

/** Processes of Node that are killed, whose data must survive. */
const processesStep = onNode("processes")

const suite = (runtime: keyof typeof suites, over?: string): Step =>
  suites[runtime](over === undefined ? runtime : `${runtime} over HTTP`, over)

const overHttp = "./test/support/overHttp.ts"

/** Steps of one lane run one after the other; lanes run side by side. */
const lanes: ReadonlyArray<ReadonlyArray<Step>> = [
  [
    { name: "types", command: ["tsc", "--noEmit"] },
    suite("bun"),
    {
      name: "examples in doc comments",
      command: [
        "deno",
        "test",
        "-A",
        "--doc",
        "--quiet",
        `--junit-path=${report("doc.xml")}`,
        "src",
        "builders",
        "docs"
      ],
      count: junit("doc.xml")
    },
    suite("node"),
    suite("node", overHttp),
    suite("bun", overHttp),
    browserStep
  ],
  [
    { name: "lint", command: ["oxlint", "--deny-warnings"] },
    { name: "format", command: ["dprint", "check"] },
    suite("deno"),
    processesStep,
    { name: "workerd", command: ["node", "scripts/workerd.ts"], count: line },
    suite("deno", overHttp)
  ]
]

const environment = { ...process.env, NO_COLOR: "1", PATH: pathOfRuntimes }

const run = (step: Step): Promise<Count> =>
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

const counts = (await Promise.all(lanes.map(async (lane) => {
  const counts: Array<Count> = []
  for (const step of lane) counts.push(await run(step))
  return counts
}))).flat()

const sum = (of: (count: Count) => number) => counts.reduce((total, count) => total + of(count), 0)
const failed = sum((count) => count.failed)
console.log(`${sum((count) => count.passed)} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
